# SPDX-License-Identifier: Apache-2.0
"""Scripts on the page: what was said is saved as one that plays, and any other can be played there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from representatives import the_first_for_all

from skill.speaker.console.scripts.script import parse_script
from skill.web.page.recorded import Recorded

from .conftest import EVENING, Asker

OPEN = "alexa, open closer together"
SCRIPTS = Path(__file__).parents[2] / "conversations"


def saved(asker: Asker) -> str:
    return asker.get("/page/script").get_data(as_text=True)


def test_a_first_evening_is_saved_with_what_must_come_back_and_plays_as_written(asker: Asker) -> None:
    asker.says(OPEN, "yes")
    asker.does("wait", seconds=120)
    asker.says("alexa, next")
    asker.does("service", service="reminders", way="fail")
    asker.does("next-evening")
    asker.says(OPEN)
    asker.does("silence")
    text = saved(asker)
    script = parse_script(text, Path("x"))
    assert [step.value for step in script.steps if step.field == "you"] == [OPEN, "yes", "alexa, next", OPEN]
    assert {"intent", "state", "microphone", "wait", "service", "next evening", "silence"} <= {
        step.field for step in script.steps
    }
    played = asker.post("/page/script", data=text, content_type="text/plain").json
    assert played["complaint"] is None
    assert played["title"] == "What was said on the page"
    assert [entry["heard"] for entry in played["entries"] if entry["heard"]][:2] == [OPEN, "yes"]


def test_of_a_household_that_was_here_before_only_what_was_done_is_saved(asker: Asker) -> None:
    asker.says(OPEN, "yes")
    asker.does("clear")
    asker.says(OPEN)
    assert {step.field for step in parse_script(saved(asker), Path("x")).steps} == {"you"}


def test_only_a_wait_that_happened_with_the_microphone_shut_is_in_the_script() -> None:
    def waits(seconds: float, closed: bool, begun: bool = True) -> list[str]:
        recorded = Recorded("en-US", EVENING, "audio", new=False)
        if begun:
            recorded.did("you: yes", [], EVENING)
        recorded.passed(EVENING + timedelta(seconds=seconds), closed=closed)
        return [line for line in recorded.text().splitlines() if line.startswith("wait:")]

    assert waits(90, closed=True) == ["wait: 90s"]
    assert waits(1, closed=True) == ["wait: 1s"]
    assert waits(0.4, closed=True) == []
    assert waits(90, closed=False) == []
    assert waits(90, closed=True, begun=False) == []


def test_a_change_of_device_and_locale_is_in_the_script(asker: Asker) -> None:
    asker.does("locale", locale="en-GB")
    asker.does("device", kind="plain")
    asker.says(OPEN)
    text = saved(asker)
    assert "locale: en-GB" in text
    assert "\ndevice: no-audio no-screen\n" in text


@pytest.mark.parametrize(
    "name", the_first_for_all(["first_evening.script", "thank_you.script", "safety_one_shot.script"])
)
def test_the_projects_own_scripts_play_as_written(asker: Asker, name: str) -> None:
    played = asker.post("/page/script", data=(SCRIPTS / name).read_bytes(), content_type="text/plain").json
    assert played["complaint"] is None
    assert played["entries"]
    assert asker.does("catch-up")["entries"] == [], "it was played elsewhere"


def test_what_is_not_as_written_is_told_with_its_line(asker: Asker) -> None:
    text = f"you: {OPEN}\nsays: welcome\nsays: seven dwarves\n"
    played = asker.post("/page/script", data=text, content_type="text/plain").json
    assert "line 3" in played["complaint"]
    assert len(played["entries"]) == 1


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"nonsense", b"you:\n", b"device: toaster\nyou: yes\n"])
def test_what_is_no_script_is_refused_in_one_sentence(asker: Asker, text: bytes) -> None:
    response = asker.post("/page/script", data=text, content_type="text/plain")
    assert response.status_code == 400
    assert response.json["error"].endswith(".")
    assert "Traceback" not in response.json["error"]


def test_another_type_or_too_long_a_script_is_refused(asker: Asker) -> None:
    assert asker.post("/page/script", data=b"you: yes\n", content_type="text/html").status_code == 415
    assert asker.post("/page/script", data=b"#" * 200_000, content_type="text/plain").status_code == 413
