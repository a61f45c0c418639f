# SPDX-License-Identifier: Apache-2.0
"""Records of earlier versions, brought up to this one step by step.

A change of the record's shape raises `VERSION` in `skill/checkin/model/household.py` and adds one step here, from the
version before to the new one. Steps are never changed afterwards: what they were written for may still lie in a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Record = dict[str, Any]
"""A record as plain JSON."""

FIRST_VERSION = 1


def _second(raw: Record) -> Record:
    """The evenings that were counted last have a list of their own; of a break from talking nothing is kept."""
    raw = {name: value for name, value in raw.items() if name != "break_until"}
    return {**raw, "came": [raw["last_visit"]]} if raw.get("last_visit") else raw


STEPS: Mapping[int, Callable[[Record], Record]] = {1: _second}
"""Version to the step that makes a record of the next version of it."""


def migrated(raw: Record) -> Record:
    """The record as the newest version that the steps lead to. One of a newer version is left as it is."""
    version = raw.get("version", FIRST_VERSION)
    while isinstance(version, int) and (step := STEPS.get(version)):
        version += 1
        raw = {**step(raw), "version": version}
    return raw
