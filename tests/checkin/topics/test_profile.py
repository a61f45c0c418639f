# SPDX-License-Identifier: Apache-2.0
"""What the two keep with us: names, topics, saved entries, how they are doing, forgetting."""

import re
from datetime import date, timedelta
from typing import get_args

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import SAVED_MAX
from skill.checkin.model.effects import EraseAll
from skill.checkin.model.household import Finished, Household, Month
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read
from skill.content.types import Topic

from ..couple import CONTENT, THURSDAY_NIGHT, Couple


def test_both_names_are_needed(couple):
    couple.open_skill()
    couple.say("set_names", first="sam")
    assert couple.household.names is None
    couple.say("set_names", first="sam", second="alex")
    assert couple.household.names == ("Sam", "Alex")
    assert couple.state is State.OFFER


def test_one_name_said_over_the_music_is_not_asked_about(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("yes")
    assert not couple.open
    couple.say("set_names", first="sam")
    assert couple.lines() == ["names.both_later"]
    assert not couple.open
    assert couple.household.names is None


@pytest.mark.parametrize("name", ["<b>", "{state}", "1234", "\x00", "  "])
def test_a_name_that_is_none_is_not_kept(couple, name):
    couple.open_skill()
    couple.say("set_names", first=name, second="alex")
    assert couple.household.names in (None, ("B", "Alex"), ("State", "Alex"))


def test_who_asks_how_close_they_are_before_that_can_be_told_hears_when(couple):
    couple.household = replace(couple.household, visits=4, welcomed=True)
    couple.open_skill()
    couple.say("how_are_we_doing")
    couple.say("yes")
    assert "how.no_trend" in couple.lines()


@pytest.mark.parametrize("topic", get_args(Topic))
def test_what_is_left_out_is_said_by_its_name(couple, topic):
    couple.open_skill()
    assert re.search(rf"\b{topic}\b", couple.say("avoid_topic", topic=topic))
    assert couple.household.avoided == (topic,)


@pytest.mark.parametrize("topic", ["weather", "", "money "])
def test_what_is_no_topic_is_not_left_out(couple, topic):
    couple.open_skill()
    couple.say("avoid_topic", topic=topic)
    assert couple.household.avoided == ()


def test_an_avoided_topic_swaps_the_question_that_touches_it(couple):
    number = next(number for number, question in CONTENT.questions.items() if question.topics)
    topic = CONTENT.questions[number].topics[0]
    couple.say("start_check_in", length="short", theme=CONTENT.questions[number].theme)
    for _ in range(len(CONTENT.questions)):
        if topic in CONTENT.questions[couple.session.entry.number].topics:
            break
        couple.say("another_one")
    else:
        pytest.fail("no question of the topic came")
    assert topic in couple.say("avoid_topic", topic=topic)
    assert topic not in CONTENT.questions[couple.session.entry.number].topics
    couple.say("allow_topic", topic=topic)
    assert couple.household.avoided == ()


def test_a_topic_that_is_none_asks_which(couple):
    couple.open_skill()
    couple.say("avoid_topic")
    assert couple.lines()[0] == "topic.which"
    assert couple.household.avoided == ()


def test_what_was_read_can_be_saved_read_back_and_dropped(couple):
    couple.open_skill()
    couple.say("tonights_question")
    question = CONTENT.questions[couple.session.entry.number].text
    couple.say("save_this")
    assert couple.state is State.QUESTION
    couple.say("saved")
    assert couple.state is State.JUST_US
    assert question in couple.say("yes")
    assert "save.all" not in couple.lines()  # of a single one nobody says that it is all of them
    couple.say("unsave")
    assert couple.household.saved == ()


def test_saved_entries_are_not_read_where_somebody_else_listens(couple):
    couple.open_skill()
    couple.say("tonights_question")
    question = CONTENT.questions[couple.session.entry.number].text
    couple.say("save_this")
    couple.say("saved")
    assert question not in couple.say("no")


def test_a_hundred_entries_are_the_most_and_the_answer_says_so():
    couple = Couple(
        household=Household(saved=tuple(Read("questions", n) for n in range(1, SAVED_MAX + 1)), welcomed=True)
    )
    couple.open_skill()
    couple.say("empathy_phrase", feeling="sad")
    couple.say("save_this")
    assert couple.lines()[0] == "save.full"
    assert len(couple.household.saved) == SAVED_MAX


def test_a_long_list_is_read_three_at_a_time():
    saved = tuple(Read("questions", n) for n in list(CONTENT.questions)[:7])
    couple = Couple(household=Household(saved=saved))
    couple.say("saved")
    read = []
    couple.say("yes")
    while True:
        read += [part for part in couple.turn.parts if isinstance(part, Read)]
        if couple.state is not State.SAVED:
            break
        couple.say("yes")
    assert tuple(read) == saved


def finished(weeks_ago, rating):
    day = date(2026, 3, 5) - timedelta(weeks=weeks_ago)
    return Finished(day, "standard", rating, rating)


@each_case(
    ("ratings", "line"),
    [([5, 8], "how.closer"), ([7, 7], "how.steady"), ([8, 5], "how.harder"), ([None, 7], "how.both")],
)
def test_how_they_are_doing_tells_the_truth_without_a_number(ratings, line):
    check_ins = tuple(finished(week, ratings[0]) for week in (7, 6, 5)) + tuple(
        finished(week, ratings[1]) for week in (3, 2, 1)
    )
    couple = Couple(THURSDAY_NIGHT, Household(finished=check_ins, rituals_kept=4, welcomed=True))
    couple.say("how_are_we_doing")
    words = couple.say("yes")
    assert line in couple.lines()
    assert "six" in words
    assert "four" in words


@each_case(
    ("household", "told"),
    [
        (Household(), ["just starting|much to tell"]),
        (Household(visits=40), ["41 times"]),
        (Household(visits=3, finished=(finished(1, 7),)), ["four times"]),
        (Household(visits=1, finished=(finished(1, 7),), rituals_kept=1), ["twice.*once"]),
        (Household(visits=2, finished=(finished(1, 7),) * 2, rituals_kept=2), ["three times.*twice"]),
        (Household(rituals_kept=5), ["ritual.*five times|five times.*ritual"]),
        (Household(finished=(finished(1, 7),) * 60, months=(Month("2025-01", 31, 62, 300),)), ["91 times"]),
        (
            Household(finished=(finished(6, 9), finished(1, 5)), rituals_kept=21),
            ["twice", "21 times", "harder|asked a lot"],
        ),
    ],
)
def test_how_they_are_doing_takes_two_sentences(household, told):
    couple = Couple(THURSDAY_NIGHT, household)
    couple.say("how_are_we_doing")
    words = couple.say("yes")
    sentences = re.findall(r"[^.?!]+[.?!]", words)
    assert len(sentences) <= 3
    assert sentences[-1].endswith("?")
    for pattern in told:
        assert re.search(pattern, words), words


def test_how_they_are_doing_is_told_to_the_two_only(couple):
    couple.say("how_are_we_doing")
    assert couple.state is State.JUST_US
    couple.say("no")
    assert couple.lines()[0] == "just_us.later"


def test_forgetting_asks_first_and_then_erases(couple):
    couple.open_skill()
    couple.say("set_names", first="sam", second="alex")
    couple.say("forget_us")
    assert couple.household.names
    couple.say("yes")
    assert EraseAll() in couple.turn.effects
    assert couple.household == Household()
    assert not couple.open


@pytest.mark.parametrize("answer", ["no", "not_understood", "next", "pass", "sometimes"])
def test_anything_but_yes_keeps_everything(couple, answer):
    couple.open_skill()
    couple.say("forget_us")
    couple.say(answer)
    assert EraseAll() not in couple.turn.effects
    assert couple.household.welcomed


def test_what_is_kept_is_told(couple):
    couple.open_skill()
    words = couple.say("privacy")
    assert "ritual" in words
    assert "never kept" in words
    assert couple.state is State.OFFER


def saved_and_read(couple, count):
    """So many questions are saved, and were read to them."""
    saved = tuple(Read("questions", n) for n in list(CONTENT.questions)[:count])
    couple = Couple(household=Household(saved=saved))
    couple.open_skill()
    couple.say("saved")
    couple.say("yes")
    return couple, saved


def test_of_several_that_were_read_none_goes_before_they_said_which(couple):
    couple, saved = saved_and_read(couple, 2)
    couple.say("unsave")
    assert (couple.state, couple.household.saved) == (State.DROP, saved)
    couple.say("no")
    couple.say("yes")
    assert couple.household.saved == saved[1:]


@pytest.mark.parametrize("answers", [("no", "no"), ("pass",), ("save_this",)])
def test_none_goes_where_it_is_none_of_those(couple, answers):
    couple, saved = saved_and_read(couple, 2)
    couple.say("unsave")
    for answer in answers:
        couple.say(answer)
    assert (couple.state, couple.household.saved) == (State.READY, saved)


def test_of_several_that_were_not_read_none_goes_unheard(couple):
    saved = tuple(Read("questions", n) for n in list(CONTENT.questions)[:3])
    couple = Couple(household=Household(saved=saved))
    couple.open_skill()
    couple.say("unsave")
    assert (couple.state, couple.household.saved) == (State.JUST_US, saved)


@pytest.mark.parametrize("talking", [False, True])
def test_a_question_turned_down_with_its_topic_is_not_offered_again(couple, talking):
    couple.audio = True
    couple.open_skill()
    couple.say("no")
    couple.say("yes")
    couple.say("another_one", topic="children")
    assert couple.state is State.QUESTION
    assert "children" in CONTENT.questions[couple.session.entry.number].topics
    if talking:
        couple.say("yes")
    couple.say("avoid_topic", topic="children")
    assert "children" not in CONTENT.questions[couple.household.tonight.question].topics
    assert "question.another" in couple.lines()
