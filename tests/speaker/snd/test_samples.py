# SPDX-License-Identifier: Apache-2.0
"""Sound as numbers: other rates, louder and softer, and the silence at its ends."""

from __future__ import annotations

import array
import math
import sys
import wave
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.speaker.snd.samples import (
    Speech,
    at_rate,
    decoded,
    frames_of,
    samples_of,
    silence,
    with_gain,
    without_quiet_ends,
)

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


def test_samples_are_little_endian_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(samples_of(b"\x01\x00\xff\xff")) == [1, -1]
    monkeypatch.setattr(sys, "byteorder", "big")  # then the array takes them for what they are not
    swapped = samples_of(b"\x01\x00")
    assert list(swapped) == [0x0100]
    assert frames_of(swapped) == b"\x01\x00"
    assert list(swapped) == [0x0100], "and leaves them as they are"


def test_a_sound_lasts_as_long_as_its_samples() -> None:
    assert Speech(bytes(8_000), 8_000).seconds == 0.5


def test_without_its_package_no_sound_is_converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert at_rate(TONE, 8_000, 8_000) == TONE
    with pytest.raises(InputError, match="miniaudio is missing"):
        at_rate(TONE, 8_000, 16_000)


def test_a_sound_file_that_is_missing_is_told(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    with pytest.raises(InputError, match=r"talk\.mp3: the sound cannot be read"):
        decoded(tmp_path / "talk.mp3", 16_000)


def test_a_stereo_file_is_decoded_as_one_channel_at_the_rate_that_is_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    with wave.open(str(tmp_path / "chime.wav"), "wb") as file:
        file.setparams((2, 2, 8_000, 0, "NONE", ""))
        file.writeframes(b"\x00\x10" * 2 * 8_000)
    samples = samples_of(decoded(tmp_path / "chime.wav", 16_000))
    assert len(samples) == pytest.approx(16_000, abs=100)
    assert samples[8_000] == pytest.approx(0x1000, abs=2)


def test_a_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"no sound at all")
    with pytest.raises(InputError, match=r"talk\.mp3: the sound cannot be read"):
        decoded(path, 16_000)
