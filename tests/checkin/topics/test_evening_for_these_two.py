# SPDX-License-Identifier: Apache-2.0
"""The check-in as it goes for these two: their names, one of them alone or both apart, their ratings, and its end."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from skill.checkin.model.session import State
from skill.checkin.model.speech import ReadTo
from skill.checkin.planner.evening import kind_of
from skill.checkin.planner.shapes import FIRST_SHAPES

from ..couple import CONTENT
from .evenings import after, kinds, read


@pytest.fixture
def with_music(couple):
    couple.audio = True
    return couple


class TestNames:
    """Say who speaks, and both get a turn."""

    def test_each_of_the_two_is_told_once_about_a_question(self, with_music):
        couple = with_music
        couple.say("set_names", first="sam", second="alex")
        first = couple.say("start_check_in", length="short")
        couple.moment += timedelta(minutes=1)
        second = couple.say("next")
        begins = "Sam" if "Sam" in first else "Alex"
        other = {"Sam": "Alex", "Alex": "Sam"}[begins]
        assert other not in first
        assert other in second
        assert begins not in second

    def test_whose_turn_names_who_speaks_and_who_listens(self, with_music):
        couple = with_music
        couple.say("set_names", first="sam", second="alex")
        begins = "Sam" if "Sam" in couple.say("start_check_in", length="short") else "Alex"
        couple.moment += timedelta(minutes=1)
        couple.say("whose_turn")
        assert couple.turn.parts[0].fill["name"] == begins

    def test_appreciation_is_said_to_one_of_them_by_name(self, with_music):
        couple = with_music
        couple.say("set_names", first="sam", second="alex")
        after(couple, 4)
        named = next(number for number, entry in CONTENT.appreciation.items() if entry.to_one)
        others = tuple(number for number in CONTENT.appreciation if number != named)
        couple.household = replace(
            couple.household, names=("Sam", "Alex"), played={"appreciation": others}, shapes=FIRST_SHAPES
        )
        couple.say("start_check_in", mood="romantic", length="short")
        while couple.household.checkin.shape != "thank_you":
            couple.household = replace(couple.household, shapes=(*couple.household.shapes, "remember"))
            couple.say("start_check_in", mood="romantic", length="short")
        told = [part for part in couple.turn.parts if isinstance(part, ReadTo)]
        assert [(part.number, {part.first, part.second}) for part in told] == [(named, {"Sam", "Alex"})]


class TestAloneOrApart:
    """One of them alone, or both in two places."""

    def test_alone_is_an_evening_for_one(self, with_music):
        couple = with_music
        couple.open_skill()
        words = couple.say("solo").lower()
        assert set(kinds(couple)) == {"question"}
        assert not [word for word in ("each other", "you two", "both of you", "you both") if word in words]
        couple.moment += timedelta(minutes=1)
        closing = couple.say("next").lower()
        assert "you two" not in closing
        assert couple.household.checkin is None

    def test_apart_is_a_whole_evening_with_turns(self, with_music):
        couple = with_music
        couple.open_skill()
        couple.say("apart")
        assert couple.state is State.TWO_HOMES
        couple.say("no")
        assert "swap" in kinds(couple)
        assert couple.household.checkin.apart
        assert couple.household.homes == "one"

    def test_two_homes_are_remembered_if_they_say_so(self, with_music):
        couple = with_music
        couple.open_skill()
        couple.say("apart")
        couple.say("yes")
        couple.say("stop")
        couple.later(days=1)
        couple.say("start_check_in")
        assert couple.household.homes == "two"
        assert couple.household.checkin.apart


class TestRatings:
    """Private, skippable, never read back."""

    @pytest.fixture
    def rating(self, with_music):
        couple = with_music
        after(couple, 2)
        couple.say("start_check_in")
        while couple.state is not State.RATE:
            couple.moment += timedelta(minutes=1)
            couple.say("next")
        return couple

    def test_two_numbers_are_thanked_for_and_kept(self, rating):
        words = rating.say("rate", score="6", second="8")
        assert "6" not in words
        assert "six" not in words
        kept = rating.household.checkin or rating.household.finished[-1]
        assert (kept.first, kept.second) == (6, 8)

    def test_one_number_asks_for_the_other_which_may_be_skipped(self, rating):
        rating.say("rate", score="7")
        assert rating.state is State.RATE_SECOND
        rating.say("pass")
        kept = rating.household.checkin or rating.household.finished[-1]
        assert (kept.first, kept.second) == (7, None)

    @pytest.mark.parametrize("score", ["0", "11", "-3", "seven", "", "٣", "99999"])
    def test_a_number_out_of_range_is_asked_for_again(self, rating, score):
        rating.say("rate", score=score)
        assert rating.state is State.RATE
        assert rating.household.checkin.first is None


class TestTheEnd:
    """Closes with what belongs to tonight."""

    def test_is_noted_and_has_one_closing_of_its_shape_or_a_takeaway(self, couple):
        couple.to_ritual("short")
        kind = kind_of(couple.household.checkin.shape, couple.household.checkin)
        couple.say("no")
        assert not couple.open
        assert couple.household.finished[-1].length == "short"
        assert couple.household.checkin is None
        closings, takeaways = read(couple, "closings"), read(couple, "takeaways")
        assert len(closings) + len(takeaways) == 1
        assert all(CONTENT.closings[number].about == kind for number in closings)

    def test_a_takeaway_comes_at_most_once_a_week_and_not_in_the_first(self, couple):
        days, first = [], couple.moment.date()
        for _ in range(16):
            couple.say("start_check_in", length="short")
            while couple.household.checkin:
                couple.later(hours=0.02)
                couple.open_skill()
                if couple.open:
                    couple.say("no")
            days += [couple.moment.date()] if read(couple, "takeaways") else []
            couple.later(days=1)
        assert len(days) == 2
        assert (days[0] - first).days >= 7
        assert (days[1] - days[0]).days >= 7

    def test_only_sixty_check_ins_are_kept_in_full_and_older_ones_as_sums(self, couple):
        after(couple, 60)
        couple.to_ritual("short")
        couple.say("no")
        assert len(couple.household.finished) == 60
        assert sum(month.check_ins for month in couple.household.months) == 1

    def test_a_warm_word_for_who_has_talked_and_a_plain_one_for_who_has_not(self, with_music):
        couple = with_music
        couple.open_skill()
        couple.say("stop")
        assert couple.lines() == ["stop.night"]
        couple.later(days=1)
        couple.say("start_check_in", length="short")
        couple.moment += timedelta(minutes=2)
        couple.say("next")
        couple.say("stop")
        assert couple.lines() == ["stop.warm.night"]
