# SPDX-License-Identifier: Apache-2.0
"""The agent: what is said at a satellite goes to the service, and its answer comes back with an open microphone where
the conversation waits for one."""

from __future__ import annotations

from typing import Literal

from homeassistant.components import conversation
from homeassistant.const import MATCH_ALL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from . import CloserTogetherEntry
from .client import CannotReach
from .const import DOMAIN
from .satellite import context_of, satellite_of

UNREACHABLE = "I can't answer right now. Please try again in a while."
"""It names nothing: it may be what somebody hears who said that they are not safe."""


async def async_setup_entry(
    hass: HomeAssistant, entry: CloserTogetherEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the agent."""
    async_add_entities([CloserTogetherAgent(entry)])


class CloserTogetherAgent(conversation.ConversationEntity):
    """Hands what is said to the service."""

    _attr_has_entity_name = True
    _attr_name = None

    def __init__(self, entry: CloserTogetherEntry) -> None:
        self._entry = entry
        self._attr_unique_id = entry.entry_id
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)}, name="Closer Together", entry_type=DeviceEntryType.SERVICE
        )

    @property
    def supported_languages(self) -> list[str] | Literal["*"]:
        """The languages that the service told."""
        return self._entry.runtime_data.languages or MATCH_ALL

    async def _async_handle_message(
        self, user_input: conversation.ConversationInput, chat_log: conversation.ChatLog
    ) -> conversation.ConversationResult:
        """Answer one sentence. What we say is not added to the chat log."""
        ours = self._entry.runtime_data
        satellite_id = getattr(user_input, "satellite_id", None)
        satellite = satellite_of(self.hass, dict(self._entry.options), satellite_id, user_input.device_id)
        context = context_of(self.hass, satellite, user_input.conversation_id, user_input.context.user_id)
        response = intent.IntentResponse(language=user_input.language)
        listening = False
        try:
            answer = await ours.client.said(user_input.text, context)
        except CannotReach:
            response.async_set_error(intent.IntentResponseErrorCode.FAILED_TO_HANDLE, UNREACHABLE)
        else:
            listening = answer.listening
            if answer.handled:
                response.async_set_speech(answer.text)
            else:
                response.async_set_error(intent.IntentResponseErrorCode.NO_INTENT_MATCH, answer.text)
            ours.talks.follow(satellite, context, answer.music, answer.stops)
        return conversation.ConversationResult(
            response=response, conversation_id=chat_log.conversation_id, continue_conversation=listening
        )
