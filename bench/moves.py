# SPDX-License-Identifier: Apache-2.0
"""The way of one request through the files: `python bench/moves.py`, or `make bench`.

*Another one* at a ritual goes through `lambda_handler.handler`, once everything is imported and read. Prints each file
that is entered, in the order in which its functions are called, with the first function that is called there, and how
often the way leads from one file, and from one room, to another. Who reads the code goes the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from alexa.couple import Couple  # noqa: E402

import lambda_handler  # noqa: E402

WARM_UP = 2
"""Couples who go the same way before."""

Call = tuple[str, str]
"""A file, as seen from the root, and the function that is called in it."""


def calls_of(once: Callable[[], object]) -> list[Call]:
    """The calls of functions of the skill while something is done."""
    found: list[Call] = []

    def note(frame: FrameType, event: str, _: Any) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(ROOT):
            found.append((str(file.relative_to(ROOT)), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        once()
    finally:
        sys.setprofile(None)
    return [call for call in found if call[0] == "lambda_handler.py" or call[0].startswith("skill/")]


def another_ritual(user: str) -> Callable[[], object]:
    """A couple who heard a ritual, and what they do next: they ask for another one."""
    couple = Couple(lambda_handler.handler, user=f"amzn1.ask.account.{user}")
    couple.launch()
    couple.say("SuggestRitualIntent")
    assert couple.state == "ritual"
    envelope = couple.intent("AnotherOneIntent")
    return lambda: lambda_handler.handler(envelope, None)


def main() -> None:
    """Prints the way and the figures."""
    os.environ["CLOSER_STORE"] = "memory:"
    for number in range(WARM_UP):
        another_ritual(f"BEFORE{number}")()
    calls = calls_of(another_ritual("MEASURED"))
    way = [next(group) for _, group in groupby(calls, key=lambda call: call[0])]
    for number, (file, function) in enumerate(way):
        print(f"{number:>4}  {file:44} {function}")
    rooms = [room for room, _ in groupby(way, key=lambda call: room_of(call[0]))]
    print(f"\n{len({file for file, _ in way})} files, {len(way) - 1} moves from one to another")
    print(f"{len(set(rooms))} rooms, {len(rooms) - 1} moves from one to another: {' > '.join(rooms)}")


def room_of(file: str) -> str:
    """The room that a file is in: the folder below `skill/`."""
    parts = Path(file).parts
    return parts[1] if len(parts) > 2 else parts[-1].removesuffix(".py")


if __name__ == "__main__":
    main()
