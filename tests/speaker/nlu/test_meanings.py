# SPDX-License-Identifier: Apache-2.0
"""Likelihoods by the sentence embedding: they help likeness to a sample, turn no sentence round, and may be missing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from skill.errors import InputError
from skill.language_model import load_language_model
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.safety.hints import HINTS
from skill.speaker.nlu.similarity import embedding
from skill.speaker.nlu.similarity.classification import INTENTS
from skill.speaker.nlu.similarity.meanings import FOLDER, Learned, Meanings, open_meanings
from speaker.packages import needs_the_extra

OPPOSITES = Path(__file__).parents[3] / "bench" / "sets" / "opposites.dev.jsonl"
EACH_OR_SOME = pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 8], ids=["each", "some"])
"""All rows of a table, or each eighth: with the sentence embedding each takes a moment."""


@cache
def vectors() -> embedding.Embedding:
    return embedding.Embedding()


def of_length_one(sentence: str) -> Any:
    """Vector of a sentence before anything was learned, of length 1."""
    vector = vectors().vector(sentence.split())
    return vector / (vector @ vector) ** 0.5


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"requirements/meaning\.txt$"):
        Meanings("en-US")


def test_they_are_left_out_where_they_cannot_be_had_unless_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    assert open_meanings("en-US") is None
    with pytest.raises(InputError, match=r"requirements/meaning\.txt$"):
        open_meanings("en-US", wanted=True)


@needs_the_extra
def test_they_are_there_where_they_are_installed_unless_they_are_not_wanted() -> None:
    assert isinstance(open_meanings("en-US"), Meanings)
    assert open_meanings("en-US", wanted=False) is None
    assert open_meanings("de-DE") is None


@needs_the_extra
def test_a_language_that_nothing_was_learned_for_is_told() -> None:
    with pytest.raises(InputError, match="xx-XX"):
        Meanings("xx-XX")


@needs_the_extra
def test_what_is_said_in_other_words_is_about_the_same() -> None:
    one = of_length_one("we had an argument")
    apart = float(one @ of_length_one("pancakes"))
    assert float(one @ of_length_one("they were quarrelling")) > apart + 0.2


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
    vector = of_length_one(sentence)
    assert tuple(vector[:3]) == pytest.approx(first, abs=1e-5)
    assert tuple(vector[-3:]) == pytest.approx(last, abs=1e-5)


@needs_the_extra
def test_what_was_learned_is_added_to_a_matrix() -> None:
    size, name = embedding.SIZE, "encoder.layer.5.output.dense"
    up = bytes([2, 0] * size)  # the first row of `down` counts for each row, twice; the second does not
    down = bytes([1, *[0] * (4 * size - 1)]) + bytes([77] * (4 * size))
    change = embedding.Change(name, 0.5, 0.25, *(b64encode(each).decode() for each in (up, down)))
    changed = embedding.Embedding([change]).weight(f"{name}.weight")
    difference = changed - vectors().weight(f"{name}.weight")
    assert tuple(difference[:, 0]) == pytest.approx([0.25] * size, abs=1e-6)
    assert float(abs(difference[:, 1:]).max()) == pytest.approx(0.0, abs=1e-6)


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
    assert vectors().tokens(words) == [101, *tokens, 102]


@needs_the_extra
def test_words_of_any_length_and_letters_have_a_vector() -> None:
    for words in ([], ["ß\u4e00\U0001f600"], ["a" * 500], ["word"] * 300):
        vector = vectors().vector(words)
        assert vector.shape == (embedding.SIZE,)
        assert 0 < float(vector @ vector) < 1e4


@needs_the_extra
def test_the_shares_of_all_intents_are_one() -> None:
    shares = Meanings("en-US").shares("could you nudge us about it on thursday".split())
    assert sum(shares.values()) == pytest.approx(1.0)
    assert max(shares, key=shares.__getitem__) == "RemindUsIntent"


@needs_the_extra
def test_danger_is_likelier_than_not_where_it_is_told() -> None:
    meanings = Meanings("en-US")
    assert meanings.danger("he says nobody would ever believe me".split()) > 0
    assert meanings.danger("he says nobody would ever believe how good that cake was".split()) < 0


def test_the_weights_were_learned_from_the_sentences_that_are_kept() -> None:
    meanings = msgspec.json.decode((FOLDER / "meanings_en.json").read_bytes(), type=Learned)
    by_words = [
        msgspec.json.decode((FOLDER / file.format("en")).read_bytes())["learned_from"] for file in (INTENTS, HINTS)
    ]
    now = sha256("".join(by_words).encode()).hexdigest()[:16]
    assert meanings.learned_from == now, "`python -m bench.meaning_weights` learns them anew"


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
