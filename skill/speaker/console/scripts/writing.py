# SPDX-License-Identifier: Apache-2.0
"""Scripts that are written by the program: an evening that is kept while it happens, and one that is renewed.

What was said about safety is not written down: a note stands in its place, and a script goes on behind it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.console.conversation import Conversation
from skill.speaker.console.scripts.ask_replay import SUFFIX, replay_of
from skill.speaker.console.scripts.expectations import CLOSED, OPEN, Outcome, Step
from skill.speaker.console.scripts.script import ACTIONS, BARE, Script
from skill.speaker.console.transcript import SAFETY, printable
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.invocation import WAKE_WORD

COMMANDS = {
    "@touch": "touch",
    "@wait": "wait",
    "@next-evening": "next evening",
    "@device": "device",
    "@service": "service",
}
HEAD = "# Kept while it happened: what was meant and where it led, not the words, which vary."


class KeptEvening:
    """Follows a conversation and writes it down as a script, or as a replay where the file's name ends in .json."""

    def __init__(self, path: Path, model: LanguageModel, start: datetime, device: str, home: Home) -> None:
        """InputError where the file cannot be written; an older one of that name is replaced."""
        self._path = path
        self._home = home
        self._steps: list[Step] = []
        moment = start.replace(tzinfo=None).isoformat(timespec="minutes")
        self._head = [HEAD, f"title: {path.stem}", f"locale: {model.locale}", f"start: {moment}"]
        self._head += [f"device: {device}"] if device else []
        self._model = model
        self._line: str | None = None
        self._write(b"")

    def you(self, line: str) -> None:
        """A line was said."""
        self._line = line

    def show(self, exchanges: Sequence[Exchange]) -> None:
        """What it led to, which is what is expected the next time."""
        line, self._line = self._line, None
        if line is None:
            if exchanges and not self._steps:  # the launch, which nobody said
                self._add("you", f"{WAKE_WORD}, open {self._model.invocation_name}", exchanges)
            return
        field, value = _action(line)
        self._add(field, value, exchanges)

    def say(self, sentence: str) -> None:
        """Only the conversation itself is kept."""

    def close(self) -> None:
        """Write the file. InputError where it cannot be."""
        if self._path.suffix == SUFFIX:
            script = Script(path=self._path, title=self._path.stem, locale=self._model.locale, steps=tuple(self._steps))
            self._write(replay_of(script))
            return
        lines = [*self._head]
        for step in self._steps:
            if step.field in ACTIONS or step.field == "#":
                lines.append("")
            lines.append(written(step))
        self._write("\n".join((*lines, "")).encode())

    def _add(self, field: str, value: str, exchanges: Sequence[Exchange]) -> None:
        outcome = Outcome(self._home, exchanges)
        if outcome.private:
            self._steps.append(Step(0, "#", SAFETY))
            return
        self._steps.append(Step(0, field, value))
        for name in outcome.intents[-1:]:
            self._steps.append(Step(0, "intent", name))
            self._steps += [Step(0, "slot", f"{slot} {filled}") for slot, filled in outcome.slots.items()]
        if any(exchange.state for exchange in exchanges):
            self._steps.append(Step(0, "state", outcome.state))
        if exchanges:
            self._steps.append(Step(0, "microphone", OPEN if exchanges[-1].listening else CLOSED))

    def _write(self, content: bytes) -> None:
        try:
            self._path.write_bytes(content)
        except OSError as error:
            raise InputError(f"{self._path} cannot be written ({error.strerror}); name another file.") from None


def written(step: Step) -> str:
    """A step as its line."""
    if step.field == "#":
        return f"# {step.value}"
    return step.field if step.field in BARE else f"{step.field}: {step.value}"


def renewed(script: Script, conversation: Conversation, ear: Callable[[str], str] | None = None) -> Iterator[str]:
    """Play a script, write what it would have to expect now, and give the difference, line by line.

    InputError where the file cannot be written, or something failed that only a person can mend: the message names it.
    """
    lines = script.path.read_text("utf-8-sig").splitlines()
    now = list(lines)
    unsolved: list[str] = []

    def renew(step: Step, outcome: Outcome) -> None:
        better = outcome.renewed(step)
        if better is None:
            unsolved.append(f"{script.place(step)}: {outcome.complaint(step)}")
        else:
            indent = lines[step.line - 1][: len(lines[step.line - 1]) - len(lines[step.line - 1].lstrip())]
            now[step.line - 1] = indent + written(better)

    conversation.play(script, ear, renew)
    if now != lines:
        try:
            script.path.write_text("\n".join((*now, "")), "utf-8")
        except OSError as error:
            raise InputError(f"{script.path} cannot be written ({error.strerror}); name another file.") from None
    yield from difflib.unified_diff(lines, now, str(script.path), str(script.path), "as written", "as it is now", 1, "")
    if unsolved:
        raise InputError(f"{'; '.join(unsolved)}; only a person can tell what it should be.")


def _action(line: str) -> tuple[str, str]:
    """The field and the value of something that happened."""
    if not line.strip():
        return "silence", ""
    name, _, rest = line.strip().partition(" ")
    if name in COMMANDS:
        return COMMANDS[name], rest.strip()
    return "you", " ".join(printable(line).split())
