# SPDX-License-Identifier: Apache-2.0
"""What is said when something of ours broke: one sentence, the evening kept as it was."""

from __future__ import annotations

from skill.alexa import locales
from skill.alexa.requests.envelope import Asked, part
from skill.alexa.responses.response import Reply, render
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn


def apology(asked: Asked | None = None) -> Reply:
    """An apology that leaves the session as it came, and the microphone as it was."""
    content = asked.content if asked else locales.content(None)
    session = asked.session if asked and part(asked.event, "session").get("new") is not True else Session()
    under_way = session.state not in (State.NEW, State.ENDED)
    turn = Turn(
        parts=(Say("sorry.broken"), Say("sorry.broken_again")) if under_way else (Say("sorry.broken"),),
        reprompt=(Say("sorry.broken_again", 1),),
        open=under_way,
        session=session,
        household=Household(),
    )
    return render(turn, content)
