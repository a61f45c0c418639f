# SPDX-License-Identifier: Apache-2.0
"""The pieces a turn is spoken from. They are kept with the household's last turn, so they are small and textless."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

PAUSE_MAX_S = 3600
"""More would not fit into one speech, however it is cut."""


SLOWLY = "slowly"
"""The line that holds an entry to be read more slowly than all else."""


class Read(Struct, frozen=True, array_like=True, tag="r"):
    """One field of one entry, read as it stands in its deck."""

    deck: str
    number: int
    field: str = "text"


class ReadTo(Struct, frozen=True, array_like=True, tag="t"):
    """An entry in the wording that speaks to one of the two by name."""

    deck: str
    number: int
    first: str
    """Who speaks."""
    second: str
    """Who hears it."""


class Care(Struct, frozen=True, array_like=True, tag="c"):
    """A care line (skill/content/care.jsonl) of a country by risk, its digits spoken one by one."""

    country: str
    risk: str


class Person(Struct, frozen=True, array_like=True, tag="n"):
    """The first name of whoever the platform recognised by voice; only the platform knows it."""


class Say(Struct, frozen=True, array_like=True, tag="s"):
    """One wording of a line, its `{places}` filled with entries, with other lines (a weekday, a count) or as given."""

    line: str
    wording: int = 0
    """Index into the line's texts."""
    fill: dict[str, Read | Say | Care | Person | str] = {}


class Pause(Struct, frozen=True, array_like=True, tag="p"):
    """Silence, in seconds. Longer ones are cut into what the platform allows."""

    seconds: Annotated[int, Meta(ge=0, le=PAUSE_MAX_S)] | Annotated[float, Meta(ge=0, le=PAUSE_MAX_S)]
    """An integer stays one when it is read back: what is said a second time is the same to the byte."""


Fill: TypeAlias = Read | Say | Care | Person | str
Part: TypeAlias = Say | Read | ReadTo | Care | Pause
