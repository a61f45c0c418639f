# SPDX-License-Identifier: Apache-2.0
"""Requests with a reason after them, and what is no request although one stands in it."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of

from skill.speaker.nlu import FALLBACK

UNDERSTANDING = rules_of()
STOP, NEXT, YES, NO = "AMAZON.StopIntent", "AMAZON.NextIntent", "AMAZON.YesIntent", "AMAZON.NoIntent"


def intent(text: str, *expects: str) -> str:
    return UNDERSTANDING.meaning(text, expects).intent


@pytest.mark.parametrize("pause", [", ", ". ", " "])
@pytest.mark.parametrize(
    ("request_said", "reason", "meant"),
    [
        ("we're done", "my back's killing me", STOP),
        ("skip that", "Dale's in his barn coat", NEXT),
        ("can the music stop", "it's like a dentist's office", "AMAZON.PauseIntent"),
        ("skip to the end", "he's got work in the morning", "SuggestRitualIntent"),
        ("can we do something lighter", "he's gone all quiet", "AnotherOneIntent"),
        ("say that again", "I was in the kitchen", "AMAZON.RepeatIntent"),
    ],
)
def test_a_request_is_heard_before_its_reason(request_said: str, reason: str, meant: str, pause: str) -> None:
    assert intent(request_said + pause + reason) == meant


@pytest.mark.parametrize(
    "text",
    [
        "stop it, you're tickling me",
        "we can stop when he's ready",
        "never skip that, she loves it",
        "skip that, or not, he's the one to say",
        "they say we're done, he has heard it at the club",
    ],
)
def test_what_is_said_to_the_other_one_or_taken_back_is_no_request(text: str) -> None:
    assert intent(text) == FALLBACK


@pytest.mark.parametrize("answer", ["yes", "no", "sure"])
def test_an_answer_alone_is_no_request_before_a_reason(answer: str) -> None:
    assert intent(f"{answer}, he's got his boots on again") == FALLBACK


@each_case("text", ["we're done, he hits me", "stop it, he's hurting me", "let's stop, I want to die"])
def test_danger_comes_before_the_request(text: str) -> None:
    assert intent(text) == "SafetyIntent"


@each_case("expects", [(), (YES, NO)])
def test_after_a_no_the_command_counts(expects: tuple[str, ...]) -> None:
    assert intent("nope. let's start, and keep it short, I'm beat", *expects) == "StartCheckInIntent"


def test_after_a_no_nothing_begins_where_consent_must_be_clear() -> None:
    text = "nope. let's start, and keep it short, I'm beat"
    assert intent(text, YES, NO, "CoolDownIntent") != "StartCheckInIntent"


def test_light_one_and_a_reminder_with_its_day() -> None:
    assert UNDERSTANDING.meaning("light one, finally").slots == {"mood": "light"}
    meaning = UNDERSTANDING.meaning("make that reminder nine instead, it's Sunday for crying out loud")
    assert (meaning.intent, meaning.slots) == ("RemindUsIntent", {"time": "09:00", "days": "sunday"})


@each_case(
    "text",
    [
        "can we have one that isn't about fighting",
        "uh, who argues well, Dale, nobody we know. can we have something that isn't about fighting",
        "one that isn't about work",
        "not about money",
    ],
)
def test_what_is_not_to_be_about_something_is_another_question(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text, (YES, NO))
    assert (meaning.intent, meaning.slots) == ("AnotherOneIntent", {})


def test_nothing_about_bills_leaves_money_out_and_is_no_yes() -> None:
    meaning = UNDERSTANDING.meaning("yeah, one. nothing about bills", (YES, NO))
    assert (meaning.intent, meaning.slots) == ("AvoidTopicIntent", {"topic": "money"})


def test_i_said_no_music_turns_it_off() -> None:
    meaning = UNDERSTANDING.meaning("I said no music", (YES, NO))
    assert (meaning.intent, meaning.spoken) == ("AvoidTopicIntent", {"topic": "music"})


def test_names_are_learned_only_from_a_sentence_that_tells_them() -> None:
    assert intent("remember that we said Holi and Yorkshire pudding day") == FALLBACK
    assert UNDERSTANDING.meaning("remember that we are Tom and Asha").slots == {"first": "Tom", "second": "Asha"}
    assert UNDERSTANDING.meaning("call us Tom and Asha").slots == {"first": "Tom", "second": "Asha"}
