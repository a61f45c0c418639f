# SPDX-License-Identifier: Apache-2.0
"""The APL documents, one a layout. They are made once; what changes from turn to turn is their parameter `screen`."""

from __future__ import annotations

from collections.abc import Mapping

from skill.alexa.screens.look import (
    AMBER,
    CANDLE,
    CHOICES,
    LABELS,
    ROUND,
    TALL,
    TITLE,
    VIOLET,
    WIDE,
    Json,
    button,
    document,
    lights,
    page,
    text,
)


def _words(width: str, on_a_clock: str = "100%") -> list[Json]:
    """The words in the middle, as large as they can be, with what is said before them."""
    before = {"when": "${screen.before != ''}", "fontStyle": "italic", "colour": CANDLE}
    rows = []
    for when, wide, size, small in (
        ("${viewport.shape != 'round'}", width, "${@u * screen.letters}", "${@u * Math.min(6, screen.letters)}"),
        (ROUND, on_a_clock, "${@u * screen.lettersOnClock}", "${@u * screen.lettersOnClock * 0.95}"),
    ):
        rows.append(
            {
                "type": "Container",
                "when": when,
                "width": wide,
                "grow": 1,
                "shrink": 1,
                "justifyContent": "center",
                "alignItems": "@start",
                "items": [
                    text("${screen.before}", small, **before, paddingBottom="${@u * 2}"),
                    text("${screen.words}", size, lineHeight=1.22, when="${screen.words != ''}"),
                ],
            }
        )
    return rows


READING = document([*lights(), page(TITLE, *_words("84%"), CHOICES)])
"""Words to read: a question, a phrase, a ritual, help, or what is asked."""

# A circle of radius 92 that begins at the top, and its length.
_CIRCLE = "M100,8 a92,92 0 1,1 -0.01,0 Z"
_AROUND = 578.1

RING: Json = {
    "type": "AVG",
    "version": "1.1",
    "width": 200,
    "height": 200,
    "viewportWidth": 200,
    "viewportHeight": 200,
    "parameters": [
        {"name": "remains", "type": "number", "default": 1},
        {"name": "thick", "type": "number", "default": 4},
    ],
    "items": [
        {"type": "path", "pathData": _CIRCLE, "stroke": "rgba(255,255,255,0.13)", "strokeWidth": "${thick}"},
        {
            "type": "path",
            "pathData": _CIRCLE,
            "stroke": CANDLE,
            "strokeWidth": "${thick}",
            "strokeLineCap": "round",
            "strokeDashArray": [f"${{{_AROUND} * Math.max(remains, 0.0001)}}", 1200],
        },
    ],
}
"""A ring that empties with the talk time; `remains` is the share that is still to come."""

_TICKS = {
    "handleTick": [
        {
            "minimumDelay": 500,
            "when": "${elapsedTime >= screen.begins}",
            "commands": [
                {
                    "type": "SetValue",
                    "componentId": "ring",
                    "property": "remains",
                    "value": "${Math.max(0, 1 - (elapsedTime - screen.begins) / screen.lasts)}",
                }
            ],
        }
    ]
}
_RING = {"type": "VectorGraphic", "id": "ring", "source": "ring", "scale": "best-fit", "position": "absolute"}


def _ring(when: str, side: int, **place: str) -> Json:
    """The ring around the two lights."""
    inner, gap = f"${{@u * {side * 0.84:.1f}}}", f"${{@u * {side * 0.08:.1f}}}"
    lit = {"type": "VectorGraphic", "source": "lights", "scale": "best-fit", "position": "absolute"}
    whole = {"width": f"${{@u * {side}}}", "height": f"${{@u * {side}}}"}
    items = [lit | {"left": gap, "top": gap, "width": inner, "height": inner}, _RING | whole]
    return {"type": "Container", "when": when, "items": items, **whole, **place}


WAITING = document(
    [
        _RING | {"when": ROUND, "width": "100vw", "height": "100vh"},
        *(one for one in lights(0.8) if one["when"] == ROUND),
        _ring(WIDE, 72, position="absolute", right="${@u * 7}", top="${viewport.height / 2 - @u * 36}"),
        page(
            TITLE,
            _ring(TALL, 60, spacing="${@u * 6}"),
            *_words("${viewport.width > viewport.height ? viewport.width * 0.87 - @u * 78 : viewport.width * 0.87}"),
            CHOICES,
            paddingBottom="@edgeWithinRing",
        ),
    ],
    {"ring": RING},
    **_TICKS,
)
"""Quiet inside the speech: a ring that empties, and what they talk about."""


def _mark(place: int) -> str:
    """The colour of one number: from violet to amber."""
    cool, warm = ([int(one) for one in light.split(",")] for light in (VIOLET, AMBER))
    mixed = [round(a + (b - a) * place / 9) for a, b in zip(cool, warm, strict=True)]
    return f"rgba({','.join(map(str, mixed))},0.42)"


MARKS = tuple(_mark(place) for place in range(10))


def _scale(when: str, of_row: str, side: str, gap: str) -> Json:
    mark = button(width=side, height=side, borderRadius=f"${{({side[2:-1]}) / 2}}")
    mark["item"] |= {"backgroundColor": "${data.colour}"}
    mark |= {"when": of_row, "spacing": gap}
    return {
        "type": "Container",
        "when": when,
        "direction": "row",
        "width": "100%",
        "justifyContent": "center",
        "opacity": "${touched ? 0.55 : 1}",
        "data": "${screen.scale}",
        "items": [mark],
    }


_ENDS: Json = {
    "type": "Container",
    "direction": "row",
    "width": "100%",
    "justifyContent": "spaceBetween",
    "paddingTop": "${@u * 3}",
    "items": [
        text("${screen.low}", "${@u * 5}", font=LABELS, colour=CANDLE),
        text("${screen.high}", "${@u * 5}", font=LABELS, colour=CANDLE),
    ],
}
_TWO_ROWS = "${viewport.shape == 'round' || viewport.width <= viewport.height}"
_IN_A_ROW = "${viewport.width * 0.075}"
_IN_TWO = "${@u * 12.4}"

RATINGS = document(
    [
        *lights(0.55),
        page(
            TITLE,
            {
                "type": "Container",
                "width": "100%",
                "grow": 1,
                "justifyContent": "center",
                "items": [
                    _scale(WIDE, "${true}", _IN_A_ROW, "${viewport.width * 0.013}"),
                    _scale(_TWO_ROWS, "${data.row == 0}", _IN_TWO, "${@u * 2.4}"),
                    _scale(_TWO_ROWS, "${data.row == 1}", _IN_TWO, "${@u * 2.4}") | {"paddingTop": "${@u * 2.4}"},
                    _ENDS,
                ],
            },
            CHOICES,
        ),
    ]
)
"""One to ten, to touch. Which number was touched is shown nowhere."""

GARLAND: Json = {
    "type": "AVG",
    "version": "1.0",
    "width": 300,
    "height": 100,
    "viewportWidth": 300,
    "viewportHeight": 100,
    "parameters": [{"name": "line", "type": "string", "default": "M0,50 L300,50"}],
    "items": [
        {"type": "path", "pathData": "${line}", "stroke": "rgba(236,187,146,0.55)", "strokeWidth": 1.6},
    ],
}

DOING = document(
    [
        *lights(0.55),
        page(
            TITLE,
            {
                "type": "Container",
                "when": "${screen.points.length > 0}",
                "width": "100%",
                "height": "${@u * @garland}",
                "items": [
                    {
                        "type": "VectorGraphic",
                        "source": "garland",
                        "line": "${screen.line}",
                        "scale": "fill",
                        "position": "absolute",
                        "width": "100%",
                        "height": "100%",
                    },
                    {
                        "type": "Container",
                        "position": "absolute",
                        "width": "100%",
                        "height": "100%",
                        "data": "${screen.points}",
                        "items": [
                            {
                                "type": "Frame",
                                "position": "absolute",
                                "left": "${data.x / 100 * @across - @u * 1.8}",
                                "top": "${data.y / 100 * @u * @garland - @u * 1.8}",
                                "width": "${@u * 3.6}",
                                "height": "${@u * 3.6}",
                                "borderRadius": "${@u * 1.8}",
                                "backgroundColor": CANDLE,
                            }
                        ],
                    },
                ],
            },
            text("${screen.words}", "${@u * (viewport.shape == 'round' ? 4.8 : 6)}", lineHeight=1.25),
            CHOICES,
        ),
    ],
    {"garland": GARLAND},
)
"""How they are doing: their evenings as lights on a string, as high as they felt close, and no number anywhere."""

DOCUMENTS: Mapping[str, Json] = {"reading": READING, "waiting": WAITING, "ratings": RATINGS, "doing": DOING}
