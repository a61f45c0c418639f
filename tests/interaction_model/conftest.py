# SPDX-License-Identifier: Apache-2.0
"""The model as written, and every sentence that it holds once the slots are filled."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Hashable

import pytest

from skill.language_model import FOLDER, SOURCE_LOCALE, LanguageModel, Sentence, load_language_model, slots_of

from .meanings import BUILTIN_WORDS, Meant, heard

LOCALES = sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.hookimpl(tryfirst=True)  # before the long ones are left out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as long what needs every sentence of a locale, which takes seconds, or any of one that the source makes."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        looks_up = "meanings_of" in item.fixturenames and item.callspec.params["model"] != SOURCE_LOCALE
        if looks_up or "sentences" in item.fixturenames:
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
    return _meanings(model, lambda sample: True)


@pytest.fixture(scope="session")
def meanings_of(model: LanguageModel) -> Callable[[Collection[str]], dict[str, tuple[Meant, ...]]]:
    """Looks sentences up, as they are heard: only samples that could become one of them have their slots filled."""

    def looked_up(wanted: Collection[str]) -> dict[str, tuple[Meant, ...]]:
        lines = "\n".join(wanted)

        def could_be(sample: str) -> bool:
            shape = re.escape(heard(re.sub(r"\{\w+\}", "_", sample))).replace("_", ".+")
            return re.search(f"^{shape}$", lines, re.MULTILINE) is not None

        return _meanings(model, could_be)

    return looked_up


def _meanings(model: LanguageModel, counts: Callable[[str], bool]) -> dict[str, tuple[Meant, ...]]:
    """The sentences that samples stand for to everything they mean; only of those samples that count."""
    words = {name: tuple((one.id, *one.words) for one in values) for name, values in model.types.items()}
    found: dict[str, tuple[Meant, ...]] = {}
    gc.disable()  # of so much that is new and stays, it would look through all again and again
    try:
        for intent, sample in model.samples():
            if not counts(sample):
                continue
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
