# SPDX-License-Identifier: Apache-2.0
"""One archive for all tests of this room, made once, and unpacked beside what AWS Lambda has of its own.

It is for Python 3.13 where there is one; else for the Python that runs the tests, so that it can be tried anywhere.
"""

from __future__ import annotations

import fcntl
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from skill.errors import InputError
from skill.package import archive, bytecode, wheels
from skill.package.target import PYTHON, Target

from .lambda_runtime import Function

RUNTIME_LOCK = wheels.ROOT / "requirements" / "runtime.txt"


@pytest.hookimpl(tryfirst=True)  # before the long ones are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as long what needs the packages of the archive: it takes seconds to fetch them, and seconds to make it."""
    for item in items:
        if isinstance(item, pytest.Function) and "fetched" in item.fixturenames:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def python() -> Path:
    """The Python that runs the archive."""
    return bytecode.find_python(PYTHON) or Path(sys.executable)


@pytest.fixture(scope="session")
def target(python: Path) -> Target:
    """What the archive is made for: a Python that is here, on this kind of machine."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("the archive holds code for Linux, which this machine cannot run")
    here = "{}.{}".format(*sys.version_info[:2])
    return Target(python=here if python == Path(sys.executable) else PYTHON, machine=platform.machine())


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "package"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(shared: Path) -> Iterator[None]:
    """One process at a time: what the first one fetches or makes, the others find."""
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def fetched(target: Target, shared: Path) -> Target:
    """The same, once all wheels for it are here."""
    try:
        with alone(shared):
            for lock in (wheels.LOCK, RUNTIME_LOCK):
                wheels.fetch(target, lock)
    except InputError as error:
        pytest.skip(f"the archive's packages cannot be had ({error})")
    return target


class Made(NamedTuple):
    """What was made once for all tests, also where several processes run them."""

    file: Path
    """The archive."""
    task: Path
    """The archive, unpacked."""
    runtime: Path
    """What AWS Lambda has of its own, unpacked: the runtime client and what it needs."""


@pytest.fixture(scope="session")
def made(fetched: Target, shared: Path) -> Made:
    """The archive, and what it runs with."""
    found = Made(shared / "lambda.zip", shared / "task", shared / "runtime")
    with alone(shared):
        if not (shared / "done").exists():
            archive.build(found.file, fetched)
            unpack(found.file, found.task)
            for wheel in wheels.fetch(fetched, RUNTIME_LOCK):
                unpack(wheel, found.runtime)
            (shared / "done").touch()
    return found


def unpack(file: Path, into: Path) -> None:
    with ZipFile(file) as packed:
        packed.extractall(into)


@pytest.fixture
def start(python: Path, made: Made, tmp_path: Path) -> Iterator[Callable[..., Function]]:
    """Starts functions with an environment; they end with the test."""
    with ExitStack() as running:

        def started(log: str = "log", **environment: str) -> Function:
            return running.enter_context(Function(python, made.task, made.runtime, tmp_path / log, **environment))

        yield started
