# SPDX-License-Identifier: Apache-2.0
"""One thing asked for without opening the skill: nothing asks where nobody listens, and no talk is asked into."""

from __future__ import annotations

import pytest

from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read

from ..rows import come_to


def talking(couple):
    couple.audio = True
    couple.say("start_check_in", length="short")
    couple.later(hours=0.05)
    return couple


def test_help_with_a_ritual_that_waits_for_a_yes_waits_for_it(couple):
    couple.to_ritual()
    couple.later(hours=0.05)
    couple.say("help")
    assert couple.lines() == ["help.ritual", "again.ritual"]
    assert couple.state is State.RITUAL
    assert couple.open


def test_a_number_off_the_scale_is_asked_for_again():
    couple = come_to("rate")
    couple.later(hours=0.05)
    couple.say("rate", score="11")
    assert couple.lines() == ["rate.range", "again.rate"]
    assert couple.open


@pytest.mark.parametrize(("asked", "line"), [("avoid_topic", "topic.which"), ("allow_topic", "topic.which_again")])
def test_which_topic_is_asked_for_and_waited_for_but_not_over_the_music(couple, asked, line):
    couple.say(asked)
    assert couple.lines() == [line]
    assert couple.open
    couple.later(hours=0.05)
    talking(couple).say(asked)
    assert couple.lines() == ["topic.which_later"]
    assert not couple.open


@pytest.mark.parametrize(("asked", "slots"), [("about_theme", {"theme": "touch"}), ("suggest_experience", {})])
def test_an_idea_is_not_taken_for_words_to_say(couple, asked, slots):
    couple.say(asked, **slots)
    assert "phrase.enjoy" not in couple.lines()
    assert isinstance([part for part in couple.turn.parts if not isinstance(part, Pause)][-1], Read)


def test_a_ritual_asked_for_over_the_music_lets_their_talk_go_on(couple):
    talking(couple).say("suggest_ritual", moment="morning")
    assert couple.lines() == ["ritual.lead_for", "ask.ritual"]
    assert couple.open
    offered = couple.session.entry.number
    couple.say("yes")
    assert couple.household.ritual.number == offered
    assert couple.lines() == ["ritual.kept", "remind.talk_on"]
    assert not couple.open
    assert couple.turn.effects == ()
    assert couple.household.checkin is not None


@pytest.mark.parametrize("kept", [None, "evening_walk"])
@pytest.mark.parametrize("length", ["short", "long"])
def test_the_ending_is_the_ritual_that_closes_tonight(couple, length, kept):
    couple.audio = True
    if kept:
        couple.say("choose_ritual", ritual=kept)
    couple.say("start_check_in", length=length)
    asked = couple.household.tonight.question
    couple.later(hours=0.05)
    couple.say("suggest_ritual")
    assert couple.state is State.RITUAL
    couple.say("yes")
    assert couple.household.finished
    assert couple.household.checkin is None
    couple.say("tonights_question")
    assert Read("questions", asked) not in couple.turn.parts


def test_from_the_ratings_the_ending_is_near_too():
    couple = come_to("rate")
    couple.say("suggest_ritual")
    assert couple.state is State.RITUAL


def test_one_alone_has_no_ritual_to_end_on(couple):
    couple.open_skill()
    couple.say("solo")
    couple.say("suggest_ritual")
    assert couple.household.checkin is not None


def test_a_reminder_set_over_the_music_lets_their_talk_go_on_and_tells_how_it_ends(couple):
    talking(couple).say("remind_us", time="21:00")
    couple.say("yes")
    couple.tell(ReminderAnswered(outcome="done", id="r1"))
    assert couple.lines() == ["remind.set", "remind.talk_on"]
    assert not couple.open
    assert couple.household.left is None


@pytest.mark.parametrize("music", [True, False])
def test_no_to_anything_else_ends_no_talk_that_is_under_way(couple, music):
    couple.say("start_check_in")
    if music:
        couple.later(hours=0.05)
        talking(couple)
    couple.later(hours=0.05)
    couple.say("how_are_we_doing")
    couple.say("yes")
    couple.say("no")
    assert couple.lines() == ([] if music else ["pause"])
    assert couple.turn.effects == ()
    assert couple.household.left is None


def test_the_very_first_question_is_read_twice_and_the_next_ones_once(couple):
    couple.say("tonights_question")
    assert "question.once_more" in couple.lines()
    couple.later(hours=0.1)
    couple.say("another_one")
    assert "question.once_more" not in couple.lines()
    assert "question.enjoy" in couple.lines()
    couple.later(days=1)
    couple.say("another_one")
    assert "question.once_more" not in couple.lines()
