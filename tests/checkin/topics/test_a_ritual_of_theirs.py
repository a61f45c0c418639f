# SPDX-License-Identifier: Apache-2.0
"""What becomes of a ritual in the record: suggested, kept, planned, done, and let go."""

from datetime import timedelta

from cases import each_case

from skill.checkin.course import rituals
from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import KeptRitual, Suggested
from skill.checkin.model.events import Context, Device, IntentReceived
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.plan import evening_on
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read
from skill.checkin.turn_builder import TurnBuilder

from ..couple import CONTENT, THURSDAY_NIGHT

EVENING = THURSDAY_NIGHT.date()
MODELLED = [number for number, ritual in CONTENT.rituals.items() if ritual.modelled]
APART = next(number for number, ritual in CONTENT.rituals.items() if ritual.apart)


def ago(days):
    return EVENING - timedelta(days=days)


def turn_of(state=State.READY, entry=None, moment=THURSDAY_NIGHT, **fields):
    """A turn of a couple with a record."""
    context = Context(moment=moment, evening=evening_on(moment), seed=5, request="r", device=Device(key="kitchen"))
    received = IntentReceived(intent=Intent.RITUAL_DONE)
    return TurnBuilder(received, context, Household(**fields), Session(state=state, entry=entry), CONTENT)


def kept(number=6, chosen=9, **fields):
    return KeptRitual(number=number, chosen=ago(chosen), **fields)


class TestKept:
    """Chosen, it is theirs; chosen once more it is asked about again, and keeps how often it happened."""

    @each_case(
        ("before", "number", "after"),
        [
            (None, 6, kept(chosen=0)),
            (kept(7, times=3), 6, kept(chosen=0)),
            (kept(times=3, asked=ago(1), planned=ago(2)), 6, kept(chosen=0, times=3)),
            (kept(chosen=0, times=3, asked=EVENING), 6, kept(chosen=0, times=3, asked=EVENING)),
        ],
    )
    def test_is_theirs_from_this_evening_on(self, before, number, after):
        turn = turn_of(ritual=before)
        rituals.keep(turn, number)
        assert turn.household.ritual == after

    def test_is_planned_for_a_day_and_not_asked_about_before(self):
        turn = turn_of(ritual=kept(asked=ago(1)))
        rituals.plan(turn, ago(-3))
        assert turn.household.ritual == kept(planned=ago(-3))
        none = turn_of()
        rituals.plan(none, ago(-3))
        assert none.household.ritual is None

    @each_case(
        ("ritual", "day"),
        [
            (None, None),
            (kept(), None),
            (kept(planned=ago(-1)), ago(-1)),
            (kept(planned=EVENING), None),
            (kept(planned=ago(1)), None),
            (kept(9_999, planned=ago(-1)), None),
        ],
    )
    def test_has_a_day_while_that_is_still_to_come(self, ritual, day):
        assert rituals.planned(turn_of(ritual=ritual)) == day

    @each_case(
        ("ritual", "entry", "theirs"),
        [
            (kept(), Read("rituals", 6), True),
            (kept(), Read("rituals", 7), False),
            (kept(), Read("questions", 6), False),
            (kept(), None, False),
            (None, Read("rituals", 6), False),
        ],
    )
    def test_is_the_entry_that_was_read_last(self, ritual, entry, theirs):
        assert rituals.is_theirs(turn_of(ritual=ritual, entry=entry)) == theirs

    def test_is_let_go_with_the_entry(self):
        turn = turn_of(ritual=kept(), entry=Read("rituals", 6))
        rituals.let_go(turn)
        assert (turn.household.ritual, turn.session.entry) == (None, None)


class TestDone:
    """It counts once an evening, and makes a ritual theirs."""

    @each_case(
        ("before", "state", "number", "after", "counted"),
        [
            (kept(times=1), State.READY, None, kept(times=2, asked=EVENING), 1),
            (kept(times=1), State.READY, 6, kept(times=2, asked=EVENING), 1),
            (kept(times=1, asked=ago(1)), State.READY, None, kept(times=2, asked=EVENING), 1),
            (kept(times=1, asked=EVENING), State.READY, None, kept(times=1, asked=EVENING), 0),
            (kept(times=1, asked=EVENING), State.READY, 6, kept(times=1, asked=EVENING), 0),
            (kept(times=1, asked=EVENING), State.FOLLOW_UP, None, kept(times=2, asked=EVENING), 1),
            (kept(times=4, asked=EVENING), State.READY, 7, kept(7, chosen=0, times=1, asked=EVENING), 1),
            (None, State.READY, 7, kept(7, chosen=0, times=1, asked=EVENING), 1),
            (None, State.READY, None, None, 1),
        ],
    )
    def test_counts_once_an_evening(self, before, state, number, after, counted):
        turn = turn_of(state, ritual=before, rituals_kept=5)
        rituals.note_happened(turn, number)
        assert turn.household.ritual == after
        assert turn.household.rituals_kept == 5 + counted
        assert turn.household.happened == ((after.number,) if after and counted else ())

    def test_of_those_that_happened_the_latest_stand_last(self):
        turn = turn_of(ritual=kept(), happened=(6, 3))
        rituals.note_happened(turn, None)
        assert turn.household.happened == (6, 3, 6)


class TestSuggested:
    """The three that the skill is built on come first, in the first check-ins; then what fits the moment."""

    def test_those_come_one_after_the_other(self):
        assert rituals.choose(turn_of()) == MODELLED[0]
        assert rituals.choose(turn_of(), leave_out=(MODELLED[0],)) == MODELLED[1]
        assert rituals.choose(turn_of(played={"rituals": tuple(MODELLED[:2])})) == MODELLED[2]
        assert rituals.choose(turn_of(played={"rituals": tuple(MODELLED)})) not in MODELLED

    @each_case(("check_ins", "built_on"), [(0, True), (2, True), (3, False)])
    def test_in_the_first_three_check_ins(self, check_ins, built_on):
        finished = tuple(Finished(ago(30), "short") for _ in range(check_ins))
        found = {
            rituals.choose(turn_of(finished=finished, moment=THURSDAY_NIGHT + timedelta(days=days)))
            for days in range(9)
        }
        assert (found == {MODELLED[0]}) == built_on

    @each_case("moment", ["morning", "mealtime", "parting", "reunion", "evening", "bedtime", "weekend"])
    def test_where_they_name_a_moment_it_is_for_that(self, moment):
        assert moment in CONTENT.rituals[rituals.choose(turn_of(), moment)].moments

    def test_it_is_read_as_it_goes_where_they_are_and_noted(self):
        def read(**fields):
            turn = turn_of(**fields)
            rituals.suggest(turn, APART, "ritual.lead", "evening")
            assert turn.household.suggested == (Suggested(EVENING, (APART,)),)
            assert turn.household.played == {"rituals": (APART,)}
            assert (turn.session.entry, turn.session.asked_for) == (Read("rituals", APART), "evening")
            return turn.parts[-1]

        assert read() == Read("rituals", APART)
        assert read(homes="two") == read(apart_on=EVENING) == Read("rituals", APART, "apart")
        assert read(homes="one") == read(apart_on=ago(1)) == Read("rituals", APART)
