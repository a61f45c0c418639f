# SPDX-License-Identifier: Apache-2.0
"""A program of its own: speaks texts with pyttsx3 and espeak-ng, and hands the sound to the process that started it.

espeak-ng is GPL-3.0-or-later: it is loaded here, in a child process, and nowhere else. This file imports nothing of
the project, and no other file imports this one. pyttsx3 can hang or give nothing without an error, so each text has a
time limit after which this process ends itself, and what comes out is checked.

Arguments: LOCALE WORDS_PER_MINUTE TIME_LIMIT_S. Standard input: one JSON object a line, `{"text", "rate", "pitch"}`,
where 1 is the usual pace and pitch. Standard output: one JSON line for the start and for each text, `{"rate", "bytes"}`
followed by that many bytes of 16-bit mono samples, or `{"error"}`.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import sys
import tempfile
import wave
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

TRIES = 3
USUAL_PITCH = 50
"""Of 0 to 100, as espeak-ng counts."""
CHUNK_CHARACTERS = 400
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LEAST_S_A_LETTER = 1 / 60
"""Faster than this nobody speaks: the sound is cut off."""
MOST_S_A_LETTER, MOST_S_BESIDES = 1.5, 5.0
"""Slower than this nobody speaks: the sound has the wrong speed. Single letters and signs are read by their names."""


def main() -> None:
    """Answer until standard input ends."""
    locale, words_per_minute, limit_s = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    out = os.fdopen(os.dup(1), "wb")
    # pyttsx3 and espeak-ng write to standard output as they please.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Its default ends the process, also inside C code that hangs.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    serve(lambda: Speaker(locale, words_per_minute), sys.stdin.buffer, out, limit_s, signal.alarm)


def serve(
    make: Callable[[], Speaker], asked: Iterable[bytes], out: BinaryIO, limit_s: int, alarm: Callable[[int], object]
) -> None:
    """Answer for the start, and for each line that is asked; `alarm` sets the time limit of each, and 0 ends it."""
    alarm(limit_s)
    try:
        speaker = make()
    except ImportError as error:
        answer(out, {"error": f"the package {error.name or 'pyttsx3'} is missing", "missing": True})
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to be told
        answer(out, {"error": f"{type(error).__name__}: {error}"})
        return
    answer(out, {"rate": 0, "bytes": 0})
    alarm(0)
    for line in asked:
        alarm(limit_s)
        try:
            wanted = json.loads(line)
            speaker.speak_like(wanted.get("rate", 1.0), wanted.get("pitch", 1.0))
            rate, frames = speaker.speech(wanted["text"])
            answer(out, {"rate": rate, "bytes": len(frames)}, frames)
        except Exception as error:  # noqa: BLE001
            answer(out, {"error": type(error).__name__})
        alarm(0)


def answer(out: BinaryIO, head: Mapping[str, object], frames: bytes = b"") -> None:
    """Write one answer."""
    out.write(json.dumps(head).encode() + b"\n" + frames)
    out.flush()


class Speaker:
    """pyttsx3 with its traps avoided: one text at a time, one voice, one speed."""

    def __init__(self, locale: str, words_per_minute: int) -> None:
        if library := espeak_library():
            # pyttsx3 opens the library by its bare name, which then finds the one loaded here.
            ctypes.CDLL(library[0], mode=ctypes.RTLD_GLOBAL)
            os.environ["ESPEAK_DATA_PATH"] = library[1]
        import pyttsx3

        self._engine: Any = pyttsx3.init("espeak")
        # The first run after init() does not wait for anything, so it gets nothing to do.
        self._engine.runAndWait()
        self._choose_voice(locale)
        self._set("rate", words_per_minute)
        self._words_per_minute = words_per_minute
        self._style = (1.0, 1.0)

    def speak_like(self, rate: float, pitch: float) -> None:
        """Speak so much faster and higher from now on; 1 is as usual."""
        if (rate, pitch) != self._style:
            self._set("rate", round(self._words_per_minute * rate))
            self._set("pitch", round(USUAL_PITCH * pitch))
            self._style = (rate, pitch)

    def speech(self, text: str) -> tuple[int, bytes]:
        """Rate and 16-bit mono frames of a text. RuntimeError where what comes out cannot be right."""
        parts = [self._checked(chunk) for chunk in chunks(text)]
        return parts[0][0], b"".join(frames for _, frames in parts)

    def _checked(self, text: str) -> tuple[int, bytes]:
        letters = sum(character.isalnum() for character in text)
        for _ in range(TRIES):
            rate, frames = self._render(text)
            seconds = len(frames) / 2 / rate if rate else 0.0
            if LEAST_S_A_LETTER * letters <= seconds <= MOST_S_A_LETTER * letters + MOST_S_BESIDES:
                return rate, frames
        raise RuntimeError("no sound of the right length")

    def _render(self, text: str) -> tuple[int, bytes]:
        with SoundFile() as (path, read):
            self._engine.save_to_file(text, path)
            self._engine.runAndWait()
            self._wait()
            return read()

    def _choose_voice(self, locale: str) -> None:
        # The default is Afrikaans, and an unknown id keeps the voice that is set without a word.
        language = locale.split("-")[0].lower()
        known = [voice for voice in self._engine.getProperty("voices") if voice.languages]
        voices = {voice.languages[0]: voice.id for voice in reversed(known)}
        for tag in (locale.lower(), language):
            if tag in voices:
                self._set("voice", voices[tag])
                if self._engine.getProperty("voice") == voices[tag]:
                    return
        raise LookupError(f"espeak-ng has no voice for {locale[:20]}")

    def _set(self, name: str, value: object) -> None:
        # Between two Synchronize(), or else the next sound comes out empty or at the wrong speed.
        self._wait()
        self._engine.setProperty(name, value)
        self._wait()

    @staticmethod
    def _wait() -> None:
        from pyttsx3.drivers import _espeak

        _espeak.Synchronize()


def espeak_library() -> tuple[str, str] | None:
    """The espeak-ng library and its data in a package; None where there is none, and the system's own has to do."""
    try:
        import espeak_english
    except ImportError:
        try:
            import espeakng_loader
        except ImportError:
            return None
        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    return str(espeak_english.library_path()), str(espeak_english.data_path())


def chunks(text: str) -> list[str]:
    """A text in pieces of whole sentences: the time that pyttsx3 takes grows with the square of a text's length."""
    pieces = [""]
    for sentence in SENTENCE_END.split(text):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > CHUNK_CHARACTERS:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return pieces


class SoundFile:
    """A file for one sound, in memory where the system can: what is said does not go to a disk."""

    def __enter__(self) -> tuple[str, Callable[[], tuple[int, bytes]]]:
        self._path: str | None = None
        if hasattr(os, "memfd_create"):
            self._file = os.memfd_create("speech")
            return f"/proc/self/fd/{self._file}", self._read
        self._file, self._path = tempfile.mkstemp(suffix=".wav")
        return self._path, self._read

    def _read(self) -> tuple[int, bytes]:
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(0)
            with wave.open(file) as sound:
                return sound.getframerate(), sound.readframes(sound.getnframes())

    def __exit__(self, *_: object) -> None:
        os.close(self._file)
        if self._path:
            os.unlink(self._path)


if __name__ == "__main__":
    main()
