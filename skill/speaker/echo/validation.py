# SPDX-License-Identifier: Apache-2.0
"""What a real Echo would not accept from a skill: one response, judged by the limits of `skill/platform.py`.

A rule of Alexa that the local speaker should hold belongs here; what a device does with a good response is `device.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from skill import platform
from skill.errors import InputError
from skill.speaker.tts.ssml import MarkupError, Piece, Sound, Words, read_ssml

Json = Mapping[str, Any]

STREAMS_FROM = ("https://", "http://127.0.0.1:", "http://localhost:")
"""Where streams may come from. Plain HTTP is for this machine alone, as CLOSER_AUDIO_BASE_URL has it."""


class Refused(InputError):
    """A response that a real Echo would not accept. The message names the rule and the value that broke it."""


def check(response: object, request: Json, interfaces: Json) -> None:
    """Raise Refused if a device with these supported interfaces would not accept the response to the request.

    `request` is the whole envelope. The response must be what JSON can hold.
    """
    if not isinstance(response, Mapping):
        raise _refused(f"the response must be a JSON object, not {type(response).__name__}")
    size = len(json.dumps(response, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    if size > platform.RESPONSE_MAX_BYTES:
        raise _refused(f"the response has {size} bytes; the limit is {platform.RESPONSE_MAX_BYTES}")
    if response.get("version") != platform.RESPONSE_VERSION:
        raise _refused(
            f"the response's version is {response.get('version')!r}; it must be {platform.RESPONSE_VERSION!r}"
        )
    body = response.get("response")
    if not isinstance(body, Mapping):
        raise _refused("the response has no object named response")
    if not isinstance(response.get("sessionAttributes") or {}, Mapping):
        raise _refused("sessionAttributes must be an object")
    if body.get("shouldEndSession") not in (True, False, None):
        raise _refused(f"shouldEndSession is {body.get('shouldEndSession')!r}; it must be true or false")
    directives = body.get("directives") or []
    if not isinstance(directives, list) or not all(isinstance(each, Mapping) for each in directives):
        raise _refused("directives must be a list of objects")
    _speech(body)
    _card(body.get("card"))
    for directive in directives:
        _directive(directive, body, interfaces)
    if sum(each.get("type") == "AudioPlayer.Play" for each in directives) > 1:
        raise _refused("there is more than one AudioPlayer.Play; a response may hold one")
    _fits_request(body, directives, str(request["request"]["type"]))


def speech_pieces(speech: Json) -> list[Piece]:
    """What an outputSpeech object says. Raises MarkupError where it cannot be spoken."""
    if speech.get("type") == "SSML":
        return read_ssml(str(speech.get("ssml", "")))
    text = " ".join(str(speech.get("text", "")).split())
    return [Words(text)] if text else []


def _refused(complaint: str) -> Refused:
    return Refused(f"Refused: {complaint}.")


def _speech(body: Json) -> None:
    reprompt = body.get("reprompt")
    if reprompt is not None and not isinstance(reprompt, Mapping):
        raise _refused("reprompt must be an object")
    again = (reprompt or {}).get("outputSpeech")
    if again is not None and body.get("shouldEndSession") is not False:
        raise _refused("there is a reprompt, but shouldEndSession is not false, so nobody would ever hear it")
    sounds = 0
    for name, speech in (("speech", body.get("outputSpeech")), ("reprompt", again)):
        if speech is None:
            continue
        if not isinstance(speech, Mapping) or speech.get("type") not in ("SSML", "PlainText"):
            raise _refused(f"the {name} has no type SSML or PlainText")
        text = speech.get("ssml" if speech["type"] == "SSML" else "text")
        if not isinstance(text, str) or not text.strip():
            raise _refused(f"the {name} of type {speech['type']} has no words")
        if len(text) > platform.SPEECH_MAX_CHARACTERS:
            raise _refused(f"the {name} has {len(text)} characters; the limit is {platform.SPEECH_MAX_CHARACTERS}")
        try:
            sounds += sum(isinstance(piece, Sound) for piece in speech_pieces(speech))
        except MarkupError as error:
            raise _refused(f"the {name} {error}") from None
    if sounds > platform.AUDIO_TAGS_MAX:
        raise _refused(f"the speech has {sounds} <audio> tags; the limit is {platform.AUDIO_TAGS_MAX}")


def _card(card: object) -> None:
    if card is None:
        return
    if not isinstance(card, Mapping) or card.get("type") not in platform.CARD_TYPES:
        kind = card.get("type") if isinstance(card, Mapping) else card
        raise _refused(f"the card's type is {kind!r}; it must be one of {', '.join(sorted(platform.CARD_TYPES))}")
    texts = [str(card.get(name) or "") for name in ("title", "content", "text")]
    length = sum(map(len, texts))
    if length > platform.CARD_MAX_CHARACTERS:
        raise _refused(f"the card has {length} characters; the limit is {platform.CARD_MAX_CHARACTERS}")
    if card["type"] == "AskForPermissionsConsent" and not card.get("permissions"):
        raise _refused("the card asks for consent to no permission")
    for name, url in (card.get("image") or {}).items():
        if len(str(url)) > platform.IMAGE_URL_MAX_CHARACTERS or not str(url).startswith("https://"):
            raise _refused(
                f"the card's {name} must be an https URL of {platform.IMAGE_URL_MAX_CHARACTERS} characters or less"
            )


def _directive(directive: Json, body: Json, interfaces: Json) -> None:
    kind = directive.get("type")
    if kind not in platform.DIRECTIVES:
        raise _refused(f"there is no directive of the type {str(kind)[:60]!r}")
    interface = str(kind).rpartition(".")[0]
    if interface in ("AudioPlayer", "Alexa.Presentation.APL", "VideoApp") and interface not in interfaces:
        raise _refused(f"the directive {kind} goes to a device without {interface}")
    if kind == "AudioPlayer.Play":
        _play(directive, body)
    if kind == "AudioPlayer.ClearQueue" and directive.get("clearBehavior") not in platform.CLEAR_BEHAVIORS:
        raise _refused(f"the clearBehavior is {directive.get('clearBehavior')!r}")


def _play(directive: Json, body: Json) -> None:
    if body.get("shouldEndSession") is False:
        raise _refused(
            "AudioPlayer.Play goes with shouldEndSession true; with an open microphone the music would pause at once"
        )
    behavior = directive.get("playBehavior")
    if behavior not in platform.PLAY_BEHAVIORS:
        raise _refused(f"the playBehavior is {behavior!r}")
    stream = (directive.get("audioItem") or {}).get("stream") or {}
    url, token = stream.get("url"), stream.get("token")
    if not isinstance(url, str) or not url.startswith(STREAMS_FROM):
        raise _refused("the stream's url is not https")
    elif len(url) > platform.URL_MAX_CHARACTERS:
        raise _refused(f"the stream's url has {len(url)} characters; the limit is {platform.URL_MAX_CHARACTERS}")
    if not isinstance(token, str) or not token:
        raise _refused("the stream has no token")
    elif len(token) > platform.TOKEN_MAX_CHARACTERS:
        raise _refused(f"the stream's token has {len(token)} characters; the limit is {platform.TOKEN_MAX_CHARACTERS}")
    offset = stream.get("offsetInMilliseconds")
    if type(offset) is not int or offset < 0:
        raise _refused(f"the stream's offsetInMilliseconds is {offset!r}; it must be 0 or more")
    if (behavior == "ENQUEUE") != bool(stream.get("expectedPreviousToken")):
        raise _refused("expectedPreviousToken goes with playBehavior ENQUEUE, and only with it")


def _fits_request(body: Json, directives: list[Json], kind: str) -> None:
    said = [name for name in ("outputSpeech", "reprompt", "card") if body.get(name) is not None]
    if "canFulfillIntent" in body and kind != "CanFulfillIntentRequest":
        raise _refused(f"canFulfillIntent answers a CanFulfillIntentRequest, not a {kind}")
    if kind == "SessionEndedRequest":
        if said or directives:
            raise _refused(f"a SessionEndedRequest takes no reply, but this one holds {(said or ['directives'])[0]}")
    elif kind.startswith(("AudioPlayer.", platform.BUTTON_REQUESTS)):
        if said:
            raise _refused(f"a reply to {kind} holds directives only, but this one holds {said[0]}")
        if body.get("shouldEndSession") is False:
            raise _refused(f"a reply to {kind} belongs to no session, so shouldEndSession may not be false")
        allowed = platform.AUDIO_REPLIES.get(kind, platform.AUDIO_DIRECTIVES)
        for directive in directives:
            if directive.get("type") not in allowed:
                raise _refused(f"{kind} may not be answered with {directive.get('type')}")
    elif kind != "IntentRequest":
        for directive in directives:
            if str(directive.get("type")).startswith("Dialog.") and kind != "LaunchRequest":
                raise _refused(f"{directive.get('type')} answers an intent, not a {kind}")
