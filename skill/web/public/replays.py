# SPDX-License-Identifier: Apache-2.0
"""The answers of the last minutes, so that a request which comes twice is answered alike and moves nothing.

They are in memory only, and only as long as their requests could be sent again.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from msgspec import Struct

from skill.web.public.rejection import Rejected

ANSWERS_MAX = 2000
"""Some 5 kB each. Of what is older, the household's own record still knows the last turn."""
WAIT_S = 8.0
"""For the answer to the same request that came just before. Alexa waits no longer either."""


class _Given(Struct, frozen=True):
    """An answer, or one that is being found."""

    answer: Future[bytes]
    until: datetime


class Replays:
    """Answers by the body of their request."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._given: OrderedDict[bytes, _Given] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, body: bytes, until: datetime, find: Callable[[], bytes]) -> bytes:
        """The answer to a request, by `find` where it did not come before. It is kept until `until`.

        Raises what `find` raises, and Rejected where the same request takes too long to be answered.
        """
        digest = hashlib.sha256(body).digest()
        with self._lock:
            self._drop_old()
            given = self._given.get(digest)
            if given is None:
                ours = self._given[digest] = _Given(Future(), until)
        if given is not None:
            try:
                return given.answer.result(WAIT_S)
            except TimeoutError:
                raise Rejected("it came before, and that is still being answered") from None
        try:
            found = find()
        except BaseException as error:
            with self._lock:
                self._given.pop(digest, None)
            ours.answer.set_exception(error)
            raise
        ours.answer.set_result(found)
        return found

    def _drop_old(self) -> None:
        now = self._clock()
        while self._given and (len(self._given) >= ANSWERS_MAX or next(iter(self._given.values())).until < now):
            self._given.popitem(last=False)
