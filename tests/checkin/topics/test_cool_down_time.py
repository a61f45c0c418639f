# SPDX-License-Identifier: Apache-2.0
"""A cool down by its seconds: how long each step plays, how long its way back is open, and what closes it before."""

from __future__ import annotations

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.events import Context, Device
from skill.checkin.model.household import Household
from skill.checkin.model.plan import as_kept
from skill.checkin.model.playback import Play, Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Read, Say
from skill.checkin.topics.cool_down import APART, LAST_MEND, MEND, track_of, under_way, was_last

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
NOW_S = int(THURSDAY_NIGHT.timestamp())


def track(step: int, ago_s: float = 60, seconds: int = 120, **fields: object) -> Token:
    """The track of a step that began so many seconds ago."""
    token = Token(kind="cool_down", evening=EVENING, seconds=seconds, step=step, started=NOW_S - round(ago_s))
    return replace(token, **fields)


def under_music(step: int, household: Household | None = None, **fields: object) -> Couple:
    """A couple at a step, under its music."""
    couple = Couple(household=household or Household(welcomed=True))
    couple.audio = True
    couple.playing = Playing(token=track(step, **fields), offset_ms=9000)  # type: ignore[arg-type]
    return couple


def played(couple: Couple) -> list[tuple[int, int]]:
    """The step of the track that begins, and its seconds."""
    assert couple.turn
    return [(one.token.step, one.token.seconds) for one in couple.turn.effects if isinstance(one, Play)]


@each_case(
    ("at", "then", "seconds"),
    [(0, 1, 120), (1, 2, 60), (2, 3, 120), (3, 4, 60), (4, 5, 120)],
)
def test_who_speaks_has_two_minutes_and_who_says_it_back_has_one(at: int, then: int, seconds: int) -> None:
    couple = under_music(at)
    couple.say("next")
    assert played(couple) == [(then, seconds)]
    couple = under_music(then)
    couple.say("repeat")
    assert played(couple) == [(then, seconds)]


def test_the_breaths_have_a_minute_and_time_apart_has_twenty() -> None:
    couple = Couple()
    couple.audio = True
    for said in ("cool_down", "yes", "yes"):
        couple.say(said)
    assert played(couple) == [(0, 60)]
    apart = under_music(1)
    apart.say("pass")
    assert played(apart) == [(APART, 1200)]


@each_case(("at", "then"), [(5, 6), (6, 7), (7, 8), (8, 8)])
def test_other_words_to_mend_it_go_on_to_the_last_ones(at: int, then: int) -> None:
    couple = under_music(at)
    couple.say("another_one")
    assert played(couple) == [(then, 120)]
    assert LAST_MEND == 8
    again = under_music(at, unclear=1)
    again.say("another_one")
    assert played(again)[0][0] == (then if at < LAST_MEND else APART)


@each_case("at", [5, 6, 8])
def test_after_words_to_mend_it_next_is_the_end(at: int) -> None:
    couple = under_music(at)
    couple.say("next")
    assert couple.lines() == ["cool.end"]
    assert couple.household.left == EVENING


@each_case(("at", "then"), [(0, 0), (1, 0), (3, 2), (5, 4), (6, 4), (8, 4)])
def test_previous_goes_back_one_step_and_from_any_words_to_mend_it_to_what_was_said(at: int, then: int) -> None:
    couple = under_music(at)
    couple.say("previous")
    assert played(couple)[0][0] == then


def test_words_to_mend_it_are_two_at_a_time_and_others_each_time() -> None:
    read: list[int] = []
    for step in range(MEND, LAST_MEND + 1):
        couple = under_music(step)
        couple.say("repeat")
        assert couple.turn
        numbers = [part.number for part in couple.turn.parts if isinstance(part, Read)]
        assert len(numbers) == 2
        read += numbers
    assert len({*read}) == min(len(read), len(CONTENT.repair))


@each_case(("duration", "seconds"), [("300", 300), ("14", 60), (None, 60)])
def test_more_time_is_as_long_as_they_ask_for_or_as_the_step(duration: str | None, seconds: int) -> None:
    couple = under_music(2)
    couple.say("talk_time", **({"duration": duration} if duration else {}))
    assert played(couple) == [(2, seconds)]


@each_case(("ago_s", "then"), [(0, None), (2, None), (3, 2), (60, 2)])
def test_a_second_next_within_three_seconds_is_the_same(ago_s: int, then: int | None) -> None:
    couple = under_music(1, ago_s=ago_s)
    couple.say("next")
    assert [step for step, _ in played(couple)] == ([] if then is None else [then])
    assert bool(couple.words) == (then is not None)


class TestTheWayBack:
    """It is open for forty minutes after the music, on that evening, unless they left or went on."""

    def found(self, token: Token | None, **fields: object) -> bool:
        context = Context(
            moment=THURSDAY_NIGHT,
            evening=EVENING,
            seed=1,
            request="r",
            device=Device(key="kitchen"),
            playing=Playing(token=token) if token else None,
        )
        return track_of(Household(**fields), context) is not None  # type: ignore[arg-type]

    @each_case(("ago_s", "is_open"), [(-1, False), (0, True), (120, True), (2520, True), (2521, False), (9999, False)])
    def test_is_open_for_forty_minutes_after_the_music(self, ago_s: int, is_open: bool) -> None:
        assert self.found(track(1, ago_s)) == is_open

    def test_is_open_longer_behind_longer_music(self) -> None:
        assert self.found(track(APART, 3600, seconds=1200))
        assert not self.found(track(APART, 3601, seconds=1200))

    def test_is_closed_where_they_left_or_the_evening_went_on(self) -> None:
        assert not self.found(track(1), left=EVENING)
        assert self.found(track(1), left=EVENING - timedelta(days=1))
        assert not self.found(track(1, evening=EVENING - timedelta(days=1)), left=EVENING - timedelta(days=1))
        assert self.found(track(1, 60), moved=as_kept(THURSDAY_NIGHT - timedelta(seconds=60)))
        assert not self.found(track(1, 60), moved=as_kept(THURSDAY_NIGHT - timedelta(seconds=59)))

    def test_belongs_to_no_other_track(self) -> None:
        assert not self.found(None)
        assert not self.found(track(1, kind="question"))

    @each_case(
        ("token", "last"),
        [
            (track(1), True),
            (track(1, 9999), True),
            (track(1, evening=EVENING - timedelta(days=1)), False),
            (track(1, kind="checkin"), False),
            (None, False),
        ],
    )
    def test_over_or_not_it_was_what_they_heard_last_this_evening(self, token: Token | None, last: bool) -> None:
        playing = Playing(token=token) if token else None
        context = Context(
            moment=THURSDAY_NIGHT, evening=EVENING, seed=1, request="r", device=Device(key="kitchen"), playing=playing
        )
        assert was_last(context, EVENING) == last

    @each_case(("step", "state"), [(0, State.COOL_TALK), (LAST_MEND, State.COOL_TALK), (APART, State.COOL_APART)])
    def test_leads_back_to_the_step_with_what_was_unclear(self, step: int, state: State) -> None:
        session = under_way(Session(told=True), track(step, unclear=1))
        assert session == Session(state=state, round=step, misheard=1, told=True)
        assert under_way(Session(), track(step, unclear=7)).misheard == 2


@each_case(("said", "line"), [("no", "cool.say_again"), ("not_understood", "cool.say_back")])
def test_what_was_said_back_wrongly_is_said_once_more_and_then_it_is_time_apart(said: str, line: str) -> None:
    for step in (2, 4):
        couple = under_music(step)
        couple.say(said)
        assert couple.lines()[0] == line
        assert couple.playing
        assert couple.playing.token.unclear == 1
        couple.later(hours=0.02)
        couple.say(said)
        assert played(couple) == [(APART, 1200)]


def test_a_track_tells_where_they_are_and_nothing_of_them() -> None:
    couple = under_music(1)
    couple.say("next")
    assert couple.playing
    assert couple.playing.token == Token(kind="cool_down", evening=EVENING, seconds=60, turn="r", step=2, started=NOW_S)


def test_at_its_beginning_all_of_the_evening_falls_silent() -> None:
    couple = under_music(0)
    couple.playing = Playing(token=Token("question", EVENING, 120))
    couple.say("cool_down")
    assert couple.turn
    assert couple.turn.effects == (StopMusic(),)
    quiet = Couple()
    quiet.say("cool_down")
    assert quiet.turn
    assert quiet.turn.effects == ()


@each_case(
    ("left", "line"), [(None, "cool.lead"), (EVENING - timedelta(days=1), "cool.lead"), (EVENING, "cool.lead_again")]
)
def test_begun_once_more_on_an_evening_it_says_so(left: object, line: str) -> None:
    couple = Couple(household=Household(welcomed=True, left=left))  # type: ignore[arg-type]
    couple.say("cool_down")
    assert couple.lines() == [line, "ask.cool_consent"]


def test_without_music_it_is_three_breaths_and_a_minute_of_quiet() -> None:
    couple = Couple()
    for said in ("cool_down", "yes", "yes"):
        couple.say(said)
    assert couple.turn
    assert [part.seconds for part in couple.turn.parts if isinstance(part, Pause)] == [4, 5, 4, 5, 4, 5, 60]
    breaths = [part for part in couple.turn.parts if isinstance(part, Say) and part.line.startswith("cool.breathe_")]
    assert [breath.wording for breath in breaths] == [0, 0, 1, 1, 2, 2]
    assert couple.lines()[-1] == "cool.turns_over"
    assert couple.household.left == EVENING
