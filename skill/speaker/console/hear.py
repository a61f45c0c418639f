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
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.asr.ears import AUTO, EARS, Ears, Hearing, open_ears
from skill.speaker.nlu import FALLBACK, Meaning, Understanding
from skill.speaker.nlu.similarity.meanings import open_meanings

BAD_FILE_STATUS = 2


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument("--recogniser", choices=EARS, default=AUTO, help="default: the best that is installed")
    parser.add_argument("files", nargs="+", metavar="FILE.wav", help="a recording, such as `talk --record` makes")


def run(arguments: argparse.Namespace) -> int:
    """Write `{"file", "transcript", "intent", "slots", "confidence"}` for each file.

    Where a file holds several utterances, `utterances` tells the same of each. Returns 0, or 2 where a file could not
    be heard. InputError where none can: no recogniser, no such locale.
    """
    model = load_language_model(arguments.locale)
    # The ears weigh many readings by the words alone; what was heard is understood as it is when typed.
    ears = open_ears(model, Understanding(model, keep=True), arguments.recogniser)
    understanding = Understanding(model, meanings=open_meanings(model.locale), keep=True)
    status = 0
    for name in arguments.files:
        try:
            line = msgspec.json.encode(heard(name, ears, understanding))
        except InputError as error:
            print(error, file=sys.stderr, flush=True)
            status = BAD_FILE_STATUS
            continue
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    return status


def heard(name: str, ears: Ears, understanding: Understanding) -> dict[str, object]:
    """What is told of a file: what it means as a whole, else its first utterance that means anything."""
    hearing = ears.hear_file(Path(name))
    meanings = [understanding.meaning(text) for text in hearing.utterances]
    whole = understanding.meaning(hearing.transcript)
    told = next((each for each in (whole, *meanings) if each.intent != FALLBACK), whole)
    file = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    line = {"file": file, "transcript": hearing.transcript} | _meant(hearing, told)
    if len(meanings) > 1:
        line["utterances"] = [{"transcript": each.text} | _meant(hearing, each) for each in meanings]
    return line


def _meant(hearing: Hearing, meaning: Meaning) -> dict[str, object]:
    """`confidence` is 0 to 1: heard and understood."""
    confidence = round(hearing.confidence * meaning.confidence, 3)
    return {"intent": meaning.intent, "slots": meaning.slots, "confidence": confidence}
