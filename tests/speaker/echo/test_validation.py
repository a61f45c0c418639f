# SPDX-License-Identifier: Apache-2.0
"""What a real Echo would not accept from a skill."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from cases import each_case

from skill import platform
from skill.speaker.echo.requests import Gear
from skill.speaker.echo.validation import Refused, check

from ..small_skill import Json, play, reply

ALL_GEAR = Gear(audio=True, screen=True).interfaces
LINK = {"type": "LinkAccount"}
LONG_BREAK = '<speak><break time="12s"/></speak>'
CHIME = '<audio src="https://example.org/a.mp3"/>'


def to(kind: str) -> Json:
    return {"request": {"type": kind}}


INTENT = to("IntentRequest")


@each_case(
    "response",
    [
        reply(),
        reply("Ready?", open=True, again="Shall we?"),
        reply(ssml=f"<speak>{CHIME * 5}</speak>"),
        reply(ssml="<speak>" + "a" * (platform.SPEECH_MAX_CHARACTERS - 15) + "</speak>"),
        reply(None, open=None),
        reply(directives=[play()]),
        reply(directives=[play("two", "ENQUEUE", expectedPreviousToken="one")]),
        reply(directives=[play(token="t" * platform.TOKEN_MAX_CHARACTERS)]),
        reply(
            directives=[{"type": "AudioPlayer.Stop"}, {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}]
        ),
        reply(card={"type": "Simple", "title": "Tonight", "content": "A question."}),
        {"version": "1.0", "response": {"outputSpeech": {"type": "PlainText", "text": "Tom & Alex"}}},
        reply(directives=[play(url="http://127.0.0.1:8000/talk.mp3")]),
        reply(directives=[play(url="http://localhost:8000/talk.mp3")]),
        reply(attributes={"a": "é" * 10_000}),
        reply(card={"type": "AskForPermissionsConsent", "permissions": ["reminders"]}),
    ],
)
def test_a_good_response_is_accepted(response: Json) -> None:
    check(response, INTENT, ALL_GEAR)


@each_case(
    ("response", "rule"),
    [
        (None, "must be a JSON object, not NoneType"),
        ({"response": {}}, "version is None"),
        ({"version": "2.0", "response": {}}, "version is '2.0'"),
        ({"version": "1.0"}, "no object named response"),
        (reply(attributes=["no"]), "sessionAttributes must be an object"),
        ({"version": "1.0", "response": {"shouldEndSession": "yes"}}, "shouldEndSession is 'yes'"),
        (reply("a" * platform.SPEECH_MAX_CHARACTERS), "speech has 8015 characters; the limit is 8000"),
        (reply("Ready?", open=True, again="a" * 8000), "reprompt has 8015 characters"),
        (reply("Tom & Alex"), "speech is not well-formed"),
        (reply(ssml=LONG_BREAK), "break of 12 s; the limit is 10 s"),
        (reply(ssml=f"<speak>{CHIME * 6}</speak>"), "6 <audio> tags; the limit is 5"),
        (reply(outputSpeech={"type": "SSML"}, words=None), "has no words"),
        (reply(outputSpeech={"type": "Song", "song": "la"}, words=None), "no type SSML or PlainText"),
        (reply(open=False, again="Anyone?"), "reprompt, but shouldEndSession is not false"),
        (reply(open=None, again="Anyone?"), "reprompt, but shouldEndSession is not false"),
        (reply(open=True, reprompt="Anyone?"), "reprompt must be an object"),
        (reply(outputSpeech={"type": "PlainText", "text": "  "}, words=None), "of type PlainText has no words"),
        (reply(outputSpeech="Hello.", words=None), "no type SSML or PlainText"),
        (reply(card=LINK), "card's type is 'LinkAccount'"),
        (reply(card="Tonight"), "card's type is 'Tonight'"),
        (reply(card={"type": "Simple", "content": "a" * 8001}), "card has 8001 characters"),
        (
            reply(card={"type": "Standard", "image": {"smallImageUrl": "http://a"}}),
            "smallImageUrl must be an https URL",
        ),
        (reply(card={"type": "AskForPermissionsConsent", "permissions": []}), "consent to no permission"),
        (reply(directives=[{"type": "AudioPlayer.Dance"}]), "no directive of the type 'AudioPlayer.Dance'"),
        (reply(directives="all"), "directives must be a list"),
        (reply(directives=["AudioPlayer.Stop"]), "directives must be a list of objects"),
        (reply(open=True, directives=[play()]), "AudioPlayer.Play goes with shouldEndSession true"),
        (reply(directives=[play(), play()]), "more than one AudioPlayer.Play"),
        (reply(directives=[play(behavior="SHUFFLE")]), "playBehavior is 'SHUFFLE'"),
        (reply(directives=[play(url="http://example.org/a.mp3")]), "url is not https"),
        (reply(directives=[play(url="https://example.org/" + "a" * 8000)]), "url has 8020 characters"),
        (reply(directives=[play(token="t" * 1025)]), "token has 1025 characters; the limit is 1024"),
        (reply(directives=[play(token="")]), "has no token"),
        (reply(directives=[play(offsetInMilliseconds=-1)]), "offsetInMilliseconds is -1"),
        (reply(directives=[play(behavior="ENQUEUE")]), "expectedPreviousToken"),
        (reply(directives=[{"type": "AudioPlayer.ClearQueue"}]), "clearBehavior is None"),
        (reply(attributes={"a": "é" * 13_000}), "bytes; the limit is 24576"),
        (reply(canFulfillIntent={"canFulfill": "YES"}), "answers a CanFulfillIntentRequest"),
    ],
)
def test_a_bad_response_is_refused_by_its_rule(response: Any, rule: str) -> None:
    with pytest.raises(Refused, match=rule) as refusal:
        check(response, INTENT, ALL_GEAR)
    assert str(refusal.value).startswith("Refused: ")


def sized(size: int) -> Json:
    """A response of so many bytes as JSON."""
    response = reply(attributes={"a": ""})
    empty = len(json.dumps(response, ensure_ascii=False, separators=(",", ":")))
    return reply(attributes={"a": "a" * (size - empty)})


def pictured(length: int) -> Json:
    """A card with a picture at an address of so many characters."""
    address = "https://example.org/" + "a" * (length - 20)
    return {"type": "Standard", "title": "", "text": "", "image": {"smallImageUrl": address}}


@pytest.mark.parametrize(
    ("limit", "at"),
    [
        (8000, lambda size: reply("a" * (size - 15))),
        (8000, lambda size: reply("Ready?", open=True, again="a" * (size - 15))),
        (10, lambda size: reply(ssml=f'<speak><break time="{size}s"/></speak>')),
        (5, lambda size: reply(ssml=f"<speak>{CHIME * size}</speak>")),
        (24 * 1024, sized),
        (8000, lambda size: reply(card={"type": "Simple", "title": "a" * 10, "content": "a" * (size - 10)})),
        (2000, lambda size: reply(card=pictured(size))),
        (1024, lambda size: reply(directives=[play(token="t" * size)])),
        (8000, lambda size: reply(directives=[play(url="https://example.org/" + "a" * (size - 20))])),
    ],
    ids="speech reprompt break sounds response card picture token url".split(),
)
def test_a_limit_is_the_last_that_is_accepted(limit: int, at: Callable[[int], Json]) -> None:
    check(at(limit), INTENT, ALL_GEAR)
    with pytest.raises(Refused):
        check(at(limit + 1), INTENT, ALL_GEAR)


@each_case("kind", ["AudioPlayer.PlaybackFinished", "PlaybackController.NextCommandIssued"])
@each_case("response", [reply(), reply(None, card={"type": "Simple"}), reply(None, open=True)])
def test_music_and_buttons_are_answered_with_directives_only(kind: str, response: Json) -> None:
    with pytest.raises(Refused, match=kind):
        check(response, to(kind), ALL_GEAR)


def test_each_playback_request_takes_its_own_directives() -> None:
    check(reply(None, open=None, directives=[play()]), to("AudioPlayer.PlaybackNearlyFinished"), ALL_GEAR)
    check(
        reply(None, open=None, directives=[{"type": "AudioPlayer.Stop"}]), to("AudioPlayer.PlaybackStarted"), ALL_GEAR
    )
    with pytest.raises(Refused, match=r"PlaybackStarted may not be answered with AudioPlayer\.Play"):
        check(reply(None, open=None, directives=[play()]), to("AudioPlayer.PlaybackStarted"), ALL_GEAR)
    with pytest.raises(Refused, match="PlaybackStopped may not be answered"):
        check(
            reply(None, open=None, directives=[{"type": "AudioPlayer.Stop"}]),
            to("AudioPlayer.PlaybackStopped"),
            ALL_GEAR,
        )


@each_case("kind", ["IntentRequest", "LaunchRequest"])
def test_a_dialog_goes_on_from_what_somebody_said(kind: str) -> None:
    check(reply(directives=[{"type": "Dialog.Delegate"}]), to(kind), ALL_GEAR)


def test_nobody_is_in_a_dialog_where_nothing_was_said() -> None:
    check(reply(directives=[{"type": "Tasks.CompleteTask"}]), to("Connections.Response"), ALL_GEAR)
    with pytest.raises(Refused, match=r"Dialog\.Delegate answers an intent, not a Connections\.Response"):
        check(reply(directives=[{"type": "Dialog.Delegate"}]), to("Connections.Response"), ALL_GEAR)


def test_the_end_of_a_session_takes_no_reply() -> None:
    check(reply(None, open=None), to("SessionEndedRequest"), ALL_GEAR)
    with pytest.raises(Refused, match="this one holds directives"):
        check(reply(None, open=None, directives=[{"type": "AudioPlayer.Stop"}]), to("SessionEndedRequest"), ALL_GEAR)
    with pytest.raises(Refused, match="takes no reply, but this one holds outputSpeech"):
        check(reply("Bye."), to("SessionEndedRequest"), ALL_GEAR)


def test_a_device_takes_only_what_it_has_an_interface_for() -> None:
    with pytest.raises(Refused, match="device without AudioPlayer"):
        check(reply(directives=[play()]), INTENT, Gear(audio=False).interfaces)
    document = {"type": "Alexa.Presentation.APL.RenderDocument"}
    with pytest.raises(Refused, match=r"device without Alexa\.Presentation\.APL"):
        check(reply(directives=[document]), INTENT, Gear(screen=False).interfaces)
    check(reply(directives=[document]), INTENT, ALL_GEAR)


@each_case(
    "markup",
    [
        '<alexa:name type="first" personId="p"/>',
        '<amazon:domain name="news">Yes.</amazon:domain>',
        '<amazon:effect name="whispered">Yes.</amazon:effect>',
        '<amazon:emotion name="excited" intensity="low">Yes.</amazon:emotion>',
        '<audio src="https://example.org/a.mp3"/>',
        '<break strength="weak"/><break time="2s"/>',
        '<emphasis level="strong">Yes.</emphasis>',
        '<lang xml:lang="fr-FR">Oui.</lang>',
        "<p>Yes. <s>No.</s></p>",
        '<phoneme alphabet="ipa" ph="jes">yes</phoneme>',
        '<prosody rate="slow" pitch="low" volume="soft">Yes.</prosody>',
        '<say-as interpret-as="date" format="dm">5.3.</say-as>',
        '<sub alias="yes">y</sub>',
        '<voice name="Joey">Yes.</voice>',
        '<w role="amazon:VB">read</w>',
    ],
)
def test_every_tag_that_alexa_knows_may_be_spoken_and_has_no_other_attribute(markup: str) -> None:
    names = 'xmlns:alexa="a" xmlns:amazon="b"'
    check(reply(ssml=f"<speak>{markup}</speak>"), INTENT, ALL_GEAR)
    wrong = markup.replace(" ", ' colour="red" ', 1) if " " in markup.partition(">")[0] else f'<p colour="red"/>{names}'
    with pytest.raises(Refused):
        check(reply(ssml=f"<speak>{wrong}</speak>"), INTENT, ALL_GEAR)
