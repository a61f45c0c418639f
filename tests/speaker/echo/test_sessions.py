# SPDX-License-Identifier: Apache-2.0
"""What becomes of a session: how long it waits, what it keeps, and what a device does that nobody said."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases import each_case

from skill.platform import RENDER_DOCUMENT
from skill.speaker.echo.clock import ScriptedClock, WallClock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.requests import Gear
from skill.speaker.nlu import Meaning

from ..small_skill import EVENING, NOTHING, ZONE, Json, SmallSkill, echo_with, home_with, play, reply

OPEN = "alexa, open closer together"
TEN_WORDS = "one two three four five six seven eight nine ten"
DOCUMENT: Json = {
    "type": RENDER_DOCUMENT,
    "token": "t",
    "document": {},
    "datasources": {"screen": {"choices": [{"label": "More", "means": ["more"]}]}},
}
YES = Meaning(text="yes", intent="AMAZON.YesIntent", slots={}, spoken={}, confidence=1.0)


def after(seconds: float) -> datetime:
    return EVENING + timedelta(seconds=seconds)


def test_a_device_waits_eight_seconds_from_the_end_of_what_it_says() -> None:
    """Four seconds of ten words, and the same of the reprompt."""
    echo = echo_with(SmallSkill(reply(TEN_WORDS, open=True, again=TEN_WORDS)), clock := ScriptedClock(EVENING))
    assert echo.due() is None
    echo.launch()
    assert echo.due() == after(4 + 8)
    clock.reach(after(12))
    (again,) = echo.fire()
    assert again.note == "Nobody answered; the reprompt."
    assert echo.due() == after(12 + 4 + 8)


def test_the_skill_never_hears_of_the_volume() -> None:
    home = home_with(skill := SmallSkill(reply("Hello.", open=True, again="Still there?")), ScriptedClock(EVENING))
    notes = [home.hear("alexa, softer")[0].note]
    home.launch()
    notes += [home.hear(line)[0].note for line in ("alexa, turn it up", "alexa, turn the music down a bit")]
    assert {note and note.split(",")[0] for note in notes} == {"A speaker turns its own volume up and down"}
    assert skill.kinds == ["LaunchRequest"]
    assert home.echo.listens


def test_a_screen_keeps_a_session_for_half_a_minute_and_asks_nobody_again() -> None:
    shows = reply(TEN_WORDS, open=None, directives=[DOCUMENT])
    skill = SmallSkill(reply(open=True, again="Still there?"), shows)
    home = home_with(skill, ScriptedClock(EVENING))
    home.use("screen")
    home.launch()
    assert not home.hear("yes")[0].listening
    assert home.wait(29) == []
    (ended,) = home.wait(2)
    assert (ended.kind, ended.spoken) == ("SessionEndedRequest", "")


@each_case(
    ("expects", "known"),
    [
        (["AMAZON.YesIntent"], ["AMAZON.YesIntent"]),
        (["AMAZON.YesIntent", 1, None], ["AMAZON.YesIntent"]),
        ("AMAZON", []),
    ],
)
def test_what_the_skill_waits_for_is_what_it_says_in_a_list_of_names(expects: object, known: list[str]) -> None:
    echo = echo_with(SmallSkill(reply(open=True, attributes={"expects": expects})))
    assert echo.expects == []
    echo.launch()
    assert echo.expects == known


def test_an_intent_goes_into_the_open_session_or_into_a_new_one() -> None:
    skill = SmallSkill(*[reply(open=True)] * 2)
    echo = echo_with(skill)
    for _ in range(2):
        (exchange,) = echo.ask(YES, "yes")
        assert exchange.heard == "yes"
    assert [event["session"]["new"] for event in skill.events] == [True, False]
    assert {event["request"]["intent"]["name"] for event in skill.events} == {"AMAZON.YesIntent"}


@each_case("open_", [True, False])
def test_a_button_belongs_to_no_session(open_: bool) -> None:
    skill = SmallSkill(reply(directives=[play()]), reply(open=True), NOTHING)
    echo = echo_with(skill)
    assert "went elsewhere" in (echo.press("Next")[0].note or "")
    echo.launch()
    [echo.launch() for _ in range(open_)]
    echo.press("Next")
    assert skill.last["request"]["type"] == "PlaybackController.NextCommandIssued"
    assert "session" not in skill.last
    assert (echo.session is not None) is open_


def test_a_request_of_any_type_goes_outside_of_a_session_unless_it_is_to_go_in_one() -> None:
    skill = SmallSkill(NOTHING, reply(open=True))
    echo = echo_with(skill)
    echo.send("CanFulfillIntentRequest", intent={"name": "AMAZON.YesIntent"})
    assert "session" not in skill.last
    echo.send("Connections.Response", in_session=True)
    assert skill.last["session"]["new"] is True
    assert echo.session is not None


def test_an_envelope_that_was_kept_can_be_delivered_later() -> None:
    skill = SmallSkill(*[reply(open=True)] * 2)
    echo = echo_with(skill)
    kept = echo.envelope("LaunchRequest", in_session=True)
    assert "session" not in echo.envelope("LaunchRequest")
    echo.deliver(kept)
    echo.deliver(kept)
    assert [event["request"]["requestId"] for event in skill.events] == [kept["request"]["requestId"]] * 2
    assert skill.kinds == ["LaunchRequest"] * 2


def test_who_touches_takes_a_moment_and_what_the_reply_says_takes_the_picture_away() -> None:
    skill = SmallSkill(*[reply("Look.", open=True, directives=[DOCUMENT])], reply(open=True))
    echo = echo_with(skill, gear=Gear(screen=True))
    echo.launch()
    assert echo.screen == DOCUMENT
    (touched,) = echo.touch("More")
    assert skill.last["request"]["timestamp"] == "2026-03-05T21:00:01Z"
    assert (touched.heard, skill.last["session"]["new"]) == ("More", False)
    assert echo.screen is None


def test_what_was_shown_about_safety_is_shown_no_longer_than_the_reply() -> None:
    skill = SmallSkill(reply("Call them.", open=True, directives=[DOCUMENT], attributes={"state": "safety"}))
    echo = echo_with(skill, gear=Gear(screen=True))
    (exchange,) = echo.hear(OPEN)
    assert exchange.private
    assert echo.screen is None


def test_a_device_without_a_screen_shows_nothing() -> None:
    skill = SmallSkill(reply(open=True, directives=[DOCUMENT]))
    echo = echo_with(skill, gear=Gear(screen=True))
    echo.launch()
    echo.gear = Gear(screen=False)
    assert echo.screen is None


@each_case(("took_s", "refused"), [(8.0, False), (8.1, True)])
def test_a_skill_has_eight_seconds_for_its_reply(took_s: float, refused: bool) -> None:
    times = iter([0.0, took_s, took_s, took_s])
    exchange = echo_with(SmallSkill(reply()), stopwatch=lambda: next(times)).launch()[0]
    assert exchange.refused is refused


def test_a_refused_reply_is_not_spoken_so_that_nobody_waits_for_it() -> None:
    long = reply(f"<break time='10s'/>{TEN_WORDS}", open=True)
    echo = echo_with(SmallSkill(long, {"response": {}}), clock := ScriptedClock(EVENING))
    echo.launch()
    refused, ended = echo.hear("yes")
    assert (refused.session_open, ended.session_open) == (False, False)
    assert ended.request is not None
    assert ended.request["request"]["error"] == {"type": "INVALID_RESPONSE", "message": refused.note}
    assert echo.speaking_until == clock.now() == after(15)


def test_a_skill_that_breaks_outside_of_a_session_ends_none() -> None:
    echo = echo_with(SmallSkill(ValueError("its own")))
    (told,) = echo.send("Alexa.SomethingElse")
    assert (told.refused, told.response) == (True, None)
    assert "an Echo would apologise and close" in (told.note or "")


def test_a_track_that_comes_when_the_last_has_ended_comes_too_late() -> None:
    skill = SmallSkill(reply(directives=[play("one")]))
    home = home_with(skill, ScriptedClock(EVENING), 5.0)
    home.launch()
    ends = "AudioPlayer.PlaybackFinished"
    skill.to_playback[ends] = reply(None, open=None, directives=[play("one")])
    happened = home.wait(5)
    assert skill.kinds[-1] == ends
    assert happened[-1].refused
    assert "PlaybackFinished may not be answered with AudioPlayer.Play" in (happened[-1].note or "")


def test_music_begins_when_the_speech_is_over() -> None:
    skill = SmallSkill(reply(TEN_WORDS, directives=[play()]))
    echo = echo_with(skill, clock := ScriptedClock(EVENING))
    echo.launch()
    assert clock.now() == after(4)
    assert skill.last["request"]["timestamp"] == "2026-03-05T21:00:04Z"
    assert skill.last["request"]["offsetInMilliseconds"] == 0


def real_clock(skill: SmallSkill) -> tuple[Echo, WallClock]:
    return echo_with(skill, clock := WallClock(ZONE)), clock  # type: ignore[arg-type]


def test_at_a_real_clock_speech_takes_its_time_outside() -> None:
    echo, clock = real_clock(SmallSkill(reply(TEN_WORDS, open=True), reply()))
    before = clock.now()
    echo.launch()
    echo.hear("yes")
    assert echo.speaking_until - before < timedelta(seconds=1)


def test_at_the_moment_when_a_track_has_something_to_tell_it_is_told_and_nobody_is_asked_again() -> None:
    skill = SmallSkill(reply(directives=[play()]), reply(open=True, again="Still there?"))
    home = home_with(skill, clock := ScriptedClock(EVENING), 18.0)
    home.launch()
    home.launch()
    due = home.echo.due()
    assert due is not None
    clock.reach(due)
    assert [exchange.kind for exchange in home.echo.fire()] == ["AudioPlayer.PlaybackNearlyFinished"]
    home.leave()
    assert home.echo.session is None
    assert [exchange.kind for exchange in home.echo.fire()] == []


@each_case(("state", "private"), [("safety", True), ("offer", False)])
def test_a_reprompt_about_safety_is_as_private_as_what_came_before_it(state: str, private: bool) -> None:
    skill = SmallSkill(reply("Call them.", open=True, again="Shall I say it again?", attributes={"state": state}))
    home = home_with(skill, ScriptedClock(EVENING))
    home.launch()
    (again,) = home.wait(9)
    assert again.spoken == "Shall I say it again?"
    assert again.private is private
