# SPDX-License-Identifier: Apache-2.0
"""What Alexa allows: each limit with its unit and where it comes from. It imports nothing of ours.

Sources are pages of the Alexa Skills Kit documentation (developer.amazon.com/docs/alexa/custom-skills/), by title:

- JSON reference: "Request and Response JSON Reference"
- SSML reference: "Speech Synthesis Markup Language (SSML) Reference"
- AudioPlayer reference: "AudioPlayer Interface Reference"
- PlaybackController reference: "Playback Controller Interface Reference"
- session guide: "Manage Skill Session and Session Attributes"
- request types: "Request Types Reference"
- reminders reference: "Alexa Reminders API Reference", and its guides "Alexa Reminders Overview" and "Set Up Voice
  Permissions for Reminders"

The documentation changes without notice: where it names two figures, the stricter one stands here.
"""

from __future__ import annotations

from types import MappingProxyType

# Speech

SPEECH_MAX_CHARACTERS = 8000
"""Characters of one outputSpeech or reprompt, markup counted (JSON reference: outputSpeech)."""
BREAK_MAX_S = 10
"""Seconds of one <break> (SSML reference: break)."""
AUDIO_TAGS_MAX = 5
"""<audio> tags in one response, its reprompt counted (SSML reference: audio)."""

SSML_TAGS = MappingProxyType(
    {
        "speak": frozenset[str](),
        "alexa:name": frozenset({"type", "personId"}),
        "amazon:domain": frozenset({"name"}),
        "amazon:effect": frozenset({"name"}),
        "amazon:emotion": frozenset({"name", "intensity"}),
        "audio": frozenset({"src"}),
        "break": frozenset({"strength", "time"}),
        "emphasis": frozenset({"level"}),
        "lang": frozenset({"xml:lang"}),
        "p": frozenset[str](),
        "phoneme": frozenset({"alphabet", "ph"}),
        "prosody": frozenset({"rate", "pitch", "volume"}),
        "s": frozenset[str](),
        "say-as": frozenset({"interpret-as", "format"}),
        "sub": frozenset({"alias"}),
        "voice": frozenset({"name"}),
        "w": frozenset({"role"}),
    }
)
"""The tags that may be used, each with its attributes (SSML reference)."""
BREAK_STRENGTHS_S = MappingProxyType(
    {"none": 0.0, "x-weak": 0.0, "weak": 0.4, "medium": 0.4, "strong": 0.8, "x-strong": 1.2}
)
"""Seconds that a <break strength> lasts. The words are the SSML reference's; the seconds are estimates."""
INTERPRET_AS = frozenset(
    {"characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction", "unit", "date", "time"}
    | {"telephone", "address", "interjection", "expletive"}
)
"""What a <say-as> may be (SSML reference: say-as)."""

# Responses

RESPONSE_VERSION = "1.0"
"""The version of every request and response (JSON reference: response body)."""
RESPONSE_MAX_BYTES = 24 * 1024
"""Bytes of a whole response as JSON (JSON reference: 24 kilobytes in older text, 120 in newer: the smaller one)."""
CARD_MAX_CHARACTERS = 8000
"""Characters of a card's title and text together (JSON reference: card)."""
URL_MAX_CHARACTERS = 8000
"""Characters of a stream's URL (AudioPlayer reference: Play)."""
IMAGE_URL_MAX_CHARACTERS = 2000
"""Characters of one image URL on a card (JSON reference: card)."""
TOKEN_MAX_CHARACTERS = 1024
"""Characters of a stream's token (AudioPlayer reference: Play)."""
REPLY_WITHIN_S = 8
"""Seconds that a skill has for its reply (request types: the service answers within 8 seconds)."""

DIRECTIVES = frozenset(
    {
        "Alexa.Presentation.APL.ExecuteCommands",
        "Alexa.Presentation.APL.RenderDocument",
        "AudioPlayer.ClearQueue",
        "AudioPlayer.Play",
        "AudioPlayer.Stop",
        "Connections.SendRequest",
        "Connections.StartConnection",
        "Dialog.ConfirmIntent",
        "Dialog.ConfirmSlot",
        "Dialog.Delegate",
        "Dialog.ElicitSlot",
        "Dialog.UpdateDynamicEntities",
        "Hint",
        "Tasks.CompleteTask",
        "VideoApp.Launch",
    }
)
"""Directives that a custom skill may send (JSON reference: directives; one page for each interface)."""
APL_VERSION = (1, 4)
"""The oldest APL that our documents need. A device tells its highest (APL interface reference: maxVersion)."""
RENDER_DOCUMENT = "Alexa.Presentation.APL.RenderDocument"
"""The directive that shows a document on a screen (APL interface reference)."""
AUDIO_DIRECTIVES = frozenset({"AudioPlayer.ClearQueue", "AudioPlayer.Play", "AudioPlayer.Stop"})
PLAY_BEHAVIORS = frozenset({"REPLACE_ALL", "ENQUEUE", "REPLACE_ENQUEUED"})
"""What a Play may do to the queue (AudioPlayer reference: Play)."""
CLEAR_BEHAVIORS = frozenset({"CLEAR_ALL", "CLEAR_ENQUEUED"})
"""What a ClearQueue may clear (AudioPlayer reference: ClearQueue)."""
CARD_TYPES = frozenset({"Simple", "Standard", "AskForPermissionsConsent"})
"""Cards that this skill may send (JSON reference: card). LinkAccount is left out: the skill links no accounts."""

AUDIO_REPLIES = MappingProxyType(
    {
        "AudioPlayer.PlaybackStarted": frozenset({"AudioPlayer.Stop", "AudioPlayer.ClearQueue"}),
        "AudioPlayer.PlaybackFinished": frozenset({"AudioPlayer.Stop", "AudioPlayer.ClearQueue"}),
        "AudioPlayer.PlaybackStopped": frozenset[str](),
        "AudioPlayer.PlaybackNearlyFinished": AUDIO_DIRECTIVES,
        "AudioPlayer.PlaybackFailed": AUDIO_DIRECTIVES,
    }
)
"""What each playback request may be answered with: these directives, and nothing else (AudioPlayer reference)."""

# With shouldEndSession false a Play is paused at once, to listen (AudioPlayer reference): refused, as never meant.

# Reminders

REMINDERS_PATH = "/v1/alerts/reminders"
"""Where reminders are set, listed and deleted (reminders reference)."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of a recurrence rule, Monday first (reminders reference: recurrenceRules, as RFC 5545)."""
REMINDERS_MAX = 250
"""Reminders of one device (Alexa Reminders Overview)."""
REMINDERS_PERMISSION = "alexa::alerts:reminders:skill:readwrite"
"""The permission that they must give before any of this works (voice permissions for reminders)."""
ASK_FOR = "AskFor"
"""The name of a Connections.SendRequest that asks for a permission by voice (voice permissions for reminders)."""
REMINDERS_PERMISSION_REQUEST = MappingProxyType(
    {"@type": "AskForPermissionsConsentRequest", "@version": "1", "permissionScope": REMINDERS_PERMISSION}
)
"""Its payload."""

# Sessions

SILENCE_S = 8
"""Seconds that the microphone stays open, before and again after the reprompt (session guide)."""
SCREEN_SESSION_S = 30
"""Seconds that a session lives on without microphone: on a screen, shouldEndSession absent (session guide)."""

BUTTON_REQUESTS = "PlaybackController."
"""Prefix of requests made by a button: replies hold AudioPlayer directives only (PlaybackController reference)."""
