# SPDX-License-Identifier: Apache-2.0
"""`python -m skill locales`: whether each locale has all that a locale needs, in every room, named by file and id.

The rooms go on without a language's words where they can: an Echo needs no words of danger of ours, and a deck may be
read in another language. So nothing but this says that something is missing. Only what must be there is looked at
here; how well it is said is the business of `python -m skill content` and the tests.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from skill.alexa.locales import ZONES
from skill.content.checking.rules import problems
from skill.content.loading.loader import load_content
from skill.content.types import Risk
from skill.errors import InputError
from skill.language_model import FOLDER, SOURCE_LOCALE, known_locales, load_language_model
from skill.speaker.echo import invocation
from skill.speaker.nlu import language
from skill.speaker.nlu.safety import danger

DECKS_ARE_HELD_TO_RULES_IN = "en"
UNDERSTANDING_NEEDS = ("answers", "negations", "builtins")
INVOCATION_NEEDS = ("launching", "connecting", "before_name_at_end", "leaving", "own_words")
"""Fields without which a language is not understood, or the skill not called, by its own words."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("locales", nargs="*", metavar="LOCALE", help="such as en-GB (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Print each locale with what it lacks. Returns 0; InputError where anything is missing."""
    known = known_locales()
    if unknown := [locale for locale in arguments.locales if locale not in known]:
        raise InputError(f"There is no interaction model for {unknown[0][:20]!r}; choose from {', '.join(known)}.")
    missing = 0
    for locale in arguments.locales or known:
        lacks = list(lacking(locale))
        missing += len(lacks)
        print(f"{locale}: {'complete' if not lacks else f'{len(lacks)} missing'}", flush=True)
        for sentence in lacks:
            print(f"  {sentence}", flush=True)
    if missing:
        raise InputError(f"{missing} things are missing or wrong; they are listed above.")
    return 0


def lacking(locale: str) -> Iterator[str]:
    """What a locale lacks or has wrong, one sentence each."""
    try:
        content = load_content(locale)
    except InputError as error:
        yield str(error)
    else:
        if locale.startswith(DECKS_ARE_HELD_TO_RULES_IN):
            yield from map(str, problems(content))
        if not any(line.country == locale[3:] and line.risk == "emergency" for line in content.care):
            yield f"care.jsonl: {locale[3:]} has no emergency number; add it."
    if locale not in ZONES:
        yield f"skill/alexa/locales.py: ZONES has no time zone for {locale}; add it."
    yield from _model_lacks(locale)
    yield from _words_lack(f"{language.FOLDER}/{{}}.json", locale[:2], UNDERSTANDING_NEEDS, "builtins")
    yield from _words_lack(f"{invocation.FOLDER}/invocation_{{}}.json", locale[:2], INVOCATION_NEEDS, "own_words")
    yield from _danger_lacks(danger.FOLDER / f"danger_{locale[:2]}.json")


def _model_lacks(locale: str) -> Iterator[str]:
    """Intents, slots and values of the source that the locale's interaction model does not have."""
    try:
        model = load_language_model(locale)
    except InputError as error:
        yield str(error)
        return
    file, source = FOLDER / f"{locale}.json", load_language_model(SOURCE_LOCALE)
    for name, intent in source.intents.items():
        if name not in model.intents:
            yield f"{file}: the intent {name} is missing; add it."
        elif model.intents[name].slots != intent.slots:
            yield f"{file}: the slots of {name} are not those of {SOURCE_LOCALE}; mend them."
        elif bool(model.intents[name].samples) != bool(intent.samples):
            yield f"{file}: {name} has no samples; add some."
    for kind, values in source.types.items():
        held = {value.id for value in model.types.get(kind, ())}
        for value in values:
            if value.id not in held:
                yield f"{file}: the value {value.id} of {kind} is missing; add it."


def _words_lack(name: str, spoken: str, needed: Sequence[str], by_intent: str) -> Iterator[str]:
    """Words that a language's file lacks; in `by_intent` it holds a list for each built-in intent, as English does."""
    file, english = Path(name.format(spoken)), Path(name.format("en"))
    words = _read(file)
    if words is None:
        yield f"{file} is missing; add it, with the fields of {english.name}."
        return
    for field in needed:
        if not words.get(field) or (isinstance(words[field], list) and not all(words[field])):
            yield f"{file}: {field} lacks words; add the language's own."
    for intent in _read(english)[by_intent]:
        if not (words.get(by_intent) or {}).get(intent):
            yield f"{file}: {by_intent} has no words for {intent}; add some."


def _danger_lacks(file: Path) -> Iterator[str]:
    words = _read(file)
    if words is None:
        yield f"{file} is missing; add it: without it only the samples of SafetyIntent tell that somebody is not safe."
        return
    frames = {each["risk"]: each["frames"] for each in words.get("frames", [])}
    for risk in get_args(Risk):
        if not frames.get(risk):
            yield f"{file}: there are no words for the risk {risk}; add some."
    for group, members in words.get("groups", {}).items():
        if not members:
            yield f"{file}: the group {group} is empty; add its words."


def _read(file: Path) -> Any:
    """A file of words; None where there is none. InputError where it is no JSON."""
    try:
        return msgspec.json.decode(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return {}
