# SPDX-License-Identifier: Apache-2.0
"""From parts to plain words: what fills a place, what is silent, and which numbers are spoken at all."""

from __future__ import annotations

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.speech import Care, Part, Pause, Person, Read, ReadTo, Say
from skill.checkin.wording import as_it_stands, can_be_said, care_line, spoken, words
from skill.content.types import CareLine, Line

from .couple import CONTENT

TO_ONE = next(number for number, entry in CONTENT.appreciation.items() if entry.to_one)


def with_lines(**texts: str) -> object:
    """The content with lines of one wording each."""
    lines = {name: Line(id=name, ends="tell", texts=(text,)) for name, text in texts.items()}
    return replace(CONTENT, lines={**CONTENT.lines, **lines})


@each_case(
    ("wording", "said"),
    [
        ("{when}, then.", "On Monday, then."),
        ("So {when}, then.", "So on Monday, then."),
        ("Fine. {when}, then.", "Fine. On Monday, then."),
        ("Really? {when}.", "Really? On Monday."),
        ("Yes! {when}.", "Yes! On Monday."),
        ("Then: {when}.", "Then: on Monday."),
    ],
)
def test_a_line_begins_small_inside_a_sentence(wording: str, said: str) -> None:
    content = with_lines(told=wording, day="On Monday")
    assert words(Say("told", fill={"when": Say("day")}), content) == said  # type: ignore[arg-type]


def test_a_name_and_an_entry_stand_as_they_are_given() -> None:
    content = with_lines(told="And {name}, {ritual}.")
    said = Say("told", fill={"name": "Alex", "ritual": Read("rituals", 1, "name")})
    assert words(said, content) == f"And Alex, {CONTENT.rituals[1].name}."  # type: ignore[arg-type]
    assert as_it_stands("And {name}.", "name", "Alex", "Alex") == "Alex"
    assert as_it_stands("And {name}.", "name", Read("rituals", 1, "name"), "Tea") == "Tea"


def test_silence_and_a_voice_that_only_the_platform_knows_have_no_words() -> None:
    assert [words(part, CONTENT) for part in (Pause(3), Person())] == ["", ""]
    parts = (Pause(1), Say("not_music"), Pause(2), Read("questions", 1))
    assert spoken(parts, CONTENT) == f"{CONTENT.lines['not_music'].texts[0]} {CONTENT.questions[1].text}"


def test_an_entry_is_said_to_one_of_them_by_name() -> None:
    said = words(ReadTo("appreciation", TO_ONE, "Sam", "Alex"), CONTENT)
    assert "Alex" in said or "Sam" in said
    assert "{" not in said


def care(country: str, risk: str, confirmed: bool, phone: str | None = None, web: str | None = None) -> CareLine:
    return CareLine(
        country=country,
        risk=risk,  # type: ignore[arg-type]
        name="Help",
        phone=phone,
        web=web,
        source="example.org",
        checked="2026-01-01",
        confirmed=confirmed,
    )


LINES = (
    care("XA", "emergency", False, "1-1-0"),
    care("XA", "danger", True, "2-2-2"),
    care("XA", "self", False, "3-3-3"),
    care("XA", "child", True),
    care("XB", "emergency", True, web="help dot example"),
    care("XB", "danger", True, web="help dot example"),
    care("XB", "self", False, "4-4-4", "help dot example"),
)


@each_case(
    ("country", "risk", "number"),
    [
        ("XA", "emergency", "1-1-0"),
        ("XA", "danger", "2-2-2"),
        ("XA", "self", ""),
        ("XA", "child", ""),
        ("XB", "emergency", ""),
        ("XB", "danger", ""),
        ("XB", "self", ""),
        ("XC", "emergency", ""),
    ],
)
def test_a_number_is_spoken_where_it_is_confirmed_and_the_emergency_number_always(
    country: str, risk: str, number: str
) -> None:
    assert words(Care(country, risk), replace(CONTENT, care=LINES)) == number


def test_a_place_on_the_web_helps_where_there_is_no_number_but_not_in_an_emergency() -> None:
    content = replace(CONTENT, care=LINES)
    helps = {(line.country, line.risk) for line in LINES if care_line(content, line.country, line.risk)}
    assert helps == {("XA", "emergency"), ("XA", "danger"), ("XB", "danger")}


@each_case(
    ("parts", "known"),
    [
        ((), False),
        ((Pause(1),), True),
        ((Say("resume"),), True),
        ((Say("no.such.line"),), False),
        ((Say("resume", 99),), False),
        ((Say("resume"), Read("questions", 99_999)), False),
        ((Read("riddles", 1),), False),
    ],
)
def test_what_was_kept_can_be_said_while_all_of_it_is_known(parts: tuple[Part, ...], known: bool) -> None:
    assert can_be_said(parts, CONTENT) == known
