# SPDX-License-Identifier: Apache-2.0
"""The loudspeaker: what it plays through, that it plays everything, and that it can be silenced at once."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

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
