# SPDX-License-Identifier: Apache-2.0
"""Growth of a turn's time: as one household grows old, and as more and more households share a file."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from alexa.couple import EVENING, USER, Couple

from bench.evening_events import of_household, read
from bench.warm import paused
from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.memory.sqlite import SqliteStore
from skill.settings import Settings

EVENINGS = (1, 60, 365, 3650)
HOUSEHOLDS = (1, 1_000, 100_000)
ROUNDS = 25
TURNS_MAX = 30


def records_of(evenings: tuple[int, ...], told: Callable[[], None]) -> dict[int, Kept]:
    """The record of a household that comes every evening, after each of these counts of evenings."""
    store, found = InMemoryStore(), {}
    couple = Couple(skill.build(Settings(), store))
    for evening in range(1, max(evenings) + 1):
        couple.moment = EVENING + timedelta(days=evening)
        couple.cut()
        couple.launch()
        for _ in range(TURNS_MAX):
            if not couple.in_session:
                break
            couple.say("AMAZON.YesIntent" if couple.state in ("follow_up", "offer", "ritual") else "AMAZON.NextIntent")
        if evening in evenings:
            found[evening] = Records(store).load(digest(USER), Deadline())
            told()
    return found


def by_evenings(records: dict[int, Kept]) -> dict[str, dict[str, float]]:
    """The median turn of the evening of `bench/events/`, taken on each of these records in turn, and their bytes."""
    lines = read()
    times: dict[int, list[float]] = {evenings: [] for evenings in records}
    with paused():
        for number in range(ROUNDS + 3):
            for evenings, kept in records.items():
                store = InMemoryStore()
                events = [of_household(line, evenings, number) for _, line in lines]
                user = events[0]["session"]["user"]["userId"]
                begun = Kept(household=kept.household)
                Records(store).save(digest(user), begun, Deadline())
                answer = skill.build(Settings(), store)
                for event in events:
                    began = time.thread_time_ns()
                    answer(event, None)
                    if number >= 3:
                        times[evenings].append((time.thread_time_ns() - began) / 1000)
    return {
        str(evenings): {
            "p50_us": round(statistics.median(times[evenings]), 1),
            "bytes": len(record.encode(records[evenings])),
        }
        for evenings in records
    }


def by_households(folder: Path, kept: Kept, counts: tuple[int, ...] = HOUSEHOLDS) -> dict[str, dict[str, float]]:
    """The median turn with SQLite, in files that hold so many households."""
    lines, data = read(), record.encode(kept)
    answers = {}
    for count in counts:
        file = folder / f"{count}.sqlite3"
        SqliteStore(file).get("nobody", Deadline())  # makes the file
        with sqlite3.connect(file) as connection:
            connection.executemany(
                "INSERT INTO household VALUES (?, 1, ?)", ((digest(f"other {one}"), data) for one in range(count))
            )
        connection.close()
        answers[count] = skill.build(Settings(), SqliteStore(file))
    times: dict[int, list[float]] = {count: [] for count in counts}
    with paused():
        for number in range(ROUNDS + 3):
            for count, answer in answers.items():
                for event in [of_household(line, count, number) for _, line in lines]:
                    began = time.thread_time_ns()
                    answer(event, None)
                    if number >= 3:
                        times[count].append((time.thread_time_ns() - began) / 1000)
    return {str(count): {"p50_us": round(statistics.median(times[count]), 1)} for count in counts}
