# SPDX-License-Identifier: Apache-2.0
"""What the page is told while two people talk: what was understood, what is said, where they are, and what may come."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skill.speaker.console.transcript import SAFETY
from skill.tracks import TRACKS
from skill.web import viewhost
from skill.web.page import actions
from skill.web.page.routes import Page

from .conftest import Asker

OPEN = "alexa, open closer together"


def words(state: dict[str, Any]) -> str:
    return " ".join(piece.get("words", "") for entry in state["entries"] for piece in entry["said"])


def test_a_line_comes_back_with_its_reply_and_what_was_understood(asker: Asker) -> None:
    opened = asker.says(OPEN)
    (launch,) = opened["entries"]
    assert (launch["heard"], launch["request"], launch["state"]) == (OPEN, "LaunchRequest", "offer")
    assert "Welcome" in words(opened)
    assert opened["listening"]
    begun = asker.says("start a long one about touch")["entries"][1]
    assert begun["intent"] == "StartCheckInIntent"
    assert begun["slots"] == {"length": "long", "theme": "touch"}
    assert begun["confidence"] == 1.0


def test_the_runner_up_is_another_intent_that_the_line_is_like(asker: Asker) -> None:
    entry = asker.says(OPEN, "we would love a quick one tonight")["entries"][1]
    name, likeness = entry["runner_up"]
    assert name != entry["intent"]
    assert 0 < likeness <= 1


def test_what_a_closed_microphone_does_not_hear_is_told_and_not_sent(asker: Asker) -> None:
    (entry,) = asker.says("yes")["entries"]
    assert entry["request"] is None
    assert "microphone is closed" in entry["note"]


def test_only_new_entries_come_where_the_page_knows_the_others(asker: Asker) -> None:
    opened = asker.says(OPEN)
    again = asker.does("say", line="help", after=opened["count"], epoch=opened["epoch"])
    assert [entry["heard"] for entry in again["entries"]] == ["help"]
    elsewhere = asker.does("catch-up", after=opened["count"], epoch="another")
    assert len(elsewhere["entries"]) == 2


def test_suggestions_are_said_as_they_stand_and_understood(asker: Asker) -> None:
    state = asker.does("catch-up")
    assert state["suggestions"][0] == OPEN
    opened = asker.says(state["suggestions"][0])
    assert opened["suggestions"][:2] == ["yes", "no"]
    talking = asker.says("yes")
    assert talking["suggestions"][:2] == ["alexa, next", "alexa, pause"]
    assert asker.says("alexa, pause")["suggestions"][1] == "alexa, resume"


def test_the_talk_time_counts_down_pauses_and_goes_on(asker: Asker) -> None:
    player = asker.says(OPEN, "yes")["player"]
    assert (player["activity"], player["track"], player["length"]) == ("PLAYING", "talk-2", 120.0)
    assert asker.does("wait", seconds=30)["player"]["played"] == 30.0
    paused = asker.says("alexa, pause")["player"]
    assert paused["activity"] == "STOPPED"
    assert asker.does("wait", seconds=60)["player"]["played"] == paused["played"]
    assert asker.says("alexa, resume")["player"]["activity"] == "PLAYING"


def test_a_button_of_the_device_stops_the_music_and_says_nothing(asker: Asker) -> None:
    asker.says(OPEN, "yes")
    state = asker.does("press", button="Pause")
    assert state["player"]["activity"] == "STOPPED"
    assert state["entries"][-2]["request"] == "PlaybackController.PauseCommandIssued"
    assert state["entries"][-2]["said"] == []


def test_silence_brings_the_reprompt_and_then_the_end(asker: Asker) -> None:
    asker.says(OPEN)
    assert "reprompt" in asker.does("silence")["entries"][-1]["note"]
    over = asker.does("silence")
    assert not over["session"]


def test_a_reminder_stands_there_until_it_rings(asker: Asker) -> None:
    state = asker.says(OPEN, "remind us every evening at eight", "yes", "yes")
    assert [each["at"][11:16] for each in state["reminders"]] == ["20:00"]
    rung = asker.does("next-evening")
    assert "Here's your reminder" in words(rung)
    assert rung["now"].startswith("2026-03-06T21:00")


def test_services_fail_on_request_and_the_page_knows_it(asker: Asker) -> None:
    state = asker.does("service", service="reminders", way="fail")
    assert state["services"]["reminders"] == "fail"
    assert asker.says(OPEN, "remind us every evening at eight", "yes", "yes")["reminders"] == []


@pytest.mark.parametrize(
    ("kind", "activity", "interfaces"),
    [
        ("small", "PLAYING", {"AudioPlayer"}),
        ("screen", "PLAYING", {"AudioPlayer", "Alexa.Presentation.APL"}),
        ("round", "PLAYING", {"AudioPlayer", "Alexa.Presentation.APL"}),
        ("plain", "IDLE", set()),
    ],
)
def test_each_kind_of_device_has_its_interfaces(asker: Asker, kind: str, activity: str, interfaces: set[str]) -> None:
    assert asker.does("device", kind=kind)["device"] == kind
    assert asker.says(OPEN, "yes")["player"]["activity"] == activity
    sent = asker.get("/page/exchange/1").json["request"]["context"]["System"]["device"]["supportedInterfaces"]
    assert set(sent) == interfaces


def test_a_screen_holds_what_a_turn_shows_until_the_next_one(asker: Asker) -> None:
    asker.does("device", kind="screen")
    assert asker.does("catch-up")["screen"] is None
    shown = asker.says(OPEN)["screen"]
    assert shown["type"] == "Alexa.Presentation.APL.RenderDocument"
    assert asker.does("silence")["screen"] == shown, "the reprompt shows nothing of its own"
    assert asker.says("yes")["screen"] is None, "the track shows its own title"
    assert asker.says("alexa, ask closer together I don't feel safe")["screen"] is None


def test_a_touch_on_the_screen_is_answered_like_speech(asker: Asker) -> None:
    asker.does("device", kind="round")
    asker.says(OPEN, "no")
    before = asker.says("what's tonight's question")["screen"]["datasources"]["screen"]
    (another,) = [each["means"] for each in before["choices"] if each["label"] == "Another one"]
    state = asker.does("touch", arguments=another)
    assert state["entries"][-1]["heard"] == "Another one"
    assert state["screen"]["datasources"]["screen"]["words"] not in (before["words"], "")
    assert "\ntouch: Another one\n" in asker.get("/page/script").get_data(as_text=True)


@pytest.mark.parametrize("arguments", [[], ["closer-1"], ["closer-1", "question", "forget_us", 0], [None, 1.5, True]])
def test_a_touch_of_what_is_not_on_the_screen_does_nothing(asker: Asker, arguments: list[object]) -> None:
    asker.does("device", kind="screen")
    for look in (lambda: asker.does("catch-up"), lambda: asker.says(OPEN)):
        before = look()
        after = asker.does("touch", arguments=arguments)
        assert (after["count"], after["screen"]) == (before["count"], before["screen"])


@pytest.mark.parametrize("arguments", ["closer-1", [["nested"]], [1] * 9, None])
def test_what_is_no_touch_at_all_is_refused(asker: Asker, arguments: object) -> None:
    doing = {"action": {"do": "touch", "arguments": arguments}}
    assert asker.post("/page/do", json=doing).status_code == 400


@pytest.mark.parametrize(
    ("kind", "viewport"),
    [
        ("small", None),
        ("screen", {"width": 1024, "height": 600, "round": False}),
        ("round", {"width": 480, "height": 480, "round": True}),
    ],
)
def test_the_page_knows_the_display_that_is_to_be_drawn(
    asker: Asker, kind: str, viewport: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for there in (True, False):
        monkeypatch.setattr(viewhost, "can_draw", lambda there=there: there)
        state = asker.does("device", kind=kind)
        assert (state["viewport"], state["draws"]) == (viewport, there)


def test_another_locale_speaks_its_own_words(asker: Asker) -> None:
    assert asker.does("locale", locale="en-GB")["locale"] == "en-GB"
    asker.says(OPEN)
    assert asker.get("/page/exchange/1").json["request"]["request"]["locale"] == "en-GB"


def test_the_whole_request_and_response_are_one_click_away(asker: Asker) -> None:
    asker.says(OPEN)
    whole = asker.get("/page/exchange/1").json
    assert whole["request"]["request"]["type"] == "LaunchRequest"
    assert whole["ssml"].startswith("<speak>")
    assert asker.get("/page/exchange/2").status_code == 404


def test_words_of_safety_stand_nowhere_once_the_next_thing_is_done(asker: Asker) -> None:
    said = "I don't feel safe"
    state = asker.does("say", line=f"alexa, ask closer together {said}")
    (entry,) = state["entries"]
    assert (entry["heard"], entry["said"], entry["intent"]) == (SAFETY, [{"words": SAFETY}], None)
    assert (entry["state"], state["state"]) == (None, None), "the map is dark"
    assert asker.get("/page/exchange/1").status_code == 404
    assert "safe" not in asker.get("/page/script").get_data(as_text=True).replace(SAFETY, "")
    # Where nothing can be heard they are shown, until something else is done.
    shown = asker.does("catch-up", silent=True)["only_now"]
    assert said in shown["heard"]
    assert shown["said"][0][0]["words"]
    after = asker.does("say", silent=True, line="stop")
    assert after["only_now"] is None or said not in json.dumps(after["only_now"])
    assert said not in json.dumps(after)


def test_forgetting_what_was_said_leaves_the_record(asker: Asker) -> None:
    asker.says(OPEN, "yes")
    before = asker.get("/page/export").json["households"]
    cleared = asker.does("clear")
    assert (cleared["entries"], cleared["session"]) == ([], False)
    assert asker.get("/page/export").json["households"] == before
    assert asker.get("/page/exchange/1").status_code == 404


def test_a_line_and_a_wait_are_taken_up_to_their_bounds(asker: Asker) -> None:
    asker.does("say", line="x" * 400)
    asker.does("wait", seconds=1)
    asker.does("wait", seconds=24 * 3600)
    too_long = {"do": "wait", "seconds": 24 * 3600 + 1}
    assert asker.post("/page/do", json={"action": too_long}).status_code == 400


def test_five_hundred_entries_are_kept_the_latest_ones(asker: Asker, page: Page) -> None:
    for _ in range(502):
        page.speaker.do(actions.Say(line="yes"))
    state = asker.does("catch-up")
    assert state["count"] == 502
    assert [entry["number"] for entry in state["entries"]] == list(range(3, 503))
    assert [page.speaker.exchange(number) is None for number in (1, 2, 3, 502)] == [True, True, False, False]


def test_the_music_is_not_paused_where_the_evening_went_on_or_is_over(asker: Asker) -> None:
    assert asker.says(OPEN, "yes")["player"]["paused"] is False
    assert asker.says("alexa, pause")["player"]["paused"] is True
    assert asker.does("device", kind="small")["player"]["paused"] is True
    assert asker.says("alexa, next")["player"]["paused"] is False


@pytest.mark.parametrize("button", ["Pause", "Next"])
def test_a_button_has_the_music_wait_for_a_word(asker: Asker, button: str) -> None:
    asker.says(OPEN, "yes")
    assert asker.does("press", button=button)["player"]["paused"] is True


def test_where_nothing_was_played_the_player_is_empty(asker: Asker) -> None:
    state = asker.does("catch-up")
    assert state["player"] | {"built": None} == {
        "activity": "IDLE",
        "paused": False,
        "track": "",
        "played": 0.0,
        "length": 0.0,
        "was_last": False,
        "built": None,
    }
    assert (state["session"], state["listening"], state["runs"], state["device"]) == (False, False, False, "small")
    assert state["devices"] == ["small", "round", "screen", "plain"]


@pytest.mark.parametrize(
    "action",
    [
        {"do": "dance"}, {"do": "say"}, {"do": "say", "line": ""}, {"do": "say", "line": "x" * 401},
        {"do": "say", "line": 7}, {"do": "wait", "seconds": 0}, {"do": "wait", "seconds": 10**9},
        {"do": "press", "button": "Eject"}, {"do": "device", "kind": "toaster"}, {"do": "locale", "locale": "xx-XX"},
        {"do": "locale", "locale": "../en-US"}, {"do": "service", "service": "x", "way": "y"},
        {"do": "silence", "more": 1}, [], None,
    ],
    ids=str,
)  # fmt: skip
def test_what_there_is_not_to_do_is_refused_in_one_sentence(asker: Asker, action: Any) -> None:
    response = asker.post("/page/do", json={"action": action})
    assert response.status_code == 400
    assert response.json["error"].endswith(".")
    assert asker.does("catch-up")["entries"] == []


def test_the_map_holds_every_topic_and_what_leads_on(asker: Asker) -> None:
    topics = {each["topic"]: each for each in asker.get("/page/map").json["topics"]}
    assert {"opening", "evening", "question", "safety"} <= set(topics)
    assert "offer" in topics["opening"]["states"]
    assert "evening" in topics["opening"]["leads_to"]
    assert any(way["source"] == "ritual" and "Yes" in way["intents"] for way in topics["suggestions"]["ways"])
    assert asker.get("/page/map/evening.svg").mimetype == "image/svg+xml"
    assert asker.get("/page/map/nothing.svg").status_code == 404


def test_a_track_that_is_not_there_is_told_with_what_makes_it(asker: Asker, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("skill.web.page.routes.file_of", lambda url: None)
    assert "make audio" in asker.get("/page/track/talk-2").json["error"]
    file = tmp_path / TRACKS[0].file
    file.write_bytes(b"music")
    monkeypatch.setattr("skill.web.page.routes.file_of", lambda url: file if url.endswith(file.name) else None)
    assert asker.get(f"/page/track/{TRACKS[0].name}").data == b"music"
