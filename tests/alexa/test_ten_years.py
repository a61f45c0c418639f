# SPDX-License-Identifier: Apache-2.0
"""Night after night through the handler: the record stays small, and every evening comes to its end."""

from __future__ import annotations

import os
from datetime import timedelta

from skill.alexa import face
from skill.alexa.envelope import digest
from skill.deadline import Deadline
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.settings import Settings

from .couple import EVENING, USER, Couple, plain_slot

NIGHTS = 3650 if os.environ.get("CI") == "true" else 250
STEPS_MAX = 60
RECORD_BYTES_MAX = 16_000
ROOMS = 5
"""One more than there is room for last turns."""

ANSWERS = {"talk": "AMAZON.NextIntent", "follow_up": "RitualDoneIntent"}
"""What this couple says in a state; yes in any other."""


def test_the_record_of_a_couple_who_come_every_night_stays_small() -> None:
    store = InMemoryStore()
    handler = face.build(Settings(), store)
    rooms = [Couple(handler, device=f"amzn1.ask.device.ROOM{number}") for number in range(ROOMS)]
    rooms[0].launch()
    rooms[0].say("SetNamesIntent", plain_slot("first", "Wilhelmina"), plain_slot("second", "Bartholomew"))
    largest = 0
    for night in range(NIGHTS):
        couple = rooms[night % ROOMS]
        couple.moment = EVENING + timedelta(days=night + 1)
        couple.in_session, couple.attributes = False, {}
        couple.launch()
        for step in range(STEPS_MAX):
            if couple.state == "ended":
                break
            if couple.state == "rate":
                couple.say("RateIntent", plain_slot("score", "7"), plain_slot("second", "8"))
            else:
                couple.say("SaveThisIntent" if step == night % 9 else ANSWERS.get(couple.state, "AMAZON.YesIntent"))
            assert "something went wrong on my side" not in couple.words
        assert couple.state == "ended"
        kept = store.load(digest(USER), Deadline())
        assert kept is not None
        largest = max(largest, len(record.encode(kept)))
    assert kept.household.visits == NIGHTS + 1
    assert 2_000 < largest <= RECORD_BYTES_MAX
