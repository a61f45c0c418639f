# SPDX-License-Identifier: Apache-2.0
"""SSML as a device reads it."""

import pytest
from cases import each_case

from skill.speaker.tts.ssml import MarkupError, Quiet, Sound, Words, duration_s, plain, read_ssml


def test_words_quiet_and_sounds_come_in_order() -> None:
    pieces = read_ssml(
        '<speak>Phones away. <break time="10s"/><break time="10s"/> Ready?'
        '<audio src="https://example.org/chime.mp3"/><s>One.</s><s>Two.</s></speak>'
    )
    chime = Sound("https://example.org/chime.mp3")
    assert pieces == [Words("Phones away."), Quiet(20.0), Words("Ready?"), chime, Words("One. Two.")]
    assert plain(pieces) == "Phones away. Ready? One. Two."


@each_case("block", ["<p>two</p>", "<s>two</s>"])
def test_a_block_is_parted_from_the_words_around_it(block: str) -> None:
    assert plain(read_ssml(f"<speak>One.{block}Three.</speak>")) == "One. two Three."


def test_words_are_what_is_heard_not_how_it_is_marked() -> None:
    ssml = (
        "<speak>Call <say-as interpret-as=\"digits\">911</say-as>, <sub alias='right away'>asap</sub> &amp; "
        "<emphasis>now</emphasis>.</speak>"
    )
    assert plain(read_ssml(ssml)) == "Call 911, right away & now."
    nested = "<speak><sub alias='right away'>as <w role='amazon:VB'>soon</w> as</sub> please.</speak>"
    assert plain(read_ssml(nested)) == "right away please."


def test_a_pause_takes_its_time_and_words_take_theirs() -> None:
    assert duration_s(read_ssml('<speak>one two three four five <break time="2500ms"/></speak>')) == 4.5
    assert duration_s(read_ssml("<speak></speak>")) == 0


@each_case(
    ("ssml", "rule"),
    [
        ("<speak>Tom & Alex</speak>", "not well-formed"),
        ("<speak>open", "not well-formed"),
        ("plain words", "not well-formed"),
        ("<speak>a</speak><speak>b</speak>", "not well-formed"),
        ("<speak>\x00</speak>", "not well-formed"),
        ("<p>no document</p>", "one <speak> document"),
        ("<speak><speak>a</speak></speak>", "one <speak> document"),
        ("<speak><blink>a</blink></speak>", "unknown tag <blink>"),
        ('<speak><break length="3s"/></speak>', "unknown attribute 'length'"),
        ('<speak><break time="11s"/></speak>', "break of 11 s; the limit is 10 s"),
        ('<speak><break time="10001ms"/></speak>', "the limit is 10 s"),
        ('<speak><break time="long"/></speak>', "no time"),
        ('<speak><break strength="huge"/></speak>', "unknown strength"),
        ('<speak><say-as interpret-as="song">1</say-as></speak>', "unknown interpret-as"),
        ('<speak><audio src="http://example.org/a.mp3"/></speak>', "neither https"),
        ("<speak><sub>a</sub></speak>", "without its alias"),
        ('<!DOCTYPE speak [<!ENTITY a "b">]><speak>&a;</speak>', "declaration"),
    ],
)
def test_what_alexa_would_not_speak_is_refused_by_its_rule(ssml: str, rule: str) -> None:
    with pytest.raises(MarkupError, match=rule):
        read_ssml(ssml)
