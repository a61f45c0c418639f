# SPDX-License-Identifier: Apache-2.0
"""The service in a process of its own, as the tests of each speaker's integration ask it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPTED = Path(__file__).with_name("scripted_service.py")


class Process:
    """The process, which takes seconds to learn the language and keeps it: one for all tests."""

    def __init__(self) -> None:
        python = os.environ.get("CLOSER_PYTHON", sys.executable)
        self._process = subprocess.Popen(
            [python, str(SCRIPTED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def told(self, line: str) -> str:
        """Answer of the service to a line."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


class Service:
    """The service of one test, on a clock that stands still unless it is moved."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.port = int(process.told("begin"))

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"tcp://127.0.0.1:{self.port}"

    def wait(self, seconds: float) -> None:
        assert self._process.told(str(seconds)) == "ok"

    def close(self) -> None:
        """Nothing listens there any more."""
        assert self._process.told("end") == "ok"
