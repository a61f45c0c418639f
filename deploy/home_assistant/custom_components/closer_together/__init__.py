# SPDX-License-Identifier: Apache-2.0
"""Closer Together in Home Assistant: an agent for satellites that asks the service, and music while they talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import voluptuous as vol
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, CONF_HOST, CONF_PORT, Platform
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ConfigEntryNotReady, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .client import CannotReach, Client, Music
from .const import ACTION_BEGIN, CONF_MUSIC, CONF_SENSORS, DEFAULT_MUSIC, DOMAIN
from .satellite import context_of, satellite_of
from .talk_time import TalkTimes, ask

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
BEGIN_SCHEMA = vol.Schema({vol.Required(ATTR_ENTITY_ID): cv.entity_ids})


@dataclass
class Ours:
    """What belongs to one service."""

    client: Client
    talks: TalkTimes
    languages: list[str]
    version: str | None
    """Of the service."""
    platforms: list[Platform]
    """What was set up: the options may have changed when it is let go of."""


CloserTogetherEntry: TypeAlias = ConfigEntry[Ours]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Add the action that opens an evening."""

    async def begin(call: ServiceCall) -> None:
        entries: list[CloserTogetherEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
        if not entries:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_set_up")
        entry = entries[0]
        for entity_id in call.data[ATTR_ENTITY_ID]:
            satellite = satellite_of(hass, dict(entry.options), entity_id, None)
            if not satellite.can_ask:
                raise ServiceValidationError(translation_domain=DOMAIN, translation_key="cannot_ask")
            context = context_of(hass, satellite, None, call.context.user_id)
            answer = await entry.runtime_data.client.begin(context)
            entry.runtime_data.talks.follow(satellite, context, answer.music, answer.stops)
            if answer.text and answer.listening:
                await ask(hass, satellite, answer.text)

    hass.services.async_register(DOMAIN, ACTION_BEGIN, begin, BEGIN_SCHEMA)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: CloserTogetherEntry) -> bool:
    """Find the service, and add the agent."""
    client = Client(entry.data[CONF_HOST], entry.data[CONF_PORT])
    try:
        program = next(iter((await client.info()).handle), None)
    except CannotReach as error:
        raise ConfigEntryNotReady(translation_domain=DOMAIN, translation_key="cannot_reach") from error
    folder = str(entry.options.get(CONF_MUSIC, DEFAULT_MUSIC)).rstrip("/")

    def media(music: Music) -> str:
        return f"{folder}/{music.file}"

    languages = sorted({language for model in program.models for language in model.languages}) if program else []
    talks = TalkTimes(hass, client, media)
    platforms = [Platform.CONVERSATION, *([Platform.SENSOR] if entry.options.get(CONF_SENSORS) else [])]
    entry.runtime_data = Ours(client, talks, languages, program.version if program else None, platforms)
    entry.async_on_unload(talks.cancel)
    entry.async_on_unload(entry.add_update_listener(_reload))
    await hass.config_entries.async_forward_entry_setups(entry, platforms)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: CloserTogetherEntry) -> bool:
    """Let go of the agent."""
    return await hass.config_entries.async_unload_platforms(entry, entry.runtime_data.platforms)


async def _reload(hass: HomeAssistant, entry: CloserTogetherEntry) -> None:
    await hass.config_entries.async_reload(entry.entry_id)
