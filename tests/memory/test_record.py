# SPDX-License-Identifier: Apache-2.0
"""The record as bytes: of this version, of earlier ones, of later ones, and of none."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import VERSION, Finished, Household
from skill.checkin.model.speech import Read
from skill.deadline import Deadline
from skill.memory import Memory, migrations
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept, Unreadable, decode, encode
from skill.memory.records import Records
from skill.memory.store import Stored

DAY = date(2026, 3, 5)
SAMPLES = Path(__file__).parent / "records"
"""One full record of each version that was ever stored, as it was stored."""


def as_json(kept: Kept) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(kept))
    return found


def sample(version: int) -> bytes:
    return (SAMPLES / f"version-{version}.json").read_bytes()


@each_case("version", range(1, VERSION + 1))
def test_a_record_of_every_version_is_read(version: int) -> None:
    kept = decode(sample(version), 3)
    assert kept.household.version == VERSION
    assert kept.household.names == ("Sam", "Alex")
    assert kept.household.checkin is not None
    assert len(kept.household.finished) == 2
    assert kept.revision == 3


def test_the_sample_of_this_version_holds_every_field() -> None:
    assert json.loads(sample(VERSION)).keys() == set(Household.__struct_encode_fields__)


def test_a_record_is_written_as_it_was_read() -> None:
    brief = {"saved": [["r", "questions", 2]], "finished": [["2026-03-03", "short", 6, 8], ["2026-03-04", "long"]]}
    assert as_json(decode(sample(VERSION), 1)) == json.loads(sample(VERSION)) | brief


def test_long_lists_are_written_without_what_a_reader_takes_for_granted() -> None:
    saved = (Read("questions", 12), Read("rituals", 3, "name"))
    finished = (Finished(DAY, "short"), Finished(DAY, "short", 7), Finished(DAY, "long", 7, 8))
    written = encode(Kept(household=Household(saved=saved, finished=finished)))
    assert json.loads(written)["saved"] == [["r", "questions", 12], ["r", "rituals", 3, "name"]]
    assert [one[2:] for one in json.loads(written)["finished"]] == [[], [7], [7, 8]]
    read = decode(written, 1).household
    assert (read.saved, read.finished) == (saved, finished)


def test_a_break_from_talking_is_kept_no_longer() -> None:
    assert b"break_until" in sample(1)
    assert b"break_until" not in encode(decode(sample(1), 1))


def test_the_version_is_written_even_where_it_is_the_usual_one() -> None:
    assert as_json(Kept(household=Household())) == {"version": VERSION}


def test_steps_are_taken_one_by_one_up_to_the_newest_version(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {
        1: lambda raw: {**raw, "topics": raw["avoided"]},
        2: lambda raw: {name: value for name, value in raw.items() if name != "avoided"},
    }
    monkeypatch.setattr(migrations, "STEPS", steps)
    assert migrations.migrated({"avoided": ["money"]}) == {"topics": ["money"], "version": 3}
    assert migrations.migrated({"version": 2, "avoided": [1], "x": 1}) == {"x": 1, "version": 3}
    assert migrations.migrated({"version": 3, "avoided": []}) == {"version": 3, "avoided": []}


class TestANewerVersion:
    """A record of a later version that still fits our types is used, and loses nothing."""

    @pytest.fixture
    def newer(self) -> dict[str, Any]:
        raw: dict[str, Any] = json.loads(sample(VERSION))
        raw |= {"version": VERSION + 5, "mood": {"deep": [1, 2]}}
        raw["checkin"]["pace"] = "slow"
        raw["ritual"]["colour"] = "green"
        return raw

    def test_it_is_written_back_whole(self, newer: dict[str, Any]) -> None:
        kept = decode(json.dumps(newer).encode(), 1)
        assert as_json(replace(kept, household=replace(kept.household, visits=9))) == {**newer, "visits": 9}

    def test_what_is_deep_inside_is_written_back_too(self, newer: dict[str, Any]) -> None:
        newer["finished"][0].append("sober")
        newer["devices"][0][5]["tone"] = "low"
        newer["tonight"].append("twice")
        newer["heard"]["riddles"] = [3, 1]
        newer["turns"]["play"] = 100
        kept = decode(json.dumps(newer).encode(), 1)
        written = as_json(replace(kept, household=replace(kept.household, visits=9)))
        assert written == {**newer, "visits": 9}

    def test_what_belongs_to_an_item_of_a_list_goes_with_it(self, newer: dict[str, Any]) -> None:
        newer["finished"][0].append("sober")
        kept = decode(json.dumps(newer).encode(), 1)
        last = kept.household.finished[-1]
        one_more = replace(kept.household, finished=(*kept.household.finished, last))
        assert as_json(replace(kept, household=one_more))["finished"] == [*newer["finished"], newer["finished"][-1]]
        only_last = replace(kept.household, finished=(last,))
        assert as_json(replace(kept, household=only_last))["finished"] == newer["finished"][-1:]

    def test_what_was_taken_out_does_not_come_back(self, newer: dict[str, Any]) -> None:
        kept = decode(json.dumps(newer).encode(), 1)
        household = replace(kept.household, names=None, leaning={}, saved=(), checkin=None)
        left = {name: value for name, value in newer.items() if name not in ("names", "leaning", "saved", "checkin")}
        assert as_json(replace(kept, household=household)) == left

    def test_it_goes_through_a_store_and_a_merge(self, newer: dict[str, Any]) -> None:
        store = InMemoryStore()
        store.rows["k"] = Stored(1, json.dumps(newer).encode())
        memory = Memory(store)
        kept = memory.load("k", Deadline())
        after = replace(kept.household, avoided=("money", "work"))
        memory.postpone("k", kept, after, "request", sent=False)
        Records(store).save("k", replace(kept, household=replace(kept.household, welcomed=False)), Deadline())
        memory.load("k", Deadline())
        written = json.loads(store.rows["k"].data)
        assert written.pop("avoided") == ["money", "work"]
        assert written == {name: value for name, value in newer.items() if name not in ("avoided", "welcomed")}

    def test_what_belongs_to_a_check_in_stays_with_it_and_goes_with_it(self, newer: dict[str, Any]) -> None:
        kept = decode(json.dumps(newer).encode(), 1)
        assert kept.household.checkin is not None
        further = replace(kept.household, checkin=replace(kept.household.checkin, at=2))
        assert as_json(replace(kept, household=further))["checkin"]["pace"] == "slow"
        next_day = replace(kept.household, checkin=replace(kept.household.checkin, evening=date(2026, 4, 1)))
        assert "pace" not in as_json(replace(kept, household=next_day))["checkin"]
        assert "checkin" not in as_json(replace(kept, household=replace(kept.household, checkin=None)))

    def test_what_belongs_to_a_ritual_goes_with_another_one(self, newer: dict[str, Any]) -> None:
        kept = decode(json.dumps(newer).encode(), 1)
        other = replace(kept.household, ritual=KeptRitual(number=9, chosen=date(2026, 4, 1)))
        assert as_json(replace(kept, household=other))["ritual"] == {"number": 9, "chosen": "2026-04-01"}


@each_case(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b'{"version": "one"}',
        b'{"version": 1, "visits": -3}',
        b'{"version": 1, "names": ["only one"]}',
        b'{"version": 1, "saved": [["r", "questions"]]}',
        b'{"version": 1, "checkin": {"evening": "yesterday"}}',
        b'{"version": 9, "visits": {"by": "day"}}',
        b'{"version": 1, "names": "\xff\xfe"}',
        b"[" * 5000,
        7,
    ],
)
def test_what_is_no_record_is_unreadable(data: Any) -> None:
    with pytest.raises(Unreadable):
        decode(data, 1)


def test_the_docs_tell_every_field_and_how_it_is_merged() -> None:
    page = (Path(__file__).parents[2] / "docs" / "memory.md").read_text("utf-8")
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page))
    assert rows.keys() == set(Household.__struct_fields__)
