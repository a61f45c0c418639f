# SPDX-License-Identifier: Apache-2.0
"""The same words where different things are waited for: what they mean there, and how sure that is.

1.0 and 0.97 are a sample word for word (0.97 where something was put right first), 0.8 a part of a sentence.
"""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of, understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import Intent, LanguageModel
from skill.speaker.nlu import FALLBACK, Meaning, Understanding

UNDERSTANDING = understanding_of()
YES, NO, STOP, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.NextIntent"
REMIND, STATUS, CHOOSE, DONE = "RemindUsIntent", "ReminderStatusIntent", "ChooseRitualIntent", "RitualDoneIntent"
QUESTION, SOMETIMES, ALONE = "TonightsQuestionIntent", "SometimesIntent", None


def heard(state: State | None, text: str) -> Meaning:
    return UNDERSTANDING.meaning(text, EXPECTED[state] if state else [])


def by_rules(state: State | None, text: str) -> Meaning:
    return rules_of().meaning(text, EXPECTED[state] if state else [])


@each_case(
    ("text", "state", "intent", "confidence"),
    [
        ("no", State.TALK, NO, 1.0),
        ("no thanks", State.TALK, NO, 1.0),
        ("not tonight", State.TALK, STOP, 1.0),
        ("not tonight", State.QUESTION_TALK, STOP, 1.0),
        ("not tonight", State.OFFER, NO, 1.0),
        ("not tonight", ALONE, NO, 1.0),
        ("no, leave it for tonight", State.TALK, STOP, 0.97),
        ("yes stop", State.OFFER, STOP, 0.97),
        ("next week", State.REMIND, REMIND, 0.8),
        ("next week", State.TALK, FALLBACK, 0.0),
        ("next week", ALONE, FALLBACK, 0.0),
        ("next", State.REMIND, NEXT, 1.0),
        ("every other day", State.REMIND, REMIND, 0.8),
        ("every other day", State.TALK, SOMETIMES, 1.0),
        ("maybe", State.REMIND, SOMETIMES, 1.0),
        ("tomorrow", State.REMIND, REMIND, 0.8),
        ("on tomorrow", State.REMIND, REMIND, 0.8),
        ("do it tomorrow", State.REMIND, REMIND, 1.0),
        ("do it tomorrow", ALONE, FALLBACK, 0.0),
        ("remind us tomorrow", ALONE, REMIND, 1.0),
        ("nine", State.REMIND, "RateIntent", 1.0),
        ("we are fine", State.COOL_CONSENT, QUESTION, 1.0),
        ("no, we're fine", State.COOL_CONSENT, QUESTION, 1.0),
        ("no, we're fine", ALONE, NO, 1.0),
        ("no it's nothing", State.COOL_CONSENT, QUESTION, 1.0),
        ("no", State.COOL_CONSENT, NO, 1.0),
        ("no don't erase it", ALONE, NO, 0.97),
        ("won more", ALONE, "AnotherOneIntent", 0.97),
        ("is it nine", State.REMIND, STATUS, 0.8),
        ("is it nine", State.RITUAL, FALLBACK, 0.0),
        ("we did it", State.RITUAL, DONE, 1.0),
        ("we did it", State.RATE, DONE, 1.0),
        ("not the walk again", State.RITUAL, NO, 0.8),
        ("not the walk again", ALONE, FALLBACK, 0.0),
        ("not a walk but the breakfast", State.RITUAL, CHOOSE, 0.8),
        ("no, the walk", State.RITUAL, CHOOSE, 1.0),
        ("begin pestering us", ALONE, FALLBACK, 0.0),
        ("the question about the", ALONE, FALLBACK, 0.0),
        ("one of us is nine", ALONE, FALLBACK, 0.0),
        ("save the", ALONE, "SaveThisIntent", 0.963),
        ("let us sit with that one", State.RATE, "TalkTimeIntent", 1.0),
        ("call us Sam and Alex pudding", ALONE, FALLBACK, 0.0),
        ("her name's not Anna, it's Hannah", ALONE, FALLBACK, 0.0),
        ("we are not Sam and Alex", ALONE, FALLBACK, 0.0),
        ("my mother lands at six", State.REMIND, REMIND, 0.8),
        ("my mother lands at six", State.RITUAL, FALLBACK, 0.0),
        ("we eat at six", State.RITUAL, "AnotherOneIntent", 0.6),
        ("i leave at half six", State.RITUAL, FALLBACK, 0.0),
        ("Hannah comes at eight on Friday", ALONE, FALLBACK, 0.0),
    ],
)
def test_what_it_means_where_it_is_said(text: str, state: State | None, intent: str, confidence: float) -> None:
    meaning = heard(state, text)
    assert (meaning.intent, meaning.confidence) == (intent, confidence)


@each_case(
    ("text", "state", "intent", "slots", "spoken"),
    [
        (
            "one of us is nine",
            State.RATE,
            "RateIntent",
            {"score": "1", "second": "9"},
            {"score": "one", "second": "nine"},
        ),
        ("how about ten", State.REMIND, REMIND, {"time": "10:00"}, {"time": "ten"}),
        ("what about the walk", State.RITUAL, CHOOSE, {"ritual": "evening_walk"}, {"ritual": "the walk"}),
        ("keep nudging us at nine", ALONE, REMIND, {"time": "09:00"}, {"time": "nine"}),
        ("avoid politics", ALONE, "AvoidTopicIntent", {}, {"topic": "politics"}),
        ("a ritual for florble", ALONE, "SuggestRitualIntent", {}, {"moment": "florble"}),
        ("what can i say when he is florbled", ALONE, "EmpathyPhraseIntent", {}, {"feeling": "florbled"}),
        ("a question about work", State.RITUAL, QUESTION, {"topic": "work"}, {"topic": "work"}),
        ("dinner at six", State.RITUAL, REMIND, {"time": "06:00"}, {"time": "six"}),
        ("next week", State.REMIND, REMIND, {}, {"days": "next week"}),
    ],
)
def test_what_is_named_where_it_is_said(
    text: str, state: State | None, intent: str, slots: dict[str, str], spoken: dict[str, str]
) -> None:
    meaning = heard(state, text)
    assert (meaning.intent, meaning.slots, meaning.spoken) == (intent, slots, spoken)


@pytest.mark.parametrize(("more", "understood"), [(34, True), (35, False)])
def test_what_is_longer_than_forty_words_is_people_talking_to_each_other(more: int, understood: bool) -> None:
    text = " ".join(["skip that, he is", *["very"] * more, "very", "tired"])
    assert (heard(ALONE, text).intent != FALLBACK) is understood
    assert bool(UNDERSTANDING.alternatives(text)) is understood


def test_the_intents_that_a_sentence_is_like_come_likeliest_first() -> None:
    found = UNDERSTANDING.alternatives("could you give us some other question about cash")
    assert found[0][0] == QUESTION
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert scores == [round(score, 3) for score in scores]
    assert len({intent for intent, _ in found}) == len(found)
    assert UNDERSTANDING.alternatives("") == []
    assert YES not in dict(UNDERSTANDING.alternatives("don't erase it"))
    assert YES in dict(UNDERSTANDING.alternatives("erase it"))


def test_of_two_ways_to_hear_a_sentence_the_likelier_counts() -> None:
    for heard_as, said in (("won more", "one more"), ("were fighting", "we are fighting")):
        assert UNDERSTANDING.alternatives(heard_as)[0] == UNDERSTANDING.alternatives(said)[0]


@pytest.mark.parametrize(
    ("heard_as", "intent"),
    [
        ("paws the thing a bit", "AMAZON.PauseIntent"),
        ("reed us that again will you", "AMAZON.RepeatIntent"),
        ("a richual for the mornings would be nice", "SuggestRitualIntent"),
    ],
)
def test_a_misheard_word_is_put_right_in_other_words_too(heard_as: str, intent: str) -> None:
    meaning = rules_of().meaning(heard_as)
    assert meaning.intent == intent
    assert 0.9 < meaning.confidence < 0.97


def test_where_nothing_is_waited_for_as_on_an_echo_no_tie_is_settled() -> None:
    samples = {"KeepIntent": "put the red box away", "ThrowIntent": "put the blue box away"}
    model = LanguageModel("en-US", "tidy room", [Intent(name, (), (sample,)) for name, sample in samples.items()], [])
    plain, helped = Understanding(model, plain=True), Understanding(model)
    assert len({plain.meaning("put the box away", [name]).intent for name in samples}) == 1
    assert len({helped.meaning("put the box away", [name]).intent for name in samples}) == 2


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("a check in not about work please", {}),
        ("a check in not now about work please", {"topic": "work"}),
        ("a check in about work not please", {"topic": "work"}),
        ("start a short one, not about touch", {"length": "short"}),
        ("start a short one, not one about touch", {"length": "short", "theme": "touch"}),
    ],
)
def test_a_not_right_before_a_topic_takes_it_out(text: str, slots: dict[str, str]) -> None:
    meaning = heard(ALONE, text)
    assert (meaning.intent, meaning.slots) == ("StartCheckInIntent", slots)


@each_case(
    ("text", "intent"),
    [
        ("not again the reading", NO),
        ("never the reading again", NO),
        ("we would rather not do the reading", "AnotherOneIntent"),  # why it does not suit them asks for another
    ],
)
def test_a_ritual_that_is_refused_is_a_no_only_where_one_is_waited_for(text: str, intent: str) -> None:
    assert heard(State.RITUAL, text).intent == intent
    assert UNDERSTANDING.meaning(text, [CHOOSE]).intent != NO
    meaning = by_rules(State.RITUAL, text)
    assert (meaning.intent, meaning.confidence) == (NO, 0.8)
    assert rules_of().meaning(text, [CHOOSE]).intent == FALLBACK


@each_case(("text", "state"), [("we are not Sam and Alex", ALONE), ("we eat at six", State.RITUAL)])
def test_the_rules_alone_take_it_for_nothing(text: str, state: State | None) -> None:
    meaning = by_rules(state, text)
    assert (meaning.intent, meaning.confidence) == (FALLBACK, 0.0)


@pytest.mark.parametrize(
    "text", ["that would be quite lovely really", "i would like to do that very much", "sounds lovely", "we should"]
)
def test_a_yes_that_is_long_or_polite_erases_nothing(text: str) -> None:
    assert UNDERSTANDING.meaning(text, [YES, NO]).intent == YES
    for clearly in ("ForgetUsIntent", "CoolDownIntent"):
        assert UNDERSTANDING.meaning(text, [YES, NO, clearly]).intent == FALLBACK


@each_case("text", ["um", "please", "um please", "oh", "lol huh"])
def test_what_only_makes_a_sentence_polite_means_nothing_alone(text: str) -> None:
    for expects in ([], [YES, NO], [REMIND]):
        assert UNDERSTANDING.meaning(text, expects).intent == FALLBACK


@each_case(
    ("text", "slots"),
    [
        ("i can't see a way out", {"risk": "self"}),
        ("i want to disappear", {"risk": "self"}),
        ("she counts my money and i am scared", {"risk": "fear"}),
        ("he is so violent with the garlic press", {}),
    ],
)
def test_danger_is_told_with_its_risk_and_nothing_else(text: str, slots: dict[str, str]) -> None:
    for expects in ([], [YES, NO]):
        meaning = UNDERSTANDING.meaning(text, expects)
        assert (meaning.intent, meaning.slots, meaning.spoken, meaning.confidence) == ("SafetyIntent", slots, {}, 0.97)
