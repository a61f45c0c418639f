# SPDX-License-Identifier: Apache-2.0
"""Rituals asked for without their name are heard, and so are the day, the subject and the name that are meant."""

from __future__ import annotations

from cases import each_case

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.meaning import Meaning

UNDERSTANDING = Understanding(load_language_model(SOURCE_LOCALE))
CHOOSE, SUGGEST, YES = "ChooseRitualIntent", "SuggestRitualIntent", "AMAZON.YesIntent"


def heard(text: str, state: State) -> Meaning:
    return UNDERSTANDING.meaning(text, EXPECTED[state])


@each_case(
    ("text", "state", "ritual"),
    [
        ("no no, we want the phones one", State.RITUAL, "phones"),
        ("can we do the one with the mugs", State.RITUAL, "with the mugs"),
        (
            "we wanted the one where the phones go in the other room",
            State.FOLLOW_UP,
            "where the phones go in the other room",
        ),
        ("to change it to the cell phones one, not the dessert", State.NEW, "cell phones"),
    ],
)
def test_a_ritual_is_picked_by_a_word_of_it(text: str, state: State, ritual: str) -> None:
    found = heard(text, state)
    assert (found.intent, found.spoken) == (CHOOSE, {"ritual": ritual})


@each_case("text", ["we want the other one", "can we have the first one again", "we'd like the next one"])
def test_which_of_several_by_their_order_is_none_of_them_by_name(text: str) -> None:
    assert not heard(text, State.RITUAL).spoken


@each_case("text", ["we want the picnic one", "can we do the one about our wedding"])
def test_among_questions_none_of_it_is_a_ritual(text: str) -> None:
    assert heard(text, State.QUESTION).intent != CHOOSE


@each_case(
    ("text", "intent"),
    [
        ("not another question pet, we meant a new ritual for the week, like the reading one", SUGGEST),
        ("no we'll leave it there, but can you give us a different wee thing for the week", SUGGEST),
        ("another question, about rituals we don't keep", "AnotherOneIntent"),
    ],
)
def test_a_ritual_asked_for_among_questions_is_one(text: str, intent: str) -> None:
    assert heard(text, State.READY).intent == intent


@each_case(
    ("text", "intent"),
    [
        ("ay, that's aimed at him. Yeah okay we'll take that one, just not every night", YES),
        ("ha, that's so Luis. He says yeah, he's already got one about a forklift", YES),
        ("he says yes but he's scared of you", "SafetyIntent"),
        ("no, not that one, he says", "AnotherOneIntent"),
        ("no, the breakfast one", CHOOSE),
    ],
)
def test_a_ritual_is_taken_with_a_condition_or_by_the_other_one(text: str, intent: str) -> None:
    assert heard(text, State.RITUAL).intent == intent


@each_case(
    ("text", "state", "slots"),
    [
        ("to make it Sundays instead, Thursdays he works late", State.NEW, {"days": "sunday"}),
        ("make it Sunday instead, Thursdays he works late", State.REMIND, {"days": "sunday"}),
        (
            "ooh yes, Wednesday after her last patient, so like half six",
            State.REMIND,
            {"days": "wednesday", "time": "06:30"},
        ),
        (
            "no, Sunday. Sunday at nine, and get rid of the Thursday one",
            State.REMIND,
            {"days": "sunday", "time": "09:00"},
        ),
    ],
)
def test_the_day_of_a_reminder_is_the_one_they_want_and_not_the_one_they_give_up(
    text: str, state: State, slots: dict[str, str]
) -> None:
    found = heard(text, state)
    assert (found.intent, found.slots) == ("RemindUsIntent", slots)


@each_case(
    ("text", "said"),
    [
        ("something about the old days, when we first met, Alan likes that", "the old days when we first met"),
        ("something about the old days, not when we first met", "the old days"),
    ],
)
def test_a_subject_is_told_in_all_the_words_for_it(text: str, said: str) -> None:
    assert heard(text, State.OFFER).spoken == {"topic": said}


def test_letters_that_are_dropped_stand_in_what_a_question_is_about() -> None:
    found = heard("one about the old days when we was courtin", State.NEW)
    assert found.spoken["topic"].endswith("courting")
    assert heard("could we have one about our weddin day", State.NEW).spoken == {"topic": "our wedding day"}


def test_what_it_is_to_be_about_is_not_what_it_is_not_to_be_about() -> None:
    assert "topic" not in heard("one more, about something other than family this time", State.READY).spoken


def test_what_they_had_meant_may_stand_in_the_words_after_it() -> None:
    found = heard("no, I meant the two of us, when we first met, not some girl before me", State.QUESTION)
    assert (found.intent, found.slots) == ("AnotherOneIntent", {"topic": "past"})


def test_who_begins_is_the_name_beside_that_word() -> None:
    found = heard("Sofia asks, Martin can start", State.QUESTION)
    assert found.spoken == {"first": "Martin"}


def test_a_ritual_that_one_of_them_is_tired_of_is_no_choice() -> None:
    found = heard("no, Jules is over walking, her knees are gone, we want to watch a movie", State.RITUAL)
    assert found.intent in ("AMAZON.NoIntent", "AnotherOneIntent")
