# SPDX-License-Identifier: Apache-2.0
"""Our ears and voice as services: sound in and words out, words in and sound out, and an evening by voice alone."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from cases import each_case
from speaker.packages import require_ears, require_voice
from speaker.recordings import write
from understood import understanding_of
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
)

from skill.assist.protocol.ears import LONGEST_S, hears_with
from skill.assist.protocol.voice import sentences_of, speaks_with, ssml_of
from skill.language_model import load_language_model
from skill.speaker.asr.ears import Ears, Hearing
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import Speech, at_rate, silence

from .home import Answer, Service, ask, at_home, service


def recording(frames: bytes, rate: int = RATE, width: int = 2, channels: int = 1, chunk: int = 3200) -> list[Event]:
    """An utterance as a satellite sends it."""
    form = {"rate": rate, "width": width, "channels": channels}
    pieces = [AudioChunk(**form, audio=frames[at : at + chunk]).event() for at in range(0, len(frames), chunk)]
    return [Transcribe(language="en").event(), AudioStart(**form).event(), *pieces, AudioStop().event()]


def length(frames: bytes) -> str:
    """Ears that tell how long they heard."""
    return f"{len(frames) / 2 / RATE:.1f} seconds"


def beep(text: str) -> Iterator[Speech]:
    """A voice that speaks a sample a character."""
    if text.strip():
        yield Speech(b"\x01\x02" * len(text), 22_050)


async def spoken(home: Service, *events: Event) -> list[Event]:
    streaming = SynthesizeStart.is_type(events[0].type)
    over = SynthesizeStopped if streaming else AudioStop
    return await ask(home.address, *events, until=lambda event: over.is_type(event.type))


def frames_of(events: list[Event]) -> bytes:
    return b"".join(AudioChunk.from_event(event).audio for event in events if AudioChunk.is_type(event.type))


@at_home
async def test_all_three_are_told() -> None:
    async with service(hears=length, speaks=beep) as home:
        (answer,) = await ask(home.address, Describe().event())
        info = Info.from_event(answer)
        assert [len(programs) for programs in (info.handle, info.asr, info.tts)] == [1, 1, 1]
        assert info.tts[0].supports_synthesize_streaming


@at_home
async def test_sound_of_any_form_comes_as_the_ears_take_it() -> None:
    async with service(hears=length) as home:
        for rate, width, channels in ((16_000, 2, 1), (48_000, 2, 2), (22_050, 2, 1), (44_100, 4, 1)):
            events = recording(bytes(rate * width * channels * 2), rate, width, channels, chunk=width * channels * 4000)
            (answer,) = await ask(home.address, *events)
            assert Transcript.from_event(answer).text == "2.0 seconds"


@at_home
async def test_who_speaks_without_end_is_heard_to_a_limit() -> None:
    async with service(hears=length) as home:
        (answer,) = await ask(home.address, *recording(bytes(RATE * 2 * (LONGEST_S + 5)), chunk=64_000))
        assert Transcript.from_event(answer).text == f"{LONGEST_S}.0 seconds"


@each_case(("rate", "width", "channels"), [(0, 2, 1), (16_000, 0, 1), (16_000, 2, 0), (10**9, 2, 1), (16_000, 9, 1)])
def test_sound_without_a_form_is_refused(rate: int, width: int, channels: int) -> None:
    @at_home
    async def refused() -> None:
        async with service(hears=length) as home:
            (answer,) = await ask(home.address, *recording(bytes(3200), rate, width, channels))
            assert Error.is_type(answer.type)
            assert (await home.room().say("open closer together")).listening

    refused()


@at_home
async def test_nothing_heard_is_no_words() -> None:
    class Unasked:
        def hear(self, frames: bytes) -> Hearing:
            raise AssertionError("there is nothing to hear")

    async with service(hears=hears_with(cast(Ears, Unasked()))) as home:
        (answer,) = await ask(home.address, *recording(b""))
        assert Transcript.from_event(answer).text == ""


@at_home
async def test_a_text_is_spoken_whole_or_as_it_comes() -> None:
    async with service(speaks=beep) as home:
        whole = await spoken(home, Synthesize(text="One. Two.").event())
        assert [event.type for event in whole] == ["audio-start", "audio-chunk", "audio-stop"]
        text = [SynthesizeChunk(text=piece).event() for piece in ("On", "e. Tw", "o. Th", "ree")]
        pieces = await spoken(
            home, SynthesizeStart().event(), *text, Synthesize(text="One. Two. Three").event(), SynthesizeStop().event()
        )
        assert len(frames_of(pieces)) == 2 * len("One. Two. Three")
        assert sum(AudioStart.is_type(event.type) for event in pieces) == 3, "each sentence as soon as it is whole"


@at_home
async def test_where_there_is_nothing_to_say_the_sound_ends_all_the_same() -> None:
    async with service(speaks=beep) as home:
        assert [event.type for event in await spoken(home, Synthesize(text=" ").event())] == [
            "audio-start",
            "audio-stop",
        ]


def test_silence_in_a_text_is_kept_and_markup_in_it_is_none() -> None:
    assert ssml_of("Say it.\n\n\nNow you.") == '<speak>Say it. <break time="3s"/> Now you.</speak>'
    assert ssml_of("<break time='99s'/> & more") == "<speak>&lt;break time='99s'/&gt; &amp; more</speak>"


@each_case("text", ["One. Two? Three!", "Say it.\n\n\nNow you.", "one", "", "A.  B"])
def test_the_sentences_of_a_text_are_the_text(text: str) -> None:
    assert "".join(sentences_of(text)) == text


@pytest.mark.long
@pytest.mark.slow
@at_home
async def test_an_evening_by_voice_alone(tmp_path: Path) -> None:
    """What our voice says, our ears hear, and what comes back is spoken with its pauses."""
    require_voice()
    require_ears()
    from skill.speaker.asr.ears import MOONSHINE, open_ears
    from skill.speaker.tts.voice import open_voice

    model = load_language_model("en-US")
    ears = open_ears(model, understanding_of(model.locale), MOONSHINE)
    voice = open_voice("pyttsx3", "en-US")
    try:
        async with service(hears=hears_with(ears), speaks=speaks_with(voice)) as home:
            room = home.room_with_music()

            async def say(sentence: str) -> Answer:
                """Spoken, sent as the sound of a WAV file, heard, answered, and the answer spoken."""
                sound = await spoken(home, Synthesize(text=sentence).event())
                rate = AudioStart.from_event(sound[0]).rate
                frames = silence(0.2, RATE) + at_rate(frames_of(sound), rate, RATE) + silence(0.4, RATE)
                with wave.open(str(write(tmp_path / "said.wav", frames))) as wav:
                    heard = recording(wav.readframes(wav.getnframes()), wav.getframerate())
                (transcript,) = await ask(home.address, *heard)
                answer = await room.say(Transcript.from_event(transcript).text)
                replied = await spoken(home, Synthesize(text=answer.text).event())
                assert len(frames_of(replied)) > 22_050, "half a second at the least"
                return answer

            assert (await say("open closer together")).listening
            answer = await say("yes")
            talks = 0
            while not answer.listening:
                talks += 1
                assert answer.music is not None
                assert talks < 12
                home.clock.wait(60)
                answer = await say("next")
            assert talks >= 3
            assert answer.text.endswith("?"), "a ritual is offered"
            night = await say("yes")
            assert (night.listening, night.music) == (False, None)
    finally:
        voice.close()
