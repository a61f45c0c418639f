# SPDX-License-Identifier: Apache-2.0
"""Somebody does not feel safe: the emergency number first, in neutral words that name nobody.

Nothing of it is kept, no card is shown, and the words are the same each time. What stays to be done afterwards is a
quiet goodbye: the check-in does not go on by itself.
"""

from __future__ import annotations

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.session import State
from skill.checkin.model.speech import Care
from skill.checkin.turn_builder import TurnBuilder
from skill.checkin.wording import care_line


def safety(turn: TurnBuilder) -> None:
    """The emergency number, at once, and the offer of another one."""
    risk = turn.slots.get("risk", "danger")
    country = turn.context.country
    turn.add_effect(StopMusic())
    turn.carry(asked_for=risk, entry=None, offered=(), answers="")
    if care_line(turn.content, country, "emergency"):
        turn.say("safety.emergency", number=Care(country, "emergency"))
    else:
        turn.say("safety.emergency_unknown")
    line = care_line(turn.content, country, _risk_with_number(turn))
    if line:
        turn.ask(State.SAFETY, "safety.offer" if line.phone else "safety.offer_place")
    else:
        turn.close("safety.goodbye")


def number(turn: TurnBuilder) -> None:
    """The number to talk to someone, or where to find one, twice, so that it can be remembered."""
    risk = _risk_with_number(turn)
    line = care_line(turn.content, turn.context.country, risk)
    if line is None:
        turn.close("safety.goodbye")
        return
    if line.phone:
        turn.say("safety.number", number=Care(turn.context.country, risk))
        turn.pause(2)
        turn.say("safety.number_again", number=Care(turn.context.country, risk))
    elif line.web:
        turn.say("safety.place", place=line.web)
        turn.pause(2)
        turn.say("safety.place_again", place=line.web)
    if line.text_line:
        turn.say("safety.text_line", text=line.text_line)
    turn.ask(State.SAFETY, "safety.anything_else")


def goodbye(turn: TurnBuilder) -> None:
    """A quiet end."""
    turn.close("safety.goodbye")


def _risk_with_number(turn: TurnBuilder) -> str:
    """The risk they named. Where it has no number of its own, the one for danger at home helps a child or fear too."""
    risk = turn.session.asked_for or "danger"
    if risk in ("child", "fear") and care_line(turn.content, turn.context.country, risk) is None:
        return "danger"
    return risk
