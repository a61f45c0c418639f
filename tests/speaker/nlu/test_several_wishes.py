# SPDX-License-Identifier: Apache-2.0
"""Wishes for a question or an evening, said in several parts or by a topic's name alone."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of

UNDERSTANDING = rules_of()
YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
QUESTION, START, OTHER = "TonightsQuestionIntent", "StartCheckInIntent", "AnotherOneIntent"
AVOID, RITUAL = "AvoidTopicIntent", "SuggestRitualIntent"


@each_case("expects", [(), (YES, NO)])
@each_case(
    ("text", "intent", "slots"),
    [
        ("sure, about when we met", QUESTION, {"topic": "past"}),
        ("yeah, something about money", QUESTION, {"topic": "money"}),
        ("sure, but a happy one, about when we met", QUESTION, {"topic": "past", "mood": "light"}),
        ("give us a question, about money", QUESTION, {"topic": "money"}),
        ("give us a funny question, about money", QUESTION, {"topic": "money", "mood": "funny"}),
        ("yes, give us a question about money, and a funny one", QUESTION, {"topic": "money", "mood": "funny"}),
        ("a question about money, about family", QUESTION, {"topic": "money"}),
        ("a deep one, about us", QUESTION, {"mood": "deep"}),
        ("give us a question, a short one", START, {"length": "short"}),
        ("a quick one, about money", START, {"length": "short", "topic": "money"}),
        ("yes, a short one, about money", START, {"length": "short", "topic": "money"}),
        ("a short one about money, a funny one", START, {"length": "short", "topic": "money", "mood": "funny"}),
        ("let's start, short, about money", START, {"length": "short", "topic": "money"}),
        ("start a check in, a funny one, about money", START, {"topic": "money", "mood": "funny"}),
        ("another one, and a happy one", OTHER, {"mood": "light"}),
        ("give us a question, not about money", AVOID, {"topic": "money"}),
        ("give us a question, no, about money", AVOID, {"topic": "money"}),
        ("money", AVOID, {"topic": "money"}),
        ("no, money", AVOID, {"topic": "money"}),
        ("save that, about money", "SaveThisIntent", {}),
    ],
)
def test_all_that_is_wished_for_in_one_sentence_counts(
    text: str, expects: tuple[str, ...], intent: str, slots: dict[str, str]
) -> None:
    meaning = UNDERSTANDING.meaning(text, expects)
    assert (meaning.intent, meaning.slots) == (intent, slots)
    assert {*slots} <= {*meaning.spoken}


@each_case("text", ["yeah, money", "yeah money", "yeah the money"])
def test_a_topic_by_its_name_alone_is_wished_for_after_a_yes_and_left_out_elsewhere(text: str) -> None:
    for expects, intent in (((YES, NO), QUESTION), ((), AVOID), (("AMAZON.NextIntent", YES, NO), AVOID)):
        meaning = UNDERSTANDING.meaning(text, expects)
        assert (meaning.intent, meaning.slots) == (intent, {"topic": "money"})


def test_a_wish_that_no_list_has_is_told_in_its_own_words() -> None:
    meaning = UNDERSTANDING.meaning("just one, a quick one, something about travel")
    assert (meaning.intent, meaning.slots) == (START, {"length": "short"})
    assert meaning.spoken == {"length": "quick", "topic": "travel"}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("what do I say when she tells me she feels like a flatmate", {}),
        ("how do I tell him I miss him without it sounding like a telling-off", {}),
        ("to tell us what I should say to him now", {}),
        ("help me say it, I get lonely at night", {"feeling": "lonely"}),
    ],
)
def test_words_to_say_are_asked_for_whatever_follows(text: str, slots: dict[str, str]) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots) == ("EmpathyPhraseIntent", slots)


@each_case(
    ("text", "intent"),
    [
        ("what should I say to thank her for yesterday", "AppreciateIntent"),
        ("how do I say sorry to her, I never know how", "MendIntent"),
        ("what can I say", "AMAZON.HelpIntent"),
        ("what can I say so he doesn't get angry at me", "SafetyIntent"),
    ],
)
def test_what_is_surely_something_else_is_that(text: str, intent: str) -> None:
    assert UNDERSTANDING.meaning(text).intent == intent


@each_case(
    ("text", "subject"),
    [
        ("is there a question about life after the children move out", "life after the children move out"),
        ("one about being tired", "being tired"),
        ("i want it to be about gardens", "gardens"),
        ("a question about money worries", "money worries"),
    ],
)
def test_all_that_a_question_is_to_be_about_is_told(text: str, subject: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.spoken) == (QUESTION, {"topic": subject})


@each_case("text", ["start a check in, about ten minutes", "one question, and wake us about nine o'clock"])
def test_what_points_at_something_or_tells_a_time_is_no_subject(text: str) -> None:
    assert "topic" not in UNDERSTANDING.meaning(text).spoken


@each_case(
    ("text", "moment"),
    [
        ("suggest something for right now", "right now"),
        ("what could we do tonight that isn't talking", "right now"),
        ("can we not just hold hands", "right now hold hands"),
        ("a ritual for right now, a hug or so", "right now hug"),
    ],
)
@each_case("expects", [(), (RITUAL, YES, NO)])
def test_an_idea_for_this_very_moment_is_a_moment_of_its_own(text: str, expects: tuple[str, ...], moment: str) -> None:
    meaning = UNDERSTANDING.meaning(text, expects)
    assert (meaning.intent, meaning.slots, meaning.spoken) == (RITUAL, {}, {"moment": moment})


def test_what_they_would_rather_do_counts_as_a_theme_elsewhere() -> None:
    rather = UNDERSTANDING.meaning("what about just a cuddle", (RITUAL, YES, NO))
    assert (rather.intent, rather.spoken) == (RITUAL, {"moment": "right now cuddle"})
    assert UNDERSTANDING.meaning("what about just a cuddle").slots == {"theme": "touch"}


@each_case(
    "text",
    [
        "a ritual for tonight",
        "a ritual for bedtime",
        "we hug every day",
        "we don't want a hug",
        "no hug tonight",
        "he never wants to hold hands",
    ],
)
@each_case("expects", [(), (RITUAL, YES, NO)])
def test_any_other_moment_is_no_moment_of_its_own(text: str, expects: tuple[str, ...]) -> None:
    assert not UNDERSTANDING.meaning(text, expects).spoken.get("moment", "").startswith("right now")
