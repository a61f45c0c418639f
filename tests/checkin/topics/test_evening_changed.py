# SPDX-License-Identifier: Apache-2.0
"""An evening that is changed on its way: made lighter, shorter, for one or for two, begun again, and then noted."""

from datetime import timedelta

from cases import each_case
from msgspec.structs import replace

from skill.checkin.model.deck_numbers import Tonight
from skill.checkin.model.household import SHAPES_MAX, Finished, Household, Wordings
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Play, Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
YESTERDAY = EVENING - timedelta(days=1)
QUESTIONS = CONTENT.questions


def one(mood=None, tone="open", depth=2, joint=False):
    """A question of a kind."""
    return next(
        number
        for number, it in QUESTIONS.items()
        if (it.mood, it.tone, it.depth, it.joint, it.asked_only) == (mood, tone, depth, joint, False)
    )


HEAVY, LIGHT, FOR_BOTH = one(tone="heavy"), one("light", "glad", 1), one(joint=True)
STEPS = (Step("question", HEAVY), Step("swap", HEAVY, 1), Step("practice", 1), Step("ritual", 2))


def plan(*steps, **fields):
    return CheckIn(**{"evening": EVENING, "length": "standard", "theme": "touch", "steps": steps or STEPS} | fields)


def couple_at(checkin, state=State.TALK, is_open=True, **fields):
    household = {"welcomed": True, "visits": 5, "last_visit": EVENING, "checkin": checkin} | fields
    days = [EVENING - timedelta(days=ago) for ago in (30, 29, 28, 27)]
    couple = Couple(household=Household(**{"finished": tuple(Finished(day, "short") for day in days)} | household))
    couple.audio = True
    couple.session, couple.open = Session(state=state, checkin=checkin), is_open
    return couple


def low(evening=EVENING):
    """They were told a kind word this evening."""
    return Wordings(evening, {"empathy.kind": 1})


def moods(couple):
    return {QUESTIONS[step.number].mood for step in couple.household.checkin.steps if step.kind == "question"}


class TestMadeLighter:
    """Who left with a word tonight, or is low, is asked nothing heavy; nobody knows why."""

    @each_case(
        ("fields", "lighter"),
        [
            ({}, False),
            ({"left": EVENING}, True),
            ({"left": YESTERDAY}, False),
            ({"wordings": low()}, True),
            ({"wordings": low(YESTERDAY)}, False),
        ],
    )
    def test_what_was_offered_before_is_planned_anew(self, fields, lighter):
        couple = couple_at(plan(begun=False), State.OFFER, **fields)
        couple.say("start_check_in")
        assert (moods(couple) == {"light"}) == lighter
        assert (couple.household.checkin.steps[0] == STEPS[0]) != lighter
        assert couple.household.left is None

    @each_case(
        ("steps", "length", "lighter"),
        [
            ((Step("question", LIGHT), Step("ritual", 2)), "long", True),
            ((Step("question", LIGHT), Step("question", HEAVY)), "long", False),
            ((Step("touch", 1), Step("ritual", 2)), "long", False),
        ],
    )
    def test_one_of_another_length_stays_as_light_as_it_was(self, steps, length, lighter):
        couple = couple_at(plan(*steps), State.READY)
        couple.say("start_check_in", length=length)
        assert (moods(couple) == {"light"}) == lighter
        about = couple_at(plan(*steps), State.READY)
        about.say("start_check_in", length=length, theme="conflict")
        assert moods(about) != {"light"}

    def test_who_is_low_is_asked_for_no_rating_and_no_ritual(self):
        couple = couple_at(None, State.READY, wordings=low())
        couple.say("start_check_in", length="long")
        assert not {"rate", "ritual"} & {step.kind for step in couple.household.checkin.steps}
        glad = couple_at(None, State.READY)
        glad.say("start_check_in", length="long")
        assert {"rate", "ritual"} <= {step.kind for step in glad.household.checkin.steps}

    def test_told_in_the_middle_of_it_the_rest_is_eased(self):
        steps = (
            *(Step("question", LIGHT), Step("swap", LIGHT, 1), Step("question", HEAVY), Step("swap", HEAVY, 2)),
            *(Step("touch", 1), Step("rate"), Step("ritual", 2)),
        )
        couple = couple_at(plan(*steps))
        couple.say("empathy_phrase", feeling="sad")
        eased = couple.household.checkin.steps
        assert [step.kind for step in eased] == ["question", "question", "swap", "touch"]
        assert eased[0] == steps[0]
        assert QUESTIONS[eased[1].number].soothing
        assert eased[1].number == eased[2].number != HEAVY
        assert QUESTIONS[eased[1].number].depth == 1

    @each_case(("mood", "eased"), [("light", True), ("funny", True), ("deep", False), ("romantic", False)])
    def test_something_lighter_instead_makes_the_rest_light_too(self, mood, eased):
        couple = couple_at(plan(Step("question", one()), Step("question", HEAVY), Step("ritual", 2)))
        couple.say("another_one", mood=mood)
        first, second, _ = couple.household.checkin.steps
        assert QUESTIONS[first.number].mood == mood
        assert (second.number != HEAVY) == eased


class TestShorter:
    """What comes after their talk is left out, but the other one's turn and the ritual."""

    @each_case(
        ("at", "left"),
        [
            (0, ("question", "swap", "ritual")),
            (1, ("question", "swap", "ritual")),
            (2, ("question", "swap", "practice", "ritual")),
        ],
    )
    def test_ends_with_this(self, at, left):
        couple = couple_at(plan(at=at))
        couple.say("start_check_in", length="short")
        checkin = couple.household.checkin
        assert tuple(step.kind for step in checkin.steps) == left
        assert (checkin.length, checkin.at) == ("short", at)
        assert couple.lines()[0] == "evening.shorter"

    def test_of_another_question_nothing_is_kept(self):
        couple = couple_at(plan(Step("question", LIGHT), Step("question", HEAVY), Step("swap", HEAVY, 1)))
        couple.say("start_check_in", length="short")
        assert couple.household.checkin.steps == (Step("question", LIGHT),)

    def test_over_the_music_it_goes_on_and_in_quiet_the_step_is_said_again(self):
        under_music = couple_at(plan(), is_open=False)
        under_music.playing = Playing(token=Token("checkin", EVENING, 120, checkin=plan()))
        under_music.say("start_check_in", length="short")
        assert (under_music.lines(), under_music.turn.effects) == (["evening.shorter"], ())
        quiet = couple_at(plan(), is_open=False)
        quiet.say("start_check_in", length="short")
        assert any(isinstance(part, Read) for part in quiet.turn.parts)

    def test_longer_is_more_of_this_talk(self):
        couple = couple_at(plan())
        couple.say("start_check_in", length="long")
        assert [effect.token.seconds for effect in couple.turn.effects if isinstance(effect, Play)] == [60]
        assert couple.household.checkin == plan()

    @each_case("slots", [{"theme": "conflict"}, {"topic": "money"}, {"mood": "light"}])
    def test_with_anything_named_it_is_another_evening(self, slots):
        couple = couple_at(plan())
        couple.say("start_check_in", length="short", **slots)
        assert "evening.shorter" not in couple.lines()
        assert couple.household.checkin.length == "short"
        assert couple.household.checkin.steps != STEPS

    def test_after_they_left_it_is_another_evening_too(self):
        couple = couple_at(plan(), left=EVENING)
        couple.say("start_check_in", length="short")
        assert "evening.shorter" not in couple.lines()


class TestForOneOrTwo:
    """The evening is planned for who is there, and goes on where that is the same."""

    @each_case(
        ("checkin", "intent", "kept"),
        [
            (plan(), "solo", False),
            (plan(), "apart", False),
            (plan(solo=True), "solo", True),
            (plan(apart=True), "apart", True),
            (plan(solo=True), "apart", False),
        ],
    )
    def test_goes_on_for_the_same_company(self, checkin, intent, kept):
        couple = couple_at(checkin, homes="one")
        couple.say(intent)
        now = couple.household.checkin
        assert (now.steps == checkin.steps) == kept
        assert (now.solo, now.apart) == (intent == "solo", intent == "apart")
        assert kept or (couple.household.alone_on == EVENING) == (intent == "solo")
        assert kept or (couple.household.apart_on == EVENING) == (intent == "apart")

    @each_case(
        ("before", "slots", "length"),
        [
            (plan(length="long"), {}, "short"),
            (None, {}, "short"),
            (None, {"length": "long"}, "short"),
        ],
    )
    def test_alone_it_is_a_short_one(self, before, slots, length):
        couple = couple_at(before, State.READY)
        couple.say("solo", **slots)
        assert couple.household.checkin.length == length

    @each_case(("slots", "length"), [({}, "standard"), ({"length": "long"}, "long")])
    def test_joined_by_the_other_one_it_is_a_whole_one(self, slots, length):
        couple = couple_at(plan(solo=True, length="short"), State.READY, alone_on=EVENING)
        couple.say("start_check_in", **slots)
        assert couple.lines()[0] == "together"
        assert (couple.household.checkin.solo, couple.household.checkin.length) == (False, length)
        assert couple.household.alone_on is None

    @each_case("slots", [{"theme": "touch"}, {"length": "short"}, {"mood": "light"}])
    def test_alone_they_may_ask_for_more(self, slots):
        couple = couple_at(plan(solo=True, length="short"), State.READY, alone_on=EVENING)
        couple.say("start_check_in", **slots)
        assert "together" not in couple.lines()
        assert couple.household.checkin.solo

    @each_case(("homes", "apart"), [("one", False), ("two", True), (None, False)])
    def test_together_in_two_homes_is_still_apart(self, homes, apart):
        couple = couple_at(None, State.READY, alone_on=EVENING, homes=homes)
        couple.say("start_check_in")
        assert couple.household.checkin.apart == apart

    @each_case(
        ("homes", "is_open", "checkin", "asked"),
        [
            (None, True, None, True),
            ("one", True, None, False),
            ("two", True, None, False),
            (None, False, None, False),
            (None, True, plan(), False),
        ],
    )
    def test_once_they_are_asked_whether_they_always_live_apart(self, homes, is_open, checkin, asked):
        state = State.READY if is_open else State.NEW
        couple = couple_at(checkin, state, is_open, homes=homes)
        couple.say("apart")
        assert (couple.state is State.TWO_HOMES) == asked
        assert couple.household.checkin.apart
        assert couple.household.checkin.begun != asked
        assert couple.household.apart_on == EVENING

    def test_at_its_ritual_it_goes_on_there(self):
        couple = couple_at(plan(at=3), State.RITUAL, homes="one")
        couple.say("apart")
        checkin = couple.household.checkin
        assert (checkin.at, checkin.steps[checkin.at].kind) == (len(checkin.steps) - 1, "ritual")


class TestOnTheWay:
    """Every next is one step, noted with its moment; the first step is the first."""

    def test_next_notes_when_it_was_and_that_the_question_is_done(self):
        couple = couple_at(plan(at=1, waited=True), tonight=Tonight(EVENING, HEAVY), left=EVENING)
        couple.say("next")
        household = couple.household
        assert (household.checkin.at, household.checkin.waited) == (2, False)
        assert (household.moved, household.left) == (couple.moment, None)
        assert household.tonight == Tonight(EVENING, HEAVY, over=True)

    def test_a_question_that_is_not_tonights_leaves_that_one_open(self):
        couple = couple_at(plan(at=1), tonight=Tonight(EVENING, LIGHT))
        couple.say("next")
        assert couple.household.tonight == Tonight(EVENING, LIGHT)

    @each_case(("at", "then", "first"), [(2, 1, False), (1, 0, False), (0, 0, True)])
    def test_previous_is_one_step_back(self, at, then, first):
        couple = couple_at(plan(at=at, waited=True))
        couple.say("previous")
        assert (couple.household.checkin.at, couple.household.checkin.waited) == (then, False)
        assert ("nothing_before" in couple.lines()) == first

    def test_start_over_is_the_first_step_again(self):
        couple = couple_at(plan(at=2, waited=True))
        couple.say("start_over")
        assert (couple.household.checkin.at, couple.household.checkin.waited) == (0, False)
        assert couple.lines()[0] == "start_over"

    def test_begun_it_counts_its_shape_and_its_theme(self):
        shapes = ("play",) * SHAPES_MAX
        couple = couple_at(plan(begun=False, shape="listen"), State.OFFER, shapes=shapes, moved=THURSDAY_NIGHT)
        couple.say("yes")
        assert couple.household.shapes == (*shapes[1:], "listen")
        assert couple.household.theme_progress["touch"] == 100
        assert couple.household.moved is None

    def test_a_question_that_was_read_meanwhile_does_not_come_again(self):
        couple = couple_at(
            plan(begun=False), State.OFFER, tonight=Tonight(EVENING, HEAVY), played={"questions": (HEAVY,)}
        )
        couple.say("yes")
        assert HEAVY not in [step.number for step in couple.household.checkin.steps if step.kind == "question"]
        other = couple_at(plan(begun=False), State.OFFER, tonight=Tonight(YESTERDAY, HEAVY))
        other.say("yes")
        assert other.household.checkin.steps == STEPS

    def test_another_one_of_the_listener_is_asked_of_both(self):
        couple = couple_at(plan(at=1), tonight=Tonight(EVENING, HEAVY))
        couple.say("another_one")
        checkin = couple.household.checkin
        assert checkin.at == 0
        assert checkin.steps[0].number == checkin.steps[1].number == couple.household.tonight.question != HEAVY

    @each_case(
        ("step", "deck"),
        [
            (Step("practice", 1), "practices"),
            (Step("appreciate", 1), "appreciation"),
            (Step("plan", 1), "plans"),
            (Step("touch", 1), "touch"),
            (Step("experience", 1), "experiences"),
        ],
    )
    def test_another_one_of_anything_else_is_of_the_same_deck(self, step, deck):
        theme = CONTENT.practices[1].theme
        couple = couple_at(plan(step, Step("ritual", 2), theme=theme))
        couple.say("another_one")
        now = couple.household.checkin.steps[0]
        assert (now.kind, now.number != 1) == (step.kind, True)
        assert couple.session.entry == Read(deck, now.number)
        assert deck != "practices" or CONTENT.practices[now.number].theme == theme


class TestItsEnd:
    """What is noted of it, and what is not."""

    def test_is_its_day_its_ratings_and_its_theme(self):
        couple = couple_at(plan(at=3, first=3, second=9), State.RITUAL, left=EVENING)
        couple.say("pass")
        household = couple.household
        assert household.finished[-1] == Finished(EVENING, "standard", 3, 9)
        assert (household.checkin, household.theme, household.left) == (None, "touch", None)
        assert household.leaning == {"touch": 0.5}
        assert household.recalled == ""

    def test_alone_is_not_recalled_before_the_other_one(self):
        couple = couple_at(plan(Step("question", LIGHT), solo=True))
        couple.say("next")
        assert couple.lines() == ["ask.another_alone"]
        assert (couple.household.recalled, couple.household.finished[-1].day) == ("theme", EVENING)

    @each_case("fields", [{"left": EVENING}, {"wordings": low()}])
    def test_alone_and_low_is_a_good_night(self, fields):
        couple = couple_at(plan(Step("question", LIGHT), solo=True), **fields)
        couple.say("next")
        assert not couple.open
        assert couple.household.finished[-1].day == EVENING

    def test_next_after_it_says_so(self):
        over = couple_at(None, finished=(Finished(EVENING, "short"),))
        over.say("next")
        assert over.lines() == ["evening.over", "ask.one_more"]
        none = couple_at(None)
        none.say("next")
        assert none.lines() == ["nothing_running", "ask.ready"]


def test_ratings_of_tonight_stay_where_it_is_planned_anew():
    couple = couple_at(plan(at=1, first=4, second=7), State.READY)
    couple.say("start_check_in", length="long")
    checkin = couple.household.checkin
    assert (checkin.first, checkin.second, checkin.at) == (4, 7, 0)
    assert "rate" not in [step.kind for step in checkin.steps]
    unrated = couple_at(replace(plan(), at=1), State.READY)
    unrated.say("start_check_in", length="long")
    assert "rate" in [step.kind for step in unrated.household.checkin.steps]
