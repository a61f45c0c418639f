# SPDX-License-Identifier: Apache-2.0
"""Types are ready before the first request, or learnt by one thread alone.

Two threads that let msgspec learn one at once would end the process.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEARNT = """
import json, sys
sys.path[:0] = [sys.argv[1]]
from lambda_handler import make_skill
from skill.alexa import playback_token
from skill.alexa.services import reminders_api
from skill.ready import learning
from skill.settings import Settings
from alexa.couple import Couple, slot

learnt = {"alone": [], "at once": []}

def watch(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "get_class_annotations":
        learnt["alone" if learning.locked() else "at once"].append(str(frame.f_locals["obj"]))

skill = make_skill(Settings(store="sqlite:///" + sys.argv[2], audio_base_url="https://tracks.example"))
if len(sys.argv) > 3:
    import msgspec
    class New(msgspec.Struct):
        x: int
couple = Couple(skill.answer)
couple.interfaces = {"AudioPlayer": {}}
sys.setprofile(watch)
if len(sys.argv) > 3:
    msgspec.json.Decoder(New)
couple.launch()
couple.say("StartCheckInIntent", slot("theme", "touch", "touch"))
couple.say("AMAZON.HelpIntent")
couple.launch()
playback_token.decode('[1,2]', None)
reminders_api.read_token("{}")
sys.setprofile(None)
print(json.dumps(learnt))
"""
NOTHING: dict[str, list[str]] = {"alone": [], "at once": []}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the skill, as a server has it: without a snapshot, whatever lies in the checkout."""
    shutil.copytree(ROOT / "skill", tmp_path / "skill", ignore=shutil.ignore_patterns("snapshot"))
    shutil.copytree(ROOT / "interaction_model", tmp_path / "interaction_model")
    shutil.copy2(ROOT / "lambda_handler.py", tmp_path)
    return tmp_path


def printed(place: Path, *command: str) -> str:
    """What Python prints there."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=place,
        env={name: value for name, value in os.environ.items() if not name.startswith(("CLOSER_", "PYTHONPATH"))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def learnt(place: Path, *arguments: str) -> dict[str, list[str]]:
    """The types that msgspec learns in a few requests, in a process of their own: by one thread alone, or else by as
    many as come at once.
    """
    told = printed(place, "-c", LEARNT, str(ROOT / "tests"), str(place / "kept.sqlite3"), *arguments)
    found: dict[str, list[str]] = json.loads(told)
    return found


def test_no_request_lets_msgspec_learn_a_type(place: Path) -> None:
    assert learnt(place) == NOTHING


@pytest.mark.long
def test_what_reads_decks_is_imported_before_the_first_request_and_never_beside_a_snapshot(place: Path) -> None:
    reads_decks = "import sys, lambda_handler; print('skill.content.loading.loader' in sys.modules)"
    assert printed(place, "-c", reads_decks) == "True\n"
    assert printed(place, "-m", "skill", "snapshot")
    assert printed(place, "-c", reads_decks) == "False\n"


@pytest.mark.long
def test_with_a_snapshot_the_types_of_decks_are_learnt_by_one_thread_alone(place: Path) -> None:
    assert printed(place, "-m", "skill", "snapshot")
    found = learnt(place)
    assert found["at once"] == []
    assert any("Question" in name for name in found["alone"])


@pytest.mark.long
def test_with_a_broken_snapshot_all_types_are_learnt_by_one_thread_alone(place: Path) -> None:
    assert printed(place, "-m", "skill", "snapshot")
    (place / "skill" / "content" / "snapshot" / "en-US.json").write_bytes(b"")
    found = learnt(place)
    assert found["at once"] == []
    assert any("Question" in name for name in found["alone"])


@pytest.mark.long
def test_a_type_that_is_learnt_would_be_seen(place: Path) -> None:
    assert any("New" in name for name in learnt(place, "with one")["at once"])
