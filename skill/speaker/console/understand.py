# SPDX-License-Identifier: Apache-2.0
"""The command `understand`: what sentences mean, one JSON object a line.

Standard output holds JSON only, in UTF-8 whatever the terminal is set to, each line flushed at once, so that another
program can talk to this one sentence by sentence.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

import msgspec

from skill.errors import InputError
from skill.language_model import SOURCE_LOCALE, LanguageModel, load_language_model
from skill.speaker.nlu import Meaning, Understanding


def describe(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument(
        "--expects", default="", metavar="INTENT,...", help="intents that the conversation waits for, likeliest first"
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a sentence; without it, each line of standard input")


def run(arguments: argparse.Namespace) -> int:
    """Writes `{"text", "intent", "slots", "confidence"}` for the text, or for each line of standard input.

    InputError for a locale without a model, for an expected intent that the model does not have, and where there is
    nothing to read from or to write to.
    """
    model = load_language_model(arguments.locale)
    expects = _intents(arguments.expects, model)
    understanding = Understanding(model)
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
    if sys.stdout is None:
        raise InputError("Standard output is closed; open it, for the meanings are written there.")
    try:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written would be tried again, and told with a traceback, when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise InputError(f"Standard output cannot be written: {error.strerror}.") from None


def _lines() -> Iterator[str]:
    if sys.stdin is None:
        raise InputError("Standard input is closed; give a sentence after the command, or lines on standard input.")
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _readable(text: str) -> str:
    """A text from the command line, where bytes that are no UTF-8 arrive as lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
