# SPDX-License-Identifier: Apache-2.0
"""How the page looks: everything in its place at three sizes, no text cut off, nothing on top of anything, and no
violation that axe knows, in light and in dark.

`boxes.json` keeps where the parts stood when somebody had looked at them. KEEP_LOOKS=FOLDER measures them anew, and
puts pictures of every screen into the folder, to be looked at.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household, Month
from skill.checkin.model.speech import Read
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.record import Kept
from skill.memory.records import Records
from skill.memory.sqlite import SqliteStore
from skill.web.page.speaker import KEY

from .conftest import SIZES, Visitor

OPEN = "alexa, open closer together"
HERE = Path(__file__).parent
KEPT_BOXES = HERE / "boxes.json"
AWAY_PX = 8
AXE = Path(__file__).parents[4] / "node_modules/axe-core/axe.min.js"
AXE_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
PARTS = (".top", ".name", "nav", "#sound", ".ring", "#status", "#music", "#screen", "#transcript", "#chips", "#line",
         "#hold", "#send", ".clock", ".devices", "#locale", "#services", "#constellation", "#here", "#curtain",
         ".figures", ".chart", "#export", "#erase", "#save-script", "#clear", "dialog[open]",
         "#sure-yes")  # fmt: skip
"""What is measured, where it is seen."""


def lived_in() -> Household:
    """Two who have been here for half a year."""
    content = load_content("en-US")
    questions = list(content.questions)
    walk = next(number for number, ritual in content.rituals.items() if ritual.id == "evening_walk")
    finished = [Finished(date(2026, 1, day), "standard", 6 + day % 3, 7 + day % 2) for day in (3, 14, 28)]
    finished += [
        Finished(date(2026, 2, day), "standard", 7 + day % 3, 8 if day % 2 else None) for day in (2, 8, 15, 25)
    ]
    return Household(
        names=("Sam", "Alex"),
        homes="one",
        welcomed=True,
        visits=41,
        last_visit=date(2026, 3, 3),
        months=(Month("2025-10", 5, 4, 30), Month("2025-11", 4, 4, 31), Month("2025-12", 6, 4, 30)),
        finished=(*finished, Finished(date(2026, 3, 3), "short", 8, 9)),
        ritual=KeptRitual(number=walk, chosen=date(2026, 2, 8), times=4),
        rituals_kept=17,
        happened=(walk, walk),
        played={"questions": tuple(questions[3::11][:38])},
        saved=(Read("questions", questions[5]), Read("questions", questions[30])),
        avoided=("money",),
    )


def show_us(visitor: Visitor) -> None:
    visitor.page.click("#show-us")
    visitor.page.wait_for_selector("#us-view .figures")


def have_it_ask(visitor: Visitor) -> None:
    if not visitor.page.is_visible("#line"):
        visitor.looks_at("talk")
    visitor.says("alexa, ask closer together how are we doing")


def ask_whether_to_erase(visitor: Visitor) -> None:
    visitor.page.click("#erase")
    visitor.page.wait_for_selector("dialog[open]")


SCREENS: dict[str, tuple[str, Callable[[Visitor], object]]] = {
    "asleep": ("talk", lambda visitor: None),
    "listening": ("talk", lambda visitor: visitor.says(OPEN)),
    "talk time": ("talk", lambda visitor: (visitor.says("no", "alexa, ask closer together to start our check in"),
                                           visitor.page.click("#transcript summary >> nth=-1"))),
    "room": ("room", lambda visitor: visitor.clicks("[data-wait='60']")),
    "screen": ("room", lambda visitor: visitor.clicks("[name=device][value=screen]")),
    "shown": ("room", have_it_ask),
    "map": ("map", lambda visitor: visitor.page.wait_for_selector("#constellation svg")),
    "curtain": ("us", lambda visitor: None),
    "you two": ("us", show_us),
    "erase": ("us", ask_whether_to_erase),
    "script": ("script", lambda visitor: None),
}  # fmt: skip
"""Every screen, in the order in which somebody goes through them: its view, and what leads there."""


def layout(visitor: Visitor, call: str, *given: object) -> Any:
    """What a function of layout.js finds in the page."""
    functions = (HERE / "layout.js").read_text("utf-8")
    return visitor.page.evaluate(f"given => ({functions})().{call}(...given)", list(given))


def through_all_screens(visitor: Visitor, look: Callable[[str], None]) -> None:
    visitor.opens()
    for screen, (view, leads_there) in SCREENS.items():
        if visitor.page.locator("dialog[open]").count():
            visitor.page.click("#sure >> text='Keep it'")
        if visitor.page.evaluate("document.body.dataset.view") != view:
            visitor.looks_at(view)
        leads_there(visitor)
        visitor.settles()
        look(screen)


@pytest.fixture
def half_a_year(store_file: Path) -> None:
    """They are kept in the store."""
    Records(SqliteStore(store_file)).save(KEY, Kept(household=lived_in()), Deadline())


@pytest.mark.long
@pytest.mark.usefixtures("half_a_year")
@pytest.mark.parametrize("size", SIZES)
def test_everything_is_in_its_place_whole_and_beside_the_rest(visit: Callable[..., Visitor], size: str) -> None:
    visitor = visit(size)
    measured: dict[str, dict[str, list[int]]] = {}
    faults: dict[str, Any] = {}
    pictures = os.environ.get("KEEP_LOOKS")

    def look(screen: str) -> None:
        measured[screen] = layout(visitor, "measured", PARTS)
        wrong = [*layout(visitor, "clipped"), *layout(visitor, "overlaps")]
        if wrong:
            faults[screen] = wrong
        if pictures:
            visitor.page.screenshot(path=Path(pictures) / f"{screen} {size}.png")

    through_all_screens(visitor, look)
    if pictures:
        kept = json.loads(KEPT_BOXES.read_text("utf-8")) if KEPT_BOXES.exists() else {}
        KEPT_BOXES.write_text(lines({**kept, size: measured}), "utf-8")
    assert faults == {}
    assert moved(json.loads(KEPT_BOXES.read_text("utf-8"))[size], measured) == {}


def moved(kept: dict[str, dict[str, list[int]]], measured: dict[str, dict[str, list[int]]]) -> dict[str, Any]:
    """The parts that are elsewhere now, gone or new, with both boxes."""
    found = {}
    for screen in {**kept, **measured}:
        before, now = kept.get(screen, {}), measured.get(screen, {})
        for part in {**before, **now}:
            boxes = before.get(part), now.get(part)
            if None in boxes or any(abs(one - other) > AWAY_PX for one, other in zip(*boxes, strict=True)):  # type: ignore[arg-type]
                found[f"{screen}: {part}"] = boxes
    return found


def lines(boxes: dict[str, Any]) -> str:
    """The boxes as JSON, a part a line."""
    text = json.dumps(dict(sorted(boxes.items())), indent=1)
    return re.sub(r"\[\s+(-?\d+),\s+(-?\d+),\s+(-?\d+),\s+(-?\d+)\s+\]", r"[\1, \2, \3, \4]", text) + "\n"


@pytest.mark.long
def test_a_part_that_moves_or_goes_is_noticed() -> None:
    kept = {"map": {"nav": [0, 0, 100, 40], "#line": [0, 50, 100, 40]}}
    assert moved(kept, {"map": {"nav": [8, 0, 100, 40], "#line": [0, 50, 92, 40]}}) == {}
    assert list(moved(kept, {"map": {"nav": [9, 0, 100, 40], "#line": [0, 50, 100, 40]}})) == ["map: nav"]
    assert list(moved(kept, {"map": {"nav": [0, 0, 100, 40]}})) == ["map: #line"]
    assert list(moved({}, {"map": {"nav": [0, 0, 100, 40]}})) == ["map: nav"]


@pytest.mark.long
@pytest.mark.usefixtures("half_a_year")
@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_axe_finds_no_violation(visit: Callable[..., Visitor], size: str, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci")
    visitor = visit(size, scheme)
    found: dict[str, Any] = {}

    def look(screen: str) -> None:
        visitor.page.evaluate(AXE.read_text("utf-8"))
        violations = visitor.page.evaluate("rules => axe.run(document, rules)", AXE_RULES)["violations"]
        if violations:
            found[screen] = [(each["id"], [node["target"] for node in each["nodes"]][:4]) for each in violations]

    through_all_screens(visitor, look)
    assert found == {}


@pytest.mark.long
def test_what_is_cut_off_or_lies_on_something_is_noticed(visitor: Visitor) -> None:
    assert layout(visitor, "clipped") == layout(visitor, "overlaps") == []
    visitor.page.evaluate("document.querySelector('#send').style.width = '20px'")
    assert any("#send" in each for each in layout(visitor, "clipped"))
    visitor.page.evaluate("document.querySelector('#status').style.marginBottom = '-30px'")
    assert any("#status" in each for each in layout(visitor, "overlaps"))
