# SPDX-License-Identifier: Apache-2.0
"""What is shown follows from what is said: from a turn to its screen, and from a touch to the intent it stands for.

A turn that was delivered twice shows the same, for nothing is asked here but the turn itself. Nothing private is shown:
no word of safety, of a cool down or of a reflection, no words to mend a fight, and no name. Where a track plays, the
platform shows the track.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Finished
from skill.checkin.model.playback import Play
from skill.checkin.model.screen import Choice, Kind, Screen
from skill.checkin.model.session import State
from skill.checkin.model.speech import SLOWLY, Fill, Part, Pause, Person, Read, ReadTo, Say
from skill.checkin.model.turn import Turn
from skill.checkin.topics.ratings import RATING_MAX
from skill.checkin.turn_builder import PRIVATE

KIND_OF: Mapping[str, tuple[Kind, str]] = {
    "questions": ("question", "card.together"),
    "practices": ("phrase", "card.together"),
    "plans": ("phrase", "card.together"),
    "appreciation": ("phrase", "card.together"),
    "touch": ("phrase", "card.together"),
    "experiences": ("phrase", "card.together"),
    "themes": ("phrase", "card.theme"),
    "empathy": ("phrase", "card.phrase"),
    "rituals": ("ritual", "card.ritual"),
}
"""Decks whose entries are shown, with the kind of their screen and the line over them."""
NEVER_SHOWN = frozenset({"safety", "cool", "cool_consent", "cool_and_you", "cool_talk", "cool_apart", "mend"})
"""Parts of a line's id that tell of what nobody else may read."""
REFLECTION = "reflect"
"""Beginning of such a part."""
LEADS_TO_TONIGHTS = frozenset({"question.tonight", "question.another"})
"""Lines before tonight's question."""
WAITING_FROM_S = 10
"""Silences as long as this are talk time."""
TOUCH: Mapping[State, tuple[Intent, ...]] = {
    State.READY: (Intent.TONIGHTS_QUESTION, Intent.START_CHECK_IN, Intent.SUGGEST_RITUAL),
    State.GO_ON: (Intent.YES, Intent.NO),
    State.TWO_HOMES: (Intent.YES, Intent.NO),
    State.FOLLOW_UP: (Intent.YES, Intent.SOMETIMES, Intent.NO),
    State.OFFER: (Intent.YES, Intent.NO),
    State.JUST_QUESTION: (Intent.YES, Intent.NO),
    State.RATE: (Intent.PASS,),
    State.RATE_SECOND: (Intent.PASS,),
    State.TALK: (Intent.NEXT, Intent.TALK_TIME, Intent.ANOTHER_ONE),
    State.QUESTION: (Intent.TALK_TIME, Intent.ANOTHER_ONE, Intent.SAVE_THIS),
    State.QUESTION_TALK: (Intent.NEXT, Intent.TALK_TIME),
    State.RITUAL: (Intent.YES, Intent.ANOTHER_ONE, Intent.NO),
    State.PHRASE: (Intent.ANOTHER_ONE, Intent.SAVE_THIS, Intent.NO),
    State.THEME: (Intent.YES, Intent.NO),
    State.JUST_US: (Intent.YES, Intent.NO),
    State.SAVED: (Intent.NEXT, Intent.NO),
    State.DROP: (Intent.YES, Intent.NO),
    State.REMIND: (Intent.YES, Intent.NO),
    State.ENDED: (Intent.NEXT, Intent.TALK_TIME, Intent.ANOTHER_ONE),
}
"""What may be touched where. Erasing everything is not among it: that takes a spoken yes."""
RATED = frozenset({State.RATE, State.RATE_SECOND})
POINTS_MAX = 16
SMOOTHED_OVER = timedelta(weeks=4)
RATINGS_FOR_A_POINT = 4
"""So few are never told apart again in their mean."""


def screen_of(turn: Turn) -> Screen | None:
    """What is shown with a turn; None where nothing is."""
    if not turn.parts or turn.private or turn.session.state in PRIVATE or not _may_be_shown(turn.parts):
        return None
    if any(isinstance(effect, Play) for effect in turn.effects):
        return None
    state = turn.session.state
    seconds = sum(part.seconds for part in turn.parts if isinstance(part, Pause) and part.seconds >= WAITING_FROM_S)
    entry = _entry(turn)
    if seconds:
        return Screen(
            kind="waiting",
            state=state,
            title=Say("card.talk"),
            before=_before(turn.parts, entry),
            words=(entry,) if entry else (),
            choices=_choices(state, (Intent.NEXT, Intent.TALK_TIME)),
            seconds=round(seconds),
            stays=not turn.open,
        )
    if turn.open:
        return _of_open_turn(turn, state, entry)
    if entry is None:
        return None
    touched = (Intent.TALK_TIME, Intent.ANOTHER_ONE) if entry.deck == "questions" else ()
    return _of_entry(turn, state, entry, _choices(state, touched), stays=True)


def as_if_said(state: State, intent: str, score: int = 0) -> IntentReceived | None:
    """A touch as the intent that it stands for; None where a screen of the state offers no such thing."""
    if state in RATED and intent == Intent.RATE.value and 1 <= score <= RATING_MAX:
        return IntentReceived(intent=Intent.RATE, slots={"score": str(score)})
    found = next((one for one in TOUCH.get(state, ()) if one.value == intent), None)
    return IntentReceived(intent=found) if found is not None and score == 0 else None


def _of_open_turn(turn: Turn, state: State, entry: Read | None) -> Screen | None:
    said = [part for part in turn.parts if isinstance(part, Say) and not _names_somebody(part)]
    choices = _choices(state)
    if state in RATED:
        scale = tuple(Choice(intent=Intent.RATE, score=score) for score in range(1, RATING_MAX + 1))
        ends = (Say("card.rate.low"), Say("card.rate.high"))
        return Screen(kind="ratings", state=state, title=Say("card.rate"), words=ends, choices=(*scale, *choices))
    how = tuple(part for part in said if part.line.startswith("how."))
    if how:
        points = closeness(turn.household.finished)
        return Screen(kind="doing", state=state, title=Say("card.how"), words=how, choices=choices, points=points)
    helped = tuple(part for part in said if part.line.startswith("help."))
    if helped:
        return Screen(kind="help", state=state, title=Say("card.help"), words=helped, choices=choices)
    if entry is not None and entry.deck in KIND_OF:  # words to say sorry with are nobody else's business
        return _of_entry(turn, state, entry, choices)
    return Screen(kind="asking", state=state, words=tuple(said[-1:]), choices=choices) if said else None


def _of_entry(turn: Turn, state: State, entry: Read, choices: tuple[Choice, ...], stays: bool = False) -> Screen:
    kind, title = KIND_OF[entry.deck]
    if not LEADS_TO_TONIGHTS.isdisjoint(_lines(turn.parts)):
        title = "card.question"
    return Screen(
        kind=kind,
        state=state,
        title=Say(title),
        before=_before(turn.parts, entry),
        words=(entry,),
        choices=choices,
        stays=stays,
    )


def closeness(finished: tuple[Finished, ...]) -> tuple[int, ...]:
    """How close they felt over their latest evenings, each as the mean of the weeks before it.

    It stands side by side, evening for evening: a gap between two of them is not to be seen. Nobody finds a number of
    the other one in it.
    """
    points = []
    for last in finished:
        ratings = [
            rating
            for one in finished
            if last.day - SMOOTHED_OVER < one.day <= last.day
            for rating in (one.first, one.second)
            if rating is not None
        ]
        if len(ratings) >= RATINGS_FOR_A_POINT:
            points.append(round(100 * (sum(ratings) / len(ratings) - 1) / (RATING_MAX - 1)))
        elif points:
            points.append(points[-1])
    return tuple(points[-POINTS_MAX:])


def _choices(state: State, only: Iterable[Intent] | None = None) -> tuple[Choice, ...]:
    """What may be touched in a state, of `only` some."""
    offered = TOUCH.get(state, ())
    chosen = offered if only is None else [intent for intent in only if intent in offered]
    return tuple(Choice(intent=intent, label=f"card.touch.{intent.value}") for intent in chosen)


def _entry(turn: Turn) -> Read | None:
    """The entry that a turn is about: the last one that was read, in its wording without names."""
    found: Read | None = None
    for part in turn.parts:
        if isinstance(part, Say) and part.line == SLOWLY:
            part = next((read for read in part.fill.values() if isinstance(read, Read)), part)
        if isinstance(part, ReadTo):
            found = Read(part.deck, part.number)
        elif isinstance(part, Read) and part.deck in KIND_OF:
            found = part if part.field in ("text", "apart") else Read(part.deck, part.number)
    if found is None and turn.open and turn.session.state is State.RITUAL:
        return turn.session.entry  # the ritual they have was only named
    return found


def _before(parts: tuple[Part, ...], entry: Read | None) -> Read | None:
    """What the listener says back first, where a question follows it."""
    if entry is None or entry.deck != "questions":
        return None
    return next((part for part in parts if isinstance(part, Read) and part.deck == "empathy"), None)


def _may_be_shown(parts: tuple[Part, ...]) -> bool:
    return not any(_is_private(line) for line in _lines(parts)) and not any(
        isinstance(part, Read) and part.deck in ("repair", "signs") for part in parts
    )


def _names_somebody(part: Part | Fill) -> bool:
    """Whether something was filled in as it was given, such as a first name; a number is nobody's."""
    if isinstance(part, Say):
        return any(_names_somebody(value) for value in part.fill.values())
    return isinstance(part, Person | ReadTo) or (isinstance(part, str) and not part.isdecimal())


def _is_private(line: str) -> bool:
    pieces = line.split(".")
    return not NEVER_SHOWN.isdisjoint(pieces) or any(piece.startswith(REFLECTION) for piece in pieces)


def _lines(parts: Iterable[Part | Fill]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Say):
            yield part.line
            yield from _lines(part.fill.values())
