# SPDX-License-Identifier: Apache-2.0
"""No log line ever holds an id, a name, a token or a slot's value, whatever happens; nor does what is stored."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

import skill.turn.conversation
from lambda_handler import make_handler
from skill.alexa.requests.envelope import digest
from skill.checkin.anywhere import ANYWHERE
from skill.settings import Settings

from ..couple import KITCHEN, TOKEN, USER, Couple, plain_slot, slot

FIRST, SECOND = "Wilhelmina", "Bartholomew"
WORDS = "purple elephants"
IDS = (USER, KITCHEN, TOKEN, "TESTHOUSEHOLD", "TESTKITCHEN", "amzn1.", "echo-api")
SECRETS = (*IDS, FIRST, SECOND, WORDS)

SLOTS: dict[str, list[dict[str, Any]]] = {
    "SetNamesIntent": [plain_slot("first", FIRST), plain_slot("second", SECOND)],
    "EmpathyPhraseIntent": [slot("feeling", WORDS)],
    "SuggestRitualIntent": [slot("moment", WORDS)],
    "AvoidTopicIntent": [slot("topic", WORDS)],
    "RateIntent": [plain_slot("score", "7"), plain_slot("second", WORDS)],
    "TalkTimeIntent": [plain_slot("duration", WORDS)],
    "SafetyIntent": [slot("risk", WORDS)],
}


def live_through_everything(couple: Couple) -> None:
    """Every intent, from a launch on; some odd requests; every kind of end."""
    for intent in sorted(ANYWHERE):
        couple.launch()
        couple.say(intent, *SLOTS.get(intent, []))
        couple.say("AMAZON.YesIntent")
        couple.leave("ERROR")
    for kind in ("AudioPlayer.PlaybackFailed", "AlexaSkillEvent.SkillEnabled", "Future.Request"):
        couple.send(couple.envelope(kind, session=False, token=WORDS, error={"message": WORDS}))
    broken = couple.envelope("LaunchRequest")
    broken["request"]["requestId"] = [WORDS]
    couple.handler(broken, None)
    couple.handler({"request": WORDS}, None)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def assert_clean(log: str) -> None:
    assert log
    for secret in SECRETS:
        assert secret.lower() not in log.lower()


@pytest.mark.long
def test_a_good_evening_logs_nothing_of_anybody(tmp_path: Path, everything_logged: pytest.LogCaptureFixture) -> None:
    live_through_everything(Couple(make_handler(Settings(store=f"sqlite:///{tmp_path / 'kept'}"))))
    assert_clean(everything_logged.text)


def test_a_store_that_fails_logs_nothing_of_anybody(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture
) -> None:
    live_through_everything(Couple(make_handler(Settings(store=f"sqlite:///{tmp_path / 'no' / 'such' / 'folder'}"))))
    assert "could not be read" in everything_logged.text
    assert_clean(everything_logged.text)


def test_a_skill_that_breaks_logs_nothing_of_anybody(
    monkeypatch: pytest.MonkeyPatch, everything_logged: pytest.LogCaptureFixture
) -> None:
    def fail(event: object, *rest: object) -> None:
        raise RuntimeError(f"{event} {rest}")

    monkeypatch.setattr(skill.turn.conversation, "respond", fail)
    live_through_everything(Couple(make_handler(Settings())))
    assert "RuntimeError" in everything_logged.text
    assert_clean(everything_logged.text)


def test_what_is_stored_holds_names_as_given_and_no_ids_and_no_words(tmp_path: Path) -> None:
    couple = Couple(make_handler(Settings(store=f"sqlite:///{tmp_path / 'kept'}")))
    couple.launch()
    couple.say("SetNamesIntent", *SLOTS["SetNamesIntent"])
    for intent in ("EmpathyPhraseIntent", "AvoidTopicIntent", "SafetyIntent"):
        couple.say(intent, *SLOTS[intent])
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert FIRST.encode() in stored
    for secret in (*IDS, WORDS):
        assert secret.encode() not in stored


def test_after_forget_us_no_file_holds_a_trace(tmp_path: Path) -> None:
    couple = Couple(make_handler(Settings(store=f"sqlite:///{tmp_path / 'kept'}")))
    couple.launch()
    couple.say("SetNamesIntent", *SLOTS["SetNamesIntent"])
    for _ in range(5):
        couple.say("TonightsQuestionIntent")
    couple.say("ForgetUsIntent")
    couple.say("AMAZON.YesIntent")
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert stored
    # The mark that all was erased stands under the household's digest for a day, and holds nothing else.
    for trace in (FIRST.encode(), SECOND.encode(), USER.encode(), digest(KITCHEN)[:16].encode()):
        assert trace not in stored
