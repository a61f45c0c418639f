# SPDX-License-Identifier: Apache-2.0
"""Which sound is played for a talk, and where it lies."""

from __future__ import annotations

import re

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st

from skill import tracks
from skill.tracks import TALK, track_for


@each_case(
    ("seconds", "name"),
    [
        (1, "talk-1"),
        (60, "talk-1"),
        (61, "talk-2"),
        (90, "talk-2"),
        (120, "talk-2"),
        (180, "talk-3"),
        (240, "talk-5"),
        (300, "talk-5"),
        (600, "talk-10"),
        (601, "talk-20"),
        (1200, "talk-20"),
        (3600, "talk-20"),
        (0, "talk-1"),
        (-5, "talk-1"),
    ],
)
def test_a_talk_gets_the_shortest_music_that_lasts(seconds: float, name: str) -> None:
    assert track_for(seconds).name == name


@given(st.floats(allow_nan=True))
def test_any_length_gets_music_of_the_set(seconds: float) -> None:
    track = track_for(seconds)
    assert track in TALK
    assert track.seconds >= seconds or track == TALK[-1]


def test_names_say_the_minutes() -> None:
    assert {track.name: track.seconds / 60 for track in TALK} == {f"talk-{m}": m for m in (1, 2, 3, 5, 10, 20)}


def test_each_sound_of_the_set_has_a_plain_name_of_its_own() -> None:
    names = [track.name for track in tracks.TRACKS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_a_sound_within_speech_is_short() -> None:
    assert tracks.CHIME.seconds < 90, "all sounds of a reprompt last no longer (SSML reference: audio)"


@each_case("base_url", ["https://audio.invalid", "https://audio.invalid/"])
def test_a_sound_lies_in_the_folder_of_the_set(base_url: str) -> None:
    assert track_for(180).url(base_url) == "https://audio.invalid/talk-3.mp3"
    assert tracks.TAIL.url(f"{base_url.rstrip('/')}/one/two") == "https://audio.invalid/one/two/tail.mp3"


@each_case("base_url", ["http://audio.invalid/", "http://localhost:8000", "audio.invalid", "file:///a", ""])
def test_a_folder_without_https_is_refused(base_url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        track_for(60).url(base_url)


def test_what_is_shown_tells_nothing() -> None:
    assert tracks.TITLE == "Talk time"
