# SPDX-License-Identifier: Apache-2.0
"""What somebody can do on the page, one type each, as the page sends it: `{"do": "say", "line": "..."}`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

LINE_MAX_CHARACTERS = 400
"""Nobody says more in one breath."""


class Action(Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """Something that somebody does."""


class Say(Action, frozen=True, tag="say"):
    """Say a line. As with an Echo, a closed microphone hears only lines that begin with the wake word."""

    line: Annotated[str, Meta(min_length=1, max_length=LINE_MAX_CHARACTERS)]


class Silence(Action, frozen=True, tag="silence"):
    """Say nothing for eight seconds."""


class CatchUp(Action, frozen=True, tag="catch-up"):
    """Nothing: time passed by itself, and what is due by now happens."""


class Wait(Action, frozen=True, tag="wait"):
    """Let time pass."""

    seconds: Annotated[int, Meta(ge=1, le=24 * 3600)]


class NextEvening(Action, frozen=True, tag="next-evening"):
    """Go to nine in the evening of the next day."""


class Press(Action, frozen=True, tag="press"):
    """Press a button of the device, which belongs to no session and cannot speak."""

    button: Annotated[str, Meta(pattern="^(Next|Previous|Pause|Play)$")]


class Touch(Action, frozen=True, tag="touch"):
    """Touch something on the screen."""

    arguments: Annotated[tuple[str | int | float | bool | None, ...], Meta(max_length=8)]
    """What a touch of it sends back, as the document that is shown says."""


class UseDevice(Action, frozen=True, tag="device"):
    """Change the device."""

    kind: str


class UseLocale(Action, frozen=True, tag="locale"):
    """Change the language model and the words."""

    locale: str


class Serve(Action, frozen=True, tag="service"):
    """Have one of Alexa's services behave otherwise from here on."""

    service: str
    way: str


class Clear(Action, frozen=True, tag="clear"):
    """Forget what was said so far; the household's record stays."""


AnyAction: TypeAlias = (
    Say | Silence | CatchUp | Wait | NextEvening | Press | Touch | UseDevice | UseLocale | Serve | Clear
)
