# SPDX-License-Identifier: Apache-2.0
"""Builder of one turn: what was received, what is known, and what has been said so far.

A step of the conversation (the functions that the table names) takes a turn and ends it with `ask`, `wait_in` or
`close`. Only what every step needs belongs here. Saying something writes nothing: which wordings were used is settled
once, when the turn is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from msgspec.structs import replace

from skill.checkin.choosing import fresh, rank, with_played
from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import Tonight, with_suggested
from skill.checkin.model.effects import Effect, EraseAll
from skill.checkin.model.events import Context, IntentReceived
from skill.checkin.model.household import Finished, Household, Wordings, with_finished
from skill.checkin.model.plan import CheckIn, is_night
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import SLOWLY, Fill, Part, Pause, Read, ReadTo, Say
from skill.checkin.model.turn import Card, Turn
from skill.content.types import Content

if TYPE_CHECKING:
    from skill.checkin.model.changes import HouseholdChanges, SessionChanges

NAMED_EVENINGS = 3
"""About one evening in so many greets them by their names, and one in so many says good night by them."""
BREATH_S = 0.6
"""Silence between two thoughts."""
SAME_EACH_TIME = ("safety.", "stop.")
"""Lines that stay the same word for word all evening, and leave no trace in the record; those of safety always."""

OWN_REPROMPTS = ("reprompt.ask.remind_gone", "reprompt.ask.remind_which", "reprompt.ask.remind_when")
"""Reprompts of lines that ask something else than their state does."""
CLOSINGS = ("close", "close.named")
"""Goodbyes after an evening."""
GLAD_CLOSINGS = (*CLOSINGS, "stop.warm")
"""Goodbyes that are too cheerful where they are low."""

TALKING = frozenset({State.TALK, State.QUESTION_TALK})
"""States in which they may be talking to each other: nothing heard then is a misunderstanding."""
REFLECTING = frozenset({State.REFLECT_BEGIN, State.REFLECT, State.REFLECT_HALFWAY})


PRIVATE = frozenset(state for state in State if state.value.startswith(("reflect", "cool", "safety")))
"""States of which the record keeps nothing, not even which wordings were used."""
OPENING = frozenset({Intent.LAUNCH, Intent.TASK})
PRIVATE_INTENTS = frozenset({Intent.REFLECT, Intent.COOL_DOWN, Intent.SAFETY})


class TurnBuilder:
    """One event on its way to becoming a turn."""

    def __init__(
        self,
        received: IntentReceived,
        context: Context,
        household: Household,
        session: Session,
        content: Content,
    ) -> None:
        self.intent = received.intent
        self.slots = received.slots
        self.unmatched = received.unmatched
        self.own_words, self.said_as = received.own_words, received.said_as
        self.by_name = received.by_name
        self.context = context
        self.household = household
        self.session = session
        self.content = content
        self.evening = context.evening
        self.from_state = session.state
        self.last_visit = household.last_visit
        self.parts: list[Part] = []
        self.state = State.ENDED
        self.open = False
        self.effects: list[Effect] = []
        self._preface: list[Part] = []
        self._card: Card | None = None
        self._repeat_from = 0
        self._silence_from: int | None = None
        self._keeps_last_prompt = False
        self._before_reprompt: tuple[Part, ...] = ()
        self._said: dict[str, int] = {}
        """How often each line was said in this turn."""
        self._erases = False
        self._leaves_no_trace = False
        self.left_before = household.quiet == context.evening

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
    def alone(self) -> bool:
        """Company of one: one of them said this evening that they are alone, and has not been joined since."""
        checkin = self.household.checkin
        if checkin is not None and checkin.evening == self.evening:
            return checkin.solo
        return self.household.alone_on == self.evening

    @property
    def apart(self) -> bool:
        """Company of two in two places: where they live so, or said so this evening."""
        checkin = self.household.checkin
        if checkin is not None and checkin.evening == self.evening:
            return checkin.apart
        return self.household.homes == "two" or self.household.apart_on == self.evening

    @property
    def music(self) -> bool:
        """Whether their talk has music: where it can be played, and they have not said that they want none tonight."""
        off, on = (self.said_this_evening(line) + self._said.get(line, 0) for line in ("music.off", "music.on"))
        return self.context.device.audio and off <= on

    @property
    def low(self) -> bool:
        """Whether they were told a kind word this evening: nothing heavy, glad or measured follows it."""
        return self.has_said("empathy.kind")

    @property
    def hushed(self) -> bool:
        """Evening without cheerful words: they are low, or somebody left with a word before and came back, and may not
        have been safe."""
        return self.low or self.left_before

    @property
    def finished_tonight(self) -> bool:
        """Whether they finished a check-in this evening."""
        return any(finished.day == self.evening for finished in self.household.finished)

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
        return (
            self._leaves_no_trace
            or self.intent in PRIVATE_INTENTS
            or (self.from_state in PRIVATE and self.intent not in OPENING)
        )

    def choose(self, deck: str, candidates: Iterable[int], leave_out: Iterable[int] = ()) -> int | None:
        """An entry of a deck that comes next for this household."""
        return fresh(candidates, self.household.played.get(deck, ()), self.context.seed, deck, leave_out)

    @property
    def last_said(self) -> tuple[Part, ...]:
        """What was said last: in this session, or on this speaker this evening where a new one begins."""
        kept = [one.parts for one in self.household.devices if self.one_shot and one.device == self.context.device.key]
        return kept[0] if kept and self.last_visit == self.evening else self.session.last

    # What is said

    def say(self, line: str, **fill: Fill) -> None:
        """Say a line, in a wording not used yet this evening."""
        self.parts.append(self.worded(line, **fill))

    def say_within(self, line: str, at: int) -> None:
        """Say a line before the part that stands at the place `at` of this turn so far."""
        self.parts.insert(at, self.worded(line))

    def worded(self, line: str, **fill: Fill) -> Say:
        """A line in a wording not used yet this evening, to be said or filled into another."""
        count = len(self.content.lines[line].texts)
        if line.startswith(SAME_EACH_TIME):
            return Say(
                line, rank(self.context.seed, "wording", line) % (count if line.startswith("stop.") else 1), fill
            )
        now = self._said.get(line, 0)
        times = self.said_this_evening(line) + self.session.used.get(line, 0) + now
        self._said[line] = now + 1
        return Say(line, (rank(self.context.seed, "wording", line) + times) % count, fill)

    def said_this_evening(self, line: str) -> int:
        """How often a line was said this evening before this turn, as far as the record tells."""
        wordings = self.household.wordings
        return wordings.used.get(line, 0) if wordings and wordings.evening == self.evening else 0

    def has_said(self, line: str) -> bool:
        """Whether a line was said this evening, or in this very turn."""
        return bool(self.said_this_evening(line) or self._said.get(line))

    def count(self, number: int) -> Say | str:
        """A number as a word, where there is one."""
        return Say("count", number) if number < len(self.content.lines["count"].texts) else str(number)

    def read(self, deck: str, number: int, field: str = "text") -> None:
        """Read an entry aloud, and note that it was played."""
        self.read_unnoted(deck, number, field)
        self.household = replace(self.household, played=with_played(self.household.played, deck, number))

    def read_unnoted(self, deck: str, number: int, field: str = "text") -> None:
        """Read an entry that leaves no trace, or one that has been noted."""
        self.parts.append(Read(deck, number, field))

    def recite(self, *parts: Part) -> None:
        """Say parts once more as they are."""
        self.parts.extend(parts)

    def slow_down(self) -> None:
        """Read the questions of this turn slowly."""
        self.parts = [
            Say(SLOWLY, 0, {"entry": part}) if isinstance(part, Read) and part.deck == "questions" else part
            for part in self.parts
        ]

    def preface(self, line: str) -> None:
        """Say a line before all the rest of this turn. Repeat leaves it out."""
        self._preface.append(Say(line))

    def offer_entry(
        self,
        deck: str,
        number: int,
        asked_for: str | None = None,
        noted: bool = True,
        field: str = "text",
        to: tuple[str, str] | None = None,
    ) -> None:
        """Read an entry and make it the one that Save keeps and Another one replaces.

        `noted` is false for what would tell what they asked for: words for a feeling, words to mend a fight. `to` holds
        the names of who speaks and who listens, where the entry is said to one of them.
        """
        self.parts.append(ReadTo(deck, number, *to) if to else Read(deck, number, field))
        if noted:
            self.household = replace(self.household, played=with_played(self.household.played, deck, number))
        same_row = self.session.entry is not None and self.session.entry.deck == deck
        offered = (*self.session.offered, number) if same_row else (number,)
        self.carry(entry=Read(deck, number), offered=offered[-30:], asked_for=asked_for)

    def show(self, title: str, *entries: Read) -> None:
        """Put entries on a card in the app, under the line `title`."""
        self._card = Card(title, entries)

    def pause(self, seconds: float = BREATH_S) -> None:
        """Stay silent for a while."""
        self.parts.append(Pause(seconds))

    def from_here(self) -> None:
        """What is said from here on is what Repeat says again."""
        self._repeat_from = len(self.parts)

    def silence_from_here(self) -> None:
        """What is said from here on belongs to a silence, and is not repeated."""
        self._silence_from = len(self.parts)

    def keep_last_prompt(self) -> None:
        """Leave what Repeat says as it was before this turn."""
        self._keeps_last_prompt = True

    def quiet_before_reprompt(self, seconds: float) -> None:
        """Stay silent for a while before the reprompt: they may be talking it over."""
        self._before_reprompt = (Pause(seconds),)

    # What changes

    def remember(self, **changes: Unpack[HouseholdChanges]) -> None:
        """Change the household's record."""
        self.household = replace(self.household, **changes)

    def carry(self, **changes: Unpack[SessionChanges]) -> None:
        """Change what the session carries."""
        self.session = replace(self.session, **changes)

    def add_effect(self, effect: Effect) -> None:
        """Have something done by the platform, beside what is said."""
        self.effects.append(effect)

    def erase_household(self) -> None:
        """Erase all that is kept: the record is empty after this turn, whatever else it does."""
        self.add_effect(EraseAll())
        self._erases = True

    def note_finished(self, finished: Finished) -> None:
        """Add a finished check-in to the record."""
        self.household = with_finished(self.household, finished)

    def note_suggested(self, ritual: int) -> None:
        """Add a ritual that was suggested to the record."""
        self.household = with_suggested(self.household, self.evening, ritual)

    def tonight_is(self, question: int) -> None:
        """Make a question tonight's, and keep which one it was before."""
        now = self.household.tonight
        same_evening = now is not None and now.evening == self.evening
        before = (now.before if now.question == question else now.question) if now is not None and same_evening else 0
        self.remember(tonight=Tonight(self.evening, question, before=before))

    def is_tonights(self, question: int) -> bool:
        """Whether a question is tonight's, and they have not talked about it yet."""
        now = self.household.tonight
        return now is not None and (now.evening, now.question, now.over) == (self.evening, question, False)

    def tonight_is_over(self, question: int | None = None) -> None:
        """Note that they have talked about tonight's question; where a `question` is named, only if it is that one."""
        tonight = self.household.tonight
        if tonight is not None and tonight.evening == self.evening and question in (None, tonight.question):
            self.remember(tonight=replace(tonight, over=True))

    def leave_no_trace(self) -> None:
        """Keep nothing of this turn, though what opened it tells nothing: it went back to what is never kept."""
        self._leaves_no_trace = True

    def leave(self) -> None:
        """Note that they left with a word: whatever it was, the record is the same afterwards."""
        self.remember(left=self.evening, quiet=self.evening)

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

    def good_night(self, line: str = "close", **fill: Fill) -> None:
        """End the session as the time of day wants it, with `<line>.night` or `<line>.day`."""
        # A stop delivered twice says the same twice, so whether they left before counts for closings alone.
        if line in (GLAD_CLOSINGS if self.low else CLOSINGS) and self.hushed:
            line, fill = "stop.low", {}
        part = "night" if is_night(self.context.moment) else "day"
        self.close(f"{line}.{part}", **fill)

    def names_for(self, greeting: str) -> tuple[str, str] | None:
        """Their names, on the evenings on which a greeting says them: now and then, for nobody says them each night."""
        due = rank(self.context.seed, "names", greeting) % NAMED_EVENINGS == 0
        return self.household.names if due and not self.alone else None

    def build(self) -> Turn:
        """The turn, with the wordings settled that it used."""
        last = tuple(self.parts[self._repeat_from : self._silence_from])
        asked = {f"reprompt.{part.line}" for part in last if isinstance(part, Say)}
        line = next((own for own in OWN_REPROMPTS if own in asked), f"reprompt.{self.state.value}")
        reprompt = (*self._before_reprompt, self.worded(line)) if self.open else ()
        household, used = self._settled()
        return Turn(
            parts=(*self._preface, *self.parts),
            reprompt=reprompt,
            open=self.open,
            session=replace(
                self.session,
                state=self.state,
                answers=self.session.answers if self.state in REFLECTING else "",
                last=self.session.last if self._keeps_last_prompt else last,
                used=used,
                checkin=self.checkin,
            ),
            household=Household() if self._erases else household,
            private=self.private,
            card=self._card,
            effects=tuple(self.effects),
        )

    def _settled(self) -> tuple[Household, dict[str, int]]:
        """The record and the session's wordings after this turn: what is private is counted in the session alone."""
        carried = self.session.used
        if not self._said:
            return self.household, carried
        if self.private:
            return self.household, {**carried, **{line: carried.get(line, 0) + n for line, n in self._said.items()}}
        noted = {line: self.said_this_evening(line) + times for line, times in self._said.items()}
        before = self.household.wordings
        used = before.used if before and before.evening == self.evening else {}
        return replace(self.household, wordings=Wordings(self.evening, {**used, **noted})), carried
