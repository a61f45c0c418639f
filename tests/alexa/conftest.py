# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the Alexa face: a handler of its own store for each test, and a couple who talk to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lambda_handler import make_handler
from skill.settings import Settings

from .couple import Couple

Handler = Callable[[Any, Any], dict[str, Any]]


@pytest.fixture
def handler() -> Handler:
    return make_handler(Settings(store="memory:"))


@pytest.fixture
def couple(handler: Handler) -> Couple:
    return Couple(handler)
