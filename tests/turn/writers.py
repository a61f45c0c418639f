# SPDX-License-Identifier: Apache-2.0
"""Eight speakers of one home, each in a process of its own, all answering at once: every turn is to be counted once."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.opening import open_store
from skill.memory.records import Records
from skill.turn.conversation import Conversation

from .plain_face import EVENING, PlainFace

WRITERS = 8
KEY = "a household"


def written_by_all(url: str, turns: int) -> Household:
    """The household after each of the writers answered so many turns, each of an evening of its own."""
    spawn = multiprocessing.get_context("spawn")
    together = spawn.Barrier(WRITERS)
    writers = [spawn.Process(target=write, args=(url, number, turns, together)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    return Records(open_store(url)).load(KEY, Deadline()).household


def write(url: str, number: int, turns: int, together: multiprocessing.synchronize.Barrier) -> None:
    """Answer turns. Each is of another evening, on which a ritual happened."""
    conversation, content = Conversation(open_store(url)), load_content("en-US")

    def answer(intent: Intent, turn: int) -> None:
        face = PlainFace(
            content=content,
            household=KEY,
            request=f"{number:03}{turn:03}".ljust(16, "0"),
            device=f"speaker {number}",
            moment=EVENING + timedelta(days=number * turns + turn),
            new_session=True,
        )
        conversation.answer(IntentReceived(intent=intent), Session(), face, Deadline())

    together.wait()
    for turn in range(turns):
        answer(Intent.RITUAL_DONE, turn)
    for _ in range(3):
        answer(Intent.STOP, turns)  # what still waits is written with the next turn
