# SPDX-License-Identifier: Apache-2.0
"""The model as written, and every sentence that it holds once the slots are filled."""

from __future__ import annotations

from collections import defaultdict

import pytest

from skill.language_model import LanguageModel, load_language_model

from .meanings import BUILTIN_WORDS, Meant, heard

LOCALES = ["en-US", "en-GB", "en-AU", "en-CA", "en-IN"]


@pytest.fixture(scope="session", params=LOCALES)
def model(request: pytest.FixtureRequest) -> LanguageModel:
    """Each locale's model in turn."""
    return load_language_model(request.param)


@pytest.fixture(scope="session")
def sentences(model: LanguageModel) -> dict[str, set[Meant]]:
    """Every sentence of a locale to everything it means. All of them: some 190,000, two seconds."""
    found: dict[str, set[Meant]] = defaultdict(set)
    for sentence in model.sentences(BUILTIN_WORDS):
        found[heard(sentence.text)].add(Meant(sentence.intent, tuple(sorted(sentence.slots.items())), sentence.sample))
    return found
