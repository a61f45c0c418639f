# SPDX-License-Identifier: Apache-2.0
"""Words to their stems, remembered: by Snowball's stemmer for the language, or as they are where it has none."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

STEMS_KEPT = 20_000
"""Words whose stems are remembered, so that no stream of strange words fills the memory."""


class Stem:
    """A word to its stem."""

    def __init__(self, name: str) -> None:
        self._stemmer: Any = None
        if name:
            self._stemmer = getattr(_snowball_module(f"{name}_stemmer"), f"{name.capitalize()}Stemmer")()
        self.known: dict[str, str] = {}
        """Words whose stems are remembered."""

    def __call__(self, word: str) -> str:
        stem = self.known.get(word)
        if stem is None:
            stem = self._stemmer.stemWord(word) if self._stemmer else word
            if len(self.known) < STEMS_KEPT:
                self.known[word] = stem
        return stem

    def know(self, stems: dict[str, str]) -> None:
        """Remember stems that were found before."""
        self.known |= stems


def _snowball_module(name: str) -> Any:
    """One module of the package snowballstemmer, whose own entry would import three dozen languages."""
    package = find_spec("snowballstemmer")
    if package is None:
        raise ModuleNotFoundError("No module named 'snowballstemmer'", name="snowballstemmer")
    without_entry = ModuleType("_snowball")
    without_entry.__path__ = package.submodule_search_locations or []
    sys.modules.setdefault(without_entry.__name__, without_entry)
    return import_module(f"{without_entry.__name__}.{name}")
