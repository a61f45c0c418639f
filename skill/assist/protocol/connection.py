# SPDX-License-Identifier: Apache-2.0
"""One connection: events in, events out, in the order in which they came.

What is understood, heard and spoken happens elsewhere and in threads, so that no connection waits for another's ears.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from msgspec import Struct
from wyoming.asr import Transcribe, Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, async_write_event
from wyoming.handle import Handled, HandledChunk, HandledStart, HandledStop, NotHandled
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop, SynthesizeStopped
from wyoming.user_event import UserEvent

from skill.assist.caller import OURS, Caller, read_caller
from skill.assist.handling import Handling
from skill.assist.protocol.ears import Hears, Utterance
from skill.assist.protocol.reading import IDLE_S, read_event
from skill.assist.protocol.voice import TEXT_MAX_CHARACTERS, Speaks, sentences_of, sound_events
from skill.assist.reply import Reply
from skill.errors import InputError
from skill.tracks import track_for

NAME = "closer-together"
"""The name of the user events that our own integration and this service exchange beside what is said."""
BEGIN, CUE, LOOK = "begin", "cue", "look"
"""The home opens an evening; the music of a talk is over; the home shows what is kept, where it was told to."""

Done = TypeVar("Done")


class Services(Struct, frozen=True, kw_only=True):
    """What a connection may ask for. Each works in a thread of its own, one thing after the other."""

    info: Info
    handling: Handling | None = None
    hears: Hears | None = None
    speaks: Speaks | None = None
    turns: ThreadPoolExecutor
    hearing: ThreadPoolExecutor
    speaking: ThreadPoolExecutor


class Connection:
    """A client that is connected."""

    def __init__(
        self, services: Services, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle_s: float = IDLE_S
    ) -> None:
        self._services = services
        self._reader = reader
        self._writer = writer
        self._idle_s = idle_s
        self._utterance: Utterance | None = None
        self._words: tuple[Caller, str] | None = None
        """Who speaks and what came of it, while a transcript comes in pieces."""
        self._text: str | None = None
        """What came of a text to speak, while it comes in pieces."""

    async def serve(self) -> None:
        """Answer until the client goes, or sends what cannot be used."""
        while (event := await read_event(self._reader, self._idle_s)) is not None:
            try:
                await self._answer(event)
            except (InputError, KeyError, TypeError, ValueError) as error:
                text = str(error) if isinstance(error, InputError) else "The event lacks something, or is odd; mend it."
                await self._send(Error(text=text, code="bad-event").event())
                return

    async def _answer(self, event: Event) -> None:
        if Describe.is_type(event.type):
            await self._send(self._services.info.event())
        elif Ping.is_type(event.type):
            await self._send(Pong(text=_text(event, "text", "")).event())
        elif not await self._converse(event) and not await self._hear(event):
            await self._speak(event)  # what none of the three knows is left unanswered, as the protocol has it

    # What was said

    async def _converse(self, event: Event) -> bool:
        handling = self._services.handling
        if handling is None:
            return False
        if Transcript.is_type(event.type):
            if self._words is None:  # else it is the whole of what came in pieces, for those who read no pieces
                caller = read_caller(event.data.get("context"))
                await self._tell(await self._turn(handling.said, _text(event), caller), caller.told.streaming)
        elif TranscriptStart.is_type(event.type):
            self._words = (read_caller(event.data.get("context")), "")
        elif TranscriptChunk.is_type(event.type) and self._words is not None:
            self._words = (self._words[0], (self._words[1] + _text(event))[:TEXT_MAX_CHARACTERS])
        elif TranscriptStop.is_type(event.type) and self._words is not None:
            (caller, text), self._words = self._words, None
            await self._tell(await self._turn(handling.said, text, caller), streaming=True)
        elif UserEvent.is_type(event.type):
            caller = read_caller(event.data.get("context"))
            match event.data.get("data"):
                case {"event": str(named)} if named == BEGIN:
                    await self._tell(await self._turn(handling.begin, caller))
                case {"event": str(named)} if named == CUE:
                    await self._tell(await self._turn(handling.cue, caller))
                case {"event": str(named)} if named == LOOK:
                    seen = await self._in(self._services.turns, partial(handling.look, caller))
                    await self._send(UserEvent(name=NAME, data=dict(seen)).event())
                case _:
                    raise InputError("The user event is none that is known here; send begin, cue or look.")
        else:
            return False
        return True

    async def _turn(self, take: Callable[..., Reply], *arguments: object) -> Reply:
        return await self._in(self._services.turns, partial(take, *arguments))

    async def _tell(self, reply: Reply, streaming: bool = False) -> None:
        context = {OURS: ours(reply)}
        if not reply.handled:
            await self._send(NotHandled(text=reply.text, context=context).event())
        elif streaming:
            await self._send(HandledStart(context=context).event())
            for sentence in sentences_of(reply.text):
                await self._send(HandledChunk(text=sentence).event())
            await self._send(HandledStop().event())
        else:
            await self._send(Handled(text=reply.text, context=context).event())

    # Ears and voice

    async def _hear(self, event: Event) -> bool:
        hears = self._services.hears
        if hears is None:
            return False
        if Transcribe.is_type(event.type) or AudioStart.is_type(event.type):
            self._utterance = Utterance()
        elif AudioChunk.is_type(event.type):
            if self._utterance is not None:
                self._utterance.add(event)
        elif AudioStop.is_type(event.type):
            utterance, self._utterance = self._utterance, None
            if utterance is not None:
                text = await self._in(self._services.hearing, partial(hears, utterance.frames))
                await self._send(Transcript(text=text).event())
        else:
            return False
        return True

    async def _speak(self, event: Event) -> None:
        speaks = self._services.speaks
        if speaks is None:
            return
        if Synthesize.is_type(event.type):
            if self._text is None:  # else it is the whole of what came in pieces
                await self._say(_text(event), speaks)
        elif SynthesizeStart.is_type(event.type):
            self._text = ""
        elif SynthesizeChunk.is_type(event.type) and self._text is not None:
            # All but the last sentence is whole.
            *whole, self._text = sentences_of((self._text + _text(event))[-TEXT_MAX_CHARACTERS:]) or [""]
            for sentence in whole:
                await self._say(sentence, speaks)
        elif SynthesizeStop.is_type(event.type) and self._text is not None:
            text, self._text = self._text, None
            await self._say(text, speaks)
            await self._send(SynthesizeStopped().event())

    async def _say(self, text: str, speaks: Speaks) -> None:
        sounds = sound_events(speaks(text))
        while (sound := await self._in(self._services.speaking, partial(next, sounds, None))) is not None:
            await self._send(sound)

    # Around all of it

    async def _in(self, threads: ThreadPoolExecutor, work: Callable[[], Done]) -> Done:
        return await asyncio.get_running_loop().run_in_executor(threads, work)

    async def _send(self, event: Event) -> None:
        await async_write_event(event, self._writer)


def ours(reply: Reply) -> dict[str, object]:
    """What our own integration is told of a reply beside its words."""
    music: dict[str, object] | None = None
    if reply.play is not None:
        track = track_for(reply.play.token.seconds)
        music = {"file": track.file, "seconds": round(track.seconds), "offset_s": reply.play.offset_ms // 1000}
    return {"listening": reply.listening, "music": music, "stops": reply.stops}


def _text(event: Event, name: str = "text", default: str | None = None) -> str:
    """A text of an event. KeyError or TypeError where there is none."""
    text = event.data[name] if default is None else event.data.get(name) or default
    if not isinstance(text, str):
        raise TypeError(name)
    return text
