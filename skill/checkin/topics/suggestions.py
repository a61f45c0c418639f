# SPDX-License-Identifier: Apache-2.0
"""Small things to ask for at any time: an empathy phrase, a ritual, something new to do, appreciation, a theme."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from skill.checkin.course import closing, easing, right_now, rituals, steps
from skill.checkin.course.asked_for import names_something
from skill.checkin.course.orientation import say_what_there_is
from skill.checkin.course.phrases import (
    ASKED_TO_BEGIN,
    BAD_NEWS,
    BEFORE_THE_EVENING,
    GLAD,
    HEAVY,
    LONELY,
    LOSSES,
    TOLD,
    asks_for_help,
    choose_next,
    fitting_phrases,
    is_tense,
    keep_company,
    kind_wanted,
    tells_something,
    words_to_mend,
)
from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.checkin.resuming import ask_again, resume_previous
from skill.checkin.topics import evening, question
from skill.checkin.turn_builder import TALKING, TurnBuilder
from skill.content.decks import number_of

MEASURED = frozenset({State.RATE, State.RATE_SECOND, State.RITUAL})
"""States that nobody is led back to who is low."""

# Phrases, experiences, appreciation


def empathy(turn: TurnBuilder) -> None:
    """Words for a feeling."""
    if is_tense(turn):
        return _mend(turn, "empathy.lead")
    feeling, kind = turn.slots.get("feeling"), kind_wanted(turn)
    if feeling in HEAVY:
        turn.say("empathy.kind")
        easing.ease(turn, loss=feeling in LOSSES)
    if feeling == LONELY and turn.from_state in BEFORE_THE_EVENING and kind is None:
        keep_company(turn)
        return
    if asks_for_help(turn):
        turn.say("help.outside")
        resume_previous(turn)
        return
    if turn.from_state in ASKED_TO_BEGIN and tells_something(turn):
        turn.say("empathy.heard")
        turn.carry(asked_for="light")
        turn.ask(State.JUST_QUESTION, "ask.gentle")
        return
    lead = "empathy.lead" if feeling or not turn.unmatched or kind else "empathy.close_to_it"
    told = turn.from_state in BEFORE_THE_EVENING or (feeling in TOLD and turn.from_state in TALKING)
    if told and feeling == GLAD:
        turn.say("empathy.glad")
        if turn.from_state not in TALKING:
            return ask_again(turn, turn.from_state)
    if told and (feeling or not turn.unmatched):  # perhaps of the one who speaks, and no request
        lead = "empathy.lead_either"
    lead = "empathy.lead_alone" if turn.alone else lead  # nobody is there to say it to
    # Bad news is mostly of somebody else: what fits anything fits it, and "one of you has too much to do" does not.
    _empathy_for(turn, feeling, lead, neutral=told and feeling == BAD_NEWS)


def experience(turn: TurnBuilder) -> None:
    """Something new to do together; late in the day what can be had at home comes first."""
    fitting = right_now.at_home(turn) or right_now.allowed(turn)
    _entry(turn, "experiences", fitting, "experience.lead", None)


def appreciate(turn: TurnBuilder) -> None:
    """A way to say thank you; for one who is alone, words for when the other one is back."""
    if turn.alone:
        return _empathy_for(turn, None, "empathy.lead_alone")
    _entry(turn, "appreciation", turn.content.appreciation, "appreciate.lead", None)


def another_of_same(turn: TurnBuilder) -> None:
    """Another one of whatever was read last; a question where they name which."""
    entry = turn.session.entry
    if turn.intent is Intent.ANOTHER_ONE and names_something(turn):
        return question.another(turn)
    again: dict[str, Callable[[TurnBuilder], None]] = {"experiences": experience, "repair": mend_otherwise}
    if entry is None or entry.deck == "empathy":
        _empathy_for(turn, turn.session.asked_for, "empathy.another")
    else:
        again.get(entry.deck, appreciate)(turn)


def another_phrase_or_question(turn: TurnBuilder) -> None:
    """Another one, where a phrase was read and a question offered: of what was read last, unless they name which."""
    entry = turn.session.entry
    if entry is not None and entry.deck == "empathy" and not names_something(turn):
        _empathy_for(turn, turn.content.empathy[entry.number].feeling, "empathy.another")
    else:
        question.another(turn)


def otherwise(turn: TurnBuilder) -> None:
    """ "Shorter", of words that were read, is other words; with anything else it asks for a check-in."""
    if turn.slots.get("length") and not names_something(turn):
        another_of_same(turn)
    else:
        evening.begin(turn)


def enough(turn: TurnBuilder) -> None:
    """No more of these."""
    turn.say("no_problem")
    turn.ask(State.READY, "ask.more")


def _empathy_for(turn: TurnBuilder, feeling: str | None, lead: str, neutral: bool = False) -> None:
    fitting = fitting_phrases(turn, feeling, neutral)
    _entry(turn, "empathy", fitting or list(turn.content.empathy), lead, feeling)


def _entry(turn: TurnBuilder, deck: str, numbers: Collection[int], lead: str, asked_for: str | None) -> None:
    number = choose_next(turn, deck, numbers)
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
    low = turn.session.asked_for in HEAVY and turn.intent is Intent.EMPATHY_PHRASE
    if turn.one_shot:
        glad = turn.session.asked_for == GLAD and turn.from_state in TALKING
        turn.close("empathy.stay" if low and turn.from_state in TALKING else None if glad else enjoy)
    elif turn.in_flow and not (low and turn.from_state in MEASURED):
        ask_again(turn, turn.from_state)
    elif low:
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
    fitting = words_to_mend(turn)
    number = choose_next(turn, "repair", fitting)
    turn.say(lead)
    turn.offer_entry("repair", number if number is not None else fitting[0], noted=False)
    turn.pause()
    _leave_with(turn, State.PHRASE, "mend.enjoy")


# Rituals


def ours_instead(turn: TurnBuilder) -> None:
    """The ritual they have, where one is on offer: "let's keep ours"."""
    kept = turn.household.ritual
    if kept is None or kept.number not in turn.content.rituals:
        turn.say("our_ritual.none_yet")
        ask_again(turn, turn.from_state)
    elif rituals.is_theirs(turn):
        rituals.ours(turn)
    else:
        _offer_theirs(turn, kept)


def ritual(turn: TurnBuilder) -> None:
    """A ritual for a moment of the day; in a check-in without one the ritual that ends it."""
    if closing.moves_to_ritual(turn):
        steps.enter(turn)
        return
    if right_now.is_asked_for(turn) and right_now.offer(turn):
        _leave_them_to_it(turn)
        return
    moment = turn.slots.get("moment")
    turn.carry(asked_for=moment, offered=turn.session.offered if turn.from_state is State.RITUAL else ())
    _suggest(turn, moment, "ritual.lead_for" if moment else "ritual.lead")


def ritual_instead(turn: TurnBuilder) -> None:
    """Another ritual, where a reminder of one was said back: they have not chosen what they turn down."""
    kept = turn.household.ritual
    if kept is not None and kept.chosen == turn.evening and not kept.times:
        rituals.let_go(turn)
    moment = turn.slots.get("moment")
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == "rituals" else ()
    turn.carry(reminder=None, asked_for=moment)
    left_out = (*offered, kept.number) if kept else offered
    rituals.suggest(turn, rituals.choose(turn, moment, left_out), "ritual.another", moment)
    turn.ask(State.RITUAL)


def another_ritual(turn: TurnBuilder) -> None:
    """Something else than the ritual that was offered; a dare is for right now."""
    if right_now.is_asked_for(turn) and right_now.offer(turn):
        _leave_them_to_it(turn)
        return
    _suggest(turn, turn.session.asked_for, "ritual.another")


def shorter_ritual(turn: TurnBuilder) -> None:
    """ "Something shorter", of a ritual on offer, is another one; with anything else it asks for a check-in."""
    if turn.slots.get("length") and not names_something(turn):
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
    number, read = rituals.named(turn), turn.session.entry
    if number is None and "ritual" not in turn.unmatched:
        if read is not None and read.deck == "rituals":
            _keep(turn, read.number)
        elif turn.from_state is State.FOLLOW_UP:
            ask_again(turn, turn.from_state)
        elif turn.from_state is State.QUESTION:  # "we'll take that one"
            question.give_time(turn)
        else:
            ritual(turn)  # "choose a ritual"
    elif number is None:
        turn.say("ritual.own")
        (after_ritual if turn.from_state is State.RITUAL else resume_previous)(turn)
    else:
        _keep(turn, number)


def done(turn: TurnBuilder) -> None:
    """A ritual happened, where one is on offer: the one they name is theirs, else the one they have is meant."""
    number, kept = number_of(turn.content.rituals, turn.slots.get("ritual")), turn.household.ritual
    if number is not None or rituals.is_theirs(turn):
        rituals.note_happened(turn, number)
        turn.say("ritual.happened")
        if rituals.is_theirs(turn) and kept is not None and number in (None, kept.number):
            rituals.keep(turn, kept.number)  # it goes on, and nobody is told once more that they chose it
            after_ritual(turn)
        else:
            _keep(turn, number or (kept.number if kept else 0))
    elif kept is not None and kept.number in turn.content.rituals:
        rituals.note_happened(turn, None)
        turn.say("ritual.happened")
        _offer_theirs(turn, kept)
    elif "ritual" in turn.unmatched:  # something of their own, which is no yes to ours
        ask_again(turn, turn.from_state)
    else:
        accept_ritual(turn)  # "try it", "we can manage that"


def not_ours(turn: TurnBuilder) -> None:
    """They never chose what they are asked to keep, or want it no more."""
    if rituals.is_theirs(turn):
        rituals.let_go(turn)
        turn.say("ritual.not_ours")
        after_ritual(turn)
    else:
        decline_ritual(turn)


def ritual_before(turn: TurnBuilder) -> None:
    """The ritual that was on offer before this one: "no, I meant the last one"."""
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == "rituals" else ()
    before = next((number for number in reversed(offered[:-1]) if number in turn.content.rituals), None)
    if before is None:
        evening.go_back(turn)
    else:
        rituals.suggest(turn, before, "ritual.another")
        turn.ask(State.RITUAL)


def decline_ritual(turn: TurnBuilder) -> None:
    """No ritual this time. A no to the one they have lets it go: nobody asks again whether it happened."""
    if turn.intent is Intent.NO and rituals.is_theirs(turn):
        rituals.let_go(turn)
    turn.say("ritual.declined" if turn.checkin else "no_problem")
    after_ritual(turn)


def not_yet(turn: TurnBuilder) -> None:
    """The ritual they have has not happened yet, or not this week: it stays theirs, and that is no refusal."""
    if turn.intent is Intent.TALK_TIME and (turn.slots.get("duration") or not rituals.is_theirs(turn)):
        question.take_time(turn)  # "give us a minute"
        return
    named, offered = number_of(turn.content.rituals, turn.slots.get("ritual")), turn.session.entry
    if named is not None and offered != Read("rituals", named):  # "what about the walk, we never did it"
        rituals.suggest(turn, named, "ritual.another")
        turn.ask(State.RITUAL)
        return
    if not rituals.is_theirs(turn):
        decline_ritual(turn)
        return
    turn.say("ritual.not_yet")
    after_ritual(turn)


def _leave_them_to_it(turn: TurnBuilder) -> None:
    """End of a turn that told them what to do at once: of an evening at its ritual, too; their talk goes on."""
    if turn.from_state is State.RITUAL and not turn.one_shot:
        after_ritual(turn)
    elif turn.in_flow and not turn.one_shot:
        ask_again(turn, turn.from_state)
    else:
        turn.close("now.enjoy")


def _suggest(turn: TurnBuilder, moment: str | None, lead: str) -> None:
    offered = turn.session.offered if turn.session.entry and turn.session.entry.deck == "rituals" else ()
    rituals.suggest(turn, rituals.choose(turn, moment, offered), lead, moment)
    if turn.one_shot or not turn.in_flow or turn.from_state is State.RITUAL:
        turn.ask(State.RITUAL)  # also over the music: whoever asks for one may say what they think of it
    else:
        turn.pause()
        ask_again(turn, turn.from_state)


def _offer_theirs(turn: TurnBuilder, kept: KeptRitual) -> None:
    turn.remember(ritual=replace(turn.household.ritual or kept, asked=turn.evening))
    turn.carry(entry=Read("rituals", kept.number))
    turn.ask(State.RITUAL, "ask.ritual_again", ritual=Read("rituals", kept.number, "name"))


def _keep(turn: TurnBuilder, number: int) -> None:
    rituals.keep(turn, number)
    turn.carry(entry=Read("rituals", number))
    turn.show("card.ritual", Read("rituals", number))
    turn.say("ritual.kept", ritual=Read("rituals", number, "name"))
    if turn.from_state is State.RITUAL:
        after_ritual(turn)
    else:
        resume_previous(turn)


def after_ritual(turn: TurnBuilder) -> None:
    """They have said what becomes of a ritual: the evening closes, or their talk goes on."""
    checkin = turn.checkin
    if checkin is None:
        turn.good_night()
    elif checkin.steps[checkin.at].kind == "ritual":
        evening.finish(turn)
    else:  # they asked for it in the middle of their talk, which goes on
        turn.close("talk.closed_first" if turn.context.playing is None else "remind.talk_on")


# Themes


def theme(turn: TurnBuilder) -> None:
    """Tell about a theme, and offer a question about it; without one say what there is to ask for."""
    number = number_of(turn.content.themes, turn.slots.get("theme"))
    if number is None:
        say_what_there_is(turn)
        return
    turn.carry(asked_for=turn.content.themes[number].id)
    turn.read_unnoted("themes", number)
    turn.pause()
    _leave_with(turn, State.THEME, None)
