# SPDX-License-Identifier: Apache-2.0
"""Questions that tests of the evening ask about a couple: the steps of their plan, and what was read to them."""

from datetime import timedelta

from msgspec.structs import replace

from skill.checkin.model.household import Finished
from skill.checkin.model.speech import Read, ReadTo


def kinds(couple):
    return [step.kind for step in couple.household.checkin.steps]


def read(couple, deck):
    """Numbers of a deck that were read in the last turn."""
    return [part.number for part in couple.turn.parts if isinstance(part, Read | ReadTo) and part.deck == deck]


def after(couple, check_ins):
    """A couple who finished so many check-ins before, the last one yesterday."""
    days = [couple.moment.date() - timedelta(days=number + 1) for number in reversed(range(check_ins))]
    finished = tuple(Finished(day, "standard") for day in days)
    couple.household = replace(couple.household, welcomed=True, finished=finished)
