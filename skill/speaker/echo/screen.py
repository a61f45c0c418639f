# SPDX-License-Identifier: Apache-2.0
"""What a screen shows and what of it can be touched, read from the directive that the skill sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skill.platform import RENDER_DOCUMENT

Json = dict[str, Any]


def shown_by(directives: Sequence[Json]) -> Json | None:
    """The directive whose document is shown in the end; None where none shows any."""
    return next((each for each in reversed(directives) if each.get("type") == RENDER_DOCUMENT), None)


def touchable(directive: Json) -> dict[str, list[Any]]:
    """What a touch sends back, by the words on what is touched.

    It stands in the data of the document: whatever has a `label` there and `means` something.
    """
    lists = (
        each
        for source in (directive.get("datasources") or {}).values()
        if isinstance(source, dict)
        for each in source.values()
        if isinstance(each, list)
    )
    things = (thing for each in lists for thing in each if isinstance(thing, dict))
    return {
        thing["label"]: thing["means"] for thing in things if "label" in thing and isinstance(thing.get("means"), list)
    }
