# SPDX-License-Identifier: Apache-2.0
"""Sound as numbers: other rates, louder and softer, and the silence at its ends."""

from __future__ import annotations

import array
import math
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.speaker.snd.samples import at_rate, decoded, samples_of, silence, with_gain, without_quiet_ends

TONE = array.array("h", (round(8_000 * math.sin(at / 9)) for at in range(8_000))).tobytes()


def test_another_rate_is_as_long_and_as_loud() -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    converted = samples_of(at_rate(TONE, 8_000, 16_000))
    assert len(converted) == pytest.approx(16_000, abs=100)
    assert max(converted) == pytest.approx(8_000, rel=0.05)
    assert at_rate(TONE, 8_000, 8_000) == TONE
    assert at_rate(b"", 8_000, 16_000) == b""


def test_what_would_be_too_loud_is_cut_off() -> None:
    frames = array.array("h", [100, -100, 30_000, -30_000]).tobytes()
    assert list(samples_of(with_gain(frames, 2))) == [200, -200, 32_767, -32_767]


def test_the_silence_at_both_ends_is_cut_off_and_none_inside() -> None:
    sound = array.array("h", [97, 0, -97]).tobytes()
    hush = array.array("h", [96, -96]).tobytes()
    assert without_quiet_ends(hush + sound + hush) == sound
    assert without_quiet_ends(hush) == b""


def test_silence_lasts_as_long_as_it_is_to() -> None:
    assert silence(0.5, 8_000) == bytes(8_000)


def test_a_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"no sound at all")
    with pytest.raises(InputError, match=r"talk\.mp3: the sound cannot be read"):
        decoded(path, 16_000)
