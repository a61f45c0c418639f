# SPDX-License-Identifier: Apache-2.0
"""How fast the skill is beside the least one that Amazon's SDK makes: `python -m bench.speed`, or `make bench`.

Both answer the events of one whole evening (`bench/events/`), side by side in one run: a turn once all is read, a cold
start, memory after a thousand requests, calls of the store a request; and of ours what a turn costs as a household and
its neighbours grow. Prints tables, keeps the figures in `bench/results/speed.json` and draws `docs/pictures/speed.svg`.
Trust the ratios: the figures themselves are this machine's. `--quick` takes a tenth of the rounds and keeps nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from memory.stores import table_server  # noqa: E402

from bench import growth, hello, warm  # noqa: E402
from bench.evening_events import of_household, read  # noqa: E402
from bench.packed import COLD, RESIDENT, Packed  # noqa: E402
from bench.speed_picture import draw  # noqa: E402
from skill.alexa import skill  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory import open_store  # noqa: E402
from skill.memory.in_memory import InMemoryStore  # noqa: E402
from skill.memory.store import Stored  # noqa: E402
from skill.settings import Settings  # noqa: E402

RESULTS = ROOT / "bench" / "results" / "speed.json"
PICTURE = ROOT / "docs" / "pictures" / "speed.svg"
BARE = "hello world"
HOUSEHOLDS, COLD_ROUNDS, REQUESTS = 120, 21, 1_000

Figures = dict[str, Any]


class Progress:
    """How far the run is, on standard error."""

    def __init__(self, of: int) -> None:
        self._done, self._of = 0, of

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        filled = 30 * self._done // self._of
        end = "\n" if self._done == self._of else ""
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {self._done}/{self._of}", end=end, file=sys.stderr, flush=True)


class CountedStore(InMemoryStore):
    """Counts what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = self.writes = 0

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        self.reads += 1
        return super().get(key, deadline)

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        self.writes += 1
        return super().put(key, data, revision, deadline, expires)


def warm_turns(folder: Path, table: str | None, households: int, progress: Progress) -> Figures:
    """A turn once all is read."""
    stores = {"memory": "memory:", "SQLite": f"sqlite:///{folder / 'warm.sqlite3'}"}
    ours = {name: skill.build(Settings(), open_store(url)) for name, url in stores.items()}
    times = warm.take_times({BARE: hello.handler, **ours}, households, warm.thread_clock, progress.step)
    found = {name: warm.summary(each) for name, each in times.items()}
    if table is not None:
        asked = {BARE: hello.handler, "DynamoDB": skill.build(Settings(), open_store(table))}
        by_clock = warm.take_times(asked, households // 4, time.perf_counter_ns, progress.step)
        found["DynamoDB"] = warm.summary(by_clock["DynamoDB"]) | {"bare": warm.summary(by_clock[BARE])["p50"]}
    return found


def cold_starts(packed: Packed, folder: Path, rounds: int, progress: Progress) -> Figures:
    """Import and first request, in milliseconds of the processor."""
    launch = json.dumps(of_household(read()[0][1], 0))
    subjects = {
        BARE: ("bench.hello", {}),
        "memory": ("lambda_handler", {"CLOSER_STORE": "memory:"}),
        "SQLite": ("lambda_handler", {"CLOSER_STORE": f"sqlite:///{folder / 'cold.sqlite3'}"}),
    }
    taken: dict[str, list[list[float]]] = {name: [] for name in subjects}
    for number in range(rounds + 1):
        for name, (module, settings) in subjects.items():
            told = packed.run(COLD, module, launch, settings)
            if number:  # the first round writes the bytecode
                taken[name].append(told)
        progress.step()
    return {
        name: {
            "import_ms": round(1000 * statistics.median(each[0] for each in every), 1),
            "first_request_ms": round(1000 * statistics.median(each[1] for each in every), 1),
            "modules": every[0][2],
            "ratio": round(
                statistics.median(
                    (each[0] + each[1]) / (bare[0] + bare[1]) for each, bare in zip(every, taken[BARE], strict=True)
                ),
                2,
            ),
        }
        for name, every in taken.items()
    }


def resident(packed: Packed, folder: Path, requests: int) -> Figures:
    """Megabytes that a process holds after so many requests."""
    lines = [line for _, line in read()]
    given = "\n".join(json.dumps(of_household(lines[one % len(lines)], one // len(lines))) for one in range(requests))
    settings = {"memory": "memory:", "SQLite": f"sqlite:///{folder / 'resident.sqlite3'}"}
    found = {BARE: packed.run(RESIDENT, "bench.hello", given, {})[0]}
    for name, url in settings.items():
        found[name] = packed.run(RESIDENT, "lambda_handler", given, {"CLOSER_STORE": url})[0]
    return {name: {"mb": round(mb, 1), "ratio": round(mb / found[BARE], 2)} for name, mb in found.items()}


def function_calls() -> Figures:
    """Calls of functions a turn, the median: the same on every machine, however busy."""
    found = {}
    answers: dict[str, Callable[[Any, object], object]] = {
        BARE: hello.handler,
        "memory": skill.build(Settings(), open_store("memory:")),
    }
    for name, answer in answers.items():
        counts: list[int] = []
        for household in range(warm.WARM_UP):
            for _, line in read():
                profile, event = cProfile.Profile(), of_household(line, household)
                profile.runcall(answer, event, None)
                if household:
                    counts.append(sum(entry.callcount for entry in profile.getstats()))
        found[name] = statistics.median(counts)
    return {name: {"calls": calls, "ratio": round(calls / found[BARE], 2)} for name, calls in found.items()}


def store_calls() -> Figures:
    """Reads and writes a request, at most and on average."""
    store, calls = CountedStore(), []
    answer = skill.build(Settings(), store)
    for _, line in read():
        store.reads = store.writes = 0
        answer(of_household(line, 0), None)
        calls.append((store.reads, store.writes))
    return {
        "reads_max": max(reads for reads, _ in calls),
        "writes_max": max(writes for _, writes in calls),
        "reads": round(statistics.mean(reads for reads, _ in calls), 2),
        "writes": round(statistics.mean(writes for _, writes in calls), 2),
    }


def show(figures: Figures) -> None:
    """Print the tables."""
    turns = figures["warm"]
    bare = turns[BARE]["p50"]
    print(f"\n{'a turn, microseconds':26}{'p50':>9}{'p99':>9}{'p99/p50':>9}{'ratio':>8}")
    for name, each in turns.items():
        ratio = each["p50"] / each.get("bare", bare)
        print(f"{name:26}{each['p50']:>9.0f}{each['p99']:>9.0f}{each['p99'] / each['p50']:>9.1f}{ratio:>8.2f}")
    names = list(turns)
    print(f"\n{'p50 by kind of turn':26}" + "".join(f"{name:>13}" for name in names))
    for kind in turns[BARE]["kinds"]:
        print(f"{kind:26}" + "".join(f"{turns[name]['kinds'][kind]['p50']:>13.0f}" for name in names))
    print(f"\n{'cold, milliseconds':26}{'import':>9}{'first':>9}{'modules':>9}{'ratio':>8}")
    for name, each in figures["cold"].items():
        print(
            f"{name:26}{each['import_ms']:>9.0f}{each['first_request_ms']:>9.0f}{each['modules']:>9}{each['ratio']:>8.2f}"
        )
    print(f"\n{'memory after requests':26}{'MB':>9}{'ratio':>8}")
    for name, each in figures["resident"].items():
        print(f"{name:26}{each['mb']:>9.1f}{each['ratio']:>8.2f}")
    print(f"\n{'function calls a turn':26}{'p50':>9}{'ratio':>8}")
    for name, each in figures["function_calls"].items():
        print(f"{name:26}{each['calls']:>9.0f}{each['ratio']:>8.2f}")
    calls = figures["store_calls"]
    print(f"\nstore calls a request: {calls['reads']} reads (at most {calls['reads_max']}), ", end="")
    print(f"{calls['writes']} writes (at most {calls['writes_max']})")
    for title, key in (("evenings of one household", "evenings"), ("households in one file", "households")):
        print(f"\n{title:26}{'p50 us':>9}{'ratio':>8}")
        rows: Mapping[str, Mapping[str, float]] = figures[key]
        first = rows["60"]["p50_us"] if "60" in rows else next(iter(rows.values()))["p50_us"]
        for name, row in rows.items():
            print(f"{int(name):<26,}{row['p50_us']:>9.0f}{row['p50_us'] / first:>8.2f}")


def main() -> None:
    """Prints the tables, keeps the figures and draws the picture."""
    parser = argparse.ArgumentParser(description="How fast the skill is beside the least one.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rounds; nothing is kept")
    quick = parser.parse_args().quick
    part = 10 if quick else 1
    households, rounds = HOUSEHOLDS // part, max(COLD_ROUNDS // part, 3)
    evenings = growth.EVENINGS[:2] if quick else growth.EVENINGS
    why_no_table = table_server.why_not()
    steps = households + warm.WARM_UP + rounds + 1 + len(evenings)
    steps += 0 if why_no_table else households // 4 + warm.WARM_UP
    progress = Progress(steps)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = None
        if why_no_table:
            print(f"Without DynamoDB: {why_no_table}", file=sys.stderr)
        else:
            server = table_server.TableServer(folder / "table")
            server.start()
            server.make_table()
        try:
            turns = warm_turns(folder, server.url if server else None, households, progress)
        finally:
            if server:
                server.kill()
        packed = Packed(folder / "packed")
        records = growth.records_of(evenings, progress.step)
        figures: Figures = {
            "python": platform.python_version(),
            "warm": turns,
            "cold": cold_starts(packed, folder, rounds, progress),
            "resident": resident(packed, folder, REQUESTS // part),
            "function_calls": function_calls(),
            "store_calls": store_calls(),
            "evenings": growth.by_evenings(records),
            "households": growth.by_households(folder, records[60], growth.HOUSEHOLDS[: 2 if quick else None]),
        }
    show(figures)
    if not quick:
        RESULTS.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        PICTURE.write_text(draw(figures), "utf-8")
        print(f"\nKept: {RESULTS.relative_to(ROOT)}; drawn: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
