# SPDX-License-Identifier: Apache-2.0
"""Timestamps of requests, read from whatever form they come in. The machine's clock is never asked."""

from __future__ import annotations

from datetime import UTC, datetime

YEARS = range(2000, 2200)
"""A timestamp outside of these years is taken for a mistake."""
MILLISECONDS_FROM = 1e11
"""A number this large counts milliseconds, a smaller one seconds."""


def read_timestamp(value: object) -> datetime | None:
    """A timestamp as requests carry it: ISO 8601, or a number of seconds or milliseconds since 1970; else None."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value / 1000 if value >= MILLISECONDS_FROM else value, UTC)
        else:
            return None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in YEARS else None
