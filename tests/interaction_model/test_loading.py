# SPDX-License-Identifier: Apache-2.0
"""Reading a model: what comes out of a good file, and what is said about a bad one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import each_case

from skill.errors import InputError
from skill.language_model import FOLDER, load_language_model, read_language_model, slots_of

Json = dict[str, Any]


def small_model() -> Json:
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "closer together",
                "intents": [
                    {"name": "AMAZON.YesIntent", "samples": ["yes"]},
                    {
                        "name": "RemindIntent",
                        "slots": [{"name": "days", "type": "Days"}, {"name": "time", "type": "AMAZON.TIME"}],
                        "samples": ["remind us", "remind us {days}", "remind us {days} at {time}"],
                    },
                ],
                "types": [
                    {
                        "name": "Days",
                        "values": [
                            {"id": "every_day", "name": {"value": "every day", "synonyms": ["Daily"]}},
                            {"id": "monday", "name": {"value": "monday"}},
                        ],
                    }
                ],
            }
        }
    }


@pytest.fixture
def written(tmp_path: Path) -> Callable[[object], Path]:
    """Writes a model into a file of its own."""

    def write(content: object) -> Path:
        path = tmp_path / "en-US.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def test_a_model_tells_its_intents_slots_and_words(written: Callable[[object], Path]) -> None:
    model = read_language_model(written(small_model()))
    assert (model.locale, model.invocation_name) == ("en-US", "closer together")
    assert list(model.intents) == ["AMAZON.YesIntent", "RemindIntent"]
    assert model.intents["RemindIntent"].slot_type("time") == "AMAZON.TIME"
    assert model.slot_words("RemindIntent", "days") == {
        "every day": "every_day",
        "daily": "every_day",
        "monday": "monday",
    }
    assert model.slot_words("RemindIntent", "time") is None
    assert [sample for _, sample in model.samples()][:2] == ["yes", "remind us"]
    assert slots_of("remind us {days} at {time}") == ["days", "time"]


def test_a_sample_stands_for_each_way_to_fill_its_slots(written: Callable[[object], Path]) -> None:
    model = read_language_model(written(small_model()))
    intent = model.intents["RemindIntent"]
    found = list(model.expand(intent, "remind us {days} at {time}", {"AMAZON.TIME": ["nine", "ten"]}))
    assert len(found) == 3 * 2
    assert found[2].text == "remind us daily at nine"
    assert found[2].spoken == {"days": "daily", "time": "nine"}
    assert found[2].slots == {"days": "every_day", "time": "nine"}


def test_a_built_in_slot_without_words_stays_a_slot(written: Callable[[object], Path]) -> None:
    model = read_language_model(written(small_model()))
    found = list(model.expand(model.intents["RemindIntent"], "remind us {days} at {time}"))
    assert [sentence.text for sentence in found] == [
        "remind us every day at {time}",
        "remind us daily at {time}",
        "remind us monday at {time}",
    ]
    assert found[0].slots == {"days": "every_day"}
    assert len(list(model.sentences())) == 1 + 1 + 3 + 3


@pytest.mark.parametrize(
    ("slot", "value", "said", "named"),
    [
        ("days", "every_day", "every day", True),
        ("days", "every_day", "Every Day", True),
        ("days", "every_day", "daily", False),
        ("days", "monday", "Monday's", True),
        ("days", "monday", "mondays", False),
        ("days", "monday", "every day", False),
        ("days", "sunday", "sunday", False),
        ("time", "monday", "monday", False),
    ],
)
def test_a_value_is_said_by_its_name_or_by_another_word(
    written: Callable[[object], Path], slot: str, value: str, said: str, named: bool
) -> None:
    assert read_language_model(written(small_model())).is_name("RemindIntent", slot, value, said) is named


def test_a_long_name_of_a_locale_is_told_in_part() -> None:
    with pytest.raises(InputError) as told:
        load_language_model("x" * 21)
    known = ", ".join(sorted(path.stem for path in FOLDER.glob("??-??.json")))
    assert f"the locale {'x' * 20!r}; choose one of: {known}." in str(told.value)


@each_case("locale", ["de-DE", "../../etc", "en-US.json", "", "EN-us"])
def test_a_locale_without_a_model_is_refused_with_a_choice(locale: str) -> None:
    with pytest.raises(InputError, match=r"choose one of: .*en-US"):
        load_language_model(locale)


def edited(change: Callable[[Json], object]) -> Json:
    model = small_model()
    change(model["interactionModel"]["languageModel"])
    return model


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"\xff\xfe", "invalid"),
        ([], "Expected `object`"),
        ({"languageModel": {}}, "unknown field `languageModel`"),
        (edited(lambda language: language.pop("invocationName")), "missing required field `invocationName`"),
        (edited(lambda language: language["intents"][0].update(sample=["yes"])), r"unknown field `sample`.*intents"),
        (edited(lambda language: language["intents"][0].update(samples="yes")), r"intents\[0\].samples"),
        (edited(lambda language: language.update(kinds=[])), "unknown field `kinds`"),
        (edited(lambda language: language["intents"][1]["slots"][0].update(kind="Days")), "unknown field `kind`"),
        (edited(lambda language: language["types"][0].update(value=[])), "unknown field `value`"),
        (edited(lambda language: language["types"][0]["values"][0].update(ids=[])), "unknown field `ids`"),
        (edited(lambda language: language["types"][0]["values"][0]["name"].update(names=[])), "unknown field `names`"),
        (small_model() | {"version": 1}, "unknown field `version`"),
        ({"interactionModel": small_model()["interactionModel"] | {"dialog": {}}}, "unknown field `dialog`"),
        (edited(lambda language: language["intents"].append({"name": "AMAZON.YesIntent"})), "AMAZON.YesIntent.*twice"),
        (edited(lambda language: language["types"].append(language["types"][0])), "slot type Days stands there twice"),
        (edited(lambda language: language.update(types=[])), "slot days of the unknown type Days"),
        (edited(lambda language: language["intents"][0]["samples"].append("yes {days}")), "undeclared slot days"),
        (edited(lambda language: language["intents"][0]["samples"].append("yes {days")), "stray brace"),
        (edited(lambda language: language["intents"][0]["samples"].append("yes days}")), "stray brace"),
        (edited(lambda language: language["intents"][1]["samples"].append("{days} {days}")), "slot days twice"),
        (edited(lambda language: language["types"][0]["values"][1].update(id="every_day")), "id every_day twice"),
        (
            edited(lambda language: language["types"][0]["values"][1]["name"].update(synonyms=["daily"])),
            "words 'daily' twice",
        ),
    ],
)
def test_a_broken_file_is_told_by_name_and_place(
    written: Callable[[object], Path], content: object, complaint: str
) -> None:
    path = written(content)
    with pytest.raises(InputError, match=complaint) as told:
        read_language_model(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_language_model(tmp_path / "en-US.json")
