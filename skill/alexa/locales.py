# SPDX-License-Identifier: Apache-2.0
"""What a locale tells of a household: the decks it is spoken to from, its country, and the zone most of it lives in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from skill.content.loading.snapshot import has_decks, read_content
from skill.content.platform_words import PlatformWords
from skill.content.types import Content
from skill.errors import InputError

DEFAULT = "en-US"
ALEXA = PlatformWords(wake_word="Alexa", invocation_name="Closer Together", app="the Alexa app")

ZONES: Mapping[str, str] = {
    "ar-SA": "Asia/Riyadh",
    "de-DE": "Europe/Berlin",
    "en-AU": "Australia/Sydney",
    "en-CA": "America/Toronto",
    "en-GB": "Europe/London",
    "en-IN": "Asia/Kolkata",
    "en-US": "America/New_York",
    "es-ES": "Europe/Madrid",
    "es-MX": "America/Mexico_City",
    "es-US": "America/New_York",
    "fr-CA": "America/Toronto",
    "fr-FR": "Europe/Paris",
    "hi-IN": "Asia/Kolkata",
    "it-IT": "Europe/Rome",
    "ja-JP": "Asia/Tokyo",
    "nl-NL": "Europe/Amsterdam",
    "pt-BR": "America/Sao_Paulo",
}
"""The locales that Alexa has, each with the zone that most people of it live in: used where nothing better is known."""

_LOCALE = re.compile(r"[a-z]{2}-([A-Z]{2})")


def zone(locale: str | None) -> str:
    """The name of the zone that most people of a locale live in."""
    return ZONES.get(locale or "", ZONES[DEFAULT])


def country(locale: str | None) -> str:
    """The country of a locale, also of one that is not known here: whose numbers are told where help is needed."""
    found = _LOCALE.fullmatch(locale or "")
    return found[1] if found else DEFAULT[-2:]


def spoken() -> list[str]:
    """The locales that have decks of their language."""
    return [locale for locale in ZONES if has_decks(locale)]


def content(locale: str | None) -> Content:
    """What the skill says in a locale; American English where there are no decks for it."""
    if locale in ZONES:  # anything else could be made up, and every locale that is loaded stays in memory
        try:
            return read_content(locale, ALEXA)
        except InputError:
            pass
    return read_content(DEFAULT, ALEXA)
