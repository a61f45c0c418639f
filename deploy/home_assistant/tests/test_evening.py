# SPDX-License-Identifier: Apache-2.0
"""A whole evening in Home Assistant's own core: launch, yes, talk time, cue, next by voice, ritual, good night."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.components import conversation
from homeassistant.core import Context, ServiceCall
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import intent
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from .conftest import CAN_ANNOUNCE, SATELLITE, Home, words


async def talk_is_over(home: Home, freezer: Any) -> None:
    """The player plays its track to the end."""
    await home.player("playing")
    home.service.wait(600)
    freezer.tick(timedelta(seconds=600))
    await home.player("idle")


async def time_passes(home: Home, freezer: Any, seconds: float) -> None:
    """For the service and for Home Assistant alike."""
    home.service.wait(seconds)
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(home.hass, dt_util.utcnow())
    await home.hass.async_block_till_done()


async def begin(home: Home) -> None:
    await home.say("open closer together")
    await home.say("yes")


async def listen(home: Home, freezer: Any, seconds: int) -> None:
    """The player plays so long, and goes on."""
    await home.player("playing")
    await time_passes(home, freezer, seconds)


async def test_a_whole_evening(home: Home, freezer: Any) -> None:
    opening = await home.say("Open Closer Together.")
    assert words(opening).startswith("Welcome")
    assert opening.continue_conversation
    answer = await home.say("Yes.")
    talks = 0
    while not answer.continue_conversation:
        talks += 1
        assert len(home.played) == talks, "music, as soon as the satellite has spoken"
        assert home.played[-1].data["media_content_id"].startswith("media-source://")
        assert len(home.cues) == talks - 1
        await talk_is_over(home, freezer)
        assert len(home.cues) == talks, "asked by itself"
        assert home.cues[-1].data["start_message"].endswith("?")
        answer = await home.say("let's go on")
        assert talks < 12
    assert talks >= 3
    night = await home.say("yes, we'll try it")
    assert not night.continue_conversation
    assert len(home.played) == talks


async def test_music_waits_until_the_satellite_has_spoken(home: Home) -> None:
    await home.say("open closer together")
    home.set_satellite("responding")
    await home.say("yes")
    assert home.played == []
    home.set_satellite("idle")
    await home.hass.async_block_till_done()
    assert len(home.played) == 1


async def test_no_microphone_opens_before_the_music_is_over(home: Home, freezer: Any) -> None:
    await begin(home)
    await home.player("playing")
    for _ in range(5):
        await time_passes(home, freezer, 10)
    assert home.cues == []


async def test_who_is_late_with_the_music_is_not_asked_under_it(home: Home, freezer: Any) -> None:
    await begin(home)
    await listen(home, freezer, 150)
    assert home.cues == [], "it still plays"
    await home.player("idle")
    assert len(home.cues) == 1


async def test_music_that_was_stopped_by_hand_is_silent(home: Home, freezer: Any) -> None:
    await begin(home)
    await listen(home, freezer, 30)
    await home.player("idle")
    await time_passes(home, freezer, 1000)
    assert home.cues == []


async def test_nor_is_anybody_asked_where_it_was_paused_before(home: Home, freezer: Any) -> None:
    await begin(home)
    await listen(home, freezer, 30)
    await home.player("paused")
    await time_passes(home, freezer, 1000)
    await home.player("idle")
    assert home.cues == []


async def test_paused_by_hand_it_is_asked_after_once_it_went_on_to_its_end(home: Home, freezer: Any) -> None:
    await begin(home)
    await listen(home, freezer, 30)
    await home.player("paused")
    await time_passes(home, freezer, 1000)
    await listen(home, freezer, 90)
    assert home.cues == []
    await home.player("idle")
    assert len(home.cues) == 1


async def test_a_player_that_tells_nothing_is_timed(home: Home, freezer: Any) -> None:
    await begin(home)
    await time_passes(home, freezer, 600)
    assert len(home.cues) == 1


async def test_where_a_satellite_cannot_ask_they_are_told_the_way_on(home: Home, freezer: Any) -> None:
    home.set_satellite("idle", CAN_ANNOUNCE)
    await home.say("open closer together")
    assert "Okay Nabu, next" in words(await home.say("yes"))
    await talk_is_over(home, freezer)
    assert home.cues == []


async def test_stop_ends_the_music_and_nobody_is_asked(home: Home, freezer: Any) -> None:
    await begin(home)
    await home.player("playing")
    await home.say("stop")
    assert len(home.stopped) == 1
    await talk_is_over(home, freezer)
    assert home.cues == []


async def test_next_over_the_music_is_ours(home: Home, freezer: Any) -> None:
    await begin(home)
    await listen(home, freezer, 30)
    following = await home.say("next")
    assert words(following)
    assert not following.continue_conversation
    assert len(home.played) == 2, "the next talk"
    assert home.cues == []


async def test_safety_waits_for_no_player(home: Home) -> None:
    await begin(home)
    await home.player("playing")
    stopping, gone = asyncio.Event(), asyncio.Event()

    async def hang(call: ServiceCall) -> None:
        stopping.set()
        await gone.wait()
        raise HomeAssistantError("It gave up.")

    home.hass.services.async_register("media_player", "media_stop", hang)
    async with asyncio.timeout(30):
        answer = await home.say("I don't feel safe", until_quiet=False)
        assert "9 9 9" in words(answer)
        await stopping.wait()
    gone.set()
    await home.hass.async_block_till_done()


async def test_safety_tells_the_number_of_the_country(home: Home) -> None:
    answer = await home.say("I don't feel safe")
    assert "9 9 9" in words(answer)
    assert answer.continue_conversation
    assert "Home Assistant" not in words(answer)


@pytest.mark.parametrize("risk", ["I don't feel safe", "I'm scared of my partner", "he hits me", "call the police"])
async def test_home_assistants_own_agent_leaves_safety_to_us(home: Home, risk: str) -> None:
    """Asked as a pipeline asks it that prefers to handle commands locally."""
    said = conversation.ConversationInput(
        text=risk,
        context=Context(),
        conversation_id=None,
        device_id=home.device_id,
        satellite_id=SATELLITE,
        language="en",
        agent_id=home.agent,
    )
    with (
        async_get_chat_session(home.hass) as session,
        conversation.async_get_chat_log(home.hass, session, said) as chat_log,
    ):
        assert await conversation.async_handle_intents(home.hass, said, chat_log) is None
    assert "9 9 9" in words(await home.say(risk))


async def test_what_is_not_ours_is_not_handled(home: Home) -> None:
    answer = await home.say("turn on the kitchen light")
    assert answer.response.error_code is intent.IntentResponseErrorCode.NO_INTENT_MATCH


async def test_a_service_that_is_gone_is_told_in_a_sentence(home: Home) -> None:
    home.service.close()
    answer = await home.say("open closer together")
    assert words(answer).endswith(".")
    assert "Closer Together" not in words(answer), "whatever it was that they said"
    assert answer.response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    assert not answer.continue_conversation


async def test_the_home_opens_an_evening_at_its_time(home: Home) -> None:
    await home.hass.services.async_call("closer_together", "begin", {"entity_id": SATELLITE}, blocking=True)
    assert home.cues[-1].data["start_message"].endswith("?")
    await home.say("yes")
    assert len(home.played) == 1


async def test_a_satellite_that_cannot_ask_cannot_begin(home: Home) -> None:
    home.set_satellite("idle", CAN_ANNOUNCE)
    with pytest.raises(ServiceValidationError):
        await home.hass.services.async_call("closer_together", "begin", {"entity_id": SATELLITE}, blocking=True)
