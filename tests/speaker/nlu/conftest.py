# SPDX-License-Identifier: Apache-2.0
"""Languages of a few words, made up for tests in which every figure can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from skill.speaker.nlu import language
from skill.speaker.nlu.language import Language, load_language


@pytest.fixture
def language_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Language]:
    """Makes a language of which some fields alone are told."""

    def made(**fields: object) -> Language:
        (tmp_path / "zz.json").write_bytes(msgspec.json.encode(fields))
        return load_language.__wrapped__("zz-ZZ")

    monkeypatch.setattr(language, "FOLDER", tmp_path)
    return made
