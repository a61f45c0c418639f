# SPDX-License-Identifier: Apache-2.0
"""The conversation's own sentences: enough wordings of what is heard often, each as the ear needs it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

from cases import each_case

from skill.checkin.model.speech import SLOWLY
from skill.checkin.planner.subjects import ABOUT, MARKS, MOODS
from skill.content.checking.rules import SENTENCE_WORDS_MAX, count_words, sentences
from skill.content.checking.shares import OFTEN, OFTEN_SHORT, very_short
from skill.content.loading import line_list
from skill.content.loading.loader import HERE, load_folder
from skill.content.types import Content, Line

HEARD_OFTEN = """
    welcome.back resume ask.offer ask.just_question
    follow_up.ask ask.follow_up ritual.happened ritual.missed no_problem settle turn.begins_named
    recall.theme rate.lead ask.rate ask.rate_second rate.thanks rate.skipped
    question.lead question.next question.deeper question.deeper_named question.tonight question.another
    question.later question.talked question.enjoy ask.question ask.question_talk
    swap.say_back swap.say_back_named swap.now swap.now_yours swap.round another talk.closed talk.cue ask.talk
    ritual.lead ritual.another ritual.kept ritual.declined ask.ritual ask.ritual_again close.night close.day
    empathy.lead empathy.another phrase.enjoy ask.phrase experience.lead appreciate.lead
    ask.theme ask.ready ask.more sorry.missed sorry.again
    reprompt.offer reprompt.follow_up reprompt.rate reprompt.talk reprompt.question_talk reprompt.ritual
    reprompt.question reprompt.phrase reprompt.ready
""".split()
"""Lines that are said in most evenings, or whenever something that is asked for most evenings is."""
TELLING_HOW = frozenset({"rate.lead"})
"""Lines that tell what to do: there, few words are too few."""
WORDS_ON_AVERAGE = {"rate.lead": 14}
"""Words of a wording, without what is filled in, where there may be more than eight."""
LISTS = frozenset(
    {"when", "minutes", "count", "times", "times.many", "hour", "time", "remind.day", "remind.days", "nth", "wait"}
    | {"save.what", "save.place", "question.frames", "topic.name"}
)
"""Lines that are lists: the place of a wording means something, so they are no wordings of one thing."""
TITLES = ("card.", "subject.", "about.", "now.words", "now.play", "now.dare")
"""Lines that are shown, or said by the couple, and never spoken."""
REPROMPT_MAX = 40
PLACE = re.compile(r"\{\w+\}")
TEACHING = frozenset({"help", "cool", "topic", "names"})
"""Rooms of lines that tell what can be said; something else asks or cues after them."""
CUES = re.compile(r"\b(?:say|said|saying)\b|\bSpeaker, \w+|\bskip\b|\bor sometimes\b", re.IGNORECASE)
"""What the last sentence of a cue holds: the words to say."""
TELLS = re.compile(r"\b(?:say|saying): |\bSpeaker, next", re.IGNORECASE)


def wordings(content: Content) -> list[tuple[Line, str]]:
    """Every wording of every line that is no list."""
    return [(line, text) for line in content.lines.values() if line.id not in LISTS for text in line.texts]


def words(text: str) -> list[str]:
    """The words of a wording, without what is filled in."""
    return re.findall(r"[a-z']+", PLACE.sub(" ", text).lower())


def one_word_apart(one: str, two: str) -> bool:
    """Whether two wordings are the same but for one word that is changed, added or left out."""
    shorter, longer = sorted((words(one), words(two)), key=len)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(shorter, longer, strict=True)) <= 1
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


@each_case("name", HEARD_OFTEN)
def test_what_is_heard_often_is_said_in_many_ways(content: Content, name: str) -> None:
    assert len(set(content.lines[name].texts)) >= OFTEN


@each_case("name", [name for name in HEARD_OFTEN if name not in TELLING_HOW])
def test_what_is_heard_often_is_sometimes_hardly_said_at_all(content: Content, name: str) -> None:
    assert len(very_short(content.lines[name])) >= OFTEN_SHORT


@each_case("name", HEARD_OFTEN)
def test_what_is_heard_often_is_short_on_average(content: Content, name: str) -> None:
    said = [count_words(PLACE.sub(" ", text)) for text in content.lines[name].texts]
    assert sum(said) / len(said) <= WORDS_ON_AVERAGE.get(name, 8)


def test_no_sentence_is_too_long_for_the_ear(content: Content) -> None:
    # A name filled in may be long; it is counted as five words, as in "a slow start with no alarm".
    filled = [(line.id, PLACE.sub("a b c d e", text)) for line, text in wordings(content)]
    long = [(name, said) for name, text in filled for said in sentences(text) if count_words(said) > SENTENCE_WORDS_MAX]
    assert long == []


def test_reprompts_are_short(content: Content) -> None:
    reprompts = [text for line, text in wordings(content) if line.id.startswith("reprompt.")]
    assert len(reprompts) > 20
    assert [text for text in reprompts if len(text) > REPROMPT_MAX] == []


def test_a_line_ends_as_it_says_it_does(content: Content) -> None:
    wrong = [
        (line.id, text)
        for line, text in wordings(content)
        if (line.ends == "ask") != text.endswith("?")
        or (line.ends == "cue" and not CUES.search(sentences(text)[-1]))
        or (line.ends == "tell" and line.id.split(".")[0] not in TEACHING and TELLS.search(sentences(text)[-1]))
    ]
    assert wrong == []


@each_case("name", HEARD_OFTEN)
def test_no_wording_only_changes_one_word_of_another(content: Content, name: str) -> None:
    texts = [text for text in content.lines[name].texts if len(words(text)) > 2]
    assert [(one, two) for one, two in combinations(texts, 2) if one_word_apart(one, two)] == []


def test_no_wording_of_one_evening_stands_in_two_lines(content: Content) -> None:
    said = Counter(text for name in HEARD_OFTEN if name != "close.day" for text in content.lines[name].texts)
    assert [text for text, times in said.items() if times > 1] == []


def test_one_word_makes_no_new_wording() -> None:
    assert one_word_apart("Sleep well, both.", "Sleep well.")
    assert one_word_apart("You could say this:", "You might say this:")
    assert not one_word_apart("Here it comes.", "Take this one.")
    assert one_word_apart("{when} you picked {ritual}.", "{when} you chose {ritual}.")


def test_wordings_are_plain_and_whole(content: Content) -> None:
    said = [(line.id, text) for line, text in wordings(content) if not line.id.startswith(TITLES) and line.id != SLOWLY]
    assert [(name, text) for name, text in said if not re.fullmatch(r"[A-Z{].*[.?:]", text)] == []


def test_the_list_of_lines_is_up_to_date() -> None:
    lines = load_folder(HERE / "en", "en-US").lines  # with the places that the platform fills
    assert line_list.FILE.read_text("utf-8") == line_list.listed(lines), "run `python -m skill content --write`"


def said_by_the_conversation() -> tuple[set[str], set[str]]:
    """Words in the code of the conversation, its face and the way to its words, and beginnings of ids that it makes,
    such as `ask.`."""
    words, beginnings = set(), {"close", "stop"}  # good_night adds the time of day
    skill = Path(__file__).parents[2] / "skill"
    rooms = (path for room in ("checkin", "turn", "alexa") for path in (skill / room).rglob("*.py"))
    for path in (*rooms, skill / "content/decks.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
    return words, beginnings


def test_each_line_is_said_somewhere_in_the_conversation(content: Content) -> None:
    words, beginnings = said_by_the_conversation()
    starts = (ABOUT, *(each for each in beginnings if each))
    assert [name for name in content.lines if name not in words and not name.startswith(starts)] == []


def test_each_subject_has_its_words_and_questions_or_a_mark_or_a_mood_for_it(content: Content) -> None:
    named = {name.removeprefix(ABOUT) for name in content.lines if name.startswith(ABOUT)}
    asked = {subject for question in content.questions.values() for subject in question.about}
    assert named == asked | {*MARKS, *MOODS}


def test_no_two_subjects_have_a_wording_in_common(content: Content) -> None:
    wordings = [text for name, line in content.lines.items() if name.startswith(ABOUT) for text in line.texts]
    assert sorted({*wordings}) == sorted(wordings)
