# SPDX-License-Identifier: Apache-2.0
"""What the loudspeaker is given of a conversation: one beginning for a reply, music that can be heard, and waiting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skill.speaker.echo.exchange import Exchange
from skill.speaker.snd import tracks
from skill.speaker.snd.samples import Speech
from skill.speaker.snd.spoken import Aloud

RATE = 100
REPLY = Exchange(ssml="<speak>One. Two.</speak>")
MUSIC = {
    "type": "AudioPlayer.Play",
    "playBehavior": "REPLACE_ALL",
    "audioItem": {"stream": {"url": "talk", "offsetInMilliseconds": 0}},
}


class TwoSentences:
    """A voice that says two sentences of one sample each."""

    def speak(self, ssml: str) -> Speech:
        return Speech(b"\x01\x00", RATE)

    def sentences(self, ssml: str) -> Iterator[Speech]:
        yield self.speak(ssml)
        yield self.speak(ssml)

    def close(self) -> None:
        pass


class Noting:
    """A loudspeaker that notes what is asked of it, and where there is no device says so."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        self.asked: list[str] = []

    def play(self, speech: Speech) -> None:
        pass

    def begin(self, rate: int) -> None:
        self.asked.append("begin")

    def add(self, frames: bytes) -> None:
        self.asked.append(f"add {len(frames)}")

    def end(self) -> None:
        self.asked.append("end")

    def wait(self) -> None:
        self.asked.append("wait")

    def stop(self) -> None:
        pass


def asked(*exchanges: Exchange, waits: bool = False, reason: str | None = None) -> list[str]:
    loudspeaker = Noting(reason)
    aloud = Aloud(TwoSentences(), loudspeaker, waits=waits)
    loudspeaker.asked.clear()  # it was tried
    aloud.show(exchanges)
    return loudspeaker.asked


def test_all_sentences_of_a_reply_are_played_one_after_the_other() -> None:
    assert asked(REPLY) == ["begin", "add 2", "add 2", "end"]
    assert asked(REPLY, waits=True) == ["begin", "add 2", "add 2", "end", "wait"]


@pytest.mark.parametrize("waits", [False, True])
def test_where_nothing_is_said_nothing_is_played_or_waited_for(waits: bool) -> None:
    assert asked(Exchange(), waits=waits) == []


def test_music_follows_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracks, "frames", lambda url, offset_ms, rate: bytes(8))
    music = Exchange(ssml=REPLY.ssml, directives=(MUSIC,))
    queued = Exchange(ssml=REPLY.ssml, directives=(MUSIC | {"playBehavior": "ENQUEUE"},))
    assert asked(music) == ["begin", "add 2", "add 2", "add 8", "end"]
    assert asked(queued) == asked(REPLY)
    assert asked(music, reason="There is no device.") == []
