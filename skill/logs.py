# SPDX-License-Identifier: Apache-2.0
"""All that is ever logged goes through here: what failed and where, in our own words.

Never an id, a name, a token, a slot's value, a request, or the message of somebody else's error, because such a message
may hold any of them.
"""

from __future__ import annotations

import logging
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
