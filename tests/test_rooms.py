# SPDX-License-Identifier: Apache-2.0
"""Which tests `make quick` runs for a changed file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cases import each_case
from rooms import ROOT, RULES, changed, of_all, where_tested


@each_case(
    ("path", "tests"),
    [
        ("skill/memory/sqlite.py", ["tests/memory"]),
        ("skill/speaker/nlu/slots/times.py", ["tests/speaker/nlu"]),
        ("skill/settings.py", ["tests/test_settings.py"]),
        ("lambda_handler.py", ["tests/test_lambda_handler.py"]),
        ("skill/content/en/lines.jsonl", ["tests/content", "tests/conversations"]),
        ("interaction_model/local/en-GB.json", ["tests/interaction_model", "tests/conversations"]),
        ("skill/nowhere/yet.py", [RULES]),
        ("README.md", [RULES]),
        ("tests/test_settings.py", ["tests/test_settings.py"]),
        ("tests/alexa/couple.py", ["tests/alexa"]),
        ("tests/conversations/names.script", ["tests/conversations"]),
        ("tests/conftest.py", [RULES]),
    ],
)
def test_a_file_is_tested_where_its_room_is(path: str, tests: list[str]) -> None:
    assert where_tested(path) == tests


def test_every_source_file_has_tests_that_exist() -> None:
    for path in (ROOT / "skill").rglob("*.py"):
        for test in where_tested(path.relative_to(ROOT).as_posix()):
            assert (ROOT / test).exists(), path


def test_a_test_stands_once_among_those_of_many_files() -> None:
    both = of_all(["skill/speaker/nlu/slots/times.py", "skill/speaker/__init__.py", "skill/memory/record.py"])
    assert both == ["tests/memory", "tests/speaker", RULES]


def test_without_a_change_the_last_commits_files_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*arguments: str) -> None:
        told = ["git", "-c", "user.name=Sam", "-c", "user.email=sam@example.org", *arguments]
        subprocess.run(told, cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.setattr(f"{changed.__module__}.ROOT", tmp_path)
    git("init")
    (tmp_path / "one file.py").write_text("")
    git("add", ".")
    git("commit", "-m", "One")
    assert changed() == ["one file.py"]
    (tmp_path / "two.py").write_text("")
    assert changed() == ["two.py"]
