# SPDX-License-Identifier: Apache-2.0
"""Words of an evening, counted: `python -m bench.words`, or `make bench`.

Two people live through thirty evenings of each length, with a speaker that plays music and with one that cannot, and
do what is expected of them. Printed are the words before the first question, the share of all words that are content
(entries of decks), not scaffolding, and how often each shape, a callback, a rating and a new ritual came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean
from zoneinfo import ZoneInfo

from msgspec import Struct

from skill.checkin.engine import respond
from skill.checkin.intents import Intent
from skill.checkin.model.events import Context, Device, Event, IntentReceived, Launched
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.playback import Play, Playing
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, ReadTo, Say
from skill.checkin.model.turn import Turn
from skill.checkin.wording import words
from skill.content.loading.loader import load_content
from skill.content.types import Content

EVENINGS = 30
FIRST_TURN_DECKS = frozenset({"questions", "appreciation", "practices", "touch", "plans"})
"""Decks whose first entry of an evening is what they begin to talk about."""
BEGIN = datetime(2026, 3, 5, 21, 0, tzinfo=ZoneInfo("America/New_York"))
TURNS_MAX = 30
ANSWERS = {State.FOLLOW_UP: Intent.RITUAL_DONE, State.RATE: Intent.PASS}
"""What is answered where a yes would not do."""


class Evening(Struct):
    """What was spoken on one evening."""

    shape: str = ""
    before_question: int | None = None
    """Words before the first thing to talk about."""
    spoken: int = 0
    content: int = 0
    turns: int = 0
    lines: list[str] = []
    questions: list[int] = []
    """The questions asked, each once, in order."""

    @property
    def share(self) -> float:
        """The share of content in all words."""
        return self.content / self.spoken if self.spoken else 0.0


def live(content: Content, length: str, music: bool, evenings: int, apart_days: int = 1) -> Iterator[Evening]:
    """The evenings of two people who do what is expected of them."""
    household, moment = Household(), BEGIN
    for number in range(evenings):
        evening = Evening()
        session, is_open, playing = Session(), False, None
        event: Event = Launched()
        began = False
        for _ in range(TURNS_MAX):
            context = Context(
                moment=moment,
                evening=evening_on(moment),
                seed=evening_on(moment).toordinal() * 7919,
                request=f"{number}-{evening.turns}",
                device=Device(key="kitchen", audio=music),
                new_session=not is_open,
                playing=playing,
            )
            turn = respond(event, context, household, session, content)
            household, session, is_open = turn.household, turn.session, turn.open
            playing = next((Playing(token=e.token) for e in turn.effects if isinstance(e, Play)), playing)
            _count(evening, turn, content)
            moment += timedelta(minutes=2)
            if household.checkin is not None and household.checkin.begun:
                evening.shape, began = household.checkin.shape, True
            if not is_open and (household.checkin is None or (not music and not began)):
                break
            event = _answer(session.state, is_open, music, length)
        moment = BEGIN + timedelta(days=(number + 1) * apart_days)
        yield evening


def _answer(state: State, is_open: bool, music: bool, length: str) -> Event:
    if not is_open:
        return IntentReceived(intent=Intent.NEXT) if music else Launched()
    if state is State.OFFER:
        return IntentReceived(intent=Intent.START_CHECK_IN, slots={"length": length})
    return IntentReceived(intent=ANSWERS.get(state, Intent.YES))


def _count(evening: Evening, turn: Turn, content: Content) -> None:
    evening.turns += 1
    for part in turn.parts:
        count = len(words(part, content).split())
        if isinstance(part, Read | ReadTo):
            if evening.before_question is None and part.deck in FIRST_TURN_DECKS:
                evening.before_question = evening.spoken
            evening.content += count
            if part.deck == "questions" and part.number not in evening.questions:
                evening.questions.append(part.number)
        evening.spoken += count
        if isinstance(part, Say):
            evening.lines.append(part.line)


def report(content: Content, length: str, music: bool) -> Iterator[str]:
    """The figures of one length, line by line."""
    lived = list(live(content, length, music, EVENINGS))
    later = lived[3:]
    yield f"{length}, {'with music' if music else 'without music'}:"
    before = [evening.before_question or 0 for evening in lived]
    yield (
        f"  words before the first question: {before[0]} on the first evening, {before[1]} on the second, "
        f"then {mean(before[2:]):.0f} on average and {max(before[2:])} at most"
    )
    yield (
        f"  content: {sum(e.content for e in later) / sum(e.spoken for e in later):.0%} of all words from the fourth "
        f"evening on, on single evenings {min(e.share for e in later):.0%} to {max(e.share for e in later):.0%}; "
        f"{mean(e.spoken for e in later):.0f} words and {mean(e.turns for e in later):.1f} turns an evening"
    )
    shapes = Counter(evening.shape for evening in lived)
    same = sum(one.shape == other.shape for one, other in pairwise(lived))
    told = ", ".join(f"{shape} {count}" for shape, count in shapes.most_common())
    yield f"  shapes: {told}; twice in a row {same} times"
    called = sum(
        any(line.startswith("recall.") or line in ("follow_up.ask", "follow_up.again") for line in e.lines)
        for e in lived
    )
    yield (
        f"  evenings with a callback {called}, with a rating {sum('rate.lead' in e.lines for e in lived)}, "
        f"with a new ritual {sum('ritual.lead' in e.lines for e in lived)}"
    )


def main() -> None:
    """Print the figures of every length, with music and without."""
    content = load_content("en-US")
    for music in (True, False):
        for length in ("short", "standard", "long"):
            for line in report(content, length, music):
                print(line, flush=True)


if __name__ == "__main__":
    main()
