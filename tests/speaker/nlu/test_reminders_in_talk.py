# SPDX-License-Identifier: Apache-2.0
"""Reminders and rituals beside talk: a question does nothing to one, a good night takes none back."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of, understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.speaker.nlu import Meaning

UNDERSTANDING = rules_of()
YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
REMIND, CANCEL, STATUS = "RemindUsIntent", "CancelReminderIntent", "ReminderStatusIntent"
CHOOSE, SUGGEST = "ChooseRitualIntent", "SuggestRitualIntent"


def heard(state: State, text: str) -> Meaning:
    return UNDERSTANDING.meaning(text, EXPECTED[state])


@pytest.mark.parametrize(
    "text",
    [
        "hold on, did you delete our Sunday reminder?",
        "what went? have you cancelled the one on Sunday?",
        "why would you take our reminder away",
        "so did you delete the reminder or not, Ben says it's gone",
    ],
)
def test_a_question_deletes_no_reminder(text: str) -> None:
    assert heard(State.READY, text).intent != CANCEL


@each_case("text", ["delete our reminder", "can you delete the reminder", "cancel the reminder"])
def test_a_polite_request_does(text: str) -> None:
    assert heard(State.READY, text).intent == CANCEL


@pytest.mark.parametrize("state", [State.OFFER, State.READY])
def test_a_question_about_a_day_asks_for_no_reminder(state: State) -> None:
    assert heard(state, "no, I mean which question was it we had on Friday").intent != REMIND


@each_case(
    "text",
    [
        "huh? no, not a reminder. only the question we had",
        "what? no",
        "no no, I didn't ask for a reminder",
        "we don't want a reminder, just read us the question",
    ],
)
def test_a_no_leaves_a_reminder_at_once(text: str) -> None:
    assert heard(State.REMIND, text).intent in (NO, CANCEL)


@each_case("text", ["no no, at nine", "no, the Saturday", "not at eight. how about ten"])
def test_a_no_with_another_time_is_a_correction(text: str) -> None:
    assert heard(State.REMIND, text).intent == REMIND


def test_a_question_sets_no_reminder() -> None:
    assert heard(State.REMIND, "why would we need a reminder").intent != YES


@each_case(
    ("state", "text", "intent", "slots"),
    [
        (State.REMIND, "do it every Friday. and thanks, sleep well", REMIND, {"days": "friday"}),
        (State.REMIND, "Sunday at nine. thank you, night night", REMIND, {"days": "sunday", "time": "09:00"}),
        (State.REMIND, "just once, bye", "SometimesIntent", {}),
        (State.RITUAL, "the quiet breakfast. sleep well", CHOOSE, {"ritual": "quiet_breakfast"}),
        (State.READY, "remind us on Sunday at ten, and goodbye", REMIND, {"days": "sunday", "time": "10:00"}),
    ],
)
def test_a_good_night_takes_no_request_back_and_is_no_hour(
    state: State, text: str, intent: str, slots: dict[str, str]
) -> None:
    meaning = heard(state, text)
    assert (meaning.intent, meaning.slots) == (intent, slots)


@each_case("state", [State.COOL_CONSENT, State.FORGET])
def test_where_a_yes_must_be_clear_none_is_heard_before_a_good_night(state: State) -> None:
    assert heard(state, "yes, good night").intent != YES


@each_case(
    "text",
    ["no, we never chose that, we want the quiet breakfast", "that's not what we took. we picked the quiet breakfast"],
)
def test_a_ritual_named_in_place_of_another_is_chosen(text: str) -> None:
    meaning = heard(State.READY, text)
    assert (meaning.intent, meaning.slots) == (CHOOSE, {"ritual": "quiet_breakfast"})


@pytest.mark.parametrize(
    ("state", "text", "slots"),
    [
        (State.RITUAL, "with these kids? okay, maybe Thursday", {"days": "thursday"}),
        (State.READY, "could we keep doing that every Sunday, it was good for us", {"days": "sunday"}),
        (State.TALK, "remind us Friday around eight at night, he works late", {"days": "friday", "time": "20:00"}),
    ],
)
def test_a_day_or_a_request_beside_talk_counts(state: State, text: str, slots: dict[str, str]) -> None:
    meaning = heard(state, text)
    assert (meaning.intent, meaning.slots) == (REMIND, slots)


@each_case(
    ("state", "text", "intent"),
    [
        (State.RITUAL, "yes we did, good night", "RitualDoneIntent"),
        (State.DROP, "save that one. good night", "SaveThisIntent"),
        (State.REMIND, "sometimes, good night", "SometimesIntent"),
    ],
)
def test_before_a_good_night_an_answer_counts_as_it_does_alone(state: State, text: str, intent: str) -> None:
    alone = heard(state, text.replace(",", ".").partition(".")[0])
    meaning = heard(state, text)
    assert (meaning.intent, meaning.slots, meaning.confidence) == (intent, alone.slots, alone.confidence)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("no no, same time but Saturday, and cancel the Sunday one", REMIND, {"days": "saturday"}),
        ("no! leave it. just cancel Sunday", CANCEL, {}),
        ("no, leave it. Just Thursday, as it was", NO, {}),
        ("does that keep Thursday?", STATUS, {}),
        ("no no, breakfast doesn't work, have you got something for the evening?", SUGGEST, {"moment": "evening"}),
    ],
)
def test_beside_one_that_was_said_back_those_they_have_are_named(text: str, intent: str, slots: dict[str, str]) -> None:
    meaning = heard(State.REMIND, text)
    assert (meaning.intent, meaning.slots) == (intent, slots)


def test_what_tells_of_an_hour_is_no_reminder() -> None:
    assert heard(State.RITUAL, "I'm on earlies all week, I leave at half six").intent != REMIND


def test_a_reason_names_no_day() -> None:
    meaning = heard(State.READY, "can we move the breakfast reminder, Gareth's coming Sunday")
    assert (meaning.intent, meaning.slots) == (REMIND, {})


def test_a_reminder_that_names_a_ritual_is_a_reminder() -> None:
    meaning = heard(State.RITUAL, "no, remind us next Friday at half ten at night, five minutes in the dark")
    assert (meaning.intent, meaning.slots) == (REMIND, {"days": "friday", "time": "22:30"})


@each_case("text", ["is the Sunday breakfast one still on", "what are you reminding us about"])
def test_they_ask_for_the_reminders_they_have(text: str) -> None:
    assert heard(State.READY, text).intent == STATUS


@each_case(
    ("text", "intent", "slots"),
    [
        ("is that every Sunday", STATUS, {}),
        ("did you cancel Sunday", STATUS, {}),
        ("just cancel Sunday", CANCEL, {}),
        ("and just cancel Sunday please", CANCEL, {}),
        ("drop Sunday's", CANCEL, {}),
        ("cancel the Sunday one and make it Monday", REMIND, {"days": "monday"}),
        ("cancel the Sunday one, and set it for Friday", REMIND, {"days": "friday"}),
        ("no. leave it", NO, {}),
        ("no, as it was", NO, {}),
        ("leave it, and every week", NO, {}),
        ("what? no", NO, {}),
        ("why? no thanks", NO, {}),
        ("no, not a reminder", NO, {}),
        ("no reminder. nine", REMIND, {"time": "09:00"}),
        ("nine o'clock, he will be home", REMIND, {"time": "09:00"}),
        ("at nine and he is home", REMIND, {"time": "09:00"}),
        ("the plumber at nine", REMIND, {"time": "09:00"}),
    ],
)
def test_a_part_corrects_or_leaves_what_was_said_back(text: str, intent: str, slots: dict[str, str]) -> None:
    meaning = heard(State.REMIND, text)
    assert (meaning.intent, meaning.slots, meaning.confidence) == (intent, slots, 0.8)


@each_case("state", [State.OFFER, State.ENDED])
@each_case(
    ("text", "slots", "confidence"),
    [
        ("remind us to call my mom on Friday", {"days": "friday"}, 0.8),
        ("remind us on Friday to call my mom", {"days": "friday"}, 0.8),
        ("can you remind us to call his mom", {}, 0.8),
        ("every Thursday yeah", {"days": "thursday"}, 1.0),
        ("Thursday yes", {"days": "thursday"}, 1.0),
        ("remind me, the bins go out on Friday", {"days": "friday"}, 0.8),
        ("the bins go out on Friday, remind us", {"days": "friday"}, 0.8),
        ("he is out on Friday, remind us on Sunday", {"days": "sunday"}, 0.8),
        ("remind us, he is out on Friday", {}, 0.8),
        ("please remind us, of the bins, Friday", {"days": "friday"}, 0.8),
        ("move the reminder to Monday, my mother's coming Sunday", {"days": "monday"}, 0.8),
    ],
)
def test_a_reminder_is_asked_for_in_a_part(state: State, text: str, slots: dict[str, str], confidence: float) -> None:
    meaning = heard(state, text)
    assert (meaning.intent, meaning.slots, meaning.confidence) == (REMIND, slots, confidence)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("move the reminder, my mother's coming Sunday", {}),
        ("move the reminder, my mother is coming Sunday", {}),
        ("move the reminder, Sunday suits us", {"days": "sunday"}),
        ("set a reminder, I am out on Sunday", {}),
        ("set a reminder, he is coming Sunday, at nine", {"time": "09:00"}),
    ],
)
def test_the_reason_of_a_request_names_no_day(text: str, slots: dict[str, str]) -> None:
    meaning = heard(State.OFFER, text)
    assert (meaning.intent, meaning.slots) == (REMIND, slots)


def test_who_only_names_a_day_asks_for_no_call() -> None:
    assert heard(State.OFFER, "call my mom on Friday").intent != REMIND


@each_case(
    ("text", "intent", "slots"),
    [
        ("what day is tomorrow? is that Sunday?", "ReminderStatusIntent", {}),
        ("no, Sunday. In the afternoon, say four o'clock", "RemindUsIntent", {"days": "sunday", "time": "16:00"}),
        ("every day but Wednesday, can you do that?", "RemindUsIntent", {}),
        ("could it be every day? well, not Wednesday, he's got choir", "RemindUsIntent", {}),
        ("every day but at nine", "RemindUsIntent", {"days": "every_day", "time": "09:00"}),
    ],
)
def test_where_one_was_said_back_a_day_may_be_asked_for_or_left_out(
    text: str, intent: str, slots: dict[str, str]
) -> None:
    meaning = understanding_of().meaning(text, EXPECTED[State.REMIND])
    assert (meaning.intent, meaning.slots) == (intent, slots)
