# SPDX-License-Identifier: Apache-2.0
"""The record as bytes: JSON of the household, written and read by msgspec.

A record of a newer version that still fits our types is used as it is, and what we do not know of it is written back,
wherever it stands. It goes only with what it belongs to: when another check-in or another ritual takes the place of
the one that had it, or when an item leaves its list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from skill.checkin.model.household import VERSION, Finished, Household
from skill.checkin.model.speech import Read
from skill.memory.migrations import FIRST_VERSION, migrated
from skill.ready import make_ready

IDENTITY: Mapping[str, tuple[str, ...]] = {"checkin": ("evening", "length", "theme"), "ritual": ("number", "chosen")}
"""What tells whether a field of the household still holds the same thing."""
FIELDS = frozenset(Household.__struct_encode_fields__)
THIS_VERSION = msgspec.Raw(str(VERSION).encode())
BRIEF: Mapping[str, type[Struct]] = {"saved": Read, "finished": Finished}
"""Long lists of things that are written without their last values, where these are what a reader takes for granted."""

make_ready(Household)


class Kept(Struct, frozen=True, kw_only=True):
    """A household as it is kept."""

    household: Household
    revision: int = 0
    """Another one after each save; 0 where nothing is stored yet."""
    begun: bool = False
    """Whether a record is stored."""
    erased: float | None = None
    """When all was erased, in seconds since 1970, where the mark of that stands in the record's place."""
    raw: Mapping[str, Any] = {}
    """The record as it was read, where it may hold what this version does not know; else empty."""


class Unreadable(Exception):
    """The bytes are no record that this version can use."""


def encode(kept: Kept) -> bytes:
    """The bytes to store: the household, and of the record that was read all that we do not know."""
    if not kept.raw:
        lists = ((name, kind, getattr(kept.household, name)) for name, kind in BRIEF.items())
        brief = {name: _brief(things, kind) for name, kind, things in lists if things}
        rest = msgspec.json.encode(replace(kept.household, version=VERSION, **brief))[1:]
        # The version is written even where it is the default: a later version has another default.
        return b'{"version":%d%s%s' % (kept.household.version, b"" if rest == b"}" else b",", rest)
    now, before = _plain(kept.household), _plain(_household(kept.raw))
    others = {name for name, fields in IDENTITY.items() if _which(before, name, fields) != _which(now, name, fields)}
    raw = {name: value for name, value in kept.raw.items() if name not in others}
    before = {name: value for name, value in before.items() if name not in others}
    return msgspec.json.encode(_with_unknown(raw, before, now))


def decode(data: bytes, revision: int) -> Kept:
    """The household in stored bytes. Raises Unreadable."""
    try:
        top = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        if top.keys() <= FIELDS and top.get("version") == THIS_VERSION:
            household = msgspec.json.decode(data, type=Household)
            return Kept(household=household, revision=revision, begun=True)
        raw = msgspec.json.decode(data, type=dict[str, Any])
        if raw.get("version") != VERSION:
            raw = migrated(raw)
        household = _household(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TypeError):
        raise Unreadable from None
    newer = household.version > VERSION or not raw.keys() <= FIELDS
    return Kept(household=household, revision=revision, begun=True, raw=raw if newer else {})


def _household(raw: Mapping[str, Any]) -> Household:
    return msgspec.convert({"version": FIRST_VERSION, **raw}, Household)


def _brief(things: Sequence[Struct], kind: type[Struct]) -> Sequence[list[Any]]:
    """Structs that are written as lists, each up to its last value that is not the default."""
    defaults = kind.__struct_defaults__[::-1]
    whole: Sequence[list[Any]] = msgspec.to_builtins(things)
    for values in whole:
        for default in defaults:
            if values[-1] != default:
                break
            values.pop()
    return whole


def _plain(household: Household) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(encode(Kept(household=household)))
    return plain


def _which(plain: dict[str, Any], name: str, fields: tuple[str, ...]) -> list[Any] | None:
    thing = plain.get(name)
    return [thing.get(field) for field in fields] if thing else None


def _with_unknown(raw: Any, before: Any, now: Any) -> Any:
    """`now`, with what `raw` holds beyond `before`. `before` is what we know of `raw`, `now` what became of that."""
    if raw == before:
        return now
    if now == before:
        return raw
    if isinstance(raw, dict) and isinstance(before, dict) and isinstance(now, dict):
        unknown = {name: value for name, value in raw.items() if name not in before}
        known = {
            name: _with_unknown(raw[name], before[name], now[name]) if name in before else now[name] for name in now
        }
        return {**unknown, **known}
    if isinstance(raw, list) and isinstance(before, list) and isinstance(now, list) and len(raw) == len(before):
        return [raw[before.index(item)] if item in before else item for item in now]
    return now
