# SPDX-License-Identifier: Apache-2.0
"""What was decoded once is used again for the very same bytes alone, and is what these bytes say."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from alexa.couple import EVENING, USER, Couple, slot
from msgspec.structs import replace

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import UNDER_WAY_MAX, Records
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
    keys = [str(number) for number in range(UNDER_WAY_MAX + 1)]
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
