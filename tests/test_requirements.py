# SPDX-License-Identifier: Apache-2.0
"""The locks: complete, the same everywhere, small on Lambda, and told in docs/dependencies.md."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
WHOLE = ROOT / "requirements.txt"
LOCKS = [WHOLE, *sorted((ROOT / "requirements").glob("*.txt"))]
SETS = sorted(path for path in (ROOT / "requirements").glob("*.in") if not path.name.startswith("excluded"))
IN_THE_WHOLE = ("lambda", "local", "public", "voice", "ears")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; .*)?$")
NEVER_ON_LAMBDA = {
    "espeakng-loader",
    "pyttsx3",
    "pocketsphinx",
    "piper-tts",
    "flask",
    "gunicorn",
    "waitress",
    "cryptography",
    "pytest",
    "miniaudio",
    "platformdirs",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock: Path) -> list[list[str]]:
    """Lines of each package of a lock: the pin first, then its hashes."""
    lines = [line.strip().removesuffix("\\").strip() for line in lock.read_text("utf-8").splitlines()]
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("--hash="):
            found[-1].append(line)
        elif line and not line.startswith("#"):
            found.append([line])
    return found


def pins(lock: Path) -> dict[str, set[str]]:
    """Package to the versions that a lock may install, one for each kind of machine."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        match = PINNED.match(entry[0])
        assert match, f"{lock.name}: {entry[0]} is not pinned"
        found.setdefault(normal(match[1]), set()).add(match[2])
    return found


def named(requirements: Path) -> set[str]:
    """Packages that a set names itself."""
    lines = (line.split("#")[0].strip() for line in requirements.read_text("utf-8").splitlines())
    return {normal(re.split(r"[<>=!~;\[ ]", line)[0]) for line in lines if line}


def requirements_of(package: str) -> list[str]:
    """What an installed package asks for; nothing where it is not installed."""
    try:
        return metadata.requires(package) or []
    except metadata.PackageNotFoundError:
        return []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_each_package_is_pinned_with_the_hashes_of_its_files(lock: Path) -> None:
    assert pins(lock)
    for entry in entries(lock):
        assert len(entry) > 1, f"{entry[0]} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in entry[1:])


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_all_locks_agree_on_versions(lock: Path) -> None:
    whole = pins(WHOLE)
    assert {name for name, versions in pins(lock).items() if name in whole and whole[name] != versions} == set()


@pytest.mark.parametrize("requirements", SETS, ids=lambda path: path.name)
def test_what_a_set_names_is_locked(requirements: Path) -> None:
    lock = WHOLE if requirements.stem in IN_THE_WHOLE else requirements.with_suffix(".txt")
    assert named(requirements) <= set(pins(lock))


def test_the_whole_is_its_parts() -> None:
    parts = [pins(ROOT / "requirements" / f"{part}.txt") for part in ("core", "voice", "ears")]
    assert set(pins(WHOLE)) == set().union(*parts)


def test_lambda_carries_no_speech_no_server_and_no_tests() -> None:
    assert not NEVER_ON_LAMBDA & set(pins(ROOT / "requirements" / "lambda.txt"))


def test_a_machine_that_serves_carries_no_speech_and_no_tests() -> None:
    served = set(pins(ROOT / "requirements" / "public.txt"))
    assert {"gunicorn", "cryptography", "ask-sdk-core"} <= served
    assert not (NEVER_ON_LAMBDA - {"flask", "gunicorn", "cryptography"}) & served


def test_each_direct_dependency_is_told() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    everything = set().union(*(named(requirements) for requirements in SETS))
    assert {name for name in everything if f"| `{name}` |" not in told} == set()


def test_pip_alone_finds_all_that_a_package_of_the_whole_asks_for_on_linux() -> None:
    """pip refuses a lock with hashes that leaves out what a package asks for, unless it is told not to look."""
    locked, machine = pins(WHOLE), default_environment() | {"sys_platform": "linux", "platform_system": "Linux"}
    asked = {
        normal(wanted.name): name
        for name in locked
        for wanted in map(Requirement, requirements_of(name))
        if wanted.marker is None or wanted.marker.evaluate(machine | {"extra": ""})
    }
    assert asked, "nothing of the lock is installed here"
    assert {name: by for name, by in asked.items() if name not in locked} == {}
