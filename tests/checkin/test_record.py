# SPDX-License-Identifier: Apache-2.0
"""The record as evenings go by: what is counted once, what is let go, and what is kept of it."""

from __future__ import annotations

from datetime import date, timedelta

from cases import each_case

from skill.checkin.choosing import with_played
from skill.checkin.model.deck_numbers import (
    HAPPENED_MAX,
    LIKED_TIMES,
    SUGGESTED_AN_EVENING_MAX,
    SUGGESTED_DAYS,
    KeptRitual,
    Suggested,
    Tonight,
    with_happened,
    with_suggested,
)
from skill.checkin.model.household import (
    ANSWERED_CHARACTERS,
    ANSWERED_MAX,
    CAME_MAX,
    DEVICES_MAX,
    FINISHED_MAX,
    SHAPES_MAX,
    Finished,
    Household,
    KeptReminder,
    LastTurn,
    Month,
    Wordings,
    in_language,
    is_answered,
    merged,
    with_answered,
    with_finished,
    with_visit,
)
from skill.checkin.model.merging import added, later, merge, summed, union
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.session import Session

DAY = date(2026, 3, 5)


def day(ago: int) -> date:
    return DAY - timedelta(days=ago)


class TestEvenings:
    """An evening is counted once, however often they come."""

    def test_each_is_counted_once(self) -> None:
        household = Household()
        for ago in (3, 3, 2, 0, 0):
            household = with_visit(household, day(ago))
        assert (household.visits, household.last_visit) == (3, DAY)
        assert household.came == (day(3), day(2), DAY)

    def test_one_that_was_counted_lately_is_not_counted_again(self) -> None:
        household = with_visit(with_visit(Household(), day(1)), DAY)
        back = with_visit(household, day(1))  # a request that was late
        assert (back.visits, back.last_visit, back.came) == (2, day(1), (day(1), DAY))

    def test_of_many_the_latest_are_known(self) -> None:
        household = Household()
        for ago in range(CAME_MAX, -1, -1):
            household = with_visit(household, day(ago))
        assert household.visits == CAME_MAX + 1
        assert household.came == tuple(day(ago) for ago in range(CAME_MAX - 1, -1, -1))


class TestRequests:
    """A turn is known by the beginning of its request's digest, as long as it is one of the latest."""

    def test_a_request_is_known_until_so_many_others_came(self) -> None:
        household = with_answered(Household(), "first-request")
        for number in range(ANSWERED_MAX - 1):
            household = with_answered(household, f"{number:020}"[::-1])
        assert is_answered(household, "first-request")
        assert not is_answered(with_answered(household, "one-more-request"), "first-request")

    def test_it_is_known_by_its_beginning(self) -> None:
        household = with_answered(Household(), "0123456789abcdef")
        assert household.answered == ("0123456789",)
        assert is_answered(household, "0123456789" + "x" * 9)
        assert not is_answered(household, "012345678x")
        assert len(household.answered[0]) == ANSWERED_CHARACTERS


class TestFinishedCheckIns:
    """The last ones stand with their day, older ones in their months."""

    def test_the_oldest_of_too_many_moves_into_its_month(self) -> None:
        full = tuple(Finished(day(ago), "short") for ago in range(FINISHED_MAX + 10, 10, -1))
        household = with_finished(Household(finished=full), Finished(DAY, "long", 3, 9))
        assert len(household.finished) == FINISHED_MAX
        assert household.finished[-1] == Finished(DAY, "long", 3, 9)
        assert household.finished[0] == full[1]
        assert household.months == (Month(f"{full[0].day:%Y-%m}", 1),)

    def test_a_month_adds_up_its_check_ins_and_ratings(self) -> None:
        old = (
            Finished(date(2025, 11, 2), "short", 4),
            Finished(date(2025, 11, 9), "short", 5, 7),
            Finished(date(2025, 12, 1), "short"),
        )
        household = Household(finished=old, months=(Month("2025-11", 3, 2, 11), Month("2026-01", 1)))
        for ago in range(FINISHED_MAX, 0, -1):
            household = with_finished(household, Finished(day(ago), "short"))
        assert household.months == (Month("2025-11", 5, 5, 27), Month("2025-12", 1), Month("2026-01", 1))

    def test_as_many_as_fit_stay(self) -> None:
        household = Household()
        for ago in range(FINISHED_MAX, 0, -1):
            household = with_finished(household, Finished(day(ago), "short"))
        assert (len(household.finished), household.months) == (FINISHED_MAX, ())


class TestRituals:
    """What was suggested rests for two weeks; what happened counts until they like it."""

    def test_what_was_suggested_is_known_for_its_days_of_rest(self) -> None:
        household = with_suggested(Household(), day(SUGGESTED_DAYS + 1), 1)
        household = with_suggested(household, day(SUGGESTED_DAYS), 2)
        household = with_suggested(household, DAY, 3)
        assert household.suggested == (Suggested(day(SUGGESTED_DAYS), (2,)), Suggested(DAY, (3,)))

    def test_a_day_that_is_told_late_stands_in_its_place(self) -> None:
        household = with_suggested(with_suggested(Household(), DAY, 1), day(3), 2)
        assert household.suggested == (Suggested(day(3), (2,)), Suggested(DAY, (1,)))

    def test_of_an_evening_the_latest_are_known_each_once(self) -> None:
        household = Household()
        for number in (1, 2, 3, 1):
            household = with_suggested(household, DAY, number)
        assert household.suggested == (Suggested(DAY, (2, 3, 1)),)
        for number in range(11, 11 + SUGGESTED_AN_EVENING_MAX):
            household = with_suggested(household, DAY, number)
        assert household.suggested[0].rituals == tuple(range(11, 11 + SUGGESTED_AN_EVENING_MAX))

    def test_one_that_happens_more_often_than_it_takes_to_be_liked_counts_no_further(self) -> None:
        happened = with_happened((), 1, 2, 1, 1, 1)
        assert happened == (2, 1, 1)
        assert happened.count(1) == LIKED_TIMES

    def test_of_many_the_latest_are_known(self) -> None:
        assert with_happened((), *range(HAPPENED_MAX + 2)) == tuple(range(2, HAPPENED_MAX + 2))


def test_an_entry_that_is_heard_again_is_the_latest_of_its_deck() -> None:
    played = {"questions": (1, 2, 3), "touch": (4,)}
    assert with_played(played, "questions", 2) == {"questions": (1, 3, 2), "touch": (4,)}
    assert with_played(played, "first", 7)["first"] == (7,)


class TestTwoLanguages:
    """Each has its numbers; the other ones wait behind them."""

    def test_the_numbers_of_one_wait_while_the_other_is_spoken(self) -> None:
        english = Household(tonight=Tonight(DAY, 3), played={"questions": (3,)}, visits=2)
        german = in_language(english, "de")
        assert (german.language, german.tonight, german.played, german.visits) == ("de", None, {}, 2)
        assert [*german.elsewhere] == ["en"]
        assert in_language(german, "de") is german
        assert in_language(german, "en").elsewhere.keys() == {"de"}
        assert in_language(german, "en").played == {"questions": (3,)}

    def test_two_speakers_of_two_languages_lose_nothing_of_either(self) -> None:
        base = Household()
        ours = in_language(Household(played={"questions": (1,)}), "de")
        theirs = Household(played={"questions": (2,)})
        both = merged(base, ours, theirs)
        assert both.language == "de"
        assert in_language(both, "en").played == {"questions": (2, 1)}

    def test_a_reminder_keeps_the_language_that_its_number_is_of(self) -> None:
        plain = KeptReminder("id", Reminder(20, 0, DAY))
        assert in_language(Household(reminders=(plain,)), "de").reminders == (
            KeptReminder("id", Reminder(20, 0, DAY), "en"),
        )


class TestTwoWriters:
    """The rules by which two records become one, where they meet."""

    @each_case(("base", "ours", "theirs", "sum_of_both"), [(5, 6, 7, 8), (5, 5, 7, 7), (9, 0, 3, 0), (0, 1, 1, 2)])
    def test_counts_add_up_and_none_is_less_than_nothing(
        self, base: int, ours: int, theirs: int, sum_of_both: int
    ) -> None:
        assert summed(base, ours, theirs) == sum_of_both

    def test_of_two_days_it_is_the_later_and_of_one_that_one(self) -> None:
        assert later(None, day(1), DAY) == later(None, DAY, day(1)) == DAY
        assert later(DAY, None, day(1)) == later(DAY, day(1), None) == day(1)
        assert later(DAY, None, None) is None

    def test_a_second_one_of_the_same_is_an_added_one(self) -> None:
        assert added((1, 2), (1, 1, 2, 3)) == [1, 3]
        assert added((1, 2), (2,)) == []
        assert union((1, 2), (2, 3), (1, 2, 4)) == (2, 4, 3)
        assert union((1,), (1, 2), (1, 2)) == (1, 2)

    def test_of_two_rows_of_shapes_the_latest_stay(self) -> None:
        full = ("play",) * SHAPES_MAX
        both = merge(Household(shapes=full), Household(shapes=(*full[1:], "plan")), Household(shapes=full))
        assert both.shapes == (*full[1:], "plan")

    def test_a_device_that_changed_is_the_latest_of_them(self) -> None:
        def turn(device: str, request: str = "r") -> LastTurn:
            return LastTurn(device, request, (), (), False, Session())

        base = tuple(turn(f"d{number}") for number in range(DEVICES_MAX))
        ours = (*base[1:], turn("new"))
        both = merge(Household(devices=base), Household(devices=ours), Household(devices=base))
        assert [one.device for one in both.devices] == ["d1", "d2", "d3", "new"]

    def test_a_line_that_either_said_oftener_was_said_as_often(self) -> None:
        def said(**used: int) -> Household:
            return Household(wordings=Wordings(DAY, used))

        assert merge(Household(), said(a=2, b=1), said(b=3, c=1)).wordings == Wordings(DAY, {"a": 2, "b": 3, "c": 1})

    def test_a_weight_stays_between_nothing_and_one(self) -> None:
        both = merge(
            Household(leaning={"touch": 0.5, "empathy": 0.5}),
            Household(leaning={"touch": 1.0}),
            Household(leaning={"touch": 1.0, "empathy": 0.25}),
        )
        assert both.leaning == {"touch": 1.0}

    @each_case(
        ("base", "ours", "theirs", "number"),
        [
            ((1, 9), (2, 3), (1, 9), 2),
            ((1, 9), (1, 9), (2, 3), 2),
            ((1, 9), (2, 3), (3, 2), 3),
            ((1, 9), (2, 2), (3, 2), 2),
            ((1, 9), (1, 5), (2, 5), 1),
            (None, (1, 5), (2, 4), 2),
        ],
    )
    def test_of_two_rituals_the_one_chosen_later_stays(
        self, base: tuple[int, int] | None, ours: tuple[int, int], theirs: tuple[int, int], number: int
    ) -> None:
        def household(ritual: tuple[int, int] | None) -> Household:
            return Household(ritual=KeptRitual(number=ritual[0], chosen=day(ritual[1])) if ritual else None)

        ritual = merge(household(base), household(ours), household(theirs)).ritual
        assert ritual is not None
        assert ritual.number == number

    def test_times_of_another_ritual_are_not_taken_off(self) -> None:
        before = KeptRitual(number=1, chosen=day(9), times=5)
        ours = KeptRitual(number=2, chosen=DAY, times=1)
        both = merge(Household(ritual=before), Household(ritual=ours), Household(ritual=ours))
        assert both.ritual == KeptRitual(number=2, chosen=DAY, times=2)


class TestARatingThatCameLate:
    """Told to one speaker while the other finished the evening, it belongs to that evening and to no other."""

    def checkin(self, evening: date = DAY, **ratings: int) -> CheckIn:
        return CheckIn(evening=evening, length="short", theme="touch", steps=(Step("ritual"),), **ratings)  # type: ignore[arg-type]

    def finished(self, base: CheckIn | None, ours: CheckIn | None, theirs: CheckIn | None, *done: Finished) -> object:
        both = merge(
            Household(checkin=base), Household(checkin=ours, finished=done), Household(checkin=theirs, finished=done)
        )
        return both.finished

    def test_is_noted_where_there_is_room(self) -> None:
        done = Finished(DAY, "short", 7)
        late = self.finished(self.checkin(), self.checkin(first=3), None, done)
        assert late == (Finished(DAY, "short", 7, 3),)

    def test_is_none_of_another_evening(self) -> None:
        done = Finished(DAY, "short")
        assert self.finished(self.checkin(), self.checkin(day(1), first=3), None, done) == (done,)
        before = Finished(day(1), "short")
        assert self.finished(self.checkin(), self.checkin(first=3), None, before) == (before,)

    def test_is_none_where_the_evening_goes_on_or_was_never_there(self) -> None:
        done = Finished(DAY, "short")
        assert self.finished(self.checkin(), self.checkin(first=3), self.checkin(), done) == (done,)
        assert self.finished(None, self.checkin(first=3), None, done) == (done,)

    def test_is_left_out_where_both_have_rated(self) -> None:
        done = Finished(DAY, "short", 7, 8)
        assert self.finished(self.checkin(), self.checkin(first=3), None, done) == (done,)
