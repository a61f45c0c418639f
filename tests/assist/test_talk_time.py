# SPDX-License-Identifier: Apache-2.0
"""Talk time at a satellite: music while nothing listens, and the cue when it is over."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each_case

from skill.assist.reply import LONG_S, render
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Say
from skill.checkin.model.turn import Turn

from .home import Answer, Room, Service, at_home, content, service

SENTENCES = (
    "next", "more time", "another one", "repeat", "who speaks first", "how long is it", "help", "stop", "yes", "no",
    "I had no idea you felt that way", "pause", "go back", "tell me about trust", "we need ten more minutes",
)  # fmt: skip

GEAR: tuple[dict[str, Any], ...] = ({}, {"music": True}, {"music": True, "asks_after": True})
"""A satellite that only speaks, one with music, and one that asks afterwards."""


async def first_talk(home: Service, room: Room) -> Answer:
    await room.say("open closer together")
    return await room.say("yes")


@at_home
async def test_no_microphone_is_open_during_talk_time() -> None:
    """Whatever is said, wherever it leads: where music begins or goes on, nothing listens."""
    for gear in GEAR:
        async with service(shared_by="user") as home:
            for number, sentence in enumerate(SENTENCES):
                room = home.room(f"room {number}", user=str(number), **gear)
                talk = await first_talk(home, room)
                assert not talk.listening, "they talk"
                home.clock.wait(30)
                answer = await room.say(sentence)
                going_on = bool(gear) and answer.music is None and not answer.stops
                if answer.music is not None or going_on:
                    assert not answer.listening, f"{sentence!r} opened a microphone under the music"


@at_home
async def test_not_in_a_cool_down_either_and_nobody_is_asked_after_it() -> None:
    async with service() as home:
        room = home.room_with_music()
        await room.say("we are having a fight")
        await room.say("yes")
        answer = await room.say("yes")
        assert answer.music is not None
        while answer.music is not None:
            assert not answer.listening
            home.clock.wait(answer.music["seconds"] + 1)
            assert (await room.cue()).text == ""
            answer = await room.say("next")
        assert not answer.listening


@each_case("seconds", [LONG_S, 15, 45, 90])
def test_a_silence_that_cannot_be_told_leaves_the_microphone_closed(seconds: float) -> None:
    turn = Turn(
        parts=(Say("reflect.time"), Pause(seconds), Say("ask.reflect")),
        open=True,
        session=Session(state=State.REFLECT),
        household=Household(),
    )
    reply = render(turn, content())
    assert reply.open, "whoever wakes the speaker still answers the question"
    assert not reply.listening
    assert "\n" not in reply.text


def test_a_short_silence_is_a_row_of_line_ends() -> None:
    turn = Turn(parts=(Say("talk.cue"), Pause(3), Say("talk.cue", 1)), session=Session(), household=Household())
    assert render(turn, content()).text == "No hurry.\n\n\nTake your time."


async def music_plays(home: Service, room: Room, share: float = 1.0) -> None:
    """A first talk, and its music as far as that."""
    talk = await first_talk(home, room)
    assert talk.music is not None
    home.clock.wait(talk.music["seconds"] * share)


@at_home
async def test_the_cue_comes_when_the_music_is_over_and_not_before() -> None:
    async with service() as home:
        room = home.room_with_music()
        await music_plays(home, room, 1 / 2)
        assert (await room.cue()).text == ""
        home.clock.wait(60)
        cue = await room.cue()
        assert cue.text.endswith("?")
        assert cue.listening
        assert (await room.cue()).text == "", "once"


@pytest.mark.parametrize(("asked", "sounds_s"), [("give us ninety seconds", 120), ("give us half an hour", 1200)])
def test_the_cue_comes_with_the_end_of_the_music_however_long_the_talk(asked: str, sounds_s: int) -> None:
    @at_home
    async def talked() -> None:
        async with service() as home:
            room = home.room_with_music()
            await first_talk(home, room)
            talk = await room.say(asked)
            assert talk.music is not None
            assert talk.music["seconds"] == sounds_s, "as long as the file sounds, so that nobody asks under the music"
            home.clock.wait(sounds_s)
            assert (await room.cue()).listening

    talked()


@at_home
async def test_who_still_talks_after_the_cue_is_left_to_talk() -> None:
    async with service() as home:
        room = home.room_with_music()
        await music_plays(home, room)
        await room.cue()
        answer = await room.say("and then your mother said that the boat had already left")
        assert answer.text == "", "nothing is a misunderstanding while they talk"
        assert answer.music is not None
        assert not answer.listening


@at_home
async def test_cues_of_an_evening_differ() -> None:
    async with service() as home:
        room = home.room_with_music()
        answer = await first_talk(home, room)
        cues = []
        for _ in range(4):
            assert answer.music is not None
            home.clock.wait(answer.music["seconds"])
            cues.append((await room.cue()).text)
            answer = await room.say("more time")
        assert len(set(cues)) == len(cues)


@pytest.mark.parametrize("word", ["stop", "pause", "I don't feel safe"])
def test_after_leaving_nobody_is_asked(word: str) -> None:
    @at_home
    async def left() -> None:
        async with service() as home:
            room = home.room_with_music()
            talk = await first_talk(home, room)
            assert talk.music is not None
            home.clock.wait(30)
            answer = await room.say(word)
            assert answer.stops
            home.clock.wait(1000)
            assert (await room.cue()).text == ""

    left()


@at_home
async def test_the_word_goes_on_before_the_music_is_over() -> None:
    async with service() as home:
        room = home.room_with_music()
        talk = await first_talk(home, room)
        home.clock.wait(30)
        following = await room.say("next")
        assert following.music is not None
        assert following.text != talk.text


@at_home
async def test_paused_music_goes_on_from_where_it_was() -> None:
    async with service() as home:
        room = home.room_with_music()
        talk = await first_talk(home, room)
        assert talk.music is not None
        assert talk.music["offset_s"] == 0
        home.clock.wait(40)
        assert (await room.say("pause")).stops
        home.clock.wait(300)
        resumed = await room.say("resume")
        assert resumed.music is not None
        assert resumed.music["offset_s"] == 40


@at_home
async def test_how_it_goes_on_is_told_as_it_is() -> None:
    for gear, told in zip(GEAR, ("Okay Nabu, open", "Okay Nabu, next", "I ask"), strict=True):
        async with service() as home:
            talk = await first_talk(home, home.room(**gear))
            assert told.lower() in talk.text.lower()
            assert "seconds" not in talk.text, "a silence that cannot be is not promised"
