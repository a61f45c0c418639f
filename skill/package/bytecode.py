# SPDX-License-Identifier: Apache-2.0
"""Bytecode beside the sources of an archive, so that a cold start compiles nothing and looks at no source.

Only a Python of the archive's own version can make it. Where none is found the archive goes without, and works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from skill.errors import InputError

DEPLOYED = "/var/task"
"""The folder that AWS Lambda unpacks an archive into."""
PROGRAM = Path(__file__).with_name("compile_sources.py")
ASKED = "import sys; print('%d.%d' % sys.version_info[:2], sys.implementation.name)"
WAIT_S = 20


def find_python(version: str) -> Path | None:
    """A CPython of this version (such as 3.13) on this machine: this one, one that can be called, or one of pyenv's."""
    return next((path for path in _candidates(version) if _is(path, version)), None)


def compile_sources(sources: Mapping[str, bytes], python: Path) -> dict[str, bytes]:
    """The bytecode of sources, under the names that Python looks for it. Raises InputError."""
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "sources.zip", Path(folder) / "compiled.zip"
        with ZipFile(given, "w") as packed:
            for name, source in sources.items():
                packed.writestr(name, source)
        done = subprocess.run(
            [python, "-P", "-s", PROGRAM, given, made, DEPLOYED], capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONHASHSEED": "0"},  # sets among the constants stand in one order
        )  # fmt: skip
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["nothing"]
            raise InputError(f"{python} could not compile the archive; choose another Python. It says: {said[-1]}")
        with ZipFile(made) as packed:
            return {name: packed.read(name) for name in packed.namelist()}


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    called = shutil.which(f"python{version}")
    if called:
        yield Path(called)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)


def _is(path: Path, version: str) -> bool:
    try:
        told = subprocess.run([path, "-I", "-c", ASKED], capture_output=True, text=True, timeout=WAIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.split() == [version, "cpython"]
