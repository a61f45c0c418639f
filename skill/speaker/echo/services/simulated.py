# SPDX-License-Identifier: Apache-2.0
"""Alexa's services as one home has them: time zone, reminders, and the permission for them.

What they are and how they behave belongs here; the wire is `wire.py`, and what a reminder is
`reminders.py`. Each can be told to be slow, to fail or to deny, so that anybody can hear what happens then.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct

from skill.errors import InputError
from skill.platform import ASK_FOR, REMINDERS_PERMISSION, REMINDERS_PERMISSION_REQUEST
from skill.speaker.echo.clock import Clock
from skill.speaker.echo.requests import NewId, random_ids
from skill.speaker.echo.services.reminders import Problem, Reminders, full

Json = dict[str, Any]
T = TypeVar("T")

WAYS: Mapping[str, tuple[str, ...]] = {
    "time-zone": ("well", "slow", "fail", "deny"),
    "reminders": ("well", "slow", "fail", "deny", "unsupported", "full"),
    "permission": ("ask", "granted", "denied", "not-answered", "not-supported"),
}
"""Each service with the ways in which it can behave; the first is how it begins. `ask`: not given yet, and they say
yes when they are asked for it."""
DELETE = "delete"
"""Said of reminders: they are all deleted, as people do it in the app."""
ANSWERS = {
    "ask": ("ACCEPTED", "yes"),
    "granted": ("ACCEPTED", "yes"),
    "denied": ("DENIED", "no"),
    "not-answered": ("NOT_ANSWERED", "nothing"),
}
"""How people answer when Alexa asks them for the permission: as the API has it, and in words."""
RESPONSE = "Connections.Response"
COMMAND = "; ".join(f"{name} with {', '.join(ways)}" for name, ways in WAYS.items()) + f"; or reminders {DELETE}"

SLOW_MAX_S = 30.0
"""Seconds after which a slow service hangs up."""


class Told(Struct, frozen=True):
    """Something that the skill is told of by itself: a request's type and fields, and what people see of it."""

    kind: str
    fields: Json
    sentence: str = ""


def read_command(words: str) -> tuple[str, str]:
    """Service and way of a line such as `reminders deny`. InputError for one that does not exist."""
    service, _, way = " ".join(words.split()).partition(" ")
    if way not in WAYS.get(service, ()) and (service, way) != ("reminders", DELETE):
        raise InputError(f"{f'{service} {way}'.strip()[:40]!r} is no way of a service; write {COMMAND}.")
    return service, way


class Services(AbstractContextManager["Services"]):
    """The services of one home. Close them when the home is left; a `with` does."""

    def __init__(self, clock: Clock, zone: str, *, new_id: NewId = random_ids) -> None:
        """`zone` is the IANA name of the home's time zone. Nothing listens before `endpoint` is read."""
        self.zone = zone
        self.token = secrets.token_urlsafe(24)
        """What a request must bring along; another one in each run."""
        self._clock = clock
        self._reminders = Reminders(clock, new_id)
        self._ways = {name: ways[0] for name, ways in WAYS.items()}
        self._changed = threading.Condition()
        self._closed = False
        self._server: Any = None

    def __exit__(self, *_: object) -> None:
        self.close()

    # What the home does

    @property
    def endpoint(self) -> str:
        """The address for context.System.apiEndpoint, on this machine and a port of its own."""
        if self._server is None:
            # Imported here, because most of what uses a device needs no server.
            from skill.speaker.echo.services.wire import Server

            self._server = Server(self)
        return f"http://{self._server.host}"

    def close(self) -> None:
        """Listen no more, and let go of whoever waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._server is not None:
            self._server.close()

    def behave(self, service: str, way: str) -> None:
        """Have a service behave in one of the WAYS. InputError for one that does not exist."""
        service, way = read_command(f"{service} {way}")
        with self._changed:
            self._ways[service] = way
            self._changed.notify_all()

    def obey(self, words: str) -> list[Told]:
        """Do what a line such as `reminders deny` says, and tell what the skill hears of it. InputError for others."""
        service, way = read_command(words)
        if way != DELETE:
            self.behave(service, way)
            return []
        with self._changed:
            tokens = self._reminders.clear()
        return [Told("Reminders.ReminderDeleted", {"body": {"alertTokens": tokens}})] if tokens else []

    def next(self) -> datetime | None:
        """When the next reminder rings; None if never."""
        return next((moment for moment, _ in self.upcoming()), None)

    @property
    def ways(self) -> dict[str, str]:
        """How each service behaves now."""
        with self._changed:
            return dict(self._ways)

    def upcoming(self) -> list[tuple[datetime, str]]:
        """When each reminder rings next, and its text, the next one first."""
        with self._changed:
            return sorted((alert.next, alert.text) for alert in self._reminders.listed())

    def due(self, now: datetime) -> list[str]:
        """The texts of the reminders that ring now, in order; each only once."""
        with self._changed:
            return [alert.text for alert in self._reminders.ring(now)]

    def consent(self, directive: Json) -> Told:
        """Alexa asks them for the permission that a Connections.SendRequest wants."""
        fields = {"name": str(directive.get("name")), "token": str(directive.get("token") or "")}
        way = self._ways["permission"]
        if fields["name"] != ASK_FOR or directive.get("payload") != REMINDERS_PERMISSION_REQUEST or way not in ANSWERS:
            status = {"code": "400", "message": "This cannot be asked for here."}
            return Told(RESPONSE, fields | {"status": status}, "Alexa cannot ask for that here.")
        answer, words = ANSWERS[way]
        if way == "ask":
            self.behave("permission", "granted")
        thrown = answer == "NOT_ANSWERED"
        payload = {"permissionScope": REMINDERS_PERMISSION, "status": answer, "isCardThrown": thrown}
        said = f"Alexa asks whether the skill may set reminders, and they say {words}."
        return Told(RESPONSE, fields | {"status": {"code": "200", "message": "OK"}, "payload": payload}, said)

    # What the skill asks; each raises Problem

    def wait(self, service: str) -> bool:
        """Wait as long as a service is slow. False where nobody is to be answered any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._ways[service] != "slow", SLOW_MAX_S)
            return not self._closed and self._ways[service] != "slow"

    def time_zone(self) -> str:
        """The home's own."""
        self._well("time-zone", Problem(403, "ACCESS_DENIED", "The time zone is not for you."))
        return self.zone

    def reminders(self, do: Callable[[Reminders], T], *, adds: bool = False) -> T:
        """What `do(reminders)` gives, where reminders are permitted and there. `adds`: whether there is one more."""
        no = Problem(401, "UNAUTHORIZED", "They have not given the permission for reminders.")
        self._well("reminders", no)
        with self._changed:
            if self._ways["permission"] != "granted":
                raise no
            if self._ways["reminders"] == "unsupported":
                raise Problem(403, "DEVICE_NOT_SUPPORTED", "This device has no reminders.")
            if self._ways["reminders"] == "full" and adds:
                raise full()
            return do(self._reminders)

    def _well(self, service: str, denied: Problem) -> None:
        way = self._ways[service]
        if way == "fail":
            raise Problem(500, "INTERNAL_SERVER_ERROR", "Something is broken here.")
        if way == "deny":
            raise denied
