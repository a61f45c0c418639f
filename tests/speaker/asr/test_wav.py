# SPDX-License-Identifier: Apache-2.0
"""Recordings that people hand in: what is accepted, and one clear sentence for what is not."""

from __future__ import annotations

import array
import math
import os
import struct
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.errors import InputError
from skill.speaker.asr.wav import LONGEST_S, RATE, frames_in, read_recording
from skill.speaker.snd.samples import SAMPLE_BYTES, samples_of

from ..recordings import wav, write


def tone(rate: int) -> array.array[int]:
    """One second of 440 Hz."""
    return array.array("h", (round(10_000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(rate)))


def crossings(frames: bytes) -> int:
    samples = samples_of(frames)
    return sum(before < 0 <= after for before, after in pairwise(samples))


def extensible(codec: int) -> bytes:
    """What follows a format that names its codec further on: valid bits, speakers, and the codec as a GUID."""
    return struct.pack("<HHIH", 22, 16, 4, codec) + bytes(14)


def test_what_the_ears_want_is_taken_as_it_is(tmp_path: Path) -> None:
    frames = tone(RATE).tobytes()
    assert read_recording(write(tmp_path / "good.wav", frames)) == frames


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_other_rates_are_converted(tmp_path: Path, rate: int) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    path = write(tmp_path / "other.wav", tone(rate).tobytes(), rate)
    frames = read_recording(path)
    assert len(frames) / SAMPLE_BYTES == pytest.approx(RATE, rel=0.01)
    assert crossings(frames) == pytest.approx(440, abs=3)
    assert max(samples_of(frames)) == pytest.approx(10_000, rel=0.1)


@pytest.mark.parametrize(
    ("codec", "bits", "data"),
    [
        (1, 8, bytes([128, 255, 128, 0] * 4_000)),
        (1, 24, b"\x00\x00\x00\x00\x00\x7f" * 8_000),
        (1, 32, struct.pack("<2i", 0, 2**30) * 8_000),
        (3, 32, struct.pack("<2f", 0, 0.5) * 8_000),
        (3, 64, struct.pack("<2d", 0, 0.5) * 8_000),
    ],
)
def test_other_widths_are_converted(tmp_path: Path, codec: int, bits: int, data: bytes) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    path = tmp_path / "wide.wav"
    path.write_bytes(wav(codec=codec, bits=bits, data=data))
    samples = samples_of(read_recording(path))
    assert len(samples) == RATE
    assert max(samples) > 15_000


@pytest.mark.parametrize("channels", [2, 6])
def test_several_channels_are_heard_together(tmp_path: Path, channels: int) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    spread = array.array("h", (sample for each in tone(RATE) for sample in (each, *[each] * (channels - 1))))
    frames = read_recording(write(tmp_path / "stereo.wav", spread.tobytes(), channels=channels))
    assert len(frames) == RATE * SAMPLE_BYTES
    assert crossings(frames) == pytest.approx(440, abs=3)
    assert max(samples_of(frames)) == pytest.approx(10_000, rel=0.15)


def test_a_long_recording_is_converted_whole(tmp_path: Path) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    frames = read_recording(write(tmp_path / "long.wav", bytes(150 * 8_000) + tone(8_000).tobytes(), 8_000))
    assert len(frames) / SAMPLE_BYTES / RATE == pytest.approx(76, abs=0.01)
    assert crossings(frames[-RATE * SAMPLE_BYTES :]) == pytest.approx(440, abs=3)


def test_a_recording_that_was_streamed_goes_on_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "streamed.wav"
    path.write_bytes(wav(size=0xFFFF_FFFF))
    assert len(read_recording(path)) == RATE * SAMPLE_BYTES


def test_a_format_that_names_its_codec_further_on_is_read(tmp_path: Path) -> None:
    path = tmp_path / "extensible.wav"
    path.write_bytes(wav(codec=0xFFFE, extra=extensible(1)))
    assert read_recording(path) == b"\x01\x00" * RATE


@pytest.mark.parametrize(("rate", "channels"), [(2_000, 1), (400_000, 1), (16_000, 32)])
def test_the_slowest_the_quickest_and_the_widest_that_there_may_be_are_heard(
    tmp_path: Path, rate: int, channels: int
) -> None:
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    path = tmp_path / "edge.wav"
    path.write_bytes(wav(rate=rate, channels=channels, data=b"\x00\x20" * (rate // 10 * channels)))
    frames = read_recording(path)
    assert len(frames) / SAMPLE_BYTES == pytest.approx(RATE / 10, abs=20)


def test_what_comes_over_a_wire_is_read_as_a_file_is(tmp_path: Path) -> None:
    assert frames_in(wav(), Path("wire")) == b"\x01\x00" * RATE
    with pytest.raises(InputError, match="wire: the file is empty; record it again"):
        frames_in(b"", Path("wire"))


def test_behind_the_sound_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tagged.wav"
    path.write_bytes(wav(data=b"\x01\x00") + b"LIST\xff\xff\xff\x00cut off")
    assert read_recording(path) == b"\x01\x00"


def test_other_parts_of_the_file_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "tagged.wav"
    whole = wav()
    path.write_bytes(whole[:12] + b"LIST\x03\x00\x00\x00abc\x00" + whole[12:])
    assert len(read_recording(path)) == RATE * SAMPLE_BYTES


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty; record it again"),
        (b"not sound at all, only words", "byte 0: this is not a WAV file"),
        (b"ID3\x04" + bytes(100), "byte 0: this is not a WAV file"),
        (wav()[:30], "byte 20: 16 bytes should follow, and 10 do; the file is cut off"),
        (wav()[:36], "byte 36: the file ends before its sound"),
        (wav()[:1_000], "byte 44: 32000 bytes should follow, and 956 do"),
        (wav(data=b""), "it holds no sound at all (zero frames)"),
        (wav(data=b"\x01\x00\x02"), "the last sample is cut off"),
        (wav(codec=0x0055), "byte 20: the codec MP3 is not supported; save it as 16-bit PCM"),
        (wav(codec=0x1234), "the codec number 4660 is not supported"),
        (wav(codec=0x0002), "the codec ADPCM is not supported"),
        (wav(codec=0x0006), "the codec A-law is not supported"),
        (wav(codec=0x0007), "the codec mu-law is not supported"),
        (wav(codec=0x0011), "the codec ADPCM is not supported"),
        (wav(codec=0x0050), "the codec MPEG is not supported"),
        (wav(codec=0xFFFE), "the codec number 65534 is not supported"),
        (wav(codec=0xFFFE, extra=extensible(0x0055)), "the codec MP3 is not supported"),
        (wav(codec=0xFFFE, extra=extensible(0x0001)[:9]), "the codec number 65534 is not supported"),
        (wav(codec=3, bits=16), "samples of 16 bits are not supported"),
        (wav(rate=1_999), "1999 samples a second are outside 2000 to 400000; save it at 16000"),
        (wav(rate=400_001), "400001 samples a second are outside 2000 to 400000"),
        (wav().replace(struct.pack("<HH", 2, 16), struct.pack("<HH", 4, 16), 1), "1 channels in blocks of 4 bytes"),
        (wav(data=bytes(3), channels=2, bits=8), "the last sample is cut off"),
        (b"RIFF\x10\x00\x00\x00WAVE" + b"fmt \x0f\x00\x00\x00" + bytes(15), "byte 20: the format is cut off"),
        (
            b"RIFF\x10\x00\x00\x00WAVE" + b"fmt \xff\xff\xff\xff" + bytes(16),
            "4294967295 bytes should follow, and 16 do",
        ),
        (b"RIFF\x10\x00\x00\x00WAVX" + wav()[12:], "byte 0: this is not a WAV file"),
        (wav(bits=12), "samples of 12 bits are not supported"),
        (wav(channels=0), "0 channels are outside 1 to 32; save it as mono"),
        (wav(channels=33), "33 channels are outside 1 to 32; save it as mono"),
        (wav(rate=1_000), "1000 samples a second are outside 2000 to 400000"),
        (wav(rate=2_000, bits=8, data=bytes(2_000 * (LONGEST_S + 60))), "it lasts 3.0 hours, and the limit is 3"),
        (b"RIFF\x10\x00\x00\x00WAVE" + b"data\x02\x00\x00\x00\x00\x00", "the sound comes before its format"),
        (b"RIFF\x04\x00\x00\x00WAVE", "the file ends before its format"),
    ],
)
def test_what_cannot_be_heard_is_one_sentence_with_file_and_place(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "bad.wav"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_recording(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert problem in str(raised.value)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_folder_a_missing_file_and_a_pipe_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        read_recording(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        read_recording(tmp_path / "nothing.wav")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="the file is empty"):
        read_recording(pipe)


@pytest.mark.parametrize("name", ["new\nline.wav", "bell\x07.wav", "zero\x00byte.wav", "x" * 300])
def test_a_strange_name_is_told_on_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        read_recording(tmp_path / name)
    assert str(raised.value).isprintable()


@given(cut=st.integers(0, 80), junk=st.binary(max_size=60), at=st.integers(0, 60))
def test_a_damaged_file_is_heard_or_told(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes, at: int
) -> None:
    whole = wav(data=b"\x01\x00" * 20)
    path = tmp_path_factory.mktemp("damaged") / "damaged.wav"
    path.write_bytes((whole[:at] + junk + whole[at + len(junk) :])[: len(whole) - cut])
    # Whatever else it raised would be a stack trace to whoever handed the file in.
    with suppress(InputError):
        assert read_recording(path)
