# SPDX-License-Identifier: Apache-2.0
"""A record that another version wrote: it fits our types, but names what our decks and lines do not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from representatives import the_first_for_all

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.content.loading.loader import load_content
from skill.memory.in_memory import InMemoryStore
from skill.memory.store import Stored
from skill.settings import Settings

from ..couple import KITCHEN, USER, Couple

NOWHERE = 99_999
"""No entry has this number."""
TONIGHT = "2026-03-05"
APOLOGY = load_content("en-US").lines["sorry.broken"].texts
EVERYTHING = (
    "StartCheckInIntent AMAZON.NextIntent AMAZON.YesIntent AnotherOneIntent TonightsQuestionIntent SuggestRitualIntent "
    "AMAZON.YesIntent HowAreWeDoingIntent AMAZON.YesIntent SavedIntent AMAZON.YesIntent ReminderStatusIntent "
    "CancelReminderIntent AMAZON.RepeatIntent AMAZON.PreviousIntent RitualDoneIntent SoloIntent AMAZON.StartOverIntent"
).split()


def check_in(*steps: list[Any], **fields: Any) -> dict[str, Any]:
    return {
        "checkin": {
            "evening": TONIGHT,
            "length": "long",
            "theme": "communication",
            "steps": [*steps, ["ritual", 0, 0]],
            **fields,
        }
    }


def last_turn(*parts: list[Any]) -> dict[str, Any]:
    kept = [digest(KITCHEN)[:16], digest("the same again")[:16], parts, [], False, {"state": "ended"}]
    return {"last_visit": TONIGHT, "devices": [kept]}


STRANGE: dict[str, dict[str, Any]] = {
    "question": check_in(["question", NOWHERE, 0]),
    "swap": check_in(["swap", NOWHERE, 1]),
    "phrase": check_in(["swap", 1, NOWHERE]),
    "practice": check_in(["practice", NOWHERE, 0]),
    "plan": check_in(["plan", NOWHERE, 0]),
    "appreciation": check_in(["appreciate", NOWHERE, 0]),
    "ritual offered": check_in(["ritual", NOWHERE, 0]),
    "theme": check_in(theme="money matters") | {"theme": "money matters"},
    "theme offered": check_in(theme="money matters", begun=False),
    "step that is not there": check_in(at=7),
    "plan without steps": {"checkin": {**check_in()["checkin"], "steps": []}},
    "tonight's question": {"tonight": [TONIGHT, NOWHERE]},
    "heard": {"heard": {"questions": [NOWHERE, 1], "riddles": [1]}},
    "ritual kept": {"ritual": {"number": NOWHERE, "chosen": "2026-03-01", "times": 3}},
    "rituals lately": {"suggested": [[TONIGHT, [NOWHERE]]], "happened": [NOWHERE, NOWHERE]},
    "saved": {"saved": [["r", "questions", NOWHERE], ["r", "riddles", 1], ["r", "questions", 1, "mood"]]},
    "topic": {"avoided": ["riddles"]},
    "reminder": {"reminders": [["an id", [20, 0, None, "fortnightly", NOWHERE]]]},
    "zone": {"zone": "Moon/Base"},
    "weights": {"leaning": {"play": 1e300}, "turns": {"play": 3}},
    "wordings": {"wordings": [TONIGHT, {"welcome.back": 10**12, "welcome.play": 1}]},
    "days to come": {"last_visit": "9999-12-31", "zone_asked": "9999-12-31"},
    "line said last": last_turn(["s", "welcome.play", 1]),
    "wording said last": last_turn(["s", "welcome.back", 99]),
    "entry read last": last_turn(["r", "questions", NOWHERE]),
    "nothing said last": last_turn(),
}


@pytest.fixture(params=STRANGE)
def couple(request: pytest.FixtureRequest) -> Couple:
    """A couple of whom such a record is kept."""
    store = InMemoryStore()
    raw = {"version": 7, "welcomed": True, **STRANGE[request.param]}
    store.rows[digest(USER)] = Stored(1, json.dumps(raw).encode())
    return Couple(skill.build(Settings(), store))


def all_is_well(couple: Couple) -> bool:
    return bool(couple.words) and not any(text in couple.words for text in APOLOGY) and "therapy" not in couple.words


@pytest.mark.parametrize(
    "first", the_first_for_all(["launch", "AMAZON.NextIntent", "AMAZON.RepeatIntent", "TonightsQuestionIntent"])
)
def test_the_evening_goes_as_ever(couple: Couple, first: str) -> None:
    couple.launch() if first == "launch" else couple.say(first)
    assert all_is_well(couple)
    for intent in EVERYTHING:
        couple.say(intent)
        assert all_is_well(couple), intent


def test_the_same_request_is_answered(couple: Couple) -> None:
    envelope = couple.intent("AMAZON.HelpIntent")
    envelope["request"]["requestId"] = "the same again"
    couple.send(envelope)
    assert all_is_well(couple)
