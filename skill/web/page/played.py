# SPDX-License-Identifier: Apache-2.0
"""A script played for the page: on a clock and in a store of its own, as `talk --script` does."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from lambda_handler import make_skill
from skill.language_model import load_language_model
from skill.settings import Settings
from skill.speaker.console.scripts.script import Unmet, parse_script, play
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.home_simulator import make_home
from skill.speaker.echo.services.simulated import Services
from skill.speaker.snd.tracks import AUDIO_HOST, length_s
from skill.web.page.entries import Entry, entry_of
from skill.web.page.understanding import Watched

NAME = Path("The script")
"""What a sentence about it calls it."""
ZONE = "UTC"


class Played(Struct, frozen=True):
    """What became of a script."""

    title: str
    entries: tuple[Entry, ...]
    complaint: str | None
    """The first thing that was not as written, as one sentence; None where all was."""


def play_script(text: str) -> Played:
    """Play it to its end, or to the first thing that is not as written. InputError where it is no script."""
    script = parse_script(text, NAME)
    model = load_language_model(script.locale)
    settings = Settings(time_zone=ZONE, local_services=True, audio_base_url=AUDIO_HOST if script.plays_music else None)
    clock = ScriptedClock(script.start.replace(tzinfo=ZoneInfo(ZONE)))
    entries: list[Entry] = []
    complaint = None
    with Services(clock, ZONE) as services:
        understanding = Watched(model, scripted=True)
        home = make_home(make_skill(settings).answer, understanding, model, clock, services, length_s)
        try:
            for _, happened in play(script, home):
                at = f"{clock.now():%H:%M}"
                for each in happened:
                    entries.append(entry_of(each, len(entries) + 1, at, understanding.understood(each)))
                understanding.forget()
        except Unmet as error:
            complaint = str(error)
    return Played(script.title if script.title != NAME.stem else "", tuple(entries), complaint)
