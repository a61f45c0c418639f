# SPDX-License-Identifier: Apache-2.0
"""What understands sentences for the tests of several rooms: made once, as it keeps nothing of what it hears."""

from __future__ import annotations

from functools import cache

from skill.language_model import load_language_model
from skill.speaker.nlu import Understanding


@cache
def understanding_of(locale: str = "en-US") -> Understanding:
    """What understands a locale's sentences as the local speaker does, without its extras."""
    return Understanding(load_language_model(locale))
