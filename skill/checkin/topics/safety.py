# SPDX-License-Identifier: Apache-2.0
"""Somebody does not feel safe: the emergency number first, in neutral words that name nobody.

Nothing of it is kept, no card is shown, and the words are the same each time. What stays to be done afterwards is a
quiet goodbye: the check-in does not go on by itself.
"""

from __future__ import annotations

from skill.checkin.model.session import State
from skill.checkin.model.speech import Care
from skill.checkin.model.turn import StopMusic
from skill.checkin.turn_builder import Scene
from skill.checkin.wording import care_line


def safety(scene: Scene) -> None:
    """The emergency number, at once, and the offer of another one."""
    risk = scene.slots.get("risk", "danger")
    country = scene.occasion.country
    scene.wishes = (*scene.wishes, StopMusic())
    scene.carry(asked_for=risk, entry=None, offered=(), answers="")
    if care_line(scene.content, country, "emergency"):
        scene.say("safety.emergency", number=Care(country, "emergency"))
    else:
        scene.say("safety.emergency_unknown")
    line = care_line(scene.content, country, _risk_with_number(scene))
    if line:
        scene.ask(State.SAFETY, "safety.offer" if line.phone else "safety.offer_place")
    else:
        scene.close("safety.goodbye")


def number(scene: Scene) -> None:
    """The number to talk to someone, or where to find one, twice, so that it can be remembered."""
    risk = _risk_with_number(scene)
    line = care_line(scene.content, scene.occasion.country, risk)
    if line is None:
        scene.close("safety.goodbye")
        return
    if line.phone:
        scene.say("safety.number", number=Care(scene.occasion.country, risk))
        scene.pause(2)
        scene.say("safety.number_again", number=Care(scene.occasion.country, risk))
    elif line.web:
        scene.say("safety.place", place=line.web)
        scene.pause(2)
        scene.say("safety.place_again", place=line.web)
    if line.text_line:
        scene.say("safety.text_line", text=line.text_line)
    scene.ask(State.SAFETY, "safety.anything_else")


def goodbye(scene: Scene) -> None:
    """A quiet end."""
    scene.close("safety.goodbye")


def _risk_with_number(scene: Scene) -> str:
    """The risk they named. For a child without a number of its own, the one for danger at home helps too."""
    risk = scene.session.asked_for or "danger"
    if risk == "child" and care_line(scene.content, scene.occasion.country, risk) is None:
        return "danger"
    return risk
