# SPDX-License-Identifier: Apache-2.0
"""All that is ever logged goes through here: what failed and where, in our own words.

Never an id, a name, a token, a slot's value, a request, or the message of somebody else's error, because such a message
may hold any of them.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback

_LOG = logging.getLogger("closer_together")


def note(sentence: str) -> None:
    """One line that somebody who runs the skill should see. The sentence is ours and holds nothing from outside."""
    _LOG.warning(sentence)


def failure(doing: str, error: BaseException) -> None:
    """One line on an error: what was being done, the error's type, and the place in the code."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno}" if ours else "an unknown place"
    _LOG.error("%s failed: %s at %s", doing, type(error).__name__, place)


def measure(what: str, **values: str | float | bool) -> None:
    """A line of figures, for who runs the skill and asks for such lines: fixed words of ours, and numbers."""
    _LOG.info(what, extra=values)


def measures() -> bool:
    """Whether anybody asks for figures."""
    return _LOG.isEnabledFor(logging.INFO)


def write_json() -> None:
    """Write everything, figures too, as one JSON object a line to standard error, as AWS Lambda does by itself."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_JsonLines())
    _LOG.handlers[:] = [lines]
    _LOG.propagate = False
    _LOG.setLevel(logging.INFO)


class _JsonLines(logging.Formatter):
    """A record as JSON, with the names that AWS Lambda gives its fields."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def format(self, record: logging.LogRecord) -> str:
        told = {"timestamp": self.formatTime(record), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(told | {name: value for name, value in vars(record).items() if name not in _PLAIN_RECORD})


_PLAIN_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; all else are the values that a line was written with."""
