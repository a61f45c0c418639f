# SPDX-License-Identifier: Apache-2.0
"""The couple that every test of the conversation starts with."""

import pytest

from .couple import Couple


@pytest.fixture
def couple() -> Couple:
    """A couple who never came before, on a Thursday at nine in the evening."""
    return Couple()


@pytest.fixture
def returning() -> Couple:
    """A couple who came once, chose the evening walk, and come back three days later."""
    couple = Couple()
    couple.open_skill()
    couple.say("choose_ritual", ritual="evening_walk")
    couple.later(days=3)
    return couple
