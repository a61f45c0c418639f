# SPDX-License-Identifier: Apache-2.0
"""Tonight's question, and the small things to ask for at any time."""

import pytest

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read

from .couple import CONTENT


def test_a_one_shot_reads_the_question_twice_and_closes_on_words_that_ask_nothing(couple):
    words = couple.say("tonights_question")
    question = CONTENT.questions[couple.household.tonight.question].text
    assert words.count(question) == 2
    assert not couple.open
    assert not words.endswith("?")


def test_the_question_and_the_ritual_they_keep_are_shown_in_the_app(couple):
    couple.say("tonights_question")
    assert couple.turn.card.entries == (Read("questions", couple.household.tonight.question),)
    couple.say("choose_ritual", ritual="evening_walk")
    assert couple.turn.card.entries == (Read("rituals", couple.household.ritual.number),)


def test_it_is_the_same_question_all_evening_and_a_new_one_each_day(couple):
    couple.say("tonights_question")
    first = couple.household.tonight.question
    couple.later(hours=6)
    couple.say("tonights_question")
    assert couple.household.tonight.question == first
    couple.later(hours=2)
    couple.say("tonights_question")
    assert couple.household.tonight.question != first


def test_the_first_question_of_a_check_in_is_tonights_too(couple):
    couple.say("start_check_in", length="short")
    question = couple.session.entry.number
    couple.later(hours=1)
    couple.say("tonights_question")
    assert couple.session.entry.number == question


def test_another_one_becomes_tonights(couple):
    couple.say("tonights_question")
    couple.say("another_one")
    second = couple.household.tonight.question
    couple.say("tonights_question")
    assert couple.household.tonight.question == second


def test_another_one_about_a_theme_stays_with_the_theme_until_they_ask_without_one(couple):
    def themes_of_eight_more():
        for _ in range(8):
            couple.say("another_one")
            yield CONTENT.questions[couple.household.tonight.question].theme

    couple.open_skill()
    couple.say("tonights_question", theme="touch")
    assert {*themes_of_eight_more()} == {"touch"}
    couple.later(hours=1)
    assert len({*themes_of_eight_more()}) > 1
    couple.open_skill()
    couple.say("about_theme", theme="conflict")
    couple.say("yes")
    assert {*themes_of_eight_more()} == {"conflict"}


def test_none_comes_twice_before_the_deck_is_through(couple):
    asked, unasked = [], {number for number, question in CONTENT.questions.items() if question.asked_only}
    for _ in range(len(CONTENT.questions) - len(unasked)):
        couple.say("tonights_question")
        asked.append(couple.household.tonight.question)
        couple.later(days=1)
    assert sorted(asked) == sorted(set(CONTENT.questions) - unasked)
    assert all(CONTENT.questions[number].depth < 3 for number in asked[:10])
    couple.say("tonights_question")
    assert couple.household.tonight.question == asked[0]


def test_a_question_about_a_theme_is_of_that_theme(couple):
    couple.say("tonights_question")
    couple.say("tonights_question", theme="touch")
    assert CONTENT.questions[couple.household.tonight.question].theme == "touch"


def test_within_a_session_it_offers_time_to_talk(couple):
    couple.open_skill()
    couple.say("tonights_question")
    assert couple.state is State.QUESTION
    couple.say("yes")
    assert couple.lines()[-1] == "talk.closed_question"
    assert not couple.open


def test_an_avoided_topic_does_not_come_again(couple):
    couple.open_skill()
    couple.say("avoid_topic", topic="family")
    couple.later(days=1)
    for _ in range(len(CONTENT.questions)):
        couple.say("tonights_question")
        assert "family" not in CONTENT.questions[couple.household.tonight.question].topics
        couple.later(days=1)


@pytest.mark.parametrize("feeling", sorted({phrase.feeling for phrase in CONTENT.empathy.values() if phrase.feeling}))
def test_a_phrase_fits_the_feeling(couple, feeling):
    couple.say("empathy_phrase", feeling=feeling)
    read = next(part for part in couple.turn.parts if isinstance(part, Read))
    assert CONTENT.empathy[read.number].feeling == feeling
    assert not couple.open


def test_another_phrase_is_another_phrase_for_the_same_feeling(couple):
    couple.open_skill()
    heard = []
    couple.say("empathy_phrase", feeling="stressed")
    heard.append(couple.session.entry.number)
    couple.say("yes")
    heard.append(couple.session.entry.number)
    assert len(set(heard)) == 2
    assert {CONTENT.empathy[number].feeling for number in heard} == {"stressed"}


def test_a_phrase_in_the_middle_of_a_check_in_goes_back_to_it(couple):
    couple.say("start_check_in", length="short")
    couple.say("empathy_phrase", feeling="stressed")
    assert not couple.open
    couple.open_skill()
    assert couple.household.checkin.at == 1


def test_words_for_a_feeling_that_is_not_known_here_fit_anything(couple):
    couple.tell(IntentReceived(intent=Intent.EMPATHY_PHRASE, unmatched=frozenset({"feeling"})))
    read = next(part for part in couple.turn.parts if isinstance(part, Read))
    assert CONTENT.empathy[read.number].neutral


@pytest.mark.parametrize("topic", sorted({topic for entry in CONTENT.questions.values() for topic in entry.topics}))
def test_a_question_about_a_topic_touches_it_and_another_one_does_too(couple, topic):
    couple.open_skill()
    couple.say("tonights_question", topic=topic)
    assert topic in CONTENT.questions[couple.session.entry.number].topics
    couple.say("another_one")
    assert topic in CONTENT.questions[couple.session.entry.number].topics
    assert couple.household.avoided == ()


@pytest.mark.parametrize("mood", ["light", "funny", "deep", "romantic"])
def test_a_question_in_a_mood_has_it_and_another_one_has_it_too(couple, mood):
    couple.open_skill()
    couple.say("tonights_question", mood=mood)
    assert CONTENT.questions[couple.session.entry.number].mood == mood
    couple.say("another_one")
    assert CONTENT.questions[couple.session.entry.number].mood == mood


def test_words_to_mend_are_ones_that_say_sorry_and_leave_no_trace(couple):
    couple.open_skill()
    before = couple.household.played
    couple.say("mend")
    assert CONTENT.repair[couple.session.entry.number].sorry
    first = couple.session.entry
    couple.say("yes")
    assert CONTENT.repair[couple.session.entry.number].sorry
    assert couple.session.entry != first
    assert couple.household.played == before


def test_our_ritual_is_told_and_that_it_happened(returning):
    returning.say("ritual_done")
    returning.say("our_ritual")
    assert "walk" in returning.words
    assert returning.lines()[:2] == ["our_ritual.is", "our_ritual.happened"]


@pytest.mark.parametrize("moment", ["morning", "mealtime", "parting", "reunion", "evening", "bedtime", "weekend"])
def test_a_ritual_fits_the_moment(couple, moment):
    couple.say("suggest_ritual", moment=moment)
    assert moment in CONTENT.rituals[couple.session.entry.number].moments
    assert couple.state is State.RITUAL


def test_something_else_is_another_ritual_until_one_is_kept(couple):
    couple.say("suggest_ritual")
    first = couple.session.entry.number
    couple.say("another_one")
    second = couple.session.entry.number
    couple.say("yes")
    assert first != second
    assert couple.household.ritual.number == second
    assert not couple.open


def test_a_ritual_can_be_chosen_by_name(couple):
    couple.to_ritual()
    words = couple.say("choose_ritual", ritual="evening_walk")
    assert "walk" in words
    assert CONTENT.rituals[couple.household.ritual.number].id == "evening_walk"
    assert couple.household.finished


@pytest.mark.parametrize("intent", ["suggest_experience", "appreciate"])
def test_small_things_come_one_at_a_time(couple, intent):
    couple.open_skill()
    couple.say(intent)
    first = couple.session.entry
    assert couple.state is State.PHRASE
    couple.say("another_one")
    assert couple.session.entry.deck == first.deck
    assert couple.session.entry.number != first.number


@pytest.mark.parametrize("theme", sorted(entry.id for entry in CONTENT.themes.values()))
def test_a_theme_is_told_and_leads_to_a_question_about_it(couple, theme):
    couple.open_skill()
    words = couple.say("about_theme", theme=theme)
    assert next(entry.text for entry in CONTENT.themes.values() if entry.id == theme) in words
    couple.say("yes")
    assert CONTENT.questions[couple.session.entry.number].theme == theme


def test_a_task_answers_in_one_turn(couple):
    from skill.checkin.model.events import Launched

    couple.tell(Launched(task="TonightsQuestion"))
    assert not couple.open
    assert couple.household.tonight
