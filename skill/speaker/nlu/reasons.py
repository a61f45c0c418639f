# SPDX-License-Identifier: Apache-2.0
"""A plain request with its reason after it: "skip that, he's in his barn coat". Where the request may end, and which
requests are harmless to obey on the word of half a sentence. What the request means is found in `understanding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.slots.reader import SlotReader
from skill.speaker.nlu.text import Word, without_fillers, words_of

NEVER_BESIDE_TALK = frozenset(
    (
        *("SafetyIntent", "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "SometimesIntent"),
        *("RateIntent", "ForgetUsIntent", "TalkTimeIntent"),
        *("RitualDoneIntent", "RitualMissedIntent", "ChooseRitualIntent", "SetNamesIntent", "PassIntent"),
    )
)
"""Intents whose samples are in much talk, or do what cannot be undone."""
REQUESTS = frozenset(
    (
        *("AMAZON.StopIntent", "AMAZON.NextIntent", "AMAZON.PauseIntent", "AMAZON.RepeatIntent", "AMAZON.HelpIntent"),
        *("PassIntent", "AnotherOneIntent", "TonightsQuestionIntent", "SuggestRitualIntent", "SaveThisIntent"),
        *("WhoseTurnIntent", "HowLongIntent"),
    )
)
"""Intents that are harmless to obey: nothing is lost, and nobody is held to anything."""
AFTER_TALK = frozenset(
    (
        *("AMAZON.NextIntent", "AMAZON.RepeatIntent", "AMAZON.HelpIntent"),
        *("AnotherOneIntent", "TonightsQuestionIntent", "StartCheckInIntent", "SuggestRitualIntent"),
    )
)
"""The same for the last sentence of talk, which may as well be what one of them said to the other: "he said stop"."""
QUESTIONS = frozenset({"AnotherOneIntent", "TonightsQuestionIntent", "StartCheckInIntent"})
"""Intents whose slots say what to ask about, so that a not before one takes it out."""
AFTER_A_NO = frozenset({"StartCheckInIntent"})
"""What also counts after a no: "nope, let's start, I'm tired"."""
FEWEST_WORDS = 2
"""Of a request, and of a reason."""
VERB_WITHIN = 3
"""Words from the beginning of a reason in which its verb stands, where no pause tells that it is one."""

_PAUSE = re.compile(r"[,.;:!?\u2013\u2014]")


def before_a_reason(
    text: str, words: tuple[Word, ...], language: Language, slots: SlotReader
) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """Each way to part a sentence into what may be a request and what may be its reason, longest request first."""
    for pause in reversed(list(_PAUSE.finditer(text))):
        request, reason = words_of(text[: pause.start()], language), words_of(text[pause.end() :], language)
        if _is_reason(reason, language) and reason[0].text not in language.reason_never_begins:
            yield request, reason
    for at in range(len(words) - FEWEST_WORDS, FEWEST_WORDS - 1, -1):
        begins = words[at].text in language.reason_begins or slots.is_sure_name(words, at)
        verb = any(is_verb(word, language) for word in words[at : at + VERB_WITHIN])
        if begins and verb and _is_reason(words[at:], language):
            yield words[:at], words[at:]


def is_request(words: tuple[Word, ...], language: Language) -> bool:
    """Whether somebody asks for something, rather than tells of one of the two: "I'm done" is said in despair, too."""
    kept = without_fillers(words, language)
    return len(kept) >= FEWEST_WORDS and kept[0].text not in language.tells_of_one


def is_verb(word: Word, language: Language) -> bool:
    """Whether a word is the verb of a reason, or has one at its end."""
    return word.text in language.reason_verbs or word.raw.lower().endswith(language.reason_verb_endings)  # "Dale's in"


def _is_reason(words: tuple[Word, ...], language: Language) -> bool:
    return len(words) >= FEWEST_WORDS and language.reason_voids.isdisjoint(word.text for word in words)
