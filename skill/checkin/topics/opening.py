# SPDX-License-Identifier: Apache-2.0
"""How an evening opens: the first visit, a return, the ritual they chose, the offer of a check-in."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from skill.checkin.callbacks import choose_callback, when
from skill.checkin.course import rituals, steps, who_begins
from skill.checkin.course.easing import ASKED, EASY
from skill.checkin.course.talk_time import MORE_TIME_S
from skill.checkin.course.who_begins import THE_OTHER, WHOEVER_SPOKE
from skill.checkin.hours import is_on
from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.effects import CompleteTask
from skill.checkin.model.plan import CheckIn
from skill.checkin.model.session import State
from skill.checkin.model.speech import Person, Read
from skill.checkin.planner.shapes import MARK_OF
from skill.checkin.planner.subjects import BEGINNINGS, names
from skill.checkin.planner.themes import choose_theme
from skill.checkin.resuming import resume_previous
from skill.checkin.topics import cool_down, evening, question
from skill.checkin.turn_builder import TALKING, TurnBuilder
from skill.content.decks import number_of

LONG_AWAY_DAYS = 21
ASKED_AFTER_DAYS = 2
"""Not on the very next evening: a ritual takes its time."""
WEEKEND = (5, 6)
ASK_AGAIN_DAYS = 6
"""A ritual that they keep is asked about once a week at most."""


def launch(turn: TurnBuilder) -> None:
    """They opened the skill: greet them for where they are."""
    household = turn.household
    turn.carry(entry=None, offered=(), asked_for=None, answers="", round=0, talk_left=0)
    if cool_down.picks_up(turn):
        return
    if household.left == turn.evening or cool_down.was_last(turn.context, turn.evening):
        after_leaving(turn)
        return
    if question.back_beside(turn):
        return
    if turn.checkin:
        _carry_on(turn, turn.checkin)
        return
    if question.back_in_talk(turn):
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
    _welcome(turn)
    if not turn.low and _ask_about_ritual(turn):
        return
    if turn.finished_tonight:
        turn.ask(State.READY)
        return
    _recall(turn)
    offer(turn)


def task(turn: TurnBuilder) -> None:
    """A task started the skill: tonight's question, in one turn."""
    question.tonight(turn)
    turn.add_effect(CompleteTask())


def offer(turn: TurnBuilder) -> None:
    """Ask whether to begin."""
    prepared = turn.household.checkin
    if prepared is None or prepared.begun or prepared.evening != turn.evening:
        evening.prepare(turn, evening.wished(turn))
    # Who opens it once more this evening is not asked whether they are ready, but for what.
    back = turn.intent is Intent.LAUNCH and turn.last_visit == turn.evening
    turn.ask(State.OFFER, "again.offer" if back else None)


def offer_another_theme(turn: TurnBuilder) -> None:
    """Something else than what was offered: what they ask for, or another theme."""
    prepared = turn.household.checkin
    if prepared is None:
        offer(turn)
        return
    wish = evening.wished(turn)
    if any(names(turn.content, BEGINNINGS, said) for said in turn.said_as.values()):
        question.tonight(turn)  # "what have you got about when we first met": that one, and no evening about the past
        return
    if wish.mood or wish.topic:  # "yes, something light": they want to begin, with that
        evening.prepare(turn, wish)
        evening.start(turn)
        return
    theme = wish.theme or choose_theme(turn.household, turn.content, turn.context.seed, (prepared.theme,))
    evening.prepare(turn, replace(wish, theme=theme, announced=True))
    number = number_of(turn.content.themes, theme)
    if number is None:
        turn.ask(State.OFFER)
    else:
        turn.ask(State.OFFER, "offer.theme", theme=Read("themes", number, "name"))


def not_tonight(turn: TurnBuilder) -> None:
    """No check-in tonight: one question is always small enough."""
    turn.remember(checkin=None)
    turn.ask(State.JUST_QUESTION)


def no_question(turn: TurnBuilder) -> None:
    """Not even a question: that is fine."""
    turn.good_night()


# Who begins


def is_to_begin(turn: TurnBuilder, name: str | None) -> bool:
    """Test of what was said for a name, alone: it is one of theirs, or stands for whoever spoke."""
    if name is None:
        return False
    unnamed = any(who_begins.stands_for(turn, name, line) for line in (WHOEVER_SPOKE, THE_OTHER))
    return unnamed or who_begins.whom_they_name(turn, name) is not None


def let_begin(turn: TurnBuilder, name: str) -> None:
    """Let the one they name speak first; where the evening is offered that is a yes to it, too."""
    who = who_begins.whom_they_name(turn, name)
    place, checkin = 0, turn.checkin
    if checkin is not None and (step := checkin.steps[checkin.at]).kind in ASKED:
        place = steps.place_of(checkin, step) + (step.kind == "swap")
    who_begins.is_begun_by(turn, who, place)
    names = turn.household.names
    if who is None or names is None:
        turn.say("whose.asked" if who_begins.stands_for(turn, name, WHOEVER_SPOKE) else "whose.as_they_like")
    elif turn.from_state is not State.OFFER:
        turn.say("turn.begins_named", name=names[who])
    if turn.from_state is State.OFFER:
        evening.start(turn)
    elif turn.from_state is State.QUESTION:  # "yes, let's, and Walt first"
        question.give_time(turn)
    else:
        resume_previous(turn)


# An evening that was left


def go_on_after_all(turn: TurnBuilder) -> None:
    """They go on with the evening that they had left."""
    turn.remember(left=None)
    steps.say_step(turn)


def leave_it(turn: TurnBuilder) -> None:
    """The evening that they had left stays where it is; asked for anything else, it is there."""
    turn.remember(checkin=None)
    turn.say("no_problem")
    turn.good_night()


def after_leaving(turn: TurnBuilder) -> None:
    """They left with a word this evening, perhaps because somebody was not safe: nothing cheerful."""
    if turn.checkin:
        turn.ask(State.GO_ON)
    else:
        turn.ask(State.READY, "ask.quiet")


def _carry_on(turn: TurnBuilder, checkin: CheckIn) -> None:
    """An evening under way goes on: with the next step where they have talked, else with the one they were in."""
    moved, playing = turn.household.moved, turn.context.playing
    talked = moved is not None and (turn.context.moment - moved).total_seconds() >= MORE_TIME_S
    heard_out = (
        turn.music
        and playing is not None
        and playing.token.checkin is not None
        and playing.offset_ms >= MORE_TIME_S * 1000
    )
    talking = checkin.steps[min(checkin.at, len(checkin.steps) - 1)].kind not in ("rate", "ritual")
    if talking and (checkin.waited or heard_out or (talked and playing is not None)):
        evening.go_on(turn)
    else:
        evening.resume(turn)


# Greeting


def _welcome(turn: TurnBuilder) -> None:
    last = turn.last_visit
    if last == turn.evening:
        turn.say("welcome.again")
    elif last and (turn.evening - last).days >= LONG_AWAY_DAYS:
        turn.say("welcome.long_away")
    elif turn.context.person:
        turn.say("welcome.person", person=Person())
    elif names := turn.names_for("welcome"):
        turn.say("welcome.named", first=names[0], second=names[1])
    else:
        turn.say("welcome.back")


def _recall(turn: TurnBuilder) -> None:
    """One sentence about what they have done so far, where there is one."""
    if turn.last_visit == turn.evening:
        return
    prepared = turn.household.checkin
    if prepared is None or prepared.begun or prepared.evening != turn.evening:
        prepared = evening.prepare(turn, evening.wished(turn))
    before = replace(turn.household, last_visit=turn.last_visit)
    found = choose_callback(before, turn.content, turn.context.seed, turn.evening, _theme_heard(turn, prepared))
    if found is not None:
        kind, line = found
        turn.say(line.line, **line.fill)
        turn.remember(recalled=kind)


def _theme_heard(turn: TurnBuilder, prepared: CheckIn) -> str | None:
    """The theme of an evening whose first step is about it, and nothing light beside it: only then it is announced."""
    first = prepared.steps[0]
    if first.kind == "practice":
        return prepared.theme
    asked = turn.content.questions[first.number] if first.kind == "question" else None
    about_it = asked is not None and asked.theme == prepared.theme and asked.mood not in EASY
    return prepared.theme if about_it and prepared.shape not in MARK_OF else None


def happened(turn: TurnBuilder) -> None:
    """A ritual happened: the one they name, else the one they have; in their talk the question, where none is named."""
    if turn.from_state in TALKING and "ritual" not in {*turn.slots, *turn.unmatched}:
        question.done(turn)
        return
    rituals.note_happened(turn, number_of(turn.content.rituals, turn.slots.get("ritual")))
    turn.say("ritual.happened")
    _onward(turn)


def sort_of(turn: TurnBuilder) -> None:
    """It happened a little, or one of them sees it otherwise: neither kept nor missed."""
    _told(turn, "ritual.sort_of")


def did_not_happen(turn: TurnBuilder) -> None:
    """It did not happen, which is nobody's fault."""
    _told(turn, "ritual.missed")


def not_yet(turn: TurnBuilder) -> None:
    """It is still to come: nothing was missed."""
    _told(turn, "ritual.not_yet")


def not_ours(turn: TurnBuilder) -> None:
    """They never chose what they are asked about: it is theirs no more."""
    rituals.let_go(turn)
    turn.say("ritual.not_ours")
    _onward(turn)


def passed_over(turn: TurnBuilder) -> None:
    """They would rather not say whether it happened."""
    _told(turn, "no_problem")


def never_mind(turn: TurnBuilder) -> None:
    """Whatever they said of it is answer enough: nobody is asked twice."""
    turn.say("follow_up.drop")
    _onward(turn)


def _told(turn: TurnBuilder, line: str) -> None:
    """It is not counted, and nobody is asked about it again tonight."""
    kept = turn.household.ritual
    if kept is not None and rituals.planned(turn) is None:  # "it's only Tuesday, we said Thursday"
        turn.remember(ritual=replace(kept, asked=turn.evening))
    turn.say(line)
    _onward(turn)


def _onward(turn: TurnBuilder) -> None:
    if turn.from_state is State.FOLLOW_UP:
        if turn.finished_tonight:
            turn.ask(State.READY)
        else:
            offer(turn)
    else:
        resume_previous(turn)


def _had_its_time(turn: TurnBuilder, kept: KeptRitual) -> bool:
    """Whether they could have done it since they chose it: not before its weekend, or the day of its reminder."""
    since = [kept.chosen + timedelta(days=day) for day in range(1, (turn.evening - kept.chosen).days + 1)]
    if len(since) < ASKED_AFTER_DAYS or (kept.planned is not None and kept.planned >= turn.evening):
        return False
    if turn.content.rituals[kept.number].moments == ("weekend",) and not any(d.weekday() in WEEKEND for d in since):
        return False
    reminders = [one.reminder for one in turn.household.reminders if one.reminder.ritual == kept.number]
    return not reminders or any(is_on(reminder, day) for reminder in reminders for day in since)


def _is_time_to_ask(turn: TurnBuilder, kept: KeptRitual, asked: date) -> bool:
    """Whether they may be asked again: weekly about what happens, about what has not once its reminder has come."""
    days = (turn.evening - asked).days
    if kept.times:
        return days >= ASK_AGAIN_DAYS
    reminders = [one.reminder for one in turn.household.reminders if one.reminder.ritual == kept.number]
    since = [asked + timedelta(days=day) for day in range(1, days)]
    return days >= ASKED_AFTER_DAYS and any(is_on(reminder, day) for reminder in reminders for day in since)


def _ask_about_ritual(turn: TurnBuilder) -> bool:
    """Ask whether the ritual they chose happened: after a day or two, then once a week at most, and once an evening."""
    kept = turn.household.ritual
    if kept is None or kept.number not in turn.content.rituals or not _had_its_time(turn, kept):
        return False
    again = kept.times > 0 or kept.asked is not None  # not as if they had only chosen it
    if kept.asked is not None and not _is_time_to_ask(turn, kept, kept.asked):
        return False
    turn.remember(ritual=replace(kept, asked=turn.evening))  # asked is asked, also where nobody answers
    name = Read("rituals", kept.number, "name")
    if kept.planned is not None:
        day = when(turn.content, kept.planned, turn.evening)
        turn.ask(State.FOLLOW_UP, "follow_up.planned", when=day, ritual=name)
    elif again:
        turn.ask(State.FOLLOW_UP, "follow_up.again", ritual=name)
    else:
        turn.ask(State.FOLLOW_UP, "follow_up.ask", when=when(turn.content, kept.chosen, turn.evening), ritual=name)
    return True
