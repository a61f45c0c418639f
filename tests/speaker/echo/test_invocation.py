# SPDX-License-Identifier: Apache-2.0
"""Whom a line is for."""

from cases import each_case

from skill.speaker.echo.invocation import Ask, Open, Say, address

NAME = "closer together"


@each_case(
    "line",
    [
        "alexa, open closer together",
        "Alexa open Closer Together",
        "ALEXA, PLEASE OPEN CLOSER TOGETHER!",
        "alexa, can you open closer together please",
        "alexa, start closer together",
        "alexa, run closer together",
        "alexa, launch the closer together skill",
        "alexa, talk to closer together",
        "alexa, ask closer together",
        "alexa, closer together",
        "alexa,\topen\x00closer together",
    ],
)
def test_opening_the_skill_by_name(line: str) -> None:
    assert address(line, NAME) == Open(woke=True)


def test_opening_without_the_wake_word_is_told_apart() -> None:
    assert address("open closer together", NAME) == Open(woke=False)


@each_case(
    ("line", "asked"),
    [
        ("alexa, ask closer together for tonight's question", "tonight's question"),
        ("alexa, ask closer together, tonight's question", "tonight's question"),
        ("Alexa, ask closer together to start our check-in.", "start our check-in"),
        ("alexa, ask closer together what's tonight's question", "what's tonight's question"),
        ("alexa, tell closer together that we did our walk", "we did our walk"),
        ("alexa, open closer together and start our check in", "start our check in"),
        ("alexa, tonight's question from closer together", "tonight's question"),
        ("alexa, start a check in with closer together please", "start a check in"),
        ("alexa, ask closer together, we are Sam and Alex", "we are Sam and Alex"),
        ("alexa, closer together what's tonight's question", "what's tonight's question"),
        ("alexa, ask the closer together skill for tonight's question", "tonight's question"),
        ("alexa, please ask closer together for something new please now", "something new"),
        ("ask closer together for tonight's question", "tonight's question"),
    ],
)
def test_asking_the_skill_by_name_keeps_what_was_asked(line: str, asked: str) -> None:
    found = address(line, NAME)
    assert isinstance(found, Ask)
    assert asked in found.readings


@each_case(
    "line",
    [
        "open closer together and start our check in",
        "tonight's question from closer together",
        "alexa, from closer together",
        "alexa, one from closer",
        "alexa, tonight's question and closer together",
        "alexa, open something closer together",
        "alexa, open closer",
    ],
)
def test_what_does_not_call_the_skill_is_for_whoever_listens(line: str) -> None:
    assert isinstance(address(line, NAME), Say)


def test_a_connecting_word_that_is_all_there_is_is_what_was_asked() -> None:
    assert address("alexa, ask closer together about", NAME) == Ask(("about",), woke=True)


@each_case("line", ["exit", "Quit!", "quit please", "alexa, exit now"])
def test_some_words_leave_by_themselves(line: str) -> None:
    said = address(line, NAME)
    assert isinstance(said, Say)
    assert said.leaves


@each_case("line", ["exit that", "stop", "", "alexa"])
def test_others_do_not(line: str) -> None:
    said = address(line, NAME)
    assert isinstance(said, Say)
    assert not said.leaves


def test_a_language_without_words_of_its_own_is_called_as_english_is() -> None:
    assert address("alexa, open closer together", NAME, "xx-XX") == Open(woke=True)


def test_a_word_that_may_connect_is_read_both_ways() -> None:
    found = address("alexa, ask closer together about touch", NAME)
    assert found == Ask(("about touch", "touch"), woke=True)


def test_everything_else_is_for_whoever_listens() -> None:
    assert address("yes please", NAME) == Say("yes please", woke=False)
    assert address("alexa, next", NAME) == Say("next", woke=True)
    assert address("alexa", NAME) == Say("", woke=True)
    assert address("we feel closer together now", NAME) == Say("we feel closer together now", woke=False)
    assert address("", NAME) == Say("", woke=False)


@each_case(
    ("words", "intent"),
    [
        ("next", "AMAZON.NextIntent"),
        ("Stop!", "AMAZON.PauseIntent"),
        ("start over please", "AMAZON.StartOverIntent"),
        ("what's tonight's question", None),
        ("yes", None),
    ],
)
def test_only_the_built_ins_own_words_need_no_name(words: str, intent: str | None) -> None:
    said = address(f"alexa, {words}", NAME)
    assert isinstance(said, Say)
    assert said.own_intent == intent


def test_a_polite_now_is_left_out_and_right_now_is_not() -> None:
    assert address("alexa, ask closer together for a hug now", "closer together") == Ask(("for a hug", "a hug"), True)
    for moment in ("right now", "for now"):
        line = f"alexa, ask closer together for a hug {moment}"
        assert address(line, "closer together") == Ask((f"for a hug {moment}", f"a hug {moment}"), True)


@each_case("line", ["x" * 10_000, "alexa, " + "ha " * 3_000, "🌹🌹", "\x00\x1b[2J", "alexa, 🌹", "\u2028"])
def test_any_text_is_a_line(line: str) -> None:
    assert isinstance(address(line, NAME), Say)


@each_case(
    ("line", "is_of_volume"),
    [
        ("alexa, turn the music down a bit", True),
        ("alexa, softer please", True),
        ("alexa, volume five", True),
        ("alexa, could you turn it up", True),
        ("the music's too loud", True),
        ("alexa, something softer", False),
        ("alexa, turn down the heat in our marriage", False),
        ("alexa, louder than that is hard", False),
        ("alexa, next", False),
    ],
)
def test_what_asks_the_device_itself_to_be_louder_or_softer(line: str, is_of_volume: bool) -> None:
    said = address(line, NAME)
    assert isinstance(said, Say)
    assert said.is_of_volume is is_of_volume


@each_case(
    ("words", "intent"),
    [
        ("next, he's finished, it was two sentences", "AMAZON.NextIntent"),
        ("stop. no, wait", "AMAZON.PauseIntent"),
        ("next he's finished", None),
        ("what was the question again", None),
    ],
)
def test_an_echo_stops_listening_at_a_pause(words: str, intent: str | None) -> None:
    said = address(f"alexa, {words}", NAME)
    assert isinstance(said, Say)
    assert said.own_intent == intent
