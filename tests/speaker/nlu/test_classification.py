# SPDX-License-Identifier: Apache-2.0
"""A sentence in any words means what couples mean by such words; a request is heard in a clause of talk."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import Any
from zlib import compress

import msgspec
import pytest
from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.speaker.nlu import FALLBACK, SAFETY
from skill.speaker.nlu.language import load_language
from skill.speaker.nlu.safety.hints import Features
from skill.speaker.nlu.similarity.classification import (
    AWAITED,
    BUCKETS,
    FOLDER,
    INTENTS,
    NEWS,
    NOTHING,
    UNASKED,
    Classifier,
    IntentWeights,
    load_classifier,
    place_of,
)
from skill.speaker.nlu.similarity.meanings import INTENTS_SHARE, Limits, Places

ENGLISH = load_language("en-US")
SETS = Path(__file__).resolve().parents[3] / "bench" / "sets"
YES, NO, NEXT, ANOTHER = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AnotherOneIntent"
ENOUGH, SURE = 0.6, 0.8


def answered(state: State, text: str) -> str:
    """The intent of a sentence where a state waits for what it waits for."""
    return understanding_of().meaning(text, EXPECTED[state]).intent


def learned(limits: dict[str, Limits] | None = None, meanings: Any = None, places: Places | None = None) -> Classifier:
    """Classifier of a few made-up weights: `grand` is a yes, `knackered` a no, `duller` another, `onward` a next, and
    all else talk."""
    features = Features({}, (), ENGLISH)
    words = {YES: "grand", NO: "knackered", ANOTHER: "duller", NEXT: "onward", NOTHING: "", NEWS: "sister"}
    table = bytearray()
    for word in words.values():
        weights = bytearray(BUCKETS)
        for bucket in features.of([word]) if word else ():
            weights[bucket % BUCKETS] = 50
        table += weights
    return Classifier(
        IntentWeights(
            learned_from="",
            intents=list(words),
            bias=[2.0 if intent == NOTHING else 0.0 for intent in words],
            step=0.025,
            limits=dict.fromkeys((YES, NO, ANOTHER, NEXT), Limits(ENOUGH, SURE)) if limits is None else limits,
            places=places or {},
            weights=b64encode(compress(bytes(table))).decode(),
        ),
        ENGLISH,
        meanings,
    )


def test_the_likeliest_intent_is_meant() -> None:
    classifier = learned()
    assert classifier.surely(["onward"]) == NEXT
    assert classifier.perhaps(["duller"]) == ANOTHER
    assert classifier.perhaps(["thursday"]) is None


def test_news_and_talk_are_never_taken() -> None:
    assert learned().perhaps(["sister"]) is None
    assert max(learned().likelihoods(["sister"]).items(), key=lambda each: each[1])[0] == NEWS


def test_an_intent_without_a_limit_is_never_taken() -> None:
    assert learned({}).perhaps(["onward"]) is None


@pytest.mark.parametrize(("enough", "sure"), [(0.5, 1.0), (1.0, 1.0)])
def test_each_limit_counts_for_itself(enough: float, sure: float) -> None:
    classifier = learned({NEXT: Limits(enough, sure)})
    assert classifier.perhaps(["onward"]) == (NEXT if enough < 1 else None)
    assert classifier.surely(["onward"]) is None


def test_likelihoods_are_one_in_sum_whatever_is_waited_for() -> None:
    assert sum(learned().likelihoods(["grand"]).values()) == pytest.approx(1)
    assert sum(learned().likelihoods(["grand"], (NO, NEXT)).values()) == pytest.approx(1)


def test_what_is_waited_for_is_likelier_and_an_unasked_answer_less_likely() -> None:
    classifier = learned()

    def odds(word: str, intent: str, expects: tuple[str, ...]) -> float:
        likely = classifier.likelihoods([word], expects)
        return likely[intent] / likely[NOTHING]

    assert odds("onward", NEXT, (NEXT,)) == pytest.approx(AWAITED * odds("onward", NEXT, ()))
    assert odds("onward", NEXT, (NO,)) == pytest.approx(odds("onward", NEXT, ()))
    assert odds("grand", YES, (YES,)) == pytest.approx(AWAITED * odds("grand", YES, ()))
    assert odds("grand", YES, (NEXT,)) == pytest.approx(UNASKED * odds("grand", YES, ()))


@each_case(
    ("state", "place"),
    [
        *((State.OFFER, "greet"), (State.FOLLOW_UP, "kept"), (State.QUESTION, "question"), (State.TALK, "talk")),
        *((State.QUESTION_TALK, "talk"), (State.RITUAL, "ritual"), (State.REMIND, "reminder"), (State.READY, "last")),
        *((State.NEW, "cold"), (State.COOL_CONSENT, ""), (State.COOL_TALK, ""), (State.FORGET, ""), (State.SAFETY, "")),
    ],
)
def test_the_place_is_known_by_what_is_waited_for(state: State, place: str) -> None:
    assert place_of(EXPECTED[state]) == place


def test_at_a_place_that_was_learned_from_an_intent_is_as_much_likelier_as_it_was_there() -> None:
    there = EXPECTED[State.RITUAL]
    classifier, plain = learned(places={"ritual": {ANOTHER: 1.0, NEXT: -2.0}}), learned()

    def odds(of: Classifier, intent: str, expects: tuple[str, ...]) -> float:
        likely = of.likelihoods(["onward"], expects)
        return likely[intent] / likely[NOTHING]

    for intent, more in ((ANOTHER, 1.0), (NEXT, -2.0), (YES, 0.0)):
        assert odds(classifier, intent, there) == pytest.approx(exp(more) * odds(plain, intent, ()))
        assert odds(classifier, intent, EXPECTED[State.NEW]) == pytest.approx(odds(plain, intent, EXPECTED[State.NEW]))


def test_danger_and_talk_are_as_likely_at_every_place() -> None:
    classifier = learned(places={"ritual": {SAFETY: -5.0, NOTHING: -5.0}})
    for words in (["onward"], ["thursday"]):
        assert classifier.likelihoods(words, EXPECTED[State.RITUAL]) == pytest.approx(learned().likelihoods(words))


class About:
    """Stands for what knows what a sentence is about: one and the same of each."""

    limits: Mapping[str, Limits] = {YES: Limits(0.1, 0.2)}
    places: Mapping[str, Mapping[str, float]] = {}

    def __init__(self, **shares: float) -> None:
        self._shares = {intent.replace("_", "."): share for intent, share in shares.items()}

    def shares(self, words: Sequence[str]) -> dict[str, float]:
        return self._shares


@each_case("words", [["thursday"], ["onward", "thursday"]])
def test_what_a_sentence_is_about_counts_beside_its_words(words: list[str]) -> None:
    plain = learned().likelihoods(words)
    with_it = learned(meanings=About(AMAZON_YesIntent=0.8, AMAZON_NextIntent=0.1)).likelihoods(words)
    told, by_words = 8**INTENTS_SHARE, (plain[YES] / plain[NEXT]) ** (1 - INTENTS_SHARE)
    assert with_it[YES] / with_it[NEXT] == pytest.approx(told * by_words)
    assert with_it[NO] < 1e-3 * with_it[NEXT]  # nothing is told of it


def test_limits_are_those_that_were_found_with_it() -> None:
    told = About(AMAZON_YesIntent=0.9, AMAZON_FallbackIntent=0.1)
    assert learned(meanings=told).surely(["thursday"]) == YES
    assert learned(meanings=About(AMAZON_NextIntent=1.0)).perhaps(["thursday"]) is None


@pytest.mark.parametrize(
    ("state", "text", "intent"),
    [
        (State.RITUAL, "go on so before the match starts", YES),
        (State.RITUAL, "we're way too old for that malarkey", ANOTHER),
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


@pytest.mark.parametrize(
    ("state", "text", "intent"),
    [
        (State.QUESTION, "okay, that's too easy, take us deeper", ANOTHER),
        (State.OFFER, "next question, who ate the last of the popcorn", FALLBACK),
        (State.OFFER, "right, keys, phone, glasses, other glasses", FALLBACK),
        (State.OFFER, "no we're good, night", "AMAZON.StopIntent"),
        (State.RITUAL, "no mum, we haven't had our tea yet", NO),
    ],
)
def test_a_part_counts_unless_couples_mean_else_by_the_whole(state: State, text: str, intent: str) -> None:
    assert answered(state, text) == intent


def test_the_weights_were_learned_from_the_sentences_that_are_kept() -> None:
    kept = msgspec.json.decode((FOLDER / INTENTS.format("en")).read_bytes(), type=IntentWeights)
    learned_from = b"".join((SETS / f"{name}.jsonl").read_bytes() for name in ("requests.train", "answers.train"))
    now = sha256(learned_from).hexdigest()[:16]
    assert kept.learned_from == now, "`python -m bench.intent_weights` learns them anew"


def test_a_language_that_learned_nothing_has_no_classifier() -> None:
    assert load_classifier("de-DE", ENGLISH) is None


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
