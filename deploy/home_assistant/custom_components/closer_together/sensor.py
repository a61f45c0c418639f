# SPDX-License-Identifier: Apache-2.0
"""The ritual of the week and the last evening, for a home that was told to show them. Nothing else is ever shown."""

from __future__ import annotations

from datetime import date, timedelta

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from . import CloserTogetherEntry
from .client import CannotReach
from .const import DOMAIN

SCAN_INTERVAL = timedelta(minutes=15)


async def async_setup_entry(
    hass: HomeAssistant, entry: CloserTogetherEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add both."""
    async_add_entities([Ritual(entry, "ritual"), LastEvening(entry, "last_evening")], update_before_add=True)


class _Seen(SensorEntity):
    """Something that the service tells."""

    _attr_has_entity_name = True

    def __init__(self, entry: CloserTogetherEntry, key: str) -> None:
        self._entry = entry
        self._key = key
        self._attr_translation_key = key
        self._attr_unique_id = f"{entry.entry_id}-{key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)}, name="Closer Together", entry_type=DeviceEntryType.SERVICE
        )

    async def async_update(self) -> None:
        """Ask the service."""
        try:
            seen = await self._entry.runtime_data.client.look({})
        except CannotReach:
            self._attr_available = False
            return
        self._attr_available = True
        self._attr_native_value = self._read(seen.get(self._key))

    def _read(self, value: str | None) -> str | date | None:
        return value


class Ritual(_Seen):
    """The ritual of the week."""


class LastEvening(_Seen):
    """The day of the last check-in."""

    _attr_device_class = SensorDeviceClass.DATE

    def _read(self, value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None
