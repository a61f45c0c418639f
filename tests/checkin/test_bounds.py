# SPDX-License-Identifier: Apache-2.0
"""What a conversation takes from outside (a session, a token, a record): each value within its bounds, and none beyond.

What is left out there is what nobody has said or done.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from cases import each_case
from msgspec.structs import asdict

from skill.checkin.model.changes import HouseholdChanges, SessionChanges
from skill.checkin.model.deck_numbers import (
    HAPPENED_MAX,
    SAVED_MAX,
    SUGGESTED_AN_EVENING_MAX,
    SUGGESTED_DAYS,
    KeptRitual,
    Suggested,
    Tonight,
)
from skill.checkin.model.effects import AskPermission, StopMusic
from skill.checkin.model.events import Context, Device
from skill.checkin.model.household import (
    CAME_MAX,
    DEVICES_MAX,
    FINISHED_MAX,
    REMINDER_ID_MAX_CHARACTERS,
    REMINDERS_MAX,
    SHAPES_MAX,
    Household,
    KeptReminder,
    Month,
)
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.playback import COOL_STEPS, Playing, Token
from skill.checkin.model.screen import Choice
from skill.checkin.model.session import LAST_MAX, Session, State
from skill.checkin.model.speech import PAUSE_MAX_S, Pause, Say
from skill.checkin.planner.evening import TALK_S
from skill.checkin.planner.shapes import STEPS
from skill.content.types import Length

DAY = date(2026, 3, 5)
TWO_HOURS_S = 7200
CHECK_IN = {"evening": "2026-03-05", "length": "short", "theme": "touch", "steps": [["ritual"]]}
KEPT_RITUAL = {"number": 1, "chosen": "2026-03-05"}
TRACK = ["checkin", "2026-03-05", 60]
LAST_TURN = ["kitchen", "r", [], [], False, {}]


def is_taken(value: Any, kind: Any) -> bool:
    """Whether a value that came from outside is one of a type."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def of(kind: type, field: str, given: dict[str, Any] | None = None) -> Any:
    """Makes what a type is read from, of one field and what else must be there."""
    return kind, lambda value: {**(given or {}), field: value}


def at(kind: type, place: int, before: list[Any]) -> Any:
    """Makes what a type that is kept as a list is read from, of the value at a place."""
    defaults = [0, None, False, "", False, 0, 0, 0]
    filled = [*before, *defaults][:place]
    return kind, lambda value: [*filled, value]


@each_case(
    ("read", "lowest", "highest"),
    [
        (of(Session, "misheard"), 0, 9),
        (of(Session, "round"), 0, 20),
        (of(Session, "talk_left"), 0, TWO_HOURS_S),
        (at(Token, 2, TRACK), 1, TWO_HOURS_S),
        (at(Token, 8, TRACK), 0, COOL_STEPS - 1),
        (at(Token, 9, TRACK), 0, 9),
        (at(Token, 10, TRACK), 0, 2**40 - 1),
        ((Reminder, lambda hour: [hour, 0]), 0, 23),
        (at(Reminder, 1, [20]), 0, 59),
        (of(CheckIn, "first", CHECK_IN), 1, 10),
        (of(CheckIn, "second", CHECK_IN), 1, 10),
        ((Pause, lambda seconds: ["p", seconds]), 0, PAUSE_MAX_S),
    ],
)
def test_a_number_is_taken_from_its_lowest_to_its_highest(read: Any, lowest: int, highest: int) -> None:
    kind, made = read
    taken = {number: is_taken(made(number), kind) for number in (lowest - 1, lowest, highest, highest + 1)}
    assert taken == {lowest - 1: False, lowest: True, highest: True, highest + 1: False}


@each_case(
    ("read", "lowest"),
    [
        (of(CheckIn, "at", CHECK_IN), 0),
        (of(CheckIn, "opening", CHECK_IN), 0),
        (of(CheckIn, "starter", CHECK_IN), 0),
        (of(KeptRitual, "times", KEPT_RITUAL), 0),
        (of(Household, "visits"), 0),
        (of(Household, "rituals_kept"), 0),
        (at(Token, 3, TRACK), 0),
        ((Session, lambda number: {"offered": [number]}), 1),
        ((Session, lambda number: {"used": {"cool.time": number}}), 0),
    ],
)
def test_a_number_that_has_no_highest_is_taken_from_its_lowest_on(read: Any, lowest: int) -> None:
    kind, made = read
    assert [is_taken(made(number), kind) for number in (lowest - 1, lowest, 999)] == [False, True, True]


def test_a_silence_may_be_a_part_of_a_second() -> None:
    assert [is_taken(["p", seconds], Pause) for seconds in (-0.1, 0.0, 0.5, 3600.0, 3600.1)] == [
        False,
        True,
        True,
        True,
        False,
    ]


@each_case(
    ("kind", "field", "item", "most"),
    [
        (CheckIn, "steps", ["ritual"], 20),
        (Session, "last", ["p", 1], LAST_MAX),
        (Household, "came", "2026-03-05", CAME_MAX),
        (Household, "shapes", "play", SHAPES_MAX),
        (Household, "finished", ["2026-03-05", "short"], FINISHED_MAX),
        (Household, "devices", LAST_TURN, DEVICES_MAX),
        (Household, "reminders", ["r1", [20, 0]], REMINDERS_MAX),
        (Household, "saved", ["r", "questions", 1], SAVED_MAX),
        (Household, "happened", 1, HAPPENED_MAX),
        (Household, "suggested", ["2026-03-05", [1]], SUGGESTED_DAYS + 1),
    ],
)
def test_a_list_is_taken_up_to_its_length(kind: type, field: str, item: Any, most: int) -> None:
    given = CHECK_IN if kind is CheckIn else {}
    assert [is_taken({**given, field: [item] * count}, kind) for count in (most, most + 1)] == [True, False]


@each_case(
    ("kind", "made", "most"),
    [
        (Suggested, lambda count: ["2026-03-05", [1] * count], SUGGESTED_AN_EVENING_MAX),
        (KeptReminder, lambda count: ["x" * count, [20, 0]], REMINDER_ID_MAX_CHARACTERS),
        (Token, lambda count: [*TRACK, 0, None, False, "x" * count], 32),
        (Household, lambda count: {"recalled": "x" * count}, 20),
        (Session, lambda count: {"answers": "y" * count}, 9),
    ],
)
def test_a_text_or_a_row_is_taken_up_to_its_length(kind: type, made: Any, most: int) -> None:
    assert [is_taken(made(count), kind) for count in (most, most + 1)] == [True, False]


@each_case(
    ("value", "taken"),
    [("2026-03-05T21:00:00+01:00", True), ("2026-03-05T21:00:00Z", True), ("2026-03-05T21:00:00", False)],
)
def test_a_moment_of_a_record_tells_its_offset(value: str, taken: bool) -> None:
    assert is_taken({"moved": value}, Household) == taken


@each_case("shape", STEPS)
def test_every_kind_of_evening_is_taken(shape: str) -> None:
    assert is_taken({"shapes": [shape]}, Household)
    assert is_taken({**CHECK_IN, "shape": shape}, CheckIn)
    assert not is_taken({"shapes": [f"{shape}s"]}, Household)


@each_case("length", TALK_S)
def test_every_step_of_every_length_is_taken(length: Length) -> None:
    for shape in STEPS.values():
        steps = [[piece.kind] for piece in shape[length]]
        assert is_taken({**CHECK_IN, "length": length, "steps": [*steps, ["swap"], ["rate"], ["ritual"]]}, CheckIn)
    assert not is_taken({**CHECK_IN, "steps": [["dance"]]}, CheckIn)


# What is left out


def said(struct: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that tell anything."""
    return {name: value for name, value in asdict(struct).items() if value}


@each_case(
    ("value", "kind", "told"),
    [
        ({}, Session, {"state": State.NEW}),
        ({"version": 2}, Household, {"version": 2, "language": "en"}),
        (
            CHECK_IN,
            CheckIn,
            CHECK_IN | {"evening": DAY, "steps": (Step("ritual"),), "shape": "two_questions", "begun": True},
        ),
        (["ritual"], Step, {"kind": "ritual"}),
        ([0, 0], Reminder, {}),
        (TRACK, Token, {"kind": "checkin", "evening": DAY, "seconds": 60}),
        (KEPT_RITUAL, KeptRitual, {"number": 1, "chosen": DAY}),
        (["2026-03-05", 7], Tonight, {"evening": DAY, "question": 7}),
        (["2026-03", 4], Month, {"month": "2026-03", "check_ins": 4}),
        (["s", "resume"], Say, {"line": "resume"}),
        ({"intent": "yes"}, Choice, {"intent": "yes"}),
        ({"type": "stop_music"}, StopMusic, {"clears": True}),
    ],
)
def test_what_is_left_out_has_not_been_said_or_done(value: Any, kind: type, told: dict[str, Any]) -> None:
    assert said(msgspec.convert(value, kind)) == told


def test_a_speaker_of_which_nothing_is_known_can_be_silent_and_no_more() -> None:
    assert said(Device(key="kitchen")) == {"key": "kitchen", "silence": True}
    moment = datetime(2026, 3, 5, 21)
    context = Context(moment=moment, evening=DAY, seed=0, request="r", device=Device(key="kitchen"))
    told = said(context)
    assert told.pop("device") == Device(key="kitchen")
    assert told == {"moment": moment, "evening": DAY, "request": "r", "country": "US", "remembers": True}


def test_a_track_is_played_from_its_beginning_and_permission_asked_by_voice() -> None:
    assert Playing(token=Token("checkin", DAY, 60)).offset_ms == 0
    assert not AskPermission(Reminder(20, 0)).by_card


@each_case("changes", [HouseholdChanges, SessionChanges])
def test_a_step_changes_only_what_it_names(changes: Any) -> None:
    assert changes.__required_keys__ == frozenset()


def test_a_day_longer_ago_than_a_ritual_rests_has_no_place_in_the_record() -> None:
    rows = [[str(DAY + timedelta(days=days)), [1]] for days in range(SUGGESTED_DAYS + 2)]
    assert is_taken({"suggested": rows[1:]}, Household)
    assert not is_taken({"suggested": rows}, Household)
