# SPDX-License-Identifier: Apache-2.0
"""The command `assist`: the service for speakers at home, its ears and its voice, at one address."""

from __future__ import annotations

import argparse
import importlib.util
from typing import get_args

from skill.assist.caller import HouseholdOf
from skill.errors import InputError
from skill.language_model import SOURCE_LOCALE
from skill.speaker.asr.ears import AUTO, EARS

URI = "tcp://127.0.0.1:10500"
SERVICES = ("handle", "asr", "tts")
VOICES = ("pyttsx3", "piper")
WAKE_WORD = "Okay Nabu"
"""What Home Assistant's own satellites wake at, unless they are told another word."""
MISSING = "Speakers at home cannot be served: the package wyoming is missing; run `requirements/install assist`."


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--uri", default=URI, help="where to listen (default: %(default)s)")
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument("--services", help=f"by commas, of {', '.join(SERVICES)} (default: all that is installed)")
    parser.add_argument("--recogniser", choices=EARS, default=AUTO, help="default: the best that is installed")
    parser.add_argument("--voice", choices=VOICES, default=VOICES[0], help="default: %(default)s")
    parser.add_argument(
        "--meaning",
        action=argparse.BooleanOptionalAction,
        help="understand by what a sentence is about, too (default: where it is installed)",
    )
    parser.add_argument("--wake-word", default=WAKE_WORD, help="what wakes your speakers (default: %(default)s)")
    parser.add_argument(
        "--household",
        choices=get_args(HouseholdOf),
        default="home",
        help="who shares one memory: the whole home, or each user or area of Home Assistant (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until it is ended. Returns 0. InputError where the address, a service or the store cannot be used."""
    if importlib.util.find_spec("wyoming") is None:
        raise InputError(MISSING)
    from skill.assist.serving import serve

    serve(arguments, wanted(arguments.services))
    return 0


def wanted(services: str | None) -> tuple[str, ...]:
    """The services that are named; none where nobody named any. InputError for one that there is not."""
    if services is None:
        return ()
    named = tuple(name.strip() for name in services.split(",") if name.strip())
    if not named or any(name not in SERVICES for name in named):
        raise InputError(f"--services names what there is not; choose from: {', '.join(SERVICES)}.")
    return named
