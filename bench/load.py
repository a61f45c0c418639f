# SPDX-License-Identifier: Apache-2.0
"""Both endpoints under load: `python bench/load.py [SECONDS]`, 45 if nothing else is said.

Two gunicorn workers with SQLite answer requests of whole evenings over loopback: by the public app, which verifies
their signatures, and by the app that verifies none (unsigned.py), each with couples and a file of its own; in turns
with the least skill that the SDK makes (hello_world.py), which checks and keeps nothing, on the same requests. Every
answer of ours is compared with the one that the skill gives in this process, and every household with the record that
it should have at the end. Prints errors, lost turns, the times of requests, how many there were a second and what one
took of the processor; leaves with status 1 where anything is lost.
"""

from __future__ import annotations

import http.client
import json
import math
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from alexa.couple import SKILL, Couple  # noqa: E402
from web.authority import Authority, pem, rsa_key, signed  # noqa: E402
from web.gunicorn_app import CHAIN  # noqa: E402
from web.gunicorn_app import ROOT as ROOT_FILE  # noqa: E402

from skill.alexa import skill  # noqa: E402
from skill.alexa.requests.envelope import digest  # noqa: E402
from skill.deadline import Deadline  # noqa: E402
from skill.memory.in_memory import InMemoryStore  # noqa: E402
from skill.memory.records import Records  # noqa: E402
from skill.memory.sqlite import SqliteStore  # noqa: E402
from skill.settings import Settings  # noqa: E402
from skill.web.listening import LOOPBACK, open_listener  # noqa: E402
from skill.web.public.server import SETTINGS  # noqa: E402

SECONDS = 45
"""For each server. A request is good for 150 s from when it was made, with all that is done before it is sent."""
SLICES = 3
"""They are asked in turns, so that what else the machine does falls on all of them."""
CLIENTS, CONNECTIONS = 2, 4
"""Processes that ask, and connections of each."""
PREPARE_S = 40
"""Requests are made and signed beforehand, for no longer than this: a request is good for 150 s."""
REQUESTS_MAX = 20_000
"""For each process that asks."""
PATIENCE_S = 10
SIGNED, UNSIGNED, BARE = "signed evenings, SQLite", "unsigned evenings, SQLite", "bare SDK hello world"
STEP = timedelta(seconds=4)
"""From one turn of an evening to the next, as its requests tell it."""


class Turn(Struct, frozen=True):
    """A request that is ready to be sent, and its answer."""

    body: bytes
    headers: dict[str, str]
    answer: Any


class Evening(Struct, frozen=True):
    """A couple's requests, in order."""

    user: str
    turns: list[Turn]


class Told(Struct):
    """What the clients saw of one server."""

    milliseconds: list[float] = []
    seconds: float = 0
    errors: int = 0
    """Requests without an answer of status 200."""
    wrong: int = 0
    """Answers that are not those which the skill gives in this process."""
    lost: int = 0
    """Households that are not kept as they should be."""
    evenings: int = 0


class Server(Struct, frozen=True):
    """One of those that are asked."""

    title: str
    port: int
    process: int
    """Of gunicorn, which starts its workers."""
    file: Path | None
    """Where it keeps households; None where it keeps none, and its answers are compared with nothing."""


class Couples:
    """The couples of one client: their evenings, and what is to be kept of them."""

    def __init__(self, client: int) -> None:
        self.expected = InMemoryStore()
        self.answer = skill.build(Settings(skill_id=SKILL), self.expected)
        self.evenings: deque[Evening] = deque()
        # Told from the middle of the run, so that no request is further than 150 s from the server's clock.
        moment = datetime.now(UTC) + timedelta(seconds=60)
        until, made = time.monotonic() + PREPARE_S, 0
        while time.monotonic() < until and made < REQUESTS_MAX:
            evening = self._evening(f"amzn1.ask.account.LOAD-{client}-{len(self.evenings)}", moment)
            made += len(evening.turns)
            self.evenings.append(evening)

    def _evening(self, user: str, moment: datetime) -> Evening:
        turns: list[Turn] = []

        def remember(event: Any, context: Any) -> dict[str, Any]:
            body = json.dumps(event).encode()
            answer = self.answer(json.loads(body), context)
            turns.append(Turn(body, signed(body), json.loads(json.dumps(answer))))
            return answer

        couple = Couple(remember, user=user)
        couple.moment = moment - 5 * STEP
        couple.launch()
        while couple.in_session:
            couple.moment = moment + (len(turns) - 5) * STEP
            couple.say("AMAZON.YesIntent" if couple.state in ("follow_up", "offer", "ritual") else "AMAZON.NextIntent")
        return Evening(user, turns)

    def lost(self, done: list[str], file: Path) -> int:
        """Households whose evening is done, and that the file does not hold as they should be."""
        there, should_be = Records(SqliteStore(file)), Records(self.expected)
        pairs = ((there.load(digest(user), Deadline()), should_be.load(digest(user), Deadline())) for user in done)
        return sum(
            not kept.begun or replace(kept.household, incarnation=expected.household.incarnation) != expected.household
            for kept, expected in pairs  # what tells one beginning of a record from another is drawn
        )


class Visitor:
    """One connection to one server. It carries each evening to its end before it begins the next."""

    def __init__(self, server: Server, couples: Couples, sent: deque[Turn]) -> None:
        self._server = server
        self._compared = server.file is not None
        self._couples = couples
        self._turns: deque[Turn] = deque()
        self._user = ""
        self._sent = sent
        """Requests that were sent to others already, for the server that checks nothing."""
        self.done: list[str] = []
        """Users whose evening is over."""

    def ask(self, until: float, told: Told) -> None:
        """Send requests until the time is over, or there are none left."""
        connection = http.client.HTTPConnection(LOOPBACK, self._server.port, timeout=PATIENCE_S)
        while time.monotonic() < until and (turn := self._next()) is not None:
            began = time.perf_counter()
            try:
                connection.request("POST", "/alexa", turn.body, turn.headers)
                response = connection.getresponse()
                answer = response.read()
                ok = response.status == http.client.OK
                told.errors += not ok
                told.wrong += ok and self._compared and json.loads(answer) != turn.answer
            except (OSError, http.client.HTTPException):
                connection.close()
                told.errors += 1
            told.milliseconds.append((time.perf_counter() - began) * 1000)
            if self._compared and not self._turns:
                self.done.append(self._user)
        connection.close()

    def _next(self) -> Turn | None:
        if not self._compared:
            self._sent.rotate(-1)
            return self._sent[0] if self._sent else None
        if not self._turns:
            try:
                evening = self._couples.evenings.popleft()
            except IndexError:
                return None
            self._user, self._turns = evening.user, deque(evening.turns)
            self._sent.extend(evening.turns)
        return self._turns.popleft()


def visit(client: int, servers: list[Server], slice_s: float, ready: Barrier, results: Any) -> None:
    """One client: prepare, ask the servers in turns, and tell what came of it."""
    couples = Couples(client)
    sent: list[deque[Turn]] = [deque() for _ in range(CONNECTIONS)]
    visitors = [[Visitor(server, couples, each) for each in sent] for server in servers]
    found = [Told() for _ in servers]
    for _ in range(SLICES):
        for line, told in zip(visitors, found, strict=True):
            ready.wait()
            began = time.monotonic()
            parts = [Told() for _ in line]
            threads = [
                threading.Thread(target=visitor.ask, args=(began + slice_s, part))
                for visitor, part in zip(line, parts, strict=True)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            told.seconds += time.monotonic() - began
            for part in parts:
                told.milliseconds += part.milliseconds
                told.errors += part.errors
                told.wrong += part.wrong
    for server, line, told in zip(servers, visitors, found, strict=True):
        if server.file is not None:
            done = [user for visitor in line for user in visitor.done]
            told.evenings, told.lost = len(done), couples.lost(done, server.file)
    results.put(found)


@contextmanager
def gunicorn(app: str, settings: Path) -> Iterator[tuple[int, int]]:
    """gunicorn with an app: its port on this machine, and its process."""
    with open_listener(LOOPBACK, 0) as listener:
        command = [sys.executable, "-m", "gunicorn", "-c", str(settings), "--bind", f"fd://{listener.fileno()}"]
        command += ["--pythonpath", f"{ROOT},{ROOT / 'tests'},{HERE}", app]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[listener.fileno()])
        try:
            yield listener.getsockname()[1], process.pid
        finally:
            process.terminate()
            process.wait()


def await_server(port: int) -> None:
    """Wait until a server has begun to answer, whatever it answers."""
    connection = http.client.HTTPConnection(LOOPBACK, port)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()


def processor_ms(process: int) -> float:
    """Milliseconds of the processor that a server's workers have used, where the system tells (proc(5))."""
    try:
        workers = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
        fields = [Path(f"/proc/{worker}/stat").read_text("utf-8").rpartition(")")[2].split() for worker in workers]
    except OSError:
        return math.nan
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1000 / os.sysconf("SC_CLK_TCK")


def row(title: str, clients: list[Told], worked_ms: float) -> float:
    """Print a server's figures. Returns its requests a second."""
    times = sorted(time for told in clients for time in told.milliseconds)
    a_second = sum(len(told.milliseconds) / told.seconds for told in clients)
    p99 = statistics.quantiles(times, n=100)[98]
    print(
        f"{title:28} {len(times):>9,} {a_second:>9.0f} {worked_ms / len(times):>8.2f} "
        f"{statistics.median(times):>8.1f} {p99:>8.1f} {times[-1]:>8.1f} "
        f"{sum(told.errors for told in clients):>7} {sum(told.wrong for told in clients):>7}"
    )
    return a_second


def main() -> int:
    """Prints the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    context = multiprocessing.get_context("fork")  # so that all sign with the same key
    authority = Authority(now=datetime.now(UTC).replace(microsecond=0))
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        (folder / CHAIN).write_bytes(authority.chain(rsa_key()))
        (folder / ROOT_FILE).write_bytes(pem(authority.root))
        (folder / "gunicorn.py").write_text("".join(f"{key} = {value!r}\n" for key, value in SETTINGS.items()))
        kept = {title: folder / f"{title.partition(' ')[0]}.sqlite3" for title in (SIGNED, UNSIGNED)}
        apps = {
            SIGNED: f"web.gunicorn_app:create({name!r}, {f'sqlite:///{kept[SIGNED]}'!r}, {SKILL!r})",
            UNSIGNED: f"unsigned:create({f'sqlite:///{kept[UNSIGNED]}'!r}, {SKILL!r})",
            BARE: "hello_world:create()",
        }
        servers = [
            Server(title, *running.enter_context(gunicorn(app, folder / "gunicorn.py")), kept.get(title))
            for title, app in apps.items()
        ]
        for server in servers:
            await_server(server.port)
        print(f"Making and signing requests, for {PREPARE_S} s at most; then {seconds:.0f} s for each.", flush=True)
        ready, results = context.Barrier(CLIENTS), context.Queue()
        clients = [
            context.Process(target=visit, args=(number, servers, seconds / SLICES, ready, results))
            for number in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        told = [results.get() for _ in clients]
        for client in clients:
            client.join()
        worked = {server.title: processor_ms(server.process) for server in servers}
    print(
        f"{'':28} {'requests':>9} {'a second':>9} {'cpu ms':>8} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} "
        f"{'errors':>7} {'wrong':>7}"
    )
    of_server = {server.title: [client[number] for client in told] for number, server in enumerate(servers)}
    a_second = {title: row(title, each, worked[title]) for title, each in of_server.items()}
    ours = [one for title in kept for one in of_server[title]]
    lost = sum(one.lost for one in ours)
    print(f"{sum(one.evenings for one in ours):,} whole evenings, {lost} households not kept as they should be.")
    for title in kept:
        print(f"{title}: {a_second[title] / a_second[BARE]:.2f} times the requests a second of the bare SDK.")
    return int(lost > 0 or any(one.errors or one.wrong for one in ours))


if __name__ == "__main__":
    sys.exit(main())
