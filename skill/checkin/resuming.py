# SPDX-License-Identifier: Apache-2.0
"""How the conversation goes on after an interlude: what each state asks again.

A state that needs more than its own `ask.<state>` line (the ritual's name, the sign that was asked about) says so here.
"""

from __future__ import annotations

from collections.abc import Callable

from skill.checkin.intents import Intent
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.turn_builder import TurnBuilder

WHEN = "ask.remind_when"
"""The line that asks for another time: a yes is no answer to it."""
OFFERED = "ask.remind_offer"
"""The line that asks whether to remind them, with the day and the hour in it."""
_LOOSE = frozenset({State.NEW, State.READY, State.ENDED})
"""States in which nothing particular was asked."""


def resume_previous(turn: TurnBuilder) -> None:
    """Go back to what was asked before; without that ask for more, or end where they asked for one thing only."""
    if turn.one_shot:
        turn.close()
    elif turn.from_state in _LOOSE:
        turn.ask(State.READY, "ask.more")
    else:
        turn.keep_last_prompt()  # an interlude is not what Repeat is asked for
        _RESUMED.get(turn.from_state, ask_again)(turn, turn.from_state)


def ask_again(turn: TurnBuilder, state: State) -> None:
    """Ask once more what a state is waiting for."""
    _CUES.get(state, _plain)(turn, state)


def _plain(turn: TurnBuilder, state: State) -> None:
    """By a line that names what is asked, where the state's own one may only say "Ready?"."""
    named = f"again.{state.value}"
    turn.ask(state, named if named in turn.content.lines else None)


def _follow_up(turn: TurnBuilder, state: State) -> None:
    ritual = turn.household.ritual
    if ritual is None:
        turn.ask(State.READY)
    else:
        turn.ask(state, ritual=Read("rituals", ritual.number, "name"))


def _offer(turn: TurnBuilder, state: State) -> None:
    """Asked about a ritual, they spoke of something else: that is answer enough, and the evening may begin."""
    if turn.finished_tonight:
        _plain(turn, State.READY)
    else:
        _plain(turn, State.OFFER)


def _remind(turn: TurnBuilder, state: State) -> None:
    """A question about a reminder is asked with the reminder: nobody says yes to something said minutes ago."""
    said = [
        one
        for one in turn.session.last
        if isinstance(one, Say) and one.line in ("remind.back", "remind.back_for", "remind.once")
    ]
    asked = [one.line for one in turn.session.last if isinstance(one, Say) and one.line == WHEN]
    offered = [one for one in turn.session.last if isinstance(one, Say) and one.line == OFFERED]
    if offered:
        turn.recite(*offered)
        turn.wait_in(state)
        return
    if turn.session.reminder is None and not asked:
        _plain(turn, State.READY)
        return
    turn.recite(*said)
    turn.ask(state, *asked)


def _ritual(turn: TurnBuilder, state: State) -> None:
    offered, checkin = turn.session.entry, turn.checkin
    step = checkin.steps[checkin.at] if checkin else None
    if step is not None and step.kind == "ritual" and (offered is None or offered.deck != "rituals"):
        offered = Read("rituals", step.number)  # something else was read meanwhile
        turn.carry(entry=offered)
    if offered is None or offered.deck != "rituals" or offered.number not in turn.content.rituals:
        turn.ask(state)
    else:
        # After an idea a yes is for the ritual, and not for what was just read.
        asked = "again.ritual_too" if turn.intent is Intent.SUGGEST_EXPERIENCE else "again.ritual"
        turn.ask(state, asked, ritual=Read("rituals", offered.number, "name"))


def _reflect(turn: TurnBuilder, state: State) -> None:
    signs = list(turn.content.signs)
    turn.pause()
    turn.read_unnoted("signs", signs[min(len(turn.session.answers), len(signs) - 1)])
    turn.wait_in(state)


def _under_music(turn: TurnBuilder, state: State) -> None:
    """Nothing is asked where the music goes on and no microphone is open."""
    turn.close()


def _ready(turn: TurnBuilder, state: State) -> None:
    _plain(turn, State.READY)


_RESUMED: dict[State, Callable[[TurnBuilder, State], None]] = {State.FOLLOW_UP: _offer}
"""Where an interlude ends elsewhere than where it came from."""
_CUES: dict[State, Callable[[TurnBuilder, State], None]] = {
    State.FOLLOW_UP: _follow_up,
    State.REFLECT: _reflect,
    State.RITUAL: _ritual,
    State.REMIND: _remind,
    State.COOL_TALK: _under_music,
    State.COOL_APART: _under_music,
    State.NEW: _ready,
    State.ENDED: _ready,
}
