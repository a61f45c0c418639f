# SPDX-License-Identifier: Apache-2.0
"""The place where one turn is put together: what was heard, what is known, and what has been said so far.

A step of the conversation (the functions that the table names) takes a turn and ends it with `ask`, `stay` or `close`.
Only what every step needs belongs here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from skill.checkin.choosing import fresh, rank, with_played
from skill.checkin.intents import Intent
from skill.checkin.model.events import Context, IntentReceived
from skill.checkin.model.household import Household, Tonight, Wordings
from skill.checkin.model.plan import EVENING_ENDS_HOUR, CheckIn
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Fill, Part, Pause, Read, Say
from skill.checkin.model.turn import Card, Effect
from skill.content.types import Content

NIGHT_BEGINS_HOUR = 19
"""From seven in the evening on, a goodbye is a good night."""
BREATH_S = 0.6
"""Silence between two thoughts."""
SAME_EACH_TIME = ("safety.", "stop.")
"""Lines that stay the same word for word whenever they are needed, and leave no trace in the record."""

TALKING = frozenset(
    {State.TALK, State.QUESTION_TALK, State.COOL_SPEAK, State.COOL_SAY_BACK, State.COOL_BREATHE, State.COOL_REPAIR}
)
"""States in which they may be talking to each other: nothing heard then is a misunderstanding."""
REFLECTING = frozenset({State.REFLECT_BEGIN, State.REFLECT, State.REFLECT_HALFWAY})


PRIVATE = frozenset(state for state in State if state.value.startswith(("reflect", "cool", "safety")))
"""States of which the record keeps nothing, not even which wordings were used."""
PRIVATE_INTENTS = frozenset({Intent.REFLECT, Intent.COOL_DOWN, Intent.SAFETY})


def evening_of(context: Context) -> date:
    """The day that an context belongs to: the small hours are still the evening before."""
    return (context.moment - timedelta(hours=EVENING_ENDS_HOUR)).date()


class TurnBuilder:
    """One event on its way to becoming a turn."""

    def __init__(
        self,
        heard: IntentReceived,
        context: Context,
        household: Household,
        session: Session,
        content: Content,
        launched: bool = False,
    ) -> None:
        self.intent = heard.intent
        self.launched = launched
        self.slots = heard.slots
        self.unmatched = heard.unmatched
        self.context = context
        self.household = household
        self.session = session
        self.content = content
        self.evening = evening_of(context)
        self.from_state = session.state
        self.parts: list[Part] = []
        self.repeat_from = 0
        self.silence_from: int | None = None
        self.last_visit = household.last_visit
        self.keeps_last = True
        self.before_reprompt: tuple[Part, ...] = ()
        self.state = State.ENDED
        self.open = False
        self.card: Card | None = None
        self.effects: tuple[Effect, ...] = ()

    # What is known

    @property
    def one_shot(self) -> bool:
        """Whether they asked for one thing without opening the skill first."""
        return self.context.new_session

    @property
    def checkin(self) -> CheckIn | None:
        """The check-in of this evening that has begun, if there is one."""
        checkin = self.household.checkin
        return checkin if checkin and checkin.begun and checkin.evening == self.evening else None

    @property
    def in_flow(self) -> bool:
        """Whether something is under way that an interlude goes back to."""
        state = self.from_state
        if state is State.RITUAL:
            return self.checkin is not None
        return state in TALKING or state in REFLECTING or state in (State.RATE, State.RATE_SECOND)

    @property
    def private(self) -> bool:
        """Whether this turn is part of something that leaves no trace in the record."""
        return self.intent in PRIVATE_INTENTS or (self.from_state in PRIVATE and not self.launched)

    def heard_of(self, deck: str) -> tuple[int, ...]:
        """Numbers of a deck that were heard, oldest first."""
        return self.household.played.get(deck, ())

    def choose(self, deck: str, candidates: Iterable[int], leave_out: Iterable[int] = ()) -> int | None:
        """An entry of a deck that comes next for this household."""
        return fresh(candidates, self.heard_of(deck), self.context.seed, deck, leave_out)

    # What is said

    def say(self, line: str, **fill: Fill) -> None:
        """Say a line, in a wording not used yet this evening."""
        self.parts.append(self.worded(line, **fill))

    def worded(self, line: str, **fill: Fill) -> Say:
        """A line in a wording not used yet this evening, to be said or filled into another."""
        count = len(self.content.lines[line].texts)
        if line.startswith(SAME_EACH_TIME):
            return Say(line, 0, fill)
        noted, carried = self._noted(), self.session.used
        times = noted.get(line, 0) + carried.get(line, 0)
        if self.private:
            self.carry(used={**carried, line: carried.get(line, 0) + 1})
        else:
            self.remember(wordings=Wordings(self.evening, {**noted, line: noted.get(line, 0) + 1}))
        return Say(line, (rank(self.context.seed, "wording", line) + times) % count, fill)

    def count(self, number: int) -> Say | str:
        """A number as a word, where there is one."""
        return Say("count", number) if number < len(self.content.lines["count"].texts) else str(number)

    def read(self, deck: str, number: int, field: str = "text") -> None:
        """Read an entry aloud, and note that it was heard."""
        self.parts.append(Read(deck, number, field))
        self.remember(played=with_played(self.household.played, deck, number))

    def offer_entry(
        self, deck: str, number: int, asked_for: str | None = None, noted: bool = True, field: str = "text"
    ) -> None:
        """Read an entry and make it the one that Save keeps and Another one replaces.

        `noted` is false for what would tell what they asked for: words for a feeling, words to mend a fight.
        """
        if noted:
            self.read(deck, number, field)
        else:
            self.parts.append(Read(deck, number))
        same_row = self.session.entry is not None and self.session.entry.deck == deck
        offered = (*self.session.offered, number) if same_row else (number,)
        self.carry(entry=Read(deck, number), offered=offered[-30:], asked_for=asked_for)

    def show(self, title: str, *entries: Read) -> None:
        """Put entries on a card in the app, under the line `title`."""
        self.card = Card(title, entries)

    def pause(self, seconds: float = BREATH_S) -> None:
        """Stay silent for a while."""
        self.parts.append(Pause(seconds))

    def from_here(self) -> None:
        """What is said from here on is what Repeat says again."""
        self.repeat_from = len(self.parts)

    # What changes

    def remember(self, **changes: Any) -> None:
        """Change the household's record."""
        self.household = replace(self.household, **changes)

    def carry(self, **changes: Any) -> None:
        """Change what the session carries."""
        self.session = replace(self.session, **changes)

    def tonight_is(self, question: int) -> None:
        """Make a question tonight's."""
        self.remember(tonight=Tonight(self.evening, question))

    # How a turn ends

    def ask(self, state: State, line: str | None = None, **fill: Fill) -> None:
        """Ask or cue, and open the microphone in a state. Without a line the state's own is used."""
        self.say(line or f"ask.{state.value}", **fill)
        self.wait_in(state)

    def wait_in(self, state: State) -> None:
        """Open the microphone in a state; what was said last has asked already."""
        self.state = state
        self.open = True

    def close(self, line: str | None = None, **fill: Fill) -> None:
        """End the session, with one last line if given."""
        if line:
            self.say(line, **fill)
        self.state = State.ENDED
        self.open = False

    def good_night(self, line: str = "close") -> None:
        """End the session as the time of day wants it, with `<line>.night` or `<line>.day`."""
        hour = self.context.moment.hour
        self.close(f"{line}.night" if hour >= NIGHT_BEGINS_HOUR or hour < EVENING_ENDS_HOUR else f"{line}.day")

    def _noted(self) -> dict[str, int]:
        """How often each line was used this evening, as far as the record tells."""
        wordings = self.household.wordings
        return wordings.used if wordings and wordings.evening == self.evening else {}
