# SPDX-License-Identifier: Apache-2.0
"""The meaning of a sentence, as understanding gives it: an intent, its slots, and how sure that is."""

from __future__ import annotations

from msgspec import Struct


class Meaning(Struct, frozen=True):
    """What a sentence means."""

    text: str
    """The sentence as it came in."""
    intent: str
    """AMAZON.FallbackIntent where nothing fits."""
    slots: dict[str, str]
    """Filled slots: the id for a slot with a list, the value as the platform gives it for the others."""
    spoken: dict[str, str]
    """The words of each filled slot, also of one with a list whose words match no value."""
    confidence: float
    """0 to 1: 1 where a sample fits word for word, 0 where nothing fits."""
    perhaps_unsafe: bool = False
    """Whether it means nothing that is known, but somebody may not be safe."""
