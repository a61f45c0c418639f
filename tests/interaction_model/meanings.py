# SPDX-License-Identifier: Apache-2.0
"""What sentences mean by the model: the words that fill slots in tests, and the shape of an answer."""

from __future__ import annotations

from typing import NamedTuple

# Words that fill the platform's own slot types. Enough to meet every shape of sentence: a full list does not exist.
BUILTIN_WORDS = {
    "AMAZON.TIME": ("eight", "nine", "eight thirty", "nine o'clock", "seven p.m.", "noon", "morning", "evening"),
    "AMAZON.DURATION": ("a minute", "two minutes", "five minutes", "ten minutes", "half an hour"),
    "AMAZON.NUMBER": ("one", "six", "seven", "eight", "ten"),
    "AMAZON.FirstName": ("sam", "alex", "maria"),
}


class Meant(NamedTuple):
    """What one sentence means by one sample."""

    intent: str
    slots: tuple[tuple[str, str], ...]
    sample: str


def heard(text: str) -> str:
    """How a sentence sounds: a hyphen cannot be heard, nor a full stop."""
    return " ".join(text.lower().replace("-", " ").replace(".", "").split())
