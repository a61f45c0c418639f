# SPDX-License-Identifier: Apache-2.0
"""Types are ready before the first request: two threads that let msgspec learn one at once would end the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEARNT = """
import sys
sys.path[:0] = ["tests"]
from lambda_handler import make_skill
from skill.alexa import playback_token
from skill.alexa.services import reminders_api
from skill.settings import Settings
from alexa.couple import Couple, slot

learnt = set()

def is_importing(frame):
    # One thread alone imports a module; the others wait for it.
    while frame is not None and frame.f_code.co_name != "exec_module":
        frame = frame.f_back
    return frame is not None

def watch(frame, event, argument):
    if event == "call" and frame.f_code.co_name == "get_class_annotations" and not is_importing(frame):
        learnt.add(str(frame.f_locals["obj"]))

skill = make_skill(Settings(store="sqlite:///" + sys.argv[1], audio_base_url="https://tracks.example"))
if len(sys.argv) > 2:
    import msgspec
    class New(msgspec.Struct):
        x: int
couple = Couple(skill.answer)
couple.interfaces = {"AudioPlayer": {}}
sys.setprofile(watch)
if len(sys.argv) > 2:
    msgspec.json.Decoder(New)
couple.launch()
couple.say("StartCheckInIntent", slot("theme", "touch", "touch"))
couple.say("AMAZON.HelpIntent")
couple.launch()
playback_token.decode('[1,2]', None)
reminders_api.read_token("{}")
sys.setprofile(None)
print(sorted(learnt))
"""


def learnt(tmp_path: Path, *arguments: str) -> str:
    """The types that msgspec learns in a few requests, in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", LEARNT, str(tmp_path / "kept.sqlite3"), *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("CLOSER_")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_no_request_lets_msgspec_learn_a_type(tmp_path: Path) -> None:
    assert learnt(tmp_path) == "[]"


def test_a_type_that_is_learnt_would_be_seen(tmp_path: Path) -> None:
    assert "New" in learnt(tmp_path, "with one")
