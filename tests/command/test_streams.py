# SPDX-License-Identifier: Apache-2.0
"""Streams of a command that are closed, full or a terminal, within a process that has others of its own."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from skill.command import streams
from skill.command.streams import Output
from skill.errors import InputError

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """Two numbers of streams that are closed."""
    numbers = os.pipe()
    for number in numbers:
        os.close(number)
    monkeypatch.setattr(streams, "STREAMS", numbers)
    yield numbers
    for number in numbers:
        os.close(number)


def test_nothing_takes_the_place_of_a_closed_stream(closed: tuple[int, int]) -> None:
    before = open_files()
    streams.prepare()
    assert open_files() == before + 2
    for number in closed:
        assert os.read(number, 10) == b""
        assert os.write(number, b"lost") == 4


def test_what_is_told_without_standard_error_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    streams.prepare()
    assert sys.stderr is not None
    with sys.stderr as nowhere:
        nowhere.write("lost")
        assert nowhere.name == os.devnull


def test_standard_output_stays_as_it_was_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="latin-1", errors="replace", buffering=1) as out:
        monkeypatch.setattr(sys, "stdout", out)
        streams.prepare()
        made = sys.stdout
        assert made is not out
        assert isinstance(made, io.TextIOWrapper)
        assert (made.encoding, made.errors, made.line_buffering) == ("latin-1", "replace", True)
        print("caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{ROSE}")
        assert (tmp_path / "out").read_bytes() == b"caf\xe9 ?\n"
        assert streams.end() is None
        made.close()
        assert os.fstat(out.fileno()), "it is the same stream, and not to be closed"


def test_the_first_thing_that_hindered_the_output_is_remembered_whoever_caught_it() -> None:
    with Output("/dev/full", "wb") as output:
        with pytest.raises(OSError, match="No space left") as first:
            output.write(b"lost")
        with pytest.raises(OSError, match="No space left"):
            output.write(b"lost, too")
        assert output.fault is first.value


def leads_nowhere(stream: Any) -> bool:
    stream.flush()
    return os.path.samestat(os.fstat(stream.fileno()), os.stat(os.devnull))


def test_what_could_not_be_printed_is_told_at_the_end_and_then_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        print("lost")
        fault = streams.end()
        assert fault is not None
        assert fault.errno == errno.ENOSPC
        assert leads_nowhere(full)
        assert streams.end() is None


def test_a_failure_that_somebody_caught_is_told_at_the_end_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        streams.prepare()
        made: Any = sys.stdout
        print("lost")
        with pytest.raises(OSError, match="No space left"):
            made.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # from here on it would go well
        fault = streams.end()
        assert fault is made.buffer.raw.fault
        assert fault.errno == errno.ENOSPC
        made.close()


def test_who_cannot_be_told_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        streams.tell("Nobody reads this.")
        assert leads_nowhere(full)


def test_a_sentence_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    streams.tell("Something is wrong.")
    assert capsys.readouterr() == ("", "Something is wrong.\n")


def test_a_command_without_its_output_is_told_so_and_one_that_has_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    streams.require_output()
    monkeypatch.setattr(sys, "stdout", None)
    assert streams.end() is None
    with pytest.raises(InputError, match="Standard output is closed"):
        streams.require_output()


def test_lines_are_read_with_their_ends_until_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"yes\r\n\nno")))
    assert [streams.read_line() for _ in range(4)] == [b"yes\r\n", b"\n", b"no", b""]


def test_an_input_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="Standard input is closed"):
        streams.read_line()
    with open(os.open(os.devnull, os.O_WRONLY)) as written_only:
        monkeypatch.setattr(sys, "stdin", written_only)
        with pytest.raises(InputError, match=r"Standard input cannot be read \(Bad file descriptor\)"):
            streams.read_line()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where somebody types into the terminal that is standard input."""
    ours, theirs = pty.openpty()
    with open(theirs) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield ours
    os.close(ours)


def test_a_line_that_is_typed_is_read_and_nothing_is_left_behind(typed: int) -> None:
    before = open_files()
    os.write(typed, b"yes\nno\n")
    assert [streams.read_line(), streams.read_line()] == [b"yes\n", b"no\n"]
    assert signal.set_wakeup_fd(-1) == -1
    assert open_files() == before


def test_a_signal_does_not_end_the_waiting_for_a_line(typed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    select = streams.select.select

    def interrupted(*sides: Any) -> Any:
        waited.append(len(waited))
        if len(waited) == 1:
            signal.raise_signal(signal.SIGUSR1)
        else:
            os.write(typed, b"yes\n")
        return select(*sides)

    before = signal.signal(signal.SIGUSR1, lambda number, frame: None)
    monkeypatch.setattr(streams.select, "select", interrupted)
    try:
        assert streams.read_line() == b"yes\n"
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert waited == [0, 1]


def test_a_thread_that_no_signal_comes_to_reads_a_line_as_well(typed: int) -> None:
    os.write(typed, b"yes\n")
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append(streams.read_line()))
    reading.start()
    reading.join()
    assert read == [b"yes\n"]


@pytest.mark.parametrize(
    ("reads", "writes", "terminal"),
    [(True, True, True), (False, True, False), (True, False, False), (None, True, False), (True, None, False)],
)
def test_it_is_a_terminal_where_somebody_types_and_reads(
    monkeypatch: pytest.MonkeyPatch, reads: bool | None, writes: bool | None, terminal: bool
) -> None:
    for name, answer in (("stdin", reads), ("stdout", writes)):
        stream = None if answer is None else SimpleNamespace(isatty=lambda answer=answer: answer)
        monkeypatch.setattr(sys, name, stream)
    assert streams.at_terminal() is terminal
