# SPDX-License-Identifier: Apache-2.0
"""The check-in: its shapes, its steps, the quiet between them, and what the couple can say meanwhile."""

from datetime import timedelta
from itertools import pairwise

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.playback import Play
from skill.checkin.model.session import State
from skill.checkin.model.speech import Pause, Read
from skill.checkin.planner.shapes import FIRST_SHAPES
from skill.content.decks import swapped_text

from ..couple import CONTENT, Couple
from .evenings import after, kinds, read


@pytest.fixture
def with_music(couple):
    couple.audio = True
    return couple


class TestTheFirstWeek:
    """Holds the questions, phrases and rituals that the skill is built on."""

    def test_asks_each_of_the_three_questions_in_one_of_the_first_three_check_ins(self, with_music):
        couple, asked, said = with_music, [], []
        for _ in FIRST_SHAPES:
            couple.say("start_check_in")
            while couple.household.checkin:
                asked += [number for number in read(couple, "questions") if CONTENT.questions[number].modelled]
                said += [number for number in read(couple, "empathy") if CONTENT.empathy[number].modelled]
                couple.moment += timedelta(minutes=2)
                couple.say("no" if couple.state is State.RITUAL else "next")
            couple.later(days=1)
        assert set(asked) == {number for number, question in CONTENT.questions.items() if question.modelled}
        assert set(said) == {number for number, phrase in CONTENT.empathy.items() if phrase.modelled}

    def test_suggests_the_three_rituals_to_those_who_ask_for_something_else(self, couple):
        couple.to_ritual("short")
        heard = [couple.session.entry.number]
        for _ in range(2):
            couple.say("another_one")
            heard.append(couple.session.entry.number)
        assert set(heard) == {number for number, ritual in CONTENT.rituals.items() if ritual.modelled}

    def test_begins_with_a_light_question(self, couple):
        for evening in range(20):
            couple = Couple()
            couple.later(days=evening)
            couple.say("start_check_in")
            question = CONTENT.questions[couple.household.checkin.steps[0].number]
            assert (question.mood, question.depth, question.modelled) == ("light", 1, False)

    def test_that_asks_one_question_asks_no_heavy_one_first(self, couple):
        couple.say("start_check_in", length="short")
        assert CONTENT.questions[couple.household.checkin.steps[0].number].tone != "heavy"

    def test_never_goes_deepest(self, couple):
        for _ in range(3):
            couple.say("start_check_in", length="long")
            asked = [step.number for step in couple.household.checkin.steps if step.kind == "question"]
            assert all(CONTENT.questions[number].depth < 3 for number in asked)
            couple.say("stop")
            couple.later(days=1)


class TestAPlan:
    """What an evening is made of."""

    def test_of_a_short_one_is_one_question_one_phrase_and_a_ritual(self, couple):
        couple.say("start_check_in", length="short")
        assert kinds(couple) == ["question", "swap", "ritual"]

    def test_about_a_theme_stays_with_it(self, couple):
        after(couple, 3)
        couple.say("start_check_in", theme="touch")
        steps = couple.household.checkin.steps
        assert {CONTENT.questions[step.number].theme for step in steps if step.kind == "question"} == {"touch"}
        assert {CONTENT.practices[step.number].theme for step in steps if step.kind == "practice"} <= {"touch"}

    @pytest.mark.parametrize(("mood", "shapes"), [("funny", {"play"}), ("deep", {"one_question", "two_questions"})])
    def test_in_a_mood_has_a_shape_and_questions_of_it(self, couple, mood, shapes):
        after(couple, 4)
        couple.say("start_check_in", mood=mood, theme="rituals")
        assert couple.household.checkin.shape in shapes | {"understand"}
        asked = [step.number for step in couple.household.checkin.steps if step.kind == "question"]
        assert {CONTENT.questions[number].mood for number in asked} == {mood}

    def test_about_a_topic_they_avoid_is_asked_for_and_changes_nothing_kept(self, couple):
        after(couple, 4)
        couple.say("avoid_topic", topic="money")
        couple.say("start_check_in", topic="money", length="short")
        asked = [step.number for step in couple.household.checkin.steps if step.kind == "question"]
        assert all("money" in CONTENT.questions[number].topics for number in asked)
        assert couple.household.avoided == ("money",)

    def test_never_has_the_shape_of_the_last_two_evenings(self, with_music):
        couple = with_music
        for _ in range(12):
            couple.say("start_check_in", length="short")
            couple.say("stop")
            couple.later(days=1)
        shapes = couple.household.shapes
        assert all(shapes[place] not in shapes[max(0, place - 2) : place] for place in range(len(shapes)))

    def test_asks_a_question_that_wants_one_answer_only_once(self, couple):
        after(couple, 4)
        joint = next(number for number, question in CONTENT.questions.items() if question.joint)
        others = tuple(number for number in CONTENT.questions if number != joint)
        couple.household = replace(couple.household, played={"questions": others})
        couple.say("start_check_in", length="short", theme=CONTENT.questions[joint].theme)
        steps = couple.household.checkin.steps
        assert not [step for step in steps if step.kind == "swap" and step.number == joint]

    def test_offers_no_rating_before_the_third_check_in_and_then_once_a_week(self, couple):
        after(couple, 1)
        couple.say("start_check_in")
        assert "rate" not in kinds(couple)
        couple = Couple()
        after(couple, 2)
        couple.say("start_check_in")
        assert "rate" in kinds(couple)
        couple.household = replace(couple.household, rating_offered=couple.moment.date() - timedelta(days=6))
        couple.say("start_check_in", theme="touch")
        assert "rate" not in kinds(couple)

    def test_suggests_a_new_ritual_once_a_week_and_in_between_the_one_they_have(self, with_music):
        couple, new = with_music, []
        after(couple, 5)
        for _ in range(15):
            couple.open_skill()
            for _ in range(20):
                if couple.state is State.FOLLOW_UP:
                    couple.say("ritual_missed")
                elif couple.open:
                    new += [couple.moment.date()] if "ritual.lead" in couple.lines() else []
                    couple.say("pass" if couple.state is State.RATE else "yes")
                elif couple.household.checkin:
                    couple.moment += timedelta(minutes=2)
                    couple.say("next")
                else:
                    break
            couple.later(days=1)
        assert new
        assert all((later - earlier).days >= 7 for earlier, later in pairwise(new))


class TestWithoutMusic:
    """The waiting happens inside the speech, and the microphone stays shut."""

    def test_the_first_wait_names_its_time_and_the_session_closes(self, couple):
        couple.say("start_check_in")
        assert "ninety seconds" in couple.words
        assert sum(part.seconds for part in couple.turn.parts if isinstance(part, Pause) and part.seconds > 20) == 90
        assert couple.lines().count("talk.cue") == 1
        assert not couple.open

    def test_the_way_back_is_told_before_the_quiet_and_nothing_after_it(self, couple):
        couple.say("start_check_in")
        assert couple.lines()[-3:] == ["talk.wait", "talk.closed_first", "talk.cue"]
        assert isinstance(couple.turn.parts[-1], Pause)

    def test_the_way_back_is_told_in_full_once_and_then_shortly(self, couple):
        couple.say("start_check_in")
        couple.later(hours=0.05)
        couple.open_skill()
        assert couple.lines()[-1] == "talk.closed"

    def test_opening_again_goes_one_step_on(self, couple):
        couple.say("start_check_in")
        couple.later(hours=0.05)
        couple.open_skill()
        assert couple.household.checkin.at == 1

    def test_more_time_waits_once_more_and_moves_nothing(self, couple):
        couple.say("start_check_in")
        couple.later(hours=0.05)
        couple.say("talk_time", duration="60")
        assert sum(part.seconds for part in couple.turn.parts if isinstance(part, Pause) and part.seconds > 20) == 60
        assert couple.household.checkin.at == 0
        assert not couple.open

    @pytest.mark.parametrize("duration", ["0", "259200", "x"])
    def test_a_time_that_makes_no_sense_is_answered_kindly(self, couple, duration):
        couple.say("start_check_in")
        couple.later(hours=0.05)
        couple.say("talk_time", duration=duration)
        assert couple.lines() == ["talk.odd_time"]

    def test_where_the_record_cannot_be_kept_the_session_stays_and_the_evening_goes_on(self, couple):
        couple.remembers = False
        assert "may not remember" in couple.say("start_check_in", length="short")
        assert couple.state is State.TALK
        assert "may not remember" not in couple.say("next")
        couple.say("next")
        assert couple.state is State.RITUAL


class TestUnderMusic:
    """The session is closed; what they say finds the evening that is running."""

    def test_every_next_moves_one_step_and_a_second_one_at_once_none(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        couple.moment += timedelta(minutes=1)
        couple.say("next")
        couple.moment += timedelta(seconds=2)
        couple.say("next")
        assert couple.household.checkin.at == 1

    def test_the_way_on_is_told_in_full_once_on_the_first_evening(self, with_music):
        couple = with_music
        couple.say("start_check_in")
        assert "talk.begin_turns" in couple.lines()
        couple.moment += timedelta(minutes=1)
        couple.say("next")
        assert not {"talk.begin_music", "talk.begin_turns"} & set(couple.lines())
        assert "talk.then" in couple.lines()

    def test_from_the_fourth_on_the_music_tells_it_until_they_get_lost(self, with_music):
        couple = with_music
        after(couple, 3)
        couple.say("start_check_in")
        assert not {"talk.begin_music", "talk.begin_turns", "talk.then"} & set(couple.lines())
        couple.moment += timedelta(minutes=1)
        couple.say("help")
        couple.moment += timedelta(minutes=1)
        couple.say("next")
        assert {"talk.begin_music", "talk.begin_turns"} & set(couple.lines())

    @pytest.mark.parametrize("intent", ["help", "how_long", "whose_turn", "our_ritual", "empathy_phrase", "save_this"])
    def test_what_is_asked_in_between_moves_nothing_and_lets_the_music_play(self, with_music, intent):
        couple = with_music
        couple.say("start_check_in")
        couple.moment += timedelta(minutes=1)
        couple.say(intent)
        assert couple.turn.parts
        assert not couple.open
        assert couple.turn.effects == ()
        assert couple.household.checkin.at == 0

    def test_save_keeps_the_question_they_talk_about(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        question = read(couple, "questions")[0]
        couple.moment += timedelta(minutes=1)
        couple.say("save_this")
        assert couple.household.saved == (Read("questions", question),)

    @pytest.mark.parametrize("intent", ["pass", "another_one"])
    def test_another_question_comes_without_asking_why_and_who_begins_stays(self, with_music, intent):
        couple = with_music
        couple.say("start_check_in", length="short")
        before, starter = read(couple, "questions")[0], couple.household.checkin.starter
        couple.moment += timedelta(minutes=1)
        couple.say(intent)
        assert couple.lines()[0] == "another"
        assert read(couple, "questions")[0] != before
        assert read(couple, "first") == []
        assert couple.household.checkin.starter == starter
        assert any(isinstance(effect, Play) for effect in couple.turn.effects)

    def test_passing_as_the_listener_asks_the_new_question_to_both(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        couple.moment += timedelta(minutes=1)
        couple.say("next")
        couple.moment += timedelta(minutes=1)
        couple.say("another_one")
        assert couple.household.checkin.at == 0

    def test_the_second_speaker_hears_the_whole_question(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        followed = set()
        for _ in range(12):
            number = read(couple, "questions")[0]
            question = CONTENT.questions[number]
            couple.moment += timedelta(minutes=1)
            if question.joint:
                couple.say("another_one")
                continue
            second = couple.say("next")
            assert (swapped_text(CONTENT, number) or question.text) in second
            assert (question.follow_up or "") in second
            assert couple.lines()[0] == "swap.say_back"
            followed.add(question.follow_up is not None)
            couple.moment += timedelta(minutes=1)
            couple.say("another_one")
        assert followed == {True, False}

    def test_a_question_with_one_answer_of_both_that_comes_instead_has_no_swap(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        seen = set()
        for _ in range(12):
            asked = CONTENT.questions[read(couple, "questions")[0]]
            swaps = [step.number for step in couple.household.checkin.steps if step.kind == "swap"]
            assert swaps == ([] if asked.joint else [asked.number])
            seen.add(asked.joint)
            couple.moment += timedelta(minutes=1)
            couple.say("another_one")
        assert seen == {True, False}

    def test_repeat_says_the_question_and_not_what_led_to_it(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        question = CONTENT.questions[read(couple, "questions")[0]].text
        couple.moment += timedelta(minutes=1)
        assert question in couple.say("repeat")
        assert read(couple, "first") == read(couple, "openings") == []

    def test_previous_goes_one_step_back_and_start_over_to_the_first(self, with_music):
        couple = with_music
        couple.say("start_check_in")
        for _ in range(2):
            couple.moment += timedelta(minutes=1)
            couple.say("next")
        couple.say("previous")
        assert couple.household.checkin.at == 1
        couple.say("start_over")
        assert couple.household.checkin.at == 0

    def test_a_longer_one_keeps_the_ratings(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        couple.say("rate", score="6", second="8")
        couple.say("start_check_in", length="long", theme="touch")
        assert (couple.household.checkin.first, couple.household.checkin.second) == (6, 8)

    def test_a_bare_longer_means_this_talk(self, with_music):
        couple = with_music
        couple.say("start_check_in", length="short")
        steps = couple.household.checkin.steps
        couple.moment += timedelta(minutes=1)
        couple.say("start_check_in", length="long")
        assert couple.household.checkin.steps == steps
        assert any(isinstance(effect, Play) for effect in couple.turn.effects)


@each_case("back", ["next", "launch"])
def test_who_is_alone_and_comes_back_is_not_sent_to_bed(back):
    couple = Couple()
    couple.audio = back == "next"  # without music the quiet is over when they open it again
    couple.open_skill()
    couple.say("solo")
    couple.later(hours=0.05)
    couple.say(back) if back == "next" else couple.open_skill()
    assert couple.state is State.READY
    assert couple.open
    asked = couple.household.tonight
    couple.say("yes")
    assert couple.state is State.QUESTION
    assert couple.household.tonight != asked


def question_now(couple):
    """The number of the question that they are at."""
    return couple.household.checkin.steps[couple.household.checkin.at].number


@pytest.mark.parametrize("steps_on", [0, 1], ids=["at the first turn", "at the other one's"])
def test_back_to_the_other_question_is_the_one_they_had_instead(couple, steps_on):
    couple.audio = True
    couple.say("start_check_in", theme="communication")
    for _ in range(steps_on):
        couple.later(hours=0.05)
        couple.say("next")
    before = question_now(couple)
    couple.later(hours=0.05)
    couple.say("another_one")
    assert question_now(couple) != before
    couple.later(hours=0.05)
    couple.say("previous")
    assert question_now(couple) == before
    assert "nothing_before" not in couple.lines()
    couple.later(hours=0.05)
    couple.say("previous")  # once more it is a step back
    assert question_now(couple) == before


def test_once_they_went_on_back_is_the_step_before(couple):
    couple.audio = True
    couple.say("start_check_in", theme="communication")
    couple.later(hours=0.05)
    couple.say("another_one")
    at = question_now(couple)
    couple.later(hours=0.05)
    couple.say("next")
    couple.later(hours=0.05)
    couple.say("previous")
    assert question_now(couple) == at
