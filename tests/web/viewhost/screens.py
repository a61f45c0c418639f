# SPDX-License-Identifier: Apache-2.0
"""Screens to draw, each with the longest words that it can hold."""

from __future__ import annotations

from collections.abc import Mapping

from skill.alexa import locales
from skill.checkin.intents import Intent
from skill.checkin.model.screen import Choice, Kind, Screen
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.screens import KIND_OF, TOUCH
from skill.content.decks import entries_of

CONTENT = locales.content("en-US")
VIEWPORTS: Mapping[str, dict[str, object]] = {
    "small": {"width": 960, "height": 480, "round": False},
    "large": {"width": 1280, "height": 800, "round": False},
    "tall": {"width": 800, "height": 1280, "round": False},
    "round": {"width": 480, "height": 480, "round": True},
}


def choices(state: State, *only: Intent) -> tuple[Choice, ...]:
    return tuple(
        Choice(intent=one, label=f"card.touch.{one.value}") for one in TOUCH.get(state, ()) if not only or one in only
    )


def longest(deck: str) -> Read:
    """The longest entry of a deck, in the longest of its wordings that are shown."""
    texts = {
        (number, field): len(getattr(entry, field, None) or "")
        for number, entry in entries_of(CONTENT, deck).items()
        for field in ("text", "apart")
    }
    number, field = max(texts, key=texts.__getitem__)
    return Read(deck, number, field)


def longest_line(beginning: str) -> Say:
    """The longest wording of the lines whose ids begin so."""
    lengths = {
        (name, place): len(text)
        for name, line in CONTENT.lines.items()
        if name.startswith(beginning) and not any(part in name for part in ("cool", "safety", "reflect"))
        for place, text in enumerate(line.texts)
        if "{" not in text
    }
    return Say(*max(lengths, key=lengths.__getitem__))


def _of_deck(deck: str) -> Screen:
    kind, title = KIND_OF[deck]
    state = {"questions": State.QUESTION, "rituals": State.RITUAL}.get(deck, State.PHRASE)
    return Screen(kind=kind, state=state, title=Say(title), words=(longest(deck),), choices=choices(state))


def _of_words(kind: Kind, state: State, title: str, *words: Say | Read, **more: object) -> Screen:
    made = Screen(kind=kind, state=state, title=Say(title) if title else None, words=words, choices=choices(state))
    return made.__class__(**{name: getattr(made, name) for name in made.__struct_fields__} | more)


def _waiting(*words: Read, seconds: int = 90, **more: object) -> Screen:
    touched = choices(State.ENDED, Intent.NEXT, Intent.TALK_TIME)
    return _of_words("waiting", State.ENDED, "card.talk", *words, choices=touched, seconds=seconds, **more)


_SCALE = tuple(Choice(intent=Intent.RATE, score=score) for score in range(1, 11))
_MANY = Say("how.both", 0, {"times": Say("times", 9), "kept": Say("times", 9)})

SCREENS: Mapping[str, Screen] = {
    **{deck: _of_deck(deck) for deck in KIND_OF},
    "swap": _of_words("question", State.TALK, "card.together", longest("questions"), before=longest("empathy")),
    "ratings": _of_words(
        "ratings",
        State.RATE,
        "card.rate",
        Say("card.rate.low"),
        Say("card.rate.high"),
        choices=(*_SCALE, *choices(State.RATE)),
    ),
    "doing": _of_words(
        "doing", State.READY, "card.how", _MANY, longest_line("how."), points=(0, 100, 55, 60, 20, 70, 66, 71, 90, 74)
    ),
    "help": _of_words("help", State.READY, "card.help", longest_line("help.")),
    "asking": _of_words("asking", State.READY, "", longest_line("ask.")),
    "waiting": _waiting(longest("questions")),
    "waiting_swap": _waiting(longest("questions"), before=longest("empathy")),
    "waiting_alone": _waiting(seconds=30),
}
