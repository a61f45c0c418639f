# SPDX-License-Identifier: Apache-2.0
"""The care lines: who can be called, where each number comes from, and what may not be spoken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import each_case

from skill.content.checking.rules import SPEAKABLE
from skill.content.loading.loader import load_folder
from skill.content.types import Content
from skill.errors import InputError

SPOKEN_IN = ("US", "GB", "CA", "AU", "IE", "IN")


@each_case(
    ("country", "number"),
    [("US", "911"), ("GB", "999"), ("CA", "911"), ("AU", "000"), ("IE", "112"), ("IN", "112")],
)
def test_every_country_has_its_emergency_number(content: Content, country: str, number: str) -> None:
    lines = {(line.country, line.risk): line for line in content.care}
    assert lines[country, "emergency"].phone == number


def test_each_risk_has_one_line_a_country(content: Content) -> None:
    pairs = [(line.country, line.risk) for line in content.care]
    assert len(pairs) == len(set(pairs))
    assert {"danger", "self", "child"} <= {line.risk for line in content.care if line.country in SPOKEN_IN}


def test_each_line_tells_its_source_and_date(content: Content) -> None:
    for line in content.care:
        assert len(line.source) > 4
        assert date(2026, 1, 1) <= date.fromisoformat(line.checked)


def test_a_name_and_a_text_line_can_be_spoken(content: Content) -> None:
    for line in content.care:
        assert SPEAKABLE.fullmatch(line.name)
        assert line.text_line is None or SPEAKABLE.fullmatch(line.text_line)


def test_press_alone_confirms_nothing(content: Content) -> None:
    for line in content.care:
        if line.confirmed:
            assert "official" in line.source


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"phone": "call 911"}, "field phone"),
        ({"country": "usa"}, "field country"),
        ({"risk": "fire"}, "field risk"),
        ({"checked": "last year"}, "field checked"),
        ({"source": ""}, "field source"),
        ({"confirmed": "yes"}, "field confirmed"),
        ({"phone": None, "web": None, "confirmed": True}, "needs a phone number, or a place on the web"),
        ({"country": "ZZ", "risk": "self"}, "ZZ has no emergency number"),
    ],
)
def test_a_wrong_line_is_named(folder: Path, changes: dict[str, Any], told: str) -> None:
    file = folder.parent / "care.jsonl"
    rows = file.read_text(encoding="utf-8").splitlines()
    rows[1] = json.dumps(json.loads(rows[1]) | changes)
    file.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"care\.jsonl, line 2") as refused:
        load_folder(folder, "en-US")
    assert told in str(refused.value)
