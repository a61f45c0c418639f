# SPDX-License-Identifier: Apache-2.0
"""Eight speakers in one home, all at once, each with a process's own store: nothing is lost."""

from __future__ import annotations

import threading
from typing import Any

from alexa.couple import USER, Couple, slot

from lambda_handler import make_handler
from skill.alexa.requests.envelope import digest
from skill.checkin.model.speech import Read
from skill.deadline import Deadline
from skill.memory.opening import open_store
from skill.memory.records import Records
from skill.settings import Settings

SPEAKERS = 8
TURNS = 25


class Saver:
    """One speaker that asks for entries and saves some of them."""

    def __init__(self, url: str, number: int) -> None:
        self.couple = Couple(make_handler(Settings(store=url)), device=f"device {number}")
        self.saved: set[Read] = set()
        self.answers: list[dict[str, Any]] = []

    def live(self) -> None:
        """25 turns."""
        self.couple.launch()
        for turn in range((TURNS - 1) // 2):
            self.couple.say("EmpathyPhraseIntent", slot("feeling", "sad", ("sad", "tired", "happy")[turn % 3]))
            entry = self.couple.attributes.get("entry")
            self.answers.append(self.couple.say("SaveThisIntent"))
            if entry:
                self.saved.add(Read(*entry[1:]))


def test_nothing_is_lost(url: str) -> None:
    savers = [Saver(url, number) for number in range(SPEAKERS)]
    threads = [threading.Thread(target=saver.live) for saver in savers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for saver in savers:
        assert all("went wrong on my side" not in str(answer) for answer in saver.answers)
        saver.couple.say("AMAZON.HelpIntent")  # what still waits is written with the next turn
    kept = Records(open_store(url)).load(digest(USER), Deadline())
    wanted = set().union(*(saver.saved for saver in savers))
    assert len(wanted) > SPEAKERS
    assert wanted <= set(kept.household.saved)
