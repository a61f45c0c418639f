# SPDX-License-Identifier: Apache-2.0
"""Wishes in place of what was offered, or beside a good night, are heard."""

from __future__ import annotations

from cases import each_case

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import SOURCE_LOCALE, load_language_model
from skill.speaker.nlu import Understanding

UNDERSTANDING = Understanding(load_language_model(SOURCE_LOCALE))
EMPATHY, ANOTHER, QUESTION = "EmpathyPhraseIntent", "AnotherOneIntent", "TonightsQuestionIntent"
YES, NO, STOP, REMIND = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "RemindUsIntent"


def meant(text: str, state: State) -> str:
    return UNDERSTANDING.meaning(text, EXPECTED[state]).intent


@each_case(
    ("text", "state", "intent"),
    [
        ("no, we'll leave it there. have you a nice thing I can say to him before bed", State.READY, EMPATHY),
        ("no, we'll leave it there. he's all in", State.READY, STOP),
        ("not really, what about something with a cup of tea", State.RITUAL, ANOTHER),
        ("fine. Walt would like just the one tonight, there's a ball game on", State.OFFER, QUESTION),
        ("start what? no, we're done, he's already in the den", State.OFFER, STOP),
        ("yes. and could you speak up, Walt's a bit deaf", State.OFFER, YES),
        ("could you speak up", State.OFFER, "AMAZON.HelpIntent"),
        ("yeah let's do it, she's on speakerphone from Adelaide", State.OFFER, "ApartIntent"),
        ("no, he's on speakerphone from Dallas", State.FOLLOW_UP, "ApartIntent"),
    ],
)
def test_what_is_wished_for_counts_more_than_the_no(text: str, state: State, intent: str) -> None:
    assert meant(text, state) == intent


def test_a_few_questions_are_a_short_evening() -> None:
    text = "yes, but not the whole lot, we're a bit knackered, maybe just two"
    found = UNDERSTANDING.meaning(text, EXPECTED[State.OFFER])
    assert (found.intent, found.slots) == ("StartCheckInIntent", {"length": "short"})


@each_case(
    ("text", "topic"),
    [
        ("could we have one about the future tonight", "the future"),
        ("have you got one about, I don't know, the future", "the future"),
    ],
)
def test_when_it_is_asked_is_no_part_of_the_subject(text: str, topic: str) -> None:
    found = UNDERSTANDING.meaning(text, EXPECTED[State.OFFER])
    assert (found.intent, found.spoken) == (QUESTION, {"topic": topic})


@each_case(
    ("text", "time"),
    [
        ("remind us at nine, he works till eight", "09:00"),
        ("remind me to do this again tomorrow at half eight, when he's back", "08:30"),
        ("remind us at nine, no, ten", "10:00"),
    ],
)
def test_a_reminder_has_the_hour_that_is_asked_for(text: str, time: str) -> None:
    found = UNDERSTANDING.meaning(text, EXPECTED[State.READY])
    assert (found.intent, found.slots["time"]) == (REMIND, time)


@each_case(
    ("text", "intent"),
    [
        ("kind of, she forgot twice", "SometimesIntent"),
        ("his dad got took into hospital, we've been up there all day", EMPATHY),
    ],
)
def test_after_the_ritual_sort_of_and_bad_news_are_no_miss(text: str, intent: str) -> None:
    assert meant(text, State.FOLLOW_UP) == intent


def test_time_to_talk_counts_more_than_how_the_day_was() -> None:
    text = "a rotten day, she's not wrong. yeah go on, give us a few minutes"
    assert meant(text, State.QUESTION) == "TalkTimeIntent"


@each_case(
    ("text", "state", "intent"),
    [
        ("it is, but we're together tonight, in the same room, not on the phone", State.OFFER, "StartCheckInIntent"),
        ("she's here with me tonight", State.OFFER, "StartCheckInIntent"),
        ("yeah lovely, ta", State.REMIND, YES),
        ("yup, nine's good", State.REMIND, YES),
        ("nah, just this week, she's back Sunday", State.TWO_HOMES, NO),
        ("yeah lovely, ta", State.QUESTION, YES),
        ("he's here, but he's asleep", State.OFFER, "SoloIntent"),
        ("I'll say that one to him now", State.PHRASE, NO),
        ("I miss him a bit actually. one more please, but a proper one, not presents", State.QUESTION, ANOTHER),
        ("Sam helped me up, with a postcard. That's enough for tonight I think", State.QUESTION, STOP),
    ],
)
def test_what_was_taken_for_its_contrary_is_heard(text: str, state: State, intent: str) -> None:
    assert meant(text, state) == intent


def test_why_it_is_to_be_another_hour_names_none() -> None:
    text = "could you make it eight? Sam's still cleaning the machine at six"
    assert UNDERSTANDING.meaning(text, EXPECTED[State.REMIND]).slots == {"time": "08:00"}


@each_case(
    ("text", "state", "intent", "slots"),
    [
        ("breakfast don't work. Maybe Sunday", State.RITUAL, REMIND, {"days": "sunday"}),
        ("no, on Sunday we could, after church", State.RITUAL, REMIND, {"days": "sunday"}),
        ("no thanks, he's out on Sunday", State.RITUAL, NO, {}),
        ("yes. I read to her, she falls asleep quick", State.RITUAL, YES, {}),
        ("that awful orange dress. yeah, we're ready", State.QUESTION, YES, {}),
        ("one more, he's still got ten minutes before his break's over", State.READY, ANOTHER, {}),
        ("no no, we wanted the first one, how did I look", State.QUESTION, "AMAZON.PreviousIntent", {}),
        ("no, that's not it. Something for when someone feels guilty", State.PHRASE, EMPATHY, {"feeling": "ashamed"}),
        ("well... I'd be willing. I did wrong by her", State.COOL_CONSENT, YES, {}),
        ("not really, my mum's had a fall, we've been sat there all day", State.OFFER, EMPATHY, {}),
    ],
)
def test_the_part_that_counts_is_found(text: str, state: State, intent: str, slots: dict[str, str]) -> None:
    found = UNDERSTANDING.meaning(text, EXPECTED[state])
    assert (found.intent, slots.items() <= found.slots.items()) == (intent, True)
