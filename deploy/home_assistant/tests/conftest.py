# SPDX-License-Identifier: Apache-2.0
"""A home: Home Assistant's own core with our integration, a satellite with a player, and the real service beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from homeassistant.components import conversation
from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service
from service import Process, Service

HERE = Path(__file__).resolve().parent
SATELLITE, PLAYER = "assist_satellite.living_room", "media_player.living_room"
CAN_ANNOUNCE, CAN_ASK = 1, 2
"""Features of a satellite, as Home Assistant numbers them."""


class Home:
    """What a test does in the home, and what happens there."""

    def __init__(self, hass: HomeAssistant, service: Service, entry: MockConfigEntry, agent: str) -> None:
        self.hass = hass
        self.service = service
        self.entry = entry
        self.agent = agent
        self.device_id = _satellite(hass)
        self.set_satellite("idle")
        hass.states.async_set(PLAYER, "idle")
        self.played = async_mock_service(hass, "media_player", "play_media")
        self.stopped = async_mock_service(hass, "media_player", "media_stop")
        self.cues = async_mock_service(hass, "assist_satellite", "start_conversation")

    def set_satellite(self, state: str, features: int = CAN_ANNOUNCE | CAN_ASK) -> None:
        self.hass.states.async_set(SATELLITE, state, {ATTR_SUPPORTED_FEATURES: features})

    async def say(self, text: str, until_quiet: bool = True) -> conversation.ConversationResult:
        """Somebody says something, in a conversation with an id of its own each time."""
        result = await conversation.async_converse(
            self.hass, text, None, Context(), "en", agent_id=self.agent, device_id=self.device_id
        )
        if until_quiet:
            await self.hass.async_block_till_done()
        return result

    async def player(self, state: str) -> None:
        self.hass.states.async_set(PLAYER, state)
        await self.hass.async_block_till_done()


def words(result: conversation.ConversationResult) -> str:
    """What is said."""
    return str(result.response.speech["plain"]["speech"]) if result.response.speech else ""


@pytest.fixture(autouse=True)
async def closer_together(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """Our integration beside those of the harness, in a core that is set up."""
    import custom_components

    ours = str(HERE.parent / "custom_components")
    if ours not in custom_components.__path__:
        custom_components.__path__.append(ours)
    assert await async_setup_component(hass, "homeassistant", {})


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """Where the service runs."""
    process = Process()
    yield process
    process.end()


@pytest.fixture
def service(process: Process, socket_enabled: None) -> Iterator[Service]:
    """The real service."""
    service = Service(process)
    yield service
    service.close()


@pytest.fixture
async def home(hass: HomeAssistant, service: Service) -> Home:
    """A home with a satellite, where our integration is set up."""
    hass.config.country = "GB"
    entry = MockConfigEntry(domain="closer_together", data={"host": "127.0.0.1", "port": service.port})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    agent = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)[0].entity_id
    return Home(hass, service, entry, agent)


def _satellite(hass: HomeAssistant) -> str:
    """A satellite with a player, as one device."""
    entry = MockConfigEntry(domain="esphome")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(config_entry_id=entry.entry_id, identifiers={("esphome", "one")})
    for entity_id in (SATELLITE, PLAYER):
        domain, _, name = entity_id.partition(".")
        er.async_get(hass).async_get_or_create(
            domain, "esphome", domain, suggested_object_id=name, device_id=device.id, config_entry=entry
        )
    return device.id
