# SPDX-License-Identifier: Apache-2.0
"""Chromium, the server, and somebody in front of the page who clicks, types and reads.

The world's clock is a scripted one, so that nothing here waits for time to pass. Letters are those of two Debian
packages, whatever else a machine has, so that everything stands in the same place everywhere.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from skill.web.local_server import open_server
from skill.web.page import speaker

NAMES = ("chromium", "chromium-browser", "google-chrome")
FONTS = {"Inter": "fonts-inter", "Charis SIL": "fonts-sil-charis", "DejaVu Sans Mono": "fonts-dejavu-core"}
FONT_FOLDER = Path("/usr/share/fonts")
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/opentype/inter</dir>
  <dir>{folder}/truetype/charis</dir>
  <dir>{folder}/truetype/dejavu</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""
SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1280, 860)}
PATIENCE_MS = 30_000


class Visitor:
    """Somebody in front of the page."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._notice(request.url))

    def opens(self, view: str = "talk") -> Visitor:
        """Open the page."""
        self.page.goto(f"{self.address}/" + ("" if view == "talk" else f"#{view}"))
        self.page.wait_for_selector("body[data-ready]")
        return self

    def looks_at(self, view: str) -> None:
        """Go to another view."""
        self.page.click(f'nav a[href="#{view}"]')
        self.page.wait_for_selector(f"body[data-view={view}]")

    def says(self, *lines: str) -> None:
        """Type lines, and wait for what they lead to."""
        for line in lines:
            self.page.fill("#line", line)
            self.page.press("#line", "Enter")
            self.settles()

    def clicks(self, selector: str) -> None:
        """Click something that does something."""
        self.page.click(selector)
        self.settles()

    def settles(self) -> None:
        """Wait until nothing is asked for any more."""
        self.page.wait_for_selector("#transcript[aria-busy=false]", state="attached")

    def waits(self, until: str) -> None:
        """Wait until an expression of the page's own is true. The page may evaluate no strings, so it is a function."""
        self.page.evaluate(
            f"""async () => {{
                const end = Date.now() + {PATIENCE_MS};
                while (!({until})) {{
                    if (Date.now() > end) throw new Error("it never came");
                    await new Promise(requestAnimationFrame);
                }}
            }}"""
        )

    def reads(self, selector: str) -> str:
        """What is written there, as it is seen."""
        return str(self.page.inner_text(selector))

    def _notice(self, url: str) -> None:
        if not url.startswith((self.address, "blob:", "data:")):
            self.complaints.append(f"something was fetched from elsewhere: {url}")


@pytest.fixture(scope="module")  # no longer: while it is there, the thread has an event loop that others would meet
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The browser."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: requirements/install dev")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium: apt install chromium")
    for family, package in FONTS.items():
        if not _has(package):
            pytest.skip(f"the font {family} is missing: apt install {package}")
    folder = tmp_path_factory.mktemp("fonts")
    settings = folder / "fonts.conf"
    settings.write_text(FONT_SETTINGS.format(folder=FONT_FOLDER, cache=folder / "cache"))
    arguments = ["--no-sandbox", "--font-render-hinting=none", "--use-fake-ui-for-media-stream",
                 "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"]  # fmt: skip
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments, env=environment)
        yield browser
        browser.close()


def _has(package: str) -> bool:
    places = {
        "fonts-inter": "opentype/inter",
        "fonts-sil-charis": "truetype/charis",
        "fonts-dejavu-core": "truetype/dejavu",
    }
    return (FONT_FOLDER / places[package]).is_dir()


@pytest.fixture
def address(page_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the page is served. It looks the same whether or not the music is built here."""
    monkeypatch.setattr(speaker, "are_built", lambda: True)
    server = open_server(page_app, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()
    thread.join()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visitor]]:
    """Somebody new in front of the page, at a size and in light or dark."""
    contexts: list[Any] = []
    visitors: list[Visitor] = []

    def come(size: str = "desktop", scheme: str = "light", **options: Any) -> Visitor:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", reduced_motion="reduce",
            permissions=["microphone"],
            **options,
        )  # fmt: skip
        # A frame of no origin has no such storage.
        context.add_init_script("if (window === top) localStorage.setItem('sound', 'off')")
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), address))
        return visitors[-1]

    yield come
    for context in contexts:
        context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody at a desk, who has opened the page."""
    return visit().opens()
