# SPDX-License-Identifier: Apache-2.0
"""What is said when something of ours broke: one sentence, the evening kept as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.alexa import locales
from skill.alexa.requests.envelope import session as read_session
from skill.alexa.responses.response import Reply, render
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn

if TYPE_CHECKING:
    from ask_sdk_model.request_envelope import RequestEnvelope


def apology(envelope: RequestEnvelope | None = None) -> Reply:
    """An apology that leaves the session as it came, and the microphone as it was."""
    content = locales.content(envelope.request.locale if envelope and envelope.request else None)
    came = envelope.session if envelope else None
    carried = read_session(came.attributes, content) if came and not came.new else Session()
    under_way = carried.state not in (State.NEW, State.ENDED)
    turn = Turn(
        parts=(Say("sorry.broken"), Say("sorry.broken_again")) if under_way else (Say("sorry.broken"),),
        reprompt=(Say("sorry.broken_again", 1),),
        open=under_way,
        session=carried,
        household=Household(),
    )
    return render(turn, content)
