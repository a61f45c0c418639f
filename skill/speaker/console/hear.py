# SPDX-License-Identifier: Apache-2.0
"""The command `hear`: what recordings mean, one JSON object a file.

Standard output holds JSON only, each line flushed at once. A file that cannot be heard is told on standard error, and
the others are answered all the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from skill.errors import InputError
from skill.language_model import SOURCE_LOCALE, LanguageModel, load_language_model
from skill.speaker.asr.recognise import Hearing, hear_file, recogniser_of
from skill.speaker.nlu import FALLBACK, Meaning, Understanding

BAD_FILE_STATUS = 2


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument("files", nargs="+", metavar="FILE.wav", help="a recording of up to a minute")


def run(arguments: argparse.Namespace) -> int:
    """Write `{"file", "transcript", "intent", "slots", "confidence"}` for each file.

    Returns 0, or 2 where a file could not be heard. InputError where none can: no recogniser, no such locale.
    """
    model = load_language_model(arguments.locale)
    recogniser_of(model)
    understanding = Understanding(model)
    status = 0
    for name in arguments.files:
        try:
            line = msgspec.json.encode(as_json(name, *heard(name, model, understanding)))
        except InputError as error:
            print(error, file=sys.stderr, flush=True)
            status = BAD_FILE_STATUS
            continue
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    return status


def heard(name: str, model: LanguageModel, understanding: Understanding) -> tuple[Hearing, Meaning]:
    """What a file says and what it means: all of it, else the first utterance that means anything."""
    hearing = hear_file(Path(name), model)
    meanings = [understanding.meaning(text) for text in dict.fromkeys((hearing.transcript, *hearing.utterances))]
    return hearing, next((meaning for meaning in meanings if meaning.intent != FALLBACK), meanings[0])


def as_json(name: str, hearing: Hearing, meaning: Meaning) -> dict[str, object]:
    """What is told of a recording. `confidence` is 0 to 1: heard and understood."""
    return {
        "file": name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        "transcript": hearing.transcript,
        "intent": meaning.intent,
        "slots": meaning.slots,
        "confidence": round(hearing.confidence * meaning.confidence, 3),
    }
