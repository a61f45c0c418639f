# SPDX-License-Identifier: Apache-2.0
"""Reminders in the household loop: one that rings is in the record, whatever goes wrong with the reply."""

from __future__ import annotations

import pytest

from skill.checkin.model.events import ReminderAnswered
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import Records
from skill.turn.conversation import Conversation

from .plain_face import PlainFace

PERMITTED = ReminderAnswered(outcome="permitted", reminder=Reminder(20, 30, days="every_day"))


class Mute(PlainFace):
    """A face that cannot say that a reminder is set."""

    def render(self, turn: Turn) -> Turn:
        if any(isinstance(part, Say) and part.line == "remind.set" for part in turn.parts):
            raise KeyError("remind.set")
        return turn


def reminders(store: InMemoryStore) -> list[str]:
    return [kept.id for kept in Records(store).load("a household", Deadline()).household.reminders]


def test_one_that_is_set_is_in_the_record_by_the_platforms_id() -> None:
    store, face = InMemoryStore(), PlainFace(new_session=True)
    Conversation(store).answer(PERMITTED, Session(state=State.REMIND), face, Deadline())
    assert len(face.done) == 1
    assert reminders(store) == ["reminder 1"]


def test_none_is_set_whose_reply_cannot_be_said() -> None:
    store, face = InMemoryStore(), Mute(new_session=True)
    with pytest.raises(KeyError):
        Conversation(store).answer(PERMITTED, Session(state=State.REMIND), face, Deadline())
    assert face.done == []
    assert reminders(store) == []
