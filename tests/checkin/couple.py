# SPDX-License-Identifier: Apache-2.0
"""Two people who talk to the conversation itself, without Alexa around it. Tests read like what they do."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from skill.checkin.engine import respond
from skill.checkin.intents import Intent
from skill.checkin.model.events import Context, Device, Event, IntentReceived, Launched
from skill.checkin.model.household import Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.playback import Play, Playing
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Say
from skill.checkin.model.turn import Turn
from skill.checkin.wording import spoken
from skill.content.loading.loader import load_content

CONTENT = load_content("en-US")
THURSDAY_NIGHT = datetime(2026, 3, 5, 21, 0, tzinfo=ZoneInfo("America/New_York"))


class Couple:
    """A household with its speaker, on an evening that the test moves on."""

    def __init__(self, moment: datetime = THURSDAY_NIGHT, household: Household | None = None) -> None:
        self.moment = moment
        self.household = household or Household()
        self.session = Session()
        self.open = False
        self.country = "US"
        self.remembers = True
        self.audio = False
        self.asks_after = False
        self.silence = True
        self.playing: Playing | None = None
        self.turn: Turn | None = None

    @property
    def context(self) -> Context:
        """When and where the next thing happens."""
        return Context(
            moment=self.moment,
            evening=evening_on(self.moment),
            seed=evening_on(self.moment).toordinal(),
            request="r",
            device=Device(key="kitchen", audio=self.audio, asks_after=self.asks_after, silence=self.silence),
            playing=self.playing,
            country=self.country,
            new_session=not self.open,
            remembers=self.remembers,
        )

    def _tell(self, event: Event) -> str:
        self.turn = respond(event, self.context, self.household, self.session, CONTENT)
        if self.remembers:
            self.household = self.turn.household
        self.session, self.open = self.turn.session, self.turn.open
        for effect in self.turn.effects:
            if isinstance(effect, Play) and effect.behind is None:
                self.playing = Playing(token=effect.token, offset_ms=effect.offset_ms)
        return self.words

    def tell(self, event: Event) -> str:
        """Any event; returns the words of the answer."""
        return self._tell(event)

    def open_skill(self) -> str:
        return self._tell(Launched())

    def say(self, intent: str, *by_name: str, **slots: str) -> str:
        """An intent by its name: `yes`, `next`, `rate`. `by_name`: slots that were said by their value's own name."""
        return self._tell(IntentReceived(intent=Intent(intent), slots=slots, by_name=frozenset(by_name)))

    def mumble(self) -> str:
        return self.say("not_understood")

    def later(self, days: float = 0, hours: float = 0) -> None:
        """Time passes, and with it the session."""
        self.moment += timedelta(days=days, hours=hours)
        self.open = False

    @property
    def words(self) -> str:
        assert self.turn is not None
        return spoken(self.turn.parts, CONTENT)

    @property
    def reprompt(self) -> str:
        assert self.turn is not None
        return spoken(self.turn.reprompt, CONTENT)

    @property
    def state(self) -> State:
        return self.session.state

    def lines(self) -> list[str]:
        """Ids of the lines that were said last."""
        assert self.turn is not None
        return [part.line for part in self.turn.parts if isinstance(part, Say)]

    def to_ritual(self, length: str = "short") -> None:
        """Through a whole check-in to the ritual that it offers."""
        self.say("start_check_in", length=length)
        for _ in range(20):
            if self.state is State.RITUAL:
                return
            if self.open or self.audio:
                self.moment += timedelta(minutes=1)
                self.say("next")
            else:
                self.later(hours=0.05)
                self.open_skill()
        raise AssertionError(f"no ritual was reached; they are in {self.state}")

    def to_the_end(self, length: str = "short") -> None:
        """Through a whole check-in, a no to each offer, until it is finished."""
        self.say("start_check_in", length=length)
        for _ in range(60):
            if self.household.checkin is None and self.session.checkin is None:
                return
            if self.open or self.audio:
                self.moment += timedelta(minutes=1)
                self.say("no" if self.open and self.state in (State.RITUAL, State.RATE) else "next")
            else:
                self.later(hours=0.05)
                self.open_skill()
        raise AssertionError(f"it does not end; they are in {self.state}")
