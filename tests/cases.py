# SPDX-License-Identifier: Apache-2.0
"""Tests of many cases that take next to no time each: one test goes through all of them, and tells all that fail.

A test costs ten times what such a case does. One that changes what others share, or takes long, is a test of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest


def each_case(names: str | Sequence[str], cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator that hands each case to the test in turn, as `parametrize` does to tests of their own.

    Fixtures are shared by all. Where several cases fail, the error holds one for each, with its case in a note.
    """
    named = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    given = [dict(zip(named, case if len(named) > 1 else (case,), strict=True)) for case in cases]
    assert given, "a test of no cases would pass"

    def of_all(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def each(*instance: object, **fixtures: object) -> None:
            failed: list[BaseException] = []
            for case in given:
                try:
                    test(*instance, **fixtures, **case)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - all that fail are told
                    error.add_note("where " + ", ".join(f"{name} is {value!r}" for name, value in case.items()))
                    failed.append(error)
            if len(failed) == 1:
                raise failed[0]
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(given)} cases", failed)

        taken = inspect.signature(test)
        fixtures = [taken.parameters[name] for name in taken.parameters if name not in named]
        each.__signature__ = taken.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return each

    return of_all
