# SPDX-License-Identifier: Apache-2.0
"""The command `understand`: what sentences mean, one JSON object a line.

Standard output holds JSON only, in UTF-8 whatever the terminal is set to, each line flushed at once, so that another
program can talk to this one sentence by sentence.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

import msgspec

from skill.command import streams
from skill.errors import InputError
from skill.language_model import SOURCE_LOCALE, LanguageModel, load_language_model
from skill.speaker.nlu import Meaning, Understanding
from skill.speaker.nlu.similarity.meanings import open_meanings


def describe(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument(
        "--expects", default="", metavar="INTENT,...", help="intents that the conversation waits for, likeliest first"
    )
    parser.add_argument("--plain-ears", action="store_true", help="leave --expects aside, as Alexa does")
    parser.add_argument(
        "--meaning",
        action=argparse.BooleanOptionalAction,
        help="by what a sentence is about, too (default: where it is installed)",
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a sentence; without it, each line of standard input")


def run(arguments: argparse.Namespace) -> int:
    """Writes `{"text", "intent", "slots", "confidence"}` for the text, or for each line of standard input.

    InputError for a locale without a model, for an expected intent that the model does not have, and where there is
    nothing to read from.
    """
    model = load_language_model(arguments.locale)
    expects = _intents(arguments.expects, model)
    meanings = open_meanings(model.locale, arguments.meaning)
    understanding = Understanding(model, arguments.plain_ears, meanings, keep=True)
    for text in [" ".join(arguments.text)] if arguments.text else _lines():
        meaning = understanding.meaning(_readable(text), expects)
        _write(msgspec.json.encode(as_json(meaning)) + b"\n")
    return 0


def as_json(meaning: Meaning) -> dict[str, object]:
    """What is told of a meaning: `text`, `intent`, `slots` (strings), `confidence` (0 to 1)."""
    return {
        "text": meaning.text,
        "intent": meaning.intent,
        "slots": meaning.slots,
        "confidence": meaning.confidence,
    }


def _intents(names: str, model: LanguageModel) -> Sequence[str]:
    expects = [name.strip() for name in names.split(",") if name.strip()]
    for name in expects:
        if name not in model.intents:
            raise InputError(
                f"--expects: there is no intent {name[:60]!r} in the interaction model for {model.locale}; "
                "take the names from its file."
            )
    return expects


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _lines() -> Iterator[str]:
    while line := streams.read_line():
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _readable(text: str) -> str:
    """A text from the command line, where bytes that are no UTF-8 arrive as lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
