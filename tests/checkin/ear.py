# SPDX-License-Identifier: Apache-2.0
"""The rules for the ear that a program can check on any turn."""

from __future__ import annotations

import re
from collections import defaultdict

from skill.checkin.model.effects import CancelReminders, SetReminder
from skill.checkin.model.playback import Play
from skill.checkin.model.speech import Part, Read, Say
from skill.checkin.model.turn import Turn
from skill.checkin.wording import spoken
from skill.content.types import Content

SENTENCE_WORDS_MAX = 20
SPEECH_MAX = 8000
SAME_EACH_TIME = ("safety.", "stop.")


def breaches(turn: Turn, content: Content) -> list[str]:
    """What is wrong with a turn, in sentences; empty where nothing is."""
    found = []
    words = spoken(turn.parts, content)
    found += [
        f"a sentence of more than {SENTENCE_WORDS_MAX} words: {sentence}"
        for sentence in re.split(r"(?<=[.?!:])\s+", words)
        if len(sentence.split()) > SENTENCE_WORDS_MAX
    ]
    if len(words) > SPEECH_MAX:
        found.append("more than the platform speaks")
    if "{" in words or "}" in words:
        found.append(f"a place that was not filled: {words}")
    if any(isinstance(effect, SetReminder | CancelReminders) for effect in turn.effects):
        return found  # Not spoken: the platform's answer comes first, and what is said depends on it.
    if turn.open:
        if not _asks(turn.parts[-1], content):
            found.append(f"an open microphone after words that neither ask nor cue: {words}")
        if not turn.reprompt:
            found.append("an open microphone without a reprompt")
        elif len(spoken(turn.reprompt, content)) >= len(words) > 40:
            found.append("a reprompt that is not shorter than its prompt")
    else:
        if turn.reprompt:
            found.append("a reprompt behind a closed microphone")
        music = any(isinstance(effect, Play) for effect in turn.effects)
        if turn.parts and _asks(turn.parts[-1], content) and not music:
            found.append(f"a closed microphone after words that ask: {words}")
    return found


def _asks(part: Part, content: Content) -> bool:
    match part:
        case Say():
            return content.lines[part.line].ends in ("ask", "cue")
        case Read(deck="signs", field="text"):
            return True
        case Read():
            return spoken([part], content).endswith("?")
        case _:
            return False


class Variety:
    """Watches that no wording is heard again before all wordings of its line were heard."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._heard: dict[str, list[int]] = defaultdict(list)

    def breaches(self, parts: tuple[Part, ...]) -> list[str]:
        """Wordings of these parts that came too early."""
        found = []
        for part in parts:
            if not isinstance(part, Say) or part.line.startswith((*SAME_EACH_TIME, "cool.")):
                continue
            count = len(self._content.lines[part.line].texts)
            heard = self._heard[part.line]
            if count > 1 and part.wording in heard[-(count - 1) :]:
                found.append(f"a wording heard before: {spoken([part], self._content)}")
            heard.append(part.wording)
        return found
