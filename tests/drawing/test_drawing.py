# SPDX-License-Identifier: Apache-2.0
"""`python -m skill map`: pictures of the transition table that show all of it, and the same ones in the docs."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from representatives import the_first_for_all

from skill.__main__ import main
from skill.checkin.model.session import State
from skill.checkin.table import TABLE
from skill.drawing import layout
from skill.drawing.command import WHOLE, drawn
from skill.drawing.graph import arrows, short, topics
from skill.drawing.picture import Box, Picture, text_width

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


@pytest.mark.parametrize("name", PICTURES)
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


@pytest.mark.parametrize("name", PICTURES)
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


def test_mermaid_is_printed_without_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("flowchart LR\n")
    for topic in topics():
        assert re.search(rf"\b{topic}\b", printed)
    assert main(["map", "opening"]) == 0
    assert "offer --> just_question: No" in capsys.readouterr().out


def test_files_are_written_one_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "--format", "svg", "--into", str(tmp_path / "new")]) == 0
    assert sorted(path.stem for path in (tmp_path / "new").iterdir()) == sorted(PICTURES)


@pytest.mark.parametrize("words", [["moon"], ["--format", "png"], ["--format", "gif"]])
def test_what_cannot_be_drawn_is_told_with_what_can(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", *words]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert any(known in told for known in ("opening", "--into", "svg"))
