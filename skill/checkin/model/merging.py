# SPDX-License-Identifier: Apache-2.0
"""Rules by which two versions of a record become one, and `merge`, which follows them.

A rule stands in the annotation of its field (`household.py`): `Merged(rule)` for one field, `MergedWhole(rule)` where
it has to see other fields as well. `base` is what both grew from, `ours` what one event made of it, `theirs` what the
store holds by now. A field that only one of them changed is as that one has it; the rules are for the fields that both
changed. Counters add up the steps of both, so that two equal steps stay two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TypeVar, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

Value = TypeVar("Value")
Day = TypeVar("Day", date, datetime)
Record = TypeVar("Record", bound=Struct)


class Merged(Struct, frozen=True):
    """In a field's annotation: how it is merged where both changed it. Called with base, ours and theirs of it."""

    rule: Callable[..., object]


class MergedWhole(Struct, frozen=True):
    """In a field's annotation: a rule that sees whole records. Called with base, ours, theirs, and what is merged so
    far; returns that with its own field, and those that go with it, set."""

    rule: Callable[..., Struct]


class MergedWith(Struct, frozen=True):
    """In a field's annotation: the field whose rule sees to this one as well."""

    field: str


def merge(base: Record, ours: Record, theirs: Record) -> Record:
    """One record out of two that grew from the same one."""
    changes: dict[str, object] = {}
    rules = rules_of(type(base))
    for name, rule in rules.items():
        if isinstance(rule, Merged):
            was, mine, stored = getattr(base, name), getattr(ours, name), getattr(theirs, name)
            if mine != was:
                changes[name] = mine if stored == was else rule.rule(was, mine, stored)
    merged: Struct = replace(theirs, **changes)
    for rule in rules.values():
        if isinstance(rule, MergedWhole):
            merged = rule.rule(base, ours, theirs, merged)
    assert isinstance(merged, type(base))
    return merged


@cache
def rules_of(record: type[Struct]) -> Mapping[str, Merged | MergedWhole | MergedWith]:
    """The rule of each field of a record. A field without one is a mistake of whoever added it."""
    found = {}
    for name, kind in get_type_hints(record, include_extras=True).items():
        rules = [one for one in getattr(kind, "__metadata__", ()) if isinstance(one, Merged | MergedWhole | MergedWith)]
        if len(rules) != 1:
            raise TypeError(f"{record.__name__}.{name} needs one rule of merging in its annotation.")
        found[name] = rules[0]
    return found


def mine(base: Value, ours: Value, theirs: Value) -> Value:
    """The one who writes later is right."""
    return ours


def stored(base: Value, ours: Value, theirs: Value) -> Value:
    """What the store holds is right."""
    return theirs


def larger(base: int, ours: int, theirs: int) -> int:
    """The larger one."""
    return max(ours, theirs)


def summed(base: int, ours: int, theirs: int) -> int:
    """Both counts: each counted something of its own."""
    return max(0, theirs + ours - base)


def later(base: Day | None, ours: Day | None, theirs: Day | None) -> Day | None:
    """The later day or moment; the one that there is."""
    return max((day for day in (ours, theirs) if day), default=None)


def each_summed(base: Mapping[str, int], ours: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, int]:
    """Both steps of each counter."""
    return {name: summed(base.get(name, 0), ours.get(name, 0), theirs.get(name, 0)) for name in {**theirs, **ours}}


def union(base: tuple[Value, ...], ours: tuple[Value, ...], theirs: tuple[Value, ...]) -> tuple[Value, ...]:
    """Theirs, without what we took out, and with what we added."""
    taken_out = [item for item in base if item not in ours]
    return tuple(item for item in theirs if item not in taken_out) + tuple(
        item for item in added(base, ours) if item not in theirs
    )


def newest(most: int) -> Callable[..., tuple[object, ...]]:
    """As the union, and the newest of it where it would be more than that."""

    def rule(base: tuple[object, ...], ours: tuple[object, ...], theirs: tuple[object, ...]) -> tuple[object, ...]:
        return union(base, ours, theirs)[-most:]

    return rule


def latest(most: int) -> Callable[..., tuple[object, ...]]:
    """Theirs, and behind them what we added; the latest of them."""

    def rule(base: tuple[object, ...], ours: tuple[object, ...], theirs: tuple[object, ...]) -> tuple[object, ...]:
        return (*theirs, *(item for item in ours if item not in base and item not in theirs))[-most:]

    return rule


def added(base: tuple[Value, ...], ours: tuple[Value, ...]) -> list[Value]:
    """What ours has beyond base. Equal items count: a second one is an added one."""
    left = list(base)
    more = []
    for item in ours:
        if item in left:
            left.remove(item)
        else:
            more.append(item)
    return more
