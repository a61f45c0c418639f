# SPDX-License-Identifier: Apache-2.0
"""A conversation as people hear it: the skill's speech through the loudspeaker, and both sides in a recording.

What was said about safety is played, so that nobody is left without help, and is silence in a recording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from skill.errors import InputError
from skill.speaker.console.transcript import printable
from skill.speaker.echo.exchange import Exchange
from skill.speaker.snd import tracks
from skill.speaker.snd.loudspeaker import Loudspeaker, MuteLoudspeaker, open_loudspeaker
from skill.speaker.snd.recording import Recording
from skill.speaker.snd.samples import Speech, silence
from skill.speaker.tts.ssml import Words, duration_s
from skill.speaker.tts.voice import NoVoice, Voice, open_voice

BETWEEN_S = 0.8
"""Quiet between two speakers of a recording."""
LINE_MAX_CHARACTERS = 400
"""As much of a line as is spoken in a recording: nobody says more in one breath."""
TRIAL = "<speak>Hello.</speak>"
TRIAL_S = 0.05


class Aloud:
    """Speaks and records what it is shown; does neither where there is no voice."""

    def __init__(
        self, voice: Voice, loudspeaker: Loudspeaker, recording: Recording | None = None, *, waits: bool = False
    ) -> None:
        """`waits`: return from `show` only when all is played; otherwise the next line interrupts it."""
        self._voice = voice
        self._loudspeaker = loudspeaker
        self._recording = recording
        self._waits = waits
        self._line: str | None = None
        self._rate: int | None = None
        self.complaints: list[str] = []
        """Why nothing is heard, as sentences, until somebody takes them."""
        self._try()

    @property
    def plays(self) -> bool:
        """Whether what is said now can be heard."""
        return self._rate is not None and self._loudspeaker.reason is None

    def you(self, line: str) -> None:
        """A line was said: whatever still plays is interrupted."""
        self._loudspeaker.stop()
        self._line = None if line.lstrip().startswith("@") else line

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """Speak it, and record it with the line before it."""
        if self._rate is None:
            return
        try:
            if self._recording and self._line is not None:
                self._record_line(self._recording, self._line, any(exchange.private for exchange in exchanges))
            self._line = None
            self._say_all(exchanges, self._rate)
        except InputError as error:
            self._give_up(error)

    def _say_all(self, exchanges: Sequence[Exchange], rate: int) -> None:
        """Each sentence is heard as soon as it is ready, while the next one is made."""
        begun = False
        try:
            for exchange in exchanges:
                for frames in self._sounds(exchange):
                    if frames and self.plays and not begun:
                        self._loudspeaker.begin(rate)
                        begun = True
                    if frames and begun:
                        self._loudspeaker.add(frames)
        finally:
            if begun:
                self._loudspeaker.end()
        if begun and self._waits:
            self._loudspeaker.wait()

    def say(self, sentence: str) -> None:
        """Only the conversation itself is spoken."""

    def close(self) -> None:
        """Be silent, and finish the recording."""
        self._loudspeaker.stop()
        self._voice.close()
        if self._recording:
            self._recording.close()

    def _try(self) -> None:
        """Find out before anybody relies on it whether a word can be spoken, and whether a sound can be heard."""
        if self._loudspeaker.reason and not isinstance(self._voice, NoVoice):
            self.complaints.append(self._loudspeaker.reason)
        if self._loudspeaker.reason and not self._recording:
            return
        try:
            speech = self._voice.speak(TRIAL)
        except InputError as error:
            self._give_up(error)
            return
        if speech:
            self._rate = speech.rate
            if self._loudspeaker.reason is None:
                self._loudspeaker.play(Speech(silence(TRIAL_S, speech.rate), speech.rate))
                self._loudspeaker.wait()
                self.complaints += [self._loudspeaker.reason] if self._loudspeaker.reason else []

    def _give_up(self, error: InputError) -> None:
        # A conversation goes on in text; a recording that was asked for cannot.
        if self._recording:
            raise error
        self._rate = None
        self.complaints.append(f"{error} The answers come in text only.")

    def _sounds(self, exchange: Exchange) -> Iterator[bytes]:
        yield from self._speak(exchange)
        yield self._music(exchange)

    def _speak(self, exchange: Exchange) -> Iterator[bytes]:
        """The frames to play, a sentence at a time; none where nothing is said."""
        if not exchange.ssml:
            return
        records = self._recording if not exchange.private else None
        if exchange.private and self._recording:
            self._recording.silence(duration_s(exchange.pieces) + BETWEEN_S)
            if not self.plays:
                return
        spoke = False
        for speech in self._voice.sentences(exchange.ssml):
            spoke = True
            if records:
                records.speech(speech.frames, speech.rate)
            yield speech.frames
        if records and spoke:
            records.silence(BETWEEN_S)

    def _music(self, exchange: Exchange) -> bytes:
        """The frames of a track that begins with this exchange, where it can be heard."""
        if not self.plays or self._rate is None:
            return b""
        for directive in exchange.directives:
            if directive.get("type") == "AudioPlayer.Play" and directive.get("playBehavior") == "REPLACE_ALL":
                stream = directive["audioItem"]["stream"]
                return tracks.frames(stream["url"], stream["offsetInMilliseconds"], self._rate)
        return b""

    def _record_line(self, recording: Recording, line: str, private: bool) -> None:
        words = printable(line)[:LINE_MAX_CHARACTERS]
        speech = None if private else self._voice.speak(f"<speak>{escape(words)}</speak>")
        if speech:
            recording.speech(speech.frames, speech.rate)
        else:
            recording.silence(duration_s([Words(words)]))
        recording.silence(BETWEEN_S)


def open_aloud(voice: str, locale: str, record: str | None, *, plays: bool, waits: bool) -> Aloud:
    """The voice of that name on this machine's loudspeaker. InputError where a recording was asked for and cannot be.

    `plays`: whether to play at all.
    """
    recording = Recording(Path(record)) if record else None
    loudspeaker = open_loudspeaker() if plays and voice != "none" else MuteLoudspeaker()
    try:
        speaks = open_voice(voice, locale)
    except InputError as error:
        if recording:
            raise
        aloud = Aloud(NoVoice(), MuteLoudspeaker())
        aloud.complaints.append(f"{error} The answers come in text only.")
        return aloud
    return Aloud(speaks, loudspeaker, recording, waits=waits)
