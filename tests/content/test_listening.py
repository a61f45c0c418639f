# SPDX-License-Identifier: Apache-2.0
"""`docs/listening.md`: what was changed after listening is what the decks say now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skill.content.types import Content

PAGE = Path(__file__).parents[2] / "docs" / "listening.md"
ROW = re.compile(r"\| (\w+) (\d+)(?:, (\w+))? \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|")
ROWS = [row.groups() for line in PAGE.read_text(encoding="utf-8").splitlines() if (row := ROW.fullmatch(line))]


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(filter(None, row[:3])) for row in ROWS])
def test_what_was_changed_stays_changed(content: Content, row: tuple[str, ...]) -> None:
    deck, number, field, before, after, _, _ = row
    said = getattr(getattr(content, deck)[int(number)], field or "text")
    assert said == after, "mend the row, too: what was wrong before, and why it is said otherwise now"
    assert said != before


def test_enough_was_listened_to_and_each_row_says_why_and_how() -> None:
    assert len(ROWS) >= 60
    assert len({row[:3] for row in ROWS}) == len(ROWS)
    for *_, why, found in ROWS:
        assert len(why.split()) >= 2 or why == "Grammar" or why in ("Spelling", "Passive"), why
        assert set(found.split(", ")) <= {"read", "voice", "heard"}
