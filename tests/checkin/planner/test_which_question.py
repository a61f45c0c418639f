# SPDX-License-Identifier: Apache-2.0
"""Which question comes, out of a few that are told here: by what they ask for, its depth, and what was heard before."""

from __future__ import annotations

from typing import Any

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.household import Household
from skill.checkin.planner.questions import (
    Wanted,
    choose_phrase_to_say_back,
    choose_question,
    is_for_two,
    once,
    pools_of,
)
from skill.content.types import Content, EmpathyPhrase, Question

from ..couple import CONTENT


def question(number: int, **fields: Any) -> Question:
    return Question(
        **{"number": number, "text": f"What of number {number}?", "theme": "touch", "depth": 1, "tone": "open"} | fields
    )


def of(*fields: dict[str, Any]) -> Content:
    """The content with some questions alone, numbered from 1."""
    asked = {number: question(number, **one) for number, one in enumerate(fields, 1)}
    return replace(CONTENT, questions=asked)


ANY = Wanted()


def found(
    content: Content, wanted: Wanted = ANY, *played: int, leave_out: tuple[int, ...] = (), avoided: str = ""
) -> set[int | None]:
    """What comes on any of so many evenings."""
    household = Household(played={"questions": played}, avoided=tuple(avoided.split()))
    return {choose_question(household, content, seed, wanted, leave_out) for seed in range(40)}


class TestWhatTheyAskFor:
    """It comes where it can be had, and something else where not."""

    def test_is_a_topic_before_a_theme_and_a_mood(self) -> None:
        content = of({"topics": ("money",)}, {"topics": ("money",), "mood": "light"}, {"mood": "light"}, {})
        assert found(content, Wanted(topic="money")) == {1, 2}
        assert found(content, Wanted(topic="money", mood="light")) == {2}
        assert found(content, Wanted(topic="money", mood="funny")) == {1, 2}
        assert found(content, Wanted(topic="work", mood="light")) == {2, 3}
        assert found(content, Wanted(topic="work")) == {1, 2, 3, 4}

    def test_of_the_past_is_what_the_two_share(self) -> None:
        content = of({"topics": ("past",)}, {"topics": ("past",), "text": "How did you two meet?"}, {})
        assert found(content, Wanted(topic="past")) == {2}
        assert found(of({"topics": ("past",)}, {}), Wanted(topic="past")) == {1}
        both = of({"topics": ("work",)}, {"topics": ("work",), "text": "Where do you two work?"})
        assert found(both, Wanted(topic="work")) == {1, 2}

    def test_is_what_they_avoid_only_where_it_is_that(self) -> None:
        content = of({"topics": ("money",)}, {"topics": ("work", "money")}, {"topics": ("work",)})
        assert found(content, avoided="money") == {3}
        assert found(content, Wanted(topic="money"), avoided="money") == {1, 2}
        assert found(content, Wanted(topic="money"), avoided="money work") == {1}
        assert found(of({"topics": ("money",)}), avoided="money") == {None}

    def test_is_what_they_named_in_their_own_words(self) -> None:
        content = of({}, {"mood": "light"}, {})
        assert found(content, Wanted(about=frozenset({1, 2}))) == {1, 2}
        assert found(content, Wanted(about=frozenset({1, 2}), mood="light")) == {2}
        assert found(content, Wanted(about=frozenset())) == {1, 2, 3}
        assert found(content, Wanted(about=frozenset({9}))) == {1, 2, 3}

    def test_is_asked_only_where_they_ask_for_its_topic(self) -> None:
        content = of({"topics": ("sex",), "asked_only": True}, {"topics": ("money",)})
        assert found(content) == {2}
        assert found(content, Wanted(topic="sex")) == {1}
        assert found(content, Wanted(topic="money")) == {2}

    @each_case("topic", ["family", "health", "faith", "past", "children", "money", "work"])
    def test_after_a_loss_touches_nobody_who_may_be_missed(self, topic: str) -> None:
        content = of({"topics": (topic,)}, {})
        assert found(content, Wanted(gentle=True)) == {2}
        assert found(of({"topics": (topic,)}), Wanted(gentle=True)) == {1}
        assert found(of({"topics": ("sex",)}, {}), Wanted(gentle=True)) == {1, 2}

    def test_for_somebody_who_is_low_is_soothing_as_long_as_there_is_one(self) -> None:
        content = of({"mood": "light"}, {"soothing": True}, {"soothing": True, "depth": 2}, {"topics": ("work",)})
        low = Wanted(mood="light", gentle=True, soothing=True, depth_max=1)
        assert found(content, low) == {2}
        assert found(content, low, 2) == {2}
        assert found(content, replace(low, topic="work")) == {4}
        assert found(content, replace(low, about=frozenset({1}))) == {1}
        assert found(of({"mood": "light"}, {}), low) == {1}

    @each_case(
        ("text", "for_two"),
        [
            ("What do you two like?", True),
            ("What would each of you take?", True),
            ("What do you tell each other?", True),
            ("Take turns: what now?", True),
            ("Would both of you go?", True),
            ("Would you both go?", True),
            ("What would the other one say?", True),
            ("Where would the two of you go?", True),
            ("Which of you two would go?", True),
            ("What do you like?", False),
            ("What do you eat at brother's?", False),
        ],
    )
    def test_who_is_alone_is_asked_nothing_of_two(self, text: str, for_two: bool) -> None:
        assert is_for_two(question(1, text=text)) == for_two
        assert is_for_two(question(1, follow_up=text)) == for_two
        assert is_for_two(question(1, text="What?", joint=True))
        content = of({"text": text}, {})
        assert found(content, Wanted(solo=True)) == ({2} if for_two else {1, 2})
        assert found(content) == {1, 2}


class TestItsDepth:
    """The one that is wanted, or the nearest, and never deeper than they are ready for."""

    def test_is_the_nearest_and_of_two_that_are_as_near_the_deeper(self) -> None:
        content = of({"depth": 1}, {"depth": 2}, {"depth": 3})
        assert [found(content, Wanted(theme="touch", depth=depth)) for depth in (1, 2, 3)] == [{1}, {2}, {3}]
        assert found(content, Wanted(theme="touch", depth=2), 2) == {3}
        assert found(content, Wanted(theme="touch", depth=1), 1) == {2}
        assert found(content, Wanted(theme="touch", depth=3), 3, 2) == {1}

    def test_is_any_where_none_is_wanted(self) -> None:
        assert found(of({"depth": 1}, {"depth": 2}, {"depth": 3})) == {1, 2, 3}

    def test_goes_no_deeper_than_it_may(self) -> None:
        content = of({"depth": 1}, {"depth": 2}, {"depth": 3})
        assert found(content, Wanted(depth_max=1)) == {1}
        assert found(content, Wanted(depth_max=2)) == {1, 2}
        assert found(content, Wanted(depth=3, depth_max=2)) == {2}
        assert found(of({"depth": 3}), Wanted(depth_max=2)) == {None}


class TestItsTheme:
    """Of an evening its own; without one, one of those that were asked about longest ago."""

    def test_stays_with_the_evening_while_anything_is_new(self) -> None:
        content = of({"theme": "touch"}, {"theme": "touch"}, {"theme": "rituals"})
        wanted = Wanted(theme="touch")
        assert found(content, wanted) == {1, 2}
        assert found(content, wanted, 1) == {2}
        assert found(content, wanted, 1, 2) == {3}
        assert found(content, wanted, 1, leave_out=(2,)) == {3}
        assert found(content, wanted, 3, 2, 1) == {3}
        assert found(content, Wanted(theme="empathy")) == {1, 2, 3}

    def test_of_a_marked_evening_comes_with_its_mark_before_that_and_with_its_theme_after(self) -> None:
        content = of(
            {"theme": "touch", "shapes": ("play",)},
            {"theme": "rituals", "shapes": ("play",)},
            {"theme": "touch"},
            {"theme": "rituals"},
        )
        wanted = Wanted(theme="touch", mark="play")
        assert [found(content, wanted, *range(1, played + 1)) for played in range(4)] == [{1}, {2}, {3}, {4}]

    def test_is_not_the_one_asked_about_last(self) -> None:
        content = of({"theme": "touch"}, {"theme": "touch"}, {"theme": "rituals"}, {"theme": "rituals"})
        assert found(content, Wanted(), 1) == {3, 4}
        assert found(content, Wanted(), 1, 3) == {2}
        assert found(content, Wanted(), 1, 3, 4) == {2}

    def test_is_one_of_the_three_that_were_asked_about_longest_ago(self) -> None:
        themes = ("touch", "rituals", "empathy", "conflict", "experiences")
        content = of(*({"theme": theme} for theme in themes for _ in range(2)))
        played = (1, 3, 5, 7, 9)
        assert found(content, Wanted(), *played) == {2, 4, 6}
        assert found(content, Wanted(), *played, 2) == {4, 6, 8}
        assert found(content, Wanted(), *played[:2]) == {5, 6, 7, 8, 9, 10}

    def test_is_open_where_they_ask_for_something(self) -> None:
        content = of({"theme": "touch", "mood": "light"}, {"theme": "rituals"}, {"theme": "touch", "mood": "light"})
        assert found(content, Wanted(mood="light"), 1) == {3}
        assert found(content, Wanted(about=frozenset({1, 3})), 1) == {3}


def test_where_all_was_heard_the_one_heard_longest_ago_comes_again() -> None:
    content = of({}, {}, {})
    assert found(content, Wanted(), 3, 1, 2) == {3}
    assert found(content, Wanted(), 3, 1, 2, leave_out=(3,)) == {1}
    assert found(content, Wanted(), 3, 1, 2, leave_out=(1, 2, 3)) == {None}


class TestThePhraseToSayBack:
    """One that fits any answer to the question, the one said longest ago."""

    content = replace(
        CONTENT,
        empathy={
            1: EmpathyPhrase(number=1, text="I see.", kind="see", fits=("glad", "open")),
            2: EmpathyPhrase(number=2, text="I see that.", kind="see", fits=("open",)),
            3: EmpathyPhrase(number=3, text="That's hard.", kind="see", fits=("heavy",)),
            4: EmpathyPhrase(number=4, text="Oh.", kind="see"),
        },
    )

    def said(self, tone: str, *played: int, leave_out: tuple[int, ...] = ()) -> set[int]:
        household = Household(played={"empathy": played})
        asked = question(1, tone=tone)
        return {choose_phrase_to_say_back(household, self.content, seed, asked, leave_out) for seed in range(20)}

    def test_fits_the_tone(self) -> None:
        assert [self.said(tone) for tone in ("glad", "open", "heavy")] == [{1}, {1, 2}, {3}]

    def test_is_a_new_one_and_then_the_oldest(self) -> None:
        assert self.said("open", 1) == {2}
        assert self.said("open", 2, 1) == {2}
        assert self.said("open", leave_out=(1,)) == {2}

    def test_is_the_first_where_all_are_left_out(self) -> None:
        assert self.said("open", leave_out=(1, 2)) == {1}


def test_what_is_made_of_a_content_is_made_once_and_of_so_many_contents_only() -> None:
    known: list[tuple[Content, int]] = []
    contents = [replace(CONTENT, locale=f"xx-{number}") for number in range(40)]
    made: list[Content] = []

    def make(content: Content) -> int:
        made.append(content)
        return len(made)

    for content in contents:
        assert once(known, content, make) == once(known, content, make)
        assert len(known) <= 16
    assert len(made) == 40


def test_questions_that_are_open_to_them_are_told_anew_by_what_is_wanted() -> None:
    pools = pools_of(of({"depth": 1}, {"depth": 2, "topics": ("money",)}, {"depth": 3}))
    for _ in range(2):
        assert pools.open_to(frozenset(), Wanted()) == {1, 2, 3}
        assert pools.open_to(frozenset(), Wanted(depth_max=2)) == {1, 2}
        assert pools.open_to(frozenset({"money"}), Wanted()) == {1, 3}
        assert pools.open_to(frozenset({"money"}), Wanted(topic="money")) == {1, 2, 3}
    for number in range(200):
        assert pools.open_to(frozenset({f"topic {number}"}), Wanted()) == {1, 2, 3}
