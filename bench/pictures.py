# SPDX-License-Identifier: Apache-2.0
"""Pictures of the benches, as PNG: how often each confidence was right, what was taken for what, shares as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

PLOT, MARGIN, CELL, LABEL = 320, 48, 16, 190
INK, PALE, DONE, WRONG = "#333333", "#dddddd", "#4a7c59", (196, 69, 54)


def draw_understood(path: Path, reliability: Sequence[tuple[int, int]], wrong: Counter[tuple[str, str]]) -> None:
    """A reliability picture (bars: how often a confidence was right; the line: where it should be) beside a heat map of
    what was wrong: each row what was meant, each column what it was taken for.

    `reliability` holds for each tenth of confidence how many meanings there were, and how many were right.
    """
    meant, taken = sorted({row for row, _ in wrong}), sorted({column for _, column in wrong})
    width = 2 * MARGIN + PLOT + LABEL + CELL * len(taken) + MARGIN
    height = max(2 * MARGIN + PLOT, MARGIN + LABEL + CELL * len(meant))
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    _draw_reliability(draw, reliability)
    left, top = 2 * MARGIN + PLOT + LABEL, MARGIN + LABEL
    most = max(wrong.values(), default=1)
    for at, name in enumerate(meant):
        draw.text((left - LABEL, top + CELL * at + 2), _short(name), fill=INK)
        draw.line((left, top + CELL * at, left + CELL * len(taken), top + CELL * at), fill=PALE)
    for at, name in enumerate(taken):
        _draw_upright(image, left + CELL * at, top, _short(name))
    for (row, column), count in wrong.items():
        x, y = left + CELL * taken.index(column), top + CELL * meant.index(row)
        paler = 1 - count / most
        shade = tuple(int(value + (255 - value) * paler * 0.8) for value in WRONG)
        draw.rectangle((x + 1, y + 1, x + CELL - 1, y + CELL - 1), fill=shade)
        draw.text((x + 4, y + 2), str(count), fill="white")
    image.save(path)


def draw_shares(path: Path, shares: Mapping[str, float]) -> None:
    """Bars for shares in per cent, one below the other."""
    rows = len(shares)
    image = Image.new("RGB", (MARGIN + LABEL + PLOT + 2 * MARGIN, 2 * MARGIN + CELL * rows), "white")
    draw = ImageDraw.Draw(image)
    left = MARGIN + LABEL
    draw.text((left, MARGIN - 24), "intents understood, per cent", fill=INK)
    for tenth in range(0, 101, 10):
        x = left + PLOT * tenth / 100
        draw.line((x, MARGIN, x, MARGIN + CELL * rows), fill=PALE)
    for at, (name, share) in enumerate(shares.items()):
        y = MARGIN + CELL * at
        draw.text((MARGIN, y + 2), name, fill=INK)
        draw.rectangle((left, y + 2, left + PLOT * share / 100, y + CELL - 2), fill=DONE)
        draw.text((left + PLOT + 6, y + 2), f"{share:.1f}", fill=INK)
    image.save(path)


def _draw_reliability(draw: ImageDraw.ImageDraw, reliability: Sequence[tuple[int, int]]) -> None:
    bottom = MARGIN + PLOT
    width = PLOT / len(reliability)
    for at, (count, right) in enumerate(reliability):
        if count:
            x = MARGIN + width * at
            draw.rectangle((x + 2, bottom - PLOT * right / count, x + width - 2, bottom), fill=DONE)
            draw.text((x + 4, bottom + 4), str(count), fill=INK)
    draw.line((MARGIN, bottom, MARGIN + PLOT, MARGIN), fill=INK)
    draw.rectangle((MARGIN, MARGIN, MARGIN + PLOT, bottom), outline=PALE)
    draw.text((MARGIN, MARGIN - 20), "right, by confidence from 0 to 1 (below: how many)", fill=INK)


def _draw_upright(image: Image.Image, x: int, bottom: int, text: str) -> None:
    label = Image.new("RGB", (LABEL - 8, CELL - 2), "white")
    ImageDraw.Draw(label).text((0, 1), text, fill=INK)
    image.paste(label.rotate(90, expand=True), (x + 1, bottom - LABEL + 8))


def _short(intent: str) -> str:
    return intent.removeprefix("AMAZON.").removesuffix("Intent")
