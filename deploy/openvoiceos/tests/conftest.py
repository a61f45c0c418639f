# SPDX-License-Identifier: Apache-2.0
"""A speaker: OpenVoiceOS's own core with our skill, a player that tells what it is told to, and the real service."""

from __future__ import annotations

import inspect
import logging
import socketserver
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from ovos_bus_client.message import Message
from ovos_bus_client.session import Session
from ovos_utils.ocp import MediaState, PlayerState
from ovoscope import CaptureSession, MiniCroft, get_minicroft
from service import Process, Service

SKILL = "ovos-skill-closer-together.closer-together"
HANDLED = "ovos.utterance.handled"
STOPPED = f"{SKILL}.stop.response"
ANSWERED_S = 60
"""Longer than an answer takes on any machine."""


class Speaker:
    """A speaker in a test: what is said to it, and what it then does."""

    def __init__(self, core: MiniCroft, service: Service) -> None:
        self.core = core
        self.bus = core.bus
        self.service = service
        self.skill: Any = core.plugin_skills[SKILL].instance
        self.heard: list[Message] = []
        """All that went over the bus."""
        self.bus.on("message", lambda text: self.heard.append(Message.deserialize(text)))

    def say(
        self, text: str, session: Session | None = None, until: Sequence[str] = (HANDLED, STOPPED)
    ) -> list[Message]:
        """Somebody says something. What the speaker says, until the core is done with it or the skill has stopped."""
        before = len(self.heard)
        context = {"session": session.serialize()} if session else {}
        capture = CaptureSession(self.core, eof_msgs=[*until])
        utterance = {"utterances": [text], "lang": "en-US"}
        capture.capture(Message("recognizer_loop:utterance", utterance, context), ANSWERED_S)
        assert capture.done.is_set(), "the speaker answers"
        capture.finish()
        return [each for each in self.heard[before:] if each.msg_type == "speak"]

    def told(self, kind: str) -> list[dict[str, Any]]:
        """What went over the bus by a name."""
        return [each.data for each in self.heard if each.msg_type == kind]

    @property
    def played(self) -> list[dict[str, Any]]:
        return [each["media"] for each in self.told("ovos.common_play.play")]

    @property
    def opened(self) -> int:
        """How often the microphone opened by itself."""
        asked = [each for each in self.told("speak") if each.get("expect_response")]
        return len(asked) + len(self.told("mycroft.mic.listen"))

    def player(self, state: PlayerState) -> None:
        """The player tells what it does."""
        self.bus.emit(Message("ovos.common_play.player.state", {"state": state}))

    def track_ends(self) -> None:
        """The player plays its track to the end."""
        self.bus.emit(Message("ovos.common_play.media.state", {"state": MediaState.END_OF_MEDIA}))
        self.player(PlayerState.STOPPED)

    def time_passes(self) -> None:
        """The time that the skill waits for comes."""
        self.bus.emit(Message(f"{SKILL}:talk"))


def words(said: list[Message]) -> str:
    """What is said."""
    return " ".join(each.data["utterance"] for each in said)


def listens(said: list[Message]) -> bool:
    """Whether the microphone opens when all is said."""
    return any(each.data["expect_response"] for each in said)


def frames(context: int = 1) -> list[inspect.FrameInfo]:
    """The stack as the core looks through it, without lines of source, which it never reads."""
    found = []
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        found.append(inspect.FrameInfo(frame, code.co_filename, frame.f_lineno, code.co_name, None, None))
        frame = frame.f_back
    return found


@pytest.fixture(scope="session", autouse=True)
def haste() -> Iterator[None]:
    """The core searches the stack with each message, and again to tell who calls what it will rename: minutes of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspect, "stack", frames)
        patch.setattr("ovos_utils.log.log_deprecation", lambda **told: None)
        yield


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """Where the service runs."""
    process = Process()
    yield process
    process.end()


@pytest.fixture
def service(process: Process) -> Iterator[Service]:
    """The real service."""
    service = Service(process)
    yield service
    service.close()


@pytest.fixture
def bare(service: Service) -> Iterator[Speaker]:
    """A speaker with no player of music."""
    core = get_minicroft([SKILL])
    speaker = Speaker(core, service)
    speaker.skill.settings["address"] = service.address
    yield speaker
    core.stop()


@pytest.fixture
def speaker(bare: Speaker) -> Iterator[Speaker]:
    """A speaker with a player and the tracks."""
    tracks = [bare.skill._talk.folder / f"talk-{minutes}.mp3" for minutes in (1, 2, 3, 5, 10, 20)]
    for track in tracks:
        track.touch()
    bare.bus.on("ovos.common_play.list_backends", lambda asked: bare.bus.emit(asked.response({"simple": {}})))
    yield bare
    for track in tracks:
        track.unlink()


class Hostile(socketserver.StreamRequestHandler):
    """A service that answers what is no answer of ours."""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b'{"type": "handled", "data": {"text": "Hello.", "context": {"closer_together": []}}}\n')


@pytest.fixture
def hostile() -> Iterator[str]:
    """The address of something that is not our service."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hostile) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What is logged by a line of ours, or of what it calls."""
    lines: list[str] = []
    before = logging.getLogRecordFactory()

    def note(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = before(*arguments, **named)
        if any("closer_together_skill" in frame.filename for frame in traceback.extract_stack()):
            lines.append(record.getMessage())
        return record

    logging.setLogRecordFactory(note)
    yield lines
    logging.setLogRecordFactory(before)
