# SPDX-License-Identifier: Apache-2.0
"""How reliable memory is: `python bench/reliability.py [--full]`.

Plays scripted faults, writers at once, kills, broken files and a table that hangs, by the same code as the tests, and
prints what was lost, what was counted twice or came back, and how long a table that is well again was not asked. A row
whose promise is broken ends in BROKEN, and then the status is 1; docs/reliability.md tells the promises. `--full` tries
as much as CI's tests do. Where there can be no table, one row tells why in place of its rows: it wants Node, dynalite
(`npm ci`) and botocore. On a machine so busy that a healthy store does not answer in time there are no figures, and the
status is 2.
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
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
sys.path[:0] = [str(ROOT), str(TESTS)]

from alexa.couple import USER, Couple  # noqa: E402
from alexa.services.raw_server import RawServer, drips  # noqa: E402
from memory.stores.faulty_proxy import FaultyProxy  # noqa: E402
from memory.stores.table_server import TableServer, served_table, why_not  # noqa: E402
from memory.stores.test_broken_files import flipped  # noqa: E402
from turn.faults import PROCESSES, FaultyStore, run  # noqa: E402
from turn.writers import WRITERS, written_by_all  # noqa: E402

from lambda_handler import make_handler  # noqa: E402
from skill.alexa.requests.envelope import digest  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory.dynamodb import DynamoStore  # noqa: E402
from skill.memory.dynamodb.table import ASKING_MAX, TRIES  # noqa: E402
from skill.memory.in_memory import InMemoryStore  # noqa: E402
from skill.memory.records import Records  # noqa: E402
from skill.memory.sqlite import SqliteStore  # noqa: E402
from skill.memory.store import Store, StoreUnavailable  # noqa: E402
from skill.settings import Settings  # noqa: E402

COUNTS = {
    "scripts": (1000, 20_000),
    "erasing": (500, 4_000),
    "table": (10, 150),
    "turns": (10, 50),
    "kills": (5, 50),
    "files": (40, 200),
}
"""Number of trials for each kind of row: without --full, and with it, when there are as many as in CI's tests."""
HUNG = ASKING_MAX + TRIES
"""Tries that hang: more than may wait at once, so that a table is no longer asked each time if they do not end."""
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
    """Scripted faults: what was lost, and what was counted twice. Where a script also forgets, a turn from before that
    is there again counts as well, and one is lost only in a script that happened to forget nothing.
    """
    lost = doubled = turns = 0
    for number in range(count):
        store, faulty = stores(number)
        # A household of its own: on a table that stays, the turns of another row would count as some that came back.
        verdict = run(number, store, faulty, f"{title}, household {number}", erases)  # type: ignore[arg-type]
        lost, doubled, turns = lost + verdict.lost, doubled + verdict.doubled, turns + verdict.turns
    twice = "came back or counted twice" if erases else "counted twice"
    row(title, f"{count} scripts", f"{turns} turns, {lost} lost, {doubled} {twice}", lost == doubled == 0)


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
    """Processes killed while they write: turns that were acknowledged after the last one that is there."""
    acknowledged, lost = 0, 0
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS), str(ROOT)))}
    for _ in range(kills):
        command = [sys.executable, str(TESTS / "memory" / "stores" / "writer.py"), str(file), str(acknowledged + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(2)]
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        acknowledged = max(int(line) for line in lines if line.endswith(b"\n"))
        last = Records(SqliteStore(file)).load(digest(USER), Deadline()).household.devices[-1].request
        # A turn is known by its request, whose id the writer counts. One more may be there than was acknowledged.
        numbers = {digest(str(number))[:16]: number for number in range(acknowledged + 2)}
        lost += max(0, acknowledged - numbers.get(last, 0))
    row("killed while writing, SQLite", f"{kills} kills", f"{acknowledged} turns, {lost} lost", lost == 0)


def broken_files(count: int, folder: Path) -> None:
    """Files with flipped bytes: evenings in which the couple were not answered, or of which nothing was kept."""
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


def hung(table: TableServer) -> None:
    """A table that hangs and is well again, in the same place: how long it was not asked from then on."""
    with RawServer(drips) as server:
        store = DynamoStore.at(f"dynamodb://households?endpoint={server.url}&region=local")
        waits = 0
        while waits < HUNG:
            try:
                store.get("k", Deadline())
            except StoreUnavailable:
                waits += TRIES
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
        f"{waits} tries",
        f"asked again after {seconds:.2f} s",
        seconds <= BACK_WITHIN_S,
    )


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
            with served_table(folder / "table") as table, ExitStack() as stack:
                proxies = [stack.enter_context(FaultyProxy(table.port)) for _ in range(PROCESSES)]
                faulty: list[tuple[Store, object]] = [(DynamoStore.at(proxy.url), proxy) for proxy in proxies]
                store = DynamoStore.at(table.url)
                for erases in (False, True):
                    title = "faults and forgetting, DynamoDB" if erases else "faults, DynamoDB"
                    scripts(title, count["table"], lambda _: (store, faulty), erases)
                written("writers at once, DynamoDB", table.url, count["turns"])
                table.kill()
                hung(table)
    return 1 if _broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StoreUnavailable as error:
        print(f"No further figures: without any fault this machine was too slow. {error}", file=sys.stderr)
        sys.exit(2)
