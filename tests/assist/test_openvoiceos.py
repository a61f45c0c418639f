# SPDX-License-Identifier: Apache-2.0
"""The skill for OpenVoiceOS: what its core looks for, and sentences that mean the same here. Its own tests are
`make openvoiceos`."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cases import each_case

from skill import __version__
from skill.assist.caller import OURS
from skill.assist.protocol import info
from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.session import State

from .home import listener

HERE = Path(__file__).parents[2] / "deploy" / "openvoiceos"
SKILL = HERE / "closer_together_skill"
ALTERNATIVES = re.compile(r"\(([^)]*)\)")
ANYTHING = {"{request}": "for tonight's question"}


def sentences(intent: str) -> Iterator[str]:
    """All sentences of an intent file."""
    for line in (SKILL / "locale" / "en-us" / f"{intent}.intent").read_text("utf-8").splitlines():
        for slot, filling in ANYTHING.items():
            line = line.replace(slot, filling)
        choices = [group.split("|") for group in ALTERNATIVES.findall(line)]
        yield from (ALTERNATIVES.sub("{}", line).format(*chosen) for chosen in itertools.product(*choices))


@each_case("sentence", list(sentences("open")))
def test_what_reaches_us_there_opens_an_evening(sentence: str) -> None:
    received = listener().received(sentence, State.NEW)
    assert received is not None
    asks = isinstance(received.event, IntentReceived) and received.event.intent is Intent.TONIGHTS_QUESTION
    assert received.opens or asks


@each_case("sentence", list(sentences("safety")))
def test_and_so_does_whoever_is_not_safe(sentence: str) -> None:
    received = listener().received(sentence, State.NEW)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert received.event.intent is Intent.SAFETY


def test_the_plugin_is_whole() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, points_to),) = project["entry-points"]["opm.skill"].items()
    assert name.startswith(project["name"])
    module, _, skill = points_to.partition(":")
    assert f"class {skill}(" in (HERE / module / "__init__.py").read_text("utf-8")
    assert project["version"] == __version__


def test_the_skill_and_the_service_call_each_other_by_the_same_names() -> None:
    names = (SKILL / "client.py").read_text("utf-8")
    assert f'OURS = "{OURS}"' in names
    assert f'SERVICE_NAME = "{info.NAME}"' in names
