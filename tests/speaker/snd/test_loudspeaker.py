# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker: what it plays through, that it plays everything, and that it can be silenced at once."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from skill.speaker.snd import loudspeaker
from skill.speaker.snd.loudspeaker import (
    NO_DEVICE,
    MuteLoudspeaker,
    PackageLoudspeaker,
    ProgramLoudspeaker,
    open_loudspeaker,
    player_command,
)
from skill.speaker.snd.samples import Speech

SPEECH = Speech(b"\x01\x02" * 50_000, 22_050)


def program(folder: Path, name: str, script: str) -> Path:
    """A program of the system, with what it does."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def machine(
    folder: Path, *programs: str, sockets: tuple[str, ...] = (), card: bool = False
) -> tuple[dict[str, str], Path]:
    """The environment and the sound cards of a machine."""
    for each in programs:
        program(folder, each, "cat > /dev/null")
    run, cards = folder / "run", folder / "snd"
    for socket in sockets:
        (run / socket).parent.mkdir(parents=True, exist_ok=True)
        (run / socket).touch()
    if card:
        cards.mkdir()
        (cards / "pcmC0D0p").touch()
    return {"PATH": str(folder), "XDG_RUNTIME_DIR": str(run)}, cards


def test_without_any_device_it_is_mute_and_says_why(tmp_path: Path) -> None:
    speaker = open_loudspeaker(*machine(tmp_path, "aplay", "paplay", "pw-play"))
    assert isinstance(speaker, MuteLoudspeaker)
    speaker.play(SPEECH)
    speaker.wait()
    speaker.stop()
    assert speaker.reason == NO_DEVICE


@pytest.mark.parametrize(
    ("sockets", "card", "chosen"),
    [
        (("pipewire-0", "pulse/native"), True, "paplay"),
        (("pipewire-0",), True, "pw-play"),
        ((), True, "aplay"),
    ],
)
def test_it_plays_through_the_sound_server_that_runs(
    tmp_path: Path, sockets: tuple[str, ...], card: bool, chosen: str
) -> None:
    environ, cards = machine(tmp_path, "aplay", "paplay", "pw-play", sockets=sockets, card=card)
    command = player_command(environ, cards)
    assert command
    assert Path(command[0]).name == chosen


def test_a_server_without_its_program_is_no_use(tmp_path: Path) -> None:
    environ, cards = machine(tmp_path, "aplay", sockets=("pipewire-0",))
    assert player_command(environ, cards) is None


def test_the_program_gets_every_sample_at_the_right_rate(tmp_path: Path) -> None:
    out = tmp_path / "out"
    player = program(tmp_path, "player", f'echo "$1" > {out}.rate; exec cat > {out}')
    speaker = ProgramLoudspeaker([str(player), "--rate=RATE"])
    speaker.play(SPEECH)
    speaker.wait()
    assert out.read_bytes() == SPEECH.frames
    assert Path(f"{out}.rate").read_text() == "--rate=22050\n"
    assert speaker.reason is None


def test_what_is_added_is_played_after_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    speaker = ProgramLoudspeaker([str(program(tmp_path, "player", f"exec cat > {out}"))])
    speaker.begin(22_050)
    for part in (b"\x01\x02", b"", b"\x03\x04" * 30_000):
        speaker.add(part)
    speaker.end()
    speaker.wait()
    assert out.read_bytes() == b"\x01\x02" + b"\x03\x04" * 30_000
    speaker.add(b"\x05\x06")  # what comes too late is not played
    assert speaker.reason is None


def test_it_is_silent_at_once_though_the_program_takes_nothing(tmp_path: Path) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    speaker = ProgramLoudspeaker([str(program(tmp_path, "player", f"echo $$ > '{started}'; exec sleep 1000"))])
    for _ in range(2):
        speaker.play(SPEECH)
        player = int(started.read_text())  # waits until the player is there
        os.kill(player, 0)
        speaker.stop()
        with pytest.raises(ProcessLookupError):
            os.kill(player, 0)
    assert speaker.reason is None


def test_what_is_played_next_silences_what_plays(tmp_path: Path) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    speaker = ProgramLoudspeaker([str(program(tmp_path, "player", f"echo $$ > '{started}'; exec sleep 1000"))])
    speaker.play(SPEECH)
    first = int(started.read_text())
    speaker.play(SPEECH)
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    started.read_text()
    speaker.stop()


def test_a_program_that_hangs_is_given_up_when_all_should_be_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loudspeaker, "GRACE_S", 0.0)
    speaker = ProgramLoudspeaker([str(program(tmp_path, "player", "exec sleep 1000"))])
    speaker.begin(22_050)
    speaker.end()
    speaker.wait()
    assert speaker.reason == NO_DEVICE


def test_a_program_has_as_long_as_the_speech_lasts_and_a_little_more(monkeypatch: pytest.MonkeyPatch) -> None:
    class Playing:
        stdin = io.BytesIO()
        waited: ClassVar[list[float]] = []

        def wait(self, seconds: float = 0.0) -> int:
            self.waited.append(seconds)
            return 0

        def kill(self) -> None:
            pass

    options: dict[str, Any] = {}
    monkeypatch.setattr(loudspeaker.subprocess, "Popen", lambda *_, **given: options.update(given) or Playing())
    speaker = ProgramLoudspeaker(["player"])
    speaker.begin(8_000)
    speaker.add(bytes(2 * 8_000))
    speaker.add(bytes(2 * 4_000))
    speaker.end()
    speaker.wait()
    assert Playing.waited == [1.5 + 5.0, 0.0]
    assert options["start_new_session"] is True, "ctrl-c is for the conversation"
    speaker.wait()
    assert len(Playing.waited) == 2, "there is nothing to wait for any more"


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    speaker = ProgramLoudspeaker([str(program(tmp_path, "player", "exit 1"))])
    speaker.play(SPEECH)
    speaker.wait()
    assert speaker.reason == NO_DEVICE


def test_a_program_that_is_gone_is_told(tmp_path: Path) -> None:
    speaker = ProgramLoudspeaker([str(tmp_path / "nothing")])
    speaker.play(SPEECH)
    speaker.wait()
    assert speaker.reason == NO_DEVICE


class Miniaudio:
    """The package miniaudio on a machine with so many devices, or whose devices cannot be asked for or opened."""

    class MiniaudioError(Exception):
        pass

    def __init__(self, playbacks: int = 1, *, asks: bool = True, opens: bool = True) -> None:
        self._playbacks = playbacks
        self._asks = asks
        self._opens = opens
        self.opened: list[dict[str, object]] = []
        self.source: Any = None
        self.closed = 0

    def Devices(self) -> Miniaudio:
        if not self._asks:
            raise self.MiniaudioError
        return self

    def get_playbacks(self) -> list[str]:
        return ["a device"] * self._playbacks

    def PlaybackDevice(self, **options: object) -> Miniaudio:
        if not self._opens:
            raise self.MiniaudioError
        self.opened.append(options)
        return self

    def start(self, source: Any) -> None:
        self.source = source

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("package", "sockets", "card", "kind"),
    [
        (Miniaudio(), (), True, PackageLoudspeaker),
        (Miniaudio(), ("pipewire-0",), False, PackageLoudspeaker),
        (Miniaudio(), (), False, MuteLoudspeaker),
        (Miniaudio(0), (), True, MuteLoudspeaker),
        (Miniaudio(asks=False), (), True, MuteLoudspeaker),
        (None, (), True, MuteLoudspeaker),
    ],
)
def test_without_a_program_it_plays_through_the_package_where_there_may_be_a_device(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    package: Miniaudio | None,
    sockets: tuple[str, ...],
    card: bool,
    kind: type,
) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", package)
    assert type(open_loudspeaker(*machine(tmp_path, sockets=sockets, card=card))) is kind


def test_with_a_program_it_plays_through_that(tmp_path: Path) -> None:
    assert isinstance(open_loudspeaker(*machine(tmp_path, "aplay", card=True)), ProgramLoudspeaker)


def test_a_sound_server_somewhere_else_is_known_by_its_address(tmp_path: Path) -> None:
    environ, cards = machine(tmp_path, "paplay")
    assert player_command(environ, cards) is None
    command = player_command(environ | {"PULSE_SERVER": "tcp:host"}, cards)
    assert command is not None
    assert command[1:] == ["--raw", "--rate=RATE", "--channels=1", "--format=s16le"]


def test_a_card_that_only_records_is_no_loudspeaker(tmp_path: Path) -> None:
    environ, cards = machine(tmp_path, "aplay", card=True)
    (cards / "pcmC0D0p").rename(cards / "pcmC0D0c")
    assert player_command(environ, cards) is None


def test_the_package_is_fed_what_it_asks_for_and_silence_before_and_behind_it() -> None:
    package = Miniaudio()
    speaker = PackageLoudspeaker(package)
    speaker.begin(8_000)
    assert [(each["nchannels"], each["sample_rate"]) for each in package.opened] == [(1, 8_000)]
    source = package.source
    assert source.send(2) == bytes(4)
    for part in (b"\x01\x00\x02\x00\x03\x00", b"", b"\x04\x00"):
        speaker.add(part)
    assert source.send(2) == b"\x01\x00\x02\x00"
    assert source.send(2) == b"\x03\x00\x04\x00"
    assert source.send(1) == bytes(2)
    speaker.add(b"\x05\x00")
    speaker.end()
    assert source.send(2) == b"\x05\x00\x00\x00"
    assert source.send(2) == bytes(4)
    speaker.wait()
    assert package.closed == 1
    assert speaker.reason is None


def test_the_package_silences_what_plays_when_something_else_begins() -> None:
    package = Miniaudio()
    speaker = PackageLoudspeaker(package)
    speaker.begin(8_000)
    speaker.begin(8_000)
    assert package.closed == 1
    speaker.stop()
    speaker.stop()
    assert package.closed == 2


def test_a_device_that_cannot_be_opened_is_told_and_nobody_waits_for_it() -> None:
    speaker = PackageLoudspeaker(Miniaudio(opens=False))
    speaker.play(SPEECH)
    speaker.wait()
    assert speaker.reason == NO_DEVICE


def test_sound_libraries_complain_to_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    class Complaining(Miniaudio):
        def start(self, source: Any) -> None:
            os.write(2, b"ALSA lib: no such thing")

    PackageLoudspeaker(Complaining()).begin(8_000)
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"


def test_the_package_plays_to_the_end_and_can_be_silenced() -> None:
    package = pytest.importorskip("miniaudio", reason="the package miniaudio is not installed")
    devices = []

    class Watched(package.PlaybackDevice):  # type: ignore[misc, name-defined]
        """A device of the package that the test can look at."""

        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            devices.append(self)

    watched = SimpleNamespace(PlaybackDevice=Watched, MiniaudioError=package.MiniaudioError)
    # Its device that plays to nowhere, in the time that a real one takes.
    speaker = PackageLoudspeaker(watched, [package.Backend.NULL])
    speaker.play(Speech(bytes(2_000), 22_050))
    speaker.wait()
    speaker.play(Speech(bytes(20_000_000), 22_050))
    assert [device.running for device in devices] == [False, True]
    speaker.stop()
    assert [device.running for device in devices] == [False, False]
    assert speaker.reason is None
