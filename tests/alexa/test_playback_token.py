# SPDX-License-Identifier: Apache-2.0
"""A track's token: what goes out comes back, and nothing else is believed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.alexa.playback_token import decode, encode
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Token
from skill.content.loading.loader import load_content
from skill.platform import TOKEN_MAX_CHARACTERS

CONTENT = load_content("en-US")
DAY = date(2026, 3, 5)
CHECKIN = CheckIn(
    evening=DAY, length="standard", theme="touch", steps=(Step("question", 1), Step("swap", 1, 1), Step("ritual"))
)
TOKENS = (
    Token("checkin", DAY, 120, checkin=CHECKIN, turn="0123abcd"),
    Token("question", DAY, 60, question=7, tail=True),
    Token("cool_down", DAY, 1200, step=9, unclear=1, started=1772762400),
)


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token.kind)
def test_a_token_comes_back_as_it_went(token: Token) -> None:
    assert decode(encode(token), CONTENT) == token


def test_a_plan_that_would_be_too_long_is_left_out() -> None:
    few, many = (replace(CHECKIN, steps=(Step("question", 1),) * count) for count in (5, 60))
    assert decode(encode(replace(TOKENS[0], checkin=few)), CONTENT) == replace(TOKENS[0], checkin=few)
    text = encode(replace(TOKENS[0], checkin=many))
    assert len(text) <= TOKEN_MAX_CHARACTERS
    assert decode(text, CONTENT) == replace(TOKENS[0], checkin=None)


@each_case("spare", [0, 1])
def test_the_platforms_limit_is_used_to_its_end(spare: int) -> None:
    text = encode(TOKENS[1])
    padded = text + " " * (TOKEN_MAX_CHARACTERS - len(text) + spare)
    assert decode(padded, CONTENT) == (None if spare else TOKENS[1])


@each_case(
    "change",
    [
        {"checkin": replace(CHECKIN, theme="gardening")},
        {"checkin": replace(CHECKIN, at=3)},
        {"checkin": replace(CHECKIN, steps=(Step("question", 9998),))},
        {"checkin": replace(CHECKIN, steps=(Step("swap", 1, 9998),))},
        {"checkin": replace(CHECKIN, steps=(Step("ritual", 9998),))},
        {"question": 9998},
    ],
)
def test_what_the_decks_do_not_know_is_not_believed(change: dict[str, object]) -> None:
    assert decode(encode(replace(TOKENS[0], **change)), CONTENT) is None


@each_case(("seconds", "believed"), [(0, False), (1, True), (7200, True), (7201, False)])
def test_a_track_lasts_two_hours_at_most(seconds: int, believed: bool) -> None:
    token = replace(TOKENS[2], seconds=seconds)
    assert decode(encode(token), CONTENT) == (token if believed else None)


@each_case("text", [None, "", "[", "[1,", "null", "1", "[1]", "[" * 900, "[1," + "[" * 900, "\ud800", "{}"])
def test_what_is_no_token_is_none(text: str | None) -> None:
    assert decode(text, CONTENT) is None


def test_a_token_spells_nothing_of_what_they_are_in() -> None:
    assert encode(TOKENS[2]) == '[1,"c","2026-03-05",1200,0,null,false,"",false,9,1,1772762400]'


@each_case("kind", ["cool_down", "checkin", "d", "", 1, None, ["c"]])
def test_a_kind_that_is_no_letter_of_ours_is_none(kind: object) -> None:
    listed = json.loads(encode(TOKENS[2]))
    assert decode(json.dumps([1, kind, *listed[2:]]), CONTENT) is None


@each_case("place", [9, 10, 11])
@each_case("value", [-1, 10**15, "1", None, 1.5])
def test_a_step_that_does_not_exist_is_none(place: int, value: object) -> None:
    listed = json.loads(encode(TOKENS[2]))
    listed[place] = value
    assert decode(json.dumps(listed), CONTENT) is None


def test_a_later_versions_token_is_none_of_ours() -> None:
    assert decode(encode(TOKENS[1]).replace("[1,", "[2,", 1), CONTENT) is None


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["checkin", "2026-03-05"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=9), inner))


@given(st.data())
def test_forged_tokens_are_none_or_can_be_gone_through(data: st.DataObject) -> None:
    listed = json.loads(encode(data.draw(st.sampled_from(TOKENS))))
    listed[data.draw(st.integers(0, len(listed) - 1))] = data.draw(VALUES)
    token = decode(json.dumps(listed), CONTENT)
    assert token is None or decode(encode(token), CONTENT) == token
