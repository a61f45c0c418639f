# SPDX-License-Identifier: Apache-2.0
"""A turn with the household's memory around it: the same request twice, two speakers, stores that fail."""

from __future__ import annotations

import copy
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest

from lambda_handler import make_handler
from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.household import DEVICES_MAX
from skill.deadline import Deadline
from skill.memory.records import Records
from skill.memory.store import Clash
from skill.settings import Settings

from ..couple import BEDROOM, KITCHEN, USER, Couple, plain_slot, slot
from ..watched_store import WatchedStore


class TestTheSameRequestTwice:
    """The platform delivers a request again when it is not sure that it arrived."""

    def test_gives_the_same_reply_and_moves_nothing(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("AMAZON.YesIntent")
        envelope = couple.intent("AMAZON.NextIntent")
        first = couple.send(envelope)
        kept, saves = store.bytes_of(), store.saves
        assert couple.send(copy.deepcopy(envelope)) == first
        assert (store.bytes_of(), store.saves) == (kept, saves)

    def test_is_told_apart_by_device(self, couple: Couple) -> None:
        envelope = couple.envelope("LaunchRequest")
        first = couple.send(envelope)
        envelope["context"]["System"]["device"]["deviceId"] = BEDROOM
        assert couple.send(envelope) != first

    def test_carries_what_is_never_kept_from_the_request_itself(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        envelope = couple.intent("EmpathyPhraseIntent", slot("feeling", "worn out", "tired"))
        first = couple.send(envelope)
        assert first["sessionAttributes"]["asked_for"] == "tired"
        assert b'"tired"' not in store.bytes_of()
        assert couple.send(envelope) == first

    def test_stops_the_music_each_time(self, couple: Couple) -> None:
        couple.interfaces = {"AudioPlayer": {}}
        couple.launch()
        envelope = couple.intent("AMAZON.StopIntent")
        first = couple.send(envelope)
        assert [one["type"] for one in first["response"]["directives"]] == [
            "AudioPlayer.Stop",
            "AudioPlayer.ClearQueue",
        ]
        assert couple.send(envelope) == first

    def test_in_the_middle_of_a_reflection_moves_nothing_either(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("ReflectIntent")
        while couple.state.startswith("reflect"):
            envelope = couple.intent("AMAZON.YesIntent")
            couple.send(envelope)
        kept, said = store.bytes_of(), couple.last
        assert b"leaning" in kept
        assert couple.send(envelope) == said
        assert store.bytes_of() == kept

    def test_is_known_for_the_four_latest_devices(self, couple: Couple, store: WatchedStore) -> None:
        envelopes = []
        for number in range(DEVICES_MAX + 2):
            envelope = couple.envelope("LaunchRequest")
            envelope["context"]["System"]["device"]["deviceId"] = f"device {number}"
            couple.handler(envelope, None)
            envelopes.append(envelope)
        assert len(store.household().devices) == DEVICES_MAX
        kept = store.bytes_of()
        couple.handler(envelopes[-DEVICES_MAX], None)
        assert store.bytes_of() == kept


class TestTwoSpeakersInOneHome:
    """Both read the same record and both write it."""

    def test_the_second_to_write_answers_on_what_the_first_wrote(self, couple: Couple, store: WatchedStore) -> None:
        bedroom = Couple(couple.handler, device=BEDROOM)
        couple.launch()
        bedroom.launch()
        store.meanwhile = [
            lambda: bedroom.say("SetNamesIntent", plain_slot("first", "Sam"), plain_slot("second", "Alex"))
        ]
        couple.say("AvoidTopicIntent", slot("topic", "money", "money"))
        assert store.household().names == ("Sam", "Alex")
        assert store.household().avoided == ("money",)
        assert {turn.device for turn in store.household().devices} == {
            digest(KITCHEN)[:16],
            digest(BEDROOM)[:16],
        }

    def test_one_who_always_loses_the_race_is_merged(self, couple: Couple, store: WatchedStore) -> None:
        bedroom = Couple(couple.handler, device=BEDROOM)
        couple.launch()
        bedroom.launch()
        topics = ["children", "work", "family"]
        store.meanwhile = [
            lambda topic=topic: bedroom.say("AvoidTopicIntent", slot("topic", topic, topic))  # type: ignore[misc]
            for topic in topics
        ]
        couple.say("AvoidTopicIntent", slot("topic", "money", "money"))
        assert sorted(store.household().avoided) == sorted([*topics, "money"])

    def test_a_clash_with_an_erasure_brings_nothing_back(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("AvoidTopicIntent", slot("topic", "money", "money"))
        store.meanwhile = [lambda: Records(store).erase(digest(USER), time.time(), Deadline())]
        couple.say("AvoidTopicIntent", slot("topic", "work", "work"))
        assert store.household().avoided == ("work",)


class TestAStoreThatFails:
    """The evening goes on, and what changed is written when the store is back."""

    def test_the_check_in_goes_on_and_says_once_that_it_may_not_remember(
        self, couple: Couple, store: WatchedStore
    ) -> None:
        couple.launch()
        couple.say("AMAZON.YesIntent")
        told = []
        store.down = True
        for _ in range(3):
            couple.say("AMAZON.NextIntent")
            assert couple.in_session
            told.append(couple.ssml)
        store.down = False
        couple.say("AMAZON.NextIntent")
        checkin = store.household().checkin
        assert checkin is not None
        assert checkin.at >= 4
        assert len(set(told)) == 3

    def test_what_changed_meanwhile_is_there_once_the_store_is_back(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        couple.say("AvoidTopicIntent", slot("topic", "money", "money"))
        store.down = True
        couple.say("AvoidTopicIntent", slot("topic", "work", "work"))
        couple.say("SetNamesIntent", plain_slot("first", "Sam"), plain_slot("second", "Alex"))
        store.down = False
        couple.say("AMAZON.HelpIntent")
        kept = store.household()
        assert (kept.avoided, kept.names) == (("money", "work"), ("Sam", "Alex"))

    def test_a_whole_evening_without_a_store_is_merged_into_what_it_held(
        self, couple: Couple, store: WatchedStore
    ) -> None:
        for _ in range(3):
            couple.launch()
            couple.moment += timedelta(days=1)
            couple.cut()
        before = store.household()
        cold = Couple(skill.build(Settings(), store))
        cold.moment = couple.moment
        store.down = True
        cold.say("StartCheckInIntent", slot("length", "short", "short"))
        cold.say("SaveThisIntent")
        while cold.in_session:
            cold.say("AMAZON.YesIntent" if cold.state == "ritual" else "AMAZON.NextIntent")
        store.down = False
        cold.say("AMAZON.HelpIntent")
        kept = store.household()
        assert (kept.visits, before.visits) == (4, 3)
        assert len(kept.finished) == len(kept.saved) == 1
        assert kept.ritual is not None

    def test_after_a_failed_read_no_write_is_tried(self, couple: Couple, store: WatchedStore) -> None:
        store.down = True
        couple.launch()
        assert couple.in_session
        assert store.saves == 0

    def test_a_store_that_only_reads_does_not_fail_the_evening(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        store.read_only = True
        couple.say("AMAZON.YesIntent")
        assert couple.in_session

    def test_the_same_request_twice_while_the_store_is_down(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        store.down = True
        envelope = couple.intent("TonightsQuestionIntent")
        assert couple.send(envelope) == couple.send(copy.deepcopy(envelope))

    def test_a_write_whose_answer_was_lost_counts_once(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()
        store.loses_the_answer = True
        couple.say("RitualDoneIntent")
        store.loses_the_answer = False
        couple.say("AMAZON.HelpIntent")
        couple.say("RitualDoneIntent")
        assert store.household().rituals_kept == 2


def test_a_clash_is_told_by_the_store_itself(store: WatchedStore) -> None:
    revision = store.put("k", b"", 0, Deadline())
    store.put("k", b"", revision, Deadline())
    with pytest.raises(Clash):
        store.put("k", b"", revision, Deadline())


def test_two_processes_share_one_file(tmp_path: Path) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    one, other = Couple(make_handler(settings)), Couple(make_handler(settings), device=BEDROOM)
    one.launch()
    assert "therapy" in one.words
    one.say("SetNamesIntent", plain_slot("first", "Sam"), plain_slot("second", "Alex"))
    other.launch()
    assert "therapy" not in other.words
    other.say("StartCheckInIntent", slot("length", "a short one", "short"))
    assert {"Sam", "Alex"} & set(re.findall(r"\w+", other.words))
