# SPDX-License-Identifier: Apache-2.0
"""The plan of an evening as data: which steps, and where they are. Planning is `planner/`, saying is `course/`."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Literal

from msgspec import Meta, Struct

from skill.content.types import Content, Length

EVENING_ENDS_HOUR = 4
"""An evening lasts until four in the morning."""
NIGHT_BEGINS_HOUR = 19
"""From seven in the evening on, a goodbye is a good night."""
_SMALL_HOURS = timedelta(hours=EVENING_ENDS_HOUR)


def is_night(moment: datetime) -> bool:
    """Test of a moment: it is late, from seven in the evening to the end of that evening."""
    return moment.hour >= NIGHT_BEGINS_HOUR or moment.hour < EVENING_ENDS_HOUR


def evening_on(moment: datetime) -> date:
    """The day that a moment belongs to: the small hours are still the evening before."""
    return (moment - _SMALL_HOURS).date()


def as_kept(moment: datetime) -> datetime:
    """A moment as a record says it: with its offset alone. Within one zone Python would count hours by its clocks, and
    be wrong by one in the night when they are put forward or back."""
    offset = moment.utcoffset()
    return moment if offset is None else moment.replace(tzinfo=timezone(offset), fold=0)


Rating = Annotated[int, Meta(ge=1, le=10)]
Shape = Literal[
    "two_questions", "one_question", "thank_you", "remember", "play", "plan", "listen", "touch", "understand"
]
"""What kind of evening it is; what each holds stands in `planner/shapes.py`."""


class Step(Struct, frozen=True, array_like=True):
    """One step of an evening's plan. What each kind says is in `evening.py`."""

    kind: Literal["rate", "appreciate", "question", "swap", "practice", "touch", "plan", "experience", "ritual"]
    number: int = 0
    """Entry in the kind's deck; for a swap the question's; 0 where none is needed."""
    phrase: int = 0
    """Empathy phrase offered to the listener at a swap."""


DAYS: Mapping[str, tuple[int, ...]] = {
    **{name: (day,) for day, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    "every_day": (0, 1, 2, 3, 4, 5, 6),
    "weekdays": (0, 1, 2, 3, 4),
    "weekends": (5, 6),
}
"""On which days a reminder may come again: ids of the days slot to weekdays, Monday first."""


class Reminder(Struct, frozen=True, array_like=True):
    """A reminder as it is asked for: a time of day, and a day or the days on which it comes again."""

    hour: Annotated[int, Meta(ge=0, le=23)]
    minute: Annotated[int, Meta(ge=0, le=59)]
    day: date | None = None
    """For once. None where it comes again."""
    days: str | None = None
    """One of `DAYS`, where a newer version knows no more of them. None for once."""
    ritual: int = 0
    """The ritual that it is for, if any."""
    named: bool = False
    """Whether it says which ritual: only where they had just chosen it, all else may be another thing."""


class CheckIn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The check-in in progress."""

    evening: date
    """The evening it belongs to: a day that lasts until four in the morning."""
    length: Length
    theme: str
    steps: Annotated[tuple[Step, ...], Meta(max_length=20)]
    at: Annotated[int, Meta(ge=0)] = 0
    """Index of the step they are in."""
    shape: Shape = "two_questions"
    solo: bool = False
    """One of them is alone."""
    apart: bool = False
    """Both are there, in two places."""
    opening: Annotated[int, Meta(ge=0)] = 0
    """Entry that leads into it; 0 for none."""
    starter: Annotated[int, Meta(ge=0)] = 0
    """Entry that tells who begins, drawn once; 0 where names do."""
    waited: bool = False
    """Whether the talk time of this step ran to its end and closed: the next launch goes one step on."""
    begun: bool = True
    """False while it is only offered."""
    instead_of: Annotated[int, Meta(ge=0)] = 0
    """The question that the one they are at came in place of; 0 for none. "Back to the other one" is that."""
    first: Rating | None = None
    second: Rating | None = None


def known(checkin: CheckIn, content: Content) -> bool:
    """Whether a plan that came from outside, or from a newer version, can be gone through: the decks know it all."""
    decks: dict[str, Collection[int]] = {
        "question": content.questions,
        "swap": content.questions,
        "practice": content.practices,
        "plan": content.plans,
        "appreciate": content.appreciation,
        "touch": content.touch,
        "experience": content.experiences,
    }
    if checkin.at >= len(checkin.steps):
        return False
    if (checkin.opening and checkin.opening not in content.openings) or (
        checkin.starter and checkin.starter not in content.first
    ):
        return False
    if checkin.instead_of and checkin.instead_of not in content.questions:
        return False
    steps_are_known = all(
        (step.kind not in decks or step.number in decks[step.kind])
        and (step.kind != "ritual" or step.number == 0 or step.number in content.rituals)
        and (step.kind != "swap" or step.phrase in content.empathy)
        for step in checkin.steps
    )
    return steps_are_known and any(theme.id == checkin.theme for theme in content.themes.values())
