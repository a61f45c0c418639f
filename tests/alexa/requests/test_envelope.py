# SPDX-License-Identifier: Apache-2.0
"""What is read of a request's envelope, at the bounds of what is believed."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from cases import each_case
from msgspec.structs import replace

from skill.alexa import locales, playback_token
from skill.alexa.requests import envelope
from skill.alexa.requests.envelope import application_id, problem, sender, wordless
from skill.alexa.requests.moment import read_timestamp
from skill.checkin.model.playback import Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say
from skill.content.types import Line, Prompt
from skill.deadline import Deadline
from skill.settings import Settings

from ..couple import EVENING, Couple

CONTENT = locales.content("en-US")


def request(**fields: Any) -> dict[str, Any]:
    """A launch, with other fields."""
    return Couple(lambda event, context: {"response": {}}).envelope("LaunchRequest", **fields)


def sent(event: Any, **settings: Any) -> envelope.Sender:
    return sender(envelope.Asked(event, Deadline(1.0)), Settings(**settings))


NAMED: dict[str, Any] = {"type": "LaunchRequest", "requestId": "r"}


@each_case(
    ("event", "told"),
    [
        ([], "The body is not a request: it must be a JSON object with version, context and request."),
        ({}, "The request has no object named request."),
        ({"request": []}, "The request has no object named request."),
        ({"request": NAMED | {"type": ""}}, "The request has no type: request.type must be a string."),
        ({"request": NAMED | {"type": 7}}, "The request has no type: request.type must be a string."),
        ({"request": NAMED | {"requestId": ""}}, "The request has no id: request.requestId must be a string."),
        ({"request": NAMED | {"requestId": 7}}, "The request has no id: request.requestId must be a string."),
        ({"request": NAMED, "session": "s"}, "The request's session is not an object."),
        ({"request": NAMED, "context": "c"}, "The request's context is not an object."),
        ({"request": NAMED}, "The request names no user: context.System.user.userId must be a string."),
        ({"request": NAMED, "session": {"user": {"userId": ""}}}, "The request names no user"),
        ({"request": NAMED, "session": {"user": {"userId": "u"}}, "context": None}, None),
    ],
)
def test_what_is_wrong_with_a_request_is_said_in_a_sentence(event: Any, told: str | None) -> None:
    found = problem(event)
    assert found is told is None or (told is not None and str(found).startswith(told))


@each_case(
    ("kind", "in_session", "outside"),
    [
        ("LaunchRequest", False, False),
        ("IntentRequest", False, False),
        ("SessionResumedRequest", False, False),
        ("Connections.Response", False, False),
        ("AudioPlayer.PlaybackStarted", True, True),
        ("PlaybackController.NextCommandIssued", True, True),
        ("AlexaSkillEvent.SkillDisabled", True, True),
        ("Reminders.ReminderDeleted", True, True),
        ("System.ExceptionEncountered", True, True),
        ("Alexa.Presentation.APL.RuntimeError", True, True),
        ("Alexa.Presentation.APL.UserEvent", False, True),
        ("SessionEndedRequest", True, True),
        ("CanFulfillIntentRequest", True, True),
        ("Something.FromTheFuture", False, True),
        (7, False, False),
    ],
)
def test_words_are_for_what_was_spoken(kind: object, in_session: bool, outside: bool) -> None:
    assert (wordless(kind, in_session=True), wordless(kind, in_session=False)) == (in_session, outside)


@each_case(("more", "believed"), [(0, True), (1, False)])
def test_twelve_thousand_bytes_of_a_session_are_read(more: int, believed: bool) -> None:
    attributes = {"state": "offer", "expects": ""}
    attributes["expects"] = "x" * (12_000 + more - len(msgspec.json.encode(attributes)))
    assert envelope.session(attributes, CONTENT) == (Session(state=State.OFFER) if believed else Session())


@each_case(
    ("line", "entry", "again", "believed"),
    [(4000, 0, 0, True), (4001, 0, 0, False), (2000, 1999, 0, True), (2000, 2001, 0, False), (0, 3000, 3000, True)],
)
def test_a_session_that_could_not_be_said_again_is_a_fresh_one(
    line: int, entry: int, again: int, believed: bool
) -> None:
    """Of what came last and what is in mind, half of what a response may hold; what is both counts once."""
    lines = {"long": Line(id="long", ends="tell", texts=("x" * line,))}
    content = replace(CONTENT, lines=lines, plans={1: Prompt(number=1, text="x" * entry)})
    read = Read("plans", 1)
    last: tuple[Any, ...] = (read,) if again else (Say("long"),)
    came = Session(state=State.OFFER, last=last, entry=read if entry else None)
    assert envelope.session(msgspec.to_builtins(came), content) == (came if believed else Session())


@each_case(
    ("offset", "ms"),
    [(0, 0), (1, 1), (-1, 0), (True, 0), ("7", 0), (None, 0), (1.5, 0), (60_000, 60_000), (60_001, 60_000)],
)
def test_a_track_is_where_it_can_be(offset: object, ms: int) -> None:
    event = request()
    token = playback_token.encode(Token("question", EVENING.date(), 60, question=7))
    event["context"]["AudioPlayer"] = {"token": token, "offsetInMilliseconds": offset}
    playing = sent(event).playing
    assert playing is not None
    assert playing.offset_ms == ms


def test_ids_end_in_digests() -> None:
    event = request()
    user, device, request_id = "amzn1.ask.account.ONE", "amzn1.ask.device.ONE", "amzn1.echo-api.request.ONE"
    event["context"]["System"] |= {"user": {"userId": user}, "device": {"deviceId": device}}
    event["request"]["requestId"] = request_id
    found = sent(event)
    household, device, request_id = (hashlib.sha256(each.encode()).hexdigest() for each in (user, device, request_id))
    assert (found.household, found.device.key, found.request) == (household, device[:16], request_id[:16])


@each_case(
    ("person", "found"),
    [("amzn1.ask.person.ONE", True), ("x" * 300, True), ("x" * 301, False), ("", False), ("a b", False), (7, False)],
)
def test_a_recognised_speaker_has_an_id_of_plain_characters(person: object, found: bool) -> None:
    event = request()
    event["context"]["System"]["person"] = {"personId": person}
    assert sent(event).person == (person if found else None)


@each_case(
    ("session", "new"),
    [
        ({"new": True}, True),
        ({"new": False}, False),
        ({"new": "true"}, False),
        ({"new": False, "attributes": {"state": "ended"}}, True),
        ({"new": False, "attributes": {"state": "offer"}}, False),
        ({"new": False, "attributes": ["ended"]}, False),
    ],
)
def test_a_session_is_new_where_the_last_one_is_over(session: dict[str, Any], new: bool) -> None:
    event = request()
    event["session"] = event["session"] | session
    assert sent(event).new_session is new


@each_case(
    ("system", "there"),
    [
        ({"apiEndpoint": "https://api.amazonalexa.com", "apiAccessToken": "t"}, True),
        ({"apiEndpoint": "https://api.amazonalexa.com", "apiAccessToken": ""}, False),
        ({"apiEndpoint": "", "apiAccessToken": "t"}, False),
    ],
)
def test_services_are_there_with_an_address_and_a_token(system: dict[str, Any], there: bool) -> None:
    event = request()
    event["context"]["System"] |= system
    assert sent(event).has_services is there


@each_case(
    ("player", "tracks", "plays"),
    [({}, "https://tracks.example", True), (None, "https://tracks.example", False), ({}, None, False)],
)
def test_music_plays_where_there_are_tracks_and_a_player(player: object, tracks: str | None, plays: bool) -> None:
    event = request()
    event["context"]["System"]["device"]["supportedInterfaces"] = {"AudioPlayer": player}
    assert sent(event, audio_base_url=tracks).device.audio is plays


def test_a_skills_id_stands_in_the_context_or_else_in_the_session() -> None:
    both: Any = {"context": {"System": {"application": {"applicationId": "one"}}},
                 "session": {"application": {"applicationId": "two"}}}  # fmt: skip
    assert application_id(both) == "one"
    assert application_id(both | {"context": {}}) == "two"
    assert application_id({}) is None


@each_case(
    ("value", "year"),
    [
        ("1999-12-31T23:59:59Z", None),
        ("2000-01-01T00:00:00Z", 2000),
        ("2199-12-31T23:59:59Z", 2199),
        ("2200-01-01T00:00:00Z", None),
        (946_684_800, 2000),
        (946_684_799, None),
        (1_767_268_800_000, 2026),
        (1_767_268_800.5, 2026),
        (True, None),
        ([], None),
        (None, None),
        ("soon", None),
        (1e300, None),
        (float("nan"), None),
    ],
)
def test_a_timestamp_lies_within_two_centuries(value: object, year: int | None) -> None:
    found = read_timestamp(value)
    assert (found.year if found else None) == year
