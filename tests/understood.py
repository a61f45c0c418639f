# SPDX-License-Identifier: Apache-2.0
"""What understands sentences for the tests of several rooms: made once, as it keeps nothing of what it hears."""

from __future__ import annotations

from functools import cache

from bench.requests import Unlearned
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.nlu import Understanding


def understanding_of(locale: str = SOURCE_LOCALE) -> Understanding:
    """What understands a locale's sentences as the local speaker does, without its extras."""
    return _made(locale)


@cache
def rules_of(locale: str = SOURCE_LOCALE) -> Understanding:
    """The same by samples and rules alone, for tests of what one rule does."""
    return Unlearned(load_language_model(locale))


@cache
def _made(locale: str) -> Understanding:
    return Understanding(load_language_model(locale))
