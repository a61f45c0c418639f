# SPDX-License-Identifier: Apache-2.0
"""Time zones as the platform names them, checked before anything is computed by them or kept."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

# Neither `localtime`, which is this machine's, nor the folders `posix` and `right`, which hold the zones again.
_NAME = re.compile(r"UTC|GMT|(?!posix/|right/)[A-Za-z_]{2,20}(/[A-Za-z0-9_+-]{2,30}){1,2}")


def known_zone(name: object) -> str | None:
    """The name where it is one of an IANA zone that this machine knows, such as `Europe/London`; else None."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name).key
    except (ValueError, KeyError, OSError):  # an unknown one, or the name of a folder of zones
        return None
