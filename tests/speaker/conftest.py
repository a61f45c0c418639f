# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the local speaker: a home's services on a clock of their own, and somebody who asks them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.services.simulated import Services

from .asker import Asker
from .small_skill import EVENING


@pytest.fixture
def clock() -> ScriptedClock:
    return ScriptedClock(EVENING)


@pytest.fixture
def services(clock: ScriptedClock) -> Iterator[Services]:
    with Services(clock, "Europe/London") as services:
        services.behave("permission", "granted")
        yield services


@pytest.fixture
def asker(services: Services) -> Asker:
    return Asker(services)
