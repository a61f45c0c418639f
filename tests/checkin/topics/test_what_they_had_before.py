# SPDX-License-Identifier: Apache-2.0
"""Back to what they had before: the question before this one, the ritual before, what was read without a session; and
other words each time they ask for some."""

from __future__ import annotations

from cases import each_case
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.effects import CancelReminders
from skill.checkin.model.events import IntentReceived, ReminderAnswered
from skill.checkin.model.plan import Step
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read

from ..couple import CONTENT, Couple


def read(couple: Couple, deck: str) -> int:
    """The number of the entry of a deck that was read last."""
    assert couple.turn is not None
    return next(part.number for part in reversed(couple.turn.parts) if isinstance(part, Read) and part.deck == deck)


def opened(audio: bool = True) -> Couple:
    couple = Couple()
    couple.audio = audio
    couple.open_skill()
    return couple


def feel(couple: Couple, words: str) -> None:
    """Ask for words to say, with a feeling slot that holds words of no feeling we know."""
    couple.tell(
        IntentReceived(intent=Intent.EMPATHY_PHRASE, unmatched=frozenset({"feeling"}), own_words={"feeling": words})
    )


@each_case("how", ["in the session", "without one"])
def test_the_question_before_this_one_comes_back(how: str) -> None:
    couple = opened()
    couple.say("tonights_question", mood="light")
    first = read(couple, "questions")
    if how == "without one":
        couple.later(hours=0.05)
    couple.say("another_one")
    assert read(couple, "questions") != first
    if how == "without one":
        couple.later(hours=0.05)
    couple.say("previous")
    assert read(couple, "questions") == first
    assert "nothing_before" not in couple.lines()


def test_the_first_question_of_an_evening_has_none_before_it() -> None:
    couple = opened()
    couple.say("tonights_question")
    couple.later(days=1)
    couple.open_skill()
    couple.say("tonights_question")
    couple.say("previous")
    assert "nothing_before" in couple.lines()


def test_what_they_leave_out_by_now_does_not_come_back() -> None:
    couple = opened()
    couple.say("tonights_question", topic="money")
    couple.say("another_one", mood="funny")
    couple.household = replace(couple.household, avoided=("money",))
    couple.say("previous")
    assert "nothing_before" in couple.lines()


def test_the_ritual_before_comes_back_and_may_be_chosen() -> None:
    couple = opened()
    couple.say("suggest_ritual", moment="evening")
    first = read(couple, "rituals")
    couple.say("another_one")
    assert read(couple, "rituals") != first
    couple.say("previous")
    assert (read(couple, "rituals"), couple.state) == (first, State.RITUAL)
    couple.say("yes")
    assert couple.household.ritual is not None
    assert couple.household.ritual.number == first


@each_case(("intent", "deck"), [("empathy_phrase", "empathy"), ("mend", "repair")])
def test_words_asked_for_again_some_minutes_later_are_others(intent: str, deck: str) -> None:
    couple = opened()
    couple.say("start_check_in")
    numbers = []
    for _ in range(4):
        couple.later(hours=0.05)
        couple.say(intent)
        numbers.append(read(couple, deck))
    assert len(set(numbers)) == len(numbers)


def test_news_of_a_kind_that_nobody_knows_is_heard_and_something_gentle_offered() -> None:
    couple = opened()
    feel(couple, "something")
    assert couple.lines() == ["empathy.heard", "ask.gentle"]
    couple.say("yes")
    asked = CONTENT.questions[read(couple, "questions")]
    assert (asked.mood, asked.tone) == ("light", "glad")
    assert not {"play", "plan"}.intersection(asked.shapes)


def test_they_keep_both_reminders_where_one_would_take_the_place_of_the_other() -> None:
    couple = opened()
    couple.say("choose_ritual", ritual="evening_walk")
    for id, days, word in (("r1", "saturday", "yes"), ("r2", "sunday", "save_this")):
        couple.later(hours=1)
        couple.open_skill()
        couple.say("remind_us", time="18:00", days=days)
        couple.say(word)
        assert couple.turn is not None
        [wanted] = couple.turn.effects
        couple.tell(ReminderAnswered(outcome="done", id=id, reminder=wanted.reminder))  # type: ignore[union-attr]
    assert [kept.id for kept in couple.household.reminders] == ["r1", "r2"]
    assert not any(isinstance(effect, CancelReminders) for effect in couple.turn.effects)


def test_words_for_a_wish_ask_for_something_and_name_no_feeling() -> None:
    couple = opened()
    couple.say("start_check_in")
    couple.later(hours=0.05)
    feel(couple, "a wish")
    assert couple.lines()[0] == "empathy.lead"
    assert CONTENT.empathy[read(couple, "empathy")].kind == "ask"


def after_a_hard_word(feeling: str) -> Couple:
    couple = opened()
    couple.say("start_check_in", theme="communication", length="short")
    couple.later(hours=0.05)
    couple.say("empathy_phrase", feeling=feeling)
    couple.later(hours=0.05)
    couple.say("next")
    return couple


def test_after_a_loss_told_in_their_talk_nobody_is_sent_to_bed() -> None:
    couple = after_a_hard_word("sad")
    assert (couple.lines(), couple.state) == (["ask.quiet_more"], State.READY)


def test_after_another_hard_word_the_other_one_still_gets_their_turn() -> None:
    couple = after_a_hard_word("anxious")
    assert "swap.not_yet" in couple.lines()
    assert couple.household.checkin
    assert couple.household.checkin.steps[-1].kind == "swap"


def test_who_is_low_and_asks_for_a_topic_is_asked_about_it() -> None:
    couple = opened()
    couple.say("empathy_phrase", feeling="lonely")
    couple.say("tonights_question", topic="past")
    assert "past" in CONTENT.questions[read(couple, "questions")].topics


def test_a_question_that_they_will_take_is_theirs_to_talk_about() -> None:
    couple = opened()
    couple.say("tonights_question")
    couple.say("choose_ritual")
    assert not couple.open
    assert couple.household.ritual is None


@each_case("state", ["offered", "in their talk"])
def test_who_asks_for_a_counsellor_hears_where_to_look(state: str) -> None:
    couple = opened()
    if state == "in their talk":
        couple.say("start_check_in")
        couple.later(hours=0.05)
    feel(couple, "help from outside")
    assert couple.lines()[0] == "help.outside"
    assert "doctor" in couple.words


def test_a_question_asked_for_where_they_say_thank_you_is_a_question() -> None:
    couple = opened()
    couple.household = replace(couple.household, shapes=("two_questions", "understand", "one_question", "remember"))
    couple.say("start_check_in", mood="light")
    checkin = couple.household.checkin
    assert checkin is not None
    thanks = Step("appreciate", 1)
    couple.household = replace(couple.household, checkin=replace(checkin, steps=(thanks, *checkin.steps[1:]), at=0))
    couple.later(hours=0.05)
    couple.say("another_one", topic="money")
    asked = couple.household.checkin
    assert asked is not None
    step = asked.steps[asked.at]
    assert step.kind == "question"
    assert "money" in CONTENT.questions[step.number].topics


def test_a_topic_that_was_never_left_out_is_asked_about_where_they_allow_it() -> None:
    couple = opened()
    couple.say("allow_topic", topic="family")
    assert "topic.allowed" not in couple.lines()
    assert "family" in CONTENT.questions[read(couple, "questions")].topics


@each_case(
    ("slots", "deepest"), [({}, 1), ({"mood": "deep"}, 3), ({"theme": "vulnerability"}, 3), ({"mood": "light"}, 1)]
)
def test_who_is_low_is_asked_nothing_deep_unless_they_ask_for_it(slots: dict[str, str], deepest: int) -> None:
    depths = set()
    for days in range(30):
        couple = opened()
        couple.later(days=days)
        couple.open_skill()
        couple.say("empathy_phrase", feeling="anxious")
        couple.say("another_one", **slots)
        couple.say("tonights_question", **slots)
        depths.add(CONTENT.questions[read(couple, "questions")].depth)
    assert max(depths) <= deepest
    assert max(depths) > 1 or deepest == 1
