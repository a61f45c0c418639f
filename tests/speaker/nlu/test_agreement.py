# SPDX-License-Identifier: Apache-2.0
"""A yes with a tail, where a question is open: the request in it, else the yes, and none that may be taken back."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.speaker.nlu import FALLBACK, Meaning

UNDERSTANDING = rules_of()
YES, NO, STOP, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.NextIntent"


def answered(state: State, text: str) -> Meaning:
    return UNDERSTANDING.meaning(text, EXPECTED[state])


@each_case("yes", ["yes", "yes please", "yeah", "sure", "oh yes", "yes dear"])
@each_case("join", [", but ", " but ", ", and "])
@each_case(
    ("tail", "meant", "slots"),
    [
        ("keep it short", "StartCheckInIntent", {"length": "short"}),
        ("something easy please", "AnotherOneIntent", {"mood": "light"}),
        ("could you remind us on Friday", "RemindUsIntent", {"days": "friday"}),
        ("what was the question", "AMAZON.RepeatIntent", {}),
    ],
)
def test_a_request_after_a_yes_counts(yes: str, join: str, tail: str, meant: str, slots: dict[str, str]) -> None:
    meaning = answered(State.OFFER, yes + join + tail)
    assert (meaning.intent, meaning.slots) == (meant, slots)


def test_a_reminder_has_the_day_that_was_said_before_it() -> None:
    meaning = answered(State.RITUAL, "yes please, we'll try it on Sunday, and would you remind us")
    assert (meaning.intent, meaning.slots) == ("RemindUsIntent", {"days": "sunday"})


@each_case("farewell", ["good night", "goodnight to you", "sleep well", "we're off to bed", "bye now"])
@each_case("join", [", and ", ", ", " and "])
def test_a_good_night_after_a_yes_takes_nothing_back(farewell: str, join: str) -> None:
    assert answered(State.REMIND, f"yes please{join}{farewell}").intent == YES


def test_a_stop_after_a_yes_is_a_stop() -> None:
    assert answered(State.REMIND, "yes stop").intent == STOP
    assert answered(State.RITUAL, "yes, and then stop please").intent != YES


@each_case("tail", ["we've made the tea", "he is sitting down at last", "the washing up is done"])
def test_talk_after_a_yes_leaves_it_a_yes(tail: str) -> None:
    assert answered(State.OFFER, f"yes, {tail}").intent == YES


@each_case("state", [State.TALK, State.QUESTION_TALK, State.RATE, State.COOL_TALK])
def test_a_yes_in_their_own_talk_answers_nothing(state: State) -> None:
    assert answered(state, "yes, and you had that silly green hat on").intent not in (YES, NEXT)


@each_case(
    "text",
    [
        "yes, but I don't want to",
        "yes but not tonight",
        "yes but he won't like what I say",
        "sure, if he lets me",
        "yeah I'd better, or he'll start again",
        "yes, and then I wish it was all over",
        "yes, I have to, he's angry",
    ],
)
def test_what_may_be_taken_back_or_tell_of_fear_is_no_yes(text: str) -> None:
    assert answered(State.OFFER, text).intent != YES


@each_case("state", [State.COOL_CONSENT, State.COOL_AND_YOU, State.FORGET])
@each_case(
    "text",
    [
        *("yes and good night", "yes but something easy", "yes, he's got his shoes on", "yes, if she says so"),
        *("I should think so", "that sounds very nice", "I suppose so, yes"),
    ],
)
def test_where_a_yes_must_be_clear_none_has_a_tail_or_is_lukewarm(state: State, text: str) -> None:
    assert answered(state, text).intent != YES


def test_a_polite_yes_is_one_where_it_begins_something_harmless() -> None:
    assert answered(State.OFFER, "I should think so").intent == YES
    assert answered(State.RITUAL, "that sounds very nice").intent == YES


@each_case("text", ["he said sleep. just sleep. next", "we laughed so much. okay next one"])
def test_a_request_in_the_last_sentence_of_talk_counts(text: str) -> None:
    assert answered(State.TALK, text).intent == NEXT


def test_a_request_between_two_pieces_of_talk_counts() -> None:
    assert answered(State.TALK, "hm what, say that again, the baby was yelling").intent == "AMAZON.RepeatIntent"


def test_what_one_of_them_quotes_is_no_request() -> None:
    assert answered(State.TALK, "he told me about it. stop").intent != STOP


@each_case("text", ["a walk, in this weather? good luck with that", "eh, not really, it's pouring"])
def test_a_no_beside_talk_is_a_no(text: str) -> None:
    assert answered(State.RITUAL, text).intent in (NO, "AnotherOneIntent")


@pytest.mark.parametrize(
    "text",
    [
        "well, I'm on my own at the moment, Jean's still in the greenhouse, she won't be long",
        "well I suppose you might tell me the question and I'll ask her when she comes in",
        "I'll ask him when he gets back from choir",
    ],
)
def test_who_waits_for_the_other_one_is_not_taken_for_unsafe(text: str) -> None:
    assert not answered(State.OFFER, text).perhaps_unsafe


@each_case(
    "text",
    [
        "he'll be in soon and I mustn't be heard",
        "he won't be long and I'm frightened",
        "I'll pay for it when he comes in",
    ],
)
def test_who_dreads_the_other_one_is(text: str) -> None:
    meaning = answered(State.OFFER, text)
    assert meaning.intent == "SafetyIntent" or meaning.perhaps_unsafe


def test_without_an_open_question_a_yes_with_a_tail_is_not_understood() -> None:
    assert UNDERSTANDING.meaning("yes, he's got his boots on again").intent == FALLBACK


@each_case("refusal", ["fine, but I'm not saying sorry", "ok but I won't apologise"])
def test_who_refuses_an_apology_is_given_no_words_for_one(refusal: str) -> None:
    assert answered(State.COOL_CONSENT, refusal).intent != "MendIntent"


@each_case(
    ("text", "intent", "slots", "confidence"),
    [
        ("yes, I said say that again", "AMAZON.RepeatIntent", {}, 1.0),
        ("yes, i love that so what is our ritual", "OurRitualIntent", {}, 1.0),
        ("absolutely, something easy please", "AnotherOneIntent", {"mood": "light"}, 1.0),
        ("yes, at nine, and remind us on sunday", "RemindUsIntent", {"days": "sunday", "time": "09:00"}, 1.0),
        ("yes, on sunday remind us at nine please", "RemindUsIntent", {"days": "sunday", "time": "09:00"}, 1.0),
        ("yes, remind us", "RemindUsIntent", {}, 1.0),
        ("yes, we want to do something a good bit lighter for once", YES, {}, 0.8),
        ("we're half asleep, but sure, we'll try", YES, {}, 0.8),
        ("yes, but stop", FALLBACK, {}, 0.0),
        ("yes, but wait", FALLBACK, {}, 0.0),
        ("yes, good night but stop", FALLBACK, {}, 0.0),
        ("no, not that, something lighter please", "AnotherOneIntent", {"mood": "light"}, 0.8),
        ("no, we want to do something a good bit lighter for once", NO, {}, 0.8),
    ],
)
def test_what_the_tail_of_an_answer_is_taken_for(
    text: str, intent: str, slots: dict[str, str], confidence: float
) -> None:
    meaning = UNDERSTANDING.meaning(text, [YES, NO])
    assert (meaning.intent, meaning.slots, meaning.confidence) == (intent, slots, confidence)
