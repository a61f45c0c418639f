# SPDX-License-Identifier: Apache-2.0
"""A question that is asked for by what it feels like, or is about: it is heard, said so, and is not the one before."""

from __future__ import annotations

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.speech import Read

from ..couple import CONTENT, Couple
from ..rows import come_to


def asked(couple: Couple) -> int:
    """The number of the question that was read last."""
    assert couple.turn is not None
    return next(part.number for part in couple.turn.parts if isinstance(part, Read) and part.deck == "questions")


@each_case("mood", ["light", "funny", "deep", "romantic"])
def test_the_mood_that_was_asked_for_is_named(mood: str) -> None:
    couple = Couple()
    couple.say("tonights_question")
    couple.say("another_one", mood=mood)
    assert couple.lines()[0] == f"another.{mood}"
    assert CONTENT.questions[asked(couple)].mood == mood
    couple.say("another_one")
    assert couple.lines()[0] == "question.another"


def test_the_mood_is_named_in_the_middle_of_an_evening_too() -> None:
    couple = Couple()
    couple.audio = True
    couple.say("start_check_in", length="standard")
    couple.say("another_one", mood="funny")
    assert couple.lines()[0] == "another.funny"
    assert CONTENT.questions[asked(couple)].mood == "funny"


def test_a_question_asked_for_by_its_mood_is_not_the_one_they_just_had() -> None:
    couple = Couple()
    couple.say("tonights_question", mood="romantic")
    first = asked(couple)
    couple.later(hours=0.05)
    couple.say("tonights_question", mood="romantic")
    assert asked(couple) != first
    couple.say("tonights_question")
    assert asked(couple) != first, "it is the last one that stays tonight's"


def test_spicier_is_more_than_romantic() -> None:
    couple = Couple()
    couple.tell(
        IntentReceived(intent=Intent.ANOTHER_ONE, slots={"mood": "romantic"}, said_as={"mood": "a bit spicier"})
    )
    assert "spicy" in CONTENT.questions[asked(couple)].about


def test_the_kids_are_theirs_and_no_plan() -> None:
    couple = Couple()
    couple.tell(
        IntentReceived(intent=Intent.TONIGHTS_QUESTION, slots={"topic": "children"}, said_as={"topic": "the kids"})
    )
    assert "parents" in CONTENT.questions[asked(couple)].about


@each_case("state", ["offer", "just_question"])
def test_what_they_leave_out_is_a_yes_to_what_is_offered(state: str) -> None:
    couple = come_to(state)
    couple.say("avoid_topic", topic="money")
    assert couple.lines()[0] == "topic.avoided"
    assert couple.household.avoided == ("money",)
    begun = couple.household.checkin is not None
    assert begun or any(isinstance(part, Read) and part.deck == "questions" for part in couple.turn.parts)


def test_after_an_idea_the_ritual_is_asked_about_as_something_besides() -> None:
    couple = come_to("ritual")
    couple.say("suggest_experience")
    assert couple.lines()[-1] == "again.ritual_too"
    couple.say("yes")
    assert couple.household.ritual is not None


def test_after_words_to_say_something_light_is_a_question() -> None:
    couple = come_to("phrase")
    couple.say("another_one", mood="light")
    assert CONTENT.questions[asked(couple)].mood == "light"


def test_stop_that_ends_the_words_to_say_and_asks_for_no_topic() -> None:
    couple = come_to("phrase")
    couple.say("avoid_topic")
    assert couple.lines() == ["no_problem", "ask.more"]
    assert couple.household.avoided == ()
