# SPDX-License-Identifier: Apache-2.0
"""The names and ids that other tools rely on, spelled out: a change here breaks them, and is a new major version."""

from __future__ import annotations

import re

from cases import each_case

from skill.content.loading.loader import load_content
from skill.language_model import LanguageModel, load_language_model

INTENTS: dict[str, dict[str, str]] = {
    "StartCheckInIntent": {"length": "Length", "theme": "Theme", "topic": "Topic", "mood": "Mood"},
    "TonightsQuestionIntent": {"theme": "Theme", "topic": "Topic", "mood": "Mood"},
    "AnotherOneIntent": {"mood": "Mood", "topic": "Topic"},
    "EmpathyPhraseIntent": {"feeling": "Feeling"},
    "SuggestRitualIntent": {"moment": "Moment"},
    "SuggestExperienceIntent": {},
    "AppreciateIntent": {},
    "ChooseRitualIntent": {"ritual": "Ritual"},
    "RitualDoneIntent": {"ritual": "Ritual"},
    "RitualMissedIntent": {"ritual": "Ritual"},
    "RemindUsIntent": {"time": "AMAZON.TIME", "days": "Days"},
    "CancelReminderIntent": {},
    "ReminderStatusIntent": {},
    "HowAreWeDoingIntent": {},
    "ReflectIntent": {},
    "SometimesIntent": {},
    "AboutThemeIntent": {"theme": "Theme"},
    "CoolDownIntent": {},
    "TalkTimeIntent": {"duration": "AMAZON.DURATION"},
    "RateIntent": {"score": "AMAZON.NUMBER", "second": "AMAZON.NUMBER"},
    "PassIntent": {},
    "SoloIntent": {},
    "ApartIntent": {},
    "OurRitualIntent": {},
    "MendIntent": {},
    "HowLongIntent": {},
    "WhoseTurnIntent": {},
    "SetNamesIntent": {"first": "AMAZON.FirstName", "second": "AMAZON.FirstName"},
    "AvoidTopicIntent": {"topic": "Topic"},
    "AllowTopicIntent": {"topic": "Topic"},
    "SaveThisIntent": {},
    "UnsaveIntent": {},
    "SavedIntent": {},
    "PrivacyIntent": {},
    "SafetyIntent": {"risk": "Risk"},
    "ForgetUsIntent": {},
    "AMAZON.HelpIntent": {},
    "AMAZON.StopIntent": {},
    "AMAZON.CancelIntent": {},
    "AMAZON.NavigateHomeIntent": {},
    "AMAZON.FallbackIntent": {},
    "AMAZON.YesIntent": {},
    "AMAZON.NoIntent": {},
    "AMAZON.NextIntent": {},
    "AMAZON.PreviousIntent": {},
    "AMAZON.RepeatIntent": {},
    "AMAZON.PauseIntent": {},
    "AMAZON.ResumeIntent": {},
    "AMAZON.StartOverIntent": {},
    "AMAZON.LoopOnIntent": {},
    "AMAZON.LoopOffIntent": {},
    "AMAZON.ShuffleOnIntent": {},
    "AMAZON.ShuffleOffIntent": {},
}

IDS = {
    "Length": ["short", "standard", "long"],
    "Theme": ["communication", "vulnerability", "rituals", "empathy", "touch", "experiences", "conflict"],
    "Moment": ["morning", "mealtime", "parting", "reunion", "evening", "bedtime", "weekend"],
    "Feeling": [
        *["sad", "stressed", "angry", "anxious", "hurt", "tired", "lonely"],
        *["ashamed", "disappointed", "overwhelmed", "happy"],
    ],
    "Topic": ["money", "children", "sex", "family", "work", "health", "faith", "past"],
    "Days": [
        *["every_day", "weekdays", "weekends"],
        *["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ],
    "Mood": ["light", "funny", "deep", "romantic"],
    "Risk": ["danger", "self", "child", "fear"],
}

# What a couple says most, or says when it matters most, is written down in the most ways.
SAMPLES_AT_LEAST = {
    "StartCheckInIntent": 40,
    "TonightsQuestionIntent": 40,
    "EmpathyPhraseIntent": 40,
    "SuggestRitualIntent": 40,
    "SafetyIntent": 100,
    "AMAZON.NextIntent": 30,
    "AMAZON.HelpIntent": 30,
    "AMAZON.StopIntent": 30,
    "AMAZON.RepeatIntent": 30,
}
CUSTOM_SAMPLES_AT_LEAST = 20


def test_the_intents_and_their_slots_are_these(model: LanguageModel) -> None:
    slots = {name: {slot.name: slot.type for slot in intent.slots} for name, intent in model.intents.items()}
    assert slots == INTENTS


def test_the_slot_ids_are_these(model: LanguageModel) -> None:
    ids = {name: [value.id for value in values] for name, values in model.types.items() if name != "Ritual"}
    assert ids == IDS


def test_the_rituals_are_those_of_the_deck() -> None:
    """`python -m skill model` writes them anew after a change of the deck."""
    deck = load_content("en-US").rituals.values()
    values = {value.id: value.words for value in load_language_model("en-US").types["Ritual"]}
    synonyms = {ritual.id: ritual.synonyms for ritual in deck}
    assert {id: words[: len(synonyms.get(id, ()))] for id, words in values.items()} == synonyms


def test_each_ritual_can_be_called_what_the_skill_calls_it() -> None:
    words = {word for value in load_language_model("en-US").types["Ritual"] for word in value.words}
    deck = load_content("en-US").rituals.values()
    names = {re.sub(r"[,-]+ ?", " ", ritual.name.lower()) for ritual in deck}
    assert {name for name in names if name not in words and re.sub("^(an?|the) ", "", name) not in words} == set()


def test_every_locale_knows_every_ritual(model: LanguageModel) -> None:
    deck = load_content(model.locale).rituals.values()
    assert {value.id for value in model.types["Ritual"]} == {ritual.id for ritual in deck}


@each_case("name", [name for name in INTENTS if not name.startswith("AMAZON.")])
def test_there_are_enough_samples(model: LanguageModel, name: str) -> None:
    assert len(model.intents[name].samples) >= SAMPLES_AT_LEAST.get(name, CUSTOM_SAMPLES_AT_LEAST)


@each_case("name", [name for name in SAMPLES_AT_LEAST if name.startswith("AMAZON.")])
def test_the_built_in_words_are_widened(model: LanguageModel, name: str) -> None:
    assert len(model.intents[name].samples) >= SAMPLES_AT_LEAST[name]


def test_samples_differ_by_more_than_a_courtesy(model: LanguageModel) -> None:
    """`please` may be added to a sample, but the counts above are reached without it."""
    for name, intent in model.intents.items():
        plain = {sample.replace(" please", "").replace("please ", "") for sample in intent.samples}
        if not name.startswith("AMAZON."):
            assert len(plain) >= SAMPLES_AT_LEAST.get(name, CUSTOM_SAMPLES_AT_LEAST), name
