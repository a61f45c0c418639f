# SPDX-License-Identifier: Apache-2.0
"""While a store fails, what changes waits in this process, and is merged once the store is back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import steady
from skill.memory.in_memory import InMemoryStore
from skill.memory.steady import SteadyStore
from skill.memory.store import Clash, Kept, StoreUnavailable

MONEY, WORK = Household(avoided=("money",)), Household(avoided=("work",))


class FailingStore(InMemoryStore):
    """A store in memory that can be down, and that can be written by others at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.disturbed = 0

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        if self.down:
            raise StoreUnavailable("Down.")
        return super().load(key, deadline)

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        if self.down:
            raise StoreUnavailable("Down.")
        if self.disturbed:
            self.disturbed -= 1
            self.write(key, visits=self.disturbed)
        return super().save(key, kept, deadline)

    def erase(self, key: str, deadline: Deadline) -> None:
        if self.down:
            raise StoreUnavailable("Down.")
        super().erase(key, deadline)

    def write(self, key: str, **changes: object) -> None:
        """Another one writes."""
        kept = super().load(key, Deadline()) or Kept(household=Household())
        super().save(key, replace(kept, household=replace(kept.household, **changes)), Deadline())


@pytest.fixture
def inner() -> FailingStore:
    return FailingStore()


@pytest.fixture
def store(inner: FailingStore) -> SteadyStore:
    return SteadyStore(inner)


def stored(inner: FailingStore, key: str = "k") -> Household:
    kept = InMemoryStore.load(inner, key, Deadline())
    assert kept is not None
    return kept.household


def test_meanwhile_a_household_is_as_it_was_last_known(store: SteadyStore, inner: FailingStore) -> None:
    assert store.meanwhile("k").household == Household()
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    assert store.meanwhile("k").household == MONEY
    store.postpone("k", WORK, store.meanwhile("k"))
    assert store.meanwhile("k").household == WORK


def test_what_waits_is_merged_with_what_others_wrote(store: SteadyStore, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    store.postpone("k", replace(MONEY, avoided=("money", "work")), store.meanwhile("k"))
    inner.write("k", names=("A", "B"))
    assert store.load("k", Deadline()).household == stored(inner)
    assert stored(inner) == Household(avoided=("money", "work"), names=("A", "B"))


def test_what_waits_several_times_counts_once(store: SteadyStore, inner: FailingStore) -> None:
    store.load("k", Deadline())
    for count in (1, 2, 3):
        store.postpone("k", Household(rituals_kept=count), store.meanwhile("k"))
    inner.write("k", rituals_kept=10)
    store.load("k", Deadline())
    store.load("k", Deadline())
    assert stored(inner).rituals_kept == 13


def test_two_turns_that_wait_at_once_both_count(store: SteadyStore, inner: FailingStore) -> None:
    grown_from = store.load("k", Deadline())
    store.postpone("k", MONEY, grown_from)
    store.postpone("k", WORK, grown_from)
    assert set(store.load("k", Deadline()).household.avoided) == {"money", "work"}


def test_others_who_keep_writing_are_outlasted_or_waited_for(store: SteadyStore, inner: FailingStore) -> None:
    store.postpone("k", MONEY, store.meanwhile("k"))
    inner.disturbed = steady.TRIES
    with pytest.raises(StoreUnavailable, match="this turn of it waits"):
        store.load("k", Deadline())
    inner.disturbed = steady.TRIES - 1
    assert store.load("k", Deadline()).household.avoided == ("money",)


def test_what_others_erased_is_not_brought_back(store: SteadyStore, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    store.postpone("k", MONEY, store.meanwhile("k"))
    inner.erase("k", Deadline())
    assert store.load("k", Deadline()).household == Household()


def test_erasing_forgets_here_too_and_is_made_up_for(store: SteadyStore, inner: FailingStore) -> None:
    inner.write("k", avoided=("money",))
    store.load("k", Deadline())
    store.postpone("k", WORK, store.meanwhile("k"))
    inner.down = True
    with pytest.raises(StoreUnavailable):
        store.erase("k", Deadline())
    assert store.meanwhile("k").household == Household()
    inner.down = False
    assert store.load("k", Deadline()).household == Household()
    assert InMemoryStore.load(inner, "k", Deadline()) is None


def test_an_erasure_is_made_up_for_when_anybody_comes(store: SteadyStore, inner: FailingStore) -> None:
    for key in ("gone", "gone, too"):
        inner.write(key, avoided=("money",))
        inner.down = True
        with pytest.raises(StoreUnavailable):
            store.erase(key, Deadline())
        inner.down = False
    for _ in range(2):
        store.load("somebody else", Deadline())
    assert InMemoryStore.load(inner, "gone", Deadline()) is None
    assert InMemoryStore.load(inner, "gone, too", Deadline()) is None


def test_a_save_is_known_and_clashes_as_ever(store: SteadyStore) -> None:
    kept = store.save("k", store.load("k", Deadline()), Deadline())
    store.save("k", replace(kept, household=MONEY), Deadline())
    assert store.meanwhile("k").household == MONEY
    with pytest.raises(Clash):
        store.save("k", kept, Deadline())


def test_not_more_waits_than_fits(
    store: SteadyStore, inner: FailingStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(steady, "HOUSEHOLDS_MAX", 2)
    for key in ("a", "b", "c"):
        store.load(key, Deadline())
        store.postpone(key, MONEY, store.meanwhile(key))
    assert len(caplog.messages) == 1
    assert [store.load(key, Deadline()).household.avoided for key in ("a", "b", "c")] == [(), ("money",), ("money",)]
