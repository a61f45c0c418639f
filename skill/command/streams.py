# SPDX-License-Identifier: Apache-2.0
"""Standard input, output and error of a command, whatever state they are in: closed, full, or with nobody at the end.

Python leaves None in the place of a stream that is closed, and tells what it could not write with a traceback when it
ends. Commands read and write through `sys` as ever; what is handled here is the beginning and the end.
"""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from skill.errors import InputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STREAMS = (0, 1, 2)
WOKEN_BYTES = 512
"""More signals than come while one is handled; a byte for each."""


class Output(io.FileIO):
    """Standard output that remembers what hindered it, whoever catches the error on its way."""

    fault: OSError | None = None

    def write(self, data: ReadableBuffer) -> int:
        """Write, and remember the first failure."""
        try:
            return super().write(data)
        except OSError as error:
            self.fault = self.fault or error
            raise


def prepare() -> None:
    """Make ready for one command, in a process of its own.

    Nothing takes the place of closed streams, so that no file that is opened later is taken for one of them.
    """
    for number in STREAMS:
        try:
            os.fstat(number)
        except OSError:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
    if sys.stderr is None:  # print() to None would go to standard output
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(Output(sys.stdout.fileno(), "wb", closefd=False)),
            encoding=sys.stdout.encoding,
            errors=sys.stdout.errors,
            line_buffering=sys.stdout.line_buffering,
            write_through=sys.stdout.write_through,
        )


def require_output() -> None:
    """Raise InputError where standard output is closed."""
    if sys.stdout is None:
        raise InputError("Standard output is closed; leave it open, for the answer is written there.")


def read_line() -> bytes:
    """The next line of standard input with its end; empty after the last. InputError where it cannot be read."""
    if sys.stdin is None:
        raise InputError("Standard input is closed; leave it open, for lines are read from there.")
    try:
        if sys.platform != "win32" and sys.stdin.isatty():
            _wait_for_line_or_signal()
        return sys.stdin.buffer.readline()
    except OSError as error:
        raise InputError(f"Standard input cannot be read ({error.strerror}); give lines from somewhere else.") from None


def _wait_for_line_or_signal() -> None:
    """Wait until somebody has typed a line; a signal ends it wherever it comes.

    One that comes just before a read would be lost on it: the read begins, and Python hears of the signal only after
    the next line. This waits for both.
    """
    if threading.current_thread() is not threading.main_thread():  # signals come to that one
        return
    woken, waking = os.pipe()
    try:
        os.set_blocking(waking, False)
        before = signal.set_wakeup_fd(waking)
        try:
            while sys.stdin not in select.select([sys.stdin, woken], [], [])[0]:
                os.read(woken, WOKEN_BYTES)
        finally:
            signal.set_wakeup_fd(before)
    finally:
        os.close(woken)
        os.close(waking)


def at_terminal() -> bool:
    """Whether somebody types and reads at a terminal."""
    return sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty()


def end() -> OSError | None:
    """Write what was printed. Returns why that was impossible, now or before; what is left goes nowhere then."""
    if sys.stdout is None:
        return None
    fault = None
    try:
        sys.stdout.flush()
    except OSError as error:
        fault = error
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    fault = raw.fault if isinstance(raw, Output) else fault
    if fault is not None:  # Python would try again when it ends, and tell that with a traceback
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return fault


def tell(sentence: str) -> None:
    """Say one sentence on standard error; nothing where nobody can be told."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        with suppress(OSError):
            sys.stderr.flush()
