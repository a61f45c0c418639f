# SPDX-License-Identifier: Apache-2.0
"""A sentence in any words means what couples mean by such words; a request is heard in a clause of talk."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import compress

import msgspec
import pytest
from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import load_language_model
from skill.speaker.nlu import FALLBACK
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
)
from skill.speaker.nlu.similarity.meanings import INTENTS_SHARE, Limits

ENGLISH = load_language("en-US")
SETS = Path(__file__).resolve().parents[3] / "bench" / "sets"
YES, NO, NEXT, ANOTHER = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AnotherOneIntent"
ENOUGH, SURE = 0.6, 0.8


def answered(state: State, text: str) -> str:
    """The intent of a sentence where a state waits for what it waits for."""
    return understanding_of().meaning(text, EXPECTED[state]).intent


def learned(limits: dict[str, Limits] | None = None, meanings: Any = None) -> Classifier:
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


class About:
    """Stands for what knows what a sentence is about: one and the same of each."""

    limits: Mapping[str, Limits] = {YES: Limits(0.1, 0.2)}

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


class Sure(Classifier):
    """What takes every sentence for one intent, as surely as told."""

    def __init__(self, **likely: float) -> None:
        """`likely` names intents without their `Intent`, and `Talk`."""
        names = {"Talk": NOTHING, "Yes": YES, "No": NO, "Next": NEXT, "Stop": "AMAZON.StopIntent", "News": NEWS}
        self._likely = {names.get(name, f"{name}Intent"): share for name, share in likely.items()}
        self._limits = dict.fromkeys({*load_language_model().intents} - {NOTHING}, Limits(0.4, 0.6))

    def likelihoods(self, words: Sequence[str], expects: Collection[str] = ()) -> Mapping[str, float]:
        return dict.fromkeys(self._limits, 0.0) | {NOTHING: 0.0, NEWS: 0.0} | self._likely


def understood(classifier: Classifier, text: str, *expects: str) -> tuple[str, dict[str, str]]:
    """Intent and spoken slots of a sentence where the classifier is sure of what it is told."""
    understanding = copy(understanding_of())
    vars(understanding)["_classifier"] = classifier  # which is made when it is first asked for, and kept there
    meaning = understanding.meaning(text, expects)
    return meaning.intent, meaning.spoken


LIKE_NOTHING = "zugzwang and zwieback on the zither"
"""A sentence that no sample is like."""


@each_case(
    ("likely", "expects", "intent"),
    [
        ({"HowLong": 0.7}, (), "HowLongIntent"),
        ({"HowLong": 0.5}, (), "HowLongIntent"),
        ({"HowLong": 0.3}, (), FALLBACK),
        ({"HowLong": 0.9, "Safety": 0.06}, (), FALLBACK),
        ({"Talk": 0.9}, (), FALLBACK),
        ({"News": 0.9}, (), FALLBACK),
        ({"Yes": 0.9}, (YES, NO), YES),
        ({"Yes": 0.9}, (NEXT, YES), FALLBACK),
        ({"Yes": 0.9}, (YES, "ForgetUsIntent"), FALLBACK),
        ({"Yes": 0.9}, (), YES),
        ({"No": 0.9}, (YES, NO), NO),
        ({"No": 0.9}, (NEXT, YES, NO), FALLBACK),
        ({"No": 0.9}, (YES,), FALLBACK),
        ({"RitualDone": 0.9}, (NEXT,), FALLBACK),
        ({"RitualDone": 0.9}, ("RitualDoneIntent",), "RitualDoneIntent"),
        ({"Next": 0.9}, (NEXT,), NEXT),
        ({"Next": 0.9}, (YES, "ChooseRitualIntent"), ANOTHER),
        ({"ChooseRitual": 0.9}, (YES, "ChooseRitualIntent"), YES),
        ({"ChooseRitual": 0.9}, ("ChooseRitualIntent",), FALLBACK),
        ({"SetNames": 0.9}, (), FALLBACK),
        ({"AvoidTopic": 0.9}, (), FALLBACK),
        ({"AllowTopic": 0.9}, (), FALLBACK),
    ],
)
def test_what_it_is_taken_for_where_no_sample_is_like_it(
    likely: dict[str, float], expects: tuple[str, ...], intent: str
) -> None:
    assert understood(Sure(**likely), LIKE_NOTHING, *expects)[0] == intent


@each_case(
    ("likely", "text", "expects", "intent"),
    [
        ({"EmpathyPhrase": 0.9}, "zugzwang for her, to thank her so", (), "AppreciateIntent"),
        ({"EmpathyPhrase": 0.9}, "zugzwang for her, to soothe her so", (), "EmpathyPhraseIntent"),
        ({"Yes": 0.9}, "what zugzwang would that be", (YES, NO), FALLBACK),
        ({"Yes": 0.9}, "zugzwang it is, but never tonight", (YES, NO), FALLBACK),
        ({"HowLong": 0.9}, "zugzwang zither of the", (), FALLBACK),
        ({"HowLong": 0.9}, "zugzwang zither", (), FALLBACK),
        ({"CancelReminder": 0.9}, "did you zugzwang the zither", (), FALLBACK),
        ({"RemindUs": 0.9}, "Hannah has the zither at five", (), FALLBACK),
        ({"Unsave": 0.9}, "actually keep it don't take it off", (), "SaveThisIntent"),
        ({"HowLong": 0.9}, "actually keep it don't take it off", (), "HowLongIntent"),
        ({"RemindUs": 0.9}, "delete the reminder at nine", (), "CancelReminderIntent"),
        ({"Yes": 0.9}, "could we keep doing that every Sunday", (YES, NO), "RemindUsIntent"),
        ({"SetNames": 0.9}, "we zugzwang, and call us Sam and Alex", (), "SetNamesIntent"),
        ({"SetNames": 0.9}, "we zugzwang, we are not Sam and Alex", (), FALLBACK),
    ],
)
def test_what_takes_it_back_or_makes_it_another(
    likely: dict[str, float], text: str, expects: tuple[str, ...], intent: str
) -> None:
    assert understood(Sure(**likely), text, *expects)[0] == intent


@each_case(
    ("likely", "text", "meant"),
    [
        ({"TonightsQuestion": 0.9}, "zugzwang me one about the zither", ("TonightsQuestionIntent", "the zither")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one with money", ("TonightsQuestionIntent", "money")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one, not money", ("AvoidTopicIntent", "money")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one please", ("TonightsQuestionIntent", None)),
        ({"EmpathyPhrase": 0.9}, "give us one about the zither", ("EmpathyPhraseIntent", None)),
    ],
)
def test_what_a_question_is_to_be_about(likely: dict[str, float], text: str, meant: tuple[str, str | None]) -> None:
    intent, spoken = understood(Sure(**likely), text)
    assert (intent, spoken.get("topic")) == meant


@each_case(
    ("likely", "text", "intent"),
    [
        ({"Talk": 0.7, "AnotherOne": 0.1}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.3, "News": 0.3, "AnotherOne": 0.1}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.5, "AnotherOne": 0.1}, "no more of those dings at breakfast", ANOTHER),
        ({"Talk": 0.1, "AnotherOne": 0.02}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.7}, "another one", ANOTHER),
        ({"Talk": 0.7}, "one more then", ANOTHER),
    ],
)
def test_talk_is_left_alone_whatever_sample_it_is_like(likely: dict[str, float], text: str, intent: str) -> None:
    assert understood(Sure(**likely), text)[0] == intent


@each_case(
    ("likely", "intent"),
    [
        ({"Yes": 0.9}, YES),
        ({"Yes": 0.7}, FALLBACK),
        ({"Yes": 0.9, "Safety": 0.02}, FALLBACK),
        ({"Talk": 0.9}, FALLBACK),
    ],
)
def test_words_of_danger_are_none_where_something_else_is_surely_meant(likely: dict[str, float], intent: str) -> None:
    hardly = "hmm you lost, so i have got to say good night"
    assert understood(Sure(**likely), hardly, YES, NO)[0] == intent
    assert understood(Sure(**likely), "good evening, yes, and he hit me", YES, NO)[0] == "SafetyIntent"


@each_case(
    ("text", "likely", "intent"),
    [
        ("we've had a bit of a row and I'm still cross", {"News": 0.9}, "CoolDownIntent"),
        ("we've had a bit of a row and I'm still cross", {"No": 0.9}, NO),
        ("we're not having a row, love", {"News": 0.9}, FALLBACK),
        ("I'll take no questions, we're arguing. he never listens", {"No": 0.9}, "CoolDownIntent"),
    ],
)
def test_who_tells_of_a_quarrel_is_offered_to_slow_it_down(text: str, likely: dict[str, float], intent: str) -> None:
    assert understood(Sure(**likely), text, YES, NO)[0] == intent


@each_case(
    ("text", "spoken"),
    [
        ("skip that one, we've had enough of family this week", {}),
        ("mate, that's work. something flirty then", {"mood": "flirty"}),
        ("skip that one, something with family this week", {"topic": "family"}),
    ],
)
def test_what_they_have_had_enough_of_is_not_asked_for(text: str, spoken: dict[str, str]) -> None:
    assert understood(Sure(AnotherOne=0.9), text) == (ANOTHER, spoken)


@each_case(
    ("text", "intent"),
    [
        ("never mind, we'll do this. just no music, please", "AvoidTopicIntent"),
        ("it's like a spa in here, can we have that music off", "AvoidTopicIntent"),
        ("yes, that one, and turn that music off", YES),
    ],
)
def test_no_music_is_heard_beside_anything_but_a_yes(text: str, intent: str) -> None:
    assert understood(Sure(Yes=0.9), text, YES, NO)[0] == intent
