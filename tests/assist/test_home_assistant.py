# SPDX-License-Identifier: Apache-2.0
"""The integration for Home Assistant: what HACS and the core look for. Its own tests are `make homeassistant`."""

from __future__ import annotations

import json
from pathlib import Path

from wyoming.info import HandleProgram

from skill.assist.protocol import info
from skill.tracks import TALK

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "home_assistant"
COMPONENT = HERE / "custom_components" / "closer_together"


def test_the_manifest_is_whole() -> None:
    manifest = json.loads((COMPONENT / "manifest.json").read_text("utf-8"))
    assert manifest["domain"] == COMPONENT.name
    assert manifest["config_flow"]
    assert list(manifest)[:2] == ["domain", "name"]
    assert list(manifest)[2:] == sorted(list(manifest)[2:]), "Home Assistant wants the rest sorted"
    assert {"name", "homeassistant"} <= set(json.loads((HERE / "hacs.json").read_text("utf-8")))


def test_the_integration_and_the_service_call_each_other_by_the_same_names() -> None:
    names = (COMPONENT / "const.py").read_text("utf-8")
    assert f'"{info.NAME}"' in names
    program: HandleProgram = info.describe("en-US", handles=True, ears=None, voice=None).handle[0]
    assert program.name == info.NAME
    assert all(track.file.endswith(".mp3") for track in TALK)
