# SPDX-License-Identifier: Apache-2.0
"""The packages of a lock, as a target imports them: fetched by pip on any machine, and read from their wheels.

Wheels only, each with its locked hash. They are kept in build/wheels, so that the network is asked once a lock.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from skill.errors import InputError
from skill.package.target import Target

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "archive.txt"
KEPT = ROOT / "build" / "wheels"
FETCHED = "lock.txt"
"""A copy of the lock that the wheels in a folder were fetched for, once all of them are there."""
PIP = ("--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")
LOCKED = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--implementation", "cp")


def fetch(target: Target, lock: Path = LOCK) -> list[Path]:
    """All wheels of a lock for a target, fetched where they are not there yet. Raises InputError."""
    folder = KEPT / f"{lock.stem}-{target.python}-{target.machine}"
    marked = folder / FETCHED
    if not marked.is_file() or marked.read_bytes() != lock.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _download(target, lock, folder)
        shutil.copyfile(lock, marked)
    wheels = sorted(folder.glob("*.whl"))
    hashes = lock.read_text("utf-8")
    for wheel in wheels:
        if f"--hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" not in hashes:
            raise InputError(f"{wheel} is not the file that {lock} names; delete the folder {folder} and try again.")
    return wheels


def read(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel under the names that they are imported by, in order. Raises InputError."""
    with ZipFile(wheel) as packed:
        names = sorted(entry.filename for entry in packed.infolist() if not entry.is_dir())
        if any(name.split("/")[0].endswith(".data") for name in names):
            raise InputError(f"{wheel.name} has files that only an installer can place; leave the package out.")
        return {name: packed.read(name) for name in names}


def _download(target: Target, lock: Path, folder: Path) -> None:
    fitting = ("--platform", target.platform, "--python-version", target.python)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *PIP, *LOCKED, *fitting, "--dest", folder, "--requirement", lock],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["nothing"]
        reason = next((line for line in reversed(said) if "ERROR" in line), said[-1])
        raise InputError(f"pip could not fetch the packages of {lock}; see to what it says, then try again: {reason}")
