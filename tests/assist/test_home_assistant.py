# SPDX-License-Identifier: Apache-2.0
"""The integration for Home Assistant: its own tests in Home Assistant's own core, and what HACS and the core look for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wyoming.info import HandleProgram

from skill.assist import info
from skill.tracks import TALK

ROOT = Path(__file__).parents[2]
HERE = ROOT / "deploy" / "home_assistant"
COMPONENT = HERE / "custom_components" / "closer_together"
NOT_SET_UP = 3


@pytest.mark.slow
def test_it_works_in_home_assistants_own_core() -> None:
    ran = subprocess.run(
        [HERE / "tests" / "run", "--no-setup", "-p", "no:randomly"],
        env=os.environ | {"CLOSER_PYTHON": sys.executable, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode == NOT_SET_UP:
        print("Home Assistant's core is not set up here (it needs Python 3.13): make homeassistant")
        return
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


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
