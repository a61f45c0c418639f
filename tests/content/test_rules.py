# SPDX-License-Identifier: Apache-2.0
"""The rules of taste, each shown on an entry that breaks it and on one that keeps it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.content import rules
from skill.content.decks import DECKS, entries_of
from skill.content.types import Content, Prompt, Question


def told(content: Content, deck: str, **changes: object) -> list[str]:
    """What the rules say about the first entry of a deck, alone, after some of its fields are changed."""
    nothing: dict[str, object] = {other: {} for other in DECKS}
    entry = replace(entries_of(content, deck)[1], **changes)
    alone = replace(content, **nothing | {deck: {1: entry}})
    return [problem.rule for problem in rules.problems(alone) if problem.number == 1]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("What made you happy today (or sad)?", "cannot be spoken"),
        ("What are your 3 favorite songs of all time?", "cannot be spoken"),
        ("What would you choose, a lake/a river or a pool?", "cannot be spoken"),
        ("What do you like best, e.g. a walk or a swim?", "trips"),
        ("What does your day at the BBC look like?", "abbreviation"),
        ("What made you smile today", "without a full stop"),
        ("what made you smile today, of all the things?", "lower case"),
        ("What made  you smile today, of all things?", "spaces"),
        (
            "What would you like to do on a day when there is no plan at all and the sun has been up for long?",
            "more than 20",
        ),
        ("What matters to you?", "not 5 to 25"),
        ("Did you have a good day with each other?", "yes or no"),
        ("When you woke up this morning, were you happy?", "yes or no"),
        ("Is there something you would like to say?", "yes or no"),
        ("The day was long and the night is short.", "yes or no"),
        ("What does he do when you come home late?", "gender"),
        ("What do you remember best of your wedding day?", "marriage"),
        ("What do you hope for our children one day?", "children"),
        ("What do you say when you pray at night?", "faith"),
        ("What helps you when you are depressed and low?", "health"),
        ("What do you like most about our house, really?", "shared home"),
        ("What would make doing the dishes more fun?", "chore"),
        ("What are your boundaries with each other, and why?", "therapy"),
        ("What does your partner do that you love most?", "partner"),
        ("Why don't you ever tell the other how you feel?", "blames"),
        ("What should the other one do for you more often?", "should"),
        ("What would you wear, or not: something sexy, perhaps?", "explicit"),
        ("What do you do best in the hour after a row?", "read out wrong"),
        ("What would you two see at the cinema tonight?", "some countries only"),
        ("What would you do with more money this year?", "touches money"),
        ("What did your mother teach you about kindness?", "touches family"),
        ("What do you think about at work, on a slow day?", "touches work"),
        ("What did you dream of when you were little?", "touches past"),
    ],
)
def test_a_question_that_breaks_a_rule_is_found(content: Content, text: str, rule: str) -> None:
    assert any(rule in said for said in told(content, "questions", text=text))


@pytest.mark.parametrize(
    "text",
    [
        "When you're angry, what can be seen first: your face, your voice, or your silence?",
        "Tell each other about the kindest stranger you've met this year.",
        "If tomorrow rained all day, how would you like to spend it?",
        "What worked out better this week than you'd feared?",
    ],
)
def test_a_question_that_keeps_the_rules_passes(content: Content, text: str) -> None:
    assert told(content, "questions", text=text, follow_up=None, topics=()) == []


def test_a_topic_that_is_told_is_welcome(content: Content) -> None:
    text = "What did your grandmother cook that nobody else could, and what made it so good?"
    assert any("touches family" in said for said in told(content, "questions", text=text))
    assert told(content, "questions", text=text, topics=("family",)) == []


def test_a_follow_up_is_held_to_the_rules(content: Content) -> None:
    assert any(said.startswith("follow_up: ") for said in told(content, "questions", follow_up="Did it help?"))


@pytest.mark.parametrize(
    ("deck", "text", "rule"),
    [
        ("touch", "Hold each other's hands for three slow breaths.", "alternative"),
        ("practices", "Say aloud what you liked best about today.", "one role"),
        ("signs", "What keeps the two of you busy these days?", "yes, no or sometimes"),
        ("signs", "Do you feel a little lost these days?", "the two of them"),
        ("plans", "Pick one evening this week. Which one will it be?", "ends with a question"),
        ("appreciation", "Tell each other what you like about your job.", "touches work"),
    ],
)
def test_each_deck_keeps_its_promise(content: Content, deck: str, text: str, rule: str) -> None:
    assert any(rule in said for said in told(content, deck, text=text))


def test_a_phrase_is_for_a_feeling_or_fits_a_tone(content: Content) -> None:
    assert any("fits no tone" in said for said in told(content, "empathy", feeling=None, fits=()))
    assert told(content, "empathy", feeling=None, fits=("heavy",)) == []
    assert told(content, "empathy", feeling="sad", fits=()) == []


def test_a_name_fits_into_a_sentence(content: Content) -> None:
    assert any("must fit into a sentence" in said for said in told(content, "rituals", name="A morning walk."))
    assert any("synonym" in said for said in told(content, "rituals", synonyms=("Morning Walk!", "walk")))


def test_a_repeated_entry_is_found_within_and_across_decks(content: Content) -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    twin = content.questions[2].text.replace("this week", "that week")
    assert any("like questions 2" in said or "like" in said for said in _of_all(content, "questions", 1, twin))
    assert any("like questions 2" in said for said in _of_all(content, "appreciation", 1, content.questions[2].text))


def _of_all(content: Content, deck: str, number: int, text: str) -> list[str]:
    entries = dict(entries_of(content, deck))
    entries[number] = replace(entries[number], text=text)
    return [str(problem) for problem in rules.problems(replace(content, **{deck: entries}))]


def test_hard_words_are_found(content: Content) -> None:
    pytest.importorskip("textstat", reason="reading grades are measured with textstat")
    text = "What extraordinary considerations characterize your individual understanding of responsibility?"
    assert any("reads at grade" in said for said in told(content, "questions", text=text))


def test_a_gap_in_the_numbers_stays_a_gap(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing: dict[str, object] = {other: {} for other in DECKS}
    plans = replace(content, **nothing | {"plans": content.plans})
    gap = replace(plans, plans={number: entry for number, entry in content.plans.items() if number != 2})
    assert [str(problem) for problem in rules.problems(gap)] == ["plans 2: is missing; list it as retired"]
    monkeypatch.setitem(rules.RETIRED, "plans", frozenset({2}))
    assert rules.problems(gap) == []
    assert [str(problem) for problem in rules.problems(plans)] == [
        "plans 2: reuses the number of an entry that was taken out"
    ]


def test_new_entries_go_to_the_end(content: Content) -> None:
    entries: dict[int, Prompt] = dict(reversed(content.plans.items()))
    found = rules.problems(replace(content, plans=entries))
    assert any("append new entries at the end" in problem.rule for problem in found)


def test_a_form_full_of_what_is_found(content: Content) -> None:
    entries: dict[int, Question] = {
        number: replace(question, text=f"What {question.text[0].lower()}{question.text[1:]}", playful=False)
        for number, question in content.questions.items()
    }
    found = [str(problem) for problem in rules.problems(replace(content, questions=entries))]
    assert any("begin with What" in problem for problem in found)
    assert any("are playful" in problem for problem in found)


def test_sentences_and_words_are_counted_as_spoken() -> None:
    assert rules.sentences("One two. Three! Four, five?") == ["One two.", "Three!", "Four, five?"]
    assert rules.count_words("You'd love it, side by side.") == 6
    assert rules.bare("What made you laugh about the rain, and who with?") == "laugh rain"
