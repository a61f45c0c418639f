# SPDX-License-Identifier: Apache-2.0
"""Somebody does not feel safe, or does not want to live: a number at once, in neutral words that name nobody.

In danger the emergency number comes first; for somebody in despair the people who listen do; somebody who is afraid
hears first that they deserve to be safe. Nothing of it is kept, no card is shown, the music stops, and the words are
the same each time. For the record they left, as with stop: nothing goes on by itself.
"""

from __future__ import annotations

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.session import State
from skill.checkin.model.speech import Care, Say
from skill.checkin.turn_builder import TurnBuilder
from skill.checkin.wording import care_line
from skill.content.types import CareLine

RISK = "risk"
"""The slot that names it."""
SORRY = ("sorry.", "talk.lost")
"""How lines begin that say sorry for what was missed."""
DANGER, SELF, CHILD, FEAR = "danger", "self", "child", "fear"


def safety(turn: TurnBuilder) -> None:
    """What helps with the risk that they named; unsaid, it is danger."""
    _answer(turn, _known(turn.slots.get(RISK)))


def tell_how_to_say_it(turn: TurnBuilder) -> None:
    """Words by which to say plainly that something is wrong, for what may tell of danger and may not: so nobody is
    taken for unsafe. They come after the "sorry" for what was missed, which would else seem to be about them."""
    said = [part.line for part in turn.parts if isinstance(part, Say)]
    sorry = any(said[:1]) and said[0].startswith(SORRY)
    turn.say_within("safety.how_to_say", 1 if sorry else 0)


def afraid(turn: TurnBuilder) -> None:
    """Alone against somebody: that is no talk for two."""
    _answer(turn, FEAR)


def _answer(turn: TurnBuilder, risk: str) -> None:
    turn.add_effect(StopMusic())
    turn.carry(asked_for=risk, entry=None, offered=(), answers="")
    turn.leave()
    line = _line(turn, risk)
    if risk == SELF:
        turn.say("safety.self")
        if line is None:
            turn.say("safety.self_someone")
            _emergency(turn)
            turn.close("safety.close")
        else:
            _say_crisis_line(turn, line)
            _emergency(turn)
            turn.ask(State.SAFETY, "safety.anything_else")
        return
    if risk == FEAR:
        turn.say("safety.fear")
    _emergency(turn)
    if line is None:
        turn.close("safety.close")
    elif not line.phone:
        turn.ask(State.SAFETY, "safety.offer_place")
    else:
        turn.ask(State.SAFETY, "safety.offer_listeners" if risk == FEAR else "safety.offer")


def number(turn: TurnBuilder) -> None:
    """The number to talk to someone, or where to find one, twice, so that it can be remembered."""
    risk = _known(turn.session.asked_for)
    line = _line(turn, risk)
    if line is None:
        goodbye(turn)
        return
    if line.phone and risk == SELF:
        _say_crisis_line(turn, line)
    elif line.phone:
        turn.say("safety.number", number=_number(turn, line))
    if line.phone:
        turn.pause(2)
        turn.say("safety.number_again", number=_number(turn, line))
    elif line.web:
        turn.say("safety.place", place=line.web)
        turn.pause(2)
        turn.say("safety.place_again", place=line.web)
    if line.text_line:
        turn.say("safety.text_line", text=line.text_line)
    if risk in (SELF, FEAR):
        _emergency(turn)
    turn.ask(State.SAFETY, "safety.anything_else")


def goodbye(turn: TurnBuilder) -> None:
    """A quiet end."""
    turn.close("safety.goodbye")
    turn.leave()


def _known(risk: str | None) -> str:
    return risk if risk in (SELF, CHILD, FEAR) else DANGER


def _emergency(turn: TurnBuilder) -> None:
    country = turn.context.country
    if care_line(turn.content, country, "emergency"):
        turn.say("safety.emergency", number=Care(country, "emergency"))
    else:
        turn.say("safety.emergency_unknown")


def _say_crisis_line(turn: TurnBuilder, line: CareLine) -> None:
    turn.say("safety.call_or_text" if line.texts else "safety.call", number=_number(turn, line))


def _number(turn: TurnBuilder, line: CareLine) -> Care:
    return Care(turn.context.country, line.risk)


def _line(turn: TurnBuilder, risk: str) -> CareLine | None:
    """Whom to call. For a child or for fear without a number of its own, the one for danger at home helps too."""
    country = turn.context.country
    line = care_line(turn.content, country, risk)
    return care_line(turn.content, country, DANGER) if line is None and risk in (CHILD, FEAR) else line
