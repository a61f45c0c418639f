# SPDX-License-Identifier: Apache-2.0
"""Where they are in the evening: how long it still takes, and whose turn it is."""

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import Tonight
from skill.checkin.model.household import Household
from skill.checkin.model.plan import CheckIn, Step, as_kept
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
FOR_BOTH = next(number for number, question in CONTENT.questions.items() if question.joint)
FOR_EACH = next(number for number, question in CONTENT.questions.items() if not question.joint)
TWO_TURNS = (Step("question", FOR_EACH), Step("swap", FOR_EACH, 1), Step("ritual"))
ONE_TURN = (Step("question", FOR_EACH), Step("ritual"))
LONG = (
    *(Step("appreciate", 1), Step("question", FOR_EACH), Step("swap", FOR_EACH, 1), Step("practice", 1)),
    *(Step("plan", 1), Step("experience", 1), Step("touch", 1), Step("rate"), Step("ritual")),
)


def at_step(steps, at=0, length="short", state=State.TALK, **fields):
    """A couple in the middle of a check-in, with the microphone open."""
    solo = fields.pop("solo", False)
    checkin = CheckIn(evening=EVENING, length=length, theme="touch", steps=steps, at=at, solo=solo)
    couple = Couple(household=Household(checkin=checkin, welcomed=True, **fields))
    couple.session, couple.open = Session(state=state), True
    return couple


def time_told(couple):
    """The line that tells how long, and its minutes."""
    couple.say("how_long")
    said = couple.turn.parts[0]
    return said.line, said.fill["time"].wording if "time" in said.fill else None


@each_case(
    ("steps", "length", "told"),
    [
        (TWO_TURNS, "short", [("how_long.then_ritual", None), ("how_long.then_ritual", None), ("how_long.last", None)]),
        ((*ONE_TURN[:1], *TWO_TURNS), "long", [("how_long.one_step", 9)]),
        (LONG, "standard", [("how_long.steps", minutes) for minutes in (13, 11, 9, 7, 6)]),
        (LONG[4:], "standard", [("how_long.steps", 6), ("how_long.one_step", 5), ("how_long.then_ritual", None)]),
    ],
)
def test_the_minutes_of_the_steps_to_come_are_told(steps, length, told):
    assert [time_told(at_step(steps, at, length)) for at in range(len(told))] == told


def test_how_many_more_there_are_leaves_out_the_other_ones_turn():
    couple = at_step(LONG, 1, "standard")
    couple.say("how_long")
    assert couple.turn.parts[0].fill["count"] == Say("count", 4)


def test_more_minutes_than_there_are_words_for_are_the_most_that_can_be_said():
    most = len(CONTENT.lines["minutes"].texts) - 1
    steps = tuple(Step("question", FOR_EACH) for _ in range(20))
    assert time_told(at_step(steps, 0, "long")) == ("how_long.steps", most)
    assert time_told(at_step(steps[: most // 3 + 1], 0, "long")) == ("how_long.steps", most // 3 * 3)


@each_case(
    ("state", "line"),
    [
        (State.OFFER, "how_long.before"),
        (State.READY, "how_long.before"),
        (State.QUESTION, "how_long.question"),
        (State.QUESTION_TALK, "how_long.question"),
    ],
)
def test_before_it_begins_the_usual_lengths_are_told_and_of_a_question_none(state, line):
    couple = Couple()
    couple.session, couple.open = Session(state=state), True
    couple.say("how_long")
    assert couple.lines()[0] == line


NAMES = ("Sam", "Alex")
AGO = {"just now": 44, "a while ago": 45}


def whose(couple, moved="a while ago"):
    couple.household = replace(
        couple.household, moved=as_kept(couple.moment - timedelta(seconds=AGO[moved])) if moved else None
    )
    couple.say("whose_turn")
    return couple.turn.parts[0]


@each_case(
    ("steps", "at", "moved", "line"),
    [
        (TWO_TURNS, 0, "a while ago", "whose.first"),
        (TWO_TURNS, 0, "just now", "whose.asked"),
        (TWO_TURNS, 0, "", "whose.asked"),
        (TWO_TURNS, 1, "just now", "whose.second"),
        (TWO_TURNS, 1, "a while ago", "whose.second"),
        (TWO_TURNS, 2, "a while ago", "whose.both"),
        (ONE_TURN, 0, "a while ago", "whose.both"),
        (LONG, 0, "a while ago", "whose.both"),
        (LONG, 3, "just now", "whose.both"),
    ],
)
def test_without_names_it_is_told_by_what_they_have_done(steps, at, moved, line):
    assert whose(at_step(steps, at), moved).line == line


@each_case(
    ("steps", "at", "line"),
    [
        (TWO_TURNS, 0, "whose.named"),
        (TWO_TURNS, 1, "whose.named"),
        (TWO_TURNS, 2, "turn.first_then"),
        (ONE_TURN, 0, "turn.first_then"),
        ((Step("question", FOR_BOTH), Step("ritual")), 0, "whose.both"),
    ],
)
def test_with_names_it_is_one_of_them(steps, at, line):
    said = whose(at_step(steps, at, names=NAMES), "just now")
    assert said.line == line
    assert {*said.fill.values()} in ({*NAMES}, set())


def test_with_names_the_second_turn_is_the_other_ones_and_so_is_the_next_question():
    other = next(n for n, question in CONTENT.questions.items() if not question.joint and n != FOR_EACH)
    steps = (*TWO_TURNS[:2], Step("question", other), Step("swap", other, 1))
    speak = [whose(at_step(steps, at, names=NAMES)).fill["name"] for at in range(4)]
    assert speak == [speak[0], speak[1], speak[1], speak[0]]
    assert {*speak} == {*NAMES}


def test_the_first_words_to_the_music_count_from_its_start():
    def told(offset_ms):
        couple = at_step(TWO_TURNS)
        couple.playing = Playing(token=Token("checkin", EVENING, 60), offset_ms=offset_ms)
        return whose(couple, "just now").line

    assert [told(44_999), told(45_000)] == ["whose.asked", "whose.first"]


def test_whoever_is_alone_has_it_all():
    assert whose(at_step(ONE_TURN, solo=True)).line == "whose.alone"
    assert whose(at_step(ONE_TURN, solo=True, names=NAMES)).line == "whose.alone"


@each_case(
    ("state", "line"),
    [
        (State.QUESTION, "whose.both"),
        (State.QUESTION_TALK, "whose.both"),
        (State.OFFER, "whose.asked"),
        (State.READY, "whose.nobody"),
    ],
)
def test_outside_a_check_in_it_is_either_of_them(state, line):
    couple = Couple()
    couple.session, couple.open = Session(state=state), True
    assert whose(couple).line == line
    couple = Couple(household=Household(names=NAMES))
    couple.session, couple.open = Session(state=state), True
    said = whose(couple)
    assert (said.line, said.fill["name"] in NAMES) == ("turn.begins_named", True)
    assert isinstance(said, Say)


class TestWhoHasHadNoTurn:
    """Who asks for their turn at a question that they have talked about."""

    @staticmethod
    def couple(number, over=True, **fields):
        tonight = Tonight(EVENING, number, over=over)
        told = {"welcomed": True, "last_visit": EVENING, "tonight": tonight, "played": {"questions": (number,)}}
        couple = Couple(household=Household(**told | fields))
        couple.session, couple.open = Session(state=State.READY), True
        return couple

    def test_gets_the_question_again_and_time_for_it(self):
        couple = self.couple(FOR_EACH)
        couple.say("whose_turn")
        assert couple.lines()[0] == "swap.now"
        assert Read("questions", FOR_EACH) in couple.turn.parts
        assert not couple.open

    @each_case(
        ("number", "fields"),
        [
            (FOR_EACH, {"over": False}),
            (FOR_BOTH, {}),
            (FOR_EACH, {"alone_on": EVENING}),
            (FOR_EACH, {"quiet": EVENING}),
            (FOR_EACH, {"played": {}}),
        ],
    )
    def test_is_told_who_speaks_where_there_is_no_such_turn(self, number, fields):
        couple = self.couple(number, **fields)
        couple.say("whose_turn")
        assert couple.lines()[0].startswith(("whose.", "turn."))
