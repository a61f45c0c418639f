# SPDX-License-Identifier: Apache-2.0
"""From what is to be shown to the directive that shows it: a document of ours, and the words of this turn."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.json import encode

from skill.alexa.screens.documents import DOCUMENTS, MARKS
from skill.alexa.screens.touch import TOKEN, arguments
from skill.checkin.model.screen import Choice, Screen
from skill.checkin.wording import spoken, words
from skill.content.types import Content
from skill.platform import RENDER_DOCUMENT

Json = dict[str, Any]

LETTERS = (11.0, 10.0, 9.0, 8.0, 7.2, 6.4, 5.8, 5.2, 4.7)
"""Heights of letters, in hundredths of the shorter side; the largest that fits is taken."""
LETTER_WIDE, LINE_HIGH = 0.53, 1.25
"""How wide a letter and how high a line is, of the letter's height."""
FIELD = {"reading": (132, 54), "waiting": (60, 54)}
FIELD_ON_CLOCK = (72, 36)
"""Width and height that words have at least, in the same hundredths: on the narrowest display, and on a clock."""
LAYOUT = {"ratings": "ratings", "doing": "doing", "waiting": "waiting"}
"""Layouts by the kind of a screen; all others are words to read."""
CHARACTERS_A_SECOND = 15
"""How fast Alexa speaks, about: before a silence begins its ring stands full."""
IN_A_ROW, MARKS_IN_A_ROW = 2, 5
"""Buttons and marks side by side, where the display is not wide."""
WIDE_MIN, WIDE_A_CHARACTER, WIDE_MORE = 20, 2.75, 9
"""Width of a button in hundredths of the shorter side: at least, for a character, and beside its letters."""


class Shown(Struct, frozen=True):
    """A directive, and how long it is."""

    plain: Json
    size: int
    """Bytes as JSON."""


DOCUMENT_BYTES = {layout: len(encode(document)) for layout, document in DOCUMENTS.items()}


def show(screen: Screen, content: Content, speech_characters: int = 0) -> Shown:
    """The RenderDocument of a screen. `speech_characters` is how much is said before its silence begins."""
    layout = LAYOUT.get(screen.kind, "reading")
    shown = escape(spoken(screen.words, content), quote=False)
    named = [choice for choice in screen.choices if choice.label]
    data: Json = {
        "title": escape(words(screen.title, content), quote=False) if screen.title else "",
        "choices": [_button(place, choice, screen, content) for place, choice in enumerate(named)],
    }
    match layout:
        case "ratings":
            low, high = (escape(words(end, content), quote=False) for end in screen.words)
            scale = [choice for choice in screen.choices if choice.score]
            data |= {"low": low, "high": high, "scale": [_mark(choice, screen) for choice in scale]}
        case "doing":
            data |= {"words": shown} | _garland(screen.points)
        case _:
            before = escape(words(screen.before, content), quote=False) if screen.before else ""
            said = len(shown) + len(before)
            data |= {"words": shown, "before": before}
            data |= {"letters": _letters(said, *FIELD[layout]), "lettersOnClock": _letters(said, *FIELD_ON_CLOCK)}
            if layout == "waiting":
                data |= {"begins": 1000 * speech_characters // CHARACTERS_A_SECOND, "lasts": 1000 * screen.seconds}
    around: Json = {"type": RENDER_DOCUMENT, "token": TOKEN, "datasources": {"screen": data}}
    size = len(encode(around)) + len(',"document":') + DOCUMENT_BYTES[layout]
    return Shown(around | {"document": DOCUMENTS[layout]}, size)


def _letters(characters: int, wide: int, high: int) -> float:
    """The largest letters in which so many fit into a field; lines break at words, so one more is counted."""
    for size in LETTERS:
        lines = 1 + characters * LETTER_WIDE * size // wide
        if (lines + (lines > 1)) * LINE_HIGH * size <= high:
            return size
    return LETTERS[-1]


def _button(place: int, choice: Choice, screen: Screen, content: Content) -> Json:
    label = content.lines[choice.label].texts[0]
    wide = max(WIDE_MIN, round(WIDE_MORE + WIDE_A_CHARACTER * len(label)))
    row = place // IN_A_ROW
    return {"label": escape(label, quote=False), "wide": wide, "row": row, "means": arguments(screen.state, choice)}


def _mark(choice: Choice, screen: Screen) -> Json:
    return {
        "label": str(choice.score),
        "colour": MARKS[choice.score - 1],
        "row": (choice.score - 1) // MARKS_IN_A_ROW,
        "means": arguments(screen.state, choice),
    }


def _garland(points: Sequence[int]) -> Json:
    """Where the lights hang, in percent from the left and from the top, and the string between them."""
    step = 92 / max(1, len(points) - 1)
    places = [(4 + step * place if len(points) > 1 else 50, 90 - 0.8 * height) for place, height in enumerate(points)]
    line = f"M{3 * places[0][0]:.1f},{places[0][1]:.1f}" if places else ""
    for (x1, y1), (x2, y2) in pairwise(places):
        middle = 3 * (x1 + x2) / 2
        line += f" C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {3 * x2:.1f},{y2:.1f}"
    return {"points": [{"x": round(x, 1), "y": round(y, 1)} for x, y in places], "line": line}
