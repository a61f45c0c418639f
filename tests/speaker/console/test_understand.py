# SPDX-License-Identifier: Apache-2.0
"""The command `understand`, run as people run it."""

from __future__ import annotations

import json
import shlex
import subprocess
from typing import Any

import pytest
from cases import each_case
from commands import ROOT
from representatives import the_first_for_all

from .command import COMMAND
from .command import run as run_skill

UNDERSTAND = [*COMMAND, "understand"]


def run(*arguments: str | bytes, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return run_skill("understand", *arguments, input=typed)


def understood(*arguments: str | bytes, typed: bytes = b"") -> list[dict[str, Any]]:
    done = run(*arguments, typed=typed)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_a_text_gives_one_object() -> None:
    assert understood("What can I say when she is stressed?") == [
        {
            "text": "What can I say when she is stressed?",
            "intent": "EmpathyPhraseIntent",
            "slots": {"feeling": "stressed"},
            "confidence": 1.0,
        }
    ]


def test_a_text_without_quotes_is_one_sentence() -> None:
    (only,) = understood("--expects", "RateIntent", "i'd", "say", "a", "seven")
    assert (only["text"], only["intent"], only["slots"]) == ("i'd say a seven", "RateIntent", {"score": "7"})


def test_each_line_gives_one_object_blank_ones_too() -> None:
    lines = understood(typed=b"next\n\n   \r\nremind us at eight\nyes")
    assert [line["intent"] for line in lines] == [
        "AMAZON.NextIntent",
        "AMAZON.FallbackIntent",
        "AMAZON.FallbackIntent",
        "RemindUsIntent",
        "AMAZON.YesIntent",
    ]
    assert [line["text"] for line in lines] == ["next", "", "   ", "remind us at eight", "yes"]
    assert lines[3]["slots"] == {"time": "08:00"}


def test_an_empty_text_is_an_utterance_and_nothing_typed_is_none() -> None:
    assert [line["confidence"] for line in understood("")] == [0.0]
    assert understood(typed=b"") == []


def test_each_answer_comes_before_the_next_sentence_is_typed() -> None:
    with subprocess.Popen(UNDERSTAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as talk:
        assert talk.stdin is not None
        assert talk.stdout is not None
        for sentence, intent in (("next", "AMAZON.NextIntent"), ("stop", "AMAZON.StopIntent")):
            talk.stdin.write(f"{sentence}\n".encode())
            talk.stdin.flush()
            assert json.loads(talk.stdout.readline())["intent"] == intent
        talk.stdin.close()
        assert talk.wait(timeout=60) == 0


@pytest.mark.long
def test_bytes_that_are_no_text_do_not_break_it() -> None:
    lines = understood(typed=b"\xff\xfe next\nn\xc3\xa4chste\n\x00\x01\n")
    assert len(lines) == 3
    assert lines[0]["text"].startswith("\ufffd")
    assert understood(b"st\xffop")[0]["text"] == "st\ufffdop"


def test_a_very_long_line_is_answered() -> None:
    (only,) = understood(typed=b"next " * 2_000 + b"\n")
    assert (only["intent"], only["confidence"], len(only["text"])) == ("AMAZON.FallbackIntent", 0.0, 10_000)


@each_case(
    ("arguments", "named"),
    [
        (("--expects", "NoSuchIntent", "yes"), "NoSuchIntent"),
        (("--expects", "RateIntent,amazon.yesintent", "yes"), "amazon.yesintent"),
        (("--locale", "xx-XX", "yes"), "xx-XX"),
        (("--locale", "../en-US", "yes"), "../en-US"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence(arguments: tuple[str, ...], named: str) -> None:
    done = run(*arguments)
    complaint = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert named in complaint
    assert complaint.strip().count("\n") == 0
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    "word",
    the_first_for_all(["my partner", "a", "the", "he", "one", "monday", "five minutes and", "((", "sam and", "i"]),
)
def test_ten_thousand_characters_of_the_same_are_no_trouble(word: str) -> None:
    (only,) = understood(typed=(f"{word} " * 10_000)[:10_000].encode() + b"\n")
    assert (len(only["text"]), only["intent"]) == (10_000, "AMAZON.FallbackIntent")


@each_case(
    ("line", "complaint"),
    [
        ("{command} <&-", "Standard input is closed"),
        ("{command} yes >&-", "Standard output is closed"),
        ("{command} yes >/dev/full", "Standard output cannot be written (No space left on device)"),
    ],
)
def test_nothing_to_read_from_or_to_write_to_is_told_in_one_sentence(line: str, complaint: str) -> None:
    command = shlex.join(UNDERSTAND)
    done = subprocess.run(["sh", "-c", line.format(command=command)], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 2
    (told,) = done.stderr.decode().splitlines()
    assert told.startswith(complaint)
