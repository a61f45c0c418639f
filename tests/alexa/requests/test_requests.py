# SPDX-License-Identifier: Apache-2.0
"""Every type of request is answered as the platform wants it, including types and values that do not exist yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lambda_handler import make_handler
from skill.settings import Settings

from ..couple import Couple, slot

SAYS_NOTHING = (
    "AudioPlayer.PlaybackStarted",
    "AudioPlayer.PlaybackNearlyFinished",
    "AudioPlayer.PlaybackFinished",
    "AudioPlayer.PlaybackStopped",
    "AudioPlayer.PlaybackFailed",
    "AudioPlayer.SomethingNew",
    "PlaybackController.NextCommandIssued",
    "PlaybackController.PauseCommandIssued",
    "PlaybackController.PlayCommandIssued",
    "PlaybackController.PreviousCommandIssued",
    "AlexaSkillEvent.SkillEnabled",
    "AlexaSkillEvent.SkillDisabled",
    "AlexaSkillEvent.SkillPermissionAccepted",
    "AlexaSkillEvent.SkillPermissionChanged",
    "AlexaSkillEvent.SkillAccountLinked",
    "AlexaSkillEvent.ProactiveSubscriptionChanged",
    "AlexaSkillEvent.SomethingNew",
    "Reminders.ReminderCreated",
    "Reminders.ReminderDeleted",
    "Reminders.ReminderStarted",
    "Reminders.ReminderStatusChanged",
    "Reminders.ReminderUpdated",
    "System.ExceptionEncountered",
    "Messaging.MessageReceived",
    "Something.FromTheFuture",
)


def test_a_launch_speaks_asks_and_listens(couple: Couple) -> None:
    response = couple.launch()["response"]
    assert couple.words
    assert response["shouldEndSession"] is False
    assert response["reprompt"]["outputSpeech"]["ssml"].startswith("<speak>")
    assert couple.last["version"] == "1.0"


def test_a_launch_by_a_task_reads_tonights_question_and_ends(couple: Couple) -> None:
    couple.launch(task={"name": "amzn1.ask.skill.x.TonightsQuestion", "version": "1", "input": {"any": "thing"}})
    assert couple.last["response"]["shouldEndSession"] is True
    (done,) = couple.last["response"]["directives"]
    assert (done["type"], done["status"]["code"]) == ("Tasks.CompleteTask", "200")


def test_an_intent_of_a_later_model_is_met_with_a_kind_word(couple: Couple) -> None:
    couple.launch()
    couple.say("SomeIntentOfNextYear")
    assert couple.words
    assert couple.last["response"]["shouldEndSession"] is False


def test_the_end_of_a_session_is_answered_with_nothing(couple: Couple) -> None:
    couple.launch()
    for reason in ("USER_INITIATED", "EXCEEDED_MAX_REPROMPTS", "ERROR", "A_REASON_FROM_THE_FUTURE"):
        envelope = couple.envelope("SessionEndedRequest", reason=reason, error={"type": "NEW_ERROR", "message": "x"})
        assert couple.send(envelope)["response"] == {}


@pytest.mark.parametrize("kind", SAYS_NOTHING)
def test_what_nobody_spoke_is_answered_without_a_word(couple: Couple, kind: str) -> None:
    assert couple.send(couple.envelope(kind, session=False, token="none of ours"))["response"] == {}


@pytest.mark.parametrize("kind", ["Alexa.Presentation.APL.UserEvent", "Alexa.Presentation.APL.RuntimeError"])
def test_a_screen_moves_nothing(couple: Couple, kind: str) -> None:
    couple.launch()
    before = couple.attributes
    envelope = couple.envelope(kind, token="t", arguments=[{"deep": [1]}], source={}, errors=[{"type": "NEW"}])
    assert couple.handler(envelope, None)["response"] == {}
    couple.say("AMAZON.RepeatIntent")
    assert couple.state == before["state"]


@pytest.mark.parametrize(
    "attributes", [{"state": "x"}, {"state": "offer", "last": [["p", 1e400]]}, {"more": [1] * 9999}]
)
def test_what_no_session_of_ours_carried_is_not_sent_back(couple: Couple, attributes: Any) -> None:
    couple.carry(attributes)
    answer = couple.handler(couple.envelope("Alexa.Presentation.APL.UserEvent", token="t"), None)
    assert answer["sessionAttributes"]["state"] == "new"
    assert answer["sessionAttributes"].keys() == {"state", "expects"}


@pytest.mark.parametrize("kind", ["SessionResumedRequest", "Connections.Response"])
def test_a_session_that_comes_back_goes_on(couple: Couple, kind: str) -> None:
    couple.launch()
    couple.send(couple.envelope(kind, status={"code": "200"}, payload={"status": "ACCEPTED"}, name="AskFor", token=""))
    assert couple.words
    assert couple.last["response"]["shouldEndSession"] is False


def test_an_unknown_type_in_a_session_gets_a_polite_word(couple: Couple) -> None:
    couple.launch()
    couple.send(couple.envelope("Something.FromTheFuture", payload={"x": 1}))
    assert couple.words
    assert couple.last["response"]["shouldEndSession"] is False


def test_new_viewports_interfaces_and_fields_change_nothing(couple: Couple) -> None:
    plain = Couple(couple.handler, user="amzn1.ask.account.OTHER")
    plain.launch()
    envelope = plain.envelope("LaunchRequest")
    envelope["session"]["new"] = True
    envelope["context"]["Viewport"] = {"mode": "HOLOGRAM", "shape": "TORUS", "dpi": "many", "experiences": "none"}
    envelope["context"]["Viewports"] = [{"type": "SMELL", "id": 3}, None, 4]
    envelope["context"]["Alexa.Presentation.Aroma"] = {"state": "ON"}
    envelope["context"]["System"]["device"]["supportedInterfaces"] = {"Hologram": {}, "Alexa.Presentation.APL": 7}
    envelope["context"]["System"]["unit"] = ["not", "a", "unit"]
    envelope["request"]["launchedFrom"] = {"a": "dream"}
    other = Couple(couple.handler, user="amzn1.ask.account.THIRD")
    odd = other.envelope("LaunchRequest")
    odd["context"] = envelope["context"]
    odd["context"]["System"]["user"] = odd["session"]["user"]
    other.send(odd)
    assert other.state == plain.state == "offer"


def test_every_answer_in_a_session_tells_state_and_what_is_expected(couple: Couple) -> None:
    for answer in (couple.launch(), couple.say("AMAZON.HelpIntent"), couple.say("AMAZON.StopIntent")):
        assert isinstance(answer["sessionAttributes"]["state"], str)
        assert isinstance(answer["sessionAttributes"]["expects"], list)
    assert couple.last["sessionAttributes"]["state"] == "ended"
    assert couple.last["response"]["shouldEndSession"] is True


class TestCanFulfill:
    """The platform asks whether the skill could answer somebody who did not name it."""

    def ask(self, couple: Couple, intent: str, *slots: dict[str, Any]) -> dict[str, Any]:
        meant = {"name": intent, "slots": {one["name"]: one for one in slots}}
        answer: dict[str, Any] = couple.send(couple.envelope("CanFulfillIntentRequest", intent=meant))
        assert "outputSpeech" not in answer["response"]
        return answer["response"]["canFulfillIntent"]

    def test_yes_for_what_is_answered_at_once(self, couple: Couple) -> None:
        assert self.ask(couple, "TonightsQuestionIntent") == {"canFulfill": "YES", "slots": {}}
        judged = self.ask(couple, "EmpathyPhraseIntent", slot("feeling", "worn out", "tired"))
        assert judged == {
            "canFulfill": "YES",
            "slots": {"feeling": {"canUnderstand": "YES", "canFulfill": "YES"}},
        }
        assert self.ask(couple, "SuggestRitualIntent", slot("moment", "mornings", "morning"))["canFulfill"] == "YES"

    def test_maybe_where_the_words_of_a_slot_are_not_known(self, couple: Couple) -> None:
        judged = self.ask(couple, "EmpathyPhraseIntent", slot("feeling", "purple"))
        assert judged["canFulfill"] == "MAYBE"
        assert judged["slots"]["feeling"] == {"canUnderstand": "NO", "canFulfill": "NO"}

    def test_no_for_everything_else(self, couple: Couple) -> None:
        for intent in ("SafetyIntent", "ForgetUsIntent", "HowAreWeDoingIntent", "AMAZON.StopIntent", "NoSuchIntent"):
            assert self.ask(couple, intent)["canFulfill"] == "NO"
        assert couple.send(couple.envelope("CanFulfillIntentRequest"))["response"]["canFulfillIntent"] == {
            "canFulfill": "NO",
            "slots": {},
        }

    def test_nothing_is_read_or_written(self, tmp_path: Path) -> None:
        file = tmp_path / "kept.sqlite3"
        couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
        self.ask(couple, "TonightsQuestionIntent")
        assert not file.exists()
        couple.launch()
        assert file.exists()


def test_a_complaint_of_the_platform_is_logged_by_its_kind_without_ids(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    cause = {"requestId": "amzn1.echo-api.request.SECRET"}
    error = {"type": "INVALID_RESPONSE", "message": "amzn1.ask.device.SECRET was wrong"}
    answer = couple.send(couple.envelope("System.ExceptionEncountered", session=False, error=error, cause=cause))
    assert answer["response"] == {}
    assert "INVALID_RESPONSE" in caplog.text
    assert "SECRET" not in caplog.text
