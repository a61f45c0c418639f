# SPDX-License-Identifier: Apache-2.0
"""The frame that draws screens: its own scripts and nothing else may run in it, whatever a document holds."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from skill.web import viewhost


def test_nothing_but_the_viewhost_runs_in_it_and_it_connects_to_nothing(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "index.js"
    script.write_text("load('https://d1gkjrhppbyzyh.cloudfront.net/bookerly.ttf')", "utf-8")
    monkeypatch.setattr(viewhost, "VIEWHOST", script)
    answer = client.get("/screen/")
    ours = (viewhost.HERE / "frame.js").read_text("utf-8")
    scripts = ["load('data:,bookerly.ttf')", ours]
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    assert all(f"<script>{each}</script>" in answer.get_data(as_text=True) for each in scripts)
    assert answer.headers["Content-Security-Policy"].split("; ") == [
        "sandbox allow-scripts",
        "default-src 'none'",
        f"script-src 'sha256-{hashes[0]}' 'sha256-{hashes[1]}' 'unsafe-eval'",
        "style-src 'unsafe-inline'",
        "connect-src data:",
        "font-src data:",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_without_the_viewhost_there_is_no_frame(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewhost, "VIEWHOST", tmp_path / "nowhere.js")
    assert not viewhost.can_draw()
    assert client.get("/screen/").status_code == 404
