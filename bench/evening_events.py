# SPDX-License-Identifier: Apache-2.0
"""The events of one whole evening, as large as a real Echo sends them: `python -m bench.evening_events` writes them.

They are kept in `bench/events/evening.jsonl`, so that each run of a bench, and everybody's own skill, meets the very
same ones. A couple open the skill, go through a standard evening, ask for a reminder's state and for what was saved,
and say goodbye. Ids and tokens are made up, and of the length of real ones.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from alexa.couple import Couple, slot  # noqa: E402

from skill.alexa import skill  # noqa: E402
from skill.memory import open_store  # noqa: E402
from skill.settings import Settings  # noqa: E402

FILE = Path(__file__).with_name("events") / "evening.jsonl"
USER = "amzn1.ask.account.EVENING"
"""Begins the ids of user and requests, which a bench exchanges: a request that came before is answered as before."""
TIMES_OPENED, TURNS_MAX = 5, 6
TOKEN_LENGTH, ID_LENGTH = 1_360, 170


def made_up(length: int, of: str) -> str:
    """Characters as a token has them, always the same ones."""
    found, number = "", 0
    while len(found) < length:
        found += hashlib.sha256(f"{of} {number}".encode()).hexdigest().upper()
        number += 1
    return found[:length]


class Household(Couple):
    """A couple whose device tells all that a real one does."""

    def envelope(self, kind: str, session: bool = True, **fields: Any) -> dict[str, Any]:
        """One request, with what a real device adds."""
        made = super().envelope(kind, session, **fields)
        made["request"] |= {
            "requestId": f"{USER}.request.{kind}.{self.moment:%H%M%S}",
            "shouldLinkResultBeReturned": False,
        }
        system = made["context"]["System"]
        permissions = {"consentToken": made_up(TOKEN_LENGTH // 2, "consent"), "scopes": {}}
        system |= {
            "device": {
                "deviceId": f"amzn1.ask.device.{made_up(ID_LENGTH, 'device')}",
                "supportedInterfaces": {"AudioPlayer": {}},
            },
            "unit": {
                "unitId": f"amzn1.ask.unit.{made_up(ID_LENGTH, 'unit')}",
                "persistentUnitId": f"amzn1.alexa.unit.did.{made_up(ID_LENGTH, 'place')}",
            },
            "apiAccessToken": f"eyJ0eXAi.{made_up(TOKEN_LENGTH, 'access')}",
        }
        made["context"] |= {
            "AudioPlayer": {"playerActivity": "IDLE"},
            "Extensions": {"available": {"aplext:backstack:10": {}}},
        }
        for user in (system["user"], made.get("session", {}).get("user", {})):
            user["permissions"] = permissions
        return made


def evening() -> list[tuple[str, dict[str, Any]]]:
    """The events, each with the name of its kind of turn."""
    found: list[tuple[str, dict[str, Any]]] = []
    answer = skill.build(Settings(), open_store("memory:"))

    def noted(event: dict[str, Any], context: object) -> dict[str, Any]:
        found.append((kind_of(event), event))
        return answer(event, context)

    couple = Household(noted, user=USER)
    couple.launch()
    couple.say("StartCheckInIntent", slot("length", "standard", "standard"))
    for _ in range(TIMES_OPENED):  # after each question the microphone closes, and they open the skill again
        couple.launch()
        for _ in range(TURNS_MAX):
            if not couple.in_session:
                break
            couple.say("AMAZON.YesIntent" if couple.state in ("follow_up", "offer", "ritual") else "AMAZON.NextIntent")
    couple.launch()
    couple.say("AMAZON.RepeatIntent")
    couple.say("HowAreWeDoingIntent")
    couple.say("TonightsQuestionIntent", slot("theme", "touch", "touch"))
    couple.say("AnotherOneIntent", slot("theme", "listening", "communication"))
    couple.say("SaveThisIntent")
    couple.say("AMAZON.HelpIntent")
    couple.say("SuggestRitualIntent", slot("moment", "bedtime", "bedtime"))
    couple.say("AnotherOneIntent")
    couple.say("ChooseRitualIntent")
    couple.say("AMAZON.FallbackIntent")
    couple.say("AMAZON.StopIntent")
    return found


def kind_of(event: dict[str, Any]) -> str:
    """Kind of turn that an event asks for, by its name: that of the intent, or else of the request's type."""
    request = event["request"]
    name = request["intent"]["name"] if "intent" in request else request["type"]
    return str(name).removeprefix("AMAZON.").removesuffix("Intent").removesuffix("Request")


def read() -> list[tuple[str, str]]:
    """The events as text, each with its kind of turn."""
    return [(kind_of(json.loads(line)), line) for line in FILE.read_text("utf-8").splitlines()]


def of_household(line: str, household: int, evening: int = 0) -> dict[str, Any]:
    """An event, sent by another household on another evening."""
    event: dict[str, Any] = json.loads(line.replace(USER, f"{USER}-{household}-{evening}-"))
    return event


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    lines = [json.dumps(event, separators=(",", ":")) for _, event in evening()]
    FILE.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{FILE}: {len(lines)} events of {min(map(len, lines)):,} to {max(map(len, lines)):,} bytes")
