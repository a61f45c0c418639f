# SPDX-License-Identifier: Apache-2.0
"""SSML as a voice speaks it: sentences with their pace, pitch and loudness, quiet between them, and sounds.

`ssml.py` reads what is said; this reads how. What our voices cannot do is left out where nobody misses it (a domain, an
emotion, the name of a voice), and comes near where somebody would (a whisper is soft and slow).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from skill import platform
from skill.speaker.tts.ssml import Quiet, Sound, add_quiet, break_s, one_line, read_ssml, walk


class Style(Struct, frozen=True):
    """How something is said; one is as usual."""

    rate: float = 1.0
    pitch: float = 1.0
    gain: float = 1.0
    """Factor of the samples."""


class Said(Struct, frozen=True):
    """Something to say."""

    text: str
    style: Style = Style()


Part: TypeAlias = Said | Quiet | Sound

PLAIN = Style()
RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
RATE_LEAST, RATE_MOST = 0.2, 2.0
PITCHES = {"x-low": 0.7, "low": 0.85, "medium": 1.0, "high": 1.2, "x-high": 1.5}
PITCH_LEAST, PITCH_MOST = 0.667, 1.5
VOLUMES_DB = {"silent": -96.0, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 3.0, "x-loud": 4.08}
VOLUME_MOST_DB = 4.08
"""As loud as Alexa goes (SSML reference: prosody, whose limits these are)."""
EMPHASES = {"strong": Style(0.85, 1.05, 1.4), "moderate": Style(0.92, 1.02, 1.2), "reduced": Style(1.08, 1.0, 0.7)}
WHISPER = Style(0.9, 0.9, 0.4)
APART = frozenset({"digits", "telephone", "characters", "spell-out"})
ORDINALS = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}
HALVES = {2: "half", 4: "quarter"}
EXPLETIVE = "bleep"
PARAGRAPH, SENTENCE = "x-strong", "strong"
"""Pauses around <p> and <s> (SSML reference)."""

_NOTHING_BETWEEN = re.compile(r"[,;:]\s*(?=[.,;:?!])")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=\S)")
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)")
_SHORT_TIME = re.compile(r"(\d+)'(?:(\d+)\")?")


def read_delivery(ssml: str) -> list[Part]:
    """The parts of a `<speak>` document, in order, no sentence joined with another. Raises MarkupError for what Alexa
    would refuse."""
    read_ssml(ssml)
    reader = _Reader()
    walk(ssml, reader)
    return reader.parts


class _Reader:
    """Collects parts while expat walks the document, which is known to be good."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._styles = [PLAIN]
        self._words: list[str] = []
        self._speakers: list[Callable[[str], str]] = []
        self._muted = 0
        self._pause_s = 0.0
        """Quiet that comes before the next words, if any come."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._muted += bool(self._muted)
        style = _style(tag, attributes, self._styles[-1])
        if style != self._styles[-1] or tag in ("p", "s", "break", "audio"):
            self.flush()
        self._styles.append(style)
        match tag:
            case "p" | "s":
                self._rest(tag)
            case "break":
                self._take_pause()
                add_quiet(self.parts, break_s(attributes))
            case "audio":
                self._take_pause()
                self.parts.append(Sound(attributes["src"]))
            case "sub":
                self._words.append(attributes["alias"])
                self._muted = self._muted or 1
            case "say-as":
                self._speakers.append(lambda text: _said_as(attributes["interpret-as"], text))

    def end(self, tag: str) -> None:
        self._muted -= bool(self._muted)
        style = self._styles.pop()
        if style != self._styles[-1] or tag in ("p", "s"):
            self.flush(style)
        if tag in ("p", "s"):
            self._rest(tag)
        if tag == "say-as":
            self._speakers.pop()

    def text(self, text: str) -> None:
        if not self._muted:
            self._words.append(self._speakers[-1](text) if self._speakers else text)

    def flush(self, style: Style | None = None) -> None:
        text = _NOTHING_BETWEEN.sub("", one_line(self._words))
        self._words.clear()
        for sentence in _SENTENCE_END.split(text):
            if sentence:
                self._take_pause()
                self.parts.append(Said(sentence, style or self._styles[-1]))

    def _rest(self, tag: str) -> None:
        strength = PARAGRAPH if tag == "p" else SENTENCE
        if self.parts:
            self._pause_s = max(self._pause_s, platform.BREAK_STRENGTHS_S[strength])

    def _take_pause(self) -> None:
        add_quiet(self.parts, self._pause_s)
        self._pause_s = 0.0


def _style(tag: str, attributes: dict[str, str], around: Style) -> Style:
    """How what stands in a tag is said."""
    own = PLAIN
    match tag:
        case "prosody":
            own = Style(
                _rate(attributes.get("rate", "medium")),
                _pitch(attributes.get("pitch", "medium")),
                10 ** (_volume_db(attributes.get("volume", "medium")) / 20),
            )
        case "emphasis":
            own = EMPHASES.get(attributes.get("level", "moderate"), PLAIN)
        case "amazon:effect" if attributes.get("name") == "whispered":
            own = WHISPER
    return replace(
        around,
        rate=_within(around.rate * own.rate, RATE_LEAST, RATE_MOST),
        pitch=_within(around.pitch * own.pitch, PITCH_LEAST, PITCH_MOST),
        gain=around.gain * own.gain,
    )


def _rate(value: str) -> float:
    return RATES.get(value) or _within(_number(value, "%", 100) / 100, RATE_LEAST, RATE_MOST)


def _pitch(value: str) -> float:
    return PITCHES.get(value) or _within(1 + _number(value, "%", 0) / 100, PITCH_LEAST, PITCH_MOST)


def _volume_db(value: str) -> float:
    return VOLUMES_DB[value] if value in VOLUMES_DB else min(VOLUME_MOST_DB, _number(value, "dB", 0))


def _number(value: str, unit: str, otherwise: float) -> float:
    """The number of a value such as `+10%`; another one where it makes no sense."""
    try:
        return float(value.strip().removesuffix(unit))
    except ValueError:
        return otherwise


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _said_as(kind: str, text: str) -> str:
    """Words for what stands in a <say-as>. An engine reads 1800 as a number, and 1/2 as a date."""
    match kind:
        case each if each in APART:
            groups = [" ".join(group) for group in re.split(r"[\s.()-]+", text) if group]
            return ", ".join(groups)
        case "ordinal" if text.strip().isdigit():
            return _ordinal(int(text))
        case "fraction":
            return _FRACTION.sub(_fraction, text)
        case "time":
            return _SHORT_TIME.sub(_short_time, text)
        case "expletive":
            return EXPLETIVE
        case _:
            return text


def _ordinal(number: int) -> str:
    if number in ORDINALS:
        return ORDINALS[number]
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match[1]), int(match[2])
    name = HALVES.get(below) or _ordinal(below)
    return f"{above} {name if above == 1 else 'halves' if below == 2 else name + 's'}"


def _short_time(match: re.Match[str]) -> str:
    return f"{match[1]} minutes" + (f" and {match[2]} seconds" if match[2] else "")
