# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker: plays speech where this machine has a sound device, and can be silenced at once.

What plays is a program of the system's sound server, or else the package miniaudio, which knows the same servers.
Where there is neither, `reason` says so in one sentence, and `play` does nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from skill.speaker.snd.samples import SAMPLE_BYTES, Speech

NO_DEVICE = "There is no sound device here, so the answers come in text only."
GRACE_S = 5.0
"""How much longer than the speech a player may take before it counts as stuck."""
SOUND_CARDS = Path("/dev/snd")
NO_MORE = b""
"""What ends a row of samples that are played one after the other."""


class Loudspeaker(Protocol):
    """Plays one speech at a time."""

    @property
    def reason(self) -> str | None:
        """One sentence: why nothing can be heard; None where it can. May turn up only while playing."""
        ...

    def play(self, speech: Speech) -> None:
        """Begin to play, and return at once. What still plays is silenced."""
        ...

    def begin(self, rate: int) -> None:
        """Begin to play what `add` brings, so many samples a second. What still plays is silenced."""
        ...

    def add(self, frames: bytes) -> None:
        """Play these samples after all before them, and return at once."""
        ...

    def end(self) -> None:
        """Nothing more is added."""
        ...

    def wait(self) -> None:
        """Return when all is played."""
        ...

    def stop(self) -> None:
        """Be silent at once."""
        ...


def open_loudspeaker(environ: Mapping[str, str] = os.environ, cards: Path = SOUND_CARDS) -> Loudspeaker:
    """The best way to be heard on this machine. Raises nothing: without one, the speaker is mute and tells why.

    `environ` tells where the sound servers and programs are, `cards` where the sound cards' devices are.
    """
    command = player_command(environ, cards)
    if command:
        return ProgramLoudspeaker(command)
    package = _miniaudio()
    # Asking for devices without any makes some sound libraries complain at length on standard error.
    if package and (cards.is_dir() or _server_sockets(environ)):
        with suppress(Exception), _nothing_on_standard_error():
            if package.Devices().get_playbacks():
                return PackageLoudspeaker(package)
    return MuteLoudspeaker()


def player_command(environ: Mapping[str, str], cards: Path) -> list[str] | None:
    """The program that plays raw 16-bit mono samples from its standard input; `RATE` stands for their rate."""
    sockets = _server_sockets(environ)
    has_card = cards.is_dir() and any(cards.glob("pcm*p"))
    # paplay first: pw-play takes raw samples only since 2024, and PipeWire serves both.
    choices = [
        ("paplay", "pulse" in sockets, ["--raw", "--rate=RATE", "--channels=1", "--format=s16le"]),
        ("pw-play", "pipewire" in sockets, ["--rate=RATE", "--channels=1", "--format=s16", "--raw", "-"]),
        ("aplay", has_card, ["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "RATE", "-"]),
    ]
    for name, there, options in choices:
        program = shutil.which(name, path=environ.get("PATH", os.defpath))
        if program and there:
            return [program, *options]
    return None


class ProgramLoudspeaker:
    """Plays through a program, one process a speech."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._feeder: threading.Thread | None = None
        self._parts: SimpleQueue[bytes] = SimpleQueue()
        self.reason: str | None = None

    def play(self, speech: Speech) -> None:
        """See `Loudspeaker.play`."""
        self.begin(speech.rate)
        self.add(speech.frames)
        self.end()

    def begin(self, rate: int) -> None:
        """See `Loudspeaker.begin`."""
        self.stop()
        command = [word.replace("RATE", str(rate)) for word in self._command]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            self.reason = NO_DEVICE
            return
        self._process, self._rate, self._seconds, self._parts = process, rate, 0.0, SimpleQueue()
        self._feeder = threading.Thread(target=_feed, args=(process, self._parts), daemon=True)
        self._feeder.start()

    def add(self, frames: bytes) -> None:
        """See `Loudspeaker.add`."""
        if frames and self._process:
            self._seconds += len(frames) / SAMPLE_BYTES / self._rate
            self._parts.put(frames)

    def end(self) -> None:
        """See `Loudspeaker.end`."""
        self._parts.put(NO_MORE)

    def wait(self) -> None:
        """See `Loudspeaker.wait`."""
        if self._process is None:
            return
        try:
            failed = self._process.wait(self._seconds + GRACE_S) != 0
        except subprocess.TimeoutExpired:
            failed = True
        if failed:
            self.reason = NO_DEVICE
        self.stop()

    def stop(self) -> None:
        """See `Loudspeaker.stop`."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        self._parts.put(NO_MORE)
        if self._feeder:
            self._feeder.join()


class PackageLoudspeaker:
    """Plays through the package miniaudio."""

    def __init__(self, package: Any, backends: Sequence[Any] | None = None) -> None:
        self._package = package
        self._backends = backends
        self._device: Any = None
        self._parts: SimpleQueue[bytes] = SimpleQueue()
        self._done = threading.Event()
        self.reason: str | None = None

    def play(self, speech: Speech) -> None:
        """See `Loudspeaker.play`."""
        self.begin(speech.rate)
        self.add(speech.frames)
        self.end()

    def begin(self, rate: int) -> None:
        """See `Loudspeaker.begin`."""
        self.stop()
        self._done, self._parts = threading.Event(), SimpleQueue()
        try:
            with _nothing_on_standard_error():
                self._device = self._package.PlaybackDevice(nchannels=1, sample_rate=rate, backends=self._backends)
                source = _chunks(self._parts, self._done)
                next(source)
                self._device.start(source)
        except self._package.MiniaudioError:
            self.reason = NO_DEVICE
            self.stop()

    def add(self, frames: bytes) -> None:
        """See `Loudspeaker.add`."""
        if frames:
            self._parts.put(frames)

    def end(self) -> None:
        """See `Loudspeaker.end`."""
        self._parts.put(NO_MORE)

    def wait(self) -> None:
        """See `Loudspeaker.wait`."""
        if self._device is not None:
            self._done.wait()
        self.stop()

    def stop(self) -> None:
        """See `Loudspeaker.stop`."""
        device, self._device = self._device, None
        if device is not None:
            device.close()


class MuteLoudspeaker:
    """Plays nothing."""

    reason: str | None = NO_DEVICE

    def play(self, speech: Speech) -> None:
        """Nothing."""

    def begin(self, rate: int) -> None:
        """Nothing."""

    def add(self, frames: bytes) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def wait(self) -> None:
        """Nothing to wait for."""

    def stop(self) -> None:
        """Silent already."""


def _feed(process: subprocess.Popen[bytes], parts: SimpleQueue[bytes]) -> None:
    assert process.stdin
    # Silenced in the middle, the program no longer reads.
    with suppress(OSError):
        while frames := parts.get():
            process.stdin.write(frames)
            process.stdin.flush()
    with suppress(OSError):
        process.stdin.close()


def _chunks(parts: SimpleQueue[bytes], done: threading.Event) -> Generator[bytes, int, None]:
    """Hands out as many samples as asked for; silence while more is waited for, and after the end, since the device
    still plays what it holds."""
    part, at, over = b"", 0, False
    asked = yield b""
    while True:
        size = asked * SAMPLE_BYTES
        chunk = b""
        while not over and len(chunk) < size:
            if at >= len(part):
                try:
                    part, at = parts.get_nowait(), 0
                except Empty:
                    break
                over = part == NO_MORE
            missing = size - len(chunk)
            chunk, at = chunk + part[at : at + missing], at + missing
        if over and not chunk:
            done.set()
        asked = yield chunk.ljust(size, b"\x00")


def _server_sockets(environ: Mapping[str, str]) -> frozenset[str]:
    """Which sound servers of this user are there: `pipewire`, `pulse`."""
    found = {"pulse"} if environ.get("PULSE_SERVER") else set()
    folder = environ.get("XDG_RUNTIME_DIR")
    if folder:
        found |= {
            name
            for name, socket in (("pipewire", "pipewire-0"), ("pulse", "pulse/native"))
            if (Path(folder) / socket).exists()
        }
    return frozenset(found)


def _miniaudio() -> Any:
    try:
        import miniaudio  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    return miniaudio


@contextmanager
def _nothing_on_standard_error() -> Iterator[None]:
    """Sound libraries in C write their complaints straight to file descriptor 2."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
