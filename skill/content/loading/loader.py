# SPDX-License-Identifier: Apache-2.0
"""Reads the decks and lines of a locale from their files, and refuses what could not be spoken from.

Only what must hold for the conversation to run is checked here: shapes, unique numbers and ids, and that nothing it
reaches for is missing. Matters of taste (length, wording, repetition) are checking/rules.py.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from skill.content.decks import DECKS
from skill.content.loading.line_list import faults
from skill.content.loading.local_words import LocalWord, in_words_of
from skill.content.places import places
from skill.content.platform_words import NEUTRAL, PlatformWords, in_words_of_platform
from skill.content.types import CareLine, Content, Entry, Feeling, Line, Moment, Theme, Tone
from skill.errors import InputError
from skill.ready import make_ready

HERE = Path(__file__).parents[1]
CARE_FILE = "care.jsonl"
LINES_FILE = "lines.jsonl"
WORDS_FILE = "words.jsonl"
DEPTHS = (1, 2, 3)
LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
FIELD_IN_MESSAGE = re.compile(r" - at `\$\.?([^`]*)`$")
UNKNOWN_FIELD = re.compile(r"unknown field `([^`]*)`")
MISSING_FIELD = re.compile(r"missing required field `([^`]*)`")

Row = TypeVar("Row")

make_ready(LocalWord, Line, CareLine, *(deck.kind for deck in DECKS.values()))


@functools.cache
def load_content(locale: str = "en-US", platform: PlatformWords = NEUTRAL) -> Content:
    """Everything that `locale` can say: its own folder where there is one, else its language's, in its own words.

    `platform` fills in what the lines leave open of it, such as its wake word.

    Raises InputError for a locale without decks, and for any entry that cannot be used.
    """
    if not LOCALE.fullmatch(locale):
        raise InputError(f"{locale!r} is not a locale; write it as en-US.")
    for folder in (HERE / locale, HERE / locale[:2]):
        if folder.is_dir():
            return in_words_of_platform(in_words_of(load_folder(folder, locale), load_words(locale)), platform)
    known = ", ".join(sorted(file.parent.name for file in HERE.glob(f"*/{LINES_FILE}")))
    raise InputError(
        f"There are no decks for {locale}; choose a locale of these languages: {known}, or add {HERE / locale[:2]}."
    )


def load_words(locale: str, file: Path = HERE / WORDS_FILE) -> dict[str, str]:
    """What `locale` says otherwise than the decks: their words, in lower case, to its own. Raises InputError."""
    entries = read_entries(file, LocalWord)
    _unique(file, entries, "word", lambda word: word.word)
    return {word.word: word.instead[locale] for _, word in entries if locale in word.instead}


def load_folder(folder: Path, locale: str, care: Path | None = None) -> Content:
    """The decks and lines in `folder`, with the care lines of `care` (default: care.jsonl beside the folder).

    Raises InputError naming file, line and field of the first entry that cannot be used.
    """
    # Any, because each deck has entries of a type of its own, which its row in `Content` names.
    decks: dict[str, Any] = {deck.name: _deck(folder / f"{deck.name}.jsonl", deck.kind) for deck in DECKS.values()}
    content = Content(
        locale=locale,
        **decks,
        lines=read_lines(folder / LINES_FILE),
        care=_care(care or folder.parent / CARE_FILE),
    )
    for fault in faults(content.lines):
        raise InputError(f"{folder / LINES_FILE}: {fault}.")
    _check_rituals(folder / "rituals.jsonl", content)
    _check_names(folder / "appreciation.jsonl", content)
    _check_nothing_missing(folder, content)
    return content


def read_entries(file: Path, kind: type[Row]) -> list[tuple[int, Row]]:
    """Each entry of a file of JSON lines with the number of its line. Raises InputError naming file, line and field."""
    try:
        rows = file.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); put the deck there.") from None
    if rows[-1] == b"":
        rows.pop()
    if not any(row.strip() for row in rows):
        raise InputError(f"{file} is empty; it needs at least one entry.")
    decoder = msgspec.json.Decoder(kind)
    return [(place, _entry(file, place, row, kind, decoder)) for place, row in enumerate(rows, start=1)]


def _entry(file: Path, place: int, row: bytes, kind: type[Row], decoder: msgspec.json.Decoder[Row]) -> Row:
    if not row.strip():
        _refuse(file, place, "", "the line is blank; take it out")
    try:
        row.decode("utf-8")
        return decoder.decode(row)
    except UnicodeDecodeError:
        _refuse(file, place, "", "the line is not UTF-8; save the file as UTF-8")
    except msgspec.ValidationError as error:
        message = str(error)
        field = FIELD_IN_MESSAGE.search(message) or UNKNOWN_FIELD.search(message) or MISSING_FIELD.search(message)
        message = FIELD_IN_MESSAGE.sub("", message)
        at = field[1] if field else ""
        if known := _known(kind, at, message):
            message += f"; use {', '.join(known)}"
        _refuse(file, place, at, message[0].lower() + message[1:])
    except msgspec.DecodeError as error:
        _refuse(file, place, "", f"the line is not JSON ({error})")


def _known(kind: type, field: str, message: str) -> list[str]:
    """What can stand where msgspec refused a value or a field; empty where there is no list of it."""
    hints = get_type_hints(kind)
    if "unknown field" in message:
        return list(hints)
    if "enum value" not in message:
        return []
    asked = [hints.get(re.sub(r"\[.*", "", field))]
    values: list[str] = []
    while asked:  # the list may stand inside a tuple, or beside None
        hint = asked.pop()
        if get_origin(hint) is Literal:
            values += get_args(hint)
        else:
            asked += get_args(hint)
    return [str(value) for value in values]


def _refuse(file: Path, place: int, field: str, why: str) -> NoReturn:
    at = f", field {field}" if field else ""
    raise InputError(f"{file}, line {place}{at}: {why}.")


def _unique(
    file: Path, entries: Iterable[tuple[int, Row]], field: str, key: Callable[[Row], object]
) -> dict[object, Row]:
    seen: dict[object, tuple[int, Row]] = {}
    for place, entry in entries:
        value = key(entry)
        if value in seen:
            _refuse(file, place, field, f"{value} is taken by line {seen[value][0]}; give the entry its own")
        seen[value] = (place, entry)
    return {value: entry for value, (_, entry) in seen.items()}


def _deck(file: Path, kind: type[Entry]) -> dict[int, Entry]:
    entries = read_entries(file, kind)
    _unique(file, entries, "number", lambda entry: entry.number)
    return {entry.number: entry for _, entry in entries}


def read_lines(file: Path) -> dict[str, Line]:
    """The lines of one language by their ids. Raises InputError naming file, line and field."""
    entries = read_entries(file, Line)
    for place, line in entries:
        try:
            wanted = places(line.texts[0])
            odd = next((text for text in line.texts if places(text) != wanted), None)
        except ValueError as error:
            _refuse(file, place, "texts", f"{line.id} has a broken place ({error})")
        if odd is not None:
            _refuse(file, place, "texts", f"{line.id} has wordings with different places, such as {odd!r}")
    _unique(file, entries, "id", lambda line: line.id)
    return {line.id: line for _, line in entries}


def _care(file: Path) -> tuple[CareLine, ...]:
    entries = read_entries(file, CareLine)
    _unique(file, entries, "risk", lambda line: f"{line.country} {line.risk}")
    for place, line in entries:
        if line.phone is None and line.web is None and line.confirmed:
            _refuse(file, place, "phone", "a confirmed line needs a phone number, or a place on the web")
    emergencies = {line.country for _, line in entries if line.risk == "emergency" and line.phone}
    for place, line in entries:
        if line.country not in emergencies:
            _refuse(file, place, "country", f"{line.country} has no emergency number; add it first")
    return tuple(line for _, line in entries)


def _check_rituals(file: Path, content: Content) -> None:
    """Ids and everything a ritual may be called are unique: the interaction model is made from them."""
    placed = list(enumerate(content.rituals.values(), start=1))
    _unique(file, placed, "id", lambda ritual: ritual.id)
    names = [(place, synonym.casefold()) for place, ritual in placed for synonym in ritual.synonyms]
    _unique(file, names, "synonyms", lambda synonym: synonym)


def _check_names(file: Path, content: Content) -> None:
    """What is said to one of the two names both, and nothing else."""
    for place, entry in enumerate(content.appreciation.values(), start=1):
        if entry.to_one is None:
            continue
        try:
            named = places(entry.to_one)
        except ValueError as error:
            _refuse(file, place, "to_one", f"it has a broken place ({error})")
        if named != {"first", "second"}:
            _refuse(file, place, "to_one", "it needs {first}, who speaks, and {second}, who hears it")


def _check_nothing_missing(folder: Path, content: Content) -> None:
    questions = {(question.theme, question.depth) for question in content.questions.values()}
    practices = {practice.theme for practice in content.practices.values()}
    themes = [theme.id for theme in content.themes.values()]
    feelings = {phrase.feeling for phrase in content.empathy.values()}
    tones = {tone for phrase in content.empathy.values() for tone in phrase.fits}
    moments = {moment for ritual in content.rituals.values() for moment in ritual.moments}
    kinds = {sign.kind for sign in content.signs.values()}
    missing = [
        *(
            f"questions.jsonl has no question about {theme} of depth {depth}"
            for theme in get_args(Theme)
            for depth in DEPTHS
            if (theme, depth) not in questions
        ),
        *(f"practices.jsonl has no practice for {theme}" for theme in get_args(Theme) if theme not in practices),
        *(f"themes.jsonl needs {theme} exactly once" for theme in get_args(Theme) if themes.count(theme) != 1),
        *(f"empathy.jsonl has no phrase for {feeling}" for feeling in get_args(Feeling) if feeling not in feelings),
        *(f"empathy.jsonl has no phrase that fits a {tone} answer" for tone in get_args(Tone) if tone not in tones),
        *(f"rituals.jsonl has no ritual for {moment}" for moment in get_args(Moment) if moment not in moments),
        *(f"signs.jsonl has no {kind} sign" for kind in ("intimacy", "drifting") if kind not in kinds),
    ]
    if missing:
        raise InputError(f"{folder}: {missing[0]}; add one.")
