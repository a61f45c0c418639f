# SPDX-License-Identifier: Apache-2.0
"""Tonight's question: the same all evening for a household, and a new one each day."""

from __future__ import annotations

from typing import get_args

from msgspec.structs import replace

from skill.checkin.course import closing, easing, orientation, talk_time
from skill.checkin.course.asked_for import has_none, lead_to, mood_lead, mood_of, named_in_own_words, names_something
from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import is_tonights_over
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.planner.evening import check_ins
from skill.checkin.planner.questions import Wanted, choose_question, depth_max
from skill.checkin.planner.subjects import wanted_about, wanted_instead_of_listed
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics import built_ins, evening, safety
from skill.checkin.turn_builder import TurnBuilder
from skill.content.decks import number_of
from skill.content.types import Mood, Topic

TWICE_PAUSE_S = 2
"""Silence between the two readings of a question, in seconds."""
TALK_S = 120
AFTERWARDS_MAX = 2
"""Depth of one more question after their evening, where nobody asks for a deep one: they are on their way to bed."""
NOT_ASKED_YET = (State.OFFER, State.JUST_QUESTION)
"""States in which "another one" asks for something else than an evening, and may be the first question."""
LEADS = (
    *("question.tonight", "question.another", "question.lead"),
    *(f"another.{mood}" for mood in get_args(Mood)),
)
"""Lines that lead to a question outside a check-in."""
ASKED = "ask.question"
"""The line that asks whether to talk about it now."""


def tonight(turn: TurnBuilder) -> None:
    """Read tonight's question, or one about what they named; none that they are done with.

    In the middle of an evening "the picnic one" is the one they are at, where that is about a picnic.
    """
    if evening.is_at_named(turn):
        evening.resume(turn)
        return
    number = _tonights(turn)
    wanted = _wanted(turn)
    moved_on = turn.from_state is State.PHRASE and any(map(turn.said_this_evening, LEADS))  # past it, to words to say
    once_more = names_something(turn) and any(map(turn.said_this_evening, LEADS))  # "spicy ones please": not that one
    over = is_tonights_over(turn.household, turn.evening)
    if number is None or over or moved_on or once_more or not _is_as_wanted(turn, number, wanted):
        number = _new(turn, wanted)
    first = number == _tonights(turn) or not _has_heard_one(turn)
    _read(turn, number, mood_lead(turn, number, "question.tonight" if first else "question.another"))


def instead(turn: TurnBuilder) -> None:
    """One question in place of a check-in: tonight's, or a light one where that was offered to somebody who is low."""
    if turn.session.asked_for == "light":
        something_light(turn)
    else:
        tonight(turn)


def one(turn: TurnBuilder) -> None:
    """A yes to a question: tonight's, or where they have talked about that, one more."""
    if closing.is_over(turn):
        another(turn)
    else:
        tonight(turn)


def another(turn: TurnBuilder) -> None:
    """Another one, which is tonight's from now on; lighter, deeper, or about what they name."""
    wanted = _wanted(turn)
    if not (wanted.theme or wanted.topic or wanted.mood or wanted.about):
        wanted = _as_before(turn, wanted)
    if turn.from_state is State.QUESTION and (before := _tonights(turn)) is not None:
        wanted = replace(wanted, unlike=turn.content.questions[before].topics)
    number, first = _new(turn, wanted), turn.from_state in NOT_ASKED_YET and not _has_heard_one(turn)
    _read(turn, number, mood_lead(turn, number, "question.tonight" if first else "question.another"))


def about_theme(turn: TurnBuilder) -> None:
    """A question about the theme that was just told."""
    _read(turn, _new(turn, replace(_wanted(turn), theme=turn.session.asked_for)), "question.lead")


def something_light(turn: TurnBuilder) -> None:
    """One light question, for now."""
    wanted = Wanted(mood="light", depth_max=1, gentle=True, soothing=turn.hushed, solo=turn.alone)
    _read(turn, _new(turn, wanted), "question.lead")


def give_time(turn: TurnBuilder) -> None:
    """They would like to talk about it now; a word first, that nobody takes the music for silence."""
    if turn.from_state is State.QUESTION:
        turn.say("music.your_time" if turn.alone else "question.they_talk")
    talk_time.talk(turn, State.QUESTION_TALK, talk_time.seconds_asked(turn) or TALK_S)


def they_talk(turn: TurnBuilder) -> None:
    """Something that is not for the speaker, after a question that was read: they have begun to answer it.

    Where it may tell of danger the microphone stays open, for they were just told how to say it.
    """
    if safety.RISK in turn.unmatched:
        built_ins.not_understood(turn)
    else:
        give_time(turn)


def later(turn: TurnBuilder) -> None:
    """They would rather not talk about it, which takes it away for tonight; or they have talked."""
    if turn.from_state is State.QUESTION:
        turn.tonight_is_over()
        turn.say("question.later")
        turn.ask(State.READY, "ask.another")
    elif turn.low:  # they may have sat together and said nothing
        turn.tonight_is_over()
        turn.ask(State.READY, "ask.quiet_more")
    else:
        turn.tonight_is_over()
        turn.say("question.talked")
        turn.ask(State.READY, "ask.another")


def whose_turn(turn: TurnBuilder) -> None:
    """Who speaks now. Where they have talked about a question, the other one about that: "I haven't had my go"."""
    asked = turn.household.played.get("questions", ())
    talked = is_tonights_over(turn.household, turn.evening) and turn.checkin is None
    at_rest = turn.from_state in (State.READY, State.NEW, State.ENDED) and not (turn.alone or turn.hushed)
    known = turn.content.questions.get(asked[-1]) if talked and asked else None
    if known is None or known.joint or not at_rest:
        orientation.whose_turn(turn)
        return
    turn.say("swap.now")
    turn.pause()
    turn.offer_entry("questions", known.number, noted=False)
    turn.pause()
    give_time(turn)


def done(turn: TurnBuilder) -> None:
    """ "We did both": the question that they talk about is done for both, and is not asked of the other one."""
    checkin = turn.checkin
    if turn.from_state is State.QUESTION_TALK or checkin is None:
        later(turn)
        return
    step = checkin.steps[checkin.at]
    swap = next((at for at, one in enumerate(checkin.steps) if (one.kind, one.number) == ("swap", step.number)), 0)
    if step.kind == "question" and swap > checkin.at:
        turn.remember(checkin=replace(checkin, at=swap))
    evening.go_on(turn)


def is_under_way(turn: TurnBuilder) -> bool:
    """Whether they talk about a question, over the music."""
    playing = turn.context.playing
    if playing is None or playing.token.kind != "question" or playing.token.evening != turn.evening:
        return False
    return was_left_to_them(turn)


def back_beside(turn: TurnBuilder) -> bool:
    """Back at a question that they asked for beside the check-in, if it is what they heard last."""
    number, checkin = _tonights(turn), turn.checkin
    heard = next(reversed(turn.household.played.get("questions", ())), None)
    if number is None or number != heard or checkin is None or is_tonights_over(turn.household, turn.evening):
        return False
    if any(step.number == number and step.kind in ("question", "swap") for step in checkin.steps):
        return False
    turn.say("resume")
    again(turn)
    turn.tonight_is_over()  # once: who opens yet again goes on with the check-in
    return True


def was_left_to_them(turn: TurnBuilder) -> bool:
    """Test of tonight's question: it was read, and is not over. A next, also without music, tells that they talked."""
    return _tonights(turn) is not None and not is_tonights_over(turn.household, turn.evening)


def back_in_talk(turn: TurnBuilder) -> bool:
    """Launched while they talk about a question: still at it, or another one? False where they are in no such talk."""
    number = _tonights(turn)
    if number is None or not is_under_way(turn):
        return False
    turn.read("questions", number)
    turn.pause()
    turn.carry(entry=Read("questions", number))
    turn.ask(State.QUESTION_TALK, "again.question_talk")
    return True


def more(turn: TurnBuilder) -> None:
    """ "More", or time to talk where nothing is under way: the question that waits for them, else another one."""
    if turn.slots.get("duration") or was_left_to_them(turn):
        take_time(turn)
    else:
        one(turn)


def again(turn: TurnBuilder) -> None:
    """Tonight's question once more, where they are talking about it."""
    number = _tonights(turn)
    if number is None:
        ask_again(turn, turn.from_state)
        return
    turn.read("questions", number)
    turn.pause()
    talk_time.talk(turn, State.QUESTION_TALK, talk_time.seconds_asked(turn) or TALK_S)


def before(turn: TurnBuilder) -> None:
    """The question that they had before this one; where there is none, this one once more."""
    if not easing.put_back_tonights(turn):
        again(turn)


def take_time(turn: TurnBuilder) -> None:
    """Time to talk, without a question or with tonight's."""
    seconds = talk_time.seconds_asked(turn)
    if turn.slots.get("duration") and seconds is None:
        turn.say("talk.odd_time")
        resume_previous(turn)
        return
    if seconds and turn.music:
        talk_time.say_time(turn, seconds)
    talk_time.talk(turn, State.QUESTION_TALK, seconds or TALK_S)


def _read(turn: TurnBuilder, number: int, lead: str) -> None:
    turn.tonight_is(number)
    turn.show("card.question", Read("questions", number))
    turn.say(lead_to(turn, _wanted(turn), lead))
    turn.pause()
    very_first = not turn.household.played.get("questions")
    turn.offer_entry("questions", number, _asked_for(turn))
    if turn.one_shot and turn.from_state is State.QUESTION_TALK and turn.music:
        turn.pause()
        talk_time.talk(turn, State.QUESTION_TALK, TALK_S)  # their talk goes on, with this question
    elif turn.one_shot:
        # Where a routine begins nobody may be listening yet; who asks does listen, once they know how it goes.
        by_itself = turn.intent is Intent.TASK and not turn.said_this_evening("question.once_more")
        if by_itself or very_first:
            turn.pause(TWICE_PAUSE_S)
            turn.say("question.once_more")
            turn.read("questions", number)
        turn.pause()
        turn.close("question.enjoy")
    elif turn.in_flow and turn.from_state is not State.QUESTION_TALK:
        turn.pause()
        ask_again(turn, turn.from_state)
    elif turn.from_state is State.READY and turn.music and turn.has_said(ASKED):
        # They asked for one more to talk about: nobody is asked each time whether to talk now.
        turn.pause()
        talk_time.talk(turn, State.QUESTION_TALK, TALK_S)
    else:
        turn.pause(TWICE_PAUSE_S)
        turn.ask(State.QUESTION, ASKED)


def _has_heard_one(turn: TurnBuilder) -> bool:
    """Whether they were asked something this evening already, so that this is no longer the evening's question."""
    return turn.checkin is not None or turn.finished_tonight or any(map(turn.said_this_evening, LEADS))


def _tonights(turn: TurnBuilder) -> int | None:
    chosen = turn.household.tonight
    if chosen is None or chosen.evening != turn.evening or chosen.question not in turn.content.questions:
        return None
    topics = turn.content.questions[chosen.question].topics
    return None if set(topics).intersection(turn.household.avoided) else chosen.question


def _wanted(turn: TurnBuilder) -> Wanted:
    """What they ask for: a theme, a topic, a mood. Without a warm-up it does not go deepest at first."""
    theme = turn.slots.get("theme")
    own_words = named_in_own_words(turn)
    topic = None if turn.intent is Intent.AVOID_TOPIC else turn.slots.get("topic")
    named = own_words or topic or theme
    left = turn.household.left == turn.evening  # perhaps because one of them was not safe: nothing deep now
    # Who asks for something about worry is not given a holiday, and who asks for a deep one means it.
    low = turn.low and not (named or mood_of(turn) == "deep")
    mood = mood_of(turn) or ("light" if low or (left and not named) else None)
    deepest = depth_max(turn.household, check_ins(turn.household), warmed_up=False)
    if turn.finished_tonight and mood != "deep":
        deepest = min(deepest, AFTERWARDS_MAX)
    wanted = Wanted(
        theme=theme if number_of(turn.content.themes, theme) else None,
        topic=topic,
        mood=mood,
        depth_max=1 if low or left else deepest,
        solo=evening.wished(turn).solo,
        soothing=low or (left and not named),
        gentle=low or left,
    )
    wanted = wanted_about(turn.content, wanted, own_words)
    if topic or theme or mood_of(turn):
        wanted = wanted_instead_of_listed(turn.content, wanted, turn.said_as.values())
    # Nothing on just that: then something easy, and no quarrel for who asks for a holiday.
    return replace(wanted, mood="light") if has_none(turn, wanted) and not mood else wanted


def _is_as_wanted(turn: TurnBuilder, number: int, wanted: Wanted) -> bool:
    question = turn.content.questions[number]
    return (
        (wanted.theme is None or question.theme == wanted.theme)
        and (wanted.topic is None or wanted.topic in question.topics)
        and (wanted.mood is None or question.mood == wanted.mood)
        and (wanted.about is None or number in wanted.about)
    )


def _asked_for(turn: TurnBuilder) -> str | None:
    """What this question was asked for, so that another one is of the same kind."""
    if turn.intent is Intent.AVOID_TOPIC:
        return None
    named = next((turn.slots[slot] for slot in ("theme", "topic", "mood") if turn.slots.get(slot)), None)
    return named or (turn.session.asked_for if turn.from_state is not State.NEW else None)


def _new(turn: TurnBuilder, wanted: Wanted) -> int:
    chosen = _tonights(turn)
    left_out = [chosen] if chosen else []
    number = choose_question(turn.household, turn.content, turn.context.seed, wanted, left_out)
    return number if number is not None else chosen or next(iter(turn.content.questions))


def _as_before(turn: TurnBuilder, wanted: Wanted) -> Wanted:
    """The same kind as the question before: a theme keeps its theme, a funny one is followed by a funny one."""
    before = turn.session.asked_for
    if before is None or turn.from_state is State.NEW or before in turn.household.avoided:
        return wanted
    if number_of(turn.content.themes, before):
        return replace(wanted, theme=before)
    mood = next((known for known in get_args(Mood) if known == before), None)
    if mood is not None:
        return replace(wanted, mood=mood)
    return replace(wanted, topic=before) if before in get_args(Topic) else wanted
