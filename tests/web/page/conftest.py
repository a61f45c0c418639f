# SPDX-License-Identifier: Apache-2.0
"""The page around the real skill and a real store, at nine on a Thursday evening, and somebody who asks as it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lambda_handler import make_skill
from skill.memory import open_store
from skill.settings import Settings
from skill.speaker.echo.clock import ScriptedClock
from skill.web import create_local_app
from skill.web.page.routes import TOKEN_HEADER, Page
from skill.web.page.speaker import PageSpeaker

EVENING = datetime(2026, 3, 5, 21, tzinfo=ZoneInfo("Europe/London"))
TOKEN = re.compile(r'name="page-token" content="([\w-]+)"')


class Asker:
    """Asks as the page does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = TOKEN.search(client.get("/").get_data(as_text=True))[1]  # type: ignore[index]

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={TOKEN_HEADER: self.token})

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, headers={TOKEN_HEADER: self.token}, **fields)

    def does(self, do: str, silent: bool = False, after: int = 0, epoch: str = "", **fields: Any) -> dict[str, Any]:
        """The state after an action, with all entries unless some are known."""
        doing = {"action": {"do": do, **fields}, "silent": silent, "after": after, "epoch": epoch}
        response = self.post("/page/do", json=doing)
        assert response.status_code == 200, response.get_data(as_text=True)
        state: dict[str, Any] = response.json
        return state

    def says(self, *lines: str) -> dict[str, Any]:
        """The state after some lines."""
        for line in lines:
            state = self.does("say", line=line)
        return state


@pytest.fixture
def store_file(tmp_path: Path) -> Path:
    """Where the household is kept."""
    return tmp_path / "household.sqlite3"


@pytest.fixture
def page(store_file: Path) -> Iterator[Page]:
    """The page, without a voice."""
    settings = Settings(store=f"sqlite:///{store_file}", time_zone="Europe/London")
    store = open_store(settings.store)
    page = Page(lambda: PageSpeaker(settings, store, ScriptedClock(EVENING)), voice="none")
    yield page
    page.close()


@pytest.fixture
def page_app(page: Page, store_file: Path) -> Flask:
    """The local app with the page, on one store."""
    settings = Settings(store=f"sqlite:///{store_file}", time_zone="Europe/London")
    return create_local_app(make_skill(settings), page)


@pytest.fixture
def asker(page_app: Flask) -> Asker:
    """Somebody who has opened the page."""
    return Asker(page_app.test_client())
