# SPDX-License-Identifier: Apache-2.0
"""Amazon's own classes read our models and write them back: a difference is an unknown field or a wrong type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ask_sdk_core.serialize import DefaultSerializer

from skill.language_model import FOLDER

interaction_model_data = pytest.importorskip(
    "ask_smapi_model.v1.skill.interaction_model.interaction_model_data",
    reason="ask-smapi-model is not installed; `make check` installs it",
)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_nothing_is_lost_or_added(path: Path) -> None:
    ours = json.loads(path.read_text("utf-8"))
    assert written_back(ours) == ours


def test_a_field_that_alexa_does_not_know_is_found() -> None:
    ours = json.loads((FOLDER / "en-US.json").read_text("utf-8"))
    ours["interactionModel"]["languageModel"]["intents"][0]["example"] = ["start"]
    assert written_back(ours) != ours


def written_back(model: dict[str, object]) -> object:
    """The model after Amazon's serializer has read and written it, without the fields it fills with null."""
    serializer = DefaultSerializer()
    read = serializer.deserialize(json.dumps(model), interaction_model_data.InteractionModelData)
    return without_nulls(serializer.serialize(read))


def without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [without_nulls(each) for each in value]
    return value
