# SPDX-License-Identifier: Apache-2.0
"""An Echo: who may talk to the skill and when, as one device on a clock keeps it.

It opens and ends sessions, carries their attributes, listens for eight seconds and once more after the reprompt,
plays long audio, and refuses what a real one would refuse. What belongs to several devices is `home.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from skill import platform
from skill.language_model import LanguageModel
from skill.speaker.echo import requests, validation
from skill.speaker.echo.audio_player import Event, Player
from skill.speaker.echo.clock import Clock, later
from skill.speaker.echo.exchange import SAFETY_STATE, Exchange, Json, speech, state_of
from skill.speaker.echo.invocation import Ask, Open, Say, address
from skill.speaker.echo.requests import Gear, Household, NewId
from skill.speaker.echo.screen import shown_by, touchable
from skill.speaker.echo.services.simulated import Services
from skill.speaker.echo.validation import Refused
from skill.speaker.nlu import Meaning
from skill.speaker.tts.ssml import duration_s

Handler = Callable[[Json, object], Any]

SURER, SURE = 0.15, 0.965
"""Margin of confidence by which a request counts without its first word ("for tonight's question"), and the confidence
of a sample word for word, which is enough."""


class Understands(Protocol):
    """Whoever tells what a sentence means, as `Understanding` does."""

    def meaning(self, text: str, expects: Sequence[str] = ()) -> Meaning:
        """What it means. `expects` names the intents that the conversation waits for."""
        ...


THINKING_S = 1.0
"""Seconds that a person takes to answer on a scripted clock."""
FOLLOW_UPS_MAX = 10
"""Playback requests that one directive may lead to, before the skill is taken to go in circles."""
FALLBACK = "AMAZON.FallbackIntent"
TOUCHED = "Alexa.Presentation.APL.UserEvent"


class Listening(msgspec.Struct):
    """An open session and what the device waits for in it."""

    id: str
    new: bool = True
    """Whether the next request is the first."""
    attributes: Json = {}
    microphone: bool = False
    reprompt: Json | None = None
    """An outputSpeech that is still to be said if nobody answers."""
    until: datetime | None = None
    """When the device gives up waiting."""


class Echo:
    """One device. Each method returns the exchanges that it led to, in order."""

    def __init__(
        self,
        handler: Handler,
        understanding: Understands,
        model: LanguageModel,
        clock: Clock,
        *,
        household: Household | None = None,
        gear: Gear | None = None,
        player: Player | None = None,
        services: Services | None = None,
        new_id: NewId = requests.random_ids,
        strict: bool = False,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        """`handler(event, context)` is the skill.

        With `strict`, a bad response raises Refused, and a broken skill its own error; without, both become a note
        on the exchange, and the session ends as on an Echo.
        """
        self.gear = gear or Gear()
        self.player = player or Player(clock)
        self.session: Listening | None = None
        self.speaking_until = clock.now()
        self._handler = handler
        self._understanding = understanding
        self._model = model
        self._clock = clock
        self._household = household or Household()
        self._services = services
        self._new_id = new_id
        self._strict = strict
        self._stopwatch = stopwatch
        self._shown: Json | None = None

    # What people do

    def hear(self, line: str) -> list[Exchange]:
        """Somebody says a line. A line that does not reach the skill gives one exchange that says why."""
        self._person_takes_time()
        match address(line, self._model.invocation_name, self._model.locale):
            case Open(woke=woke) if woke or self.listens:
                return self.launch(line)
            case Ask(readings=readings, woke=woke) if woke or self.listens:
                return self._begin(line, self._best(readings))
            case Say(woke=True, is_of_volume=True):
                return self._unheard(
                    line,
                    "A speaker turns its own volume up and down, and no skill hears of it; here, your machine.",
                )
            case Say() as said if self.session and (said.woke or self.listens):
                return self._answer(line, said)
            case Say(woke=True) as said:
                return self._without_name(line, said)
        return self._unheard(
            line, f'The microphone is closed, so nothing was sent; begin with "alexa, open {self._name}".'
        )

    def launch(self, line: str | None = None, **fields: Any) -> list[Exchange]:
        """Open the skill, as `alexa, open ...` does; `fields` go into the request, such as a task."""
        self.session = Listening(self._new_id())
        return self._send(line, "LaunchRequest", **fields)

    def ask(self, meaning: Meaning, line: str | None = None) -> list[Exchange]:
        """Send an intent, in the open session or in a new one, as if it had been said."""
        self._person_takes_time()
        return self._mean(line, meaning) if self.session else self._begin(line, meaning)

    def touch(self, label: str) -> list[Exchange]:
        """Touch the words `label` on the screen."""
        self._person_takes_time()
        shown = self.screen
        means = touchable(shown).get(label) if shown else None
        if shown is None or means is None:
            return self._unheard(label, "Nothing on the screen that could be touched says that, so nothing was sent.")
        source = {"type": "TouchWrapper", "handler": "Press", "id": ""}
        return self._send(label, TOUCHED, token=shown["token"], arguments=means, source=source, components={})

    def press(self, button: str) -> list[Exchange]:
        """Press a button: `Next`, `Previous`, `Pause` or `Play`. It belongs to no session."""
        if not self.player.was_last:
            return self._unheard(None, "The skill's music was not the last that played, so the button went elsewhere.")
        return self._send(None, f"{platform.BUTTON_REQUESTS}{button}CommandIssued", in_session=False)

    def end(self, reason: str = "USER_INITIATED", line: str | None = None, **fields: Any) -> list[Exchange]:
        """End the open session from outside; nothing where there is none."""
        if not self.session:
            return []
        return self._send(line, "SessionEndedRequest", reason=reason, **fields)

    def send(self, kind: str, *, in_session: bool = False, **fields: Any) -> list[Exchange]:
        """Send a request of any type, also one that does not exist; in a session, it opens one where none is."""
        return self._send(None, kind, in_session=in_session, **fields)

    def envelope(self, kind: str, *, in_session: bool = False, **fields: Any) -> Json:
        """The whole of a request as the device would send it now; in a session, it opens one where none is."""
        if in_session and not self.session:
            self.session = Listening(self._new_id())
        session = self.session if in_session else None
        body = requests.request(kind, self._new_id(), self._clock.now(), self._household.locale, **fields)
        head = requests.session(session.id, new=session.new, attributes=session.attributes) if session else None
        return requests.envelope(body, head, self._household, self.gear, self.player.context())

    def deliver(self, envelope: Json) -> list[Exchange]:
        """Send an envelope: one of this device's, whatever has become of it since."""
        return self._deliver(None, envelope)

    # What time does

    def due(self) -> datetime | None:
        """When the device will next do something by itself; None if never."""
        moments = [moment for moment in (self.session and self.session.until, self.player.due()) if moment]
        return min(moments, default=None)

    def fire(self) -> list[Exchange]:
        """What the device does at the moment that `due` named."""
        playing = self.player.due()
        if playing and playing <= self._clock.now():
            return self._tell(self.player.fire())
        return self._wait_over() if self.session else []

    def still_listening(self) -> None:
        """Begin the eight seconds again, as nobody types in eight seconds."""
        if self.session and self.session.until:
            self.session.until = max(self.session.until, later(self._clock.now(), platform.SILENCE_S))

    @property
    def expects(self) -> list[str]:
        """The intents that the skill says it waits for in the open session."""
        expects = self.session.attributes.get("expects") if self.session else None
        return [name for name in expects if isinstance(name, str)] if isinstance(expects, list) else []

    @property
    def screen(self) -> Json | None:
        """The directive whose document is shown, with its data; None where there is none, or nobody may look."""
        return self._shown if self.session and self.gear.screen else None

    # Inside

    @property
    def _name(self) -> str:
        return self._model.invocation_name

    @property
    def listens(self) -> bool:
        """Whether the microphone is open."""
        return self.session is not None and self.session.microphone

    def _person_takes_time(self) -> None:
        if self._clock.scripted:
            self._clock.reach(later(max(self._clock.now(), self.speaking_until), THINKING_S))

    def _begin(self, line: str | None, meaning: Meaning) -> list[Exchange]:
        self.session = Listening(self._new_id())
        return self._mean(line, meaning)

    def _best(self, readings: Iterable[str]) -> Meaning:
        """What the whole of it means; without a word that may only connect, where that is far surer."""
        whole, *others = [self._understanding.meaning(words) for words in readings]
        rather = min(whole.confidence + SURER, SURE) if whole.intent != FALLBACK else 0.0
        surer = [each for each in others if each.intent != FALLBACK and each.confidence > rather]
        return max(surer, key=lambda each: each.confidence, default=whole)

    def _answer(self, line: str, said: Say) -> list[Exchange]:
        assert self.session is not None
        if said.leaves:
            return self.end(line=line)
        if not said.words:
            return self._unheard(line, "Nothing was said that could be heard.")
        return self._mean(line, self._understanding.meaning(said.words, self.expects))

    def _without_name(self, line: str, said: Say) -> list[Exchange]:
        """The session is closed, and the line names no skill."""
        intent = said.own_intent
        if not intent:
            way = f'say "alexa, ask {self._name} ..." or "alexa, open {self._name}"'
            return self._unheard(line, f"That does not reach the skill without its name; {way}.")
        if not self.player.was_last:
            return self._unheard(line, "The skill's music was not the last that played, so that did not reach it.")
        return self._begin(line, Meaning(text=said.words, intent=intent, slots={}, spoken={}, confidence=1.0))

    def _unheard(self, line: str | None, why: str) -> list[Exchange]:
        return [self._exchange(heard=line, note=why)]

    def _mean(self, line: str | None, meaning: Meaning) -> list[Exchange]:
        intent = requests.intent(meaning, self._model, self._household.skill_id)
        return self._send(line, "IntentRequest", intent=intent)

    def _wait_over(self) -> list[Exchange]:
        session = self.session
        assert session is not None
        again, session.reprompt = session.reprompt, None
        if not again:
            return self.end("EXCEEDED_MAX_REPROMPTS")
        pieces, ssml = speech(again)
        self._speak(duration_s(pieces))
        session.until = later(self.speaking_until, platform.SILENCE_S)
        safety = state_of(session.attributes) == SAFETY_STATE
        return [self._exchange(pieces=pieces, ssml=ssml, about_safety=safety, note="Nobody answered; the reprompt.")]

    def _send(
        self, line: str | None, kind: str, in_session: bool = True, follow_ups: int = 0, **fields: Any
    ) -> list[Exchange]:
        return self._deliver(line, self.envelope(kind, in_session=in_session, **fields), follow_ups)

    def _deliver(self, line: str | None, request: Json, follow_ups: int = 0) -> list[Exchange]:
        session = self.session if "session" in request else None
        if session:
            session.new = False
            if request["request"]["type"] == "SessionEndedRequest":
                self.session = None
        response: Any = None
        try:
            started = self._stopwatch()
            response = requests.wire(self._handler(requests.wire(request), None))
            took_s = self._stopwatch() - started
            if took_s > platform.REPLY_WITHIN_S:
                raise Refused(f"Refused: the reply took {took_s:.1f} s; the limit is {platform.REPLY_WITHIN_S} s.")
            validation.check(response, request, self.gear.interfaces)
            if follow_ups > FOLLOW_UPS_MAX:
                raise Refused("Refused: the skill answers its own playback requests in circles.")
        except Exception as error:  # noqa: BLE001  # whatever breaks in the skill, an Echo goes on
            return self._failed(line, request, response, error)
        exchange, events = self._accept(line, request, response, session)
        consent = self._ask_for_consent(exchange.directives, follow_ups)
        return [exchange, *self._tell(events, follow_ups), *consent]

    def _ask_for_consent(self, directives: tuple[Json, ...], follow_ups: int) -> list[Exchange]:
        """Where the skill wants a permission, Alexa asks for it by herself, and tells the skill what they said."""
        wanted = next((each for each in directives if each["type"] == "Connections.SendRequest"), None)
        if wanted is None or self._services is None:
            return []
        told = self._services.consent(wanted)
        asked = self._exchange(note=told.sentence)
        if self.session is None:
            self.session = Listening(self._new_id())
        return [asked, *self._send(None, told.kind, follow_ups=follow_ups + 1, **told.fields)]

    def _accept(
        self, line: str | None, request: Json, response: Json, session: Listening | None
    ) -> tuple[Exchange, list[Event]]:
        body = response["response"]
        directives = tuple(body.get("directives") or ())
        pieces, ssml = speech(body.get("outputSpeech"))
        self._speak(duration_s(pieces))
        if session and session is self.session:
            let_be = request["request"]["type"] == TOUCHED and not pieces
            self._shown = shown_by(directives) or (self._shown if let_be else None)
            self._go_on(session, response)
        music = [each for each in directives if each["type"] in platform.AUDIO_DIRECTIVES]
        if any(each["type"] == "AudioPlayer.Play" for each in music) and self._clock.scripted:
            self._clock.reach(self.speaking_until)  # A track begins when the speech is over.
        events = [event for each in music for event in self.player.obey(each)]
        exchange = self._exchange(
            heard=line, request=request, response=response, pieces=pieces, ssml=ssml, directives=directives
        )
        if exchange.private:
            self._shown = None
        return exchange, events

    def _go_on(self, session: Listening, response: Json) -> None:
        body = response["response"]
        session.attributes = response.get("sessionAttributes") or {}
        ends = body.get("shouldEndSession")
        if ends is False:
            session.microphone = True
            session.reprompt = (body.get("reprompt") or {}).get("outputSpeech")
            session.until = later(self.speaking_until, platform.SILENCE_S)
        elif ends is None and self.screen:
            session.microphone, session.reprompt = False, None
            session.until = later(self.speaking_until, platform.SCREEN_SESSION_S)
        else:
            self.session = None

    def _failed(self, line: str | None, request: Json, response: Any, error: Exception) -> list[Exchange]:
        if self._strict:
            raise error
        refused = isinstance(error, Refused)
        # The skill's own error may hold what was said, so only its type is told.
        note = (
            str(error)
            if refused
            else f"The skill broke with {type(error).__name__}; an Echo would apologise and close."
        )
        self.speaking_until = self._clock.now()
        told = Exchange(heard=line, request=request, response=response, note=note, refused=True)
        if not self.session:
            return [told]
        return [told, *self.end("ERROR", error={"type": "INVALID_RESPONSE", "message": note})]

    def _tell(self, events: Iterable[Event], follow_ups: int = 0) -> list[Exchange]:
        told: list[Exchange] = []
        for event in events:
            told += self._send(None, event.kind, in_session=False, follow_ups=follow_ups + 1, **event.fields)
        return told

    def _speak(self, seconds: float) -> None:
        now = self._clock.now()
        self.speaking_until = later(now, seconds) if self._clock.scripted else now

    def _exchange(self, **fields: Any) -> Exchange:
        return Exchange(session_open=self.session is not None, listening=self.listens, **fields)
