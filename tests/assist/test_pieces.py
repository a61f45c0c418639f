# SPDX-License-Identifier: Apache-2.0
"""Pieces of what goes over a connection, at their bounds: sound, text, events, and what a service tells of itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from cases import each_case
from wyoming.audio import AudioChunk, AudioStart, AudioStop

from skill.assist.protocol.connection import ours
from skill.assist.protocol.ears import Utterance, hears_with
from skill.assist.protocol.info import describe
from skill.assist.protocol.reading import read_event
from skill.assist.protocol.voice import sentences_of, sound_events, ssml_of
from skill.assist.reply import Reply
from skill.checkin.model.playback import Play, Token
from skill.errors import InputError
from skill.speaker.asr.wav import RATE
from skill.speaker.snd.samples import Speech


def sounds(*lengths: int) -> Iterator[Speech]:
    """Sounds of so many bytes."""
    return (Speech(frames=b"\1" * length, rate=16_000) for length in lengths)


def test_sound_goes_in_pieces_of_eight_kibibytes_with_one_beginning_and_one_end() -> None:
    events = list(sound_events(sounds(8192, 8194)))
    assert [event.type for event in events] == ["audio-start", *["audio-chunk"] * 3, "audio-stop"]
    assert AudioStart.from_event(events[0]) == AudioStart(rate=16_000, width=2, channels=1)
    chunks = [AudioChunk.from_event(event) for event in events[1:-1]]
    assert [len(chunk.audio) for chunk in chunks] == [8192, 8192, 2]
    assert {(chunk.rate, chunk.width, chunk.channels) for chunk in chunks} == {(16_000, 2, 1)}


def test_where_there_is_nothing_to_hear_a_sound_begins_and_ends() -> None:
    start, stop = sound_events(sounds())
    assert AudioStart.from_event(start) == AudioStart(rate=22_050, width=2, channels=1)
    assert AudioStop.is_type(stop.type)


@each_case(
    ("text", "ssml"),
    [
        ("Rest & sleep.", "<speak>Rest &amp; sleep.</speak>"),
        (" \n Rest.\n ", "<speak>Rest.</speak>"),
        ("One.\nTwo.", '<speak>One. <break time="1s"/> Two.</speak>'),
        ("One.\n\n\nTwo.", '<speak>One. <break time="3s"/> Two.</speak>'),
        ("One." + "\n" * 10 + "Two.", '<speak>One. <break time="10s"/> Two.</speak>'),
        ("One." + "\n" * 11 + "Two.", '<speak>One. <break time="10s"/> Two.</speak>'),
        ("One.\tTwo\0.", "<speak>One. Two .</speak>"),
        ("x" * 8001, f"<speak>{'x' * 8000}</speak>"),
        ("", "<speak></speak>"),
    ],
)
def test_a_text_is_spoken_with_its_silences(text: str, ssml: str) -> None:
    assert ssml_of(text) == ssml


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three! Four", ["One. ", "Two? ", "Three! ", "Four"]),
        ("One.\nTwo.", ["One.", "\nTwo."]),
        ("One.\n\nTwo. Three.", ["One.", "\n\nTwo. ", "Three."]),
        ("At 3.5 or so.", ["At 3.5 or so."]),
        ("", []),
    ],
)
def test_sentences_are_cut_behind_their_end(text: str, sentences: list[str]) -> None:
    found = sentences_of(text)
    assert [each.strip(" ") for each in found] == [each.strip(" ") for each in sentences]
    assert "".join(found) == text


def chunk(seconds: float = 1.0, rate: Any = RATE, width: Any = 2, channels: Any = 1, more: int = 0) -> Any:
    audio = bytes(int(seconds * RATE) * 2 + more)
    return AudioChunk(rate=rate, width=width, channels=channels, audio=audio).event()


def test_half_a_minute_is_heard_of_one_utterance() -> None:
    utterance = Utterance()
    for _ in range(4):
        utterance.add(chunk(seconds=7.4))
    assert len(utterance.frames) == int(29.6 * RATE) * 2
    for _ in range(3):
        utterance.add(chunk(seconds=7.4))
    assert len(utterance.frames) == 30 * RATE * 2


@each_case("width", [1, 2, 3, 4])
def test_a_sample_has_one_to_four_bytes(width: int) -> None:
    utterance = Utterance()
    utterance.add(AudioChunk(rate=RATE, width=width, channels=1, audio=bytes(width * 100)).event())
    assert len(utterance.frames) == 200


@pytest.mark.parametrize(
    "odd",
    [{"width": 0}, {"width": 5}, {"rate": 7}, {"rate": "16000"}, {"channels": 0}, {"channels": 99}, {"more": 1}],
    ids=str,
)
def test_sound_of_no_known_form_is_told(odd: dict[str, Any]) -> None:
    event = chunk()
    event.data |= {name: value for name, value in odd.items() if name != "more"}
    event.payload = (event.payload or b"") + bytes(odd.get("more", 0))
    with pytest.raises(InputError, match="The sound has no known form; send PCM"):
        Utterance().add(event)


def test_where_nothing_came_the_ears_are_not_asked() -> None:
    ears: Any = None
    assert hears_with(ears)(b"") == ""


@pytest.mark.parametrize(("size", "read"), [(1_000_000, True), (1_000_001, False)])
def test_an_event_carries_a_million_bytes_at_most(size: int, read: bool) -> None:
    async def received() -> Any:
        reader = asyncio.StreamReader(limit=2**22)
        head = {"type": "audio-chunk", "data": {"rate": 16_000}, "payload_length": size}
        reader.feed_data(json.dumps(head).encode() + b"\n" + bytes(size))
        reader.feed_eof()
        return await read_event(reader)

    event = asyncio.run(received())
    assert (event is not None) is read


@each_case("line", [b"", b"\n", b"[]\n", b"{}\n", b'{"type": 7}\n', b'{"type": "x", "data": []}\n', b"\xff\n"])
def test_what_is_no_event_ends_the_connection(line: bytes) -> None:
    async def received() -> Any:
        reader = asyncio.StreamReader()
        reader.feed_data(line)
        reader.feed_eof()
        return await read_event(reader)

    assert asyncio.run(received()) is None


def test_our_integration_is_told_of_the_music_and_of_the_microphone() -> None:
    assert ours(Reply()) == {"listening": False, "music": None, "stops": False}
    token = Token("checkin", date(2026, 3, 5), 170)
    told = ours(Reply(play=Play(token, offset_ms=61_999), listening=True, stops=True))
    assert told == {
        "listening": True,
        "music": {"file": "talk-3.mp3", "seconds": 180, "offset_s": 61},
        "stops": True,
    }


def test_a_service_tells_what_it_has_and_in_which_language() -> None:
    info = describe("en-GB", handles=True, ears="moonshine", voice="piper")
    (handle,), (asr,), (tts,) = info.handle, info.asr, info.tts
    assert all(program.installed for program in (handle, asr, tts))
    assert all(model.installed for model in (handle.models[0], asr.models[0], tts.voices[0]))
    assert all(model.languages == ["en", "en-GB"] for model in (handle.models[0], asr.models[0], tts.voices[0]))
    assert (handle.supports_handled_streaming, tts.supports_synthesize_streaming) == (True, True)
    assert (handle.name, asr.name, tts.name) == ("closer-together", "closer-together-ears", "closer-together-voice")


def test_what_is_not_there_is_not_told() -> None:
    info = describe("en-US", handles=False, ears=None, voice=None)
    assert (info.handle, info.asr, info.tts) == ([], [], [])
