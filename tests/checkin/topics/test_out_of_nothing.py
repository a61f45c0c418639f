# SPDX-License-Identifier: Apache-2.0
"""Next, resume and the like out of a closed session: where they lead, by what was left and what plays."""

from datetime import timedelta

from cases import each_case

from skill.checkin.model.deck_numbers import Tonight
from skill.checkin.model.effects import CompleteTask, StopMusic
from skill.checkin.model.events import Launched, Pressed
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Play, Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import SLOWLY, Read, Say

from ..couple import THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
YESTERDAY = EVENING - timedelta(days=1)
STEPS = (Step("question", 1), Step("question", 2), Step("ritual", 1))
QUESTION = Token("question", EVENING, 120, question=7)
COOL = Token("cool_down", EVENING, 60, started=1)
"""A cool down that was over long ago."""


def plan(**fields):
    return CheckIn(**{"evening": EVENING, "length": "short", "theme": "touch", "steps": STEPS} | fields)


def track(**fields):
    return Token("checkin", EVENING, 120, checkin=plan(**fields))


def couple_of(playing=None, **fields):
    """A couple whose session is over, with a track that played last."""
    couple = Couple(household=Household(**{"welcomed": True, "visits": 3, "last_visit": EVENING} | fields))
    couple.audio = True
    couple.playing = Playing(token=playing, offset_ms=33_000) if playing else None
    return couple


def plays(couple):
    """The kind of each track that begins, and from where in milliseconds."""
    return [(one.token.kind, one.offset_ms) for one in couple.turn.effects if isinstance(one, Play)]


def read_first(parts):
    """The entry that is read first, be it slowly."""
    first = parts[0]
    return first.fill["entry"] if isinstance(first, Say) and first.line == SLOWLY else first


@each_case(
    ("playing", "fields", "lines"),
    [
        (None, {}, ["nothing_running", "ask.ready"]),
        (None, {"finished": (Finished(EVENING, "short"),)}, ["evening.over", "ask.one_more"]),
        (QUESTION, {}, ["question.talked", "ask.another"]),
        (QUESTION, {"left": EVENING}, ["ask.quiet_more"]),
        (QUESTION, {"left": YESTERDAY}, ["question.talked", "ask.another"]),
        (QUESTION, {"left": EVENING, "checkin": plan()}, ["ask.go_on"]),
        (None, {"left": EVENING}, ["ask.quiet"]),
        (None, {"left": EVENING, "checkin": plan()}, ["ask.go_on"]),
        (COOL, {}, ["ask.quiet"]),
        (COOL, {"checkin": plan()}, ["ask.go_on"]),
        (Token("question", YESTERDAY, 120, question=7), {}, ["nothing_running", "ask.ready"]),
    ],
)
def test_next_goes_on_with_what_was_last(playing, fields, lines):
    couple = couple_of(playing, **fields)
    couple.say("next")
    assert couple.lines() == lines
    assert couple.open
    assert couple.turn.effects == ((StopMusic(),) if playing else ())


@each_case(
    ("playing", "fields", "lines", "music"),
    [
        (track(), {"checkin": plan()}, ["resume"], [("checkin", 33_000)]),
        (track(at=1), {"checkin": plan()}, ["resume"], [("checkin", 0)]),
        (None, {"checkin": plan()}, ["resume"], [("checkin", 0)]),
        (QUESTION, {"tonight": Tonight(EVENING, 7)}, [], [("question", 33_000)]),
        (QUESTION, {"tonight": Tonight(EVENING, 7, over=True)}, [], [("question", 33_000)]),
        (QUESTION, {}, [], [("question", 33_000)]),
        (QUESTION, {"left": EVENING}, ["ask.quiet"], []),
        (COOL, {}, ["ask.quiet"], []),
    ],
)
def test_resume_goes_on_from_where_the_music_stopped(playing, fields, lines, music):
    couple = couple_of(playing, **fields)
    couple.say("resume")
    assert [line for line in couple.lines() if not line.startswith("talk.")] == lines
    assert plays(couple) == music


def test_resume_reads_the_question_again_where_they_are_still_at_it():
    couple = couple_of(QUESTION, tonight=Tonight(EVENING, 7))
    couple.say("resume")
    assert Read("questions", 7) in couple.turn.parts
    done = couple_of(QUESTION, tonight=Tonight(EVENING, 7, over=True))
    done.say("resume")
    assert done.turn.parts == ()


def test_resume_out_of_nothing_opens_the_skill():
    couple = couple_of(Token("question", YESTERDAY, 120, question=7))
    couple.say("resume")
    assert couple.state is State.OFFER


@each_case(
    ("playing", "fields", "first"),
    [
        (QUESTION, {"tonight": Tonight(EVENING, 7)}, Read("questions", 7)),
        (track(), {"checkin": plan()}, Read("questions", 1)),
    ],
)
def test_repeat_says_what_they_talk_about(playing, fields, first):
    couple = couple_of(playing, **fields)
    couple.say("repeat")
    assert read_first(couple.turn.parts) == first
    assert plays(couple) == [(playing.kind, 0)]


class TestAQuestionBesideTheEvening:
    """Asked for beside a check-in, it is what they come back to, once."""

    def asked(self, **fields):
        heard = {"played": {"questions": (1, 7)}, "tonight": Tonight(EVENING, 7), "checkin": plan()}
        return couple_of(**(heard | fields))

    @each_case(
        ("fields", "back"),
        [
            ({}, True),
            ({"played": {"questions": (7, 1)}}, False),
            ({"tonight": Tonight(EVENING, 7, over=True)}, False),
            ({"tonight": Tonight(YESTERDAY, 7)}, False),
            ({"tonight": None}, False),
            ({"checkin": plan(steps=(Step("question", 7), Step("ritual", 1)))}, False),
            ({"checkin": plan(steps=(Step("touch", 7), Step("ritual", 1)))}, True),
        ],
    )
    def test_is_read_again_where_it_is_what_they_heard_last(self, fields, back):
        couple = self.asked(**fields)
        couple.open_skill()
        assert (plays(couple) == [("question", 0)]) == back
        assert not back or couple.turn.parts[1] == Read("questions", 7)
        assert not back or couple.household.tonight.over

    def test_is_read_once(self):
        couple = self.asked()
        couple.open_skill()
        couple.later(hours=0.1)
        couple.open_skill()
        assert Read("questions", 7) not in couple.turn.parts


@each_case(
    ("tonight", "playing", "asked"),
    [
        (Tonight(EVENING, 7), QUESTION, True),
        (Tonight(EVENING, 7, over=True), QUESTION, False),
        (Tonight(EVENING, 7), None, False),
        (Tonight(EVENING, 7), Token("question", YESTERDAY, 120, question=7), False),
        (Tonight(EVENING, 7), track(), False),
    ],
)
def test_opened_while_they_talk_about_a_question_it_is_read_and_asked_about(tonight, playing, asked):
    couple = couple_of(playing, tonight=tonight)
    couple.open_skill()
    assert ("again.question_talk" in couple.lines()) == asked
    assert not asked or couple.session.entry == Read("questions", 7)


@each_case(
    ("tonight", "duration", "reads"),
    [
        (None, None, True),
        (Tonight(EVENING, 7), None, False),
        (Tonight(EVENING, 7, over=True), None, True),
        (Tonight(EVENING, 7, over=True), "120", False),
        (None, "120", False),
    ],
)
def test_more_is_time_for_the_question_that_waits_or_another_one(tonight, duration, reads):
    couple = couple_of(tonight=tonight)
    couple.session, couple.open = Session(state=State.READY), True
    couple.say("talk_time", **({"duration": duration} if duration else {}))
    assert any(isinstance(part, Read) for part in couple.turn.parts) == reads


@each_case(
    ("button", "music"),
    [("play", [("question", 33_000)]), ("next", []), ("previous", []), ("pause", [])],
)
def test_a_button_plays_on_or_is_quiet_and_moves_nothing(button, music):
    couple = couple_of(QUESTION, checkin=plan())
    before = couple.household
    couple.tell(Pressed(button=button))
    assert plays(couple) == music
    assert (StopMusic(clears=False) in couple.turn.effects) != bool(music)
    assert (couple.household, couple.turn.parts) == (before, ())
    silent = couple_of(None)
    silent.tell(Pressed(button="play"))
    assert silent.turn.effects == ()


def test_pause_keeps_the_music_for_later_and_counts_no_talk():
    couple = couple_of(track(), checkin=plan(), moved=THURSDAY_NIGHT)
    couple.say("pause")
    assert couple.turn.effects == (StopMusic(clears=False),)
    assert (couple.turn.parts, couple.household.moved) == ((), None)
    for checkin, line in ((plan(), "pause"), (None, "pause.nothing")):
        inside = couple_of(checkin=checkin)
        inside.session, inside.open = Session(state=State.RATE), True
        inside.say("pause")
        assert inside.lines() == [line]


def test_a_task_is_done_once_its_question_was_read():
    couple = couple_of()
    couple.tell(Launched(task="TonightsQuestion"))
    assert couple.turn.effects == (CompleteTask(),)
    assert couple.household.tonight.evening == EVENING
    assert not couple.open


@each_case(
    ("checkin", "playing", "lines"),
    [(None, None, ["stop.night"]), (plan(), None, ["pause"]), (plan(), track(), [])],
)
def test_nothing_more_ends_nothing_that_is_under_way(checkin, playing, lines):
    couple = couple_of(playing, checkin=checkin)
    couple.session, couple.open = Session(state=State.READY), True
    couple.say("no")
    assert (couple.lines(), couple.open) == (lines, False)
    assert (couple.household.checkin is None) == (checkin is None)


def test_an_evening_that_is_gone_meanwhile_is_not_gone_on_with():
    couple = couple_of()
    couple.session, couple.open = Session(state=State.GO_ON), True
    couple.say("yes")
    assert (couple.lines(), couple.state) == (["ask.ready"], State.READY)
