# SPDX-License-Identifier: Apache-2.0
"""One deadline a request, shared by everything that may wait: the store, services and their retries."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

REQUEST_S = 5.0
"""Alexa waits 8 s for a reply; this leaves room for the way there and back."""
MARGIN_S = 1.0
"""Left of the Lambda's own time, to put the reply together."""


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float = REQUEST_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock() + max(0.0, seconds)

    @classmethod
    def of(cls, context: object) -> Deadline:
        """The deadline of a request: 5 s, or what the Lambda context has left less 1 s, whichever is less."""
        remaining = getattr(context, "get_remaining_time_in_millis", None)
        try:
            left_s = float(remaining()) / 1000 - MARGIN_S if callable(remaining) else REQUEST_S
        except (TypeError, ValueError):
            left_s = REQUEST_S
        return cls(min(REQUEST_S, left_s))

    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._at - self._clock())

    @property
    def over(self) -> bool:
        """Whether the moment has passed."""
        return self.left() == 0.0

    def run(self, call: Callable[[], Value], seconds: float, give_up: Callable[[], None] = lambda: None) -> Value:
        """What `call` returns or raises, within so many seconds and the deadline; TimeoutError where it takes longer.

        It runs in a thread of its own, because nothing else bounds finding a host, or a server that sends a byte a
        second. `give_up` is called once nobody waits any more: it ends what the thread waits for.
        """
        returned: list[Value] = []
        raised: list[Exception] = []
        done = threading.Event()

        def run() -> None:
            try:
                returned.append(call())
            except Exception as error:  # noqa: BLE001 - it is raised where it was called
                raised.append(error)
            done.set()

        threading.Thread(target=run, name="in-time", daemon=True).start()
        if not done.wait(min(seconds, self.left())):
            give_up()
            raise TimeoutError
        if raised:
            raise raised[0]
        return returned[0]
