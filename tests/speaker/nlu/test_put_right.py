# SPDX-License-Identifier: Apache-2.0
"""What puts something right, in any words, and what only sounds like it."""

from __future__ import annotations

from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State

UNDERSTANDING = understanding_of()
YES, NO, STOP = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent"
START, TURN, MEND, REMIND = "StartCheckInIntent", "WhoseTurnIntent", "MendIntent", "RemindUsIntent"
OTHER, EMPATHY = "AnotherOneIntent", "EmpathyPhraseIntent"


def meant(text: str, state: State | None = None) -> str:
    return UNDERSTANDING.meaning(text, EXPECTED[state] if state else ()).intent


@each_case("state", [State.REMIND, State.RITUAL])
@each_case("text", ["go on then", "go on, yes please", "aye, go on", "go ahead"])
def test_going_on_is_a_yes_to_a_reminder_and_a_ritual(state: State, text: str) -> None:
    assert meant(text, state) == YES


@each_case("text", ["next", "no, go on", "no, next"])
def test_what_comes_next_is_no_yes_to_a_reminder(text: str) -> None:
    assert meant(text, State.REMIND) != YES


@each_case("state", [None, State.JUST_QUESTION, State.QUESTION_TALK, State.READY])
@each_case("text", ["no, he's here, he's just not saying anything", "Devon's right here", "we're both sat here"])
def test_who_was_taken_to_be_alone_is_two(state: State | None, text: str) -> None:
    assert meant(text, state) in (START, YES)  # a yes to what is offered begins as well


@each_case("text", ["the plumber was here", "is he here"])
def test_others_may_be_here_without_that(text: str) -> None:
    assert meant(text, State.QUESTION_TALK) != START


@each_case("state", [None, State.READY])
@each_case("text", ["Devon hasn't had his go yet", "it's Priya's turn to answer the same question", "it's my turn now"])
def test_who_has_had_no_turn_asks_for_it(state: State | None, text: str) -> None:
    assert meant(text, state) == TURN


def test_who_says_next_as_well_goes_on() -> None:
    assert meant("okay, next, it's my turn", State.TALK) == "AMAZON.NextIntent"


@each_case(
    ("text", "state", "intent"),
    [
        ("leave that one in. goodnight, you did all right", State.REMIND, STOP),
        ("I think I'm done in. can you just say night night", State.READY, STOP),
        ("not now, he's left, so I think I'll stop", State.READY, STOP),
        ("every Sunday night", State.REMIND, REMIND),
    ],
)
def test_a_good_night_in_an_answer_ends_the_evening(text: str, state: State, intent: str) -> None:
    assert meant(text, state) == intent


@each_case(
    ("text", "intent"),
    [
        ("I want to tell her I'm sorry, properly. how do I say it?", MEND),
        ("something that says sorry for leaving you with everything", MEND),
        ("what can I say when she's sad", EMPATHY),
    ],
)
def test_who_wants_to_say_sorry_gets_the_words_for_it(text: str, intent: str) -> None:
    assert meant(text, State.READY) == intent


@each_case(
    "text",
    [
        "sorry for leaving you with everything",
        "how do I say sorry for leaving you, I'm going to do it tonight",
        "something that says sorry for leaving you when I'm gone forever",
        "I want to say sorry for leaving you and the kids for good",
    ],
)
def test_a_goodbye_for_good_is_danger_as_before(text: str) -> None:
    assert meant(text) == "SafetyIntent"


@each_case("state", [State.OFFER, State.QUESTION_TALK])
@each_case(
    "text", ["he's right here watching me", "he's here and he's been drinking", "no, she's here but we're too tired"]
)
def test_who_is_here_and_more_is_told_of_it_begins_nothing(state: State, text: str) -> None:
    assert meant(text, state) != START


@each_case("state", [State.COOL_CONSENT, State.COOL_AND_YOU])
@each_case(
    "text",
    [
        *(
            "yeah, slow down. he's standing over me",
            "yes. he is standing over me",
            "okay. he's glaring at me",
            "yeah. whatever",
            "sure. like she would ever listen",
        ),
        *("we're both laughing but I'm scared", "I don't think we are good again", "what if we have made up"),
    ],
)
def test_what_is_no_clear_yes_and_no_peace_slows_nothing_down(state: State, text: str) -> None:
    assert meant(text, state) not in (YES, "AMAZON.ResumeIntent")


@each_case("text", ["yes, another one", "yeah, something else please", "sure, next"])
def test_another_one_is_no_yes_to_a_ritual(text: str) -> None:
    assert meant(text, State.RITUAL) != YES


@each_case(
    "text",
    ["how do I say goodbye to her for good tonight", "what can I say, my dad is dying and I want to say goodbye"],
)
def test_no_goodbye_at_the_door_is_for_good(text: str) -> None:
    assert UNDERSTANDING.meaning(text).spoken.get("feeling") != "a goodbye"


@each_case(("text", "mood"), [("that's a bit deep, something else", "light"), ("a deep one", "deep")])
def test_what_was_too_deep_is_followed_by_something_light(text: str, mood: str) -> None:
    assert UNDERSTANDING.meaning(text, EXPECTED[State.QUESTION]).slots == {"mood": mood}


@each_case(
    ("state", "text"),
    [
        (State.REMIND, "please. thank you"),
        (State.OFFER, "go on then, we'll have a go. how long do we get?"),
    ],
)
def test_a_yes_counts_beside_a_thank_you_or_a_question(state: State, text: str) -> None:
    assert meant(text, state) == YES


def test_a_thank_you_alone_and_a_question_alone_are_no_yes() -> None:
    assert meant("thank you", State.REMIND) != YES
    assert meant("please stop, thanks", State.REMIND) != YES
    assert meant("yes, how long do we get?", State.OFFER) == "HowLongIntent"
    assert meant("how long do we get?", State.OFFER) == "HowLongIntent"


def test_the_other_part_of_the_day_is_a_time_and_no_ritual() -> None:
    meaning = UNDERSTANDING.meaning("in the evening, I mean, not the morning", EXPECTED[State.REMIND])
    assert (meaning.intent, meaning.slots) == (REMIND, {"time": "EV"})


def test_a_ritual_that_is_named_counts_more_than_the_day_beside_it() -> None:
    text = "breakfast. The breakfast one, Sunday, before the kids are up. I'll make eggs."
    meaning = UNDERSTANDING.meaning(text, EXPECTED[State.RITUAL])
    assert (meaning.intent, meaning.slots) == ("ChooseRitualIntent", {"ritual": "quiet_breakfast"})
    assert UNDERSTANDING.meaning("yeah, Sunday", EXPECTED[State.RITUAL]).intent == REMIND


@each_case(
    ("text", "intent"),
    [
        ("one more question, we're not done, she's still asleep", "AnotherOneIntent"),
        ("was that it? we've five minutes yet, give us another", "AnotherOneIntent"),
        ("give us five more minutes", "TalkTimeIntent"),
    ],
)
def test_another_question_is_no_more_time(text: str, intent: str) -> None:
    assert meant(text, State.QUESTION) == intent


def test_what_they_meant_is_what_the_next_question_is_about() -> None:
    meaning = UNDERSTANDING.meaning("um, no, I meant closeness, if I'm being precise", EXPECTED[State.QUESTION])
    assert (meaning.intent, meaning.spoken) == ("AnotherOneIntent", {"topic": "closeness"})
    assert UNDERSTANDING.meaning("no, I meant it", EXPECTED[State.QUESTION]).intent != "AnotherOneIntent"
    for text in ("when I said enough, I meant enough with the guest room", "no, I meant your mother"):
        assert UNDERSTANDING.meaning(text, EXPECTED[State.TALK]).intent != "AnotherOneIntent"


def test_a_reminder_that_is_set_already_is_left_as_it_is() -> None:
    assert meant("no, not every Sunday, just this one, it's already set", State.REMIND) == NO


def test_a_hesitation_is_followed_by_what_a_question_is_to_be_about() -> None:
    meaning = UNDERSTANDING.meaning("a question about... sharing the load, who does what, you know")
    assert meaning.spoken == {"topic": "sharing the load"}


@each_case(
    "text", ["I feel like I'm doing it all by myself", "I've done bath, tea, bedtime, everything on my own again"]
)
def test_who_is_left_with_everything_is_not_alone_tonight(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text, EXPECTED[State.JUST_QUESTION])
    assert (meaning.intent, meaning.slots) == (EMPATHY, {"feeling": "overwhelmed"})


@each_case(
    ("text", "length"),
    [
        ("three it is then, and nothing about the recycling", "short"),
        ("we've only got about ten minutes, our daughter's calling", "short"),
        ("ten it is", "standard"),
        ("twenty it is then", "long"),
    ],
)
def test_a_length_may_be_told_by_its_minutes_where_an_evening_is_offered(text: str, length: str) -> None:
    meaning = UNDERSTANDING.meaning(text, EXPECTED[State.OFFER])
    assert (meaning.intent, meaning.slots) == (START, {"length": length})


def test_three_where_a_reminder_waits_is_an_hour() -> None:
    assert UNDERSTANDING.meaning("three it is then", EXPECTED[State.REMIND]).slots == {"time": "03:00"}


@each_case(
    ("text", "state", "intent"),
    [
        ("have we got time for one more?", State.TALK, "HowLongIntent"),
        ("have we got time for one more?", State.READY, OTHER),
        ("no, we've had that one, something new", State.QUESTION, OTHER),
        ("swap us over, he said my spreadsheets", State.TALK, "AMAZON.NextIntent"),
        ("we'll try it, yeah, but no reminder, we'd only argue with it", State.RITUAL, YES),
        ("no, no reminder", State.RITUAL, "CancelReminderIntent"),
    ],
)
def test_what_they_want_is_taken_by_where_they_are(text: str, state: State, intent: str) -> None:
    assert meant(text, state) == intent


@each_case("text", ["one last question, we're not sleepy", "another one, sorry", "that was a lovely one"])
def test_nothing_goes_from_their_list_without_a_word_for_it(text: str) -> None:
    assert meant(text) != "UnsaveIntent"
    assert meant("take that one off our list") == "UnsaveIntent"


@each_case(
    "text", ["what Walt should say to me", "what could Walt say to me now", "something nice for Walt to say to Marge"]
)
def test_words_are_asked_for_whoever_is_to_say_them(text: str) -> None:
    assert meant(text, State.TALK) == EMPATHY


def test_what_tells_of_somebody_dying_is_met_whatever_else_it_sounds_like() -> None:
    meaning = UNDERSTANDING.meaning("my mum has gone into hospice and we're both in bits")
    assert (meaning.intent, meaning.slots) == (EMPATHY, {"feeling": "overwhelmed"})
    assert meant("he put me in hospital") == "SafetyIntent"
    assert meant("dad went into hospice and I can't see any reason to carry on") != EMPATHY
    assert meant("dad went into hospice and I'm saving up the morphine for myself") == "SafetyIntent"
    assert meant("he puts me in stitches") != "SafetyIntent"


@each_case("state", [State.COOL_CONSENT, State.COOL_AND_YOU])
@each_case(
    ("text", "agreed"),
    [
        ("yeah, please. she's right, I got loud", True),
        ("I said yes, didn't I? yes. this is Claire. I'm still cross, mind", True),
        ("yes. if he stops", False),
        ("yes. he's making me say it", False),
        ("no. yes", False),
        ("he said yeah. I didn't", False),
    ],
)
def test_a_sentence_that_is_a_yes_and_no_more_is_a_clear_one(state: State, text: str, agreed: bool) -> None:
    assert (meant(text, state) == YES) == agreed


@each_case(("state", "intent"), [(State.COOL_CONSENT, "AMAZON.ResumeIntent"), (State.COOL_TALK, STOP)])
@each_case(
    "text", ["we hugged it out, we're good now", "it's grand, we're laughing about it now", "he's made me laugh"]
)
def test_a_quarrel_that_is_over_needs_no_slowing_down(state: State, intent: str, text: str) -> None:
    assert meant(text, state) == intent


@each_case(("text", "yes"), [("gentle, yeah. nothing where I've to think", True), ("nothing gentle, no", False)])
def test_something_gentle_that_was_offered_is_taken_by_its_name(text: str, yes: bool) -> None:
    assert (meant(text, State.JUST_QUESTION) == YES) == yes


@each_case(
    ("text", "intent"),
    [("what should I say back to him, it was a nice thing", EMPATHY), ("what do I say, I messed up", MEND)],
)
def test_words_to_say_sorry_are_for_whoever_has_something_to_mend(text: str, intent: str) -> None:
    assert meant(text, State.TALK) == intent


def test_a_day_and_each_week_said_apart_are_that_day_of_each_week() -> None:
    meaning = UNDERSTANDING.meaning("remind us on a Saturday, once a week, about nine")
    assert (meaning.intent, meaning.slots) == (REMIND, {"days": "saturday", "time": "09:00"})
    assert meaning.spoken["days"] == "every saturday"


@each_case("text", ["can you turn the music back on, a small bit", "turn the music on again, a small bit"])
def test_music_that_was_turned_off_comes_again(text: str) -> None:
    assert UNDERSTANDING.meaning(text, EXPECTED[State.TALK]).spoken == {"topic": "the music"}
    assert meant(text, State.TALK) == "AllowTopicIntent"


@each_case("state", [None, State.READY, State.RITUAL, State.COOL_CONSENT, State.QUESTION_TALK])
@each_case(
    "text",
    ["how do I say sorry so he stops hitting me", "yes. he hit me", "he's right here and he's hurting me"],
)
def test_nothing_of_that_counts_more_than_danger(state: State | None, text: str) -> None:
    meaning = UNDERSTANDING.meaning(text, EXPECTED[state] if state else ())
    assert meaning.intent == "SafetyIntent" or meaning.perhaps_unsafe


@each_case(
    ("text", "state", "intent"),
    [
        ("whose turn is it, we done lost track, he started singin Al Green", None, TURN),
        (
            "go on and start, but give us somethin that's gon' help, we're snappin at each other",
            State.OFFER,
            "CoolDownIntent",
        ),
        ("our boy called, he lost his job, and Otis already want to send him money we ain't got", State.OFFER, EMPATHY),
        ("yes tonight", State.OFFER, YES),
        ("yes, we can try it on Saturday", State.RITUAL, REMIND),
        ("aye, he's off on Sunday", State.RITUAL, YES),
    ],
)
def test_what_comes_first_or_last_in_talk_counts(text: str, state: State | None, intent: str) -> None:
    assert meant(text, state) == intent


@each_case(
    ("text", "mood"),
    [
        ("I don't know. not about work. just something easy that doesn't need much from me", "light"),
        ("this one is so serious, another", "light"),
        ("something serious, another one", "deep"),
        ("nothing too heavy, she's wrecked", "light"),
        ("something nice and easy, we're done in", "light"),
        ("something meatier", "deep"),
    ],
)
def test_the_mood_is_the_one_they_ask_for(text: str, mood: str) -> None:
    assert UNDERSTANDING.meaning(text, EXPECTED[State.JUST_QUESTION]).slots == {"mood": mood}


def test_who_is_here_is_not_alone_in_the_middle_of_a_quarrel() -> None:
    assert meant("I'm here", State.COOL_AND_YOU) == "AMAZON.FallbackIntent"
    assert meant("I'm here by myself", State.COOL_AND_YOU) == "SoloIntent"


@each_case(
    ("text", "intent"),
    [
        ("have you got one about, I don't know, money", "TonightsQuestionIntent"),
        ("remind us at, let me think, nine", REMIND),
    ],
)
def test_a_word_may_be_looked_for_in_the_middle_of_a_sentence(text: str, intent: str) -> None:
    assert meant(text, State.OFFER) == intent
