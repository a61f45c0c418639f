# SPDX-License-Identifier: Apache-2.0
"""Whole evenings at a satellite, through Wyoming's own client over TCP: with music, without, and when things break."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cases import each_case
from wyoming.asr import Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.client import AsyncTcpClient
from wyoming.handle import HandledChunk, HandledStart, HandledStop
from wyoming.info import Describe, Info

from skill.assist.caller import HouseholdOf
from skill.deadline import Deadline
from skill.memory.sqlite import SqliteStore

from .home import Room, Service, ask, at_home, service


async def talk_through(home: Service, room: Room) -> list[str]:
    """All that is said from the yes to where the ritual is offered."""
    said = []
    answer = await room.say("Yes.")
    for _ in range(12):
        said.append(answer.text)
        if answer.listening:
            return said
        home.clock.wait(60)
        answer = await room.say("Next.")
    raise AssertionError("the check-in has no end")


@at_home
async def test_a_whole_evening_at_a_satellite_that_only_speaks() -> None:
    async with service() as home:
        room = home.room()
        opening = await room.say("Open Closer Together.")
        assert opening.text.startswith("Welcome")
        assert opening.handled
        assert opening.listening
        said = await talk_through(home, room)
        assert len(said) >= 4
        assert "Okay Nabu, open Closer Together" in said[0], "they are told in words how it goes on"
        kept = await room.say("yes")
        assert not kept.listening
        assert (await room.say("good night")).listening is False


@at_home
async def test_a_whole_evening_hands_free() -> None:
    async with service() as home:
        room = home.room_with_music()
        await room.say("open closer together")
        answer = await room.say("yes please")
        talks = 0
        while not answer.listening:
            assert answer.music is not None, "a talk has music"
            talks += 1
            home.clock.wait(answer.music["seconds"])
            cue = await room.cue()
            assert cue.text.endswith("?")
            assert cue.listening
            answer = await room.say("let's go on")
        assert talks >= 3
        assert answer.text.endswith("?"), "a ritual is offered"
        night = await room.say("sure, we'll try it")
        assert not night.listening
        assert night.music is None


@at_home
async def test_tells_what_it_is() -> None:
    async with service() as home:
        (answer,) = await ask(home.address, Describe().event())
        info = Info.from_event(answer)
        (program,) = info.handle
        assert program.name == "closer-together"
        assert program.models[0].languages == ["en", "en-US"]
        assert program.supports_handled_streaming
        assert (info.asr, info.tts) == ([], [])


@at_home
async def test_words_in_pieces_are_answered_in_pieces() -> None:
    async with service() as home:
        whole = await home.room("kitchen").say("open closer together")
        context = home.room("bedroom").context
        events = await ask(
            home.address,
            TranscriptStart(context=context).event(),
            TranscriptChunk(text="open closer").event(),
            TranscriptChunk(text=" together").event(),
            Transcript(text="open closer together", context=context).event(),
            TranscriptStop().event(),
            until=lambda event: HandledStop.is_type(event.type),
        )
        assert HandledStart.is_type(events[0].type)
        assert HandledStart.from_event(events[0]).context == whole.context
        pieces = [HandledChunk.from_event(event).text for event in events[1:-1]]
        assert len(pieces) > 1
        assert "".join(pieces).strip().endswith("?")


@at_home
async def test_who_asks_for_pieces_with_a_whole_sentence_gets_them() -> None:
    async with service() as home:
        context = home.room(streaming=True).context
        events = await ask(
            home.address,
            Transcript(text="open closer together", context=context).event(),
            until=lambda event: HandledStop.is_type(event.type),
        )
        assert [event.type for event in events[:2]] == ["handled-start", "handled-chunk"]


@at_home
async def test_what_is_not_meant_for_us_is_not_handled() -> None:
    async with service() as home:
        room = home.room()
        assert not (await room.say("turn on the light in the kitchen")).handled
        await room.say("open closer together")
        assert (await room.say("turn on the light in the kitchen")).handled, "an answer to our question is ours"


@at_home
async def test_nothing_said_is_nothing_answered() -> None:
    async with service() as home:
        for text in ("", "  ", "...", "\N{BELL}"):
            answer = await home.room().say(text)
            assert (answer.text, answer.handled, answer.listening) == ("", False, False)


@at_home
async def test_safety_is_answered_at_once_and_names_no_product() -> None:
    async with service() as home:
        room = home.room_with_music(country="GB", time_zone="Europe/London")
        await room.say("open closer together")
        answer = await room.say("I don't feel safe")
        assert "9 9 9" in answer.text, "the number of where they live, digit by digit"
        assert answer.stops
        assert answer.listening
        goodbye = await room.say("no")
        assert not goodbye.listening
        for said in (answer.text, goodbye.text):
            assert not any(name in said for name in ("Nabu", "Home Assistant", "Closer Together"))


@each_case(
    ("told", "number"),
    [
        ({"country": "IE", "time_zone": "Europe/London"}, "1 1 2"),
        ({"country": "GB", "time_zone": "America/New_York"}, "9 9 9"),
        ({"time_zone": "Europe/London"}, "9 9 9"),
        ({}, "9 1 1"),
    ],
)
def test_the_country_that_the_home_is_set_to_decides_whom_to_call(told: dict[str, str], number: str) -> None:
    @at_home
    async def called() -> None:
        async with service() as home:
            assert number in (await home.room(**told).say("I don't feel safe")).text

    called()


@pytest.mark.parametrize("risk", ["I don't feel safe", "let go of me"])
def test_the_record_does_not_tell_safety_from_stop(tmp_path: Path, risk: str) -> None:
    @at_home
    async def leave(name: str, sentence: str) -> None:
        store = SqliteStore(tmp_path / f"{name}.sqlite3")
        async with service(store) as home:
            room = home.room_with_music()
            await room.say("open closer together", request="one")
            await room.say(sentence, request="two")
        stored = [store.get(key, Deadline()) for key in store.keys(Deadline())]
        kept[name] = [json.loads(each.data) | {"incarnation": None} for each in stored if each]

    kept: dict[str, list[dict[str, Any]]] = {}
    leave("safety", risk)
    leave("stop", "stop")
    assert kept["safety"] == kept["stop"] != []


@at_home
async def test_two_satellites_are_two_conversations_of_one_home() -> None:
    async with service() as home:
        kitchen, bedroom = home.room("kitchen"), home.room("bedroom")
        await kitchen.say("open closer together")
        await bedroom.say("set up our names")
        begun = await kitchen.say("yes")
        assert not begun.listening, "the kitchen's yes answers what the kitchen was asked"
        home.clock.wait(70)
        there = await bedroom.say("open closer together")
        assert "Welcome" not in there.text, "the evening of the kitchen goes on in the bedroom"


@at_home
async def test_the_service_is_started_anew_in_the_middle_of_an_evening(tmp_path: Path) -> None:
    file = tmp_path / "household.sqlite3"
    async with service(SqliteStore(file)) as home:
        room = home.room_with_music()
        await room.say("open closer together")
        first = await room.say("yes")
        clock = home.clock
    clock.wait(120)
    async with service(SqliteStore(file), clock) as home:
        room = home.room_with_music()
        again = await room.say("repeat that")
        assert again.text.rstrip(".")[-40:] in first.text or again.music is not None
        home.clock.wait(60)
        following = await room.say("next")
        assert following.text != first.text
        assert following.music is not None


@at_home
async def test_a_dropped_connection_loses_no_word_and_says_none_twice() -> None:
    async with service() as home:
        room = home.room(request="one")
        await room.say("open closer together")
        context = room.context
        context["closer_together"] = {"request": "two"}
        client = AsyncTcpClient(home.address.host, home.address.port)
        await client.connect()
        await client.write_event(Transcript(text="yes", context=context).event())
        await client.disconnect()
        first = await room.say("yes", request="two")
        again = await room.say("yes", request="two")
        assert first == again
        onward = await room.say("next", request="three")
        assert onward.text != first.text


@at_home
async def test_a_session_waits_five_minutes_whatever_the_conversation_is_called() -> None:
    async with service() as home:
        room = home.room()
        await room.say("open closer together")
        home.clock.wait(290)
        assert not (await room.say("yes")).listening, "still an answer to: shall we begin?"
        home.clock.wait(20)
        await room.say("open closer together")
        home.clock.wait(400)
        assert not (await room.say("turn on the light in the kitchen")).listening, "nobody waits for an answer any more"


@each_case(
    ("shared_by", "told", "known"),
    [("home", "user", True), ("home", "area", True), ("user", "user", False), ("user", "area", True),
     ("area", "area", False), ("area", "user", True)],
)  # fmt: skip
def test_a_home_may_have_a_household_for_each_user_or_area(shared_by: HouseholdOf, told: str, known: bool) -> None:
    @at_home
    async def met_again() -> None:
        async with service(shared_by=shared_by) as home:
            await home.room("kitchen", **{told: "one"}).say("open closer together")
            home.clock.wait(3600 * 24)
            there = await home.room("office", **{told: "another"}).say("open closer together")
            assert ("Welcome to" not in there.text) is known

    met_again()


@at_home
async def test_the_home_opens_an_evening_at_its_time() -> None:
    async with service() as home:
        room = home.room_with_music()
        asked = await room.begin()
        assert asked.text.endswith("?")
        assert asked.listening
        assert (await room.say("yes")).music is not None


@at_home
async def test_an_evening_that_is_under_way_is_not_opened_once_more() -> None:
    async with service() as home:
        room = home.room_with_music()
        opening = await room.say("open closer together")
        assert opening.listening
        assert (await room.begin()).text == "", "they are answering"
        talk = await room.say("yes")
        assert talk.music is not None
        home.clock.wait(70)
        for where in (room, home.room_with_music("bedroom")):
            asked = await where.begin()
            assert (asked.text, asked.music, asked.listening) == ("", None, False), "they talk"
        home.clock.wait(talk.music["seconds"] - 70)
        assert (await room.cue()).listening, "and are asked when it is over, as if nothing had been"


@at_home
async def test_who_left_is_not_called_back_by_the_home() -> None:
    for word in ("stop", "I don't feel safe"):
        async with service() as home:
            room = home.room_with_music()
            await room.say("open closer together")
            await room.say(word)
            await room.say("no")
            home.clock.wait(400)
            assert (await room.begin()).text == ""
            home.clock.wait(24 * 3600)
            assert (await room.begin()).listening, "the next evening is another one"


@at_home
async def test_asked_by_name_for_one_thing() -> None:
    async with service() as home:
        answer = await home.room().say("ask Closer Together for tonight's question")
        assert answer.text.count("ach other") == 2 or "nce more" in answer.text, "read twice"
        assert not answer.listening


@at_home
async def test_a_home_sees_its_ritual_and_its_last_evening_and_no_more() -> None:
    async with service() as home:
        room = home.room()
        assert await room.look() == {"ritual": None, "last_evening": None}
        await room.say("open closer together")
        await talk_through(home, room)
        await room.say("yes")
        seen = await room.look()
        assert seen["last_evening"] == "2026-03-05"
        assert seen["ritual"]
