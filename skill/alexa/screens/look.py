# SPDX-License-Identifier: Apache-2.0
"""The look that all screens share, as pieces of APL: night, two circles of light, quiet letters, round buttons.

Sizes are in `@u`, a hundredth of the shorter side (for buttons in `@b`, which is less where three in a row have no
room), so that one document fits a small clock and a large display.
Nothing is imported or fetched: a document is drawn from itself alone.
"""

from __future__ import annotations

from typing import Any

from skill.platform import APL_VERSION

Json = dict[str, Any]

VERSION = ".".join(map(str, APL_VERSION))
"""Of the documents: as old as they can be, so that as many devices as can be show them."""
NIGHT, DUSK = "#181626", "#33243f"
AMBER, VIOLET = "222,150,96", "150,120,200"
"""The two lights, as in the picture beside a track."""
PAPER, CANDLE = "#f7f1e8", "#ecbb92"
READING, LABELS = "bookerly", "amazon-ember"
ROUND = "${viewport.shape == 'round'}"
WIDE = "${viewport.shape != 'round' && viewport.width > viewport.height}"
TALL = "${viewport.shape != 'round' && viewport.width <= viewport.height}"
AGAIN_MS = 3000
"""For so long after a touch nothing else can be touched: a second one within three seconds is the same one."""

RESOURCES: list[Json] = [
    {
        "numbers": {
            "u": "${Math.min(viewport.width, viewport.height) / 100}",
            "across": "${viewport.width * 0.87}",
            "garland": 30,
            "b": "${Math.min(viewport.width, viewport.height) / (viewport.width > viewport.height ? 100 : 125)}",
        },
        "strings": {"side": "left", "start": "start"},
        "dimensions": {
            "edgeAcross": "${viewport.width * 0.065}",
            "edgeAbove": "${Math.min(viewport.width, viewport.height) * 0.085}",
            "edgeBelow": "${Math.min(viewport.width, viewport.height) * 0.075}",
            "edgeWithinRing": "@edgeBelow",
        },
    },
    {
        "when": ROUND,
        "numbers": {"across": "${viewport.width * 0.74}", "garland": 19},
        "strings": {"side": "center", "start": "center"},
        "dimensions": {
            "edgeAcross": "${viewport.width * 0.13}",
            "edgeAbove": "${viewport.height * 0.1}",
            "edgeBelow": "${viewport.height * 0.09}",
            "edgeWithinRing": "${viewport.height * 0.15}",
        },
    },
]


def _light(x: int, y: int, radius: int, colour: str) -> Json:
    """One soft circle of light."""
    across = f"M{x - radius},{y} a{radius},{radius} 0 1,0 {2 * radius},0 a{radius},{radius} 0 1,0 {-2 * radius},0 Z"
    glow = {
        "type": "radial",
        "colorRange": [f"rgba({colour},0.62)", f"rgba({colour},0.30)", f"rgba({colour},0.0)"],
        "inputRange": [0.0, 0.55, 1.0],
        "centerX": 0.5,
        "centerY": 0.5,
        "radius": 0.7071,
    }
    return {"type": "path", "pathData": across, "fill": glow}


LIGHTS: Json = {
    "type": "AVG",
    "version": "1.0",
    "width": 200,
    "height": 200,
    "viewportWidth": 200,
    "viewportHeight": 200,
    "items": [_light(76, 104, 72, AMBER), _light(124, 96, 72, VIOLET)],
}
"""The two circles, that overlap."""
SKY: Json = {
    "type": "AVG",
    "version": "1.0",
    "width": 100,
    "height": 100,
    "viewportWidth": 100,
    "viewportHeight": 100,
    "items": [
        {
            "type": "path",
            "pathData": "M0,0 L100,0 L100,100 L0,100 Z",
            "fill": {"type": "linear", "colorRange": [NIGHT, DUSK], "inputRange": [0.0, 1.0], "angle": 155},
        }
    ],
}
GRAPHICS: Json = {"lights": LIGHTS, "sky": SKY}

STYLES: Json = {
    "button": {
        "values": [
            {"backgroundColor": "rgba(255,255,255,0.10)", "borderColor": "rgba(255,255,255,0.28)"},
            {"when": "${state.pressed}", "backgroundColor": f"rgba({AMBER},0.55)", "borderColor": CANDLE},
            {"when": "${state.focused}", "borderColor": CANDLE},
        ]
    }
}

SKY_OVER_ALL: Json = {
    "type": "VectorGraphic",
    "source": "sky",
    "scale": "fill",
    "position": "absolute",
    "width": "100vw",
    "height": "100vh",
}


def lights(opacity: float = 1.0) -> list[Json]:
    """The circles behind everything: low on the right, on a clock low in the middle."""
    side = "${@u * 110}"
    shared = {"type": "VectorGraphic", "source": "lights", "scale": "best-fit", "position": "absolute"}
    return [
        shared
        | {"when": ROUND, "opacity": 0.7 * opacity, "width": side, "height": side}
        | {"left": "${viewport.width / 2 - @u * 55}", "top": "${viewport.height - @u * 62}"},
        shared
        | {"when": "${viewport.shape != 'round'}", "opacity": opacity, "width": side, "height": side}
        | {"right": "${-@u * 26}", "bottom": "${-@u * 30}"},
    ]


def text(words: str, size: str, *, colour: str = PAPER, font: str = READING, **more: Any) -> Json:
    """Letters; `size` in APL, such as `${@u * 5}`."""
    letters = {"type": "Text", "text": words, "fontSize": size, "color": colour, "fontFamily": font}
    return letters | {"textAlign": "@side"} | more


TITLE = text("${screen.title}", "${@u * 5}", colour=CANDLE, font=LABELS, maxLines=1, when="${screen.title != ''}")


def button(**frame: Any) -> Json:
    """Something to touch. It is inside a list of choices, each of which is `data` there."""
    return {
        "type": "TouchWrapper",
        "disabled": "${touched}",
        "onPress": [
            {"type": "SetValue", "componentId": "all", "property": "touched", "value": True},
            {"type": "SendEvent", "arguments": "${data.means}"},
            {"type": "SetValue", "componentId": "all", "property": "touched", "value": False, "delay": AGAIN_MS},
        ],
        "item": {
            "type": "Frame",
            "style": "button",
            "inheritParentState": True,
            "borderWidth": 1,
            **frame,
            "item": text(
                "${data.label}",
                "${@b * 5}",
                font=LABELS,
                textAlign="center",
                textAlignVertical="center",
                width="100%",
                height="100%",
                maxLines=1,
            ),
        },
    }


def _row(when: str, of_row: str) -> Json:
    """Choices side by side: those whose `row` it is."""
    pill = button(
        width="${data.wide * @b}",
        height="${Math.max(@b * 13, 44)}",
        borderRadius="${Math.max(@b * 6.5, 22)}",
    )
    return {
        "type": "Container",
        "when": when,
        "direction": "row",
        "justifyContent": "@start",
        "alignItems": "center",
        "width": "100%",
        "spacing": "${@u * 2}",
        "data": "${screen.choices}",
        "items": [pill | {"when": of_row, "spacing": "${@u * 3}"}],
    }


CHOICES: Json = {
    "type": "Container",
    "when": "${screen.choices.length > 0}",
    "width": "100%",
    "spacing": "${@u * 3}",
    "alignItems": "@start",
    "opacity": "${touched ? 0.55 : 1}",
    "items": [
        _row(WIDE, "${true}"),
        _row("${viewport.width <= viewport.height}", "${data.row == 0}"),
        _row("${viewport.width <= viewport.height && screen.choices.length > 2}", "${data.row == 1}"),
    ],
}
"""What can be touched: in a row; in two where the display is not wide."""


def document(items: list[Json], graphics: Json | None = None, **more: Any) -> Json:
    """A whole document: the sky, and what is on it. Its one parameter is `screen`."""
    return {
        "type": "APL",
        "version": VERSION,
        "theme": "dark",
        "resources": RESOURCES,
        "styles": STYLES,
        "graphics": GRAPHICS | (graphics or {}),
        "mainTemplate": {
            "parameters": ["screen"],
            "items": [
                {
                    "type": "Container",
                    "id": "all",
                    "width": "100vw",
                    "height": "100vh",
                    "bind": [{"name": "touched", "type": "boolean", "value": False}],
                    "items": [SKY_OVER_ALL, *items],
                    **more,
                }
            ],
        },
    }


def page(*items: Json, justify: str = "spaceBetween", **more: Any) -> Json:
    """What stands on the sky, within the edges."""
    return {
        "type": "Container",
        "width": "100vw",
        "height": "100vh",
        "paddingLeft": "@edgeAcross",
        "paddingRight": "@edgeAcross",
        "paddingTop": "@edgeAbove",
        "paddingBottom": "@edgeBelow",
        "alignItems": "@start",
        "justifyContent": justify,
        "items": list(items),
        **more,
    }
