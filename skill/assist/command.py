# SPDX-License-Identifier: Apache-2.0
"""The command `assist`: the service for speakers at home, its ears and its voice, at one address."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, get_args
from zoneinfo import ZoneInfo

from dateutil.tz import tzlocal

from skill import logs, streams
from skill.assist import info
from skill.assist.caller import HouseholdOf
from skill.assist.connection import Services
from skill.assist.ears import hears_with
from skill.assist.events import Listener
from skill.assist.face import Home
from skill.assist.handling import Handling
from skill.assist.server import Address, Server, read_address
from skill.assist.voice import speaks_with
from skill.content.loader import load_content
from skill.content.platform_words import PlatformWords
from skill.errors import InputError
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.memory import open_store
from skill.settings import Settings
from skill.speaker.asr.ears import AUTO, EARS, Ears, open_ears
from skill.speaker.nlu import Understanding
from skill.speaker.tts.voice import Voice, open_voice

URI = "tcp://127.0.0.1:10500"
SERVICES = ("handle", "asr", "tts")
VOICES = ("pyttsx3", "piper")
WAKE_WORD = "Okay Nabu"
"""What Home Assistant's own satellites wake at, unless they are told another word."""
OPEN_TO_ALL = (
    "The service can be reached from other machines, and asks nobody who they are: keep it in your own network, "
    "behind its firewall."
)

Made = TypeVar("Made")


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--uri", default=URI, help="where to listen (default: %(default)s)")
    parser.add_argument("--locale", default=SOURCE_LOCALE, help="which interaction model (default: %(default)s)")
    parser.add_argument(
        "--services", default=",".join(SERVICES), help="which ones, by commas (default: %(default)s, what is installed)"
    )
    parser.add_argument("--recogniser", choices=EARS, default=AUTO, help="default: the best that is installed")
    parser.add_argument("--voice", choices=VOICES, default=VOICES[0], help="default: %(default)s")
    parser.add_argument("--wake-word", default=WAKE_WORD, help="what wakes your speakers (default: %(default)s)")
    parser.add_argument(
        "--household",
        choices=get_args(HouseholdOf),
        default="home",
        help="who shares one memory: the whole home, or each user or area of Home Assistant (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until it is ended. Returns 0. InputError where the address, a service or the store cannot be used."""
    address = read_address(arguments.uri)
    settings = Settings.from_environment(os.environ)
    with (
        ThreadPoolExecutor(1, "turns") as turns,
        ThreadPoolExecutor(1, "ears") as hearing,
        ThreadPoolExecutor(1, "voice") as speaking,
    ):
        services = _services(arguments, settings, turns, hearing, speaking)
        if not address.is_private:
            logs.note(OPEN_TO_ALL)
        asyncio.run(Server(services).run(address, _tell))
    return 0


def _tell(address: Address) -> None:
    print(f"Listening at {address}. Ctrl-C ends it.", flush=True)


def _services(
    arguments: argparse.Namespace,
    settings: Settings,
    turns: ThreadPoolExecutor,
    hearing: ThreadPoolExecutor,
    speaking: ThreadPoolExecutor,
) -> Services:
    wanted = _wanted(arguments.services)
    model = load_language_model(arguments.locale)
    understanding = Understanding(model)
    handling = None
    if "handle" in wanted:
        home = Home(
            content=load_content(arguments.locale, _words(arguments.wake_word)),
            zone=ZoneInfo(settings.time_zone) if settings.time_zone else tzlocal(),
            country=arguments.locale[-2:],
            shared_by=arguments.household,
        )
        handling = Handling(home, open_store(settings.store), Listener(model, understanding))
    surely = arguments.services != ",".join(SERVICES)  # who names a service wants it, and is told why it cannot be
    ears: Ears | None = None
    voice: Voice | None = None
    if "asr" in wanted:
        ears = _made(lambda: open_ears(model, understanding, arguments.recogniser), surely)
    if "tts" in wanted:
        voice = _made(lambda: open_voice(arguments.voice, arguments.locale), surely)
    return Services(
        info=info.describe(
            arguments.locale,
            handles=handling is not None,
            ears=ears.name if ears else None,
            voice=arguments.voice if voice else None,
        ),
        handling=handling,
        hears=hears_with(ears) if ears else None,
        speaks=speaks_with(voice) if voice else None,
        turns=turns,
        hearing=hearing,
        speaking=speaking,
    )


def _wanted(services: str) -> list[str]:
    wanted = [name.strip() for name in services.split(",") if name.strip()]
    if not wanted or any(name not in SERVICES for name in wanted):
        raise InputError(f"--services names what there is not; choose from: {', '.join(SERVICES)}.")
    return wanted


def _words(wake_word: str) -> PlatformWords:
    word = " ".join(wake_word.split())
    if not word or len(word) > 40 or not word.isprintable() or set(word) & set("{}<>&"):
        raise InputError('--wake-word is no word to say; write it as it is spoken, such as "Okay Nabu".')
    return PlatformWords(wake_word=word, invocation_name="Closer Together", app="Home Assistant")


def _made(make: Callable[[], Made], surely: bool) -> Made | None:
    try:
        return make()
    except InputError as error:
        if surely:
            raise
        streams.tell(str(error))
        return None
