# SPDX-License-Identifier: Apache-2.0
"""One turn as it is built: its wordings, what Repeat says of it, and what is kept of it and where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import Tonight
from skill.checkin.model.effects import EraseAll
from skill.checkin.model.events import Context, Device, IntentReceived
from skill.checkin.model.household import Finished, Household, Wordings
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Read, ReadTo, Say
from skill.checkin.turn_builder import TurnBuilder

from .couple import CONTENT, THURSDAY_NIGHT

EVENING = THURSDAY_NIGHT.date()
YESTERDAY = EVENING - timedelta(days=1)
MANY = next(name for name, line in CONTENT.lines.items() if len(line.texts) == 3 and name.startswith("sorry"))
"""A line of three wordings."""


def building(
    household: Household | None = None,
    session: Session | None = None,
    intent: Intent = Intent.HELP,
    seed: int = 1,
    audio: bool = False,
) -> TurnBuilder:
    device = Device(key="kitchen", audio=audio)
    context = Context(moment=THURSDAY_NIGHT, evening=EVENING, seed=seed, request="r", device=device)
    return TurnBuilder(IntentReceived(intent=intent), context, household or Household(), session or Session(), CONTENT)


def plan(**fields: Any) -> CheckIn:
    return CheckIn(**{"evening": EVENING, "length": "short", "theme": "touch", "steps": (Step("ritual"),)} | fields)


class TestWordings:
    """None is heard again before all were, and some stay the same all evening."""

    def wordings(self, turn: TurnBuilder, line: str, times: int) -> list[int]:
        for _ in range(times):
            turn.say(line)
        return [part.wording for part in turn.parts if isinstance(part, Say)]

    def test_go_round(self) -> None:
        first, *others = self.wordings(building(), MANY, 4)
        assert others == [(first + 1) % 3, (first + 2) % 3, first]

    def test_begin_elsewhere_on_other_evenings(self) -> None:
        assert {self.wordings(building(seed=seed), MANY, 1)[0] for seed in range(30)} == {0, 1, 2}

    def test_go_on_from_the_turn_before(self) -> None:
        turn = building()
        (first,) = self.wordings(turn, MANY, 1)
        household = turn.build().household
        assert household.wordings == Wordings(EVENING, {MANY: 1})
        assert self.wordings(building(household), MANY, 1) == [(first + 1) % 3]
        old = Household(wordings=Wordings(YESTERDAY, {MANY: 1, "resume": 4}))
        assert self.wordings(building(old), MANY, 1) == [first]
        anew = building(old)
        anew.say(MANY)
        assert anew.build().household.wordings == Wordings(EVENING, {MANY: 1})

    def test_of_what_is_private_are_counted_in_the_session_alone(self) -> None:
        turn = building(session=Session(state=State.REFLECT, used={MANY: 1, "resume": 2}), intent=Intent.YES)
        (first,) = self.wordings(building(), MANY, 1)
        assert self.wordings(turn, MANY, 2) == [(first + 1) % 3, (first + 2) % 3]
        built = turn.build()
        assert built.household.wordings is None
        assert built.session.used == {MANY: 3, "resume": 2}
        assert built.private

    def test_of_a_goodbye_are_the_same_all_evening_and_leave_no_trace(self) -> None:
        turn = building()
        assert len({*self.wordings(turn, "stop.night", 3)}) == 1
        assert turn.build().household == Household()
        found = {self.wordings(building(seed=seed), "stop.night", 1)[0] for seed in range(30)}
        assert found == {*range(len(CONTENT.lines["stop.night"].texts))}

    def test_a_line_that_was_said_is_known_at_once_and_all_evening(self) -> None:
        turn = building(Household(wordings=Wordings(EVENING, {"resume": 2})))
        assert (turn.said_this_evening("resume"), turn.has_said("resume")) == (2, True)
        assert (turn.said_this_evening(MANY), turn.has_said(MANY)) == (0, False)
        turn.say(MANY)
        assert (turn.said_this_evening(MANY), turn.has_said(MANY)) == (0, True)

    def test_a_number_is_a_word_where_there_is_one(self) -> None:
        words = len(CONTENT.lines["count"].texts)
        turn = building()
        assert [turn.count(words - 1), turn.count(words)] == [Say("count", words - 1), str(words)]


class TestWhatRepeatSays:
    """The last thing that mattered, without what led to it and without its silence."""

    def test_is_all_of_it_or_a_part(self) -> None:
        turn = building()
        turn.say("resume")
        assert turn.build().session.last == (turn.parts[0],)
        turn.from_here()
        turn.say("not_music")
        turn.pause(3)
        turn.silence_from_here()
        turn.pause(60)
        assert turn.build().session.last == tuple(turn.parts[1:3])

    def test_stays_what_it_was_where_that_is_kept(self) -> None:
        turn = building(session=Session(last=(Say("resume"),)))
        turn.say("not_music")
        turn.keep_last_prompt()
        assert turn.build().session.last == (Say("resume"),)

    def test_leaves_a_preface_out(self) -> None:
        turn = building()
        turn.say("resume")
        turn.preface("not_therapy")
        built = turn.build()
        assert built.parts == (Say("not_therapy"), turn.parts[0])
        assert built.session.last == (turn.parts[0],)


class TestWhatIsRead:
    """Noted as played, and carried for Save and for another one."""

    def test_an_entry_is_noted_as_the_latest_of_its_deck(self) -> None:
        turn = building(Household(played={"questions": (3, 4)}))
        turn.read("questions", 3)
        turn.read_unnoted("questions", 9, "follow_up")
        assert turn.parts == [Read("questions", 3), Read("questions", 9, "follow_up")]
        assert turn.household.played == {"questions": (4, 3)}

    def test_an_offered_one_stands_in_its_row(self) -> None:
        turn = building(session=Session(entry=Read("questions", 1), offered=(1,), asked_for="light"))
        turn.offer_entry("questions", 2, "deep")
        assert (turn.session.entry, turn.session.offered) == (Read("questions", 2), (1, 2))
        assert turn.session.asked_for == "deep"
        turn.offer_entry("touch", 5)
        assert (turn.session.entry, turn.session.offered) == (Read("touch", 5), (5,))
        assert turn.session.asked_for is None
        assert turn.household.played == {"questions": (2,), "touch": (5,)}

    def test_of_a_long_row_the_last_thirty_are_carried(self) -> None:
        offered = tuple(range(1, 31))
        turn = building(session=Session(entry=Read("questions", 30), offered=offered))
        turn.offer_entry("questions", 31)
        assert turn.session.offered == (*offered[1:], 31)

    def test_what_would_tell_of_a_feeling_is_not_noted_and_a_name_is_not_carried(self) -> None:
        turn = building()
        turn.offer_entry("empathy", 1, noted=False)
        turn.offer_entry("appreciation", 2, to=("Sam", "Alex"))
        assert turn.parts == [Read("empathy", 1), ReadTo("appreciation", 2, "Sam", "Alex")]
        assert turn.session.entry == Read("appreciation", 2)
        assert turn.household.played == {"appreciation": (2,)}


class TestTonightsQuestion:
    """It is over once they have talked about it, and only that one."""

    @each_case(
        ("tonight", "named", "over"),
        [
            (Tonight(EVENING, 3), None, True),
            (Tonight(EVENING, 3), 3, True),
            (Tonight(EVENING, 3), 4, False),
            (Tonight(YESTERDAY, 3), 3, False),
        ],
    )
    def test_is_over_where_it_is_that_one(self, tonight: Tonight, named: int | None, over: bool) -> None:
        turn = building(Household(tonight=tonight))
        turn.tonight_is_over(named)
        assert turn.household.tonight
        assert turn.household.tonight.over == over

    def test_where_there_is_none_nothing_is_over(self) -> None:
        turn = building()
        turn.tonight_is_over()
        assert turn.household.tonight is None


class TestWhoIsThere:
    """By tonight's check-in, or by what they said tonight, or by how they live."""

    @each_case(
        ("fields", "alone", "apart"),
        [
            ({}, False, False),
            ({"alone_on": EVENING}, True, False),
            ({"alone_on": YESTERDAY}, False, False),
            ({"apart_on": EVENING}, False, True),
            ({"apart_on": YESTERDAY}, False, False),
            ({"homes": "two"}, False, True),
            ({"homes": "one"}, False, False),
            ({"alone_on": EVENING, "checkin": plan()}, False, False),
            ({"checkin": plan(solo=True)}, True, False),
            ({"checkin": plan(solo=True, begun=False)}, True, False),
            ({"checkin": plan(solo=True, evening=YESTERDAY)}, False, False),
            ({"homes": "two", "checkin": plan()}, False, False),
            ({"checkin": plan(apart=True)}, False, True),
            ({"checkin": plan(apart=True, evening=YESTERDAY)}, False, False),
        ],
    )
    def test_is_told_by_the_evening(self, fields: dict[str, Any], alone: bool, apart: bool) -> None:
        turn = building(Household(**fields))
        assert (turn.alone, turn.apart) == (alone, apart)

    @each_case(
        ("checkin", "runs"),
        [(None, False), (plan(), True), (plan(begun=False), False), (plan(evening=YESTERDAY), False)],
    )
    def test_a_check_in_runs_that_was_begun_tonight(self, checkin: CheckIn | None, runs: bool) -> None:
        assert (building(Household(checkin=checkin)).checkin is not None) == runs

    @each_case(("days", "tonight"), [(0, True), (1, False)])
    def test_they_finished_one_tonight(self, days: int, tonight: bool) -> None:
        finished = (Finished(EVENING - timedelta(days=days), "short"),)
        assert building(Household(finished=finished)).finished_tonight == tonight

    @each_case(
        ("audio", "off", "on", "music"),
        [(True, 0, 0, True), (True, 1, 0, False), (True, 1, 1, True), (True, 2, 1, False), (False, 0, 0, False)],
    )
    def test_music_plays_unless_it_was_turned_off_last(self, audio: bool, off: int, on: int, music: bool) -> None:
        said = Wordings(EVENING, {"music.off": off, "music.on": on})
        assert building(Household(wordings=said), audio=audio).music == music
        turn = building(audio=audio)
        for line, times in (("music.off", off), ("music.on", on)):
            for _ in range(times):
                turn.say(line)
        assert turn.music == music

    @each_case(
        ("state", "checkin", "in_flow"),
        [
            (State.TALK, None, True),
            (State.QUESTION_TALK, None, True),
            (State.RATE, None, True),
            (State.RATE_SECOND, None, True),
            (State.REFLECT, None, True),
            (State.REFLECT_BEGIN, None, True),
            (State.REFLECT_HALFWAY, None, True),
            (State.RITUAL, plan(), True),
            (State.RITUAL, None, False),
            (State.READY, plan(), False),
            (State.QUESTION, None, False),
            (State.REFLECT_LIGHT, None, False),
        ],
    )
    def test_an_interlude_goes_back_to_what_is_under_way(
        self, state: State, checkin: CheckIn | None, in_flow: bool
    ) -> None:
        assert building(Household(checkin=checkin), Session(state=state)).in_flow == in_flow


class TestItsEnd:
    """How the session goes on, and what of it."""

    @each_case(
        ("state", "answers"),
        [
            (State.REFLECT, "yn"),
            (State.REFLECT_BEGIN, "yn"),
            (State.REFLECT_HALFWAY, "yn"),
            (State.REFLECT_LIGHT, ""),
            (State.READY, ""),
        ],
    )
    def test_answers_live_as_long_as_the_reflection(self, state: State, answers: str) -> None:
        turn = building(session=Session(state=State.REFLECT, answers="yn"))
        turn.wait_in(state)
        assert turn.build().session.answers == answers

    def test_an_open_microphone_has_a_reprompt_after_its_quiet(self) -> None:
        turn = building()
        turn.quiet_before_reprompt(15)
        turn.ask(State.READY)
        built = turn.build()
        assert (built.open, built.session.state) == (True, State.READY)
        quiet, asked = built.reprompt
        assert quiet == Pause(15)
        assert isinstance(asked, Say)
        assert asked.line == "reprompt.ready"
        turn.close("resume")
        built = turn.build()
        assert (built.open, built.reprompt, built.session.state) == (False, (), State.ENDED)

    def test_erased_nothing_is_kept_whatever_else_is_done(self) -> None:
        turn = building(Household(visits=9))
        turn.erase_household()
        turn.remember(visits=10)
        built = turn.build()
        assert (built.household, built.effects) == (Household(), (EraseAll(),))

    @each_case(
        ("state", "intent", "private"),
        [
            (State.READY, Intent.HELP, False),
            (State.READY, Intent.REFLECT, True),
            (State.READY, Intent.COOL_DOWN, True),
            (State.READY, Intent.SAFETY, True),
            (State.COOL_TALK, Intent.NEXT, True),
            (State.SAFETY, Intent.YES, True),
            (State.REFLECT, Intent.LAUNCH, False),
            (State.REFLECT, Intent.TASK, False),
        ],
    )
    def test_what_is_private_is_so_by_where_they_are_or_what_they_say(
        self, state: State, intent: Intent, private: bool
    ) -> None:
        turn = building(session=Session(state=state), intent=intent)
        assert turn.private == private
        turn.leave_no_trace()
        assert turn.private

    @each_case(("line", "low"), [("close", "stop.low"), ("stop.warm", "stop.low"), ("stop", "stop")])
    def test_who_is_low_is_sent_off_without_cheer(self, line: str, low: str) -> None:
        for wordings, said in ((None, line), (Wordings(EVENING, {"empathy.kind": 1}), low)):
            turn = building(Household(wordings=wordings))
            turn.good_night(line)
            (goodbye,) = turn.parts
            assert isinstance(goodbye, Say)
            assert goodbye.line == f"{said}.night"

    def test_their_names_are_said_on_one_evening_of_three_and_not_to_one_alone(self) -> None:
        household = Household(names=("Sam", "Alex"))
        said = [building(household, seed=seed).names_for("welcome") for seed in range(300)]
        assert 80 < sum(name is not None for name in said) < 120
        assert {*said} == {None, ("Sam", "Alex")}
        alone = Household(names=("Sam", "Alex"), alone_on=EVENING)
        assert {building(alone, seed=seed).names_for("welcome") for seed in range(30)} == {None}
