# SPDX-License-Identifier: Apache-2.0
"""What a screen may show beside a turn, and what may be touched on it: no platform, no layout, no names of anybody."""

from typing import Literal

from msgspec import Struct

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say

Kind = Literal["question", "phrase", "ritual", "ratings", "doing", "help", "waiting", "asking"]
"""What a screen is for; each platform has a look of its own for it."""


class Choice(Struct, frozen=True, kw_only=True):
    """Something to touch. It means what saying it would mean."""

    intent: Intent
    score: int = 0
    """The number of a rating, which is its own label; 0 for none."""
    label: str = ""
    """Id of the line that stands on it; empty for a rating."""


class Screen(Struct, frozen=True, kw_only=True):
    """What is shown with one turn."""

    kind: Kind
    state: State
    """The state that its touches belong to."""
    title: Say | None = None
    before: Read | None = None
    """Shown small before the words, such as what the listener says first."""
    words: tuple[Say | Read, ...] = ()
    choices: tuple[Choice, ...] = ()
    points: tuple[int, ...] = ()
    """How close they felt, evening by evening, smoothed: 0 to 100, oldest first. Never a rating as it was given."""
    seconds: int = 0
    """Length of a silence that is spent in the speech; 0 for none."""
    stays: bool = False
    """Whether it may stay for a while after the session has ended."""
