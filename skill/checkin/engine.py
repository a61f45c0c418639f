# SPDX-License-Identifier: Apache-2.0
"""(skeleton: being written)"""

from __future__ import annotations

from skill.checkin.events import Event, Occasion
from skill.checkin.household import Household
from skill.checkin.parts import Say
from skill.checkin.session import Session, State
from skill.checkin.turns import Turn
from skill.content.types import Content


def respond(event: Event, occasion: Occasion, household: Household, session: Session, content: Content) -> Turn:
    return Turn(parts=(Say("welcome.first"),), reprompt=(Say("welcome.first"),), open=True, session=Session(state=State.READY, expects=("StartCheckInIntent",)), household=household)
