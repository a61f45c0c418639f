# SPDX-License-Identifier: Apache-2.0
"""The tracks of the talk time on this machine: `make audio` builds them, and the local speaker plays them.

Alexa takes tracks from https only, and so does the device here. What it would fetch from `AUDIO_HOST` lies in
`build/audio`.
"""

from __future__ import annotations

from pathlib import Path

from skill import tracks
from skill.speaker.snd.samples import SAMPLE_BYTES

AUDIO_HOST = "https://audio.invalid"
"""A host that no network can have (RFC 2606)."""
FOLDER = Path(__file__).resolve().parents[3] / "build" / "audio"


def are_built(folder: Path = FOLDER) -> bool:
    """Whether the whole set is there. Half a set would end an evening in the middle."""
    return all((folder / track.file).is_file() for track in tracks.TRACKS)


def length_s(url: str) -> float:
    """The length of the track at an address, in seconds; negative for one that cannot be played here."""
    track = _track(url)
    return track.seconds if track else -1.0


def file_of(url: str, folder: Path = FOLDER) -> Path | None:
    """The file of the track at an address; None where that is no track of ours, or it is not built."""
    track = _track(url)
    return folder / track.file if track and (folder / track.file).is_file() else None


def frames(url: str, offset_ms: int, rate: int, folder: Path = FOLDER) -> bytes:
    """The track at an address, from an offset on: 16-bit mono samples, `rate` a second; empty where there is none."""
    file = file_of(url, folder)
    try:
        import miniaudio
    except ImportError:
        return b""
    if file is None:
        return b""
    decoded = miniaudio.decode_file(
        str(file), output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=rate
    )
    return bytes(decoded.samples.tobytes()[offset_ms * rate // 1000 * SAMPLE_BYTES :])


def _track(url: str) -> tracks.Track | None:
    return next((track for track in tracks.TRACKS if url == track.url(AUDIO_HOST)), None)
