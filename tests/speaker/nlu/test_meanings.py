# SPDX-License-Identifier: Apache-2.0
"""What a sentence is about, as an extra: it helps likeness, turns nothing round, and is not needed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from skill.errors import InputError
from skill.language_model import load_language_model
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.similarity import embedding
from skill.speaker.nlu.similarity.meanings import Meanings

OPPOSITES = Path(__file__).parents[3] / "bench" / "sets" / "opposites.dev.jsonl"
needs_the_extra = pytest.mark.skipif(
    find_spec(embedding.PACKAGE) is None or find_spec("numpy") is None,
    reason=f"The sentence embedding is not installed; run: {embedding.HOW_TO_GET}",
)

EACH_OR_SOME = pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 8], ids=["each", "some"])
"""All rows of a table, or each eighth: with the sentence embedding each takes a moment."""


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"requirements/meaning\.txt$"):
        Meanings("en-US")


@needs_the_extra
def test_a_language_that_nothing_was_learned_for_is_told() -> None:
    with pytest.raises(InputError, match="xx-XX"):
        Meanings("xx-XX")


@needs_the_extra
def test_what_is_said_in_other_words_is_about_the_same() -> None:
    vectors = embedding.Embedding()
    one = vectors.vector("we had an argument".split())
    assert float(one @ one) == pytest.approx(1.0, abs=1e-5)
    apart = float(one @ vectors.vector(["pancakes"]))
    assert float(one @ vectors.vector("they were quarrelling".split())) > apart + 0.2


@needs_the_extra
def test_words_of_any_length_and_letters_have_a_vector() -> None:
    vectors = embedding.Embedding()
    for words in ([], ["ß\u4e00\U0001f600"], ["a" * 500], ["word"] * 300):
        vector = vectors.vector(words)
        assert float(vector @ vector) == pytest.approx(1.0, abs=1e-5)


@needs_the_extra
def test_the_shares_of_all_intents_are_one() -> None:
    shares = Meanings("en-US").shares(["remind", "us", "tomorrow"])
    assert sum(shares.values()) == pytest.approx(1.0)
    assert max(shares, key=shares.__getitem__) == "RemindUsIntent"


@pytest.mark.long
@needs_the_extra
@EACH_OR_SOME
def test_with_meaning_no_sentence_does_the_contrary(step: int) -> None:
    model = load_language_model("en-US")
    understanding = Understanding(model, meanings=Meanings(model.locale))
    rows = [msgspec.json.decode(line) for line in OPPOSITES.read_bytes().splitlines()[::step]]
    assert rows
    taken = [(row["text"], understanding.meaning(row["text"]).intent) for row in rows]
    assert [said for said, row in zip(taken, rows, strict=True) if said[1] in row["not"]] == []
