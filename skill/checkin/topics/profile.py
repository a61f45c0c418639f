# SPDX-License-Identifier: Apache-2.0
"""What the two of them keep with us, and what they may ask about it: names, topics, saved entries, how they are doing,
privacy, forgetting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import get_args

from msgspec.structs import replace

from skill.checkin.callbacks import LATELY_DAYS, when
from skill.checkin.course import rituals, talk_time
from skill.checkin.model.deck_numbers import SAVED_MAX
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.planner.subjects import MUSIC, PHRASES, names
from skill.checkin.resuming import resume_previous
from skill.checkin.topics import evening, opening, question, suggestions
from skill.checkin.turn_builder import TurnBuilder
from skill.checkin.wording import can_be_said
from skill.content.types import Topic

SAVED_AT_ONCE = 3
WHAT_IS_SAVED = {"questions": 0, "empathy": 2, "repair": 2, "rituals": 3}
"""What an entry of a deck is called where it is saved: nobody is to believe that their own words are kept."""
SAVED_FROM = ("questions", "empathy", "repair", "rituals", "experiences", "appreciation", "practices", "touch")
"""Decks with entries that are worth saving."""
NAME_LENGTH_MAX = 40
TOPICS = get_args(Topic)
"""In the order in which `topic.name` says them."""
TREND_WEEKS = 4
"""The closeness of the last four weeks is compared with the four before."""
TREND_STEP = 0.5


AGREED_WITHOUT: Mapping[State, Callable[[TurnBuilder], None]] = {
    State.OFFER: evening.start,
    State.JUST_QUESTION: question.instead,
}
"""Steps that begin what was offered, by the state: there "without music" or "nothing about money" is a yes."""

# Names and topics


def set_names(turn: TurnBuilder) -> None:
    """Their first names, so that each can be told when it is their turn. One of them alone is to begin."""
    first, second = _name(turn.slots.get("first")), _name(turn.slots.get("second"))
    if not first or not second:
        if (one := first or second) and opening.is_to_begin(turn, one):
            opening.let_begin(turn, one)
            return
        if one and not second and turn.from_state is State.QUESTION and turn.household.names is None:
            question.give_time(turn)  # "you start, Martin"
            return
        _ask_for(turn, "names.both", later="names.both_later")
        return
    turn.remember(names=(first, second))
    turn.say("names.kept", first=first, second=second)
    resume_previous(turn)


def avoid_topic(turn: TurnBuilder) -> None:
    """Leave a topic out from now on; or the music, or what they might say, for tonight."""
    topic = turn.slots.get("topic")
    if names(turn.content, MUSIC, turn.own_words.get("topic", "")):
        _without_music(turn)
        return
    if names(turn.content, PHRASES, turn.own_words.get("topic", "")):
        turn.say("phrases.off")
        resume_previous(turn)
        return
    if topic is not None and any(isinstance(said, Say) and said.line == "topic.some" for said in turn.session.last):
        question.tonight(turn)  # a topic by its name alone answers which one they would like
        return
    if topic is None and turn.from_state is State.PHRASE and "topic" not in turn.unmatched:
        suggestions.enough(turn)  # "no, stop that": of the words to say
        return
    if topic is None or topic not in TOPICS:
        _ask_for(turn, "topic.which", later="topic.which_later")
        return
    turn.remember(avoided=tuple(sorted({*turn.household.avoided, topic})))
    turn.say("topic.avoided", topic=Say("topic.name", TOPICS.index(topic)))
    checkin = turn.checkin
    if checkin and turn.from_state is State.TALK:
        step = checkin.steps[checkin.at]
        if step.kind in ("question", "swap") and topic in turn.content.questions[step.number].topics:
            evening.another_question(turn)
            return
    tonight = turn.household.tonight
    asked = turn.content.questions.get(tonight.question) if tonight is not None else None
    if turn.from_state in (State.QUESTION, State.QUESTION_TALK) and asked is not None and topic in asked.topics:
        question.another(turn)  # what was turned down is not read, or talked about, once more
        return
    begin = None if turn.one_shot else AGREED_WITHOUT.get(turn.from_state)
    (begin or resume_previous)(turn)


def _without_music(turn: TurnBuilder) -> None:
    """No music tonight. Where something is offered that is a yes to it, too: "yes, but without music"."""
    agreed = AGREED_WITHOUT.get(turn.from_state)
    if agreed is None or turn.one_shot:
        talk_time.without_music(turn)
        if turn.from_state is State.QUESTION:
            turn.close("music.your_time")
    else:
        turn.say("music.off")
        agreed(turn)


def allow_topic(turn: TurnBuilder) -> None:
    """A topic may come again; or the music."""
    topic = turn.slots.get("topic")
    if names(turn.content, MUSIC, turn.own_words.get("topic", "")):
        talk_time.with_music(turn)
        return
    if topic is None:
        _ask_for(turn, "topic.which_again", later="topic.which_later")
        return
    if topic not in turn.household.avoided:  # "to talk about family"
        question.tonight(turn)
        return
    turn.remember(avoided=tuple(other for other in turn.household.avoided if other != topic))
    turn.say("topic.allowed")
    resume_previous(turn)


# Saved entries


def save(turn: TurnBuilder) -> None:
    """Keep the entry that was read last."""
    entry = _entry_in_mind(turn)
    saved = turn.household.saved
    if entry is None:
        turn.say("save.nothing")
    elif entry in saved:
        turn.say("save.already")
    elif len(saved) >= SAVED_MAX:
        turn.say("save.full")
    else:
        turn.remember(saved=(*saved, entry))
        turn.carry(entry=entry)
        if turn.one_shot:  # over the music nobody knows which one it takes for the last
            turn.recite(entry)
            turn.say("save.this")  # last: no question stands open behind a closed microphone
        else:
            turn.say("save.kept", what=Say("save.what", WHAT_IS_SAVED.get(entry.deck, 1)))
    resume_previous(turn)


def unsave(turn: TurnBuilder) -> None:
    """Drop the entry that was read last, be it the ritual they have. Of several none goes that nobody has named."""
    saved = turn.household.saved
    entry = turn.session.entry if turn.session.entry in saved else saved[0] if len(saved) == 1 else None
    if entry is None and rituals.is_theirs(turn):
        rituals.let_go(turn)
        turn.say("save.dropped")
    elif entry is not None and turn.session.asked_for == "saved" and len(turn.session.offered) > 1:
        _ask_to_drop(turn, entry)  # "the second one", of several that were read
        return
    elif entry is not None:
        turn.remember(saved=tuple(other for other in saved if other != entry))
        turn.say("save.dropped")
    elif saved and turn.one_shot:
        turn.say("save.which")
    elif saved:
        _only_the_two(turn, "saved")
        return
    else:
        turn.say("save.none")
    resume_previous(turn)


def drop(turn: TurnBuilder) -> None:
    """Drop the one that was read once more."""
    turn.remember(saved=tuple(other for other in turn.household.saved if other != turn.session.entry))
    turn.say("save.dropped")
    turn.ask(State.READY, "ask.more")


def not_that_one(turn: TurnBuilder) -> None:
    """Not the one that was read once more: the one before it, as far as they were read."""
    saved, entry = _sayable(turn), turn.session.entry
    place = saved.index(entry) if entry in saved else 0
    if place:
        _ask_to_drop(turn, saved[place - 1])
    else:
        enough_saved(turn)


def read_saved(turn: TurnBuilder) -> None:
    """Tell how much they saved, and read it: first ask whether it is just the two of them."""
    count = len(_sayable(turn))
    if not count:
        _say_what_is_known(turn)
        resume_previous(turn)
        return
    if count == 1:
        turn.say("recall.saved_one")
    else:
        turn.say("recall.saved", count=turn.count(count))
    _only_the_two(turn, "saved")


def _say_what_is_known(turn: TurnBuilder) -> None:
    """Asked for what they saved, or what they talked about, where nothing is saved: what else is known of that time."""
    ritual, last = turn.household.ritual, turn.last_visit
    if ritual is not None and ritual.number in turn.content.rituals:
        turn.say("kept.ritual", ritual=Read("rituals", ritual.number, "name"))
    elif last is not None and 0 < (turn.evening - last).days <= LATELY_DAYS:
        turn.say("kept.here", when=when(turn.content, last, turn.evening))
    else:
        turn.say("kept.none")


def more_saved(turn: TurnBuilder) -> None:
    """The next few saved entries."""
    _read_saved_from(turn, len(turn.session.offered))


def enough_saved(turn: TurnBuilder) -> None:
    """No more of them."""
    turn.say("no_problem")
    turn.ask(State.READY, "ask.more")


# How are we doing


def how_are_we_doing(turn: TurnBuilder) -> None:
    """Tell them how they are doing: first ask whether it is just the two of them."""
    _only_the_two(turn, "how")


def just_us(turn: TurnBuilder) -> None:
    """It is just the two of them: tell what they asked for."""
    if turn.session.asked_for == "saved":
        turn.carry(offered=(), entry=None)
        _read_saved_from(turn, 0)
    else:
        _tell_how(turn)


def not_just_us(turn: TurnBuilder) -> None:
    """Somebody else is there: another time."""
    turn.say("just_us.later")
    turn.ask(State.READY, "ask.more")


def closeness_trend(household: Household, turn: TurnBuilder) -> str | None:
    """Which line tells how close they have felt: closer, steady, harder; None where there is too little to tell."""
    border = turn.evening - timedelta(weeks=TREND_WEEKS)
    begin = border - timedelta(weeks=TREND_WEEKS)
    late = _mean([finished for finished in household.finished if finished.day > border])
    early = _mean([finished for finished in household.finished if begin < finished.day <= border])
    if late is None or early is None:
        return None
    if late >= early + TREND_STEP:
        return "how.closer"
    return "how.harder" if late <= early - TREND_STEP else "how.steady"


def _tell_how(turn: TurnBuilder) -> None:
    """Two sentences: what they did, and how close they felt."""
    household = turn.household
    finished = len(household.finished) + sum(month.check_ins for month in household.months)
    evenings = max(household.visits, finished)  # also those on which they stopped halfway
    kept = household.rituals_kept
    if not finished and not kept and evenings <= 1:
        turn.say("how.nothing_yet")
    else:
        if kept:
            turn.say("how.both", times=_times(turn, evenings), kept=_times(turn, kept))
        else:
            turn.say("how.evenings", times=_times(turn, evenings))
        trend = closeness_trend(household, turn)
        turn.say(trend or "how.no_trend")
    last = turn.last_visit
    if last is not None and 0 < (turn.evening - last).days <= LATELY_DAYS:
        turn.say("recall.day", when=when(turn.content, last, turn.evening))
    turn.ask(State.READY, "ask.more")


def _times(turn: TurnBuilder, number: int) -> Say:
    """How often, as it is said: once, twice, three times."""
    if number < len(turn.content.lines["times"].texts):
        return Say("times", number)
    return Say("times.many", 0, {"count": str(number)})


def _mean(check_ins: list[Finished]) -> float | None:
    ratings = [rating for finished in check_ins for rating in (finished.first, finished.second) if rating is not None]
    return sum(ratings) / len(ratings) if len(ratings) >= 2 else None


# Privacy


def privacy(turn: TurnBuilder) -> None:
    """What is kept about them, and what is not."""
    turn.say("privacy.what")
    resume_previous(turn)


def ask_to_forget(turn: TurnBuilder) -> None:
    """Make sure before anything is erased."""
    turn.ask(State.FORGET)


def forget(turn: TurnBuilder) -> None:
    """Erase everything."""
    turn.erase_household()
    turn.close("forget.done")


def do_not_forget(turn: TurnBuilder) -> None:
    """Keep everything as it is."""
    turn.say("forget.kept")
    turn.ask(State.READY, "ask.more")


# Shared


def _ask_for(turn: TurnBuilder, line: str, later: str) -> None:
    """Ask for what was left out. Into their talk nobody asks anything: there the line `later` says that it can wait."""
    if not turn.one_shot:
        turn.say(line)
        resume_previous(turn)
    elif turn.from_state is State.NEW:
        turn.say(line)
        turn.wait_in(State.READY)
    else:
        turn.close(later)


def _only_the_two(turn: TurnBuilder, wanted: str) -> None:
    turn.carry(asked_for=wanted)
    turn.ask(State.JUST_US)


def _read_saved_from(turn: TurnBuilder, start: int) -> None:
    saved = _sayable(turn)
    if not saved:
        turn.say("save.none")
        turn.ask(State.READY, "ask.more")
        return
    chosen = saved[start : start + SAVED_AT_ONCE]
    if start == 0:
        turn.say("save.lead")
    for place, entry in enumerate(chosen):
        turn.pause()
        if len(saved) > 1:
            turn.recite(Say("save.place", min(start + place, 1)))
        turn.recite(entry)
    turn.carry(offered=tuple(range(1, start + len(chosen) + 1)), entry=chosen[-1])
    turn.pause()
    if start + len(chosen) < len(saved):
        turn.ask(State.SAVED)
    else:
        if len(saved) > 1:
            turn.say("save.all")
        turn.ask(State.READY, "ask.more")


def _ask_to_drop(turn: TurnBuilder, entry: Read) -> None:
    turn.carry(entry=entry)
    turn.recite(entry)
    turn.pause()
    turn.ask(State.DROP)


def _sayable(turn: TurnBuilder) -> list[Read]:
    return [entry for entry in turn.household.saved if can_be_said((entry,), turn.content)]


def _entry_in_mind(turn: TurnBuilder) -> Read | None:
    if turn.session.entry:
        return turn.session.entry
    tonight = turn.household.tonight
    read = [one for one in turn.last_said if isinstance(one, Read) and one.deck in SAVED_FROM and one.field != "name"]
    if turn.one_shot and read:  # what they heard last on this speaker; of words for a feeling nobody keeps which
        return replace(read[-1], field="text") if can_be_said(read[-1:], turn.content) else None
    if turn.one_shot and tonight and tonight.evening == turn.evening:
        return Read("questions", tonight.question)
    return None


def _name(text: str | None) -> str | None:
    """A first name, cleaned of anything that is not part of one."""
    kept = "".join(letter for letter in text or "" if letter.isalpha() or letter in "'- ").strip()[:NAME_LENGTH_MAX]
    return kept[:1].upper() + kept[1:] or None
