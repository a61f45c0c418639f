# SPDX-License-Identifier: Apache-2.0
"""How an evening opens."""

from skill.checkin.model.session import State


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
    assert "On Thursday" in words
    assert "an evening walk" in words
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


def test_yesterday_is_said_as_yesterday(couple):
    couple.open_skill()
    couple.say("choose_ritual", ritual="evening_walk")
    couple.later(days=1)
    assert "Yesterday" in couple.open_skill()


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


def test_a_check_in_left_this_evening_goes_on_with_one_sentence(couple):
    couple.say("start_check_in", length="short")
    question = couple.session.entry
    couple.say("stop")
    couple.later(hours=1)
    couple.open_skill()
    assert couple.lines()[0] == "resume"
    assert couple.session.entry == question
    assert couple.state is State.TALK


def test_a_check_in_left_on_another_evening_is_let_go_kindly(couple):
    couple.open_skill()
    couple.say("yes")
    couple.say("stop")
    couple.later(days=1)
    couple.open_skill()
    assert couple.lines()[0] == "welcome.let_go"
    assert couple.state is State.OFFER


def test_after_midnight_it_is_still_the_same_evening(couple):
    couple.say("start_check_in", length="short")
    couple.say("stop")
    couple.later(hours=5)
    couple.open_skill()
    assert couple.lines()[0] == "resume"


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
