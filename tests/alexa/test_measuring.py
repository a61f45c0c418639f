# SPDX-License-Identifier: Apache-2.0
"""Figures of answers: of what kind a request was, in a few words that tell nothing of an evening."""

from __future__ import annotations

import pytest

from skill.alexa.measuring import measured


def answer(event: object, context: object) -> dict[str, object]:
    return {"version": "1.0"}


@pytest.mark.parametrize(
    ("request_type", "kind"),
    [
        ("LaunchRequest", "spoken"),
        ("IntentRequest", "spoken"),
        ("SessionResumedRequest", "spoken"),
        ("SessionEndedRequest", "ended"),
        ("AudioPlayer.PlaybackStarted", "music"),
        ("PlaybackController.NextCommandIssued", "music"),
        ("Alexa.Presentation.APL.UserEvent", "screen"),
        ("AlexaSkillEvent.SkillDisabled", "event"),
        ("Reminders.ReminderDeleted", "event"),
        ("Something.New secret", "other"),
        (7, "other"),
    ],
)
def test_a_request_is_counted_by_its_kind_alone(
    caplog: pytest.LogCaptureFixture, request_type: object, kind: str
) -> None:
    event = {"request": {"type": request_type, "intent": {"name": "SafetyIntent"}}}
    with caplog.at_level("INFO", "closer_together"):
        assert measured(answer)(event, None) == {"version": "1.0"}
    (line,) = caplog.records
    assert vars(line)["kind"] == kind
    assert "Safety" not in str(vars(line))
    assert "secret" not in str(vars(line))


@pytest.mark.parametrize("event", [None, [], {}, {"request": None}])
def test_what_is_no_request_is_counted_too(caplog: pytest.LogCaptureFixture, event: object) -> None:
    with caplog.at_level("INFO", "closer_together"):
        measured(answer)(event, None)
    assert [vars(line)["kind"] for line in caplog.records] == ["other"]


def test_only_the_first_answer_of_a_process_is_the_first(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "closer_together"):
        both = measured(answer)
        both({}, None)
        both({}, None)
    assert [vars(line)["first"] for line in caplog.records] == [True, False]


def test_where_nobody_asks_nothing_is_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "closer_together"):
        assert measured(answer) is answer
        measured(answer)({}, None)
    assert caplog.records == []


def test_how_long_it_took_is_told_in_milliseconds(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((5.0, 5.02344))
    monkeypatch.setattr("skill.alexa.measuring.time.perf_counter", lambda: next(times))
    with caplog.at_level("INFO", "closer_together"):
        measured(answer)({}, None)
    monkeypatch.undo()
    assert [vars(line)["milliseconds"] for line in caplog.records] == [23.4]
