# SPDX-License-Identifier: Apache-2.0
"""Moment of an event: its timestamp in the household's time zone, and the seed of its evening.

The machine's clock is never asked: the same record and the same event give the same reply.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from skill.checkin.model.household import Household

NO_MOMENT = datetime.combine(date(2025, 1, 1), time(20, 0))
"""Where an event has no usable timestamp and the household has never come before."""


def local(timestamp: datetime | None, elsewhere: tzinfo, household: Household) -> datetime:
    """The moment in the household's zone; where that is not known, in another one.

    A naive timestamp is UTC. Without one it is still the household's last evening, so that nothing moves by mistake.
    """
    where = zone_of(household) or elsewhere
    if timestamp is None:
        day = household.last_visit or NO_MOMENT.date()
        return datetime.combine(day, NO_MOMENT.time(), where)
    return (timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)).astimezone(where)


def zone_of(household: Household) -> ZoneInfo | None:
    """The household's own zone, where the platform told it and it is known here."""
    if household.zone is None:
        return None
    try:
        return ZoneInfo(household.zone)
    except (ValueError, KeyError, OSError):
        return None


def seed(household_key: str, evening: date) -> int:
    """The one source of variety: the same all evening for a household, another one the next day."""
    digest = hashlib.blake2b(f"{household_key} {evening.isoformat()}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
