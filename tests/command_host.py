# SPDX-License-Identifier: Apache-2.0
"""A program that runs commands for tests (`commands.py` asks it): each in a process of its own, forked from this one.

A fork has everything imported already, so that hundreds of commands take seconds. It begins with the streams that were
asked for, as Python begins with them, and is interrupted where that was asked for: at the Nth call of a function, at
the Nth import, or where it waits. So Ctrl-C comes at a chosen moment, and no test has to wait for one.

Standard input: one JSON object a line. Standard output: for each, its exit status.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

WAITING = ("poll", "select")
"""The calls in which a program waits for others."""
LIMIT_S = 100
"""After this a command counts as hung."""


def main() -> None:
    """Run what standard input asks for. In a fork, this returns to end the process as Python ends."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    if "--warm" in sys.argv:
        from skill.__main__ import COMMANDS

        for name, _ in COMMANDS.values():
            importlib.import_module(name)
        import lambda_handler  # noqa: F401
        from skill.alexa import locales
        from skill.content.loading.loader import load_content
        from skill.language_model import SOURCE_LOCALE, load_language_model
        from skill.speaker.nlu.language import load_language

        # As the commands ask for it: what is kept of a call is kept of the very same arguments.
        load_content(SOURCE_LOCALE)
        locales.content(SOURCE_LOCALE)
        load_language(load_language_model(SOURCE_LOCALE).locale)
        with suppress(ImportError):
            import textstat  # type: ignore[import-untyped]

            textstat.syllable_count("warm")  # reads its dictionary
    gc.collect()
    gc.freeze()  # a fork that looked through all that was imported would copy it, and take a second to end
    gc.set_threshold(20_000, 20, 20)  # what a fork reads to understand sentences is large, and stays
    for line in sys.stdin:
        job = json.loads(line)
        if not (child := os.fork()):
            become(job)
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def become(job: dict[str, Any]) -> None:
    """Be the command: its streams, its arguments, its Ctrl-C."""
    for number, place in enumerate(job["streams"]):
        os.close(number)
        if place == "closed":
            continue
        if place == "gone":
            reader, opened = os.pipe()
            os.close(reader)
        elif place == "unreadable":
            opened = os.open(os.devnull, os.O_WRONLY)
        else:
            opened = os.open(place, os.O_RDWR | os.O_CREAT if number else os.O_RDONLY, 0o600)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = _stream(0, "r"), _stream(1, "w"), _stream(2, "w")
    os.environ.clear()
    os.environ.update(job["environ"])
    sys.argv = ["skill", *job["words"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(LIMIT_S)
    if number := job.get("at_import"):
        sys.meta_path.insert(0, InterruptAtImport(number))
    if job.get("at_call") or job.get("at_wait"):
        sys.setprofile(Interrupt(job.get("at_call"), at_wait=bool(job.get("at_wait")), once_told=bool(job.get("told"))))
    runpy.run_module("skill", run_name="__main__", alter_sys=True)


def _stream(number: int, mode: str) -> Any:
    try:
        os.fstat(number)
    except OSError:
        return None
    errors = "surrogateescape" if number == 0 else "backslashreplace" if number == 2 else "strict"
    return open(number, mode, encoding="utf-8", errors=errors, buffering=1 if number == 2 else -1, closefd=False)


def ours_began() -> bool:
    """Whether the first line of ours was reached. What Ctrl-C does while Python itself starts is Python's own."""
    return signal.getsignal(signal.SIGINT) is not signal.default_int_handler


class InterruptAtImport:
    """Presses Ctrl-C when the Nth module is looked for."""

    def __init__(self, number: int) -> None:
        self._left = number

    def find_spec(self, *_: object) -> None:
        """Find nothing, so that the import goes its usual way."""
        self._left -= ours_began()
        if self._left == 0 and ours_began():
            signal.raise_signal(signal.SIGINT)


class Interrupt:
    """Presses Ctrl-C once: when the Nth function is called, or where the program begins to wait for others."""

    def __init__(self, number: int | None, *, at_wait: bool, once_told: bool) -> None:
        """`once_told`: not before it wrote something, as a loop of events looks for some before it waits."""
        self._left = number or 0
        self._at_wait = at_wait
        self._once_told = once_told

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Python calls this at each call and return."""
        if event == "call":
            self._left -= ours_began()
        waits = self._at_wait and event == "c_call" and getattr(argument, "__name__", "") in WAITING
        waits = waits and (not self._once_told or os.fstat(1).st_size > 0)
        if waits or (event == "call" and self._left == 0 and ours_began()):
            sys.setprofile(None)
            signal.raise_signal(signal.SIGINT)


if __name__ == "__main__":
    main()
