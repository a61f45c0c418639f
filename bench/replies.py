# SPDX-License-Identifier: Apache-2.0
"""Replies to random evenings, for comparing two versions of the code byte for byte.

`python bench/replies.py FILE` plays random evenings through `lambda_handler` and writes one JSON line a reply. The same
seed sends the same requests as long as the replies are alike, so `diff` of two files shows the first word that changed.
Nothing but the wire is used here, so that the file can be run beside an older version, too.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path.cwd()
sys.path.insert(0, str(ROOT))

from lambda_handler import make_handler  # noqa: E402
from skill.settings import Settings  # noqa: E402

Json = dict[str, Any]

SKILL = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
BEGIN = datetime(2026, 3, 6, 1, 30, tzinfo=UTC)
TURNS_MAX = 40
EXPECTED_SHARE = 0.7
"""How often somebody answers with what the last reply expects, and not with anything at all."""
FREE_VALUES = ("7", "9", "PT5M", "PT2M", "20:00", "21:30", "sam", "alex", "11", "?")


class RandomCouple:
    """Two people who say anything, at a device that can or cannot play music."""

    def __init__(self, seed: int, model: Json) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.intents = {one["name"]: one.get("slots", []) for one in model["intents"]}
        self.values = {
            one["name"]: [(value.get("id"), value["name"]["value"]) for value in one["values"]]
            for one in model["types"]
        }
        settings = Settings(store="memory:", audio_base_url="https://audio.example/tracks")
        self.handler = make_handler(settings)
        self.audio = self.random.random() < 0.5
        self.moment = BEGIN
        self.count = 0
        self.attributes: Json = {}
        self.open = False
        self.track: Json = {}

    def live(self) -> Iterator[Json]:
        """The replies of some evenings, each with what was sent."""
        for _ in range(self.random.randint(1, 4)):
            yield self._send("LaunchRequest") if self.random.random() < 0.8 else self._say_something()
            for _ in range(self.random.randint(1, TURNS_MAX)):
                yield self._happen()
            self.moment += timedelta(days=self.random.choice((1, 1, 2, 7, 30)))
            self.open, self.attributes = False, {}

    def _happen(self) -> Json:
        what = self.random.random()
        if what < 0.04:
            return self._send("LaunchRequest")
        if what < 0.06 and self.open:
            return self._send("SessionEndedRequest", reason="EXCEEDED_MAX_REPROMPTS")
        if what < 0.08 and self.track:
            kind = self.random.choice(("PlaybackStarted", "PlaybackNearlyFinished", "PlaybackFinished"))
            return self._send(f"AudioPlayer.{kind}", token=self.track["token"], offsetInMilliseconds=1000)
        if what < 0.09 and self.track:
            return self._send("PlaybackController.NextCommandIssued")
        return self._say_something()

    def _say_something(self) -> Json:
        expects = self.attributes.get("expects") or ["AMAZON.NextIntent"]
        if self.random.random() < EXPECTED_SHARE:
            name = self.random.choice(expects[:4])
        else:
            name = self.random.choice(sorted(self.intents))
        slots = {each["name"]: self._slot(each) for each in self.intents.get(name, ())}
        return self._send("IntentRequest", intent={"name": name, "confirmationStatus": "NONE", "slots": slots})

    def _slot(self, declared: Json) -> Json:
        slot = {"name": declared["name"], "confirmationStatus": "NONE"}
        if self.random.random() < 0.4:
            return slot
        values = self.values.get(declared["type"])
        if values is None:
            return slot | {"value": self.random.choice(FREE_VALUES)}
        number, words = self.random.choice(values)
        matched = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": words, "id": number}}]}
        authority = {"authority": f"amzn1.er-authority.echo-sdk.{SKILL}.{declared['type']}", **matched}
        return slot | {"value": words, "resolutions": {"resolutionsPerAuthority": [authority]}}

    def _send(self, kind: str, **fields: Any) -> Json:
        self.count += 1
        application = {"applicationId": SKILL}
        user = {"userId": f"amzn1.ask.account.RANDOM{self.seed}"}
        interfaces: Json = {"AudioPlayer": {}} if self.audio else {}
        device = {"deviceId": "amzn1.ask.device.RANDOM", "supportedInterfaces": interfaces}
        context: Json = {"System": {"application": application, "user": user, "device": device}}
        if self.track:
            context["AudioPlayer"] = {**self.track, "playerActivity": "PLAYING", "offsetInMilliseconds": 20000}
        request = {
            "type": kind,
            "requestId": f"amzn1.echo-api.request.{self.seed}.{self.count}",
            "timestamp": self.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "locale": "en-US",
            **fields,
        }
        envelope: Json = {"version": "1.0", "context": context, "request": request}
        spoken = not kind.startswith(("AudioPlayer.", "PlaybackController."))
        if spoken:
            envelope["session"] = {
                "new": not self.open,
                "sessionId": "amzn1.echo-api.session.RANDOM",
                "application": application,
                "attributes": self.attributes,
                "user": user,
            }
        reply: Json = self.handler(envelope, None)
        self.moment += timedelta(seconds=self.random.choice((1, 5, 20, 100)))
        if spoken:
            self.open = reply["response"].get("shouldEndSession") is False
            self.attributes = reply.get("sessionAttributes", {}) if self.open else {}
        for directive in reply["response"].get("directives", ()):
            if directive["type"] == "AudioPlayer.Play":
                self.track = {"token": directive["audioItem"]["stream"]["token"]}
            elif directive["type"] == "AudioPlayer.ClearQueue":
                self.track = {}
        return {
            "seed": self.seed,
            "turn": self.count,
            "sent": fields.get("intent", {}).get("name", kind),
            "reply": reply,
        }


def main() -> None:
    """Write the replies to so many random evenings."""
    parser = argparse.ArgumentParser(description="Write the replies to random evenings, one JSON line a reply.")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--couples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    model = json.loads((ROOT / "interaction_model/en-US.json").read_text(encoding="utf-8"))
    model = model["interactionModel"]["languageModel"]
    replies = 0
    with Path(chosen.file).open("w", encoding="utf-8") as out:
        for seed in range(chosen.seed, chosen.seed + chosen.couples):
            for reply in RandomCouple(seed, model).live():
                out.write(json.dumps(reply, sort_keys=True, ensure_ascii=False) + "\n")
                replies += 1
    print(f"{replies} replies to {chosen.couples} couples, from seed {chosen.seed}, are in {chosen.file}.")


if __name__ == "__main__":
    main()
