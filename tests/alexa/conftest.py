# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the Alexa face: a handler of its own store for each test, and a couple who talk to it."""

from __future__ import annotations

import pytest

from skill.alexa import skill
from skill.settings import Settings

from .couple import Couple, Handler
from .watched_store import WatchedStore


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def handler(store: WatchedStore) -> Handler:
    return skill.build(Settings(), store)


@pytest.fixture
def couple(handler: Handler) -> Couple:
    return Couple(handler)
