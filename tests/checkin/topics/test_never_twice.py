# SPDX-License-Identifier: Apache-2.0
"""No question twice in an evening, what they name in their own words, and an evening without music."""

from __future__ import annotations

import pytest
from cases import each_case
from msgspec.structs import replace

from checkin.couple import CONTENT
from checkin.rows import come_to
from skill.checkin.intents import Intent
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.playback import Play
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read


def asked(couple):
    return [part.number for part in couple.turn.parts if isinstance(part, Read) and part.deck == "questions"]


def name(couple, intent, topic):
    """Something that no topic of ours is called by."""
    words = {"topic": topic}
    return couple.tell(IntentReceived(intent=intent, unmatched=frozenset(words), own_words=words))


def test_a_question_they_have_talked_about_is_not_tonights_any_more(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("tonights_question")
    first = asked(couple)[0]
    couple.say("yes")
    couple.later(hours=0.1)
    couple.say("next")
    assert couple.state is State.READY
    for word in ("talk_time", "tonights_question"):
        couple.say(word)
        assert first not in asked(couple)


@pytest.mark.parametrize("then", ["tonights_question", "yes"])
def test_one_that_they_would_rather_not_talk_about_is_not_tonights_any_more(couple, then):
    couple.open_skill()
    couple.say("tonights_question")
    first = asked(couple)[0]
    couple.say("no")
    assert couple.lines() == ["question.later", "ask.another"]
    couple.say(then)
    assert asked(couple)
    assert first not in asked(couple)


@each_case("before", ["launch", "no"])
def test_a_yes_without_music_begins_what_was_offered(before):
    couple = come_to("offer") if before == "launch" else come_to("just_question")
    couple.audio = True
    name(couple, Intent.AVOID_TOPIC, "music")
    assert couple.lines()[0] == "music.off"
    assert asked(couple)
    assert not any(isinstance(effect, Play) for effect in couple.turn.effects)


def test_in_silence_their_talk_has_no_music(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("tonights_question")
    name(couple, Intent.AVOID_TOPIC, "silence")
    assert not any(isinstance(effect, Play) for effect in couple.turn.effects)
    assert not couple.open


@pytest.mark.parametrize("names", [None, ("Sam", "Alex")])
def test_who_wants_no_words_put_in_their_mouth_is_given_none_tonight(couple, names):
    couple.household = replace(couple.household, names=names)
    couple.say("start_check_in", length="long")
    name(couple, Intent.AVOID_TOPIC, "what to say")
    assert couple.lines()[0] == "phrases.off"
    swaps = 0
    for _ in couple.household.checkin.steps:
        couple.later(hours=0.05)
        couple.say("next")
        swaps += any(line in ("swap.now", "swap.named", "swap.round") for line in couple.lines())
        assert not any(isinstance(part, Read) and part.deck == "empathy" for part in couple.turn.parts)
    assert swaps


def test_called_while_they_talk_about_a_question_nothing_is_read_again(couple):
    couple.audio = True
    couple.say("tonights_question")
    couple.open_skill()
    couple.say("yes")
    couple.later(hours=0.05)
    couple.open_skill()
    assert not asked(couple) or couple.state is not State.OFFER


def test_own_words_choose_a_question_that_has_them(couple):
    couple.open_skill()
    name(couple, Intent.TONIGHTS_QUESTION, "our dreams")
    assert all("dream" in CONTENT.questions[number].text.lower() for number in asked(couple))
    assert "question.close_to_it" not in couple.lines()
    name(couple, Intent.TONIGHTS_QUESTION, "the future, like where we'd live")
    assert all("plan" in CONTENT.questions[number].shapes for number in asked(couple))


def test_where_nothing_is_about_it_they_are_told(couple):
    couple.open_skill()
    name(couple, Intent.TONIGHTS_QUESTION, "opera")
    assert "question.close_to_it" in couple.lines()


def test_without_music_the_evening_stays_without_until_they_want_it_back(couple):
    couple.audio = True
    couple.say("start_check_in")
    couple.later(hours=0.02)
    name(couple, Intent.AVOID_TOPIC, "the music")
    assert couple.turn.effects == (StopMusic(),)
    assert not couple.household.avoided
    couple.later(hours=0.02)
    couple.open_skill()
    assert not any(isinstance(effect, Play) for effect in couple.turn.effects)
    couple.later(hours=0.02)
    name(couple, Intent.ALLOW_TOPIC, "the music")
    assert any(isinstance(effect, Play) for effect in couple.turn.effects)


def test_music_wanted_back_where_nobody_talks_plays_nothing_yet(couple):
    couple.audio = True
    name(couple, Intent.ALLOW_TOPIC, "the music")
    assert not any(isinstance(effect, Play) for effect in couple.turn.effects)


@each_case(("state", "helped"), [("offer", False), ("ritual", False), ("ready", False), ("rate", True)])
def test_a_second_missed_word_brings_help_only_where_the_question_does_not_say_it_all(state, helped):
    couple = come_to(state)
    couple.say("not_understood")
    couple.say("not_understood")
    assert couple.state is State(state)
    assert (f"help.{state}" in couple.lines()) is helped


def test_who_asks_for_something_lighter_hears_no_heavy_question_after_it(couple):
    couple.say("start_check_in", length="long")
    couple.say("another_one", mood="light")
    steps = couple.household.checkin.steps
    moods = [CONTENT.questions[step.number].mood for step in steps if step.kind == "question"]
    assert set(moods) <= {"light", "funny"}
    phrases = [step.phrase for step in steps if step.kind == "swap"]
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("wish", [{}, {"mood": "light"}])
@pytest.mark.parametrize("way", ["tonights_question", "start_check_in"])
def test_a_question_they_would_rather_not_answer_does_not_come_back_within_a_month(couple, way, wish):
    refused = set()
    for _ in range(30):
        couple.say(way, **wish)
        assert refused.isdisjoint(asked(couple))
        refused.update(asked(couple))
        couple.say("pass")
        assert refused.isdisjoint(asked(couple))
        couple.later(days=1)
    assert len(refused) > 10


def test_a_question_asked_for_past_the_one_that_was_read_is_another_one(couple):
    couple.open_skill()
    couple.say("tonights_question")
    first = couple.session.entry.number
    couple.say("empathy_phrase")
    couple.say("tonights_question")
    assert couple.session.entry.number != first


def test_who_asks_for_one_more_is_not_asked_each_time_whether_to_talk(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("tonights_question")
    assert couple.lines()[-1] == "ask.question"
    couple.say("yes")
    assert couple.lines()[0] == "question.they_talk"  # a word before the music, that nobody takes it for silence
    for _ in range(2):
        couple.later(hours=0.05)
        couple.say("next")
        assert couple.state is State.READY
        couple.say("yes")
        assert couple.state is State.ENDED
        assert "ask.question" not in couple.lines()
        assert couple.playing is not None


def test_after_a_good_night_a_reminder_is_the_last_thing(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("tonights_question")
    couple.say("yes")
    couple.later(hours=0.05)
    couple.say("stop")
    couple.say("remind_us", time="20:30")
    couple.say("no")
    assert not couple.open
    assert "remind.talk_on" not in couple.lines()
