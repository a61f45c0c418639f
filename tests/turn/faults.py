# SPDX-License-Identifier: Apache-2.0
"""Scripted faults: three processes answer one household while the store fails in any way, in any order.

Each turn is of an evening of its own, on which a ritual happened: so whatever is lost or counted twice is seen in two
counters. What a script does is drawn from its number alone, so that a failure can be told and repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from msgspec import Struct

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.records import Records
from skill.memory.store import Clash, Store, Stored, StoreUnavailable
from skill.turn.conversation import Conversation

from .plain_face import EVENING, PlainFace

PROCESSES = 3
EVENTS_MAX = 12
PUTS = ("done", "done", "done", "refused", "answer lost", "late")
"""What may become of a write: refused is not done, late is done after the others did something."""
CONTENT = load_content("en-US")


class Clock:
    """Goes on a second each time something happens."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Faults(Protocol):
    """A store's faults."""

    def plan(self, reads: int, puts: list[str]) -> None:
        """How many reads fail next, and what becomes of the writes after that; then everything is well."""
        ...

    def deliver(self) -> None:
        """Do the writes that were late."""
        ...


class FaultyStore:
    """A real store whose answers get lost, as a script wants it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reads = 0
        self._puts: list[str] = []
        self._late: list[Callable[[], object]] = []

    def plan(self, reads: int, puts: list[str]) -> None:
        self._reads, self._puts = reads, list(puts)

    def deliver(self) -> None:
        late, self._late = self._late, []
        for put in late:
            with suppress(Clash):
                put()

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        if self._reads > 0:
            self._reads -= 1
            raise StoreUnavailable("The read failed.")
        return self._store.get(key, deadline)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        fate = self._puts.pop(0) if self._puts else "done"
        if fate == "late":
            self._late.append(lambda: self._store.put(key, data, revision, Deadline(), expires))
        elif fate != "refused":
            new = self._store.put(key, data, revision, deadline, expires)
            if fate == "done":
                return new
        raise StoreUnavailable("The answer was lost.")

    def delete(self, key: str, deadline: Deadline) -> None:
        self._store.delete(key, deadline)


class Verdict(Struct, frozen=True):
    """What a script came to."""

    said: list[str]
    """What happened, in order."""
    household: Household
    turns: int
    """Turns that were answered."""
    since_erased: int
    """Turns that were answered after they last asked to be forgotten."""
    erased: bool

    @property
    def lost(self) -> int:
        """Turns that should be in the record and are not. What is forgotten is not lost."""
        return 0 if self.erased else max(0, self.turns - self.counted)

    @property
    def doubled(self) -> int:
        """Turns that are in the record more than once, or although they are forgotten."""
        return max(0, max(self.household.visits, self.household.rituals_kept) - self.since_erased)

    @property
    def counted(self) -> int:
        """Turns in the record, by the counter that has the fewest."""
        return min(self.household.visits, self.household.rituals_kept)


def run(number: int, store: Store, faulty: list[tuple[Store, Faults]], key: str, erases: bool = False) -> Verdict:
    """Play the script of a number: `faulty` are the stores of the processes, each with its faults, on one `store`."""
    chance, clock = random.Random(number), Clock()
    processes = [Conversation(one, clock) for one, _ in faulty]
    said: list[str] = []
    turns = since = 0
    erased = False
    for _ in range(chance.randint(2, EVENTS_MAX)):
        clock.now += 1
        process = chance.randrange(len(processes))
        faults = faulty[process][1]
        reads = chance.choice((0, 0, 0, 1, 2))
        puts = [chance.choice(PUTS) for _ in range(chance.randint(1, 4))]
        faults.plan(reads, puts)
        if chance.random() < 0.2:
            said.append("what was late is done")
            for _, other in faulty:
                other.deliver()
        if erases and chance.random() < 0.15:
            said.append(f"{process} forgets, {reads} reads fail, {puts}")
            processes[process].forget(key, Deadline())
            since, erased = 0, True
            continue
        turns, since = turns + 1, since + 1
        said.append(f"{process} answers turn {turns}, {reads} reads fail, {puts}")
        _answer(processes[process], Intent.RITUAL_DONE, key, turns)
    for _ in range(2):
        for process, (_, faults) in zip(processes, faulty, strict=True):
            clock.now += 1
            faults.deliver()
            faults.plan(0, [])
            _answer(process, Intent.STOP, key, turns)
    return Verdict(said, Records(store, clock).load(key, Deadline()).household, turns, since, erased)


def _answer(process: Conversation, intent: Intent, key: str, evening: int) -> None:
    face = PlainFace(content=CONTENT, household=key, moment=EVENING + timedelta(days=evening), new_session=True)
    process.answer(IntentReceived(intent=intent), Session(), face, Deadline())
