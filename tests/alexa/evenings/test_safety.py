# SPDX-License-Identifier: Apache-2.0
"""Somebody does not feel safe: who is named in which country, in any state, and what is left of it afterwards."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from cases import each_case

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import Household
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.memory.store import StoreUnavailable
from skill.settings import Settings

from .. import couple as couples
from ..couple import TRACKS, USER, Couple, Room, slot
from ..watched_store import WatchedStore

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
RISKS = ("danger", "self", "child", "fear")
PLACES = {"CA": "shelter safe dot C A"}
"""Where there is no one number, but a place to look."""

AGREED = ["open", "CoolDownIntent", YES, YES]
WAYS: dict[str, list[str]] = {
    "new": [],
    "offer": ["open"],
    "ready": ["open", "HowAreWeDoingIntent", NO],
    "just_question": ["open", NO],
    "question": ["open", "TonightsQuestionIntent"],
    "ritual": ["open", "SuggestRitualIntent"],
    "phrase": ["open", "EmpathyPhraseIntent"],
    "theme": ["open", "AboutThemeIntent touch"],
    "just_us": ["open", "HowAreWeDoingIntent"],
    "remind": ["open", "RemindUsIntent"],
    "reflect_begin": ["open", "ReflectIntent"],
    "reflect": ["open", "ReflectIntent", YES, YES],
    "reflect_halfway": ["open", "ReflectIntent", YES, YES, YES, YES, YES, YES],
    "reflect_light": ["open", "ReflectIntent", *[YES] * 11],
    "cool_consent": ["open", "CoolDownIntent"],
    "cool_and_you": ["open", "CoolDownIntent", YES],
    "forget": ["open", "ForgetUsIntent"],
    "safety": ["open", "SafetyIntent"],
    "go_on": ["open", "StartCheckInIntent", "AMAZON.StopIntent", "open"],
    "a check-in": ["open", "StartCheckInIntent"],
    "the middle of a check-in": ["open", "StartCheckInIntent", NEXT, NEXT],
    "tonight's question, talked about": ["open", "TonightsQuestionIntent", YES],
    "a cool down": AGREED,
    "a turn of a cool down": [*AGREED, NEXT, NEXT],
    "words to mend it": [*AGREED, NEXT, NEXT, NEXT, NEXT, NEXT],
    "time apart": [*AGREED, NO],
}
"""How a couple gets into each state; those with spaces in their names are talk in a closed session."""
ONLY_UNDER_MUSIC = ("a turn of a cool down", "words to mend it", "time apart")
STATES = [(state, music) for state in WAYS for music in (True, False) if music or state not in ONLY_UNDER_MUSIC]


ANSWERS = {
    "danger": "If you are in danger now, call 911. I can also say a number to talk to someone. Shall I?",
    "child": "If you are in danger now, call 911. I can also say a number to talk to someone. Shall I?",
    "self": "I'm glad you said it. Nobody has to be alone with this. You can call or text 988, day and night. "
    "If you are in danger now, call 911. Shall I say it again?",
    "fear": "You deserve to feel safe. If you are in danger now, call 911. "
    "I can say a number of people who listen, day and night. Shall I?",
}


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


def at_home(music: bool, store: InMemoryStore | None = None) -> Couple:
    """A couple at home, with or without a device that plays music."""
    store = store or InMemoryStore()
    if music:
        return Room(skill.build(Settings(store="memory:", audio_base_url=TRACKS), store))
    return Couple(skill.build(Settings(), store))


def digits(couple: Couple) -> list[str]:
    """The numbers that are spoken digit by digit, each without its gaps."""
    return ["".join(DIGITS.findall(part)) for part in re.split(r"\.\s", couple.ssml) if DIGITS.search(part)]


def ask_for_help(couple: Couple, risk: str | None = None) -> str:
    couple.say("SafetyIntent", *([slot("risk", risk, risk)] if risk else []))
    return html.unescape(couple.words).replace(" .", ".").replace(" ,", ",")


def walk(couple: Couple, way: list[str]) -> None:
    for intent in way:
        if intent == "open":
            couple.launch()
        elif intent == "silence":
            couple.leave("EXCEEDED_MAX_REPROMPTS")
        elif intent.startswith("AboutThemeIntent "):
            theme = intent.split()[1]
            couple.say("AboutThemeIntent", slot("theme", theme, theme))
        else:
            couple.say(intent)


class TestTheNumbers:
    """By country and by risk, spoken as digits; what is not confirmed is not spoken."""

    @each_case("country", EMERGENCY)
    @each_case("risk", RISKS)
    @each_case("told_by", ["locale", "zone"])
    def test_of_each_country(self, country: str, risk: str, told_by: str) -> None:
        if told_by == "locale":
            couple = living_in(None, f"en-{country}")
        else:
            couple = living_in(ELSEWHERE[country], "en-GB" if country == "IE" else "en-US")
        words = ask_for_help(couple, risk)
        emergency = EMERGENCY[country]
        assert f"If you are in danger now, call {emergency}." in words
        # Who helps against danger at home helps a child and somebody who is afraid, too.
        at_home = risk if risk == "self" or (country, risk) in NUMBERS else "danger"
        number, place = NUMBERS.get((country, at_home)), PLACES.get(country) if at_home == "danger" else None
        spoken = "".join(re.findall(r"\d", number or ""))
        assert digits(couple) == ([spoken, emergency] if risk == "self" and number else [emergency])
        if number or place:
            assert couple.state == "safety"
            assert words.endswith("?")
            couple.say(YES)
            beside = [emergency] if risk in ("self", "fear") else []
            assert digits(couple) == ([spoken, spoken] if number else []) + beside
            assert couple.words.count(place or "Once more") == (2 if place else 1)
        else:
            assert couple.state == "ended"
            assert words.endswith("Take care of yourself.")

    @each_case("country", EMERGENCY)
    def test_in_danger_and_for_a_child_the_emergency_number_comes_first(self, country: str) -> None:
        for risk in (None, "danger", "child"):
            words = ask_for_help(living_in(None, f"en-{country}"), risk)
            assert words.startswith(f"If you are in danger now, call {EMERGENCY[country]}. ")

    @each_case("country", EMERGENCY)
    def test_who_is_afraid_hears_no_number_first(self, country: str) -> None:
        words = ask_for_help(living_in(None, f"en-{country}"), "fear")
        assert words.startswith("You deserve to feel safe. If you are in danger now, call ")
        if country not in ("CA", "IN"):
            assert words.endswith("I can say a number of people who listen, day and night. Shall I?")

    @each_case("country", ["US", "CA"])
    def test_who_wants_to_die_hears_the_crisis_line_in_the_first_answer(self, country: str) -> None:
        words = ask_for_help(living_in(None, f"en-{country}"), "self")
        assert "You can call or text 988, day and night. If you are in danger now, call 911." in words

    def test_where_no_crisis_line_is_sure_somebody_near_is_named(self) -> None:
        words = ask_for_help(living_in(None, "en-IN"), "self")
        assert "somebody you trust" in words
        assert "call 112" in words

    @each_case("risk", [None, "something else"])
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

    @each_case("zone", ["UTC", "Nowhere/Land", "US/Eastern"])
    def test_where_the_zone_tells_no_country_the_locale_does(self, zone: str) -> None:
        assert "call 999" in ask_for_help(living_in(zone, "en-GB"))

    def test_a_country_without_numbers_gets_an_honest_sentence(self) -> None:
        couple = living_in("Pacific/Auckland", "en-AU")
        words = ask_for_help(couple)
        assert words.startswith("If you are in danger now, call the emergency number where you are.")
        assert digits(couple) == []


class TestInAnyState:
    """One sentence before anything else, in neutral words, on nothing that can be seen."""

    @each_case("risk", RISKS)
    @each_case(("state", "music"), STATES)
    def test_each_risk_has_its_own_answer(self, state: str, risk: str, music: bool) -> None:
        couple = at_home(music)
        walk(couple, WAYS[state])
        assert " " in state or state in ("new", couple.last.get("sessionAttributes", {}).get("state"))
        assert " " not in state or not couple.in_session
        words = ask_for_help(couple, risk)
        assert words == ANSWERS[risk]
        assert couple.state == "safety"
        assert "card" not in couple.last["response"]
        kinds = [directive["type"] for directive in couple.last["response"].get("directives", [])]
        assert kinds == (["AudioPlayer.Stop", "AudioPlayer.ClearQueue"] if music else [])

    @each_case("state", WAYS)
    def test_afterwards_there_is_a_quiet_goodbye(self, state: str) -> None:
        couple = living_in(None)
        walk(couple, WAYS[state])
        ask_for_help(couple)
        couple.say(YES)
        couple.say(NO)
        assert couple.words == "All right. If I got that wrong, I'm sorry. Take care."
        assert couple.last["response"]["shouldEndSession"] is True
        assert "card" not in couple.last["response"]

    @pytest.mark.parametrize(("state", "music"), STATES)
    def test_stop_cancel_home_and_safety_leave_the_same_bytes(
        self, state: str, music: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("skill.memory.records.drawn", lambda: 1)  # a record's own mark
        kept = {}
        ways: dict[str, list[str]] = {
            "stop": ["AMAZON.StopIntent"],
            "cancel": ["AMAZON.CancelIntent"],
            "home": ["AMAZON.NavigateHomeIntent"],
            "safety": ["SafetyIntent"],
            "safety and no": ["SafetyIntent", NO],
            "safety, the number and stop": ["SafetyIntent", YES, YES, "AMAZON.RepeatIntent", "AMAZON.StopIntent"],
            "safety and silence": ["SafetyIntent", "silence"],
        }
        for name, way in ways.items():
            monkeypatch.setattr(couples, "_numbers", count(1))  # the same requests, but for how they left
            store = WatchedStore()
            couple = at_home(music, store)
            walk(couple, WAYS[state])
            if state == "cool_consent" and name in ("cancel",):
                continue  # there a cancel is an answer
            walk(couple, way)
            kept[name] = store.bytes_of()
        assert kept["stop"]
        assert {name: value == kept["stop"] for name, value in kept.items()} == dict.fromkeys(kept, True)

    def test_nothing_in_the_record_tells_of_it(self) -> None:
        store = WatchedStore()
        couple = at_home(music=False, store=store)
        couple.launch()
        couple.say("SafetyIntent", slot("risk", "self", "self"))
        couple.say(YES)
        couple.say(NO)
        data = store.bytes_of()
        assert data
        assert b"safety" not in data
        assert b"self" not in data

    def test_who_never_came_before_hears_nothing_else(self) -> None:
        words = ask_for_help(living_in(None))
        assert "therapy" not in words

    def test_repeat_works_within_the_session(self) -> None:
        couple = living_in(None)
        ask_for_help(couple, "self")
        for numbers in (["988", "911"], ["988", "988", "911"]):
            answer = couple.ssml
            assert digits(couple) == numbers
            couple.say("AMAZON.RepeatIntent")
            assert couple.ssml == answer
            couple.say(YES)

    def test_the_check_in_does_not_go_on_by_itself(self) -> None:
        couple = living_in(None)
        walk(couple, WAYS["the middle of a check-in"])
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


class TestAfterwards:
    """Nothing goes on by itself, and nothing is cheerful that evening."""

    @each_case("left_by", ["SafetyIntent", "AMAZON.StopIntent", "AMAZON.NavigateHomeIntent"])
    @each_case("where", ["new", "offer", "a turn of a cool down", "reflect", "forget"])
    def test_a_launch_asks_quietly_what_would_help(self, left_by: str, where: str) -> None:
        couple = at_home(music=True)
        walk(couple, [*WAYS[where], left_by])
        if left_by == "SafetyIntent":
            couple.leave("EXCEEDED_MAX_REPROMPTS")
        for _ in range(2):
            couple.launch()
            assert re.fullmatch(r"Hello\. [^.?]+\?", couple.words)
            couple.say("AMAZON.StopIntent")

    @each_case("left_by", ["SafetyIntent", "AMAZON.StopIntent"])
    def test_with_a_check_in_it_asks_whether_to_go_on(self, left_by: str) -> None:
        couple = at_home(music=True)
        walk(couple, [*WAYS["the middle of a check-in"], left_by])
        if left_by == "SafetyIntent":
            couple.leave()
        couple.launch()
        assert couple.state == "go_on"

    @each_case("word", [NEXT, "AMAZON.ResumeIntent"])
    @each_case("where", ["a turn of a cool down", "time apart", "a check-in"])
    def test_no_word_over_the_music_that_was_brings_the_talk_back_unasked(self, word: str, where: str) -> None:
        couple = at_home(music=True)
        walk(couple, [*WAYS[where], "SafetyIntent", NO])
        couple.say(word)
        assert couple.state == ("go_on" if where == "a check-in" else "ready")
        assert "AudioPlayer.Play" not in [directive["type"] for directive in _directives(couple)]

    def test_the_next_evening_they_are_welcome_as_always(self) -> None:
        couple = at_home(music=False)
        walk(couple, ["open", "SafetyIntent", NO])
        couple.moment += timedelta(days=1)
        couple.launch()
        assert couple.state == "offer"

    @each_case("attributes", [{"state": "safety"}, {"state": "safety", "asked_for": "money"}])
    def test_a_forged_session_hears_the_number_for_danger(self, attributes: dict[str, object]) -> None:
        couple = living_in(None)
        couple.launch()
        couple.carry(attributes)
        couple.say(YES)
        assert digits(couple)[:2] == ["18007997233"] * 2


def _directives(couple: Couple) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = couple.last["response"].get("directives", [])
    return found


class BrokenStore(InMemoryStore):
    """A store that never answers."""

    def get(self, key: str, deadline: Deadline) -> Any:
        raise StoreUnavailable("The store cannot be reached.")


def test_a_store_that_fails_changes_nothing_about_it() -> None:
    couple = Couple(skill.build(Settings(), BrokenStore()))
    assert ask_for_help(couple).startswith("If you are in danger now, call 911.")
    couple.say(YES)
    assert digits(couple) == ["18007997233"] * 2
    assert couple.words.startswith("The number is")
