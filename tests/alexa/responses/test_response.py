# SPDX-License-Identifier: Apache-2.0
"""A turn becomes a reply that a real device takes."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from skill.alexa.responses.response import Reply, attributes, render
from skill.alexa.responses.ssml import TooLong
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say
from skill.checkin.model.turn import Card, Turn
from skill.content.loading.loader import load_content
from skill.platform import CARD_MAX_CHARACTERS

from ..couple import Couple

CONTENT = load_content("en-US")
QUESTION = next(iter(CONTENT.questions))


def rendered(**turn: Any) -> Reply:
    return render(
        Turn(**{"parts": (Say("sorry.broken"),), "session": Session(), "household": Household()} | turn), CONTENT
    )


def test_a_reprompt_is_said_only_where_the_microphone_is_open() -> None:
    assert rendered(reprompt=(Say("sorry.broken"),), open=True).reprompt
    assert rendered(reprompt=(Say("sorry.broken"),), open=False).reprompt is None


def test_the_session_is_plain_json_and_always_tells_state_and_what_is_expected() -> None:
    assert attributes(Session(state=State.ENDED)) == {"state": "ended", "expects": []}
    full = Session(state=State.READY, last=(Read("questions", QUESTION),), misheard=2)
    plain = attributes(full)
    assert json.loads(json.dumps(plain)) == plain
    assert msgspec.convert(plain, Session) == full


def test_a_session_that_ends_carries_nothing_on() -> None:
    kept = Session(state=State.REFLECT, answers="yn")
    assert rendered(session=kept, open=False).attributes == {"state": "ended", "expects": []}


def test_a_card_holds_plain_text_within_its_limit() -> None:
    card = rendered(card=Card("sorry.broken", (Read("questions", QUESTION),) * 200)).card
    assert card is not None
    title, text = card
    assert title == CONTENT.lines["sorry.broken"].texts[0]
    assert text.startswith(CONTENT.questions[QUESTION].text)
    assert len(title) + len(text) <= CARD_MAX_CHARACTERS


def test_music_stops_where_it_is_wished() -> None:
    assert rendered(effects=(StopMusic(),)).music == (StopMusic(),)


def test_a_reply_over_the_platforms_size_is_refused() -> None:
    with pytest.raises(TooLong):
        rendered(session=Session(last=(Read("questions", QUESTION),) * 2000), open=True)


def test_safety_stops_the_music_clears_the_queue_and_shows_no_card(couple: Couple) -> None:
    couple.interfaces = {"AudioPlayer": {}}
    couple.launch()
    response = couple.say("SafetyIntent")["response"]
    assert response["directives"] == [
        {"type": "AudioPlayer.Stop"},
        {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"},
    ]
    assert "card" not in response
    assert '<say-as interpret-as="digits">911</say-as>' in couple.ssml


def test_a_device_that_cannot_play_is_sent_no_audio_directives(couple: Couple) -> None:
    couple.launch()
    assert "directives" not in couple.say("SafetyIntent")["response"]
