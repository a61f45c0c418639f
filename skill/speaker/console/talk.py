# SPDX-License-Identifier: Apache-2.0
"""The command `python -m skill talk`: the local speaker, typed or from a recording, in text, aloud or as JSON.

Only how a conversation is set up and run from the command line belongs here; the device is `device.py`.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from skill import streams
from skill.errors import InputError
from skill.language_model import LanguageModel, load_language_model
from skill.settings import Settings
from skill.speaker.console.conversation import Conversation
from skill.speaker.console.music_bar import MusicBar
from skill.speaker.console.output import JsonLines
from skill.speaker.console.script import Script, local_time, read_script
from skill.speaker.console.transcript import Transcript
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import Clock, ScriptedClock, WallClock, machine_zone
from skill.speaker.echo.device import Echo
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.requests import SKILL_ID, Gear, Household, NewId, counted_ids, random_ids
from skill.speaker.echo.services import Services
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.meanings import Meanings
from skill.speaker.snd.spoken import Aloud, open_aloud
from skill.speaker.snd.tracks import AUDIO_HOST, are_built, length_s

DEFAULT_LOCALE = "en-US"
VOICES = ("pyttsx3", "piper", "none")
DEFAULT_VOICE = "pyttsx3"
TYPED = "typed"
UNCLEAR = "(unclear)"
"""The line for speech in a recording that is none of the model's sentences; it means nothing to the skill either."""
MICROPHONES = ("mic", "voice")
HOW_TO = (
    "Type what you would say; once the microphone is closed, begin with: alexa, open {name}. "
    "An empty line is silence, and ctrl-d leaves."
)
COME_BACK = "Come back whenever you like: make talk"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--locale", help=f"default {DEFAULT_LOCALE}, or what the script says")
    parser.add_argument("--ear", default=TYPED, metavar="EAR", help="typed (default), mic, voice, or a WAV file's name")
    parser.add_argument("--voice", choices=VOICES, help=f"default {DEFAULT_VOICE}; with --json none")
    parser.add_argument("--record", metavar="OUT.wav", help="record the conversation, both sides")
    parser.add_argument("--script", metavar="FILE", help="play a script and check it (docs/scripts.md)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, and nothing else")
    parser.add_argument("--no-launch", action="store_true", help="begin with the session closed")
    parser.add_argument(
        "--plain-ears", action="store_true", help="understand as Alexa does, without what the conversation waits for"
    )
    parser.add_argument("--meaning", action="store_true", help="understand by what a sentence is about, too (an extra)")
    parser.add_argument("--start", metavar="TIME", help="begin at this local time, such as 2026-03-05T21:00")


def run(arguments: argparse.Namespace) -> int:
    """Hold one conversation. Returns the exit status. Raises InputError for what cannot be used."""
    script = read_script(Path(arguments.script)) if arguments.script else None
    recording = _recording(arguments.ear)
    start = local_time(arguments.start) if arguments.start else None
    if script and (recording or arguments.start):
        raise InputError("A script has its own lines and its own start; leave --ear and --start out.")
    if arguments.record and arguments.voice == "none":
        raise InputError("There is nothing to record without a voice; leave --voice none out.")
    at_terminal = not (script or recording or arguments.json) and streams.at_terminal()
    settings = _settings(os.environ, script)  # before anything is opened
    model = load_language_model(arguments.locale or (script.locale if script else DEFAULT_LOCALE))
    clock = _clock(settings, script.start if script else start, real=at_terminal)
    _write_anything(sys.stdout)
    voice = arguments.voice or ("none" if arguments.json and not arguments.record else DEFAULT_VOICE)
    aloud = open_aloud(voice, model.locale, arguments.record, plays=not arguments.json, waits=not at_terminal)
    transcript = Transcript(
        sys.stdout, _columns, model.invocation_name, typed=at_terminal, heard=lambda: at_terminal and aloud.plays
    )
    if at_terminal:
        # Before the skill is loaded, which takes a second or two.
        transcript.say(HOW_TO.format(name=model.invocation_name))
    if not settings.audio_base_url and _plays_music(script, at_terminal, aloud):
        settings = replace(settings, audio_base_url=AUDIO_HOST)
    services = Services(clock, settings.time_zone or "UTC", new_id=_ids(settings, script, "reminders"))
    home = _home(settings, _understanding(model, arguments), model, clock, script, services)
    conversation = Conversation(home, JsonLines() if arguments.json else transcript, aloud, forgiving=at_terminal)
    try:
        if script:
            conversation.play(script)
        else:
            bar = MusicBar(sys.stdout, lambda: home.echo.player.progress)
            lines = _heard(recording, model, home) if recording else _typed(transcript, bar if at_terminal else None)
            conversation.hold(lines, launch=not arguments.no_launch)
    finally:
        conversation.close()
        services.close()
        if at_terminal:
            transcript.say(COME_BACK)
    return 0


def _understanding(model: LanguageModel, arguments: argparse.Namespace) -> Understanding:
    return Understanding(model, arguments.plain_ears, Meanings(model.locale) if arguments.meaning else None)


def _settings(environ: Mapping[str, str], script: Script | None) -> Settings:
    """The settings, with services on this machine, and the household's time zone: the one set, else the machine's.

    A script must give the same everywhere, so it neither asks the machine for its zone nor opens the user's own store.
    """
    settings = Settings.from_environment(environ)
    if script and not environ.get("CLOSER_STORE", "").strip():
        settings = replace(settings, store="memory:")
    time_zone = settings.time_zone or (None if script else machine_zone()) or "UTC"
    return replace(settings, time_zone=time_zone, local_services=True)


def _plays_music(script: Script | None, at_terminal: bool, aloud: Aloud) -> bool:
    """Whether the talk time is music.

    A script must not depend on what was built: it says itself whether the device plays music. And at a terminal without
    sound, music would only close the microphone: nobody would hear why a plain "yes" is not taken.
    """
    if script:
        return script.plays_music
    return are_built() and (aloud.plays or not at_terminal)


def _clock(settings: Settings, start: datetime | None, *, real: bool) -> Clock:
    zone = ZoneInfo(settings.time_zone or "UTC")
    if start is None:
        return WallClock(zone) if real else ScriptedClock(datetime.now(zone))
    return ScriptedClock(start.replace(tzinfo=zone))


def _ids(settings: Settings, script: Script | None, of: str) -> NewId:
    """New ids: the same ones in each run of a script, elsewhere never the same."""
    # A store that lasts has seen the ids of earlier runs; the same one again would be taken for a request sent twice.
    return counted_ids(f"{script.title} {of}") if script and settings.store == "memory:" else random_ids


def _home(
    settings: Settings,
    understanding: Understanding,
    model: LanguageModel,
    clock: Clock,
    script: Script | None,
    services: Services,
) -> Home:
    # Imported here, so that bad arguments are told before the skill is loaded.
    from lambda_handler import make_handler

    handler = make_handler(settings)
    skill_id = settings.skill_id or SKILL_ID
    household = Household(
        skill_id=skill_id, locale=model.locale, api_endpoint=services.endpoint, access_token=services.token
    )
    new_id = _ids(settings, script, "requests")

    def install(gear: Gear) -> Echo:
        return Echo(
            handler,
            understanding,
            model,
            clock,
            household=household,
            gear=gear,
            player=Player(clock, length_s),
            services=services,
            new_id=new_id,
        )

    return Home(clock, install, services)


def _recording(ear: str) -> bytes | None:
    """The recording to hear, as the ears take it; None where lines are typed."""
    if ear == TYPED:
        return None
    if ear in MICROPHONES:
        raise InputError(f"--ear {ear} is not there yet; type, or give a recording: --ear FILE.wav.")
    from skill.speaker.asr.wav import read_recording

    return read_recording(Path(ear))


def _heard(recording: bytes, model: LanguageModel, home: Home) -> Iterator[str]:
    """What a recording says: a line for each utterance, heard by what the conversation waits for then."""
    from skill.speaker.asr.recognise import hear, utterances_of

    silent = True
    for utterance in utterances_of(recording):
        silent = False
        yield hear(utterance, model, home.echo.expects).transcript or UNCLEAR
    if silent:
        yield ""


def _typed(transcript: Transcript, bar: MusicBar | None) -> Iterator[str]:
    """Lines of standard input. Bytes that are no UTF-8 become marks of replacement.

    With a bar somebody types at a terminal: they are prompted, and see how much of the music is left.
    """
    # Not input(): its history would keep what was typed, also what nobody may look at.
    while True:
        if bar:
            bar.begin()
            transcript.prompt()
        try:
            line = streams.read_line()
        finally:
            if bar:
                bar.end()
        if not line:
            return
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _write_anything(stream: object) -> None:
    """Let a terminal that knows few characters show a question mark for the rest."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
