# SPDX-License-Identifier: Apache-2.0
"""Slots become ids where the values are listed, and stay values where they are the platform's own."""

from __future__ import annotations

from typing import Any

from cases import each_case

from skill.alexa.requests.envelope import Asked
from skill.alexa.requests.slots import heard
from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.deadline import Deadline
from skill.faces.slot_values import is_its_name, with_unlisted_days

from ..couple import Couple, plain_slot, slot


def understood(*slots: dict[str, Any], intent: str = "EmpathyPhraseIntent") -> IntentReceived:
    envelope = Couple(lambda event, context: {"response": {}}).intent(intent, *slots)
    return heard(Asked(envelope, Deadline()))


def test_a_listed_slot_gives_the_id_that_it_was_matched_to() -> None:
    assert understood(slot("feeling", "worn out", "tired")).slots == {"feeling": "tired"}


def test_a_value_said_by_its_name_is_told_from_one_said_otherwise() -> None:
    assert understood(slot("days", "Sunday", "sunday", called="sunday")).by_name == {"days"}
    assert understood(slot("days", "every Sunday", "sunday", called="sunday")).by_name == frozenset()
    assert understood(slot("days", "some day")).by_name == frozenset()


def test_a_value_added_while_running_is_matched_too() -> None:
    dynamic = slot("ritual", "our walk", "evening_walk", authority="er-authority.echo-sdk.dynamic")
    static = slot("ritual", "our walk")
    static["resolutions"]["resolutionsPerAuthority"] += dynamic["resolutions"]["resolutionsPerAuthority"]
    assert understood(static).slots == {"ritual": "evening_walk"}


def test_words_that_match_nothing_are_told_apart_from_no_words() -> None:
    found = understood(slot("feeling", "purple"), slot("theme", None), plain_slot("topic", "cats"))
    assert found.slots == {}
    assert found.unmatched == {"feeling", "topic"}


def test_the_platforms_own_types_give_their_value() -> None:
    found = understood(plain_slot("time", "21:00"), plain_slot("score", "7"), plain_slot("first", "Sam"))
    assert found.slots == {"time": "21:00", "score": "7", "first": "Sam"}


@each_case(
    ("duration", "seconds"),
    [
        ("PT5M", "300"),
        ("PT90S", "90"),
        ("PT1H2M3.5S", "3723"),
        ("P1W", "604800"),
        ("PT0S", "0"),
        ("P", "0"),
        ("five minutes", "0"),
        ("PT1234567S", "0"),
    ],
)
def test_a_duration_is_told_in_seconds(duration: str, seconds: str) -> None:
    assert understood(plain_slot("duration", duration)).slots == {"duration": seconds}


@each_case(("code", "part"), [("MO", "morning"), ("AF", "afternoon"), ("EV", "evening"), ("NI", "night")])
def test_a_part_of_the_day_goes_by_its_name(code: str, part: str) -> None:
    assert understood(plain_slot("time", code)).slots == {"time": part}
    assert understood(plain_slot("first", code)).slots == {"first": code}


def test_what_the_platform_could_not_make_out_is_unmatched() -> None:
    assert understood(plain_slot("score", "?")).unmatched == {"score"}


def test_of_several_values_the_first_counts() -> None:
    several = slot("feeling", "sad and tired")
    several["resolutions"] = None
    several["slotValue"] = {
        "type": "List",
        "values": [
            {"type": "Simple", "value": "sad", "resolutions": slot("feeling", "sad", "sad")["resolutions"]},
            {"type": "Simple", "value": "tired", "resolutions": slot("feeling", "tired", "tired")["resolutions"]},
        ],
    }
    assert understood(several).slots == {"feeling": "sad"}


def test_names_are_kept_short_and_speakable() -> None:
    assert understood(plain_slot("first", "S" * 5000)).slots == {"first": "S" * 60}
    assert understood(plain_slot("first", " Zoë\x00\n\u200b &  Co\ud800 ")).slots == {"first": "Zoë & Co"}
    assert understood(plain_slot("first", "\x00\n")).unmatched == {"first"}


@each_case("bad", ["", "Tired", "tired tired", "x" * 61, "../etc", "<break/>", "é"])
def test_an_id_that_could_be_none_of_ours_is_unmatched(bad: str) -> None:
    assert understood(slot("feeling", "words", bad or None)).unmatched == {"feeling"}


@each_case("name", [None, "", "x" * 200, "Drop table", "<b>"])
def test_an_intent_without_a_proper_name_was_not_understood(name: str | None) -> None:
    assert heard(Asked({"request": {"intent": {"name": name}}}, Deadline())).intent is Intent.NOT_UNDERSTOOD


@each_case("name", "theme length moment feeling topic mood days risk ritual".split())
def test_a_value_that_the_model_lists_counts_by_its_id_alone(name: str) -> None:
    assert understood(plain_slot(name, "thursday")).unmatched == {name}
    assert understood(slot(name, "Thursdays", "thursday")).slots == {name: "thursday"}


def test_the_first_twelve_slots_are_looked_at() -> None:
    names = [f"s{letter}" for letter in "abcdefghijklm"]
    assert list(understood(*(plain_slot(name, "v") for name in names)).slots) == names[:12]


def test_a_slot_that_is_none_leaves_the_others_alone() -> None:
    envelope = Couple(lambda event, context: {"response": {}}).intent("EmpathyPhraseIntent", plain_slot("first", "Sam"))
    envelope["request"]["intent"]["slots"] = {"one": "no slot", "2": plain_slot("2", "x")} | envelope["request"][
        "intent"
    ]["slots"]
    assert heard(Asked(envelope, Deadline(1.0))).slots == {"first": "Sam"}


def test_hundreds_of_slots_are_not_looked_at() -> None:
    assert len(understood(*(plain_slot(f"s{'x' * n}", "v") for n in range(300))).slots) <= 12


@each_case(
    ("said", "time", "slots"),
    [
        ("tomorrow", None, {"days": "tomorrow"}),
        ("Tomorrow night", "10:00", {"days": "tomorrow", "time": "22:00"}),
        ("tomorrow morning", "10:00", {"days": "tomorrow", "time": "10:00"}),
        ("tomorrow evening", "22:00", {"days": "tomorrow", "time": "22:00"}),
        ("tonight", None, {"days": "today", "time": "night"}),
        ("the day after tomorrow", None, {"days": "day_after_tomorrow"}),
        ("every week", "20:00", {"days": "every_week", "time": "20:00"}),
        ("the second", None, {"days": "second"}),
    ],
)
def test_days_without_an_id_are_read_from_their_words(said: str, time: str | None, slots: dict[str, str]) -> None:
    times = [plain_slot("time", time)] if time else []
    received = understood(slot("days", said, None), *times, intent="RemindUsIntent")
    assert (received.slots, received.unmatched, received.by_name) == (slots, frozenset(), frozenset())


@each_case("said", ["every other day", "mondays and thursdays", "x" * 5000, "tomorrow; drop"])
def test_days_on_which_none_can_come_are_unmatched(said: str) -> None:
    received = understood(slot("days", said, None), intent="RemindUsIntent")
    assert (received.slots, received.unmatched) == ({}, frozenset({"days"}))


def test_a_language_without_words_for_days_has_only_those_that_the_model_lists() -> None:
    assert with_unlisted_days({}, "tomorrow night", "fr-FR") == {}
    assert is_its_name("Sunday", "sunday", "fr-FR")
    assert not is_its_name("Sunday's", "sunday", "fr-FR")


def test_the_words_of_a_theme_a_topic_and_a_mood_are_told_beside_their_ids() -> None:
    found = understood(slot("topic", "our wedding", "past"), slot("mood", "a deep one", "deep"), slot("theme", "trust"))
    assert (found.said_as, found.own_words) == (
        {"topic": "our wedding", "mood": "a deep one"},
        {"theme": "trust"},
    )
