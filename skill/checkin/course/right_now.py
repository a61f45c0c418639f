# SPDX-License-Identifier: Apache-2.0
"""Something that two do at once, where they sit ("a hug right now"), and no idea for the week.

What comes after it is `topics/suggestions.py`'s.
"""

from __future__ import annotations

from skill.checkin.course.phrases import choose_next
from skill.checkin.model.plan import is_night
from skill.checkin.planner.subjects import most_alike, names
from skill.checkin.turn_builder import TurnBuilder

NOW, PLAY, DARE = "now.words", "now.play", "now.dare"
"""Lines whose wordings ask for something at once, for something playful, and for something to do in place of what is on
offer."""


def is_asked_for(turn: TurnBuilder) -> bool:
    """Test of a request for an idea: it names this very moment, or is for a dare. Who is alone, or in another place,
    has nobody to hold; and who left with a word before may not have been safe."""
    named = names(turn.content, NOW, turn.own_words.get("moment", "")) or names(
        turn.content, DARE, turn.own_words.get("mood", "")
    )
    return named and not (turn.alone or turn.apart or turn.left_before)


def offer(turn: TurnBuilder) -> bool:
    """Read an invitation to touch, or to play, with their own words in it where there is one; False where none is
    left."""
    own_words = turn.own_words.get("moment") or turn.own_words.get("mood", "")
    deck, numbers = "experiences", frozenset(_of_tonight(turn))
    if not names(turn.content, PLAY, own_words):
        deck, numbers = "touch", most_alike(turn.content, _texts(turn), own_words) or frozenset(turn.content.touch)
    number = choose_next(turn, deck, numbers)
    if number is None:
        return False
    turn.say("now.lead")
    turn.pause()
    turn.offer_entry(deck, number)
    turn.pause()
    return True


def allowed(turn: TurnBuilder) -> list[int]:
    """Numbers of the experiences about nothing that they avoid."""
    avoided = set(turn.household.avoided)
    return [number for number, entry in turn.content.experiences.items() if not avoided.intersection(entry.topics)]


def at_home(turn: TurnBuilder) -> list[int]:
    """Those that can be had at home at once and were not read yet; none by day, when all can be had."""
    played = turn.household.played.get("experiences", ())
    return [number for number in _of_tonight(turn) if number not in played] if is_night(turn.context.moment) else []


def _of_tonight(turn: TurnBuilder) -> list[int]:
    return [number for number in allowed(turn) if turn.content.experiences[number].tonight]


def _texts(turn: TurnBuilder) -> dict[int, str]:
    return {number: entry.text for number, entry in turn.content.touch.items()}
