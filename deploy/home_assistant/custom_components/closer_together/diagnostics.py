# SPDX-License-Identifier: Apache-2.0
"""What helps to find a fault: versions, services, settings. No word of anybody's, no name, no date and no address."""

from __future__ import annotations

from typing import Any

from homeassistant.core import HomeAssistant

from . import CloserTogetherEntry
from .client import CannotReach
from .const import CONF_MUSIC, CONF_PLAYER, CONF_SENSORS, DEFAULT_MUSIC


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: CloserTogetherEntry) -> dict[str, Any]:
    """What is told to whoever downloads it."""
    services: dict[str, int] | None = None
    try:
        info = await entry.runtime_data.client.info()
        services = {"handle": len(info.handle), "asr": len(info.asr), "tts": len(info.tts)}
    except CannotReach:
        pass
    return {
        "service_version": entry.runtime_data.version,
        "languages": entry.runtime_data.languages,
        "reachable": services is not None,
        "services": services,
        "music_is_default": entry.options.get(CONF_MUSIC, DEFAULT_MUSIC) == DEFAULT_MUSIC,
        "has_player_of_its_own": bool(entry.options.get(CONF_PLAYER)),
        "sensors": bool(entry.options.get(CONF_SENSORS)),
    }
