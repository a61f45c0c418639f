# SPDX-License-Identifier: Apache-2.0
"""Which tests run a line: what `make test` runs is run once under coverage, and the answer kept until a file changes.

As a plugin of pytest (`-p coverage_map`) this file records each test that passes, with its time and its lines; each of
pytest-xdist's workers keeps a part, and the parts are put together when all have ended.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "mutants"
DATA = FOLDER / "coverage.sqlite3"
PASSED = FOLDER / "passed.json"
QUICKLY = ["-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-profile", "quick", "--hypothesis-seed", "0"]
"""Few random cases, the same in each run: what is killed today is killed tomorrow."""
TOGETHER = ["-n", "auto", "--dist", "worksteal"]


class CoverageMap:
    """Lines of source files to the tests that run them."""

    def __init__(self, data: coverage.CoverageData, seconds: dict[str, float], root: Path) -> None:
        self._data = data
        self._root = root
        self.seconds = seconds
        """Each test that passes, and what it costs."""
        self._of_file: dict[str, dict[int, list[str]]] = {}

    def tests_of(self, path: str, lines: range) -> list[str]:
        """The tests that run any of some lines, the quickest first."""
        found = {test for line in lines for test in self._lines(path).get(line, ())}
        return sorted(found & self.seconds.keys(), key=self.seconds.__getitem__)

    def tests_of_file(self, path: str) -> list[str]:
        """The tests that run any line of a file."""
        lines = self._lines(path)
        return self.tests_of(path, range(max(lines, default=0) + 1))

    def _lines(self, path: str) -> dict[int, list[str]]:
        if path not in self._of_file:
            self._of_file[path] = self._data.contexts_by_lineno(str(self._root / path))
        return self._of_file[path]


def repository() -> list[str]:
    """All files that are in the repository or would be, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(name for name in told.stdout.split("\0") if name and (ROOT / name).is_file())


def digest() -> str:
    """A digest of all that the map depends on."""
    found = hashlib.sha256()
    for name in repository():
        if not name.startswith(("docs/", "bench/")):
            found.update(name.encode())
            found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def open_map() -> CoverageMap:
    """The map of the files as they are; made now, in some minutes, where there is none."""
    now = digest()
    kept = json.loads(PASSED.read_text("utf-8")) if PASSED.exists() else {}
    if kept.get("digest") != now:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.iterdir():
            old.unlink()
        print("Which tests run which lines: all tests are run once, this takes some minutes ...", flush=True)
        told = subprocess.run(
            [sys.executable, "-m", "pytest", *QUICKLY, *TOGETHER, "-q", "--no-header", "-p", "coverage_map"],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "CI"}
            | {"PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=False,
        )
        parts = [json.loads(part.read_text("utf-8")) for part in FOLDER.glob(f"{PASSED.name}.*")]
        if not parts:
            sys.exit(f"The tests could not be run: {told.stdout[-2000:]}")
        kept = {
            "seconds": {test: seconds for part in parts for test, seconds in part["seconds"].items()},
            "failed": sorted({test for part in parts for test in part["failed"]}),
        }
        together = coverage.Coverage(data_file=str(DATA), config_file=False)
        together.combine([str(part) for part in FOLDER.glob(f"{DATA.name}.*")])
        together.save()
        if kept["failed"]:
            print(
                f"{len(kept['failed'])} tests fail without any mutation and are left out:", *kept["failed"], sep="\n  "
            )
        kept["digest"] = now
        PASSED.write_text(json.dumps(kept), "utf-8")
    data = coverage.CoverageData(str(DATA))
    data.read()
    return CoverageMap(data, kept["seconds"], ROOT)


# The plugin of pytest.

_watch: coverage.Coverage | None = None
_part = "main"
_seconds: dict[str, float] = {}
_failed: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch before anything of ours is imported, in each worker."""
    global _watch, _part
    worker = getattr(config, "workerinput", None)
    if worker is None and config.getoption("numprocesses", None):
        return
    _part = worker["workerid"] if worker else _part
    ours = [str(ROOT / "skill" / "*"), str(ROOT / "lambda_handler.py")]
    _watch = coverage.Coverage(data_file=f"{DATA}.{_part}", include=ours, config_file=False)
    _watch.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what one test runs, and what it costs."""
    if _watch is None:
        return (yield)
    _watch.switch_context(item.nodeid)
    begun = _processor_seconds()
    result = yield
    _seconds[item.nodeid] = _processor_seconds() - begun
    _watch.switch_context("")
    return result


def _processor_seconds() -> float:
    """What this process and those that it waited for have used: the same on a busy machine."""
    return sum(os.times()[:4])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Leave out what does not pass."""
    if not report.passed:
        _failed.add(report.nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keep what was found."""
    if _watch is None:
        return
    _watch.stop()
    _watch.save()
    passed = {test: seconds for test, seconds in _seconds.items() if test not in _failed}
    PASSED.with_name(f"{PASSED.name}.{_part}").write_text(
        json.dumps({"seconds": passed, "failed": sorted(_failed)}), "utf-8"
    )
