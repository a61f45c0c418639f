# SPDX-License-Identifier: Apache-2.0
"""The service in a process of its own, as the tests of each speaker's integration ask it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPTED = Path(__file__).with_name("scripted_service.py")


class Service:
    """The running service, on a clock that stands still unless it is moved."""

    def __init__(self) -> None:
        python = os.environ.get("CLOSER_PYTHON", sys.executable)
        self._process = subprocess.Popen(
            [python, str(SCRIPTED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self._read())

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"tcp://127.0.0.1:{self.port}"

    def wait(self, seconds: float) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        assert self._read().strip() == "ok"

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()
