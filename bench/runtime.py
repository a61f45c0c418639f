# SPDX-License-Identifier: Apache-2.0
"""A cold start under AWS Lambda's own runtime client: `python -m bench.runtime [--rounds N]`.

Each start is a new process with the archive alone, as `make package` builds it, and asks a small Runtime API for work;
beside ours stand the least skill of Amazon's SDK and, with a table, one that keeps a count by the SDK's DynamoDB
adapter. All of it is compiled. What is told is the processor time from the process's start to its first answer, the
median of rounds side by side; an empty function tells what the client itself costs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from memory.stores import table_server  # noqa: E402
from package.conftest import RUNTIME_LOCK, unpack  # noqa: E402
from package.lambda_runtime import Function  # noqa: E402

from bench.evening_events import of_household, read  # noqa: E402
from skill.package import archive, bytecode, wheels  # noqa: E402
from skill.package.target import PYTHON, Target  # noqa: E402

LAMBDA_LOCK = ROOT / "requirements" / "lambda.txt"
ADAPTER_LOCK = ROOT / "requirements" / "adapter.txt"
EMPTY = "def handler(event, context):\n    return {}\n"
BARE, ADAPTER, CLIENT = "hello world", "the SDK's adapter", "an empty function"
ROUNDS = 21


class Subject(Struct):
    """Function to start cold: its folder with `lambda_handler.py`, AWS Lambda's own packages, and settings."""

    task: Path
    runtime: Path
    settings: dict[str, str]


def laid_out(folder: Path, python: Path, target: Target, server: table_server.TableServer | None) -> dict[str, Subject]:
    """Functions to start, by what the table calls them: each unpacked and compiled."""
    client, sdk, task = folder / "client", folder / "sdk", folder / "task"
    for wheel in wheels.fetch(target, RUNTIME_LOCK):
        unpack(wheel, client)
    for wheel in wheels.fetch(target, LAMBDA_LOCK):
        unpack(wheel, sdk)
    archive.build(folder / "lambda.zip", target)
    unpack(folder / "lambda.zip", task)
    found = {
        CLIENT: Subject(_program(folder / "empty", EMPTY), client, {}),
        BARE: Subject(_program(folder / "hello", (ROOT / "bench/hello.py").read_text("utf-8"), sdk), client, {}),
        "ours, memory": Subject(task, client, {"CLOSER_STORE": "memory:"}),
        "ours, SQLite": Subject(task, client, {"CLOSER_STORE": f"sqlite:///{folder / 'kept.sqlite3'}"}),
    }
    if server is not None:
        with_boto = folder / "client with boto3"  # AWS Lambda has botocore and boto3 of its own
        shutil.copytree(client, with_boto)
        for wheel in wheels.fetch(target, ADAPTER_LOCK):
            unpack(wheel, with_boto)
        keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        told = {
            "BENCH_TABLE": table_server.TABLE,
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{server.port}",
            "AWS_DEFAULT_REGION": "local",
            **keys,
        }
        source = (ROOT / "bench/adapter.py").read_text("utf-8")
        found[ADAPTER] = Subject(_program(folder / "adapter", source, sdk), with_boto, told)
        found["ours, DynamoDB"] = Subject(task, with_boto, {"CLOSER_STORE": server.url, **keys})
    compiling = [str(python), "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash", str(folder)]
    subprocess.run(compiling, check=True, stdout=subprocess.DEVNULL)
    return found


def _program(task: Path, source: str, packages: Path | None = None) -> Path:
    if packages is not None:
        shutil.copytree(packages, task)
    else:
        task.mkdir()
    (task / "lambda_handler.py").write_text(source, "utf-8")
    return task


def started(subject: Subject, python: Path, log: Path, event: object) -> float:
    """Milliseconds of the processor from a process's start to its first answer."""
    with Function(python, subject.task, subject.runtime, log, **subject.settings) as function:
        function.answer(event)
        return function.processor_seconds() * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="A cold start under AWS Lambda's own runtime client.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    python = bytecode.find_python(PYTHON) or Path(sys.executable)
    here = PYTHON if python != Path(sys.executable) else "{}.{}".format(*sys.version_info[:2])
    event: Any = of_household(read()[0][1], 0)
    why_no_table = table_server.why_not()
    if why_no_table:
        print(f"Without DynamoDB: {why_no_table}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = None if why_no_table else table_server.TableServer(folder / "table")
        if server:
            server.start()
            server.make_table()
        try:
            subjects = laid_out(folder / "laid out", python, Target(python=here), server)
            taken: dict[str, list[float]] = {each: [] for each in subjects}
            for number in range(rounds + 1):
                for each, subject in subjects.items():
                    cost = started(subject, python, folder / "log", event)
                    if number:  # the first round makes the store's file
                        taken[each].append(cost)
                print(f"\r{number}/{rounds}", end="", file=sys.stderr, flush=True)
        finally:
            if server:
                server.kill()
    print(f"\n{'cold under the runtime client':32}{'ms':>8}{'beyond an empty function':>28}{'ratio':>8}")
    empty = statistics.median(taken[CLIENT])
    for each, costs in taken.items():
        beside = ADAPTER if "DynamoDB" in each else BARE
        ratio = statistics.median(one / other for one, other in zip(costs, taken[beside], strict=True))
        cost = statistics.median(costs)
        print(f"{each:32}{cost:>8.0f}{cost - empty:>28.0f}{ratio:>8.2f}  to {beside}")
    print(json.dumps({each: round(statistics.median(costs), 1) for each, costs in taken.items()}))


if __name__ == "__main__":
    main()
