# SPDX-License-Identifier: Apache-2.0
"""All the conversations of this folder, and one with words that nobody else says: nothing of them reaches a log.

The whole log is caught, of every library and at every level, and so is what goes to the terminal.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from representatives import the_first_for_all

from skill.speaker.console.scripts.script import ACTIONS, Script, Step, play, read_script
from skill.speaker.echo.exchange import Exchange

from .test_scripts import SCRIPTS, home_for

NAMES = ("wilhelmina", "bartholomew")
HOSTILE = (
    "alexa, open closer together",
    "we are Wilhelmina and Bartholomew",
    "what can I say when she is purplish",
    "don't ask about the purplish elephants",
    "a ritual for the purplish hour",
    "remind us every purplish evening at nine",
    "start a short check in",
    "the purplish elephants are marching again",
    "stop",
    "alexa, ask closer together what can I say when Wilhelmina is purplish",
)
OURS = re.compile(
    r"(An evening goes on that may not be remembered|A household is not erased yet)\. "
    r"The store could not be \w+ \(it cannot be opened: SQLITE_CANTOPEN\); "
    r"see that its file and folder can be written, and that there is room on the disk\."
)
"""All that is said of a store that fails: sentences of our own."""
QUIET_LIBRARIES = ("hypothesis", "asyncio")
"""Loggers of the tests themselves."""


def secrets_of(exchanges: list[Exchange]) -> Iterator[str]:
    """All that a log may not hold of what was sent: ids, tokens, values of slots, and what was said."""
    for exchange in exchanges:
        yield from (exchange.heard or "",)
        yield from _values(exchange.request)


def _values(found: Any, name: str = "") -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _values(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from _values(value, name)
    elif isinstance(found, str) and (name.endswith("Id") or name in ("apiAccessToken", "value", "id", "token")):
        yield found


def conversation(path: Path) -> Script:
    """What is done in a script, without what is expected of it: with a store that fails it comes out otherwise."""
    script = read_script(path)
    return replace(script, steps=tuple(step for step in script.steps if step.field in ACTIONS))


HOSTILE_SCRIPT = Script(
    path=Path("hostile.script"),
    title="Words that nobody else says",
    steps=tuple(Step(line, "you", words) for line, words in enumerate(HOSTILE, start=1)),
)


@pytest.mark.parametrize("fails", [False, True], ids=["kept", "store fails"])
@pytest.mark.parametrize(
    "script", the_first_for_all([HOSTILE_SCRIPT, *map(conversation, SCRIPTS)]), ids=lambda script: script.path.stem
)
def test_nothing_of_a_conversation_is_logged(
    script: Script,
    fails: bool,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    store = f"sqlite:///{tmp_path}" if fails else "memory:"  # a folder stands where the file should
    with home_for(script, store) as home:
        exchanges = [exchange for _, happened in play(script, home) for exchange in happened]
    logged = [record for record in caplog.records if record.name.partition(".")[0] not in QUIET_LIBRARIES]
    assert bool(logged) == fails
    messages = [record.getMessage() for record in logged]
    assert [message for message in messages if not OURS.fullmatch(message)] == []
    everything = " ".join(re.findall(r"[\w.-]+", " ".join([*capfd.readouterr(), *messages]).lower()))
    secrets = {secret.lower() for secret in secrets_of(exchanges) if secret}
    assert len(secrets) > 5
    assert {*NAMES, "purplish"} & set(" ".join(secrets).split()) or script is not HOSTILE_SCRIPT
    assert [secret for secret in secrets if f" {secret} " in f" {everything} "] == []
