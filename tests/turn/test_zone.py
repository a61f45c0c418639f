# SPDX-License-Identifier: Apache-2.0
"""The household's time zone, asked of the platform: seldom, once a turn at most, and kept where nothing is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived, Launched, SessionEnded, SessionResumed
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.memory.store import Clash
from skill.turn.conversation import Conversation

from .plain_face import EVENING, PlainFace

KEY, TODAY = "a household", EVENING.date()


class Asking(PlainFace):
    """A face that counts how often it is asked for the zone."""

    asked = 0

    def time_zone(self) -> str | None:
        self.asked += 1
        return self.zone


def asking(zone: str | None, tells_zone: bool = True) -> Asking:
    return Asking(zone=zone, tells_zone=tells_zone, new_session=True)


def after(face: PlainFace, store: InMemoryStore, event: Any = None) -> tuple[str | None, date | None]:
    """The zone and when it was asked for, once an event is answered."""
    Conversation(store).answer(event or Launched(), Session(), face, Deadline())
    kept = Records(store).load(KEY, Deadline()).household
    return kept.zone, kept.zone_asked


def store_with(zone: str | None, asked: date | None) -> InMemoryStore:
    store = InMemoryStore()
    household = Household(zone=zone, zone_asked=asked, visits=1)
    Records(store).save(KEY, Kept(household=household), Deadline())
    return store


@each_case(("days", "asked"), [(0, 0), (29, 0), (30, 1), (400, 1)])
def test_it_is_asked_for_again_after_thirty_days(days: int, asked: int) -> None:
    face = asking("Europe/Paris")
    before = TODAY - timedelta(days=days)
    found = after(face, store_with("Europe/London", before))
    assert face.asked == asked
    assert found == (("Europe/Paris", TODAY) if asked else ("Europe/London", before))


def test_what_is_not_told_leaves_the_zone_as_it_was_and_is_not_asked_again_tonight() -> None:
    face, store = asking(None), store_with("Europe/London", None)
    assert after(face, store) == ("Europe/London", TODAY)
    assert after(asking("Europe/Paris"), store) == ("Europe/London", TODAY)


@each_case(
    ("event", "asked"),
    [
        (Launched(), 1),
        (IntentReceived(intent=Intent.HELP), 1),
        (SessionResumed(), 0),
        (SessionEnded(reason="USER_INITIATED"), 0),
    ],
)
def test_it_is_asked_for_where_somebody_speaks(event: Any, asked: int) -> None:
    face = asking("Europe/Paris")
    after(face, InMemoryStore(), event)
    assert face.asked == asked


def test_a_platform_that_cannot_tell_is_not_asked() -> None:
    face = asking("Europe/Paris", tells_zone=False)
    assert after(face, InMemoryStore()) == (None, None)
    assert face.asked == 0


def test_it_is_asked_for_once_however_often_a_turn_is_taken() -> None:
    class Contested(InMemoryStore):
        """A store in which somebody else is quicker twice."""

        left = 2

        def put(self, *given: Any) -> int:
            self.left -= 1
            if self.left >= 0:
                raise Clash
            return super().put(*given)

    face = asking("Europe/Paris")
    assert after(face, Contested()) == ("Europe/Paris", TODAY)
    assert face.asked == 1
