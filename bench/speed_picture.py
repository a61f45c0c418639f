# SPDX-License-Identifier: Apache-2.0
"""The picture of `bench/speed.py`: what costs how much beside the least skill, as bars of ratios in one SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

ROW, LABEL, PLOT, MARGIN, MOST = 26, 250, 420, 24, 2.5
OURS, INK, PALE = "#a4551e", "#222222", "#c4cad0"
BARE = "hello world"


def ratios(figures: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Rows of the picture: the name of a cost, and its ratio to the least skill's."""
    warm = figures["warm"]
    for name, each in warm.items():
        if name != BARE:
            yield f"a turn, {name} (p50)", each["p50"] / each.get("bare", warm[BARE]["p50"])
    for title, key in (("cold start", "cold"), ("memory", "resident")):
        for name, each in figures[key].items():
            if name != BARE:
                yield f"{title}, {name}", each["ratio"]


def draw(figures: Mapping[str, Any]) -> str:
    """The picture as the text of a file."""
    rows = list(ratios(figures))
    width, height = LABEL + PLOT + 3 * MARGIN, ROW * len(rows) + 3 * MARGIN
    return "\n".join(_lines(rows, width, height)) + "\n"


def _lines(rows: list[tuple[str, float]], width: int, height: int) -> Iterator[str]:
    title = "What the skill costs, as a ratio to a bare hello world on the same events (1 is the same, less is better)"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" font-size="13">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="{MARGIN}" y="{MARGIN - 4}" fill="{INK}">Ratio to a bare hello world; less is better</text>'
    one = LABEL + PLOT / MOST
    bottom = height - MARGIN
    for at, (name, ratio) in enumerate(rows):
        y = MARGIN + ROW * at + 8
        length = PLOT * min(ratio, MOST) / MOST
        yield f'<text x="{MARGIN}" y="{y + 14}" fill="{INK}">{escape(name)}</text>'
        yield f'<rect x="{LABEL}" y="{y}" width="{length:.0f}" height="{ROW - 8}" fill="{OURS}"/>'
        yield f'<text x="{LABEL + length + 6:.0f}" y="{y + 14}" fill="{INK}">{ratio:.2f}</text>'
    yield f'<line x1="{one:.0f}" y1="{MARGIN}" x2="{one:.0f}" y2="{bottom}" stroke="{PALE}" stroke-dasharray="4 3"/>'
    yield f'<text x="{one - 4:.0f}" y="{bottom + 14}" fill="{INK}">1</text>'
    yield "</svg>"
