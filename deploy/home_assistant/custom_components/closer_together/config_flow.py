# SPDX-License-Identifier: Apache-2.0
"""Where the service is, asked once; and what may be changed later: where the music lies, and what the home may show."""

from __future__ import annotations

from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult, OptionsFlow
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import selector

from .client import CannotReach, Client
from .const import (
    CONF_MUSIC,
    CONF_PLAYER,
    CONF_SENSORS,
    DEFAULT_HOST,
    DEFAULT_MUSIC,
    DEFAULT_PORT,
    DOMAIN,
    SERVICE_NAME,
)

ADDRESS = vol.Schema(
    {
        vol.Required(CONF_HOST, default=DEFAULT_HOST): str,
        vol.Required(CONF_PORT, default=DEFAULT_PORT): cv.port,
    }
)
OPTIONS = vol.Schema(
    {
        vol.Optional(CONF_MUSIC, default=DEFAULT_MUSIC): str,
        vol.Optional(CONF_PLAYER): selector.EntitySelector(selector.EntitySelectorConfig(domain="media_player")),
        vol.Optional(CONF_SENSORS, default=False): bool,
    }
)


class CloserTogetherConfigFlow(ConfigFlow, domain=DOMAIN):
    """Asks where the service is."""

    VERSION = 1

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the address, and see whether the service answers there."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._async_abort_entries_match(user_input)
            try:
                info = await Client(user_input[CONF_HOST], user_input[CONF_PORT]).info()
            except CannotReach:
                errors["base"] = "cannot_reach"
            else:
                if any(program.name == SERVICE_NAME for program in info.handle):
                    return self.async_create_entry(title="Closer Together", data=user_input)
                errors["base"] = "another_service"
        return self.async_show_form(
            step_id="user", data_schema=self.add_suggested_values_to_schema(ADDRESS, user_input), errors=errors
        )

    @staticmethod
    @callback
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """What may be changed later."""
        return CloserTogetherOptions()


class CloserTogetherOptions(OptionsFlow):
    """Asks where the music lies, what plays it, and whether sensors may be there."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        schema = self.add_suggested_values_to_schema(OPTIONS, self.config_entry.options)
        return self.async_show_form(step_id="init", data_schema=schema)
