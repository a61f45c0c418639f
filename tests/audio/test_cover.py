# SPDX-License-Identifier: Apache-2.0
"""The picture beside a track."""

import struct
import zlib

import pytest

pytest.importorskip("numpy", reason="numpy comes with the audio set; make check installs it")

from audio import cover


def test_it_is_a_png_of_the_size_that_the_platform_takes(tmp_path):
    size = cover.write(tmp_path / "cover.png")
    data = (tmp_path / "cover.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (cover.SIDE, cover.SIDE)
    assert size == len(data) < 200_000
    assert [path.name for path in tmp_path.iterdir()] == ["cover.png"]


def test_its_pixels_come_back_as_they_were_drawn():
    pixels = cover.picture()
    data = cover.png(pixels)
    start = data.index(b"IDAT")
    length = struct.unpack(">I", data[start - 4 : start])[0]
    rows = zlib.decompress(data[start + 4 : start + 4 + length])
    assert (
        b"".join(rows[at + 1 : at + 1 + cover.SIDE * 3] for at in range(0, len(rows), cover.SIDE * 3 + 1))
        == pixels.tobytes()
    )


def test_it_is_the_same_each_time():
    assert cover.png(cover.picture()) == cover.png(cover.picture())
