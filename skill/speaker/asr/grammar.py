# SPDX-License-Identifier: Apache-2.0
"""The grammar for the ears: every sentence of an interaction model, as a network of words.

The network is built as a tree of the samples, its slots filled in, and then folded: states from which the same
sentences can follow become one. So it stays small (some thousand states for more than ten million sentences) and
holds no empty steps, which would make a recogniser slow: as JSGF the same model takes 20 seconds to load.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import TypeAlias

from msgspec import Struct

from skill.language_model import LanguageModel
from skill.speaker.echo.invocation import WAKE_WORD

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")
_MARKS = re.compile(r"[^\w'.]+|\.(?!\w)|_")

Phrases: TypeAlias = Mapping[str, Collection[str]]
"""What people may say for a slot type."""


class Grammar(Struct, frozen=True):
    """A network of words. A sentence is a way from `start` to `end`."""

    start: int
    end: int
    arcs: tuple[tuple[int, int, str | None], ...]
    """From, to, and the word between; None for the step from a state where a sentence may end to `end`."""
    skipped: tuple[str, ...]
    """Samples and values that are left out, because a word of theirs cannot be pronounced."""


def grammar_of(
    model: LanguageModel,
    builtin: Phrases,
    pronounceable: Callable[[str], bool],
    intents: Collection[str] | None = None,
) -> Grammar:
    """The grammar of a model, or of some of its intents.

    `builtin` gives phrases for Alexa's own slot types; samples with another one are left out. Any sentence may begin
    with the wake word, or with the wake word and the skill's name.
    """
    network = _Network()
    skipped: dict[str, None] = {}

    def words_of(text: str) -> tuple[str, ...] | None:
        words = tuple(_MARKS.sub(" ", text.lower()).split())
        if words and all(pronounceable(word) for word in words):
            return words
        skipped[text] = None
        return None

    def phrases(texts: Iterable[str]) -> list[tuple[str, ...]]:
        return [words for text in texts if (words := words_of(text))]

    slots = {name: network.slot(phrases(model.words[name])) for name in model.words}
    slots |= {name: network.slot(phrases(texts)) for name, texts in builtin.items()}
    beginning = network.state()
    for intent, sample in model.samples():
        if intents is not None and intent.name not in intents:
            continue
        steps: list[str | _Tree] = []
        for part in sample.split():
            slot = _SLOT.fullmatch(part)
            filling = slots.get(intent.slot_type(slot[1])) if slot else None
            if filling:
                steps.append(filling)
            elif not slot and (words := words_of(part)):
                steps.extend(words)
            else:
                skipped[sample] = None
                break
        else:
            network.add(beginning, steps)
    start, end, arcs = _folded(network, beginning)
    name = words_of(model.invocation_name)
    if name and words_of(WAKE_WORD):
        arcs.extend(_addressed(start, end, name))
    return Grammar(start, end, tuple(arcs), tuple(skipped))


def _addressed(start: int, end: int, name: Sequence[str]) -> Iterator[tuple[int, int, str | None]]:
    """Steps for the wake word before a sentence, alone or with the skill's name."""
    yield (start, start, WAKE_WORD)
    fresh = count(end + 1)
    woke = next(fresh)
    yield (start, woke, WAKE_WORD)
    for verb, endings in (("open", ()), ("ask", ("to", "for"))):
        at = woke
        for word in (verb, *name):
            following = next(fresh)
            yield (at, following, word)
            at = following
        yield from ((at, start, word) for word in endings)
        if not endings:
            yield (at, end, None)


class _Tree(Struct, eq=False):
    """The phrases of a slot, by their first words."""

    children: dict[str, _Tree]
    ends: bool = False


class _Network:
    """States and the words between them; the same word may lead from one state to several."""

    def __init__(self) -> None:
        self.arcs: list[list[tuple[str, int]]] = []
        self.end = self.state()
        self._known: dict[tuple[int, int | str], int] = {}

    def state(self) -> int:
        """A new state."""
        self.arcs.append([])
        return len(self.arcs) - 1

    def slot(self, phrases: Iterable[Sequence[str]]) -> _Tree:
        """A slot that these phrases fill."""
        root = _Tree({})
        for phrase in phrases:
            tree = root
            for word in phrase:
                tree = tree.children.setdefault(word, _Tree({}))
            tree.ends = True
        return root

    def add(self, start: int, steps: Sequence[str | _Tree]) -> None:
        """A way from a state to the end: what other ways have in common at their beginning is shared."""
        at = start
        for step in steps[:-1]:
            key = (at, step if isinstance(step, str) else id(step))
            following = self._known.get(key)
            if following is None:
                following = self._known[key] = self.state()
                self._connect(at, step, following)
            at = following
        self._connect(at, steps[-1], self.end)

    def _connect(self, start: int, step: str | _Tree, end: int) -> None:
        if isinstance(step, str):
            self.arcs[start].append((step, end))
            return
        for word, tree in step.children.items():
            if tree.ends:
                self.arcs[start].append((word, end))
            if tree.children:
                # The rest of a phrase is the same wherever it leads to the same state.
                key = (-1 - end, id(tree))
                rest = self._known.get(key)
                if rest is None:
                    rest = self._known[key] = self.state()
                    self._connect(rest, tree, end)
                self.arcs[start].append((word, rest))


def _folded(network: _Network, beginning: int) -> tuple[int, int, list[tuple[int, int, str | None]]]:
    """The network with one way for each sentence, and as few states as that needs: start, end and all steps.

    States fall together from behind: the network has no circles.
    """
    states, ends = _determined(network, beginning)
    numbers: dict[tuple[bool, tuple[tuple[str, int], ...]], int] = {}
    known: dict[int, int] = {}

    def number(state: int) -> int:
        if state not in known:
            steps = tuple(sorted((word, number(to)) for word, to in states[state].items()))
            known[state] = numbers.setdefault((ends[state], steps), len(numbers))
        return known[state]

    start = number(0)
    arcs: list[tuple[int, int, str | None]] = []
    for (may_end, steps), at in numbers.items():
        arcs.extend((at, to, word) for word, to in steps)
        if may_end:
            arcs.append((at, len(numbers), None))
    return start, len(numbers), arcs


def _determined(network: _Network, beginning: int) -> tuple[list[dict[str, int]], list[bool]]:
    """For each state a word to the one state that follows, and whether a sentence may end there."""
    first = frozenset((beginning,))
    numbers = {first: 0}
    states: list[dict[str, int]] = []
    ends: list[bool] = []
    waiting = deque([first])
    while waiting:
        members = waiting.popleft()
        following: dict[str, set[int]] = {}
        for member in members:
            for word, to in network.arcs[member]:
                following.setdefault(word, set()).add(to)
        arcs: dict[str, int] = {}
        for word, reached in following.items():
            target = frozenset(reached)
            if target not in numbers:
                numbers[target] = len(numbers)
                waiting.append(target)
            arcs[word] = numbers[target]
        states.append(arcs)
        ends.append(network.end in members)
    return states, ends
