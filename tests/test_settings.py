# SPDX-License-Identifier: Apache-2.0
"""Settings are read once from the environment; a mistake names the variable and says what to write."""

from __future__ import annotations

import pytest
from cases import each_case

from skill.errors import InputError
from skill.settings import NOT_KEPT, Settings


def test_without_any_variable_the_household_is_kept_in_the_users_folder() -> None:
    assert Settings.from_environment({}) == Settings(store="sqlite:")


def test_every_variable_is_read() -> None:
    assert Settings.from_environment(
        {
            "CLOSER_STORE": "dynamodb://households?region=eu-west-1",
            "CLOSER_SKILL_ID": "amzn1.ask.skill.11111111-2222-3333-4444-555555555555",
            "CLOSER_AUDIO_BASE_URL": "https://example.org/tracks/",
            "CLOSER_LOCAL_SERVICES": "1",
            "CLOSER_LOG": "json",
            "CLOSER_TIME_ZONE": "Europe/London",
            "PATH": "/bin",
        }
    ) == Settings(
        store="dynamodb://households?region=eu-west-1",
        skill_id="amzn1.ask.skill.11111111-2222-3333-4444-555555555555",
        audio_base_url="https://example.org/tracks",
        local_services=True,
        log_json=True,
        time_zone="Europe/London",
    )


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environment({"CLOSER_STORE": "  ", "CLOSER_TIME_ZONE": ""}) == Settings(store="sqlite:")


def test_on_lambda_without_a_store_nothing_lasts_and_that_is_said() -> None:
    on_lambda = {"AWS_LAMBDA_FUNCTION_NAME": "closer"}
    assert Settings.from_environment(on_lambda) == Settings(store="memory:", warning=NOT_KEPT)
    assert Settings.from_environment({**on_lambda, "CLOSER_STORE": "dynamodb://t"}).warning is None


@each_case(
    ("name", "value"),
    [
        ("CLOSER_SKILL_ID", "my skill"),
        ("CLOSER_SKILL_ID", "amzn1.ask.skill."),
        ("CLOSER_AUDIO_BASE_URL", "http://example.org/tracks"),
        ("CLOSER_AUDIO_BASE_URL", "https://example.org/tracks?x=1"),
        ("CLOSER_AUDIO_BASE_URL", "https://user@example.org"),
        ("CLOSER_AUDIO_BASE_URL", "https://" + "x" * 3000),
        ("CLOSER_AUDIO_BASE_URL", "tracks"),
        ("CLOSER_LOCAL_SERVICES", "yes"),
        ("CLOSER_LOG", "loud"),
        ("CLOSER_TIME_ZONE", "Mars/Olympus"),
        ("CLOSER_TIME_ZONE", "../../etc/passwd"),
        ("CLOSER_TIME_ZONE", "Europe"),
        ("CLOSER_TIME_ZONE", "/etc/localtime"),
        ("CLOSER_TIME_ZONE", "\x00"),
    ],
)
def test_a_mistake_names_its_variable_in_one_sentence_and_says_what_to_write(name: str, value: str) -> None:
    with pytest.raises(InputError) as told:
        Settings.from_environment({name: value})
    sentence = str(told.value)
    assert sentence.startswith(f"{name} ")
    assert any(word in sentence for word in ("write ", "copy "))


@each_case("value", ["text", "json"])
def test_the_log_has_two_forms(value: str) -> None:
    assert Settings.from_environment({"CLOSER_LOG": value}).log_json is (value == "json")


@each_case(("value", "on"), [("1", True), ("0", False)])
def test_a_switch_is_on_or_off(value: str, on: bool) -> None:
    assert Settings.from_environment({"CLOSER_LOCAL_SERVICES": value}).local_services is on


def test_an_address_has_two_thousand_characters_at_most() -> None:
    longest = "https://" + "x" * 1992
    assert Settings.from_environment({"CLOSER_AUDIO_BASE_URL": longest}).audio_base_url == longest
    with pytest.raises(InputError, match="CLOSER_AUDIO_BASE_URL"):
        Settings.from_environment({"CLOSER_AUDIO_BASE_URL": f"{longest}x"})
