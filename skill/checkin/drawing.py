# SPDX-License-Identifier: Apache-2.0
"""`python -m skill map`: the conversation as a diagram (Mermaid), drawn from the transition table."""

from __future__ import annotations

import argparse

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.table import TABLE, Move


def drawing() -> str:
    """The table as a Mermaid state diagram: an arrow from each state to each that may follow, with what leads there."""
    rows = ["stateDiagram-v2", f"    [*] --> {State.NEW.value}"]
    for state, moves in TABLE.items():
        for target, names in _arrows(moves).items():
            end = "[*]" if target is State.ENDED else target.value
            rows.append(f"    {state.value} --> {end}: {', '.join(names)}")
    return "\n".join(rows)


def _arrows(moves: object) -> dict[State, list[str]]:
    arrows: dict[State, list[str]] = {}
    assert isinstance(moves, dict)
    for intent, move in moves.items():
        assert isinstance(move, Move)
        for target in sorted(move.leads_to, key=list(State).index):
            arrows.setdefault(target, []).append(short(intent))
    return arrows


def short(intent: Intent) -> str:
    """An intent's name in the drawing: SAVE_THIS is SaveThis."""
    return "".join(word.capitalize() for word in intent.value.split("_"))


def describe(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print the drawing."""
    print(drawing())
    return 0
