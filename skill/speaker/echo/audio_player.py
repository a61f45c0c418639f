# SPDX-License-Identifier: Apache-2.0
"""Long audio on the device: what the AudioPlayer directives do, and what the device tells the skill of it.

It keeps a queue and the position in its first track on the world's clock; it makes no sound.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from skill.speaker.echo.clock import Clock, later

NEARLY_FINISHED_BEFORE_END_S = 10.0
"""Seconds before a track's end at which the device is ready to take the next one; an Echo may be ready much earlier."""
TRACK_S = 180.0
"""How long a track is taken to be, where nobody knows better."""

Json = dict[str, Any]


class Track(Struct, frozen=True):
    """One stream of a Play directive."""

    url: str
    token: str
    offset_ms: int


class Event(Struct, frozen=True):
    """Something that the device tells the skill: a request's type and fields."""

    kind: str
    fields: Json


class Player:
    """The AudioPlayer of one device."""

    def __init__(self, clock: Clock, length_s: Callable[[str], float] = lambda url: TRACK_S) -> None:
        """`length_s` gives a track's length in seconds by its URL; a negative one is a track that cannot be played."""
        self._clock = clock
        self._length_s = length_s
        self._queue: deque[Track] = deque()
        self._now: Track | None = None
        self._since: datetime = clock.now()
        self._told_nearly: bool
        """Of the track that plays, from its start on."""
        self.activity = "IDLE"

    @property
    def was_last(self) -> bool:
        """Whether the skill's audio is the last that played on the device."""
        return self._now is not None

    def context(self) -> Json:
        """context.AudioPlayer of a request."""
        state: Json = {"playerActivity": self.activity, "offsetInMilliseconds": self._offset_ms()}
        return state | ({"token": self._now.token} if self._now else {})

    @property
    def progress(self) -> tuple[float, float] | None:
        """Seconds played, and seconds in all, of the track that plays; None while none does."""
        if self._now is None or self.activity != "PLAYING":
            return None
        return self._offset_ms() / 1000, self._length_s(self._now.url)

    @property
    def position(self) -> tuple[str, float, float] | None:
        """Address, seconds played and seconds in all of the track that played last, playing or not; None if none."""
        if self._now is None:
            return None
        return self._now.url, self._offset_ms() / 1000, self._length_s(self._now.url)

    def obey(self, directive: Mapping[str, Any]) -> list[Event]:
        """Do what an accepted AudioPlayer directive says, and tell what follows at once."""
        match directive["type"]:
            case "AudioPlayer.Play":
                return self._take(directive["playBehavior"], directive["audioItem"]["stream"])
            case "AudioPlayer.Stop":
                return self._stop()
            case "AudioPlayer.ClearQueue":
                self._queue.clear()
                return self._stop() if directive["clearBehavior"] == "CLEAR_ALL" else []
        return []

    def due(self) -> datetime | None:
        """When the device will next have something to tell by itself; None while nothing plays."""
        if self.activity != "PLAYING" or self._now is None:
            return None
        left = self._left_s(self._now)
        nearly = left if self._told_nearly else max(0.0, left - NEARLY_FINISHED_BEFORE_END_S)
        return later(self._since, nearly)

    def fire(self) -> list[Event]:
        """What happens at the moment that `due` named."""
        if self._now is None:
            return []
        if not self._told_nearly:
            self._told_nearly = True
            return [self._event("PlaybackNearlyFinished")]
        event = self._event("PlaybackFinished")
        self.activity = "FINISHED"
        return [event, *(self._start(self._queue.popleft()) if self._queue else [])]

    def _take(self, behavior: str, stream: Mapping[str, Any]) -> list[Event]:
        track = Track(stream["url"], stream["token"], stream["offsetInMilliseconds"])
        if behavior == "REPLACE_ALL":
            self._queue.clear()
            return [*self._stop(), *self._start(track)]
        if behavior == "REPLACE_ENQUEUED":
            self._queue.clear()
        elif stream.get("expectedPreviousToken") != (self._queue[-1] if self._queue else self._now or track).token:
            return []  # A device drops a track that was meant to follow another one.
        self._queue.append(track)
        return [] if self.activity == "PLAYING" else self._start(self._queue.popleft())

    def _start(self, track: Track) -> list[Event]:
        self._now, self._since, self._told_nearly = track, self._clock.now(), False
        if self._left_s(track) < 0:
            self.activity = "STOPPED"
            error = {"type": "MEDIA_ERROR_INVALID_REQUEST", "message": "The track cannot be played."}
            state = {"token": track.token, "offsetInMilliseconds": 0, "playerActivity": "IDLE"}
            return [
                Event(
                    "AudioPlayer.PlaybackFailed", {"token": track.token, "error": error, "currentPlaybackState": state}
                )
            ]
        self.activity = "PLAYING"
        return [self._event("PlaybackStarted")]

    def _stop(self) -> list[Event]:
        if self.activity != "PLAYING" or self._now is None:
            return []
        event = self._event("PlaybackStopped")
        self._now = Track(self._now.url, self._now.token, self._offset_ms())
        self.activity = "STOPPED"
        return [event]

    def _event(self, name: str) -> Event:
        assert self._now is not None
        return Event(f"AudioPlayer.{name}", {"token": self._now.token, "offsetInMilliseconds": self._offset_ms()})

    def _offset_ms(self) -> int:
        if self._now is None:
            return 0
        if self.activity != "PLAYING":
            return self._now.offset_ms
        played_s = (self._clock.now() - self._since).total_seconds()
        return self._now.offset_ms + round(min(played_s, max(0.0, self._left_s(self._now))) * 1000)

    def _left_s(self, track: Track) -> float:
        """Seconds from where it started to its end."""
        return self._length_s(track.url) - track.offset_ms / 1000
