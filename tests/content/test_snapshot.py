# SPDX-License-Identifier: Apache-2.0
"""A snapshot says what the decks say, and is believed only where it was made from these very decks."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from skill.content.loading import loader, snapshot
from skill.content.loading.loader import load_content
from skill.content.loading.snapshot import Unread, read_content, write_snapshots
from skill.content.platform_words import PlatformWords
from skill.content.types import Content

ELSEWHERE = PlatformWords(wake_word="Computer", invocation_name="Both Of Us", app="the phone")
LOCALES = ("en-GB", "en-US")


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the room as a package holds it: decks, code and snapshots."""
    here = tmp_path / "content"
    shutil.copytree(loader.HERE, here, ignore=shutil.ignore_patterns("__pycache__", "snapshot"))
    monkeypatch.setattr(snapshot, "HERE", str(here))
    monkeypatch.setattr(snapshot, "FOLDER", str(here / "snapshot"))
    write_snapshots(LOCALES, ELSEWHERE, str(here / "snapshot"))
    read_content.cache_clear()
    yield here
    read_content.cache_clear()


def is_snapshot(content: Content) -> bool:
    return isinstance(content.touch, Unread)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_snapshot_says_what_the_decks_say(packed: Path, locale: str) -> None:
    read = read_content(locale, ELSEWHERE)
    assert is_snapshot(read)
    assert list(read.questions) == list(load_content(locale, ELSEWHERE).questions)
    assert read == load_content(locale, ELSEWHERE)


def test_a_deck_is_decoded_when_it_is_first_looked_into(packed: Path) -> None:
    read = read_content("en-US", ELSEWHERE)
    assert isinstance(read.questions, Unread)
    assert len(read.questions) == len(load_content("en-US").questions)
    assert isinstance(read.questions, dict)
    assert is_snapshot(read)


def test_without_a_snapshot_the_decks_are_read(packed: Path) -> None:
    shutil.rmtree(packed / "snapshot")
    assert read_content("en-US", ELSEWHERE) is load_content("en-US", ELSEWHERE)


@pytest.mark.parametrize("platform", [PlatformWords(), PlatformWords(wake_word="Alexa")])
def test_a_snapshot_in_another_platforms_words_is_not_used(packed: Path, platform: PlatformWords) -> None:
    assert read_content("en-US", platform) is load_content("en-US", platform)


@pytest.mark.parametrize(
    "name", ["en/questions.jsonl", "en/lines.jsonl", "care.jsonl", "words.jsonl", "types.py", "snapshot/en-US.json"]
)
def test_one_byte_more_in_a_snapshot_or_what_it_was_made_from_and_it_is_not_used(packed: Path, name: str) -> None:
    with (packed / name).open("ab") as file:
        file.write(b" ")
    assert not is_snapshot(read_content("en-US", ELSEWHERE))


@pytest.mark.parametrize("data", [b"", b"\n", b"no seal", b"\xff\xfe\n{}", b'{"platform": {}}\n'])
def test_a_broken_snapshot_is_not_used(packed: Path, data: bytes) -> None:
    (packed / "snapshot" / "en-US.json").write_bytes(data)
    assert not is_snapshot(read_content("en-US", ELSEWHERE))


def test_a_deck_taken_away_is_noticed(packed: Path) -> None:
    (packed / "en" / "touch.jsonl").unlink()
    assert not is_snapshot(read_content("en-US", ELSEWHERE))


def test_snapshots_are_the_same_bytes_each_time(packed: Path, tmp_path: Path) -> None:
    again = [Path(file) for file in write_snapshots(LOCALES, ELSEWHERE, str(tmp_path / "again"))]
    assert [file.name for file in again] == ["en-GB.json", "en-US.json"]
    for file in again:
        assert file.read_bytes() == (packed / "snapshot" / file.name).read_bytes()


def test_threads_that_look_into_a_deck_at_once_see_all_of_it(packed: Path) -> None:
    read = read_content("en-US", ELSEWHERE)
    seen: list[int] = []
    at_once = threading.Barrier(4)

    def look() -> None:
        at_once.wait()
        seen.append(len(read.rituals))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {len(load_content("en-US").rituals)}
    assert len(seen) == 4
