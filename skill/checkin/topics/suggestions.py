# SPDX-License-Identifier: Apache-2.0
"""Small things to ask for at any time: an empathy phrase, a ritual, something new to do, appreciation, a theme."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from skill.checkin.course import rituals
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics import evening
from skill.checkin.turn_builder import TALKING, TurnBuilder
from skill.content.decks import number_of

HEAVY = frozenset({"sad", "anxious", "hurt", "lonely", "ashamed", "disappointed", "overwhelmed"})
"""Feelings that are met with a kind word before anything else."""
BEFORE_THE_EVENING = frozenset({State.OFFER, State.FOLLOW_UP, State.JUST_QUESTION})
"""States in which something of the evening was offered, and nothing has begun."""

# Phrases, experiences, appreciation


def empathy(turn: TurnBuilder) -> None:
    """Words for a feeling."""
    feeling = turn.slots.get("feeling")
    if feeling in HEAVY:
        turn.say("empathy.kind")
    _empathy_for(turn, feeling, "empathy.lead" if feeling or not turn.unmatched else "empathy.close_to_it")


def experience(turn: TurnBuilder) -> None:
    """Something new to do together."""
    avoided = set(turn.household.avoided)
    fitting = [number for number, entry in turn.content.experiences.items() if not avoided.intersection(entry.topics)]
    _entry(turn, "experiences", fitting, "experience.lead", None)


def appreciate(turn: TurnBuilder) -> None:
    """A way to say thank you."""
    _entry(turn, "appreciation", turn.content.appreciation, "appreciate.lead", None)


def another_of_same(turn: TurnBuilder) -> None:
    """Another one of whatever was read last."""
    entry = turn.session.entry
    again: dict[str, Callable[[TurnBuilder], None]] = {
        "experiences": experience,
        "appreciation": appreciate,
        "repair": mend_otherwise,
    }
    if entry is None or entry.deck == "empathy":
        _empathy_for(turn, turn.session.asked_for, "empathy.another")
    else:
        again.get(entry.deck, appreciate)(turn)


def enough(turn: TurnBuilder) -> None:
    """No more of these."""
    turn.say("no_problem")
    turn.ask(State.READY, "ask.more")


def _empathy_for(turn: TurnBuilder, feeling: str | None, lead: str) -> None:
    # For a feeling that is not known here, words come that fit anything: nothing is guessed.
    fitting = [
        number
        for number, phrase in turn.content.empathy.items()
        if (phrase.neutral if feeling is None else phrase.feeling == feeling)
    ]
    _entry(turn, "empathy", fitting or list(turn.content.empathy), lead, feeling)


def _entry(turn: TurnBuilder, deck: str, numbers: Collection[int], lead: str, asked_for: str | None) -> None:
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == deck else ()
    number = turn.choose(deck, numbers, offered)
    if number is None:
        number = turn.choose(deck, numbers)
    if number is None:
        turn.say("nothing_left")
        resume_previous(turn)
        return
    turn.say(lead)
    turn.pause()
    turn.offer_entry(deck, number, asked_for, noted=deck != "empathy")
    turn.pause()
    _leave_with(turn, State.PHRASE, None if deck == "experiences" else "phrase.enjoy")


def _leave_with(turn: TurnBuilder, state: State, enjoy: str | None) -> None:
    """After something was read: back to what is under way, the end of a one-shot, or what the state asks.

    `enjoy` is what a one-shot ends with: of words to say, that they may be said otherwise.
    """
    if turn.one_shot:
        turn.close(enjoy)
    elif turn.in_flow:
        ask_again(turn, turn.from_state)
    elif turn.session.asked_for in HEAVY and turn.from_state in BEFORE_THE_EVENING:
        # Whoever is low tonight is not asked for a whole evening, nor about anything deep.
        turn.carry(asked_for="light")
        turn.ask(State.JUST_QUESTION, "ask.gentle")
    else:
        turn.ask(state)


# Words to mend it


def mend(turn: TurnBuilder) -> None:
    """Words for somebody who wants to say sorry."""
    _mend(turn, "mend.lead")


def mend_otherwise(turn: TurnBuilder) -> None:
    """Other words for it."""
    _mend(turn, "mend.another")


def _mend(turn: TurnBuilder, lead: str) -> None:
    fitting = [number for number, phrase in turn.content.repair.items() if phrase.sorry]
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == "repair" else ()
    number = turn.choose("repair", fitting, offered)
    turn.say(lead)
    turn.offer_entry("repair", number if number is not None else fitting[0], noted=False)
    turn.pause()
    _leave_with(turn, State.PHRASE, "mend.enjoy")


# Rituals


def our_ritual(turn: TurnBuilder) -> None:
    """Which ritual they have, and how often it happened."""
    kept = turn.household.ritual
    if kept is None or kept.number not in turn.content.rituals:
        turn.say("our_ritual.none")
    else:
        turn.say("our_ritual.is", ritual=Read("rituals", kept.number, "name"))
        if 0 < kept.times < len(turn.content.lines["times"].texts):
            turn.say("our_ritual.times", times=Say("times", kept.times))
    resume_previous(turn)


def ritual(turn: TurnBuilder) -> None:
    """A ritual for a moment of the day."""
    moment = turn.slots.get("moment")
    turn.carry(asked_for=moment, offered=())
    _suggest(turn, moment, "ritual.lead")


def another_ritual(turn: TurnBuilder) -> None:
    """Something else than the ritual that was offered."""
    _suggest(turn, turn.session.asked_for, "ritual.another")


def shorter_ritual(turn: TurnBuilder) -> None:
    """ "Something shorter", of a ritual on offer, is another one; with anything else it asks for a check-in."""
    if turn.slots.get("length") and not any(turn.slots.get(slot) for slot in ("theme", "topic", "mood")):
        another_ritual(turn)
    else:
        evening.begin(turn)


def accept_ritual(turn: TurnBuilder) -> None:
    """They will try the ritual that was offered."""
    offered = turn.session.entry
    if offered is None or offered.deck != "rituals":
        ask_again(turn, State.READY)
        return
    _keep(turn, offered.number)


def choose_by_name(turn: TurnBuilder) -> None:
    """They named a ritual, or mean the one that was offered."""
    number = number_of(turn.content.rituals, turn.slots.get("ritual"))
    if number is None and turn.from_state is State.RITUAL and "ritual" not in turn.unmatched:
        accept_ritual(turn)
    elif number is None:
        turn.say("ritual.own")
        if turn.from_state is State.RITUAL:
            _after_ritual(turn)
        else:
            resume_previous(turn)
    else:
        _keep(turn, number)


def decline_ritual(turn: TurnBuilder) -> None:
    """No ritual this time."""
    turn.say("ritual.declined" if turn.checkin else "no_problem")
    _after_ritual(turn)


def not_yet(turn: TurnBuilder) -> None:
    """The ritual they have has not happened yet, or not this week: it stays theirs, and that is no refusal."""
    kept, offered = turn.household.ritual, turn.session.entry
    if kept is None or offered != Read("rituals", kept.number):
        decline_ritual(turn)
        return
    turn.say("ritual.not_yet")
    _after_ritual(turn)


def _suggest(turn: TurnBuilder, moment: str | None, lead: str) -> None:
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == "rituals" else ()
    rituals.suggest(turn, rituals.choose(turn, moment, offered), lead, moment)
    if turn.one_shot and turn.from_state in TALKING:
        turn.close()  # their talk goes on, and nobody asks anything into it
    elif turn.in_flow and turn.from_state is not State.RITUAL:
        turn.pause()
        ask_again(turn, turn.from_state)
    else:
        turn.ask(State.RITUAL)


def _keep(turn: TurnBuilder, number: int) -> None:
    kept = turn.household.ritual
    if kept is None or kept.number != number:
        turn.remember(ritual=KeptRitual(number=number, chosen=turn.evening))
    elif kept.chosen != turn.evening:
        # Chosen once more: how often it happened still counts, and it is asked about again.
        turn.remember(ritual=replace(kept, chosen=turn.evening, asked=None))
    turn.carry(entry=Read("rituals", number))
    turn.show("card.ritual", Read("rituals", number))
    turn.say("ritual.kept", ritual=Read("rituals", number, "name"))
    if turn.from_state is State.RITUAL:
        _after_ritual(turn)
    else:
        resume_previous(turn)


def _after_ritual(turn: TurnBuilder) -> None:
    if turn.checkin and turn.from_state is State.RITUAL:
        evening.finish(turn)
    else:
        turn.good_night()


# Themes


def theme(turn: TurnBuilder) -> None:
    """Tell about a theme, and offer a question about it."""
    named = turn.slots.get("theme")
    prepared = turn.household.checkin
    wanted = named or (prepared.theme if prepared else turn.household.theme)
    entries = turn.content.themes
    number = number_of(entries, wanted) or next(iter(entries))
    turn.carry(asked_for=entries[number].id)
    turn.read_unnoted("themes", number)
    turn.pause()
    _leave_with(turn, State.THEME, None)
