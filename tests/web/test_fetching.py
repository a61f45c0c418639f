# SPDX-License-Identifier: Apache-2.0
"""The fetch of certificates, from a real HTTPS server on loopback that is, or only says that it is, Amazon's."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from lambda_handler import Skill
from skill.web.public import fetching
from skill.web.public.app import make_public_app
from skill.web.public.certificates import Certificates, utc_now
from skill.web.public.fetching import HOST, Fetcher
from skill.web.public.rejection import Rejected
from skill.web.public.replays import Replays
from skill.web.public.signature import Verifier
from web.authority import Authority, pem, pem_of, rsa_key, signed
from web.signing import PATH, SKILL_ID, request, utc


class Amazon(BaseHTTPRequestHandler):
    """What stands at s3.amazonaws.com: a chain, a file that never ends, and ways elsewhere."""

    chain: ClassVar[bytes] = b""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Hand out the file."""
        self.asked.append(self.path)
        if self.path == "/echo.api/moved.pem":
            self.send_response(302)
            self.send_header("Location", PATH)
            self.end_headers()
            return
        files = {
            PATH: self.chain,
            "/echo.api/huge.pem": b"x" * (64 * 1024 + 1),
            "/echo.api/full.pem": b"x" * (64 * 1024),
        }
        body = files.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"<Error>NoSuchKey</Error>")

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet."""


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of clients that leave in the middle."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(now=datetime.now(UTC).replace(microsecond=0))


@contextmanager
def amazon(authority: Authority, folder: Path, name: str = HOST) -> Iterator[tuple[str, int]]:
    """The address of a server whose own certificate is for `name`."""
    key = rsa_key("bucket")
    (folder / "bucket.pem").write_bytes(pem_of(key) + pem(authority.leaf(key, names=[name]), authority.intermediate))
    Amazon.chain, Amazon.asked = authority.chain(), []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "bucket.pem")
    with Quiet(("127.0.0.1", 0), Amazon) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield "127.0.0.1", server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def roots(authority: Authority, tmp_path: Path) -> str:
    """A file of the authorities that the fetcher trusts."""
    (tmp_path / "roots.pem").write_bytes(pem(authority.root))
    return str(tmp_path / "roots.pem")


def test_a_request_is_answered_by_a_chain_that_was_fetched(authority: Authority, roots: str, tmp_path: Path) -> None:
    with amazon(authority, tmp_path) as address:
        certificates = Certificates(Fetcher(address, roots).fetch, utc_now, [authority.root])
        skill = Skill(lambda event, context: {"version": "1.0"}, lambda: True)
        app = make_public_app(skill, Verifier(certificates, SKILL_ID, utc_now), Replays(utc_now))
        for number in range(3):
            event = request(request_id=f"r{number}", timestamp=utc(datetime.now(UTC)))
            body = json.dumps(event).encode()
            assert app.test_client().post("/alexa", data=body, headers=signed(body)).status_code == 200
    assert Amazon.asked == [PATH]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/echo.api/nothing.pem", "there are no certificates at that address"),
        ("/echo.api/moved.pem", "there are no certificates at that address"),
        ("/echo.api/huge.pem", "too large"),
    ],
)
def test_what_is_no_chain_is_told(authority: Authority, roots: str, tmp_path: Path, path: str, reason: str) -> None:
    with amazon(authority, tmp_path) as address, pytest.raises(Rejected, match=reason):
        Fetcher(address, roots).fetch(path)
    assert Amazon.asked == [path]


def test_a_file_of_the_largest_size_is_read_whole(authority: Authority, roots: str, tmp_path: Path) -> None:
    with amazon(authority, tmp_path) as address:
        assert len(Fetcher(address, roots).fetch("/echo.api/full.pem")) == 64 * 1024


def test_a_server_of_another_name_is_not_asked(authority: Authority, roots: str, tmp_path: Path) -> None:
    with amazon(authority, tmp_path, "evil.example") as address, pytest.raises(Rejected, match="could not be fetched"):
        Fetcher(address, roots).fetch(PATH)
    assert Amazon.asked == []


def test_a_server_that_nobody_vouches_for_is_not_asked(authority: Authority, tmp_path: Path) -> None:
    with amazon(authority, tmp_path) as address, pytest.raises(Rejected, match="could not be fetched"):
        Fetcher(address).fetch(PATH)
    assert Amazon.asked == []


def test_nobody_at_home_is_told(roots: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    with pytest.raises(Rejected, match="could not be fetched"):
        Fetcher(address, roots).fetch(PATH)


def test_a_silent_server_is_waited_for_in_vain_and_not_by_too_many(roots: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        fetcher = Fetcher(silent.getsockname(), roots)
        for _ in range(8):  # each makes room for the next
            with pytest.raises(Rejected, match=r"did not come in time|could not be fetched"):
                fetcher.fetch(PATH)
        for _ in range(4):
            fetcher._free.acquire()
        with pytest.raises(Rejected, match="too many"):
            fetcher.fetch(PATH)
