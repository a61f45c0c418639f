# SPDX-License-Identifier: Apache-2.0
"""The skill package: Amazon's own classes read it, its words fit the store and the models."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from cases import each_case
from msgspec import ValidationError
from msgspec.structs import replace

from skill.errors import InputError
from skill.language_model import known_locales, load_language_model
from skill.package import manifest, skill_package
from skill.package.manifest import Place, complaints, is_understood, listing

pytest.importorskip("PIL", reason="Pillow is not installed, which draws the icons")
skill_manifest_envelope = pytest.importorskip(
    "ask_smapi_model.v1.skill.manifest.skill_manifest_envelope", reason="ask-smapi-model is not installed"
)

ARN = "arn:aws:lambda:us-east-1:123456789012:function:closer-Skill-1:live"
UNKNOWN_TO_THE_CLASSES = {"type": "CAN_FULFILL_INTENT_REQUEST"}
"""An interface that the documentation has ("Implement CanFulfillIntentRequest for Name-free Interaction"), and the
classes do not."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deployed")
    skill_package.write(folder, Place(endpoint=ARN))
    return folder


def read(package: Path, name: str) -> Any:
    return json.loads((package / name).read_text("utf-8"))


def test_the_manifest_comes_back_as_it_went_into_amazons_classes(package: Path) -> None:
    ours = read(package, "skill-package/skill.json")
    ours["manifest"]["apis"]["custom"]["interfaces"].remove(UNKNOWN_TO_THE_CLASSES)
    serializer = DefaultSerializer()
    told = serializer.deserialize(json.dumps(ours), skill_manifest_envelope.SkillManifestEnvelope)
    assert without_nulls(serializer.serialize(told)) == ours


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def test_the_cli_finds_the_package(package: Path) -> None:
    source = read(package, "ask-resources.json")["profiles"]["default"]["skillMetadata"]["src"]
    assert (package / source / "skill.json").is_file()


def test_the_models_are_the_reviewed_ones(package: Path) -> None:
    for locale in known_locales():
        deployed = package / "skill-package" / "interactionModels" / "custom" / f"{locale}.json"
        assert deployed.read_bytes() == (Path("interaction_model") / f"{locale}.json").read_bytes()


def test_every_locale_has_a_page_with_icons_and_its_own_numbers(package: Path) -> None:
    pages = read(package, "skill-package/skill.json")["manifest"]["publishingInformation"]["locales"]
    assert sorted(pages) == sorted(known_locales())
    for locale, page in pages.items():
        for name in (page["smallIconUri"], page["largeIconUri"]):
            assert (package / "skill-package" / name.removeprefix("file://")).is_file()
        assert "no substitute for professional advice" in page["description"]
        assert f", {load_numbers(locale)}" in page["description"]
    assert "0808 2000 247" in pages["en-GB"]["description"]
    assert "181" not in pages["en-IN"]["description"], "a number that was not confirmed is not printed"


def load_numbers(locale: str) -> str:
    return {"US": "911", "CA": "911", "GB": "999", "AU": "000", "IN": "112"}[locale[-2:]]


@each_case(("name", "side"), [("smallIcon", 108), ("largeIcon", 512)])
def test_icons_have_the_stores_sizes(package: Path, name: str, side: int) -> None:
    from PIL import Image

    data = (package / "skill-package" / "assets" / "images" / f"en-US_{name}.png").read_bytes()
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (side, side))


def test_icons_are_two_lights_that_overlap_in_the_night(package: Path) -> None:
    from PIL import Image

    data = (package / "skill-package" / "assets" / "images" / "en-US_largeIcon.png").read_bytes()
    image = Image.open(io.BytesIO(data))

    def at(x: float, y: float) -> Any:
        return image.getpixel((round(511 * x), round(511 * y)))

    assert {at(x, y) for x in (0, 1) for y in (0, 1)} == {(24, 22, 38)}
    warm, violet, both = at(0.3, 0.52), at(0.7, 0.48), at(0.5, 0.5)
    assert (warm, violet) == ((226, 160, 120), (160, 132, 209)), "each of them screened over the night"
    assert all(one >= max(two) for one, two in zip(both, zip(warm, violet, strict=True), strict=True))


def test_the_package_tells_what_the_skill_can_do_and_what_it_keeps(package: Path) -> None:
    told = read(package, "skill-package/skill.json")["manifest"]
    interfaces = {each["type"]: each for each in told["apis"]["custom"]["interfaces"]}
    assert sorted(interfaces) == ["ALEXA_PRESENTATION_APL", "AUDIO_PLAYER", "CAN_FULFILL_INTENT_REQUEST"]
    displays = interfaces["ALEXA_PRESENTATION_APL"]["supportedViewports"]
    assert [(each["mode"], each["shape"], each["minWidth"], each["minHeight"]) for each in displays] == [
        ("HUB", "ROUND", 480, 480),
        ("HUB", "RECTANGLE", 960, 480),
        ("HUB", "RECTANGLE", 1024, 600),
        ("HUB", "RECTANGLE", 1280, 800),
        ("HUB", "RECTANGLE", 800, 1280),
        ("TV", "RECTANGLE", 960, 540),
    ]
    assert all(each["minWidth"] == each["maxWidth"] and each["minHeight"] == each["maxHeight"] for each in displays)
    assert {each["eventName"] for each in told["events"]["subscriptions"]} == {
        "SKILL_ENABLED", "SKILL_DISABLED", "SKILL_PERMISSION_ACCEPTED", "SKILL_PERMISSION_CHANGED", "REMINDER_DELETED",
    }  # fmt: skip
    assert {name: value for name, value in told["privacyAndCompliance"].items() if name != "locales"} == {
        "allowsPurchases": False,
        "containsAds": False,
        "isChildDirected": False,
        "isExportCompliant": True,
        "usesHealthInfo": False,
        "usesPersonalInfo": True,
    }
    published = told["publishingInformation"]
    assert published["isAvailableWorldwide"] is False
    assert published["distributionCountries"] == ["AU", "CA", "GB", "IN", "US"]
    assert [each["name"] for each in told["permissions"]] == [
        "alexa::alerts:reminders:skill:readwrite",
        "alexa::person_id:read",
    ]


def test_the_task_is_the_one_that_the_skill_answers(package: Path) -> None:
    manifested = read(package, "skill-package/skill.json")["manifest"]["apis"]["custom"]["tasks"]
    defined = read(package, "skill-package/tasks/TonightsQuestion.1.json")
    assert manifested == [{"name": "TonightsQuestion", "version": "1"}]
    assert list(defined["paths"]) == ["/TonightsQuestion"]
    assert sorted(defined["info"]["x-amzn-display-details"]) == sorted(known_locales())


@pytest.mark.parametrize("locale", known_locales())
def test_nothing_of_the_listing_would_be_refused(locale: str) -> None:
    assert list(complaints(listing(), load_language_model(locale))) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "x" * 50},
        {"summary": "x" * 160},
        {"description": ("x" * 4000,)},
        {"keywords": ("word",) * 30},
        {"examples": ("Alexa, open closer together",)},
        {"examples": ("Alexa, open closer together",) * 3},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_as_much_as_the_store_takes_is_no_complaint(changed: dict[str, Any]) -> None:
    assert list(complaints(replace(listing(), **changed), load_language_model("en-US"))) == []


def test_a_field_that_the_listing_does_not_have_is_no_word_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = json.loads(manifest.LISTING.read_text("utf-8"))
    monkeypatch.setattr(manifest, "LISTING", tmp_path / "listing.json")
    for wrong in (words | {"sumary": "x"}, words | {"task": words["task"] | {"titel": "x"}}):
        manifest.LISTING.write_text(json.dumps(wrong), "utf-8")
        with pytest.raises(ValidationError, match="unknown field"):
            listing()


@pytest.mark.parametrize(
    ("phrase", "known"),
    [
        ("Alexa, open closer together", True),
        ("Alexa, ask closer together what can I say when he is worn out", True),
        ("Alexa, ask closer together what can I say when he is purple", False),
        ("Alexa, ask closer together to order a pizza", False),
        ("Alexa, open something else", False),
    ],
)
def test_an_example_counts_only_where_the_model_has_it(phrase: str, known: bool) -> None:
    assert is_understood(phrase, load_language_model("en-US")) is known


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"summary": "x" * 161}, "the summary has 161 characters"),
        ({"name": "x" * 51}, "the name has 51 characters"),
        ({"description": ("x" * 4001,)}, "the description has 4001 characters"),
        ({"keywords": ("word",) * 31}, "there are 31 keywords"),
        ({"examples": ()}, "there are 0 examples"),
        ({"examples": ("Alexa, open closer together",) * 4}, "there are 4 examples"),
        ({"examples": ("Alexa, ask closer together to dance",)}, "is not in the model of en-AU"),
    ],
)
def test_words_that_the_store_would_refuse_are_told(changed: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        manifest.manifest(Place(), replace(listing(), **changed))


def test_without_an_endpoint_nobody_is_named_and_no_event_is_wanted() -> None:
    told: Any = manifest.manifest(Place(), listing())["manifest"]
    assert "endpoint" not in told["apis"]["custom"]
    assert "events" not in told
    served: Any = manifest.manifest(Place(endpoint="https://closer.example.org/alexa"), listing())["manifest"]
    assert served["apis"]["custom"]["endpoint"]["sslCertificateType"] == "Trusted"
    assert {"eventName": "SKILL_DISABLED"} in served["events"]["subscriptions"]


@each_case(
    "place",
    [Place(endpoint="closer"), Place(endpoint="http://example.org"), Place(privacy_url="privacy"), Place(terms_url="")],
)
def test_an_address_that_cannot_be_one_is_told(place: Place) -> None:
    with pytest.raises(InputError, match="write "):
        manifest.manifest(place, listing())


def test_what_the_cli_keeps_beside_it_stays_and_old_files_go(tmp_path: Path) -> None:
    states = tmp_path / ".ask" / "ask-states.json"
    old = tmp_path / "skill-package" / "tasks" / "Older.1.json"
    for path in (states, old):
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    skill_package.write(tmp_path, Place())
    assert states.exists()
    assert not old.exists()
