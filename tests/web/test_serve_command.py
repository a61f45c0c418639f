# SPDX-License-Identifier: Apache-2.0
"""The command `serve`: what it listens on, what it tells, and what it refuses; nothing is served for real here."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from cases import each_case

from skill.__main__ import main
from skill.errors import InputError
from skill.web import listening, serve
from skill.web.listening import http_address, open_listener


class Serving:
    """Stands for a server and its app, and notes what happens to them."""

    def __init__(self, *given: Any) -> None:
        self.done: list[Any] = []
        self.extensions = {"page": SimpleNamespace(close=lambda: self.done.append("closed"))}
        self.socket = SimpleNamespace(getsockname=lambda: ("127.0.0.1", 5050))
        self.fails = False

    def run(self) -> None:
        self.done.append("ran")
        if self.fails:
            raise KeyboardInterrupt


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Serving:
    """Whatever is served, instead of a server."""
    made = Serving()
    pytest.importorskip("gunicorn", reason="gunicorn is not installed")

    def opened(what: object, port: int) -> Serving:
        made.done.append(port)
        return made

    monkeypatch.setattr("skill.web.local_server.open_server", opened)
    monkeypatch.setattr(serve, "create_local_app", lambda: made)
    monkeypatch.setattr(serve, "create_public_app", lambda: made)
    monkeypatch.setattr(serve, "open_listener", lambda address, port: made.done.append((address, port)) or made.socket)
    monkeypatch.setattr("skill.web.public.server.PublicServer", lambda app, listener: made)
    return made


def test_this_machine_is_served_until_it_is_left(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 0
    assert serving.done == [5050, "ran", "closed"]
    assert capsys.readouterr().out == (
        "The local speaker: http://127.0.0.1:5050/ in a browser. Alexa requests: POST http://127.0.0.1:5050/alexa. "
        "Unsigned, for this machine only. Ctrl-C ends.\n"
    )


def test_the_page_is_let_go_of_however_it_ends(serving: Serving) -> None:
    serving.fails = True
    assert main(["serve", "--port", "0"]) == 0
    assert serving.done == [0, "ran", "closed"]


@pytest.mark.parametrize(
    ("words", "address"),
    [([], "127.0.0.1"), (["--address", "0.0.0.0"], "0.0.0.0"), (["--address", "0::1"], "::1")],
)
def test_the_public_endpoint_listens_where_it_is_told_to(
    serving: Serving, capsys: pytest.CaptureFixture[str], words: list[str], address: str
) -> None:
    assert main(["serve", "--public", *words]) == 0
    assert serving.done == [(address, 5050), "ran"]
    assert capsys.readouterr().out == (
        "Alexa requests: POST http://127.0.0.1:5050/alexa (signed ones only). Ctrl-C ends.\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--address", "127.0.0.1"],
            "listens on this machine only; --address goes with --public.",
        ),
        (
            ["--public", "--address", "here"],
            "is no IP address; write one such as 127.0.0.1, or 0.0.0.0 for all.",
        ),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(
    serving: Serving, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["serve", *words]) == 2
    assert capsys.readouterr().err.endswith(f"{told}\n")
    assert serving.done == []


@each_case("port", [-1, 65_536])
def test_a_port_that_does_not_exist_is_told(port: int) -> None:
    with pytest.raises(InputError, match=f"Port {port} does not exist; choose one from 1024 to 65535, or 0"):
        open_listener("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 65_535])
def test_ports_reach_from_zero_to_the_last_one(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    bound: list[Any] = []

    class Socket:
        """A socket that only notes where it is bound."""

        def __init__(self, family: Any, kind: Any) -> None:
            bound.append(family)

        def setsockopt(self, *given: Any) -> None:
            assert given == (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

        def bind(self, place: Any) -> None:
            bound.append(place)

        def listen(self, waiting: int) -> None:
            bound.append(waiting > 100)

    monkeypatch.setattr(listening.socket, "socket", Socket)
    open_listener("::1", port)
    assert bound == [socket.AF_INET6, ("::1", port), True]


def test_a_port_that_is_taken_and_one_that_cannot_be_had_are_told() -> None:
    with open_listener("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} is taken by another program"):
            open_listener("127.0.0.1", port)
    with pytest.raises(InputError, match=r"Port 0 cannot be opened \(.*\); choose another one"):
        open_listener("203.0.113.1", 0)


@each_case(
    ("place", "address"),
    [(("127.0.0.1", 5050), "http://127.0.0.1:5050"), (("::1", 5050, 0, 0), "http://[::1]:5050")],
)
def test_where_a_listener_is_found_is_an_address_of_the_web(place: tuple[Any, ...], address: str) -> None:
    listener: Any = SimpleNamespace(getsockname=lambda: place)
    assert http_address(listener) == address


def test_gunicorn_is_told_how_to_serve_and_reads_nothing_else() -> None:
    pytest.importorskip("gunicorn", reason="gunicorn is not installed")
    from skill.web.public.server import PublicServer

    app: Any = object()
    with open_listener("127.0.0.1", 0) as listener:
        server = PublicServer(app, listener)
        told = server.cfg
        assert told.bind == [f"fd://{listener.fileno()}"]
    assert server.load() is app
    assert (told.preload_app, told.worker_class_str, told.workers, told.threads) == (True, "gthread", 2, 8)
    assert (told.timeout, told.graceful_timeout, told.keepalive) == (30, 30, 15)
    assert (told.worker_connections, told.limit_request_line, told.limit_request_fields) == (200, 1024, 64)
    assert (told.loglevel, told.control_socket_disable) == ("error", True)
