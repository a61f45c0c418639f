# SPDX-License-Identifier: Apache-2.0
"""Past one machine: what DynamoDB and Lambda have to bear, by measured calls and sizes: `python -m bench.scale`.

An evening of `bench/events/` goes through the skill on dynalite, which tells how many units of reading and writing each
turn takes, at several ages of the household. What a table and a function bear is then arithmetic on `ASSUMED`: the
habits of couples, and the services' limits and list prices as Amazon publishes them (of November 2026, us-east-1; look
them up anew before relying on them). Prints the tables and keeps them in `bench/results/scale.json`.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from memory.stores import table_server  # noqa: E402

from bench import growth  # noqa: E402
from bench.evening_events import of_household, read  # noqa: E402
from skill.alexa import skill  # noqa: E402
from skill.alexa.requests.envelope import digest  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory import open_store  # noqa: E402
from skill.memory.record import Kept  # noqa: E402
from skill.memory.records import Records  # noqa: E402
from skill.settings import Settings  # noqa: E402

RESULTS = ROOT / "bench" / "results" / "scale.json"
HOUSEHOLDS = (1, 1_000, 1_000_000)
AGES = (1, 60, 365)


class Assumed(Struct, frozen=True):
    """Assumptions: habits of couples, times of a function, limits and list prices. None of it is measured here."""

    evenings_a_week: float = 3
    share_at_nine: float = 0.4
    """Share of an evening's couples who begin between nine and ten."""
    peak_over_hour: float = 3
    """Ratio of the fullest minute of that hour to its mean."""
    turn_s: float = 0.05
    """Seconds for which a function is busy with a turn: ours and two calls of the table."""
    cold_s: float = 0.6
    """Seconds of a cold start. Every evening is reckoned to begin with one."""
    function_gb: float = 0.5
    read_units_a_partition: int = 3_000
    write_units_a_partition: int = 1_000
    write_units_at_first: int = 4_000
    """Units of writing a second that a new table on demand takes."""
    write_units_a_table: int = 40_000
    """Units of writing a second that an account's quota allows one table."""
    concurrent_functions: int = 1_000
    usd_a_million_reads: float = 0.125
    usd_a_million_writes: float = 0.625
    usd_a_gb_month: float = 0.25
    usd_a_million_invocations: float = 0.20
    usd_a_gb_second: float = 0.0000166667


ASSUMED = Assumed()
WEEKS_A_MONTH = 52 / 12


class Evening(Struct, frozen=True):
    """Units that one evening takes of a table, and the size of the item after it."""

    turns: int
    read_units: float
    write_units: float
    item_bytes: int


class CountedTable:
    """A store on a table, that counts units: of reading by 4 kB, of writing by 1 kB."""

    def __init__(self, url: str) -> None:
        self._store = open_store(url)
        self.read_units = self.write_units = self.bytes = 0

    def get(self, key: str, deadline: Deadline) -> Any:
        """What is kept, counted by its size."""
        found = self._store.get(key, deadline)
        self.read_units += max(1, math.ceil((len(found.data) if found else 0) / 4096))
        return found

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        """Keep it, counted by its size with its key and revision."""
        self.bytes = len(data) + len(key) + 32
        self.write_units += math.ceil(self.bytes / 1024)
        return self._store.put(key, data, revision, deadline, expires)

    def delete(self, key: str, deadline: Deadline) -> None:
        """Delete it."""
        self._store.delete(key, deadline)


def evening_of(kept: Kept, url: str, age: int) -> Evening:
    """An evening of a household of some age."""
    table = CountedTable(url)
    events = [of_household(line, age) for _, line in read()]
    Records(table).save(digest(events[0]["session"]["user"]["userId"]), Kept(household=kept.household), Deadline())
    table.read_units = table.write_units = 0
    answer = skill.build(Settings(), table)
    for event in events:
        answer(event, None)
    return Evening(len(events), table.read_units, table.write_units, table.bytes)


def scaled(evening: Evening, households: int, assumed: Assumed = ASSUMED) -> dict[str, float]:
    """Load of so many households at the peak, and their dollars a month."""
    a_day = households * assumed.evenings_a_week / 7
    a_second = a_day * assumed.share_at_nine / 3600 * assumed.peak_over_hour * evening.turns
    evenings = households * assumed.evenings_a_week * WEEKS_A_MONTH
    seconds = evenings * (evening.turns * assumed.turn_s + assumed.cold_s)
    usd = {
        "reads": evenings * evening.read_units * assumed.usd_a_million_reads / 1e6,
        "writes": evenings * evening.write_units * assumed.usd_a_million_writes / 1e6,
        "storage": households * evening.item_bytes / 1e9 * assumed.usd_a_gb_month,
        "lambda": evenings * evening.turns * assumed.usd_a_million_invocations / 1e6
        + seconds * assumed.function_gb * assumed.usd_a_gb_second,
    }
    per_turn = evening.write_units / evening.turns
    return {
        "turns_a_second": a_second,
        "read_units_a_second": a_second * evening.read_units / evening.turns,
        "write_units_a_second": a_second * per_turn,
        "functions_at_once": a_second * assumed.turn_s,
        "usd_a_month": sum(usd.values()),
        **{f"usd_{name}": value for name, value in usd.items()},
    }


def first_limit(figures: dict[str, float], assumed: Assumed = ASSUMED) -> str:
    """Limits that give way at the peak; where none does, the nearest one."""
    shares = {
        "a new table's writes": figures["write_units_a_second"] / assumed.write_units_at_first,
        "the account's writes to one table": figures["write_units_a_second"] / assumed.write_units_a_table,
        "functions at once": figures["functions_at_once"] / assumed.concurrent_functions,
    }
    over = [f"{name} ({share:.1f} of it)" for name, share in shares.items() if share > 1]
    nearest = max(shares, key=lambda name: shares[name])
    return "; ".join(over) or f"none ({nearest}: {shares[nearest]:.1%})"


def main() -> None:
    """Prints the tables, and keeps the figures."""
    if reason := table_server.why_not():
        sys.exit(f"Nothing is measured: {reason}")
    records = growth.records_of(AGES, lambda: None)
    with tempfile.TemporaryDirectory() as folder:
        server = table_server.TableServer(Path(folder))
        server.start()
        try:
            server.make_table()
            evenings = {age: evening_of(kept, server.url, age) for age, kept in records.items()}
        finally:
            server.kill()
    print(
        f"{'age in evenings':>16}{'turns':>8}{'item bytes':>12}{'reads a turn':>14}{'writes a turn':>15}{'hot at':>9}"
    )
    for age, evening in evenings.items():
        reads, writes = evening.read_units / evening.turns, evening.write_units / evening.turns
        hot = f"{ASSUMED.write_units_a_partition / writes:.0f}/s"  # turns a second of one household
        print(f"{age:>16,}{evening.turns:>8}{evening.item_bytes:>12,}{reads:>14.2f}{writes:>15.2f}{hot:>9}")
    typical = evenings[AGES[-1]]
    kept: dict[str, Any] = {"assumed": to_builtins(ASSUMED), "evenings": {}, "households": {}}
    kept["evenings"] = {str(age): to_builtins(evening) for age, evening in evenings.items()}
    print(
        f"\n{'households':>12}{'turns/s':>10}{'reads/s':>10}{'writes/s':>10}{'functions':>11}{'USD a month':>13}  limit"
    )
    for households in HOUSEHOLDS:
        figures = scaled(typical, households)
        limit = first_limit(figures)
        kept["households"][str(households)] = {name: round(value, 4) for name, value in figures.items()} | {
            "limit": limit
        }
        print(
            f"{households:>12,}{figures['turns_a_second']:>10,.2f}{figures['read_units_a_second']:>10,.1f}"
            f"{figures['write_units_a_second']:>10,.1f}{figures['functions_at_once']:>11,.1f}"
            f"{figures['usd_a_month']:>13,.2f}  {limit}"
        )
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
