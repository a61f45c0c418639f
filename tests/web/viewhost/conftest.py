# SPDX-License-Identifier: Apache-2.0
"""A browser before the frame that draws screens, and what is needed for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from skill.web.local_server import LocalServer
from skill.web.viewhost import VIEWHOST

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")  # no longer: while it is there, the thread has an event loop that others would meet
def browser() -> Iterator[Any]:
    """Headless Chromium, as the system has it."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("there is no Chromium to draw with: apt install chromium")
    if not VIEWHOST.is_file():
        pytest.skip("apl-viewhost-web is not installed: npm ci")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: requirements/install dev"
    )
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program)
        yield started
        started.close()


class Frame:
    """The frame, opened by itself. `complaints` is all that the console told and all that was asked for elsewhere."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.set_default_timeout(30_000)
        page.on("console", lambda told: self._note(told.type, told.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self._asked(asked.url))
        page.goto(f"{url}/screen/")

    def show(self, directive: dict[str, Any], viewport: dict[str, Any]) -> None:
        """Draw a directive, and wait until it is drawn."""
        self.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        self.page.evaluate(
            """([directive, viewport]) => {
                 window.drawn = null; window.touches = [];
                 showScreen(directive, viewport, (touch) => touches.push(touch)).then(
                   () => { drawn = "drawn"; }, (error) => { drawn = String(error); });
               }""",
            [directive, viewport],
        )
        self.page.wait_for_function("window.drawn")
        assert self.page.evaluate("drawn") == "drawn"

    def lines(self) -> list[dict[str, Any]]:
        """Each line of text as it stands: its words, the box of its letters, and that of the component it stands in.

        A font's own box is higher than its letters, and a space may hang over the end of a line.
        """
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => [...document.querySelectorAll("#screen p")].flatMap((p) => {
                 const range = document.createRange(); range.selectNodeContents(p);
                 const own = p.parentElement.getBoundingClientRect();
                 const letters = parseFloat(getComputedStyle(p).fontSize);
                 return [...range.getClientRects()].filter((box) => box.width > letters / 2).map((box) => {
                   const middle = (box.top + box.bottom) / 2;
                   return { words: p.textContent, left: box.left, right: box.right,
                            top: middle - 0.6 * letters, bottom: middle + 0.6 * letters,
                            own: { left: own.left, right: own.right, top: own.top, bottom: own.bottom } };
                 });
               })"""
        )
        return found

    def _note(self, kind: str, text: str) -> None:
        if kind in ("warning", "error"):
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked for {url}")


@pytest.fixture
def frame(browser: Any, server: LocalServer) -> Iterator[Frame]:
    page = browser.new_page()
    yield Frame(page, f"http://127.0.0.1:{server.port}")
    page.close()
