# SPDX-License-Identifier: Apache-2.0
"""A program that runs tests in a copy of the repository, each time in a process of its own, forked from this one.

A fork has pytest and all packages imported already, and nothing of ours. Standard input: for each run one line, the
name of a file with the tests, one a line. Standard output: pytest's exit code, and the first test that failed.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
import time
from pathlib import Path

PACKAGES = (
    *("ask_sdk_core.skill_builder", "ask_sdk_model.ui", "ask_sdk_model.slu", "ask_sdk_model.interfaces.audioplayer"),
    *("dateutil.rrule", "flask.testing", "hypothesis.strategies", "msgspec", "platformdirs", "pytest", "rapidfuzz"),
    *("snowballstemmer", "zoneinfo", "http.server"),
)
PROCESSOR_S, WALL_S = 300, 900
"""The limits of one run: a mutant may wait, or go round, for ever."""
KILLED = 1
FAILED = ("FAILED ", "ERROR ")


def main() -> None:
    """Run what standard input asks for."""
    for package in PACKAGES:
        try:
            importlib.import_module(package)
        except ImportError:
            continue  # another version of it: the tests import what they need
    told = Path("told.txt")
    for line in sys.stdin:
        if not (child := os.fork()):
            _become_pytest(line.rstrip("\n"), told)
        code = _waited(child)
        output = told.read_text("utf-8", "replace").splitlines() if told.exists() else []
        failed = next((words for words in output if words.startswith(FAILED)), "")
        print(code, failed.replace("\n", " ")[:200], flush=True)


def _become_pytest(listed: str, told: Path) -> None:
    output = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, place in enumerate((nothing, output, output)):
        os.dup2(place, number)
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    import pytest

    options = [
        "-x",
        "-q",
        "--no-header",
        "--tb=no",
        "-rfE",
        "-p",
        "no:xdist",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    code = KILLED
    try:
        code = int(pytest.main([*sys.argv[1:], *options, f"@{listed}"]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def _waited(child: int) -> int:
    """The exit code of a run; one that takes too long is ended, and counts as failed."""
    until = time.monotonic() + WALL_S
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return abs(os.waitstatus_to_exitcode(status))
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return KILLED


if __name__ == "__main__":
    main()
