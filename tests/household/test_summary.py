# SPDX-License-Identifier: Apache-2.0
"""How the two are doing, from their record: the same figures for the page and for the terminal."""

from __future__ import annotations

from datetime import date

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import KeptRitual
from skill.checkin.model.household import Finished, Household, KeptReminder, Month
from skill.checkin.model.plan import Reminder
from skill.checkin.model.speech import Read
from skill.content.loading.loader import load_content
from skill.household.summary import Closeness, MonthCount, as_text, summary_of

CONTENT = load_content("en-US")
WALK = next(number for number, ritual in CONTENT.rituals.items() if ritual.id == "evening_walk")
FIRST, SECOND, THIRD = list(CONTENT.questions)[:3]
GONE = 9_999
"""No entry has this number."""
LIVED = Household(
    names=("Sam", "Alex"),
    homes="two",
    visits=14,
    last_visit=date(2026, 3, 5),
    months=(Month("2025-12", 4, ratings=3, rating_sum=20), Month("2026-01", 2)),
    finished=(
        Finished(date(2026, 1, 30), "standard"),
        Finished(date(2026, 2, 7), "short", first=7, second=9),
        Finished(date(2026, 3, 5), "standard", first=8),
    ),
    ritual=KeptRitual(number=WALK, chosen=date(2026, 2, 7), times=3),
    rituals_kept=5,
    happened=(WALK, WALK, GONE, GONE),
    played={"questions": (GONE, FIRST, SECOND, THIRD)},
    saved=(Read("questions", FIRST), Read("questions", GONE), Read("questions", THIRD)),
    avoided=("money",),
    reminders=(KeptReminder("id", Reminder(20, 5, days="every_day")),),
)


def test_evenings_are_counted_over_months_that_are_sums_and_evenings_that_are_whole() -> None:
    summary = summary_of(LIVED, CONTENT)
    assert summary.evenings == 14
    assert summary.check_ins == 9
    assert summary.months == (
        MonthCount("2025-12", 4),
        MonthCount("2026-01", 3),
        MonthCount("2026-02", 1),
        MonthCount("2026-03", 1),
    )


def test_closeness_is_what_they_said_and_an_average_where_only_that_is_kept() -> None:
    assert summary_of(LIVED, CONTENT).closeness == (
        Closeness("2025-12", (6.7,)),
        Closeness("2026-02-07", (7.0, 9.0)),
        Closeness("2026-03-05", (8.0,)),
    )


def test_questions_stand_in_their_own_words_newest_first_and_what_is_gone_is_left_out() -> None:
    summary = summary_of(LIVED, CONTENT)
    assert summary.lately == tuple(CONTENT.questions[number].text for number in (THIRD, SECOND, FIRST))
    assert summary.saved == (CONTENT.questions[THIRD].text, CONTENT.questions[FIRST].text)


def test_each_theme_counts_its_questions() -> None:
    summary = summary_of(LIVED, CONTENT)
    assert [each.theme for each in summary.themes] == [each.id for each in CONTENT.themes.values()]
    assert sum(each.questions for each in summary.themes) == 3


def test_the_ritual_and_those_they_like_are_named() -> None:
    summary = summary_of(LIVED, CONTENT)
    assert summary.ritual is not None
    assert (summary.ritual.name, summary.ritual.times) == (CONTENT.rituals[WALK].name, 3)
    assert summary.liked == (CONTENT.rituals[WALK].name,)
    gone = replace(LIVED, ritual=KeptRitual(number=GONE, chosen=date(2026, 2, 7)))
    assert summary_of(gone, CONTENT).ritual is None


def test_a_terminal_is_told_the_same_figures_in_words() -> None:
    told = as_text(summary_of(LIVED, CONTENT))
    for words in (
        "Sam and Alex, in two homes",
        "14 evenings, the last on Thursday, 5 March 2026",
        "9 check-ins",
        "2026-01  ███ 3",
        "2026-02-07  7, 9",
        "2025-12     6.7",
        f"{CONTENT.rituals[WALK].name}, since Saturday, 7 February 2026; it happened 3 times",
        "happened 5 times",
        CONTENT.questions[SECOND].text,
        "20:05, every day",
        "money",
    ):
        assert words in told


def test_of_ten_years_no_bar_is_wider_than_a_terminal() -> None:
    busy = replace(LIVED, months=tuple(Month(f"20{year}-05", 31 * year) for year in range(16, 26)))
    assert max(len(line) for line in as_text(summary_of(busy, CONTENT)).splitlines() if "█" in line) <= 60


def test_of_a_new_household_there_is_little_to_tell() -> None:
    told = as_text(summary_of(Household(), CONTENT))
    assert told.splitlines() == ["The two of you", "  0 evenings", "  0 check-ins brought to an end"]


def test_the_eight_questions_that_came_last_are_told() -> None:
    heard = tuple(CONTENT.questions)[:9]
    summary = summary_of(replace(LIVED, played={"questions": heard}), CONTENT)
    assert summary.lately == tuple(CONTENT.questions[number].text for number in reversed(heard[1:]))


def test_what_happened_twice_is_liked_and_what_happened_once_is_not() -> None:
    assert summary_of(replace(LIVED, happened=(WALK,)), CONTENT).liked == ()
    assert summary_of(replace(LIVED, happened=(WALK, WALK)), CONTENT).liked == (CONTENT.rituals[WALK].name,)


@each_case(
    ("counts", "bars"),
    [((1, 3), (1, 3)), ((24,), (24,)), ((25,), (24,)), ((48, 24, 1), (24, 12, 1)), ((2, 2), (2, 2))],
)
def test_bars_have_24_characters_at_most_and_one_at_least(counts: tuple[int, ...], bars: tuple[int, ...]) -> None:
    months = tuple(Month(f"2025-{place:02}", count) for place, count in enumerate(counts, start=1))
    told = as_text(summary_of(Household(months=months), CONTENT))
    lines = [line for line in told.splitlines() if "█" in line]
    assert [line.count("█") for line in lines] == list(bars)
    assert [line.split() for line in lines] == [
        [f"2025-{place:02}", "█" * bar, str(count)]
        for place, (count, bar) in enumerate(zip(counts, bars, strict=True), 1)
    ]


def test_one_of_a_thing_is_told_as_one() -> None:
    told = as_text(summary_of(Household(visits=1, rituals_kept=1, homes="one"), CONTENT))
    assert told.splitlines() == [
        "The two of you",
        "  in one home",
        "  1 evening",
        "  0 check-ins brought to an end",
        "",
        "Rituals",
        "  All of them together happened 1 time",
    ]


def test_a_ritual_that_has_not_happened_yet_is_told_with_its_day_alone() -> None:
    chosen = KeptRitual(number=WALK, chosen=date(2026, 2, 7))
    told = as_text(summary_of(Household(ritual=chosen, names=("Sam", "Alex")), CONTENT))
    assert f"\n  {CONTENT.rituals[WALK].name}, since Saturday, 7 February 2026\n" in f"{told}\n"
    assert "\n  Sam and Alex\n" in told
    assert "happened" not in told
