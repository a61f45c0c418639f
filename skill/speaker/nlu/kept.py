# SPDX-License-Identifier: Apache-2.0
"""What was counted over all samples, kept for the next start: beside Python's own compiled code, and as easily lost.

It is taken only where it was made from the very samples, words and code that are there now, and arrived whole; anything
else is as if there were nothing. Where the folder cannot be written, each start counts anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.nlu.safety.danger import RiskFrame
from skill.speaker.nlu.samples import Index, Pattern
from skill.speaker.nlu.similarity.comparison import Tables

FOLDER = Path(__file__).resolve().parent
MARK_BYTES = 32
"""Of the mark of what it was made from, and again of that of what is kept."""


class Kept(Struct, frozen=True):
    """All that takes long to make."""

    patterns: list[Pattern]
    elsewhere: list[Pattern]
    """What people say and do not mean for the skill."""
    index: Index
    """Of the patterns."""
    tables: Tables
    """Of both, the patterns first."""
    ordinary: frozenset[str]
    """All words of the samples."""
    stems: dict[str, str]
    frames: list[RiskFrame]
    """Frames of danger."""


class Keeper:
    """Keeps it for one interaction model."""

    def __init__(self, model: LanguageModel) -> None:
        self._path = _folder() / f"understanding.{model.locale}.kept"
        self._mark = _mark(_sources(model))

    def read(self) -> Kept | None:
        """What was kept; None where there is nothing, or it was made from something else."""
        try:
            raw = self._path.read_bytes()
        except OSError:
            return None
        mark, whole, kept = raw[:MARK_BYTES], raw[MARK_BYTES : 2 * MARK_BYTES], memoryview(raw)[2 * MARK_BYTES :]
        if mark != self._mark or whole != _mark([kept]):
            return None
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(kept, type=Kept)
        return None

    def write(self, kept: Kept) -> None:
        """Keep it, as far as that can be done. Whoever reads meanwhile finds what was there before."""
        if sys.dont_write_bytecode:
            return
        raw = msgspec.msgpack.encode(kept)
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(exist_ok=True)
            beside.write_bytes(b"".join((self._mark, _mark([raw]), raw)))
            beside.replace(self._path)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(cache_from_source(__file__)).parent


def _sources(model: LanguageModel) -> Iterable[bytes]:
    """All that decides what is kept."""
    yield msgspec.msgpack.encode((model.locale, list(model.intents.values()), dict(model.types)))
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix == ".py" or path.name in (f"{model.locale[:2]}.json", f"danger_{model.locale[:2]}.json"):
            yield path.read_bytes()


def _mark(parts: Iterable[bytes | memoryview]) -> bytes:
    digest = blake2b(digest_size=MARK_BYTES)
    for part in parts:
        digest.update(part)
    return digest.digest()
