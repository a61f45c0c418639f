# SPDX-License-Identifier: Apache-2.0
"""What every row of the transition table does, as it stands in `table.txt`: where it ends, and what is said.

`make rows` writes the file anew and shows what is different. Read that difference: it is what a couple
will meet. Each row of the table is a line, at each place of its state; what holds anywhere is told for some places.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from skill.checkin.intents import SAID
from skill.checkin.model.events import Launched
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.session import State
from skill.checkin.model.speech import Part, Pause, Read, ReadTo, Say
from skill.checkin.table import TABLE
from skill.checkin.topics import cool_down
from skill.checkin.turn_builder import BREATH_S

from .couple import THURSDAY_NIGHT, Couple

FILE = Path(__file__).parent / "table.txt"
HEAD = (
    "# place, intent, its rank among what is expected there -> state after it: lines, <entries>, silences (~), "
    "+effects, what Repeat says of it (@) where that is not all, silence before the reprompt (?)\n"
)

SLOTS = {
    "about_theme": {"theme": "touch"},
    "avoid_topic": {"topic": "money"},
    "allow_topic": {"topic": "money"},
    "choose_ritual": {"ritual": "evening_walk"},
    "empathy_phrase": {"feeling": "tired"},
    "rate": {"score": "7", "second": "8"},
    "remind_us": {"time": "20:00", "days": "every_day"},
    "set_names": {"first": "sam", "second": "alex"},
}
"""What is said with an intent, where nothing else is."""

TASKS = {"launch": None, "task": "TonightsQuestion"}
"""Ways to open the skill."""

RITUAL = "music launch start_check_in:length=short later next later next"
RATED = "music settled launch start_check_in" + 3 * " later next"
COOL = "music launch cool_down yes yes later"
PLACES = {
    "new": "",
    "new/under music": "music start_check_in:length=short talk_time later",
    "new/in silence": "start_check_in:length=short later",
    "new/moved this moment": "music launch start_check_in:length=short next",
    "new/question under music": "music launch tonights_question yes later",
    "ready": "launch how_are_we_doing no",
    "follow_up": "launch choose_ritual week launch",
    "offer": "launch",
    "just_question": "launch no",
    "go_on": "music launch start_check_in:length=short stop later launch",
    "two_homes": "launch apart",
    "rate": RATED,
    "rate/one number": RATED + " rate:score=0",
    "rate_second": RATED + " rate:score=7",
    "talk": "forgetful launch start_check_in:length=short",
    "talk/of the listener": "forgetful launch start_check_in:length=short next",
    "talk/of a practice": "forgetful launch start_check_in:length=long next next next",
    "talk/alone": "forgetful launch solo",
    "question": "launch tonights_question",
    "question/with music": "music launch tonights_question",
    "question_talk": "forgetful launch tonights_question yes",
    "ritual": RITUAL,
    "ritual/the one they have": "music launch suggest_ritual yes three_days start_check_in:length=short"
    + 2 * " later next",
    "ritual/asked for": "launch suggest_ritual",
    "ritual/after a phrase": RITUAL + " empathy_phrase",
    "phrase": "launch empathy_phrase",
    "phrase/experience": "launch suggest_experience",
    "theme": "launch about_theme",
    "just_us": "launch how_are_we_doing",
    "just_us/saved": "launch tonights_question save_this saved",
    "saved": "launch" + 4 * " tonights_question save_this next save_this another_one save_this" + " saved yes",
    "drop": "launch" + 2 * " tonights_question save_this next save_this another_one save_this" + " saved yes unsave",
    "reflect_begin": "launch reflect",
    "reflect": "launch reflect yes",
    "reflect/second": "launch reflect yes yes",
    "reflect/last before half": "launch reflect yes yes no sometimes pass",
    "reflect/last": "launch reflect yes yes yes no no no yes yes yes yes",
    "reflect_halfway": "launch reflect yes yes yes yes yes yes",
    "reflect_light": "launch reflect" + 6 * " yes" + 5 * " yes",
    "cool_consent": "launch cool_down",
    "cool_and_you": "launch cool_down yes",
    "cool_talk/breathing": COOL,
    "cool_talk/speaking": COOL + " next later",
    "cool_talk/unclear once": COOL + " next later sometimes later",
    "cool_talk/says it back": COOL + 4 * " next later",
    "cool_talk/mending": COOL + 5 * " next later",
    "cool_apart": COOL + " no later",
    "remind": "launch remind_us",
    "remind/about a ritual": RITUAL + " remind_us",
    "forget": "launch forget_us",
    "safety": "launch safety",
    "safety/number said": "launch safety yes",
}
"""How a couple come to each place: intents with their slots, and what happens besides."""

ANYWHERE_AT = ("new", "new/under music", "ready", "talk", "question", "ritual", "cool_talk/speaking")
"""Places at which every intent is told, whether the state waits for it or not."""


def come_to(place: str) -> Couple:
    """A couple at a place."""
    couple = Couple()
    for word in PLACES[place].split():
        match word:
            case "music":
                couple.audio = True
            case "later":
                couple.later(hours=0.1)
            case "week" | "three_days":
                couple.later(days=7 if word == "week" else 3)
            case "settled":
                finished = tuple(Finished(THURSDAY_NIGHT.date() - timedelta(days=ago), "long") for ago in (9, 8, 7))
                couple.household = Household(welcomed=True, finished=finished)
            case "forgetful":
                couple.remembers = False
            case _:
                intent, _, slot = word.partition(":")
                name, _, value = slot.partition("=")
                say(couple, intent, {name: value} if slot else {})
    return couple


def say(couple: Couple, intent: str, slots: dict[str, str] | None = None) -> None:
    """Say an intent, with slots of its own or the usual ones; or open the skill, by a task as well."""
    if intent in TASKS:
        couple.tell(Launched(task=TASKS[intent]))
    else:
        couple.say(intent, **(slots or SLOTS.get(intent, {})))


def told(couple: Couple) -> str:
    """What came of the last turn: the state, the lines and entries in their order, what is to be done besides."""
    assert couple.turn is not None
    parts = [_as_row(part) for part in couple.turn.parts]
    effects = [f"+{type(effect).__name__}" for effect in couple.turn.effects]
    card = ["+Card"] if couple.turn.card else []
    waits = [f"?~{part.seconds}" for part in couple.turn.reprompt if isinstance(part, Pause)]
    row = " ".join([*parts, *effects, *card, *_repeated(couple.turn.parts, couple.turn.session.last), *waits])
    return f"{couple.state.value}: {row}".rstrip()


def _repeated(parts: tuple[Part, ...], last: tuple[Part, ...]) -> list[str]:
    """From where to where Repeat says a turn again; nothing where all of it, `@before` where what came before."""
    if last == parts:
        return []
    starts = [at for at in range(len(parts)) if last and parts[at : at + len(last)] == last]
    return [f"@{starts[-1]}:{starts[-1] + len(last)}" if starts else "@before" if last else "@nothing"]


def _as_row(part: Part) -> str:
    match part:
        case Say():
            return part.line
        case Read() | ReadTo():
            return f"<{part.deck}>"
        case Pause():
            return "~" if part.seconds == BREATH_S else f"~{part.seconds}"
        case _:
            return type(part).__name__


def state_of(couple: Couple) -> State:
    """What the next thing they say meets: the session's state, or what the music goes on with."""
    if couple.open:
        return couple.state
    track = cool_down.track_of(couple.household, couple.context)
    return cool_down.under_way(couple.session, track).state if track else State.NEW


def rows_at(place: str) -> Iterator[str]:
    """The lines of one place."""
    couple = come_to(place)
    expected = [intent.value for intent in TABLE[state_of(couple)]]
    others = [*TASKS, *sorted(intent.value for intent in SAID)] if place in ANYWHERE_AT else []
    for intent in dict.fromkeys([*expected, *others]):
        there = come_to(place)
        say(there, intent)
        rank = expected.index(intent) + 1 if intent in expected else "-"
        yield f"{place:<26}{intent:<20}{rank:>2} -> {told(there)}"


def main() -> None:
    """Write the file anew, and show what is different."""
    new = HEAD + "".join(f"{row}\n" for place in PLACES for row in rows_at(place))
    written_anew(FILE, new)


def written_anew(file: Path, new: str) -> None:
    """Write a kept file, and show what is different."""
    old = file.read_text("utf-8") if file.exists() else ""
    file.write_text(new, "utf-8")
    difference = difflib.unified_diff(old.splitlines(), new.splitlines(), "before", "now", n=0, lineterm="")
    print("\n".join(difference) or f"{file.name} is as it was.")


if __name__ == "__main__":
    main()
