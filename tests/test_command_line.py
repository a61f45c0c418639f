# SPDX-License-Identifier: Apache-2.0
"""The command line where things are not as they should be: streams that are closed or full, and Ctrl-C at any moment.

Whatever happens, a command ends with 0, 2 or 130, says at most one sentence on standard error, and never a traceback.
"""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
from commands import ROOT, Host, command_host, warm_host

from skill.__main__ import COMMANDS, main

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

T = TypeVar("T")

CALLS = {
    "help": ["--help"],
    "version": ["--version"],
    "nothing": [],
    "unknown command": ["dance"],
    "unknown option": ["talk", "--dance"],
    "talk": ["talk", "--voice", "none"],
    "talk in JSON": ["talk", "--json"],
    "talk by script": ["talk", "--voice", "none", "--script", "tests/conversations/thank_you.script"],
    "understand a sentence": ["understand", "yes"],
    "understand lines": ["understand"],
    "hear": ["hear", "RECORDING"],
    "serve": ["serve", "--port", "0"],
    "assist": ["assist", "--services", "tts", "--uri", "tcp://127.0.0.1:0"],
    "map": ["map"],
    "content": ["content"],
    "snapshot": ["snapshot", "--into", "FOLDER"],
    "locales": ["locales", "en-US"],
    "package refused": ["package", "--endpoint", "nowhere"],
    "model": ["model", "--check"],
    "evenings": ["evenings", "--check"],
    "household show": ["household", "show"],
    "household show in JSON": ["household", "show", "--json"],
    "household export": ["household", "export", "NEW"],
    "household erase": ["household", "erase"],
}
"""Every command, in each of its ways to read and write."""
LINES = "yes\nnext\nstop\n"
STREAMS = {
    "closed output": ("lines", "closed", "errors"),
    "closed input": ("closed", "output", "errors"),
    "unreadable input": ("unreadable", "output", "errors"),
    "closed errors": ("lines", "output", "closed"),
    "all closed": ("closed", "closed", "closed"),
    "full output": ("lines", "/dev/full", "errors"),
    "full errors": ("lines", "output", "/dev/full"),
    "nobody who reads": ("lines", "gone", "errors"),
}
STATES = ("closed", "gone", "unreadable")
INPUT_IS_READ = ("talk", "talk in JSON", "understand lines")
NOTHING_IS_SAID = ("nothing", "unknown command", "unknown option", "package refused")
"""Calls that are refused before anything is written."""
CALLS_OF_FUNCTIONS = (1, 30, 300, 3_000, 30_000)
IMPORTS = (1, 2, 10, 40, 120, 400, 900)
TAKES_SECONDS = ("hear", "serve", "content", "locales", "evenings")
"""Calls whose work other tests do within their own process."""
EVERY = 1 if os.environ.get("CI") == "true" else 4
"""A laptop tries each fourth pair of a call and a state; CI tries all."""


def pairs(states: Iterable[T]) -> list[tuple[str, T]]:
    """Each call with each state, or fewer."""
    numbered = product(enumerate(CALLS), enumerate(states))
    return [(call, state) for (one, call), (two, state) in numbered if (one + two) % EVERY == 0]


class Caller:
    """Runs commands with the streams and the interrupts that are asked for."""

    def __init__(self, host: Host, folder: Path) -> None:
        self._host = host
        self._folder = folder
        with wave.open(str(folder / "recording.wav"), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(b"\x01\x00" * 16_000)
        (folder / "lines").write_text(LINES)

    def run(
        self, call: str, streams: tuple[str, str, str] = ("lines", "output", "errors"), **interrupt: int
    ) -> tuple[int, str, str]:
        """The exit status, standard output and standard error of one command."""
        if call == "assist":
            pytest.importorskip("wyoming", reason="wyoming is not installed: requirements/install assist")
        for name in ("output", "errors", "new"):
            (self._folder / name).unlink(missing_ok=True)
        words = {"RECORDING": str(self._folder / "recording.wav"), "NEW": str(self._folder / "new")}
        words["FOLDER"] = str(self._folder / "snapshots")
        set_up = {"CLOSER_STORE": f"sqlite:///{self._folder}/store.db", "CLOSER_TIME_ZONE": "UTC"}
        if call in ("serve", "assist"):
            interrupt = interrupt | {"at_wait": 1, "told": int(call == "assist")}
        status = self._host.run(
            [words.get(word, word) for word in CALLS[call]],
            [each if each in STATES else str(self._folder / each) for each in streams],
            os.environ | set_up,
            **interrupt,
        )
        return status, self._written("output"), self._written("errors")

    def _written(self, name: str) -> str:
        file = self._folder / name
        return file.read_text("utf-8") if file.exists() else ""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    """From a host in which everything is imported."""
    return Caller(warm_host(), tmp_path_factory.mktemp("warm"))


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """From a host in which nothing is imported yet."""
    with command_host() as host:
        yield Caller(host, tmp_path_factory.mktemp("cold"))


def at_most_a_sentence(errors: str) -> bool:
    return "Traceback" not in errors and errors.count("\n") <= 1 and (not errors or errors.endswith((".\n", "\n")))


def test_every_command_is_tried() -> None:
    assert {words[0] for words in CALLS.values() if words[:1]} >= set(COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "call", [pytest.param(call, marks=pytest.mark.long) if call in TAKES_SECONDS else call for call in CALLS]
)
def test_a_command_ends_as_it_should(warm: Caller, call: str) -> None:
    status, output, errors = warm.run(call)
    assert status == (2 if call in NOTHING_IS_SAID else 0), errors
    assert bool(output) != (call in NOTHING_IS_SAID)
    assert at_most_a_sentence(errors), errors


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(("call", "state"), pairs(STREAMS))
def test_streams_in_any_state_are_told_in_a_sentence_at_most(warm: Caller, call: str, state: str) -> None:
    status, _, errors = warm.run(call, STREAMS[state])
    assert at_most_a_sentence(errors), errors
    if call in NOTHING_IS_SAID or state in ("closed output", "all closed", "full output"):
        assert status == 2
    elif state in ("closed input", "unreadable input") and call in INPUT_IS_READ:
        assert status == 2
        assert errors.startswith("Standard input ")
    else:
        assert status == 0, errors
    if state in ("closed output", "full output") and call not in NOTHING_IS_SAID:
        assert errors.startswith("Standard output ")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(("call", "number"), pairs(CALLS_OF_FUNCTIONS))
def test_ctrl_c_at_any_moment_ends_a_command_without_a_traceback(warm: Caller, call: str, number: int) -> None:
    status, _, errors = warm.run(call, at_call=number)
    assert at_most_a_sentence(errors), errors
    assert status in (0, 2, 130)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("number", IMPORTS)
@pytest.mark.parametrize("call", ["talk in JSON", "map"])
def test_ctrl_c_while_importing_ends_a_command_without_a_word(cold: Caller, call: str, number: int) -> None:
    status, _, errors = cold.run(call, at_import=number)
    assert errors == ""
    assert status == (130 if number < 100 else status)
    assert status in (0, 130)


def test_a_process_of_its_own_ends_the_same_way(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "skill", "map"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = subprocess.run(["sh", "-c", f'exec "{sys.executable}" -m skill map >&- 2>&- <&-'], cwd=ROOT, check=False)
    assert done.returncode == 2


def test_an_unknown_command_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    complaint = capsys.readouterr().err
    assert all(name in complaint for name in COMMANDS)


@pytest.mark.parametrize("asked", [["--help"], ["--version"], ["content", "--help"]])
def test_who_asks_what_there_is_gets_it_and_that_is_a_success(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    "talk understand hear serve assist evenings map content snapshot locales model package household".split(),
)
def test_each_command_tells_how_it_is_used(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m skill {name} ")


def interrupted(*anything: object) -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("words", "status"), [(["talk"], 0), (["serve"], 0), (["assist"], 0), (["map"], 130), (["content"], 130), ([], 130)]
)
def test_ctrl_c_is_the_way_to_leave_what_goes_on_until_then(
    monkeypatch: pytest.MonkeyPatch, words: list[str], status: int
) -> None:
    monkeypatch.setattr("skill.__main__._run", interrupted)
    assert main(words) == status


@pytest.mark.parametrize(
    ("fault", "status", "told"),
    [
        (
            OSError(28, "No space left on device"),
            2,
            "Standard output cannot be written (No space left on device); give",
        ),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
    ],
)
def test_an_output_that_fails_at_the_end_is_told_unless_nobody_reads_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: OSError, status: int, told: str
) -> None:
    monkeypatch.setattr("skill.__main__._run", lambda words: 0)
    monkeypatch.setattr("skill.__main__.streams.end", lambda: fault)
    assert main(["map"]) == status
    errors = capsys.readouterr().err
    assert errors.startswith(told)
    assert errors.count("\n") == bool(told)


def test_a_file_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(words: object) -> int:
        raise PermissionError(13, "Permission denied", "lines.txt")

    monkeypatch.setattr("skill.__main__._run", fails)
    monkeypatch.setattr("skill.__main__.streams.end", lambda: None)
    assert main(["map"]) == 2
    assert capsys.readouterr().err == "lines.txt cannot be used (Permission denied); see to it, then try again.\n"


def test_an_error_of_the_system_that_names_no_file_is_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(words: object) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr("skill.__main__._run", fails)
    monkeypatch.setattr("skill.__main__.streams.end", lambda: None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        main(["map"])
