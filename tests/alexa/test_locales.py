# SPDX-License-Identifier: Apache-2.0
"""A locale that has no decks is spoken to in English, and still told the numbers of its own country."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from cases import each_case

from skill.alexa import locales
from skill.content.loading.loader import load_content
from skill.language_model import FOLDER

from .couple import Couple, Handler


@each_case("locale", locales.ZONES)
def test_every_locale_has_a_zone_that_exists_and_something_to_say(locale: str) -> None:
    ZoneInfo(locales.zone(locale))
    assert locales.content(locale).lines


@each_case(
    ("locale", "zone", "country"),
    [
        ("ar-SA", "Asia/Riyadh", "SA"),
        ("de-DE", "Europe/Berlin", "DE"),
        ("en-AU", "Australia/Sydney", "AU"),
        ("en-CA", "America/Toronto", "CA"),
        ("en-GB", "Europe/London", "GB"),
        ("en-IN", "Asia/Kolkata", "IN"),
        ("en-US", "America/New_York", "US"),
        ("es-ES", "Europe/Madrid", "ES"),
        ("es-MX", "America/Mexico_City", "MX"),
        ("es-US", "America/New_York", "US"),
        ("fr-CA", "America/Toronto", "CA"),
        ("fr-FR", "Europe/Paris", "FR"),
        ("hi-IN", "Asia/Kolkata", "IN"),
        ("it-IT", "Europe/Rome", "IT"),
        ("ja-JP", "Asia/Tokyo", "JP"),
        ("nl-NL", "Europe/Amsterdam", "NL"),
        ("pt-BR", "America/Sao_Paulo", "BR"),
    ],
)
def test_every_locale_of_alexas_lies_in_a_zone_and_a_country(locale: str, zone: str, country: str) -> None:
    assert (locales.zone(locale), locales.country(locale)) == (zone, country)


def test_english_is_spoken_in_five_countries() -> None:
    models = sorted(path.stem for path in FOLDER.glob("??-??.json"))
    assert locales.spoken() == models
    assert {"en-AU", "en-CA", "en-GB", "en-IN", "en-US"} <= set(models)


@each_case("locale", [None, "", "xx", "xx-YY", "EN-us", "../etc", "en-US\n"])
def test_what_is_no_locale_is_spoken_to_in_american_english(locale: str | None) -> None:
    assert locales.content(locale) is locales.content("en-US")
    assert locales.content(locale) == load_content("en-US", locales.ALEXA)
    assert locales.zone(locale) == "America/New_York"


@pytest.mark.parametrize(("locale", "number"), [("en-US", "911"), ("en-GB", "999"), ("en-AU", "000"), ("de-DE", "112")])
def test_the_emergency_number_is_that_of_the_country(handler: Handler, locale: str, number: str) -> None:
    couple = Couple(handler, locale=locale)
    couple.say("SafetyIntent")
    assert f'<say-as interpret-as="digits">{number}</say-as>' in couple.ssml


@each_case(("locale", "country"), [("xx-YY", "YY"), (None, "US"), ("en", "US"), ("de_DE", "US")])
def test_a_country_is_read_from_any_locale(locale: str | None, country: str) -> None:
    assert locales.country(locale) == country


@pytest.mark.parametrize(
    ("locale", "said", "never"),
    [
        ("en-US", "vacation", "holiday"),
        ("en-CA", "vacation", "holiday"),
        ("en-GB", "holiday", "vacation"),
        ("en-AU", "holiday", "vacation"),
        ("en-IN", "holiday", "vacation"),
    ],
)
def test_each_country_hears_its_own_words(handler: Handler, locale: str, said: str, never: str) -> None:
    couple = Couple(handler, locale=locale)
    couple.launch()
    heard = ""
    for _ in load_content("en-US").experiences:
        couple.say("SuggestExperienceIntent")
        heard += couple.words
    assert said in heard
    assert never not in heard
