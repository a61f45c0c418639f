# SPDX-License-Identifier: Apache-2.0
"""A satellite as Home Assistant knows it: its entity, its player of media, its area, and what it can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from homeassistant.components.assist_satellite import DOMAIN as SATELLITE_DOMAIN
from homeassistant.components.assist_satellite import AssistSatelliteEntityFeature
from homeassistant.components.media_player import DOMAIN as PLAYER_DOMAIN
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util.ulid import ulid_now

from .const import CONF_PLAYER, DOMAIN


@dataclass(frozen=True)
class Satellite:
    """A satellite in a room; both entities may be missing, as where somebody types."""

    entity_id: str | None
    player: str | None
    device_id: str | None = None
    area_id: str | None = None
    can_ask: bool = False
    """Whether it can be asked to begin a conversation."""

    @property
    def key(self) -> str | None:
        """What tells it from others."""
        return self.entity_id or self.device_id


def satellite_of(
    hass: HomeAssistant, options: dict[str, Any], satellite_id: str | None, device_id: str | None
) -> Satellite:
    """The satellite with an entity or a device."""
    entities = er.async_get(hass)
    entry = entities.async_get(satellite_id) if satellite_id else None
    device_id = device_id or (entry.device_id if entry else None)
    beside = er.async_entries_for_device(entities, device_id) if device_id else []
    found = {one.domain: one.entity_id for one in reversed(beside)}
    entity_id = satellite_id or found.get(SATELLITE_DOMAIN)
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    player = found.get(PLAYER_DOMAIN) or (options.get(CONF_PLAYER) if entity_id else None)
    return Satellite(
        entity_id=entity_id,
        player=player,
        device_id=device_id,
        area_id=(entry.area_id if entry else None) or (device.area_id if device else None),
        can_ask=entity_id is not None and _can_ask(hass, entity_id),
    )


def context_of(
    hass: HomeAssistant, satellite: Satellite, conversation_id: str | None, user_id: str | None
) -> dict[str, Any]:
    """The context of an event at a satellite, as the service reads it."""
    music = satellite.player is not None
    told = {
        "music": music,
        "asks_after": music and satellite.can_ask,
        "user": user_id,
        "area": satellite.area_id,
        "time_zone": hass.config.time_zone,
        "country": hass.config.country,
        "request": ulid_now(),
    }
    ids = {"satellite_id": satellite.key, "conversation_id": conversation_id}
    return {name: value for name, value in ids.items() if value} | {
        DOMAIN: {name: value for name, value in told.items() if value is not None}
    }


def _can_ask(hass: HomeAssistant, entity_id: str) -> bool:
    state = hass.states.get(entity_id)
    features = state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) if state else 0
    return bool(features & AssistSatelliteEntityFeature.START_CONVERSATION)
