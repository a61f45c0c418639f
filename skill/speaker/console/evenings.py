# SPDX-License-Identifier: Apache-2.0
"""Whole evenings as text, for docs/evenings.md: what people say to the skill, and what it answers them.

Nothing of the answers is written here: two people live through their evenings on a scripted clock, with the skill as it
is deployed, and what was said is written down. Evenings that are not shown are lived through as well.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from skill import tracks
from skill.errors import InputError
from skill.language_model import load_language_model
from skill.settings import Settings
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home, make_home
from skill.speaker.echo.requests import counted_ids
from skill.speaker.echo.services.simulated import Services
from skill.speaker.nlu import Understanding
from skill.speaker.snd.tracks import AUDIO_HOST, length_s

FILE = Path(__file__).resolve().parents[3] / "docs" / "evenings.md"
OPEN = "Alexa, open Closer Together."
NEXT = "Alexa, next."
TURNS_MAX = 40
"""An evening with more turns goes in circles."""
SPEAKS_UP_AFTER_S = 20.0
"""Seconds of a talk before somebody says something to the speaker."""
ANSWERS: Mapping[str, str] = {
    "offer": "Yes.",
    "two_homes": "Yes.",
    "follow_up": "Yes, we did.",
    "go_on": "Yes.",
    "rate": "Skip.",
    "rate_second": "Skip.",
    "ritual": "Yes.",
    "ready": "No, that's all.",
    "just_question": "No.",
    "cool_consent": "Yes.",
    "cool_and_you": "Yes.",
}
"""What is answered where an evening says nothing of its own, by where the conversation is."""
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()


class Evening(Struct, frozen=True, kw_only=True):
    """One evening: when it is, and what they say of their own."""

    day: str
    """As 2026-03-05."""
    title: str = ""
    """Empty for one that is not shown."""
    about: str = ""
    opening: str = OPEN
    answers: Mapping[str, tuple[str, ...]] = {}
    """What they answer in a state, one after the other; then the usual."""
    in_talk: Mapping[int, str] = {}
    """What they ask while the music plays, by which talk of the evening it is, from 1."""
    until: int = TURNS_MAX
    """After so many talks they say no more."""


class Couple(Struct, frozen=True):
    """Two people with their evenings, in order."""

    name: str
    """For the ids of their household."""
    evenings: tuple[Evening, ...]


def unseen(*days: str) -> tuple[Evening, ...]:
    """Evenings that are lived through and not shown."""
    return tuple(Evening(day=day) for day in days)


COUPLES = (
    Couple(
        "at home",
        (
            Evening(
                day="2026-03-05",
                title="The first evening",
                about="Nobody has set anything up. They heard that you can open it, and so they do. All that the "
                "skill explains, it explains here.",
                answers={"offer": ("We are Sam and Alex.", "Yes.")},
                in_talk={2: "Alexa, ask Closer Together whose turn is it."},
            ),
            *unseen("2026-03-06", "2026-03-08"),
            Evening(
                day="2026-03-10",
                title="The fourth evening",
                about="By now they know how it goes, and it has stopped telling them. In the middle one of them is "
                "stuck for words.",
                in_talk={1: "Alexa, ask Closer Together what can I say when she is stressed."},
                answers={"ritual": ("Something else.", "Yes.")},
            ),
            *unseen("2026-03-12", "2026-03-14", "2026-03-17", "2026-03-19", "2026-03-22", "2026-03-24"),
            Evening(
                day="2026-03-26",
                title="One of them alone",
                about="One of them is not there. It takes back every *you two*, and gives the one who is there a "
                "question to take along.",
                answers={"offer": ("It's just me tonight.",), "follow_up": ("Not this week.",)},
            ),
            *unseen("2026-03-28", "2026-03-31", "2026-04-02"),
            Evening(
                day="2026-04-04",
                title="A month later",
                about="It has kept no word of theirs. It knows which questions they had, what they chose to do, and "
                "when they were here.",
                in_talk={1: "Alexa, ask Closer Together for another one."},
            ),
        ),
    ),
    Couple(
        "two homes",
        (
            *unseen("2026-05-05", "2026-05-07"),
            Evening(
                day="2026-05-10",
                title="Two homes",
                about="Two people with four hundred miles between them, and a speaker at one end of the line. They "
                "would like it light tonight.",
                answers={"offer": ("We're on the phone tonight.",), "two_homes": ("Yes, we live in two homes.",)},
                in_talk={1: "Alexa, ask Closer Together for something lighter."},
            ),
        ),
    ),
    Couple(
        "a fight",
        (
            *unseen("2026-06-02"),
            Evening(
                day="2026-06-04",
                title="A fight, and time apart",
                about="It goes on only where two voices say yes, takes no side, and listens to nothing while "
                "they talk. Either of them can end it with a word.",
                answers={"offer": ("We're having a fight.",)},
                in_talk={2: "Alexa, tell Closer Together we need time apart."},
                until=2,
            ),
        ),
    ),
)

HEAD = """\
# Evenings

Two people, a speaker, and ten minutes. Here are whole evenings, word for word as they are heard. *You* is whichever of
the two says it. What they tell each other is missing, because nobody heard it: while they talk there is soft music, and
the microphone is closed. Another couple, or the same couple on another day, hears other questions.

You can have such an evening on a laptop, without any account: `make talk`.

This page is written by `make evenings` out of the skill itself, and a test holds it true.
"""


def evenings_text() -> str:
    """The whole of docs/evenings.md."""
    shown = [part for couple in COUPLES for part in _life(couple)]
    return "\n".join([HEAD, *shown])


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit with status 2 if the file is stale")


def run(arguments: argparse.Namespace) -> int:
    """Write docs/evenings.md, or check it. Raises InputError where it is stale or cannot be written."""
    told = evenings_text()
    try:
        current = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
        if arguments.check and current != told:
            raise InputError(f"{FILE.name} is stale; run `make evenings` and read what changed.")
        if not arguments.check:
            FILE.write_text(told, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{FILE} cannot be used ({error.strerror}); see that it can be written.") from None
    print(f"{FILE.name} is current." if current == told else f"Written: {FILE.name}")
    return 0


def _life(couple: Couple) -> Iterator[str]:
    with _home(couple) as (clock, home):
        for evening in couple.evenings:
            zone = clock.now().tzinfo
            clock.reach(datetime.fromisoformat(f"{evening.day}T21:00").replace(tzinfo=zone))
            told = _Told()
            _live(home, evening, told)
            if evening.title:
                yield f"## {evening.title}\n\n{evening.about}\n\n{told.text()}"


class _Told:
    """An evening as it is written down."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words = 0
        self.seconds = 0.0
        self.talks = 0

    def you(self, line: str) -> None:
        self.lines.append(f"**You:** {line}")

    def take(self, happened: list[Exchange]) -> None:
        """What the skill said, and the music that began."""
        for exchange in happened:
            spoken = exchange.spoken
            if spoken:
                self.words += len(spoken.split())
                self.lines.append(f"**Speaker:** {spoken}")
            for directive in exchange.directives:
                if directive["type"] == "AudioPlayer.Play" and directive["playBehavior"] == "REPLACE_ALL":
                    seconds = _seconds(directive["audioItem"]["stream"]["url"])
                    self.talks += 1
                    self.lines.append(f"*Soft music, {minutes_in_words(seconds)}.*")

    def text(self) -> str:
        """All of it, and how long it was."""
        talked = f", and was quiet for {minutes_in_words(self.seconds)}" if self.seconds else ""
        return "\n\n".join([*self.lines, f"The speaker said {self.words} words{talked}."]) + "\n"


def _live(home: Home, evening: Evening, told: _Told) -> None:
    """Go through an evening: answer what is asked, and go on when the music is over."""
    left = {state: list(lines) for state, lines in evening.answers.items()}
    line, state = evening.opening, ""
    for _ in range(TURNS_MAX):
        told.you(line)
        happened = home.hear(line)
        told.take(happened)
        state = next((exchange.state for exchange in reversed(happened) if exchange.state), state)
        session, playing = home.echo.session, home.echo.player.progress
        if session and session.microphone:
            line = left[state].pop(0) if left.get(state) else ANSWERS.get(state, "Stop.")
        elif playing and told.talks <= evening.until:
            asked = evening.in_talk.get(told.talks)
            speaks_up = asked and f"**You:** {asked}" not in told.lines
            seconds = SPEAKS_UP_AFTER_S if speaks_up else playing[1] - playing[0]
            told.seconds += seconds
            home.wait(seconds)
            line = asked if asked and speaks_up else NEXT
        else:
            if playing:
                told.seconds += playing[1] - playing[0]
            return
    raise RuntimeError(f"The evening of {evening.day} does not come to an end; see what it says.")


def _seconds(url: str) -> float:
    return next((track.seconds for track in tracks.TRACKS if url.endswith(f"/{track.file}")), 0.0)


def minutes_in_words(seconds: float) -> str:
    """A time in whole minutes, such as `three minutes`; never less than one."""
    minutes = max(1, math.floor(seconds / 60 + 0.5))
    number = _NUMBERS[minutes] if minutes < len(_NUMBERS) else str(minutes)
    return f"{number} minute{'s' if minutes > 1 else ''}"


@contextmanager
def _home(couple: Couple) -> Iterator[tuple[ScriptedClock, Home]]:
    """A home with music, whose household nobody has seen before."""
    # Imported here, so that bad arguments are told before the skill is loaded.
    from lambda_handler import make_handler

    model = load_language_model("en-US")
    clock = ScriptedClock(datetime.fromisoformat(f"{couple.evenings[0].day}T21:00").replace(tzinfo=ZoneInfo("UTC")))
    handler = make_handler(Settings(store="memory:", time_zone="UTC", local_services=True, audio_base_url=AUDIO_HOST))
    understanding = Understanding(model, keep=True)
    with Services(clock, "UTC", new_id=counted_ids(f"{couple.name} reminders")) as services:
        home = make_home(
            handler, understanding, model, clock, services, length_s, new_id=counted_ids(couple.name), strict=True
        )
        yield clock, home
