# SPDX-License-Identifier: Apache-2.0
"""Are we growing apart: in their own pace, the first answer counts, and nothing of it stays but a small weight."""

from __future__ import annotations

import re

from cases import each_case
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


SEVERAL, MOST = 3, 5


def begun(answers: str = "", couple: Couple | None = None) -> Couple:
    """A couple who gave so many answers, a letter each."""
    couple = couple or Couple()
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
    """What is kept, but for the visit itself, its end, and the wordings of the welcome."""
    return replace(household, wordings=None, visits=0, last_visit=None, left=None, quiet=None)


class TestTheirOwnPace:
    """They talk each sign over as long as they like."""

    @each_case(
        ("intent", "slots", "seconds"),
        [("talk_time", {"duration": "90"}, 90), ("talk_time", {}, 60), ("pause", {}, 60)],
    )
    def test_time_is_quiet_and_then_the_sign_again(self, intent: str, slots: dict[str, str], seconds: int) -> None:
        couple = begun("yn")
        words = couple.say(intent, **slots)
        assert quiet(couple) == seconds
        assert words.endswith(SIGNS[2].text)
        assert (couple.state, couple.session.answers) == (State.REFLECT, "yn")

    @each_case("intent", ["talk_time", "pause"])
    def test_halfway_too(self, intent: str) -> None:
        couple = begun("ynsyn")
        couple.say(intent)
        assert quiet(couple) == 60
        assert (couple.state, couple.session.answers) == (State.REFLECT_HALFWAY, "ynsyn")

    def test_each_sign_is_asked_about_the_last_one_too(self) -> None:
        for answered in (0, 4, 8):
            couple = begun("ynsynsyns"[:answered])
            assert couple.words.endswith(SIGNS[answered].text)
            couple.say("help")
            assert couple.words.endswith(SIGNS[answered].text)

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

    @each_case("leave", ["stop", "cancel", "go_home", "tonights_question", "open", "silence"])
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


def weight(answers: str) -> float:
    return answers.count("y") + answers.count("s") / 2


@given(st.text("ynsx", min_size=9, max_size=9))
def test_it_ends_on_what_is_strong(answers: str) -> None:
    couple = begun(answers)
    before = begun().household
    lines, words = couple.lines(), couple.words
    assert NEVER_SAID.search(words) is None
    assert len([line for line in lines if line.startswith("reflect.strong")]) == 1
    for sign, letter in zip(SIGNS, answers, strict=True):
        assert letter == "n" or sign.strength not in words
    assert ("reflect.outside_help" in lines) == (weight(answers) >= MOST)
    weights = dict.fromkeys((sign.theme for sign in SIGNS), 0.0)
    for sign, letter in zip(SIGNS, answers, strict=True):
        weights[sign.theme] += {"y": 1.0, "s": 0.5}.get(letter, 0.0)
    leaning = couple.household.leaning
    assert kept(couple.household) == replace(kept(before), leaning=leaning)
    assert all(weights[theme] == max(weights.values()) and small == 0.5 for theme, small in leaning.items())
    assert len(leaning) == (1 if weight(answers) else 0)


@given(st.text("ynsx", min_size=9, max_size=9).filter(lambda answers: weight(answers) < SEVERAL))
def test_where_little_weighs_on_them_one_theme_and_a_first_step_follow(answers: str) -> None:
    couple = begun(answers)
    assert couple.turn is not None
    assert not couple.open
    (named,) = [part for part in couple.turn.parts if isinstance(part, Read) and part.deck == "themes"]
    theme = CONTENT.themes[named.number]
    assert named.field == "first_step"
    assert couple.words.index(theme.name) < couple.words.index(theme.first_step)


class TestWhereMuchWeighsOnThem:
    """No habit to take home: something light together now, and help from outside."""

    @given(st.text("ynsx", min_size=9, max_size=9).filter(lambda answers: weight(answers) >= SEVERAL))
    def test_they_are_given_nothing_to_do(self, answers: str) -> None:
        couple = begun(answers)
        assert couple.turn is not None
        assert couple.state is State.REFLECT_LIGHT
        assert not any(isinstance(part, Read) and part.deck in ("themes", "rituals") for part in couple.turn.parts)

    def test_help_of_ones_own_comes_first_where_fear_may_play_a_part(self) -> None:
        ways = (
            ("counsellor", "ever afraid", "start with one of your own"),
            ("counsellor", "fear", "by yourself first"),
        )
        for text, said in zip(CONTENT.lines["reflect.outside_help"].texts, ways, strict=True):
            assert [words for words in said if words not in text] == []

    @each_case("answer", ["yes", "next"])
    def test_one_light_question_comes_if_they_want_it(self, answer: str) -> None:
        couple = begun("y" * 9)
        couple.say(answer)
        assert couple.state is State.QUESTION
        entry = couple.session.entry
        assert entry is not None
        question = CONTENT.questions[entry.number]
        assert question.mood in ("light", "funny")
        assert question.depth == 1

    @each_case("answer", ["no", "pass", "stop"])
    def test_no_is_a_good_night(self, answer: str) -> None:
        couple = begun("y" * 9)
        couple.say(answer)
        assert not couple.open

    def test_nothing_that_was_said_is_kept(self) -> None:
        couple = begun("ynynyynny")
        assert couple.turn is not None
        assert couple.turn.private
        assert couple.session.answers == ""


def test_the_theme_that_it_showed_comes_next() -> None:
    couple = begun("nnnnnnnyn")
    couple.later(days=1)
    couple.to_ritual("short")
    couple.say("no")
    couple.later(days=1)
    couple.open_skill()
    assert couple.household.checkin is not None
    assert couple.household.checkin.theme == "conflict"
