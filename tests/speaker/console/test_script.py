# SPDX-License-Identifier: Apache-2.0
"""Scripts: what is one, what is none, and when one fails."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from skill.errors import InputError
from skill.platform import RENDER_DOCUMENT
from skill.speaker.console.scripts.script import Unmet, play, read_script
from skill.speaker.echo.clock import ScriptedClock

from ..small_skill import EVENING, Json, SmallSkill, home_with, reply

OPEN = "you: alexa, open closer together"
WELCOME = reply(
    "Welcome, you two. It's about Touch: ready?", open=True, again="Shall we?", attributes={"state": "offer"}
)


def script_of(folder: Path, *lines: str) -> Path:
    path = folder / "evening.script"
    path.write_text("\n".join(lines), "utf-8")
    return path


def run(folder: Path, *lines: str, replies: tuple[Json, ...] = (WELCOME,)) -> SmallSkill:
    """Play a script against a small skill."""
    skill = SmallSkill(*replies)
    for _ in play(read_script(script_of(folder, *lines)), home_with(skill, ScriptedClock(EVENING))):
        pass
    return skill


def test_a_script_begins_with_what_it_is_about(tmp_path: Path) -> None:
    script = read_script(
        script_of(
            tmp_path,
            "# a comment",
            "Title: Tonight",
            "locale: en-GB",
            "start: 2026-05-01T22:30",
            "device: screen",
            OPEN,
        )
    )
    assert (script.title, script.locale, script.device) == ("Tonight", "en-GB", "screen")
    assert script.start == datetime(2026, 5, 1, 22, 30)
    assert [step.line for step in script.steps] == [6]


@pytest.mark.parametrize("start", ["2000-01-01T00:00", "2099-12-31T23:59"])
def test_it_may_begin_in_this_century(tmp_path: Path, start: str) -> None:
    assert read_script(script_of(tmp_path, f"start: {start}", OPEN)).start == datetime.fromisoformat(start)


@pytest.mark.parametrize(
    ("device", "music"), [("audio", True), ("screen audio", True), ("no-audio", False), ("screen", False)]
)
def test_the_head_tells_whether_the_talk_time_is_music(tmp_path: Path, device: str, music: bool) -> None:
    assert read_script(script_of(tmp_path, f"device: {device}", OPEN)).plays_music is music


@pytest.mark.parametrize("line", ["NEXT EVENING", "next-evening", "  next evening  ", "Next  Evening"])
def test_a_field_is_known_in_any_case_and_with_a_hyphen(tmp_path: Path, line: str) -> None:
    assert [step.field for step in read_script(script_of(tmp_path, line)).steps] == ["next evening"]


def test_a_device_in_the_head_is_the_first_and_one_in_the_middle_the_next(tmp_path: Path) -> None:
    skill = run(tmp_path, "device: no-audio", OPEN, "device: kitchen", OPEN, replies=(WELCOME, WELCOME))
    interfaces = [event["context"]["System"]["device"]["supportedInterfaces"] for event in skill.events]
    assert [list(each) for each in interfaces] == [[], ["AudioPlayer"]]


def test_a_touch_is_an_action_too(tmp_path: Path) -> None:
    things = {"screen": {"choices": [{"label": "More", "means": ["mark", "more"]}]}}
    document = {"type": RENDER_DOCUMENT, "token": "t", "document": {}, "datasources": things}
    shows = reply(open=True, directives=[document])
    skill = run(tmp_path, "device: screen", OPEN, "touch: More", "says: hello", replies=(shows, reply("Hello.")))
    assert skill.last["request"]["arguments"] == ["mark", "more"]


def test_where_it_may_go_on_each_thing_that_is_not_as_written_is_told(tmp_path: Path) -> None:
    script = read_script(script_of(tmp_path, OPEN, "state: ready", "microphone: open", "card: hello"))
    told: list[int] = []
    home = home_with(SmallSkill(WELCOME), ScriptedClock(EVENING))
    assert len(list(play(script, home, unmet=lambda step, outcome: told.append(step.line)))) == 1
    assert told == [2, 4]


def test_without_a_head_it_has_a_name_and_an_evening(tmp_path: Path) -> None:
    script = read_script(script_of(tmp_path, OPEN))
    assert (script.title, script.locale) == ("evening", "en-US")
    assert script.start.hour == 21


def test_a_conversation_as_written_passes(tmp_path: Path) -> None:
    skill = run(
        tmp_path,
        OPEN,
        "says: WELCOME you two",
        "says: tonight's | it\N{RIGHT SINGLE QUOTATION MARK}s about touch",
        "not: goodbye | your partner",
        "intent: LaunchRequest",
        "state: offer",
        "microphone: open",
        "card: none",
        "you: what can I say when she is stressed",
        "intent: EmpathyPhraseIntent",
        "slot: feeling stressed",
        "card: a phrase",
        "microphone: closed",
        "you: yes",
        "intent: none",
        replies=(WELCOME, reply("Say this.", card={"type": "Simple", "title": "A phrase", "content": "I'm here."})),
    )
    assert skill.kinds == ["LaunchRequest", "IntentRequest"]


def test_time_passes_as_written(tmp_path: Path) -> None:
    skill = run(
        tmp_path,
        OPEN,
        "silence",
        "says: shall we",
        "wait: 8s",
        "intent: SessionEndedRequest",
        "device: kitchen no-audio",
        "next evening",
        OPEN,
        replies=(WELCOME, WELCOME),
    )
    assert skill.kinds == ["LaunchRequest", "SessionEndedRequest", "LaunchRequest"]
    assert skill.last["request"]["timestamp"].startswith("2026-03-06T21:00")
    assert skill.last["context"]["System"]["device"]["deviceId"].endswith("KITCHEN")


@pytest.mark.parametrize(
    ("expectation", "complaint"),
    [
        ("says: good night", "expected 'good night' in the reply"),
        ("says: come you", "expected 'come you'"),
        ("not: you two", "'you two' must not be in the reply"),
        ("intent: AMAZON.YesIntent", "expected the request AMAZON.YesIntent, but it was LaunchRequest"),
        ("intent: none", "expected the request none"),
        ("slot: feeling sad", "no intent was sent"),
        ("state: ready", "expected the state ready, but it was offer"),
        ("microphone: closed", "the microphone is not closed"),
        ("card: hello", "expected 'hello' on the card"),
    ],
)
def test_what_is_not_as_written_is_told_with_its_place(tmp_path: Path, expectation: str, complaint: str) -> None:
    with pytest.raises(Unmet, match=complaint) as unmet:
        run(tmp_path, OPEN, expectation)
    assert str(unmet.value).startswith(f"{tmp_path / 'evening.script'}, line 2: ")


def test_words_are_expected_in_their_order(tmp_path: Path) -> None:
    run(tmp_path, OPEN, "says: welcome", "says: ready")
    with pytest.raises(Unmet, match="line 3"):
        run(tmp_path, OPEN, "says: ready", "says: welcome")


def test_a_sentence_that_comes_again_is_known(tmp_path: Path) -> None:
    one, same, other = (
        reply("Hello. What did you like about the day today?", open=True),
        reply("Once more. What did you like about the day today?", open=True),
        reply("Hello. What would you change about the day tomorrow?", open=True),
    )
    run(tmp_path, OPEN, "you: repeat", "again", "you: yes", "nothing again", replies=(one, same, other))
    with pytest.raises(Unmet, match="line 3: no sentence of the reply before"):
        run(tmp_path, OPEN, "you: repeat", "again", replies=(one, other))
    with pytest.raises(Unmet, match="line 3: a sentence of the reply before"):
        run(tmp_path, OPEN, "you: repeat", "nothing again", replies=(one, same))


def test_a_refused_response_fails_whatever_is_expected(tmp_path: Path) -> None:
    with pytest.raises(Unmet, match="line 1: Refused: the response's version"):
        run(tmp_path, OPEN, replies=({"response": {}},))


def test_a_failing_script_keeps_words_of_safety_to_itself(tmp_path: Path) -> None:
    help_ = reply("Call the emergency number.", open=True, attributes={"state": "safety"})
    with pytest.raises(Unmet) as unmet:
        run(tmp_path, OPEN, "you: I don't feel safe", "says: hello", replies=(WELCOME, help_))
    assert "emergency" not in str(unmet.value)
    assert "[safety]" in str(unmet.value)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("says hello", "unknown field 'says hello'"),
        ("shout: hello", "unknown field 'shout'"),
        ("you:", "you needs a value"),
        ("silence: long", "silence stands alone"),
        ("wait: soon", "'soon' is no time to wait"),
        ("wait: -5s", "no time to wait"),
        ("wait: 999999h", "no time to wait"),
        ("microphone: ajar", "the microphone is open or closed, not 'ajar'"),
        ("intent: yes please", "no name of an intent"),
        ("slot: feeling", "no slot with its value"),
        ("device: fridge", "no device 'fridge'"),
        ("service: alarms fail", "is no way of a service"),
        ("wait:", "wait needs a value"),
        ("again: yes", "again stands alone"),
        ("nothing again: yes", "nothing again stands alone"),
        ("next evening: soon", "next evening stands alone"),
        ("intent: ab", "no name of an intent"),
        ("slot: 1 2", "no slot with its value"),
        ("device: screen fridge", "no device 'fridge'; choose from audio, no-audio, screen, round"),
        ("locale: en-US", "locale belongs before"),
        ("title: late", "title belongs before"),
        ("start: 2026-03-05T21:00", "start belongs before"),
    ],
)
def test_a_line_that_is_none_is_told_with_its_place(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as error:
        read_script(script_of(tmp_path, OPEN, "", line))
    assert "evening.script, line 3: " in str(error.value)


@pytest.mark.parametrize(
    ("head", "complaint"),
    [
        ("locale: english", "the locale 'english' is none"),
        ("start: tonight", "'tonight' is no local time"),
        ("start: 2026-03-05T21:00+01:00", "no local time"),
        ("start: 9999-12-31", "no local time"),
        ("start: 1999-12-31T21:00", "no local time"),
        ("start: 2100-01-01T00:00", "no local time"),
        ("locale: en-us", "the locale 'en-us' is none"),
        ("device: fridge", "no device 'fridge'"),
        ("locale: en-GB\nlocale: en-GB", "locale stands there twice"),
        ("says: hello", "says comes after something that happens"),
        ("title: one\ntitle: two", "title stands there twice"),
    ],
)
def test_a_head_that_is_none_is_told(tmp_path: Path, head: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_script(script_of(tmp_path, head, OPEN))


def test_what_is_no_script_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_script(tmp_path / "missing.script")
    with pytest.raises(InputError, match="cannot be read"):
        read_script(tmp_path)
    with pytest.raises(InputError, match="nothing happens"):
        read_script(script_of(tmp_path, "# only a comment"))
    binary = tmp_path / "binary.script"
    binary.write_bytes(b"you: \xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        read_script(binary)
    binary.write_bytes(b"#" * 600_000)
    with pytest.raises(InputError, match="has 600000 bytes; a script has at most 500000"):
        read_script(binary)
    binary.write_bytes(b"#" * 500_001)
    with pytest.raises(InputError, match="has 500001 bytes"):
        read_script(binary)
    binary.write_bytes(b"you: yes\n".ljust(500_000, b"#"))
    assert read_script(binary).steps


def test_line_ends_of_any_system_do(tmp_path: Path) -> None:
    path = tmp_path / "evening.script"
    path.write_bytes(b"\xef\xbb\xbftitle: Tonight\r\nyou: hello\rsilence\n")
    assert [step.field for step in read_script(path).steps] == ["you", "silence"]
