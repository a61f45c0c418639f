# SPDX-License-Identifier: Apache-2.0
"""Time zones as a platform names them, checked before anything is computed by them or kept, and their countries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.machinery import PathFinder
from zoneinfo import ZoneInfo

# Neither `localtime`, which is this machine's, nor the folders `posix` and `right`, which hold the zones again.
_NAME = r"UTC|GMT|(?!posix/|right/)[A-Za-z_]{2,20}(/[A-Za-z0-9_+-]{2,30}){1,2}"


def known_zone(name: object) -> str | None:
    """The name where it is one of an IANA zone that this machine knows, such as `Europe/London`; else None."""
    if not isinstance(name, str) or not re.fullmatch(_NAME, name):
        return None
    try:
        return ZoneInfo(name).key
    except (ValueError, KeyError, OSError):  # an unknown one, or the name of a folder of zones
        return None


def country_of(zone: str | None) -> str | None:
    """The ISO 3166 code of the country that a zone lies in; None where that cannot be told, as for `UTC`."""
    return _countries().get(zone) if zone else None


@cache
def _countries() -> Mapping[str, str]:
    """Each zone's country, by the table that comes with the time zones (tz database, zone.tab)."""
    found = PathFinder.find_spec("tzdata")  # a package's resources would import far more than there is to read
    assert found is not None
    with open(f"{(found.submodule_search_locations or [])[0]}/zoneinfo/zone.tab", encoding="utf-8") as file:
        table = file.read()
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return {columns[2]: columns[0] for columns in rows if len(columns) > 2}
