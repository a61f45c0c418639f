# SPDX-License-Identifier: Apache-2.0
"""Words of the platform that lines leave open: the decks name none, and whoever speaks them fills these in."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from skill.content.types import Content


class PlatformWords(Struct, frozen=True, kw_only=True):
    """What people say to reach us, and where they manage it. The fields are places in lines, such as `{wake_word}`."""

    wake_word: str = "Speaker"
    invocation_name: str = "closer together"
    app: str = "the app"


NEUTRAL = PlatformWords()


def in_words_of_platform(content: Content, platform: PlatformWords) -> Content:
    """The content with the platform's words in its lines."""
    words = {f"{{{name}}}": str(getattr(platform, name)) for name in PlatformWords.__struct_fields__}
    lines = {}
    for name, line in content.lines.items():
        texts = line.texts
        for place, word in words.items():
            texts = tuple(text.replace(place, word) for text in texts)
        lines[name] = line if texts == line.texts else replace(line, texts=texts)
    return replace(content, lines=lines)
