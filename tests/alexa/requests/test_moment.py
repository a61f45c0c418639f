# SPDX-License-Identifier: Apache-2.0
"""The moment of a request is its timestamp in the household's zone; the machine's clock has no say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cases import each_case

from lambda_handler import make_handler
from skill.alexa import locales
from skill.alexa.requests.moment import read_timestamp
from skill.checkin.model.household import Household
from skill.content.loading.loader import load_content
from skill.settings import Settings
from skill.turn import moment

from ..couple import Couple

NEW_YORK = ZoneInfo("America/New_York")


@each_case(
    ("locale", "hour"),
    [("en-US", 16), ("en-GB", 21), ("en-CA", 16), ("en-AU", 6), ("en-IN", 2), ("de-DE", 22), ("xx-YY", 16), (None, 16)],
)
def test_without_a_zone_of_their_own_it_is_the_locales(locale: str | None, hour: int) -> None:
    summer = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
    assert moment.local(summer, ZoneInfo(locales.zone(locale)), Household()).hour == hour


def test_a_zone_that_is_set_counts_for_every_locale() -> None:
    morning = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
    tokyo, home = (Couple(make_handler(Settings(time_zone=zone))) for zone in ("Asia/Tokyo", None))
    for couple in (tokyo, home):
        couple.moment = morning
        couple.launch()
        couple.say("AMAZON.StopIntent")
    assert "night" in tokyo.words
    assert "night" not in home.words


@each_case(
    ("value", "hour"),
    [
        ("2026-01-01T12:00:00Z", 7),
        ("2026-01-01T12:00:00.123Z", 7),
        ("2026-01-01T12:00:00+02:00", 5),
        ("2026-01-01T12:00:00", 7),
        (1767268800, 7),
        (1767268800000, 7),
    ],
)
def test_timestamps_of_every_kind_are_read(value: Any, hour: int) -> None:
    assert moment.local(read_timestamp(value), NEW_YORK, Household()).hour == hour


@each_case(
    "value", ["", "soon", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", 10**40, -1, float("nan"), None, [], True]
)
def test_what_is_no_timestamp_is_none(value: Any) -> None:
    assert read_timestamp(value) is None


def test_without_a_timestamp_it_is_still_their_last_evening() -> None:
    came = Household(last_visit=date(2026, 3, 5))
    assert moment.local(None, NEW_YORK, came).date() == date(2026, 3, 5)
    assert moment.local(None, NEW_YORK, Household()).tzinfo is NEW_YORK


@pytest.mark.parametrize("value", ["nonsense", None, 12, "2026-03-05T20:30:00", {"a": 1}])
def test_a_bad_timestamp_does_not_hurt_the_evening(couple: Couple, value: Any) -> None:
    couple.launch()
    envelope = couple.intent("TonightsQuestionIntent")
    envelope["request"]["timestamp"] = value
    couple.send(envelope)
    assert couple.last["response"]["shouldEndSession"] is False
    assert "went wrong on my side" not in couple.words


def test_the_same_question_all_evening_until_four_and_a_new_one_the_next_day(couple: Couple) -> None:
    def question_at(*when: int) -> str:
        couple.moment = datetime(*when, tzinfo=NEW_YORK).astimezone(UTC)
        couple.say("TonightsQuestionIntent")
        couple.cut()
        return next(entry.text for entry in load_content().questions.values() if entry.text in couple.words)

    evening = question_at(2026, 3, 5, 20)
    assert question_at(2026, 3, 6, 3, 59) == evening
    assert question_at(2026, 3, 6, 4, 1) != evening


def test_seeds_differ_by_household_and_by_evening_and_by_nothing_else() -> None:
    day, next_day = date(2026, 3, 5), date(2026, 3, 6)
    assert moment.seed("a", day) == moment.seed("a", day)
    assert len({moment.seed("a", day), moment.seed("b", day), moment.seed("a", next_day)}) == 3
    assert moment.seed("a", day) == 10223905045118073554


def test_the_same_requests_give_the_same_replies_byte_for_byte() -> None:
    def evening() -> list[Any]:
        couple = Couple(make_handler(Settings()))
        answers = [couple.launch()]
        for intent in ("AMAZON.YesIntent", "AMAZON.NextIntent", "AMAZON.NextIntent", "AnotherOneIntent"):
            answers.append(couple.say(intent))
        return answers

    assert evening() == evening()
