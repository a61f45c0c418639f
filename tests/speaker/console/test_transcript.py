# SPDX-License-Identifier: Apache-2.0
"""A conversation as people read it, and what nobody may read."""

from __future__ import annotations

import io
import re
import unicodedata

from cases import each_case

from skill.speaker.console.transcript import Transcript, printable, quiet_words
from skill.speaker.echo.clock import ScriptedClock
from skill.speaker.echo.exchange import Exchange
from skill.speaker.tts.ssml import Piece, Quiet, Sound, Words

from ..small_skill import EVENING, SmallSkill, home_with, play, reply

NUMBERS = "two three four five six seven eight nine ten".split()
OPEN = "alexa, open closer together"
HURT = "I don't feel safe"
HELP = reply("Call the emergency number.", open=True, again="Shall I say it again?", attributes={"state": "safety"})
WELCOME = reply("Hello, you two.", open=True, again="Still there?")


def screen(written: str, columns: int) -> list[str]:
    """What a terminal of so many columns shows of what was written to it."""
    rows, column = [""], 0
    for part in re.findall(r"\x1b\[\d*A|\x1b\[J|.|\n", written):
        if part == "\x1b[J" or part == "\r":
            column = 0
        elif part.endswith("A") and part.startswith("\x1b"):
            del rows[len(rows) - int(part[2:-1]) :]  # every move up is followed by a clear
            rows[-1:] = [""]
        elif part == "\n":
            rows.append("")
            column = 0
        else:
            width = 2 if unicodedata.east_asian_width(part) in "WF" else 1
            if column + width > columns:
                rows.append("")
                column = 0
            rows[-1] += part
            column += width
    return rows


def read(
    skill: SmallSkill, lines: list[str], *, typed: bool, aloud: bool = False, columns: int = 80
) -> tuple[str, list[str]]:
    """What was written, and what is left of it on the screen, when these lines are said."""
    out = io.StringIO()
    transcript = Transcript(out, lambda: columns, "closer together", typed=typed, heard=lambda: aloud)
    home = home_with(skill, ScriptedClock(EVENING))
    for line in lines:
        if typed:
            transcript.prompt()
            out.write(line + "\n")  # the terminal's own echo
        transcript.you(line)
        transcript.show(home.hear(line) if line else home.silence())
    if typed:
        transcript.prompt()
    transcript.close()
    return out.getvalue(), screen(out.getvalue(), columns)


def test_a_conversation_reads_like_one() -> None:
    talk = reply(
        ssml='<speak>Talk.<break time="10s"/><break time="10s"/>Still <break time="600ms"/>there?</speak>', open=True
    )
    written, _ = read(SmallSkill(WELCOME, talk, reply("Bye.")), [OPEN, "yes", "no"], typed=False)
    assert written.splitlines() == [
        "You: alexa, open closer together",
        "  Hello, you two.",
        "You: yes",
        "  Talk.",
        "  (20 seconds of quiet)",
        "  Still there?",
        "You: no",
        "  Bye.",
        "  (microphone closed; to go on, say: alexa, open closer together)",
    ]


@each_case(("pause", "told"), [("2900ms", False), ("3s", True)])
def test_a_pause_is_told_from_three_seconds_on(pause: str, told: bool) -> None:
    talk = reply(ssml=f'<speak>Talk.<break time="{pause}"/>Still there?</speak>', open=True)
    written, _ = read(SmallSkill(talk), [OPEN], typed=False)
    assert ("(three seconds of quiet)" in written) is told


def test_silence_and_the_end_are_told() -> None:
    written, _ = read(SmallSkill(WELCOME), [OPEN, "", ""], typed=False)
    assert written.count("You: (silence)") == 2
    assert "Still there?" in written
    assert "nobody answered" in written


def test_music_is_told() -> None:
    written, _ = read(SmallSkill(reply(directives=[play()])), [OPEN], typed=False)
    assert "  (music)" in written


def shown(*exchanges: Exchange, columns: int = 80) -> list[str]:
    """The rows in which exchanges are told to somebody who reads."""
    out = io.StringIO()
    Transcript(out, lambda: columns, "closer together").show(exchanges)
    return out.getvalue().splitlines()


def exchange(kind: str = "IntentRequest", *pieces: Piece, note: str | None = None, **fields: object) -> Exchange:
    """An exchange after which the microphone is open."""
    request = {"request": {"type": kind, "intent": {"name": "AMAZON.YesIntent"}} | fields}
    return Exchange(request=request, pieces=pieces, note=note, listening=True, session_open=True)


@each_case(
    ("kind", "told"),
    [
        ("AudioPlayer.PlaybackStarted", ["  (music)"]),
        ("AudioPlayer.PlaybackStopped", ["  (the music stops)"]),
        ("AudioPlayer.PlaybackFinished", ["  (the music ends)"]),
        ("AudioPlayer.PlaybackFailed", ["  (no music; the track cannot be played)"]),
        ("AudioPlayer.PlaybackNearlyFinished", []),
    ],
)
def test_what_becomes_of_the_music_is_told(kind: str, told: list[str]) -> None:
    assert shown(exchange(kind)) == told


@each_case(
    ("reason", "told"),
    [
        ("EXCEEDED_MAX_REPROMPTS", "  (nobody answered; the session is over)"),
        ("USER_INITIATED", "  (the session is over)"),
        ("ERROR", "  (an Echo would end the session here)"),
        ("SOMETHING_ELSE", "  (the session is over)"),
    ],
)
def test_why_a_session_ended_is_told(reason: str, told: str) -> None:
    assert shown(exchange("SessionEndedRequest", reason=reason)) == [told]


def test_sounds_and_long_pauses_stand_between_the_words_and_short_ones_do_not() -> None:
    pieces = (
        Words("One."),
        Quiet(2.9),
        Words("Two."),
        Sound("a"),
        Words("Three."),
        Quiet(3.0),
        Quiet(5.0),
        Words("Four."),
    )
    assert shown(exchange("IntentRequest", *pieces)) == [
        "  One. Two.",
        "  (a sound)",
        "  Three.",
        "  (three seconds of quiet)",
        "  (five seconds of quiet)",
        "  Four.",
    ]
    assert shown(exchange("IntentRequest", Sound("a"), Quiet(4.0))) == ["  (a sound)", "  (four seconds of quiet)"]


def test_what_there_is_to_know_stands_before_the_words_where_the_device_speaks_by_itself_and_behind_a_reply() -> None:
    words = (Words("Hello."),)
    assert shown(Exchange(pieces=words, note="A reminder rings.", listening=True)) == [
        "  (A reminder rings.)",
        "  Hello.",
    ]
    assert shown(exchange("IntentRequest", *words, note="Refused.")) == ["  Hello.", "  (Refused.)"]


def test_how_to_go_on_is_told_in_full_only_once() -> None:
    transcript = Transcript(out := io.StringIO(), lambda: 80, "closer together")
    for _ in range(2):
        transcript.show([Exchange(pieces=(Words("Bye."),))])
    transcript.show([])
    assert out.getvalue().splitlines() == [
        "  Bye.",
        "  (microphone closed; to go on, say: alexa, open closer together)",
        "  Bye.",
        "  (microphone closed)",
    ]


@each_case(("columns", "width"), [(300, 92), (92, 92), (50, 50), (20, 20), (5, 20)])
def test_rows_are_as_wide_as_the_terminal_where_that_is_pleasant_to_read(columns: int, width: int) -> None:
    rows = shown(exchange("IntentRequest", Words("a " * 400)), columns=columns)
    assert max(map(len, rows)) in (width, width - 1)
    assert all(row.startswith("  a") for row in rows)


def test_no_word_is_parted_at_its_hyphen() -> None:
    rows = shown(exchange("IntentRequest", Words("This evening is a check-in-evening.")), columns=28)
    assert rows == ["  This evening is a", "  check-in-evening."]


def test_what_is_no_part_of_the_conversation_stands_at_the_edge() -> None:
    transcript = Transcript(out := io.StringIO(), lambda: 24, "closer together")
    transcript.say("There is no sound device here.")
    assert out.getvalue() == "There is no sound device\nhere.\n"


@each_case(("aloud", "told"), [(False, "quiet, skipped in text)"), (True, "seconds of quiet)")])
def test_who_types_is_told_that_a_pause_which_cannot_be_heard_is_skipped(aloud: bool, told: str) -> None:
    talk = reply(ssml='<speak>Talk.<break time="10s"/>Still there?</speak>', open=True)
    written, _ = read(SmallSkill(talk), [OPEN], typed=True, aloud=aloud)
    assert told in written
    assert ("skipped" in written) is not aloud


def test_refusals_are_told_and_the_conversation_goes_on() -> None:
    written, _ = read(SmallSkill({"response": {}}, WELCOME), [OPEN, OPEN], typed=False)
    assert "Refused: the response's version is None" in " ".join(written.split())
    assert "Hello, you two." in written


@each_case("aloud", [False, True])
def test_a_transcript_holds_nothing_of_safety(aloud: bool) -> None:
    skill = SmallSkill(WELCOME, HELP, reply("The number is one two three."))
    written, _ = read(skill, [OPEN, HURT, "", "yes"], typed=False, aloud=aloud)
    for words in ("safe\n", "feel", "emergency", "number", "again", "yes", "one two"):
        assert words not in written
    assert written.count("You: [safety]\n  [safety]\n") == 3


def test_a_silent_terminal_shows_help_until_the_next_line() -> None:
    skill = SmallSkill(WELCOME, HELP, reply("The number is one two three."), WELCOME)
    written, left = read(skill, [OPEN, HURT, "yes", OPEN], typed=True)
    assert "Call the emergency number." in written
    assert "The number is one two three." in written
    text = "\n".join(left)
    for words in ("feel", "emergency", "number", "yes"):
        assert words not in text
    assert text.count("You: [safety]\n  [safety]") == 2
    assert text.startswith("You: alexa, open closer together\n  Hello, you two.\n")


def test_leaving_erases_it_as_well() -> None:
    _, left = read(SmallSkill(WELCOME, HELP), [OPEN, HURT], typed=True)
    assert "emergency" not in "\n".join(left)
    assert "feel" not in "\n".join(left)


def test_where_there_is_sound_the_line_goes_at_once() -> None:
    written, left = read(SmallSkill(WELCOME, HELP), [OPEN, HURT], typed=True, aloud=True)
    assert "emergency" not in written
    assert "feel" not in "\n".join(left)


@each_case("columns", [20, 33, 80])
def test_what_wraps_is_erased_whole(columns: int) -> None:
    long_line = HURT + " 🌹" * 40
    _, left = read(SmallSkill(WELCOME, HELP, WELCOME), [OPEN, long_line, OPEN], typed=True, columns=columns)
    text = "".join(left)
    for words in ("feel", "emergency", "🌹"):
        assert words not in text
    assert text.startswith("You: alexa, open")


def test_nothing_said_can_move_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x07\tc") == "a [2Jb  c"
    written, _ = read(SmallSkill(), ["\x1b[2J\x07"], typed=False)
    assert "\x1b" not in written


@each_case(
    ("seconds", "words"),
    [
        *((number, f"{word} seconds of quiet") for number, word in enumerate(NUMBERS, start=2)),
        (11, "11 seconds of quiet"),
        (30, "30 seconds of quiet"),
        (59, "59 seconds of quiet"),
        (60, "a minute of quiet"),
        (61, "61 seconds of quiet"),
        (90, "90 seconds of quiet"),
        (120, "two minutes of quiet"),
        (121, "121 seconds of quiet"),
        (180, "three minutes of quiet"),
    ],
)
def test_quiet_in_words(seconds: float, words: str) -> None:
    assert quiet_words(seconds) == words
