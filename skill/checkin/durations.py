# SPDX-License-Identifier: Apache-2.0
"""Talk times as people ask for them: ISO 8601 durations from the platform, made sensible."""

from __future__ import annotations

import re

SHORTEST_S = 15
LONGEST_S = 3600
"""An hour: longer than any couple talks without a word to the speaker."""
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})(?:\.\d+)?S)?)?"
)


def seconds_of(duration: str | None) -> int | None:
    """Seconds of a duration such as PT5M or PT90S. None for nothing, nonsense, and outside 15 seconds to an hour."""
    match = _DURATION.fullmatch(duration or "")
    if not match or not any(match.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(value or 0) for value in match.groups())
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    return total if SHORTEST_S <= total <= LONGEST_S else None
