# SPDX-License-Identifier: Apache-2.0
"""The local endpoint before the real skill: as a Flask client, and as a server on a free loopback port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lambda_handler import make_skill
from skill.settings import Settings
from skill.web import create_local_app
from skill.web.local_server import LocalServer, open_server
from web.signing import World, request


@pytest.fixture
def launch() -> dict[str, Any]:
    """They open the skill, as Alexa puts it."""
    return request()


@pytest.fixture
def app() -> Flask:
    """The local app around the deployed handler, with nothing kept."""
    return create_local_app(make_skill(Settings()))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client on this machine."""
    return app.test_client()


@pytest.fixture
def server(app: Flask) -> Iterator[LocalServer]:
    """The same app behind a real socket."""
    server = open_server(app, 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.stop()
    thread.join()


@pytest.fixture
def world() -> World:
    """The public endpoint in a made-up world."""
    return World()
