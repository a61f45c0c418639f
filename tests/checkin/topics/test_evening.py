# SPDX-License-Identifier: Apache-2.0
"""The check-in: its lengths, its steps, and what the couple can say between them."""

import pytest

from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read

from ..couple import CONTENT


def kinds(couple):
    return [step.kind for step in couple.household.checkin.steps]


def test_a_short_check_in_is_one_question_one_phrase_and_a_ritual(couple):
    couple.say("start_check_in", length="short")
    assert kinds(couple) == ["question", "swap", "ritual"]


def test_a_standard_check_in_has_two_questions_and_a_practice_of_its_theme(couple):
    couple.say("start_check_in", theme="touch")
    assert kinds(couple) == ["rate", "appreciate", "question", "swap", "question", "swap", "practice", "ritual"]
    steps = couple.household.checkin.steps
    assert {CONTENT.questions[step.number].theme for step in steps if step.kind == "question"} == {"touch"}
    assert [CONTENT.practices[step.number].theme for step in steps if step.kind == "practice"] == ["touch"]


def test_a_long_check_in_has_three_questions_that_deepen_and_a_plan(couple):
    couple.say("start_check_in", length="long")
    steps = couple.household.checkin.steps
    assert [CONTENT.questions[step.number].depth for step in steps if step.kind == "question"] == [1, 2, 3]
    assert kinds(couple)[-3:] == ["practice", "plan", "ritual"]


def test_every_next_moves_one_step_and_the_last_offers_a_ritual(couple):
    couple.say("start_check_in", length="short")
    places = [couple.household.checkin.at]
    while couple.state is State.TALK:
        couple.say("next")
        places.append(couple.household.checkin.at)
    assert places == [0, 1, 2]
    assert couple.state is State.RITUAL


def test_talk_time_is_waiting_with_a_soft_word_every_half_minute_then_a_question(couple):
    couple.say("start_check_in", length="standard")
    couple.say("pass")
    couple.say("next")
    waits = [part.seconds for part in couple.turn.parts if isinstance(part, Pause) and part.seconds >= 30]
    assert sum(waits) == 90
    assert couple.lines().count("talk.cue") == 2
    assert couple.words.endswith("?")


def test_more_time_gives_what_was_left_then_a_minute(couple):
    couple.say("start_check_in", length="standard")
    couple.say("pass")
    couple.say("next")
    assert couple.session.talk_left == 30
    couple.say("no")
    assert max(part.seconds for part in couple.turn.parts if isinstance(part, Pause)) == 30
    assert couple.state is State.TALK


@pytest.mark.parametrize(
    ("duration", "waited"),
    [("300", 90), ("90", 90), ("20", 20), ("15", 15), ("14", 0), ("3600", 90), ("3601", 0), ("0", 0), ("x", 0)],
)
def test_they_get_the_time_they_ask_for_and_nonsense_is_answered_kindly(couple, duration, waited):
    couple.say("start_check_in", length="short")
    couple.say("talk_time", duration=duration)
    assert sum(part.seconds for part in couple.turn.parts if isinstance(part, Pause) and part.seconds >= 14) == waited
    assert couple.state is State.TALK
    assert ("talk.odd_time" in couple.lines()) == (waited == 0)


def test_the_listener_gets_words_and_the_same_question_comes_back(couple):
    couple.say("start_check_in", length="short")
    question = couple.session.entry
    couple.say("next")
    assert "swap.say_back" in couple.lines()
    assert any(isinstance(part, Read) and part.deck == "empathy" for part in couple.turn.parts)
    assert couple.session.entry == question


def test_pass_swaps_the_question_without_asking_why(couple):
    couple.say("start_check_in", length="short")
    before = couple.session.entry
    couple.say("pass")
    assert couple.session.entry != before
    assert couple.lines()[0] == "another"
    assert couple.state is State.TALK


def test_passing_as_the_listener_asks_the_new_question_to_both(couple):
    couple.say("start_check_in", length="short")
    couple.say("next")
    couple.say("another_one")
    assert couple.household.checkin.at == 0


def test_previous_goes_one_step_back_and_start_over_to_the_first(couple):
    couple.say("start_check_in", length="standard")
    couple.say("pass")
    couple.say("next")
    couple.say("next")
    at = couple.household.checkin.at
    couple.say("previous")
    assert couple.household.checkin.at == at - 1
    couple.say("start_over")
    assert couple.household.checkin.at == 0


def test_names_say_whose_turn_it_is_and_both_get_one(couple):
    couple.open_skill()
    couple.say("set_names", first="sam", second="alex")
    first = couple.say("start_check_in", length="short")
    second = couple.say("next")
    begins = "Sam" if first.index("Sam") < first.index("Alex") else "Alex"
    other = {"Sam": "Alex", "Alex": "Sam"}[begins]
    assert other in second
    assert begins not in second


def test_nobody_is_asked_for_ratings_twice_a_week(couple):
    couple.say("start_check_in")
    couple.say("rate", score="6", second="8")
    while couple.state is not State.RITUAL:
        couple.say("next")
    couple.say("no")
    couple.later(days=2)
    couple.say("start_check_in")
    assert "rate" not in kinds(couple)


def test_two_numbers_are_thanked_for_kept_and_never_read_back(couple):
    couple.say("start_check_in")
    words = couple.say("rate", score="6", second="8")
    assert "6" not in words
    assert "six" not in words
    assert (couple.household.checkin.first, couple.household.checkin.second) == (6, 8)
    assert couple.state is State.TALK


def test_one_number_asks_for_the_other_which_may_be_skipped(couple):
    couple.say("start_check_in")
    couple.say("rate", score="7")
    assert couple.state is State.RATE_SECOND
    couple.say("pass")
    assert couple.state is State.TALK
    assert (couple.household.checkin.first, couple.household.checkin.second) == (7, None)


@pytest.mark.parametrize("score", ["0", "11", "-3", "seven", "", "٣", "99999"])
def test_a_number_out_of_range_is_asked_for_again(couple, score):
    couple.say("start_check_in")
    couple.say("rate", score=score)
    assert couple.state is State.RATE
    assert couple.household.checkin.first is None


def test_alone_tonight_makes_it_an_evening_for_one(couple):
    couple.open_skill()
    couple.say("solo")
    assert "swap" not in kinds(couple)
    assert couple.state is State.TALK
    assert "the other just listens" not in couple.words


def test_a_finished_check_in_is_noted_and_closed_with_a_takeaway(couple):
    couple.say("start_check_in")
    couple.say("rate", score="6", second="8")
    while couple.state is not State.RITUAL:
        couple.say("next")
    offered = couple.session.entry
    couple.say("yes")
    assert not couple.open
    finished = couple.household.finished[-1]
    assert (finished.length, finished.first, finished.second) == ("standard", 6, 8)
    assert couple.household.checkin is None
    assert any(isinstance(part, Read) and part.deck == "takeaways" for part in couple.turn.parts)
    assert (offered.deck, offered.number) == ("rituals", couple.household.ritual.number)


def test_only_sixty_check_ins_are_kept_in_full_and_older_ones_as_sums(couple):
    for _ in range(70):
        couple.to_ritual("short")
        couple.say("no")
        couple.later(days=1)
    assert len(couple.household.finished) == 60
    assert sum(month.check_ins for month in couple.household.months) == 10


def test_while_they_talk_nothing_heard_is_a_misunderstanding(couple):
    couple.say("start_check_in", length="short")
    for _ in range(4):
        couple.mumble()
        assert couple.state is State.TALK
        assert couple.lines()[0] == "talk.cue"
        assert couple.session.misheard == 0


def test_repeat_says_the_question_again_and_all_that_matters(couple):
    couple.say("start_check_in", length="short")
    question = CONTENT.questions[couple.session.entry.number].text
    assert question in couple.say("repeat")
    assert couple.state is State.TALK


def test_repeat_in_a_new_session_says_the_step_again(couple):
    couple.say("start_check_in", length="short")
    question = CONTENT.questions[couple.session.entry.number].text
    couple.later(hours=0.1)
    assert question in couple.say("repeat")


def test_pause_keeps_the_place(couple):
    couple.say("start_check_in", length="short")
    couple.say("next")
    couple.say("pause")
    assert not couple.open
    couple.say("resume")
    assert couple.household.checkin.at == 1
    assert couple.state is State.TALK


def test_when_the_record_cannot_be_kept_the_evening_goes_on_and_says_so_once(couple):
    couple.remembers = False
    assert "may not remember" in couple.say("start_check_in", length="short")
    assert "may not remember" not in couple.say("next")
    assert couple.state is State.TALK
    couple.say("next")
    assert couple.state is State.RITUAL


def test_a_bare_longer_means_this_talk_and_not_a_longer_check_in(couple):
    couple.say("start_check_in", length="short")
    steps = couple.household.checkin.steps
    couple.say("start_check_in", length="long")
    assert couple.household.checkin.steps == steps
    assert couple.state is State.TALK


def test_carry_on_goes_on(couple):
    couple.say("start_check_in", length="short")
    couple.say("resume")
    assert couple.household.checkin.at == 1


@pytest.mark.parametrize("intent", ["another_one", "pass"])
def test_something_else_in_talk_time_taken_before_the_ratings_goes_on_to_the_evening(couple, intent):
    couple.say("start_check_in")
    assert couple.state is State.RATE
    couple.say("stop")
    couple.later(hours=1)
    couple.say("talk_time", duration="300")
    couple.say(intent)
    assert couple.household.checkin.at == 1
    assert couple.state is State.TALK
