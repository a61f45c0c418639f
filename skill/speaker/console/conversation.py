# SPDX-License-Identifier: Apache-2.0
"""Holds a conversation: hands each line to the home, and what comes back to those who follow it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from skill.errors import InputError
from skill.speaker.console.output import Front
from skill.speaker.console.scripts.expectations import Outcome, Step
from skill.speaker.console.scripts.script import Script, play
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home
from skill.speaker.snd.spoken import Aloud


class Conversation:
    """One conversation in a home, which one reads and one may hear."""

    def __init__(
        self, home: Home, reader: Front, aloud: Aloud, *, forgiving: bool = False, keeper: Front | None = None
    ) -> None:
        """`forgiving`: somebody types, so a command that does not exist is told, and nothing more. `keeper` follows,
        too, and keeps it."""
        self._home = home
        self._reader = reader
        self._aloud = aloud
        self._forgiving = forgiving
        # Who types is shown words of safety only where they are not heard, so what is heard comes first there.
        self._fronts: Sequence[Front] = (aloud, reader) if forgiving else (reader, aloud)
        self._keeper = keeper
        self._complain()

    def hold(self, lines: Iterable[str], *, launch: bool) -> None:
        """Hear line after line, and leave at the end. InputError for a command that does not exist."""
        if launch:
            self._show(self._home.launch())
        for line in lines:
            self._you(line)
            try:
                happened = self._act(line)
            except InputError as error:
                if not self._forgiving:
                    raise
                self._reader.say(str(error))
                continue
            self._show(happened)
        self._show(self._home.leave())

    def play(
        self,
        script: Script,
        ear: Callable[[str], str] | None = None,
        unmet: Callable[[Step, Outcome], None] | None = None,
    ) -> None:
        """Play a script to its end. Unmet (an InputError) at the first thing that is not as written.

        `ear` tells what is heard of a line that is said; without it, all of it. With `unmet`, it is told of what is not
        as written, and the script goes on.
        """
        heard: list[str] = []

        def listen(line: str) -> str:
            heard.append(ear(line) if ear else line)
            return heard[-1]

        for step, happened in play(script, self._home, listen, unmet):
            if step.field in ("you", "silence"):
                self._you(heard.pop() if heard else "")
            else:
                self._reader.say(f"({step.field} {step.value}".rstrip() + ")")
            self._show(happened)
        self._show(self._home.leave())

    def close(self) -> None:
        """The conversation is over, also when it was broken off: what nobody may look at goes off the screen."""
        try:
            self._aloud.close()
            if self._keeper:
                self._keeper.close()
        finally:
            self._reader.close()

    @property
    def _followers(self) -> Sequence[Front]:
        return (*self._fronts, self._keeper) if self._keeper else self._fronts

    def _act(self, line: str) -> list[Exchange]:
        if not line.strip():
            return self._home.silence()
        return self._home.command(line) if line.lstrip().startswith("@") else self._home.hear(line)

    def _you(self, line: str) -> None:
        for front in self._followers:
            front.you(line)

    def _show(self, exchanges: Sequence[Exchange]) -> None:
        for front in self._followers:
            front.show(exchanges)
        self._complain()

    def _complain(self) -> None:
        while self._aloud.complaints:
            self._reader.say(self._aloud.complaints.pop(0))
