# SPDX-License-Identifier: Apache-2.0
"""What is said, as an event: names of the interaction model, slots, and who is asked."""

from __future__ import annotations

from cases import each_case

from skill.alexa.intents import INTENT_OF
from skill.assist.events import WORDS_MAX_CHARACTERS, intent_called
from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived, Launched
from skill.checkin.model.session import State
from skill.language_model import load_language_model

from .home import listener


def test_every_intent_is_called_as_it_is_in_the_interaction_model() -> None:
    names = load_language_model("en-US").intents
    assert {name: intent_called(name) for name in names} == {name: INTENT_OF[name] for name in names}
    assert intent_called("TurnOnIntent") is Intent.NOT_UNDERSTOOD


@each_case("words", ["Open Closer Together.", "closer together", "start closer together, please"])
def test_it_is_opened_by_its_name(words: str) -> None:
    received = listener().received(words, State.TALK)
    assert received is not None
    assert received.opens
    assert received.event == Launched()


@each_case(
    ("words", "intent", "slots"),
    [
        ("Give us five minutes.", Intent.TALK_TIME, {"duration": "300"}),
        ("ask closer together for tonight's question", Intent.TONIGHTS_QUESTION, {}),
        ("Next!", Intent.NEXT, {}),
        ("exit", Intent.STOP, {}),
    ],
)
def test_words_become_an_intent_with_plain_slots(words: str, intent: Intent, slots: dict[str, str]) -> None:
    received = listener().received(words, State.READY)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert (received.event.intent, dict(received.event.slots)) == (intent, slots)


@each_case(
    ("words", "by_name"), [("remind us on Sunday", {"days"}), ("remind us every Sunday", set()), ("remind us", set())]
)
def test_a_day_said_by_its_name_is_told_from_every_such_day(words: str, by_name: set[str]) -> None:
    received = listener().received(words, State.READY)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert received.event.by_name == by_name


def test_a_part_of_the_day_is_called_by_its_name() -> None:
    received = listener().received("remind us in the evening", State.READY)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert (received.event.intent, received.event.slots) == (Intent.REMIND_US, {"time": "evening"})


@each_case(
    ("words", "days", "time"),
    [("remind us tomorrow night at ten", "tomorrow", "22:00"), ("remind us tomorrow", "tomorrow", None)],
)
def test_days_without_an_id_are_read_as_on_an_echo(words: str, days: str, time: str | None) -> None:
    received = listener().received(words, State.READY)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert (received.event.slots.get("days"), received.event.slots.get("time")) == (days, time)


def test_what_no_list_has_is_kept_in_their_own_words() -> None:
    received = listener().received("can we talk about dreams", State.READY)
    assert received is not None
    assert isinstance(received.event, IntentReceived)
    assert received.event.own_words == {"topic": "dreams"}


def test_a_sentence_without_end_is_cut() -> None:
    received = listener().received("open closer together" + " " * WORDS_MAX_CHARACTERS + "turn on the light", State.NEW)
    assert received is not None
    assert received.event == Launched(), "what comes after so many characters is not heard"


def test_what_only_may_tell_of_danger_is_no_stray_word() -> None:
    received = listener().received("he gets so furious that i hide in the bathroom with my phone", State.NEW)
    assert received is not None
    assert not received.unknown


@each_case("words", ["", "?!", "\ud800", " \n "])
def test_what_holds_no_word_is_nothing(words: str) -> None:
    assert listener().received(words, State.NEW) is None
