# SPDX-License-Identifier: Apache-2.0
"""A handful of entries in each deck, made up for tests of how decks are counted and judged."""

from __future__ import annotations

from typing import get_args

from msgspec.structs import replace

from skill.content.decks import DECKS
from skill.content.types import (
    Appreciation,
    Content,
    EmpathyPhrase,
    Entry,
    Experience,
    Practice,
    Prompt,
    Question,
    RepairPhrase,
    Ritual,
    Starter,
    Theme,
)


def numbered(*entries: Entry) -> dict[int, Entry]:
    """A deck of these entries, numbered from 1."""
    return {number: replace(entry, number=number) for number, entry in enumerate(entries, start=1)}


def question(text: str = "What made you smile today?", **fields: object) -> Question:
    """One question."""
    plain: dict[str, object] = {"number": 1, "text": text, "theme": "touch", "depth": 1, "tone": "open"}
    return Question(**plain | fields)  # type: ignore[arg-type]


def _ritual(name: str, **fields: object) -> Ritual:
    plain: dict[str, object] = {
        "number": 1,
        "id": name,
        "name": f"a {name}",
        "text": f"Have a {name} together.",
        "moments": ("morning",),
        "synonyms": (name, f"our {name}"),
        "minutes": 10,
        "cost": "free",
        "place": "in",
    }
    return Ritual(**plain | fields)  # type: ignore[arg-type]


def small(content: Content) -> Content:
    """Content with the lines of another, and a few entries in each deck."""
    about = [
        question(f"What is there to say of {theme}, for once?", theme=theme, shapes=("plan",))
        for theme in get_args(Theme)
    ]
    questions = [
        *about,
        question("Which walk with you two was best?", depth=2, tone="glad", mood="funny", shapes=("play",)),
        question("Which song is yours, and why is that?", depth=3, tone="glad", topics=("past",), joint=True),
        question("How did you two meet?", depth=2, tone="heavy", mood="funny", asked_only=True, modelled=True),
        question("How are you?", shapes=("play", "plan"), topics=("past", "work")),
    ]
    empathy = [
        EmpathyPhrase(number=1, text="I see.", kind="see", fits=("glad", "open"), neutral=True, modelled=True),
        EmpathyPhrase(
            number=1, text="I understand, and I will think of it all week.", kind="understand", fits=("glad",)
        ),
        EmpathyPhrase(number=1, text="How good.", kind="celebrate", feeling="happy"),
    ]
    decks: dict[str, dict[int, Entry]] = {
        **{deck: numbered(Prompt(number=1, text="Take a breath.")) for deck in DECKS},
        "questions": numbered(*questions),
        "empathy": numbered(*empathy),
        "rituals": numbered(
            _ritual("walk", place="out", moments=("morning", "evening"), apart="Walk, both of you."),
            _ritual("breakfast", cost="low", modelled=True),
            _ritual("song"),
        ),
        "experiences": numbered(
            Experience(number=1, text="Visit a lake.", cost="free", place="out", apart="Visit two lakes."),
            Experience(number=1, text="Bake a cake.", cost="low", place="in"),
        ),
        "appreciation": numbered(
            Appreciation(number=1, text="Say thank you.", to_one="{first}, thank {second}."),
            Appreciation(number=1, text="Say it again."),
        ),
        "repair": numbered(
            RepairPhrase(number=1, text="I am sorry.", sorry=True), RepairPhrase(number=1, text="I hear you.")
        ),
        "first": numbered(
            Starter(number=1, text="Whoever is taller."),
            Starter(number=1, text="Toss a coin."),
            Starter(number=1, text="Guess a number.", playful=True),
        ),
        "practices": numbered(
            Practice(number=1, text="Take turns.", theme="touch"), Practice(number=1, text="Swap roles.", theme="touch")
        ),
        "signs": {},
        "themes": {},
    }
    return replace(content, **decks)
