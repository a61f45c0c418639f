# SPDX-License-Identifier: Apache-2.0
"""How sure the nearest sample must be to count, and what raises it, in a made-up language of a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from skill.language_model import Intent, LanguageModel
from skill.speaker.nlu import FALLBACK, Understanding, understanding
from skill.speaker.nlu.language import Language
from skill.speaker.nlu.similarity.comparison import right_at

SAMPLES = {
    "Feed": ("feed dog", "give dog food"),
    "Wash": ("wash dog", "soap dog"),
    "Clean": ("wash car", "we all do it"),
    FALLBACK: (),
}


class About:
    """Stands for what knows what a sentence is about."""

    embedding = None

    def __init__(self, **shares: float) -> None:
        self._shares = shares

    def shares(self, words: Sequence[str]) -> dict[str, float]:
        return self._shares


Made = Callable[..., Understanding]


@pytest.fixture
def made(language_of: Callable[..., Language], monkeypatch: pytest.MonkeyPatch) -> Made:
    """Makes what understands the samples."""

    def make(about: Any = None, **fields: Any) -> Understanding:
        tongue = language_of(light=["we", "all", "do", "it", "the"], **fields)
        monkeypatch.setattr(understanding, "load_language", lambda locale: tongue)
        intents = [Intent(name, (), samples) for name, samples in SAMPLES.items()]
        return Understanding(LanguageModel("zz-ZZ", "pet shop", intents, []), meanings=about)

    return make


def likeness(of: Understanding, text: str, intent: str) -> float:
    return dict(of.alternatives(text))[intent]


def sure(likeness: float) -> Any:
    """How sure a meaning is at some likeness; what is told of one is rounded."""
    return pytest.approx(right_at(likeness), abs=0.004)


@pytest.mark.parametrize(
    ("text", "intent", "least"),
    [
        *(("feed car", "Feed", 0.45), ("feed the dog now", "Feed", 0.45), ("soap florble", "Wash", 0.45)),
        *(("feed it florble", "Feed", 0.45), ("florble soap wugs", "Wash", 0.45), ("wash it", "Clean", 0.45)),
        *(("all the do the we", "Clean", 0.55), ("the do the it", "Clean", 0.55)),  # common words alone
        *(("do the all the", "Clean", 0.55), ("the all we", "Clean", 0.55)),
    ],
)
def test_the_nearest_sample_counts_where_it_is_near_enough(made: Made, text: str, intent: str, least: float) -> None:
    heard = made()
    score = likeness(heard, text, intent)
    expected = (intent, sure(score)) if score >= least else (FALLBACK, 0.0)
    meaning = heard.meaning(text)
    assert (meaning.intent, meaning.confidence) == expected


def test_there_is_what_counts_and_what_does_not_at_either_side(made: Made) -> None:
    heard = made()
    for near, far, intent in (("soap florble", "wash it", "Clean"), ("the do the it", "the all we", "Clean")):
        assert heard.meaning(near).intent != FALLBACK
        assert heard.meaning(far).intent == FALLBACK
        assert likeness(heard, far, intent) > 0.4


def test_what_is_waited_for_counts_from_a_little_less(made: Made) -> None:
    heard = made()
    for text, intent in (("feed it florble", "Feed"), ("wash it", "Wash")):
        meaning = heard.meaning(text, [intent])
        assert (meaning.intent, meaning.confidence) == (intent, sure(likeness(heard, text, intent) + 0.08))
    assert heard.meaning("florble soap wugs", ["Wash"]).intent == FALLBACK


def test_a_sentence_that_stops_before_its_end_must_be_nearer(made: Made) -> None:
    whole, cut = made(), made(dangling=["the"])
    assert whole.meaning("feed the").intent == "Feed"
    assert cut.meaning("feed the").intent == FALLBACK
    assert cut.meaning("feed dog the").intent == "Feed"


def test_what_is_said_elsewhere_counts_for_more_than_a_sample_that_is_as_near(made: Made) -> None:
    alone, beside = made(), made(elsewhere=["give cat food"])
    assert alone.meaning("give hen food").intent == "Feed"
    assert beside.meaning("give hen food").intent == FALLBACK
    assert beside.meaning("give dog food").intent == "Feed"
    assert beside.meaning("give the dog food now").intent == "Feed"


def test_what_a_sentence_is_about_is_a_fifth_of_how_near_it_is(made: Made) -> None:
    text = "feed it florble"
    score = likeness(made(), text, "Feed")
    meaning = made(About(Feed=1.0)).meaning(text)
    assert (meaning.intent, meaning.confidence) == ("Feed", sure(0.8 * score + 0.2))
    about_half = made(About(Feed=0.5)).meaning(text)
    assert about_half.confidence == sure(0.8 * score + 0.1)
    assert made(About(Wash=1.0)).meaning(text).intent == FALLBACK


def test_with_what_a_sentence_is_about_a_little_less_is_near_enough(made: Made) -> None:
    text = "feed florble dog wug"
    score = likeness(made(), text, "Feed")
    assert 0.4 <= 0.8 * score < 0.45
    meaning = made(About(Wash=0.0)).meaning(text)
    assert (meaning.intent, meaning.confidence) == ("Feed", sure(0.8 * score))
    assert made(About(Wash=0.0)).meaning("feed car").intent == FALLBACK


@pytest.mark.parametrize(
    "fields", [{"negations": ["now"]}, {"contraries": [{"intents": ["Feed"], "turning": ["now"]}]}]
)
def test_where_anything_turns_it_round_likeness_is_alone(made: Made, fields: dict[str, Any]) -> None:
    text = "feed dog now"
    plain, helped = made(**fields).meaning(text), made(About(Wash=1.0), **fields).meaning(text)
    assert (helped.intent, helped.confidence) == (plain.intent, plain.confidence)
    assert made(About(Wash=1.0)).meaning(text).confidence < made().meaning(text).confidence
