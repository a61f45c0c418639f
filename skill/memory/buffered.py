# SPDX-License-Identifier: Apache-2.0
"""Memory that an evening can rely on: while the store fails, the turns that could not be kept wait here.

Once the store answers again they are merged into what it holds, one by one. Each is known by its request, so that one
whose write was done after all is not added again; and what was taken before the household was erased is let go.
Nothing waits longer than the process lives.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from skill import logs
from skill.checkin.model.household import ANSWERED_MAX, Household, is_answered, merged
from skill.deadline import Deadline
from skill.memory.record import Kept
from skill.memory.records import MARK_S, Records
from skill.memory.store import Clash, Store, StoreUnavailable

HOUSEHOLDS_MAX = 500
"""Households that are known of, the latest ones; about 4 kB each."""
WAITING_MAX = 100
"""Turns of one household that may wait; with more of them the first ones, if no write of them was tried, become one."""
TRIES = 12
"""How often what waits is merged again, because others keep writing. The deadline usually comes first."""


class _Step(Struct, frozen=True, kw_only=True):
    """A turn that waits to be kept."""

    request: str
    before: Kept
    """What it was taken on."""
    after: Household
    moment: float
    """When it was taken, in seconds since 1970."""
    sent: int
    """How many writes of it were tried that nobody heard the end of: one of them may have been done."""


class Memory:
    """Households of a store. It raises StoreUnavailable too; `meanwhile` and `postpone` are for then."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._records = Records(store, clock)
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Kept] = OrderedDict()
        self._waiting: OrderedDict[str, tuple[_Step, ...]] = OrderedDict()
        self._to_erase: dict[str, float] = {}
        """Households that could not be erased yet, each with when that was asked for."""

    def load(self, key: str, deadline: Deadline) -> Kept:
        """The household as it is kept, with what waited merged in; a new one where there is none."""
        if key in self._to_erase:
            self._erase(key, deadline)
        kept = self._records.load(key, deadline)
        if self._to_erase:
            self._erase_another(deadline)
        if key in self._waiting:
            kept = self._with_waiting(key, kept, deadline)
        if kept != self._known.get(key):  # mostly it is what this process wrote last
            self._know(key, kept)
        return kept

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """Keep a household. Raises Clash as any store does."""
        kept = self._records.save(key, kept, deadline)
        self._know(key, kept)
        return kept

    def erase(self, key: str, deadline: Deadline) -> None:
        """Erase a household, here too. Where the store fails, it is erased once the store answers anybody again."""
        with self._lock:
            self._known.pop(key, None)
            self._waiting.pop(key, None)
            self._to_erase[key] = self._clock()
        self._erase(key, deadline)

    def meanwhile(self, key: str) -> Kept:
        """The household as far as this process knows it, for while the store fails."""
        with self._lock:
            known = self._known.get(key, Kept(household=Household()))
            steps = self._waiting.get(key)
            if not steps:
                return known
            household = steps[0].before.household
            for step in steps:
                household = merged(step.before.household, step.after, household)
            return replace(steps[0].before, household=household)

    def postpone(self, key: str, before: Kept, after: Household, request: str, sent: bool) -> None:
        """Keep a turn as soon as the store can be read again. `sent` tells whether a write of it may have been done."""
        step = _Step(request=request, before=before, after=after, moment=self._clock(), sent=int(sent))
        with self._lock:
            self._waiting[key] = _bounded((*self._waiting.pop(key, ()), step))
            if len(self._waiting) > HOUSEHOLDS_MAX:
                self._waiting.popitem(last=False)
                logs.note("The store fails for so long that the turns of one household are lost.")

    def _erase(self, key: str, deadline: Deadline) -> None:
        moment = self._to_erase.get(key)
        if moment is not None:
            self._records.erase(key, moment, deadline)
            with self._lock:
                self._to_erase.pop(key, None)

    def _erase_another(self, deadline: Deadline) -> None:
        """Make up for one erasure that failed: who disabled the skill never comes back to have it done."""
        with self._lock:
            other = next(iter(self._to_erase), None)
        if other is not None:
            with suppress(StoreUnavailable):
                self._erase(other, deadline)

    def _with_waiting(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        """What the store holds, with what waited merged in and saved."""
        for _ in range(TRIES):
            with self._lock:
                steps = self._waiting.get(key, ())
            household = self._merged(key, kept, steps, deadline)
            if household != kept.household:
                self._note_sent(key, steps, +1)
                try:
                    kept = self._records.save(key, replace(kept, household=household), deadline)
                except Clash as clash:
                    if not clash.unsure:
                        self._note_sent(key, steps, -1)
                    kept = self._records.load(key, deadline)
                    continue
            if self._all_done(key, steps):
                return kept
        raise StoreUnavailable("Others kept writing the same household, so this turn of it waits.")

    def _merged(self, key: str, kept: Kept, steps: tuple[_Step, ...], deadline: Deadline) -> Household:
        household = kept.household
        erased = kept.erased
        if erased is None and kept.begun and not all(step.before.begun for step in steps):
            erased = self._records.erased(key, deadline)
        for step in steps:
            if is_answered(household, step.request) or not self._counts(step, kept, erased):
                continue
            if step.before.begun and not kept.begun and household == kept.household:
                household = step.before.household  # the store lost it, as with a file that broke
            household = merged(step.before.household, step.after, household)
        return household

    def _counts(self, step: _Step, kept: Kept, erased: float | None) -> bool:
        """Whether a turn belongs to the household as it is kept now, and is surely not in it yet."""
        if not step.before.begun:
            return erased is None or step.moment > erased
        if kept.begun:
            same = step.before.household.incarnation == kept.household.incarnation
            # Beyond so many writes nobody can tell any more whether it is in there.
            return same and not (step.sent and kept.revision - step.before.revision > ANSWERED_MAX)
        # Nothing is kept: the store lost it, unless it was erased, the mark of which stays for a day.
        return erased is None and self._clock() - step.moment < MARK_S

    def _note_sent(self, key: str, steps: tuple[_Step, ...], writes: int) -> None:
        """Note that a write of these steps is on its way, or that it was surely not done."""
        requests = {step.request for step in steps}
        with self._lock:
            waiting = self._waiting.get(key, ())
            self._waiting[key] = tuple(
                replace(step, sent=step.sent + writes) if step.request in requests else step for step in waiting
            )

    def _all_done(self, key: str, steps: tuple[_Step, ...]) -> bool:
        """Let go of steps that are kept now. Returns whether none came to wait meanwhile."""
        requests = {step.request for step in steps}
        with self._lock:
            left = tuple(step for step in self._waiting.pop(key, ()) if step.request not in requests)
            if left:
                self._waiting[key] = left
        return not left

    def _know(self, key: str, kept: Kept) -> None:
        with self._lock:
            self._known[key] = kept
            self._known.move_to_end(key)
            if len(self._known) > HOUSEHOLDS_MAX:
                self._known.popitem(last=False)


def _bounded(steps: tuple[_Step, ...]) -> tuple[_Step, ...]:
    """The steps, with the first two in one where there are too many. They are kept together or not at all."""
    if len(steps) <= WAITING_MAX or steps[0].sent or steps[1].sent:
        return steps
    first, second = steps[:2]
    after = merged(second.before.household, second.after, first.after)
    return (replace(second, before=first.before, after=after), *steps[2:])
