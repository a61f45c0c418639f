# SPDX-License-Identifier: Apache-2.0
"""What is said when something of ours broke: one sentence, the evening kept as it was."""

from __future__ import annotations

from ask_sdk_model.request_envelope import RequestEnvelope
from msgspec.structs import replace

from skill.alexa import locales
from skill.alexa.responses.response import Reply, attributes, render
from skill.checkin.model.household import Household
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn


def apology(envelope: RequestEnvelope | None = None) -> Reply:
    """An apology that leaves the session's attributes as they came, and the microphone as it was."""
    session = envelope.session if envelope else None
    carried = (session.attributes if session else None) or {}
    under_way = bool(session and not session.new and carried and carried.get("state") != State.ENDED.value)
    content = locales.content(envelope.request.locale if envelope and envelope.request else None)
    parts = (Say("sorry.broken"), Say("sorry.broken_again")) if under_way else (Say("sorry.broken"),)
    turn = Turn(
        parts=parts,
        reprompt=(Say("sorry.broken_again", 1),),
        open=under_way,
        session=Session(state=State.ENDED),
        household=Household(),
    )
    reply = render(turn, content)
    return replace(reply, attributes=attributes(Session()) | carried) if under_way else reply
