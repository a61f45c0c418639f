# SPDX-License-Identifier: Apache-2.0
"""Clients that are none of ours, before the local endpoint: virtual-alexa, curl, and files of the ASK CLI."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from skill.web.local_server import LocalServer

ROOT = Path(__file__).parents[3]
REQUESTS = ROOT / "docs" / "requests"
REPLAY = REQUESTS / "evening.json"
MODEL = ROOT / "interaction_model" / "en-US.json"
VIRTUAL_ALEXA = ROOT / "node_modules" / "virtual-alexa"
SAMPLES = sorted(path.stem for path in REQUESTS.glob("*.json") if path != REPLAY)


def url(server: LocalServer) -> str:
    return f"http://127.0.0.1:{server.port}/alexa"


def sent(server: LocalServer, name: str) -> dict[str, Any]:
    """What the endpoint answers to a request file: what the ASK CLI would take out of it and send."""
    body = json.loads((REQUESTS / f"{name}.json").read_text("utf-8"))["body"]
    asked = Request(url(server), json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(asked) as answered:
        answer: dict[str, Any] = json.load(answered)
    return answer


def test_virtual_alexa_has_an_evening(server: LocalServer) -> None:
    if shutil.which("node") is None:
        pytest.skip("there is no Node to run virtual-alexa with")
    if not VIRTUAL_ALEXA.is_dir():
        pytest.skip("virtual-alexa is not installed: npm ci")
    ran = subprocess.run(
        ["node", str(Path(__file__).with_name("evening.mjs")), url(server), str(MODEL), str(REPLAY)],
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["words"] for answer in answers] == json.loads(REPLAY.read_text("utf-8"))["userInput"]
    welcome, question, other, kept, helped, stopped, ended = (answer["said"] for answer in answers)
    assert all(said.startswith("<speak>") for said in (welcome, question, other, kept, helped, stopped))
    assert question != other
    assert ended == ""
    assert [answer["state"] for answer in answers[:3]] == ["offer", "question", "question"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_request_file_of_the_ask_cli_is_answered(server: LocalServer, name: str) -> None:
    answer = sent(server, name)
    assert answer["version"] == "1.0"
    assert answer["response"]["outputSpeech"]["ssml"].startswith("<speak>")


def test_the_request_files_are_of_the_form_that_the_cli_sends() -> None:
    skill_request = pytest.importorskip(
        "ask_smapi_model.v1.skill.invocations.skill_request", reason="ask-smapi-model is not installed"
    ).SkillRequest
    for name in SAMPLES:
        held = json.loads((REQUESTS / f"{name}.json").read_text("utf-8"))
        assert held.keys() == skill_request.deserialized_types.keys()


def test_a_question_on_a_screen_and_a_touch_of_it(server: LocalServer) -> None:
    (shown,) = sent(server, "tonights_question_on_a_screen")["response"]["directives"]
    assert shown["type"] == "Alexa.Presentation.APL.RenderDocument"
    assert "directives" not in sent(server, "tonights_question")["response"]
    assert sent(server, "touch")["sessionAttributes"]["state"] == "question"


def test_curl_gets_an_answer(server: LocalServer) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("there is no curl: apt install curl")
    body = json.dumps(json.loads((REQUESTS / "launch.json").read_text("utf-8"))["body"])
    ran = subprocess.run(
        [curl, "-s", url(server), "-H", "Content-Type: application/json", "-d", "@-"],
        input=body,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["sessionAttributes"]["state"] == "offer"
