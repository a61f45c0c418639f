# SPDX-License-Identifier: Apache-2.0
"""What was said on the page as a script (docs/scripts.md), to keep, to play and to put among the tests.

What the couple did stands there as it was; what came back, where it must come back each time: the intent, the state and
the microphone. A household that had been here before may go on from its record otherwise than one that is new, so of it
only what was done is written down. Words of safety are left out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from skill.speaker.console.transcript import SAFETY, printable
from skill.speaker.echo.exchange import Exchange

PAUSE_TOLD_S = 1
"""Shorter pauses are not worth a line."""


class Recorded:
    """Collects what happens."""

    def __init__(self, locale: str, start: datetime, device: str, *, new: bool) -> None:
        """`device`: what it has, in the words of a script. `new`: nothing was kept of the household before."""
        self._head = [
            "# SPDX-License-Identifier: Apache-2.0",
            "title: What was said on the page",
            f"locale: {locale}",
            f"start: {start.replace(tzinfo=None).isoformat(timespec='seconds')}",
            f"device: {device}",
        ]
        self._lines: list[str] = []
        self._new = new
        self._until = start

    def passed(self, now: datetime, *, closed: bool) -> None:
        """Time went on by itself. An open microphone waited for its person, so that is told only of a closed one."""
        seconds = round((now - self._until) / timedelta(seconds=1))
        self._until = now
        if closed and seconds >= PAUSE_TOLD_S and self._lines:
            self._lines += ["", f"wait: {seconds}s"]

    def did(self, line: str, happened: list[Exchange], now: datetime) -> None:
        """Something was done, in the words of a script, and this is what it led to."""
        self._until = now
        if any(exchange.private for exchange in happened):
            self._lines += ["", f"# {SAFETY}"]
            return
        self._lines += ["", printable(line)]
        if not self._new:
            return
        requests = [name for each in happened if (name := each.intent or each.kind)]
        if line.startswith(("you:", "touch:")):
            self._lines.append(f"intent: {requests[0] if requests else 'none'}")
        if states := [each.state for each in happened if each.state]:
            self._lines.append(f"state: {states[-1]}")
        if happened:
            self._lines.append(f"microphone: {'open' if happened[-1].listening else 'closed'}")

    def text(self) -> str:
        """The script so far."""
        return "\n".join([*self._head, *self._lines]) + "\n"
