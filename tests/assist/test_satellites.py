# SPDX-License-Identifier: Apache-2.0
"""What is known of a satellite: how long a session waits, how far a track came, and whom it belongs to."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cases import each_case
from msgspec.structs import replace

from skill.assist.caller import OURS, HouseholdOf, Told, read_caller
from skill.assist.reply import Reply, render, text_of
from skill.assist.satellites import Satellite, Satellites, Track
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.household import Household
from skill.checkin.model.playback import Play, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Care, Part, Pause, Read, Say
from skill.checkin.model.turn import Turn
from skill.content.types import Line

from .home import content

NOW = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)
TOKEN = Token("checkin", date(2026, 3, 5), 120)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_session_waits_five_minutes_for_a_word() -> None:
    satellite = Satellite()
    assert not satellite.is_over(NOW)
    satellite.goes_on(Session(state=State.TALK), NOW)
    assert not satellite.is_over(after(300))
    assert satellite.is_over(after(300.1))
    satellite.goes_on(None, NOW)
    assert not satellite.is_over(after(1000))


def test_sixty_four_satellites_are_known_those_that_were_heard_last() -> None:
    satellites = Satellites()
    known = [satellites.at(str(number)) for number in range(64)]
    assert [satellites.at(str(number)) for number in range(64)] == known
    assert all(satellites.at(str(number)) is known[number] for number in range(64))
    satellites.at("0")
    satellites.at("one more")
    assert satellites.at("0") is known[0]
    assert satellites.at("2") is known[2]
    assert satellites.at("1") is not known[1]


@each_case(("seconds", "ms"), [(-5, 0), (0, 0), (1.2345, 1234), (119.5, 119_500), (120, 120_000), (500, 120_000)])
def test_a_track_came_as_far_as_it_had_time(seconds: float, ms: int) -> None:
    assert Track(TOKEN, NOW).offset_ms(after(seconds)) == ms
    assert Track(TOKEN, NOW, stopped_ms=7).offset_ms(after(seconds)) == 7


@each_case(
    ("talk_s", "over_s"),
    [(120, 110), (100, 90), (7200, 1190)],
)
def test_a_track_is_over_ten_seconds_before_its_end_or_that_of_the_talk(talk_s: int, over_s: int) -> None:
    """The longest track has twenty minutes, however long they wanted to talk."""
    track = Track(Token("checkin", date(2026, 3, 5), talk_s), NOW)
    assert not track.is_over(after(over_s - 0.01))
    assert track.is_over(after(over_s))


@each_case(("kind", "state"), [("checkin", State.TALK), ("question", State.QUESTION_TALK), ("cool_down", None)])
def test_after_the_music_of_a_talk_they_may_be_asked_and_after_a_cool_down_not(kind: Any, state: State | None) -> None:
    satellite = Satellite()
    entry = Read("questions", 7)
    told = Session(state=State.OFFER, entry=entry, last=(Say("offer"),))
    satellite.begins(Play(Token(kind, date(2026, 3, 5), 120)), told, NOW)
    assert satellite.plays(after(60))
    assert satellite.after_talk(after(60)) is None
    asked = satellite.after_talk(after(110))
    assert not satellite.plays(after(110))
    assert asked == (Session(state=state, entry=entry, last=(Say("offer"),)) if state else None)
    satellite.goes_on(Session(), after(110))
    assert satellite.after_talk(after(110)) is None, "something else goes on"


def test_a_track_that_goes_on_began_earlier_and_one_that_is_stopped_stays_where_it_is() -> None:
    satellite = Satellite()
    assert satellite.playing(NOW) is None
    satellite.begins(Play(TOKEN, offset_ms=30_000), Session(), NOW)
    playing = satellite.playing(after(10))
    assert playing is not None
    assert playing.offset_ms == 40_000
    satellite.stops(after(10))
    assert not satellite.plays(after(20))
    playing = satellite.playing(after(20))
    assert playing is not None
    assert playing.offset_ms == 40_000
    assert satellite.after_talk(after(500)) is None


def test_where_nothing_played_nothing_stops() -> None:
    satellite = Satellite()
    satellite.stops(NOW)
    assert satellite.track is None
    assert not satellite.plays(NOW)
    assert satellite.cues == 0


def key(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]


@each_case(
    ("context", "satellite"),
    [
        ({"satellite_id": "s", "device_id": "d", "conversation_id": "c"}, "s"),
        ({"device_id": "d", "conversation_id": "c"}, "d"),
        ({"conversation_id": "c"}, "c"),
        ({"satellite_id": "x" * 200}, "x" * 200),
        ({"satellite_id": "x" * 201, "device_id": "d"}, ""),
        ({"satellite_id": 7}, ""),
        ({"satellite_id": ""}, ""),
        ({}, ""),
        (None, ""),
        (["s"], ""),
    ],
)
def test_a_satellite_goes_by_the_id_that_stays(context: object, satellite: str) -> None:
    assert read_caller(context).satellite == key(satellite)


def test_what_our_own_integration_does_not_tell_is_taken_for_no() -> None:
    caller = read_caller({OURS: {}})
    assert (caller.told.music, caller.told.asks_after, caller.told.streaming) == (False, False, False)
    assert (caller.request, caller.time_zone) == (None, None)
    told = {"music": True, "asks_after": True, "streaming": True, "request": "r", "time_zone": "Europe/London"}
    caller = read_caller({OURS: told})
    assert (caller.told.music, caller.told.asks_after, caller.told.streaming) == (True, True, True)
    assert (caller.request, caller.time_zone) == (key("r"), "Europe/London")


@each_case("wrong", [{"music": "yes"}, {"country": "england"}, {"user": "x" * 201}, {"area": ""}, "told"])
def test_what_is_malformed_counts_as_not_told(wrong: object) -> None:
    assert read_caller({OURS: wrong}).told == Told()


@each_case(("user", "area"), [("one", "kitchen"), (None, None)])
def test_a_household_is_the_homes_a_users_or_an_areas(user: str | None, area: str | None) -> None:
    caller = read_caller({OURS: {"user": user, "area": area}})
    ways: tuple[HouseholdOf, ...] = ("home", "user", "area")
    keys = [caller.household(way) for way in ways]
    assert len(set(keys)) == (3 if user else 1)
    assert keys[0] == hashlib.sha256(b"assist home").hexdigest()


@each_case(
    ("seconds", "told"),
    [
        (0, "One. Two."),
        (1.4, "One. Two."),
        (1.5, "One.\n\nTwo."),
        (3, "One.\n\n\nTwo."),
        (11.4, "One." + "\n" * 11 + "Two."),
        (12, "One. Two."),
    ],
)
def test_a_short_silence_is_told_by_line_ends(seconds: float, told: str) -> None:
    lines = {name: Line(id=name, ends="tell", texts=(text,)) for name, text in {"one": "One.", "two": "Two."}.items()}
    spoken = replace(content(), lines=lines)
    assert text_of((Say("one"), Pause(seconds), Say("two")), spoken) == told


def test_a_number_is_said_digit_by_digit() -> None:
    said = text_of((Care("GB", "danger"),), content())
    assert "0 8 0 8, 2 0 0 0, 2 4 7" in said


def _turn(*parts: Part, **fields: Any) -> Turn:
    return Turn(parts=parts, session=Session(), household=Household(), **fields)


@each_case(
    ("turn", "open", "listening"),
    [
        (_turn(open=True), True, True),
        (_turn(), False, False),
        (_turn(Pause(11.9), open=True), True, True),
        (_turn(Pause(12), open=True), True, False),
        (_turn(effects=(Play(TOKEN),), open=True), True, False),
        (_turn(effects=(Play(TOKEN, behind=TOKEN),), open=True), True, True),
    ],
)
def test_nothing_listens_while_they_talk_to_each_other(turn: Turn, open: bool, listening: bool) -> None:
    reply = render(turn, content())
    assert (reply.open, reply.listening, reply.handled) == (open, listening, True)


def test_music_begins_and_stops_as_the_turn_wants_it() -> None:
    begins = render(_turn(effects=(Play(TOKEN),)), content())
    assert (begins.play, begins.stops) == (Play(TOKEN), False)
    stops = render(_turn(effects=(StopMusic(),)), content())
    assert (stops.play, stops.stops) == (None, True)
    behind = render(_turn(effects=(Play(TOKEN, behind=TOKEN),)), content())
    assert behind.play is None


def test_nothing_is_said_done_or_heard_unless_it_is_told() -> None:
    reply = Reply()
    assert (reply.text, reply.handled, reply.open, reply.listening, reply.play, reply.stops) == (
        "", True, False, False, None, False,
    )  # fmt: skip
