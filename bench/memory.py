# SPDX-License-Identifier: Apache-2.0
"""What remembering costs: `python bench/memory.py [NIGHTS]`, or `make bench`.

A couple come every night, for ten years if nothing else is said. Prints the bytes that their record takes as it grows,
how long a turn takes and how long an entry takes to choose with a new record and with theirs, and how long the handler
takes from nothing to its first answer. tests/alexa/record/test_ten_years.py holds the bytes to their bound.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from alexa.couple import EVENING, USER, Couple, slot  # noqa: E402

from skill.alexa import skill  # noqa: E402
from skill.alexa.requests.envelope import digest  # noqa: E402
from skill.checkin.model.household import Household  # noqa: E402
from skill.checkin.planner.evening import Wish, plan_evening  # noqa: E402
from skill.checkin.planner.questions import Wanted, choose_question  # noqa: E402
from skill.content.loading.loader import load_content  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory import record  # noqa: E402
from skill.memory.in_memory import InMemoryStore  # noqa: E402
from skill.memory.record import Kept  # noqa: E402
from skill.memory.records import Records  # noqa: E402
from skill.memory.sqlite import SqliteStore  # noqa: E402
from skill.memory.store import Store  # noqa: E402
from skill.settings import Settings  # noqa: E402

TEN_YEARS = 3650
TOLD_AFTER = (1, 7, 30, 90, 365, 730, 1825, TEN_YEARS)
"""Nights after which the size of the record is told."""
ROUNDS = 200
COLD_ROUNDS = 5
COLD = """
import json, sys, time
began = time.perf_counter()
from lambda_handler import make_handler
from skill.settings import Settings
handler = make_handler(Settings(store="memory:"))
imported = time.perf_counter()
handler(json.loads(sys.argv[1]), None)
print(imported - began, time.perf_counter() - imported)
"""


def live_through(nights: int) -> Kept:
    """The record after so many nights; its size is printed on the way."""
    store = InMemoryStore()
    couple = Couple(skill.build(Settings(), store))
    print(f"{'nights':>10} {'bytes kept':>12}")
    for night in range(1, nights + 1):
        couple.moment = EVENING + timedelta(days=night)
        couple.cut()
        couple.launch()
        while couple.in_session:
            couple.say("AMAZON.YesIntent" if couple.state in ("follow_up", "offer", "ritual") else "AMAZON.NextIntent")
        if night in TOLD_AFTER or night == nights:
            print(f"{night:>10} {len(record.encode(kept_in(store))):>12,}")
    return kept_in(store)


def kept_in(store: Store) -> Kept:
    """The couple's record."""
    return Records(store).load(digest(USER), Deadline())


def turn_ms(store: Store, household: Household) -> float:
    """Milliseconds that a turn takes: the median of many, each a new question that is chosen, read and noted."""
    Records(store).save(digest(USER), Kept(household=household), Deadline())
    couple = Couple(skill.build(Settings(), store))
    couple.moment = EVENING + timedelta(days=TEN_YEARS + 1)
    couple.launch()
    return median_ms(lambda: couple.say("AnotherOneIntent", slot("theme", "touch", "touch")))


def median_ms(once: Callable[[], object]) -> float:
    """The median of many times, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        once()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def cold_ms() -> tuple[float, float]:
    """Milliseconds to import and make the handler, and to its first answer: the best of a few new processes."""
    envelope = json.dumps(Couple(lambda event, context: {}).envelope("LaunchRequest"))
    best = []
    for _ in range(COLD_ROUNDS):
        told = subprocess.run(
            [sys.executable, "-c", COLD, envelope], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.split()
        best.append((float(told[0]) * 1000, float(told[1]) * 1000))
    return min(best)


def main() -> None:
    """Prints the tables."""
    nights = int(sys.argv[1]) if len(sys.argv) > 1 else TEN_YEARS
    old = live_through(nights).household
    new = Household(welcomed=True)
    content = load_content("en-US")
    evening = (EVENING + timedelta(days=nights + 1)).date()

    print(f"\n{'median, in ms':36} {'new record':>12} {f'{nights} nights':>12}")
    chosen: tuple[tuple[str, Callable[[Household], object]], ...] = (
        ("to choose a question", lambda household: choose_question(household, content, 7, Wanted())),
        ("to plan a long evening", lambda household: plan_evening(household, content, 7, evening, Wish(length="long"))),
        ("to read and write the record", lambda household: record.decode(record.encode(Kept(household=household)), 1)),
    )
    for title, choose in chosen:
        row = [median_ms(partial(choose, household)) for household in (new, old)]
        print(f"{title:36} {row[0]:>12.3f} {row[1]:>12.3f}")
    with tempfile.TemporaryDirectory() as folder:
        pairs: tuple[tuple[str, tuple[Store, ...]], ...] = (
            ("a turn, kept in memory", (InMemoryStore(), InMemoryStore())),
            ("a turn, kept in SQLite", tuple(SqliteStore(Path(folder) / name) for name in ("new", "old"))),
        )
        for title, stores in pairs:
            row = [turn_ms(store, household) for store, household in zip(stores, (new, old), strict=True)]
            print(f"{title:36} {row[0]:>12.3f} {row[1]:>12.3f}")
    imported, answered = cold_ms()
    print(f"\nfrom nothing: {imported:.0f} ms to import, {answered:.0f} ms more to the first answer")


if __name__ == "__main__":
    main()
