# SPDX-License-Identifier: Apache-2.0
"""An Echo: sessions, silence, and who may talk to the skill."""

import json
from datetime import timedelta

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from cases import each_case

from skill.platform import RENDER_DOCUMENT
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.requests import Gear, counted_ids
from skill.speaker.echo.validation import Refused

from ..small_skill import EVENING, NOTHING, Json, SmallSkill, echo_with, home_with, play, reply

OPEN = "alexa, open closer together"
ASKS = reply(
    "Shall we begin?", open=True, again="Ready?", attributes={"state": "offer", "expects": ["AMAZON.YesIntent"]}
)


def test_opening_sends_a_launch_in_a_new_session() -> None:
    skill = SmallSkill(ASKS)
    (exchange,) = echo_with(skill).hear(OPEN)
    assert skill.last["request"]["type"] == "LaunchRequest"
    assert skill.last["session"]["new"] is True
    assert skill.last["session"]["attributes"] == {}
    assert exchange.heard == OPEN
    assert exchange.spoken == "Shall we begin?"
    assert exchange.session_open
    assert exchange.listening


def test_an_open_session_hears_plain_words_and_carries_attributes() -> None:
    skill = SmallSkill(ASKS, reply("Good night."))
    echo = echo_with(skill)
    echo.hear(OPEN)
    (exchange,) = echo.hear("yes")
    first, second = skill.events
    assert second["request"]["intent"]["name"] == "AMAZON.YesIntent"
    assert second["session"]["new"] is False
    assert second["session"]["sessionId"] == first["session"]["sessionId"]
    assert second["session"]["attributes"] == {"state": "offer", "expects": ["AMAZON.YesIntent"]}
    assert not exchange.session_open


def test_after_an_end_the_next_session_is_a_new_one_without_attributes() -> None:
    skill = SmallSkill(reply("Bye.", attributes={"state": "ended"}), ASKS)
    echo = echo_with(skill)
    echo.hear(OPEN)
    echo.hear(OPEN)
    first, second = skill.events
    assert second["session"]["new"] is True
    assert second["session"]["attributes"] == {}
    assert second["session"]["sessionId"] != first["session"]["sessionId"]


def test_attributes_that_a_response_leaves_out_are_gone() -> None:
    skill = SmallSkill(ASKS, reply("Go on.", open=True), reply())
    echo = echo_with(skill)
    for line in (OPEN, "yes", "no"):
        echo.hear(line)
    assert skill.last["session"]["attributes"] == {}


def test_a_closed_microphone_hears_nothing() -> None:
    skill = SmallSkill()
    for line in ("yes", "open closer together", "ask closer together for tonight's question", "", "🌹"):
        (exchange,) = echo_with(skill).hear(line)
        assert exchange.request is None
        assert exchange.response is None
        assert "microphone is closed" in (exchange.note or "")
    assert skill.events == []


def test_asking_by_name_is_an_intent_in_a_new_session() -> None:
    skill = SmallSkill(reply())
    (exchange,) = echo_with(skill).hear("alexa, ask closer together for tonight's question")
    assert skill.last["session"]["new"] is True
    assert exchange.intent == "TonightsQuestionIntent"


def test_the_wake_word_in_an_open_session_is_no_part_of_the_words() -> None:
    skill = SmallSkill(ASKS, reply())
    echo = echo_with(skill)
    echo.hear(OPEN)
    (exchange,) = echo.hear("alexa, stop")
    assert exchange.intent == "AMAZON.StopIntent"


def test_opening_again_in_the_middle_starts_anew() -> None:
    skill = SmallSkill(ASKS, ASKS)
    echo = echo_with(skill)
    echo.hear(OPEN)
    echo.hear("open closer together")
    assert [event["session"]["new"] for event in skill.events] == [True, True]


@each_case("word", ["exit", "alexa, quit"])
def test_leaving_ends_the_session_without_asking_the_skill(word: str) -> None:
    skill = SmallSkill(ASKS)
    echo = echo_with(skill)
    echo.hear(OPEN)
    (exchange,) = echo.hear(word)
    assert skill.last["request"]["type"] == "SessionEndedRequest"
    assert skill.last["request"]["reason"] == "USER_INITIATED"
    assert exchange.heard == word
    assert not exchange.session_open


def test_words_that_reach_no_skill_are_told_so() -> None:
    skill = SmallSkill()
    echo = echo_with(skill)
    assert "not the last that played" in (echo.hear("alexa, next")[0].note or "")
    assert "without its name" in (echo.hear("alexa, what's tonight's question")[0].note or "")
    assert echo.end() == []
    assert skill.events == []


def test_silence_is_eight_seconds_the_reprompt_eight_more_and_the_end() -> None:
    skill = SmallSkill(ASKS)
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    (again,) = home.silence()
    assert (again.heard, again.request, again.spoken, again.session_open) == (None, None, "Ready?", True)
    (end,) = home.silence()
    assert skill.last["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert skill.last["session"]["attributes"]["state"] == "offer"
    assert not end.session_open
    (nothing,) = home.silence()
    assert nothing.request is None


def test_without_a_reprompt_the_first_silence_ends_it() -> None:
    skill = SmallSkill(reply("Yes?", open=True))
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    home.silence()
    assert skill.kinds == ["LaunchRequest", "SessionEndedRequest"]


def test_an_answer_after_the_reprompt_still_counts() -> None:
    skill = SmallSkill(ASKS, reply())
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    home.silence()
    home.hear("yes")
    assert skill.kinds == ["LaunchRequest", "IntentRequest"]


def test_the_scripted_clock_moves_by_speech_and_waiting_only() -> None:
    talk = reply(ssml='<speak>One two three four five.<break time="10s"/></speak>', open=True, again="Go on?")
    skill = SmallSkill(talk, reply(), reply())
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    home.hear("yes")
    first, second = (event["request"]["timestamp"] for event in skill.events)
    assert first == "2026-03-05T21:00:01Z"
    assert second == "2026-03-05T21:00:14Z"  # 2 s of words, 10 s of quiet, 1 s to answer


def test_waiting_counts_from_the_end_of_the_speech() -> None:
    skill = SmallSkill(reply(ssml='<speak>Talk.<break time="10s"/></speak>', open=True, again="Go on?"))
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    assert home.wait(7) == []
    assert [exchange.spoken for exchange in home.wait(2)] == ["Go on?"]


def test_the_next_evening_lets_a_session_run_out_first() -> None:
    skill = SmallSkill(ASKS, ASKS)
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    assert [exchange.kind for exchange in home.next_evening()] == [None, "SessionEndedRequest"]
    home.hear(OPEN)
    assert skill.last["request"]["timestamp"] == "2026-03-06T21:00:01Z"


def test_after_midnight_the_next_evening_is_the_same_date() -> None:
    skill = SmallSkill(ASKS)
    home = home_with(skill, ScriptedClock(EVENING + timedelta(hours=5)))
    home.next_evening()
    home.hear(OPEN)
    assert skill.last["request"]["timestamp"] == "2026-03-06T21:00:01Z"


def test_a_session_with_a_screen_may_live_on_without_the_microphone() -> None:
    skill = SmallSkill(reply(open=None, directives=[document()]), ASKS)
    home = home_with(skill, ScriptedClock(EVENING))
    home.use("screen")
    (shown,) = home.hear(OPEN)
    assert (shown.session_open, shown.listening) == (True, False)
    assert home.hear("yes")[0].request is None
    assert home.hear("alexa, yes")[0].intent == "AMAZON.YesIntent"


def document(*labels: str) -> Json:
    things = [{"label": label, "means": ["mark", label]} for label in labels]
    return {"type": RENDER_DOCUMENT, "token": "t", "document": {}, "datasources": {"screen": {"choices": things}}}


def test_a_touch_sends_what_the_document_says_of_it() -> None:
    skill = SmallSkill(reply(open=True, directives=[document("More", "Stop")], attributes={"state": "x"}), ASKS)
    echo = echo_with(skill, gear=Gear(screen=True))
    echo.hear(OPEN)
    (exchange,) = echo.touch("Stop")
    assert (exchange.heard, exchange.spoken) == ("Stop", "Shall we begin?")
    sent = skill.last["request"]
    assert (sent["type"], sent["token"], sent["arguments"]) == (
        "Alexa.Presentation.APL.UserEvent",
        "t",
        ["mark", "Stop"],
    )
    assert skill.last["session"]["attributes"] == {"state": "x"}
    assert echo.screen is None, "the reply shows nothing"


def test_a_touch_that_is_let_be_leaves_the_screen_as_it_was() -> None:
    skill = SmallSkill(reply(open=None, directives=[document("More")]), NOTHING, NOTHING)
    echo = echo_with(skill, gear=Gear(screen=True))
    echo.hear(OPEN)
    assert echo.touch("More")[0].session_open
    assert echo.screen == document("More")


@each_case("gear", [Gear(screen=True), Gear()])
def test_what_is_not_on_the_screen_cannot_be_touched(gear: Gear) -> None:
    skill = SmallSkill(reply(open=True, directives=[document("More")] if gear.screen else None))
    echo = echo_with(skill, gear=gear)
    for begun in (False, True):
        (exchange,) = echo.touch("Stop" if begun else "More")
        assert exchange.request is None
        assert "Nothing on the screen" in (exchange.note or "")
        if not begun:
            echo.hear(OPEN)


def test_a_round_screen_says_so() -> None:
    skill = SmallSkill(ASKS, ASKS)
    home = home_with(skill, ScriptedClock(EVENING))
    for words, shape in (("round", "ROUND"), ("screen", "RECTANGLE")):
        home.use(words)
        home.hear(OPEN)
        context = skill.last["context"]
        assert context["Viewport"]["shape"] == context["Viewports"][0]["shape"] == shape
        assert (context["Viewport"]["pixelWidth"] == context["Viewport"]["pixelHeight"]) is (words == "round")


def test_without_a_screen_a_session_that_says_nothing_of_its_end_ends() -> None:
    (exchange,) = echo_with(SmallSkill(reply(open=None))).hear(OPEN)
    assert not exchange.session_open


def test_another_device_has_a_session_of_its_own() -> None:
    skill = SmallSkill(ASKS, ASKS, reply())
    home = home_with(skill, ScriptedClock(EVENING))
    home.hear(OPEN)
    home.use("kitchen no-audio")
    home.hear(OPEN)
    living_room, kitchen = skill.events
    assert living_room["session"]["user"] == kitchen["session"]["user"]
    assert living_room["context"]["System"]["device"]["deviceId"] != kitchen["context"]["System"]["device"]["deviceId"]
    assert kitchen["context"]["System"]["device"]["supportedInterfaces"] == {}
    assert "AudioPlayer" not in kitchen["context"]
    assert [exchange.kind for exchange in home.leave()] == ["SessionEndedRequest"] * 2


def test_what_the_skill_may_not_send_is_told_and_ends_the_session() -> None:
    skill = SmallSkill(ASKS, reply(open=True, directives=[play()]))
    echo = echo_with(skill)
    echo.hear(OPEN)
    refused, ended = echo.hear("yes")
    assert refused.refused
    assert refused.spoken == ""
    assert "Play goes with shouldEndSession true" in (refused.note or "")
    assert ended.request is not None
    assert ended.request["request"]["reason"] == "ERROR"
    assert not ended.session_open


def test_a_skill_that_breaks_is_told_without_its_words() -> None:
    skill = SmallSkill(ValueError("what somebody said"))
    exchange, _ = echo_with(skill).hear(OPEN)
    assert exchange.refused
    assert "ValueError" in (exchange.note or "")
    assert "somebody" not in (exchange.note or "")


def test_a_strict_device_raises_instead() -> None:
    with pytest.raises(Refused, match="version"):
        echo_with(SmallSkill({"response": {}}), strict=True).hear(OPEN)
    with pytest.raises(ValueError, match="its own"):
        echo_with(SmallSkill(ValueError("its own")), strict=True).hear(OPEN)


def test_a_reply_that_json_cannot_hold_is_refused() -> None:
    exchange, _ = echo_with(SmallSkill({"version": "1.0", "response": {"card": object()}})).hear(OPEN)
    assert exchange.refused


def test_a_reply_that_comes_too_late_is_refused() -> None:
    times = iter([0.0, 9.0])
    exchange = echo_with(SmallSkill(ASKS), stopwatch=lambda: next(times, 9.0)).hear(OPEN)[0]
    assert "the reply took 9.0 s; the limit is 8 s" in (exchange.note or "")


def test_slots_carry_words_and_what_they_resolve_to() -> None:
    skill = SmallSkill(ASKS, reply())
    echo = echo_with(skill)
    echo.hear(OPEN)
    echo.hear("what can I say when she is stressed")
    intent = skill.last["request"]["intent"]
    assert intent["name"] == "EmpathyPhraseIntent"
    slot = intent["slots"]["feeling"]
    assert slot["value"] == "stressed"
    (authority,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert authority["status"]["code"] == "ER_SUCCESS_MATCH"
    assert authority["values"][0]["value"]["id"] == "stressed"


def test_unfilled_slots_stand_there_without_a_value() -> None:
    skill = SmallSkill(ASKS, reply())
    echo = echo_with(skill)
    echo.hear(OPEN)
    echo.hear("start our check in")
    slots = skill.last["request"]["intent"]["slots"]
    assert {name: slot.get("value") for name, slot in slots.items()} == dict.fromkeys(
        ("length", "theme", "topic", "mood")
    )


def test_words_that_match_no_value_resolve_to_none() -> None:
    from skill.speaker.nlu import Meaning

    skill = SmallSkill(reply())
    meaning = Meaning(text="x", intent="EmpathyPhraseIntent", slots={}, spoken={"feeling": "peckish"}, confidence=1.0)
    echo_with(skill).ask(meaning)
    slot = skill.last["request"]["intent"]["slots"]["feeling"]
    assert slot["value"] == "peckish"
    (authority,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert authority["status"]["code"] == "ER_SUCCESS_NO_MATCH"
    assert "values" not in authority


def test_requests_are_what_the_sdk_reads() -> None:
    skill = SmallSkill(ASKS, reply(directives=[play()]), reply())
    echo = echo_with(skill, gear=Gear(screen=True))
    for line in (OPEN, "what can I say when he is sad", "alexa, next"):
        echo.hear(line)
    echo.send("CanFulfillIntentRequest", intent={"name": "TonightsQuestionIntent"})
    for event in skill.events:
        envelope = DefaultSerializer().deserialize(json.dumps(event), RequestEnvelope)
        assert envelope.request.object_type == event["request"]["type"]
        assert envelope.context.system.device.supported_interfaces.audio_player is not None


def test_ids_repeat_with_their_seed_and_never_within_it() -> None:
    one, same, other = counted_ids("a"), counted_ids("a"), counted_ids("b")
    drawn = [one() for _ in range(50)]
    assert drawn == [same() for _ in range(50)]
    assert len({*drawn, *(other() for _ in range(50))}) == 100


def test_a_line_of_ten_thousand_characters_is_a_line() -> None:
    skill = SmallSkill(ASKS, NOTHING)
    echo = echo_with(skill)
    echo.hear(OPEN)
    (exchange,) = echo.hear("we talked and talked " * 500)
    assert exchange.kind == "IntentRequest"


def test_what_may_be_danger_goes_along_with_what_was_not_understood_and_is_shown_to_nobody() -> None:
    skill = SmallSkill(ASKS, ASKS)
    echo = echo_with(skill)
    echo.hear(OPEN)
    (exchange,) = echo.hear("he wants to see every message i write to my sister")
    sent = skill.last["request"]["intent"]
    assert sent["name"] == "AMAZON.FallbackIntent"
    assert sent["slots"]["risk"]["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"] == "ER_SUCCESS_NO_MATCH"
    assert "sister" not in json.dumps(sent)
    assert exchange.private
