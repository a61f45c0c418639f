# SPDX-License-Identifier: Apache-2.0
"""What goes to a screen beside its document: words with their size, buttons, a scale, lights on a string, a ring."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from cases import each_case
from msgspec.structs import replace

from skill.alexa import locales
from skill.alexa.screens.directive import show
from skill.checkin.intents import Intent
from skill.checkin.model.screen import Choice, Screen
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.content.types import EmpathyPhrase, Line, Prompt

from .documents import FILE, as_they_are

CONTENT = locales.content("en-US")


def told(screen: Screen, speech_characters: int = 0, **lines: str) -> dict[str, Any]:
    """What a screen is given, with lines that say these words."""
    said = {name: Line(id=name, ends="tell", texts=(text,)) for name, text in lines.items()}
    shown = show(screen, replace(CONTENT, lines={**CONTENT.lines, **said}), speech_characters)
    assert shown.size == len(msgspec.json.encode(shown.plain))
    assert shown.plain["type"] == "Alexa.Presentation.APL.RenderDocument"
    data: dict[str, Any] = shown.plain["datasources"]["screen"]
    return data


def reading(**fields: Any) -> Screen:
    plain: dict[str, Any] = {"kind": "question", "state": State.QUESTION, "words": (Say("said"),)}
    return Screen(**plain | fields)


def test_documents_are_those_that_were_looked_at() -> None:
    assert json.loads(as_they_are()) == json.loads(FILE.read_text("utf-8")), "look at them, then write the file anew"


@each_case(
    ("characters", "letters", "on_clock"),
    [
        (0, 11.0, 11.0),
        (12, 11.0, 11.0),
        (13, 11.0, 10.0),
        (14, 11.0, 9.0),
        (30, 11.0, 9.0),
        (31, 11.0, 8.0),
        (33, 11.0, 8.0),
        (34, 11.0, 7.2),
        (45, 11.0, 7.2),
        (46, 10.0, 7.2),
        (57, 10.0, 6.4),
        (64, 10.0, 5.8),
        (70, 10.0, 5.8),
        (71, 10.0, 5.2),
        (75, 9.0, 5.2),
        (84, 8.0, 5.2),
        (104, 8.0, 5.2),
        (105, 8.0, 4.7),
        (125, 7.2, 4.7),
        (173, 6.4, 4.7),
        (195, 5.8, 4.7),
        (258, 5.2, 4.7),
        (335, 5.2, 4.7),
        (336, 4.7, 4.7),
        (3000, 4.7, 4.7),
    ],
)
def test_words_are_shown_in_the_largest_letters_that_fit(characters: int, letters: float, on_clock: float) -> None:
    data = told(reading(), said="x" * characters)
    assert (data["letters"], data["lettersOnClock"]) == (letters, on_clock)


@each_case(
    ("characters", "letters"),
    [(20, 11.0), (21, 10.0), (34, 9.0), (38, 8.0), (57, 7.2), (79, 6.4), (89, 5.8), (118, 5.2), (152, 5.2), (153, 4.7)],
)
def test_beside_a_ring_there_is_less_room(characters: int, letters: float) -> None:
    assert told(reading(kind="waiting"), said="x" * characters)["letters"] == letters


def test_what_the_listener_says_first_takes_room_too() -> None:
    phrase = EmpathyPhrase(number=1, text="x" * 46, kind="see")
    content = replace(CONTENT, empathy={1: phrase}, plans={1: Prompt(number=1, text="<&>")})
    shown = show(reading(words=(Read("plans", 1),), before=Read("empathy", 1)), content)
    data = shown.plain["datasources"]["screen"]
    assert data["before"] == "x" * 46
    assert (data["words"], data["letters"]) == ("&lt;&amp;&gt;", 10.0)
    assert told(reading(), said="So.")["before"] == ""


def test_a_title_stands_above_where_there_is_one() -> None:
    assert told(reading(title=Say("title")), title="You & me", said="So.")["title"] == "You &amp; me"
    assert told(reading(), said="So.")["title"] == ""


def test_buttons_are_as_wide_as_their_words_and_two_in_a_row() -> None:
    labels = {"a": "No", "b": "Four", "c": "Five.", "d": "Not now & then", "e": "Yes"}
    choices = tuple(Choice(intent=Intent.NO, label=name) for name in labels)
    data = told(reading(choices=(*choices, Choice(intent=Intent.RATE, score=7))), said="So.", **labels)
    assert [(one["label"], one["wide"], one["row"]) for one in data["choices"]] == [
        ("No", 20, 0),
        ("Four", 20, 0),
        ("Five.", 23, 1),
        ("Not now &amp; then", 48, 1),
        ("Yes", 20, 2),
    ]
    assert data["choices"][0]["means"] == ["closer-1", "question", "no", 0]


def test_a_scale_goes_from_violet_to_amber_in_two_rows_of_five() -> None:
    choices = (
        *(Choice(intent=Intent.RATE, score=score) for score in range(1, 11)),
        Choice(intent=Intent.NEXT, label="skip"),
    )
    screen = Screen(kind="ratings", state=State.RATE, words=(Say("low"), Say("high")), choices=choices)
    data = told(screen, low="Far & away", high="Close", skip="Skip")
    assert (data["low"], data["high"]) == ("Far &amp; away", "Close")
    assert [(one["label"], one["row"]) for one in data["scale"]] == [
        (str(score), 0 if score <= 5 else 1) for score in range(1, 11)
    ]
    colours = [one["colour"] for one in data["scale"]]
    assert (colours[0], colours[3], colours[9]) == (
        "rgba(150,120,200,0.42)",
        "rgba(174,130,165,0.42)",
        "rgba(222,150,96,0.42)",
    )
    assert data["scale"][6]["means"] == ["closer-1", "rate", "rate", 7]
    assert [one["label"] for one in data["choices"]] == ["Skip"]


@each_case(
    ("points", "lights", "line"),
    [
        ((), [], ""),
        ((50,), [(50, 50.0)], "M150.0,50.0"),
        ((0, 100), [(4.0, 90.0), (96.0, 10.0)], "M12.0,90.0 C150.0,90.0 150.0,10.0 288.0,10.0"),
        (
            (0, 100, 50),
            [(4.0, 90.0), (50.0, 10.0), (96.0, 50.0)],
            "M12.0,90.0 C81.0,90.0 81.0,10.0 150.0,10.0 C219.0,10.0 219.0,50.0 288.0,50.0",
        ),
    ],
)
def test_evenings_hang_as_lights_on_a_string(points: tuple[int, ...], lights: list[Any], line: str) -> None:
    data = told(reading(kind="doing", points=points), said="Well & good.")
    assert [(one["x"], one["y"]) for one in data["points"]] == lights
    assert data["line"] == line
    assert data["words"] == "Well &amp; good."


@each_case(("characters", "begins"), [(0, 0), (15, 1000), (150, 10_000), (1, 66)])
def test_a_ring_stands_full_while_something_is_said_and_then_empties(characters: int, begins: int) -> None:
    data = told(reading(kind="waiting", seconds=90), characters, said="So.")
    assert (data["begins"], data["lasts"]) == (begins, 90_000)
    assert "begins" not in told(reading(), characters, said="So.")


def test_of_nothing_said_a_ring_begins_at_once() -> None:
    screen = reading(kind="waiting", words=(), seconds=30)
    assert show(screen, CONTENT).plain["datasources"]["screen"]["begins"] == 0
