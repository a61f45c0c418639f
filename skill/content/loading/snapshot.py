# SPDX-License-Identifier: Apache-2.0
"""A snapshot of what a locale can say, made when the skill is packed, so that a cold start reads no decks.

One file a locale, `skill/content/snapshot/<locale>.json`: a line with a seal, and the decks as the loader left them, in
the words of the locale and the platform. The seal covers that and all that it was made from; where a byte of either is
another one, the decks are read instead. A deck is decoded when it is first asked for: a turn needs few.
"""

from __future__ import annotations

import functools
import os
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from hashlib import blake2b
from os import path
from types import GenericAlias
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from skill.content.decks import DECKS
from skill.content.platform_words import NEUTRAL, PlatformWords
from skill.content.types import CareLine, Content, Line
from skill.ready import learning, make_ready

HERE = path.dirname(path.dirname(__file__))
FOLDER = path.join(HERE, "snapshot")
MADE_BY = ("types.py", "platform_words.py", "loading/loader.py", "loading/local_words.py", "loading/snapshot.py")
"""The code that a snapshot depends on, beside the decks."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Unread(Mapping[Key, Value]):
    """A deck that is decoded when it is first looked into."""

    def __init__(self, data: msgspec.Raw, kind: Any) -> None:
        self._data = data
        self._kind = kind
        self._read: dict[Key, Value] | None = None
        self._place: tuple[Content, str] | None = None

    def stands_in(self, content: Content, field: str) -> None:
        """Its place: once it is decoded, the deck itself stands there instead."""
        self._place = (content, field)

    def _whole(self) -> dict[Key, Value]:
        if self._read is None:
            with learning:  # the deck's type, too: to have all decks' ready would take longer than a cold start may
                read = self._read or msgspec.json.decode(self._data, type=self._kind)
                if self._place is not None:
                    force_setattr(*self._place, read)
                self._read, self._data = read, msgspec.Raw()
        return self._read

    def __getitem__(self, key: Key) -> Value:
        return self._whole()[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def items(self) -> ItemsView[Key, Value]:
        return self._whole().items()

    def values(self) -> ValuesView[Value]:
        return self._whole().values()


class _Written(Struct, frozen=True, kw_only=True):
    """The body of a snapshot file, below its seal."""

    platform: PlatformWords
    content: dict[str, msgspec.Raw]
    """Each field of the content by its name."""


make_ready(_Written)
if not path.isdir(FOLDER):
    # Then the decks are read. What reads them is imported now, with its types, and not amid the first requests.
    import skill.content.loading.loader  # noqa: F401


@functools.cache
def read_content(locale: str = "en-US", platform: PlatformWords = NEUTRAL) -> Content:
    """Everything that a locale can say: from its snapshot where there is a good one, else from its decks.

    Raises InputError as the loader does.
    """
    found = _from_snapshot(locale, platform)
    if found is not None:
        return found
    from skill.content.loading.loader import load_content  # with a snapshot nothing of it is needed

    return load_content(locale, platform)


def has_decks(locale: str) -> bool:
    """Whether a locale, or its language, has decks."""
    return path.isdir(_folder(locale))


def write_snapshots(locales: Iterable[str], platform: PlatformWords, folder: str = FOLDER) -> list[str]:
    """Write the snapshot of each locale that has decks: the same bytes from the same decks. Returns the files.

    They are good where they lie in `skill/content/snapshot/` beside the very decks and code that they were made from.
    Raises InputError where the decks cannot be used.
    """
    from skill.content.loading.loader import load_content

    os.makedirs(folder, exist_ok=True)
    files = []
    for locale in sorted(locales):
        content = load_content(locale, platform)
        fields = {name: msgspec.Raw(msgspec.json.encode(getattr(content, name))) for name in Content.__struct_fields__}
        body = msgspec.json.encode(_Written(platform=platform, content=fields))
        files.append(path.join(folder, f"{locale}.json"))
        with open(files[-1], "wb") as file:
            file.write(f"{_seal(locale, body)}\n".encode() + body)
    return files


def _from_snapshot(locale: str, platform: PlatformWords) -> Content | None:
    try:
        seal, _, body = _bytes(path.join(FOLDER, f"{locale}.json")).partition(b"\n")
        if seal.decode("ascii", "replace") != _seal(locale, body):
            return None
        written = msgspec.json.decode(body, type=_Written)
    except (OSError, msgspec.MsgspecError):
        return None
    if written.platform != platform:
        return None
    # Any, because each deck has entries of a type of its own, which its row in `Content` names.
    decks: dict[str, Any] = {
        name: Unread(written.content[name], GenericAlias(dict, (int, deck.kind))) for name, deck in DECKS.items()
    }
    lines: Unread[str, Line] = Unread(written.content["lines"], dict[str, Line])
    # Made without the checks of its type, whose patterns would have to be compiled: the loader has made them.
    care = tuple(CareLine(**line) for line in msgspec.json.decode(written.content["care"]))
    content = Content(locale=locale, **decks, lines=lines, care=care)
    for name, unread in (*decks.items(), ("lines", lines)):
        unread.stands_in(content, name)
    return content


def _folder(locale: str) -> str:
    own = path.join(HERE, locale)
    return own if path.isdir(own) else path.join(HERE, locale[:2])


def _sources(locale: str) -> list[str]:
    """All that the content of a locale is made from."""
    decks = [
        path.join(folder, name)
        for folder in (_folder(locale), HERE)
        for name in sorted(os.listdir(folder))
        if name.endswith(".jsonl")
    ]
    return [*decks, *(path.join(HERE, name) for name in MADE_BY)]


def _bytes(file: str) -> bytes:
    with open(file, "rb") as opened:
        return opened.read()


def _seal(locale: str, body: bytes) -> str:
    """The checksum of a body and of all that it was made from."""
    sealed = blake2b(digest_size=32)
    for file in _sources(locale):
        data = _bytes(file)
        sealed.update(f"{path.basename(file)} {len(data)}\n".encode())
        sealed.update(data)
    sealed.update(body)
    return sealed.hexdigest()
