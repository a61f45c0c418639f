# SPDX-License-Identifier: Apache-2.0
"""What is said at a satellite where something of ours, or the store, fails: the evening goes on, and tells no more."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from skill.assist.caller import OURS, Caller, read_caller
from skill.assist.face import Home
from skill.assist.handling import Handling
from skill.checkin.model.session import State
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.store import Stored, StoreUnavailable

from .home import Clock, content, listener


class Silent(InMemoryStore):
    """A store that may be away."""

    away = False

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        if self.away:
            raise StoreUnavailable("It is away.")
        return super().get(key, deadline)


def at(satellite: str = "kitchen", **told: Any) -> Caller:
    return read_caller({"satellite_id": satellite, OURS: told})


@pytest.fixture
def store() -> Silent:
    return Silent()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def handling(store: Silent, clock: Clock) -> Handling:
    return Handling(Home(content=content(), zone=ZoneInfo("Europe/London"), country="GB"), store, listener(), clock)


def test_where_something_of_ours_breaks_one_sentence_is_said(
    handling: Handling, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    handling.said("open closer together", at())

    def fail(*anything: object) -> None:
        raise RuntimeError("secret words of somebody")

    monkeypatch.setattr("skill.turn.conversation.respond", fail)
    reply = handling.said("yes", at())
    assert "went wrong on my side" in reply.text
    assert (reply.open, reply.listening, reply.handled) == (False, False, True)
    assert "Answering at a satellite failed: RuntimeError" in caplog.text
    assert "secret" not in caplog.text
    monkeypatch.undo()
    begun = handling.said("yes", at())
    assert begun.session.checkin is not None, "the evening is where it was"


def test_a_home_shows_nothing_while_the_store_is_silent(
    handling: Handling, store: Silent, caplog: pytest.LogCaptureFixture
) -> None:
    handling.said("open closer together", at())
    store.away = True
    assert handling.look(at()) == {"ritual": None, "last_evening": None}
    assert caplog.messages == ["A home's evenings could not be looked up. It is away."]


def test_the_same_words_sent_once_more_are_answered_as_before(handling: Handling) -> None:
    first = handling.said("open closer together", at(request="one"))
    assert handling.said("open closer together", at(request="one")) is first
    second = handling.said("yes", at(request="two"))
    assert second is not first
    assert handling.said("yes", at(request="two")) is second
    assert handling.said("yes", at()) is not second, "without an id each is a request of its own"


def test_what_is_said_to_nobody_and_means_nothing_is_left_to_others(handling: Handling) -> None:
    assert not handling.said("turn on the kitchen light", at()).handled
    assert handling.said("tonight's question", at("bedroom")).handled
    handling.said("open closer together", at("hall"))
    assert handling.said("turn on the kitchen light", at("hall")).handled, "in a session it was said to us"
    assert not handling.said("?", at("hall")).handled


def test_a_session_that_nobody_answered_is_over_after_five_minutes(handling: Handling, clock: Clock) -> None:
    opened = handling.said("open closer together", at())
    assert opened.session.state is State.OFFER
    clock.wait(300)
    assert handling.begin(at()).text == "", "it is still open"
    clock.wait(1)
    assert handling.begin(at()).open


def test_after_the_music_they_are_asked_once_and_each_time_otherwise(handling: Handling, clock: Clock) -> None:
    handling.said("open closer together", at(music=True))
    asked = []
    for word in ("yes", "next"):
        talk = handling.said(word, at(music=True))
        assert talk.play is not None
        assert handling.cue(at(music=True)).text == "", "the music still plays"
        clock.wait(talk.play.token.seconds)
        cue = handling.cue(at(music=True))
        assert (cue.open, cue.listening, cue.session.state) == (True, True, State.TALK)
        asked.append(cue.text)
        assert handling.cue(at(music=True)).text == "", "they are asked once"
    assert asked[0] != asked[1]
