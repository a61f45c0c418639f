# SPDX-License-Identifier: Apache-2.0
"""A conversation as people hear it: the skill's speech through the loudspeaker, and both sides in a recording."""

from __future__ import annotations

from collections.abc import Sequence

from skill.speaker.exchange import Exchange


class Aloud:
    """Speaks and records what it is shown; does neither where there is no voice."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.plays = False

    @classmethod
    def open(cls, voice: str, record: str | None, *, plays: bool, waits: bool) -> Aloud:
        """placeholder"""
        return cls()

    def you(self, line: str) -> None:
        """A line was said: whatever still plays is interrupted."""

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """Speak."""

    def say(self, sentence: str) -> None:
        """Only the conversation itself is spoken."""

    def close(self) -> None:
        """Finish the recording."""
