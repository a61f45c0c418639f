# SPDX-License-Identifier: Apache-2.0
"""The model as written, and every sentence that it holds once the slots are filled."""

from __future__ import annotations

import gc
from collections.abc import Hashable

import pytest

from skill.language_model import FOLDER, SOURCE_LOCALE, LanguageModel, Sentence, load_language_model, slots_of

from .meanings import BUILTIN_WORDS, Meant, heard

LOCALES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.hookimpl(tryfirst=True)  # before the long ones are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as long what needs every sentence of a locale that the source makes: few differ, and each takes seconds."""
    for item in items:
        needs_all = isinstance(item, pytest.Function) and "sentences" in item.fixturenames
        if needs_all and item.callspec.params["model"] != SOURCE_LOCALE:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session", params=LOCALES)
def model(request: pytest.FixtureRequest) -> LanguageModel:
    """Each locale's model in turn."""
    return load_language_model(request.param)


Told = tuple[str, tuple[Meant, ...]]
"""A sentence as it sounds, and what it means by one sample."""

_expanded: dict[Hashable, list[Told]] = {}
"""What a sample stands for with some words in its slots. Most are the same in every locale, so they are made once."""


@pytest.fixture(scope="session")
def sentences(model: LanguageModel) -> dict[str, tuple[Meant, ...]]:
    """Every sentence of a locale to everything it means. All of them: some 570,000."""
    words = {name: tuple((one.id, *one.words) for one in values) for name, values in model.types.items()}
    found: dict[str, tuple[Meant, ...]] = {}
    gc.disable()  # of so much that is new and stays, it would look through all again and again
    try:
        for intent, sample in model.samples():
            key = (intent.name, sample, *(words.get(intent.slot_type(slot)) for slot in slots_of(sample)))
            if key not in _expanded:
                _expanded[key] = [_told(sentence) for sentence in model.expand(intent, sample, BUILTIN_WORDS)]
            for text, meant in _expanded[key]:
                known = found.setdefault(text, meant)
                if known is not meant and meant[0] not in known:
                    found[text] = known + meant
    finally:
        gc.enable()
    return found


def _told(sentence: Sentence) -> Told:
    return heard(sentence.text), (Meant(sentence.intent, tuple(sorted(sentence.slots.items())), sentence.sample),)
