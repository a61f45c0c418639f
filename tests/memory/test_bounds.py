# SPDX-License-Identifier: Apache-2.0
"""A record in which everything is at its bound is still small."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from msgspec import json
from msgspec.structs import fields

from skill.checkin.model.deck_numbers import (
    HAPPENED_MAX,
    SAVED_MAX,
    SUGGESTED_AN_EVENING_MAX,
    SUGGESTED_DAYS,
    KeptRitual,
    Suggested,
    Tonight,
)
from skill.checkin.model.household import (
    ANSWERED_MAX,
    CAME_MAX,
    DEVICES_MAX,
    FINISHED_MAX,
    REMINDERS_MAX,
    SHAPES_MAX,
    Begins,
    Finished,
    Household,
    KeptReminder,
    LastTurn,
    Month,
    Wordings,
)
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say
from skill.content.decks import DECKS, entries_of
from skill.content.loading.loader import load_content
from skill.content.types import Theme, Topic
from skill.memory import record
from skill.memory.record import Kept

CONTENT = load_content("en-US")
BESIDE_DECKS = 16_690
BYTES_AN_ENTRY = 4
"""Each entry of the decks, once heard, takes up to so many bytes; the rest is bounded whatever the decks hold. No
evening fills everything at once: ten years of nights end below 16 kB (tests/alexa/record/test_ten_years.py)."""
DAY = date(2036, 12, 31)
NOW = datetime(2036, 12, 31, 20, 30, 15, tzinfo=ZoneInfo("America/New_York"))
NAME = "Ü" * 30
YEARS = 10


def fullest() -> Household:
    """Everything at its bound, with the longest values that it may have."""
    played = {deck: tuple(entries_of(CONTENT, deck)) for deck in DECKS}
    spoken = (Say("named", 1, {"first": NAME, "second": NAME}), *(Say(line, 1) for line in list(CONTENT.lines)[:9]))
    session = Session(state=State.QUESTION_TALK, last=spoken)
    return Household(
        visits=9999,
        last_visit=DAY,
        came=tuple(DAY - timedelta(days=n) for n in range(CAME_MAX)),
        answered=tuple(f"{n:010}" for n in range(ANSWERED_MAX)),
        incarnation=2**48,
        welcomed=True,
        names=(NAME, NAME),
        begins=Begins(DAY, 1),
        checkin=CheckIn(evening=DAY, length="long", theme="communication", steps=(Step("question", 999, 99),) * 20),
        tonight=Tonight(DAY, 999),
        played=played,
        theme="communication",
        leaning=dict.fromkeys(get_args(Theme), 0.12345678901234566),
        ritual=KeptRitual(number=99, chosen=DAY, times=9999, asked=DAY),
        rituals_kept=99999,
        theme_progress=dict.fromkeys(get_args(Theme), 9999999),
        happened=(99,) * HAPPENED_MAX,
        suggested=(Suggested(DAY, tuple(range(80, 80 + SUGGESTED_AN_EVENING_MAX))),) * (SUGGESTED_DAYS + 1),
        saved=(Read("experiences", 999),) * SAVED_MAX,
        avoided=get_args(Topic),
        finished=tuple(Finished(DAY - timedelta(days=n), "standard", 10, 10) for n in range(FINISHED_MAX)),
        months=tuple(Month(f"{2026 + n // 12}-{n % 12 + 1:02}", 31, 62, 620) for n in range(12 * YEARS)),
        devices=tuple(LastTurn("0" * 16, f"{n:016}", spoken, spoken[:1], True, session) for n in range(DEVICES_MAX)),
        shapes=("two_questions",) * SHAPES_MAX,
        homes="two",
        left=DAY,
        quiet=DAY,
        guide=True,
        recalled="new_theme",
        rating_offered=DAY,
        took_along=DAY,
        alone_on=DAY,
        apart_on=DAY,
        wordings=Wordings(DAY, dict.fromkeys(list(CONTENT.lines)[:60], 9)),
        moved=NOW,
        reminders=(KeptReminder("x" * 200, Reminder(20, 30, DAY, "every_day", 99, True)),) * REMINDERS_MAX,
        zone="America/Argentina/ComodRivadavia",
        zone_asked=DAY,
    )


def test_the_fullest_record_fits() -> None:
    household = fullest()
    empty = {field.name for field in fields(Household) if getattr(household, field.name) in (None, (), {})}
    played, entries = len(json.encode(household.played)), sum(map(len, household.played.values()))
    assert empty == {"elsewhere"}  # another language has as many numbers again
    assert played <= BYTES_AN_ENTRY * entries
    assert 8_000 < len(record.encode(Kept(household=household))) - played <= BESIDE_DECKS


def test_and_is_read_back_as_it_is() -> None:
    assert record.decode(record.encode(Kept(household=fullest())), 1).household == fullest()
