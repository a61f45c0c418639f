# SPDX-License-Identifier: Apache-2.0
"""`python -m skill map`: pictures of the transition table that show all of it, and the same ones in the docs."""

from __future__ import annotations

import io
import math
import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from cases import each_case
from representatives import the_first_for_all

from skill.__main__ import main
from skill.checkin.model.session import State
from skill.checkin.table import TABLE
from skill.drawing import layout, mermaid
from skill.drawing.command import WHOLE, drawn
from skill.drawing.graph import START, arrows, between_topics, short, topics
from skill.drawing.picture import Box, Label, Picture, text_width
from skill.drawing.picture import Path as Line
from skill.drawing.png import png
from skill.drawing.svg import ARROW, COLOURS, INK
from skill.errors import InputError

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = [WHOLE, *topics()]


def placed(name: str) -> Picture:
    return layout.whole() if name == WHOLE else layout.of_topic(name)


def overlap(one: Box, two: Box) -> bool:
    across = one.x < two.x + two.width and two.x < one.x + one.width
    return across and one.y < two.y + two.height and two.y < one.y + one.height


def test_every_state_belongs_to_one_topic() -> None:
    assert sorted(state for states in topics().values() for state in states) == sorted(set(State) - {State.ENDED})


def test_the_pictures_of_the_topics_show_every_row_of_the_table() -> None:
    shown = {
        (each.source, intent, each.target)
        for states in topics().values()
        for each in arrows(states)
        for intent in each.intents
    }
    assert shown == {
        (state, intent, target)
        for state, moves in TABLE.items()
        for intent, move in moves.items()
        for target in move.leads_to
    }


@each_case("name", PICTURES)
def test_nothing_in_a_picture_covers_anything_or_leaves_it(name: str) -> None:
    picture = placed(name)
    for index, box in enumerate(picture.boxes):
        assert not any(overlap(box, other) for other in picture.boxes[index + 1 :])
        assert box.x >= 0 <= box.y
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        assert max(map(text_width, box.lines)) <= box.width
    for label in picture.labels:
        assert not any(
            box.x < label.x + text_width(label.text)
            and label.x < box.x + box.width
            and box.y < label.y < box.y + box.height
            for box in picture.boxes
        )


@each_case("name", PICTURES)
def test_an_svg_is_whole_and_the_docs_show_this_very_one(name: str) -> None:
    svg = drawn(name, "svg")
    words = "".join(ElementTree.fromstring(svg).itertext())
    if name == WHOLE:
        assert all(state.value in words for states in topics().values() for state in states)
    else:
        assert all(short(intent) in words for each in arrows(topics()[name]) for intent in each.intents)
    held = (DOCS / "map" / f"{name}.svg").read_bytes()
    assert held == svg, "run `python -m skill map --format svg --into docs/map`"
    assert f"map/{name}.svg" in (DOCS / "architecture.md").read_text("utf-8")


@pytest.mark.parametrize("name", the_first_for_all(PICTURES))
def test_a_png_shows_the_same_at_twice_the_size(name: str) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    opened = image.open(io.BytesIO(drawn(name, "png")))
    picture = placed(name)
    assert opened.size == (round(picture.width * 2), round(picture.height * 2))
    assert len(opened.convert("RGB").getcolors(1_000_000)) > 10


SMALL = Picture(
    title="small",
    width=120,
    height=80,
    boxes=(
        Box(x=60, y=20, width=50, height=40, lines=("one", "two")),
        Box(x=60, y=66, width=20, height=12, lines=(" ",), kind="end"),
    ),
    paths=(Line(((4, 10), (10, 40), (50, 40))), Line(((4, 72), (50, 72)), head=False)),
    labels=(Label(4, 30, "yes"),),
)


def ink(painted: Any, colour: str, left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    """The smallest frame around all of a colour within a part of a picture; a layout's pixel is two of a file's."""
    wanted = tuple(bytes.fromhex(colour[1:]))
    found = [
        (x, y)
        for x in range(round(2 * left), round(2 * right))
        for y in range(round(2 * top), round(2 * bottom))
        if painted.getpixel((x, y)) == wanted
    ]
    assert found, f"nothing is {colour} there"
    across, down = zip(*found, strict=True)
    return min(across), min(down), max(across), max(down)


@pytest.fixture(scope="module")
def painted() -> Any:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    return image.open(io.BytesIO(png(SMALL)))


def test_a_png_has_an_arrow_with_a_head_and_a_line_without(painted: Any) -> None:
    _, top, right, bottom = ink(painted, ARROW, 40, 30, 55, 50)
    assert right == pytest.approx(2 * 50, abs=2), "its point is at the end of the path"
    assert bottom - top == pytest.approx(2 * 2 * 8 * math.sin(0.45), abs=3)
    assert (top + bottom) / 2 == pytest.approx(2 * 40, abs=2), "as far to one side as to the other"
    left, top, right, bottom = ink(painted, ARROW, 0, 62, 56, 80)
    assert (left, right) == pytest.approx((2 * 4, 2 * 50), abs=2)
    assert bottom - top <= 3


def test_a_png_has_boxes_with_their_border_and_words_in_the_middle(painted: Any) -> None:
    inside, border = COLOURS["ours"]
    assert ink(painted, border, 56, 16, 114, 64) == pytest.approx((2 * 60, 2 * 20, 2 * 110, 2 * 60), abs=2)
    assert painted.getpixel((2 * 64, 2 * 24)) == tuple(bytes.fromhex(inside[1:]))
    assert painted.getpixel((2 * 60, 2 * 20)) == (255, 255, 255), "its corners are round"
    left, top, right, bottom = ink(painted, INK, 61, 21, 109, 59)
    assert (left + right) / 2 == pytest.approx(2 * 85, abs=4)
    assert (top + bottom) / 2 == pytest.approx(2 * 40, abs=6)
    assert bottom - top > 2 * 17, "there are two lines"
    assert ink(painted, COLOURS["end"][1], 58, 64, 84, 80)


def test_a_label_of_a_png_stands_on_its_place(painted: Any) -> None:
    left, top, right, bottom = ink(painted, INK, 0, 0, 58, 62)
    assert left == pytest.approx(2 * 4, abs=3)
    assert right < 2 * 40
    assert 2 * 17 <= top < bottom <= 2 * 34, "of the y no more than its tail is below"


def test_without_pillow_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(InputError, match="Pillow is not installed"):
        png(SMALL)


def test_as_mermaid_the_whole_names_each_topic_and_what_follows_and_dashes_the_way_back() -> None:
    rows = mermaid.whole().splitlines()
    assert rows[0] == "flowchart LR"
    ways = {
        f"    {topic} -{'.-' if other == START else '-'}> {other}"
        for topic, held in between_topics().items()
        for other in held
    }
    names = {f"    {topic}[{topic.replace('_', ' ')}]" for topic in topics()}
    assert sorted(rows[1:]) == sorted(ways | names)
    assert any(" -.-> " in way for way in ways)


def test_as_mermaid_a_topic_has_a_row_for_each_arrow_and_the_end_is_its_own_sign() -> None:
    rows = mermaid.of_topic("evening").splitlines()
    assert rows[0] == "stateDiagram-v2"
    assert len(rows) == 1 + len(arrows(topics()["evening"]))
    assert any(" --> [*]: " in row for row in rows)
    assert not any(State.ENDED.value in row.partition(":")[0] for row in rows)


def test_mermaid_is_printed_without_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("flowchart LR\n")
    for topic in topics():
        assert re.search(rf"\b{topic}\b", printed)
    assert main(["map", "opening"]) == 0
    assert "offer --> just_question: No" in capsys.readouterr().out


def test_files_are_written_one_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = tmp_path / "new" / "one"
    assert main(["map", "--format", "svg", "--into", str(into)]) == 0
    assert sorted(path.name for path in into.iterdir()) == sorted(f"{name}.svg" for name in PICTURES)
    assert capsys.readouterr().out == f"Written into {into}: {', '.join(PICTURES)}\n"
    assert main(["map", "--into", str(into), "evening"]) == 0
    assert (into / "evening.mmd").read_bytes() == drawn("evening", "mermaid")


def test_a_picture_of_pixels_is_written_too(tmp_path: Path) -> None:
    pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    assert main(["map", "--format", "png", "--into", str(tmp_path), "safety"]) == 0
    assert (tmp_path / "safety.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("words", [["moon"], ["--format", "png"], ["--format", "gif"]])
def test_what_cannot_be_drawn_is_told_with_what_can(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", *words]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert any(known in told for known in ("opening", "--into", "svg"))
