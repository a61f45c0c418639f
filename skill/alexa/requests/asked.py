# SPDX-License-Identifier: Apache-2.0
"""One request as the handlers are given it: its JSON, and the SDK's object of it for those who want that."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from skill.alexa import locales
from skill.alexa.requests import envelope
from skill.alexa.requests.envelope import Part, part, text
from skill.checkin.model.session import Session
from skill.content.types import Content


class Asked:
    """A request in which `problem` found nothing wrong."""

    def __init__(self, event: Part, context: object) -> None:
        self.event = event
        self.context = context
        """What the platform that runs the skill tells of this call."""
        self.kind = text(part(event, "request"), "type") or ""
        """The type of the request."""
        self.in_session = event.get("session") is not None
        self.wordless = envelope.wordless(self.kind, self.in_session)
        """Whether the answer may hold no words."""

    @cached_property
    def request(self) -> Any:  # its class goes with its type, which the handler has looked at
        """The request as an object of the SDK's class for its type; each handler says of which class its own is."""
        # Imported here, because most requests are read without.
        from skill.alexa.serializer import TolerantSerializer

        return TolerantSerializer().read(self.event).request

    @property
    def content(self) -> Content:
        """What can be said in the locale of the request."""
        return locales.content(text(part(self.event, "request"), "locale"))

    @property
    def session(self) -> Session:
        """The session that came back with it."""
        return envelope.carried(self.event, self.content)
