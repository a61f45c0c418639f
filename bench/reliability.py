# SPDX-License-Identifier: Apache-2.0
"""How reliable memory is: `python bench/reliability.py [--full]`, or `make bench`.

Plays scripted faults, writers at once, kills, broken files and a table that hangs, and prints what was lost, what was
counted twice, and how long a table that is well again was not asked. `--full` takes CI's counts, which is some
ten minutes. Without Node or botocore the rows of the table say so. Leaves with status 1 where a promise is broken.
docs/reliability.md tells what each row stands for.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
sys.path[:0] = [str(ROOT), str(TESTS)]

from alexa.couple import USER, Couple  # noqa: E402
from alexa.services.raw_server import RawServer, drips  # noqa: E402
from memory.faulty_proxy import FaultyProxy  # noqa: E402
from memory.table_server import TableServer, why_not  # noqa: E402
from memory.test_broken_files import flipped  # noqa: E402
from turn.faults import PROCESSES, FaultyStore, run  # noqa: E402
from turn.writers import WRITERS, written_by_all  # noqa: E402

from lambda_handler import make_handler  # noqa: E402
from skill.alexa.requests.envelope import digest  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory.dynamodb import DynamoStore  # noqa: E402
from skill.memory.in_memory import InMemoryStore  # noqa: E402
from skill.memory.records import Records  # noqa: E402
from skill.memory.sqlite import SqliteStore  # noqa: E402
from skill.memory.store import Store, StoreUnavailable  # noqa: E402
from skill.settings import Settings  # noqa: E402

COUNTS = {"scripts": (1000, 20_000), "erasing": (500, 4_000), "table": (10, 150), "turns": (10, 50), "kills": (5, 50)}
COUNTS |= {"files": (40, 200), "hung": (22, 22)}
"""How much is tried for each kind of row: in the quick form, and with --full (CI's counts)."""
BACK_WITHIN_S = 5.0

_broken: list[str] = []


def row(title: str, tried: object, told: str, kept: bool) -> None:
    """Print a row. A promise that is not kept is noted."""
    print(f"{title:44} {tried!s:>14}   {told}{'' if kept else '   BROKEN'}", flush=True)
    if not kept:
        _broken.append(title)


def scripts(
    title: str, count: int, stores: Callable[[int], tuple[Store, list[tuple[Store, object]]]], erases: bool
) -> None:
    """Scripted faults: what was lost and what came twice."""
    lost = doubled = turns = 0
    for number in range(count):
        store, faulty = stores(number)
        # A household of its own: on a table that stays, the turns of another row would count as some that came back.
        verdict = run(number, store, faulty, f"{title}, household {number}", erases)  # type: ignore[arg-type]
        lost, doubled, turns = lost + verdict.lost, doubled + verdict.doubled, turns + verdict.turns
    what = f"{turns} turns, {doubled} came back" if erases else f"{turns} turns, {lost} lost, {doubled} counted twice"
    row(title, f"{count} scripts", what, lost == doubled == 0)


def with_faults(store: Store) -> tuple[Store, list[tuple[Store, object]]]:
    """Three processes on a store."""
    faulty = [FaultyStore(store) for _ in range(PROCESSES)]
    return store, [(one, one) for one in faulty]


def written(title: str, url: str, turns: int) -> None:
    """Writers at once: what was counted."""
    household = written_by_all(url, turns)
    wanted = WRITERS * turns
    told = f"{household.visits} visits and {household.rituals_kept} rituals of {wanted}"
    row(title, f"{WRITERS} x {turns}", told, household.visits == household.rituals_kept == wanted)


def killed(kills: int, file: Path) -> None:
    """Processes killed while they write: what was acknowledged and is not there."""
    acknowledged, first, lost = 0, None, 0
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(ROOT)))}
    for _ in range(kills):
        command = [sys.executable, str(TESTS / "memory" / "writer.py"), str(file), str(acknowledged + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(2)]
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        acknowledged = max(int(line) for line in lines if line.endswith(b"\n"))
        revision = Records(SqliteStore(file)).load(digest(USER), Deadline()).revision
        first = first if first is not None else revision - acknowledged
        lost += max(0, acknowledged + first - revision - 1)
    row("killed while writing, SQLite", f"{kills} kills", f"{acknowledged} turns, {lost} lost", lost == 0)


def broken_files(count: int, folder: Path) -> None:
    """Files with flipped bytes: evenings that failed."""
    whole = folder / "whole.sqlite3"
    couple = Couple(make_handler(Settings(store=f"sqlite:///{whole}")))
    couple.launch()
    couple.say("AMAZON.NextIntent")
    del couple
    data, failed, aside = whole.read_bytes(), 0, 0
    for number in range(count):
        file = folder / str(number) / "kept.sqlite3"
        file.parent.mkdir()
        file.write_bytes(flipped(data, number))
        couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
        couple.launch()
        couple.say("AMAZON.HelpIntent")
        kept = Records(SqliteStore(file)).load(digest(USER), Deadline()).household
        failed += not couple.words or kept.visits == 0
        aside += bool(list(file.parent.glob("*.broken-*")))
    row(
        "bytes flipped in a file, SQLite", f"{count} files", f"{failed} evenings failed, {aside} set aside", failed == 0
    )


def hung(tries: int, table: TableServer) -> None:
    """A table that hangs and is well again: how long it was not asked."""
    with RawServer(drips) as server:
        store = DynamoStore.at(f"dynamodb://households?endpoint={server.url}&region=local")
        waits = 0
        while waits < tries:
            try:
                store.get("k", Deadline())
            except StoreUnavailable:
                waits += 2
        port = server.port
    table.port = port
    table.start()
    began = time.monotonic()
    while True:
        try:
            store.get("k", Deadline())
            break
        except StoreUnavailable:
            time.sleep(0.05)
    seconds = time.monotonic() - began
    row(
        "back after a table hung, DynamoDB",
        f"{waits} hung tries",
        f"asked again after {seconds:.2f} s",
        seconds <= BACK_WITHIN_S,
    )


@contextmanager
def a_table(folder: Path) -> Iterator[TableServer]:
    """A real server with a table."""
    server = TableServer(folder)
    server.start()
    server.make_table()
    try:
        yield server
    finally:
        server.kill()


def main() -> int:
    """Prints the rows. Returns the exit status."""
    parser = argparse.ArgumentParser(description="How reliable memory is: what is lost, and what comes twice.")
    parser.add_argument("--full", action="store_true", help="as much as CI tries")
    full = parser.parse_args().full
    count = {name: counts[full] for name, counts in COUNTS.items()}
    logging.getLogger("closer_together").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shared = SqliteStore(folder / "scripts.sqlite3")
        scripts("faults, SQLite", count["scripts"], lambda _: with_faults(shared), erases=False)
        scripts("faults and forgetting, memory", count["erasing"], lambda _: with_faults(InMemoryStore()), erases=True)
        written("writers at once, SQLite", f"sqlite:///{folder / 'writers.sqlite3'}", count["turns"])
        killed(count["kills"], folder / "kills.sqlite3")
        broken_files(count["files"], folder)
        if reason := why_not():
            row("the rows of a table", "-", reason, kept=True)
        else:
            (folder / "table").mkdir()
            with a_table(folder / "table") as table, ExitStack() as stack:
                proxies = [stack.enter_context(FaultyProxy(table.port)) for _ in range(PROCESSES)]
                faulty: list[tuple[Store, object]] = [(DynamoStore.at(proxy.url), proxy) for proxy in proxies]
                store = DynamoStore.at(table.url)
                for erases in (False, True):
                    title = "faults and forgetting, DynamoDB" if erases else "faults, DynamoDB"
                    scripts(title, count["table"], lambda _: (store, faulty), erases)
                written("writers at once, DynamoDB", table.url, count["turns"])
                table.kill()
                hung(count["hung"], table)
    return 1 if _broken else 0


if __name__ == "__main__":
    sys.exit(main())
