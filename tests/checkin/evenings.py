# SPDX-License-Identifier: Apache-2.0
"""Evenings of couples who say this and that, as they stand in `evenings.txt`: what is asked, what is said and kept.

`table.txt` tells each step alone, as it is on a first evening. Here are whole evenings one after the other, with slots,
with time between them, and with what a household remembers. `make rows` writes the file anew and shows what is
different. Entries are told by their deck, so that a new question changes nothing here.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from msgspec import json

from skill.checkin.intents import SAID
from skill.checkin.model.deck_numbers import KeptRitual, Tonight
from skill.checkin.model.effects import AskPermission, CancelReminders, Effect, SetReminder, StopMusic
from skill.checkin.model.events import Launched, ReminderAnswered, SessionEnded, SessionResumed
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Reminder
from skill.checkin.model.playback import Play
from skill.checkin.model.session import State
from skill.checkin.model.speech import Fill, Part, Pause, Read, ReadTo, Say
from skill.checkin.table import TABLE

from .couple import CONTENT, THURSDAY_NIGHT, Couple
from .rows import state_of, written_anew

FILE = Path(__file__).parent / "evenings.txt"
HEAD = (
    "# what is said or happens -> state after it: lines {what fills them}, <entries>, pauses, +effects, ~what is kept\n"
)
SAID_HERE = "# they may say: "
COUPLES = 32
STEADY = 8
"""So many of them mostly go on, and so come to the end of their evenings, and back on many."""
TURNS_MAX = 24
EXPECTED_SHARE = 0.6
"""How often they say what is waited for."""
STEADY_SHARE, LAUNCH_SHARE, PASSING_FROM = 0.85, 0.8, 0.97
CLOSED_SHARE = 0.4
"""How often they go on with the plain word for it, where the session has closed."""
LEAVES, LEAVES_STEADY = 0.25, 0.05
"""How often it is all for tonight, once the session has closed."""
SLOT_SHARE, SLOT_SHARE_STEADY = 0.6, 0.9
GOES_ON = ("next", "yes", "start_check_in", "rate", "remind_us")
NOT_TOLD = {"devices", "answered", "wordings", "came", "moved", "version", "incarnation"}
"""What is kept of each turn, and would only say so."""
OUTCOMES_OF_SETTING = ("done", "done", "done", "not_permitted", "too_many", "failed")
OUTCOMES_OF_ASKING = ("permitted", "denied", "not_answered")
SLOTS: dict[str, dict[str, tuple[str, ...]]] = {
    "about_theme": {"theme": tuple(sorted(entry.id for entry in CONTENT.themes.values()))},
    "allow_topic": {"topic": ("money", "past", "children", "sex")},
    "another_one": {"topic": ("money", "work", "past"), "mood": ("light", "funny", "deep", "romantic")},
    "avoid_topic": {"topic": ("money", "past", "children", "sex")},
    "choose_ritual": {"ritual": tuple(sorted(ritual.id for ritual in CONTENT.rituals.values()))},
    "cool_down": {"risk": ("fear",)},
    "empathy_phrase": {"feeling": ("sad", "tired", "anxious", "angry", "happy", "jealous")},
    "rate": {"score": ("1", "4", "7", "10", "0", "11"), "second": ("3", "8", "10")},
    "remind_us": {
        "time": ("07:00", "08:00", "20:00", "21:30", "EV", "MO"),
        "days": ("every_day", "weekdays", "weekends", "sunday", "today", "tomorrow", "every_week"),
    },
    "safety": {"risk": ("danger", "self", "child", "fear")},
    "set_names": {"first": ("sam",), "second": ("alex",)},
    "start_check_in": {"length": ("short", "standard", "long"), "theme": ("touch", "understand", "play")},
    "suggest_ritual": {"moment": ("morning", "evening", "weekend", "parting")},
    "talk_time": {"duration": ("60", "120", "300", "600", "1200")},
    "tonights_question": {"topic": ("money", "work", "past"), "mood": ("light", "funny", "deep", "romantic")},
}
"""What is said with an intent, if anything is."""


class RandomCouple:
    """Two people whose every word is drawn from a number of their own."""

    def __init__(self, number: int) -> None:
        self._number, self._turns = number, 0
        self._draw = random.Random(number)
        self._steady = number < STEADY
        self.couple = Couple(THURSDAY_NIGHT + timedelta(days=number))
        self.couple.audio = number % 2 == 0
        self.couple.asks_after = number % 5 == 4
        self.couple.country = self._draw.choice(("US", "GB", "AU", "IN", "FR"))

    def evenings(self) -> Iterator[str]:
        """One line a turn."""
        for _ in range(12 if self._steady else 5):
            yield from self._evening()
            self.couple.moment = self.couple.moment.replace(hour=21, minute=0)
            self.couple.later(days=self._draw.choice((1, 1, 1, 2, 3, 7, 31)))
            yield f"- {self.couple.moment:%a %d %b}"

    def _evening(self) -> Iterator[str]:
        yield from self._turn("launch" if self._draw.random() < LAUNCH_SHARE else self._anything())
        for _ in range(TURNS_MAX):
            if not self.couple.open and self._draw.random() < (LEAVES_STEADY if self._steady else LEAVES):
                return
            self.couple.moment += timedelta(seconds=self._draw.choice((20, 60, 150)))
            yield from self._turn(self._next_word())

    def _next_word(self) -> str:
        chance = self._draw.random()
        state = state_of(self.couple)
        if state is State.NEW and chance < (EXPECTED_SHARE if self._steady else CLOSED_SHARE):
            return "next" if self.couple.audio else "launch"
        expected = [intent.value for intent in TABLE[state] if intent.value in drawn()]
        if self._steady and chance < STEADY_SHARE:
            return self._one_of([word for word in GOES_ON if word in expected] or expected)
        if chance < EXPECTED_SHARE:
            return self._one_of(expected)
        return self._draw.choice(("ended", "resumed")) if chance > PASSING_FROM else self._anything()

    def _anything(self) -> str:
        return self._one_of(drawn())

    def _one_of(self, words: Iterable[str]) -> str:
        """One of some words by lot: a new one among them is drawn at times, and else changes nothing."""
        return max(words, key=lambda word: crc32(f"{self._number} {self._turns} {word}".encode()))

    def _turn(self, word: str) -> Iterator[str]:
        before = self.couple.household
        self._turns += 1
        self._draw.seed(f"{self._number} {self._turns}")
        match word:
            case "launch":
                self.couple.tell(Launched())
            case "ended":
                self.couple.tell(SessionEnded())
            case "resumed":
                self.couple.tell(SessionResumed())
            case _:
                said = self._slots_of(word)
                self.couple.say(word, **said)
                word = " ".join([word, *(f"{name}={value}" for name, value in said.items())])
        yield f"{word} -> {told(self.couple, before)}"
        yield from self._answers()

    def _slots_of(self, word: str) -> dict[str, str]:
        share = SLOT_SHARE_STEADY if self._steady else SLOT_SHARE
        return {
            name: self._draw.choice(values)
            for name, values in SLOTS.get(word, {}).items()
            if self._draw.random() < share
        }

    def _answers(self) -> Iterator[str]:
        """What the platform says of a reminder that was to be set or deleted."""
        assert self.couple.turn is not None
        for effect in self.couple.turn.effects:
            match effect:
                case SetReminder():
                    outcome, name = self._draw.choice(OUTCOMES_OF_SETTING), f"r{self.couple.moment:%d%H%M%S}"
                    answer = ReminderAnswered(
                        outcome=outcome, reminder=effect.reminder, id=name if outcome == "done" else ""
                    )
                case AskPermission():
                    answer = ReminderAnswered(outcome=self._draw.choice(OUTCOMES_OF_ASKING), reminder=effect.reminder)
                case CancelReminders():
                    answer = ReminderAnswered(outcome=self._draw.choice(("cancelled", "cancelled", "unavailable")))
                case _:
                    continue
            before = self.couple.household
            self.couple.tell(answer)
            yield f"[{answer.outcome}] -> {told(self.couple, before)}"


@cache
def drawn() -> frozenset[str]:
    """The intents that are drawn: those that the file's second line names, so that a new one changes no evening before
    it is named there; all of them where there is no file."""
    lines = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    named = lines[1].removeprefix(SAID_HERE).split() if lines else []
    return frozenset(named or (intent.value for intent in (*SAID, *(one for row in TABLE.values() for one in row))))


def lines_of(number: int) -> list[str]:
    """All that a couple lives through, a line a turn, and one before it that tells who they are."""
    who = RandomCouple(number)
    couple = who.couple
    music = "music" if couple.audio else "no music"
    return [f"= couple {number}, {couple.country}, {music}", *who.evenings()]


def told(couple: Couple, before: Household) -> str:
    """What came of the last turn."""
    assert couple.turn is not None
    asked = [f"?{_part(part)}" for part in couple.turn.reprompt]
    kept = [
        f"~{name}={_kept(name, getattr(couple.household, name), getattr(before, name))}"
        for name in Household.__struct_fields__
        if name not in NOT_TOLD and getattr(couple.household, name) != getattr(before, name)
    ]
    words = [
        *map(_part, couple.turn.parts),
        *asked,
        *map(_effect, couple.turn.effects),
        *["+Card"] * bool(couple.turn.card),
    ]
    return " ".join([couple.state.value + ("" if couple.open else " closed") + ":", *words, *kept])


def _part(part: Part) -> str:
    match part:
        case Say():
            filled = " ".join(f"{place}={_filled(fill)}" for place, fill in sorted(part.fill.items()))
            return f"{part.line}{{{filled}}}" if filled else part.line
        case Read() | ReadTo():
            return (
                f"<{part.deck}>" if isinstance(part, ReadTo) or part.field == "text" else f"<{part.deck}.{part.field}>"
            )
        case Pause():
            return f"{part.seconds:g}s"
    return type(part).__name__.lower()


def _filled(fill: Fill) -> str:
    return fill if isinstance(fill, str) else _part(fill)


def _effect(effect: Effect) -> str:
    match effect:
        case Play():
            token = effect.token
            marks = "".join(f", {mark}" for mark in ("tail", "told") if getattr(token, mark))
            queued = ", queued" if effect.behind else ""
            steps = f" step {token.step} unclear {token.unclear}" if token.kind == "cool_down" else ""
            return f"+Play({token.kind} {token.seconds}s from {effect.offset_ms}{steps}{marks}{queued})"
        case SetReminder() | AskPermission():
            return f"+{type(effect).__name__}({_reminder(effect.reminder)})"
        case CancelReminders():
            return f"+CancelReminders({len(effect.ids)})"
        case StopMusic():
            return "+StopMusic" if effect.clears else "+StopMusic(may go on)"
    return f"+{type(effect).__name__}"


def _reminder(reminder: Reminder) -> str:
    when = f"{reminder.hour:02}:{reminder.minute:02} {reminder.day or reminder.days}"
    return f"{when}, ritual" if reminder.ritual else when


def _kept(name: str, value: Any, before: Any) -> str:
    """A field of the record in few words, of a long one what is new; entries are not told, but how many there are."""
    match value:
        case CheckIn():
            marks = [mark for mark in ("solo", "apart", "waited", "begun") if getattr(value, mark)]
            rated = [str(rating) for rating in (value.first, value.second) if rating is not None]
            if isinstance(before, CheckIn) and before.steps == value.steps:
                return ", ".join([str(value.at), *marks, *rated])
            steps = " ".join(step.kind for step in value.steps)
            return ", ".join([f"{value.at} of {steps}", value.length, value.theme, value.shape, *marks, *rated])
        case KeptRitual():
            return f"{value.times} times, {value.chosen}, {value.asked}, {value.planned}"
        case Tonight():
            return f"{value.evening}{', over' * value.over}"
    match name:
        case "played":
            return " ".join(
                f"{deck}:{len(numbers)}" for deck, numbers in sorted(value.items()) if numbers != before.get(deck)
            )
        case "theme_progress" | "leaning":
            return " ".join(f"{theme}:{much:g}" for theme, much in value.items() if much != before.get(theme))
        case "shapes":
            return " ".join(value[-1:])
        case "saved":
            return " ".join(read.deck for read in value)
        case "happened":
            return str(len(value))
        case "suggested":
            return " ".join(f"{one.evening}:{len(one.rituals)}" for one in value)
        case "reminders":
            return "; ".join(_reminder(kept.reminder) for kept in value)
        case "finished":
            return f"{len(value)}, {json.encode(value[-1]).decode()}" if value else "none"
    return json.encode(value).decode()


def main() -> None:
    """Write the file anew, and show what is different."""
    head = f"{HEAD}{SAID_HERE}{' '.join(sorted(drawn()))}\n"
    new = head + "".join(f"{line}\n" for number in range(COUPLES) for line in lines_of(number))
    written_anew(FILE, new)


if __name__ == "__main__":
    main()
