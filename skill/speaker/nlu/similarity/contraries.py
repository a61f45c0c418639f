# SPDX-License-Identifier: Apache-2.0
"""What turns a sentence into its contrary: "stop reminding us", "we didn't forget", "no need to avoid money".

Likeness does not see it: "you can stop nagging us" is near to "you can remind us". So intents that are contraries of
each other know the words that turn them round (`contraries` of the language), and a sentence turned an odd number of
times is not like a sample turned an even number of times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skill.speaker.nlu.language import Language

ANY, MOST_BETWEEN = "...", 3
BEGINNING = 3
"""Letters by which phrases are looked up."""


class Contraries:
    """Which way round sentences are."""

    def __init__(self, language: Language) -> None:
        self._answers = language.answers
        self._turning: Mapping[str, _Phrases] = {
            intent: phrases
            for group in language.contraries
            for phrases in [_phrases([*language.negations, *group.turning])]
            for intent in group.intents
        }

    def __contains__(self, intent: str) -> bool:
        return intent in self._turning

    def turned(self, intent: str, words: Sequence[str]) -> bool:
        """Whether normal words are turned round, as far as it matters for an intent: "not" once, but not twice."""
        phrases = self._turning.get(intent)
        if phrases is None:
            return False
        # The "no" of "no, we never did" answers, and turns nothing round; that of "no need" does.
        at = 0
        while at < len(words) - 1 and words[at] in self._answers and _longest(phrases, words, at) < 2:
            at += 1
        turned = False
        while at < len(words):
            length = _longest(phrases, words, at)
            turned ^= length > 0
            at += length or 1
        return turned


_Phrases = Mapping[str, list[list[str]]]


def _phrases(texts: Sequence[str]) -> _Phrases:
    """Phrases by how they begin, longest first. A star stands for any ending, three dots for one to three words."""
    found: dict[str, list[list[str]]] = {}
    for words in sorted((text.split() for text in texts), key=len, reverse=True):
        found.setdefault(words[0].rstrip("*")[:BEGINNING], []).append(words)
    return found


def _longest(phrases: _Phrases, words: Sequence[str], at: int) -> int:
    for phrase in phrases.get(words[at][:BEGINNING], ()):
        for between in range(1, MOST_BETWEEN + 1) if ANY in phrase else (1,):
            length = len(phrase) + between - 1
            said = list(words[at : at + length])
            if ANY in phrase:
                gap = phrase.index(ANY)
                said[gap : gap + between] = [ANY]
            if len(said) == len(phrase) and all(map(_is, said, phrase)):
                return length
    return 0


def _is(said: str, word: str) -> bool:
    return said.startswith(word[:-1]) if word.endswith("*") else said == word
