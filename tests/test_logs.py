# SPDX-License-Identifier: Apache-2.0
"""The log says what failed and where, and nothing of anybody."""

from __future__ import annotations

import json

import pytest

from skill import logs


def test_a_failure_tells_type_and_place_and_not_the_message(caplog: pytest.LogCaptureFixture) -> None:
    try:
        json.loads("{secret")
    except ValueError as error:
        logs.failure("Reading", error)
    assert caplog.messages[0].startswith("Reading failed: JSONDecodeError at ")
    assert "secret" not in caplog.text


def test_an_error_that_was_never_raised_has_no_place(caplog: pytest.LogCaptureFixture) -> None:
    logs.failure("Reading", ValueError("secret"))
    assert caplog.messages == ["Reading failed: ValueError at an unknown place"]


def test_a_note_is_written_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    logs.note("100% of it.")
    assert caplog.messages == ["100% of it."]
