# SPDX-License-Identifier: Apache-2.0
"""The skill's manifest (skill.json) and its task, made from the words of listing.json and checked against the models.

Its fields are those of the Skill Management API ("Skill Manifest Schema" and "Implement Custom Tasks in Your Skill" of
the Alexa Skills Kit documentation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from skill.alexa import locales
from skill.content.types import CareLine
from skill.errors import InputError
from skill.language_model import LanguageModel, known_locales, load_language_model
from skill.platform import REMINDERS_PERMISSION

Json = dict[str, object]

LISTING = Path(__file__).with_name("listing.json")
TASK = "TonightsQuestion"
TASK_VERSION = "1"
CATEGORY = "FRIENDS_AND_FAMILY"
PRIVACY_URL = "https://example.org/closer-together/privacy"
"""Stands for the page that whoever publishes the skill has to name: docs/privacy.md, under an address of theirs."""
TERMS_URL = "https://example.org/closer-together/terms"
PERSON_PERMISSION = "alexa::person_id:read"
EVENTS = (
    "SKILL_ENABLED",
    "SKILL_DISABLED",
    "SKILL_PERMISSION_ACCEPTED",
    "SKILL_PERMISSION_CHANGED",
    "REMINDER_DELETED",
)
VIEWPORTS = (
    ("HUB", "ROUND", 480, 480),
    ("HUB", "RECTANGLE", 960, 480),
    ("HUB", "RECTANGLE", 1024, 600),
    ("HUB", "RECTANGLE", 1280, 800),
    ("HUB", "RECTANGLE", 800, 1280),
    ("TV", "RECTANGLE", 960, 540),
)
"""Mode, shape, width and height: the screens that docs/screens.md tells of."""
NAME_MAX, SUMMARY_MAX, DESCRIPTION_MAX, KEYWORDS_MAX, EXAMPLES_MAX = 50, 160, 4000, 30, 3
"""Characters of name, summary and description, and how many keywords and example phrases there may be."""
ARN = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?")
HTTPS = re.compile(r"https://[^\s/?#@]+(/\S*)?")


class Task(Struct, frozen=True, forbid_unknown_fields=True):
    """What the Alexa app calls the task in its list of a routine's actions."""

    title: str
    description: str


class Listing(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the skill's page in the store."""

    name: str
    summary: str
    description: tuple[str, ...]
    """Paragraphs; `{help}` stands for the next field."""
    help: str
    """`{numbers}` stands for whom to call in a locale's country."""
    examples: tuple[str, ...]
    keywords: tuple[str, ...]
    task: Task
    testing: str
    """For whoever tests the skill before it is published."""


class Place(Struct, frozen=True, kw_only=True):
    """Where what belongs to the skill can be reached."""

    endpoint: str | None = None
    """The function's ARN, or the https address of the endpoint. Without it Alexa has nobody to ask yet."""
    privacy_url: str = PRIVACY_URL
    terms_url: str = TERMS_URL

    def check(self) -> None:
        """Raise InputError where an address cannot be one."""
        if self.endpoint is not None and not (ARN.fullmatch(self.endpoint) or HTTPS.fullmatch(self.endpoint)):
            raise InputError(
                "--endpoint is neither the ARN of a Lambda function nor an https address; write one of them."
            )
        for option, url in (("--privacy", self.privacy_url), ("--terms", self.terms_url)):
            if not HTTPS.fullmatch(url):
                raise InputError(f"{option} is no https address; write https://HOST/PAGE.")


def listing() -> Listing:
    """The words of the store's page."""
    return msgspec.json.decode(LISTING.read_bytes(), type=Listing)


def manifest(place: Place, words: Listing) -> Json:
    """The content of skill.json. Raises InputError where a word does not fit, or an example is not in the model."""
    place.check()
    models = [load_language_model(locale) for locale in known_locales()]
    for complaint in (each for model in models for each in complaints(words, model)):
        raise InputError(f"{LISTING}: {complaint}")
    endpoint: Json = {"endpoint": _endpoint(place.endpoint)} if place.endpoint else {}
    interfaces: list[Json] = [
        {"type": "AUDIO_PLAYER"},
        {"type": "ALEXA_PRESENTATION_APL", "supportedViewports": [_viewport(*each) for each in VIEWPORTS]},
        {"type": "CAN_FULFILL_INTENT_REQUEST"},
    ]
    tasks: list[Json] = [{"name": TASK, "version": TASK_VERSION}]
    pages: Json = {"privacyPolicyUrl": place.privacy_url, "termsOfUseUrl": place.terms_url}
    # Events need an endpoint, so they come with it.
    events: Json = (
        {"events": {**endpoint, "subscriptions": [{"eventName": name} for name in EVENTS]}} if endpoint else {}
    )
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "locales": {model.locale: _page(words, model.locale) for model in models},
                "category": CATEGORY,
                "distributionMode": "PUBLIC",
                "isAvailableWorldwide": False,
                "distributionCountries": sorted(model.locale[-2:] for model in models),
                "testingInstructions": words.testing,
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "containsAds": False,
                "isChildDirected": False,
                "isExportCompliant": True,
                "usesHealthInfo": False,
                "usesPersonalInfo": True,  # first names, if they give them, and how close they felt
                "locales": {model.locale: pages for model in models},
            },
            "permissions": [{"name": REMINDERS_PERMISSION}, {"name": PERSON_PERMISSION}],
            **events,
            "apis": {"custom": {**endpoint, "interfaces": interfaces, "tasks": tasks}},
        }
    }


def task(words: Listing) -> Json:
    """The definition of the task, as OpenAPI: it takes nothing, and ends well or not at all."""
    nothing: Json = {"type": "object", "properties": {}}
    return {
        "openapi": "3.0.0",
        "info": {
            "title": words.task.title,
            "version": TASK_VERSION,
            "x-amzn-alexa-access-scope": "public",
            "x-amzn-display-details": {
                locale: {"title": words.task.title, "description": words.task.description} for locale in known_locales()
            },
        },
        "paths": {
            f"/{TASK}": {
                "summary": words.task.title,
                "description": words.task.description,
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": nothing}}},
                    "responses": {
                        "200": {
                            "description": "The question was read.",
                            "content": {"application/json": {"schema": nothing}},
                        }
                    },
                },
            }
        },
    }


def complaints(words: Listing, model: LanguageModel) -> Iterator[str]:
    """What the store would refuse, or the certification would: each a sentence that says what to do."""
    description = _description(words, model.locale)
    for name, found, most in (
        ("name", words.name, NAME_MAX),
        ("summary", words.summary, SUMMARY_MAX),
        ("description", description, DESCRIPTION_MAX),
    ):
        if len(found) > most:
            yield f"the {name} has {len(found)} characters for {model.locale} and may have {most}; shorten it."
    if len(words.keywords) > KEYWORDS_MAX:
        yield f"there are {len(words.keywords)} keywords and may be {KEYWORDS_MAX}; drop some."
    if not 1 <= len(words.examples) <= EXAMPLES_MAX:
        yield f"there are {len(words.examples)} examples; give one to {EXAMPLES_MAX}."
    for example in words.examples:
        if not is_understood(example, model):
            yield f"the example {example!r} is not in the model of {model.locale}; take a sample from there."


def is_understood(example: str, model: LanguageModel) -> bool:
    """Whether an example phrase opens the skill, alone or with a sample of the model."""
    said = example.lower()
    name = model.invocation_name
    if said == f"alexa, open {name}":
        return True
    asked = said.removeprefix(f"alexa, ask {name} ")
    if asked == said:
        return False
    # "for" and "to" may belong to Alexa's way to ask a skill, or to the sample.
    sentences = {asked, asked.removeprefix("for "), asked.removeprefix("to ")}
    return any(
        each.text in sentences
        for intent, sample in model.samples()
        if any(sentence.startswith(sample.partition("{")[0]) for sentence in sentences)  # most need no expanding
        for each in model.expand(intent, sample)
    )


def _page(words: Listing, locale: str) -> Json:
    icons = f"file://assets/images/{locale}"
    return {
        "name": words.name,
        "summary": words.summary,
        "description": _description(words, locale),
        "examplePhrases": list(words.examples),
        "keywords": list(words.keywords),
        "smallIconUri": f"{icons}_smallIcon.png",
        "largeIconUri": f"{icons}_largeIcon.png",
    }


def _description(words: Listing, locale: str) -> str:
    numbers = "; ".join(f"{line.name}, {line.phone}" for line in numbers_to_read(locale))
    return "\n\n".join(words.description).replace("{help}", words.help).replace("{numbers}", numbers)


def numbers_to_read(locale: str) -> list[CareLine]:
    """Whom to call in a locale's country, as far as it was confirmed: the emergency number first."""
    country = locales.country(locale)
    return [line for line in locales.content(locale).care if line.country == country and line.confirmed and line.phone]


def _endpoint(uri: str) -> Json:
    # One of the certificates that Alexa takes: of an authority, for this very name (docs/endpoint.md has the others).
    return {"uri": uri} if ARN.fullmatch(uri) else {"uri": uri, "sslCertificateType": "Trusted"}


def _viewport(mode: str, shape: str, width: int, height: int) -> Json:
    sizes: Json = {"minWidth": width, "maxWidth": width, "minHeight": height, "maxHeight": height}
    return {"mode": mode, "shape": shape, **sizes}
