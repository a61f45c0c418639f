# SPDX-License-Identifier: Apache-2.0
"""What is drawn: the states by topic, and what leads from one to another, taken from the transition table.

Only what a state does of its own is drawn. What can be said anywhere (`anywhere.py`) would lead from each to
each, and show nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.table import TABLE

START = "opening"
AT_THE_DOOR = (State.NEW, State.READY, State.OFFER, State.JUST_QUESTION)
"""States in which nothing has begun. Most of what is said there is done by other topics, which shows nothing."""


class Arrow(Struct, frozen=True):
    """What leads from one state to another."""

    source: State
    target: State
    intents: tuple[Intent, ...]


def topics() -> dict[str, list[State]]:
    """Each topic with its states: those where most of what can be said is done by the topic's own steps."""
    found: dict[str, list[State]] = {}
    for state, moves in TABLE.items():
        if not moves:
            continue
        rooms = Counter(move.step.__module__.rpartition(".")[2] for move in moves.values())
        topic = START if state in AT_THE_DOOR else rooms.most_common(1)[0][0]
        found.setdefault(topic, []).append(state)
    return found


def arrows(states: list[State]) -> list[Arrow]:
    """What leads on from these states, in the order of the table."""
    found: dict[tuple[State, State], list[Intent]] = {}
    for state in states:
        for intent, move in TABLE[state].items():
            for target in sorted(move.leads_to, key=list(State).index):
                found.setdefault((state, target), []).append(intent)
    return [Arrow(source, target, tuple(intents)) for (source, target), intents in found.items()]


def between_topics() -> Mapping[str, list[str]]:
    """Each topic with the other topics that follow it."""
    states = topics()
    of = {state: topic for topic, held in states.items() for state in held}
    return {
        topic: list(dict.fromkeys(of[each.target] for each in arrows(held) if of.get(each.target, topic) != topic))
        for topic, held in states.items()
    }


def short(intent: Intent) -> str:
    """An intent's name in a drawing: SAVE_THIS is SaveThis."""
    return "".join(word.capitalize() for word in intent.value.split("_"))


def title(topic: str) -> str:
    """A topic's name as words."""
    return topic.replace("_", " ")
