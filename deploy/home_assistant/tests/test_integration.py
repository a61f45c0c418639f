# SPDX-License-Identifier: Apache-2.0
"""Around the agent: how it is set up, what is shown where it may be, and what diagnostics hold."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from homeassistant import config_entries
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, BlueprintInputs
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from .conftest import HERE, SATELLITE, Home, Service

COMPONENT = HERE.parent / "custom_components" / "closer_together"
AT_ITS_TIME = HERE.parent / "blueprints" / "automation" / "closer_together" / "evening_at_a_time.yaml"
SUNDAY = datetime(2026, 3, 8, 20, 59, 50, tzinfo=ZoneInfo("Europe/London"))


async def test_it_is_set_up_by_its_address(hass: HomeAssistant, service: Service) -> None:
    flow, by_hand = hass.config_entries.flow, {"source": config_entries.SOURCE_USER}
    result = await flow.async_init("closer_together", context=by_hand)
    assert result["type"] is FlowResultType.FORM
    wrong = await flow.async_configure(result["flow_id"], {"host": "127.0.0.1", "port": 9})
    assert wrong["errors"] == {"base": "cannot_reach"}
    address = {"host": "127.0.0.1", "port": service.port}
    right = await flow.async_configure(result["flow_id"], address)
    assert right["type"] is FlowResultType.CREATE_ENTRY
    again = await flow.async_init("closer_together", context=by_hand, data=address)
    assert again["reason"] == "already_configured"
    await hass.async_block_till_done()


async def test_without_the_service_it_is_tried_again_later(home: Home) -> None:
    home.service.close()
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.SETUP_RETRY


async def test_nothing_of_their_evenings_is_shown_unless_it_is_switched_on(home: Home) -> None:
    assert home.hass.states.async_entity_ids("sensor") == []
    await home.say("open closer together")
    flow = await home.hass.config_entries.options.async_init(home.entry.entry_id)
    await home.hass.config_entries.options.async_configure(
        flow["flow_id"], {"music": "http://127.0.0.1/music", "sensors": True}
    )
    await home.hass.async_block_till_done()
    assert len(home.hass.states.async_entity_ids("sensor")) == 2
    flow = await home.hass.config_entries.options.async_init(home.entry.entry_id)
    await home.hass.config_entries.options.async_configure(flow["flow_id"], {"sensors": False})
    await home.hass.async_block_till_done()
    shown = [home.hass.states.get(each) for each in home.hass.states.async_entity_ids("sensor")]
    assert all(state is not None and state.state == "unavailable" for state in shown)


async def test_diagnostics_hold_no_word_no_date_and_no_address(home: Home) -> None:
    from custom_components.closer_together.diagnostics import async_get_config_entry_diagnostics

    await home.say("we are Sam and Alex")
    told = json.dumps(await async_get_config_entry_diagnostics(home.hass, home.entry))
    assert '"reachable": true' in told
    for secret in ("Sam", "Alex", "127.0.0.1", str(home.service.port)):
        assert secret not in told


def blueprint(path: Path) -> Blueprint:
    return Blueprint(load_yaml(path), expected_domain="automation", path=str(path), schema=AUTOMATION_BLUEPRINT_SCHEMA)


@pytest.mark.parametrize("path", sorted((HERE.parent / "blueprints").rglob("*.yaml")), ids=lambda path: path.stem)
def test_blueprints_are_blueprints(path: Path) -> None:
    assert blueprint(path).inputs


@pytest.mark.parametrize(("day", "busy", "asked"), [(8, False, 1), (9, False, 0), (8, True, 0)])
async def test_the_blueprint_asks_at_its_time_on_its_days_where_nobody_is_busy(
    home: Home, freezer: Any, day: int, busy: bool, asked: int
) -> None:
    await home.hass.config.async_set_time_zone("Europe/London")
    moment = SUNDAY.replace(day=day)
    freezer.move_to(moment)
    chosen = {"use_blueprint": {"path": str(AT_ITS_TIME), "input": {"satellite": SATELLITE, "time": "21:00:00"}}}
    automation = BlueprintInputs(blueprint(AT_ITS_TIME), chosen).async_substitute()
    assert await async_setup_component(home.hass, "automation", {"automation": automation})
    if busy:
        home.set_satellite("listening")
    for second in (0, 1):
        freezer.move_to(moment.replace(hour=21, minute=0, second=second))
        async_fire_time_changed(home.hass, dt_util.utcnow())
        await home.hass.async_block_till_done()
    assert len(home.cues) == asked


def test_everything_that_is_named_is_worded() -> None:
    worded = json.loads((COMPONENT / "translations" / "en.json").read_text("utf-8"))
    assert worded == json.loads((COMPONENT / "strings.json").read_text("utf-8"))
    actions = yaml.safe_load((COMPONENT / "services.yaml").read_text("utf-8"))
    assert {name: set(action["fields"]) for name, action in worded["services"].items()} == {
        name: set(action["fields"]) for name, action in actions.items()
    }
    code = "".join(path.read_text("utf-8") for path in COMPONENT.glob("*.py"))
    assert set(worded["exceptions"]) == set(re.findall(r'translation_key="(\w+)"', code))
    assert set(worded["config"]["error"]) == set(re.findall(r'errors\["base"\] = "(\w+)"', code))
    from custom_components.closer_together.config_flow import ADDRESS, OPTIONS

    for step, schema in ((worded["config"]["step"]["user"], ADDRESS), (worded["options"]["step"]["init"], OPTIONS)):
        fields = {str(field) for field in schema.schema}
        assert set(step["data"]) == set(step["data_description"]) == fields


def test_the_pictures_are_what_home_assistant_takes() -> None:
    for name, side in (("icon.png", 256), ("icon@2x.png", 512)):
        head = (COMPONENT / "brand" / name).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (side, side)
