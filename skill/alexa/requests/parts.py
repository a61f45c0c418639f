# SPDX-License-Identifier: Apache-2.0
"""Parts of a request's JSON by their names. What is missing, or of another type than it should be, is not there.

What every turn needs of a request is read here: to make the SDK's objects of it took a quarter of a turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Part: TypeAlias = Mapping[str, object]
"""A JSON object of a request."""
NOTHING: Part = {}


def part(of: Part, *names: str) -> Part:
    """The object under a name, then under a name in it, and so on; an empty one where there is none."""
    for name in names:
        found = of.get(name)
        if not isinstance(found, dict):
            return NOTHING
        of = found
    return of


def text(of: Part, name: str) -> str | None:
    """The text under a name."""
    found = of.get(name)
    return found if isinstance(found, str) else None
