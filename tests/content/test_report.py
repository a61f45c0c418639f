# SPDX-License-Identifier: Apache-2.0
"""`python -m skill content`: what it prints, and how it ends."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.__main__ import main
from skill.content.checking import report
from skill.content.decks import DECKS
from skill.content.loading import line_list
from skill.content.types import Content

from .small import small

SMALL = """\
Decks of en-US

questions        11
empathy           3
rituals           3
experiences       2
appreciation      2
touch             1
repair            2
first             3
plans             1
openings          1
closings          1
takeaways         1
practices         2
signs             0
themes            0

questions           depth 1  depth 2  depth 3    all  between  topics
  communication           1        0        0      1       0%       0
  vulnerability           1        0        0      1       0%       0
  rituals                 1        0        0      1       0%       0
  empathy                 1        0        0      1       0%       0
  touch                   2        2        1      5      40%       2
  experiences             1        0        0      1       0%       0
  conflict                1        0        0      1       0%       0

  by tone: open 8, glad 2, heavy 1
  by mood: funny 2
  by shape of an evening: plan 8, play 2
  topics: past 2, work 1
  opening with What 64%, Which 18%, How 18%
  asking two things at once: 9%
  one answer of both: 1, only where asked for: 1, modelled: 1
empathy
  by feeling: none 2, happy 1
  by kind: see 1, understand 1, celebrate 1
  to say back, by tone: glad 2, open 1
rituals
  by moment: morning 3, evening 1
  by cost: free 2, low 1
  by place: in 2, out 1
  for partners who are apart: 1
practices
  by theme: touch 2

Commonest opening word
  empathy       i           67%
  appreciation  say        100%
  touch         take       100%
  repair        i          100%
  first         whoever     33%
  experiences   visit       50%
  plans         take       100%
  rituals       have       100%
  for the listener: 2 phrases, 50% of at most 9 words
  neutral phrases 1, phrases for good news 1, words to say sorry 1, thank yous to one 1, experiences apart 1
  who begins: 2 plain, 1 playful

Evenings before a question comes twice
  short        11, 8 of them at the depths planned
  standard      2, 2 of them at the depths planned
  long          1, 1 of them at the depths planned
  thank_you     0
  remember      0
  play          0
  plan          2
"""
"""What is printed of a handful of made-up entries."""


@pytest.mark.long
def test_the_report_counts_every_deck(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content"]) == 0
    printed = capsys.readouterr().out
    assert f"questions {len(content.questions)} " in " ".join(printed.split())
    for word in ("communication", "bedtime", "overwhelmed", "standard", "heavy", "Commonest", "Nothing falls short"):
        assert word in printed
    lines = printed.splitlines()
    for heading in ("empathy", "rituals", "practices", "Evenings before a question comes twice"):
        below = lines[lines.index(heading) + 1]
        assert below.startswith("  ")
        assert below.strip()


def test_the_report_counts_what_is_in_the_decks(content: Content) -> None:
    # A deck that is new has its row in the first table, and need not be told here.
    told = "\n".join(report.table(small(content))) + "\n"
    counts, rest = told.split("\n\nquestions           depth", 1)
    known, known_rest = SMALL.split("\n\nquestions           depth", 1)
    new = [line.split()[0] for line in counts.splitlines() if line not in known.splitlines()]
    assert counts.splitlines()[: len(known.splitlines())] == known.splitlines()
    assert set(new) <= set(DECKS)
    assert rest == known_rest


def test_six_openings_are_told_the_commonest_first(content: Content) -> None:
    made = small(content)
    words = "A B C D E F G B C D E".split()
    questions = {
        number: replace(made.questions[number], text=f"{word} it is.") for number, word in enumerate(words, start=1)
    }
    (opening,) = [line for line in report.table(replace(made, questions=questions)) if "opening with" in line]
    assert opening == "  opening with B 18%, C 18%, D 18%, E 18%, A 9%, F 9%"


class TestTheCommand:
    """What is printed and how it ends, whatever the decks hold."""

    def run(self, monkeypatch: pytest.MonkeyPatch, content: Content, *faults: str, broken: tuple[str, ...] = ()) -> int:
        """Report on made-up entries, in which these things fall short, and some break a rule."""
        monkeypatch.setattr(report, "load_content", lambda locale: replace(small(content), locale=locale))
        monkeypatch.setattr(report, "shortfalls", lambda content: iter(faults))
        monkeypatch.setattr(report, "problems", lambda content: broken)
        return main(["content", "--locale", content.locale])

    def test_decks_in_order_are_printed_and_praised(
        self, monkeypatch: pytest.MonkeyPatch, content: Content, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(report.importlib.util, "find_spec", lambda tool: tool)
        assert self.run(monkeypatch, content) == 0
        told = capsys.readouterr()
        assert told.out.endswith("\n\nNothing falls short, and no rule is broken.\n")
        assert told.err == ""

    def test_what_falls_short_and_what_breaks_a_rule_is_listed_below(
        self, monkeypatch: pytest.MonkeyPatch, content: Content, capsys: pytest.CaptureFixture[str]
    ) -> None:
        unlisted = content.lines | {"new.line": replace(next(iter(content.lines.values())), id="new.line")}
        made = replace(content, lines=unlisted)
        monkeypatch.setattr(report.importlib.util, "find_spec", lambda tool: tool)
        assert self.run(monkeypatch, made, "plans: 1 of 60 entries", broken=("plans 1: is odd",)) == 2
        told = capsys.readouterr()
        assert told.out.splitlines()[-4:] == [
            "",
            "plans: 1 of 60 entries",
            "lines new.line: is not listed; run `python -m skill content --write`",
            "plans 1: is odd",
        ]
        assert told.err == "3 things in the decks need mending; they are listed above.\n"

    def test_rules_are_for_english_alone(
        self, monkeypatch: pytest.MonkeyPatch, content: Content, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(monkeypatch, replace(content, locale="de-DE"), broken=("plans 1: is odd",)) == 0
        assert capsys.readouterr().err.startswith("Not checked: wording, because the rules are written for English.")

    def test_what_cannot_be_measured_is_told(
        self, monkeypatch: pytest.MonkeyPatch, content: Content, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(report.importlib.util, "find_spec", lambda tool: None)
        assert self.run(monkeypatch, content) == 0
        assert capsys.readouterr().err.splitlines() == [
            "Not checked: likeness, because rapidfuzz is not installed.",
            "Not checked: reading grade, because textstat is not installed.",
        ]

    def test_the_list_of_lines_is_written_where_that_is_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed = line_list.FILE.read_text("utf-8")
        monkeypatch.setattr(line_list, "FILE", tmp_path / "lines.txt")
        assert main(["content", "--write"]) == 0
        assert (tmp_path / "lines.txt").read_text("utf-8") == listed
        assert capsys.readouterr().out == "Written: lines.txt\n"


def test_a_locale_without_decks_ends_with_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "--locale", "xx-XX"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_evenings_are_counted_by_theme(content: Content) -> None:
    asked = Counter(question.theme for question in content.questions.values())
    assert report.evenings(content, (1,)) == len(content.questions)
    assert report.evenings(content, (1, 2)) == sum(count // 2 for count in asked.values())
    assert report.evenings_at_depth(content, (1, 2, 3)) <= report.evenings(content, (1, 2, 3))


def test_a_deck_that_falls_short_is_named(content: Content) -> None:
    few = {number: entry for number, entry in content.questions.items() if entry.theme != "touch" or number % 2}
    told = list(report.shortfalls(replace(content, questions=few)))
    assert any(line.startswith("questions: ") and "about touch at depth 3" in line for line in told)


def test_a_tone_with_few_phrases_is_named(content: Content) -> None:
    few = {number: phrase for number, phrase in content.empathy.items() if phrase.fits != ("heavy",)}
    told = list(report.shortfalls(replace(content, empathy=few)))
    assert any(line.startswith("empathy: ") and "after an answer that is heavy" in line for line in told)


def test_a_mark_that_few_questions_carry_is_named(content: Content) -> None:
    plain = {
        number: replace(question, mood=None, shapes=(), topics=()) for number, question in content.questions.items()
    }
    told = list(report.shortfalls(replace(content, questions=plain)))
    assert "questions: 0 of 70 that are romantic" in told
    assert "questions: 0 of 156 for an evening of remember" in told
    assert "questions: 0 of 12 about money" in told


def test_evenings_of_a_shape_have_three_questions_each(content: Content) -> None:
    seven = {number: replace(content.questions[number], shapes=("plan",)) for number in list(content.questions)[:7]}
    assert report.evenings_of_a_shape(replace(content, questions=seven), "plan") == 2
