# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the Alexa face: a handler of its own store for each test, and a couple who talk to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from skill.alexa import skill
from skill.settings import Settings

from .couple import Couple
from .watched_store import WatchedStore

Handler = Callable[[Any, Any], dict[str, Any]]


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def handler(store: WatchedStore) -> Handler:
    return skill.build(Settings(), store)


@pytest.fixture
def couple(handler: Handler) -> Couple:
    return Couple(handler)
