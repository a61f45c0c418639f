# SPDX-License-Identifier: Apache-2.0
"""What the skill asks of Alexa's own services: the time zone, reminders, and a word while they wait.

An evening never fails for a service: whatever goes wrong is an outcome, not an exception. Each call has a limit of
its own within the request's deadline, and leaves time for the household to be kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ask_sdk_model.request_envelope import RequestEnvelope
from msgspec import Struct

from skill import logs
from skill.alexa.services.endpoint import Endpoint, read_endpoint
from skill.alexa.services.reminders import Kind, Listing, Outcome, Reminder, into_request, is_id, read_id, read_listing
from skill.alexa.services.zones import known_zone
from skill.deadline import Deadline
from skill.settings import Settings

QUICK_S = 1.0
"""Seconds for what an evening can go on without: the time zone, a word meanwhile."""
REMINDER_S = 2.0
"""Seconds for what they are waiting for."""
LEFT_S = 1.0
"""Seconds of the deadline that no service may use: the household is still to be kept."""
MEANWHILE_MAX_CHARACTERS = 600
"""Of a progressive response (Progressive Response API)."""
MAY_SPEAK_MEANWHILE = ("LaunchRequest", "IntentRequest")
"""Requests that a progressive response may belong to (Progressive Response API)."""

_TOO_MANY = re.compile(r"MAX|LIMIT|TOO_MANY|QUOTA")
_NOT_PERMITTED = re.compile(r"PERMISSION|CONSENT|AUTHORI[SZ]|AUTHENTIC|TOKEN")


class _Answer(Struct, frozen=True):
    """What came back of a call."""

    status: int | None
    """None where no answer came."""
    body: Any
    sent: bool
    """Whether the service may have seen the request."""

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def unsure(self) -> bool:
        """Whether what was asked may have been done, although nobody said so."""
        return self.sent and (self.status is None or self.status >= 500)


class Services:
    """The services that one request gives access to. Its methods never raise."""

    def __init__(
        self,
        endpoint: Endpoint,
        token: str,
        deadline: Deadline,
        *,
        device_id: str | None = None,
        request_id: str | None = None,
        asked_at: datetime | None = None,
    ) -> None:
        """`request_id` is that of a request which may be spoken to meanwhile; `asked_at` is aware."""
        self._endpoint = endpoint
        self._token = token
        self._deadline = deadline
        self._device_id = device_id
        self._request_id = request_id
        self._asked_at = asked_at

    @classmethod
    def of(cls, envelope: RequestEnvelope, settings: Settings, deadline: Deadline) -> Services | None:
        """The services that a request brings along; None where it brings none, or an address that may not be asked."""
        system = envelope.context.system if envelope.context else None
        if system is None or not system.api_endpoint or not system.api_access_token:
            return None
        endpoint = read_endpoint(system.api_endpoint, local=settings.local_services)
        if endpoint is None:
            logs.note("A request names an API endpoint that may not be asked, so no service was.")
            return None
        request: Any = envelope.request
        asked_at: datetime | None = request.timestamp
        return cls(
            endpoint,
            system.api_access_token,
            deadline,
            device_id=system.device.device_id if system.device else None,
            request_id=request.request_id if request.object_type in MAY_SPEAK_MEANWHILE else None,
            asked_at=asked_at.replace(tzinfo=asked_at.tzinfo or UTC) if asked_at else None,
        )

    def time_zone(self) -> str | None:
        """The device's time zone, an IANA name that is known here; None where it cannot be had."""
        if not self._device_id:
            return None
        from ask_sdk_model.services.ups.ups_service_client import UpsServiceClient

        answer = self._ask(
            "for the time zone",
            QUICK_S,
            UpsServiceClient,
            lambda client: client.get_system_time_zone(self._device_id),
        )
        return known_zone(answer.body) if answer.good else None

    def set_reminder(self, reminder: Reminder) -> Outcome:
        """Set a new reminder. DONE comes with its id."""
        return self._change(lambda client: client.create_reminder(into_request(reminder, self._asked_at)))

    def change_reminder(self, id: str, reminder: Reminder) -> Outcome:
        """Put another reminder in the place of one. GONE where that one is no more: then set a new one."""
        if not is_id(id):
            return Outcome(Kind.GONE)
        return self._change(lambda client: client.update_reminder(id, into_request(reminder, self._asked_at)), id)

    def cancel_reminder(self, id: str) -> Outcome:
        """Delete a reminder. DONE also where it was gone already."""
        if not is_id(id):
            return Outcome(Kind.DONE, id)
        answer = self._ask_reminders(lambda client: client.delete_reminder(id))
        kind = _kind(answer)
        if kind in (Kind.DONE, Kind.GONE):
            return Outcome(Kind.DONE, id)
        return Outcome(kind, unsure=answer.unsure)

    def reminders(self) -> Listing:
        """The skill's own reminders that are still to ring."""
        answer = self._ask_reminders(lambda client: client.get_reminders())
        if not answer.good:
            return Listing(_kind(answer))
        found = read_listing(answer.body)
        if found is None:
            logs.note("Alexa was asked for the reminders, and answered with no list of them.")
            return Listing(Kind.FAILED)
        return Listing(Kind.DONE, found)

    def say_meanwhile(self, ssml: str) -> bool:
        """Have something said at once, before the reply. False where it was not; then just go on."""
        if not self._request_id or len(ssml) > MEANWHILE_MAX_CHARACTERS:
            return False
        from ask_sdk_model.services.directive.directive_service_client import DirectiveServiceClient
        from ask_sdk_model.services.directive.header import Header
        from ask_sdk_model.services.directive.send_directive_request import SendDirectiveRequest
        from ask_sdk_model.services.directive.speak_directive import SpeakDirective

        directive = SendDirectiveRequest(Header(self._request_id), SpeakDirective(ssml))
        return self._ask(
            "to say a word meanwhile",
            QUICK_S,
            DirectiveServiceClient,
            lambda client: client.enqueue(directive),
        ).good

    def _change(self, call: Callable[[Any], Any], id: str | None = None) -> Outcome:
        answer = self._ask_reminders(call)
        kind = _kind(answer)
        if kind is not Kind.DONE:
            return Outcome(kind, unsure=answer.unsure)
        id = read_id(answer.body) or id
        if id is None:
            logs.note("Alexa was asked for a reminder, and told no id of it.")
            return Outcome(Kind.FAILED, unsure=True)
        return Outcome(kind, id)

    def _ask_reminders(self, call: Callable[[Any], Any]) -> _Answer:
        from ask_sdk_model.services.reminder_management.reminder_management_service_client import (
            ReminderManagementServiceClient,
        )

        return self._ask("for a reminder", REMINDER_S, ReminderManagementServiceClient, call)

    def _ask(self, what: str, seconds: float, client: Callable[[Any], Any], call: Callable[[Any], Any]) -> _Answer:
        """Call a service by one of the SDK's clients."""
        # Imported here, so that a request which asks no service does not wait for them.
        from ask_sdk_model.services.api_configuration import ApiConfiguration
        from ask_sdk_model.services.service_exception import ServiceException

        from skill.alexa.services.http import HttpClient, OnlyWrites

        http = HttpClient(self._endpoint, min(seconds, self._deadline.left() - LEFT_S))
        configuration = ApiConfiguration(
            serializer=OnlyWrites(),
            api_client=http,
            authorization_value=self._token,
            api_endpoint=self._endpoint.url,
        )
        try:
            call(client(configuration))
        except ServiceException:
            pass  # every status but 2xx, and no answer; both are in `http`
        except Exception as error:  # noqa: BLE001  # whatever else the SDK's clients may raise, the evening goes on
            logs.failure(f"Asking {what}", error)
        answer = _Answer(http.status, http.body, http.sent)
        if _kind(answer) is Kind.FAILED:
            how = "no answer came" if http.status is None else f"the answer had the status {http.status}"
            logs.note(f"Alexa was asked {what}, and {how}.")
        return answer


def _kind(answer: _Answer) -> Kind:
    if answer.good:
        return Kind.DONE
    if answer.status == 401:
        return Kind.NOT_PERMITTED
    if answer.status == 404:
        return Kind.GONE
    if answer.status == 403:
        code = answer.body.get("code") if isinstance(answer.body, dict) else None
        words = code.upper() if isinstance(code, str) else ""
        if _TOO_MANY.search(words):
            return Kind.TOO_MANY
        # A missing permission is a 401. What else is forbidden is mostly a device that has no reminders.
        return Kind.NOT_PERMITTED if _NOT_PERMITTED.search(words) else Kind.NOT_SUPPORTED
    return Kind.FAILED
