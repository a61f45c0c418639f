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

from skill.command import streams
from skill.errors import InputError
from skill.language_model import LanguageModel, load_language_model
from skill.settings import Settings
from skill.speaker.asr.ears import AUTO, EARS, Ears, open_ears
from skill.speaker.asr.voice_activity import SileroDetector
from skill.speaker.asr.wake_word import MicroWakeWordDetector
from skill.speaker.asr.wav import read_recording
from skill.speaker.console.conversation import Conversation
from skill.speaker.console.ear import SpokenLines, recorded_lines
from skill.speaker.console.listening import SpokenInput, StandardInput
from skill.speaker.console.music_bar import MusicBar
from skill.speaker.console.output import JsonLines
from skill.speaker.console.scripts.ask_replay import SUFFIX, read_replay
from skill.speaker.console.scripts.heard_as import heard_as
from skill.speaker.console.scripts.script import Script, Unmet, local_time, read_script
from skill.speaker.console.scripts.writing import KeptEvening, renewed
from skill.speaker.console.transcript import Transcript
from skill.speaker.echo.clock import Clock, ScriptedClock, WallClock, machine_zone
from skill.speaker.echo.device import Handler
from skill.speaker.echo.home_simulator import Home, make_home
from skill.speaker.echo.requests import NewId, counted_ids, random_ids
from skill.speaker.echo.services.simulated import Services
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.similarity.meanings import open_meanings
from skill.speaker.snd.microphone import open_microphone
from skill.speaker.snd.spoken import Aloud, open_aloud
from skill.speaker.snd.tracks import AUDIO_HOST, are_built, length_s
from skill.speaker.tts.voice import open_voice

DEFAULT_LOCALE = "en-US"
VOICES = ("pyttsx3", "piper", "none")
DEFAULT_VOICE = "pyttsx3"
TYPED = "typed"
VOICE, MICROPHONE = "voice", "mic"
HOW_TO = (
    "Type what you would say; once the microphone is closed, begin with: alexa, open {name}. "
    "An empty line is silence, and ctrl-d leaves."
)
COME_BACK = "Come back whenever you like: make talk"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--locale", help=f"default {DEFAULT_LOCALE}, or what the script says")
    parser.add_argument("--ear", default=TYPED, metavar="EAR", help="typed (default), mic, voice, or a WAV file's name")
    parser.add_argument("--recogniser", choices=EARS, default=AUTO, help="which ear hears; default the best there is")
    parser.add_argument("--voice", choices=VOICES, help=f"default {DEFAULT_VOICE}; with --json none")
    parser.add_argument("--record", metavar="OUT.wav", help="record the conversation, both sides")
    parser.add_argument("--script", metavar="FILE", help="play a script and check it (docs/scripts.md)")
    parser.add_argument("--update", action="store_true", help="renew what the script expects, and show the difference")
    parser.add_argument("--write", metavar="FILE.script", help="keep the conversation as a script (.json: as a replay)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, and nothing else")
    parser.add_argument("--no-launch", action="store_true", help="begin with the session closed")
    parser.add_argument(
        "--plain-ears", action="store_true", help="understand as Alexa does, without what the conversation waits for"
    )
    parser.add_argument(
        "--meaning",
        action=argparse.BooleanOptionalAction,
        help="understand by what a sentence is about, too (default: where it is installed, but for a script)",
    )
    parser.add_argument("--start", metavar="TIME", help="begin at this local time, such as 2026-03-05T21:00")


def run(arguments: argparse.Namespace) -> int:
    """Hold one conversation. Returns the exit status. Raises InputError for what cannot be used."""
    script = _script(Path(arguments.script)) if arguments.script else None
    recording = None if arguments.ear in (TYPED, VOICE, MICROPHONE) else read_recording(Path(arguments.ear))
    start = local_time(arguments.start) if arguments.start else None
    if script and (arguments.ear not in (TYPED, VOICE) or arguments.start):
        raise InputError("A script has its own lines and its own start; leave --start out, and --ear but for voice.")
    if arguments.update and (script is None or script.is_dialog or arguments.json):
        raise InputError("--update renews a script; name one with --script, and leave --json out.")
    if arguments.record and arguments.voice == "none":
        raise InputError("There is nothing to record without a voice; leave --voice none out.")
    at_terminal = not (script or recording is not None or arguments.json) and streams.at_terminal()
    settings = _settings(os.environ, script)  # before anything is opened
    model = load_language_model(arguments.locale or (script.locale if script else DEFAULT_LOCALE))
    clock = _clock(settings, script.start if script else start, real=at_terminal)
    _write_anything(sys.stdout)
    voice = arguments.voice or ("none" if arguments.json and not arguments.record else DEFAULT_VOICE)
    # The microphone hears only what comes after the speech; who types may interrupt it.
    waits = not at_terminal or arguments.ear == MICROPHONE
    aloud = open_aloud(voice, model.locale, arguments.record, plays=not arguments.json, waits=waits)
    transcript = Transcript(
        sys.stdout, _columns, model.invocation_name, typed=at_terminal, heard=lambda: at_terminal and aloud.plays
    )
    if at_terminal:
        # Before the skill is loaded, which takes a second or two.
        transcript.say(HOW_TO.format(name=model.invocation_name))
    if not settings.audio_base_url and _plays_music(script, at_terminal, aloud):
        settings = replace(settings, audio_base_url=AUDIO_HOST)
    services = Services(clock, settings.time_zone or "UTC", new_id=_ids(settings, script, "reminders"))
    understanding = _understanding(model, arguments, scripted=script is not None)
    home = make_home(
        _handler(settings),
        understanding,
        model,
        clock,
        services,
        length_s,
        skill_id=settings.skill_id,
        new_id=_ids(settings, script, "requests"),
    )
    keeper = None
    if arguments.write:
        plays_music = "audio" if settings.audio_base_url else ""
        keeper = KeptEvening(Path(arguments.write), model, clock.now(), plays_music, home)
    reader = JsonLines() if arguments.json else transcript
    conversation = Conversation(home, reader, aloud, forgiving=at_terminal, keeper=keeper)
    spoken: SpokenLines | None = None
    try:
        ears = None if arguments.ear == TYPED else _ears(model, arguments)
        if ears and arguments.ear == VOICE:
            says = open_voice(voice if voice != "none" else DEFAULT_VOICE, model.locale)
            spoken = SpokenLines(says, ears, lambda: home.echo.expects)
        if script and arguments.update:
            for line in renewed(script, conversation, spoken.heard if spoken else None):
                transcript.say(line)
        elif script:
            conversation.play(script, spoken.heard if spoken else None)
        else:
            microphone = _microphone_lines(home, ears, transcript) if ears and arguments.ear == MICROPHONE else None
            if ears and recording is not None:
                lines = recorded_lines(recording, ears, lambda: home.echo.expects)
            elif microphone:
                lines = microphone
            else:
                bar = MusicBar(sys.stdout, lambda: home.echo.player.progress) if at_terminal else None
                lines = _typed(transcript, bar)
            conversation.hold(map(spoken.heard, lines) if spoken else lines, launch=not arguments.no_launch)
    except Unmet as error:
        heard = heard_as(error.outcome, model, understanding)
        raise InputError(f"{str(error).removesuffix('.')}; {heard}." if heard else str(error)) from None
    finally:
        if spoken:
            spoken.close()
        conversation.close()
        services.close()
        if at_terminal:
            transcript.say(COME_BACK)
    return 0


def _script(path: Path) -> Script:
    return read_replay(path) if path.suffix == SUFFIX else read_script(path)


def _understanding(model: LanguageModel, arguments: argparse.Namespace, *, scripted: bool) -> Understanding:
    """A script must give the same everywhere, whatever is installed: there words alone count, unless told otherwise."""
    wanted = False if scripted and arguments.meaning is None else arguments.meaning
    return Understanding(model, arguments.plain_ears, open_meanings(model.locale, wanted), keep=True)


def _ears(model: LanguageModel, arguments: argparse.Namespace) -> Ears:
    """The ears weigh many readings of one recording, by the words alone: what each is about has its price."""
    return open_ears(model, Understanding(model, arguments.plain_ears, keep=True), arguments.recogniser)


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


def _handler(settings: Settings) -> Handler:
    # Imported here, so that bad arguments are told before the skill is loaded.
    from lambda_handler import make_handler

    return make_handler(settings)


def _microphone_lines(home: Home, ears: Ears, transcript: Transcript) -> Iterator[str] | None:
    """What is said into the microphone; None, once it is told why, where there is none: then lines are typed."""
    try:
        microphone, detector = open_microphone(), SileroDetector()
    except InputError as error:
        transcript.say(str(error))
        return None
    wake_word = None
    try:
        wake_word = MicroWakeWordDetector()
    except InputError as error:
        transcript.say(str(error))
    spoken = SpokenInput(microphone, ears, detector, StandardInput(), wake_word=wake_word, tell=transcript.say)
    return spoken.lines(lambda: home.echo.listens, lambda: home.echo.expects)


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
