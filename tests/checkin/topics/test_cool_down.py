# SPDX-License-Identifier: Apache-2.0
"""We are fighting: both are asked, each has the floor, stop is always near, and there is a way back from the break."""

from __future__ import annotations

from itertools import pairwise

import pytest

from skill.checkin.model.playback import Play
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read, Say

from ..couple import CONTENT, Couple


def begun(*said: str, audio: bool = False) -> Couple:
    """A couple in a cool down, after they said so much."""
    couple = Couple()
    couple.audio = audio
    couple.open_skill()
    couple.say("cool_down")
    for intent in said:
        couple.say(intent)
    return couple


def parts(couple: Couple) -> list[object]:
    assert couple.turn is not None
    return list(couple.turn.parts)


@pytest.mark.parametrize(
    "answer",
    "no next cancel not_understood pause previous sometimes pass talk_time solo".split() + ["another_one"],
)
def test_anything_but_yes_ends_it_gently_without_asking_why(answer: str) -> None:
    couple = begun(answer)
    assert couple.lines() == ["cool.not_now"]
    assert not couple.open
    assert "?" not in couple.words


def test_there_is_one_question_to_both() -> None:
    couple = begun()
    assert couple.words.count("?") == 1
    assert all("both" in text for text in CONTENT.lines["ask.cool_consent"].texts)


def test_the_breaths_have_the_rhythm_of_speech() -> None:
    couple = begun("yes")
    breaths = [
        (one.line.removeprefix("cool.breathe_"), two.seconds)
        for one, two in pairwise(parts(couple))
        if isinstance(one, Say) and one.line.startswith("cool.breathe_") and isinstance(two, Pause)
    ]
    assert breaths == [("in", 4), ("out", 5)] * 3
    assert couple.state is State.COOL_BREATHE


class TestTheTurns:
    """One speaks for themselves, the other says it back, and nobody fixes anything."""

    def test_each_round_names_the_floor_and_says_that_stop_ends_it(self) -> None:
        couple = begun("yes")
        floor = ["cool.rule", "cool.way_out"]
        for lines in (["cool.floor_first", *floor], ["cool.say_back"], ["cool.floor_other", *floor], ["cool.say_back"]):
            words = couple.say("next")
            assert "Alexa, stop" in words
            assert "Alexa, next" in words
            assert "fix" in words
            assert couple.lines()[: len(lines)] == lines

    @pytest.mark.parametrize("line", ["cool.way_out", "cool.say_back"])
    def test_every_wording_does(self, line: str) -> None:
        assert all("Alexa, stop" in text and "Alexa, next" in text for text in CONTENT.lines[line].texts)

    def test_it_is_clear_who_begins(self) -> None:
        assert all("closer" in text for text in CONTENT.lines["cool.floor_first"].texts)

    def test_by_name_either_may_be_the_first(self) -> None:
        first = set()
        for evening in range(20):
            couple = Couple()
            couple.later(days=evening)
            couple.say("set_names", first="sam", second="alex")
            couple.say("cool_down")
            couple.say("yes")
            one = couple.say("next")
            couple.say("next")
            other = couple.say("next")
            begins = "Sam" if one.index("Sam") < one.index("Alex") else "Alex"
            follows = "Sam" if other.index("Sam") < other.index("Alex") else "Alex"
            assert begins != follows
            first.add(begins)
        assert first == {"Sam", "Alex"}

    @pytest.mark.parametrize("said", [("yes", "next"), ("yes", "next", "next")])
    def test_no_question_of_ours_comes_between(self, said: tuple[str, ...]) -> None:
        couple = begun(*said)
        state = couple.state
        couple.say("another_one")
        assert couple.state is state
        assert not any(isinstance(part, Read) for part in parts(couple))

    @pytest.mark.parametrize("way", ["pass", "pause", "solo"])
    @pytest.mark.parametrize("rounds", range(1, 6))
    def test_a_break_is_one_word_away(self, way: str, rounds: int) -> None:
        couple = begun("yes", *["next"] * rounds)
        couple.say(way)
        assert couple.state is State.COOL_TIME_OUT

    def test_words_to_mend_it_are_offered_until_it_is_enough_and_a_touch_has_an_alternative(self) -> None:
        couple = begun("yes", *["next"] * 5)
        offered = []
        for _ in range(5):
            assert couple.state is State.COOL_REPAIR
            offered += [part.number for part in parts(couple) if isinstance(part, Read) and part.deck == "repair"]
            couple.say("another_one")
        assert len(set(offered)) == 5
        couple.say("no")
        assert couple.lines()[0] == "cool.end"
        assert not couple.open


class TestTheTimeOut:
    """Twenty minutes, and a way back."""

    def test_with_music_the_long_track_plays_and_next_brings_them_back(self) -> None:
        couple = begun("yes", "no", "yes", audio=True)
        assert couple.turn is not None
        (play,) = [effect for effect in couple.turn.effects if isinstance(effect, Play)]
        assert play.token.seconds == 1200
        assert "chime" in couple.words
        couple.later(hours=21 / 60)
        couple.say("next")
        assert couple.lines()[0] == "cool.come_back"
        assert couple.state is State.COOL_CONSENT

    def test_also_in_the_middle_of_a_check_in(self) -> None:
        couple = Couple()
        couple.audio = True
        couple.say("start_check_in", length="short")
        assert couple.household.checkin is not None
        before = couple.household.checkin
        couple.say("cool_down")
        couple.say("yes")
        couple.say("no")
        couple.say("yes")
        couple.later(hours=21 / 60)
        couple.say("next")
        assert couple.state is State.COOL_CONSENT
        assert couple.household.checkin == before

    def test_also_after_four_in_the_morning(self) -> None:
        couple = begun(audio=True)
        couple.moment = couple.moment.replace(hour=3, minute=50)
        couple.say("yes")
        couple.say("no")
        couple.say("yes")
        couple.later(hours=21 / 60)
        couple.say("next")
        assert couple.state is State.COOL_CONSENT

    @pytest.mark.parametrize("remembers", [True, False])
    def test_and_where_nothing_can_be_remembered(self, remembers: bool) -> None:
        couple = begun("yes", "no", audio=True)
        couple.remembers = remembers
        couple.say("yes")
        couple.later(hours=21 / 60)
        couple.say("next")
        assert couple.state is State.COOL_CONSENT

    def test_once_back_the_track_that_played_last_brings_nobody_back_again(self) -> None:
        couple = begun("yes", "no", "yes", audio=True)
        couple.later(hours=0.4)
        couple.say("next")
        couple.say("no")
        couple.later(hours=0.1)
        couple.say("next")
        assert couple.state is not State.COOL_CONSENT

    def test_nor_does_it_where_they_talk_about_a_question_by_now(self) -> None:
        couple = begun("yes", "no", "yes", audio=True)
        couple.later(hours=0.1)
        couple.say("tonights_question")
        couple.later(hours=0.1)
        couple.say("talk_time", duration="300")
        couple.later(hours=0.1)
        couple.say("next")
        assert couple.lines()[0] == "question.talked"

    @pytest.mark.parametrize("audio", [False, True])
    def test_opening_the_skill_goes_straight_back(self, audio: bool) -> None:
        couple = begun("yes", "no", "yes", audio=audio)
        couple.later(hours=21 / 60)
        couple.open_skill()
        assert couple.lines() == ["cool.come_back", "ask.cool_consent"]

    def test_without_music_they_are_told_to_open_it_again(self) -> None:
        begun("yes", "no", "yes")
        assert all("open me again" in text for text in CONTENT.lines["cool.time_out"].texts)

    def test_the_next_day_it_is_over(self) -> None:
        couple = begun("yes", "no", "yes")
        couple.later(days=1)
        couple.open_skill()
        assert couple.state is not State.COOL_CONSENT

    def test_it_may_just_end_too(self) -> None:
        couple = begun("yes", "no", "no")
        assert couple.lines() == ["cool.just_end"]
        assert not couple.open


def test_start_over_asks_both_once_more() -> None:
    couple = begun("yes", "next", "next")
    couple.say("start_over")
    assert couple.state is State.COOL_CONSENT
    assert couple.session.round == 0
