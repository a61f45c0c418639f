# SPDX-License-Identifier: Apache-2.0
"""How an evening opens: the first visit, a return, the ritual they chose, the offer of a check-in."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual, with_happened
from skill.checkin.model.effects import CompleteTask
from skill.checkin.model.session import State
from skill.checkin.model.speech import Person, Read, Say
from skill.checkin.planner import choose_theme
from skill.checkin.resuming import ask_again
from skill.checkin.topics import cool_down, evening, question
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import number_of, theme_number

LONG_AWAY_DAYS = 21
ASK_AGAIN_DAYS = 6
"""A ritual that they keep is asked about once a week at most."""


def launch(turn: TurnBuilder) -> None:
    """They opened the skill: greet them for where they are."""
    household = turn.household
    turn.carry(entry=None, offered=(), asked_for=None, answers="", round=0, talk_left=0)
    if household.break_until:
        turn.remember(break_until=None)
        if turn.context.moment <= household.break_until:
            cool_down.come_back(turn)
            return
    if turn.checkin:
        evening.resume(turn)
        return
    left = household.checkin
    if left and left.evening != turn.evening:
        turn.remember(checkin=None)
    if not household.welcomed:
        turn.remember(welcomed=True)
        turn.say("welcome.first")
        turn.pause()
        offer(turn)
        return
    if left and left.begun and left.evening != turn.evening:
        turn.say("welcome.let_go")
    elif turn.last_visit and (turn.evening - turn.last_visit).days >= LONG_AWAY_DAYS:
        turn.say("welcome.long_away")
    elif turn.last_visit == turn.evening:
        turn.say("welcome.again")
    elif turn.context.person:
        turn.say("welcome.person", person=Person())
    else:
        turn.say("welcome.back")
    if _ask_about_ritual(turn):
        return
    if any(finished.day == turn.evening for finished in household.finished):
        turn.ask(State.READY)
        return
    offer(turn)


def task(turn: TurnBuilder) -> None:
    """A task started the skill: tonight's question, in one turn."""
    question.tonight(turn)
    turn.add_effect(CompleteTask())


def offer(turn: TurnBuilder) -> None:
    """Say what tonight is about, and ask whether to begin."""
    prepared = turn.household.checkin
    if prepared is None or prepared.begun or prepared.evening != turn.evening:
        prepared = evening.prepare(turn, "standard", None)
    _say_offer(turn, prepared.theme, prepared.length)


def offer_another_theme(turn: TurnBuilder) -> None:
    """Something else than the theme that was offered."""
    prepared = turn.household.checkin
    if prepared is None:
        offer(turn)
        return
    theme = choose_theme(turn.household, turn.content, turn.context.seed, (prepared.theme,))
    turn.say("another")
    evening.prepare(turn, prepared.length, theme, prepared.solo)
    _say_offer(turn, theme, prepared.length)


def not_tonight(turn: TurnBuilder) -> None:
    """No check-in tonight: one question is always small enough."""
    turn.remember(checkin=None)
    turn.say("offer.declined")
    turn.ask(State.JUST_QUESTION)


def no_question(turn: TurnBuilder) -> None:
    """Not even a question: that is fine."""
    turn.good_night()


def happened(turn: TurnBuilder) -> None:
    """The ritual they chose happened."""
    number = number_of(turn.content.rituals, turn.slots.get("ritual"))
    kept = turn.household.ritual
    if number is not None and (kept is None or kept.number != number):
        kept = KeptRitual(number=number, chosen=turn.evening)
    if kept is not None:
        turn.remember(ritual=replace(kept, times=kept.times + 1, asked=turn.evening))
        turn.remember(happened=with_happened(turn.household.happened, kept.number))
    turn.remember(rituals_kept=turn.household.rituals_kept + 1)
    turn.say("ritual.happened")
    _onward(turn)


def did_not_happen(turn: TurnBuilder) -> None:
    """It did not happen, which is nobody's fault."""
    kept = turn.household.ritual
    if kept is not None:
        turn.remember(ritual=replace(kept, asked=turn.evening))
    turn.say("ritual.missed")
    _onward(turn)


def passed_over(turn: TurnBuilder) -> None:
    """They would rather not say whether it happened."""
    kept = turn.household.ritual
    if kept is not None:
        turn.remember(ritual=replace(kept, asked=turn.evening))
    turn.say("no_problem")
    _onward(turn)


def _onward(turn: TurnBuilder) -> None:
    if turn.from_state is State.FOLLOW_UP:
        if any(finished.day == turn.evening for finished in turn.household.finished):
            turn.ask(State.READY)
        else:
            offer(turn)
    elif turn.in_flow:
        ask_again(turn, turn.from_state)
    elif turn.one_shot:
        turn.close()
    else:
        turn.ask(State.READY, "ask.more")


def _say_offer(turn: TurnBuilder, theme: str, length: str) -> None:
    turn.say(f"offer.{length}", theme=Read("themes", theme_number(turn.content, theme), "name"))
    turn.ask(State.OFFER)


def _ask_about_ritual(turn: TurnBuilder) -> bool:
    kept = turn.household.ritual
    if kept is None or kept.number not in turn.content.rituals or kept.chosen >= turn.evening:
        return False
    if kept.asked is None:
        turn.say("follow_up.lead", when=_when(turn, kept.chosen), ritual=Read("rituals", kept.number, "name"))
        turn.ask(State.FOLLOW_UP, "follow_up.ask")
        return True
    if kept.times and (turn.evening - kept.asked).days >= ASK_AGAIN_DAYS:
        turn.ask(State.FOLLOW_UP, ritual=Read("rituals", kept.number, "name"))
        return True
    return False


def _when(turn: TurnBuilder, day: date) -> Say:
    """When a day was, as it is said: yesterday, on Thursday, last time."""
    ago = (turn.evening - day).days
    if ago == 1:
        return Say("when", 7)
    return Say("when", day.weekday()) if ago < 7 else Say("when", 8)
