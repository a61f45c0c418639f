# SPDX-License-Identifier: Apache-2.0
"""What is kept for the next start: it changes nothing but the time, and counts only where it fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from representatives import the_first_for_all

from bench.understanding import read_paraphrases
from skill.language_model import LanguageModel, load_language_model
from skill.speaker.nlu import Understanding, kept
from skill.speaker.nlu.kept import Keeper

FIRST_FEW = 120
INTENTS = ("SaveThisIntent", "TalkTimeIntent", "AMAZON.StopIntent", "AMAZON.YesIntent", "AMAZON.NextIntent")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "_folder", lambda: tmp_path / "beside")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path / "beside"


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    """A model of few intents: what is kept of it is kept as of a large one, and made in a tenth of the time."""
    model = load_language_model()
    intents = [intent for intent in model.intents.values() if intent.name in INTENTS]
    assert len(intents) == len(INTENTS)
    return LanguageModel(model.locale, model.invocation_name, intents, [])


@pytest.fixture(scope="module")
def whole(model: LanguageModel, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a first start keeps."""
    beside = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept, "_folder", lambda: beside)
        patched.setattr("sys.dont_write_bytecode", False)
        begin(model)
    return (beside / "understanding.en-US.kept").read_bytes()


def begin(model: LanguageModel) -> Understanding:
    understanding = Understanding(model, keep=True)
    understanding.meaning("nothing that any sample says")
    return understanding


@pytest.mark.parametrize("intents", the_first_for_all(["few", "all"]))
@pytest.mark.long
def test_with_what_was_kept_each_sentence_means_the_same(model: LanguageModel, folder: Path, intents: str) -> None:
    model = model if intents == "few" else load_language_model()
    first = begin(model)
    assert [path.name for path in folder.iterdir()] == ["understanding.en-US.kept"]
    again = Understanding(model, keep=True)
    assert Keeper(model).read() is not None
    for each in read_paraphrases()[:FIRST_FEW]:
        assert again.meaning(each.text) == first.meaning(each.text)


def test_what_was_kept_of_other_samples_or_code_does_not_count(
    model: LanguageModel, folder: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "understanding.en-US.kept").write_bytes(whole)
    assert Keeper(model).read() is not None
    fewer = LanguageModel(model.locale, model.invocation_name, list(model.intents.values())[1:], [])
    assert Keeper(fewer).read() is None
    monkeypatch.setattr(kept, "_sources", lambda model: [b"another release"])
    assert Keeper(model).read() is None


@pytest.mark.parametrize(
    "harm", the_first_for_all([lambda raw: raw[:-9] + b"x" + raw[-8:], lambda raw: raw[:-1], lambda raw: b""])
)
def test_what_is_not_whole_does_not_count_and_is_made_anew(
    model: LanguageModel, folder: Path, whole: bytes, harm: Callable[[bytes], bytes]
) -> None:
    folder.mkdir()
    path = folder / "understanding.en-US.kept"
    path.write_bytes(whole)
    assert Keeper(model).read() is not None
    path.write_bytes(harm(whole))
    assert Keeper(model).read() is None
    begin(model)
    assert Keeper(model).read() is not None


def test_where_nothing_can_be_written_it_understands_all_the_same(
    model: LanguageModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file where the folder should be")
    assert begin(model).meaning("save that one").intent == "SaveThisIntent"
    folder.unlink()
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    begin(model)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        *(("en.json", False), ("danger_en.json", False), ("slots/numbers.py", False)),
        *(("hints_en.json", True), ("news_en.json", True), ("de.json", True), ("README.md", True)),
    ],
)
def test_only_what_it_was_made_from_decides_whether_it_counts(
    model: LanguageModel,
    folder: Path,
    whole: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: str,
    counts: bool,
) -> None:
    folder.mkdir()
    (folder / "understanding.en-US.kept").write_bytes(whole)
    held = Keeper(model).read()
    assert held is not None
    sources = tmp_path / "sources"
    (sources / "slots").mkdir(parents=True)
    (sources / "en.json").write_text("{}")
    monkeypatch.setattr(kept, "FOLDER", sources)
    assert Keeper(model).read() is None
    Keeper(model).write(held)
    assert Keeper(model).read() == held
    (sources / changed).write_text("other")
    assert (Keeper(model).read() is not None) is counts
    british = LanguageModel("en-GB", model.invocation_name, list(model.intents.values()), [])
    assert Keeper(british).read() is None


def test_what_cannot_take_the_place_of_an_earlier_one_leaves_nothing_behind(
    model: LanguageModel, folder: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    path = folder / "understanding.en-US.kept"
    path.write_bytes(whole)
    held = Keeper(model).read()
    assert held is not None

    def full(self: Path, target: Path) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", full)
    Keeper(model).write(held)
    assert [each.name for each in folder.iterdir()] == [path.name]
    assert path.read_bytes() == whole
