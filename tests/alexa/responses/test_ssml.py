# SPDX-License-Identifier: Apache-2.0
"""Parts become SSML that the platform takes: escaped, cut to its limits, and well formed."""

from __future__ import annotations

import re
from contextlib import nullcontext
from xml.etree import ElementTree

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.alexa.responses.ssml import TooLong, speakable, ssml
from skill.checkin.model.speech import SLOWLY, Care, Part, Pause, Person, Read, Say
from skill.content.loading.loader import load_content
from skill.content.types import Line
from skill.platform import BREAK_MAX_S

CONTENT = load_content("en-US")
NAMED = next(line for line in CONTENT.lines.values() if "{first}" in line.texts[0] and "{second}" in line.texts[0])


def spoken(*parts: Part) -> str:
    speech = ssml(parts, CONTENT)
    assert speech is not None
    ElementTree.fromstring(speech)  # else it would raise
    return speech


def test_nothing_to_say_is_no_speech() -> None:
    assert ssml((), CONTENT) is None
    assert ssml((Pause(0),), CONTENT) is None


def test_names_are_escaped() -> None:
    speech = spoken(Say(NAMED.id, 0, {"first": "Zoë & <Co>", "second": "</speak>"}))
    assert "Zoë &amp; &lt;Co&gt;" in speech
    assert speech.count("</speak>") == 1


@given(st.text(), st.text())
def test_any_name_leaves_the_speech_well_formed(first: str, second: str) -> None:
    spoken(Say(NAMED.id, 0, {"first": first, "second": second}))


def test_an_entry_is_read_as_it_stands_in_its_deck() -> None:
    number, question = next(iter(CONTENT.questions.items()))
    assert question.text in spoken(Read("questions", number))


def test_what_they_ask_to_hear_slowly_is_read_slowly_and_whole() -> None:
    number, question = next(iter(CONTENT.questions.items()))
    speech = spoken(Say(SLOWLY, 0, {"entry": Read("questions", number)}))
    assert f'<prosody rate="85%">{question.text}</prosody>' in speech


@each_case("seconds", [0.25, 0.6, 1, 9.999, 10, 10.001, 25, 90])
def test_silence_is_as_long_as_asked_in_breaks_that_are_allowed(seconds: float) -> None:
    breaks = re.findall(r'<break time="(\d+)(ms|s)"/>', spoken(Pause(seconds)))
    lengths = [int(length) / (1000 if unit == "ms" else 1) for length, unit in breaks]
    assert max(lengths) <= BREAK_MAX_S
    assert sum(lengths) == pytest.approx(seconds)


@each_case("seconds", [-1, float("nan"), float("inf"), 1e9])
def test_silence_that_could_be_none_of_ours_is_refused(seconds: float) -> None:
    with pytest.raises(TooLong):
        ssml((Pause(seconds),), CONTENT)


def test_a_care_number_is_spoken_digit_by_digit_also_within_a_sentence() -> None:
    digits = '<say-as interpret-as="digits">911</say-as>'
    assert digits in spoken(Care("US", "emergency"))
    sentence = spoken(Say("safety.emergency", 0, {"number": Care("US", "emergency")}))
    assert digits in sentence
    assert sentence != f"<speak>{digits}</speak>"


def test_more_than_the_platform_takes_is_refused() -> None:
    number = next(iter(CONTENT.questions))
    with pytest.raises(TooLong):
        ssml((Read("questions", number),) * 400, CONTENT)


@each_case("part", [Say("no.such.line"), Say("sorry.broken", 99), Read("questions", 9999), Read("x", 1)])
def test_what_is_not_in_the_decks_is_refused(part: Part) -> None:
    with pytest.raises((LookupError, AttributeError)):
        ssml((part,), CONTENT)


@each_case(
    ("seconds", "breaks"),
    [
        (0.25, ["250ms"]),
        (1, ["1s"]),
        (1.5, ["1500ms"]),
        (10, ["10s"]),
        (10.5, ["10s", "500ms"]),
        (25, ["10s", "10s", "5s"]),
        (0.0004, []),
    ],
)
def test_silence_is_told_in_whole_seconds_where_it_has_them(seconds: float, breaks: list[str]) -> None:
    said = ssml((Say("sorry.broken"), Pause(seconds)), CONTENT)
    assert said is not None
    assert re.findall(r'time="(\w+)"', said) == breaks


@each_case(("characters", "fits"), [(8000 - 15, True), (8000 - 14, False)])
def test_eight_thousand_characters_of_markup_are_said(characters: int, fits: bool) -> None:
    lines = {"long": Line(id="long", ends="tell", texts=("x" * characters,))}
    content = replace(CONTENT, lines=lines)
    with nullcontext() if fits else pytest.raises(TooLong):
        assert ssml((Say("long"),), content) == f"<speak>{'x' * characters}</speak>"


def test_a_recognised_speaker_is_called_by_an_id_that_stays_one() -> None:
    named = Say(NAMED.id, 0, {"first": Person(), "second": "Sam"})
    assert """<alexa:name type="first" personId="a&quot;&lt;&#x27;b"/>""" in (ssml((named,), CONTENT, "a\"<'b") or "")
    assert "alexa:name" not in (ssml((named,), CONTENT) or "")


def test_a_number_is_spoken_in_its_groups() -> None:
    groups = re.findall(r'<say-as interpret-as="digits">(\d+)</say-as>', spoken(Care("GB", "danger")))
    assert groups == ["0808", "2000", "247"]


@each_case(("said", "stands"), [("a\tb", "a\tb"), ("a\x00b\ud800", "ab"), ("Zoë 🌹", "Zoë 🌹"), ("\ufffe", "")])
def test_what_no_document_may_hold_is_left_out(said: str, stands: str) -> None:
    assert speakable(said) == stands
