# SPDX-License-Identifier: Apache-2.0
"""What a sentence is taken for where it is known how likely each intent is: beside samples, rules and talk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy

from cases import each_case
from understood import understanding_of

from skill.alexa.responses.response import EXPECTED
from skill.checkin.model.session import State
from skill.language_model import load_language_model
from skill.speaker.nlu import FALLBACK
from skill.speaker.nlu.similarity.classification import (
    NEWS,
    NOTHING,
    Classifier,
)
from skill.speaker.nlu.similarity.meanings import Limits

YES, NO, NEXT, ANOTHER = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.NextIntent", "AnotherOneIntent"


class Sure(Classifier):
    """What takes every sentence for one intent, as surely as told."""

    def __init__(self, **likely: float) -> None:
        """`likely` names intents without their `Intent`, and `Talk`."""
        names = {"Talk": NOTHING, "Yes": YES, "No": NO, "Next": NEXT, "Stop": "AMAZON.StopIntent", "News": NEWS}
        self._likely = {names.get(name, f"{name}Intent"): share for name, share in likely.items()}
        self._limits = dict.fromkeys({*load_language_model().intents} - {NOTHING}, Limits(0.4, 0.6))

    def likelihoods(self, words: Sequence[str], expects: Collection[str] = ()) -> Mapping[str, float]:
        return dict.fromkeys(self._limits, 0.0) | {NOTHING: 0.0, NEWS: 0.0} | self._likely


def understood(classifier: Classifier, text: str, *expects: str) -> tuple[str, dict[str, str]]:
    """Intent and spoken slots of a sentence where the classifier is sure of what it is told."""
    understanding = copy(understanding_of())
    vars(understanding)["_classifier"] = classifier  # which is made when it is first asked for, and kept there
    meaning = understanding.meaning(text, expects)
    return meaning.intent, meaning.spoken


LIKE_NOTHING = "zugzwang and zwieback on the zither"
"""A sentence that no sample is like."""


@each_case(
    ("likely", "expects", "intent"),
    [
        ({"HowLong": 0.7}, (), "HowLongIntent"),
        ({"HowLong": 0.5}, (), "HowLongIntent"),
        ({"HowLong": 0.3}, (), FALLBACK),
        ({"HowLong": 0.9, "Safety": 0.06}, (), FALLBACK),
        ({"Talk": 0.9}, (), FALLBACK),
        ({"News": 0.9}, (), FALLBACK),
        ({"Yes": 0.9}, (YES, NO), YES),
        ({"Yes": 0.9}, (NEXT, YES), FALLBACK),
        ({"Yes": 0.9}, (YES, "ForgetUsIntent"), FALLBACK),
        ({"Yes": 0.9}, (), YES),
        ({"No": 0.9}, (YES, NO), NO),
        ({"No": 0.9}, (NEXT, YES, NO), FALLBACK),
        ({"No": 0.9}, (YES,), FALLBACK),
        ({"RitualDone": 0.9}, (NEXT,), FALLBACK),
        ({"RitualDone": 0.9}, ("RitualDoneIntent",), "RitualDoneIntent"),
        ({"Next": 0.9}, (NEXT,), NEXT),
        ({"Next": 0.9}, (YES, "ChooseRitualIntent"), ANOTHER),
        ({"ChooseRitual": 0.9}, (YES, "ChooseRitualIntent"), YES),
        ({"ChooseRitual": 0.9}, ("ChooseRitualIntent",), FALLBACK),
        ({"SetNames": 0.9}, (), FALLBACK),
        ({"AvoidTopic": 0.9}, (), FALLBACK),
        ({"AllowTopic": 0.9}, (), FALLBACK),
    ],
)
def test_what_it_is_taken_for_where_no_sample_is_like_it(
    likely: dict[str, float], expects: tuple[str, ...], intent: str
) -> None:
    assert understood(Sure(**likely), LIKE_NOTHING, *expects)[0] == intent


@each_case(
    ("likely", "text", "expects", "intent"),
    [
        ({"EmpathyPhrase": 0.9}, "zugzwang for her, to thank her so", (), "AppreciateIntent"),
        ({"EmpathyPhrase": 0.9}, "zugzwang for her, to soothe her so", (), "EmpathyPhraseIntent"),
        ({"Yes": 0.9}, "what zugzwang would that be", (YES, NO), FALLBACK),
        ({"Yes": 0.9}, "zugzwang it is, but never tonight", (YES, NO), FALLBACK),
        ({"HowLong": 0.9}, "zugzwang zither of the", (), FALLBACK),
        ({"HowLong": 0.9}, "zugzwang zither", (), FALLBACK),
        ({"CancelReminder": 0.9}, "did you zugzwang the zither", (), FALLBACK),
        ({"RemindUs": 0.9}, "Hannah has the zither at five", (), FALLBACK),
        ({"Unsave": 0.9}, "actually keep it don't take it off", (), "SaveThisIntent"),
        ({"HowLong": 0.9}, "actually keep it don't take it off", (), "HowLongIntent"),
        ({"RemindUs": 0.9}, "delete the reminder at nine", (), "CancelReminderIntent"),
        ({"Yes": 0.9}, "could we keep doing that every Sunday", (YES, NO), "RemindUsIntent"),
        ({"SetNames": 0.9}, "we zugzwang, and call us Sam and Alex", (), "SetNamesIntent"),
        ({"SetNames": 0.9}, "we zugzwang, we are not Sam and Alex", (), FALLBACK),
    ],
)
def test_what_takes_it_back_or_makes_it_another(
    likely: dict[str, float], text: str, expects: tuple[str, ...], intent: str
) -> None:
    assert understood(Sure(**likely), text, *expects)[0] == intent


@each_case(
    ("likely", "text", "meant"),
    [
        ({"TonightsQuestion": 0.9}, "zugzwang me one about the zither", ("TonightsQuestionIntent", "the zither")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one with money", ("TonightsQuestionIntent", "money")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one, not money", ("AvoidTopicIntent", "money")),
        ({"TonightsQuestion": 0.9}, "zugzwang me one please", ("TonightsQuestionIntent", None)),
        ({"EmpathyPhrase": 0.9}, "give us one about the zither", ("EmpathyPhraseIntent", None)),
    ],
)
def test_what_a_question_is_to_be_about(likely: dict[str, float], text: str, meant: tuple[str, str | None]) -> None:
    intent, spoken = understood(Sure(**likely), text)
    assert (intent, spoken.get("topic")) == meant


@each_case(
    ("likely", "text", "intent"),
    [
        ({"Talk": 0.7, "AnotherOne": 0.1}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.3, "News": 0.3, "AnotherOne": 0.1}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.5, "AnotherOne": 0.1}, "no more of those dings at breakfast", ANOTHER),
        ({"Talk": 0.1, "AnotherOne": 0.02}, "no more of those dings at breakfast", FALLBACK),
        ({"Talk": 0.7}, "another one", ANOTHER),
        ({"Talk": 0.7}, "one more then", ANOTHER),
    ],
)
def test_talk_is_left_alone_whatever_sample_it_is_like(likely: dict[str, float], text: str, intent: str) -> None:
    assert understood(Sure(**likely), text)[0] == intent


@each_case(
    ("likely", "intent"),
    [
        ({"Yes": 0.9}, YES),
        ({"Yes": 0.7}, FALLBACK),
        ({"Yes": 0.9, "Safety": 0.02}, FALLBACK),
        ({"Talk": 0.9}, FALLBACK),
    ],
)
def test_words_of_danger_are_none_where_something_else_is_surely_meant(likely: dict[str, float], intent: str) -> None:
    hardly = "hmm you lost, so i have got to say good night"
    assert understood(Sure(**likely), hardly, YES, NO)[0] == intent
    assert understood(Sure(**likely), "good evening, yes, and he hit me", YES, NO)[0] == "SafetyIntent"


@each_case(
    ("text", "likely", "intent"),
    [
        ("we've had a bit of a row and I'm still cross", {"News": 0.9}, "CoolDownIntent"),
        ("we've had a bit of a row and I'm still cross", {"No": 0.9}, NO),
        ("we're not having a row, love", {"News": 0.9}, FALLBACK),
        ("I'll take no questions, we're arguing. he never listens", {"No": 0.9}, "CoolDownIntent"),
    ],
)
def test_who_tells_of_a_quarrel_is_offered_to_slow_it_down(text: str, likely: dict[str, float], intent: str) -> None:
    assert understood(Sure(**likely), text, YES, NO)[0] == intent


@each_case(
    ("text", "spoken"),
    [
        ("skip that one, we've had enough of family this week", {}),
        ("mate, that's work. something flirty then", {"mood": "flirty"}),
        ("skip that one, something with family this week", {"topic": "family"}),
    ],
)
def test_what_they_have_had_enough_of_is_not_asked_for(text: str, spoken: dict[str, str]) -> None:
    assert understood(Sure(AnotherOne=0.9), text) == (ANOTHER, spoken)


@each_case(
    ("text", "intent"),
    [
        ("never mind, we'll do this. just no music, please", "AvoidTopicIntent"),
        ("it's like a spa in here, can we have that music off", "AvoidTopicIntent"),
        ("yes, that one, and turn that music off", YES),
    ],
)
def test_no_music_is_heard_beside_anything_but_a_yes(text: str, intent: str) -> None:
    assert understood(Sure(Yes=0.9), text, YES, NO)[0] == intent


@each_case(
    ("likely", "state", "text", "intent"),
    [
        ({"ChooseRitual": 0.97}, State.RITUAL, "let it be cooking sadza together on Fridays", "ChooseRitualIntent"),
        ({"ChooseRitual": 0.7, "Yes": 0.2}, State.RITUAL, "let it be that one, sure", YES),
        ({"SaveThis": 0.9}, State.REMIND, "save us that last question as well, would you", "SaveThisIntent"),
        ({"RemindUs": 0.9}, State.REMIND, "the last one in the evening was fine, so nine", "RemindUsIntent"),
        ({"Talk": 1.0}, State.RITUAL, "that's what your mum and dad did, every Sunday", FALLBACK),
        ({"RemindUs": 0.9}, State.READY, "no, but give us a poke tomorrow at eight", "RemindUsIntent"),
        ({"No": 0.9}, State.READY, "no, we've got work at eight tomorrow", NO),
        ({"Yes": 0.9}, State.READY, "that's us, see you tomorrow", "AMAZON.StopIntent"),
    ],
)
def test_a_day_or_an_answer_is_one_unless_couples_surely_mean_else(
    likely: dict[str, float], state: State, text: str, intent: str
) -> None:
    assert understood(Sure(**likely), text, *EXPECTED[state])[0] == intent


def test_a_ritual_of_their_own_comes_in_its_own_words() -> None:
    text = "let it be cooking sadza together on Fridays"
    assert understood(Sure(ChooseRitual=0.97), text, *EXPECTED[State.RITUAL])[1] == {"ritual": text}
