# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C at a command: at any moment it ends the process with status 130, and no traceback is ever shown.

Only a process that runs one command may use this; it changes what the whole process does with the signal. Imported
first of all, so that it holds while the rest is imported: nothing that takes time may be imported here. Python itself
starts before that; for so long, some hundredths of a second, Ctrl-C is answered by Python.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

INTERRUPTED_STATUS = 130
"""What shells report of a program that Ctrl-C ended."""


def leave_at_once() -> None:
    """From here on Ctrl-C ends the process without another word; ignored where the process was started so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
        sys.unraisablehook = _leave_or(sys.unraisablehook)


@contextmanager
def tidied() -> Iterator[None]:
    """Within, the first Ctrl-C is a KeyboardInterrupt, so that the command tidies up; a second one does not wait."""
    if signal.getsignal(signal.SIGINT) is not _leave:
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, _leave)


def leave() -> NoReturn:
    """End the process as Ctrl-C does, without tidying up."""
    os._exit(INTERRUPTED_STATUS)


def _leave(number: int, frame: FrameType | None) -> None:
    leave()


def _interrupt(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, _leave)
    raise KeyboardInterrupt


Hook = Callable[["sys.UnraisableHookArgs"], object]


def _leave_or(otherwise: Hook) -> Hook:
    """Python shows what is raised while it destroys an object, and goes on; an interrupt must not be lost there."""

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if unraisable.exc_type is KeyboardInterrupt:
            os._exit(INTERRUPTED_STATUS)
        otherwise(unraisable)

    return hook
