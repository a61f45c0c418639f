# SPDX-License-Identifier: Apache-2.0
"""Who is told what of a conversation, in which order, and what a line does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.console.conversation import Conversation
from skill.speaker.console.scripts.script import Unmet, parse_script
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.exchange import Exchange

from ..small_skill import EVENING, SmallSkill, home_with, reply

OPEN = "alexa, open closer together"
ASKS = reply("Ready?", open=True, again="Still there?", attributes={"state": "offer"})


class Follower:
    """One of those who follow a conversation; notes all that it is told in a list that they share."""

    def __init__(self, name: str, notes: list[str], complaints: Sequence[str] = ()) -> None:
        self._name = name
        self._notes = notes
        self.complaints = list(complaints)

    def you(self, line: str) -> None:
        self._notes.append(f"{self._name} hears {line!r}")

    def show(self, exchanges: Sequence[Exchange]) -> None:
        self._notes.append(f"{self._name} sees {' '.join(str(each.kind) for each in exchanges)}")

    def say(self, sentence: str) -> None:
        self._notes.append(f"{self._name} is told {sentence}")

    def close(self) -> None:
        self._notes.append(f"{self._name} leaves")


def conversation(
    notes: list[str], *, forgiving: bool = False, kept: bool = False, complaints: Sequence[str] = ()
) -> tuple[Conversation, SmallSkill]:
    skill = SmallSkill(*[ASKS] * 9)
    home = home_with(skill, ScriptedClock(EVENING))
    reader, aloud = Follower("reader", notes), Follower("aloud", notes, complaints)
    keeper = Follower("keeper", notes) if kept else None
    held = Conversation(home, reader, aloud, forgiving=forgiving, keeper=keeper)  # type: ignore[arg-type]
    return held, skill


@each_case(
    ("forgiving", "kept", "followers"),
    [
        (False, False, ["reader", "aloud"]),
        (True, False, ["aloud", "reader"]),
        (False, True, ["reader", "aloud", "keeper"]),
    ],
)
def test_all_who_follow_are_told_each_line_and_what_it_led_to(
    forgiving: bool, kept: bool, followers: list[str]
) -> None:
    notes: list[str] = []
    held, _ = conversation(notes, forgiving=forgiving, kept=kept)
    held.hold(["yes"], launch=True)
    assert notes == [
        *(f"{name} sees LaunchRequest" for name in followers),
        *(f"{name} hears 'yes'" for name in followers),
        *(f"{name} sees IntentRequest" for name in followers),
        *(f"{name} sees SessionEndedRequest" for name in followers),
    ]


def test_a_line_is_said_a_command_obeyed_and_an_empty_one_silence() -> None:
    notes: list[str] = []
    held, skill = conversation(notes)
    held.hold([OPEN, " ", "  @wait 1h"], launch=False)
    assert [note for note in notes if note.startswith("reader sees")] == [
        "reader sees LaunchRequest",
        "reader sees None",
        "reader sees SessionEndedRequest",
        "reader sees ",
    ]
    assert skill.last["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_who_types_is_told_of_a_command_that_does_not_exist_and_goes_on() -> None:
    notes: list[str] = []
    held, skill = conversation(notes, forgiving=True)
    held.hold(["@dance", "yes"], launch=True)
    assert sum(note.startswith("reader is told '@dance' is no command") for note in notes) == 1
    assert skill.kinds == ["LaunchRequest", "IntentRequest", "SessionEndedRequest"]
    held, skill = conversation(notes)
    with pytest.raises(InputError, match="'@dance' is no command"):
        held.hold(["@dance", "yes"], launch=True)
    assert skill.kinds == ["LaunchRequest"]


def test_why_nothing_is_heard_is_told_to_the_one_who_reads_and_once() -> None:
    notes: list[str] = []
    held, _ = conversation(notes, complaints=["No sound.", "No voice."])
    held.hold([], launch=True)
    assert [note for note in notes if "told" in note] == ["reader is told No sound.", "reader is told No voice."]


def test_all_leave_at_the_end_and_the_reader_even_where_another_fails() -> None:
    notes: list[str] = []
    held, _ = conversation(notes, kept=True)
    held.close()
    assert notes == ["aloud leaves", "keeper leaves", "reader leaves"]
    notes.clear()
    held, _ = conversation(notes)
    held._aloud.close = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    with pytest.raises(ZeroDivisionError):
        held.close()
    assert notes == ["reader leaves"]


def test_a_script_is_told_line_by_line_as_it_was_heard() -> None:
    notes: list[str] = []
    held, skill = conversation(notes)
    script = parse_script(f"you: {OPEN}\nsilence\nnext evening\nyou: Hello!\nwait: 5s", Path("evening.script"))
    held.play(script, ear=lambda line: line.removesuffix("!").lower())
    assert [note for note in notes if note.startswith("reader") and "sees" not in note] == [
        f"reader hears {OPEN!r}",
        "reader hears ''",
        "reader is told (next evening)",
        "reader hears 'hello'",
        "reader is told (wait 5s)",
    ]
    assert skill.kinds == ["LaunchRequest", "SessionEndedRequest"]


def test_a_script_that_is_not_as_written_ends_unless_somebody_wants_to_know_it_all() -> None:
    script = parse_script(f"you: {OPEN}\nstate: talk\nmicrophone: closed", Path("evening.script"))
    held, _ = conversation([])
    with pytest.raises(Unmet, match=r"evening\.script, line 2"):
        held.play(script)
    unmet: list[int] = []
    held, skill = conversation([])
    held.play(script, unmet=lambda step, outcome: unmet.append(step.line))
    assert unmet == [2, 3]
    assert skill.kinds == ["LaunchRequest", "SessionEndedRequest"]
