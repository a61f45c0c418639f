# SPDX-License-Identifier: Apache-2.0
"""Another speaker writes first: the turn is taken anew, some times, and then what it changed is merged."""

from __future__ import annotations

import pytest

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.session import Session
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import Records
from skill.memory.store import Clash
from skill.turn.conversation import Conversation

from .plain_face import PlainFace


class Contested(InMemoryStore):
    """A store in which somebody else was quicker, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times
        self.tried = 0

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        self.tried += 1
        if self.tried <= self.times:
            raise Clash
        return super().put(key, data, revision, deadline, expires)


@pytest.mark.timeout(5)
@pytest.mark.parametrize(("clashes", "tried"), [(0, 1), (1, 2), (2, 3), (3, 4)])
def test_the_turn_is_written_in_the_end_however_often_others_were_quicker(clashes: int, tried: int) -> None:
    store = Contested(clashes)
    face = PlainFace(new_session=True)
    Conversation(store).answer(IntentReceived(intent=Intent.RITUAL_DONE), Session(), face, Deadline())
    assert store.tried == tried
    assert Records(store).load(face.household, Deadline()).household.rituals_kept == 1


def test_who_finds_others_quicker_each_time_is_answered_all_the_same_and_nothing_is_lost() -> None:
    store = Contested(60)
    conversation, face = Conversation(store), PlainFace(new_session=True)
    reply = conversation.answer(IntentReceived(intent=Intent.RITUAL_DONE), Session(), face, Deadline())
    assert reply.parts
    assert store.tried < 20, "it does not try for ever"
    store.times = 0
    conversation.answer(IntentReceived(intent=Intent.STOP), Session(), PlainFace(new_session=True), Deadline())
    assert Records(store).load(face.household, Deadline()).household.rituals_kept == 1
