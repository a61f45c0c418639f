# SPDX-License-Identifier: Apache-2.0
"""What a new session finds: the evening under way, and what was read there; and what silence at its end means."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest
from cases import each_case
from msgspec.structs import replace

from skill.checkin import table
from skill.checkin.engine import SILENCE, BrokenTransition
from skill.checkin.intents import Intent
from skill.checkin.model.events import ReminderGone, SessionEnded, SessionResumed, Unfamiliar
from skill.checkin.model.household import Household, KeptReminder
from skill.checkin.model.plan import CheckIn, Reminder, Step
from skill.checkin.model.playback import Played, Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read
from skill.checkin.moves import Move, interlude, to

from .couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
YESTERDAY = EVENING - timedelta(days=1)
STEPS = (Step("question", 1), Step("swap", 1, 1), Step("ritual", 2))


def plan(*steps: Step, **fields: object) -> CheckIn:
    return CheckIn(**{"evening": EVENING, "length": "short", "theme": "touch", "steps": steps or STEPS} | fields)  # type: ignore[arg-type]


def couple_at(checkin: CheckIn | None, **fields: object) -> Couple:
    """A couple whose session is over, with a check-in in their record."""
    return Couple(household=Household(checkin=checkin, welcomed=True, visits=1, last_visit=EVENING, **fields))  # type: ignore[arg-type]


@each_case(
    ("step", "saved"),
    [
        (Step("question", 3), Read("questions", 3)),
        (Step("swap", 3, 1), Read("questions", 3)),
        (Step("practice", 3), Read("practices", 3)),
        (Step("appreciate", 3), Read("appreciation", 3)),
        (Step("touch", 3), Read("touch", 3)),
        (Step("plan", 3), Read("plans", 3)),
        (Step("experience", 3), Read("experiences", 3)),
        (Step("rate"), None),
    ],
)
def test_out_of_nothing_save_keeps_what_was_read_at_the_step(step: Step, saved: Read | None) -> None:
    couple = couple_at(plan(step, Step("ritual", 2)))
    couple.say("save_this")
    assert couple.household.saved == ((saved,) if saved else ())


@each_case("said", ["yes", "save_this"])
def test_out_of_nothing_a_yes_is_one_to_the_ritual_that_was_offered(said: str) -> None:
    couple = couple_at(plan(Step("ritual", 3)))
    couple.say(said)
    assert couple.household.ritual
    assert couple.household.ritual.number == 3


@each_case(
    ("checkin", "line"),
    [
        (plan(), "how_long.then_ritual"),
        (plan(at=1), "how_long.then_ritual"),
        (plan(begun=False), "how_long.before"),
        (plan(evening=YESTERDAY), "how_long.before"),
        (None, "how_long.before"),
    ],
)
def test_an_evening_under_way_is_one_that_was_begun_tonight(checkin: CheckIn | None, line: str) -> None:
    couple = couple_at(checkin)
    couple.say("how_long")
    assert couple.lines() == [line]


@each_case(
    ("step", "said", "line"),
    [
        (Step("rate"), {"score": "7"}, "ask.rate_second"),
        (Step("question", 1), {"score": "7", "second": "8"}, "rate.thanks"),
        (Step("ritual", 2), {"score": "7", "second": "8"}, "rate.thanks"),
    ],
)
def test_a_number_out_of_nothing_is_a_rating_of_the_evening(step: Step, said: dict[str, str], line: str) -> None:
    couple = couple_at(plan(step, Step("ritual", 2)))
    couple.say("rate", **said)
    assert line in couple.lines()
    assert couple.household.checkin
    assert couple.household.checkin.first == 7


@each_case(
    ("token", "line"),
    [
        (Token("question", EVENING, 120, question=3), "how_long.question"),
        (Token("question", YESTERDAY, 120, question=3), "how_long.before"),
        (Token("checkin", EVENING, 120), "how_long.before"),
        (None, "how_long.before"),
    ],
)
def test_the_question_under_music_is_under_way(token: Token | None, line: str) -> None:
    couple = couple_at(None)
    couple.audio = True
    couple.playing = Playing(token=token) if token else None
    couple.say("how_long")
    assert couple.lines() == [line]
    couple.say("save_this")
    assert couple.household.saved == ((Read("questions", 3),) if line == "how_long.question" else ())


class TestWhereNothingIsKept:
    """The track and the session carry the evening, and nobody is told so twice."""

    def forgetful(self, checkin: CheckIn | None, **token: object) -> Couple:
        couple = Couple()
        couple.audio, couple.remembers = True, False
        couple.playing = Playing(token=Token("checkin", EVENING, 120, checkin=checkin, **token))  # type: ignore[arg-type]
        return couple

    @each_case(
        ("token", "told"),
        [
            ({}, True),
            ({"told": True}, False),
            ({"told": True, "evening": YESTERDAY}, True),
        ],
    )
    def test_it_is_told_once_an_evening(self, token: dict[str, object], told: bool) -> None:
        couple = self.forgetful(plan())
        assert couple.playing
        couple.playing = Playing(token=replace(couple.playing.token, **token))
        couple.say("how_long")
        assert ("forgetful" in couple.lines()) == told
        assert couple.session.told

    def test_the_track_tells_where_they_are(self) -> None:
        couple = self.forgetful(plan(at=1))
        couple.say("how_long")
        assert "how_long.then_ritual" in couple.lines()
        other = self.forgetful(None)
        other.say("how_long")
        assert "how_long.before" in other.lines()

    @each_case("intent", ["stop", "cancel", "go_home", "safety"])
    def test_a_goodbye_says_nothing_of_it(self, intent: str) -> None:
        couple = self.forgetful(plan())
        couple.say(intent)
        assert "forgetful" not in couple.lines()

    def test_the_session_goes_before_a_record_that_came_back(self) -> None:
        couple = couple_at(plan())
        couple.session, couple.open = Session(state=State.TALK, told=True, checkin=plan(at=2)), True
        couple.say("how_long")
        assert couple.lines()[0] == "how_long.last"
        couple = couple_at(plan())
        couple.session, couple.open = Session(state=State.TALK, checkin=plan(at=2)), True
        couple.say("how_long")
        assert couple.lines()[0] == "how_long.then_ritual"


class TestTheEndOfASession:
    """Nothing is said then; silence in the middle of an evening means that the way on is to be told once more."""

    @each_case(
        ("reason", "state", "checkin", "guide"),
        [
            (SILENCE, State.TALK, plan(), True),
            (SILENCE, State.RITUAL, plan(), True),
            (SILENCE, State.ENDED, plan(), False),
            (SILENCE, State.REFLECT, plan(), False),
            (SILENCE, State.SAFETY, plan(), False),
            (SILENCE, State.OFFER, plan(begun=False), False),
            (SILENCE, State.OFFER, None, False),
            ("USER_INITIATED", State.TALK, plan(), False),
        ],
    )
    def test_in_silence_they_may_be_lost(self, reason: str, state: State, checkin: CheckIn | None, guide: bool) -> None:
        couple = couple_at(checkin)
        couple.session, couple.open = Session(state=state), True
        couple.tell(SessionEnded(reason=reason))
        assert couple.turn
        assert (couple.turn.parts, couple.turn.effects, couple.open) == ((), (), False)
        assert couple.household == replace(couple_at(checkin).household, guide=guide)

    @each_case(("state", "left"), [(State.COOL_CONSENT, True), (State.COOL_AND_YOU, True), (State.TALK, False)])
    def test_asked_to_cool_down_no_answer_is_one(self, state: State, left: bool) -> None:
        couple = couple_at(None)
        couple.session = Session(state=state)
        couple.tell(SessionEnded(reason="USER_INITIATED"))
        assert (couple.household.left == EVENING) == left


def test_of_the_reminders_those_go_that_were_deleted_in_the_app() -> None:
    kept = tuple(KeptReminder(name, Reminder(20, 0, EVENING)) for name in "abc")
    couple = couple_at(None, reminders=kept)
    couple.tell(ReminderGone(ids=frozenset({"a", "c", "x"})))
    assert [one.id for one in couple.household.reminders] == ["b"]
    assert couple.turn
    assert couple.turn.parts == ()


def test_a_tail_comes_behind_a_track_that_is_nearly_finished_and_moves_nothing() -> None:
    couple = couple_at(plan())
    token = Token("checkin", EVENING, 120)
    couple.tell(Played(kind="nearly_finished", token=token))
    assert couple.turn
    (play,) = couple.turn.effects
    assert (play.token, play.behind) == (replace(token, tail=True), token)  # type: ignore[union-attr]
    for kind in ("started", "finished", "stopped", "failed"):
        couple.tell(Played(kind=kind, token=token))  # type: ignore[arg-type]
        assert couple.turn.effects == ()
    couple.tell(Played(kind="nearly_finished", token=replace(token, tail=True)))
    assert couple.turn.effects == ()
    assert couple.household == couple_at(plan()).household


@each_case("state", [State.NEW, State.READY, State.ENDED])
def test_where_nothing_particular_was_asked_an_interlude_asks_for_more(state: State) -> None:
    couple = couple_at(None)
    couple.session, couple.open = Session(state=state), True
    couple.say("privacy")
    assert couple.lines() == ["privacy.what", "ask.more"]


def test_a_session_that_comes_back_goes_on_and_what_is_unfamiliar_was_not_understood() -> None:
    couple = couple_at(None)
    couple.session, couple.open = Session(state=State.OFFER, misheard=1), True
    couple.tell(SessionResumed())
    assert (couple.lines(), couple.session.misheard) == (["again.offer"], 0)
    couple.tell(Unfamiliar())
    assert (couple.lines()[0], couple.session.misheard) == ("sorry.missed", 1)


def test_an_evening_is_counted_as_a_visit_unless_they_only_left_with_a_word() -> None:
    for intent, visits in (("stop", 3), ("cancel", 3), ("go_home", 3), ("safety", 3), ("privacy", 4), ("mend", 4)):
        couple = Couple(household=Household(welcomed=True, visits=3, last_visit=YESTERDAY))
        couple.say(intent)
        assert couple.household.visits == visits, intent
    couple = Couple(household=Household(welcomed=True, visits=3, last_visit=YESTERDAY))
    couple.session, couple.open = Session(state=State.SAFETY, asked_for="danger"), True
    couple.say("yes")
    assert couple.household.visits == 3


@each_case(("intent", "told"), [("start_check_in", True), ("solo", True), ("tonights_question", False)])
def test_what_this_is_not_is_told_to_who_begins_at_once(intent: str, told: bool) -> None:
    couple = Couple()
    couple.say(intent)
    assert (couple.lines()[0] == "not_therapy") == told
    assert couple.household.welcomed == told
    assert CONTENT.lines["not_therapy"].texts
    again = Couple(household=Household(welcomed=True))
    again.say(intent)
    assert "not_therapy" not in again.lines()


@pytest.mark.parametrize(
    ("move", "broken"),
    [
        (to(lambda turn: turn.wait_in(State.OFFER), State.READY), True),
        (to(lambda turn: turn.wait_in(State.OFFER), State.OFFER), False),
        (interlude(lambda turn: turn.wait_in(State.OFFER)), False),
        (interlude(lambda turn: turn.wait_in(State.READY)), False),
        (interlude(lambda turn: turn.close()), False),
        (interlude(lambda turn: turn.wait_in(State.PHRASE)), True),
        (interlude(lambda turn: turn.wait_in(State.PHRASE), State.PHRASE), False),
    ],
)
def test_a_step_ends_where_its_move_leads_or_goes_back(
    monkeypatch: pytest.MonkeyPatch, move: Move, broken: bool
) -> None:
    monkeypatch.setattr(table, "TABLE", {**table.TABLE, State.OFFER: {Intent.NO: move}})
    couple = couple_at(None)
    couple.session, couple.open = Session(state=State.OFFER), True
    with pytest.raises(BrokenTransition) if broken else nullcontext():
        couple.say("no")


@pytest.mark.parametrize(("state", "broken"), [(State.FOLLOW_UP, False), (State.JUST_QUESTION, True)])
def test_an_interlude_out_of_a_question_about_a_ritual_may_offer_the_evening(
    monkeypatch: pytest.MonkeyPatch, state: State, broken: bool
) -> None:
    away = interlude(lambda turn: turn.wait_in(State.OFFER))
    monkeypatch.setattr(table, "TABLE", {**table.TABLE, state: {Intent.NO: away}})
    couple = couple_at(None)
    couple.session, couple.open = Session(state=state), True
    with pytest.raises(BrokenTransition) if broken else nullcontext():
        couple.say("no")
