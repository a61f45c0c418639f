# SPDX-License-Identifier: Apache-2.0
"""Sentences that nobody wrote for the samples mean what `readings.txt` says. `make rows` writes that file anew."""

from __future__ import annotations

import pytest

from .readings import FILE, reading, sentences

WRITTEN = FILE.read_text("utf-8").splitlines()[1:]
AT_ONCE = 25
"""Sentences a test."""
READ = list(sentences())


@pytest.mark.parametrize("at", range(0, len(READ), AT_ONCE))
def test_a_sentence_means_what_is_written(at: int) -> None:
    now = [reading(*each) for each in READ[at : at + AT_ONCE]]
    assert now == WRITTEN[at : at + AT_ONCE], "`make rows` writes the file anew and shows the difference"


def test_no_other_sentence_is_written() -> None:
    assert len(WRITTEN) == len(READ)
