# SPDX-License-Identifier: Apache-2.0
"""The picture beside a track: two soft circles of light that overlap. It tells nobody what is being talked about.

Drawn from a formula, so the rights are the project's own, and always the same to the byte. PNG is simple enough to be
written with the standard library (ISO/IEC 15948: a signature, a header, one compressed block, an end).
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

SIDE = 512
"""Pixels. The platform takes squares from 512 up (AudioPlayer interface reference, metadata)."""
NIGHT = (24, 22, 38)
LIGHTS = (((0.38, 0.52), (222, 150, 96)), ((0.62, 0.48), (150, 120, 200)))
"""Centre as shares of the side, and colour at full strength."""
RADIUS = 0.30


def picture() -> npt.NDArray[np.uint8]:
    """The picture: SIDE rows of SIDE pixels of red, green and blue."""
    across = (np.arange(SIDE) + 0.5) / SIDE
    x, y = np.meshgrid(across, across)
    pixels = np.ones((SIDE, SIDE, 3)) * np.array(NIGHT)
    for (centre_x, centre_y), colour in LIGHTS:
        away = np.hypot(x - centre_x, y - centre_y) / RADIUS
        pixels += np.exp(-(away**4))[..., None] * (np.array(colour) - np.array(NIGHT)) * 0.7
    drawn: npt.NDArray[np.uint8] = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return drawn


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Pixels as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, width * 3)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def write(path: Path) -> int:
    """Write the picture in place of what was there. Returns its bytes."""
    data = png(picture())
    beside = path.with_suffix(".part")
    beside.write_bytes(data)
    beside.replace(path)
    return len(data)
