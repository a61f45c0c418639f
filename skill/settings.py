# SPDX-License-Identifier: Apache-2.0
"""What can be set from outside: environment variables, read once into one typed object.

Each variable is checked here, so that a mistake is told at the start and not in the middle of somebody's evening; only
the address of the store is checked by its registry, at the start as well. Nothing else reads the environment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from skill.errors import InputError

DEFAULT_STORE = "sqlite:"
"""A file in the user's data folder."""
URL_LENGTH_MAX = 2000
NOT_KEPT = "CLOSER_STORE is not set, so nothing is remembered once this process ends; set it to a store that lasts."

_SKILL_ID = r"amzn1\.ask\.skill\.[A-Za-z0-9-]{1,80}"
_AUDIO_URL = r"https://[^\s/?#@]+(/[^\s?#]*)?"


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that can be set. Without arguments: a store in memory and no more."""

    store: str = "memory:"
    """Address of where households are kept. Whether it names a store is for `skill/memory/opening.py` to say, when it
    is opened at the start."""
    skill_id: str | None = None
    """The only application id that is answered, where set."""
    audio_base_url: str | None = None
    """Where the talk-time tracks lie, without a slash at the end."""
    local_services: bool = False
    """Allows service calls to a loopback apiEndpoint."""
    log_json: bool = False
    """Whether the public endpoint logs JSON, with the figures of each request. AWS Lambda does so by itself."""
    time_zone: str | None = None
    """IANA name of the zone used where the household's own is unknown; without it the locale's."""
    warning: str | None = None
    """One sentence for the log, where something works but is surely not meant."""

    @staticmethod
    def from_environment(environ: Mapping[str, str]) -> Settings:
        """Read the variables CLOSER_*. An empty one counts as not set. Raises InputError naming the variable."""
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        on_lambda = "AWS_LAMBDA_FUNCTION_NAME" in given
        store = given.get("CLOSER_STORE")
        return Settings(
            store=store or ("memory:" if on_lambda else DEFAULT_STORE),
            skill_id=_skill_id(given.get("CLOSER_SKILL_ID")),
            audio_base_url=_audio_base_url(given.get("CLOSER_AUDIO_BASE_URL")),
            local_services=_switch("CLOSER_LOCAL_SERVICES", given.get("CLOSER_LOCAL_SERVICES")),
            log_json=_log(given.get("CLOSER_LOG")),
            time_zone=_time_zone(given.get("CLOSER_TIME_ZONE")),
            warning=NOT_KEPT if on_lambda and not store else None,
        )


def _skill_id(value: str | None) -> str | None:
    if value is None or re.fullmatch(_SKILL_ID, value):
        return value
    raise InputError("CLOSER_SKILL_ID is not a skill's id; copy it from the developer console (amzn1.ask.skill...).")


def _audio_base_url(value: str | None) -> str | None:
    if value is None:
        return None
    if len(value) <= URL_LENGTH_MAX and re.fullmatch(_AUDIO_URL, value):
        return value.rstrip("/")
    raise InputError("CLOSER_AUDIO_BASE_URL is not an address of tracks; write https://HOST/FOLDER without ? and #.")


def _switch(name: str, value: str | None) -> bool:
    if value in (None, "0", "1"):
        return value == "1"
    raise InputError(f"{name} is neither on nor off; write 1 or 0.")


def _log(value: str | None) -> bool:
    if value in (None, "text", "json"):
        return value == "json"
    raise InputError("CLOSER_LOG is no form of a log; write text or json.")


def _time_zone(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        ZoneInfo(value)
    except (ValueError, KeyError, OSError):  # a bad name, an unknown one, and the name of a folder of zones
        raise InputError("CLOSER_TIME_ZONE names no time zone; write an IANA name such as Europe/London.") from None
    return value
