# SPDX-License-Identifier: Apache-2.0
"""What people can say: the interaction model of a locale, read into types, and the command that keeps it up to date.

`interaction_model/<locale>.json` is Alexa's own format and the very file that is deployed. Who understands, hears or
tests sentences takes them from here: `load_language_model("en-US")`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from skill.errors import InputError
from skill.faces.slot_values import is_its_name

FOLDER = Path(__file__).resolve().parent.parent / "interaction_model"
SOURCE_LOCALE = "en-US"
RITUAL_TYPE = "Ritual"
STALE_STATUS = 2

Shape = TypeVar("Shape")

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_SLOT = re.compile(r"\{([A-Za-z_]+)\}")


# The file as it stands: field names are Alexa's. An unknown field is an error, because Alexa refuses it too.


class ValueName(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one value of a slot type."""

    value: str
    """The name: what people call it first of all."""
    synonyms: tuple[str, ...] = ()


class SlotValue(Struct, frozen=True, forbid_unknown_fields=True):
    """One value of a slot type."""

    id: str
    """What the skill is told, such as `evening_walk`."""
    name: ValueName

    @property
    def words(self) -> tuple[str, ...]:
        """Everything people may call it: the name, then the synonyms."""
        return (self.name.value, *self.name.synonyms)


class SlotType(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot type of our own: a list of values."""

    name: str
    values: tuple[SlotValue, ...]


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """A place in an intent's samples that different words can fill."""

    name: str
    type: str
    """The name of a SlotType of this model, or a built-in one such as `AMAZON.TIME`."""


class Intent(Struct, frozen=True, forbid_unknown_fields=True):
    """Something people can mean, with samples of how they say it."""

    name: str
    slots: tuple[Slot, ...] = ()
    samples: tuple[str, ...] = ()
    """Lower case; a slot stands as a word of its own, such as `{theme}`."""

    def slot_type(self, slot: str) -> str:
        """The name of a slot's type. KeyError where the intent has no such slot."""
        return {each.name: each.type for each in self.slots}[slot]


class Sentence(Struct, frozen=True):
    """One sentence that a sample stands for, its slots filled."""

    text: str
    intent: str
    sample: str
    spoken: dict[str, str]
    """Slot name to the words that fill it here."""
    slots: dict[str, str]
    """Slot name to value: the id for a slot type of our own, the words themselves for a built-in one."""


class _Language(Struct, frozen=True, forbid_unknown_fields=True):
    invocationName: str
    intents: tuple[Intent, ...]
    types: tuple[SlotType, ...] = ()


class _Interaction(Struct, frozen=True, forbid_unknown_fields=True):
    languageModel: _Language


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    interactionModel: _Interaction


class LanguageModel:
    """One locale's interaction model. Immutable; everything in the order of the file."""

    def __init__(self, locale: str, invocation_name: str, intents: Sequence[Intent], types: Sequence[SlotType]) -> None:
        self.locale = locale
        self.invocation_name = invocation_name
        self.intents: Mapping[str, Intent] = {intent.name: intent for intent in intents}
        self.types: Mapping[str, tuple[SlotValue, ...]] = {each.name: each.values for each in types}

    def samples(self) -> Iterator[tuple[Intent, str]]:
        """Every sample with its intent."""
        for intent in self.intents.values():
            for sample in intent.samples:
                yield intent, sample

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """For each slot type of our own: what people may say (lower case), to the id that it means."""
        return {
            name: {words.lower(): value.id for value in values for words in value.words}
            for name, values in self.types.items()
        }

    def slot_words(self, intent: str, slot: str) -> Mapping[str, str] | None:
        """What may fill a slot, to the id that it means; None for a built-in type, which has no list."""
        return self.words.get(self.intents[intent].slot_type(slot))

    def is_name(self, intent: str, slot: str, value: str, said: str) -> bool:
        """Whether a slot's value was said by its very name ("Sunday's better", too), and by no other word for it."""
        values = self.types.get(self.intents[intent].slot_type(slot), ())
        return any(each.id == value and is_its_name(said, each.name.value, self.locale) for each in values)

    def expand(
        self, intent: Intent, sample: str, builtin: Mapping[str, Sequence[str]] | None = None
    ) -> Iterator[Sentence]:
        """Every sentence that one sample stands for, one for each way to fill its slots.

        `builtin` gives words to fill built-in types with, such as `{"AMAZON.TIME": ["nine"]}`; a slot whose
        type is not in it stays in the text as `{slot}` and in neither `spoken` nor `slots`.
        """
        names = slots_of(sample)
        choices: list[list[tuple[str, str | None]]] = []
        for name in names:
            kind = intent.slot_type(name)
            if kind in self.words:
                choices.append(list(self.words[kind].items()))
            else:
                words = (builtin or {}).get(kind, ())
                choices.append([(each, each) for each in words] or [(f"{{{name}}}", None)])
        for chosen in product(*choices):
            filled = dict(zip(names, chosen, strict=True))
            yield Sentence(
                text=sample.format_map({name: words for name, (words, _) in filled.items()}),
                intent=intent.name,
                sample=sample,
                spoken={name: words for name, (words, value) in filled.items() if value is not None},
                slots={name: value for name, (_, value) in filled.items() if value is not None},
            )

    def sentences(self, builtin: Mapping[str, Sequence[str]] | None = None) -> Iterator[Sentence]:
        """Every sentence of every sample (see `expand`)."""
        for intent, sample in self.samples():
            yield from self.expand(intent, sample, builtin)


def slots_of(sample: str) -> list[str]:
    """The names of the slots in a sample, in order: `["first", "second"]` for `we are {first} and {second}`."""
    return _SLOT.findall(sample)


def known_locales() -> tuple[str, ...]:
    """The locales that have an interaction model, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def load_language_model(locale: str = SOURCE_LOCALE) -> LanguageModel:
    """The interaction model of a locale. InputError where there is none, or its file is wrong."""
    path = FOLDER / f"{locale}.json"
    if not _LOCALE.fullmatch(locale) or not path.is_file():
        known = ", ".join(known_locales())
        raise InputError(f"There is no interaction model for the locale {locale[:20]!r}; choose one of: {known}.")
    return read_language_model(path)


def read_language_model(path: Path) -> LanguageModel:
    """The interaction model in one file, named `<locale>.json`. InputError names the file and the place in it."""
    language = _decoded(path, _File).interactionModel.languageModel
    _check(path, language)
    return LanguageModel(path.stem, language.invocationName, language.intents, language.types)


def _decoded(path: Path, kind: type[Shape]) -> Shape:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise InputError(f"{path}: the file cannot be read ({error.strerror}); check its name and rights.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; mend that place.") from error


def _check(path: Path, language: _Language) -> None:
    for complaint in _complaints(language):
        raise InputError(f"{path}: {complaint}")


def _complaints(language: _Language) -> Iterator[str]:
    """What would make the model contradict itself: each one sentence with its place."""
    for kind, names in (
        ("intent", [intent.name for intent in language.intents]),
        ("slot type", [each.name for each in language.types]),
    ):
        for name in _doubles(names):
            yield f"the {kind} {name} stands there twice; keep one."
    types = {each.name for each in language.types}
    for each in language.types:
        for name in _doubles([value.id for value in each.values]):
            yield f"the slot type {each.name} has the id {name} twice; ids are unique in a type."
        for name in _doubles([words.lower() for value in each.values for words in value.words]):
            yield f"the slot type {each.name} has the words {name!r} twice; give them to one value, once."
    for intent in language.intents:
        for slot in intent.slots:
            if slot.type not in types and not slot.type.startswith("AMAZON."):
                yield f"{intent.name} has the slot {slot.name} of the unknown type {slot.type}; declare the type."
        declared = {slot.name for slot in intent.slots}
        for sample in intent.samples:
            if "{" in _SLOT.sub("", sample) or "}" in _SLOT.sub("", sample):
                yield f"{intent.name} has the sample {sample!r} with a stray brace; a slot stands as {{name}}."
            for name in _doubles(slots_of(sample)):
                yield f"{intent.name} has the sample {sample!r} with the slot {name} twice; Alexa takes it once."
            for name in slots_of(sample):
                if name not in declared:
                    yield f"{intent.name} has the sample {sample!r} with the undeclared slot {name}; declare the slot."


def _doubles(names: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]


# The command `python -m skill model`.


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit with status 2 if a file is stale")


def run(arguments: argparse.Namespace) -> int:
    """Write the generated parts of the interaction models, or check them. Returns the exit status."""
    texts = generated()
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_bytes() != text.encode()]
    names = ", ".join(path.name for path in stale)
    if not stale:
        print("The interaction models are up to date.")
    elif arguments.check:
        print(f"Out of date: {names}; run `python -m skill model` and commit the result.", file=sys.stderr)
        return STALE_STATUS
    else:
        for path in stale:
            path.write_text(texts[path], "utf-8")
        print(f"Written: {names}")
    return 0


class LocalWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a locale says differently from American English: one file a locale in `interaction_model/local/`."""

    instead: dict[str, str] = {}
    """American words to the local ones, exchanged wherever they stand."""
    samples: dict[str, tuple[str, ...]] = {}
    """More samples by intent."""
    synonyms: dict[str, dict[str, tuple[str, ...]]] = {}
    """More words by slot type and id."""


def generated() -> dict[Path, str]:
    """Each interaction model's path to the text it should hold, in a stable format. InputError for a broken source."""
    path = FOLDER / f"{SOURCE_LOCALE}.json"
    source = _decoded(path, _File).interactionModel.languageModel
    types = (SlotType(each.name, ritual_values()) if each.name == RITUAL_TYPE else each for each in source.types)
    source = msgspec.structs.replace(source, types=tuple(types))
    _check(path, source)
    texts = {path: _text(source)}
    for local in sorted((FOLDER / "local").glob("*.json")):
        language = localised(source, _decoded(local, LocalWords), local)
        _check(local, language)
        texts[FOLDER / local.name] = _text(language)
    return texts


def ritual_values() -> tuple[SlotValue, ...]:
    """The values of the ritual slot: one for each entry of the ritual deck, named by its first synonym.

    What the skill itself calls a ritual is among them, for that is what people say after it.
    """
    from skill.content.loading.loader import load_content

    rituals = load_content(SOURCE_LOCALE).rituals.values()
    taken = {synonym for ritual in rituals for synonym in ritual.synonyms}
    return tuple(
        SlotValue(
            ritual.id,
            ValueName(
                ritual.synonyms[0],
                ritual.synonyms[1:] + tuple(called for called in [_as_said(ritual.name)] if called not in taken),
            ),
        )
        for ritual in rituals
    )


def _as_said(name: str) -> str:
    """A name as samples have it: lower-case words, and no article before them."""
    return re.sub(r"^(?:an?|the) ", "", " ".join(re.findall(r"[a-z']+", name.lower())))


def localised(source: _Language, words: LocalWords, place: Path) -> _Language:
    """The source as a locale says it. InputError, naming `place`, for an intent, type or id that there is not."""
    ids = {each.name: {value.id for value in each.values} for each in source.types}
    unknown = [
        *(words.samples.keys() - {intent.name for intent in source.intents}),
        *(words.synonyms.keys() - ids.keys()),
        *(f"{name} {each}" for name, more in words.synonyms.items() for each in more if each not in ids.get(name, ())),
    ]
    if unknown:
        raise InputError(f"{place}: there is no {sorted(unknown)[0]} in the source; take it out or mend its name.")
    # Longest first, so that "bummed out" is not taken for "bummed"; a slot's name in braces is no word.
    american = "|".join(map(re.escape, sorted(words.instead, key=len, reverse=True))) or "(?!)"
    exchanged = re.compile(rf"(?<![\w'{{])(?:{american})(?![\w}}])")

    def here(text: str) -> str:
        return exchanged.sub(lambda match: words.instead[match[0]], text)

    def value_here(name: str, value: SlotValue) -> SlotValue:
        more = words.synonyms.get(name, {}).get(value.id, ())
        first, *rest = dict.fromkeys([*map(here, value.words), *more])
        return SlotValue(value.id, ValueName(first, tuple(rest)))

    return _Language(
        source.invocationName,
        tuple(
            msgspec.structs.replace(
                intent,
                samples=tuple(dict.fromkeys([*map(here, intent.samples), *words.samples.get(intent.name, ())])),
            )
            for intent in source.intents
        ),
        tuple(
            SlotType(each.name, tuple(value_here(each.name, value) for value in each.values)) for each in source.types
        ),
    )


def _text(language: _Language) -> str:
    file = _File(_Interaction(language))
    return msgspec.json.format(msgspec.json.encode(file), indent=2).decode() + "\n"
