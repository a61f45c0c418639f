# SPDX-License-Identifier: Apache-2.0
"""What a turn leaves in the store, what it never does, and what stays after they asked to be forgotten: nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.alexa import skill
from skill.settings import Settings

from ..couple import TRACKS, Couple, Room, slot
from ..watched_store import WatchedStore

TELLING = re.compile(rb"cool|signs|reflect|safety|repair")
"""What would tell in a record of a reflection, a cool down or safety."""


def phrases(store: WatchedStore) -> list[bytes]:
    """The numbers of words for a feeling that are kept anywhere."""
    return re.findall(rb'"empathy",[1-9]', store.bytes_of())


class TestWhatIsNeverKept:
    """Of some turns not even the words are kept that the skill said."""

    def evening(self, couple: Couple, intent: str, *slots: Any) -> None:
        couple.launch()
        couple.say(intent, *slots)

    def what_the_listener_gets(self) -> list[bytes]:
        """The phrases that are kept of a couple who asked for no words."""
        store = WatchedStore()
        couple = Couple(skill.build(Settings(), store))
        couple.launch()
        couple.say("StartCheckInIntent", slot("length", "short", "short"))
        couple.say("AMAZON.NextIntent")
        assert phrases(store)
        return phrases(store)

    @pytest.mark.parametrize(
        "then", ["AnotherOneIntent", "AMAZON.HelpIntent", "AMAZON.NextIntent", "AMAZON.StopIntent"]
    )
    @pytest.mark.parametrize("where", ["in a check-in", "in a session", "in one breath"])
    def test_words_for_a_feeling_do_not_tell_the_feeling(
        self, couple: Couple, store: WatchedStore, where: str, then: str
    ) -> None:
        if where != "in one breath":
            couple.launch()
        if where == "in a check-in":
            couple.say("StartCheckInIntent", slot("length", "short", "short"))
        planned = phrases(store)
        couple.say("EmpathyPhraseIntent", slot("feeling", "worn out", "tired"))
        assert phrases(store) == planned
        if where != "in one breath":
            couple.say(then)
            goes_on = (where, then) == ("in a check-in", "AMAZON.NextIntent")
            checkin = store.household().checkin
            assert (checkin is not None and checkin.at == 1) is goes_on
            if goes_on:  # to the words for the listener: they fit the question, whatever anybody feels
                planned = self.what_the_listener_gets()
            assert phrases(store) == planned

    @pytest.mark.parametrize(
        "then", ["EmpathyPhraseIntent", "AnotherOneIntent", "AMAZON.HelpIntent", "AMAZON.RepeatIntent"]
    )
    def test_and_are_said_alike_where_the_request_comes_twice(self, couple: Couple, then: str) -> None:
        couple.launch()
        feeling = slot("feeling", "worn out", "tired")
        couple.say("EmpathyPhraseIntent", feeling)
        envelope = couple.intent(then, feeling)
        assert couple.send(envelope) == couple.send(envelope)

    @pytest.mark.parametrize(
        "answers",
        [
            [],
            ["Yes"],
            ["Yes"] * 5,
            ["Yes"] * 6 + ["No"] * 4,
            ["Yes"] * 11,
            ["No"] * 6 + ["Yes"],
            ["Yes"] * 6 + ["Stop"],
        ],
    )
    def test_a_reflection_leaves_no_words(self, couple: Couple, store: WatchedStore, answers: list[str]) -> None:
        self.evening(couple, "ReflectIntent")
        couple.say("AMAZON.YesIntent")
        for answer in answers:
            couple.say(f"AMAZON.{answer}Intent")
            assert not TELLING.search(store.bytes_of())

    @each_case("ending", [["Stop"], ["No", "Next", "No"], ["Next"] * 6, ["No", "No"], ["launch"]])
    @each_case("consent", [["No"], ["Yes", "No"], ["Yes", "Yes"]])
    def test_a_cool_down_leaves_nothing_but_that_they_left(self, consent: list[str], ending: list[str]) -> None:
        store = WatchedStore()
        room = Room(skill.build(Settings(store="memory:", audio_base_url=TRACKS), store))
        room.launch()
        room.say("AMAZON.HelpIntent")
        before = store.household()
        room.say("CoolDownIntent")
        for answer in [*consent, *(ending if consent[-1] == "Yes" else [])]:
            room.launch() if answer == "launch" else room.say(f"AMAZON.{answer}Intent")
            assert not TELLING.search(store.bytes_of())
            for one in store.household().devices:
                assert one.parts == ()
            after = replace(store.household(), devices=(), answered=(), left=None, quiet=None)
            assert after == replace(before, devices=(), answered=())
        assert store.household().left == (
            None if ending == ["launch"] and consent == ["Yes", "Yes"] else before.last_visit
        )

    def test_a_turn_of_a_cool_down_that_is_delivered_twice_is_the_same_turn_with_its_music(self) -> None:
        room = Room(skill.build(Settings(store="memory:", audio_base_url=TRACKS), WatchedStore()))
        for intent in ("CoolDownIntent", "AMAZON.YesIntent"):
            room.say(intent)
        for intent in ("AMAZON.YesIntent", *["AMAZON.NextIntent"] * 6):
            envelope = room.intent(intent)
            assert room.send(envelope) == room.handler(envelope, None)

    def test_a_can_fulfill_request_and_a_quiet_one_write_nothing(self, couple: Couple, store: WatchedStore) -> None:
        couple.send(couple.envelope("CanFulfillIntentRequest", intent={"name": "TonightsQuestionIntent"}))
        couple.send(couple.envelope("AudioPlayer.PlaybackFinished", session=False))
        assert store.saves == 0


class TestForgetting:
    """Everything goes, and nobody is told so when it did not."""

    def test_forget_us_erases_all(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("ForgetUsIntent")
        assert store.bytes_of()
        couple.say("AMAZON.YesIntent")
        assert store.bytes_of() == b""
        couple.launch()
        assert "therapy" in couple.words

    def test_nobody_is_told_that_it_is_gone_when_it_is_not(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("ForgetUsIntent")
        store.down = True
        couple.say("AMAZON.YesIntent")
        assert "nothing is erased yet" in couple.words
        assert couple.last["response"]["shouldEndSession"] is True

    @pytest.mark.parametrize(("status", "kept"), [("NOT_PERSISTED", False), ("PERSISTED", True), (None, True)])
    def test_a_disabled_skill_erases_where_the_platform_says_so(
        self, couple: Couple, store: WatchedStore, status: str | None, kept: bool
    ) -> None:
        couple.launch()
        body = {"userInformationPersistenceStatus": status} if status else ["no body"]
        event = couple.envelope("AlexaSkillEvent.SkillDisabled", session=False, body=body)
        assert couple.send(event)["response"] == {}
        assert bool(store.bytes_of()) is kept

    def test_a_disabled_skill_is_erased_once_the_store_answers_anybody_again(
        self, couple: Couple, store: WatchedStore
    ) -> None:
        couple.launch()
        store.down = True
        body = {"userInformationPersistenceStatus": "NOT_PERSISTED"}
        couple.send(couple.envelope("AlexaSkillEvent.SkillDisabled", session=False, body=body))
        store.down = False
        other = Couple(couple.handler, user="amzn1.ask.account.OTHER")
        other.launch()
        assert store.bytes_of() == b""
