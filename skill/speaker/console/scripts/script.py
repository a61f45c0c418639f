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
from skill.speaker.console.scripts.expectations import Outcome, Step
from skill.speaker.console.scripts.reading import read_bytes
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import GEAR, ROOMS, Home, wait_s
from skill.speaker.echo.invocation import WAKE_WORD
from skill.speaker.echo.services.simulated import read_command

START = datetime(2026, 3, 5, 21, 0)  # noqa: DTZ001  # local time; the zone comes with the locale
"""When a script begins that does not say so: nine on a Thursday evening."""
YEARS = range(2000, 2100)
HEADERS = ("title", "locale", "start", "device")
ACTIONS = ("you", "touch", "wait", "silence", "next evening", "device", "service")
EXPECTATIONS = ("says", "not", "again", "nothing again", "intent", "slot", "state", "microphone", "card")
BARE = ("silence", "next evening", "again", "nothing again")

_FIELD = re.compile(r"([A-Za-z][A-Za-z -]*?)\s*(?::\s*(.*))?")
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_INTENT = re.compile(r"[A-Za-z.]{3,80}")
_SLOT = re.compile(r"([a-z]+)\s+(\S.*)")


class Script(Struct, frozen=True, kw_only=True):
    """One conversation."""

    path: Path
    title: str
    locale: str = "en-US"
    start: datetime = START
    """Local time, without a zone."""
    device: str = ""
    """What the first device has, such as `no-audio`."""
    is_dialog: bool = False
    """Whether it comes from Alexa's own dialog command, whose lines are never called with the wake word."""
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

    def __init__(self, message: str, outcome: Outcome) -> None:
        super().__init__(message)
        self.outcome = outcome


def read_script(path: Path) -> Script:
    """The script in a file. InputError names file and line of the first thing that is no script."""
    raw = read_bytes(path, "script")
    try:
        return parse_script(raw.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text; save it as UTF-8.") from None


def parse_script(text: str, path: Path) -> Script:
    """The script that a text is; `path` is what an InputError calls it."""
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
    script: Script,
    home: Home,
    ear: Callable[[str], str] = lambda line: line,
    unmet: Callable[[Step, Outcome], None] | None = None,
) -> Iterator[tuple[Step, list[Exchange]]]:
    """Run a script: each action with the exchanges it led to. Raises Unmet at the first expectation that fails.

    An action's expectations are checked when the next action is asked for. `ear` tells what is heard of a line. With
    `unmet`, it is told of each expectation that fails, and the script goes on.
    """
    if script.device:
        home.use(script.device)
    outcome = Outcome(home)
    for step in script.steps:
        if step.field in ACTIONS:
            outcome = _act(step, home, ear, outcome, is_dialog=script.is_dialog)
            for exchange in outcome.happened:
                if exchange.refused:
                    raise Unmet(f"{script.place(step)}: {exchange.note}", outcome)
            yield step, outcome.happened
        elif complaint := outcome.complaint(step):
            if unmet is None:
                raise Unmet(f"{script.place(step)}: {complaint}.", outcome)
            unmet(step, outcome)


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


def _act(step: Step, home: Home, ear: Callable[[str], str], before: Outcome, *, is_dialog: bool) -> Outcome:
    expects = home.echo.expects
    line: str | None = None
    match step.field:
        case "you":
            line = ear(step.value if not is_dialog or home.echo.listens else f"{WAKE_WORD}, {step.value}")
            happened = home.hear(line)
        case "touch":
            happened = home.touch(step.value)
        case "wait":
            happened = home.wait(wait_s(step.value))
        case "silence":
            happened = home.silence()
        case "next evening":
            happened = home.next_evening()
        case "service":
            happened = home.serve(step.value)
        case _:
            home.use(step.value)
            happened = []
    return before.then(happened, line, expects)
