# SPDX-License-Identifier: Apache-2.0
"""Are we growing apart: in their own pace, the first answer counts, and nothing of it stays but a small weight."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.model.household import Household
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read, Say

from ..couple import CONTENT, Couple

ANSWERS = {"y": "yes", "n": "no", "s": "sometimes", "x": "pass"}
SIGNS = list(CONTENT.signs.values())
NEVER_SAID = re.compile(r"\b(?:score|points?|percent|out of nine|result|diagnos\w+|your partner|\d+)\b", re.IGNORECASE)


def begun(answers: str = "") -> Couple:
    """A couple who gave so many answers, a letter each."""
    couple = Couple()
    couple.open_skill()
    couple.say("reflect")
    couple.say("yes")
    for letter in answers:
        couple.say(ANSWERS[letter])
        if couple.state is State.REFLECT_HALFWAY and len(couple.session.answers) < len(answers):
            couple.say("yes")
    return couple


def quiet(couple: Couple) -> float:
    assert couple.turn is not None
    return sum(part.seconds for part in couple.turn.parts if isinstance(part, Pause) and part.seconds >= 5)


def kept(household: Household) -> Household:
    """What is kept, but for the visit itself and the wordings of the welcome."""
    return replace(household, wordings=None, visits=0, last_visit=None)


class TestTheirOwnPace:
    """They talk each sign over as long as they like."""

    @pytest.mark.parametrize(
        ("intent", "slots", "seconds"),
        [("talk_time", {"duration": "90"}, 90), ("talk_time", {}, 60), ("pause", {}, 60)],
    )
    def test_time_is_quiet_and_then_the_sign_again(self, intent: str, slots: dict[str, str], seconds: int) -> None:
        couple = begun("yn")
        words = couple.say(intent, **slots)
        assert quiet(couple) == seconds
        assert words.endswith(SIGNS[2].text)
        assert (couple.state, couple.session.answers) == (State.REFLECT, "yn")

    @pytest.mark.parametrize("intent", ["talk_time", "pause"])
    def test_halfway_too(self, intent: str) -> None:
        couple = begun("ynsyn")
        couple.say(intent)
        assert quiet(couple) == 60
        assert (couple.state, couple.session.answers) == (State.REFLECT_HALFWAY, "ynsyn")

    def test_silence_gets_more_of_it_before_anything_is_said_to_be_over(self) -> None:
        couple = begun("y")
        assert couple.turn is not None
        assert [part.seconds for part in couple.turn.reprompt if isinstance(part, Pause)] == [15]
        last = couple.turn.reprompt[-1]
        assert isinstance(last, Say)
        assert last.line == "reprompt.reflect"

    def test_what_they_say_to_each_other_is_no_misunderstanding_and_no_answer(self) -> None:
        couple = begun("y")
        for _ in range(5):
            couple.mumble()
            assert couple.state is State.REFLECT
            assert couple.lines() == ["reflect.time", "ask.reflect"]
        assert couple.session.answers == "y"
        assert SIGNS[1].text in couple.say("repeat")

    def test_start_over_begins_it_anew(self) -> None:
        couple = begun("yyy")
        couple.say("start_over")
        assert (couple.state, couple.session.answers) == (State.REFLECT_BEGIN, "")


def test_the_first_answer_counts() -> None:
    couple = begun("yn")
    words = couple.say("previous")
    assert couple.lines() == ["reflect.stays"]
    assert words.endswith(SIGNS[2].text)
    couple.say("yes")
    assert couple.session.answers == "yny"


def test_sometimes_and_disagreeing_get_a_kind_word() -> None:
    couple = begun()
    couple.say("sometimes")
    assert couple.lines() == ["reflect.sometimes"]
    kind = CONTENT.lines["reflect.sometimes"].texts
    assert all(len(text.split()) <= 12 and "?" not in text for text in kind)


class TestLeavingMidway:
    """Nothing is kept, in the record or in the session."""

    @pytest.mark.parametrize("leave", ["stop", "cancel", "go_home", "tonights_question", "open", "silence"])
    def test_leaves_nothing(self, leave: str) -> None:
        before = Couple()
        before.open_skill()
        couple = begun("ysyys")
        if leave == "open":
            couple.later(hours=0.1)
            couple.open_skill()
        elif leave == "silence":
            couple.later(hours=0.1)
            couple.say("reflect")
        else:
            couple.say("no")
            couple.say(leave)
        assert couple.session.answers == ""
        assert couple.household.leaning == {}
        if leave not in ("tonights_question", "open"):
            assert kept(couple.household) == kept(before.household)

    def test_for_something_else_forgets_the_answers_at_once(self) -> None:
        couple = begun("ysy")
        couple.say("start_check_in")
        assert couple.session.answers == ""

    def test_at_half_time_says_that_nothing_is_kept(self) -> None:
        couple = begun("ysyys")
        assert couple.state is State.REFLECT_HALFWAY
        couple.say("no")
        assert couple.lines()[0] == "reflect.left"


@given(st.text("ynsx", min_size=9, max_size=9))
def test_it_ends_on_what_is_strong_one_theme_and_a_first_step(answers: str) -> None:
    couple = begun(answers)
    before = begun().household
    lines, words = couple.lines(), couple.words
    assert not couple.open
    assert NEVER_SAID.search(words) is None
    strong = [line for line in lines if line.startswith("reflect.strong")]
    assert len(strong) == 1
    for sign, letter in zip(SIGNS, answers, strict=True):
        assert letter == "n" or sign.strength not in words
    assert couple.turn is not None
    named = [part for part in couple.turn.parts if isinstance(part, Read) and part.deck == "themes"]
    assert [part.field for part in named] == ["first_step"]
    theme = CONTENT.themes[named[0].number]
    assert theme.name in words
    assert words.index(theme.name) < words.index(theme.first_step)
    assert words.index(theme.first_step) > len(words) / 2
    signs_there = answers.count("y") + answers.count("s") / 2
    assert ("reflect.outside_help" in lines) == (signs_there >= 5)
    weights = dict.fromkeys((sign.theme for sign in SIGNS), 0.0)
    for sign, letter in zip(SIGNS, answers, strict=True):
        weights[sign.theme] += {"y": 1.0, "s": 0.5}.get(letter, 0.0)
    assert weights[theme.id] == max(weights.values())
    leaning = {theme.id: 0.5} if signs_there else {}
    assert kept(couple.household) == replace(kept(before), leaning=leaning)


def test_the_theme_that_it_showed_comes_next() -> None:
    couple = begun("nnnnnnnyn")
    couple.later(days=1)
    couple.to_ritual("short")
    couple.say("no")
    couple.later(days=1)
    couple.open_skill()
    assert couple.household.checkin is not None
    assert couple.household.checkin.theme == "conflict"
