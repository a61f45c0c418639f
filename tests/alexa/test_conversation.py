# SPDX-License-Identifier: Apache-2.0
"""A turn with the household's memory around it: the same request twice, two speakers, stores that fail."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lambda_handler import make_handler
from skill.alexa import face
from skill.alexa.envelope import digest
from skill.checkin.household import DEVICES_MAX, Household
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.store import Clash, Kept, StoreUnavailable
from skill.settings import Settings

from .couple import BEDROOM, KITCHEN, USER, Couple, plain_slot, slot


class WatchedStore(InMemoryStore):
    """A store in memory that tests can look into, make fail, and disturb."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.read_only = False
        self.saves = 0
        self.meanwhile: list[Callable[[], object]] = []
        """What other speakers do between this one's reading and writing."""

    def load(self, key: str, deadline: Deadline) -> Kept | None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        return super().load(key, deadline)

    def save(self, key: str, kept: Kept, deadline: Deadline) -> Kept:
        if self.down or self.read_only:
            raise StoreUnavailable("The store is down.")
        if self.meanwhile:
            self.meanwhile.pop()()
        self.saves += 1
        return super().save(key, kept, deadline)

    def erase(self, key: str, deadline: Deadline) -> None:
        if self.down:
            raise StoreUnavailable("The store is down.")
        super().erase(key, deadline)

    def bytes_of(self, user: str = USER) -> bytes:
        return self._rows.get(digest(user), (0, b""))[1]

    def household(self, user: str = USER) -> Household:
        kept = super().load(digest(user), Deadline())
        assert kept is not None
        return kept.household


@pytest.fixture
def store() -> WatchedStore:
    return WatchedStore()


@pytest.fixture
def couple(store: WatchedStore) -> Couple:
    return Couple(face.build(Settings(), store))


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

    def test_does_not_wish_a_second_time(self, couple: Couple) -> None:
        couple.interfaces = {"AudioPlayer": {}}
        couple.launch()
        envelope = couple.intent("AMAZON.StopIntent")
        couple.send(envelope)
        assert "directives" not in couple.send(envelope)["response"]

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


class TestWhatIsNeverKept:
    """Of some turns not even the words are kept that the skill said."""

    def evening(self, couple: Couple, intent: str, *slots: Any) -> None:
        couple.launch()
        couple.say(intent, *slots)

    def test_safety_writes_what_stop_writes(self, couple: Couple, store: WatchedStore) -> None:
        self.evening(couple, "AMAZON.StopIntent")
        other = Couple(couple.handler, user="amzn1.ask.account.OTHER")
        self.evening(other, "SafetyIntent", slot("risk", "he hits me", "danger"))
        other.say("AMAZON.YesIntent")
        other.say("AMAZON.RepeatIntent")
        other.say("AMAZON.StopIntent")
        assert b"safety" not in store.bytes_of(other.user)
        for kept in (store.household(), store.household(other.user)):
            assert (kept.visits, kept.checkin is None) == (1, kept.checkin is None)
        stopped, unsafe = store.household(), store.household(other.user)
        assert stopped.heard.keys() >= unsafe.heard.keys()

    @pytest.mark.parametrize(("intent", "trace"), [("ReflectIntent", b"signs"), ("CoolDownIntent", b"cool")])
    def test_a_reflection_and_a_cool_down_leave_no_words(
        self, couple: Couple, store: WatchedStore, intent: str, trace: bytes
    ) -> None:
        self.evening(couple, intent)
        couple.say("AMAZON.YesIntent")
        couple.say("AMAZON.NoIntent")
        assert trace not in store.bytes_of()

    def test_a_can_fulfill_request_and_a_quiet_one_write_nothing(self, couple: Couple, store: WatchedStore) -> None:
        couple.send(couple.envelope("CanFulfillIntentRequest", intent={"name": "TonightsQuestionIntent"}))
        couple.send(couple.envelope("AudioPlayer.PlaybackFinished", session=False))
        assert store.saves == 0


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
        store.meanwhile = [lambda: store.erase(digest(USER), Deadline())]
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
            couple.in_session = False
        before = store.household()
        cold = Couple(face.build(Settings(), store))
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

    def test_a_writer_whose_answer_was_lost_is_not_written_twice(self, couple: Couple, store: WatchedStore) -> None:
        couple.launch()

        def lost() -> None:
            kept = WatchedStore.load(store, digest(USER), Deadline())
            assert kept is not None

        store.meanwhile = [lost]
        couple.say("SaveThisIntent")
        assert store.saves == 2


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


def test_a_clash_is_told_by_the_store_itself(store: WatchedStore) -> None:
    kept = store.save("k", Kept(household=Household()), Deadline())
    store.save("k", kept, Deadline())
    with pytest.raises(Clash):
        store.save("k", kept, Deadline())


def test_two_processes_share_one_file(tmp_path: Path) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    one, other = Couple(make_handler(settings)), Couple(make_handler(settings), device=BEDROOM)
    one.launch()
    one.say("SetNamesIntent", plain_slot("first", "Sam"), plain_slot("second", "Alex"))
    other.launch()
    assert "Sam" in other.words or "therapy" not in other.words
