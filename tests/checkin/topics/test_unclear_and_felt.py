# SPDX-License-Identifier: Apache-2.0
"""What is said to words that were not understood, once, twice and three times, and to each feeling where it is told."""

import pytest
from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Finished, Household, LastTurn
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import SLOWLY, Pause, Read, Say

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
BEFORE = (Say("resume"),)


def couple_in(state, misheard=0, is_open=True, last=BEFORE, playing=None, **fields):
    """A couple of whom something was asked before."""
    couple = Couple(household=Household(**{"welcomed": True, "visits": 3, "last_visit": EVENING} | fields))
    couple.audio = playing is not None
    couple.playing = playing
    couple.session, couple.open = Session(state=state, misheard=misheard, last=last), is_open
    return couple


PLAIN = {
    State.OFFER: "again.offer",
    State.JUST_QUESTION: "again.just_question",
    State.RITUAL: "ask.ritual",
    State.PHRASE: "again.phrase",
    State.THEME: "again.theme",
}
"""States whose question needs no help, with what is asked again."""
HELPED = {
    State.GO_ON: "again.go_on",
    State.TWO_HOMES: "ask.two_homes",
    State.RATE: "again.rate",
    State.RATE_SECOND: "again.rate_second",
    State.JUST_US: "ask.just_us",
    State.SAVED: "again.saved",
    State.DROP: "again.drop",
    State.SAFETY: "ask.safety",
}
"""States whose question is helped the second time."""


@each_case("state", [*PLAIN, *HELPED])
def test_the_third_time_in_a_row_two_things_to_say_are_named(state):
    asked = PLAIN.get(state) or HELPED[state]
    helped = [f"help.{state.value}"] if state in HELPED else []
    heard = []
    couple = couple_in(state)
    for _ in range(3):
        couple.mumble()
        heard.append(couple.lines())
        assert couple.state is state
        assert couple.session.last == BEFORE
    assert heard == [["sorry.missed", asked], ["sorry.again", *helped, asked], [f"choices.{state.value}"]]
    assert couple.session.misheard == 0


def test_asked_what_would_help_they_may_have_told_each_other():
    couple = couple_in(State.READY)
    couple.mumble()
    assert couple.lines() == ["sorry.yours", "again.ready"]
    couple.mumble()
    assert couple.lines() == ["sorry.again", "again.ready"]


def test_understood_in_between_it_counts_anew():
    couple = couple_in(State.OFFER, misheard=2)
    couple.say("privacy")
    assert couple.session.misheard == 0


def test_out_of_nothing_it_is_said_what_to_say():
    couple = couple_in(State.NEW, is_open=False)
    couple.mumble()
    assert (couple.lines(), couple.state) == (["sorry.missed", "choices.ready"], State.READY)


@each_case("kind", ["rate", "ritual"])
def test_lost_in_the_middle_of_an_evening_they_are_told_the_way_on_once_more(kind):
    checkin = CheckIn(evening=EVENING, length="short", theme="touch", steps=(Step(kind),))
    couple = couple_in(State.NEW, is_open=False, checkin=checkin)
    couple.mumble()
    assert couple.household.guide
    assert couple.lines() == ["sorry.missed", f"choices.{kind}"]
    outside = couple_in(State.NEW, is_open=False)
    outside.mumble()
    assert not outside.household.guide


@each_case(
    ("state", "finished", "playing", "over"),
    [
        (State.READY, True, None, True),
        (State.NEW, True, None, True),
        (State.OFFER, True, None, False),
        (State.READY, False, None, False),
        (State.NEW, True, Playing(token=Token("checkin", EVENING, 60)), True),
        (State.NEW, True, Playing(token=Token("question", EVENING, 60, question=1)), False),
    ],
)
def test_after_their_evening_they_may_say_it_once_more_and_then_it_is_a_good_night(state, finished, playing, over):
    done = (Finished(EVENING, "short"),) if finished else ()
    couple = couple_in(state, is_open=state is not State.NEW, playing=playing, finished=done)
    couple.mumble()
    assert (couple.lines() == ["sorry.missed", "sorry.or_night"]) == over
    assert couple.household.left != EVENING
    if over:
        couple.mumble()
        assert couple.lines() == ["sorry.missed", "stop.warm.night"]
        assert (couple.household.left, couple.open) == (EVENING, False)


def test_a_theme_that_was_just_named_is_explained_the_first_time():
    named = (Say("offer.theme", 0, {"theme": Read("themes", 2, "name")}),)
    couple = couple_in(State.OFFER, last=named)
    couple.mumble()
    assert couple.turn.parts[0] == Read("themes", 2, "first_step")
    assert couple.lines() == ["again.offer"]
    again = couple_in(State.OFFER, misheard=1, last=named)
    again.mumble()
    assert again.lines() == ["sorry.again", "again.offer"]


HEAVY = ("sad", "anxious", "hurt", "lonely", "ashamed", "disappointed", "overwhelmed")
OTHERS = ("tired", "stressed", "angry")
OVER_MUSIC = Playing(token=Token("question", EVENING, 60, question=1))


def felt(feeling, state):
    couple = couple_in(state, is_open=state is not State.QUESTION_TALK, playing=OVER_MUSIC)
    couple.say("empathy_phrase", **({"feeling": feeling} if feeling else {}))
    return couple


@each_case("feeling", HEAVY)
def test_a_heavy_feeling_is_met_with_a_kind_word_and_nothing_much_is_asked(feeling):
    for state in (State.READY, State.RATE, State.RATE_SECOND, State.RITUAL):
        couple = felt(feeling, state)
        assert couple.lines() == ["empathy.kind", "empathy.lead", "ask.gentle"]
        assert couple.session.asked_for == "light"
    over_music = felt(feeling, State.QUESTION_TALK)
    assert over_music.lines() == ["empathy.kind", "empathy.lead_either", "empathy.stay"]
    for state in (State.OFFER, State.FOLLOW_UP, State.JUST_QUESTION):
        alone = feeling == "lonely"
        couple = felt(feeling, state)
        told = ["empathy.kind", "ask.gentle_alone"] if alone else ["empathy.kind", "empathy.lead_either", "ask.gentle"]
        assert (couple.lines(), couple.state) == (told, State.JUST_QUESTION)
        assert (couple.household.alone_on == EVENING) == alone


@each_case("feeling", [*OTHERS, None])
def test_any_other_feeling_gets_words_and_the_offer_of_more(feeling):
    assert felt(feeling, State.READY).lines() == ["empathy.lead", "ask.phrase"]
    assert felt(feeling, State.RATE).lines() == ["empathy.lead", "again.rate"]
    assert felt(feeling, State.QUESTION_TALK).lines() == ["empathy.lead", "phrase.enjoy"]
    for state in (State.OFFER, State.FOLLOW_UP, State.JUST_QUESTION):
        assert felt(feeling, state).lines() == ["empathy.lead_either", "ask.phrase"]


@each_case(
    ("state", "lines"),
    [
        (State.READY, ["empathy.lead", "ask.phrase"]),
        (State.RATE, ["empathy.lead", "again.rate"]),
        (State.OFFER, ["empathy.glad", "again.offer"]),
        (State.FOLLOW_UP, ["empathy.glad", "ask.ready"]),
        (State.JUST_QUESTION, ["empathy.glad", "again.just_question"]),
        (State.QUESTION_TALK, ["empathy.glad", "empathy.lead_either"]),
    ],
)
def test_gladness_is_shared(state, lines):
    assert felt("happy", state).lines() == lines


@each_case("state", [State.READY, State.OFFER, State.JUST_QUESTION])
def test_a_feeling_that_is_not_known_here_gets_words_that_fit_anything(state):
    couple = couple_in(state)
    couple.tell(IntentReceived(intent=Intent.EMPATHY_PHRASE, unmatched=frozenset({"feeling"})))
    assert couple.lines() == ["empathy.close_to_it", "ask.phrase"]
    assert CONTENT.empathy[couple.session.entry.number].neutral


def test_bad_news_that_they_tell_gets_words_that_fit_anything_and_asked_for_its_own():
    told, wanted = felt("overwhelmed", State.OFFER), felt("overwhelmed", State.READY)
    read = [next(part for part in couple.turn.parts if isinstance(part, Read)) for couple in (told, wanted)]
    assert CONTENT.empathy[read[0].number].neutral
    assert CONTENT.empathy[read[1].number].feeling == "overwhelmed"


def kept_turn(*parts, state=State.READY, device="kitchen", is_open=True):
    entry = Read("questions", 3)
    session = Session(state=state, entry=entry, offered=(3,), asked_for="light")
    return LastTurn(device, "r", tuple(parts), (), is_open, session)


class TestRepeatOutOfNothing:
    """What was said last on this speaker this evening, without the quiet of a talk."""

    said = (Say("question.tonight"), Pause(0.6), Read("questions", 3), Pause(5), Say("ask.question"), Pause(5.1))

    def test_says_it_again_and_waits_where_it_waited(self):
        couple = couple_in(State.NEW, is_open=False, devices=(kept_turn(*self.said, state=State.QUESTION),))
        couple.say("repeat")
        question = Say(SLOWLY, fill={"entry": Read("questions", 3)})
        assert couple.turn.parts == (*self.said[:2], question, *self.said[3:-1])
        assert (couple.state, couple.open) == (State.QUESTION, True)
        assert (couple.session.entry, couple.session.offered) == (Read("questions", 3), (3,))
        assert couple.session.asked_for == "light"

    def test_closes_where_it_was_closed(self):
        couple = couple_in(State.NEW, is_open=False, devices=(kept_turn(Say("question.enjoy"), is_open=False),))
        couple.say("repeat")
        assert (couple.lines(), couple.open) == (["question.enjoy"], False)

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"devices": (kept_turn(Say("resume"), device="bedroom"),)},
            {"devices": (kept_turn(Say("a.line.of.next.year")),)},
            {"devices": (kept_turn(),)},
            {"devices": (kept_turn(Say("resume")),), "last_visit": EVENING.replace(day=4)},
        ],
        ids=["none", "another speaker", "unknown", "silent", "yesterday"],
    )
    def test_says_that_there_is_nothing(self, fields):
        couple = couple_in(State.NEW, is_open=False, **fields)
        couple.say("repeat")
        assert couple.lines() == ["nothing_before", "ask.ready"]


def under_way(at):
    """A check-in at a step; none where that is None."""
    steps = (Step("question", 1), Step("ritual", 1))
    checkins = [CheckIn(evening=EVENING, length="short", theme="touch", steps=steps, at=place) for place in (0, 1)]
    return None if at is None else checkins[at]


@each_case(
    ("fields", "at", "line"),
    [
        ({}, None, "stop"),
        ({}, 0, "stop"),
        ({}, 1, "stop.warm"),
        ({"finished": (Finished(EVENING, "short"),)}, None, "stop.warm"),
        ({"finished": (Finished(EVENING, "short"),), "alone_on": EVENING}, None, "stop"),
    ],
)
def test_a_goodbye_is_warm_to_two_who_have_talked(fields, at, line):
    couple = couple_in(State.READY, **fields, checkin=under_way(at))
    couple.say("stop")
    assert couple.lines() == [f"{line}.night"]


@each_case(("check_ins", "guide"), [(2, False), (3, True)])
def test_help_in_the_middle_means_that_they_got_lost_once_they_should_know_it(check_ins, guide):
    checkin = CheckIn(evening=EVENING, length="short", theme="touch", steps=(Step("question", 1),))
    finished = tuple(Finished(EVENING.replace(day=1), "short") for _ in range(check_ins))
    couple = couple_in(State.RATE, checkin=checkin, finished=finished)
    couple.say("help")
    assert couple.household.guide == guide
    outside = couple_in(State.OFFER, finished=finished)
    outside.say("help")
    assert not outside.household.guide


def test_one_alone_hears_words_for_when_they_are_together() -> None:
    couple = Couple(household=Household(welcomed=True))
    couple.say("solo")
    couple.open_skill()
    couple.say("empathy_phrase", feeling="lonely")
    assert "empathy.lead_alone" in couple.lines()


def test_nothing_sweet_is_read_in_a_cool_down() -> None:
    couple = Couple(household=Household(welcomed=True))
    couple.session, couple.open = Session(state=State.COOL_TALK), True
    couple.say("empathy_phrase")
    read = next(part for part in couple.turn.parts if isinstance(part, Read) and part.deck == "empathy")
    assert CONTENT.empathy[read.number].kind != "love"
