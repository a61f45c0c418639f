# SPDX-License-Identifier: Apache-2.0
"""Whole evenings at the page, by clicks and keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from skill.speaker.asr.ears import Hearing
from skill.speaker.console.scripts.script import parse_script
from skill.web.page import sounds

from .conftest import Visitor

OPEN = "alexa, open closer together"


@pytest.mark.long
def test_a_whole_evening_by_clicks(visitor: Visitor) -> None:
    page = visitor.page
    visitor.clicks(f"#chips >> text='{OPEN}'")
    assert "Welcome" in visitor.reads("#transcript")
    assert visitor.reads("#status") == "Listening"
    visitor.clicks("#chips >> text='yes'")
    assert visitor.reads("#status") == "Time to talk"
    for _ in range(4):
        visitor.clicks("[data-wait='60']")
        visitor.clicks("#next")
    assert visitor.reads("#status") == "Listening", "a ritual is offered"
    visitor.clicks("#chips >> text='yes'")
    assert visitor.reads("#status") == "Asleep"
    visitor.looks_at("us")
    page.click("#show-us")
    page.wait_for_selector("#us-view .figures")
    assert page.locator(".figures dd").all_inner_texts() == ["1", "1", "0"]


@pytest.mark.long
def test_a_whole_evening_by_keys_alone(visitor: Visitor) -> None:
    page = visitor.page
    keys = page.keyboard

    def types(line: str) -> None:
        keys.type(line)
        keys.press("Enter")
        visitor.settles()

    assert page.evaluate("document.activeElement.id") == "line"
    types(OPEN)
    keys.press("Shift+Tab")  # the microphone
    keys.press("Shift+Tab")  # the last suggestion: to say nothing
    assert page.evaluate("document.activeElement.textContent") == "(say nothing)"
    keys.press("Enter")
    visitor.settles()
    assert "Nobody answered" in visitor.reads("#transcript")
    page.focus("#line")
    types("yes")
    for _ in range(4):
        types("alexa, next")
    types("yes")
    assert visitor.reads("#status") == "Asleep"


@pytest.mark.long
def test_the_skip_link_leads_to_where_one_types(visit: Callable[..., Visitor]) -> None:
    visitor = visit("phone").opens()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "line"


@pytest.mark.long
def test_a_screen_shows_what_is_asked(visitor: Visitor) -> None:
    visitor.clicks("[name=device][value=screen]")
    assert visitor.reads("#screen") == "21:00"
    visitor.says(OPEN)
    assert visitor.page.text_content("#plain-screen p").endswith("?")
    visitor.says("yes")
    assert visitor.reads("#screen") == "21:00"


@pytest.mark.long
def test_the_ring_counts_the_talk_time_down(visitor: Visitor) -> None:
    visitor.says(OPEN, "yes")
    left = "Number(document.querySelector('.left').style.strokeDashoffset)"
    assert visitor.reads("#time") == "2:00"
    assert visitor.page.evaluate(left) == 0
    visitor.clicks("[data-wait='60']")
    assert visitor.reads("#time") == "1:00"
    assert visitor.page.evaluate(left) == pytest.approx(0.5)
    visitor.clicks("#pause")
    assert visitor.reads("#status") == "Paused"
    assert visitor.reads("#pause") == "Resume"
    visitor.clicks("#pause")
    assert visitor.reads("#status") == "Time to talk"


@pytest.mark.long
def test_a_reminder_is_listed_and_rings(visitor: Visitor) -> None:
    visitor.says(OPEN, "remind us every evening at eight", "yes", "yes")
    assert "20:00" in visitor.reads("#reminders")
    visitor.clicks("#next-evening")
    assert "Here's your reminder" in visitor.reads("#transcript")
    assert visitor.reads("#clock") == "21:00"


@pytest.mark.long
def test_how_a_line_was_understood_and_its_json_are_one_click_away(visitor: Visitor) -> None:
    visitor.says(OPEN, "we would love a quick one tonight")
    visitor.page.click("summary >> text=StartCheckIn")
    visitor.page.wait_for_selector("details[open] pre")
    told = visitor.reads("details[open]")
    for words in ("StartCheckInIntent", "Slot length", "short", "Runner-up", "alike", "<speak>", '"shouldEndSession"'):
        assert words in told


@pytest.mark.long
def test_the_map_lights_up_where_they_are(visitor: Visitor) -> None:
    visitor.looks_at("map")
    assert "not begun" in (visitor.page.get_attribute("#constellation svg", "aria-label") or "")
    visitor.says(OPEN)
    visitor.page.wait_for_selector("#here [aria-current=step] >> text=offer")
    assert visitor.page.locator("#constellation text.lit").text_content() == "opening"
    assert "yes" in visitor.reads("#here .ways")


@pytest.mark.long
def test_words_of_safety_go_with_the_next_thing(visitor: Visitor) -> None:
    visitor.says("alexa, ask closer together I don't feel safe")
    assert "I don't feel safe" in visitor.reads(".only-now"), "nothing can be heard here, so it is shown"
    visitor.says("stop")
    assert "safe" not in visitor.reads("#transcript").replace("[safety]", "")


@pytest.mark.long
def test_all_is_taken_along_and_erased(visitor: Visitor, store_file: Path) -> None:
    page = visitor.page
    visitor.says(OPEN, "we are Sam and Alex")
    visitor.looks_at("us")
    with page.expect_download() as download:
        page.click("#export")
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [household["names"] for household in kept["households"].values()] == [["Sam", "Alex"]]
    page.click("#erase")
    page.click("#sure >> text='Keep it'")
    assert visitor.reads("#transcript").count("Sam")
    page.click("#erase")
    page.click("#sure-yes")
    page.wait_for_selector("#transcript .empty")
    assert b'"Sam"' not in b"".join(file.read_bytes() for file in store_file.parent.iterdir())


@pytest.mark.long
def test_what_was_said_is_saved_as_a_script_that_plays(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    visitor.says(OPEN, "yes")
    visitor.looks_at("script")
    with page.expect_download() as download:
        page.click("#save-script")
    assert download.value.suggested_filename == "evening.script"
    file = tmp_path / "evening.script"
    download.value.save_as(file)
    assert [step.value for step in parse_script(file.read_text("utf-8"), file).steps if step.field == "you"]
    page.set_input_files("#script-file", file)
    page.wait_for_selector("#played .verdict")
    assert visitor.reads("#played .verdict") == "All was as written."


@pytest.mark.long
def test_what_is_said_while_the_button_is_held_reaches_the_ears(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []

    def hear(frames: bytes, model: object, expects: Sequence[str]) -> Hearing:
        heard.append(frames)
        return Hearing(transcript="yes", confidence=1.0)

    monkeypatch.setattr(sounds, "hear", hear)
    visitor.says(OPEN)
    page = visitor.page
    for begin, end in (
        (lambda: page.locator("#hold").hover() or page.mouse.down(), page.mouse.up),
        (lambda: page.focus("#hold") or page.keyboard.down("Space"), lambda: page.keyboard.up("Space")),
    ):
        begin()
        visitor.waits("Number(document.querySelector('#hold').dataset.recording) >= 0.6")
        with page.expect_response("**/page/do"):
            end()
        visitor.settles()
    assert all(len(frames) >= 16_000 for frames in heard), "half a second of 16-bit samples, 16,000 a second"
    assert any(map(any, heard)), "not silence alone"
    assert [line.split("\n")[-1] for line in page.locator(".heard").all_inner_texts()] == [OPEN, "yes", "alexa, yes"]


@pytest.mark.long
def test_a_tap_on_the_button_says_nothing(visitor: Visitor) -> None:
    visitor.page.dispatch_event("#hold", "keydown", {"key": "Enter"})
    visitor.page.dispatch_event("#hold", "keyup", {"key": "Enter"})
    visitor.page.wait_for_selector("#trouble >> text=Hold the button")


@pytest.mark.long
def test_another_page_goes_on_with_the_same_evening(visit: Callable[..., Visitor]) -> None:
    visit().opens().says(OPEN)
    other = visit("phone", "dark").opens()
    assert "Welcome" in other.reads("#transcript")
    other.says("yes")
    assert other.reads("#status") == "Time to talk"


@pytest.mark.long
def test_a_server_that_is_gone_is_told_in_a_sentence(visitor: Visitor) -> None:
    visitor.page.route("**/page/do", lambda route: route.abort())
    visitor.says(OPEN)
    assert "make serve" in visitor.reads("#trouble")
    visitor.complaints.clear()  # the browser itself tells of a request that failed
