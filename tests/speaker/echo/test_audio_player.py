# SPDX-License-Identifier: Apache-2.0
"""Long audio: what the device plays, what it tells the skill, and what reaches the skill without its name."""

from datetime import timedelta

from cases import each_case

from skill.speaker.echo.audio_player import Player
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.home_simulator import Home

from ..small_skill import EVENING, Json, SmallSkill, home_with, play, reply

OPEN = "alexa, open closer together"
STARTED, NEARLY, FINISHED, STOPPED, FAILED = (
    f"AudioPlayer.Playback{name}" for name in ("Started", "NearlyFinished", "Finished", "Stopped", "Failed")
)
STOP = {"type": "AudioPlayer.Stop"}


def playing(*replies: Json, track_s: float = 180.0, token: str = "one") -> tuple[SmallSkill, Home]:
    skill = SmallSkill(reply("Take your time.", directives=[play(token)]), *replies)
    home = home_with(skill, ScriptedClock(EVENING), track_s)
    home.hear(OPEN)
    return skill, home


def test_a_track_starts_after_the_speech_and_the_skill_is_told_outside_a_session() -> None:
    skill, _ = playing()
    assert skill.kinds == ["LaunchRequest", STARTED]
    assert "session" not in skill.last
    assert skill.last["request"]["token"] == "one"
    assert skill.last["request"]["offsetInMilliseconds"] == 0


def test_a_track_runs_out_on_the_clock() -> None:
    skill, home = playing()
    assert [exchange.heard for exchange in home.wait(200)] == [None, None]
    assert skill.kinds[2:] == [NEARLY, FINISHED]
    assert [event["request"]["offsetInMilliseconds"] for event in skill.events[2:]] == [170_000, 180_000]
    assert skill.last["context"]["AudioPlayer"]["token"] == "one"


def test_a_short_track_can_be_followed_as_soon_as_it_starts() -> None:
    player = Player(ScriptedClock(EVENING), lambda url: 5.0)
    player.obey(play("one"))
    assert player.due() == EVENING


def test_the_next_track_of_the_queue_follows() -> None:
    skill, home = playing()
    more = play("two", "ENQUEUE", expectedPreviousToken="one")
    skill.to_playback[NEARLY] = reply(None, open=None, directives=[more])
    home.wait(185)
    assert skill.kinds[2:] == [NEARLY, FINISHED, STARTED]
    assert skill.last["request"]["token"] == "two"


def test_a_track_for_another_queue_is_dropped() -> None:
    skill, home = playing()
    late = play("two", "ENQUEUE", expectedPreviousToken="zero")
    skill.to_playback[NEARLY] = reply(None, open=None, directives=[late])
    home.wait(185)
    assert skill.kinds[2:] == [NEARLY, FINISHED]


@each_case(
    ("behavior", "plays"),
    [("REPLACE_ALL", ["three"]), ("REPLACE_ENQUEUED", ["one", "three"]), ("ENQUEUE", ["one", "two", "three"])],
)
def test_a_play_that_replaces_leaves_nothing_of_the_queue_before(behavior: str, plays: list[str]) -> None:
    player = Player(ScriptedClock(EVENING))
    last = "two" if behavior == "ENQUEUE" else "one"
    for directive in (
        play("one"),
        play("two", "ENQUEUE", expectedPreviousToken="one"),
        play("three", behavior, expectedPreviousToken=last),
    ):
        player.obey(directive)
    played = []
    while player.due() is not None:
        told = player.fire()
        played += [event.fields["token"] for event in told if event.kind == "AudioPlayer.PlaybackFinished"]
    assert played == plays


def test_music_that_stops_goes_on_from_there_in_a_play_that_names_the_place() -> None:
    clock = ScriptedClock(EVENING)
    player = Player(clock)
    player.obey(play("one"))
    clock.reach(EVENING + timedelta(seconds=30))
    (stopped,) = player.obey(STOP)
    assert stopped.fields["offsetInMilliseconds"] == 30_000
    assert player.context() == {"playerActivity": "STOPPED", "offsetInMilliseconds": 30_000, "token": "one"}
    assert player.obey(STOP) == []


def test_how_far_the_music_is_can_be_seen_while_it_plays_and_where_it_stopped_is_kept() -> None:
    clock = ScriptedClock(EVENING)
    player = Player(clock, lambda url: 60.0)
    assert (player.progress, player.position) == (None, None)
    player.obey(play("one"))
    clock.reach(EVENING + timedelta(seconds=30))
    assert player.progress == (30.0, 60.0)
    assert player.position == ("https://example.org/one.mp3", 30.0, 60.0)
    player.obey(STOP)
    clock.reach(EVENING + timedelta(seconds=40))
    assert player.progress is None
    assert player.position == ("https://example.org/one.mp3", 30.0, 60.0)


def test_a_track_that_begins_in_its_middle_ends_the_sooner_and_never_plays_past_its_end() -> None:
    clock = ScriptedClock(EVENING)
    player = Player(clock, lambda url: 60.0)
    player.obey(play("one", offsetInMilliseconds=20_000))
    assert player.due() == EVENING + timedelta(seconds=30)
    clock.reach(EVENING + timedelta(seconds=90))
    assert player.progress == (60.0, 60.0)


@each_case(("clears", "told", "plays"), [("CLEAR_ALL", [STOPPED], []), ("CLEAR_ENQUEUED", [], ["one"])])
def test_a_queue_that_is_cleared_plays_no_more_of_it(clears: str, told: list[str], plays: list[str]) -> None:
    player = Player(ScriptedClock(EVENING))
    for directive in (play("one"), play("two", "ENQUEUE", expectedPreviousToken="one")):
        player.obey(directive)
    cleared = player.obey({"type": "AudioPlayer.ClearQueue", "clearBehavior": clears})
    assert [event.kind for event in cleared] == told
    played = []
    while player.due() is not None:
        played += [event.fields["token"] for event in player.fire() if event.kind == FINISHED]
    assert played == plays


def test_where_nothing_plays_nothing_is_told() -> None:
    player = Player(ScriptedClock(EVENING))
    assert (player.due(), player.fire(), player.obey(STOP)) == (None, [], [])
    assert player.obey({"type": "Tasks.CompleteTask"}) == []
    assert player.context() == {"playerActivity": "IDLE", "offsetInMilliseconds": 0}


def test_a_track_that_comes_when_the_music_is_over_begins_at_once() -> None:
    player = Player(ScriptedClock(EVENING))
    player.obey(play("one"))
    player.obey(STOP)
    (begun,) = player.obey(play("two", "REPLACE_ENQUEUED"))
    assert (begun.kind, begun.fields["token"]) == (STARTED, "two")


@each_case(
    ("words", "intent"),
    [
        ("next", "AMAZON.NextIntent"),
        ("stop", "AMAZON.PauseIntent"),
        ("pause", "AMAZON.PauseIntent"),
        ("resume", "AMAZON.ResumeIntent"),
        ("repeat", "AMAZON.RepeatIntent"),
        ("start over", "AMAZON.StartOverIntent"),
        ("previous", "AMAZON.PreviousIntent"),
        ("loop on", "AMAZON.LoopOnIntent"),
        ("shuffle off", "AMAZON.ShuffleOffIntent"),
    ],
)
def test_the_built_ins_reach_the_skill_whose_audio_played_last(words: str, intent: str) -> None:
    skill, home = playing(reply(None, open=None))
    home.hear(f"alexa, {words}")
    assert skill.last["request"]["intent"]["name"] == intent
    assert skill.last["session"]["new"] is True
    assert skill.last["session"]["attributes"] == {}
    assert skill.last["context"]["AudioPlayer"]["token"] == "one"


def test_other_words_still_need_the_name() -> None:
    skill, home = playing()
    for line in ("next", "alexa, we're ready", "alexa, yes"):
        assert home.hear(line)[0].request is None
    assert skill.kinds == ["LaunchRequest", STARTED]


def test_stopping_keeps_the_place() -> None:
    skill, home = playing(reply(None, open=None, directives=[STOP]), reply("Yes?", open=True))
    home.wait(30)
    home.hear("alexa, stop")
    assert skill.kinds[2:] == ["IntentRequest", STOPPED]
    assert skill.last["request"]["offsetInMilliseconds"] == 31_000
    home.wait(600)
    home.hear(OPEN)
    player = skill.last["context"]["AudioPlayer"]
    assert player == {"playerActivity": "STOPPED", "offsetInMilliseconds": 31_000, "token": "one"}


def test_a_new_track_stops_the_old_one() -> None:
    skill, home = playing(reply("Now the other one.", directives=[play("two")]))
    home.hear("alexa, next")
    assert skill.kinds[2:] == ["IntentRequest", STOPPED, STARTED]
    assert [event["request"]["token"] for event in skill.events[3:]] == ["one", "two"]


def test_a_track_that_cannot_be_played_is_told() -> None:
    skill, home = playing(track_s=-1)
    assert skill.kinds == ["LaunchRequest", FAILED]
    assert skill.last["request"]["currentPlaybackState"]["offsetInMilliseconds"] == 0
    assert home.echo.player.activity == "STOPPED"
    assert home.wait(600) == []


def test_a_button_sends_its_own_request_and_takes_no_speech() -> None:
    skill, home = playing(reply("You pressed next."))
    (exchange,) = home.echo.press("Next")
    assert skill.last["request"]["type"] == "PlaybackController.NextCommandIssued"
    assert exchange.refused
    assert "directives only" in (exchange.note or "")


def test_a_skill_that_answers_itself_for_ever_is_stopped() -> None:
    skill = SmallSkill(reply(directives=[play("one")]))
    home = home_with(skill, ScriptedClock(EVENING), -1)
    skill.to_playback[FAILED] = reply(None, open=None, directives=[play("again")])
    exchanges = home.hear(OPEN)
    assert skill.kinds == ["LaunchRequest", *[FAILED] * 11]
    assert [exchange.refused for exchange in exchanges] == [False] * 11 + [True]
    assert "in circles" in (exchanges[-1].note or "")
