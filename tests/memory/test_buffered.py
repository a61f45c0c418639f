# SPDX-License-Identifier: Apache-2.0
"""While a store fails, what changes waits in this process, and is merged once the store is back."""

from __future__ import annotations

import itertools
import time

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.household import ANSWERED_MAX, Household, with_answered
from skill.deadline import Deadline
from skill.memory import buffered
from skill.memory.buffered import TRIES, Memory
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records, read_mark
from skill.memory.store import Clash, Stored, StoreUnavailable

MONEY, WORK = Household(avoided=("money",)), Household(avoided=("work",))
_numbers = itertools.count(1)


class FailingStore(InMemoryStore):
    """A store in memory that can be down, and that can be written by others at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.disturbed = 0

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        if self.down:
            raise StoreUnavailable("Down.")
        return super().get(key, deadline)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        if self.down:
            raise StoreUnavailable("Down.")
        if self.disturbed:
            self.disturbed, left = 0, self.disturbed - 1
            self.write(key, visits=left)
            self.disturbed = left
        return super().put(key, data, revision, deadline, expires)

    def delete(self, key: str, deadline: Deadline) -> None:
        if self.down:
            raise StoreUnavailable("Down.")
        super().delete(key, deadline)

    def write(self, key: str, **changes: object) -> None:
        """Another one writes."""
        records = Records(self)
        kept = records.load(key, Deadline())
        records.save(key, replace(kept, household=replace(kept.household, **changes)), Deadline())


@pytest.fixture
def inner() -> FailingStore:
    return FailingStore()


@pytest.fixture
def store(inner: FailingStore) -> Memory:
    return Memory(inner)


def postpone(store: Memory, key: str, household: Household, before: Kept, sent: bool = False) -> str:
    """A turn that cannot be kept yet. Returns the request by which it is known."""
    request = f"{next(_numbers):016}"[::-1]
    store.postpone(key, before, with_answered(household, request), request, sent)
    return request


def told(household: Household) -> Household:
    """What a household told us, without what the memory itself notes."""
    return replace(household, answered=(), incarnation=0)


def stored(inner: FailingStore, key: str = "k") -> Household:
    return Records(inner).load(key, Deadline()).household


def test_meanwhile_a_household_is_as_it_was_last_known(store: Memory, inner: FailingStore) -> None:
    assert store.meanwhile("k").household == Household()
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    assert told(store.meanwhile("k").household) == MONEY
    postpone(store, "k", WORK, store.meanwhile("k"))
    assert told(store.meanwhile("k").household) == WORK


def test_what_waits_is_merged_with_what_others_wrote(store: Memory, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    postpone(store, "k", replace(MONEY, avoided=("money", "work")), store.meanwhile("k"))
    inner.write("k", names=("A", "B"))
    assert store.load("k", Deadline()).household == stored(inner)
    assert told(stored(inner)) == Household(avoided=("money", "work"), names=("A", "B"))


def test_what_waits_several_times_counts_once(store: Memory, inner: FailingStore) -> None:
    store.load("k", Deadline())
    for count in (1, 2, 3):
        before = store.meanwhile("k")
        postpone(store, "k", replace(before.household, rituals_kept=count), before)
    inner.write("k", rituals_kept=10)
    store.load("k", Deadline())
    store.load("k", Deadline())
    assert stored(inner).rituals_kept == 13


def test_two_turns_that_wait_at_once_both_count(store: Memory, inner: FailingStore) -> None:
    grown_from = store.load("k", Deadline())
    postpone(store, "k", MONEY, grown_from)
    postpone(store, "k", WORK, grown_from)
    assert set(store.load("k", Deadline()).household.avoided) == {"money", "work"}


def test_others_who_keep_writing_are_outlasted_or_waited_for(store: Memory, inner: FailingStore) -> None:
    postpone(store, "k", MONEY, store.meanwhile("k"))
    inner.disturbed = buffered.TRIES
    with pytest.raises(StoreUnavailable, match="this turn of it waits"):
        store.load("k", Deadline())
    inner.disturbed = buffered.TRIES - 1
    assert store.load("k", Deadline()).household.avoided == ("money",)


def test_what_others_erased_is_not_brought_back(store: Memory, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    postpone(store, "k", MONEY, store.meanwhile("k"))
    Records(inner).erase("k", time.time(), Deadline())
    assert told(store.load("k", Deadline()).household) == Household()


def test_erasing_forgets_here_too_and_is_made_up_for(store: Memory, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    postpone(store, "k", WORK, store.meanwhile("k"))
    inner.down = True
    with pytest.raises(StoreUnavailable):
        store.erase("k", Deadline())
    assert store.meanwhile("k").household == Household()
    inner.down = False
    assert told(store.load("k", Deadline()).household) == Household()
    assert read_mark(inner.rows["k"].data)


def test_a_turn_that_clashed_only_is_kept_however_much_others_wrote_since(store: Memory, inner: FailingStore) -> None:
    inner.write("k", visits=1)
    kept = store.load("k", Deadline())
    postpone(store, "k", replace(kept.household, avoided=("money",)), kept)
    inner.disturbed = TRIES
    with pytest.raises(StoreUnavailable):
        store.load("k", Deadline())
    for number in range(ANSWERED_MAX + 1):
        inner.write("k", visits=number)
    assert store.load("k", Deadline()).household.avoided == ("money",)


def test_an_erasure_is_made_up_for_when_anybody_comes(store: Memory, inner: FailingStore) -> None:
    for key in ("gone", "gone, too"):
        inner.write(key, avoided=("money",))
        inner.down = True
        with pytest.raises(StoreUnavailable):
            store.erase(key, Deadline())
        inner.down = False
    for _ in range(2):
        store.load("somebody else", Deadline())
    assert read_mark(inner.rows["gone"].data)
    assert read_mark(inner.rows["gone, too"].data)


def test_a_save_is_known_and_clashes_as_ever(store: Memory) -> None:
    kept = store.save("k", store.load("k", Deadline()), Deadline())
    store.save("k", replace(kept, household=MONEY), Deadline())
    assert told(store.meanwhile("k").household) == MONEY
    with pytest.raises(Clash):
        store.save("k", kept, Deadline())


def test_not_more_waits_than_fits(
    store: Memory, inner: FailingStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(buffered, "HOUSEHOLDS_MAX", 2)
    for key in ("a", "b", "c"):
        store.load(key, Deadline())
        postpone(store, key, MONEY, store.meanwhile(key))
    assert len(caplog.messages) == 1
    assert [store.load(key, Deadline()).household.avoided for key in ("a", "b", "c")] == [(), ("money",), ("money",)]


@each_case(("seconds", "counts"), [(86_399, True), (86_400, False)])
def test_a_turn_of_a_household_that_the_store_lost_waits_for_a_day(seconds: int, counts: bool) -> None:
    now = [1_800_000_000.0]
    inner = FailingStore()
    memory = Memory(inner, lambda: now[0])
    inner.write("k", avoided=("money",))
    kept = memory.load("k", Deadline())
    postpone(memory, "k", replace(kept.household, avoided=("money", "work")), kept)
    inner.rows.clear()
    now[0] += seconds
    assert memory.load("k", Deadline()).household.avoided == (("money", "work") if counts else ())


@pytest.mark.parametrize(("writes", "counts"), [(ANSWERED_MAX, True), (ANSWERED_MAX + 1, False)])
def test_a_turn_that_may_have_been_written_counts_while_its_request_would_be_known(
    store: Memory, inner: FailingStore, writes: int, counts: bool
) -> None:
    inner.write("k", visits=1)
    kept = store.load("k", Deadline())
    postpone(store, "k", replace(kept.household, avoided=("money",)), kept, sent=True)
    for number in range(writes):
        inner.write("k", visits=number + 2)
    assert store.load("k", Deadline()).household.avoided == (("money",) if counts else ())


@pytest.mark.parametrize(("others", "known"), [(499, True), (500, False)])
def test_five_hundred_households_are_known_the_latest_ones(store: Memory, others: int, known: bool) -> None:
    store.save("k", Kept(household=MONEY), Deadline())
    for number in range(others):
        store.save(str(number), Kept(household=WORK), Deadline())
    assert (told(store.meanwhile("k").household) == MONEY) is known
    assert told(store.meanwhile("0").household) == WORK


@pytest.mark.parametrize(
    ("turns", "sent", "left"), [(100, (), 100), (101, (), 100), (101, (0,), 101), (101, (1,), 101), (101, (2,), 100)]
)
def test_of_more_than_a_hundred_turns_the_first_become_one(
    store: Memory, inner: FailingStore, turns: int, sent: tuple[int, ...], left: int
) -> None:
    before = store.load("k", Deadline())
    for number in range(turns):
        known = replace(before, household=store.meanwhile("k").household)
        postpone(store, "k", replace(known.household, rituals_kept=number + 1), known, sent=number in sent)
    assert len(store._waiting["k"]) == left
    assert store.meanwhile("k").household.rituals_kept == turns
    assert store.load("k", Deadline()).household.rituals_kept == turns
