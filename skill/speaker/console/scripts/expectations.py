# SPDX-License-Identifier: Apache-2.0
"""What must come back in a script: whether it did, and what it would have to be called now."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz import fuzz, process

from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.home_simulator import Home
from skill.speaker.echo.invocation import straight

NOTHING = "none"
SENTENCE_MIN_WORDS = 6
"""Shorter sentences, such as a good night, may well be said twice."""
OPEN, CLOSED = "open", "closed"
AGAIN, NOTHING_AGAIN = "again", "nothing again"
SAFETY = "[safety]"

_NOT_A_WORD = re.compile(r"[^\w']+")


class Step(Struct, frozen=True):
    """One line of a script: an action or an expectation."""

    line: int
    """Counted from 1."""
    field: str
    value: str


class Outcome:
    """What one action led to, as far as a script can tell."""

    def __init__(
        self,
        home: Home,
        happened: Sequence[Exchange] = (),
        before: Sequence[Exchange] = (),
        line: str | None = None,
        expects: Sequence[str] = (),
    ) -> None:
        """`before` is the reply before this one, `line` what was heard, and `expects` what was waited for then."""
        self.happened = list(happened)
        self.line = line
        self.expects = expects
        self._home = home
        self._before = list(before)
        self._said_up_to = 0

    def then(self, happened: Sequence[Exchange], line: str | None, expects: Sequence[str]) -> Outcome:
        """The outcome of the action after this one."""
        before = self.happened if _reply(self.happened) else self._before
        return Outcome(self._home, happened, before, line, expects)

    @property
    def private(self) -> bool:
        """Whether it is about safety, so that nothing of it may be shown."""
        return any(exchange.private for exchange in self.happened)

    def complaint(self, step: Step) -> str | None:
        """Why an expectation is not met, as a phrase; None where it is."""
        value = step.value
        match step.field:
            case "says":
                return self._says(value)
            case "again" | "nothing again":
                return self._repeats(step.field)
            case "not":
                reply = _plain(_reply(self.happened))
                found = next((each.strip() for each in value.split("|") if _plain(each) in reply), None)
                return f"{found!r} must not be in the reply, but it was {self.shown}" if found else None
            case "microphone":
                return None if self.microphone == value else f"the microphone is not {value}"
            case "intent":
                names = self.intents
                good = value in names if value != NOTHING else not names
                return None if good else f"expected the request {value}, but it was {', '.join(names) or NOTHING}"
            case "state":
                return None if self.state == value else f"expected the state {value}, but it was {self.state}"
            case "slot":
                return self._slot(value)
            case _:
                return self._card(value)

    def renewed(self, step: Step) -> Step | None:
        """The expectation as it would be met; None where nobody but a person can say."""
        match step.field:
            case "says":
                return self._with(step, self._sentence_like(step.value))
            case "again" | "nothing again":
                return Step(step.line, NOTHING_AGAIN if step.field == AGAIN else AGAIN, "")
            case "microphone":
                return self._with(step, self.microphone)
            case "intent":
                return self._with(step, ([*self.intents, NOTHING])[0])
            case "state" if self.state != NOTHING:
                return self._with(step, self.state)
            case "slot":
                name = step.value.split(None, 1)[0]
                found = self.slots.get(name)
                return self._with(step, f"{name} {found}") if found else None
            case "card" if not self._card_text():
                return self._with(step, NOTHING)
            case _:
                return None

    @property
    def intents(self) -> list[str]:
        """The intents and types of requests that were sent."""
        return [str(exchange.intent or exchange.kind) for exchange in self.happened if exchange.request]

    @property
    def state(self) -> str:
        """Where the skill says that the conversation is."""
        return ([NOTHING, *(exchange.state for exchange in self.happened if exchange.state)])[-1]

    @property
    def microphone(self) -> str:
        """Open or closed."""
        return OPEN if self._home.echo.listens else CLOSED

    @property
    def slots(self) -> dict[str, str]:
        """The slots of the first intent that was sent: ids of listed values, and the others as they are."""
        for exchange in self.happened:
            if exchange.request and exchange.intent:
                filled = exchange.request["request"]["intent"].get("slots", {})
                return {name: value for name, slot in filled.items() if (value := _slot_value(slot))}
        return {}

    @property
    def shown(self) -> str:
        """The reply, for a message."""
        if self.private:
            return SAFETY
        notes = [exchange.note for exchange in self.happened if exchange.note]
        return repr(_reply(self.happened)) + (f" ({' '.join(notes)})" if notes else "")

    def _says(self, value: str) -> str | None:
        """Several of these are in the order of the reply, so each is searched behind the one before."""
        reply = _plain(_reply(self.happened))
        ends = [
            found + len(wanted) - 1
            for each in value.split("|")
            if (wanted := _plain(each)).strip() and (found := reply.find(wanted, self._said_up_to)) >= 0
        ]
        if not ends:
            return f"expected {value!r} in the reply, but it was {self.shown}"
        self._said_up_to = min(ends)
        return None

    def _repeats(self, field: str) -> str | None:
        now, before = _sentences(self.happened), _sentences(self._before)
        shared = any(one.endswith(other) or other.endswith(one) for one in now for other in before)
        if field == NOTHING_AGAIN:
            return f"a sentence of the reply before comes again in {self.shown}" if shared else None
        return None if shared else f"no sentence of the reply before comes again in {self.shown}"

    def _slot(self, value: str) -> str | None:
        name, wanted = value.split(None, 1)
        if not any(exchange.request and exchange.intent for exchange in self.happened):
            return "no intent was sent, so there is no slot"
        found = self.slots.get(name, NOTHING)
        return None if found == wanted else f"expected the slot {name} to be {wanted}, but it was {found}"

    def _card(self, value: str) -> str | None:
        text = self._card_text()
        if value == NOTHING:
            return "there must be no card, but there was one" if text else None
        return None if _plain(value) in _plain(text) else f"expected {value!r} on the card, which does not say so"

    def _card_text(self) -> str:
        cards = [exchange.response["response"].get("card") for exchange in self.happened if exchange.response]
        return " ".join(str(part) for card in cards if card for part in card.values())

    def _sentence_like(self, value: str) -> str | None:
        """The sentence of the reply that is most like what was expected."""
        if self.private:
            return None
        sentences = [each.strip() for each in re.split(r"(?<=[.?!])\s+", _reply(self.happened)) if each.strip()]
        found = process.extractOne(value, sentences, scorer=fuzz.token_set_ratio)
        return " ".join(_plain(found[0]).split()) if found else None

    @staticmethod
    def _with(step: Step, value: str | None) -> Step | None:
        return Step(step.line, step.field, value) if value else None


def _slot_value(slot: dict[str, object]) -> str | None:
    resolutions = slot.get("resolutions")
    authorities = resolutions.get("resolutionsPerAuthority", []) if isinstance(resolutions, dict) else []
    ids = [each["value"]["id"] for authority in authorities for each in authority.get("values", [])]
    value = (ids or [slot.get("value")])[0]
    return str(value) if value else None


def _reply(happened: Sequence[Exchange]) -> str:
    return " ".join(exchange.spoken for exchange in happened if exchange.spoken)


def _sentences(happened: Sequence[Exchange]) -> set[str]:
    """The sentences of a reply that are long enough to be told by, each from its last colon on.

    "Ask each other: what is it?" and "now the other way round: what is it?" are the same question; and so are "Tell
    each other what it is" and "whoever hasn't, tell: what it is", of which one is the end of the other.
    """
    sentences = re.split(r"(?<=[.?!])\s+", _reply(happened))
    each = (_plain(sentence.rpartition(": ")[2]) for sentence in sentences)
    return {sentence for sentence in each if len(sentence.split()) >= SENTENCE_MIN_WORDS}


def _plain(text: str) -> str:
    """Words only, in lower case, each with a space on both sides."""
    return f" {_NOT_A_WORD.sub(' ', straight(text).casefold()).strip()} "
