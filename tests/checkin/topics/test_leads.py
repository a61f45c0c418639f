# SPDX-License-Identifier: Apache-2.0
"""What leads into an evening, into each of its questions, and to the listener: with names and without."""

from datetime import timedelta

import pytest
from cases import each_case

from skill.checkin.model.effects import StopMusic
from skill.checkin.model.household import Finished, Household, Wordings
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Read, ReadTo, Say

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
NAMES = ("Sam", "Alex")
QUESTIONS = CONTENT.questions
FOR_EACH, OTHER = (n for n, one in list(QUESTIONS.items())[:40] if not (one.joint or one.follow_up) and n in (1, 2))
FOR_BOTH = next(number for number, one in QUESTIONS.items() if one.joint)
TO_ONE = next(number for number, one in CONTENT.appreciation.items() if one.to_one)
TWO_HALVES = next(number for number, one in QUESTIONS.items() if one.follow_up and not one.joint)
RITUAL = Step("ritual", 2)


def asked(number, swapped=True):
    return (Step("question", number), *((Step("swap", number, 1),) if swapped else ()))


def couple_at(*steps, at=0, state=State.TALK, check_ins=4, begun=True, **fields):
    """A couple with music, at a step of their evening."""
    how = {name: fields.pop(name) for name in ("length", "solo", "apart", "opening", "starter") if name in fields}
    checkin = CheckIn(
        **{"evening": EVENING, "length": "standard", "theme": "touch", "steps": steps, "at": at, "begun": begun} | how
    )
    days = [EVENING - timedelta(days=ago) for ago in range(check_ins, 0, -1)]
    finished = tuple(Finished(day, "short") for day in days)
    couple = Couple(
        household=Household(welcomed=True, visits=5, last_visit=EVENING, checkin=checkin, finished=finished, **fields)
    )
    couple.audio = True
    couple.session, couple.open = Session(state=state), True
    return couple


def told(couple):
    """The turn in a row: lines, entries, and silences longer than a breath."""
    row = []
    for part in couple.turn.parts:
        match part:
            case Say():
                row.append(part.line)
            case Read():
                row.append(f"<{part.deck}{'' if part.field == 'text' else '.' + part.field}>")
            case ReadTo():
                row.append(f"<to one: {part.deck}>")
            case Pause() if part.seconds > 1:
                row.append(f"~{part.seconds}")
    return " ".join(row)


@each_case(
    ("steps", "names", "lead"),
    [
        ((*asked(FOR_EACH), *asked(OTHER)), None, "question.deeper"),
        ((*asked(FOR_EACH), *asked(OTHER, swapped=False)), None, "question.next"),
        ((*asked(FOR_EACH), *asked(OTHER)), NAMES, "question.deeper_named"),
        ((*asked(FOR_EACH), *asked(FOR_BOTH, swapped=False)), NAMES, "question.next"),
        ((*asked(FOR_EACH), Step("touch", 1)), NAMES, ""),
        ((*asked(FOR_EACH), Step("touch", 1)), None, ""),
    ],
)
def test_what_comes_next_is_announced_by_its_kind(steps, names, lead):
    couple = couple_at(*steps, RITUAL, at=1, names=names)
    couple.say("next")
    deck = "<touch>" if steps[2].kind == "touch" else "<questions>"
    assert told(couple).split(deck)[0].strip() == lead


def test_alone_nothing_is_announced():
    couple = couple_at(Step("question", FOR_EACH), Step("question", OTHER), solo=True)
    couple.say("next")
    assert told(couple).startswith("<questions>")


@each_case(
    ("steps", "fields", "lead"),
    [
        (asked(FOR_EACH), {}, "<openings> <first> <questions>"),
        (asked(FOR_EACH), {"opening": 0}, "<first> <questions>"),
        (asked(FOR_EACH), {"starter": 0}, "<openings> <questions>"),
        (asked(FOR_EACH), {"names": NAMES}, "<openings> turn.begins_named <questions>"),
        (asked(FOR_EACH, swapped=False), {"names": NAMES}, "<openings> turn.first_then <questions>"),
        (asked(FOR_BOTH, swapped=False), {"names": NAMES}, "<openings> <questions>"),
        (asked(FOR_BOTH, swapped=False), {}, "<openings> <questions>"),
        ((Step("touch", 1),), {}, "<openings> <touch>"),
        ((Step("question", FOR_EACH),), {"solo": True}, "<openings> <questions>"),
        (asked(FOR_EACH), {"wordings": Wordings(EVENING, {"follow_up.ask": 1})}, "<first> <questions>"),
        (asked(FOR_EACH), {"wordings": Wordings(EVENING, {"ask.follow_up": 1})}, "<first> <questions>"),
        (asked(FOR_EACH), {"check_ins": 0}, "settle talk.begin_turns <first> <questions>"),
        (asked(FOR_EACH), {"check_ins": 0, "apart": True}, "settle.apart talk.begin_turns <first> <questions>"),
        ((Step("rate"),), {"check_ins": 0}, "settle rate.lead"),
        (asked(FOR_EACH), {"check_ins": 0, "length": "short"}, "settle talk.begin_turns <first> <questions>"),
        (
            asked(FOR_EACH),
            {"check_ins": 0, "wordings": Wordings(EVENING, {"question.tonight": 1})},
            "talk.begin_turns <first> <questions>",
        ),
    ],
)
def test_an_evening_begins_with_what_they_need(steps, fields, lead):
    quiet = {"wordings": Wordings(EVENING, {"settle": 1})} if fields.get("check_ins", 4) else {}
    couple = couple_at(
        *steps, RITUAL, state=State.OFFER, begun=False, **({"opening": 1, "starter": 1} | quiet | fields)
    )
    couple.say("yes")
    assert told(couple).removeprefix("settle ").startswith(lead.removeprefix("settle "))
    assert ("settle" in couple.lines()) == (lead.startswith("settle ") and "settle" in lead.split())


@pytest.mark.parametrize(("length", "said"), [("standard", True), ("long", True), ("short", False)])
def test_once_they_know_it_the_phones_are_spoken_of_on_one_evening_of_three_and_not_in_a_hurry(length, said):
    found = 0
    for days in range(60):
        couple = couple_at(*asked(FOR_EACH), RITUAL, state=State.READY, begun=False)
        couple.household = Household(welcomed=True, finished=(Finished(EVENING, "short"),))
        couple.later(days=days + 1)
        couple.say("start_check_in", length=length)
        found += "settle" in couple.lines()
    assert (10 < found < 30) == said
    assert said or not found


@each_case(
    ("phrase", "question", "names", "lead"),
    [
        ("fits", FOR_EACH, None, "swap.say_back <empathy> ~3 swap.now"),
        ("fits", FOR_EACH, NAMES, "swap.say_back_named <empathy> ~3 swap.now_yours"),
        ("unlike", FOR_EACH, None, "swap.say_back_if <empathy> ~3 swap.now"),
        ("unlike", FOR_EACH, NAMES, "swap.say_back_if_named <empathy> ~3 swap.now_yours"),
        ("any", FOR_EACH, None, "swap.say_back <empathy> ~3 swap.now"),
    ],
)
def test_the_listener_says_something_back_first(phrase, question, names, lead):
    tone = QUESTIONS[question].tone
    phrases = {
        "fits": next(n for n, one in CONTENT.empathy.items() if tone in one.fits),
        "unlike": next(n for n, one in CONTENT.empathy.items() if one.fits and tone not in one.fits),
        "any": next(n for n, one in CONTENT.empathy.items() if not one.fits),
    }
    couple = couple_at(Step("question", question), Step("swap", question, phrases[phrase]), RITUAL, names=names)
    couple.say("next")
    row = told(couple).replace("swap.round", "swap.now_yours" if names else "swap.now")
    assert row.startswith(lead)
    assert couple.household.played["empathy"] == (phrases[phrase],)


def test_the_second_half_of_a_question_is_asked_of_both():
    couple = couple_at(Step("touch", 1), *asked(TWO_HALVES), RITUAL)
    couple.say("next")
    assert "<questions> <questions.follow_up>" in told(couple)
    couple.later(hours=0.1)
    couple.say("next")
    assert told(couple).count("<questions.follow_up>") == 1


@each_case(
    ("number", "names", "row"),
    [
        (TO_ONE, NAMES, "<to one: appreciation> turn.then_swap"),
        (TO_ONE, None, "<appreciation>"),
    ],
)
def test_thanks_are_said_to_one_by_name_and_then_to_the_other(number, names, row):
    couple = couple_at(Step("touch", 1), Step("appreciate", number), RITUAL, names=names)
    couple.say("next")
    assert told(couple).startswith(row)
    couple.later(hours=0.1)
    assert couple.playing.token.seconds == 60


@each_case(
    ("steps", "length", "solo", "seconds"),
    [
        (asked(FOR_EACH), "short", False, 90),
        (asked(FOR_EACH), "standard", False, 180),
        ((*asked(FOR_EACH), *asked(OTHER)), "standard", False, 120),
        ((*asked(FOR_EACH), *asked(OTHER)), "long", False, 180),
        ((Step("question", FOR_EACH),), "short", True, 60),
        ((Step("practice", 1),), "long", False, 120),
        ((Step("touch", 1),), "long", False, 60),
        ((Step("plan", 1),), "long", False, 60),
        ((Step("experience", 1),), "long", False, 60),
    ],
)
def test_each_step_has_its_time_and_a_single_question_half_as_much_again(steps, length, solo, seconds):
    couple = couple_at(*steps, RITUAL, state=State.OFFER, begun=False, length=length, solo=solo)
    couple.say("yes")
    assert couple.playing.token.seconds == seconds


@each_case("intent", ["next", "previous", "start_over", "launch"])
def test_where_music_was_turned_off_what_moves_the_evening_ends_it(intent):
    steps = (*asked(FOR_EACH), Step("touch", 1), RITUAL)
    couple = couple_at(*steps, at=1, wordings=Wordings(EVENING, {"music.off": 1}))
    couple.playing = Playing(token=Token("checkin", EVENING, 120, checkin=couple.household.checkin))
    couple.open = False
    {"launch": couple.open_skill}.get(intent, lambda: couple.say(intent))()
    assert couple.turn.effects == (StopMusic(),)


@each_case(
    ("slots", "line"),
    [({}, "empathy.another"), ({"mood": "light"}, "another.light"), ({"topic": "money"}, "question.tonight")],
)
def test_after_a_phrase_another_one_is_a_phrase_unless_they_name_a_question(slots, line):
    couple = Couple(household=Household(welcomed=True))
    couple.session = Session(state=State.JUST_QUESTION, entry=Read("empathy", 1), asked_for="light")
    couple.open = True
    couple.say("another_one", **slots)
    assert couple.lines()[0] == line


@each_case(
    ("line", "field"), [("recall.theme", "text"), ("offer.theme", "first_step"), ("recall.new_theme", "first_step")]
)
def test_help_tells_of_the_theme_that_was_just_named(line, field):
    couple = Couple(household=Household(welcomed=True))
    named = Say(line, 0, {"theme": Read("themes", 2, "name")})
    couple.session, couple.open = Session(state=State.OFFER, last=(named, Say("ask.offer"))), True
    couple.say("help")
    assert couple.turn.parts[0] == Read("themes", 2, field)
    couple.session = Session(state=State.OFFER, last=(Say("ask.offer"),))
    couple.say("help")
    assert couple.lines()[0] == "help.offer"
