# SPDX-License-Identifier: Apache-2.0
"""Night after night through the handler: the record stays small, and every evening comes to its end."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.deck_numbers import SAVED_MAX
from skill.checkin.model.household import DEVICES_MAX, FINISHED_MAX
from skill.content.decks import entries_of
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import Records
from skill.settings import Settings

from ..couple import EVENING, USER, Couple, plain_slot, slot

CONTENT = load_content("en-US")
NIGHTS = 3650 if os.environ.get("CI") == "true" else 250
BUSY = 100
"""On so many nights at the beginning, and on so many at the end, they do all that there is to do."""
STEPS_MAX = 90
RECORD_BYTES_MAX = 16_000
ROOMS = DEVICES_MAX + 1
"""One more than there is room for last turns."""

ANSWERS = {"talk": "AMAZON.NextIntent", "follow_up": "RitualDoneIntent"}
"""What this couple says in a state; yes in any other."""
BESIDES = ("EmpathyPhraseIntent", "SuggestRitualIntent", "SuggestExperienceIntent", "AppreciateIntent")


class Watched(InMemoryStore):
    """A store that tells how many bytes it holds."""

    def bytes_of(self, key: str) -> int:
        return len(self.rows[key].data)


@pytest.mark.long
def test_the_record_of_a_couple_who_come_every_night_stays_small() -> None:
    store = Watched()
    handler = skill.build(Settings(), store)
    rooms = [Couple(handler, device=f"amzn1.ask.device.ROOM{number}") for number in range(ROOMS)]
    rooms[0].launch()
    rooms[0].say("SetNamesIntent", plain_slot("first", "Wilhelmina"), plain_slot("second", "Bartholomew"))
    rooms[0].say("AvoidTopicIntent", slot("topic", "money", "money"))
    largest = 0
    for night in range(NIGHTS):
        busy = night < BUSY or night >= NIGHTS - BUSY
        couple = rooms[night % ROOMS]
        couple.moment = EVENING + timedelta(days=night + 1)
        couple.cut()
        couple.launch()
        if busy:
            couple.say("StartCheckInIntent", slot("length", "a long one", "long"))
        for step in range(STEPS_MAX + 1):
            kept = Records(store).load(digest(USER), Deadline()).household
            waiting = couple.state == "ended" and kept.checkin is not None and kept.checkin.begun
            ended = couple.state == "ended" and not waiting
            left = not ended and busy and step == STEPS_MAX - night % STEPS_MAX
            if ended or left:
                break  # on a busy night they may also leave it in the middle, without a word
            if couple.state == "rate":
                couple.say("RateIntent", plain_slot("score", "7"), plain_slot("second", "8"))
            elif busy and step % 4 == 1:
                couple.say(BESIDES[night % len(BESIDES)])
            elif step == night % 9 or (busy and step % 4 == 2):
                couple.say("SaveThisIntent")
            elif waiting:  # the session closed after ninety seconds of quiet: they open it again
                couple.moment += timedelta(minutes=2)
                couple.launch()
            else:
                couple.say(ANSWERS.get(couple.state, "AMAZON.YesIntent"))
            assert "something went wrong on my side" not in couple.words
            largest = max(largest, store.bytes_of(digest(USER)))
        assert ended != left
    kept = Records(store).load(digest(USER), Deadline())
    assert kept.household.visits == NIGHTS + 1
    assert (len(kept.household.saved), len(kept.household.finished)) == (SAVED_MAX, FINISHED_MAX)
    assert len(kept.household.devices) == DEVICES_MAX
    # An entry is chosen among a deck's entries and what was heard of them, so that takes no longer after ten years.
    for deck, heard in kept.household.played.items():
        assert len(heard) == len(set(heard)) <= len(entries_of(CONTENT, deck))
    print(f"the largest record of {NIGHTS} nights: {largest} bytes")
    assert 8_000 < largest <= RECORD_BYTES_MAX
