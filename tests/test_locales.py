# SPDX-License-Identifier: Apache-2.0
"""`python -m skill locales`: what a locale lacks is named by file and id before anybody is spoken to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skill import language_model, locales
from skill.__main__ import main
from skill.alexa.locales import ZONES
from skill.content.loading import loader
from skill.speaker.echo import invocation
from skill.speaker.nlu import language
from skill.speaker.nlu.safety import danger

HOMES = (loader.HERE, language_model.FOLDER, invocation.FOLDER, language.FOLDER)


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copies of all files of words, which a test may spoil; English is there as the made-up language zz, too."""
    for folder in HOMES:
        shutil.copytree(folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(tmp_path / "content" / "en", tmp_path / "content" / "zz")
    shutil.copy(tmp_path / "interaction_model" / "en-US.json", tmp_path / "interaction_model" / "zz-US.json")
    shutil.copy(tmp_path / "nlu" / "en.json", tmp_path / "nlu" / "zz.json")
    shutil.copy(tmp_path / "nlu" / "danger_en.json", tmp_path / "nlu" / "danger_zz.json")
    shutil.copy(tmp_path / "echo" / "invocation_en.json", tmp_path / "echo" / "invocation_zz.json")
    monkeypatch.setattr(loader, "HERE", tmp_path / "content")
    monkeypatch.setattr(locales, "ZONES", ZONES | {"zz-US": "America/New_York"})
    for module in (language_model, locales):
        monkeypatch.setattr(module, "FOLDER", tmp_path / "interaction_model")
    monkeypatch.setattr(invocation, "FOLDER", tmp_path / "echo")
    for nlu in (danger, language):
        monkeypatch.setattr(nlu, "FOLDER", tmp_path / "nlu")
    loader.load_content.cache_clear()
    language_model.load_language_model.cache_clear()
    yield tmp_path
    loader.load_content.cache_clear()
    language_model.load_language_model.cache_clear()


def spoil(file: Path, change: Callable[[Any], None]) -> None:
    held = json.loads(file.read_text("utf-8"))
    change(held)
    file.write_text(json.dumps(held), "utf-8")


def lacks(capsys: pytest.CaptureFixture[str], locale: str = "zz-US") -> str:
    """What is printed about a locale that lacks something, and nothing about one that does not."""
    status = main(["locales", locale])
    out, err = capsys.readouterr()
    if status:
        assert status == 2
        assert err.count("\n") == 1
        return out
    assert out == f"{locale}: complete\n"
    return ""


def test_a_language_that_has_all_is_complete(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lacks(capsys) == ""


@pytest.mark.parametrize("line", ["settle", "ask.offer", "rate.thanks", "close.night"])
def test_a_line_that_is_missing_is_named(copies: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    for language_folder, locale in (("zz", "zz-US"), ("en", "en-US")):
        file = copies / "content" / language_folder / "lines.jsonl"
        rows = [row for row in file.read_text("utf-8").splitlines() if json.loads(row)["id"] != line]
        file.write_text("\n".join(rows) + "\n", "utf-8")
        loader.load_content.cache_clear()
        assert f"{file}: the line {line} is missing" in lacks(capsys, locale)


def test_words_of_danger_that_are_missing_are_named(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copies / "nlu" / "danger_zz.json"
    spoil(file, lambda held: held.update(frames=[each for each in held["frames"] if each["risk"] != "self"]))
    assert f"{file}: there are no words for the risk self" in lacks(capsys)
    spoil(file, lambda held: held["groups"].update(partner=[]))
    assert f"{file}: the group partner is empty" in lacks(capsys)
    file.unlink()
    assert f"{file} is missing" in lacks(capsys)


@pytest.mark.parametrize("field", locales.INVOCATION_NEEDS)
def test_words_that_call_the_skill_and_are_missing_are_named(
    copies: Path, capsys: pytest.CaptureFixture[str], field: str
) -> None:
    file = copies / "echo" / "invocation_zz.json"
    spoil(file, lambda held: held.update({field: type(held[field])()}))
    assert f"{file}: {field} lacks words" in lacks(capsys)
    file.unlink()
    assert f"{file} is missing" in lacks(capsys)


def test_what_the_model_lacks_is_named(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copies / "interaction_model" / "zz-US.json"

    def take_out(held: Any) -> None:
        model = held["interactionModel"]["languageModel"]
        model["intents"] = [each for each in model["intents"] if each["name"] != "RateIntent"]
        feelings = next(each for each in model["types"] if each["name"] == "Feeling")
        feelings["values"] = [each for each in feelings["values"] if each["id"] != "sad"]

    spoil(file, take_out)
    told = lacks(capsys)
    assert f"{file}: the intent RateIntent is missing" in told
    assert f"{file}: the value sad of Feeling is missing" in told


def test_a_country_without_a_number_and_a_zone_is_named(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(copies / "interaction_model" / "zz-US.json", copies / "interaction_model" / "zz-QQ.json")
    told = lacks(capsys, "zz-QQ")
    assert "QQ has no emergency number" in told
    assert "ZONES has no time zone for zz-QQ" in told


def test_an_unknown_locale_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locales", "xx-XX"]) == 2
    assert "choose from en-AU, en-CA, en-GB, en-IN, " in capsys.readouterr().err
