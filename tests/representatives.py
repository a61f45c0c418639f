# SPDX-License-Identifier: Apache-2.0
"""Cases that stand for others: of some that try the same, the first is always run, the rest with the long tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def the_first_for_all(cases: Iterable[Any]) -> list[Any]:
    """The cases for `parametrize`, all but the first marked as long; a tuple is one case of several arguments."""
    first, *rest = cases
    return [
        first,
        *(pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.long) for case in rest),
    ]
