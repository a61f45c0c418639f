# SPDX-License-Identifier: Apache-2.0
"""How like a sentence is to samples, in models of a few words where it can be reckoned on paper.

Three intents, "feed dog", "wash dog" and "wash car": what one alone says weighs log 4, what two say log 2.5.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import pytest
from cases import each_case

from skill.language_model import Intent, LanguageModel, Slot, SlotType, SlotValue, ValueName
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.samples import patterns_of
from skill.speaker.nlu.similarity import comparison
from skill.speaker.nlu.similarity.comparison import Comparison, right_at
from skill.speaker.nlu.similarity.contraries import Contraries
from skill.speaker.nlu.slots.reader import NAME, SlotReader
from skill.speaker.nlu.text import words_of

ONE, TWO = log(1 + 3 / 1), log(1 + 3 / 2)
"""The weights of what one and two of three intents say."""
CHORES = {"Feed": ["feed dog"], "Wash": ["wash dog"], "Clean": ["wash car"]}
FEED_DOG = ONE + TWO + 0.4 * (ONE + ONE + TWO)
"""All that "feed dog" weighs: two words and three pairs, of which the last is also one of "wash dog"."""
WASH_CAR = TWO + ONE + 0.4 * (TWO + ONE + ONE)

Likely = Callable[..., dict[str, float]]


def whole(shared: float, said: float, sample: float, used_to: float) -> float:
    """Likeness to the nearest sample, against what sentence and sample weigh, and the share an intent is used to."""
    return 0.92 * shared / (said**0.6 * sample**0.4) + 0.08 * used_to / said


@pytest.fixture
def likely(language_of: Callable[..., Language]) -> Likely:
    """Compares a sentence with samples: each intent that it is like with how much."""

    def compare(samples: dict[str, list[str]], text: str, **fields: Any) -> dict[str, float]:
        tongue = language_of(**fields)
        animal = SlotType("Animal", (SlotValue("dog", ValueName("dog")), SlotValue("cat", ValueName("cat"))))
        slots = {"animal": "Animal", "name": NAME}
        places = tuple(Slot(slot, kind) for slot, kind in slots.items())
        intents = [Intent(name, places, tuple(said)) for name, said in samples.items()]
        model = LanguageModel("zz-ZZ", "pet shop", intents, [animal])
        patterns = patterns_of(model, tongue)
        ordinary = frozenset[str]().union(*(pattern.literals for pattern in patterns))
        words = words_of(text, tongue)
        found = Comparison(patterns, tongue).likeliest(words, SlotReader(model, tongue, ordinary).within(words))
        scores = [each.score for each in found]
        assert scores == sorted(scores, reverse=True)
        return {each.intent: each.score for each in found}

    return compare


def test_a_sample_is_like_itself(likely: Likely) -> None:
    found = likely(CHORES, "feed dog")
    assert found["Feed"] == pytest.approx(1.0)
    assert found["Wash"] == pytest.approx(whole(1.4 * TWO, FEED_DOG, 1.4 * 2 * TWO + 0.4 * ONE, 1.4 * TWO))
    assert list(found) == ["Feed", "Wash"]


def test_what_is_shared_counts_against_all_that_was_said(likely: Likely) -> None:
    said = ONE + ONE + 0.4 * (ONE + 0.35 * ONE + ONE)  # no sample has the pair in the middle
    assert likely(CHORES, "feed car") == pytest.approx(
        {
            "Feed": whole(1.4 * ONE, said, FEED_DOG, 1.4 * ONE),
            "Clean": whole(1.4 * ONE, said, WASH_CAR, 1.4 * ONE),
        }
    )


@pytest.mark.parametrize(("strange", "weight"), [("florble", 1.25), ("of", 0.35)])
def test_a_word_that_no_sample_has_speaks_against_all(likely: Likely, strange: str, weight: float) -> None:
    said = ONE + TWO + weight * ONE + 0.4 * (ONE + ONE + 2 * 0.35 * ONE)
    found = likely(CHORES, f"feed dog {strange}", light=["of"])
    assert found["Feed"] == pytest.approx(whole(1.8 * ONE + TWO, said, FEED_DOG, 1.8 * ONE + TWO))


def test_a_common_word_weighs_less(likely: Likely) -> None:
    dog = 0.85 * TWO
    said = dog + 0.4 * (0.35 * ONE + TWO)
    sample = ONE + dog + 0.4 * (ONE + ONE + TWO)
    shared = dog + 0.4 * TWO
    found = likely(CHORES, "dog", light=["dog"])
    assert found["Feed"] == pytest.approx(whole(shared, said, sample, shared))


def test_a_word_that_an_intent_often_says_is_a_habit(likely: Likely) -> None:
    samples = {"Feed": ["feed dog", "feed cat", "feed hen"], "Wash": ["wash dog", "wash car"]}
    one, two = log(1 + 2), log(1 + 2 / 2)
    said = two + 0.4 * (0.35 * one + two)
    shared = two + 0.4 * two
    found = likely(samples, "dog")
    sample = one + two + 0.4 * (one + one + two)
    # One in three samples of the one, one in two of the other, each beside as many more as keep one from being a habit.
    habit = (1 / (3 + 25)) / (1 / (2 + 25))
    assert found == pytest.approx(
        {"Wash": whole(shared, said, sample, shared), "Feed": whole(shared, said, sample, habit * shared)}
    )


def test_words_of_a_group_count_as_one_another(likely: Likely) -> None:
    groups = {"canine": ["dog", "hound"], "clean": ["wash", "hose down"]}
    # Each sample has its words' groups beside the words, and pairs of groups.
    sample = ONE + 2 * TWO + 0.4 * (ONE + ONE + TWO)
    said = ONE + TWO + 0.4 * (ONE + ONE + TWO)  # the strange word is none, as its group is known
    found = likely(CHORES, "feed hound", concepts=groups)
    assert found["Feed"] == pytest.approx(whole(said, said, sample, said))
    washed = likely(CHORES, "hose down car", concepts=groups)
    pairs = 0.4 * (0.35 * ONE + 0.35 * ONE + 0.35 * ONE + ONE)
    heard = TWO + ONE + pairs
    own = 2 * TWO + ONE + 0.4 * (TWO + ONE + ONE)
    assert washed["Clean"] == pytest.approx(whole(TWO + 1.4 * ONE, heard, own, TWO + 1.4 * ONE))


def test_a_slot_is_taken_out_for_intents_that_have_it_alone(likely: Likely) -> None:
    samples = {"Feed": ["feed {animal}"], "Wash": ["wash dog"]}
    one = log(1 + 2)
    for text in ("feed cat", "feed my cat"):  # the article belongs to the slot
        assert likely(samples, text)["Feed"] == pytest.approx(1.0)
    found = likely(samples, "wash cat")
    said = one + 1.25 * one + 0.4 * (1 + 0.35 + 0.35) * one
    assert found["Wash"] == pytest.approx(whole(1.4 * one, said, 3.2 * one, 1.4 * one))
    taken = (1.0 + 0.5 + 0.4 * (1 + 0.35 + 1)) * one
    assert found["Feed"] == pytest.approx(whole(0.9 * one, taken, 2.7 * one, 0.9 * one))


def test_words_are_compared_by_their_stems_and_slots_as_they_are(likely: Likely) -> None:
    samples = {"Feed": ["i feed dogs"], "Wash": ["i wash {animal}"]}
    assert likely(samples, "i feeding dog", stemmer="english")["Feed"] == pytest.approx(1.0)
    assert likely(samples, "i washed cat", stemmer="english")["Wash"] == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["call the dog sam", "the dog calls sam", "call sam the dog now"])
def test_slots_of_several_types_are_taken_out_side_by_side(likely: Likely, text: str) -> None:
    sample = text.replace("the dog", "{animal}").replace("sam", "{name}")
    assert likely({"Call": [sample], "Other": ["cat"]}, text, names=["sam"])["Call"] == pytest.approx(1.0)


def test_the_longer_of_two_slots_counts(likely: Likely) -> None:
    samples = {"Do": ["feed {animal}", "call {name}"], "Other": ["cat"]}
    assert likely(samples, "feed the dog", names=["dog"])["Do"] == pytest.approx(1.0)
    assert likely(samples, "call Dog Sam", names=["dog", "sam"])["Do"] == pytest.approx(1.0)


def test_a_group_that_no_sample_is_of_weighs_nothing(likely: Likely) -> None:
    said = ONE + TWO + 0.4 * (ONE + ONE + 2 * 0.35 * ONE)
    found = likely(CHORES, "feed dog zebra", concepts={"wild": ["zebra", "lion"]})
    assert found["Feed"] == pytest.approx(whole(1.8 * ONE + TWO, said, FEED_DOG, 1.8 * ONE + TWO))


def test_names_and_bare_slots_must_be_there(likely: Likely) -> None:
    samples = {"Call": ["call us {name}"], "The": ["the {animal}"], "Feed": ["feed the {animal}"]}
    fields = {"light": ["the"], "names": ["sam"]}
    assert "Call" not in likely(samples, "call us tired", **fields)
    assert likely(samples, "call us sam", **fields)["Call"] == pytest.approx(1.0)
    assert list(likely(samples, "feed the hen", **fields)) == ["Feed"]
    assert list(likely(samples, "the cat", **fields)) == ["The", "Feed"]


def test_a_sentence_turned_round_is_less_like_a_sample_that_is_not(likely: Likely) -> None:
    groups = [{"intents": ["Feed", "Wash"], "turning": ["stop"]}]
    plain = likely(CHORES, "stop feed dog")
    turned = likely(CHORES, "stop feed dog", contraries=groups)
    said = 1.25 * ONE + ONE + TWO + 0.4 * (2 * 0.35 * ONE + ONE + TWO)
    shared = 1.4 * (ONE + TWO)
    assert plain["Feed"] == pytest.approx(whole(shared, said, FEED_DOG, shared))
    assert turned["Feed"] == pytest.approx(whole(0.6 * shared, said, FEED_DOG, shared))
    one_way, both_ways = {"Feed": ["feed dog"], "Wash": []}, {"Feed": ["feed dog", "stop feed cat"], "Wash": []}
    once, either = (likely(each, "stop feed dog", contraries=groups)["Feed"] for each in (one_way, both_ways))
    assert either > once


@pytest.mark.parametrize(
    ("slip", "known"),
    [
        ("breakfest", True),
        ("brekfast", True),
        ("dreakfast", False),
        ("broadcast", False),
        ("bread", False),
        ("walkz", True),
        ("wolk", False),
        ("lightz", False),
        ("breakfasts", True),
    ],
)
def test_a_slip_is_taken_for_the_word_that_it_is_near_to(likely: Likely, slip: str, known: bool) -> None:
    samples = {"Eat": ["breakfast"], "Go": ["walk"], "Shine": ["light"]}
    found = likely(samples, slip, light=["lightz"])
    assert bool(found) == known
    assert list(found.values()) == pytest.approx([1.0] * known)


def test_a_word_that_samples_have_is_no_slip_of_another(likely: Likely) -> None:
    assert list(likely({"Walk": ["walking"], "Talk": ["walkins"]}, "walkins")) == ["Talk"]


def test_what_most_samples_share_finds_none_where_enough_share_more(
    likely: Likely, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "COMMON_HOLDERS", 1)
    monkeypatch.setattr(comparison, "FEWEST_NEAR", 1)
    exact = likely({"Feed": ["feed dog"]}, "feed dog")
    assert exact == pytest.approx({"Feed": 1.0})
    assert list(likely(CHORES, "feed dog")) == ["Feed"]
    assert likely(CHORES, "feed dog")["Feed"] == pytest.approx(1.0)
    assert set(likely(CHORES, "dog")) == {"Feed", "Wash"}
    monkeypatch.setattr(comparison, "FEWEST_NEAR", 2)
    assert set(likely(CHORES, "feed dog")) == {"Feed", "Wash"}


def test_a_word_tells_more_where_fewer_intents_have_it(language_of: Callable[..., Language]) -> None:
    tongue = language_of(light=["dog"])
    intents = [Intent(name, (), tuple(said)) for name, said in CHORES.items()]
    compared = Comparison(patterns_of(LanguageModel("zz-ZZ", "", intents, []), tongue), tongue)
    assert compared.weight("feed") == pytest.approx(ONE)
    assert compared.weight("wash") == pytest.approx(TWO)
    assert compared.weight("dog") == pytest.approx(0.85 * TWO)
    assert compared.weight("florble") == 0


def test_a_sentence_is_turned_round_where_it_is_for_any_intent(language_of: Callable[..., Language]) -> None:
    tongue = language_of(contraries=[{"intents": ["Feed"], "turning": ["stop"]}])
    for name, turns in (("Feed", True), ("Wash", False)):
        model = LanguageModel("zz-ZZ", "", [Intent(name, (), ("feed dog",))], [])
        compared = Comparison(patterns_of(model, tongue), tongue)
        assert compared.turns(["stop", "it"]) is turns
        assert compared.turns(["feed", "it"]) is False


@each_case(
    ("likeness", "share"),
    [
        *((0.0, 0.3), (0.225, 0.45), (0.45, 0.6), (0.475, 0.7), (0.5, 0.8), (0.525, 0.84), (0.55, 0.88)),
        *((0.575, 0.9), (0.6, 0.92), (0.65, 0.935), (0.7, 0.95), (0.775, 0.96), (0.85, 0.97), (0.9, 0.97), (1.2, 0.97)),
    ],
)
def test_how_often_a_likeness_is_right_lies_between_what_was_found(likeness: float, share: float) -> None:
    assert right_at(likeness) == pytest.approx(share)


@each_case(
    ("text", "turned"),
    [
        ("feed it", False),
        ("do not feed it", True),
        ("do not not feed it", False),
        ("no feed it", False),
        ("yes no feed it", False),
        ("yes not feed it", True),
        ("no", True),
        ("no no", True),
        ("feed it no", True),
        ("no need to feed it", True),
        ("yes no need to feed it", True),
        ("stop", True),
        ("stopping", False),
        ("skip it", True),
        ("skipping it", True),
        ("ski", False),
        ("banned it", True),
        ("do not stop it", True),
        ("stop it not", False),
        ("leave out dogs", False),
        ("leave dogs out", True),
        ("leave the dogs out", True),
        ("leave the big dogs out", True),
        ("leave the very big dogs out", False),
        ("leave dogs out not", False),
        ("leave the dogs out not", False),
        ("leave dogs", False),
        ("leave", False),
        ("", False),
    ],
)
def test_what_turns_a_sentence_round(language_of: Callable[..., Language], text: str, turned: bool) -> None:
    turning = ["stop", "skip*", "ban*", "no need", "not stop", "leave ... out"]
    contraries = Contraries(
        language_of(
            answers=["yes", "no"], negations=["no", "not"], contraries=[{"intents": ["Feed"], "turning": turning}]
        )
    )
    assert contraries.turned("Feed", text.split()) is turned
    assert contraries.turned("Wash", text.split()) is False
    assert ("Feed" in contraries, "Wash" in contraries) == (True, False)
