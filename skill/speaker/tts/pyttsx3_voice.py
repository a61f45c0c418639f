# SPDX-License-Identifier: Apache-2.0
"""The guarded wrapper around pyttsx3: a child process (`voice_engine.py`) with a time limit, restarted when it dies."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from skill.errors import InputError
from skill.speaker.tts.delivery import PLAIN, Style

PROGRAM = Path(__file__).with_name("pyttsx3_process.py")
WORDS_PER_MINUTE = 150
"""A calm voice. It is also the pace at which the ears hear it best."""
START_LIMIT_S = 20.0
"""The first start on a slow machine reads 20 MB."""
TEXT_LIMIT_S = 20
"""For one text. espeak-ng speaks a hundred times faster than people."""
TRIES = 2
CHUNK_BYTES = 1 << 16
HEAD_MAX_BYTES = 4096
SOUND_MAX_BYTES = 200_000_000
MISSING = "run `make setup` to install the voice, or go on in text with --voice none"


Result = TypeVar("Result")


class VoiceError(InputError):
    """The voice cannot speak. One sentence: why, and what to do."""


class _Died(Exception):
    """The child process is gone, or answers nothing that makes sense."""


class EspeakEngine:
    """Renders texts with espeak-ng by way of pyttsx3."""

    def __init__(self, locale: str, limit_s: float = TEXT_LIMIT_S) -> None:
        """VoiceError where the packages are missing or there is no voice for this locale."""
        self._locale = locale
        self._limit_s = limit_s
        self._child: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._with_tries(self._start)

    def render(self, texts: Sequence[str], style: Style = PLAIN) -> tuple[int, list[bytes]]:
        """The rate, and the frames of each text. VoiceError where the engine fails again and again."""
        rate, sounds = 0, []
        for text in texts:
            rate, frames = self._with_tries(partial(self._ask, text, style))
            sounds.append(frames)
        return rate, sounds

    def close(self) -> None:
        """End the child process."""
        child, self._child, self._rest = self._child, None, b""
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):  # What was still to be written has no reader.
                    pipe.close()

    def __del__(self) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """Of the child process; None when there is none."""
        return self._child.pid if self._child else None

    def _with_tries(self, act: Callable[[], Result]) -> Result:
        for _ in range(TRIES):
            try:
                return act()
            except (_Died, OSError):
                self.close()
        raise VoiceError("The voice stopped answering; go on in text with --voice none.")

    def _start(self) -> None:
        if self._child and self._child.poll() is None:
            return
        self.close()
        # -P: the folder of the program holds modules with everyday names, which must hide no package.
        limits = [str(WORDS_PER_MINUTE), str(max(1, int(self._limit_s)))]
        command = [sys.executable, "-P", str(PROGRAM), self._locale, *limits]
        # In a session of its own, ctrl-c stops the conversation and not the voice in the middle of a word.
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._answer(START_LIMIT_S)

    def _ask(self, text: str, style: Style) -> tuple[int, bytes]:
        self._start()
        assert self._child
        assert self._child.stdin
        self._child.stdin.write(json.dumps({"text": text, "rate": style.rate, "pitch": style.pitch}).encode() + b"\n")
        self._child.stdin.flush()
        return self._answer(self._limit_s)

    def _answer(self, limit_s: float) -> tuple[int, bytes]:
        deadline = time.monotonic() + limit_s
        while b"\n" not in self._rest:
            if len(self._rest) > HEAD_MAX_BYTES:
                raise _Died
            self._rest += self._read(deadline)
        line, self._rest = self._rest.split(b"\n", 1)
        try:
            head = json.loads(line)
            if error := head.get("error"):
                if head.get("missing"):
                    raise VoiceError(f"There is no voice: {error}; {MISSING}.")
                if error.startswith("LookupError"):
                    raise VoiceError(f"There is no voice for the locale {self._locale[:20]!r}; take --voice none.")
                raise _Died
            rate, size = int(head["rate"]), int(head["bytes"])
        except (ValueError, KeyError, AttributeError):
            raise _Died from None
        if not 0 <= size <= SOUND_MAX_BYTES:
            raise _Died
        parts, have = [self._rest], len(self._rest)
        while have < size:
            parts.append(self._read(deadline))
            have += len(parts[-1])
        sound = b"".join(parts)
        self._rest = sound[size:]
        return rate, sound[:size]

    def _read(self, deadline: float) -> bytes:
        assert self._child
        assert self._child.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self._child.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _Died
        chunk = os.read(self._child.stdout.fileno(), CHUNK_BYTES)
        if not chunk:
            raise _Died
        return chunk
