# SPDX-License-Identifier: Apache-2.0
"""What a picture is made of: boxes, arrows and labels at their places, in pixels from the upper left corner.

The layouts (`layout.py`) make pictures, and `svg.py` and `png.py` write them down; none of the three knows the others.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

FONT_PX = 13
CHARACTER_PX = 7.8
"""Width of a character of a monospaced font of that size. A narrower font fits as well."""
LINE_PX = 17

Kind = Literal["ours", "other", "end"]
"""ours: a state or topic that the picture is about. other: where it leads to. end: the session is over."""
Point = tuple[float, float]


class Box(Struct, frozen=True, kw_only=True):
    """A state or a topic."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    """The first is its name."""
    kind: Kind = "ours"


class Path(Struct, frozen=True):
    """An arrow along some points, its head at the last one; or a plain line."""

    points: tuple[Point, ...]
    head: bool = True


class Label(Struct, frozen=True):
    """A line of text that begins at a place; `y` is its lower edge."""

    x: float
    y: float
    text: str


class Picture(Struct, frozen=True, kw_only=True):
    """One picture."""

    title: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    labels: tuple[Label, ...] = ()


def text_width(text: str) -> float:
    """Pixels that a text takes at most."""
    return len(text) * CHARACTER_PX
