# SPDX-License-Identifier: Apache-2.0
"""A whole evening in OpenVoiceOS's own core: launch, yes, talk time, cue, next by voice, ritual, good night."""

from __future__ import annotations

from conftest import HANDLED, SKILL, Speaker, listens, words
from ovos_bus_client.message import Message
from ovos_bus_client.session import Session
from ovos_utils.ocp import PlayerState


def begin(speaker: Speaker) -> None:
    speaker.say("open closer together")
    speaker.say("yes")


def test_a_whole_evening(speaker: Speaker) -> None:
    opening = speaker.say("open closer together")
    assert words(opening).startswith("Welcome")
    assert listens(opening)
    answer = speaker.say("yes")
    talks = 0
    while not listens(answer):
        talks += 1
        assert len(speaker.played) == talks, "music, as soon as all is said"
        opened = speaker.opened
        speaker.player(PlayerState.PLAYING)
        speaker.service.wait(600)
        assert speaker.opened == opened, "nothing listens while they talk"
        speaker.track_ends()
        assert speaker.opened == opened + 1, "asked by itself, once"
        answer = speaker.say("let's go on")
        assert talks < 12
    assert talks >= 3
    night = speaker.say("yes, we'll try it")
    assert not listens(night)
    assert len(speaker.played) == talks
    assert speaker.say("turn on the kitchen light") == [], "the house has its speaker back"


def test_tonights_question_alone(speaker: Speaker) -> None:
    said = speaker.say("tonight's question")
    assert "each other" in words(said)
    assert not listens(said), "they talk"


def test_music_waits_until_all_is_said(speaker: Speaker) -> None:
    begin(speaker)
    order = [each.msg_type for each in speaker.heard]
    spoken = len(order) - order[::-1].index("recognizer_loop:audio_output_end")
    assert order.index("ovos.common_play.play") >= spoken
    assert speaker.played[0]["uri"].startswith("file://")
    assert speaker.played[0]["title"] == "Talk time", "a screen tells nobody what they talk about"


def test_a_player_that_tells_nothing_is_timed(speaker: Speaker) -> None:
    begin(speaker)
    opened = speaker.opened
    speaker.service.wait(600)
    speaker.time_passes()
    assert speaker.opened == opened + 1


def test_no_microphone_opens_before_the_music_is_over(speaker: Speaker) -> None:
    speaker.say("open closer together")
    opened = speaker.opened
    speaker.say("yes")
    assert len(speaker.played) == 1
    speaker.player(PlayerState.PLAYING)
    speaker.service.wait(60)
    speaker.time_passes()
    assert speaker.opened == opened


def test_in_a_long_talk_the_speaker_is_told_that_we_are_still_there(speaker: Speaker) -> None:
    begin(speaker)
    speaker.service.wait(20)
    speaker.say("give us ten minutes")
    assert speaker.played[-1]["length"] == 600
    opened, activated = speaker.opened, len(speaker.told("intent.service.skills.activate"))
    for again in (1, 2):
        speaker.service.wait(240)
        speaker.time_passes()
        assert len(speaker.told("intent.service.skills.activate")) == activated + again
        assert speaker.opened == opened
    speaker.service.wait(130)
    speaker.time_passes()
    assert speaker.opened == opened + 1


def test_music_that_was_stopped_by_hand_is_silent(speaker: Speaker) -> None:
    begin(speaker)
    opened = speaker.opened
    speaker.player(PlayerState.PLAYING)
    speaker.service.wait(30)
    speaker.player(PlayerState.STOPPED)
    speaker.service.wait(600)
    speaker.time_passes()
    assert speaker.opened == opened


def test_next_over_the_music_is_ours(speaker: Speaker) -> None:
    begin(speaker)
    speaker.player(PlayerState.PLAYING)
    speaker.service.wait(60)
    assert words(speaker.say("next"))


def test_paused_by_hand_it_is_asked_after_once_it_went_on_to_its_end(speaker: Speaker) -> None:
    begin(speaker)
    opened = speaker.opened
    speaker.player(PlayerState.PLAYING)
    speaker.player(PlayerState.PAUSED)
    speaker.service.wait(600)
    assert speaker.told("mycroft.scheduler.remove_event"), "nothing is timed while it waits"
    assert speaker.opened == opened
    speaker.player(PlayerState.PLAYING)
    speaker.track_ends()
    assert speaker.opened == opened + 1


def test_what_another_player_does_is_not_ours(speaker: Speaker) -> None:
    speaker.say("open closer together")
    opened = speaker.opened
    speaker.player(PlayerState.PLAYING)
    speaker.track_ends()
    assert speaker.opened == opened


def test_where_there_are_no_tracks_they_are_told_the_way_on(bare: Speaker) -> None:
    bare.say("open closer together")
    said = bare.say("yes")
    assert not listens(said)
    assert bare.played == []
    assert "call me" in words(said)
    assert words(bare.say("i don't feel safe")), "what is said meanwhile is ours"


def test_stop_in_mid_evening_keeps_all(speaker: Speaker) -> None:
    begin(speaker)
    speaker.player(PlayerState.PLAYING)
    opened = speaker.opened
    said = speaker.say("stop")
    assert words(said)
    assert not listens(said)
    assert speaker.told("ovos.common_play.stop")
    speaker.player(PlayerState.STOPPED)
    speaker.service.wait(600)
    speaker.time_passes()
    assert speaker.opened == opened, "who left is not asked"
    assert speaker.say("turn on the kitchen light") == [], "the house has its speaker back"
    again = speaker.say("open closer together")
    assert "Welcome" not in words(again), "they are known, and go on where they were"


def test_a_stop_while_it_speaks_lets_no_music_begin(speaker: Speaker) -> None:
    speaker.say("open closer together")
    speaker.bus.once("recognizer_loop:audio_output_start", lambda _: speaker.bus.emit(Message(f"{SKILL}.stop")))
    speaker.say("yes", until=[HANDLED])
    assert speaker.played == []


def test_stop_everything_is_a_stop_too(speaker: Speaker) -> None:
    begin(speaker)
    assert words(speaker.say("stop everything"))
    assert speaker.told("ovos.common_play.stop")


def test_safety_needs_no_evening_and_names_no_product(speaker: Speaker) -> None:
    said = speaker.say("i don't feel safe")
    assert "9 1 1" in words(said)
    assert listens(said)
    assert "OpenVoice" not in words(said)
    assert speaker.told("ovos.common_play.list_backends") == [], "it waits for no player"


def test_safety_interrupts_the_music(speaker: Speaker) -> None:
    begin(speaker)
    speaker.player(PlayerState.PLAYING)
    assert "9 1 1" in words(speaker.say("i don't feel safe with him"))
    assert speaker.told("ovos.common_play.stop")


def test_safety_tells_the_number_of_the_country(speaker: Speaker) -> None:
    place = {"city": {"state": {"country": {"code": "GB"}}}, "timezone": {"code": "Europe/London"}}
    session = Session("a satellite", location_prefs=place)
    assert "9 9 9" in words(speaker.say("i don't feel safe", session))


def test_two_speakers_do_not_answer_for_each_other(speaker: Speaker) -> None:
    begin(speaker)
    there = Session("a satellite")
    assert speaker.say("yes", there) == [], "no evening goes on there"
    said = speaker.say("open closer together", there)
    assert words(said)
    assert said[0].context["session"]["session_id"] == "a satellite"
    assert len(speaker.played) == 1, "this player plays for this room"


def test_a_service_that_is_away_is_told_in_one_sentence(speaker: Speaker) -> None:
    begin(speaker)
    speaker.player(PlayerState.PLAYING)
    speaker.service.close()
    said = speaker.say("next")
    assert words(said).count(".") == 2, words(said)
    assert len(said) == 1
    assert "Closer Together" not in words(said), "whatever it was that they said"
    assert not listens(said)
    assert speaker.say("next") == [], "the house has its speaker back"
    assert len(speaker.say("open closer together")) == 1


def test_stop_stops_the_music_without_the_service_too(speaker: Speaker) -> None:
    begin(speaker)
    speaker.player(PlayerState.PLAYING)
    speaker.service.close()
    speaker.say("stop")
    assert speaker.told("ovos.common_play.stop")


def test_an_answer_that_is_none_counts_as_away(speaker: Speaker, hostile: str) -> None:
    speaker.skill.settings["address"] = hostile
    assert len(speaker.say("open closer together")) == 1


def test_nothing_that_is_said_comes_into_a_log_of_ours(speaker: Speaker, logged: list[str]) -> None:
    begin(speaker)
    speaker.say("my secret is a purple elephant")
    speaker.service.close()
    speaker.say("my secret is a purple elephant")
    assert not [line for line in logged if "elephant" in line]
