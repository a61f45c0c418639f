# SPDX-License-Identifier: Apache-2.0
"""Replay files of the ASK CLI's dialog command: lines that people say, and no expectations.

`ask dialog --replay FILE` says them to a skill on Alexa; here they are a script without expectations, and a script is
written as one. That command talks to the skill alone, so its lines have no wake word: it is put before a line where
our microphone is closed, and left out where a script becomes a replay.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from skill.errors import InputError
from skill.speaker.console.scripts.expectations import Step
from skill.speaker.console.scripts.reading import read_bytes
from skill.speaker.console.scripts.script import Script
from skill.speaker.echo.invocation import WAKE_WORD
from skill.speaker.echo.requests import SKILL_ID

SUFFIX = ".json"
TEXT = "text"
LINES_MAX = 5_000
OWN_COMMANDS = (".quit", ".record")
"""What the dialog command takes for itself."""


class Replay(msgspec.Struct, rename="camel"):
    """The file as the ASK CLI has it; what else it holds is passed over."""

    skill_id: str
    locale: str
    type: str
    user_input: list[str]


def read_replay(path: Path) -> Script:
    """The replay in a file as a script. InputError, one sentence with the place, for anything else."""
    raw = read_bytes(path, "replay file")
    try:
        replay = msgspec.json.decode(raw, type=Replay)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no replay of the ASK CLI: {error}; record it anew with `ask dialog`.") from None
    if replay.type != TEXT:
        raise InputError(f"{path}: the type {replay.type[:20]!r} is not {TEXT!r}; only what is typed can be replayed.")
    lines = [line.strip() for line in replay.user_input[:LINES_MAX]]
    steps = [
        Step(number, "you", " ".join(line.split()))
        for number, line in enumerate(lines, start=1)
        if line and line not in OWN_COMMANDS
    ]
    if not steps:
        raise InputError(f"{path}: nothing is said in this replay; write at least one line of userInput.")
    return Script(path=path, title=path.stem, locale=replay.locale, is_dialog=True, steps=tuple(steps))


def replay_of(script: Script, skill_id: str = SKILL_ID) -> bytes:
    """What is said in a script, as a replay file."""
    lines = [_without_call(step.value) for step in script.steps if step.field == "you"]
    replay = Replay(skill_id, script.locale, TEXT, [line for line in lines if line])
    return msgspec.json.format(msgspec.json.encode(replay), indent=2) + b"\n"


def _without_call(line: str) -> str:
    return line[len(WAKE_WORD) :].lstrip(" ,") if line.lower().startswith(WAKE_WORD) else line
