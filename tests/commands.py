# SPDX-License-Identifier: Apache-2.0
"""Commands run as people run them, each in a process of its own: a fork of a program that has everything imported.

The program is `command_host.py`; here it is started, asked, and ended.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = Path(__file__).with_name("command_host.py")

_open = ExitStack()


class Host:
    """The program, running."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, words: Sequence[str], streams: Sequence[str], environ: Mapping[str, str], **interrupt: int) -> int:
        """The exit status of one command, in this environment and no other. Each stream is a file or a state."""
        assert self._process.stdin
        assert self._process.stdout
        job = {"words": [*words], "streams": [*streams], "environ": {**environ}, **interrupt}
        print(json.dumps(job), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


@contextmanager
def command_host(*options: str) -> Iterator[Host]:
    """The program, as long as it is needed: with `--warm` it has everything imported."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", str(HOST), *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Host(process)
        finally:
            process.kill()


@cache
def warm_host() -> Host:
    """The one in which everything is imported: begun when first needed, for all tests of a session."""
    return _open.enter_context(command_host("--warm"))


def end_warm_host() -> None:
    """End it, where it was begun."""
    warm_host.cache_clear()
    _open.close()
