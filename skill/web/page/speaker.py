# SPDX-License-Identifier: Apache-2.0
"""The local speaker of the page: one home on one clock, which every open page of this process talks to.

Only what it does and shows belongs here; HTTP is `routes.py`, sound is `sounds.py`. One thing happens at a time.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from lambda_handler import make_skill
from skill.alexa.requests.envelope import digest
from skill.content.loading.loader import load_content
from skill.errors import InputError
from skill.household import kept
from skill.household.summary import Summary, summary_of
from skill.language_model import SOURCE_LOCALE, known_locales, load_language_model
from skill.memory import Store
from skill.memory.store import StoreUnavailable
from skill.platform import BUTTON_REQUESTS
from skill.settings import Settings
from skill.speaker.echo.clock import Clock, WallClock, machine_zone
from skill.speaker.echo.exchange import Exchange, Json
from skill.speaker.echo.home_simulator import make_home
from skill.speaker.echo.requests import USER_ID
from skill.speaker.echo.screen import touchable
from skill.speaker.echo.services.simulated import WAYS, Services
from skill.speaker.nlu.language import load_language
from skill.speaker.snd.tracks import AUDIO_HOST, are_built, length_s
from skill.web import viewhost
from skill.web.page import actions
from skill.web.page.actions import AnyAction
from skill.web.page.entries import Entry, entry_of, said, suggestions
from skill.web.page.recorded import Recorded
from skill.web.page.understanding import Watched

DEVICES = {
    "small": ("audio", "no-screen"),
    "round": ("audio", "round"),
    "screen": ("audio", "screen"),
    "plain": ("no-audio", "no-screen"),
}
"""Kinds of device that the page offers, with what a home knows of them: a small speaker, a round clock, a screen, and
one that plays no long audio."""
ENTRIES_MAX = 500
"""Older ones are let go."""
SUGGESTED_MAX = 5
PAUSE = "AMAZON.PauseIntent"
STOPPING = (
    "IntentRequest",
    "LaunchRequest",
    f"{BUTTON_REQUESTS}NextCommandIssued",
    f"{BUTTON_REQUESTS}PauseCommandIssued",
)
"""Requests after which the music may stand still."""
KEY = digest(USER_ID)
"""The key of the household that talks to the local speaker, in the page and in a terminal."""


class PageSpeaker:
    """A home that is talked to over a page."""

    def __init__(self, settings: Settings, store: Store, clock: Clock | None = None) -> None:
        """`store` is where `settings` keep households. Without a clock it is the machine's own."""
        zone = settings.time_zone or (machine_zone() if clock is None else None) or "UTC"
        # What the device would fetch from a host lies on this machine, and nothing is fetched from anywhere.
        settings = replace(settings, time_zone=zone, local_services=True, audio_base_url=AUDIO_HOST)
        self.clock = clock or WallClock(ZoneInfo(zone))
        self.locale = SOURCE_LOCALE
        self.store = store
        self._answer = make_skill(settings, store).answer
        self._skill_id = settings.skill_id
        self._services = Services(self.clock, zone)
        self._device = "small"
        self._private: Json | None = None
        """Words of safety, until the next thing is done."""
        self._lock = threading.RLock()
        self._begin(new=self._is_new())

    def close(self) -> None:
        """Let go of what it holds."""
        self._services.close()

    @property
    def expects(self) -> list[str]:
        """The intents that are waited for."""
        return self._home.echo.expects

    @property
    def listening(self) -> bool:
        """Whether the microphone is open."""
        session = self._home.echo.session
        return session is not None and session.microphone

    # What people do

    def do(self, action: AnyAction) -> None:
        """Do something. InputError for what there is not."""
        with self._lock:
            if not isinstance(action, actions.CatchUp):
                self._forget_private()
            self._recorded.passed(self.clock.now(), closed=not self.listening)
            self._understanding.forget()
            line, happened = self._act(action)
            self._note(happened)
            if line:
                self._recorded.did(line, happened, self.clock.now())

    def erase(self) -> None:
        """Erase all that is kept, and all that was said here. Raises StoreUnavailable."""
        with self._lock:
            self._home.leave()
            kept.erase(self.store, KEY)
            self._begin(new=True)

    # What is shown

    def shown(self, after: int, epoch: str, *, silent: bool) -> Json:
        """The state of everything, with the entries behind number `after` of that epoch.

        `silent`: nothing can be heard at that page, so words of safety are shown until the next thing is done.
        """
        with self._lock:
            echo, now = self._home.echo, self.clock.now()
            known = after if epoch == self._epoch else 0
            return {
                "epoch": self._epoch,
                "count": self._count,
                "entries": [entry for entry in self._entries if entry.number > known],
                "only_now": self._private if silent else None,
                "now": now.isoformat(timespec="seconds"),
                "runs": not self.clock.scripted,
                "session": echo.session is not None,
                "listening": self.listening,
                "state": self._state,
                "player": self._player(),
                "device": self._device,
                "devices": list(DEVICES),
                "locale": self.locale,
                "locales": known_locales(),
                "name": self.model.invocation_name,
                "services": self._services.ways,
                "ways": WAYS,
                "reminders": [{"at": at.isoformat(), "text": text} for at, text in self._reminders()],
                "screen": echo.screen,
                "viewport": self._viewport(),
                "draws": viewhost.can_draw(),
                "suggestions": self._suggestions(),
            }

    def exchange(self, number: int) -> Exchange | None:
        """The whole of an entry; None where it is gone, or nobody may look."""
        found = self._exchanges.get(number)
        return None if found is None or found.private else found

    def ssml(self, number: int) -> str | None:
        """What is to be heard of an entry; of safety only until the next thing is done."""
        found = self._exchanges.get(number)
        if found is None:
            return None
        return found.ssml or (f"<speak>{found.spoken}</speak>" if found.spoken else None)

    def script(self) -> str:
        """What was said, as a script."""
        with self._lock:
            return self._recorded.text()

    def summary(self) -> Summary | None:
        """How they are doing; None where nothing is kept. Raises StoreUnavailable."""
        ours = kept.households(self.store, KEY).get(KEY)  # a file may hold others, who sent requests of their own
        return summary_of(ours, load_content(self.locale)) if ours else None

    def export(self) -> Json:
        """All that is kept. Raises StoreUnavailable."""
        return kept.everything(self.store, KEY)

    # Inside

    def _begin(self, *, new: bool) -> None:
        """A home in which nothing was said yet."""
        self._epoch = secrets.token_hex(4)
        self._count = 0
        self._entries: list[Entry] = []
        self._exchanges: dict[int, Exchange] = {}
        self._private = None
        self._state: str | None = None
        self._paused = False
        """Whether the music stands still because they asked for it, not because the evening went on or is over."""
        self._new = new
        self._settle()

    def _is_new(self) -> bool:
        """Whether nothing is kept of the household, as far as the store says."""
        try:
            return KEY not in kept.households(self.store, KEY)
        except StoreUnavailable:
            return False

    def _settle(self) -> None:
        """Put the devices up, for the locale that is chosen."""
        self.model = load_language_model(self.locale)
        self._understanding = Watched(self.model)
        self._builtins = load_language(self.locale).builtins
        self._home = make_home(
            self._answer,
            self._understanding,
            self.model,
            self.clock,
            self._services,
            length_s,
            skill_id=self._skill_id,
        )
        self._home.use(" ".join(DEVICES[self._device]))
        self._record()

    def _record(self) -> None:
        device = " ".join(DEVICES[self._device])
        self._recorded = Recorded(self.locale, self.clock.now(), device, new=self._new)

    def _act(self, action: AnyAction) -> tuple[str, list[Exchange]]:
        """What an action is in a script, empty where it is nothing there, and what it leads to."""
        home = self._home
        match action:
            case actions.Say(line=line):
                return f"you: {' '.join(line.split())}", home.hear(line)
            case actions.Silence():
                return "silence", home.silence()
            case actions.CatchUp():
                return "", home.catch_up()
            case actions.Wait(seconds=seconds):
                return f"wait: {seconds}s", home.wait(seconds)
            case actions.NextEvening():
                return "next evening", home.next_evening()
            case actions.Press(button=button):
                return f"# The button {button} was pressed.", home.catch_up() + home.echo.press(button)
            case actions.Touch(arguments=arguments):
                return self._touch(list(arguments))
            case actions.Serve(service=service, way=way):
                return f"service: {service} {way}", home.serve(f"{service} {way}")
            case actions.UseDevice(kind=kind):
                return self._use_device(kind)
            case actions.UseLocale(locale=locale):
                return self._use_locale(locale)
            case actions.Clear():
                self._home.leave()
                self._begin(new=self._is_new())
                return "", []

    def _touch(self, arguments: list[Any]) -> tuple[str, list[Exchange]]:
        """A touch of what is not shown any more does nothing, as on a device."""
        shown = self._home.echo.screen
        label = (
            next((label for label, means in touchable(shown).items() if means == arguments), None) if shown else None
        )
        return (f"touch: {label}", self._home.touch(label)) if label else ("", [])

    def _use_device(self, kind: str) -> tuple[str, list[Exchange]]:
        if kind not in DEVICES:
            raise InputError(f"There is no device {kind[:20]!r}; choose from {', '.join(DEVICES)}.")
        self._device = kind
        words = " ".join(DEVICES[kind])
        self._home.use(words)
        return f"device: {words}", []

    def _use_locale(self, locale: str) -> tuple[str, list[Exchange]]:
        if locale not in known_locales():
            raise InputError(f"There is no locale {locale[:20]!r}; choose from {', '.join(known_locales())}.")
        happened = self._home.leave()
        self.locale = locale
        self._new = self._is_new()
        self._settle()  # a script has one locale, so the next one begins here
        return "", happened

    def _forget_private(self) -> None:
        """Words of safety are over with the next thing that is done."""
        self._private = None
        for number in [number for number, each in self._exchanges.items() if each.private]:
            del self._exchanges[number]

    def _note(self, happened: Sequence[Exchange]) -> None:
        at = f"{self.clock.now():%H:%M}"
        for exchange in happened:
            self._count += 1
            entry = entry_of(exchange, self._count, at, self._understanding.understood(exchange))
            self._entries.append(entry)
            self._exchanges[self._count] = exchange
            if exchange.private:
                self._state = None  # the map shows nothing of it either
                continue
            self._state = exchange.state or self._state
            if exchange.kind in STOPPING:
                self._paused = exchange.intent == PAUSE or exchange.kind.startswith(BUTTON_REQUESTS)
        private = [each for each in happened if each.private]
        if private:
            heard = next((each.heard for each in private if each.heard is not None), None)
            self._private = {"heard": heard, "said": [said(each.pieces) for each in private if each.pieces]}
        for entry in self._entries[:-ENTRIES_MAX]:
            self._exchanges.pop(entry.number, None)
        self._entries = self._entries[-ENTRIES_MAX:]

    def _player(self) -> Json:
        player = self._home.echo.player
        url, played, length = player.position or ("", 0.0, 0.0)
        return {
            "activity": player.activity,
            "paused": self._paused and player.activity == "STOPPED",
            "track": url.rpartition("/")[2].removesuffix(".mp3"),
            "played": round(played, 1),
            "length": max(0.0, length),
            "was_last": player.was_last,
            "built": are_built(),
        }

    def _viewport(self) -> Json | None:
        """The display of the device in use; None where it has none."""
        gear = self._home.echo.gear
        width, height = gear.size
        return {"width": width, "height": height, "round": gear.round} if gear.screen else None

    def _reminders(self) -> list[tuple[Any, str]]:
        zone = self.clock.now().tzinfo
        return [(at.astimezone(zone), text) for at, text in self._services.upcoming()]

    def _suggestions(self) -> list[str]:
        name, echo = self.model.invocation_name, self._home.echo
        if self.listening:
            return suggestions(self.model, self._builtins, self.expects)[:SUGGESTED_MAX]
        ways = [f"alexa, open {name}", f"alexa, ask {name} for tonight's question"]
        plays = echo.player.activity == "PLAYING"
        if plays or self._paused:
            return ["alexa, next", "alexa, pause" if plays else "alexa, resume", ways[0]]
        return ways
