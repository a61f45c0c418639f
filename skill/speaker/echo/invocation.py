# SPDX-License-Identifier: Apache-2.0
"""Whom a spoken line is for: the wake word, the skill's name, and what is left of the line without them.

Only how a line is addressed belongs here; what it means is `understanding`, what the device does with it `device.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

WAKE_WORD = "alexa"
LAUNCHING = (
    *(
        ("open",),
        ("start",),
        ("launch",),
        ("run",),
        ("begin",),
        ("use",),
        ("load",),
        ("play",),
        ("resume",),
        ("enable",),
    ),
    *(("ask",), ("tell",), ("talk", "to"), ("speak", "to"), ("speak", "with"), ("go", "to"), ("continue",)),
)
"""Words before the skill's name that open it."""
CONNECTING = frozenset({"to", "about", "for", "that", "what", "if", "whether", "and", "from", "how"})
"""Words that may stand between the skill's name and what is asked of it."""
BEFORE_NAME_AT_END = frozenset({"from", "in", "using", "with", "on", "by", "through"})
"""Words before the skill's name where it comes last: `tonight's question from closer together`."""
POLITE_FIRST = (("please",), ("can", "you"), ("could", "you"), ("would", "you"))
POLITE_LAST = frozenset({"please", "now"})
LEAVING = frozenset({"exit", "quit"})
"""What ends a session without the skill being asked."""

OWN_WORDS = {
    "next": "AMAZON.NextIntent",
    "skip": "AMAZON.NextIntent",
    "skip this": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "go back": "AMAZON.PreviousIntent",
    "skip back": "AMAZON.PreviousIntent",
    "pause": "AMAZON.PauseIntent",
    "stop": "AMAZON.PauseIntent",
    "cancel": "AMAZON.CancelIntent",
    "resume": "AMAZON.ResumeIntent",
    "continue": "AMAZON.ResumeIntent",
    "keep going": "AMAZON.ResumeIntent",
    "repeat": "AMAZON.RepeatIntent",
    "repeat that": "AMAZON.RepeatIntent",
    "say that again": "AMAZON.RepeatIntent",
    "start over": "AMAZON.StartOverIntent",
    "restart": "AMAZON.StartOverIntent",
    "start again": "AMAZON.StartOverIntent",
    "loop": "AMAZON.LoopOnIntent",
    "loop on": "AMAZON.LoopOnIntent",
    "loop off": "AMAZON.LoopOffIntent",
    "shuffle": "AMAZON.ShuffleOnIntent",
    "shuffle on": "AMAZON.ShuffleOnIntent",
    "shuffle off": "AMAZON.ShuffleOffIntent",
    "stop shuffling": "AMAZON.ShuffleOffIntent",
}
"""The built-ins' own words, all that counts on reaching a skill without its name. Stop arrives as a pause."""

_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_TOKEN = re.compile(rf"[^\W_]+(?:['{_CURLY}][^\W_]+)*")


class Open(Struct, frozen=True):
    """They opened the skill and asked for nothing."""

    woke: bool
    """Whether the wake word came first."""


class Ask(Struct, frozen=True):
    """They asked the skill by name for something."""

    readings: tuple[str, ...]
    """What they asked for, with and without a word that may be a connecting one."""
    woke: bool


class Say(Struct, frozen=True):
    """They said something to whoever is listening."""

    words: str
    """Without the wake word."""
    woke: bool

    @property
    def leaves(self) -> bool:
        """Whether it ends a session by itself."""
        return normal(self.words) in LEAVING

    @property
    def own_intent(self) -> str | None:
        """The built-in intent that reaches the skill whose audio played last, if these are its own words."""
        return OWN_WORDS.get(normal(self.words))


Address: TypeAlias = Open | Ask | Say


def normal(text: str) -> str:
    """Lower case, single spaces, no punctuation, straight apostrophes, without `please`."""
    return " ".join(token for token in _words(text) if token not in POLITE_LAST)


def straight(text: str) -> str:
    """The text with straight apostrophes."""
    return text.replace(_CURLY, "'")


def address(line: str, invocation_name: str) -> Address:
    """Whom a line is for. Any text is a line; control characters count as spaces."""
    text = "".join(each if each.isprintable() else " " for each in line).strip()
    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = _words(text)
    woke = words[:1] == [WAKE_WORD]
    first = 1 if woke else 0
    said = Say(text[spans[first][0] :] if len(spans) > first else "", woke)
    last = len(words)
    while last > first and words[last - 1] in POLITE_LAST:
        last -= 1
    start = first + _polite(words[first:last])
    name = _words(invocation_name)
    after = _after_name(words[:last], start, name)
    if after == last:
        return Open(woke)
    if after is not None and (woke or words[start : start + 1] in (["ask"], ["tell"])):
        bare = after + (words[after] in CONNECTING and after + 1 < last)
        readings = dict.fromkeys(text[spans[place][0] : spans[last - 1][1]] for place in (after, bare))
        return Ask(tuple(readings), woke)
    before = last - len(name)
    if woke and before > start + 1 and words[before:last] == name and words[before - 1] in BEFORE_NAME_AT_END:
        return Ask((text[spans[start][0] : spans[before - 2][1]],), woke)
    return said


def _after_name(words: Sequence[str], start: int, name: Sequence[str]) -> int | None:
    """Index of the word after `open closer together` or the name alone; None where the line does not begin so."""
    for launching in (*LAUNCHING, ()):
        at = start + len(launching)
        if tuple(words[start:at]) != launching:
            continue
        at += list(words[at : at + 1]) == ["the"]
        if list(words[at : at + len(name)]) == list(name):
            at += len(name)
            return at + (list(words[at : at + 1]) == ["skill"])
    return None


def _polite(words: Sequence[str]) -> int:
    return next((len(each) for each in POLITE_FIRST if tuple(words[: len(each)]) == each), 0)


def _words(text: str) -> list[str]:
    return [straight(match[0]).casefold() for match in _TOKEN.finditer(text)]
