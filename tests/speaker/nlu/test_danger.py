# SPDX-License-Identifier: Apache-2.0
"""Who is not safe is heard, however it is put; who only says something that sounds alike is not alarmed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cases import each_case
from understood import understanding_of

from skill.language_model import load_language_model
from skill.speaker.nlu import Understanding
from skill.speaker.nlu.safety.hints import FOLDER, HINTS, Weights

YES, NO = "AMAZON.YesIntent", "AMAZON.NoIntent"
UNDERSTANDING = understanding_of()

HERE = Path(__file__).parent
SETS = HERE.parents[2] / "bench" / "sets"
LEARNED_FROM = (
    *("danger.train", "danger.dev", "danger_b.train", "sideways.train"),
    *("danger_c.train", "danger_d.train", "danger_e.train", "danger_f.train"),
    *("danger_g.train", "danger_h.train"),
    *("not_danger.train", "not_danger.dev", "not_danger_b.train", "not_sideways.train"),
    *("not_danger_c.train", "not_danger_d.train", "not_danger_e.train", "not_danger_f.train"),
    *("not_danger_g.train", "not_danger_h.train"),
)
MOST_OFFERED = 0.18
"""Share of the sentences that only sound alike, none of which was learned from."""


def sentences(name: str) -> list[tuple[str, str]]:
    """The sentences of a file, each with the heading that it stands under."""
    found, heading = [], ""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            found.append((heading, line))
    return found


DANGER = sentences("danger.txt")
HEADINGS = ("danger", "fear", "self", "self: low spirits", "child")
HARMLESS = [sentence for _, sentence in sentences("not_danger.txt")]


def risk(text: str) -> tuple[str, str | None]:
    meaning = UNDERSTANDING.meaning(text)
    return meaning.intent, meaning.slots.get("risk", "danger")


def test_there_are_many_of_both() -> None:
    assert len(DANGER) >= 200
    assert len(HARMLESS) >= 150
    assert {heading for heading, _ in DANGER} == set(HEADINGS)


@pytest.mark.parametrize("heading", HEADINGS)
def test_who_is_not_safe_is_heard_with_what_it_is(heading: str) -> None:
    met = {text: risk(text) for under, text in DANGER if under == heading}
    assert {text: heard for text, heard in met.items() if heard != ("SafetyIntent", heading.partition(":")[0])} == {}


@each_case("text", ["i don't fill save", "I don't feel saved.", "we don't field safe", "i do not feel save"])
def test_a_cry_for_help_that_was_misheard_is_never_its_contrary(text: str) -> None:
    assert risk(text) == ("SafetyIntent", "danger")


@pytest.mark.parametrize("text", ["don't save", "don't save that", "i don't feel we need to save that one"])
def test_what_is_not_to_be_kept_is_no_cry_for_help(text: str) -> None:
    assert risk(text)[0] == "UnsaveIntent"


def test_what_only_sounds_alike() -> None:
    assert [text for text in HARMLESS if UNDERSTANDING.meaning(text).intent == "SafetyIntent"] == []


@each_case("expected", ["AMAZON.YesIntent", "CoolDownIntent", "EmpathyPhraseIntent", "RateIntent"])
def test_danger_comes_before_what_is_expected(expected: str) -> None:
    for text in ("he hits me", "we had a fight and he hit me", "i want to kill myself", "i'm afraid of him"):
        assert UNDERSTANDING.meaning(text, [expected]).intent == "SafetyIntent"


def test_danger_comes_before_names() -> None:
    assert risk("i am sam and he is hitting me") == ("SafetyIntent", "danger")
    assert risk("I am bleary and he is violent") == ("SafetyIntent", "danger")


def test_danger_is_heard_in_the_middle_of_a_long_sentence() -> None:
    text = (
        "I do not really know how to say this but on Friday after dinner when the kids were in bed we talked about the "
        "money again and he got so angry that he hit me and then he said he was sorry and went to sleep on the sofa"
    )
    assert UNDERSTANDING.meaning(text).intent == "SafetyIntent"


@each_case(
    "text",
    [
        "she hides my insulin when i was out too long",
        "they keep me awake until i sign it",
        "i rehearse what i say before he comes in",
        "he wants to see every message i write to my sister",
        "when the garage door opens my stomach drops",
        "it would be quieter for all of them without me",
    ],
)
def test_what_may_be_danger_is_met(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert meaning.intent == "SafetyIntent" or meaning.perhaps_unsafe


def test_what_may_be_danger_is_never_acted_on() -> None:
    meaning = UNDERSTANDING.meaning("he wants to see every message i write to my sister")
    assert (meaning.intent, meaning.slots, meaning.confidence) == ("AMAZON.FallbackIntent", {}, 0.0)
    assert meaning.perhaps_unsafe


@pytest.mark.long
def test_few_who_are_safe_hear_how_to_ask_for_help() -> None:
    offered = [text for text in HARMLESS if UNDERSTANDING.meaning(text).perhaps_unsafe]
    assert len(offered) <= MOST_OFFERED * len(HARMLESS), offered


@each_case(
    ("text", "risk"),
    [
        ("he strangled me last night but i'm fine now", None),
        ("he hurt me as a joke", None),
        ("he hits me as hard as he can", None),
        ("he hit me to teach me a lesson", None),
        ("he hit me at the birthday party and i can't tell anyone", None),
        ("i'm not scared anymore i'm going to kill myself", "self"),
        ("he used to hit me but that is over now he hits the kids", "child"),
        ("please could you help my husband is beating me thank you", None),
        ("good evening yes we're ready oh and he hit me this morning", None),
        ("yes he punched me at the party", None),
        ("i dinnae feel safe wi him", None),
        ("i wanna top meself to be honest with ya", "self"),
    ],
)
def test_a_reassurance_or_a_reason_beside_danger_takes_nothing_back(text: str, risk: str | None) -> None:
    meaning = UNDERSTANDING.meaning(text, (YES, NO))
    assert (meaning.intent, meaning.slots.get("risk")) == ("SafetyIntent", risk)


@each_case("text", ["my husband is an actor and he hits me", "he hits us and she is two"])
def test_an_excuse_that_sounds_like_danger_brings_the_offer_of_help(text: str) -> None:
    assert UNDERSTANDING.meaning(text, (YES, NO)).perhaps_unsafe


@each_case(
    "text",
    [
        "i want to talk to her",
        "i want to go home",
        "i'm at home",
        "my son is at home",
        "i need my keys",
        "i need my phone",
        "she took me out",
        "i need to talk to him",
    ],
)
def test_wants_and_places_are_no_cry_for_help(text: str) -> None:
    assert UNDERSTANDING.meaning(text).intent != "SafetyIntent"


@each_case("text", ["we were in the film and the baby stopped breathing", "after the football she had a stroke"])
def test_who_needs_an_ambulance_is_met_whatever_is_told_beside_it(text: str) -> None:
    meaning = UNDERSTANDING.meaning(text)
    assert meaning.intent == "SafetyIntent" or meaning.perhaps_unsafe


@each_case("text", ["in the film he hits his wife and i cried", "he kills himself at the end of the movie"])
def test_a_film_brings_no_help(text: str) -> None:
    assert not UNDERSTANDING.meaning(text).perhaps_unsafe


@each_case(
    ("text", "doubts", "intent"),
    [
        ("he hit me with the frisbee", 0.0, "SafetyIntent"),
        ("he hit me with the frisbee", 1.0, "AMAZON.FallbackIntent"),
        ("our daughter drank bleach", 1.0, "SafetyIntent"),
        ("call an ambulance", 1.0, "SafetyIntent"),
        ("dad hits me", 1.0, "SafetyIntent"),
    ],
)
def test_what_does_not_sound_like_danger_is_doubted_unless_it_is_told_plainly(
    text: str, doubts: float, intent: str
) -> None:
    doubting = Understanding(load_language_model("en-US"))
    assert doubting._hints
    doubting._hints.doubts = doubts
    meaning = doubting.meaning(text)
    assert (meaning.intent, meaning.perhaps_unsafe) == (intent, intent != "SafetyIntent")


def test_a_sample_word_for_word_is_not_doubted() -> None:
    assert not UNDERSTANDING.meaning("we're having a fight").perhaps_unsafe


def test_the_weights_were_learned_from_the_sentences_that_are_kept() -> None:
    digest = sha256()
    for name in LEARNED_FROM:
        digest.update((SETS / f"{name}.jsonl").read_bytes())
    kept = msgspec.json.decode((FOLDER / HINTS.format("en")).read_bytes(), type=Weights).learned_from
    assert kept == digest.hexdigest()[:16], "run `python -m bench.danger_weights`"


def test_nothing_told_sideways_is_learned_from_what_is_measured_with() -> None:
    learned = {text for name in LEARNED_FROM if "sideways" in name for text in texts(SETS / f"{name}.jsonl")}
    measured = {text for path in SETS.rglob("*.test.jsonl") for text in texts(path)}
    assert not learned & (measured | set(HARMLESS))


def texts(path: Path) -> list[str]:
    return [msgspec.json.decode(line)["text"] for line in path.read_bytes().splitlines()]
