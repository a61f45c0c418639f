# SPDX-License-Identifier: Apache-2.0
"""An evening under music on the local speaker, with the device's own clock, and where the tracks lie."""

import sys
import wave
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from understood import understanding_of

from lambda_handler import make_handler
from skill import tracks
from skill.language_model import load_language_model
from skill.settings import Settings
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.home_simulator import Home
from skill.speaker.snd import tracks as built_tracks


@pytest.fixture
def home():
    model = load_language_model("en-US")
    clock = ScriptedClock(datetime(2026, 3, 5, 21, 0, tzinfo=ZoneInfo("UTC")))
    handler = make_handler(Settings(store="memory:", audio_base_url=built_tracks.AUDIO_HOST))

    def install(gear):
        player = Player(clock, built_tracks.length_s)
        return Echo(handler, understanding_of(model.locale), model, clock, gear=gear, player=player, strict=True)

    return Home(clock, install)


def directives(exchanges):
    return [directive["type"] for exchange in exchanges for directive in exchange.directives]


def test_a_whole_short_evening_under_music(home):
    home.launch()
    assert directives(home.hear("a short one")) == ["AudioPlayer.Play"]
    assert home.echo.player.activity == "PLAYING"
    assert directives(home.hear("alexa, next")) == ["AudioPlayer.Play"]
    home.wait(10)
    happened = home.hear("alexa, next")
    assert happened[0].state == "ritual"
    assert home.echo.player.activity != "PLAYING"
    happened = home.hear("yes")
    assert not happened[0].session_open


def test_a_talk_that_takes_longer_than_its_track_gets_one_tail_and_then_quiet(home):
    home.launch()
    home.hear("a short one")
    happened = home.wait(600)
    assert directives(happened) == ["AudioPlayer.Play"]
    assert home.echo.player.activity == "FINISHED"
    assert home.hear("alexa, next")[0].spoken


def test_the_length_of_a_track_is_known_by_its_address():
    assert built_tracks.length_s(f"{built_tracks.AUDIO_HOST}/talk-5.mp3") == 300
    assert built_tracks.length_s("https://audio.invalid/other.mp3") < 0


def test_half_a_set_is_none(tmp_path):
    assert not built_tracks.are_built(tmp_path)
    for track in tracks.TRACKS:
        (tmp_path / track.file).write_bytes(b"")
    assert built_tracks.are_built(tmp_path)
    (tmp_path / tracks.TAIL.file).unlink()
    assert not built_tracks.are_built(tmp_path)


def test_a_track_that_is_not_there_sounds_like_nothing(tmp_path):
    assert built_tracks.frames(f"{built_tracks.AUDIO_HOST}/talk-1.mp3", 0, 22_050, tmp_path) == b""


def test_a_track_is_heard_from_where_it_is_to_begin(tmp_path, monkeypatch):
    pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    with wave.open(str(tmp_path / "talk-1.mp3"), "wb") as file:  # the decoder goes by what is in it
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(b"\x00\x10" * 4_000 + b"\x00\x20" * 4_000)
    url = f"{built_tracks.AUDIO_HOST}/talk-1.mp3"
    assert built_tracks.file_of(url, tmp_path) == tmp_path / "talk-1.mp3"
    assert built_tracks.file_of(f"{built_tracks.AUDIO_HOST}/talk-2.mp3", tmp_path) is None
    assert built_tracks.file_of("https://example.org/talk-1.mp3", tmp_path) is None
    assert built_tracks.frames(url, 0, 8_000, tmp_path) == b"\x00\x10" * 4_000 + b"\x00\x20" * 4_000
    assert built_tracks.frames(url, 500, 8_000, tmp_path) == b"\x00\x20" * 4_000
    monkeypatch.setitem(sys.modules, "miniaudio", None)
    assert built_tracks.frames(url, 0, 8_000, tmp_path) == b""
