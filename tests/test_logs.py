# SPDX-License-Identifier: Apache-2.0
"""The log says what failed and where, and nothing of anybody."""

from __future__ import annotations

import json
import logging

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


def test_figures_are_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "closer_together"):
        logs.measure("A request was answered.", kind="spoken")
        assert not logs.measures()
    assert caplog.records == []


def test_as_json_each_line_is_one_object_with_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("closer_together")
    kept = (list(log.handlers), log.propagate, log.level)
    try:
        logs.write_json()
        logs.measure("A request was answered.", kind="spoken", milliseconds=3.1, first=True)
        logs.note("Something is not set.")
    finally:
        log.handlers[:], log.propagate = kept[0], kept[1]
        log.setLevel(kept[2])
    answered, noted = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert answered.pop("timestamp")
    assert answered == {
        "level": "INFO",
        "message": "A request was answered.",
        "kind": "spoken",
        "milliseconds": 3.1,
        "first": True,
    }
    assert (noted["level"], noted["message"]) == ("WARNING", "Something is not set.")
