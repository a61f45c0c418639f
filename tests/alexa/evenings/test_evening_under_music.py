# SPDX-License-Identifier: Apache-2.0
"""An evening over closed sessions: the talk time is music, and the words that go on come without attributes."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest

from lambda_handler import make_handler
from skill.content.decks import swapped_text
from skill.content.loading.loader import load_content
from skill.settings import Settings

from ..couple import BEDROOM, TRACKS, Couple, Room, plain_slot


@pytest.fixture
def handler():
    return make_handler(Settings(store="memory:", audio_base_url=TRACKS))


@pytest.fixture
def room(handler):
    return Room(handler)


def test_talk_time_is_a_track_and_a_closed_session(room):
    room.to_talk()
    stream = room.play()["audioItem"]["stream"]
    assert stream["url"] == f"{TRACKS}/talk-2.mp3"
    assert stream["offsetInMilliseconds"] == 0
    assert len(stream["token"]) <= 1024
    assert room.last["response"]["shouldEndSession"] is True
    assert "Alexa, open Closer Together" in room.words


def test_what_the_track_shows_tells_nobody_what_they_talk_about(room):
    room.to_talk()
    shown = room.play()["audioItem"]["metadata"]
    assert shown["title"] == "Talk time"
    assert shown["art"]["sources"] == [{"url": f"{TRACKS}/cover.png"}]
    assert "Sam" not in room.play()["audioItem"]["stream"]["token"]


def test_each_next_moves_one_step_and_replaces_the_track_until_the_ritual_is_offered(room):
    room.to_talk()
    tokens = [room.token]
    room.say("AMAZON.NextIntent")
    assert room.play()["playBehavior"] == "REPLACE_ALL"
    tokens.append(room.token)
    room.say("AMAZON.NextIntent")
    assert room.state == "ritual"
    assert len(set(tokens)) == 2


def test_when_the_ritual_is_offered_the_music_is_over(room):
    room.to_talk()
    room.say("AMAZON.NextIntent")
    assert not room.directives("AudioPlayer.Stop")
    room.say("AMAZON.NextIntent")
    assert room.directives("AudioPlayer.Stop")
    assert room.directives("AudioPlayer.ClearQueue")


def test_a_second_next_at_once_moves_nothing(room):
    room.to_talk()
    room.say("AMAZON.NextIntent")
    token = room.token
    room.moment -= room.moment - (room.moment.fromtimestamp(room.moment.timestamp() - 19, room.moment.tzinfo))
    room.say("AMAZON.NextIntent")
    assert room.ssml == ""
    assert room.token == token
    room.say("AMAZON.NextIntent")
    assert room.state == "ritual"


def test_pause_stops_the_music_without_a_word_and_resume_goes_on_from_where_it_was(room):
    room.to_talk()
    token = room.token
    room.say("AMAZON.PauseIntent")
    assert room.ssml == ""
    assert room.directives("AudioPlayer.Stop")
    assert room.last["response"]["shouldEndSession"] is True
    room.moment += timedelta(minutes=5)
    room.say("AMAZON.ResumeIntent")
    stream = room.play()["audioItem"]["stream"]
    assert (stream["token"], stream["offsetInMilliseconds"]) == (token, 20_000)


@pytest.mark.parametrize(("told", "resumed"), [(-5, 0), (0, 0), (89_999, 89_999), (10**9, 90_000), ("x", 0), (None, 0)])
def test_music_goes_on_from_a_place_that_the_track_has(room, told, resumed):
    room.to_talk()
    envelope = room.intent("AMAZON.ResumeIntent")
    envelope["context"]["AudioPlayer"]["offsetInMilliseconds"] = told
    room.send(envelope)
    assert room.play()["audioItem"]["stream"]["offsetInMilliseconds"] == resumed


@pytest.mark.parametrize("intent", ["AMAZON.LoopOnIntent", "AMAZON.ShuffleOffIntent"])
def test_loop_and_shuffle_are_answered_kindly_and_stop_nothing(room, intent):
    room.to_talk()
    room.say(intent)
    assert room.words
    assert room.last["response"]["shouldEndSession"] is True
    assert "directives" not in room.last["response"]


def test_repeat_says_the_question_again_and_previous_goes_back(room):
    room.to_talk()
    room.say("AMAZON.NextIntent")
    question = room.play()["audioItem"]["stream"]["token"].split('["question",')[1].split(",")[0]
    room.say("AMAZON.RepeatIntent")
    asked = swapped_text(content := load_content("en-US"), int(question)) or content.questions[int(question)].text
    assert asked in unescape(room.words)  # the other way round it has no frame
    room.say("AMAZON.PreviousIntent")
    assert room.play()


def test_five_more_minutes_plays_five_minutes(room):
    room.to_talk()
    room.say("TalkTimeIntent", plain_slot("duration", "PT5M"))
    assert room.play()["audioItem"]["stream"]["url"].endswith("talk-5.mp3")
    room.say("TalkTimeIntent", plain_slot("duration", "P3D"))
    assert room.words


def test_a_soft_tail_follows_the_same_turn_and_nothing_follows_the_tail(room):
    room.to_talk()
    token = room.token
    room.send(
        room.envelope("AudioPlayer.PlaybackNearlyFinished", session=False, token=token, offsetInMilliseconds=50_000)
    )
    tail = room.play()
    assert tail["playBehavior"] == "ENQUEUE"
    assert tail["audioItem"]["stream"]["expectedPreviousToken"] == token
    assert tail["audioItem"]["stream"]["url"].endswith("tail.mp3")
    assert set(room.last["response"]) == {"directives"}
    token = tail["audioItem"]["stream"]["token"]
    room.send(room.envelope("AudioPlayer.PlaybackNearlyFinished", session=False, token=token, offsetInMilliseconds=0))
    assert room.last["response"] == {}


@pytest.mark.parametrize("kind", ["PlaybackStarted", "PlaybackFinished", "PlaybackStopped", "PlaybackFailed"])
def test_the_evening_never_goes_on_by_an_event(room, kind):
    room.to_talk()
    token = room.token
    room.send(room.envelope(f"AudioPlayer.{kind}", session=False, token=token, offsetInMilliseconds=60_000))
    assert room.last["response"] == {}
    room.say("AMAZON.NextIntent")
    room.say("AMAZON.NextIntent")
    assert room.state == "ritual"


@pytest.mark.parametrize("button", ["Next", "Previous", "Pause"])
def test_a_button_stops_the_music_says_nothing_and_moves_nothing(room, button):
    room.to_talk()
    room.send(room.envelope(f"PlaybackController.{button}CommandIssued", session=False))
    assert room.directives("AudioPlayer.Stop")
    assert room.ssml == ""
    room.say("AMAZON.NextIntent")
    assert room.play()


def test_the_play_button_plays_on(room):
    room.to_talk()
    room.moment -= timedelta(seconds=8)
    room.send(room.envelope("PlaybackController.PlayCommandIssued", session=False))
    assert room.play()["audioItem"]["stream"]["offsetInMilliseconds"] == 12_000


def test_after_a_track_that_failed_opening_the_skill_picks_up_where_they_were(room):
    room.to_talk()
    room.send(room.envelope("AudioPlayer.PlaybackFailed", session=False, token=room.token))
    envelope = room.envelope("LaunchRequest")
    envelope["context"]["AudioPlayer"] = {"playerActivity": "IDLE", "offsetInMilliseconds": 0}
    room.send(envelope)
    assert room.play()


def test_the_evening_changes_devices_in_the_middle(room, handler):
    room.to_talk()
    bedroom = Couple(handler, device=BEDROOM)
    bedroom.moment = room.moment
    bedroom.launch()
    assert bedroom.last["response"]["shouldEndSession"] is True
    assert "directives" not in bedroom.last["response"]
    assert "ninety seconds" in bedroom.words


def test_a_restart_of_the_program_in_between_changes_nothing(tmp_path):
    settings = Settings(store=f"sqlite:///{tmp_path}/evenings.db", audio_base_url=TRACKS)
    room = Room(make_handler(settings))
    room.to_talk()
    room.say("AMAZON.NextIntent")
    room.handler = make_handler(settings)
    room.say("AMAZON.NextIntent")
    assert room.state == "ritual"


def test_the_token_carries_the_evening_where_nothing_is_remembered(room, tmp_path):
    room.to_talk()
    a_folder_is_no_store = f"sqlite:///{tmp_path}"
    token = room.token
    room.handler = make_handler(Settings(store=a_folder_is_no_store, audio_base_url=TRACKS))
    room.say("AMAZON.NextIntent")
    assert room.play()
    assert room.token != token


@pytest.mark.parametrize(
    "token",
    ["", "x" * 1024, "[]", '{"a":1}', json.dumps([1, "checkin", "2026-03-05", 60, 999999]), "\ud800", "[1e999]"],
)
def test_a_token_that_is_none_of_ours_changes_nothing(room, token):
    envelope = room.intent("AMAZON.NextIntent")
    envelope["context"]["AudioPlayer"] = {"token": token, "offsetInMilliseconds": -5, "playerActivity": "PLAYING"}
    room.send(envelope)
    assert room.state == "ready"
    room.send(room.envelope("AudioPlayer.PlaybackNearlyFinished", session=False, token=token))
    assert room.last["response"] == {}


def test_talk_about_tonights_question_goes_on_in_a_new_session(room):
    room.launch()
    room.say("TonightsQuestionIntent")
    room.say("AMAZON.YesIntent")
    assert room.play()["audioItem"]["stream"]["url"].endswith("talk-2.mp3")
    room.say("AMAZON.NextIntent")
    assert room.state == "ready"


def test_without_a_host_of_tracks_the_skill_waits_inside_its_speech():
    room = Room(make_handler(Settings(store="memory:")))
    room.to_talk()
    assert room.directives("AudioPlayer.Play") == []
    assert room.last["response"]["shouldEndSession"] is True
    assert "open closer together" in room.words.lower()
