# SPDX-License-Identifier: Apache-2.0
"""One deadline a request: five seconds, or what a Lambda has left less one."""

from __future__ import annotations

from typing import Any

import pytest
from cases import each_case

from skill.deadline import Deadline


class Lambda:
    """The context of a Lambda that has some time left."""

    def __init__(self, remaining: Any) -> None:
        self.get_remaining_time_in_millis = lambda: remaining


@each_case(
    ("context", "seconds"),
    [
        (None, 5.0),
        (object(), 5.0),
        (Lambda(30_000), 5.0),
        (Lambda(3_500), 2.5),
        (Lambda(400), 0.0),
        (Lambda("soon"), 5.0),
        (Lambda(None), 5.0),
    ],
)
def test_it_is_what_the_context_leaves(context: object, seconds: float) -> None:
    assert Deadline.of(context).left() == pytest.approx(seconds, abs=0.1)


def test_it_comes_and_stays() -> None:
    now = [100.0]
    deadline = Deadline(5.0, clock=lambda: now[0])
    now[0] = 104.0
    assert (deadline.left(), deadline.over) == (1.0, False)
    now[0] = 200.0
    assert (deadline.left(), deadline.over) == (0.0, True)
