# SPDX-License-Identifier: Apache-2.0
"""The bar that shows how much of the talk time is left while music plays, in a terminal that somebody types into.

It stands in the row above the prompt and is drawn anew each second, without touching what is being typed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TextIO

CELLS = 24
EVERY_S = 1.0
REDRAW = "\x1b7\x1b[1A\r\x1b[2K{row}\x1b8"
"""Remembers the cursor, goes one row up, clears it, writes, and comes back (ECMA-48: DECSC, CUU, EL, DECRC)."""

Progress = Callable[[], tuple[float, float] | None]
"""Seconds played, and seconds in all, of the track that plays; None while none does."""


def row(played_s: float, length_s: float) -> str:
    """The bar as one row of text, such as `  [######..................] 1:32 left`."""
    left = max(0, round(length_s - played_s))
    filled = min(CELLS, round(CELLS * played_s / length_s)) if length_s > 0 else CELLS
    return f"  [{'#' * filled}{'.' * (CELLS - filled)}] {left // 60}:{left % 60:02} left"


class MusicBar:
    """Shows the bar from `begin` to `end`, while music plays."""

    def __init__(self, out: TextIO, progress: Progress) -> None:
        self._out = out
        self._progress = progress
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Draw the bar, where music plays, in a row of its own; the prompt comes below it."""
        now = self._progress()
        if now is None:
            return
        self._out.write(row(*now) + "\n")
        self._over.clear()
        self._thread = threading.Thread(target=self._keep_drawing, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """A line was typed: the bar stays as it is."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def _keep_drawing(self) -> None:
        while not self._over.wait(EVERY_S):
            self.draw()

    def draw(self) -> None:
        """Draw the bar anew above the row of the cursor."""
        now = self._progress()
        if now is not None:
            self._out.write(REDRAW.format(row=row(*now)))
            self._out.flush()
