# SPDX-License-Identifier: Apache-2.0
"""Whether the tests can fail: `make mutants`, or `python bench/mutants [--count N] [--seed N] [FILE OR FOLDER ...]`.

Draws mutations of `skill/` at random by a seed that is printed, and runs for each the tests that concern it, in copies
of the repository. A mutant that no test notices has survived: write the test that it asks for, or, where it changes
nothing that anybody could notice, tell it in `equivalent.txt` with the reason.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from coverage_map import QUICKLY, ROOT, CoverageMap, open_map, repository
from mutations import Mutation, is_python, mutations_of

sys.path.insert(0, str(ROOT / "tests"))

from rooms import where_tested

EQUIVALENT = Path(__file__).parent / "equivalent.txt"
FIRST_TESTS = 40
"""So many of the quickest tests of the room are tried first: most mutants are killed by them."""
SECONDS_MAX = 75.0
"""All further tests together take at most so long, by what they took of the processor unmutated."""
TEST_LIMIT_S = 60
"""For one test: a mutant may wait for ever."""
MUTANT_LIMIT_S = 900
USAGE_ERROR, NOTHING_FOUND = 4, 5
"""Exit codes of pytest."""


class Result(NamedTuple):
    """What became of one mutant."""

    mutation: Mutation
    killed: bool
    by: str = ""


class Bench:
    """Copies of the repository in which mutants are tried, one at a time in each."""

    def __init__(self, folder: Path, jobs: int, covered: CoverageMap) -> None:
        self._covered = covered
        self._copies: queue.Queue[Path] = queue.Queue()
        for number in range(jobs):
            self._copies.put(_copied(folder / f"copy {number}"))

    def tried(self, mutation: Mutation) -> Result:
        """The mutant with its fate."""
        copy = self._copies.get()
        path = copy / mutation.path
        source = path.read_bytes()
        try:
            _write(path, mutation.applied(source))
            for tests in self._tests_of(mutation):
                if by := _killer(copy, tests):
                    return Result(mutation, True, by)
            return Result(mutation, False)
        finally:
            _write(path, source)
            self._copies.put(copy)

    def _tests_of(self, mutation: Mutation) -> list[list[str]]:
        """The tests that concern it: a few of its room first, then the others."""
        path, lines = mutation.path, range(mutation.line, mutation.last_line + 1)
        # What is kept after its first use (a model, a fixture) is booked to one test, and used by all of the file.
        direct = list(dict.fromkeys([*self._covered.tests_of(path, lines), *self._covered.tests_of_file(path)]))
        rooms = tuple(where_tested(path))
        near = [test for test in direct if test.startswith(rooms)]
        if not near:
            near = [
                test for test in sorted(self._covered.seconds, key=self._covered.seconds.get) if test.startswith(rooms)
            ]
        first = near[:FIRST_TESTS]
        others, left = [], SECONDS_MAX
        for test in [*near[FIRST_TESTS:], *(test for test in direct if test not in set(near))]:
            left -= self._covered.seconds[test]
            if left > 0:
                others.append(test)
        return [tests for tests in (first, others) if tests]


def main() -> int:
    """Draw, try, and tell."""
    parser = argparse.ArgumentParser(description="Mutate skill/ at random, and see whether the tests notice.")
    parser.add_argument("only", nargs="*", help="files or folders to draw from; all of skill/ without")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    arguments = parser.parse_args()
    print(f"--seed {arguments.seed}: {arguments.count} mutants, {arguments.jobs} at a time", flush=True)
    covered = open_map()
    drawn = _drawn(arguments.seed, arguments.count, arguments.only)
    known = _equivalents()
    left_out = [one for one in drawn if _place(one) in known]
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="mutants ") as folder:
        bench = Bench(Path(folder), arguments.jobs, covered)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            waiting = [pool.submit(bench.tried, one) for one in drawn if _place(one) not in known]
            for done in as_completed(waiting):
                results.append(done.result())
                _progress(results, len(waiting))
    _tell(results, left_out)
    return 0


def _drawn(seed: int, count: int, only: list[str]) -> list[Mutation]:
    paths = [name for name in repository() if name.endswith(".py") and name.startswith(("skill/", "lambda_handler"))]
    chosen = [path for path in paths if not only or path.startswith(tuple(only))]
    every = [one for path in chosen for one in mutations_of(path, (ROOT / path).read_bytes())]
    random.Random(seed).shuffle(every)
    drawn: list[Mutation] = []
    for one in every:
        if len(drawn) == count:
            break
        if is_python(one.applied((ROOT / one.path).read_bytes())):
            drawn.append(one)
    return drawn


def _place(mutation: Mutation) -> tuple[str, str, str]:
    """What a line of `equivalent.txt` names: the file, and the line before and after."""
    return (mutation.path, *mutation.lines((ROOT / mutation.path).read_bytes()))


def _equivalents() -> set[tuple[str, str, str]]:
    """Mutants that change nothing, as told in the file: path, line before, line after, and the reason below."""
    found = set()
    blocks = EQUIVALENT.read_text("utf-8").split("\n\n") if EQUIVALENT.exists() else []
    for block in blocks:
        lines = [line.strip() for line in block.strip().splitlines() if not line.startswith("#")]
        if lines:
            path, before, after, *reason = lines
            assert reason, f"equivalent.txt: {path} {before} has no reason"
            found.add((path, before.removeprefix("- ").strip(), after.removeprefix("+").strip()))
    return found


def _copied(folder: Path) -> Path:
    for name in repository():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    if (ROOT / "node_modules").exists() and not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    return folder


def _write(path: Path, source: bytes) -> None:
    """Write a source so that Python sees the change: it goes by size and seconds, and both may be the same."""
    path.write_bytes(source)
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink(missing_ok=True)


def _killer(copy: Path, tests: list[str]) -> str:
    """The test that fails; empty where all pass."""
    listed = copy / "tests.txt"
    for chosen in (tests, list(dict.fromkeys(test.partition("::")[0] for test in tests))):
        listed.write_text("".join(f"{test}\n" for test in chosen), "utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            *QUICKLY,
            "-x",
            "-q",
            "--no-header",
            "--tb=no",
            "-rfE",
            "-p",
            "no:xdist",
        ]
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        try:
            told = subprocess.run(
                [*command, f"@{listed}"],
                cwd=copy,
                env=environment | {"PYTEST_TIMEOUT": str(TEST_LIMIT_S), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=MUTANT_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "the time limit"
        if told.returncode == 0:
            return ""
        if told.returncode not in (USAGE_ERROR, NOTHING_FOUND):
            failed = [line for line in told.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
            return failed[0] if failed else f"exit code {told.returncode}"
    return "no test could be run"


def _progress(results: list[Result], count: int) -> None:
    killed = sum(result.killed for result in results)
    if sys.stderr.isatty():
        filled = 30 * len(results) // count
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r[{bar}] {len(results)} of {count}, {killed} killed", end="", file=sys.stderr, flush=True)
    elif len(results) % 10 == 0 or len(results) == count:
        print(f"{len(results)} of {count}, {killed} killed", file=sys.stderr, flush=True)


def _room(mutation: Mutation) -> str:
    parts = Path(mutation.path).parts
    return "/".join(parts[:2]) if len(parts) > 2 else "others"


def _tell(results: list[Result], left_out: list[Mutation]) -> None:
    drawn, killed = (
        Counter(_room(one.mutation) for one in results),
        Counter(_room(one.mutation) for one in results if one.killed),
    )
    equivalent = Counter(map(_room, left_out))
    print("\n\nroom                  tried  killed  share  equivalent")
    for room in sorted({*drawn, *equivalent}):
        _row(room, drawn[room], killed[room], equivalent[room])
    _row("all", len(results), sum(killed.values()), len(left_out))
    survivors = sorted((one.mutation for one in results if not one.killed), key=lambda one: (one.path, one.line))
    for mutation in survivors:
        before, after = mutation.lines((ROOT / mutation.path).read_bytes())
        print(f"\n{mutation.path}:{mutation.line} ({mutation.kind})\n- {before}\n+ {after}")


def _row(room: str, tried: int, killed: int, equivalent: int) -> None:
    share = f"{killed / tried:6.0%}" if tried else "     -"
    print(f"{room:<20}{tried:>7}{killed:>8} {share}{equivalent:>12}")


if __name__ == "__main__":
    sys.exit(main())
