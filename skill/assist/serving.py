# SPDX-License-Identifier: Apache-2.0
"""Serving, put together: store, understanding, ears and voice, as the arguments of the command have them."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from zoneinfo import ZoneInfo

from dateutil.tz import tzlocal

from skill import logs
from skill.assist.events import Listener
from skill.assist.face import Home
from skill.assist.handling import Handling
from skill.assist.protocol import info
from skill.assist.protocol.connection import Services
from skill.assist.protocol.ears import hears_with
from skill.assist.protocol.server import Address, Server, read_address
from skill.assist.protocol.voice import speaks_with
from skill.command import streams
from skill.content.loading.loader import load_content
from skill.content.platform_words import PlatformWords
from skill.errors import InputError
from skill.language_model import load_language_model
from skill.memory import open_store
from skill.settings import Settings
from skill.speaker.asr.ears import Ears, open_ears
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.similarity.meanings import open_meanings
from skill.speaker.tts.voice import Voice, open_voice

WAKE_WORD_MAX_CHARACTERS = 40
OPEN_TO_ALL = (
    "The service can be reached from other machines, and asks nobody who they are: keep it in your own network, "
    "behind its firewall."
)

Made = TypeVar("Made")


def serve(arguments: argparse.Namespace, named: Sequence[str]) -> None:
    """Serve until it is ended: the services that are named, or all that is installed. InputError where they cannot."""
    address = read_address(arguments.uri)
    settings = Settings.from_environment(os.environ)
    with (
        ThreadPoolExecutor(1, "turns") as turns,
        ThreadPoolExecutor(1, "ears") as hearing,
        ThreadPoolExecutor(1, "voice") as speaking,
    ):
        services = _services(arguments, named, settings, turns, hearing, speaking)
        if not address.is_private:
            logs.note(OPEN_TO_ALL)
        asyncio.run(Server(services).run(address, _tell))


def _tell(address: Address) -> None:
    print(f"Listening at {address}. Ctrl-C ends it.", flush=True)


def _services(
    arguments: argparse.Namespace,
    named: Sequence[str],
    settings: Settings,
    turns: ThreadPoolExecutor,
    hearing: ThreadPoolExecutor,
    speaking: ThreadPoolExecutor,
) -> Services:
    model = load_language_model(arguments.locale)
    handling: Handling | None = None
    ears: Ears | None = None
    voice: Voice | None = None
    if not named or {"handle", "asr"}.intersection(named):  # whoever only speaks need not wait for it
        understanding = Understanding(model)
        if not named or "handle" in named:
            # With the embedding for turns alone: the ears weigh many readings of one recording, each at its price.
            meanings = open_meanings(model.locale, arguments.meaning)
            by_meaning = Understanding(model, meanings=meanings) if meanings else understanding
            handling = Handling(_home(arguments, settings), open_store(settings.store), Listener(model, by_meaning))
        if not named or "asr" in named:
            ears = _made(lambda: open_ears(model, understanding, arguments.recogniser), surely=bool(named))
    if not named or "tts" in named:
        voice = _made(lambda: open_voice(arguments.voice, arguments.locale), surely=bool(named))
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


def _home(arguments: argparse.Namespace, settings: Settings) -> Home:
    return Home(
        content=load_content(arguments.locale, _words(arguments.wake_word)),
        zone=ZoneInfo(settings.time_zone) if settings.time_zone else tzlocal(),
        country=arguments.locale[-2:],
        shared_by=arguments.household,
    )


def _words(wake_word: str) -> PlatformWords:
    word = " ".join(wake_word.split())
    if not word or len(word) > WAKE_WORD_MAX_CHARACTERS or not word.isprintable() or set(word) & set("{}<>&"):
        raise InputError('--wake-word is no word to say; write it as it is spoken, such as "Okay Nabu".')
    return PlatformWords(wake_word=word, invocation_name="Closer Together", app="Home Assistant")


def _made(make: Callable[[], Made], *, surely: bool) -> Made | None:
    """What is made; None where it cannot be. Who named it wants it, and is told why it cannot be: an InputError."""
    try:
        return make()
    except InputError as error:
        if surely:
            raise
        streams.tell(str(error))
        return None
