# SPDX-License-Identifier: Apache-2.0
"""Scripts of conversations: what people do and what must come back, as plain text (docs/scripts.md).

`read_script` checks the whole file before anything is said; `play` runs it against a home and stops at the first thing
that is not as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from skill.errors import InputError
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import GEAR, ROOMS, Home, wait_s
from skill.speaker.echo.invocation import straight
from skill.speaker.echo.services import read_command

FILE_MAX_BYTES = 500_000
START = datetime(2026, 3, 5, 21, 0)  # noqa: DTZ001  # local time; the zone comes with the locale
"""When a script begins that does not say so: nine on a Thursday evening."""
YEARS = range(2000, 2100)
HEADERS = ("title", "locale", "start", "device")
ACTIONS = ("you", "wait", "silence", "next evening", "device", "service")
EXPECTATIONS = ("says", "not", "again", "nothing again", "intent", "slot", "state", "microphone", "card")
BARE = ("silence", "next evening", "again", "nothing again")
NOTHING = "none"
SENTENCE_MIN_WORDS = 6
"""Shorter sentences, such as a good night, may well be said twice."""

_FIELD = re.compile(r"([A-Za-z][A-Za-z -]*?)\s*(?::\s*(.*))?")
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_INTENT = re.compile(r"[A-Za-z.]{3,80}")
_SLOT = re.compile(r"([a-z]+)\s+(\S.*)")
_NOT_A_WORD = re.compile(r"[^\w']+")


class Step(Struct, frozen=True):
    """One line of a script: an action or an expectation."""

    line: int
    """Counted from 1."""
    field: str
    value: str


class Script(Struct, frozen=True, kw_only=True):
    """One conversation."""

    path: Path
    title: str
    locale: str = "en-US"
    start: datetime = START
    """Local time, without a zone."""
    device: str = ""
    """What the first device has, such as `no-audio`."""
    steps: tuple[Step, ...]

    @property
    def plays_music(self) -> bool:
        """Whether the talk time is music: where the head says that the device has audio."""
        return "audio" in self.device.split()

    def place(self, step: Step) -> str:
        """Where a step stands, for a message."""
        return f"{self.path}, line {step.line}"


class Unmet(InputError):
    """Something in the conversation is not as the script says. The message names file and line."""


def read_script(path: Path) -> Script:
    """The script in a file. InputError names file and line of the first thing that is no script."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give the name of a script.") from None
    if len(raw) > FILE_MAX_BYTES:
        raise InputError(f"{path} has {len(raw)} bytes; a script has at most {FILE_MAX_BYTES}.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    headers: dict[str, str] = {}
    steps: list[Step] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        step = _step(path, number, line.strip())
        if step.field in HEADERS and not steps:
            if step.field in headers:
                raise InputError(f"{path}, line {number}: {step.field} stands there twice; keep one.")
            headers[step.field] = step.value
        elif step.field in ("title", "locale", "start"):
            raise InputError(f"{path}, line {number}: {step.field} belongs before the first thing that happens.")
        elif step.field in EXPECTATIONS and not any(each.field in ACTIONS for each in steps):
            raise InputError(
                f"{path}, line {number}: {step.field} comes after something that happens, such as `you: ...`."
            )
        else:
            steps.append(step)
    if not steps:
        raise InputError(f"{path}: nothing happens in this script; write at least one line such as `you: alexa, ...`.")
    return Script(
        path=path,
        title=headers.get("title", path.stem),
        locale=headers.get("locale", "en-US"),
        start=local_time(headers["start"]) if "start" in headers else START,
        device=headers.get("device", ""),
        steps=tuple(steps),
    )


def local_time(text: str) -> datetime:
    """A local time, without a zone. InputError for anything else."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo or moment.year not in YEARS:
        raise InputError(f"{text.strip()[:30]!r} is no local time; write it as 2026-03-05T21:00.")
    return moment


def play(
    script: Script, home: Home, ear: Callable[[str], str] = lambda line: line
) -> Iterator[tuple[Step, list[Exchange]]]:
    """Run a script: each action with the exchanges it led to. Raises Unmet at the first expectation that fails.

    An action's expectations are checked when the next action is asked for. `ear` tells what is heard of a line.
    """
    if script.device:
        home.use(script.device)
    happened: list[Exchange] = []
    before: list[Exchange] = []
    said_up_to = 0
    for step in script.steps:
        if step.field in ACTIONS:
            before = happened if _reply(happened) else before
            happened, said_up_to = _act(step, home, ear), 0
            for exchange in happened:
                if exchange.refused:
                    raise Unmet(f"{script.place(step)}: {exchange.note}")
            yield step, happened
        elif step.field == "says":
            said_up_to = _says(script, step, happened, said_up_to)
        elif step.field in ("again", "nothing again"):
            if complaint := _repeats(step, happened, before):
                raise Unmet(f"{script.place(step)}: {complaint}.")
        elif complaint := _complaint(step, happened, home):
            raise Unmet(f"{script.place(step)}: {complaint}.")


def _step(path: Path, number: int, line: str) -> Step:
    match = _FIELD.fullmatch(line)
    field = re.sub(r"[ -]+", " ", match[1].lower()) if match else ""
    value = (match[2] or "").strip() if match else ""
    known = dict.fromkeys((*HEADERS, *ACTIONS, *EXPECTATIONS))
    if field not in known:
        raise InputError(
            f"{path}, line {number}: unknown field {line.partition(':')[0][:30]!r}; use {', '.join(known)}."
        )
    complaint = _bad_value(field, value)
    if complaint:
        raise InputError(f"{path}, line {number}: {complaint}")
    return Step(number, field, value)


def _bad_value(field: str, value: str) -> str | None:
    """What is wrong with a field's value, as a sentence; None where it is good."""
    if field in BARE:
        return f"{field} stands alone on its line." if value else None
    if not value:
        return f"{field} needs a value; write `{field}: ...`."
    match field:
        case "locale" if not _LOCALE.fullmatch(value):
            return f"the locale {value[:20]!r} is none; write it as en-US."
        case "microphone" if value not in ("open", "closed"):
            return f"the microphone is open or closed, not {value[:20]!r}."
        case "intent" if not _INTENT.fullmatch(value):
            return f"{value[:40]!r} is no name of an intent or request; write it as in the interaction model."
        case "slot" if not _SLOT.fullmatch(value):
            return f"{value[:40]!r} is no slot with its value; write `slot: feeling stressed`."
        case "wait" | "start" | "service":
            checks: dict[str, Callable[[str], object]] = {"wait": wait_s, "start": local_time, "service": read_command}
            try:
                checks[field](value)
            except InputError as error:
                return str(error)
        case "device":
            unknown = next((word for word in value.split() if word not in GEAR and word not in ROOMS), None)
            return (
                f"there is no device {unknown[:30]!r}; choose from {', '.join((*GEAR, *ROOMS))}." if unknown else None
            )
    return None


def _act(step: Step, home: Home, ear: Callable[[str], str]) -> list[Exchange]:
    match step.field:
        case "you":
            return home.hear(ear(step.value))
        case "wait":
            return home.wait(wait_s(step.value))
        case "silence":
            return home.silence()
        case "next evening":
            return home.next_evening()
        case "service":
            return home.serve(step.value)
        case _:
            home.use(step.value)
            return []


def _says(script: Script, step: Step, happened: list[Exchange], start: int) -> int:
    """Index in the reply behind the words that must be there, searched from `start`."""
    reply = _plain(_reply(happened))
    ends = [
        found + len(wanted) - 1
        for each in step.value.split("|")
        if (wanted := _plain(each)).strip() and (found := reply.find(wanted, start)) >= 0
    ]
    if ends:
        return min(ends)
    raise Unmet(f"{script.place(step)}: expected {step.value!r} in the reply, but it was {_shown(happened)}.")


def _repeats(step: Step, happened: list[Exchange], before: list[Exchange]) -> str | None:
    """Why the reply does not share a sentence with the one before, or does; None where it is as written."""
    shared = _sentences(happened) & _sentences(before)
    if step.field == "nothing again":
        return f"a sentence of the reply before comes again in {_shown(happened)}" if shared else None
    return None if shared else f"no sentence of the reply before comes again in {_shown(happened)}"


def _complaint(step: Step, happened: list[Exchange], home: Home) -> str | None:
    """Why an expectation is not met, as a phrase; None where it is."""
    value = step.value
    match step.field:
        case "not":
            reply = _plain(_reply(happened))
            found = next((each.strip() for each in value.split("|") if _plain(each) in reply), None)
            return f"{found!r} must not be in the reply, but it was {_shown(happened)}" if found else None
        case "microphone":
            is_open = home.echo.session is not None and home.echo.session.microphone
            return None if is_open == (value == "open") else f"the microphone is not {value}"
        case "intent":
            found_names = [exchange.intent or exchange.kind for exchange in happened if exchange.request]
            good = value in found_names if value != NOTHING else not found_names
            return (
                None
                if good
                else f"expected the request {value}, but it was {', '.join(map(str, found_names)) or NOTHING}"
            )
        case "state":
            states = [exchange.state for exchange in happened if exchange.state]
            return (
                None
                if states[-1:] == [value]
                else f"expected the state {value}, but it was {(states or [NOTHING])[-1]}"
            )
        case "slot":
            return _slot_complaint(value, happened)
        case _:
            return _card_complaint(value, happened)


def _slot_complaint(value: str, happened: list[Exchange]) -> str | None:
    name, wanted = value.split(None, 1)
    for exchange in happened:
        if exchange.request and exchange.intent:
            slot = exchange.request["request"]["intent"].get("slots", {}).get(name, {})
            authorities = slot.get("resolutions", {}).get("resolutionsPerAuthority", [])
            ids = [each["value"]["id"] for authority in authorities for each in authority.get("values", [])]
            found = (ids or [slot.get("value", NOTHING)])[0]
            return None if found == wanted else f"expected the slot {name} to be {wanted}, but it was {found}"
    return "no intent was sent, so there is no slot"


def _card_complaint(value: str, happened: list[Exchange]) -> str | None:
    cards = [exchange.response["response"].get("card") for exchange in happened if exchange.response]
    text = " ".join(str(part) for card in cards if card for part in card.values())
    if value == NOTHING:
        return "there must be no card, but there was one" if text else None
    return None if _plain(value) in _plain(text) else f"expected {value!r} on the card, which does not say so"


def _reply(happened: list[Exchange]) -> str:
    return " ".join(exchange.spoken for exchange in happened if exchange.spoken)


def _sentences(happened: list[Exchange]) -> set[str]:
    """The sentences of a reply that are long enough to be told by."""
    each = (_plain(sentence) for sentence in re.split(r"(?<=[.?!])\s+", _reply(happened)))
    return {sentence for sentence in each if len(sentence.split()) >= SENTENCE_MIN_WORDS}


def _shown(happened: list[Exchange]) -> str:
    if any(exchange.private for exchange in happened):
        return "[safety]"
    notes = [exchange.note for exchange in happened if exchange.note]
    return repr(_reply(happened)) + (f" ({' '.join(notes)})" if notes else "")


def _plain(text: str) -> str:
    """Words only, in lower case, each with a space on both sides."""
    return f" {_NOT_A_WORD.sub(' ', straight(text).casefold()).strip()} "
