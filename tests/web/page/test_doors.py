# SPDX-License-Identifier: Apache-2.0
"""Who may ask the page for anything: whoever has its token, on this machine, by its own name, from the page itself."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from skill.web.page.routes import FILES, TOKEN_HEADER

from .conftest import Asker

READ = ["/page/exchange/1", "/page/voice/1", "/page/track/talk-2", "/page/map", "/page/map/evening.svg", "/page/us",
        "/page/export", "/page/script"]  # fmt: skip
WRITTEN = ["/page/do", "/page/hear", "/page/erase", "/page/script"]
CALLS = [*(("GET", path) for path in READ), *(("POST", path) for path in WRITTEN)]


@pytest.mark.parametrize("token", [None, "", "x", "é"])
def test_without_the_pages_token_nothing_is_told_or_done(page_app: Flask, token: str | None) -> None:
    headers = {} if token is None else {TOKEN_HEADER: token}
    for method, path in CALLS:
        response = page_app.test_client().open(path, method=method, headers=headers, json={"sure": True})
        assert response.status_code == 403, path
        assert "load it again" in response.json["error"]


def test_every_route_of_the_page_is_behind_the_token(page_app: Flask) -> None:
    rules = [rule for rule in page_app.url_map.iter_rules() if rule.endpoint.startswith("page.")]
    urls = page_app.url_map.bind("localhost")
    known = {urls.match(path, method)[0] for method, path in CALLS}
    assert {rule.endpoint for rule in rules} - known == {"page.index", "page.static"}


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Host": "evil.example"}, "localhost"),
        ({"Host": "127.0.0.1.nip.io"}, "localhost"),
        ({"Origin": "https://evil.example"}, "origins"),
        ({"Sec-Fetch-Site": "cross-site"}, "origins"),
        ({"X-Forwarded-For": "127.0.0.1"}, "forwarded"),
    ],
)
def test_the_doors_of_the_local_app_are_the_pages_too(asker: Asker, headers: dict[str, str], words: str) -> None:
    for path in ("/", "/page/static/main.js", "/page/do", "/page/us"):
        response = asker.client.get(path, headers={TOKEN_HEADER: asker.token, "Host": "localhost"} | headers)
        assert response.status_code == 403, path
        assert words in response.json["error"]


def test_each_start_has_a_token_of_its_own(page_app: Flask, asker: Asker) -> None:
    assert Asker(page_app.test_client()).token == asker.token
    assert len(asker.token) >= 40


@pytest.mark.parametrize("path", ["/", "/page/static/main.js", "/page/map"])
def test_nothing_but_its_own_files_may_run_or_be_fetched_in_it(asker: Asker, path: str) -> None:
    with asker.get(path) as response:
        assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "media-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self)"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("file", sorted(FILES.iterdir()), ids=lambda file: file.name)
def test_no_file_of_it_names_another_host_or_holds_a_script_or_style_inline(file) -> None:  # type: ignore[no-untyped-def]
    text = file.read_text("utf-8")
    assert set(re.findall(r"https?://[^\s\"'<>]+", text)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|innerHTML|eval\(", text)
    assert "SPDX-License-Identifier: Apache-2.0" in text or file.suffix == ".svg"


def test_only_its_files_are_given_out(asker: Asker) -> None:
    for path in ("static/../speaker.py", "static/%2e%2e/speaker.py", "static/", "static/nothing.js", "", "speaker.py"):
        assert asker.get(f"/page/{path}").status_code == 404, path


def test_nothing_that_was_said_may_be_kept_on_the_way(asker: Asker) -> None:
    asker.says("alexa, open closer together")
    for path in ("/", "/page/exchange/1", "/page/script", "/page/us", "/page/export"):
        assert asker.get(path).headers["Cache-Control"] == "no-store"
