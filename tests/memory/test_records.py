# SPDX-License-Identifier: Apache-2.0
"""What was decoded once is used again for the very same bytes alone, and is what these bytes say."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import timedelta

import pytest
from alexa.couple import EVENING, USER, Couple, slot
from cases import each_case
from msgspec.structs import replace

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import Records, aside_keys, mark_key, read_mark
from skill.memory.store import Clash, StoreUnavailable
from skill.settings import Settings

KEY = digest(USER)
SAID = (
    "AMAZON.YesIntent", "AMAZON.YesIntent", "AMAZON.NextIntent", "AMAZON.NextIntent", "AMAZON.NoIntent",
    "AMAZON.RepeatIntent", "AnotherOneIntent", "SaveThisIntent", "StartCheckInIntent", "SuggestRitualIntent",
    "TonightsQuestionIntent", "HowAreWeDoingIntent", "CoolDownIntent", "ReflectIntent", "AMAZON.StopIntent",
)  # fmt: skip
DECODE = record.decode


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes that are decoded, in their order."""
    found: list[bytes] = []

    def decode(data: bytes, revision: int) -> record.Kept:
        found.append(data)
        return DECODE(data, revision)

    monkeypatch.setattr(record, "decode", decode)
    return found


def test_what_this_process_wrote_is_not_decoded_again(decoded: list[bytes]) -> None:
    ours = Records(InMemoryStore())
    written = ours.save(KEY, ours.load(KEY, Deadline()), Deadline())
    assert ours.load(KEY, Deadline()) == written
    assert decoded == []


def test_what_another_process_wrote_is_read(decoded: list[bytes]) -> None:
    store = InMemoryStore()
    ours, theirs = Records(store), Records(store)
    ours.save(KEY, ours.load(KEY, Deadline()), Deadline())
    found = theirs.load(KEY, Deadline())
    theirs.save(KEY, replace(found, household=replace(found.household, theme="touch")), Deadline())
    assert ours.load(KEY, Deadline()).household.theme == "touch"
    assert len(decoded) == 2


def test_the_same_bytes_have_the_revision_of_now() -> None:
    store = InMemoryStore()
    ours = Records(store)
    written = ours.save(KEY, ours.load(KEY, Deadline()), Deadline())
    later = store.put(KEY, store.rows[KEY].data, written.revision, Deadline())
    assert ours.load(KEY, Deadline()) == replace(written, revision=later)


def test_what_is_erased_is_not_held(decoded: list[bytes]) -> None:
    store = InMemoryStore()
    ours = Records(store)
    ours.save(KEY, ours.load(KEY, Deadline()), Deadline())
    before = store.rows[KEY].data
    ours.erase(KEY, 0.0, Deadline())
    assert ours.load(KEY, Deadline()).household == Household()
    store.rows[KEY] = replace(store.rows[KEY], data=before)
    ours.load(KEY, Deadline())
    assert decoded == [before]


def test_of_many_households_the_latest_are_held(decoded: list[bytes]) -> None:
    ours = Records(InMemoryStore())
    keys = [str(number) for number in range(101)]
    for key in keys:
        ours.save(key, ours.load(key, Deadline()), Deadline())
    ours.load(keys[1], Deadline())
    assert decoded == []
    ours.load(keys[0], Deadline())
    assert len(decoded) == 1


def test_what_is_held_is_what_the_bytes_say(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[tuple[record.Kept, record.Kept]] = []

    class Seen(Records):
        """Records of which the test sees what comes out, and what the bytes say."""

        def load(self, key: str, deadline: Deadline) -> record.Kept:
            kept = super().load(key, deadline)
            if kept.begun:
                held.append((kept, DECODE(store.rows[key].data, kept.revision)))
            return kept

    monkeypatch.setattr("skill.memory.buffered.Records", Seen)
    store, chance = InMemoryStore(), random.Random(3)
    couple = Couple(skill.build(Settings(), store))
    for night in range(12):
        couple.moment = EVENING + timedelta(days=night)
        couple.cut()
        couple.launch()
        for _ in range(12):
            couple.say(chance.choice(SAID), slot("theme", "touch", "touch"))
    assert len(held) > 12 * 12 - 1
    # As text, in which moments that are the same by different rules are told apart.
    assert [repr(ours) for ours, _ in held] == [repr(decoded) for _, decoded in held]


@each_case(("hours", "known"), [(23.99, True), (24, False)])
def test_that_a_household_was_erased_is_known_for_a_day(hours: float, known: bool) -> None:
    now = [1_800_000_000.0]
    store = InMemoryStore(lambda: now[0])
    records = Records(store, lambda: now[0])
    records.save(KEY, records.load(KEY, Deadline()), Deadline())
    records.erase(KEY, now[0], Deadline())
    now[0] += hours * 3600
    assert records.erased(KEY, Deadline()) == (1_800_000_000.0 if known else None)
    assert records.load(KEY, Deadline()).erased == (1_800_000_000.0 if known else None)
    assert (KEY in store.keys(Deadline())) is known


def test_the_mark_of_a_household_does_not_tell_which_it_was() -> None:
    assert mark_key(KEY) == mark_key(KEY)
    assert mark_key(KEY) != mark_key(f"{KEY}x")
    assert KEY not in mark_key(KEY)
    assert len(mark_key(KEY)) == len("erased-") + 32


@each_case(
    ("data", "erased"),
    [
        (b'{"erased":1.5}', 1.5),
        (b'{"erased":1.5}'.ljust(64), 1.5),
        (b'{"erased":1.5}'.ljust(65), None),
        (b'{"erased":1.5,"more":2}', None),
        (b'{"erased":"x"}', None),
        (b"{}", None),
        (b"", None),
        (b"\xff", None),
    ],
)
def test_a_mark_is_small_and_holds_a_moment_alone(data: bytes, erased: float | None) -> None:
    mark = read_mark(data)
    assert (mark.erased if mark else None) == erased


def test_five_unreadable_records_of_a_household_are_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    store = InMemoryStore()
    records = Records(store)
    for number in range(6):
        kept = records.load(KEY, Deadline())
        records.save(KEY, kept, Deadline())
        store.rows[KEY] = replace(store.rows[KEY], data=f"mangled {number}".encode())
    assert records.load(KEY, Deadline()).household == Household()
    assert aside_keys(KEY) == [f"{KEY}#set-aside-{number}" for number in range(1, 6)]
    assert [store.rows[key].data for key in aside_keys(KEY)] == [f"mangled {number}".encode() for number in range(5)]
    assert len(caplog.messages) == 6
    records.erase(KEY, 0.0, Deadline())
    assert set(store.rows) == {KEY, mark_key(KEY)}


def test_the_same_unreadable_record_is_set_aside_once() -> None:
    store = InMemoryStore()
    for _ in range(2):
        revision = store.rows[KEY].revision if KEY in store.rows else 0
        store.put(KEY, b"mangled", revision, Deadline())
        Records(store).load(KEY, Deadline())
    assert [key for key in aside_keys(KEY) if key in store.rows] == [f"{KEY}#set-aside-1"]


@pytest.mark.parametrize(("clashes", "erased"), [(4, True), (5, False)])
def test_a_mark_is_left_within_five_tries(clashes: int, erased: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    store = InMemoryStore()
    put, left = store.put, [clashes]

    def disturbed(*given: object) -> int:
        left[0] -= 1
        if left[0] >= 0:
            raise Clash
        return put(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "put", disturbed)
    with nullcontext() if erased else pytest.raises(StoreUnavailable, match="Others keep writing"):
        Records(store).erase(KEY, 7.0, Deadline())
    assert (KEY in store.rows) is erased
