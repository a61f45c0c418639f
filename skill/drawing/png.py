# SPDX-License-Identifier: Apache-2.0
"""Paints a picture as PNG with Pillow, which brings a font along: no program and no font of the system is needed."""

from __future__ import annotations

import io
import math

from skill.drawing.picture import FONT_PX, LINE_PX, Path, Picture, Point
from skill.drawing.svg import ARROW, COLOURS, INK
from skill.errors import InputError

SCALE = 2
"""Pixels for each of the layout's, so that it is sharp on a good screen."""
HEAD_PX = 8.0
MISSING = "Pillow is not installed, which paints PNG; run `requirements/install drawing`, or take --format svg."


def png(picture: Picture) -> bytes:
    """The picture as the bytes of a file. InputError where Pillow is not installed."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError:
        raise InputError(MISSING) from None
    image = Image.new("RGB", (round(picture.width * SCALE), round(picture.height * SCALE)), "#ffffff")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(FONT_PX * SCALE)
    for path in picture.paths:
        draw.line([_scaled(point) for point in path.points], fill=ARROW, width=SCALE)
        if path.head:
            draw.polygon([_scaled(point) for point in _head(path)], fill=ARROW)
    for box in picture.boxes:
        inside, border = COLOURS[box.kind]
        corners = [*_scaled((box.x, box.y)), *_scaled((box.x + box.width, box.y + box.height))]
        draw.rounded_rectangle(corners, radius=6 * SCALE, fill=inside, outline=border, width=SCALE)
        top = box.y + (box.height - len(box.lines) * LINE_PX) / 2
        for index, line in enumerate(box.lines):
            middle = (box.x + box.width / 2, top + (index + 0.5) * LINE_PX)
            draw.text(_scaled(middle), line, font=font, fill=INK, anchor="mm")
    for label in picture.labels:
        draw.text(_scaled((label.x, label.y)), label.text, font=font, fill=INK, anchor="ls")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _scaled(point: Point) -> Point:
    return (point[0] * SCALE, point[1] * SCALE)


def _head(path: Path) -> list[Point]:
    """The corners of an arrow's head."""
    (x, y), (to_x, to_y) = path.points[-2:]
    angle = math.atan2(to_y - y, to_x - x)
    sides = [
        (to_x - HEAD_PX * math.cos(angle + turn), to_y - HEAD_PX * math.sin(angle + turn)) for turn in (0.45, -0.45)
    ]
    return [(to_x, to_y), *sides]
