# SPDX-License-Identifier: Apache-2.0
"""Screens, drawn as a device draws them: nothing complains, nothing is cut off, and a touch says what it should."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill.alexa.screens.directive import show
from skill.alexa.screens.documents import DOCUMENTS
from skill.alexa.screens.touch import MARK, TOKEN
from skill.web import viewhost
from skill.web.viewhost import VIEWHOST

from .conftest import Frame
from .screens import CONTENT, SCREENS, VIEWPORTS

LINT = Path(__file__).with_name("lint.mjs")
SUGGESTER = VIEWHOST.parents[1] / "apl-suggester"
SLACK = 5
"""Pixels that a space at the end of a line, or letters of another font, may reach over."""


def directive(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = show(SCREENS[name], CONTENT, 300).plain
    return plain


def complaints_of_the_linter(documents: dict[str, Any]) -> dict[str, list[Any]]:
    if shutil.which("node") is None:
        pytest.skip("there is no Node to run apl-suggester with")
    if not SUGGESTER.is_dir():
        pytest.skip("apl-suggester is not installed: npm ci")
    told = subprocess.run(
        ["node", str(LINT)], input=json.dumps(documents), capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, list[Any]] = json.loads(told)
    return found


def test_the_linter_finds_nothing() -> None:
    assert complaints_of_the_linter(dict(DOCUMENTS)) == {name: [] for name in DOCUMENTS}


def test_the_linter_would_find_something() -> None:
    wrong = json.loads(json.dumps(DOCUMENTS["reading"]))
    wrong["mainTemplate"]["items"][0]["items"].append({"type": "Text", "maxLines": "many", "numbering": 7})
    assert complaints_of_the_linter({"wrong": wrong})["wrong"]


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_every_screen_is_drawn_whole_and_without_a_complaint(frame: Frame, viewport: str) -> None:
    size = VIEWPORTS[viewport]
    for name in SCREENS:
        frame.show(directive(name), size)
        lines = frame.lines()
        where = f"{name} on {viewport}"
        assert frame.complaints == [], where
        assert lines, where
        assert [line for line in lines if not _within(line, size)] == [], where
        assert [(one["words"], two["words"]) for one, two in combinations(lines, 2) if _overlap(one, two)] == [], where


def _within(line: dict[str, Any], size: dict[str, Any]) -> bool:
    """Whether a line stands inside its component and inside the display, round or not."""
    own, (left, right, top, bottom) = line["own"], (line[side] for side in ("left", "right", "top", "bottom"))
    if top < own["top"] - SLACK or bottom > own["bottom"] + SLACK or right > own["right"] + SLACK:
        return False
    if not size["round"]:
        return left >= 0 and right <= size["width"] and top >= 0 and bottom <= size["height"]
    radius = size["width"] / 2
    return all(math.hypot(x - radius, y - radius) <= radius for x in (left, right) for y in (top, bottom))


def _overlap(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Whether lines of two components lie over each other."""
    return (
        one["words"] != two["words"]
        and min(one["right"], two["right"]) - max(one["left"], two["left"]) > SLACK
        and min(one["bottom"], two["bottom"]) - max(one["top"], two["top"]) > SLACK
    )


def test_a_document_with_a_mistake_is_complained_of(frame: Frame) -> None:
    wrong = json.loads(json.dumps(directive("questions")))
    wrong["document"]["mainTemplate"]["items"][0]["items"].append({"type": "NoSuchThing", "text": "${no.such(}"})
    frame.show(wrong, VIEWPORTS["small"])
    assert frame.complaints


@pytest.mark.parametrize("viewport", ["small", "round"])
def test_a_touch_says_what_it_means(frame: Frame, viewport: str) -> None:
    frame.show(directive("questions"), VIEWPORTS[viewport])
    frame.page.get_by_text("Another one", exact=True).click()
    frame.page.wait_for_function("touches.length > 0")  # of two touches within one frame it would see the second alone
    frame.page.get_by_text("More time", exact=True).click()
    frame.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert frame.page.evaluate("touches") == [
        {"token": TOKEN, "arguments": [MARK, "question", "another_one", 0]}
    ]  # and the second touch within three seconds is none


def test_a_number_of_the_scale_is_touched(frame: Frame) -> None:
    frame.show(directive("ratings"), VIEWPORTS["round"])
    frame.page.get_by_text("7", exact=True).click()
    frame.page.wait_for_function("touches.length > 0")
    assert frame.page.evaluate("touches[0].arguments") == [MARK, "rate", "rate", 7]


def test_whoever_frames_it_posts_a_screen_and_hears_of_touches(frame: Frame) -> None:
    frame.page.goto(f"{frame.url}/health")
    frame.page.set_viewport_size({"width": 960, "height": 480})
    frame.page.evaluate(
        """([directive, viewport]) => {
             window.heard = [];
             window.addEventListener("message", (message) => heard.push(message.data));
             const framed = document.createElement("iframe");
             Object.assign(framed, { src: "/screen/", width: 960, height: 480 });
             framed.style = "position:fixed;inset:0;border:0";
             framed.addEventListener("load", () => framed.contentWindow.postMessage({ directive, viewport }, "*"));
             document.body.append(framed);
           }""",
        [directive("questions"), VIEWPORTS["small"]],
    )
    frame.page.wait_for_function("heard.some((one) => one.shown)")
    frame.page.frame_locator("iframe").get_by_text("Another one", exact=True).click()
    frame.page.wait_for_function("heard.some((one) => one.touched)")
    assert frame.page.evaluate("heard.find((one) => one.touched).touched.arguments[2]") == "another_one"


def test_the_frame_may_connect_to_nothing(client: FlaskClient) -> None:
    if not VIEWHOST.is_file():
        pytest.skip("apl-viewhost-web is not installed: npm ci")
    answer = client.get("/screen/")
    assert answer.status_code == 200
    policy = dict(rule.partition(" ")[::2] for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "data:"
    assert policy["sandbox"] == "allow-scripts", "of no origin, so it reads nothing of the page"
    assert policy["frame-ancestors"] == "'self'"
    assert [word[:7] for word in policy["script-src"].split()] == ["'sha256", "'sha256", "'unsafe"]


def test_no_other_script_runs_in_the_frame(frame: Frame) -> None:
    frame.page.evaluate(
        """() => { const script = document.createElement("script"); script.text = "window.ran = true";
                  document.body.append(script); }"""
    )
    assert frame.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in told for told in frame.complaints)


@pytest.mark.parametrize("name", ["frame.js", "viewhost.js", "frame.html", "..%2f__init__.py", "../local.py"])
def test_nothing_else_is_served_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/screen/{name}").status_code == 404


def test_without_the_viewhost_there_is_no_frame(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewhost, "VIEWHOST", Path("/no/such/file.js"))
    assert client.get("/screen/").status_code == 404
