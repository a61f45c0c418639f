# SPDX-License-Identifier: Apache-2.0
"""The set-up behind `make talk` and `make test`: what it says and does where a machine lacks something.

A small program stands in for Python and pip, so that nothing is downloaded; the set-up itself is the real one.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from representatives import the_first_for_all

from skill.__main__ import main

ROOT = Path(__file__).parents[1]
NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")
SETTING_UP = "Setting up in .venv, once: "
WHOLE = [f"requirements/{part}.txt" for part in ("core", "voice", "ears", "meaning")]
STAND_IN = """#!/bin/sh
case "$*" in *fcntl*) exec "$STAND_IN_REAL" "$@" ;; esac
echo "$*" >>"$STAND_IN_LOG"
case "$*" in
    -c*) exit "$STAND_IN_TOO_OLD" ;;
    "-m venv "*)
        mkdir -p .venv/bin
        cp "$0" .venv/bin/python
        if [ "$STAND_IN_CUT_OFF" = venv ]; then kill -KILL $PPID; exit 1; fi
        case "$STAND_IN_NO_VENV $*" in
            "at-all "* | "with-pip -m venv .venv") echo "because ensurepip is not available"; exit 1 ;;
        esac ;;
    *install*)
        for lock in $STAND_IN_FAILS; do
            case "$*" in *"-r $lock "*) echo "$STAND_IN_SAYS $lock"; exit 1 ;; esac
        done
        case "$*" in *"-r $STAND_IN_CUT_OFF "*) kill -KILL $PPID; exit 1 ;; esac ;;
esac
"""
DOES_NOT_FIT = "ERROR: No matching distribution found for"


class Machine:
    """A machine with a fresh checkout, whose Python and pip do as they are told."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "closer together, it's ours"
        self.log = folder / "log"
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.checkout.mkdir()
        shutil.copy(ROOT / "Makefile", self.checkout)
        shutil.copy(ROOT / "requirements.txt", self.checkout)
        shutil.copytree(ROOT / "requirements", self.checkout / "requirements")
        for name in NAMES:
            (self.programs / name).write_text(STAND_IN)
            (self.programs / name).chmod(0o755)

    def run(self, command: list[str], **behaviour: str) -> subprocess.CompletedProcess[str]:
        self.log.write_text("")
        return subprocess.run(
            command,
            cwd=self.programs,
            env=self.environment(**behaviour),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def environment(self, **behaviour: str) -> dict[str, str]:
        """What a program sees that runs on this machine."""
        settings = {"TOO_OLD": "0", "NO_VENV": "", "FAILS": "", "CUT_OFF": "", "SAYS": DOES_NOT_FIT}
        settings |= {"LOG": str(self.log), "REAL": sys.executable} | behaviour
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path} | {f"STAND_IN_{name}": value for name, value in settings.items()}

    def set_up(self, *arguments: str, **behaviour: str) -> subprocess.CompletedProcess[str]:
        return self.run([str(self.checkout / "requirements" / "install"), *arguments], **behaviour)

    @property
    def installed(self) -> list[str]:
        """The locks that were handed to pip in the last run, in this order."""
        lines = [line.split() for line in self.log.read_text().splitlines() if " install " in line]
        return [words[words.index("-r") + 1] for words in lines]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_start_tells_its_size_and_its_steps_and_installs_the_whole(machine: Machine) -> None:
    result = machine.set_up()
    assert (result.returncode, result.stdout) == (0, "")
    first, *steps = result.stderr.splitlines()
    assert first.startswith(SETTING_UP)
    assert " MB to fetch" in first
    for step, what in zip(
        steps, ("the environment", "the skill", "the voice", "the ears", "sentences are about"), strict=True
    ):
        assert what in step
    assert machine.installed == WHOLE


def test_only_wheels_with_known_hashes_are_installed(machine: Machine) -> None:
    machine.set_up()
    line = next(line for line in machine.log.read_text().splitlines() if " install " in line)
    assert "--require-hashes" in line
    assert "--no-deps" in line
    assert "--only-binary :all:" in line


def test_the_second_start_asks_nobody(machine: Machine) -> None:
    machine.set_up()
    result = machine.set_up()
    assert (result.returncode, result.stdout, result.stderr, machine.log.read_text()) == (0, "", "", "")


def test_a_changed_lock_is_installed_at_the_next_start(machine: Machine) -> None:
    machine.set_up()
    with (machine.checkout / "requirements.txt").open("a") as lock:
        lock.write("# another version\n")
    assert machine.set_up().stderr.startswith(SETTING_UP)
    assert machine.installed == WHOLE


@pytest.mark.long
@pytest.mark.parametrize("moment", ["venv", *WHOLE])
def test_a_start_that_was_cut_off_is_done_anew_from_the_environment_on(machine: Machine, moment: str) -> None:
    assert machine.set_up(CUT_OFF=moment).returncode != 0
    result = machine.set_up()
    assert result.returncode == 0, result.stderr
    assert "-m venv .venv" in machine.log.read_text().splitlines()
    assert machine.installed == WHOLE
    assert machine.set_up().stderr == ""


@pytest.mark.long
def test_a_set_that_was_cut_off_is_done_anew_too(machine: Machine) -> None:
    machine.set_up()
    machine.set_up("dev", CUT_OFF="requirements/dev.txt")
    assert machine.set_up("dev").returncode == 0
    assert machine.installed == [*WHOLE, "requirements/dev.txt"]


@pytest.mark.long
def test_a_second_start_waits_for_the_first_and_then_has_nothing_to_do(machine: Machine) -> None:
    (machine.checkout / ".setup").mkdir()
    machine.log.write_text("")
    with (machine.checkout / ".setup" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with subprocess.Popen(
            [str(machine.checkout / "requirements" / "install")],
            env=machine.environment(),
            stderr=subprocess.PIPE,
            text=True,
        ) as second:
            assert second.stderr
            assert second.stderr.readline() == "Another set-up is at work here; waiting for it ...\n"
            assert machine.installed == []
            fcntl.flock(lock, fcntl.LOCK_UN)
            rest = second.stderr.read()
    assert second.returncode == 0
    assert rest.startswith(SETTING_UP)
    assert machine.installed == WHOLE


@pytest.mark.long
def test_of_two_starts_at_once_only_one_sets_up(machine: Machine) -> None:
    machine.log.write_text("")
    command, environment = [str(machine.checkout / "requirements" / "install")], machine.environment()
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [each.wait(60) for each in both] == [0, 0]
    assert machine.installed == WHOLE


@pytest.mark.parametrize(
    ("log", "cause"),
    [
        ("OSError: [Errno 28] No space left on device:", "MB left and 550 are needed; make room"),
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "could not be reached",
        ),
        ("certificate verify failed: unable to get local issuer certificate", "install the package ca-certificates"),
        ("PermissionError: [Errno 13] Permission denied:", "cannot be written to; make it yours"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "It says: ERROR: THESE PACKAGES DO NOT MATCH"),
    ],
)
@pytest.mark.parametrize("lock", the_first_for_all(WHOLE))
def test_a_cause_is_named_as_it_is_with_one_thing_to_do(machine: Machine, lock: str, log: str, cause: str) -> None:
    result = machine.set_up(FAILS=lock, SAYS=log)
    assert result.returncode == 2
    last = result.stderr.splitlines()[-1]
    assert last.startswith("The packages could not be installed. ")
    assert cause in last
    assert machine.set_up().returncode == 0


def test_a_folder_that_cannot_be_written_to_is_told(machine: Machine) -> None:
    (machine.checkout / ".setup").write_text("in the way, as a read-only folder would be")
    result = machine.set_up()
    assert result.returncode == 2
    assert result.stderr == (
        f"The folder {machine.checkout} cannot be written to; copy it to where you may write, and try again there.\n"
    )


def test_without_speech_packages_typing_still_works(machine: Machine) -> None:
    fails = "requirements/voice.txt requirements/ears.txt"
    result = machine.set_up(FAILS=fails)
    assert result.returncode == 0
    assert "for the voice and the ears do not fit this machine; typing works all the same" in result.stderr
    assert machine.installed == WHOLE
    assert machine.set_up(FAILS=fails).stderr == ""


def test_the_voice_stays_where_only_the_ears_are_missing(machine: Machine) -> None:
    result = machine.set_up(FAILS="requirements/ears.txt")
    assert result.returncode == 0
    assert "The packages for the ears do not fit this machine" in result.stderr


@pytest.mark.long
def test_make_setup_tries_missing_speech_packages_again(machine: Machine) -> None:
    machine.set_up(FAILS="requirements/ears.txt")
    result = machine.set_up("--again")
    assert result.returncode == 0
    assert "do not fit" not in result.stderr
    assert machine.installed == WHOLE
    assert machine.set_up("--again").stderr == ""


def test_packages_that_cannot_be_had_are_told_in_one_sentence(machine: Machine) -> None:
    result = machine.set_up(FAILS="requirements/core.txt")
    assert result.returncode == 2
    assert "The packages could not be installed. It says: ERROR: No matching distribution" in result.stderr
    assert machine.set_up().returncode == 0


def test_a_python_that_is_too_old_is_told_in_one_sentence(machine: Machine) -> None:
    result = machine.set_up(TOO_OLD="1")
    assert result.returncode == 2
    assert result.stderr.startswith("Python 3.11 or later is needed and none was found;")
    assert machine.installed == []


@pytest.mark.long
def test_a_chosen_python_is_the_one_that_is_used(machine: Machine) -> None:
    machine.run(["make", "-C", str(machine.checkout), "setup", "PYTHON=python3.12"])
    assert machine.installed == WHOLE
    result = machine.run(["make", "-C", str(machine.checkout), "check", "PYTHON=nowhere"])
    assert "PYTHON=nowhere" not in result.stderr, "the environment is there already"


def test_a_chosen_python_that_is_none_is_told(machine: Machine) -> None:
    result = machine.run(["make", "-s", "-C", str(machine.checkout), "talk", "PYTHON=nowhere"])
    assert result.returncode == 2
    assert "PYTHON=nowhere is no Python 3.11 or later; name one that is.\n" in result.stderr


def test_pip_beside_python_stands_in_where_environments_have_none(machine: Machine) -> None:
    assert machine.set_up(NO_VENV="with-pip").returncode == 0
    assert machine.installed == WHOLE


def test_a_python_without_environments_is_told_with_the_way_out(machine: Machine) -> None:
    result = machine.set_up(NO_VENV="at-all")
    assert result.returncode == 2
    assert "install the package python3-venv (on Debian and Ubuntu: apt install python3-venv)" in result.stderr
    assert not (machine.checkout / ".venv").exists()


def test_a_further_set_is_installed_once(machine: Machine) -> None:
    machine.set_up("dev")
    assert machine.installed == [*WHOLE, "requirements/dev.txt"]
    machine.set_up("dev")
    assert machine.installed == []


def test_a_set_that_does_not_exist_is_told(machine: Machine) -> None:
    result = machine.set_up("moon")
    assert result.returncode == 2
    assert "There is no set of packages called moon" in result.stderr


def test_make_works_from_any_folder(machine: Machine) -> None:
    result = machine.run(["make", "-s", "-f", str(machine.checkout / "Makefile"), "test", "ARGS=--version"])
    assert result.returncode == 0
    assert machine.log.read_text().splitlines()[-1] == "-m pytest -n auto --dist worksteal --version"


def test_a_user_without_a_home_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_DATA_HOME", "CLOSER_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert main(["household", "show"]) == 2
    assert capsys.readouterr().err == (
        "This user has no home to keep evenings in; set CLOSER_STORE=memory: or CLOSER_STORE=sqlite:///FILE.\n"
    )


def test_make_alone_tells_what_there_is(machine: Machine) -> None:
    listed = machine.run(["make", "-s", "-C", str(machine.checkout)]).stdout
    for target in ("talk", "test", "serve", "check", "content", "map", "setup", "clean"):
        assert f"make {target} " in listed
