# SPDX-License-Identifier: Apache-2.0
"""The local server's limits: what it reads at most, and when a connection is let go; no socket is used for it."""

from __future__ import annotations

from typing import Any

from cases import each_case
from flask import Flask

from skill.web.local_server import Connection, open_server


@each_case(
    ("request_on_its_way", "answered", "left_to_send", "seconds", "dawdles"),
    [
        (None, [], 0, 1000, False),
        ("half of one", [], 0, 30, False),
        ("half of one", [], 0, 30.1, True),
        (None, ["one"], 0, 1000, False),
        ("half of one", ["one"], 0, 1000, False),
        (None, [], 7, 30, False),
        (None, [], 7, 30.1, True),
    ],
)
def test_a_request_has_half_a_minute_to_come_and_its_answer_to_be_taken(
    request_on_its_way: Any, answered: list[Any], left_to_send: int, seconds: float, dawdles: bool
) -> None:
    connection = object.__new__(Connection)
    connection.request, connection.requests = request_on_its_way, answered
    connection.total_outbufs_len = left_to_send
    connection.busy_since = 500.0
    assert connection.dawdles(500.0 + seconds) is dawdles
    assert connection.at_rest is (not request_on_its_way and not answered and not left_to_send)


def test_it_serves_eight_at_a_time_and_hears_out_who_sends_too_much(app: Flask) -> None:
    server = open_server(app, 0)
    limits = server.adj
    server.close()
    server.task_dispatcher.shutdown()
    assert (limits.threads, limits.connection_limit) == (8, 100 + 2)
    assert (limits.channel_timeout, limits.cleanup_interval) == (30, 5)
    assert (limits.max_request_header_size, limits.max_request_body_size) == (256 * 1024, 8 * 1024 * 1024)
    assert not limits.clear_untrusted_proxy_headers
    assert not limits.log_socket_errors
    assert limits.ident is None
