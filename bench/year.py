# SPDX-License-Identifier: Apache-2.0
"""A year of evenings through the handler, and what a couple hears in it: `python -m bench.year`, or `make bench`.

Each simulation is a couple with habits in front of a local speaker, which behaves as an Echo and refuses what one would
refuse. What was read aloud is told from the words alone, the theme and the shape from the record. The figures printed
are those that tests/year holds to bounds.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from skill.alexa import skill
from skill.alexa.requests.envelope import digest
from skill.checkin.model.plan import CheckIn, Shape
from skill.content.decks import entries_of
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.language_model import load_language_model
from skill.memory import record
from skill.memory.in_memory import InMemoryStore
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.settings import Settings
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.device import Echo
from skill.speaker.echo.exchange import Exchange
from skill.speaker.echo.requests import Gear, counted_ids
from skill.speaker.echo.requests import Household as Sender
from skill.speaker.nlu import Meaning, Understanding

BEGIN = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
"""Half past eight on a Sunday evening in New York, the zone of the locale."""
REST_DAYS = 14
STEPS_MAX = 60
"""No evening has more turns than these."""
DECKS = (
    *("openings", "appreciation", "questions", "empathy", "practices", "touch", "plans", "experiences"),
    *("rituals", "closings", "takeaways"),
)
ONE_STEP_S = 120
"""How long they talk under music before they say next."""
TRACKS = "https://tracks.example.org/set"
YES, NO, NEXT, ANOTHER = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AnotherOneIntent"


class Habits(Struct, frozen=True, kw_only=True):
    """What a couple does, evening after evening."""

    length: str | None = "standard"
    """Of the check-in; None where they only ask for tonight's question."""
    days: tuple[int, ...] = (1,)
    """Days from one evening to the next, in turns."""
    ratings: tuple[int, int] | None = (7, 8)
    ritual: tuple[str, ...] = (YES, NO)
    """What they answer to a ritual, offer by offer; ANOTHER asks for one more, which they take."""
    did_it: str = "RitualDoneIntent"
    avoided: tuple[str, ...] = ()
    """Topics that they asked to leave out."""
    low: str | None = None
    """A theme on whose evenings they rate low; `ratings` counts on the others."""
    music: bool = False
    """Whether their speaker plays music while they talk. Else it is silent, and they open the skill for each step."""


class Evening(Struct):
    """What was read aloud on one evening."""

    day: date
    read: dict[str, list[int]]
    """Deck to the numbers read, each once, in order."""
    theme: str | None = None
    shape: Shape | None = None
    rated: bool = False
    """Whether they were asked how close they feel."""
    again: bool = False
    """Whether they were asked if they'll do the ritual again that they have."""
    liked: frozenset[int] = frozenset()
    """The rituals that had happened twice by the time this evening's was suggested."""
    minutes: float = 0.0
    """From the first word to the last, with nobody talking longer than the skill waits for."""
    turns: int = 0

    @property
    def arc(self) -> list[str]:
        """The decks that were read from, in the order of their first entries."""
        return [deck for deck, numbers in self.read.items() if numbers]

    @property
    def questions(self) -> list[int]:
        """The questions asked."""
        return self.read.get("questions", [])

    @property
    def rituals(self) -> list[int]:
        """The rituals suggested."""
        return self.read.get("rituals", [])


class Year:
    """A couple and their speaker, from a first evening on."""

    def __init__(self, habits: Habits, user: str = "YEAR", locale: str = "en-US") -> None:
        self.habits = habits
        self.content = load_content(locale)
        self.clock = ScriptedClock(BEGIN)
        self.evenings: list[Evening] = []
        model, understanding = _ears(locale)
        self._user = f"amzn1.ask.account.{user}"
        self._store = InMemoryStore()
        self._echo = Echo(
            skill.build(Settings(audio_base_url=TRACKS), self._store),
            understanding,
            model,
            self.clock,
            household=Sender(user_id=self._user, locale=locale, api_endpoint="", access_token=""),
            gear=Gear(audio=habits.music),
            new_id=counted_ids(user),
            strict=True,
        )
        self._state = "ended"
        self._rituals_offered = 0
        self._picked: int | None = None
        self._happened: Counter[int] = Counter()

    def live(self, evenings: int) -> list[Evening]:
        """So many evenings more; returns all of them so far."""
        for _ in range(evenings):
            number = len(self.evenings)
            if number:
                self._until_next(self.habits.days[number % len(self.habits.days)])
            self.evenings.append(self._evening(number))
        return self.evenings

    @property
    def record_bytes(self) -> int:
        """What is kept of them, as it is stored."""
        kept = self._kept()
        return len(record.encode(kept)) if kept else 0

    def _kept(self) -> Kept | None:
        return Records(self._store).load(digest(self._user), Deadline())

    def _check_in_under_way(self) -> CheckIn | None:
        kept = self._kept()
        checkin = kept.household.checkin if kept else None
        return checkin if checkin and checkin.begun else None

    def _until_next(self, days: int) -> None:
        first = self.evenings[0].day if self.evenings else BEGIN.date()
        day = self.evenings[-1].day + timedelta(days=days)
        self.clock.reach(BEGIN + (day - first))
        self._echo.end()
        self._state = "ended"

    def _evening(self, number: int) -> Evening:
        evening = Evening(day=self.clock.now().date(), read={})
        began = self.clock.now()
        if number == 0:
            for topic in self.habits.avoided:
                self._say(evening, "AvoidTopicIntent", topic=topic)
                self._echo.end()
        if self.habits.length is None:
            self._say(evening, "TonightsQuestionIntent")
        else:
            self._check_in(evening, number, self.habits.length)
        ended = max(self.clock.now(), self._echo.speaking_until)
        evening.minutes = (ended - began).total_seconds() / 60
        return evening

    def _check_in(self, evening: Evening, number: int, length: str) -> None:
        self._hear(evening, self._echo.launch)
        another = False
        for _ in range(STEPS_MAX):
            checkin = self._check_in_under_way()
            if checkin is not None:
                evening.theme, evening.shape = checkin.theme, checkin.shape
            match self._state:
                case "ended" if checkin is None:
                    return
                case "ended":
                    self._go_on(evening)
                case "follow_up":
                    if self.habits.did_it == "RitualDoneIntent" and self._picked:
                        self._happened[self._picked] += 1
                    self._say(evening, self.habits.did_it)
                case "offer":
                    self._say(evening, "StartCheckInIntent", length=length)
                case "rate":
                    self._rate(evening)
                case "ritual":
                    evening.again = evening.again or not evening.rituals
                    answers = self.habits.ritual
                    answer = YES if another else answers[self._rituals_offered % len(answers)]
                    another = answer == ANOTHER
                    self._rituals_offered += not another
                    if answer == YES and evening.rituals:
                        self._picked = evening.rituals[-1]
                    evening.liked = frozenset(ritual for ritual, times in self._happened.items() if times > 1)
                    self._say(evening, answer)
                case _:
                    self._say(evening, NEXT)
        raise AssertionError(f"An evening that does not end: {self._state}.")

    def _go_on(self, evening: Evening) -> None:
        """One step further: a word under music; where the speaker was silent and closed, it is opened again."""
        if self.habits.music:
            self.clock.reach(self._echo.speaking_until + timedelta(seconds=ONE_STEP_S))
            self._say(evening, NEXT)
        else:
            self.clock.reach(self._echo.speaking_until)
            self._hear(evening, self._echo.launch)

    def _rate(self, evening: Evening) -> None:
        ratings = self.habits.ratings
        evening.rated = True
        if self.habits.low and evening.theme == self.habits.low:
            ratings = (3, 4)
        if ratings is None:
            self._say(evening, "PassIntent")
        else:
            self._say(evening, "RateIntent", score=str(ratings[0]), second=str(ratings[1]))

    def _say(self, evening: Evening, intent: str, **slots: str) -> None:
        self._hear(evening, lambda: self._echo.ask(Meaning("", intent, slots, slots, 1.0)))

    def _hear(self, evening: Evening, act: Callable[[], list[Exchange]]) -> None:
        for exchange in act():
            evening.turns += 1
            spoken = exchange.spoken
            for deck, number in _read_in(spoken, self.content.locale):
                heard = evening.read.setdefault(deck, [])
                if number not in heard:
                    heard.append(number)
        session = self._echo.session
        self._state = str(session.attributes["state"]) if session else "ended"


@cache
def _ears(locale: str) -> tuple[Any, Any]:
    model = load_language_model(locale)
    return model, Understanding(model)


def _read_in(spoken: str, locale: str) -> Iterator[tuple[str, int]]:
    """The entries that were read, by deck and number, in their order. Of two that begin alike it was the longer one."""
    entries, end = _entries(locale), 0
    for word in re.finditer(r"\S+", spoken):
        if word.start() < end:
            continue
        here = [entry for entry in entries.get(word[0], ()) if spoken.startswith(entry[0], word.start())]
        if here:
            text, deck, number = max(here)
            end = word.start() + len(text)
            yield deck, number


@cache
def _entries(locale: str) -> Mapping[str, list[tuple[str, str, int]]]:
    """What to listen for: by the first word, the text of each entry as the device speaks it, its deck and number."""
    content = load_content(locale)
    found: dict[str, list[tuple[str, str, int]]] = {}
    for deck in DECKS:
        for number, entry in entries_of(content, deck).items():
            text = " ".join(entry.text.split())
            found.setdefault(text.split()[0], []).append((text, deck, number))
    return found


# What the evenings tell


def gaps(evenings: list[Evening], deck: str) -> list[tuple[int, int, int]]:
    """Every time that an entry came again: its number, and after how many evenings and how many days."""
    last: dict[int, int] = {}
    found = []
    for place, evening in enumerate(evenings):
        for number in evening.read.get(deck, []):
            if number in last:
                days = (evening.day - evenings[last[number]].day).days
                found.append((number, place - last[number], days))
            last[number] = place
    return found


def disliked_soon(evenings: list[Evening]) -> int:
    """How often a ritual came again within two weeks that had not happened twice by then."""
    last: dict[int, date] = {}
    found = 0
    for evening in evenings:
        for number in evening.rituals:
            found += number in last and (evening.day - last[number]).days <= REST_DAYS and number not in evening.liked
            last[number] = evening.day
    return found


def themes(evenings: list[Evening], locale: str = "en-US") -> list[str]:
    """The theme of each evening: of the check-in, else of tonight's question."""
    questions = load_content(locale).questions
    return [evening.theme or questions[evening.questions[0]].theme for evening in evenings]


def shares(found: list[str]) -> dict[str, float]:
    """The share of each theme."""
    return {theme: count / len(found) for theme, count in Counter(found).items()}


def longest_absence(found: list[str]) -> int:
    """The most evenings in a row on which some theme did not come, from the first evening to the last."""
    longest = 0
    for theme in set(found):
        places = [-1, *(place for place, other in enumerate(found) if other == theme), len(found)]
        longest = max(longest, *(after - before - 1 for before, after in pairwise(places)))
    return longest


def twice_in_a_row(found: list[str]) -> int:
    """How often a theme came on two evenings in a row."""
    return sum(one == other for one, other in pairwise(found))


SIMULATIONS: Mapping[str, tuple[Habits, int]] = {
    "tonight's question, nightly for a year": (Habits(length=None), 365),
    "short check-ins, nightly for a year": (Habits(length="short"), 365),
    "standard check-ins, nightly for a year": (Habits(), 365),
    "long check-ins, nightly for half a year": (Habits(length="long"), 183),
    "standard, three a week for a year": (Habits(days=(2, 2, 3)), 156),
    "standard with music, nightly for a year": (Habits(music=True), 365),
    "standard, nightly, two topics avoided": (Habits(avoided=("family", "past")), 365),
    "standard, nightly, always rated low": (Habits(ratings=(3, 4)), 365),
    "standard, nightly, rated low about touch": (Habits(low="touch"), 365),
    "standard, nightly, one more ritual each time": (Habits(ritual=(ANOTHER,), did_it="RitualMissedIntent"), 365),
}


def report(name: str, habits: Habits, count: int) -> Iterator[str]:
    """The figures of one simulation, line by line."""
    began = time.perf_counter()
    couple = Year(habits)
    evenings = couple.live(count)
    took = time.perf_counter() - began
    turns = sum(evening.turns for evening in evenings)
    yield f"{name}: {len(evenings)} evenings, {turns} turns in {took:.1f} s, then {couple.record_bytes} bytes are kept"
    asked = sum(len(evening.questions) for evening in evenings)
    distinct = len({number for evening in evenings for number in evening.questions})
    again = gaps(evenings, "questions")
    soonest = f"soonest after {min(gap for _, gap, _ in again)} evenings" if again else "none twice"
    yield f"  questions: {asked} asked, {distinct} different ones, {soonest}"
    found = themes(evenings)
    share = shares(found)
    yield (
        f"  themes: {min(share.values()):.1%} to {max(share.values()):.1%} of the evenings, "
        f"longest absence {longest_absence(found)} evenings, twice in a row {twice_in_a_row(found)} times"
    )
    if habits.low:
        yield f"  {habits.low}: {share[habits.low]:.1%}"
    suggested = [number for evening in evenings for number in evening.rituals]
    if suggested:
        again = gaps(evenings, "rituals")
        soonest = f"soonest after {min(days for _, _, days in again)} days" if again else "none twice"
        soon = [number for number, _, days in again if days <= REST_DAYS]
        yield (
            f"  rituals: {len(suggested)} suggested, {len(set(suggested))} different ones, {soonest}; "
            f"within {REST_DAYS} days {len(soon)} times, {disliked_soon(evenings)} of them not liked"
        )
    if habits.length:
        shapes = Counter(evening.shape for evening in evenings)
        told = ", ".join(f"{shape} {count / len(evenings):.0%}" for shape, count in shapes.most_common())
        yield f"  shapes: {told}; rated on {sum(evening.rated for evening in evenings)} evenings"
    minutes = sorted(evening.minutes for evening in evenings)
    middle = minutes[len(minutes) // 2]
    yield f"  an evening takes {middle:.1f} minutes if all the time is used, at most {minutes[-1]:.1f}"


def main() -> None:
    """Prints the figures of every simulation."""
    for name, (habits, count) in SIMULATIONS.items():
        for line in report(name, habits, count):
            print(line, flush=True)


if __name__ == "__main__":
    main()
