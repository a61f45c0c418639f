# SPDX-License-Identifier: Apache-2.0
"""A program for the Python of an archive: compiles the sources of one zip file into another one.

It is run by its path and imports nothing of ours, as that Python knows none of our packages.

    python3.13 compile_sources.py SOURCES.zip COMPILED.zip FOLDER

FOLDER is where the sources will lie when they run: what a traceback names.
"""

from __future__ import annotations

import importlib.util
import marshal
import sys
import warnings
from zipfile import ZipFile

NEVER_COMPARED = (0b01).to_bytes(4, "little")
"""Flags of bytecode that carries its source's hash and is used without a look at the source (PEP 552)."""


def compiled(source: bytes, place: str) -> bytes:
    """What Python would keep in __pycache__ for a source, the same each time."""
    code = compile(source, place, "exec", dont_inherit=True, optimize=0)
    kept = importlib.util.source_hash(source) + marshal.dumps(code)
    return importlib.util.MAGIC_NUMBER + NEVER_COMPARED + kept


def main(sources: str, results: str, folder: str) -> None:
    """Compile every source."""
    warnings.simplefilter("ignore")
    with ZipFile(sources) as given, ZipFile(results, "w") as made:
        for name in given.namelist():
            made.writestr(importlib.util.cache_from_source(name), compiled(given.read(name), f"{folder}/{name}"))


if __name__ == "__main__":
    main(*sys.argv[1:])
