# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the content room: the real content, and a copy of it that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skill.content.loading.loader import HERE, load_content
from skill.content.types import Content


@pytest.fixture(scope="session")
def content() -> Content:
    """What the skill can say in en-US."""
    return load_content("en-US")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the English decks, with the care lines beside it."""
    copy = tmp_path / "en"
    shutil.copytree(HERE / "en", copy)
    shutil.copy(HERE / "care.jsonl", tmp_path)
    return copy
