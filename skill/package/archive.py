# SPDX-License-Identifier: Apache-2.0
"""The archive for AWS Lambda: the code that the handler reaches, what it can say, and the packages that it needs.

The same sources give the same bytes, on one machine: files stand in order and without dates.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

from skill.alexa import snapshot_command
from skill.content.loading.snapshot import FOLDER as SNAPSHOTS
from skill.errors import InputError
from skill.package import bytecode, wheels
from skill.package.target import Target

ROOT = wheels.ROOT
ENTRY = "lambda_handler"
CONTENT = ROOT / "skill" / "content"
FACES = ROOT / "skill" / "faces"
LEGAL = ("LICENSE", "NOTICE")
BYTES_MAX = 5_000_000
"""An archive of more has something in it that does not belong there; a larger one starts more slowly, too."""
NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can hold."""
UNIX = 3
READABLE = 0o100644 << 16
INSTALLERS_NOTES = ("RECORD", "WHEEL", "top_level.txt", "zip-safe")
NEVER_READ = ("dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",)
"""What a package brings and nothing here reads: a second copy of all time zones. Ours are those of tzdata."""


class Archive(Struct, frozen=True):
    """An archive that was made."""

    file: Path
    size: int
    """Bytes."""
    compiled_by: Path | None
    """The Python that made its bytecode; None where there was none of the right version."""


def build(file: Path, target: Target) -> Archive:
    """Make the archive. Raises InputError where the packages cannot be had, or it is too large."""
    inside = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in ours()}
    inside |= snapshots()
    for wheel in wheels.fetch(target):
        inside |= {name: data for name, data in wheels.read(wheel).items() if not _is_left_out(name)}
    python = bytecode.find_python(target.python)
    if python is not None:
        sources = {name: data for name, data in sorted(inside.items()) if name.endswith(".py")}
        inside |= bytecode.compile_sources(sources, python)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_zip(inside, file)
    size = file.stat().st_size
    if size > BYTES_MAX:
        raise InputError(f"{file} has {size:,} bytes, and {BYTES_MAX:,} are allowed; see what came into it.")
    return Archive(file, size, python)


def ours() -> list[Path]:
    """All files of ours that are deployed."""
    words = [*sorted(CONTENT.rglob("*.jsonl")), CONTENT / "lines.txt", *sorted(FACES.glob("words_*.json"))]
    return [*reached(ENTRY), *words, *(ROOT / name for name in LEGAL)]


def reached(entry: str) -> list[Path]:
    """The sources of ours that a module imports, wherever in it, and those that these import, and so on."""
    found: dict[str, Path] = {}
    names = [entry]
    while names:
        name = names.pop()
        source = _source(name)
        if name in found or source is None:
            continue
        found[name] = source
        parent = name.rpartition(".")[0]
        names += [*_imports(source), *([parent] if parent else [])]
    return sorted(found.values())


def snapshots() -> dict[str, bytes]:
    """What can be said, read already: a file for each locale, under its name in the archive."""
    place = Path(SNAPSHOTS).relative_to(ROOT).as_posix()
    with tempfile.TemporaryDirectory() as folder:
        return {f"{place}/{Path(file).name}": Path(file).read_bytes() for file in snapshot_command.write(folder)}


def write_zip(inside: Mapping[str, bytes], file: Path) -> None:
    """Put files into a zip file: in order, without dates, readable for everybody."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in sorted(inside.items()):
            entry = ZipInfo(name, NO_DATE)
            entry.create_system = UNIX
            entry.external_attr = READABLE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)


def _is_left_out(name: str) -> bool:
    """Whether a file tells an installer something, and nobody else, or is read by nobody."""
    folder, _, own = name.partition("/")
    return name in NEVER_READ or (folder.endswith(".dist-info") and own in INSTALLERS_NOTES)


def _source(name: str) -> Path | None:
    place = ROOT.joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _imports(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("skill."))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "skill":
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
