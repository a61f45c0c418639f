# SPDX-License-Identifier: Apache-2.0
"""The local speaker at a terminal: a real one, of the kind that shows what is typed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

ROOT = Path(__file__).resolve().parents[3]
PROMPT = "You: "
WAIT_S = 60
MUSIC_IS_BUILT = (
    "-c",
    "import sys; from skill.__main__ import main; from skill.speaker.console import talk\n"
    "talk.are_built = lambda: True\n"
    "sys.exit(main())",
)
"""The command line on a machine on which the music was built."""


class Terminal:
    """Somebody who types into a terminal and reads it."""

    def __init__(self, number: int, process: subprocess.Popen[bytes]) -> None:
        self._number = number
        self._process = process
        self.shown = ""

    def type(self, text: str) -> str:
        """Type, and read on until the prompt asks for the next line. Returns what was shown meanwhile."""
        os.write(self._number, text.encode())
        return self.read(until=PROMPT)

    def leave(self) -> str:
        """Press ctrl-d. Returns what was shown until the end."""
        os.write(self._number, b"\x04")
        return self.read()

    def interrupt(self) -> str:
        """Send what ctrl-c sends. Returns what was shown until the end."""
        self._process.send_signal(signal.SIGINT)
        return self.read()

    def read(self, until: str | None = None) -> str:
        """Read until some words are shown after the echo of what was typed; None until the end."""
        shown = ""
        while until is None or not shown.endswith(until):
            ready, _, _ = select.select([self._number], [], [], WAIT_S)
            assert ready, f"nothing more came after {shown!r}"
            try:
                chunk = os.read(self._number, 65536)
            except OSError:  # the other side closed
                break
            if not chunk:
                break
            shown += chunk.decode("utf-8", "replace")
        self.shown += shown
        return shown


@contextmanager
def terminal(
    *arguments: str, zone: str = "America/New_York", columns: int = 80, program: Sequence[str] = ("-m", "skill")
) -> Iterator[Terminal]:
    """A terminal in which the local speaker runs, in some time zone; it must have left, with status 0, at the end."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLOSER_")}
    process = subprocess.Popen(
        [sys.executable, *program, "talk", "--voice", "none", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=kept | {"CLOSER_STORE": "memory:", "TZ": zone, "TERM": "xterm", "COLUMNS": str(columns), "LINES": "40"},
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
        assert process.wait(WAIT_S) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_an_evening_is_typed() -> None:
    with terminal() as at:
        first = at.read(until=PROMPT)
        assert "ctrl-d leaves" in first
        assert "Welcome to Closer Together" in first
        begun = " ".join(at.type("yes\n").split())
        assert "of quiet, skipped in text)" in begun
        assert "(microphone closed; to go on, say: alexa, open closer together)" in begun
        assert "is no command" in at.type("@dance\n")
        assert "microphone is closed" in at.type("yes\n")
        assert "(microphone closed)" in at.shown
        assert "Come back whenever you like: make talk" in at.leave()


@pytest.mark.long
def test_no_word_is_parted_on_a_narrow_terminal() -> None:
    with terminal(columns=40) as at:
        at.read(until=PROMPT)
        for line in ("yes\n", "skip\n", "stop\n", "yes\n"):
            at.type(line)
        at.leave()
        rows = at.shown.replace("\r", "").split("\n")
        assert max(map(len, rows)) <= 40
        assert not any(row.endswith("-") for row in rows)


@pytest.mark.long
def test_where_music_is_built_and_nothing_can_be_heard_a_plain_yes_is_taken() -> None:
    with terminal(program=MUSIC_IS_BUILT) as at:
        at.read(until=PROMPT)
        # It is as if there were no music: the waiting is told, and the way on is to open the skill again.
        assert "of quiet, skipped in text)" in " ".join(at.type("yes\n").split())
        assert "of quiet" in " ".join(at.type("alexa, open closer together\n").split())
        at.leave()


@pytest.mark.long
@pytest.mark.parametrize(("zone", "number"), [("America/New_York", "911"), ("Europe/London", "999")])
def test_help_for_the_machines_own_place_is_shown_and_then_gone(zone: str, number: str) -> None:
    with terminal(zone=zone) as at:
        at.read(until=PROMPT)
        assert number in at.type("I don't feel safe\n")
        after = at.type("no\n")
        assert "\x1b[J" in after
        assert "[safety]" in after
        assert number not in after
        assert at.leave().count("[safety]") == 2


@pytest.mark.long
def test_leaving_with_ctrl_c_takes_help_off_the_screen() -> None:
    with terminal() as at:
        at.read(until=PROMPT)
        at.type("I don't feel safe\n")
        last = at.interrupt()
        assert "\x1b[J" in last
        assert "[safety]" in last
        assert "Traceback" not in last
