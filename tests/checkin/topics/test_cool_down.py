# SPDX-License-Identifier: Apache-2.0
"""We are fighting: two voices agree, no microphone is open, and anybody may leave at any time."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.effects import StopMusic
from skill.checkin.model.playback import Play, Token
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read, Say
from skill.checkin.table import NO_CONSENT
from skill.checkin.topics.cool_down import APART, BREATHE, MEND, OTHER_SAYS_BACK, SAY_BACK, SPEAK

from ..couple import CONTENT, Couple

MINUTE = 1 / 60
AGREED = ("cool_down", "yes", "yes")


def begun(*said: str, audio: bool = True, opened: bool = True) -> Couple:
    """A couple who said so much; after each turn that closes the session a minute goes by."""
    couple = Couple()
    couple.audio = audio
    if opened:
        couple.open_skill()
    for intent in said:
        tell(couple, intent)
    return couple


def tell(couple: Couple, intent: str, **slots: str) -> str:
    if not couple.open:
        couple.later(hours=MINUTE)
    return couple.open_skill() if intent == "open" else couple.say(intent, **slots)


def parts(couple: Couple) -> list[object]:
    assert couple.turn is not None
    return list(couple.turn.parts)


def token(couple: Couple) -> Token:
    """The token of the one track that the last turn plays."""
    assert couple.turn is not None
    (play,) = [effect for effect in couple.turn.effects if isinstance(effect, Play)]
    return play.token


class TestConsent:
    """One question to both, then: and you? Two clear yeses, and nothing else."""

    def test_there_is_one_question_to_both_and_one_to_the_other(self) -> None:
        couple = begun("cool_down")
        assert couple.words.count("?") == 1
        assert all("both" in text.lower() for text in CONTENT.lines["ask.cool_consent"].texts)
        assert couple.say("yes").endswith("And you?")
        assert couple.state is State.COOL_AND_YOU

    @pytest.mark.parametrize("before", [(), ("yes",)], ids=["first", "second"])
    @pytest.mark.parametrize("answer", sorted(set(NO_CONSENT) - {Intent.SOLO, Intent.MEND}))
    def test_anything_but_a_yes_ends_it_gently_without_asking_why(
        self, answer: Intent, before: tuple[str, ...]
    ) -> None:
        couple = begun("cool_down", *before, answer.value)
        assert couple.lines() == ["cool.made_up" if answer is Intent.RESUME else "cool.not_now"]
        assert not couple.open
        assert "?" not in couple.words
        assert "why" not in couple.words

    @pytest.mark.parametrize("before", [(), ("yes",)], ids=["first", "second"])
    def test_who_would_say_sorry_gets_words_for_it_and_it_ends(self, before: tuple[str, ...]) -> None:
        couple = begun("cool_down", *before, "mend")
        assert couple.lines() == ["mend.lead", "cool.after_sorry"]
        (words,) = [part for part in parts(couple) if isinstance(part, Read)]
        assert CONTENT.repair[words.number].sorry
        assert "?" not in couple.words
        assert not couple.open
        tell(couple, "open")
        assert couple.lines() == ["ask.quiet"]

    @each_case("text", CONTENT.lines["cool.not_now"].texts)
    def test_what_ends_it_gives_them_room_and_leaves_the_way_open(self, text: str) -> None:
        assert "apart" in text
        assert "to help us cool down" in text

    def test_the_same_voice_repeating_itself_is_no_second_yes(self) -> None:
        assert begun("cool_down", "yes", "cool_down").lines() == ["cool.not_now"]

    @each_case("before", [(), ("yes",)])
    def test_who_is_alone_against_somebody_gets_no_exercise_for_two(self, before: tuple[str, ...]) -> None:
        couple = begun("cool_down", *before, "solo", opened=False)
        assert couple.lines() == ["safety.fear", "safety.emergency", "safety.offer_listeners"]

    def test_help_and_repeat_do_not_decide(self) -> None:
        couple = begun("cool_down", "yes", "help")
        assert couple.state is State.COOL_AND_YOU
        couple.say("repeat")
        assert couple.state is State.COOL_AND_YOU
        assert "breathe" in couple.say("yes").lower()

    @each_case("declined", [("cool_down", "no"), ("cool_down", "yes", "no")])
    def test_a_launch_after_it_was_declined_is_not_cheerful(self, declined: tuple[str, ...]) -> None:
        couple = begun(*declined)
        tell(couple, "open")
        assert couple.lines() == ["ask.quiet"]

    def test_it_asks_whether_to_go_on_with_a_check_in(self) -> None:
        couple = begun("start_check_in", "pass", "cool_down", "no", "open")
        assert couple.state is State.GO_ON


class TestTheTurns:
    """One speaks, the other says it back, and nobody fixes anything; the microphone is closed all along."""

    def test_each_turn_is_music_and_a_closed_session_and_next_goes_on(self) -> None:
        couple = begun(*AGREED)
        steps = [token(couple).step]
        while couple.lines() != ["cool.end"]:
            assert not couple.open
            assert "next" in couple.words
            tell(couple, "next")
            steps += [effect.token.step for effect in couple.turn.effects if isinstance(effect, Play)]  # type: ignore[union-attr]
        assert steps == list(range(MEND + 1))
        assert couple.turn is not None
        assert StopMusic() in couple.turn.effects
        assert not couple.open

    def test_the_breaths_have_the_rhythm_of_speech(self) -> None:
        couple = begun(*AGREED)
        breaths = [
            (one.line.removeprefix("cool.breathe_"), two.seconds)
            for one, two in pairwise(parts(couple))
            if isinstance(one, Say) and one.line.startswith("cool.breathe_") and isinstance(two, Pause)
        ]
        assert breaths == [("in", 4), ("out", 5)] * 3

    def test_stop_is_told_before_anybody_speaks(self) -> None:
        assert "stop" in begun(*AGREED).words

    def test_nobody_fixes_anything(self) -> None:
        couple = begun(*AGREED, "next")
        for _ in range(4):
            assert "fix" in couple.words
            tell(couple, "next")
        assert couple.lines()[0] == "cool.mend"

    def test_by_name_either_may_be_the_first(self) -> None:
        first = set()
        for evening in range(20):
            couple = Couple()
            couple.audio = True
            couple.later(days=evening)
            couple.say("set_names", first="sam", second="alex")
            for intent in AGREED:
                couple.say(intent)
            one = tell(couple, "next")
            tell(couple, "next")
            other = tell(couple, "next")
            begins = "Sam" if one.index("Sam") < one.index("Alex") else "Alex"
            follows = "Sam" if other.index("Sam") < other.index("Alex") else "Alex"
            assert begins != follows
            first.add(begins)
        assert first == {"Sam", "Alex"}

    def test_the_second_speaker_hears_other_words_than_the_first(self) -> None:
        couple = begun(*AGREED, "next")
        one, back = couple.words, tell(couple, "next")
        other, other_back = tell(couple, "next"), tell(couple, "next")
        assert one != other
        assert back != other_back

    def test_a_second_next_at_once_moves_nothing(self) -> None:
        couple = begun(*AGREED, "next")
        step = token(couple).step
        couple.say("next")
        assert couple.words == ""
        assert couple.playing is not None
        assert couple.playing.token.step == step

    @each_case("intent", ["repeat", "whose_turn"])
    def test_repeat_says_the_step_again(self, intent: str) -> None:
        couple = begun(*AGREED, "next")
        words = couple.words
        assert tell(couple, intent) == words
        assert token(couple).step == SPEAK

    def test_previous_goes_back_one_and_resume_plays_on(self) -> None:
        couple = begun(*AGREED, "next", "next")
        assert token(couple).step == SAY_BACK
        tell(couple, "previous")
        assert token(couple).step == SPEAK
        tell(couple, "resume")
        assert (couple.words, token(couple).step) == ("", SPEAK)

    def test_more_time_plays_as_long_as_they_ask_for(self) -> None:
        couple = begun(*AGREED, "next")
        tell(couple, "talk_time", duration="300")
        assert (token(couple).step, token(couple).seconds) == (SPEAK, 300)

    def test_pause_is_quiet_and_keeps_their_place(self) -> None:
        couple = begun(*AGREED, "next")
        tell(couple, "pause")
        assert couple.words == ""
        tell(couple, "next")
        assert token(couple).step == SAY_BACK

    def test_help_tells_what_they_can_say_and_the_music_goes_on(self) -> None:
        couple = begun(*AGREED, "next", "help")
        assert couple.lines() == ["help.cool_talk"]
        assert couple.turn is not None
        assert couple.turn.effects == ()

    def test_no_question_of_ours_comes_between(self) -> None:
        couple = begun(*AGREED, "next", "another_one")
        assert not any(isinstance(part, Read) for part in parts(couple))

    def test_other_words_to_mend_it_come_as_often_as_they_ask(self) -> None:
        couple = begun(*AGREED, *["next"] * MEND)
        offered: list[int] = []
        for _ in range(4):
            offered += [part.number for part in parts(couple) if isinstance(part, Read)]
            tell(couple, "another_one")
        assert len(offered) == len(set(offered)) == 8

    def test_opening_the_skill_goes_on_with_it(self) -> None:
        couple = begun(*AGREED, "next")
        words = couple.words
        assert tell(couple, "open") == words
        assert not couple.open

    def test_start_over_asks_both_once_more(self) -> None:
        couple = begun(*AGREED, "next", "next", "start_over")
        assert couple.state is State.COOL_CONSENT


class TestTimeApart:
    """Twenty minutes, with a way back and no pressure to come."""

    @each_case("leaving", ["no", "pass", "solo", "apart", "cool_down"])
    @each_case("steps", range(MEND + 1))
    def test_anybody_leaving_is_time_apart(self, leaving: str, steps: int) -> None:
        again = leaving == "no" and steps in (SAY_BACK, OTHER_SAYS_BACK)  # "not what I said": the first is an answer
        couple = begun(*AGREED, *["next"] * steps, *[leaving] * (1 + again))
        assert couple.lines() == ["cool.apart_music"]
        assert (token(couple).step, token(couple).seconds) == (APART, 1200)
        assert "twenty minutes" in couple.words

    @each_case("unclear", ["not_understood", "sometimes", "rate", "another_one"])
    def test_so_is_anything_unclear_for_the_second_time(self, unclear: str) -> None:
        couple = begun(*AGREED, "next", unclear)
        assert token(couple).step == SPEAK
        tell(couple, "next")
        assert token(couple).step == SAY_BACK
        tell(couple, unclear)
        assert token(couple).step == APART

    def test_nobody_has_to_come_back(self) -> None:
        texts = CONTENT.lines["cool.apart_music"].texts + CONTENT.lines["cool.apart"].texts
        ways = ("that's fine too", "don't have to", "Nobody has to")
        assert [[way for way in ways if way in text] for text in texts] == [[way] for way in ways]

    @each_case("back", ["next", "yes", "open", "cool_down"])
    def test_the_way_back_asks_both_again(self, back: str) -> None:
        couple = begun(*AGREED, "no")
        couple.later(hours=21 * MINUTE)
        tell(couple, back)
        assert couple.lines() == ["cool.come_back", "ask.cool_consent"]

    def test_also_after_four_in_the_morning(self) -> None:
        couple = begun(*AGREED)
        couple.moment = couple.moment.replace(day=couple.moment.day + 1, hour=3, minute=50)
        assert couple.playing is not None
        couple.playing = replace(
            couple.playing, token=replace(couple.playing.token, started=int(couple.moment.timestamp()))
        )
        tell(couple, "no")
        couple.later(hours=21 * MINUTE)
        tell(couple, "next")
        assert couple.state is State.COOL_CONSENT

    def test_what_is_said_meanwhile_leaves_the_music_on(self) -> None:
        couple = begun(*AGREED, "no", "not_understood")
        assert couple.lines() == ["cool.still_apart"]
        assert couple.turn is not None
        assert couple.turn.effects == ()

    def test_it_may_just_end(self) -> None:
        couple = begun(*AGREED, "no", "no")
        assert couple.lines() == ["cool.just_end"]
        tell(couple, "open")
        assert couple.lines() == ["ask.quiet"]

    def test_an_hour_later_it_is_over_and_nothing_is_cheerful(self) -> None:
        couple = begun(*AGREED, "no")
        couple.later(hours=1.5)
        tell(couple, "open")
        assert couple.lines() == ["ask.quiet"]

    def test_the_next_day_nothing_tells_of_it(self) -> None:
        couple = begun(*AGREED, "no")
        couple.later(days=1)
        couple.open_skill()
        assert "welcome" in couple.lines()[0]

    def test_where_nothing_can_be_remembered_the_track_still_knows(self) -> None:
        couple = begun(*AGREED)
        couple.remembers = False
        tell(couple, "next")
        assert token(couple).step == SPEAK


class TestWithoutMusic:
    """Where no track can be played it is one turn, quiet inside the speech, and a way back that is true."""

    def test_all_of_it_is_one_turn_and_the_session_closes(self) -> None:
        couple = begun(*AGREED, audio=False)
        assert not couple.open
        assert couple.lines()[-1] == "cool.turns_over"
        assert "ask closer together to help us cool down" in couple.words

    def test_it_is_silent_for_ninety_seconds_at_most(self) -> None:
        couple = begun(*AGREED, audio=False)
        assert 80 <= sum(part.seconds for part in parts(couple) if isinstance(part, Pause)) <= 90

    def test_a_launch_afterwards_is_quiet(self) -> None:
        couple = begun(*AGREED, "open", audio=False)
        assert couple.lines() == ["ask.quiet"]


class TestWhatIsLeft:
    """Nothing of it is in the record."""

    @each_case("steps", range(MEND + 2))
    def test_no_step_moves_the_record(self, steps: int) -> None:
        before = begun().household
        couple = begun(*AGREED, *["next"] * steps)
        after = couple.household
        assert replace(after, left=None, quiet=None) == replace(before, left=None)

    def test_nothing_of_it_is_counted_where_opening_the_skill_goes_on_with_it(self) -> None:
        couple = begun(*AGREED)
        before = couple.household
        tell(couple, "open")
        assert couple.turn is not None
        assert couple.turn.private
        assert couple.household == before

    @each_case("leaving", ["stop", "cancel", "go_home", "safety"])
    def test_after_it_was_left_no_word_leads_back_into_it(self, leaving: str) -> None:
        for word in ("next", "resume", "open", "repeat", "yes"):
            couple = begun(*AGREED, "next", leaving)
            couple.later(hours=MINUTE)
            tell(couple, word)
            assert not any(line.startswith("cool.") for line in couple.lines()), word
            assert couple.turn is not None
            assert not any(isinstance(effect, Play) for effect in couple.turn.effects), word

    def test_a_check_in_that_goes_on_later_is_not_taken_for_it(self) -> None:
        couple = begun("start_check_in", *AGREED, "stop", "open")
        assert couple.state is State.GO_ON
        couple.say("yes")
        tell(couple, "next")
        assert not any(line.startswith("cool.") for line in couple.lines())

    def test_it_can_be_begun_after_stop(self) -> None:
        couple = begun("stop", *AGREED, "next")
        assert token(couple).step == SPEAK

    def test_silence_instead_of_an_answer_declines_it(self) -> None:
        from skill.checkin.model.events import SessionEnded

        couple = begun("cool_down", "yes")
        couple.tell(SessionEnded(reason="EXCEEDED_MAX_REPROMPTS"))
        couple.later(hours=MINUTE)
        couple.open_skill()
        assert couple.lines() == ["ask.quiet"]

    def test_the_track_names_nothing(self) -> None:
        couple = begun(*AGREED)
        assert token(couple).step == BREATHE
        assert token(couple).checkin is None
        assert b"cool" not in msgspec.json.encode(couple.household)


@each_case("risk", ["danger", "self", "child", "fear"])
@each_case("steps", range(MEND + 1))
def test_danger_is_answered_at_once_in_every_step(steps: int, risk: str) -> None:
    couple = begun(*AGREED, *["next"] * steps)
    tell(couple, "safety", risk=risk)
    assert couple.state is State.SAFETY
    assert "911" in couple.words
    assert couple.turn is not None
    assert StopMusic() in couple.turn.effects
