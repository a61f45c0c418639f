# SPDX-License-Identifier: Apache-2.0
"""What is said of something they have heard: nothing announces it as new, and nothing about it is untrue."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.checkin.callbacks import choose_callback
from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.planner.questions import is_for_two

from ..couple import CONTENT

LEADS = {"question.next", "question.deeper"}
"""Lines before another question."""


def at_a_later_question(couple):
    couple.audio = True
    couple.household = replace(couple.household, welcomed=True)
    couple.say("start_check_in", length="long")
    for _ in range(20):
        couple.later(hours=0.05)
        if couple.open:
            couple.say("next")
        couple.say("next")
        if LEADS.intersection(couple.lines()):
            return
    raise AssertionError("no second question came")


@pytest.mark.parametrize("asked", ["repeat", "tonights_question", "another_one", "previous"])
def test_only_going_on_announces_the_next_question(couple, asked):
    at_a_later_question(couple)
    couple.later(hours=0.05)
    couple.say(asked)
    heard = [part.fill.get("entry", part) if isinstance(part, Say) else part for part in couple.turn.parts]
    assert any(isinstance(part, Read) for part in heard), "a question is heard"
    assert not LEADS.intersection(couple.lines())


def test_one_part_is_not_called_parts(couple):
    couple.audio = True
    couple.say("start_check_in", length="short")
    while couple.household.checkin.at + 2 < len(couple.household.checkin.steps):
        couple.later(hours=0.05)
        couple.say("next")
    couple.later(hours=0.05)
    assert "parts" not in couple.say("how_long")
    assert couple.lines()[0] == "how_long.then_ritual"


def test_a_no_to_the_ritual_is_taken_at_once_and_the_evening_closes_as_any_other(couple):
    couple.to_ritual()
    couple.say("no")
    assert couple.lines()[0] == "ritual.declined"
    assert [part.deck for part in couple.turn.parts if isinstance(part, Read)] in (["closings"], ["takeaways"])
    assert not couple.open


def test_the_ritual_that_has_not_happened_yet_was_not_only_an_idea(couple):
    couple.to_ritual()
    number = couple.session.entry.number
    couple.household = replace(couple.household, ritual=KeptRitual(number=number, chosen=couple.moment.date()))
    couple.say("ritual_missed")
    assert couple.lines()[0] == "ritual.not_yet"
    assert couple.household.ritual.number == number


def test_who_was_alone_is_alone_until_the_check_in_is_asked_for_again(couple):
    couple.audio = True
    couple.open_skill()
    couple.say("solo")
    while couple.household.checkin:
        couple.later(hours=0.05)
        couple.say("next")
    for _ in range(6):
        couple.later(hours=0.05)
        couple.say("another_one")
        assert not is_for_two(CONTENT.questions[couple.household.tonight.question])
    couple.later(hours=0.05)
    couple.say("start_check_in")  # "she's here now"
    assert "together" in couple.lines()
    assert not couple.household.checkin.solo
    couple.later(days=2)
    couple.open_skill()
    assert couple.household.recalled == "theme" or "recall.theme" not in couple.lines()
    assert not couple.household.checkin.solo


def test_what_was_not_the_last_time_is_not_called_so(couple):
    couple.to_the_end()
    evening = couple.moment.date()
    household = replace(couple.household, recalled="")
    told = {tell_of(household, evening, days=3, seed=seed) for seed in range(40)}
    assert "day" in told
    came_since = replace(household, last_visit=evening.replace(day=evening.day + 1))
    assert not {"day", "theme"}.intersection(tell_of(came_since, evening, days=3, seed=seed) for seed in range(40))


def tell_of(household, evening, days, seed):
    found = choose_callback(household, CONTENT, seed, evening.replace(day=evening.day + days), "touch")
    return found[0] if found else None


def test_after_a_talk_that_followed_an_apology_nothing_begins_anew(couple):
    couple.audio = True
    couple.say("cool_down")
    couple.say("mend")
    couple.later(hours=0.01)
    couple.say("talk_time", duration="120")
    couple.later(hours=0.05)
    couple.say("next")
    assert couple.lines() == ["ask.quiet_more"]
    assert couple.state is State.JUST_QUESTION
    couple.say("yes")
    asked = CONTENT.questions[couple.household.tonight.question]
    assert asked.mood == "light" or asked.soothing


def test_back_after_a_while_the_question_is_heard_again(couple):
    couple.audio = True
    couple.say("start_check_in")
    couple.later(hours=0.05)
    couple.say("next")
    asked = {part for part in couple.turn.parts if isinstance(part, Read)}
    couple.later(hours=1)
    couple.say("resume")
    assert couple.lines()[0] == "resume"
    again = {part.number for part in couple.turn.parts if isinstance(part, Read)}
    assert again == {part.number for part in asked if part.deck == "questions"}  # not what was to be said before it


def test_over_the_music_what_was_saved_is_named(couple):
    couple.audio = True
    couple.say("tonights_question")
    couple.later(hours=0.01)
    couple.say("save_this")
    assert couple.household.saved[-1] in couple.turn.parts


def test_nobody_is_asked_to_begin_who_has_left(couple):
    couple.open_skill()
    couple.say("stop")
    couple.later(hours=0.1)
    couple.say("remind_us", time="21:00")
    couple.say("no")
    assert couple.state is State.ENDED


def test_back_after_a_short_pause_they_hear_where_they_were_in_words(couple):
    couple.audio = True
    couple.to_the_end()
    couple.later(days=1)
    couple.say("start_check_in")
    couple.later(hours=0.01)
    couple.say("pause")
    couple.say("resume")
    assert couple.lines()[0] == "resume"
    assert any(isinstance(part, Read) for part in couple.turn.parts)
    assert couple.turn.effects


def test_done_by_both_is_not_asked_of_the_other_one(couple):
    couple.audio = True
    couple.say("start_check_in")
    steps, at = couple.household.checkin.steps, couple.household.checkin.at
    assert [step.kind for step in steps[at : at + 2]] == ["question", "swap"]
    couple.later(hours=0.01)
    couple.say("ritual_done")
    assert couple.household.checkin.at == at + 2


def test_a_question_for_both_that_takes_anothers_place_is_asked_once(couple):
    couple.audio = True
    couple.say("start_check_in")
    for _ in range(20):
        couple.say("another_one")
        checkin = couple.household.checkin
        asked = checkin.steps[checkin.at]
        swapped = [step for step in checkin.steps if (step.kind, step.number) == ("swap", asked.number)]
        assert not (swapped and CONTENT.questions[asked.number].joint)


def test_a_question_talked_about_while_nothing_can_be_kept_is_still_the_one_that_is_saved(couple):
    couple.audio, couple.remembers = True, False
    couple.open_skill()
    couple.say("tonights_question")
    asked = {part.number for part in couple.turn.parts if isinstance(part, Read)}
    couple.say("yes")
    couple.later(hours=0.01)
    couple.say("save_this")
    assert {part.number for part in couple.turn.parts if isinstance(part, Read)} == asked


def test_who_is_alone_again_after_the_two_were_together_is_alone(couple):
    couple.audio = True
    couple.say("solo")
    for intent in ("start_check_in", "solo"):
        couple.later(hours=0.05)
        couple.say(intent)
    while couple.household.checkin:
        couple.later(hours=0.05)
        couple.say("next")
    couple.later(hours=0.05)
    couple.say("another_one")
    assert not is_for_two(CONTENT.questions[couple.household.tonight.question])
    couple.later(hours=0.05)
    couple.say("start_check_in")
    assert "together" in couple.lines()
    assert couple.household.alone_on is None


def test_who_is_on_the_phone_tonight_is_still_when_the_evening_begins_again(couple):
    couple.audio = True
    couple.say("apart")
    couple.later(hours=0.05)
    couple.say("no")  # not two homes: only tonight
    while couple.household.checkin:
        couple.later(hours=0.05)
        couple.say("next")
    couple.later(hours=0.05)
    couple.say("start_check_in")
    assert couple.household.checkin.apart
    couple.later(hours=24)
    couple.say("start_check_in")
    assert not couple.household.checkin.apart
