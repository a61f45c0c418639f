# SPDX-License-Identifier: Apache-2.0
"""How an evening opens."""

from datetime import timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from skill.checkin.callbacks import when
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say

from ..couple import CONTENT


def test_a_first_visit_says_what_this_is_and_is_not_and_asks_to_begin(couple):
    words = couple.open_skill()
    assert "Closer Together" in words
    assert "not therapy" in words
    assert words.endswith("?")
    assert couple.state is State.OFFER


def test_what_this_is_not_is_said_once(couple):
    couple.open_skill()
    couple.later(days=1)
    assert "therapy" not in couple.open_skill()


def test_a_one_shot_question_says_nothing_of_it_but_the_first_launch_after_it_does(couple):
    assert "therapy" not in couple.say("tonights_question")
    couple.later(days=1)
    assert "therapy" in couple.open_skill()


def test_a_whole_check_in_asked_for_at_once_says_it_too(couple):
    assert couple.say("start_check_in").startswith("One thing first. I'm not therapy")
    couple.later(days=1)
    assert "therapy" not in couple.open_skill()


def test_the_ritual_is_followed_up_on_the_next_visit(returning):
    words = returning.open_skill()
    assert "n Thursday" in words
    assert "a walk" in words
    assert returning.state is State.FOLLOW_UP


def test_a_ritual_that_happened_is_counted_and_one_that_did_not_is_met_with_warmth(returning):
    returning.open_skill()
    returning.say("yes")
    assert returning.household.ritual.times == 1
    assert returning.household.rituals_kept == 1
    assert returning.state is State.OFFER


def test_a_missed_ritual_counts_nothing_and_blames_nobody(returning):
    returning.open_skill()
    words = returning.say("no")
    assert returning.household.rituals_kept == 0
    assert returning.lines()[0] == "ritual.missed"
    assert "should" not in words
    assert returning.state is State.OFFER


def test_the_same_ritual_is_not_asked_about_twice_in_a_row(returning):
    returning.open_skill()
    returning.say("no")
    returning.say("stop")
    returning.later(days=1)
    returning.open_skill()
    assert returning.state is State.OFFER


@pytest.mark.parametrize(
    ("days", "said"),
    [(2, "on thursday"), (6, "on thursday"), (7, "last time"), (8, "last time")],
)
def test_the_day_of_their_choice_is_said_as_people_say_it(couple, days, said):
    couple.open_skill()
    couple.say("choose_ritual", ritual="evening_walk")
    couple.later(days=days)
    assert said in couple.open_skill().lower()


def test_a_ritual_is_asked_about_once_and_not_on_the_day_after_whether_or_not_they_answer(couple):
    couple.open_skill()
    couple.say("choose_ritual", ritual="evening_walk")
    for days, state in (
        (1, State.OFFER),
        (1, State.FOLLOW_UP),
        (0.02, State.OFFER),
        (1, State.OFFER),
        (1, State.OFFER),
    ):
        couple.later(days=days)
        couple.open_skill()
        assert couple.state is state


@pytest.mark.parametrize("answer", ["not_understood", "empathy_phrase", "our_ritual", "how_long"])
def test_whatever_is_said_instead_of_an_answer_leads_on(couple, answer):
    couple.open_skill()
    couple.say("choose_ritual", ritual="evening_walk")
    couple.later(days=2)
    couple.open_skill()
    couple.say(answer)
    assert couple.state in (State.OFFER, State.PHRASE)
    assert not {"follow_up.ask", "ask.follow_up"}.intersection(couple.lines())


def test_what_they_can_manage_is_a_yes_to_the_ritual_on_offer(couple):
    couple.to_ritual()
    offered = couple.session.entry.number
    couple.say("ritual_done")
    assert couple.household.ritual.number == offered
    assert couple.lines()[0] == "ritual.kept"


@pytest.mark.parametrize("feeling", ["sad", "lonely", "overwhelmed"])
def test_who_is_low_hears_a_kind_word_first_and_is_offered_something_light(couple, feeling):
    couple.open_skill()
    couple.say("empathy_phrase", feeling=feeling)
    assert couple.lines()[0] == "empathy.kind"
    assert couple.state is State.JUST_QUESTION
    couple.say("yes")
    assert CONTENT.questions[couple.session.entry.number].soothing


def test_a_yes_with_a_wish_begins_with_it(couple):
    couple.open_skill()
    couple.say("another_one", mood="light")
    checkin = couple.household.checkin
    assert checkin.begun
    asked = [CONTENT.questions[step.number] for step in checkin.steps if step.kind == "question"]
    assert all(question.mood in ("light", "funny") for question in asked)


def test_a_check_in_that_was_only_begun_is_not_what_the_last_evening_was_about(couple):
    couple.to_the_end()
    before = couple.household.theme
    couple.later(days=1)
    couple.say("start_check_in", theme="touch" if before != "touch" else "empathy")
    assert couple.household.theme == before


def test_after_they_left_nothing_asks_them_to_be_close(couple):
    couple.open_skill()
    couple.say("safety", risk="fear")
    couple.later(hours=0.1)
    couple.say("start_check_in")
    couple.say("start_check_in", length="short")
    steps = couple.household.checkin.steps
    assert all(step.kind != "rate" for step in steps)
    assert all(CONTENT.questions[step.number].mood in ("light", "funny") for step in steps if step.kind == "question")


def test_no_to_the_check_in_offers_one_question_and_no_to_that_lets_them_go(couple):
    couple.open_skill()
    couple.say("no")
    assert couple.state is State.JUST_QUESTION
    couple.say("no")
    assert not couple.open
    assert couple.lines()[-1] == "close.night"


def test_something_else_offers_another_theme(couple):
    couple.open_skill()
    offered = couple.household.checkin.theme
    couple.say("another_one")
    assert couple.household.checkin.theme != offered
    assert couple.state is State.OFFER


class TestAnEveningLeftHalfway:
    """Goes on, asks whether to go on, or is let go, by how it was left."""

    @pytest.fixture
    def talking(self, couple):
        couple.audio = True
        couple.say("start_check_in", length="short")
        return couple

    @pytest.mark.parametrize("word", ["stop", "cancel", "go_home"])
    def test_with_a_word_it_is_asked_for_in_neutral_words(self, talking, word):
        talking.say(word)
        talking.later(hours=1)
        assert talking.open_skill().startswith("Hello.")
        assert talking.state is State.GO_ON
        question = talking.household.checkin.steps[0].number
        talking.say("yes")
        assert Read("questions", question) in talking.turn.parts
        assert talking.household.left is None

    def test_and_not_wanted_any_more_it_is_gone(self, talking):
        talking.say("stop")
        talking.open_skill()
        talking.say("no")
        assert talking.household.checkin is None
        assert talking.open_skill().startswith("Hello.")
        assert talking.state is State.READY

    def test_with_a_pause_it_goes_on_by_itself(self, talking):
        talking.say("pause")
        talking.later(hours=0.01)
        talking.open_skill()
        assert talking.lines()[0] == "resume"
        assert talking.household.checkin.at == 0

    def test_where_they_talked_a_launch_is_the_next_step(self, talking):
        talking.household = replace(talking.household, moved=talking.moment)
        talking.later(hours=0.1)
        talking.open_skill()
        assert talking.household.checkin.at == 1

    def test_on_another_evening_it_is_let_go_without_a_word(self, talking):
        talking.later(days=1)
        talking.open_skill()
        assert talking.lines()[0] == "welcome.back"
        assert talking.state is State.OFFER

    def test_after_midnight_it_is_still_the_same_evening(self, talking):
        talking.say("stop")
        talking.later(hours=5)
        talking.open_skill()
        assert talking.state is State.GO_ON


class TestACallback:
    """Says one true thing about what they did, from the record alone."""

    def lived(self, couple, evenings):
        """What was recalled on each evening, with the record from before it."""
        for _ in range(evenings):
            before = couple.household
            couple.open_skill()
            recalled = [part for part in couple.turn.parts if isinstance(part, Say) and part.line.startswith("recall.")]
            yield before, recalled, couple
            if couple.state is State.FOLLOW_UP:
                couple.say("ritual_done")
            couple.say("start_check_in", length="short")
            while couple.household.checkin:
                couple.moment += timedelta(minutes=2)
                couple.say("yes" if couple.state is State.RITUAL else "next")
            couple.say("save_this")
            couple.later(days=1)

    def test_comes_on_most_evenings_and_never_twice_of_a_kind_in_a_row(self, couple):
        couple.audio = True
        kinds = [couple.household.recalled for _, recalled, couple in self.lived(couple, 30) if recalled]
        assert len(kinds) >= 14
        assert all(one != other for one, other in pairwise(kinds))

    def test_is_true_of_the_record_it_came_from(self, couple):
        couple.audio = True
        for before, recalled, now in self.lived(couple, 30):
            for part in recalled:
                today = now.moment.date()
                match part.line:
                    case "recall.ritual":
                        assert part.fill["times"] == Say("times", before.ritual.times)
                        assert part.fill["ritual"].number == before.ritual.number
                    case "recall.evening":
                        assert part.fill["nth"].wording == len(before.finished) + 1
                    case "recall.month":
                        assert 28 <= (today - before.finished[0].day).days < 35
                    case "recall.theme":
                        assert CONTENT.themes[part.fill["theme"].number].id == before.theme
                        assert part.fill["when"] == when(CONTENT, before.finished[-1].day, today)
                    case "recall.light":
                        assert CONTENT.questions[next(reversed(before.played["questions"]))].mood in ("light", "play")
                        assert part.fill["when"] == when(CONTENT, before.finished[-1].day, today)
                    case "recall.new_theme":
                        assert before.theme_progress.get(CONTENT.themes[part.fill["theme"].number].id, 0) == 0
                    case "recall.saved":
                        assert part.fill["count"] == Say("count", len(before.saved))
                    case "recall.saved_one":
                        assert len(before.saved) == 1
                    case "recall.day":
                        assert part.fill["when"] == when(CONTENT, before.finished[-1].day, today)
                    case other:
                        raise AssertionError(f"{other} is checked by nothing")


class TestTheRitualTheyChose:
    """Is asked after kindly, and counted once."""

    def test_sort_of_is_neither_kept_nor_missed(self, returning):
        returning.open_skill()
        returning.say("sometimes")
        assert returning.household.ritual.times == 0
        assert returning.lines()[0] == "ritual.sort_of"

    def test_told_twice_on_one_evening_it_counts_once(self, returning):
        returning.open_skill()
        returning.say("yes")
        returning.say("ritual_done")
        assert returning.household.ritual.times == 1
        assert returning.household.rituals_kept == 1


def test_three_weeks_away_are_welcomed(returning):
    returning.later(days=30)
    returning.open_skill()
    assert returning.lines()[0] == "welcome.long_away"


def test_after_a_finished_check_in_none_is_offered_again_that_evening(couple):
    couple.to_ritual()
    couple.say("no")
    couple.later(hours=1)
    couple.open_skill()
    assert couple.state is State.READY


def test_names_are_said_in_some_greetings_and_not_in_all(couple):
    couple.open_skill()
    couple.say("set_names", first="Nina", second="Dev")
    greetings = []
    for _ in range(12):
        couple.later(days=1)
        greetings.append("Nina" in couple.open_skill())
    assert 1 < sum(greetings) < 8
