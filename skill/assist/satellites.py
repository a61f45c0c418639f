# SPDX-License-Identifier: Apache-2.0
"""What is known of each satellite, as long as this service runs: its session, and the track that played there last.

None of it is written anywhere: after a restart an evening goes on from its household's record. A session is the
satellite's own, for conversation ids of Home Assistant change and expire in the middle of an evening.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from msgspec import Struct

from skill.assist.reply import Reply
from skill.checkin.model.playback import Play, Playing, Token
from skill.checkin.model.session import Session, State
from skill.tracks import track_for

SESSION_S = 300
"""How long a session waits for a word. No microphone need be open so long: who wakes the speaker is still in it."""
SATELLITES_MAX = 64
"""More are remembered in no home; the one that was silent longest goes."""
ALMOST_S = 10
"""A track counts as over so many seconds before its end: players differ in how soon they tell."""
TALKS = {"checkin": State.TALK, "question": State.QUESTION_TALK}
"""Talks after which they may be asked whether to go on. After a cool down they are not: no microphone opens there."""


class Track(Struct, frozen=True):
    """The track that played last."""

    token: Token
    began: datetime
    """When its first second was, or would have been."""
    stopped_ms: int | None = None
    """How far it came, where it was stopped."""

    def offset_ms(self, now: datetime) -> int:
        """How far it came, in milliseconds."""
        if self.stopped_ms is not None:
            return self.stopped_ms
        return max(0, min(round((now - self.began).total_seconds() * 1000), self.token.seconds * 1000))

    def is_over(self, now: datetime) -> bool:
        """Whether it came to its end, or the talk did."""
        seconds = min(self.token.seconds, track_for(self.token.seconds).seconds)
        return self.offset_ms(now) >= (seconds - ALMOST_S) * 1000


class Satellite(Struct):
    """One satellite."""

    session: Session | None = None
    """The session that goes on; None where the next word begins a new one."""
    until: datetime | None = None
    """When that session is over."""
    track: Track | None = None
    talk: Session | None = None
    """The session that goes on where they are asked after the music."""
    cues: int = 0
    """How often they were."""
    request: str | None = None
    reply: Reply | None = None
    """The last request and its reply, for where it is sent once more."""

    def playing(self, now: datetime) -> Playing | None:
        """The track as the conversation knows it."""
        return Playing(token=self.track.token, offset_ms=self.track.offset_ms(now)) if self.track else None

    def is_over(self, now: datetime) -> bool:
        """Whether its session waited long enough."""
        return self.session is not None and self.until is not None and now > self.until

    def goes_on(self, session: Session | None, now: datetime) -> None:
        """Keep the session for the next word, or end it."""
        self.session = session
        self.until = now + timedelta(seconds=SESSION_S) if session is not None else None

    def begins(self, play: Play, session: Session, now: datetime) -> None:
        """A track begins."""
        self.track = Track(play.token, now - timedelta(milliseconds=play.offset_ms))
        state = TALKS.get(play.token.kind)
        self.talk = Session(state=state, entry=session.entry, last=session.last, told=session.told) if state else None

    def stops(self, now: datetime) -> None:
        """The music ends before its time."""
        if self.track is not None:
            self.track = Track(self.track.token, self.track.began, self.track.offset_ms(now))
        self.talk = None

    def after_talk(self, now: datetime) -> Session | None:
        """The session to ask them in, where the music of a talk is over and nothing else goes on."""
        if self.track is None or self.session is not None:
            return None
        return self.talk if self.track.is_over(now) else None

    def plays(self, now: datetime) -> bool:
        """Whether its music goes on."""
        return self.track is not None and self.track.stopped_ms is None and not self.track.is_over(now)


class Satellites:
    """All satellites of this service."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Satellite] = OrderedDict()

    def at(self, key: str) -> Satellite:
        """The satellite with a key."""
        satellite = self._known.setdefault(key, Satellite())
        self._known.move_to_end(key)
        if len(self._known) > SATELLITES_MAX:
            self._known.popitem(last=False)
        return satellite
