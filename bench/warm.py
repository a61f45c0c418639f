# SPDX-License-Identifier: Apache-2.0
"""Times of a turn once everything is read: the evening of `bench/events/`, through this skill and the least one.

The evening of a household goes through one subject after the other, in an order that changes, so that what else the
machine does falls on all alike. Times are those of the processor in this thread, so that waiting for a busy machine is
no cost; with a table, which is another program, they are those of the clock.
"""

from __future__ import annotations

import contextlib
import gc
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench import evening_events
from bench.evening_events import of_household

Handler = Callable[[Any, Any], Any]
Times = dict[str, dict[str, list[float]]]
"""By subject and kind of turn, in microseconds."""

WARM_UP = 3
"""Households that go first and are not counted."""


def take_times(
    subjects: Mapping[str, Handler], households: int, clock: Callable[[], int], told: Callable[[], None]
) -> Times:
    """The times of each event of each household, by each subject."""
    lines = evening_events.read()
    times: Times = {name: defaultdict(list) for name in subjects}
    names = list(subjects)
    with paused():
        for household in range(WARM_UP + households):
            names.append(names.pop(0))
            for name in names:
                events = [(kind, of_household(line, household)) for kind, line in lines]
                for kind, event in events:
                    began = clock()
                    subjects[name](event, None)
                    took = clock() - began
                    if household >= WARM_UP:
                        times[name][kind].append(took / 1000)
            gc.collect()
            told()
    return times


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Without the collector, whose rounds would fall on whoever comes by chance."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def thread_clock() -> int:
    """Nanoseconds that this thread had the processor."""
    return time.thread_time_ns()


def summary(times: Mapping[str, list[float]]) -> dict[str, Any]:
    """p50 and p99 over all turns, and by kind, in microseconds."""
    every = [one for kind in times.values() for one in kind]
    return {
        "p50": round(statistics.median(every), 1),
        "p99": round(statistics.quantiles(every, n=100)[98], 1),
        "kinds": {
            kind: {"p50": round(statistics.median(each), 1), "p99": round(statistics.quantiles(each, n=100)[98], 1)}
            for kind, each in sorted(times.items())
        },
    }
