# SPDX-License-Identifier: Apache-2.0
"""What two keep with us, at its edges: names, topics, saved entries by count and place, and how close they felt."""

from datetime import timedelta

from cases import each_case

from skill.checkin.intents import Intent
from skill.checkin.model.deck_numbers import SAVED_MAX, KeptRitual, Tonight
from skill.checkin.model.events import IntentReceived
from skill.checkin.model.household import Finished, Household
from skill.checkin.model.playback import Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Read, Say

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()


def ago(days):
    return EVENING - timedelta(days=days)


def couple_of(state=State.READY, entry=None, asked_for=None, offered=(), is_open=True, last=(), **fields):
    """A couple with a record, who are asked something."""
    couple = Couple(household=Household(welcomed=True, last_visit=EVENING, **fields))
    couple.session = Session(state=state, entry=entry, asked_for=asked_for, offered=offered, last=last)
    couple.open = is_open
    return couple


@each_case(
    ("said", "kept"),
    [
        ("sam", "Sam"),
        ("mary-jane", "Mary-jane"),
        ("o'neil", "O'neil"),
        ("anna lena", "Anna lena"),
        ("  zoë ", "Zoë"),
        ("s4m!", "Sm"),
        ("McKay", "McKay"),
        ("x" * 40, "X" + "x" * 39),
        ("x" * 41, "X" + "x" * 39),
        ("'", "'"),
        ("12", None),
        ("", None),
    ],
)
def test_a_name_is_kept_as_it_is_written(said, kept):
    couple = couple_of()
    couple.say("set_names", first=said, second="alex")
    assert couple.household.names == ((kept, "Alex") if kept else None)
    assert couple.lines()[0] == ("names.kept" if kept else "names.both")


def test_one_name_is_asked_for_the_other_and_out_of_nothing_they_may_answer():
    couple = couple_of()
    couple.say("set_names", second="alex")
    assert couple.household.names is None
    assert couple.lines() == ["names.both", "ask.more"]
    alone = couple_of(State.NEW, is_open=False)
    alone.say("set_names", first="sam")
    assert (alone.lines(), alone.state) == (["names.both"], State.READY)


class TestTopics:
    """Left out in order and once each, and let in again."""

    def test_are_kept_sorted_and_once(self):
        couple = couple_of(avoided=("sex",))
        for topic in ("money", "work", "money"):
            couple.say("avoid_topic", topic=topic)
        assert couple.household.avoided == ("money", "sex", "work")
        couple.say("allow_topic", topic="sex")
        assert couple.household.avoided == ("money", "work")
        assert couple.lines()[0] == "topic.allowed"

    @each_case(("intent", "line"), [("avoid_topic", "topic.which"), ("allow_topic", "topic.which_again")])
    def test_are_asked_for_where_none_is_named(self, intent, line):
        couple = couple_of(avoided=("sex",))
        couple.say(intent)
        assert couple.lines()[0] == line
        assert couple.household.avoided == ("sex",)

    def test_one_named_as_an_answer_to_which_is_asked_about(self):
        couple = couple_of(last=(Say("topic.some"),))
        couple.say("avoid_topic", topic="money")
        assert couple.household.avoided == ()
        assert couple.state is State.QUESTION
        other = couple_of(last=(Say("ask.more"),))
        other.say("avoid_topic", topic="money")
        assert other.household.avoided == ("money",)

    @each_case(("topics", "another"), [(True, True), (False, False)])
    @each_case("state", [State.QUESTION, State.QUESTION_TALK])
    def test_of_the_question_that_waits_bring_another_one(self, topics, another, state):
        number = next(number for number, question in CONTENT.questions.items() if bool(question.topics) == topics)
        topic = CONTENT.questions[number].topics[0] if topics else "money"
        couple = couple_of(state, tonight=Tonight(EVENING, number))
        couple.say("avoid_topic", topic=topic)
        assert ("question.another" in couple.lines()) == another
        assert (couple.household.tonight.question != number) == another

    def test_may_be_the_music(self):
        couple = couple_of(State.QUESTION)
        couple.tell(IntentReceived(intent=Intent.AVOID_TOPIC, own_words={"topic": "the music"}))
        assert couple.lines() == ["music.off", "music.your_time"]
        couple = couple_of()
        couple.tell(IntentReceived(intent=Intent.AVOID_TOPIC, own_words={"topic": "music"}))
        assert couple.lines() == ["music.off", "ask.more"]
        couple.tell(IntentReceived(intent=Intent.ALLOW_TOPIC, own_words={"topic": "music"}))
        assert couple.lines() == ["music.on", "ask.more"]
        assert couple.household.avoided == ()


def saved(count):
    return tuple(Read("questions", number) for number in list(CONTENT.questions)[:count])


class TestSaving:
    """One entry at a time, once, and up to a hundred."""

    @each_case(
        ("entry", "what"),
        [
            (Read("questions", 1), 0),
            (Read("practices", 1), 1),
            (Read("experiences", 1), 1),
            (Read("empathy", 1), 2),
            (Read("repair", 1), 2),
            (Read("rituals", 1), 3),
        ],
    )
    def test_says_what_was_kept(self, entry, what):
        couple = couple_of(entry=entry)
        couple.say("save_this")
        said = couple.turn.parts[0]
        assert (said.line, said.fill["what"].wording) == ("save.kept", what)
        assert couple.household.saved == (entry,)

    @each_case(
        ("count", "entry", "line"),
        [
            (0, None, "save.nothing"),
            (1, Read("questions", 1), "save.already"),
            (SAVED_MAX - 1, Read("rituals", 1), "save.kept"),
            (SAVED_MAX, Read("rituals", 1), "save.full"),
        ],
    )
    def test_says_why_nothing_was_kept(self, count, entry, line):
        couple = couple_of(entry=entry, saved=saved(count))
        couple.say("save_this")
        assert couple.lines()[0] == line
        assert len(couple.household.saved) == count + (line == "save.kept")

    @each_case(
        ("tonight", "is_open", "kept"),
        [
            (Tonight(EVENING, 7), False, (Read("questions", 7),)),
            (Tonight(ago(1), 7), False, ()),
            (None, False, ()),
            (Tonight(EVENING, 7), True, ()),
        ],
    )
    def test_asked_out_of_nothing_means_tonights_question(self, tonight, is_open, kept):
        couple = couple_of(State.READY if is_open else State.NEW, tonight=tonight, is_open=is_open)
        couple.say("save_this")
        assert couple.household.saved == kept
        assert not kept or couple.lines() == ["save.this"]


class TestReadingThem:
    """Three at a time, in their places."""

    @each_case(
        ("count", "turns"),
        [
            (1, ["save.lead ask.more"]),
            (2, ["save.lead save.place:0 save.place:1 save.all ask.more"]),
            (3, ["save.lead save.place:0 save.place:1 save.place:1 save.all ask.more"]),
            (
                4,
                [
                    "save.lead save.place:0 save.place:1 save.place:1 ask.saved",
                    "save.place:1 save.all ask.more",
                ],
            ),
        ],
    )
    def test_tells_which_place_each_has_and_when_that_was_all(self, count, turns):
        couple = couple_of(State.JUST_US, asked_for="saved", saved=saved(count))
        heard, read = [], []
        for _ in turns:
            couple.say("yes")
            says = [part for part in couple.turn.parts if isinstance(part, Say)]
            heard.append(
                " ".join(f"{one.line}:{one.wording}" if one.line == "save.place" else one.line for one in says)
            )
            read += [part for part in couple.turn.parts if isinstance(part, Read)]
        assert heard == turns
        assert tuple(read) == saved(count)

    def test_leaves_out_what_is_known_here_no_more(self):
        couple = couple_of(saved=(Read("questions", 99_999), *saved(1)))
        couple.say("saved")
        assert couple.lines()[0] == "recall.saved_one"
        couple.say("yes")
        assert [part for part in couple.turn.parts if isinstance(part, Read)] == [*saved(1)]

    @each_case(("count", "line"), [(1, "recall.saved_one"), (2, "recall.saved")])
    def test_begins_with_how_many_there_are(self, count, line):
        couple = couple_of(saved=saved(count))
        couple.say("saved")
        assert couple.lines() == [line, "ask.just_us"]

    @each_case(
        ("fields", "line"),
        [
            ({"ritual": KeptRitual(number=1, chosen=ago(9))}, "kept.ritual"),
            ({"ritual": KeptRitual(number=9_999, chosen=ago(9))}, "kept.none"),
            ({}, "kept.none"),
        ],
    )
    def test_where_nothing_is_saved_tells_what_else_is_known(self, fields, line):
        couple = couple_of(**fields)
        couple.say("saved")
        assert couple.lines()[0] == line

    @each_case(("days", "line"), [(0, "kept.none"), (1, "kept.here"), (6, "kept.here"), (7, "kept.none")])
    def test_or_when_they_were_here(self, days, line):
        couple = Couple(household=Household(welcomed=True, last_visit=ago(days)))
        couple.say("saved")
        assert couple.lines() == [line]


class TestDroppingOne:
    """The one that was read, or the only one; of several none goes unnamed."""

    @each_case(
        ("count", "entry", "asked_for", "offered", "left", "line"),
        [
            (0, None, None, (), 0, "save.none"),
            (1, None, None, (), 0, "save.dropped"),
            (3, Read("questions", 2), None, (), 2, "save.dropped"),
            (3, Read("questions", 2), "saved", (1,), 2, "save.dropped"),
            (3, Read("questions", 2), "saved", (1, 2), 3, "ask.drop"),
            (3, Read("questions", 99), None, (), 3, "ask.just_us"),
        ],
    )
    def test_goes_by_what_was_read(self, count, entry, asked_for, offered, left, line):
        couple = couple_of(entry=entry, asked_for=asked_for, offered=offered, saved=saved(count))
        couple.say("unsave")
        assert len(couple.household.saved) == left
        assert line in couple.lines()

    def test_asked_out_of_nothing_it_is_asked_which(self):
        couple = couple_of(State.NEW, is_open=False, saved=saved(3))
        couple.say("unsave")
        assert (couple.lines(), len(couple.household.saved)) == (["save.which"], 3)

    def test_may_be_the_ritual_they_have(self):
        kept = KeptRitual(number=6, chosen=ago(9))
        couple = couple_of(entry=Read("rituals", 6), ritual=kept)
        couple.say("unsave")
        assert (couple.household.ritual, couple.lines()[0]) == (None, "save.dropped")
        other = couple_of(entry=Read("rituals", 7), ritual=kept)
        other.say("unsave")
        assert (other.household.ritual, other.lines()[0]) == (kept, "save.none")


class TestHowClose:
    """The last four weeks beside the four before, where each holds two ratings."""

    def trend(self, *rated):
        """The line that tells it, of evenings so many days ago with their ratings."""
        finished = tuple(Finished(ago(days), "short", first, second) for days, first, second in rated)
        couple = couple_of(State.JUST_US, asked_for="how", finished=finished)
        couple.say("yes")
        return next((line for line in couple.lines() if line in ("how.closer", "how.steady", "how.harder")), None)

    @each_case(
        ("late", "line"),
        [
            ((6, 7), "how.closer"),
            ((6, 6), "how.steady"),
            ((5, 6), "how.harder"),
            ((6, None), None),
            ((None, None), None),
        ],
    )
    def test_is_told_from_half_a_step_on(self, late, line):
        assert self.trend((40, 6, 6), (3, *late)) == line
        assert self.trend((40, 6, None), (3, *late)) is None

    def test_goes_by_weeks(self):
        early, late = (6, 6), (9, 9)
        assert self.trend((28, *early), (27, *late)) == "how.closer"
        assert self.trend((27, *early), (26, *late)) is None
        assert self.trend((55, *early), (0, *late)) == "how.closer"
        assert self.trend((56, *early), (0, *late)) is None
        assert self.trend((60, 1, 1), (40, 9, 9), (3, 9, 9)) == "how.steady"

    @each_case(("days", "told"), [(0, False), (1, True), (6, True), (7, False)])
    def test_comes_with_when_they_were_here(self, days, told):
        couple = couple_of(State.JUST_US, asked_for="how", visits=5)
        couple.household = Household(welcomed=True, visits=5, last_visit=ago(days))
        couple.say("yes")
        assert ("recall.day" in couple.lines()) == told

    @each_case(("visits", "line"), [(0, "how.nothing_yet"), (1, "how.nothing_yet"), (2, "how.evenings")])
    def test_begins_on_the_second_evening(self, visits, line):
        couple = couple_of(State.JUST_US, asked_for="how", visits=visits)
        couple.say("yes")
        assert couple.lines()[0] == line


def test_what_is_kept_is_the_question_that_came_after_the_last_one_with_music():
    couple = couple_of(state=State.NEW, is_open=False, tonight=Tonight(EVENING, 2, before=1))
    couple.playing = Playing(token=Token(kind="question", evening=EVENING, question=1, seconds=60))
    couple.say("save_this")
    assert couple.household.saved == (Read("questions", 2),)


def test_over_its_music_a_question_is_in_hand_whatever_was_tonights_before():
    couple = couple_of(state=State.NEW, is_open=False, tonight=Tonight(EVENING, 2, before=3))
    couple.playing = Playing(token=Token(kind="question", evening=EVENING, question=1, seconds=60))
    couple.say("save_this")
    assert couple.household.saved == (Read("questions", 1),)
