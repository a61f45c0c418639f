# SPDX-License-Identifier: Apache-2.0
"""What Alexa's services answer, and what it means; how long they are waited for; nobody is asked for real here."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each_case

from skill.alexa.services import client
from skill.alexa.services.client import Services
from skill.alexa.services.http import Answer
from skill.deadline import Deadline
from skill.settings import Settings

from .asking import NEW_YORK, ONCE, TEXT, envelope


class Asked:
    """Answers instead of Alexa, one answer after another, and notes what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str, float]] = []

    def __call__(self, endpoint: Any, token: str, method: str, path: str, body: Any, seconds: float, _: Any) -> Answer:
        self.calls.append((method, path, seconds))
        return self.answers.pop(0)


def services(monkeypatch: pytest.MonkeyPatch, *answers: Answer, left_s: float = 5.0) -> tuple[Services, Asked]:
    asked = Asked(*answers)
    monkeypatch.setattr(client, "ask", asked)
    event = envelope("https://api.amazonalexa.com")
    found = Services.of(event, Settings(), Deadline(left_s, clock=lambda: 0.0))
    assert found is not None
    return found, asked


def told(status: int | None, code: str | None = None, sent: bool = True) -> Answer:
    return Answer(status, {"code": code} if code else None, sent)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (told(401), "not_permitted"),
        (told(403), "not_supported"),
        (told(403, "DEVICE_NOT_SUPPORTED"), "not_supported"),
        (told(403, "MAX_REMINDERS_EXCEEDED"), "too_many"),
        (told(403, "TOO_MANY"), "too_many"),
        (told(403, "LIMIT_REACHED"), "too_many"),
        (told(403, "OVER_QUOTA"), "too_many"),
        (told(403, "invalid_bearer_token"), "not_permitted"),
        (told(403, "NO_PERMISSION"), "not_permitted"),
        (told(403, "NO_CONSENT"), "not_permitted"),
        (told(403, "UNAUTHORIZED"), "not_permitted"),
        (told(403, "UNAUTHORISED"), "not_permitted"),
        (told(401, "MAX_REMINDERS_EXCEEDED"), "not_permitted"),
        (told(400, "MAX_REMINDERS_EXCEEDED"), "failed"),
        (told(400, "NO_PERMISSION"), "failed"),
        (told(429), "failed"),
        (Answer(403, ["code"], True), "not_supported"),
        (Answer(403, {"code": 7}, True), "not_supported"),
        (told(None, sent=False), "failed"),
    ],
)
def test_why_a_reminder_was_not_set_is_told(monkeypatch: pytest.MonkeyPatch, answer: Answer, outcome: str) -> None:
    found, asked = services(monkeypatch, answer)
    assert found.set_reminder(ONCE, TEXT, NEW_YORK, "en-US").outcome == outcome
    assert len(asked.calls) == 1


@pytest.mark.parametrize(
    "first", [told(None), told(500), told(503), told(201), Answer(200, {"alertToken": "a b"}, True)]
)
def test_one_that_may_have_been_set_is_looked_for(monkeypatch: pytest.MonkeyPatch, first: Answer) -> None:
    found, asked = services(monkeypatch, first, told(200))
    assert found.set_reminder(ONCE, TEXT, NEW_YORK, "en-US").outcome == "failed"
    assert [method for method, _, _ in asked.calls] == ["POST", "GET"]


@pytest.mark.parametrize("status", [200, 201, 299])
def test_one_that_is_set_has_an_id(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    found, _ = services(monkeypatch, Answer(status, {"alertToken": "one"}, True))
    answered = found.set_reminder(ONCE, TEXT, NEW_YORK, "en-US")
    assert (answered.outcome, answered.id, answered.reminder) == ("done", "one", ONCE)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ((told(200), told(204)), "cancelled"),
        ((told(404), told(200)), "cancelled"),
        ((told(200), told(500)), "failed"),
        ((told(None), told(200)), "failed"),
    ],
)
def test_reminders_are_cancelled_where_each_of_them_is_gone(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[Answer, ...], outcome: str
) -> None:
    found, asked = services(monkeypatch, *answers)
    assert found.cancel_reminders(("one", "no id", "two/x")).outcome == outcome
    assert [path for _, path, _ in asked.calls] == ["/v1/alerts/reminders/one", "/v1/alerts/reminders/two%2Fx"]


@pytest.mark.parametrize(("left_s", "zone_s", "reminder_s"), [(5.0, 1.0, 2.0), (2.5, 1.0, 1.5), (1.5, 0.5, 0.5)])
def test_a_service_leaves_a_second_of_the_request(
    monkeypatch: pytest.MonkeyPatch, left_s: float, zone_s: float, reminder_s: float
) -> None:
    found, asked = services(monkeypatch, Answer(200, NEW_YORK, True), told(204), left_s=left_s)
    assert found.time_zone() == NEW_YORK
    found.cancel_reminders(("one",))
    assert [seconds for _, _, seconds in asked.calls] == pytest.approx([zone_s, reminder_s])


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (told(500), "Alexa was asked for the time zone, and the answer had the status 500."),
        (told(None), "Alexa was asked for the time zone, and no answer came."),
        (told(404), None),
        (told(401), None),
        (told(403), None),
        (told(200), None),
    ],
)
def test_what_whoever_runs_the_skill_can_mend_is_told_to_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, answer: Answer, note: str | None
) -> None:
    found, _ = services(monkeypatch, answer)
    assert found.time_zone() is None
    assert caplog.messages == ([note] if note else [])


@each_case(
    ("answer", "good", "maybe"),
    [
        (told(199), False, False),
        (told(200), True, False),
        (told(299), True, False),
        (told(300), False, False),
        (told(499), False, False),
        (told(500), False, True),
        (told(500, sent=False), False, False),
        (told(None), False, True),
        (told(None, sent=False), False, False),
    ],
)
def test_an_answer_is_good_or_may_have_been_applied(answer: Answer, good: bool, maybe: bool) -> None:
    assert (answer.good, answer.maybe_applied) == (good, maybe)
