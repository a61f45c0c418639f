# SPDX-License-Identifier: Apache-2.0
"""How sure the recogniser is: what tells a sentence that was said from one that the grammar made of a cough."""

from __future__ import annotations

import sys

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.asr.grammar_ear import SURE
from skill.speaker.asr.pocketsphinx_recogniser import Marks, Recogniser, confidence, marks_of

SAID = Marks(fit=-20.0, worst=-40.0, likeness=0.8, voiced=0.9, pace=0.08, phones=8)
"""Of a sentence that was said clearly."""


def test_marks_compare_the_words_with_the_bare_phones_behind_them() -> None:
    words = [(0, 10, -100.0), (10, 30, -400.0)]
    bare = [("AA", 0, 15, -90.0), ("SIL", 15, 20, -10.0), ("B", 20, 30, -60.0), ("K", 30, 40, -1_000.0)]
    marks = marks_of(words, ["AA", "B", "T", "K"], bare)
    assert marks.fit == pytest.approx((-500 - -160) / 30)
    assert marks.worst == -20.0
    assert marks.likeness == 0.75, "of four phones one is another; silence is none"
    assert marks.voiced == pytest.approx(25 / 30)
    assert marks.pace == pytest.approx(0.3 / 4)
    assert marks.phones == 4


def test_a_clear_sentence_is_sure_and_each_mark_against_it_makes_it_less_so() -> None:
    sure = confidence(SAID)
    assert 0.5 < sure < 1
    for worse in ({"fit": -60.0}, {"worst": -120.0}, {"likeness": 0.2}):
        assert confidence(replace(SAID, **worse)) < sure
    assert confidence(replace(SAID, likeness=0.0, fit=-60.0)) < 0.1


@each_case(("likeness", "counts"), [(0.4, False), (0.6, True)])
def test_a_sentence_that_fits_badly_counts_only_where_most_of_its_phones_were_heard(
    likeness: float, counts: bool
) -> None:
    assert (confidence(replace(SAID, fit=-40.0, worst=-80.0, likeness=likeness)) >= SURE) is counts


@each_case(
    ("marks", "may_be_speech"),
    [
        ({"voiced": 0.4}, True),
        ({"voiced": 0.39}, False),
        ({"pace": 0.22}, True),
        ({"pace": 0.23}, False),
        ({"phones": 2, "pace": 0.3}, True),
        ({"phones": 2, "pace": 0.31}, False),
        ({"phones": 3, "pace": 0.3}, False),
    ],
)
def test_a_click_a_hiss_and_a_hum_are_no_speech(marks: dict[str, float], may_be_speech: bool) -> None:
    assert (confidence(replace(SAID, **marks)) > 0) is may_be_speech


def test_without_its_package_or_in_another_language_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="heard in English only, not in de-DE"):
        Recogniser(LanguageModel("de-DE", "closer together", [], []))
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    with pytest.raises(InputError, match="pocketsphinx is missing; run `make setup`"):
        Recogniser(LanguageModel("en-US", "closer together", [], []))


def test_the_worst_and_the_best_are_still_shares() -> None:
    assert 0 <= confidence(replace(SAID, fit=-1e9)) < 1e-9
    assert 1 - 1e-9 < confidence(replace(SAID, fit=1e9)) <= 1
