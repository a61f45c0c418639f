# SPDX-License-Identifier: Apache-2.0
"""Answers in any words lean to a yes, a no or another one, where a question is open; a request is heard in a clause."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from understood import understanding_of

from skill.alexa.intents import NAME_OF
from skill.checkin.model.session import State
from skill.checkin.table import expected_in
from skill.speaker.nlu import FALLBACK
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.hints import Features
from skill.speaker.nlu.similarity.leaning import (
    BUCKETS,
    FOLDER,
    LEANING,
    NO_ANSWER,
    AnswerWeights,
    Leaning,
    LeaningWeights,
    load_leaning,
)

ENGLISH = load_language("en-US")
SETS = Path(__file__).resolve().parents[3] / "bench" / "sets"
YES, NO, ANOTHER = "AMAZON.YesIntent", "AMAZON.NoIntent", "AnotherOneIntent"


def answered(state: State, text: str) -> str:
    """The intent of an answer to what a state asks."""
    return understanding_of().meaning(text, [NAME_OF[intent] for intent in expected_in(state)]).intent


def learned(**words: float) -> Leaning:
    """What leans to an intent by one word of its own: `yes="grand"`, and is none of these without it."""
    features = Features({}, (), ENGLISH)

    def of(word: str, bias: float) -> AnswerWeights:
        weights = bytearray(BUCKETS)
        for bucket in features.of([word]) if word else ():
            weights[bucket % BUCKETS] = 100
        return AnswerWeights(bias=bias, step=0.1, weights=b64encode(bytes(weights)).decode())

    answers = {YES: of("grand", 0.0), NO: of("knackered", 0.0), ANOTHER: of("duller", 0.0), NO_ANSWER: of("", 2.0)}
    return Leaning(
        LeaningWeights(learned_from="", limits=dict.fromkeys((YES, NO, ANOTHER), 0.6), answers=answers), ENGLISH
    )


def test_what_is_likeliest_among_what_is_waited_for_is_meant() -> None:
    leaning = learned()
    assert leaning.intent_of(["grand"], (YES, NO)) == YES
    assert leaning.intent_of(["knackered"], (YES, NO)) == NO
    assert leaning.intent_of(["duller"], (YES, NO, ANOTHER)) == ANOTHER


def test_what_is_not_waited_for_or_not_clear_is_none() -> None:
    leaning = learned()
    assert leaning.intent_of(["duller"], (YES, NO)) is None
    assert leaning.intent_of(["thursday"], (YES, NO)) is None


def test_likelihoods_are_one_in_sum_and_leave_out_what_is_not_asked_for() -> None:
    likely = learned().likelihoods(["grand"], (YES,))
    assert set(likely) == {YES, NO_ANSWER}
    assert sum(likely.values()) == pytest.approx(1)
    assert set(learned().likelihoods(["grand"])) == {YES, NO, ANOTHER, NO_ANSWER}


@pytest.mark.parametrize(
    ("state", "text", "intent"),
    [
        (State.RITUAL, "go on so before the match starts", YES),
        (State.RITUAL, "we're way too old for that malarkey", NO),
        (State.RITUAL, "what else have you got up your sleeve", ANOTHER),
        (State.OFFER, "we're both running on fumes so another night", NO),
    ],
)
def test_an_answer_in_any_words_counts(state: State, text: str, intent: str) -> None:
    assert answered(state, text) == intent


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (State.COOL_CONSENT, "go on so before the match starts"),
        (State.FORGET, "go on so before the match starts"),
        (State.TALK, "go on so before the match starts"),
        (State.OFFER, "the boiler man left his ladder in the hall"),
        (State.RITUAL, "what time would we be up for it"),
    ],
)
def test_it_counts_nowhere_else(state: State, text: str) -> None:
    assert answered(state, text) not in (YES, NO)


def test_the_weights_were_learned_from_the_sentences_that_are_kept() -> None:
    kept = msgspec.json.decode((FOLDER / LEANING.format("en")).read_bytes(), type=LeaningWeights)
    now = sha256((SETS / "answers.train.jsonl").read_bytes()).hexdigest()[:16]
    assert kept.learned_from == now, "`python -m bench.leaning_weights` learns them anew"


def test_a_language_that_learned_nothing_leans_to_nothing() -> None:
    assert load_leaning("de-DE", ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I want to say sorry to her properly, and it keeps coming out as excuses", "MendIntent"),
        ("how many more of these are there, only the boy has an exam", "HowLongIntent"),
        ("another idea, a swim, are you joking, in November", ANOTHER),
    ],
)
def test_a_request_is_heard_in_a_clause_of_talk(text: str, intent: str) -> None:
    assert understanding_of().meaning(text).intent == intent


@pytest.mark.parametrize(
    "text",
    ["a hug would do, to be honest", "she watches me cook, and never helps", "my brother, and the dens in the woods"],
)
def test_talk_asks_for_nothing(text: str) -> None:
    assert understanding_of().meaning(text).intent == FALLBACK
