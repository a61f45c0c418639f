# SPDX-License-Identifier: Apache-2.0
"""What counts beside an answer, a reason or talk, intent by intent: a request that does, and one that does not."""

from __future__ import annotations

import pytest
from cases import each_case
from understood import rules_of

from skill.speaker.nlu import FALLBACK

UNDERSTANDING = rules_of()
YES, NO, STOP, NEXT = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.NextIntent"
CLEARLY = ("ForgetUsIntent", "CoolDownIntent")
"""Where one of these is waited for, a yes must be clear."""

SAID = {
    "AMAZON.HelpIntent": "what can you do",
    "AMAZON.RepeatIntent": "say that again",
    "HowLongIntent": "how long will it take",
    "WhoseTurnIntent": "whose turn is it",
    "OurRitualIntent": "what is our ritual",
    "StartCheckInIntent": "start a short check in",
    "TonightsQuestionIntent": "give us a question about money",
    "AnotherOneIntent": "another one",
    "AvoidTopicIntent": "don't ask about money",
    "RemindUsIntent": "every sunday",
    "ReminderStatusIntent": "when is our reminder",
    "SuggestRitualIntent": "suggest a ritual",
    "SuggestExperienceIntent": "suggest something new",
    "RitualDoneIntent": "we did the walk",
    "ChooseRitualIntent": "the evening walk",
    "SaveThisIntent": "save that question",
    "TalkTimeIntent": "give us five more minutes",
    "ApartIntent": "we are apart tonight",
    "AMAZON.ResumeIntent": "let's carry on",
    "SavedIntent": "what have we saved",
    NEXT: "skip that one",
    "PrivacyIntent": "what do you know about us",
    "HowAreWeDoingIntent": "how are we doing",
    "CancelReminderIntent": "cancel the reminder",
    "SetNamesIntent": "we are Sam and Alex",
    "AllowTopicIntent": "you can ask about money again",
    "AMAZON.PreviousIntent": "go back",
    "AMAZON.StartOverIntent": "start over",
    "RitualMissedIntent": "we missed it",
    "SometimesIntent": "sometimes",
    "EmpathyPhraseIntent": "she is so stressed",
    "MendIntent": "how do we make up",
    "PassIntent": "we pass",
    "AMAZON.PauseIntent": "pause the music",
}


def heard(text: str, *expects: str) -> tuple[str, float]:
    meaning = UNDERSTANDING.meaning(text, expects)
    return meaning.intent, meaning.confidence


@each_case("intent", SAID)
def test_each_is_said_word_for_word(intent: str) -> None:
    assert heard(SAID[intent], intent) == (intent, 1.0)


@each_case(
    "intent",
    [
        *("AMAZON.HelpIntent", "AMAZON.RepeatIntent", "HowLongIntent", "WhoseTurnIntent", "OurRitualIntent"),
        *("StartCheckInIntent", "TonightsQuestionIntent", "AnotherOneIntent", "AvoidTopicIntent", "RemindUsIntent"),
        *("ReminderStatusIntent", "SuggestRitualIntent", "SuggestExperienceIntent"),
    ],
)
def test_what_asks_for_more_than_a_yes_counts_after_one(intent: str) -> None:
    assert heard(f"yes, but {SAID[intent]}", YES, NO) == (intent, 1.0)


@pytest.mark.parametrize(
    "intent",
    [
        *("RitualDoneIntent", "ChooseRitualIntent", "SaveThisIntent", "TalkTimeIntent", "ApartIntent"),
        "AMAZON.ResumeIntent",
    ],
)
def test_what_is_waited_for_counts_after_a_yes(intent: str) -> None:
    assert heard(f"yes, but {SAID[intent]}", YES, NO, intent) == (intent, 1.0)
    assert heard(f"yes, but {SAID[intent]}", YES, NO) == (YES, 0.8)


@pytest.mark.parametrize(
    "intent",
    [
        *("SavedIntent", NEXT, "PrivacyIntent", "HowAreWeDoingIntent", "CancelReminderIntent", "SetNamesIntent"),
        *("AllowTopicIntent", "AMAZON.PreviousIntent", "AMAZON.StartOverIntent", "RitualMissedIntent"),
        *("SometimesIntent", "EmpathyPhraseIntent", "MendIntent", "AMAZON.PauseIntent"),
    ],
)
def test_anything_else_after_a_yes_leaves_it_a_yes(intent: str) -> None:
    assert heard(f"yes, but {SAID[intent]}", YES, NO, intent) == (YES, 0.8)


@each_case(
    "intent",
    [
        *("AMAZON.HelpIntent", "AMAZON.RepeatIntent", "HowLongIntent", "WhoseTurnIntent", "OurRitualIntent"),
        *("StartCheckInIntent", "TonightsQuestionIntent", "AnotherOneIntent", "RemindUsIntent"),
        *("ReminderStatusIntent", "SuggestRitualIntent", NEXT, "SavedIntent", "SaveThisIntent"),
    ],
)
def test_what_a_no_makes_room_for_counts_after_one(intent: str) -> None:
    assert heard(f"no that's weird, {SAID[intent]}", YES, NO) == (intent, 0.8)


@pytest.mark.parametrize("clearly", CLEARLY)
def test_where_a_yes_must_be_clear_no_request_is_looked_for_beside_a_no(clearly: str) -> None:
    assert heard("no that's weird, save that question", YES, NO, clearly)[1] != 0.8
    assert heard("not right now. how long does it take", YES, NO, clearly)[1] != 1.0


@each_case("intent", ["RitualDoneIntent", "ChooseRitualIntent"])
def test_what_is_waited_for_counts_after_a_no(intent: str) -> None:
    assert heard(f"no that's weird, {SAID[intent]}", YES, NO, intent) == (intent, 0.8)


@pytest.mark.parametrize(
    "intent",
    [
        *("SuggestExperienceIntent", "AvoidTopicIntent", "RitualDoneIntent", "TalkTimeIntent", "ApartIntent"),
        *("AMAZON.ResumeIntent", "SetNamesIntent", "AMAZON.StartOverIntent", "RitualMissedIntent"),
        *("SometimesIntent", "EmpathyPhraseIntent", "MendIntent"),
    ],
)
def test_anything_else_after_a_no_is_not_taken_for_what_they_want(intent: str) -> None:
    assert heard(f"no that's weird, {SAID[intent]}", YES, NO)[0] != intent


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("how long does it take", "HowLongIntent"),
        ("whose turn is it", "WhoseTurnIntent"),
        ("what is our ritual", "OurRitualIntent"),
        ("when is our reminder", "ReminderStatusIntent"),
        ("what do you know about us", "PrivacyIntent"),
        ("what have we saved", "SavedIntent"),
        ("what was the question", "AMAZON.RepeatIntent"),
        ("what do you do", "AMAZON.HelpIntent"),
        ("what is our streak", "HowAreWeDoingIntent"),
        ("do you like cheese", FALLBACK),
    ],
)
def test_a_question_after_a_no_wants_an_answer(question: str, intent: str) -> None:
    for no in ("not right now.", "no.", "no thanks,"):
        assert heard(f"{no} {question}", YES, NO)[0] == intent
    assert heard(f"not right now. {question}", YES, NO)[1] == float(intent != FALLBACK)


@each_case("text", ["no, what for", "no, why is that so", "not right now. we did the walk", "no"])
def test_a_no_without_a_question_about_us_is_a_no(text: str) -> None:
    assert heard(text, YES, NO)[0] == NO


@each_case(
    "intent",
    [
        *(NEXT, "AMAZON.RepeatIntent", "AMAZON.HelpIntent", "AnotherOneIntent", "TonightsQuestionIntent"),
        *("StartCheckInIntent", "SuggestRitualIntent"),
    ],
)
def test_a_plain_request_counts_as_the_last_sentence_of_talk(intent: str) -> None:
    assert heard(f"he told us of socks. just socks. {SAID[intent]}") == (intent, 0.8)


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        *(("next one", NEXT), ("once again", "AMAZON.RepeatIntent"), ("help us", "AMAZON.HelpIntent")),
        ("another one", "AnotherOneIntent"),
    ],
)
def test_two_common_words_are_a_request_as_the_last_sentence_alone(said: str, intent: str) -> None:
    assert heard(f"the kettle is on. just the kettle. {said}") == (intent, 0.8)
    assert heard(f"the kettle is on, just the kettle, {said}") != (intent, 0.8)


@pytest.mark.parametrize(
    "intent",
    [
        *("RitualDoneIntent", "ChooseRitualIntent", "AMAZON.PreviousIntent", "AMAZON.StartOverIntent"),
        *("RitualMissedIntent", "SometimesIntent"),
    ],
)
def test_what_one_may_have_said_to_the_other_does_not(intent: str) -> None:
    assert heard(f"he told us of socks. just socks. {SAID[intent]}") == (FALLBACK, 0.0)


@pytest.mark.parametrize("reason", ["he's got his barn coat on again", "the dishwasher is making that sound"])
@pytest.mark.parametrize(
    ("request_said", "intent"),
    [
        *(("stop here", STOP), ("next one", NEXT), ("pause that", "AMAZON.PauseIntent")),
        *(("once again", "AMAZON.RepeatIntent"), ("help us", "AMAZON.HelpIntent"), ("we pass", "PassIntent")),
        *(("another one", "AnotherOneIntent"), ("tonight's question", "TonightsQuestionIntent")),
        *(("a ritual", "SuggestRitualIntent"), ("save that", "SaveThisIntent"), ("who starts", "WhoseTurnIntent")),
        *(("how long", "HowLongIntent"), ("the evening walk", FALLBACK), ("go back", FALLBACK)),
    ],
)
def test_what_is_harmless_counts_before_its_reason(request_said: str, reason: str, intent: str) -> None:
    assert heard(f"{request_said}, {reason}") == (intent, 0.8 * (intent != FALLBACK))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the evening walk, good night", "ChooseRitualIntent"),
        ("we did it, good night", "RitualDoneIntent"),
        ("sometimes, good night", "SometimesIntent"),
        ("save that, good night", "SaveThisIntent"),
        ("do it, good night", YES),
        ("do it, thank you, good night, sleep well", YES),
    ],
)
def test_what_counts_before_a_good_night(text: str, intent: str) -> None:
    expects = (YES, NO, "SometimesIntent", "SaveThisIntent", "RitualDoneIntent")
    assert heard(text, *expects) == (intent, 1.0)
    for clearly in CLEARLY:
        assert heard(text, *expects, clearly)[1] != 1.0


@pytest.mark.parametrize("expects", [(YES, NO), ("RemindUsIntent", YES, NO)])
def test_a_no_before_a_good_night_is_a_good_night(expects: tuple[str, ...]) -> None:
    assert heard("not tonight, good night", *expects) == (STOP, 0.8)
    assert heard("not tonight, good night", *expects, "ChooseRitualIntent")[0] != STOP
    assert heard("not tonight, good night")[0] == NO


@each_case(
    ("text", "intent"),
    [
        ("never mind, don't set it, I'll put it on the fridge. good night now", STOP),
        ("he's asleep already. good night", STOP),
        ("we kissed, night after night", "AMAZON.FallbackIntent"),
        ("remind us at nine, good night", "RemindUsIntent"),
    ],
)
def test_talk_that_ends_with_a_good_night_is_one(text: str, intent: str) -> None:
    assert heard(text, YES, NO, "ChooseRitualIntent", "RemindUsIntent")[0] == intent


def test_a_good_night_names_no_hour_of_a_reminder() -> None:
    meaning = UNDERSTANDING.meaning("on sunday, good night", ["RemindUsIntent", YES, NO])
    assert (meaning.intent, meaning.slots) == ("RemindUsIntent", {"days": "sunday"})


@each_case(
    ("text", "expects", "intent", "confidence"),
    [
        ("hang on, the phone is ringing", (), "AMAZON.PauseIntent", 0.8),
        ("pause, the phone is ringing", (), FALLBACK, 0.0),
        ("the kettle is on, hang on", (), "AMAZON.PauseIntent", 0.8),
        ("the kettle hang on is on", (), FALLBACK, 0.0),
        ("hang on the kettle is on now", (), "AMAZON.PauseIntent", 0.8),
        ("he said it, say that again please, he did", (), "AMAZON.RepeatIntent", 0.8),
        ("he deleted it, cancel the reminder", (), "CancelReminderIntent", 0.8),
        ("cancel the reminder he deleted it now", (), "CancelReminderIntent", 0.8),
        ("another one the kettle is on", (), FALLBACK, 0.0),
        ("a funny one the kettle is on", (), "TonightsQuestionIntent", 0.8),
        ("the kettle is on a funny one", (), "TonightsQuestionIntent", 0.8),
        ("the kettle is on a funny one about money", (), FALLBACK, 0.0),
        ("give us a short one the kettle is on", (), "StartCheckInIntent", 0.8),
        ("we didn't choose that, the quiet breakfast", (), "ChooseRitualIntent", 0.8),
        ("that is not it, the walk", (), "ChooseRitualIntent", 0.8),
        ("not that. we want the walk, remind us", (), "RemindUsIntent", 0.8),
        ("next one. he told us", (), NEXT, 0.8),
        ("a. b. say it again", (), "AMAZON.RepeatIntent", 0.8),
        ("socks. stop", (), FALLBACK, 0.0),
        ("the baby was yelling skip", (), FALLBACK, 0.0),
        ("sam is tired a lighter one", (), "TonightsQuestionIntent", 0.8),
        ("no, he keeps going to the gym", (NO,), NO, 0.8),
        ("well no he goes to the gym", (YES, NO), NO, 0.8),
        ("breakfast in bed, with a baby? ha, good luck", (YES, NO), NO, 0.8),
        ("good luck, the boiler man rang", (YES, NO), NO, 0.8),
        ("the boiler man, good luck, rang", (YES, NO), FALLBACK, 0.0),
        ("luck, the boiler man rang", (YES, NO), FALLBACK, 0.0),
        ("the boiler man rang, good luck", (), FALLBACK, 0.0),
        ("my knees are bad these days, so yes", (YES, NO), YES, 0.8),
        ("the washing is out yes", (YES, NO), YES, 0.8),
        ("the boiler man rang back we would love to", (YES, NO), YES, 0.8),
        ("the boiler man rang back we would love to", (), FALLBACK, 0.0),
        ("the boiler man rang back we would love to", (YES, NO, "ForgetUsIntent"), FALLBACK, 0.0),
        ("the boiler man rang, yes please", (YES, NO), YES, 0.8),
        ("not the boiler man again yes", (YES, NO), FALLBACK, 0.0),
        ("he never does it, so yes", (YES, NO), FALLBACK, 0.0),
        ("the boiler man rang, thursday", ("RemindUsIntent", YES, NO), "RemindUsIntent", 0.8),
        ("the boiler man rang, thursday", (YES, NO), FALLBACK, 0.0),
        ("morning", ("RemindUsIntent",), "RemindUsIntent", 0.8),
        ("good morning", (YES, NO), FALLBACK, 0.0),
        ("we could do that, couldn't we, Paul", (YES, NO), YES, 1.0),
        ("Paul, we could do that", (YES, NO), YES, 1.0),
        ("Paul, we could do that", (YES, NO, "ForgetUsIntent"), FALLBACK, 0.0),
        ("let's do it Paul", (YES, NO), YES, 1.0),
        ("yes Paul", (YES, NO), YES, 0.8),
        ("yes Paul", (), FALLBACK, 0.0),
        ("no music, it wakes the kid", (), "AvoidTopicIntent", 0.8),
        ("no music, it wakes the kid", (YES, NO), "AvoidTopicIntent", 0.8),
        ("don't play music, it wakes the kid", (), "AvoidTopicIntent", 0.697),
        ("no, keep it short, he's tired", (YES, NO), "StartCheckInIntent", 0.8),
        ("remind us on sunday, he is away before", (), "RemindUsIntent", 0.8),
    ],
)
def test_what_a_part_of_a_sentence_is_taken_for(
    text: str, expects: tuple[str, ...], intent: str, confidence: float
) -> None:
    assert heard(text, *expects) == (intent, confidence)


@each_case(
    ("text", "intent"),
    [
        ("yes, the children are asleep, give us a question", "TonightsQuestionIntent"),
        ("yes, he is at work and give us a question", "TonightsQuestionIntent"),
        ("yes, but we are at work, so suggest a ritual", "SuggestRitualIntent"),
    ],
)
def test_what_is_told_beside_a_request_after_a_yes_is_no_part_of_it(text: str, intent: str) -> None:
    meaning = UNDERSTANDING.meaning(text, [YES, NO])
    assert (meaning.intent, meaning.slots, meaning.confidence) == (intent, {}, 1.0)


@pytest.mark.parametrize(
    ("told", "safe"),
    [("he's a vegetarian", True), ("he gets loud", False), ("he goes through my bag", False), ("he gets nasty", False)],
)
def test_beside_what_may_be_danger_no_part_is_heard_as_if_it_stood_alone(told: str, safe: bool) -> None:
    assert (heard(f"no thanks, {told}, give us another one please", YES, NO)[1] == 0.8) is safe
    assert (heard(f"yes, {told}, give us another one please", YES, NO)[1] == 1.0) is safe
