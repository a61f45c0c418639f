# SPDX-License-Identifier: Apache-2.0
"""Somebody does not feel safe: who is named in which country, in any state, and what is left of it afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.content.loader import load_content
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.memory.store import StoreUnavailable
from skill.settings import Settings

from .couple import USER, Couple, slot
from .test_evening_under_music import TRACKS, Room

DIGITS = re.compile(r'<say-as interpret-as="digits">(\d+)</say-as>')
YES, NO, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent"

NUMBERS = {
    ("US", "danger"): "1-800-799-7233",
    ("US", "self"): "988",
    ("US", "child"): "1-800-422-4453",
    ("GB", "danger"): "0808 2000 247",
    ("GB", "self"): "116 123",
    ("GB", "child"): "0808 800 5000",
    ("CA", "danger"): None,
    ("CA", "self"): "988",
    ("CA", "child"): "1-800-668-6868",
    ("AU", "danger"): "1800 737 732",
    ("AU", "self"): "13 11 14",
    ("AU", "child"): "1800 55 1800",
    ("IE", "danger"): "1800 341 900",
}
"""What is confirmed, and so is spoken. Others are only in the file."""
EMERGENCY = {"US": "911", "GB": "999", "CA": "911", "AU": "000", "IE": "112", "IN": "112"}
RISKS = ("danger", "self", "child")
PLACES = {"CA": "shelter safe dot C A"}
"""Where there is no one number, but a place to look."""

WAYS: dict[str, list[str]] = {
    "new": [],
    "offer": ["open"],
    "ready": ["open", "HowAreWeDoingIntent", NO],
    "just_question": ["open", NO],
    "rate": ["open", "StartCheckInIntent"],
    "talk": ["open", "StartCheckInIntent", "PassIntent"],
    "question": ["open", "TonightsQuestionIntent"],
    "question_talk": ["open", "TonightsQuestionIntent", YES],
    "ritual": ["open", "SuggestRitualIntent"],
    "phrase": ["open", "EmpathyPhraseIntent"],
    "theme": ["open", "AboutThemeIntent"],
    "just_us": ["open", "SavedIntent"],
    "reflect_begin": ["open", "ReflectIntent"],
    "reflect": ["open", "ReflectIntent", YES, YES],
    "reflect_halfway": ["open", "ReflectIntent", YES, YES, YES, YES, YES, YES],
    "cool_consent": ["open", "CoolDownIntent"],
    "cool_breathe": ["open", "CoolDownIntent", YES],
    "cool_speak": ["open", "CoolDownIntent", YES, NEXT],
    "cool_say_back": ["open", "CoolDownIntent", YES, NEXT, NEXT],
    "cool_repair": ["open", "CoolDownIntent", YES, NEXT, NEXT, NEXT, NEXT, NEXT],
    "cool_time_out": ["open", "CoolDownIntent", YES, NO],
    "forget": ["open", "ForgetUsIntent"],
    "safety": ["open", "SafetyIntent"],
}
"""How a couple gets into each state."""


ELSEWHERE = {"US": "America/Chicago", "GB": "Europe/London", "CA": "America/Halifax", "AU": "Australia/Perth"} | {
    "IE": "Europe/Dublin",
    "IN": "Asia/Kolkata",
}
"""A zone in each country."""


def living_in(zone: str | None, locale: str = "en-US") -> Couple:
    """A couple whose time zone the platform told, or whose locale is all that is known."""
    store = InMemoryStore()
    if zone:
        Records(store).save(digest(USER), Kept(household=Household(zone=zone, welcomed=True)), Deadline())
    return Couple(skill.build(Settings(), store), locale=locale)


def digits(couple: Couple) -> list[str]:
    """The numbers that are spoken digit by digit, each without its gaps."""
    return ["".join(DIGITS.findall(part)) for part in re.split(r"\.\s", couple.ssml) if DIGITS.search(part)]


def ask_for_help(couple: Couple, risk: str | None = None) -> str:
    couple.say("SafetyIntent", *([slot("risk", risk, risk)] if risk else []))
    return couple.words.replace(" .", ".")


def walk(couple: Couple, way: list[str]) -> None:
    for intent in way:
        if intent == "open":
            couple.launch()
        else:
            couple.say(intent)


class TestTheNumbers:
    """By country and by risk, spoken as digits; what is not confirmed is not spoken."""

    @pytest.mark.parametrize("country", EMERGENCY)
    @pytest.mark.parametrize("risk", RISKS)
    @pytest.mark.parametrize("told_by", ["locale", "zone"])
    def test_of_each_country(self, country: str, risk: str, told_by: str) -> None:
        if told_by == "locale":
            couple = living_in(None, f"en-{country}")
        else:
            couple = living_in(ELSEWHERE[country], "en-GB" if country == "IE" else "en-US")
        words = ask_for_help(couple, risk)
        assert words.startswith(f"If you are in danger now, call {EMERGENCY[country]}. ")
        assert digits(couple) == [EMERGENCY[country]]
        number, place = NUMBERS.get((country, risk)), PLACES.get(country) if risk == "danger" else None
        if risk == "child" and not number:
            number = NUMBERS.get((country, "danger"))  # Who helps against danger at home helps a child, too.
        if number or place:
            assert couple.state == "safety"
            assert words.endswith("Shall I?")
            couple.say(YES)
            spoken = "".join(re.findall(r"\d", number or ""))
            assert digits(couple) == ([spoken, spoken] if number else [])
            assert couple.words.count(place or "Once more") == (2 if place else 1)
        else:
            assert couple.state == "ended"
            assert words.endswith("Take care of yourself.")

    @pytest.mark.parametrize("risk", [None, "something else"])
    def test_where_the_risk_is_unsaid_it_is_danger(self, risk: str | None) -> None:
        couple = living_in(None)
        couple.say("SafetyIntent", *([slot("risk", risk)] if risk else []))
        couple.say(YES)
        assert digits(couple) == ["18007997233"] * 2

    def test_are_those_of_the_file_and_no_others(self) -> None:
        spoken = {
            (line.country, line.risk): line.phone
            for line in load_content("en-US").care
            if line.country in EMERGENCY and line.risk != "emergency" and line.confirmed
        }
        assert spoken == NUMBERS

    def test_of_the_place_they_live_in_count_more_than_the_english_they_speak(self) -> None:
        assert "call 000" in ask_for_help(living_in("Australia/Sydney", "en-GB"))
        assert "call 112" in ask_for_help(living_in("Europe/Dublin", "en-GB"))

    @pytest.mark.parametrize("zone", ["UTC", "Nowhere/Land", "US/Eastern"])
    def test_where_the_zone_tells_no_country_the_locale_does(self, zone: str) -> None:
        assert "call 999" in ask_for_help(living_in(zone, "en-GB"))

    def test_a_country_without_numbers_gets_an_honest_sentence(self) -> None:
        couple = living_in("Pacific/Auckland", "en-AU")
        words = ask_for_help(couple)
        assert words.startswith("If you are in danger now, call the emergency number where you are.")
        assert digits(couple) == []


class TestInAnyState:
    """One sentence before anything else, in neutral words, on nothing that can be seen."""

    @pytest.mark.parametrize("state", WAYS)
    def test_the_emergency_number_comes_first(self, state: str) -> None:
        couple = living_in(None)
        walk(couple, WAYS[state])
        assert state in ("new", couple.last.get("sessionAttributes", {}).get("state"))
        words = ask_for_help(couple)
        assert words == "If you are in danger now, call 911. I can also say a number to talk to someone. Shall I?"
        assert "card" not in couple.last["response"]
        assert "directives" not in couple.last["response"]

    @pytest.mark.parametrize("state", WAYS)
    def test_afterwards_there_is_a_quiet_goodbye(self, state: str) -> None:
        couple = living_in(None)
        walk(couple, WAYS[state])
        ask_for_help(couple)
        couple.say(YES)
        couple.say(NO)
        assert couple.words == "All right. Take care of yourself."
        assert couple.last["response"]["shouldEndSession"] is True
        assert "card" not in couple.last["response"]

    @pytest.mark.parametrize("state", WAYS)
    @pytest.mark.parametrize("goodbye", [NO, "AMAZON.StopIntent", "AMAZON.CancelIntent", "PassIntent", "silence"])
    def test_what_is_kept_is_what_stop_would_have_kept(self, state: str, goodbye: str) -> None:
        kept = []
        for asks in (True, False):
            store = InMemoryStore()
            couple = Couple(skill.build(Settings(), store))
            walk(couple, WAYS[state] if state != "safety" else ["open"])
            if asks:
                ask_for_help(couple)
                couple.leave() if goodbye == "silence" else couple.say(goodbye)
            else:
                couple.say("AMAZON.StopIntent")
            found = Records(store).load(digest(USER), Deadline())
            kept.append(replace(found.household, devices=(), answered=(), incarnation=0))
        assert kept[0] == kept[1]

    def test_nothing_in_the_record_tells_of_it(self) -> None:
        store = InMemoryStore()
        couple = Couple(skill.build(Settings(), store))
        couple.launch()
        couple.say("SafetyIntent", slot("risk", "self", "self"))
        couple.say(YES)
        couple.say(NO)
        data = b"".join(row.data for row in store.rows.values())
        assert data
        assert b"safety" not in data
        assert b"self" not in data

    def test_who_never_came_before_hears_nothing_else(self) -> None:
        words = ask_for_help(living_in(None))
        assert "therapy" not in words

    def test_repeat_works_within_the_session(self) -> None:
        couple = living_in(None)
        ask_for_help(couple, "self")
        couple.say(YES)
        number = couple.words
        assert digits(couple) == ["988", "988"]
        couple.say("AMAZON.RepeatIntent")
        assert digits(couple) == ["988", "988"]
        assert couple.words == number

    def test_the_check_in_does_not_go_on_by_itself(self) -> None:
        couple = living_in(None)
        walk(couple, WAYS["talk"])
        ask_for_help(couple)
        couple.say(NO)
        assert couple.state == "ended"
        assert "?" not in couple.words

    def test_what_is_not_understood_says_it_more_plainly_and_names_nobody(self) -> None:
        couple = living_in(None)
        ask_for_help(couple)
        for _ in range(3):
            couple.say("AMAZON.FallbackIntent")
            assert couple.state == "safety"
            assert not re.search(r"\b(?:partner|he|she|they|violence|abuse)\b", couple.words)


class TestUnderMusic:
    """The track stops, and nothing is left in the queue."""

    def test_from_a_closed_session(self) -> None:
        room = Room(skill.build(Settings(store="memory:", audio_base_url=TRACKS), InMemoryStore()))
        room.to_talk()
        assert ask_for_help(room).startswith("If you are in danger now, call 911.")
        kinds = [directive["type"] for directive in room.last["response"]["directives"]]
        assert kinds == ["AudioPlayer.Stop", "AudioPlayer.ClearQueue"]


class BrokenStore(InMemoryStore):
    """A store that never answers."""

    def get(self, key: str, deadline: Deadline) -> Any:
        raise StoreUnavailable("The store cannot be reached.")


def test_a_store_that_fails_changes_nothing_about_it() -> None:
    couple = Couple(skill.build(Settings(), BrokenStore()))
    assert ask_for_help(couple).startswith("If you are in danger now, call 911.")
    couple.say(YES)
    assert digits(couple) == ["18007997233"] * 2
