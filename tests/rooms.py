# SPDX-License-Identifier: Apache-2.0
"""The tests of the rooms in which files changed: `make quick` runs these, `make mutants` the tests of a file.

A room of `skill/` has its tests in the folder of the same name, a single module in the file of the same name.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = "tests/test_repository.py"
ELSEWHERE = {
    "skill/turn": ("tests/alexa", "tests/memory"),
    "skill/content": ("tests/content", "tests/conversations"),
    "interaction_model": ("tests/interaction_model", "tests/conversations"),
    "skill/language_model.py": ("tests/interaction_model",),
    "skill/faces/zones.py": ("tests/faces", "tests/alexa/services", "tests/assist"),
    "skill/faces/slot_values.py": ("tests/faces", "tests/alexa/requests", "tests/assist"),
    "skill/faces/words_en.json": ("tests/faces", "tests/alexa/requests", "tests/speaker/nlu/test_days.py"),
    "skill/platform.py": ("tests/alexa", "tests/speaker/echo"),
    "skill/errors.py": ("tests/test_settings.py",),
    "docs/map": ("tests/drawing",),
    "skill/__main__.py": ("tests/test_command_line.py", "tests/speaker/console"),
    "skill/command": ("tests/command", "tests/test_command_line.py"),
    "bench/said.py": ("tests/speaker/asr",),
    "deploy": ("tests/package",),
    "bench/year.py": ("tests/year",),
    "Makefile": ("tests/test_way_in.py",),
    "requirements": ("tests/test_way_in.py", "tests/test_requirements.py"),
    "requirements.txt": ("tests/test_requirements.py",),
}
"""Tests that do not lie where a file's own name says; the longest name that fits counts."""


def where_tested(path: str) -> list[str]:
    """The tests of one file, relative to the root as the file is; a folder or a file each."""
    parts = Path(path).parts
    for depth in range(len(parts), 0, -1):
        place = "/".join(parts[:depth])
        if place in ELSEWHERE:
            return [test for test in ELSEWHERE[place] if (ROOT / test).exists()]
    if parts[0] == "tests":
        whole = Path(path).name.startswith("test_") and path.endswith(".py") and (ROOT / path).exists()
        found = Path(path) if whole else Path(path).parent
        return [found.as_posix()] if found != Path("tests") and (ROOT / found).exists() else [RULES]
    inside = Path(*parts[1:]) if parts[0] == "skill" else Path(*parts)
    module = ROOT / "tests" / f"test_{inside.name}"
    if len(inside.parts) == 1 and module.exists():
        return [module.relative_to(ROOT).as_posix()]
    folder = Path("tests") / inside.parent
    while not (ROOT / folder).is_dir():
        folder = folder.parent
    return [folder.as_posix()] if folder != Path("tests") else [RULES]


def changed() -> list[str]:
    """Files that differ from the last commit, new ones too; those of the last commit where none does."""
    for command in (
        ["git", "status", "--porcelain", "--untracked-files=all", "--no-renames"],
        ["git", "show", "--name-only", "--format=", "HEAD"],
    ):
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
        if found := [line[3:].strip('"') if command[1] == "status" else line for line in told]:
            return found
    return []


def of_all(paths: list[str]) -> list[str]:
    """The tests of some files, each once, none of them inside another."""
    found = sorted({RULES, *(test for path in paths for test in where_tested(path))})
    return [test for test in found if not any(test.startswith(f"{other}/") for other in found)]


if __name__ == "__main__":
    print(" ".join(of_all(changed())))
