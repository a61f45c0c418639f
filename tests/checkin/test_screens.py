# SPDX-License-Identifier: Apache-2.0
"""What is shown beside a turn: it follows from what is said, and tells nothing that is private."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from skill.checkin.intents import Intent
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.screen import Kind, Screen
from skill.checkin.model.session import State
from skill.checkin.model.speech import Read, Say
from skill.checkin.screens import KIND_OF, TOUCH, as_if_said, closeness, screen_of
from skill.checkin.table import move_for
from skill.checkin.wording import spoken
from skill.content.decks import DECKS

from .couple import CONTENT, Couple


def shown(couple: Couple) -> Screen | None:
    assert couple.turn is not None
    return screen_of(couple.turn)


def shown_as(couple: Couple, kind: Kind) -> Screen:
    """The screen of the last turn, which is of a kind."""
    screen = shown(couple)
    assert screen is not None
    assert screen.kind == kind
    return screen


def shown_words(couple: Couple) -> str:
    screen = shown(couple)
    assert screen is not None
    parts = (*([screen.title] if screen.title else ()), *([screen.before] if screen.before else ()), *screen.words)
    return spoken(parts, CONTENT)


def touches(screen: Screen | None) -> list[str]:
    assert screen is not None
    return [choice.intent.value for choice in screen.choices if choice.label]


def test_tonights_question_is_shown_as_it_is_read(couple: Couple) -> None:
    couple.open_skill()
    couple.say("tonights_question")
    screen = shown_as(couple, "question")
    assert screen.title == Say("card.question")
    assert spoken(screen.words, CONTENT) in couple.words
    assert touches(screen) == ["talk_time", "another_one", "save_this"]


def test_an_empathy_phrase_is_shown_without_the_feeling_it_is_for(couple: Couple) -> None:
    couple.open_skill()
    couple.say("empathy_phrase", feeling="stressed")
    screen = shown_as(couple, "phrase")
    assert "stressed" not in shown_words(couple)
    assert spoken(screen.words, CONTENT) in couple.words


def test_a_ritual_is_shown_whole_even_where_it_is_only_named(couple: Couple) -> None:
    couple.open_skill()
    couple.say("suggest_ritual", moment="morning")
    screen = shown_as(couple, "ritual")
    assert screen.words == (Read("rituals", couple.session.entry.number if couple.session.entry else 0),)


def test_a_rating_is_a_scale_of_ten_and_may_be_skipped(couple: Couple) -> None:
    couple.session, couple.open = replace(couple.session, state=State.RATE), True
    couple.say("help")
    couple.say("repeat")
    screen = shown_as(couple, "ratings")
    assert [choice.score for choice in screen.choices if choice.score] == list(range(1, 11))
    assert touches(screen) == ["pass"]


def test_a_silence_in_the_speech_is_shown_with_its_length_and_the_way_on(couple: Couple) -> None:
    couple.open_skill()
    couple.say("start_check_in")
    screen = shown_as(couple, "waiting")
    assert screen.seconds == 90
    assert screen.stays
    assert screen.state is State.ENDED
    assert touches(screen) == ["next", "talk_time"]


def test_where_a_track_plays_the_platform_shows_the_track(couple: Couple) -> None:
    couple.audio = True
    couple.open_skill()
    couple.say("start_check_in")
    assert couple.playing is not None
    assert shown(couple) is None


def test_help_shows_what_can_be_said(couple: Couple) -> None:
    couple.open_skill()
    couple.say("help")
    screen = shown_as(couple, "help")
    assert spoken(screen.words, CONTENT) in couple.words


def test_a_goodbye_leaves_nothing_on_the_screen(couple: Couple) -> None:
    couple.open_skill()
    for word in ("stop", "cancel", "go_home", "pause"):
        couple.say(word)
        assert shown(couple) is None, word


def test_a_finished_evening_leaves_nothing_on_the_screen(couple: Couple) -> None:
    couple.open_skill()
    couple.to_ritual()
    couple.say("yes")
    assert not couple.open
    assert shown(couple) is None


@pytest.mark.parametrize("risk", ["danger", "self", "child", "fear"])
def test_safety_is_spoken_only(couple: Couple, risk: str) -> None:
    couple.open_skill()
    couple.say("safety", risk=risk)
    assert shown(couple) is None
    for word in ("yes", "repeat", "help", "no"):
        couple.say(word)
        assert shown(couple) is None, word


def test_a_cool_down_under_music_is_on_no_screen(couple: Couple) -> None:
    couple.audio = True
    couple.open_skill()
    for word in ("cool_down", "yes", "yes", "help", "repeat", "next", "next", "pause", "resume", "launch", "next"):
        if word == "launch":
            couple.open_skill()
        else:
            couple.say(word)
        assert shown(couple) is None, word


def test_a_cool_down_without_music_is_on_no_screen(couple: Couple) -> None:
    couple.open_skill()
    for word in ("cool_down", "yes", "yes"):
        couple.say(word)
        assert shown(couple) is None, word


def test_a_reflection_and_words_to_mend_are_on_no_screen(couple: Couple) -> None:
    couple.open_skill()
    for word in ("reflect", "yes", "yes", "sometimes", "help", "repeat", "no"):
        couple.say(word)
        assert shown(couple) is None, word
    couple.later(days=1)
    couple.open_skill()
    couple.say("mend")
    assert shown(couple) is None


def test_no_name_is_shown_though_it_is_said(couple: Couple) -> None:
    couple.open_skill()
    couple.say("set_names", first="Quendolin", second="Zebulon")
    assert "Quendolin" in couple.words
    heard = 0
    for _ in range(12):
        screen = shown(couple)
        if screen is not None:
            assert "Quendolin" not in shown_words(couple)
            assert "Zebulon" not in shown_words(couple)
            assert "second" not in str(screen.words)
        heard += "Quendolin" in couple.words or "Zebulon" in couple.words
        if couple.open:
            couple.say("next")
        else:
            couple.later(days=7)
            couple.say("start_check_in", theme="touch")
    assert heard > 3


def test_how_they_are_doing_is_shown_to_the_two_alone_and_without_a_number(couple: Couple) -> None:
    days = [couple.moment.date() - timedelta(days=7 * week) for week in range(8, 0, -1)]
    couple.household = replace(
        couple.household, finished=tuple(Finished(day, "short", 5, 6) for day in days), visits=9, welcomed=True
    )
    couple.open_skill()
    couple.say("how_are_we_doing")
    screen = shown_as(couple, "asking")
    assert not screen.points
    couple.say("yes")
    screen = shown_as(couple, "doing")
    assert screen.points == (50,) * 7
    assert not any(character.isdigit() for character in shown_words(couple))


def test_closeness_is_smoothed_so_that_nobody_finds_a_number_of_the_other() -> None:
    first = date(2026, 1, 1)

    def rated(*evenings: tuple[int, int | None, int | None]) -> tuple[Finished, ...]:
        return tuple(Finished(first + timedelta(days=day), "short", one, two) for day, one, two in evenings)

    assert closeness(rated((0, 10, 1))) == ()
    assert closeness(rated((0, 10, 1), (7, 10, 1))) == (50,)
    assert closeness(rated((0, 10, 1), (7, 10, 1), (300, None, None))) == (50, 50)  # a gap is not seen
    assert len(closeness(rated(*((day, 5, 5) for day in range(60))))) == 16


def test_every_touch_is_an_intent_that_its_state_knows() -> None:
    for state, intents in TOUCH.items():
        assert 1 <= len(intents) <= 3
        for intent in intents:
            assert f"card.touch.{intent.value}" in CONTENT.lines
            assert move_for(state, intent, new_session=state is State.ENDED) is not None
            assert as_if_said(state, intent.value) is not None


def test_nothing_but_what_a_screen_offers_can_be_touched() -> None:
    assert as_if_said(State.FORGET, "yes") is None
    assert as_if_said(State.OFFER, "forget_us") is None
    assert as_if_said(State.OFFER, "rate", 7) is None
    assert as_if_said(State.RATE, "rate", 0) is None
    assert as_if_said(State.RATE, "rate", 11) is None
    assert as_if_said(State.TALK, "next", 3) is None
    rated = as_if_said(State.RATE, "rate", 7)
    assert rated is not None
    assert rated.intent is Intent.RATE
    assert rated.slots == {"score": "7"}


def test_every_deck_that_is_shown_is_one() -> None:
    assert KIND_OF.keys() < DECKS.keys()
    assert {title for _, title in KIND_OF.values()} < CONTENT.lines.keys()


def test_an_empty_household_has_no_chart() -> None:
    assert closeness(Household().finished) == ()
