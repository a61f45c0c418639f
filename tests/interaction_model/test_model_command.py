# SPDX-License-Identifier: Apache-2.0
"""`python -m skill model`: the generated parts are written, and found when they are stale."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from representatives import the_first_for_all

from skill import language_model
from skill.__main__ import main
from skill.content.loading.loader import load_content
from skill.language_model import FOLDER, SOURCE_LOCALE, load_language_model, read_language_model, ritual_values

from .conftest import LOCALES


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the models that a test may spoil."""
    copy = tmp_path / "interaction_model"
    shutil.copytree(FOLDER, copy)
    monkeypatch.setattr(language_model, "FOLDER", copy)
    return copy


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_models_as_committed_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "--check"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_every_locale_is_written() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*LOCALES}
    assert {path.stem for path in (FOLDER / "local").glob("*.json")} == {*LOCALES} - {SOURCE_LOCALE}


def test_a_ritual_that_is_not_the_decks_is_found_and_mended(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = (folder / "en-US.json").read_text("utf-8")
    spoil(folder / "en-US.json", '"evening_walk"', '"evening_stroll"')
    assert main(["model", "--check"]) == 2
    assert "en-US.json" in capsys.readouterr().err
    assert main(["model"]) == 0
    assert "Written: en-US.json" in capsys.readouterr().out
    assert (folder / "en-US.json").read_text("utf-8") == good
    assert main(["model", "--check"]) == 0


def test_a_sample_of_the_source_reaches_every_locale_in_its_own_words(folder: Path) -> None:
    spoil(folder / "en-US.json", '"read our favorites"', '"read our favorites to mom"')
    assert main(["model", "--check"]) == 2
    assert main(["model"]) == 0
    assert '"read our favourites to mum"' in (folder / "en-GB.json").read_text("utf-8")
    assert '"read our favourites to mom"' in (folder / "en-CA.json").read_text("utf-8")


def test_a_missing_locale_is_written_again(folder: Path) -> None:
    good = (folder / "en-AU.json").read_bytes()
    (folder / "en-AU.json").unlink()
    assert main(["model", "--check"]) == 2
    assert main(["model"]) == 0
    assert (folder / "en-AU.json").read_bytes() == good


def test_a_locale_has_its_own_words_once_and_beside_those_of_the_source(folder: Path) -> None:
    local = {
        "instead": {"sad": "glum", "so sad": "heartbroken", "bummed out": "gutted"},
        "samples": {"PassIntent": ["we keep mum", "pass"]},
        "synonyms": {"Feeling": {"sad": ["glum", "down in the mouth"]}},
    }
    (folder / "local" / "en-GB.json").write_text(json.dumps(local), "utf-8")
    assert main(["model"]) == 0
    model = read_language_model(folder / "en-GB.json")
    source = load_language_model()
    samples = model.intents["PassIntent"].samples
    assert samples == (*source.intents["PassIntent"].samples, "we keep mum")
    sad = next(value for value in model.types["Feeling"] if value.id == "sad")
    assert sad.name.value == "glum"
    assert sad.words.count("glum") == 1
    assert sad.words[-1] == "down in the mouth"
    assert not {"sad", "bummed out"} & {*sad.words}


def test_what_a_ritual_is_called_is_among_its_words() -> None:
    rituals = {value.id: value for value in ritual_values()}
    for ritual in load_content(SOURCE_LOCALE).rituals.values():
        value = rituals[ritual.id]
        assert value.words[: len(ritual.synonyms)] == ritual.synonyms
        name = ritual.name.lower().replace("-", " ").replace(",", "")
        assert {name, *(name.removeprefix(f"{article} ") for article in ("a", "an", "the"))} & {*value.words}
        assert len({*value.words}) == len(value.words)


def test_a_slots_name_is_never_exchanged(folder: Path) -> None:
    (folder / "local" / "en-GB.json").write_text(json.dumps({"instead": {"length": "size", "one": "1"}}), "utf-8")
    assert main(["model"]) == 0
    samples = (folder / "en-GB.json").read_text("utf-8")
    assert '"the {length} 1"' in samples
    assert "{size}" not in samples


@pytest.mark.parametrize(
    ("local", "complaint"),
    the_first_for_all(
        [
            ({"words": {}}, "unknown field `words`"),
            ({"samples": {"StartIntent": ["go"]}}, "no StartIntent in the source"),
            ({"synonyms": {"Mood": {"sad": ["low"]}}}, "no Mood"),
            ({"synonyms": {"Feeling": {"sleepy": ["zonked"]}}}, "no Feeling sleepy in the source"),
            ({"synonyms": {"Feeling": {"tired": ["sad"]}}}, "words 'sad' twice"),
            ({"samples": {"AMAZON.NextIntent": ["next {theme}"]}}, "undeclared slot theme"),
        ]
    ),
)
def test_wrong_local_words_are_told_by_name_and_place(
    folder: Path, capsys: pytest.CaptureFixture[str], local: object, complaint: str
) -> None:
    (folder / "local" / "en-GB.json").write_text(json.dumps(local), "utf-8")
    assert main(["model"]) == 2
    told = capsys.readouterr().err
    assert complaint in told
    assert str(Path("local") / "en-GB.json") in told
