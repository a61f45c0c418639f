# SPDX-License-Identifier: Apache-2.0
"""The sounds that the skill can play: their names, lengths and addresses. It imports nothing of ours.

`make audio` makes one MP3 file for each of them (see docs/audio.md). Which one to play, and where it is, is asked here.
"""

from __future__ import annotations

from msgspec import Struct

TITLE = "Talk time"
"""What a screen or an app may show while a track plays: it tells nobody what is being talked about."""


COVER = "cover.png"
"""The picture beside it, in the same folder: two circles of light."""


class Track(Struct, frozen=True):
    """One sound file of the set."""

    name: str
    """Also its place in the set: letters, digits and hyphens."""
    seconds: float
    """How long it sounds. The file may be up to a tenth of a second longer, as MP3 comes in whole frames."""

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.mp3"

    def url(self, base_url: str) -> str:
        """Its address in the folder `base_url`. Raises ValueError unless that is https: Alexa plays nothing else."""
        return address(base_url, self.file)


def address(base_url: str, file: str) -> str:
    """The address of a file of the set. Raises ValueError unless the folder has an https one."""
    if not base_url.startswith("https://"):
        raise ValueError("The folder of the tracks has no https address; Alexa plays sounds from https only.")
    return f"{base_url.rstrip('/')}/{file}"


TALK = tuple(Track(f"talk-{minutes}", 60.0 * minutes) for minutes in (1, 2, 3, 5, 10, 20))
"""Music as long as a talk, shortest first. Each ends on the chime, in its last seconds."""
TAIL = Track("tail", 180.0)
"""Softer music for after a talk, where they go on talking. It ends on the chime, too."""
CHIME = Track("chime", 5.0)
"""The chime by itself, for an <audio> tag."""
TRACKS = (*TALK, TAIL, CHIME)
"""The whole set."""


def track_for(seconds: float) -> Track:
    """The shortest music that is at least as long as a talk of `seconds`; the longest there is, where none is."""
    return next((track for track in TALK if track.seconds >= seconds), TALK[-1])
