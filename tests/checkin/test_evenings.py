# SPDX-License-Identifier: Apache-2.0
"""Couples who come on many evenings hear what `evenings.txt` says. `make rows` writes that file anew."""

from __future__ import annotations

from collections import defaultdict

import pytest

from .evenings import COUPLES, FILE, lines_of

WRITTEN: dict[int, list[str]] = defaultdict(list)
for _line in FILE.read_text("utf-8").splitlines()[2:]:
    if _line.startswith("= couple "):
        _number = int(_line.removeprefix("= couple ").partition(",")[0])
    WRITTEN[_number].append(_line)


@pytest.mark.parametrize("number", range(COUPLES))
def test_a_couple_hear_what_is_written_and_it_is_kept_as_written(number: int) -> None:
    assert lines_of(number) == WRITTEN[number], "`make rows` writes the file anew and shows the difference"


def test_no_other_couple_is_written() -> None:
    assert sorted(WRITTEN) == list(range(COUPLES))
