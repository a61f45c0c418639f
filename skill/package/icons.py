# SPDX-License-Identifier: Apache-2.0
"""The skill's icons: two circles of light that overlap, as on the cover of the music. Drawn, so the rights are ours."""

from __future__ import annotations

import io

from skill.errors import InputError

SIZES = {"smallIcon": 108, "largeIcon": 512}
"""Pixels of a side, as the store asks for them."""
NIGHT = (24, 22, 38)
LIGHTS = (((0.39, 0.52), (222, 150, 96)), ((0.61, 0.48), (150, 120, 200)))
"""Centre as shares of the side, and colour."""
RADIUS = 0.22
SOFT = 0.03
DRAWN = 1024
"""Pixels of a side before it is made smaller, so that edges are smooth."""
MISSING = "Pillow is not installed, which draws the icons; run `requirements/install drawing`, then try again."


def icon(side: int) -> bytes:
    """An icon as the bytes of a PNG file. InputError where Pillow is not installed."""
    try:
        from PIL import Image, ImageChops, ImageDraw, ImageFilter
    except ImportError:
        raise InputError(MISSING) from None
    image = Image.new("RGB", (DRAWN, DRAWN), NIGHT)
    for (x, y), colour in LIGHTS:
        light = Image.new("RGB", (DRAWN, DRAWN), (0, 0, 0))
        corners = [round(DRAWN * each) for each in (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)]
        ImageDraw.Draw(light).ellipse(corners, fill=colour)
        image = ImageChops.screen(image, light.filter(ImageFilter.GaussianBlur(DRAWN * SOFT)))
    file = io.BytesIO()
    image.resize((side, side), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()
