# SPDX-License-Identifier: Apache-2.0
"""What a sentence is about, as an extra: it helps likeness, turns nothing round, and is not needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest

from skill.errors import InputError
from skill.language_model import load_language_model
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.similarity import embedding
from skill.speaker.nlu.similarity.meanings import Meanings
from speaker.packages import needs_the_extra

OPPOSITES = Path(__file__).parents[3] / "bench" / "sets" / "opposites.dev.jsonl"
EACH_OR_SOME = pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 8], ids=["each", "some"])
"""All rows of a table, or each eighth: with the sentence embedding each takes a moment."""


@cache
def vectors() -> embedding.Embedding:
    return embedding.Embedding()


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
    one = vectors().vector("we had an argument".split())
    assert float(one @ one) == pytest.approx(1.0, abs=1e-5)
    apart = float(one @ vectors().vector(["pancakes"]))
    assert float(one @ vectors().vector("they were quarrelling".split())) > apart + 0.2


@needs_the_extra
@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("this is an example sentence", (0.0676569, 0.0634960, 0.0487131), (0.0380708, 0.0599654, -0.0422287)),
        ("each sentence is converted", (0.0864386, 0.1027627, 0.0053946), (0.0702849, 0.0749312, -0.0841776)),
    ],
)
def test_the_numbers_are_those_that_the_models_makers_tell(
    sentence: str, first: tuple[float, ...], last: tuple[float, ...]
) -> None:
    vector = vectors().vector(sentence.split())
    assert tuple(vector[:3]) == pytest.approx(first, abs=1e-5)
    assert tuple(vector[-3:]) == pytest.approx(last, abs=1e-5)


@needs_the_extra
def test_what_the_layers_hold_ends_in_the_vector() -> None:
    words = "this is an example sentence".split()
    details = vectors().details(words)
    assert len(details) == embedding.DETAILS == 4 * 384 + 2 * 384
    # Means of the last four layers, then the most that a word has in the last two.
    means, most = details[: 4 * 384].reshape(4, 384), details[4 * 384 :].reshape(2, 384)
    last = means[-1] / (means[-1] @ means[-1]) ** 0.5
    assert tuple(last) == pytest.approx(tuple(vectors().vector(words)), abs=1e-6)
    assert float((most - means[2:]).mean()) > 0.1
    assert float(abs(means[0] - means[3]).max()) > 0.1
    alone = vectors().details(["example"])
    begun = vectors().details([])
    assert tuple(begun[4 * 384 : 5 * 384]) != pytest.approx(tuple(alone[4 * 384 : 5 * 384]), abs=1e-3)


@needs_the_extra
@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ([], []),
        (["hello"], [7592]),
        (["unaffable"], [14477, 20961, 3468]),
        (["hello", "unaffable", "hello"], [7592, 14477, 20961, 3468, 7592]),
        (["\U0001f600"], [100]),
        (["hello\U0001f600"], [7592, 100]),
        (["hello"] * 62, [7592] * 62),
        (["hello"] * 63, [7592] * 62),
        (["hello"] * 300, [7592] * 62),
    ],
)
def test_a_word_is_read_in_the_longest_pieces_that_are_known(words: list[str], tokens: list[int]) -> None:
    assert vectors()._tokens(words) == [101, *tokens, 102]


@needs_the_extra
def test_words_of_any_length_and_letters_have_a_vector() -> None:
    for words in ([], ["ß\u4e00\U0001f600"], ["a" * 500], ["word"] * 300):
        vector = vectors().vector(words)
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
