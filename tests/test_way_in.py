# SPDX-License-Identifier: Apache-2.0
"""The set-up behind `make talk` and `make test`: what it says and does where a machine lacks something.

A small program stands in for Python and pip, so that nothing is downloaded; the set-up itself is the real one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")
SETTING_UP = "Setting up in .venv, once: this takes a minute ...\n"
STAND_IN = """#!/bin/sh
echo "$*" >>"$STAND_IN_LOG"
case "$*" in
    -c*) exit "$STAND_IN_TOO_OLD" ;;
    "-m venv "*)
        case "$STAND_IN_NO_VENV $*" in "at-all "* | "with-pip -m venv .venv") exit 1 ;; esac
        mkdir -p .venv/bin
        cp "$0" .venv/bin/python ;;
    *install*)
        for lock in $STAND_IN_FAILS; do
            case "$*" in *"-r $lock "*) echo "ERROR: No matching distribution found for $lock"; exit 1 ;; esac
        done ;;
esac
"""


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
        settings = {"TOO_OLD": "0", "NO_VENV": "", "FAILS": "", "LOG": str(self.log)} | behaviour
        environment = {f"STAND_IN_{name}": value for name, value in settings.items()}
        environment["PATH"] = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        self.log.write_text("")
        return subprocess.run(
            command, cwd=self.programs, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

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


def test_the_first_start_says_one_line_and_installs_the_whole(machine: Machine) -> None:
    result = machine.set_up()
    assert (result.returncode, result.stdout, result.stderr) == (0, "", SETTING_UP)
    assert machine.installed == ["requirements.txt"]


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
    assert machine.set_up().stderr == SETTING_UP
    assert machine.installed == ["requirements.txt"]


def test_a_start_that_was_cut_off_is_done_again(machine: Machine) -> None:
    machine.set_up()
    shutil.rmtree(machine.checkout / ".venv" / "installed")
    machine.set_up()
    assert machine.installed == ["requirements.txt"]


def test_without_speech_packages_typing_still_works(machine: Machine) -> None:
    fails = "requirements.txt requirements/voice.txt requirements/ears.txt"
    result = machine.set_up(FAILS=fails)
    assert result.returncode == 0
    assert "for the voice and the ears do not fit this machine; typing works all the same" in result.stderr
    assert machine.installed == ["requirements.txt", "requirements/core.txt", *fails.split()[1:]]
    assert machine.set_up(FAILS=fails).stderr == ""


def test_the_voice_stays_where_only_the_ears_are_missing(machine: Machine) -> None:
    result = machine.set_up(FAILS="requirements.txt requirements/ears.txt")
    assert result.returncode == 0
    assert "The packages for the ears do not fit this machine" in result.stderr


def test_make_setup_tries_missing_speech_packages_again(machine: Machine) -> None:
    machine.set_up(FAILS="requirements.txt requirements/ears.txt")
    result = machine.set_up("--again")
    assert (result.returncode, result.stderr) == (0, SETTING_UP)
    assert machine.installed == ["requirements.txt"]
    assert machine.set_up("--again").stderr == ""


def test_packages_that_cannot_be_had_are_told_in_one_sentence(machine: Machine) -> None:
    result = machine.set_up(FAILS="requirements.txt requirements/core.txt")
    assert result.returncode == 2
    assert result.stderr.startswith(SETTING_UP + "The packages could not be installed: ERROR: No matching distribution")
    assert machine.set_up().returncode == 0


def test_a_python_that_is_too_old_is_told_in_one_sentence(machine: Machine) -> None:
    result = machine.set_up(TOO_OLD="1")
    assert result.returncode == 2
    assert result.stderr.removeprefix(SETTING_UP).startswith("Python 3.11 or later is needed and none was found;")
    assert machine.installed == []


def test_a_chosen_python_is_the_one_that_is_used(machine: Machine) -> None:
    machine.run(["make", "-C", str(machine.checkout), "setup", "PYTHON=python3.12"])
    assert machine.installed == ["requirements.txt"]
    result = machine.run(["make", "-C", str(machine.checkout), "check", "PYTHON=nowhere"])
    assert "PYTHON=nowhere" not in result.stderr, "the environment is there already"


def test_a_chosen_python_that_is_none_is_told(machine: Machine) -> None:
    result = machine.run(["make", "-s", "-C", str(machine.checkout), "talk", "PYTHON=nowhere"])
    assert result.returncode == 2
    assert "PYTHON=nowhere is no Python 3.11 or later; name one that is.\n" in result.stderr


def test_pip_beside_python_stands_in_where_environments_have_none(machine: Machine) -> None:
    assert machine.set_up(NO_VENV="with-pip").returncode == 0
    assert machine.installed == ["requirements.txt"]


def test_a_python_without_environments_is_told_with_the_way_out(machine: Machine) -> None:
    result = machine.set_up(NO_VENV="at-all")
    assert result.returncode == 2
    assert "install the package python3-venv, then try again.\n" in result.stderr
    assert not (machine.checkout / ".venv").exists()


def test_a_further_set_is_installed_once(machine: Machine) -> None:
    machine.set_up("dev")
    assert machine.installed == ["requirements.txt", "requirements/dev.txt"]
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


def test_make_alone_tells_what_there_is(machine: Machine) -> None:
    listed = machine.run(["make", "-s", "-C", str(machine.checkout)]).stdout
    for target in ("talk", "test", "serve", "check", "content", "map", "setup", "clean"):
        assert f"make {target} " in listed
