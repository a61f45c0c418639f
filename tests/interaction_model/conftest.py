# SPDX-License-Identifier: Apache-2.0
"""The model as written, and every sentence that it holds once the slots are filled."""

from __future__ import annotations

from collections import defaultdict

import pytest

from skill.language_model import LanguageModel, load_language_model

from .meanings import BUILTIN_WORDS, Meant, heard


@pytest.fixture(scope="session")
def model() -> LanguageModel:
    """The English model, which is the source of the others."""
    return load_language_model("en-US")


@pytest.fixture(scope="session")
def sentences(model: LanguageModel) -> dict[str, set[Meant]]:
    """Every sentence to everything it means. All of them: some 190,000, two seconds."""
    found: dict[str, set[Meant]] = defaultdict(set)
    for sentence in model.sentences(BUILTIN_WORDS):
        found[heard(sentence.text)].add(Meant(sentence.intent, tuple(sorted(sentence.slots.items())), sentence.sample))
    return found
