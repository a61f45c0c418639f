# SPDX-License-Identifier: Apache-2.0
"""Two speakers changed the same record: nothing that either added is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import SAVED_MAX, SUGGESTED_DAYS, KeptRitual, Suggested, Tonight
from skill.checkin.model.household import (
    DEVICES_MAX,
    FINISHED_MAX,
    REMINDERS_MAX,
    Finished,
    Household,
    KeptReminder,
    LastTurn,
    Wordings,
)
from skill.checkin.model.merging import merge, rules_of
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Read
from skill.memory.record import Kept, decode, encode

DAY = date(2026, 3, 5)
NEXT = DAY + timedelta(days=1)
YESTERDAY = DAY - timedelta(days=1)
STEPS = (Step("question", 3), Step("swap", 3, 2), Step("ritual"))


def checkin(**fields: Any) -> CheckIn:
    return CheckIn(**{"evening": DAY, "length": "short", "theme": "touch", "steps": STEPS} | fields)


def turn(device: str, request: str = "r") -> LastTurn:
    return LastTurn(device, request, (), (), False, Session())


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 21, tzinfo=UTC)


def reminders(*ids: str) -> tuple[KeptReminder, ...]:
    return tuple(KeptReminder(one, Reminder(20, 0, DAY)) for one in ids)


def saved(*numbers: int) -> tuple[Read, ...]:
    return tuple(Read("questions", number) for number in numbers)


def test_every_field_has_its_rule() -> None:
    assert rules_of(Household).keys() == set(Household.__struct_fields__)


@each_case(
    ("field", "base", "ours", "theirs", "merged"),
    [
        ("last_visit", None, DAY, NEXT, NEXT),
        ("last_visit", DAY, NEXT, None, NEXT),
        ("welcomed", False, True, False, True),
        ("names", None, ("A", "B"), ("C", "D"), ("A", "B")),
        ("names", ("A", "B"), ("A", "B"), ("C", "D"), ("C", "D")),
        ("tonight", None, Tonight(DAY, 1), Tonight(DAY, 2), Tonight(DAY, 1)),
        ("tonight", None, Tonight(DAY, 1), Tonight(NEXT, 2), Tonight(NEXT, 2)),
        ("tonight", Tonight(DAY, 1), None, Tonight(NEXT, 2), Tonight(NEXT, 2)),
        ("played", {"q": (1, 2, 3)}, {"q": (1, 3, 2)}, {"q": (1, 2, 3, 4), "e": (7,)}, {"q": (1, 3, 4, 2), "e": (7,)}),
        ("played", {}, {"q": (1,)}, {"q": (2,)}, {"q": (2, 1)}),
        ("theme", "touch", "empathy", "conflict", "empathy"),
        ("leaning", {"touch": 0.5}, {"touch": 0.75}, {"touch": 0.25}, {"touch": 0.5}),
        ("leaning", {"touch": 0.5}, {}, {"touch": 0.5, "empathy": 0.25}, {"empathy": 0.25}),
        ("leaning", {}, {"touch": 0.75}, {"touch": 0.75, "empathy": 0.1}, {"touch": 1.0, "empathy": 0.1}),
        ("rituals_kept", 5, 6, 7, 8),
        (
            "theme_progress",
            {"touch": 100},
            {"touch": 200},
            {"touch": 174, "empathy": 100},
            {"touch": 274, "empathy": 100},
        ),
        ("happened", (1, 2), (1, 2, 2), (1, 2, 1), (1, 2, 1, 2)),
        ("happened", (1,), (1, 1), (1, 1), (1, 1)),
        (
            "suggested",
            (Suggested(DAY, (1,)),),
            (Suggested(DAY, (1, 2)),),
            (Suggested(DAY, (1, 3)), Suggested(NEXT, (4,))),
            (Suggested(DAY, (1, 3, 2)), Suggested(NEXT, (4,))),
        ),
        (
            "suggested",
            (),
            (Suggested(DAY, (1,)),),
            (Suggested(DAY + timedelta(days=SUGGESTED_DAYS + 1), (2,)),),
            (Suggested(DAY + timedelta(days=SUGGESTED_DAYS + 1), (2,)),),
        ),
        ("saved", saved(1, 2), saved(1, 2, 3), saved(1, 4), saved(1, 4, 3)),
        ("saved", saved(1, 2), saved(2), saved(1, 2, 3), saved(2, 3)),
        ("avoided", ("money",), (), ("money", "work"), ("work",)),
        ("avoided", (), ("money",), ("work", "money"), ("work", "money")),
        ("devices", (turn("a"),), (turn("a", "s"),), (turn("b"), turn("a")), (turn("b"), turn("a", "s"))),
        (
            "wordings",
            Wordings(DAY, {"x": 1}),
            Wordings(DAY, {"x": 2}),
            Wordings(DAY, {"x": 1, "y": 3}),
            Wordings(DAY, {"x": 2, "y": 3}),
        ),
        ("wordings", None, Wordings(DAY, {"x": 1}), Wordings(NEXT, {"y": 1}), Wordings(NEXT, {"y": 1})),
        ("wordings", Wordings(DAY, {}), None, Wordings(NEXT, {"y": 1}), Wordings(NEXT, {"y": 1})),
        ("welcomed", False, False, True, True),
        ("last_visit", DAY, None, NEXT, NEXT),
        ("last_visit", YESTERDAY, NEXT, DAY, NEXT),
        ("names", ("A", "B"), None, ("C", "D"), None),
        ("theme", "touch", "touch", "conflict", "conflict"),
        ("theme", "touch", "empathy", "touch", "empathy"),
        ("leaning", {}, {"touch": 0.5}, {"touch": 0.25}, {"touch": 0.75}),
        ("rituals_kept", 5, 6, 5, 6),
        ("rituals_kept", 5, 5, 7, 7),
        ("moved", None, at(DAY), at(NEXT), at(NEXT)),
        ("moved", at(YESTERDAY), at(NEXT), at(DAY), at(NEXT)),
        ("shapes", ("play",), ("play", "plan"), ("play", "plan"), ("play", "plan", "plan")),
        ("homes", None, "two", None, "two"),
        ("homes", "one", "one", "two", "two"),
        ("left", None, DAY, None, DAY),
        ("left", DAY, None, DAY, None),
        ("guide", False, False, True, True),
        ("recalled", "theme", "day", "theme", "day"),
        ("rating_offered", None, DAY, None, DAY),
        ("took_along", DAY, DAY, NEXT, NEXT),
        ("alone_on", None, DAY, None, DAY),
        ("apart_on", None, DAY, None, DAY),
        ("reminders", reminders("a"), reminders("a", "b"), reminders("c", "a"), reminders("c", "a", "b")),
        ("reminders", reminders("a", "b"), reminders("b"), reminders("a", "b", "c"), reminders("b", "c")),
        (
            "reminders",
            (),
            reminders("a", "b", "c"),
            reminders("d", "e", "f"),
            reminders("e", "f", "a", "b", "c"),
        ),
        ("zone", None, "Europe/London", "Europe/Berlin", "Europe/London"),
        ("zone", "Europe/Paris", "Europe/Paris", "Europe/Berlin", "Europe/Berlin"),
        ("zone_asked", YESTERDAY, DAY, NEXT, NEXT),
        ("zone_asked", None, NEXT, DAY, NEXT),
        ("tonight", None, Tonight(NEXT, 1), Tonight(DAY, 2), Tonight(NEXT, 1)),
        ("wordings", None, Wordings(NEXT, {"x": 1}), Wordings(DAY, {"y": 1}), Wordings(NEXT, {"x": 1})),
        ("wordings", None, Wordings(DAY, {"x": 1}), Wordings(DAY, {"x": 2}), Wordings(DAY, {"x": 2})),
        ("version", 1, 1, 3, 3),
        ("version", 1, 2, 3, 3),
    ],
)
def test_a_field_that_both_changed_goes_by_its_rule(field: str, base: Any, ours: Any, theirs: Any, merged: Any) -> None:
    both = merge(Household(**{field: base}), Household(**{field: ours}), Household(**{field: theirs}))
    assert getattr(both, field) == merged


def rated(ratings: tuple[int, ...]) -> dict[str, int]:
    return dict(zip(("first", "second"), ratings, strict=False))


class TestTheCheckIn:
    """Both may be in the middle of it."""

    @each_case(
        ("base", "ours", "theirs", "merged"),
        [
            (checkin(at=0), checkin(at=1), checkin(at=2), checkin(at=2)),
            (checkin(at=0), None, checkin(at=1), None),
            (checkin(at=0), checkin(at=1), None, None),
            (None, checkin(), None, checkin()),
            (None, checkin(), checkin(evening=NEXT), checkin(evening=NEXT)),
            (None, checkin(begun=False), checkin(at=0), checkin(at=0)),
            (checkin(at=0), checkin(at=1, first=7), checkin(at=2), checkin(at=2, first=7)),
            (checkin(at=0), checkin(at=2, first=7), checkin(at=1, second=3), checkin(at=2, first=7, second=3)),
            (checkin(), checkin(first=7), checkin(first=3), checkin(first=7, second=3)),
            (checkin(first=7), checkin(first=6, second=4), checkin(first=7), checkin(first=6, second=4)),
            (checkin(first=7), checkin(first=7, second=4), checkin(first=7, second=5), checkin(first=7, second=4)),
            (None, checkin(first=7), checkin(at=1, steps=STEPS[:2]), checkin(at=1, steps=STEPS[:2], first=7)),
            (checkin(evening=YESTERDAY, first=2), checkin(first=7), checkin(at=1), checkin(at=1, first=7)),
        ],
    )
    def test_goes_on_from_where_they_got(self, base: Any, ours: Any, theirs: Any, merged: Any) -> None:
        both = merge(Household(checkin=base), Household(checkin=ours), Household(checkin=theirs))
        assert both.checkin == merged

    @each_case(
        ("before", "done", "late", "ratings"),
        [
            ((), (7,), (3,), (7, 3)),
            ((), (), (3, 4), (3, 4)),
            ((7,), (7,), (7, 3), (7, 3)),
            ((7,), (7, 5), (7, 3), (7, 5)),
            ((7,), (7,), (7,), (7,)),
        ],
    )
    @each_case("who", ["ours", "theirs"])
    def test_what_one_rates_while_the_other_finishes_is_not_lost(
        self, before: Any, done: Any, late: Any, ratings: Any, who: str
    ) -> None:
        base = Household(checkin=checkin(**rated(before)), finished=(finished(3, 1),))
        one = Household(finished=(finished(3, 1), Finished(DAY, "short", **rated(done))))
        other = replace(base, checkin=checkin(at=1, **rated(late)))
        both = merge(base, one, other) if who == "ours" else merge(base, other, one)
        assert both.checkin is None
        assert both.finished == (finished(3, 1), Finished(DAY, "short", **rated(ratings)))


class TestVisits:
    """Each evening counts once, whoever counted it."""

    @each_case(
        ("base", "ours", "theirs", "merged"),
        [
            ((5, [YESTERDAY]), (6, [YESTERDAY, DAY]), (6, [YESTERDAY, DAY]), (6, [YESTERDAY, DAY])),
            ((5, [YESTERDAY]), (6, [YESTERDAY, NEXT]), (6, [YESTERDAY, DAY]), (7, [YESTERDAY, DAY, NEXT])),
            ((5, [YESTERDAY]), (6, [YESTERDAY, DAY]), (7, [YESTERDAY, DAY, NEXT]), (7, [YESTERDAY, DAY, NEXT])),
            ((5, [YESTERDAY]), (6, [YESTERDAY, DAY]), (6, [YESTERDAY, NEXT]), (7, [YESTERDAY, NEXT, DAY])),
            ((5, [YESTERDAY]), (5, [YESTERDAY]), (6, [YESTERDAY, DAY]), (6, [YESTERDAY, DAY])),
            ((0, []), (1, [DAY]), (200, [YESTERDAY]), (201, [YESTERDAY, DAY])),
            ((0, []), (1, [DAY]), (200, [DAY]), (200, [DAY])),
        ],
    )
    def test_by_the_evenings_that_were_counted(self, base: Any, ours: Any, theirs: Any, merged: Any) -> None:
        def household(visits: Any) -> Household:
            return Household(visits=visits[0], came=tuple(visits[1]))

        assert merge(household(base), household(ours), household(theirs)) == household(merged)


class TestCounters:
    """They go up by the steps of both, also where the steps are alike."""

    @each_case(
        ("field", "base", "step", "merged"),
        [
            ("rituals_kept", 5, 6, 7),
            ("theme_progress", {"touch": 100}, {"touch": 174}, {"touch": 248}),
            ("leaning", {"touch": 0.25}, {"touch": 0.5}, {"touch": 0.75}),
            (
                "ritual",
                KeptRitual(number=1, chosen=DAY, times=2),
                KeptRitual(number=1, chosen=DAY, times=3),
                KeptRitual(number=1, chosen=DAY, times=4),
            ),
        ],
    )
    def test_two_equal_steps_are_two(self, field: str, base: Any, step: Any, merged: Any) -> None:
        both = merge(Household(**{field: base}), Household(**{field: step}), Household(**{field: step}))
        assert getattr(both, field) == merged

    def test_two_ratings_alike_are_those_of_two_people(self) -> None:
        one = Household(checkin=checkin(first=7))
        assert merge(Household(checkin=checkin()), one, one).checkin == checkin(first=7, second=7)


class TestTheRitual:
    """It is never lost, and no time that it happened is counted twice."""

    @each_case(
        ("base", "ours", "theirs", "merged"),
        [
            (None, (1, DAY, 0), None, (1, DAY, 0)),
            (None, (1, DAY, 0), (2, NEXT, 0), (2, NEXT, 0)),
            (None, (1, NEXT, 0), (2, NEXT, 0), (1, NEXT, 0)),
            ((1, DAY, 2), (1, DAY, 3), (1, DAY, 4), (1, DAY, 5)),
            ((1, DAY, 2), None, (1, DAY, 4), (1, DAY, 4)),
        ],
    )
    def test_by_number_day_and_times(self, base: Any, ours: Any, theirs: Any, merged: Any) -> None:
        def household(ritual: Any) -> Household:
            return Household(ritual=KeptRitual(number=ritual[0], chosen=ritual[1], times=ritual[2]) if ritual else None)

        assert merge(household(base), household(ours), household(theirs)) == household(merged)

    def test_asked_about_by_both_the_later_day_counts(self) -> None:
        def household(asked: date | None) -> Household:
            return Household(ritual=KeptRitual(number=1, chosen=DAY, asked=asked))

        assert merge(household(None), household(NEXT), household(DAY)) == household(NEXT)


def finished(day: int, first: int | None = None) -> Finished:
    return Finished(date(2026, 1, 1) + timedelta(days=day), "short", first)


class TestFinishedCheckIns:
    """Each is counted once, and none is lost to the bound of sixty."""

    def test_both_finished_one(self) -> None:
        base = Household(finished=(finished(1),))
        ours, theirs = (Household(finished=(finished(1), finished(day, 7))) for day in (2, 3))
        assert set(merge(base, ours, theirs).finished) == {finished(1), finished(2, 7), finished(3, 7)}

    def test_the_same_one_counts_once(self) -> None:
        both = Household(finished=(finished(2, 7),))
        assert merge(Household(), both, both).finished == (finished(2, 7),)

    def test_what_is_too_many_moves_on_into_the_months(self) -> None:
        full = tuple(finished(day, 5) for day in range(FINISHED_MAX))
        ours = Household(finished=(*full, finished(80, 1))[1:], rituals_kept=1)
        theirs = Household(finished=(*full, finished(90, 2))[1:], rituals_kept=1)
        merged = merge(Household(finished=full), ours, theirs)
        assert len(merged.finished) == FINISHED_MAX
        assert {finished(80, 1), finished(90, 2)} <= set(merged.finished)
        assert [(month.month, month.check_ins, month.rating_sum) for month in merged.months] == [("2026-01", 1, 5)]


def test_a_change_without_a_turn_of_its_own_counts_all_the_same() -> None:
    base = Household(devices=(turn("a", "s"),))
    assert merge(base, replace(base, avoided=("money",)), base).avoided == ("money",)


def test_the_bounds_hold() -> None:
    ours, theirs = (
        Household(
            saved=saved(*range(first, first + SAVED_MAX)),
            devices=tuple(turn(f"{first}-{n}") for n in range(DEVICES_MAX)),
            reminders=reminders(*(f"{first}-{n}" for n in range(REMINDERS_MAX))),
            finished=tuple(finished(first + n) for n in range(FINISHED_MAX)),
        )
        for first in (1, 200)
    )
    merged = merge(Household(), ours, theirs)
    assert (len(merged.saved), len(merged.devices)) == (SAVED_MAX, DEVICES_MAX)
    assert (len(merged.reminders), len(merged.finished)) == (REMINDERS_MAX, FINISHED_MAX)
    # A record beyond its bounds could not be read again.
    assert decode(encode(Kept(household=merged)), 1).household == merged


NUMBERS = st.lists(st.integers(1, 20), unique=True, max_size=8).map(tuple)
HOUSEHOLDS = st.builds(
    Household,
    visits=st.integers(0, 9),
    played=st.dictionaries(st.sampled_from("qe"), NUMBERS),
    rituals_kept=st.integers(0, 9),
    saved=NUMBERS.map(lambda numbers: saved(*numbers)),
    avoided=st.lists(st.sampled_from(["money", "work", "sex"]), unique=True).map(tuple),
    finished=st.lists(st.integers(1, 40).map(finished), max_size=5).map(tuple),
    names=st.none() | st.just(("A", "B")),
    checkin=st.none() | st.integers(0, 2).map(lambda at: checkin(at=at)),
)


@given(HOUSEHOLDS, HOUSEHOLDS)
def test_where_only_one_changed_something_it_is_as_that_one_has_it(base: Household, changed: Household) -> None:
    assert merge(base, base, changed) == changed
    apart = ("finished", "months", "visits", "came", "answered", "incarnation")
    without = {name: getattr(changed, name) for name in Household.__struct_fields__ if name not in apart}
    merged = merge(base, changed, base)
    assert {name: getattr(merged, name) for name in without} == without


@given(HOUSEHOLDS, HOUSEHOLDS, HOUSEHOLDS)
def test_nothing_that_either_added_is_lost(base: Household, ours: Household, theirs: Household) -> None:
    merged = merge(base, ours, theirs)
    for one in (ours, theirs):
        assert {read for read in one.saved if read not in base.saved} <= set(merged.saved)
        assert {topic for topic in one.avoided if topic not in base.avoided} <= set(merged.avoided)
        assert {day for day in one.finished if day not in base.finished} <= set(merged.finished)
        for deck, numbers in one.played.items():
            assert set(numbers) - set(base.played.get(deck, ())) <= set(merged.played.get(deck, ()))
