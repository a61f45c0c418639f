# SPDX-License-Identifier: Apache-2.0
"""The archive: what is in it and what is not, its bytecode, and that the same sources give the same bytes."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from skill.errors import InputError
from skill.package import archive, bytecode, wheels
from skill.package.compile_sources import compiled
from skill.package.target import PYTHON, Target

from .conftest import Made

ROOT = wheels.ROOT
NEVER = (
    "tests", "audio", "bench", "skill/speaker", "skill/web", "skill/drawing", "skill/household", "skill/package",
    "requests", "urllib3", "boto3", "botocore", "flask", "pytest", "interaction_model",
)  # fmt: skip
"""Folders that nothing on AWS Lambda needs, or that it has of its own."""


@pytest.fixture
def names(made: Made) -> list[str]:
    with ZipFile(made.file) as packed:
        return packed.namelist()


def test_it_is_small(made: Made) -> None:
    assert made.file.stat().st_size < archive.BYTES_MAX


@pytest.mark.parametrize("folder", NEVER)
def test_it_holds_nothing_that_is_not_needed(names: list[str], folder: str) -> None:
    assert [name for name in names if name.startswith(f"{folder}/")] == []


def test_it_holds_the_handler_the_decks_and_the_licence(names: list[str]) -> None:
    assert {
        "lambda_handler.py",
        "skill/content/en/questions.jsonl",
        "skill/content/lines.txt",
        "skill/faces/words_en.json",
    } <= set(names)
    assert {"LICENSE", "NOTICE", "ask_sdk_core/skill_builder.py"} <= set(names)
    assert {f"skill/content/snapshot/en-{country}.json" for country in ("AU", "CA", "GB", "IN", "US")} <= set(names)
    assert any(name.startswith("msgspec/_core.") and name.endswith(".so") for name in names)


def test_all_that_its_code_imports_of_ours_is_in_it(made: Made, names: list[str]) -> None:
    with ZipFile(made.file) as packed:
        sources = {name: packed.read(name) for name in names if name.endswith(".py")}
    ours = {name: source for name, source in sources.items() if name.startswith(("skill/", "lambda_handler"))}
    assert len(ours) > 80
    for name, source in ours.items():
        for module in imported(source):
            place = module.replace(".", "/")
            assert {f"{place}.py", f"{place}/__init__.py"} & set(names), f"{name} imports {module}"


def imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "skill":
            yield node.module


def test_bytecode_stands_beside_each_source_and_is_used_without_a_look_at_it(made: Made, names: list[str]) -> None:
    sources = [name for name in names if name.endswith(".py")]
    compiled_ones = [name for name in names if name.endswith(".pyc")]
    tag = compiled_ones[0].split(".")[-2]
    places = {f"{Path(name).parent.as_posix()}/__pycache__/{Path(name).stem}.{tag}.pyc" for name in sources}
    assert {place.removeprefix("./") for place in places} == set(compiled_ones)
    with ZipFile(made.file) as packed:
        assert {packed.read(name)[4:8] for name in compiled_ones} == {b"\x01\0\0\0"}


@pytest.mark.long
def test_the_same_sources_give_the_same_bytes(made: Made, fetched: Target, tmp_path: Path) -> None:
    again = archive.build(tmp_path / "elsewhere" / "again.zip", fetched)
    assert again.file.read_bytes() == made.file.read_bytes()


def test_nothing_in_it_tells_of_this_machine(made: Made) -> None:
    with ZipFile(made.file) as packed:
        found = [entry.filename for entry in packed.infolist() if str(ROOT).encode() in packed.read(entry)]
        assert {entry.date_time for entry in packed.infolist()} == {archive.NO_DATE}
    assert found == []


def test_bytecode_is_what_python_would_keep(tmp_path: Path) -> None:
    source = tmp_path / "told.py"
    source.write_text("SAID = {'yes', 'no'}\n")
    place = Path(importlib.util.cache_from_source(str(source)))
    place.parent.mkdir()
    place.write_bytes(compiled(source.read_bytes(), str(source)))
    source.write_text("SAID = 'the source was read'\n")
    told = subprocess.run(
        [sys.executable, "-c", "import told; print(sorted(told.SAID))"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "['no', 'yes']\n"


def test_without_a_python_of_its_version_it_goes_without_bytecode(
    fetched: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "find_python", lambda version: None)
    made = archive.build(tmp_path / "lambda.zip", fetched)
    assert made.compiled_by is None
    with ZipFile(made.file) as packed:
        assert [name for name in packed.namelist() if name.endswith(".pyc")] == []


def test_only_a_python_of_the_very_version_is_taken() -> None:
    here = "{}.{}".format(*sys.version_info[:2])
    assert bytecode.find_python(here) == Path(sys.executable)
    assert bytecode.find_python("3.99") is None


def test_an_archive_that_is_too_large_is_refused(
    fetched: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BYTES_MAX", 1000)
    monkeypatch.setattr(archive.wheels, "fetch", lambda target: [])
    monkeypatch.setattr(bytecode, "find_python", lambda version: None)
    with pytest.raises(InputError, match="and 1,000 are allowed"):
        archive.build(tmp_path / "lambda.zip", fetched)


def test_a_wheel_that_is_not_the_locked_one_is_refused(
    fetched: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = wheels.fetch(fetched)[0].parent
    shutil.copytree(kept, tmp_path / kept.name)
    monkeypatch.setattr(wheels, "KEPT", tmp_path)
    with next((tmp_path / kept.name).glob("six*.whl")).open("ab") as wheel:
        wheel.write(b"more")
    with pytest.raises(InputError, match="is not the file that"):
        wheels.fetch(fetched)


def test_the_lock_names_what_lambda_needs_without_requests() -> None:
    assert "\nrequests==" not in wheels.LOCK.read_text("utf-8")
    assert PYTHON == "3.13"
