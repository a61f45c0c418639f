# SPDX-License-Identifier: Apache-2.0
"""How much quiet a couple are given, what is said around it, and how that changes as they know it."""

from datetime import timedelta

from cases import each_case

from skill.checkin.model.household import Finished, Household, Wordings
from skill.checkin.model.plan import CheckIn, Step
from skill.checkin.model.playback import Play, Playing, Token
from skill.checkin.model.session import Session, State
from skill.checkin.model.speech import Pause, Say

from ..couple import CONTENT, THURSDAY_NIGHT, Couple

EVENING = THURSDAY_NIGHT.date()
BREATH_S = 0.6
STEPS = (Step("question", 1), Step("question", 2), Step("ritual", 1))
SPEAKER = ("audio", "silence", "remembers", "asks_after")


def talking(check_ins=0, length="standard", state=State.TALK, at=0, **fields):
    """A couple in the middle of their talk, with the microphone open, after so many check-ins."""
    speaker = {name: fields.pop(name) for name in SPEAKER if name in fields}
    days = [EVENING - timedelta(days=ago) for ago in range(check_ins, 0, -1)]
    checkin = CheckIn(evening=EVENING, length=length, theme="touch", steps=STEPS, at=at)
    household = {"visits": check_ins + 1, "last_visit": EVENING, "welcomed": True, "checkin": checkin} | fields
    couple = Couple(household=Household(finished=tuple(Finished(day, "short") for day in days), **household))
    for name, value in speaker.items():
        setattr(couple, name, value)
    couple.session, couple.open = Session(state=state, checkin=household["checkin"]), True
    return couple


def told(couple):
    """The lines about talk in the last turn, with the quiet between them in seconds, and how long the music is."""
    found = []
    for part in couple.turn.parts:
        if isinstance(part, Pause) and part.seconds != BREATH_S:
            found.append(f"{part.seconds}")
        if isinstance(part, Say) and part.line.startswith(("talk.", "ask.talk", "music.")):
            named = f":{part.fill['time'].wording}" if "time" in part.fill else ""
            found.append(part.line.removeprefix("talk.") + named)
    found += [f"({effect.token.seconds})" for effect in couple.turn.effects if isinstance(effect, Play)]
    return " ".join(found)


@each_case(
    ("check_ins", "length", "fields", "quiet"),
    [
        (0, "short", {}, "wait:1 closed_first 30 cue 30"),
        (0, "standard", {}, "wait:2 closed_first 45 cue 45"),
        (0, "long", {}, "wait:2 closed_first 45 cue 45"),
        (1, "short", {}, "wait:1 closed_first 60"),
        (2, "standard", {}, "wait:2 closed_first 90"),
        (3, "short", {}, "60"),
        (3, "standard", {}, "time:2 90"),
        (3, "short", {"guide": True}, "time:1 closed_first 60"),
        (3, "standard", {"guide": True}, "time:2 closed_first 90"),
        (0, "standard", {"remembers": False}, "wait:2 45 cue 45 ask.talk"),
        (3, "short", {"remembers": False}, "60 ask.talk"),
        (0, "standard", {"silence": False}, "closed_first"),
        (3, "standard", {"silence": False}, ""),
        (0, "short", {"audio": True}, "begin_music (60)"),
        (0, "standard", {"audio": True}, "begin_music (120)"),
        (0, "long", {"audio": True}, "begin_music (180)"),
        (1, "standard", {"audio": True}, "then (120)"),
        (2, "standard", {"audio": True}, "then (120)"),
        (3, "standard", {"audio": True}, "(120)"),
        (3, "standard", {"audio": True, "guide": True}, "begin_music (120)"),
        (0, "standard", {"audio": True, "visits": 2}, "then (120)"),
        (0, "standard", {"audio": True, "visits": 3}, "then (120)"),
        (0, "standard", {"audio": True, "visits": 4}, "(120)"),
        (0, "standard", {"audio": True, "asks_after": True}, "begin_asking (120)"),
        (1, "standard", {"audio": True, "asks_after": True}, "(120)"),
        (3, "standard", {"audio": True, "asks_after": True, "guide": True}, "begin_asking (120)"),
    ],
)
def test_the_way_on_is_told_in_full_then_shortly_then_not(check_ins, length, fields, quiet):
    couple = talking(check_ins, length, **fields)
    couple.say("next")
    assert told(couple) == quiet
    assert not couple.household.guide
    assert couple.open == ("remembers" in fields)


def said_before(*lines):
    """What was said already this evening."""
    return {"wordings": Wordings(EVENING, dict.fromkeys(lines, 1))}


@each_case(
    ("check_ins", "fields", "quiet"),
    [
        (0, said_before("talk.wait"), "closed_first 45 cue 45"),
        (0, said_before("talk.wait", "talk.closed_first"), "45 cue 45 closed"),
        (1, said_before("talk.time", "talk.closed_first"), "90 closed"),
        (3, said_before("talk.time", "talk.closed_first"), "90"),
        (0, said_before("talk.begin_music") | {"audio": True}, "then (120)"),
        (0, said_before("talk.begin_music", "talk.then") | {"audio": True}, "(120)"),
        (1, said_before("talk.then") | {"audio": True}, "(120)"),
        (3, said_before("talk.begin_music") | {"audio": True, "guide": True}, "then (120)"),
        (0, said_before("music.off") | {"audio": True}, "wait:2 closed_first 45 cue 45"),
        (0, said_before("music.off", "music.on") | {"audio": True}, "begin_music (120)"),
    ],
)
def test_what_was_told_this_evening_is_not_told_again(check_ins, fields, quiet):
    couple = talking(check_ins, **fields)
    couple.say("next")
    assert told(couple) == quiet


@each_case(
    ("duration", "time", "seconds"),
    [
        ("15", 0, 15),
        ("30", 0, 30),
        ("31", 1, 31),
        ("60", 1, 60),
        ("61", 2, 61),
        ("120", 2, 120),
        ("1500", 25, 1500),
        ("3600", len(CONTENT.lines["minutes"].texts) - 1, 3600),
    ],
)
def test_a_time_they_ask_for_is_said_in_minutes_and_given(duration, time, seconds):
    most = len(CONTENT.lines["minutes"].texts) - 1
    couple = talking(3, audio=True)
    couple.say("talk_time", duration=duration)
    assert told(couple) == f"more:{min(time, most)} ({seconds})"
    question = talking(3, audio=True, state=State.QUESTION, checkin=None)
    question.say("talk_time", duration=duration)
    assert f"({seconds})" in told(question)


@each_case("duration", ["0", "14", "3601", "-60", "six", "60.5", "\u0663\u0663"])
@each_case("state", [State.TALK, State.QUESTION, State.QUESTION_TALK])
def test_a_time_that_makes_no_sense_is_not_given(duration, state):
    couple = talking(3, audio=True, state=state)
    couple.say("talk_time", duration=duration)
    assert couple.lines()[0] == "talk.odd_time"
    assert not any(isinstance(effect, Play) for effect in couple.turn.effects)


@each_case(
    ("duration", "quiet"),
    [("59", "time:0 59"), ("60", "time:1 60"), ("89", "time:1 89"), ("90", "time:2 90"), ("300", "time:2 90")],
)
def test_without_music_one_answer_is_silent_for_a_minute_and_a_half_at_most(duration, quiet):
    couple = talking(3)
    couple.say("talk_time", duration=duration)
    assert told(couple) == quiet


@each_case(("duration", "quiet"), [("59", "59"), ("60", "30 cue 30"), ("75", "37 cue 38")])
def test_on_the_first_evening_a_long_silence_has_one_soft_word_in_its_middle(duration, quiet):
    couple = talking(0, **said_before("talk.wait", "talk.closed_first"))
    couple.say("talk_time", duration=duration)
    assert told(couple) == f"{quiet} closed"


def test_more_time_is_what_is_left_of_what_was_promised_or_a_minute():
    couple = talking(3, remembers=False)
    couple.say("next")
    assert couple.session.talk_left == 30
    couple.say("talk_time")
    assert told(couple) == "time:0 30 ask.talk"
    assert couple.session.talk_left == 0
    couple.say("talk_time")
    assert told(couple) == "time:1 60 ask.talk"


@each_case("state", [State.TALK, State.QUESTION_TALK])
def test_more_time_belongs_to_what_they_talk_about(state):
    couple = talking(3, audio=True, state=state)
    couple.say("talk_time")
    (play,) = (effect for effect in couple.turn.effects if isinstance(effect, Play))
    assert play.token.kind == ("checkin" if state is State.TALK else "question")
    assert play.token.seconds == 60
    assert (play.token.checkin is not None) == (state is State.TALK)
    assert play.token.turn == couple.context.request[:8]


def over_music(times, **fields):
    """A couple whose talk goes on under music, and who were not understood so often this evening."""
    couple = talking(3, audio=True, **{"wordings": Wordings(EVENING, {"talk.lost": times})} | fields)
    couple.open = False
    token = Token("checkin", EVENING, 120, checkin=couple.household.checkin)
    couple.playing = Playing(token=token, offset_ms=20_000)
    return couple


@each_case(("times", "line"), [(0, "talk.lost"), (1, "talk.lost"), (2, "talk.lost_again")])
def test_what_was_not_understood_over_the_music_is_met_with_the_way_on_twice(times, line):
    couple = over_music(times)
    couple.mumble()
    assert (couple.lines(), couple.open) == ([line], False)


def test_what_is_heard_while_they_talk_in_quiet_gives_them_more_of_it():
    couple = talking(3, remembers=False)
    couple.mumble()
    assert told(couple) == "time:1 60 ask.talk"
