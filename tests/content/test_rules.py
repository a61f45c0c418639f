# SPDX-License-Identifier: Apache-2.0
"""The rules of taste, each shown on an entry that breaks it and on one that keeps it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.content.checking import rules, wording
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


@each_case(
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


@each_case(
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
    assert told(content, "empathy", feeling=None, fits=(), neutral=True) == []
    assert told(content, "empathy", feeling="sad", fits=()) == []


def test_a_name_fits_into_a_sentence(content: Content) -> None:
    assert any("must fit into a sentence" in said for said in told(content, "rituals", name="A morning walk."))
    assert any("synonym" in said for said in told(content, "rituals", synonyms=("Morning Walk!", "walk")))


@pytest.mark.long
def test_a_repeated_entry_is_found_within_and_across_decks(content: Content) -> None:
    pytest.importorskip("rapidfuzz", reason="likeness is measured with rapidfuzz")
    twin = content.questions[2].text.replace("lately", "so much lately")
    assert any("like" in said for said in _of_all(content, "questions", 1, twin))
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
    nothing: dict[str, object] = {other: {} for other in DECKS}
    found = rules.problems(replace(content, **nothing | {"plans": entries}))
    assert any("append new entries at the end" in problem.rule for problem in found)


def broken(content: Content, change: Callable[[Question], Question]) -> list[str]:
    """What the rules say about the questions as a whole, after each of them is changed."""
    entries = {number: change(question) for number, question in content.questions.items()}
    nothing: dict[str, object] = {other: {} for other in DECKS}
    found = rules.problems(replace(content, **nothing | {"questions": entries}))
    return [problem.rule for problem in found if problem.number == 0]


def test_a_form_full_of_what_is_found(content: Content) -> None:
    found = broken(content, lambda question: replace(question, text=f"What, {question.text}", mood=None))
    assert any("begin with What, more than 18%" in rule for rule in found)
    assert any("are light or funny, fewer than 25%" in rule for rule in found)


def test_follow_ups_that_all_begin_alike_are_found(content: Content) -> None:
    found = broken(content, lambda question: replace(question, follow_up="And what helped?"))
    assert any("follow_ups begin with And" in rule for rule in found)


def test_questions_about_topics_instead_of_the_two_are_found(content: Content) -> None:
    # Read backwards a question names nobody.
    found = broken(content, lambda question: replace(question, text=question.text[::-1]))
    for theme in content.themes.values():
        assert any(f"about {theme.id} are between the two, fewer than 45%" in rule for rule in found)


def test_questions_that_ask_two_things_are_found(content: Content) -> None:
    found = broken(content, lambda question: replace(question, text=f"{question.text[:-1]}, and why was that?"))
    assert any("ask two things at once, more than 5%" in rule for rule in found)


def test_three_questions_are_the_modelled_ones(content: Content) -> None:
    assert "0 are modelled, not 3" in broken(content, lambda question: replace(question, modelled=False))


@each_case(
    ("changes", "rule"),
    [
        ({"tone": "heavy", "mood": "light"}, "marked light"),
        ({"tone": "open", "mood": "deep", "shapes": ("play",)}, "marked light"),
        ({"text": "Ask each other: what do I do best?", "joint": True}, "one answer of both"),
        ({"text": "Each of you asks: what do I do best?", "joint": True}, "one answer of both"),
        ({"modelled": True, "depth": 3}, "cannot come in the first week"),
        ({"text": "Which question would you be afraid to ask here?"}, "says here"),
        ({"text": "Which part still hurts from last time?"}, "never said"),
        ({"text": "How do you two like what each other makes?"}, "makes one of each other"),
        ({"text": "What is lost without you, and which one without the other?"}, "makes one of each other"),
    ],
)
def test_a_mark_or_a_word_that_cannot_be_right_is_found(
    content: Content, changes: dict[str, object], rule: str
) -> None:
    assert any(rule in said for said in told(content, "questions", **changes))


def test_practices_that_all_go_alike_are_found(content: Content) -> None:
    alike = {
        number: replace(practice, text=f"One of you says {number}, the other listens. Then swap.")
        for number, practice in content.practices.items()
    }
    nothing: dict[str, object] = {other: {} for other in DECKS}
    found = [str(problem) for problem in rules.problems(replace(content, **nothing | {"practices": alike}))]
    assert any("practices: 100% begin with One" in problem for problem in found)
    assert any("practices: 100% end on swap" in problem for problem in found)


@each_case(
    ("text", "between"),
    [
        ("Ask each other: what do I do that makes you feel at home?", True),
        ("Take turns asking: which of my stories do you like best?", True),
        ("Each of you asks: when were you most relaxed with me this month?", True),
        ("Let one of you ask: how can I help you rest?", True),
        ("Let one of you ask: which song did you love at ten?", False),
        ("Tell each other what you like about the other's voice.", True),
        ("How did the two of you meet?", True),
        ("Ask each other: what made you laugh today?", False),
        ("Tell each other about the kindest stranger you've met.", False),
        ("Which song did I love at ten?", False),
    ],
)
def test_being_told_to_each_other_does_not_make_a_question_about_the_two(text: str, between: bool) -> None:
    assert wording.between_the_two(text) is between


def test_a_second_question_is_heard_also_without_a_second_question_mark() -> None:
    assert wording.asks_twice("How did you meet, and who spoke first?")
    assert wording.asks_twice("How did you meet? Who spoke first?")
    assert not wording.asks_twice("How did you meet, you and the sea?")
    assert not wording.asks_twice("Tell each other how you met, and who spoke first.")


def test_sentences_and_words_are_counted_as_spoken() -> None:
    assert rules.sentences("One two. Three! Four, five?") == ["One two.", "Three!", "Four, five?"]
    assert rules.count_words("You'd love it, side by side.") == 6
    assert rules.bare("What made you laugh about the rain, and who with?") == "laugh rain"


@each_case(
    ("deck", "field"),
    [
        ("questions", "follow_up"),
        ("rituals", "apart"),
        ("experiences", "apart"),
        ("appreciation", "to_one"),
        ("themes", "first_step"),
    ],
)
def test_whatever_is_said_of_an_entry_is_whole_sentences(content: Content, deck: str, field: str) -> None:
    half = (
        "{first}, tell {second} what you liked today" if field == "to_one" else "Tell each other what you liked today"
    )
    assert any("without a full stop" in rule for rule in told(content, deck, **{field: half}))
    assert not any("without a full stop" in rule for rule in told(content, deck, **{field: f"{half}."}))
