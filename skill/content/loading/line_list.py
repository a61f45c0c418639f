# SPDX-License-Identifier: Apache-2.0
"""The list of the lines that every language must have, with how each ends and what is filled into it.

It is `lines.txt`, one line a row, written from the source language by `python -m skill content --write` and reviewed by
nobody: it changes only where a line came or went. The loader holds each language to it, so that a line that is missing
is told before anybody is spoken to, and not in the middle of an evening.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from skill.content.places import places
from skill.content.types import Line

FILE = Path(__file__).parents[1] / "lines.txt"
HEAD = (
    "# Written by `python -m skill content --write` from en/lines.jsonl; every language has these: id, end, places.\n"
)


def listed(lines: Mapping[str, Line]) -> str:
    """The list as the file should hold it."""
    return HEAD + "".join(f"{row}\n" for row in sorted(map(_row, lines.values())))


@cache
def required(file: Path = FILE) -> Mapping[str, str]:
    """The rows of the list by the id of their line."""
    rows = (row for row in file.read_text("utf-8").splitlines() if not row.startswith("#"))
    return {row.split()[0]: row for row in rows}


def faults(lines: Mapping[str, Line]) -> Iterator[str]:
    """What a language's lines lack, each as the end of a sentence."""
    for name, row in required().items():
        if name not in lines:
            yield f"the line {name} is missing; add it"
        elif _row(lines[name]) != row:
            yield f"the line {name} is `{_row(lines[name])}` (id, end, places), but `{row}` is listed; mend the line"


def unlisted(lines: Mapping[str, Line]) -> list[str]:
    """Ids of lines that the list does not know yet."""
    return [name for name in lines if name not in required()]


def _row(line: Line) -> str:
    return " ".join([line.id, line.ends, *(f"{{{place}}}" for place in sorted(places(line.texts[0])))])
