# SPDX-License-Identifier: Apache-2.0
"""What Alexa refuses in an interaction model, each rule with the place that states it."""

from __future__ import annotations

import re
from collections import Counter

from cases import each_case

from skill.language_model import FOLDER, LanguageModel, slots_of

from .meanings import Meant, heard

# "Sample utterances can consist of only unicode characters, spaces, periods for abbreviations, underscores, possessive
# apostrophes, and hyphens" (the service's own message, quoted in zef-dev/convoworks-core issue 39). Capitals and digits
# pass, but are written as spoken: lower case and words (developer.amazon.com, Best Practices for Sample Utterances).
SAMPLE = re.compile(r"(?:[a-z'.-]+|\{[a-z]+\})(?: (?:[a-z'.-]+|\{[a-z]+\}))*")
ABBREVIATION = re.compile(r"(?:[a-z]\.)+")
SLOT_WORDS = re.compile(r"[a-z'-]+(?: [a-z'-]+)*")

# "Slot value length exceeds the limit of 140 characters" (quoted in m0ngr31/kanzi issue 263).
SLOT_WORDS_MAX = 140

# "The name of a custom slot type must begin with an alphabetic character and can consist only of alphabetic characters
# or underscores" (quoted in 3SpheresRoboticsProject/flask_ask_ros issue 2). Intents and slots: the same, and built-in
# intents begin with AMAZON. (developer.amazon.com, Create Intents, Utterances, and Slots).
NAME = re.compile(r"[A-Za-z][A-Za-z_]*")
INTENT_NAME = re.compile(r"(?:AMAZON\.)?[A-Za-z][A-Za-z_]*")

# "'modelDefinition' failed to satisfy constraint: Member must have length less than or equal to 1000000" (quoted in
# alexa/ask-cli issue 9).
MODEL_BYTES_MAX = 1_000_000

# developer.amazon.com, Choose the Invocation Name for a Custom Skill.
LAUNCH_WORDS = {*["run", "start", "play", "resume", "use", "launch", "ask", "open", "tell", "load", "begin", "enable"]}
CONNECTING_WORDS = {*["to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and", "whether"]}
WAKE_WORDS = {*["alexa", "amazon", "echo", "skill", "app", "computer"]}

# "Phrase types cannot consist of only slots" (quoted in alexa/alexa-cookbook issue 89): these need other words.
PHRASE_TYPES = {"AMAZON.SearchQuery"}

# Built-in slot types that all English locales have (developer.amazon.com, Slot Type Reference).
BUILTIN_TYPES = {"AMAZON.TIME", "AMAZON.DURATION", "AMAZON.NUMBER", "AMAZON.FirstName"}


def test_the_invocation_name_is_allowed(model: LanguageModel) -> None:
    words = model.invocation_name.split()
    assert model.invocation_name == "closer together"
    assert len(words) >= 2
    assert re.fullmatch(r"[a-z][a-z'. ]*", model.invocation_name)
    assert not {*words} & (LAUNCH_WORDS | CONNECTING_WORDS | WAKE_WORDS)


def test_names_hold_allowed_characters_only(model: LanguageModel) -> None:
    assert [name for name in model.intents if not INTENT_NAME.fullmatch(name)] == []
    assert [name for name in model.types if not NAME.fullmatch(name)] == []
    slots = {slot.name for intent in model.intents.values() for slot in intent.slots}
    assert [name for name in slots if not NAME.fullmatch(name)] == []


def test_samples_hold_allowed_characters_only(model: LanguageModel) -> None:
    """Letters, spaces, apostrophes, hyphens; a slot stands between spaces; a full stop only in "p.m." and the like."""
    odd = [(intent.name, sample) for intent, sample in model.samples() if not SAMPLE.fullmatch(sample)]
    assert odd == []
    with_stop = [word for _, sample in model.samples() for word in sample.split() if "." in word]
    assert [word for word in with_stop if not ABBREVIATION.fullmatch(word)] == []


def test_every_slot_used_is_declared_and_every_declared_slot_is_used_and_has_a_type(model: LanguageModel) -> None:
    for intent in model.intents.values():
        used = {name for sample in intent.samples for name in slots_of(sample)}
        assert used == {slot.name for slot in intent.slots}, intent.name
        for slot in intent.slots:
            assert slot.type in model.types or slot.type in BUILTIN_TYPES, (intent.name, slot)


def test_every_slot_type_is_used(model: LanguageModel) -> None:
    used = {slot.type for intent in model.intents.values() for slot in intent.slots}
    assert {*model.types} - used == set()


def test_a_slot_stands_once_in_a_sample(model: LanguageModel) -> None:
    twice = [sample for _, sample in model.samples() if len(slots_of(sample)) != len({*slots_of(sample)})]
    assert twice == []


def test_no_sample_is_only_a_phrase_slot(model: LanguageModel) -> None:
    for intent, sample in model.samples():
        if not re.sub(r"\{\w+\}", "", sample).strip():
            assert not {intent.slot_type(slot) for slot in slots_of(sample)} & PHRASE_TYPES, (intent.name, sample)


def test_no_sample_stands_twice(model: LanguageModel) -> None:
    """Alexa refuses a sample that two intents share, and one that an intent holds twice."""
    counted = Counter(heard(sample) for _, sample in model.samples())
    assert [sample for sample, count in counted.items() if count > 1] == []


def test_built_in_intents_have_no_slots(model: LanguageModel) -> None:
    assert [name for name, intent in model.intents.items() if name.startswith("AMAZON.") and intent.slots] == []


def test_fallback_and_home_cannot_be_extended(model: LanguageModel) -> None:
    """Fallback is made by Alexa from all else; the way home is not ours to steal."""
    assert model.intents["AMAZON.FallbackIntent"].samples == ()
    assert model.intents["AMAZON.NavigateHomeIntent"].samples == ()


def test_slot_values_are_words_within_the_limit(model: LanguageModel) -> None:
    for name, values in model.types.items():
        for words in (words for value in values for words in value.words):
            assert SLOT_WORDS.fullmatch(words), (name, words)
            assert len(words) <= SLOT_WORDS_MAX, (name, words)


def test_ids_are_unique_and_words_belong_to_one_value(model: LanguageModel) -> None:
    """Alexa would resolve shared words to both values, and we could not tell which was meant."""
    for name, values in model.types.items():
        ids = Counter(value.id for value in values)
        assert [each for each, count in ids.items() if count > 1] == [], name
        words = Counter(heard(words) for value in values for words in value.words)
        assert [each for each, count in words.items() if count > 1] == [], name


def test_every_value_can_be_said_by_its_own_id(model: LanguageModel) -> None:
    """The skill offers themes and moments by these words, so they must be understood."""
    for name in ("Length", "Theme", "Moment", "Feeling", "Topic", "Mood", "Days"):
        for value in model.types[name]:
            assert value.id.replace("_", " ") in value.words, (name, value.id)


def test_the_whole_model_is_small_enough() -> None:
    for path in FOLDER.glob("*.json"):
        assert path.stat().st_size < MODEL_BYTES_MAX, path.name


def test_no_sentence_stands_in_two_intents(sentences: dict[str, tuple[Meant, ...]]) -> None:
    """All slots filled with all their words. It also keeps one-word samples in one intent."""
    assert len(sentences) > 100_000
    shared = {
        text: sorted({(meant.intent, meant.sample) for meant in meanings})
        for text, meanings in sentences.items()
        if len(meanings) > 1 and len({meant.intent for meant in meanings}) > 1
    }
    listed = "\n".join(f"{text!r}: {intents}" for text, intents in list(shared.items())[:20])
    assert not shared, f"{len(shared)} sentences stand in two intents; take a sample or a slot's words out:\n{listed}"


def test_no_sentence_fills_its_slots_in_two_ways(sentences: dict[str, tuple[Meant, ...]]) -> None:
    unclear = {
        text: sorted(meanings)
        for text, meanings in sentences.items()
        if len(meanings) > 1 and len({(meant.intent, meant.slots) for meant in meanings}) > 1
    }
    assert unclear == {}


@each_case("type_name", ["Theme", "Length", "Moment", "Feeling", "Topic", "Mood", "Risk", "Days", "Ritual"])
def test_every_value_has_several_names(model: LanguageModel, type_name: str) -> None:
    fewest = min(model.types[type_name], key=lambda value: len(value.words))
    assert len(fewest.words) >= 3, fewest
