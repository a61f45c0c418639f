# SPDX-License-Identifier: Apache-2.0
"""A recognised voice: addressed by a name that only the platform knows."""

from __future__ import annotations

from typing import Any

import pytest

from ..couple import Couple

PERSON = "amzn1.ask.person.TESTPERSON"


def launch_as(couple: Couple, person: Any) -> str:
    envelope = couple.envelope("LaunchRequest")
    envelope["context"]["System"]["person"] = person
    couple.send(envelope)
    return couple.ssml


def test_whoever_is_recognised_is_greeted_by_name_on_a_later_visit(couple: Couple) -> None:
    couple.launch()
    couple.leave()
    couple.moment = couple.moment.replace(day=couple.moment.day + 1)
    assert f'<alexa:name type="first" personId="{PERSON}"/>' in launch_as(couple, {"personId": PERSON})


@pytest.mark.parametrize(
    "person",
    [
        None,
        {},
        {"personId": ""},
        {"personId": 7},
        {"personId": "x" * 5000},
        {"personId": "a\x00b"},
        {"personId": "a b\ud800"},
        "nobody",
    ],
)
def test_what_names_nobody_greets_both(couple: Couple, person: Any) -> None:
    couple.launch()
    couple.leave()
    couple.moment = couple.moment.replace(day=couple.moment.day + 1)
    assert "alexa:name" not in launch_as(couple, person)


def test_an_id_is_escaped(couple: Couple) -> None:
    couple.launch()
    couple.leave()
    couple.moment = couple.moment.replace(day=couple.moment.day + 1)
    assert 'personId="a&quot;&lt;b"' in launch_as(couple, {"personId": 'a"<b'})
