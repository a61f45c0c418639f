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


@pytest.mark.parametrize("field", ["launching", "connecting", "before_name_at_end", "leaving", "own_words"])
def test_words_that_call_the_skill_and_are_missing_are_named(
    copies: Path, capsys: pytest.CaptureFixture[str], field: str
) -> None:
    file = copies / "echo" / "invocation_zz.json"
    spoil(file, lambda held: held.update({field: type(held[field])()}))
    assert f"{file}: {field} lacks words" in lacks(capsys)
    file.unlink()
    assert f"{file} is missing" in lacks(capsys)


@pytest.mark.parametrize("field", ["answers", "negations", "builtins"])
@pytest.mark.parametrize("as_if", ["empty", "missing"])
def test_words_that_understanding_needs_and_lacks_are_named(
    copies: Path, capsys: pytest.CaptureFixture[str], field: str, as_if: str
) -> None:
    file = copies / "nlu" / "zz.json"
    emptied = {"empty": lambda held: held.update({field: type(held[field])()}), "missing": lambda held: held.pop(field)}
    spoil(file, emptied[as_if])
    assert f"{file}: {field} lacks words; add the language's own." in lacks(capsys)


@pytest.mark.parametrize(
    ("name", "field", "intent"),
    [
        ("nlu/zz.json", "builtins", "AMAZON.StopIntent"),
        ("nlu/zz.json", "builtins", "AMAZON.YesIntent"),
        ("echo/invocation_zz.json", "own_words", "AMAZON.NextIntent"),
    ],
)
def test_an_intent_that_nothing_is_said_for_is_named(
    copies: Path, capsys: pytest.CaptureFixture[str], name: str, field: str, intent: str
) -> None:
    spoil(copies / name, lambda held: held[field].pop(intent))
    assert lacks(capsys).splitlines() == [
        "zz-US: 1 missing",
        f"  {copies / name}: {field} has no words for {intent}; add some.",
    ]


def test_a_word_that_is_empty_is_a_word_that_is_missing(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copies / "nlu" / "zz.json"
    spoil(file, lambda held: held["answers"].append(""))
    assert f"{file}: answers lacks words" in lacks(capsys)


@pytest.mark.parametrize("name", ["nlu/zz.json", "echo/invocation_zz.json", "nlu/danger_zz.json"])
def test_a_file_of_words_that_is_no_json_is_told_and_lacks_all(
    copies: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (copies / name).write_text("{", "utf-8")
    assert main(["locales", "zz-US"]) == 2
    out, err = capsys.readouterr()
    assert f"{copies / name}: " in err
    assert f"{copies / name}: " in out
    (copies / name).unlink()
    assert f"{copies / name} is missing; add it" in lacks(capsys)


def test_a_model_of_another_shape_is_named(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copies / "interaction_model" / "zz-US.json"

    def spoilt(held: Any) -> None:
        intents = {each["name"]: each for each in held["interactionModel"]["languageModel"]["intents"]}
        intents["RateIntent"]["slots"].pop()
        intents["RateIntent"]["samples"] = ["a {score}"]
        intents["PassIntent"]["samples"] = []

    spoil(file, spoilt)
    assert lacks(capsys).splitlines() == [
        "zz-US: 2 missing",
        f"  {file}: the slots of RateIntent are not those of en-US; mend them.",
        f"  {file}: PassIntent has no samples; add some.",
    ]


def test_a_locale_that_nothing_can_be_read_for_says_what_cannot(
    copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copies / "interaction_model" / "zz-US.json").write_text("{", "utf-8")
    shutil.rmtree(copies / "content" / "zz")
    told = lacks(capsys)
    assert told.startswith("zz-US: 2 missing\n")
    assert f"{copies / 'interaction_model' / 'zz-US.json'}: " in told


def test_english_decks_are_held_to_the_rules_of_taste(
    copies: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "problems", lambda content: ["questions.jsonl: too loud"])
    assert lacks(capsys) == ""
    assert lacks(capsys, "en-US").splitlines() == ["en-US: 1 missing", "  questions.jsonl: too loud"]


def test_without_a_name_all_locales_are_looked_at(
    copies: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "problems", lambda content: [])
    for path in (copies / "interaction_model").glob("en-*.json"):
        if path.stem not in ("en-GB", "en-US"):
            path.unlink()
    (copies / "nlu" / "danger_zz.json").unlink()
    assert main(["locales"]) == 2
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "en-GB: complete",
        "en-US: complete",
        "zz-US: 1 missing",
    ]
    assert "1 things are missing or wrong; they are listed above." in err


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
    assert main(["locales", "en-US", "x" * 21]) == 2
    assert f"no interaction model for {'x' * 20!r};" in capsys.readouterr().err
