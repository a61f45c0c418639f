# SPDX-License-Identifier: Apache-2.0
"""Writes a picture as SVG: plain shapes and text, readable in light and dark, with a title for those who listen."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from skill.drawing.picture import FONT_PX, LINE_PX, Box, Path, Picture

COLOURS = {"ours": ("#fdf0e4", "#a4551e"), "other": ("#eef1f4", "#66727f"), "end": ("#ffffff", "#66727f")}
"""Inside and border."""
INK = "#222222"
ARROW = "#66727f"
HEAD = "M0,0 L8,4 L0,8 z"


def svg(picture: Picture) -> str:
    """The picture as the text of a file."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    width, height = round(picture.width), round(picture.height)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    yield f"<title>{escape(picture.title)}</title>"
    yield (
        f'<defs><marker id="head" markerWidth="8" markerHeight="8" refX="8" refY="4" orient="auto">'
        f'<path d="{HEAD}" fill="{ARROW}"/></marker></defs>'
    )
    yield '<rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'<g fill="none" stroke="{ARROW}" stroke-width="1.2">'
    yield from map(_path, picture.paths)
    yield "</g>"
    yield from map(_rectangle, picture.boxes)
    yield f'<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{FONT_PX}" fill="{INK}">'
    for box in picture.boxes:
        for index, line in enumerate(box.lines):
            y = box.y + (box.height - len(box.lines) * LINE_PX) / 2 + index * LINE_PX + FONT_PX
            weight = ' font-weight="bold"' if index == 0 and len(box.lines) > 1 else ""
            x = box.x + box.width / 2
            yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle"{weight}>{escape(line)}</text>'
    for label in picture.labels:
        yield f'<text x="{label.x:.1f}" y="{label.y:.1f}">{escape(label.text)}</text>'
    yield "</g>"
    yield "</svg>"


def _path(path: Path) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in path.points)
    head = ' marker-end="url(#head)"' if path.head else ""
    return f'<polyline points="{points}"{head}/>'


def _rectangle(box: Box) -> str:
    inside, border = COLOURS[box.kind]
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<rect {place} rx="6" fill="{inside}" stroke="{border}" stroke-width="1.4"/>'
