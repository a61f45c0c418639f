# SPDX-License-Identifier: Apache-2.0
"""What a couple sees at each place of the conversation, what they may touch there, and what no screen shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.screen import Kind, Screen
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Part, Pause, Person, Read, ReadTo, Say
from skill.checkin.model.turn import Turn
from skill.checkin.screens import as_if_said, closeness, screen_of

from .rows import come_to

EVENING = date(2026, 3, 5)


def told(screen: Screen | None) -> str:
    """A screen in a row: what it is for, the line over it, what it shows, and what may be touched."""
    if screen is None:
        return "nothing"
    words = [word.line if isinstance(word, Say) else f"<{word.deck}.{word.field}>" for word in screen.words]
    before = [f"<{screen.before.deck}>"] if screen.before else []
    title = screen.title.line if screen.title else "-"
    touches = [choice.intent.value for choice in screen.choices if choice.label]
    return f"{screen.kind} {title}: {' '.join([*before, *words])} | {' '.join(touches)}"


SHOWN = {
    "ready": "asking -: ask.more | tonights_question start_check_in suggest_ritual",
    "follow_up": "asking -: follow_up.ask | yes sometimes no",
    "offer": "asking -: ask.offer | yes no",
    "just_question": "asking -: ask.just_question | yes no",
    "go_on": "asking -: ask.go_on | yes no",
    "two_homes": "asking -: ask.two_homes | yes no",
    "just_us": "asking -: ask.just_us | yes no",
    "remind": "asking -: ask.remind | yes no",
    "forget": "asking -: ask.forget | ",
    "rate": "ratings card.rate: card.rate.low card.rate.high | pass",
    "rate_second": "ratings card.rate: card.rate.low card.rate.high | pass",
    "talk": "waiting card.talk: <questions.text> | next talk_time",
    "talk/of the listener": "waiting card.talk: <empathy> <questions.text> | next talk_time",
    "talk/of a practice": "waiting card.talk: <practices.text> | next talk_time",
    "new/in silence": "waiting card.talk: <questions.text> | next talk_time",
    "question_talk": "waiting card.talk:  | next talk_time",
    "question": "question card.question: <questions.text> | talk_time another_one save_this",
    "ritual": "ritual card.ritual: <rituals.text> | yes another_one no",
    "ritual/the one they have": "ritual card.ritual: <rituals.text> | yes another_one no",
    "phrase": "phrase card.phrase: <empathy.text> | another_one save_this no",
    "phrase/experience": "phrase card.together: <experiences.text> | another_one save_this no",
    "theme": "phrase card.theme: <themes.text> | yes no",
    "saved": "question card.together: <questions.text> | next no",
    "drop": "question card.together: <questions.text> | yes no",
    "new/under music": "nothing",
    "safety": "nothing",
    "safety/number said": "nothing",
    "cool_consent": "nothing",
    "cool_and_you": "nothing",
    "cool_talk/mending": "nothing",
    "reflect_begin": "nothing",
    "reflect/second": "nothing",
    "reflect_halfway": "nothing",
    "reflect_light": "nothing",
}
"""Places of the conversation, and the screen of each."""


@each_case(("place", "shown"), SHOWN.items())
def test_each_place_has_its_screen(place: str, shown: str) -> None:
    turn = come_to(place).turn
    assert turn is not None
    screen = screen_of(turn)
    assert told(screen) == shown
    assert screen is None or (screen.state, screen.stays) == (turn.session.state, not turn.open)


def test_each_kind_of_screen_is_the_one_of_some_place() -> None:
    told_somewhere = {shown.split()[0] for shown in SHOWN.values()} - {"nothing"}
    assert told_somewhere == {*get_args(Kind)} - {"help", "doing"}  # those are asked for


def turn_of(*parts: Part, state: State = State.ENDED, entry: Read | None = None) -> Turn:
    """A turn that says some parts, and waits in a state unless that is the end."""
    return Turn(
        parts=parts, open=state is not State.ENDED, session=Session(state=state, entry=entry), household=Household()
    )


@each_case(
    ("deck", "shown"),
    [
        ("questions", "question card.together: <questions.text> | talk_time another_one"),
        ("practices", "phrase card.together: <practices.text> | "),
        ("plans", "phrase card.together: <plans.text> | "),
        ("appreciation", "phrase card.together: <appreciation.text> | "),
        ("touch", "phrase card.together: <touch.text> | "),
        ("experiences", "phrase card.together: <experiences.text> | "),
        ("themes", "phrase card.theme: <themes.text> | "),
        ("empathy", "phrase card.phrase: <empathy.text> | "),
        ("rituals", "ritual card.ritual: <rituals.text> | "),
        ("openings", "nothing"),
        ("closings", "nothing"),
        ("repair", "nothing"),
        ("signs", "nothing"),
    ],
)
def test_an_entry_stays_on_the_screen_where_its_deck_is_shown(deck: str, shown: str) -> None:
    screen = screen_of(turn_of(Say("phrase.enjoy"), Read(deck, 1)))
    assert told(screen) == shown
    assert screen is None or screen.stays


@each_case("line", ["question.tonight", "question.another"])
def test_tonights_question_is_called_so_whatever_leads_to_it(line: str) -> None:
    assert told(screen_of(turn_of(Say(line), Read("questions", 1)))).startswith("question card.question: ")


@each_case(
    ("parts", "entry"),
    [
        ((ReadTo("appreciation", 3, "Sam", "Alex"),), Read("appreciation", 3)),
        ((Read("experiences", 2, "apart"),), Read("experiences", 2, "apart")),
        ((Read("themes", 2, "first_step"),), Read("themes", 2)),
        ((Read("rituals", 2, "name"),), Read("rituals", 2)),
        ((Read("questions", 2), Read("questions", 2, "follow_up")), Read("questions", 2)),
        ((Read("empathy", 1), Read("questions", 2)), Read("questions", 2)),
        ((Read("questions", 2), Read("touch", 1)), Read("touch", 1)),
    ],
)
def test_the_entry_that_was_read_last_is_shown_whole_and_without_names(parts: tuple[Part, ...], entry: Read) -> None:
    screen = screen_of(turn_of(*parts))
    assert screen is not None
    assert screen.words == (entry,)


def test_what_the_listener_says_first_stands_over_a_question_and_over_nothing_else() -> None:
    phrase = Read("empathy", 1)
    over_question = screen_of(turn_of(phrase, Read("questions", 2)))
    over_touch = screen_of(turn_of(phrase, Read("touch", 2)))
    without = screen_of(turn_of(Read("questions", 2)))
    assert over_question
    assert over_touch
    assert without
    assert (over_question.before, over_touch.before, without.before) == (phrase, None, None)


@each_case(
    ("seconds", "shown"),
    [((9.9,), 0), ((10,), 10), ((0.6, 9, 9), 0), ((0.6, 60), 60), ((30, 30.6), 61), ((10, 9), 10)],
)
def test_silences_of_ten_seconds_and_more_are_talk_time(seconds: tuple[float, ...], shown: int) -> None:
    screen = screen_of(turn_of(*(Pause(one) for one in seconds), Say("talk.cue"), state=State.TALK))
    assert screen is not None
    assert screen.seconds == shown
    assert (screen.kind == "waiting") == bool(shown)


def test_the_ritual_that_waits_for_a_yes_is_shown_where_it_was_only_named() -> None:
    kept = Read("rituals", 6)
    asked = Say("again.ritual", fill={"ritual": Read("rituals", 6, "name")})
    assert told(screen_of(turn_of(asked, state=State.RITUAL, entry=kept))).startswith("ritual card.ritual: <rituals")
    assert told(screen_of(turn_of(asked, state=State.READY, entry=kept))).startswith("asking -: again.ritual")
    assert screen_of(turn_of(asked, entry=kept)) is None


@each_case(
    "line",
    [
        *("safety.emergency", "help.safety", "reprompt.safety", "cool.lead", "ask.cool_consent", "help.cool_talk"),
        *("ask.cool_and_you", "help.cool_apart", "mend.lead", "reflect.lead", "help.reflect_begin", "again.reflect"),
    ],
)
def test_a_line_that_tells_of_what_is_private_leaves_the_screen_dark(line: str) -> None:
    assert screen_of(turn_of(Say(line), Say("ask.more"), state=State.READY)) is None
    inside = Say("how_long.steps", fill={"time": Say("minutes", fill={"at": Say(line)})})
    assert screen_of(turn_of(inside, Say("ask.more"), state=State.READY)) is None


@each_case(
    ("fill", "shown"),
    [
        ({"first": "Sam"}, "nothing"),
        ({"person": Person()}, "nothing"),
        ({"ritual": Say("named", fill={"first": "Sam"})}, "nothing"),
        ({"ritual": Read("rituals", 1, "name")}, "asking -: told | yes no"),
        ({"count": "12"}, "asking -: told | yes no"),
        ({}, "asking -: told | yes no"),
    ],
)
def test_a_question_that_names_somebody_is_not_shown(fill: dict[str, Say | Read | Person | str], shown: str) -> None:
    assert told(screen_of(turn_of(Say("told", fill=fill), state=State.OFFER))) == shown


def test_of_several_lines_the_last_one_is_shown_and_of_help_and_how_they_are_doing_those_alone() -> None:
    def shown(*lines: str) -> str:
        return told(screen_of(turn_of(*map(Say, lines), state=State.READY)))

    touches = "tonights_question start_check_in suggest_ritual"
    assert shown("no_problem", "ask.more") == f"asking -: ask.more | {touches}"
    assert shown("help.ready", "ask.ready") == f"help card.help: help.ready | {touches}"
    assert shown("how.evenings", "how.closer", "ask.more") == f"doing card.how: how.evenings how.closer | {touches}"


def test_a_turn_that_says_nothing_or_is_private_shows_nothing() -> None:
    assert screen_of(turn_of(state=State.READY)) is None
    shown = turn_of(Say("ask.more"), state=State.READY)
    assert screen_of(shown) is not None
    private = Turn(parts=shown.parts, open=True, session=shown.session, household=Household(), private=True)
    assert screen_of(private) is None


class TestATouch:
    """It stands for what its state would hear, and a number for a rating of one to ten."""

    @each_case("state", [State.RATE, State.RATE_SECOND])
    def test_a_number_is_a_rating_from_one_to_ten(self, state: State) -> None:
        rated = {score: as_if_said(state, "rate", score) for score in (-1, 0, 1, 10, 11)}
        assert {score for score, intent in rated.items() if intent} == {1, 10}
        assert as_if_said(state, "pass", 5) is None
        skipped = as_if_said(state, "pass")
        assert skipped is not None
        assert (skipped.intent, skipped.slots) == (Intent.PASS, {})

    def test_a_number_is_none_elsewhere(self) -> None:
        assert as_if_said(State.TALK, "rate", 5) is None
        assert as_if_said(State.NEW, "yes") is None


class TestCloseness:
    """Each evening as the mean of the four weeks before it, and none where that would tell a number."""

    def rated(self, *evenings: tuple[int, int, int]) -> tuple[int, ...]:
        return closeness(
            tuple(Finished(EVENING + timedelta(days=day), "short", one, two) for day, one, two in evenings)
        )

    def test_counts_four_weeks_and_not_the_day_before_them(self) -> None:
        assert self.rated((0, 1, 1), (27, 10, 10)) == (50,)
        assert self.rated((0, 1, 1), (28, 10, 10)) == ()
        assert self.rated((0, 1, 1), (1, 1, 1), (28, 10, 10)) == (0, 50)

    def test_goes_from_nothing_to_a_hundred(self) -> None:
        assert self.rated((0, 1, 1), (1, 1, 1)) == (0,)
        assert self.rated((0, 10, 10), (1, 10, 10)) == (100,)
        assert self.rated((0, 4, 4), (1, 4, 4)) == (33,)

    def test_needs_four_ratings_and_counts_later_ones_for_no_earlier_evening(self) -> None:
        evenings = (
            Finished(EVENING, "short", 5),
            Finished(EVENING + timedelta(days=1), "short", 5, 5),
            Finished(EVENING + timedelta(days=2), "short", 5),
            Finished(EVENING + timedelta(days=3), "short", 10, 10),
        )
        assert closeness(evenings[:2]) == ()
        assert closeness(evenings[:3]) == (44,)
        assert closeness(evenings) == (44, 63)

    def test_shows_the_latest_evenings(self) -> None:
        rising = self.rated(*((day, 1 + day // 4, 1 + day // 4) for day in range(40)))
        assert len(rising) == 16
        assert list(rising) == sorted(rising)
        assert rising[-1] == self.rated(*((day, 1 + day // 4, 1 + day // 4) for day in range(12, 40)))[-1]
