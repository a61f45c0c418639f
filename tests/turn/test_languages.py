# SPDX-License-Identifier: Apache-2.0
"""A home that speaks two languages: each has decks with numbers of their own, and nothing of either is lost."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual, Tonight
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Household, KeptReminder, in_language, merged
from skill.checkin.model.plan import Reminder
from skill.checkin.model.session import Session
from skill.checkin.model.speech import Read
from skill.content.loading.loader import load_content
from skill.deadline import Deadline
from skill.memory.in_memory import InMemoryStore
from skill.memory.records import Records
from skill.turn.conversation import Conversation

from .plain_face import PlainFace

ENGLISH = load_content("en-US")
GERMAN = replace(ENGLISH, locale="de-DE")
"""Decks that stand for those of another language: their numbers mean something else."""
DAY = date(2026, 3, 5)


def ask(conversation: Conversation, intent: Intent, content: object) -> PlainFace:
    face = PlainFace(content=content, new_session=True)  # type: ignore[arg-type]
    conversation.answer(IntentReceived(intent=intent), Session(), face, Deadline())
    return face


def test_what_was_heard_in_one_language_is_new_in_the_other() -> None:
    store = InMemoryStore()
    conversation = Conversation(store)
    ask(conversation, Intent.TONIGHTS_QUESTION, ENGLISH)
    english = Records(store).load("a household", Deadline()).household
    ask(conversation, Intent.TONIGHTS_QUESTION, GERMAN)
    both = Records(store).load("a household", Deadline()).household
    assert both.language == "de"
    assert both.played == english.played  # the same choice, made anew among decks of its own
    assert both.elsewhere["en"].played == english.played
    ask(conversation, Intent.SUGGEST_RITUAL, ENGLISH)
    again = Records(store).load("a household", Deadline()).household
    assert again.tonight == english.tonight
    assert again.played["questions"] == english.played["questions"]
    assert again.elsewhere["de"].played == both.played


def test_a_goodbye_in_the_other_language_writes_only_that_they_left() -> None:
    store = InMemoryStore()
    conversation = Conversation(store)
    ask(conversation, Intent.TONIGHTS_QUESTION, ENGLISH)
    before = Records(store).load("a household", Deadline()).household
    ask(conversation, Intent.STOP, GERMAN)
    after = Records(store).load("a household", Deadline()).household
    assert after.left is not None
    assert in_language(after, "en").played == before.played
    assert in_language(after, "en").tonight == before.tonight


def test_a_reminder_is_taken_for_none_of_the_other_language() -> None:
    kept = KeptReminder("id", Reminder(20, 0, DAY, None, 3))
    household = in_language(Household(reminders=(kept,)), "de")
    assert household.reminders == (KeptReminder("id", Reminder(20, 0, DAY, None, -3), "en"),)
    assert in_language(household, "en").reminders == (kept,)
    assert in_language(in_language(household, "fr"), "en").reminders == (kept,)


NUMBERS = st.lists(st.integers(1, 9), unique=True, max_size=4).map(tuple)
HOUSEHOLDS = st.builds(
    Household,
    visits=st.integers(0, 3),
    played=st.dictionaries(st.sampled_from(["questions", "rituals"]), NUMBERS),
    saved=NUMBERS.map(lambda numbers: tuple(Read("questions", number) for number in numbers)),
    tonight=st.none() | st.integers(1, 9).map(lambda number: Tonight(DAY, number)),
    ritual=st.none() | st.integers(1, 9).map(lambda number: KeptRitual(number=number, chosen=DAY)),
)


@given(HOUSEHOLDS)
def test_there_and_back_is_the_same_record(household: Household) -> None:
    there = in_language(household, "de")
    assert (there.played, there.saved, there.tonight, there.ritual) == ({}, (), None, None)
    back = in_language(there, "en")
    assert replace(back, elsewhere={}) == household


@given(HOUSEHOLDS, NUMBERS, NUMBERS)
def test_two_speakers_in_two_languages_lose_nothing(
    base: Household, ours: tuple[int, ...], theirs: tuple[int, ...]
) -> None:
    german = in_language(base, "de")
    german = replace(german, saved=tuple(Read("questions", number) for number in ours))
    english = replace(base, played={**base.played, "experiences": theirs})
    both = in_language(merged(base, german, english), "en")
    assert both.saved == base.saved
    assert both.played.get("experiences", ()) == theirs
    assert in_language(both, "de").saved == german.saved
