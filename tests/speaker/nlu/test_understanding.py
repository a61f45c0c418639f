# SPDX-License-Identifier: Apache-2.0
"""What typed and recognised sentences mean."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from understood import understanding_of

from skill.language_model import (
    FOLDER,
    Intent,
    LanguageModel,
    Slot,
    SlotType,
    SlotValue,
    ValueName,
    load_language_model,
    read_language_model,
)
from skill.speaker.nlu import FALLBACK, Understanding

MODEL = load_language_model()
UNDERSTANDING = understanding_of()
LOCALES = sorted(path.stem for path in FOLDER.glob("*.json"))
BUILT_IN = {
    "AMAZON.TIME": ["nine", "half past eight in the evening", "noon"],
    "AMAZON.DURATION": ["five minutes", "half an hour"],
    "AMAZON.NUMBER": ["seven", "ten"],
    "AMAZON.FirstName": ["Sam", "Alex"],
}


def intent(text: str, *expects: str) -> str:
    return UNDERSTANDING.meaning(text, expects).intent


@pytest.mark.long
@pytest.mark.parametrize("locale", LOCALES)
def test_every_sample_means_its_own_intent_for_sure(locale: str) -> None:
    model, understanding = load_language_model(locale), understanding_of(locale)
    wrong = []
    for owner, sample in model.samples():
        sentence = next(model.expand(owner, sample, BUILT_IN))
        meaning = understanding.meaning(sentence.text)
        if (meaning.intent, meaning.confidence) != (owner.name, 1.0):
            wrong.append((sentence.text, owner.name, meaning.intent, meaning.confidence))
    assert wrong == []


def test_every_value_of_a_list_gives_its_id() -> None:
    wrong = []
    for owner in MODEL.intents.values():
        for slot in owner.slots:
            words = MODEL.slot_words(owner.name, slot.name)
            sample = next((each for each in owner.samples if f"{{{slot.name}}}" in each and each.count("{") == 1), None)
            if words is None or sample is None:
                continue
            for said, value in words.items():
                meaning = UNDERSTANDING.meaning(sample.replace(f"{{{slot.name}}}", said))
                if meaning.intent == owner.name and meaning.slots.get(slot.name) != value:
                    wrong.append((sample, said, value, meaning.slots))
    assert wrong == []


@each_case(
    "text",
    [
        "What's tonight's question?",
        "what is tonight's question",
        "WHATS TONIGHTS QUESTION",
        "what\u2019s tonight\u2019s question",
        "  what's   tonight's\tquestion!!  ",
        "um, what's tonight's question please",
        "okay so what's tonight's question",
        "hey, uh, what's tonight's question",
        "what's tonight's question \U0001f60a",
    ],
)
def test_case_punctuation_apostrophes_and_fillers_make_no_difference(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.confidence, meaning.text) == ("TonightsQuestionIntent", 1.0, text)


def test_words_that_a_recogniser_confuses_are_put_right() -> None:
    assert intent("won more") == "AnotherOneIntent"
    assert intent("were fighting") == "CoolDownIntent"
    assert intent("well do the evening walk") == "ChooseRitualIntent"
    assert intent("paws") == "AMAZON.PauseIntent"


def test_an_answer_before_what_is_asked_for_does_not_hide_it() -> None:
    meaning = UNDERSTANDING.meaning("yeah, the evening walk")
    assert (meaning.intent, meaning.slots) == ("ChooseRitualIntent", {"ritual": "evening_walk"})
    assert intent("no, remind us at eight") == "RemindUsIntent"
    assert intent("yes yes") == "AMAZON.YesIntent"
    assert intent("no no no") == "AMAZON.NoIntent"


def test_signs_are_words() -> None:
    assert UNDERSTANDING.meaning("we're Sam & Alex").slots == {"first": "Sam", "second": "Alex"}
    assert UNDERSTANDING.meaning("9/10").slots == {"score": "9"}


def test_a_filler_alone_keeps_its_meaning() -> None:
    assert intent("okay") == "AMAZON.YesIntent"
    assert intent("please") == FALLBACK
    assert intent("just me") == "SoloIntent"


def test_listed_slots_give_their_id_and_the_words_as_they_were_said() -> None:
    meaning = UNDERSTANDING.meaning("What can I say when she's stressed out?")
    assert meaning.intent == "EmpathyPhraseIntent"
    assert meaning.slots == {"feeling": "stressed"}
    assert meaning.spoken == {"feeling": "stressed out"}


def test_two_slots_of_different_lists() -> None:
    meaning = UNDERSTANDING.meaning("a short one about touch")
    assert (meaning.intent, meaning.slots) == ("StartCheckInIntent", {"length": "short", "theme": "touch"})


@pytest.mark.parametrize(
    ("text", "expected", "slot", "said"),
    [
        ("don't ask about politics", "AvoidTopicIntent", "topic", "politics"),
        ("Don't ask us about my garden", "AvoidTopicIntent", "topic", "my garden"),
        ("a ritual for Christmas", "SuggestRitualIntent", "moment", "Christmas"),
    ],
)
def test_words_that_no_list_has_are_only_in_what_was_spoken(text: str, expected: str, slot: str, said: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots, meaning.spoken) == (expected, {}, {slot: said})
    assert 0.5 < meaning.confidence < 1


def test_what_is_expected_settles_a_near_tie() -> None:
    samples = {"KeepIntent": "put the red box away", "ThrowIntent": "put the blue box away"}
    boxes = Understanding(
        LanguageModel("en-US", "tidy room", [Intent(name, (), (sample,)) for name, sample in samples.items()], [])
    )
    for name in samples:
        assert boxes.meaning("put the box away", [name]).intent == name
    assert boxes.meaning("put the red box away", ["ThrowIntent"]).intent == "KeepIntent"


@pytest.mark.parametrize("expected", ["SafetyIntent", "AMAZON.YesIntent", "RateIntent", "ForgetUsIntent"])
def test_what_is_expected_turns_no_nonsense_into_an_intent(expected: str) -> None:
    for nonsense in ["florble the wug", "banana helicopter", "who won the game last night", "asdf", "i'm out of milk"]:
        assert intent(nonsense, expected) == FALLBACK, nonsense


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\t\n",
        "?!...",
        "\U0001f600\U0001f600",
        "\x00\x07\x1b[31m",
        "\ud800",
        "你好",
        "كيف حالك",
        "ich habe dich lieb",
        "je ne sais pas",
        "a" * 10_000,
        "florble " * 1_500,
        "- - - -",
        "{slot}",
        "the",
        "and then",
        "um uh",
    ],
)
def test_what_fits_nothing_is_a_fallback_without_confidence(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots, meaning.confidence, meaning.text) == (FALLBACK, {}, 0.0, text)


@pytest.mark.parametrize("text", ["my mother lands at six on Sunday", "Hannah has the piano teacher at five on Monday"])
def test_what_comes_at_an_hour_asks_for_no_reminder(text: str) -> None:
    assert intent(text) == FALLBACK


def test_a_request_in_strange_words_asks_for_a_reminder_all_the_same() -> None:
    meaning = UNDERSTANDING.meaning("begin pestering us at six on Sunday")
    assert (meaning.intent, meaning.slots) == ("RemindUsIntent", {"days": "sunday", "time": "06:00"})


def test_a_question_with_numbers_is_no_rating() -> None:
    assert intent("what is nine minus two") == FALLBACK
    assert intent("hers is nine") == "RateIntent"


def test_people_talking_to_each_other_mean_nothing() -> None:
    talk = (
        "I know you were tired but when you came home yesterday and went straight to your phone I felt like I was "
        "not even in the room and then I got angry about the dishes which was not really about the dishes at all"
    )
    assert UNDERSTANDING.meaning(talk).intent == FALLBACK


@pytest.mark.long
@given(st.text(max_size=60), st.lists(st.sampled_from(sorted(MODEL.intents)), max_size=4))
def test_any_text_has_a_meaning_of_the_model(text: str, expects: list[str]) -> None:
    meaning = UNDERSTANDING.meaning(text, expects)
    assert meaning.intent in MODEL.intents
    assert 0.0 <= meaning.confidence <= 1.0
    assert set(meaning.slots) <= set(meaning.spoken) | {"risk"}


@cache
def known_words() -> list[str]:
    return sorted({word for _, sample in MODEL.samples() for word in sample.split()})


@given(st.randoms(use_true_random=False))
def test_any_sequence_of_known_words_has_a_meaning_of_the_model(chance: random.Random) -> None:
    meaning = UNDERSTANDING.meaning(" ".join(chance.choices(known_words(), k=chance.randint(1, 45))))
    assert meaning.intent in MODEL.intents
    slots = {slot.name for slot in MODEL.intents[meaning.intent].slots}
    assert set(meaning.slots) | set(meaning.spoken) <= slots


@pytest.mark.long
def test_the_same_sentence_always_means_the_same() -> None:
    again = Understanding(MODEL)
    for text in ["some more time", "we like the walk", "she's so sad today what now", "maybe later"]:
        assert again.meaning(text) == UNDERSTANDING.meaning(text)


def test_it_learns_from_the_model_alone(tmp_path: Path) -> None:
    path = tmp_path / "en-US.json"
    path.write_text(
        '{"interactionModel": {"languageModel": {"invocationName": "pet shop", "intents": ['
        '{"name": "FeedIntent", "slots": [{"name": "animal", "type": "Animal"}], "samples": ["feed the {animal}"]},'
        '{"name": "AMAZON.StopIntent", "samples": []}, {"name": "AMAZON.FallbackIntent", "samples": []}],'
        '"types": [{"name": "Animal", "values": [{"id": "dog", "name": {"value": "dog", "synonyms": ["puppy"]}}]}]}}}'
    )
    pet_shop = Understanding(read_language_model(path))
    assert pet_shop.meaning("Feed the puppy!").slots == {"animal": "dog"}
    assert pet_shop.meaning("stop").intent == "AMAZON.StopIntent"
    assert pet_shop.meaning("what's tonight's question").intent == FALLBACK


def test_a_language_without_words_of_its_own_understands_its_samples() -> None:
    german = LanguageModel("de-DE", MODEL.invocation_name, list(MODEL.intents.values()), [])
    assert Understanding(german).meaning("Start over.").intent == "AMAZON.StartOverIntent"


@each_case(
    "text",
    [
        "don't erase it",
        "no don't erase it",
        "please don't erase it all",
        "no i'm fine",
        "no it's fine",
        "no do not set it",
    ],
)
def test_a_no_is_never_taken_for_a_yes(text: str) -> None:
    for expects in ((), ("AMAZON.YesIntent", "AMAZON.NoIntent")):
        assert UNDERSTANDING.meaning(text, expects).intent == "AMAZON.NoIntent"


@each_case("text", ["erase it", "erase it now", "do that", "set it"])
def test_a_yes_is_not_taken_for_the_no_that_is_like_it(text: str) -> None:
    assert UNDERSTANDING.meaning(text, ("AMAZON.YesIntent", "AMAZON.NoIntent")).intent == "AMAZON.YesIntent"


WAITED_FOR = ("AMAZON.YesIntent", "AMAZON.NoIntent")


def test_a_no_before_talk_counts_where_it_is_waited_for() -> None:
    assert intent("no. he keeps going to the gym", *WAITED_FOR) == "AMAZON.NoIntent"
    assert intent("no. he keeps going to the gym") == FALLBACK


@pytest.mark.parametrize("text", ["yeah he keeps going to the gym", "no yes he keeps going to the gym"])
def test_a_yes_before_talk_begins_nothing(text: str) -> None:
    assert intent(text, *WAITED_FOR) == FALLBACK


def test_a_name_begins_another_thought_as_a_pronoun_does() -> None:
    meaning = UNDERSTANDING.meaning("can we have a funny one, Sam's getting all serious")
    assert (meaning.intent, meaning.slots) == ("AnotherOneIntent", {"mood": "funny"})
    assert intent("can you repeat that, Tom wasn't listening") == "AMAZON.RepeatIntent"


@each_case("article", ["the", "a", "an", "our", "my", "your", "some", "the other"])
def test_an_article_before_a_value_makes_no_difference(article: str) -> None:
    dog = SlotType("Animal", (SlotValue("dog", ValueName("dog", ("other dog",))),))
    feed = Intent("FeedIntent", (Slot("animal", "Animal"),), ("feed {animal}",))
    pet_shop = Understanding(LanguageModel("en-US", "pet shop", [feed], [dog]))
    meaning = pet_shop.meaning(f"feed {article} dog")
    assert (meaning.slots, meaning.confidence) == ({"animal": "dog"}, 1.0)


@pytest.mark.parametrize(
    ("text", "slots"),
    [("a check in not about work please", {}), ("start a short one, not about touch", {"length": "short"})],
)
def test_a_check_in_is_not_about_what_it_is_not_to_be_about(text: str, slots: dict[str, str]) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert (meaning.intent, meaning.slots) == ("StartCheckInIntent", slots)
