# SPDX-License-Identifier: Apache-2.0
"""Subjects in a couple's own words: which questions are about them, out of a few that are told here."""

from __future__ import annotations

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.household import Household
from skill.checkin.planner.questions import Wanted, choose_question
from skill.checkin.planner.subjects import (
    ENDING,
    SHORTEST,
    TELLING,
    WIDE,
    is_named,
    names,
    wanted_about,
    wanted_instead_of_listed,
)
from skill.content.types import Content, Question

from ..couple import CONTENT


def of(**texts: str) -> Content:
    """The content with some questions alone: `q1` is number 1, `p2` is one about plans."""
    questions = {
        int(name[1:]): Question(
            number=int(name[1:]),
            text=text,
            theme="touch",
            depth=1,
            tone="open",
            shapes=("plan",) if name[0] == "p" else (),
            follow_up="And the harbor?" if name[0] == "f" else None,
        )
        for name, text in texts.items()
    }
    return replace(CONTENT, questions=questions)


def about(content: Content, own_words: str | None) -> set[int] | None:
    found = wanted_about(content, Wanted(), own_words).about
    return None if found is None else {*found}


DREAMS = of(
    q1="What do you dream of at night?",
    q2="Which dreams did you have as a child?",
    f3="What keeps you awake?",
    q4="Who dreamt of the sea, and who of the night?",
    p5="Where would you live?",
)


@each_case(
    ("own_words", "numbers"),
    [
        ("dream", {1, 2, 4}),
        ("dreams", {1, 2}),
        ("DREAMS!", {1, 2}),
        ("dreams at night", {1}),
        ("the sea", set()),
        ("something about harbors", {3}),
        ("a night by the harbour", {1, 4}),
        ("elephants", set()),
        ("the future", {5}),
        ("growing old", {5}),
        ("growing", set()),
    ],
)
def test_a_question_with_most_of_their_words_is_about_it(own_words: str, numbers: set[int]) -> None:
    assert about(DREAMS, own_words) == numbers


@each_case("own_words", [None, ""])
def test_where_they_name_nothing_nothing_is_looked_for(own_words: str | None) -> None:
    wanted = Wanted(theme="touch", depth=2)
    assert wanted_about(DREAMS, wanted, own_words) == wanted


def test_what_else_is_wanted_stays() -> None:
    found = wanted_about(DREAMS, Wanted(theme="touch", depth=2), "dreams")
    assert found == Wanted(theme="touch", depth=2, about=frozenset({1, 2}))


@each_case(
    ("word", "said", "alike"),
    [
        ("garden", "gardens", True),
        ("garden", "gardener", True),
        ("garden", "gardening", True),
        ("garden", "gardeners", True),
        ("garden", "gardenings", False),
        ("gardening", "garden", True),
        ("garden", "harden", False),
        ("park", "parks", True),
        ("sky", "skyline", False),
        ("don't", "dont", True),
    ],
)
def test_two_forms_of_a_word_are_alike(word: str, said: str, alike: bool) -> None:
    assert about(of(q1=f"What of the {word}?", q2="And you?"), said) == ({1} if alike else set())
    assert is_named(of(q1=f"What of the {word}?"), 1, said) == alike
    assert ENDING < SHORTEST


def test_a_word_that_stands_in_many_questions_tells_no_subject() -> None:
    def asked(count: int) -> Content:
        return of(**{f"q{number}": f"Which window, {number}?" for number in range(1, count + 1)})

    assert about(asked(TELLING), "window") == {*range(1, TELLING + 1)}
    assert about(asked(TELLING + 1), "window") == set()
    assert is_named(asked(TELLING), 1, "the window")
    assert not is_named(asked(TELLING + 1), 1, "the window")


def test_the_one_they_are_at_is_named_by_a_word_of_its_own() -> None:
    assert [is_named(DREAMS, number, "the dream one") for number in (1, 2, 3)] == [True, True, False]
    assert is_named(DREAMS, 3, "harbor")
    assert not is_named(DREAMS, 1, "the sea")


def test_the_words_of_a_subject_stand_in_any_order_and_whole() -> None:
    assert names(CONTENT, "subject.music", "Some background noise, please")
    assert not names(CONTENT, "subject.music", "some background and noise")
    assert not names(CONTENT, "subject.music", "musical chairs")


@each_case("line", WIDE)
def test_who_names_a_subject_may_be_asked_about_any_word_of_it(line: str) -> None:
    first, *_, last = CONTENT.lines[line].texts
    content = of(q1=f"Would {last} be it?", q2="And you?", f3=f"Or {first}?")
    assert about(content, first) == about(content, f"something with {last}") == {1, 3}


def test_what_lies_ahead_comes_before_any_other_subject_and_words_where_no_question_is_about_that() -> None:
    assert about(of(p1="Where to?", q2="Would you cook?"), "food in the future") == {1}
    assert about(of(q1="Where to?", q2="Would you cook?"), "food in the future") == {2}
    assert about(of(q1="In the future?", q2="Would you cook?"), "the future") == {1}


def test_their_words_are_looked_for_in_the_second_half_of_a_question_too() -> None:
    assert about(of(f1="And?", q2="Which ship?"), "harbor") == {1}


@each_case(
    "own_words", ["something else altogether", "us", "the two of us", "anything else", "more question", "a new one"]
)
def test_words_that_tell_no_subject_ask_for_none(own_words: str) -> None:
    wanted = Wanted(theme="touch", depth=2)
    assert wanted_about(DREAMS, wanted, own_words) == wanted


def test_a_word_that_tells_none_finds_no_question_beside_one_that_does() -> None:
    content = of(q1="Where are you going?", q2="Which harbor?")
    assert about(content, "where we are going, the harbor") == {2}
    assert not is_named(content, 1, "the one with going")


def test_the_years_ahead_are_asked_about_before_tomorrow() -> None:
    content = of(p1="What would you like to do tomorrow?", p2="Would you like old age?")
    assert about(content, "getting older") == {2}
    assert about(of(p1="What would you like to do tomorrow?"), "getting old") == {1}


def test_of_plans_those_that_look_far_are_asked_first() -> None:
    content = of(p1="What will you do on Sunday?", p2="Where would you be in ten years?")
    assert about(content, "the future") == {2}
    assert about(of(p1="What will you do on Sunday?"), "the future") == {1}


def tagged(**subjects: str) -> Content:
    """The content with some questions about subjects: `q1="dreams"` is number 1, about dreams."""
    content = of(**dict.fromkeys(subjects, "What of it?"))
    asked = {
        int(name[1:]): replace(content.questions[int(name[1:])], about=(subject,)) for name, subject in subjects.items()
    }
    return replace(content, questions=asked)


@each_case(
    ("own_words", "numbers"),
    [
        ("our dreams", {1}),
        ("A DREAM", {1}),
        ("the wedding", {2}),
        ("the dream wedding", {2}),
        ("life after the kids moved out", {3}),
        ("romance", set()),
        ("harbors", set()),
    ],
)
def test_a_subject_that_the_deck_knows_has_the_questions_that_say_so(own_words: str, numbers: set[int]) -> None:
    assert about(tagged(q1="dreams", q2="wedding", q3="nest"), own_words) == numbers


def test_romance_is_a_mood_and_memories_are_a_mark_of_questions() -> None:
    romantic = {number for number, one in CONTENT.questions.items() if one.mood == "romantic"}
    memories = {number for number, one in CONTENT.questions.items() if "remember" in one.shapes}
    assert about(CONTENT, "some romance") == romantic
    assert about(CONTENT, "good times") == memories


@each_case(
    ("said", "instead"),
    [
        ("our wedding", True),
        ("wedding", True),
        ("life after the children move out", True),
        ("wedding money", False),
        ("the children", False),
    ],
)
def test_words_of_a_listed_topic_count_where_they_say_more_than_it(said: str, instead: bool) -> None:
    content = tagged(q2="wedding", q3="nest")
    wanted = wanted_instead_of_listed(content, Wanted(topic="past", depth=2), [said])
    assert (wanted.topic, wanted.about is not None) == ((None, True) if instead else ("past", False))
    assert wanted.depth == 2


def test_a_question_for_those_who_name_its_subject_comes_to_nobody_else() -> None:
    for_few = {number for number, one in CONTENT.questions.items() if one.asked_only and one.about}
    wedding = {number for number in for_few if "wedding" in CONTENT.questions[number].about}
    chosen = {
        choose_question(Household(), CONTENT, seed, wanted_about(CONTENT, Wanted(depth_max=2), words))
        for seed in range(80)
        for words in ("our wedding", None)
    }
    assert chosen & for_few == wedding
