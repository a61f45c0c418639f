# SPDX-License-Identifier: Apache-2.0
"""The scripted world: a home with several devices on one clock, how it is put up, and the commands that move it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from skill import platform
from skill.errors import InputError
from skill.language_model import LanguageModel
from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import Clock, later, next_evening
from skill.speaker.echo.device import Echo, Handler, Understands
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.requests import FIRST_ROOM, SKILL_ID, Gear, Household, NewId, random_ids
from skill.speaker.echo.services.simulated import Services
from skill.speaker.tts.ssml import Words

ROOMS = (FIRST_ROOM, "kitchen", "bedroom")
GEAR = {
    "audio": {"audio": True},
    "no-audio": {"audio": False},
    "screen": {"screen": True, "round": False},
    "round": {"screen": True, "round": True},
    "no-screen": {"screen": False},
}
"""What can be said of the device in use, with what it changes."""
WAIT_MAX_S = 400 * 24 * 3600
"""A little more than a year."""
COMMANDS = (
    "@wait 90s, @next-evening, @touch with words on the screen, @device with audio, no-audio, screen, round, no-screen "
    "or a room, or @service with what a service is to do, such as reminders fail"
)

_WAIT = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([smh])")
_UNIT_S = {"s": 1, "m": 60, "h": 3600}


class Home:
    """Devices that share a household and a clock. Each method returns the exchanges that it led to, in order."""

    def __init__(self, clock: Clock, install: Callable[[Gear], Echo], services: Services | None = None) -> None:
        """`install` puts up a device with the gear given; reminders that are set in `services` ring here."""
        self._clock = clock
        self._services = services
        self._install = install
        self._echos = {FIRST_ROOM: install(Gear())}
        self.echo = self._echos[FIRST_ROOM]
        """The device in use."""

    def launch(self) -> list[Exchange]:
        """Open the skill on the device in use."""
        return self.echo.launch()

    def hear(self, line: str) -> list[Exchange]:
        """Somebody says a line to the device in use. Meanwhile the others do what is due."""
        return self.catch_up() + self.echo.hear(line)

    def catch_up(self) -> list[Exchange]:
        """What is due by now, where the clock runs by itself. An open microphone waits for its person."""
        return self._pass(self._clock.now(), spare=self.echo)

    def touch(self, label: str) -> list[Exchange]:
        """Somebody touches these words on the screen of the device in use."""
        return self.catch_up() + self.echo.touch(label)

    def silence(self) -> list[Exchange]:
        """Nobody says anything for eight seconds."""
        self.echo.still_listening()
        happened = self.wait(platform.SILENCE_S)
        quiet = Exchange(
            session_open=self.echo.session is not None, note="Eight seconds of silence; nothing was waiting."
        )
        return happened or [quiet]

    def wait(self, seconds: float) -> list[Exchange]:
        """Time passes, counted from the end of what is being said."""
        return self._pass(later(max(self._clock.now(), self.echo.speaking_until), seconds))

    def next_evening(self) -> list[Exchange]:
        """It becomes nine in the evening of the next day; open sessions run out on the way."""
        return self._pass(next_evening(self._clock.now()))

    def use(self, words: str) -> None:
        """Change the device in use, or go to one in another room. InputError for anything else."""
        for word in words.split() or [""]:
            if word in GEAR:
                self.echo.gear = replace(self.echo.gear, **GEAR[word])
            elif word in ROOMS:
                if word not in self._echos:
                    self._echos[word] = self._install(Gear(room=word))
                self.echo = self._echos[word]
            else:
                raise InputError(f"There is no device {word[:30]!r}; choose from {', '.join((*GEAR, *ROOMS))}.")

    def serve(self, words: str) -> list[Exchange]:
        """Have a service do what words such as `reminders deny` say. InputError for anything else."""
        if self._services is None:
            raise InputError("This home has no services that could be told anything.")
        told = self._services.obey(words)
        return [exchange for each in told for exchange in self.echo.send(each.kind, **each.fields)]

    def command(self, line: str) -> list[Exchange]:
        """Obey one line such as `@wait 90s`. InputError for a command that does not exist."""
        name, _, argument = line.strip().removeprefix("@").strip().partition(" ")
        if name == "wait":
            return self.wait(wait_s(argument))
        if name == "next-evening" and not argument.strip():
            return self.next_evening()
        if name == "device":
            self.use(argument)
            return []
        if name == "service":
            return self.serve(argument)
        if name == "touch":
            return self.touch(argument)
        raise InputError(f"{line.strip()[:40]!r} is no command; write {COMMANDS}.")

    def leave(self) -> list[Exchange]:
        """Everybody goes: whatever session is open ends."""
        return [exchange for echo in self._echos.values() for exchange in echo.end()]

    def _pass(self, until: datetime, spare: Echo | None = None) -> list[Exchange]:
        """Let every device do what is due until a moment. The microphone of `spare` waits for its person."""
        happened: list[Exchange] = []
        while True:
            due = [
                (moment, echo)
                for echo in self._echos.values()
                if (moment := echo.player.due() if echo is spare else echo.due()) and moment <= until
            ]
            first = min((moment for moment, _ in due), default=until)
            bell = self._services.next() if self._services else None
            if bell and bell <= first:
                self._clock.reach(bell)
                happened += self._ring()
            elif not due:
                self._clock.reach(until)
                return happened
            else:
                moment, echo = min(due, key=lambda each: each[0])
                self._clock.reach(moment)
                happened += echo.fire()

    def _ring(self) -> list[Exchange]:
        """The reminders that are due, each said twice, as Alexa does."""
        assert self._services is not None
        texts = [
            text if text.endswith((".", "!", "?")) else f"{text}." for text in self._services.due(self._clock.now())
        ]
        return [
            Exchange(
                pieces=(Words(f"Here's your reminder. {text} {text}"),),
                session_open=self.echo.session is not None,
                listening=self.echo.session is not None and self.echo.session.microphone,
                note="A reminder rings.",
            )
            for text in texts
        ]


def make_home(
    handler: Handler,
    understanding: Understands,
    model: LanguageModel,
    clock: Clock,
    services: Services,
    length_s: Callable[[str], float],
    *,
    skill_id: str | None = None,
    new_id: NewId = random_ids,
    strict: bool = False,
) -> Home:
    """A home of one household. Its devices ask `handler`, and play tracks of `length_s` seconds (by address)."""
    household = Household(
        skill_id=skill_id or SKILL_ID,
        locale=model.locale,
        api_endpoint=services.endpoint,
        access_token=services.token,
    )

    def install(gear: Gear) -> Echo:
        return Echo(
            handler,
            understanding,
            model,
            clock,
            household=household,
            gear=gear,
            player=Player(clock, length_s),
            services=services,
            new_id=new_id,
            strict=strict,
        )

    return Home(clock, install, services)


def wait_s(text: str) -> float:
    """Seconds of a wait such as `90s`, `2m` or `1.5h`. InputError for anything else."""
    match = _WAIT.fullmatch(text.strip())
    seconds = float(match[1]) * _UNIT_S[match[2]] if match else -1.0
    if not 0 <= seconds <= WAIT_MAX_S:
        raise InputError(f"{text.strip()[:20]!r} is no time to wait; write it as 90s, 2m or 1h, up to 400 days.")
    return seconds
