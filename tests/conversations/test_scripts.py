# SPDX-License-Identifier: Apache-2.0
"""Every script of this folder holds, played through the Lambda's handler with whole Alexa requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from understood import understanding_of

from lambda_handler import make_handler
from skill.language_model import load_language_model
from skill.settings import Settings
from skill.speaker.console.scripts.script import Script, play, read_script
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.home_simulator import Home, make_home
from skill.speaker.echo.requests import counted_ids
from skill.speaker.echo.services.simulated import Services
from skill.speaker.snd.tracks import AUDIO_HOST, length_s

SCRIPTS = sorted(Path(__file__).parent.glob("*.script"))


@contextmanager
def home_for(script: Script, store: str = "memory:") -> Iterator[Home]:
    """A home whose household nobody has seen before, with services that behave well."""
    model = load_language_model(script.locale)
    clock = ScriptedClock(script.start.replace(tzinfo=ZoneInfo("UTC")))
    host = AUDIO_HOST if script.plays_music else None
    handler = make_handler(Settings(store=store, time_zone="UTC", local_services=True, audio_base_url=host))
    understanding = understanding_of(script.locale)
    with Services(clock, "UTC", new_id=counted_ids(f"{script.title} reminders")) as services:
        yield make_home(
            handler, understanding, model, clock, services, length_s, new_id=counted_ids(script.title), strict=True
        )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    script = read_script(path)
    with home_for(script) as home:
        exchanges = [exchange for _, happened in play(script, home) for exchange in happened]
    assert any(exchange.request for exchange in exchanges)


def test_there_are_conversations() -> None:
    assert len(SCRIPTS) >= 20
