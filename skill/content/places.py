# SPDX-License-Identifier: Apache-2.0
"""The `{places}` of a wording: the names of what is filled in when it is said."""

from __future__ import annotations

import re
from string import Formatter

PLACE = re.compile(r"[a-z][a-z0-9_]*")


def places(text: str) -> frozenset[str]:
    """The names of the `{places}` in a wording. Raises ValueError where a brace is not one of a plain place."""
    found = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not PLACE.fullmatch(name):
            raise ValueError(f"{{{name}}} is not a plain place")
        found.add(name)
    return frozenset(found)
