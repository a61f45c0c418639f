# SPDX-License-Identifier: Apache-2.0
"""The device's screen in the page: drawn as an Echo draws it, or as plain words and buttons where it cannot be, and
touched as if it had been said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from skill.web import viewhost

from .conftest import Visitor

OPEN = "alexa, open closer together"
QUESTION = "what's tonight's question"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
DRAWN = "#screen[data-drawn]:not([data-drawing])"


@pytest.fixture
def drawn(visitor: Visitor) -> Visitor:
    """Somebody whose page draws a screen."""
    if not viewhost.can_draw():
        pytest.skip("apl-viewhost-web is not installed: npm ci")
    visitor.clicks("[name=device][value=screen]")
    return visitor


@pytest.fixture
def plain(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody whose page has nothing to draw with."""
    monkeypatch.setattr(viewhost, "can_draw", lambda: False)
    visitor.clicks("[name=device][value=screen]")
    return visitor


def screen(visitor: Visitor) -> Any:
    return visitor.page.frame_locator("#screen iframe")


def frame_of(visitor: Visitor) -> Any:
    """The frame itself, as something that runs scripts."""
    return next(each for each in visitor.page.frames if each.url.endswith("/screen/"))


def touch(visitor: Visitor, label: str) -> None:
    """Touch what bears these words, once all is drawn, and wait for what it leads to."""
    visitor.page.wait_for_selector(DRAWN)
    inside = screen(visitor).get_by_text(label, exact=True).evaluate("each => each.getBoundingClientRect().toJSON()")
    wide = screen(visitor).locator("#screen").evaluate("each => each.clientWidth")
    frame = visitor.page.locator("#screen iframe").bounding_box()
    scale = frame["width"] / wide  # the driver itself knows nothing of a frame that is drawn smaller
    with visitor.page.expect_response("**/page/do"):
        visitor.page.mouse.move(
            frame["x"] + scale * (inside["x"] + inside["width"] / 2),
            frame["y"] + scale * (inside["y"] + inside["height"] / 2),
        )
        for does in (visitor.page.mouse.down, visitor.page.mouse.up):
            frame_of(visitor).evaluate(FRAMES)  # the viewhost sees fingers a frame at a time, and none moves faster
            does()
    visitor.settles()


def words_on(visitor: Visitor) -> str:
    """The words of the question that is drawn."""
    visitor.page.wait_for_selector(DRAWN)
    return max(screen(visitor).locator("p").all_inner_texts(), key=len)


@pytest.mark.long
def test_a_screen_is_drawn_and_a_touch_goes_on_with_the_talk(drawn: Visitor) -> None:
    page = drawn.page
    drawn.says(OPEN)
    page.wait_for_selector(DRAWN)
    touch(drawn, "No")
    assert page.locator(".heard").all_inner_texts()[-1].endswith("No")
    drawn.says(QUESTION)
    screen(drawn).get_by_text("Another one", exact=True).wait_for()
    first = words_on(drawn)
    touch(drawn, "Another one")
    screen(drawn).get_by_text(first, exact=True).wait_for(state="detached")
    assert words_on(drawn) in drawn.reads("#transcript .turn:last-child .said")


@pytest.mark.long
def test_it_is_as_large_as_its_place_and_goes_where_nothing_is_shown(drawn: Visitor) -> None:
    page = drawn.page
    drawn.says(OPEN)
    page.wait_for_selector(DRAWN)
    for kind in ("screen", "round"):
        drawn.clicks(f"[name=device][value={kind}]")
        screen(drawn).locator(".round" if kind == "round" else "#screen:not(.round)").wait_for()
        place, frame = (page.locator(each).bounding_box() for each in ("#screen", "#screen iframe"))
        assert frame["width"] == pytest.approx(place["width"] - 12, abs=1)
        assert frame["height"] == pytest.approx(place["height"] - 12, abs=1)
    drawn.says("yes")  # to the music, whose title the device shows by itself
    assert page.locator(DRAWN).count() == 0
    assert drawn.reads("#plain-screen") == "21:00"


@pytest.mark.long
def test_what_comes_while_another_view_is_looked_at_is_drawn_where_letters_have_room(
    visit: Callable[..., Visitor], drawn: Visitor
) -> None:
    drawn.says(OPEN)
    other = visit("phone").opens()
    other.page.wait_for_selector(DRAWN)
    other.looks_at("room")
    other.clicks("[name=device][value=round]")
    assert frame_of(other).evaluate("() => document.getElementById('screen').className") == "", "it waits"
    other.looks_at("talk")
    screen(other).locator(".round").wait_for()
    words = screen(other).get_by_text(words_on(other), exact=True)
    box = words.evaluate("each => each.getBoundingClientRect().toJSON()")
    assert box["width"] > 3 * box["height"], "a line, not a letter under the other"


@pytest.mark.long
def test_the_frame_reads_nothing_of_the_page(drawn: Visitor) -> None:
    drawn.says(OPEN)
    drawn.page.wait_for_selector(DRAWN)
    inner = frame_of(drawn)
    for reach in ("parent.document.body", "document.cookie", "localStorage.length"):
        caught = inner.evaluate(f"() => {{ try {{ return String({reach}); }} catch (error) {{ return error.name; }} }}")
        assert caught == "SecurityError", reach
    asked = inner.evaluate("() => fetch('/page/us').then(() => 'answered', (error) => error.name)")
    assert asked == "TypeError"
    assert any("Content Security Policy" in each for each in drawn.complaints)
    drawn.complaints.clear()  # the browser itself tells of what it did not let through


@pytest.mark.long
def test_a_message_that_is_not_of_the_frame_touches_nothing(drawn: Visitor) -> None:
    drawn.says(OPEN)
    drawn.page.wait_for_selector(DRAWN)
    before = drawn.reads("#transcript")
    drawn.page.evaluate("postMessage({ touched: { arguments: ['closer-1', 'offer', 'no', 0] } }, '*')")
    drawn.page.evaluate("() => new Promise((done) => { addEventListener('message', done); postMessage(0, '*'); })")
    drawn.settles()
    assert drawn.reads("#transcript") == before


@pytest.mark.long
def test_without_the_viewhost_it_is_plain_words_and_buttons(plain: Visitor) -> None:
    assert plain.reads("#screen") == "21:00"
    plain.says(OPEN)
    assert "?" in plain.reads("#plain-screen p >> nth=0")
    assert plain.page.locator("iframe").count() == 0
    plain.clicks("#plain-screen button >> text=No")
    plain.says(QUESTION)
    before = plain.reads("#plain-screen p >> nth=-1")
    plain.clicks("#plain-screen button >> text='Another one'")
    assert plain.reads("#plain-screen p >> nth=-1") != before
    plain.clicks("#plain-screen button >> text='More time'")
    assert plain.reads("#status") == "Time to talk"
    assert plain.reads("#screen") == "21:00"


@pytest.mark.long
def test_what_cannot_be_drawn_stays_plain(drawn: Visitor) -> None:
    drawn.page.route("**/page/do", spoiled)
    drawn.page.evaluate("addEventListener('message', ({ data }) => { window.failed ||= data.failed; })")
    drawn.says(OPEN)
    drawn.waits("window.failed")
    assert drawn.page.locator(DRAWN).count() == 0
    assert plain_buttons(drawn) == ["Yes", "No"]
    drawn.complaints.clear()  # the viewhost itself tells of a document that it cannot read


def spoiled(route: Any) -> None:
    """Answer as the server does, with a document that nobody can draw."""
    response = route.fetch()
    state = response.json()
    if state["screen"]:
        state["screen"]["document"] = {}
    route.fulfill(response=response, json=state)


def plain_buttons(visitor: Visitor) -> list[str]:
    return list(visitor.page.locator("#plain-screen button").all_inner_texts())
