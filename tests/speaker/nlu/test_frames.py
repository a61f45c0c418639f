# SPDX-License-Identifier: Apache-2.0
"""Frames of danger and their hints, with a few made up: what a frame finds, and how likely a sentence is in all."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
import pytest
from cases import each_case

from skill.speaker.nlu.language import Language
from skill.speaker.nlu.safety import danger, hints
from skill.speaker.nlu.safety.danger import Danger, RiskFrame, read_frames
from skill.speaker.nlu.safety.frames import FrameReader
from skill.speaker.nlu.safety.hints import BUCKETS, Features, Hints, Weights, load_hints
from skill.speaker.nlu.similarity.meanings import DANGER_SHARE, DangerLimits

GROUPS = {"who": ["he", "she", "(my|her) {partner}"], "partner": ["husband", "ex wife"], "anyone": ["x", "[y]"]}


def finds(frame: str, sentence: str) -> bool:
    """Whether a frame finds something in a sentence."""
    return (
        Danger([RiskFrame("danger", FrameReader(GROUPS).read(frame))], frozenset()).risk_in(sentence.split())
        == "danger"
    )


@each_case(
    ("frame", "found", "missed"),
    [
        ("hits me", ["hits me", "he hits me now"], ["hits", "me hits", "hits mean", "whits me"]),
        ("hit* me", ["hit me", "hitting me"], ["hi me", "white me"]),
        ("x* florble", ["x florble", "xylophones florble"], ["florble", "ax florble"]),
        ("(hit|beats up) me", ["hit me", "beats up me"], ["me", "beats me"]),
        ("he [really] hits", ["he hits", "he really hits"], ["he nearly hits"]),
        ("he [really|truly much] hits", ["he hits", "he truly much hits"], ["he truly hits"]),
        (
            "he ... me",
            ["he me", "he a me", "he a b c d e me"],
            ["he a b c d e f me", "he it me", "he a that me", "he a what me", "he which me"],
        ),
        ("hits !(me|us) now", ["hits now", "she hits now"], ["hits me now"]),
        ("hits !(me|us)", ["hits", "hits them", "hits men"], ["hits me", "hits us"]),
        ("^ he", ["he", "he hits"], ["when he"]),
        ("me $", ["me", "hits me"], ["me now"]),
        ("{who} hits", ["he hits", "my husband hits", "her ex wife hits"], ["hits", "my hits", "husband hits"]),
        ("({who}|nobody) hits [her {partner}] $", ["nobody hits", "she hits her husband"], ["she hits her"]),
    ],
)
def test_a_frame_finds_what_it_is_written_for(frame: str, found: list[str], missed: list[str]) -> None:
    assert [sentence for sentence in found if not finds(frame, sentence)] == []
    assert [sentence for sentence in missed if finds(frame, sentence)] == []


@each_case(
    ("frame", "needed"),
    [
        ("he hits me", {"hits"}),
        ("he ... (hit|hits) me", {"hit", "hits"}),
        ("florble (hit|hits)", {"florble"}),
        ("(hit|hits) florble", {"florble"}),
        ("(he|hit) me", {"me"}),
        ("me (he|hit)", {"me"}),
        ("strike blow", {"strike"}),
        ("[really] hit*", {"hit*"}),
        ("hits !(me)", {"hits"}),
        ("[really] !(me)", set()),
        ("(hit|[really]) ...", set()),
        ("^ he $", {"he"}),
        ("{who} ...", {"he", "she", "husband", "ex", "wife"} - {"wife"}),
        ("{anyone}", set()),
    ],
)
def test_a_frame_knows_the_rarest_words_that_it_needs(frame: str, needed: set[str]) -> None:
    assert FrameReader(GROUPS).read(frame).needed == needed


@each_case("frame", ["he hits) me", "(he|she)) hits", "he hits]"])
def test_a_bracket_too_many_is_told_with_its_frame(frame: str) -> None:
    with pytest.raises(ValueError, match="has a bracket too many; take it out") as told:
        FrameReader({}).read(frame)
    assert repr(frame) in str(told.value)


def test_a_group_is_read_once() -> None:
    reader = FrameReader(GROUPS)
    assert reader.group("who") is reader.group("who")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for module in (danger, hints):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    return tmp_path


def test_the_first_frame_that_fits_counts_and_what_is_harmless_comes_first(folder: Path) -> None:
    file = {
        "groups": {"who": ["he", "she"]},
        "frames": [
            {"risk": "fear", "frames": ["{who} scares me"]},
            {"risk": "danger", "plain": True, "frames": ["scares", "[a] ..."]},
        ],
        "harmless": ["in the film"],
    }
    (folder / "danger_zz.json").write_bytes(msgspec.json.encode(file))
    frames = read_frames("zz-ZZ")
    assert [(each.risk, each.plain) for each in frames] == [
        *(("harmless", False), ("fear", False), ("danger", True), ("danger", True)),
    ]
    found = Danger(frames, frozenset({"sam"}))
    assert found.risk_in("she scares me".split()) == "fear"
    assert found.risk_in("sam scares me".split()) == "danger"
    assert found.risk_in("she scares me in the film".split()) is None
    assert found.risk_in("whatever".split()) == "danger"  # a frame that needs no word looks at all sentences
    assert read_frames("xx-XX") == []
    assert Danger([], frozenset()).risk_in(["help"]) is None


@each_case(
    ("sentence", "risk", "excused", "beside"),
    [
        ("he hits me", "danger", False, False),
        ("he never hits me", "danger", True, False),
        ("in the film he hits me", "danger", False, True),
        ("he never hits me he hits me at night", "danger", False, True),
        ("he never hits me he scares me", "fear", False, True),
        ("in the film he sings", None, False, False),
    ],
)
def test_what_is_harmless_excuses_only_what_is_part_of_it(
    folder: Path, sentence: str, risk: str | None, excused: bool, beside: bool
) -> None:
    file = {
        "frames": [{"risk": "danger", "frames": ["he [never] hits me"]}, {"risk": "fear", "frames": ["he scares me"]}],
        "harmless": ["in the film", "he never hits me"],
    }
    (folder / "danger_zz.json").write_bytes(msgspec.json.encode(file))
    found = Danger(read_frames("zz-ZZ"), frozenset()).found_in(sentence.split())
    told = (found.frame.risk, found.excused, found.beside) if found else (None, False, False)
    assert told == (risk, excused, beside)


def test_a_first_name_is_somebody(folder: Path) -> None:
    file = {"frames": [{"risk": "sad", "frames": ["someone lost*"]}]}
    (folder / "news_zz.json").write_bytes(msgspec.json.encode(file))
    told = Danger(read_frames("zz-ZZ", "news"), frozenset({"sam"}))
    assert [told.risk_in(text.split()) for text in ("sam lost it", "kit lost it", "sam los it")] == ["sad", None, None]


def bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


def test_the_features_of_a_sentence(language_of: Callable[..., Language]) -> None:
    features = Features({}, [], language_of(stemmer="english"))
    assert features.of(["he", "hits"]) == set(
        map(
            bucket,
            [
                *("^", "he", "hit", "$", "^ he", "^ .. hit", "^ .. $", "he hit", "he .. $", "hit $"),
                *("^ he hit", "he hit $"),
                *(
                    "#<he",
                    "#he>",
                    "#<he>",
                    "#<hi",
                    "#hit",
                    "#its",
                    "#ts>",
                    "#<hit",
                    "#hits",
                    "#its>",
                    "#<hits",
                    "#hits>",
                ),
            ],
        )
    )
    assert features.of([]) == set(map(bucket, ["^", "$", "^ $"]))


def test_only_near_words_make_a_pair(language_of: Callable[..., Language]) -> None:
    features = Features({}, [], language_of()).of("a b c d e".split())
    assert {bucket("a .. d"), bucket("b .. e"), bucket("^ .. c"), bucket("c .. $")} <= features
    assert features.isdisjoint({bucket("a .. e"), bucket("^ .. d"), bucket("b .. $"), bucket("a .. b")})
    assert features.isdisjoint({bucket("b a"), bucket("d .. a")})


def test_words_that_count_as_another_and_words_left_out(language_of: Callable[..., Language]) -> None:
    features = Features({"my husband": "he", "she": "he"}, ["really"], language_of())
    as_he = features.of(["he", "hits"])
    assert {bucket("^ he hits"), bucket("he hits")} <= as_he
    for text in ("my husband hits", "she really hits", "really my husband hits"):
        assert {bucket("^ he hits"), bucket("he hits")} <= features.of(text.split()), text
    assert bucket("my") in features.of("my dog".split())
    assert bucket("my") not in features.of("my husband".split())


def weights_of(by_feature: dict[str, int], doubts: float = 0.0) -> Weights:
    held = bytearray(BUCKETS)
    for feature, weight in by_feature.items():
        held[bucket(feature)] = weight % 256
    limits = DangerLimits(offered=0.125, perhaps=0.25, surely=0.75, doubts=doubts)
    return Weights(learned_from="", limits=limits, bias=-1.5, step=0.5, weights=b64encode(held).decode())


def test_how_likely_a_sentence_tells_of_danger(language_of: Callable[..., Language]) -> None:
    heard = Hints(weights_of({"hit": 40, "he hit": 20, "#<he": -5}, doubts=0.125), language_of())
    size = sqrt(len(heard.__dict__["_features"].of(["he", "hit"])))
    assert heard.likelihood(["he", "hit"]) == pytest.approx(1 / (1 + exp(1.5 - 0.5 * 55 / size)))
    assert heard.likelihood(["we", "do"]) == pytest.approx(1 / (1 + exp(1.5)))
    assert (heard.perhaps, heard.surely, heard.doubts) == (0.25, 0.75, 0.125)


class About:
    """Stands for what knows what a sentence is about: one and the same of each."""

    danger_limits = DangerLimits(offered=0.1, perhaps=0.2, surely=0.3, doubts=0.4)

    def __init__(self, odds: float) -> None:
        self._odds = odds

    def danger(self, words: Sequence[str]) -> float:
        return self._odds


def test_what_a_sentence_is_about_counts_beside_its_words(language_of: Callable[..., Language]) -> None:
    meanings: Any = About(4.0)
    heard = Hints(weights_of({"hit": 40}), language_of(), meanings)
    assert heard.likelihood(["we", "do"]) == pytest.approx(1 / (1 + exp(1.5 * (1 - DANGER_SHARE) - 4 * DANGER_SHARE)))
    assert heard.likelihood(["hit"]) > heard.likelihood(["we"])
    assert (heard.offered, heard.perhaps, heard.surely, heard.doubts) == (0.1, 0.2, 0.3, 0.4)


def test_a_language_that_nothing_was_learned_of_has_no_hints(
    folder: Path, language_of: Callable[..., Language]
) -> None:
    tongue = language_of()
    assert load_hints("zz-ZZ", tongue) is None
    (folder / "hints_zz.json").write_bytes(msgspec.json.encode(weights_of({"hit": 40})))
    assert load_hints("xx-XX", tongue) is None
    found = load_hints("zz-ZZ", tongue)
    assert found is not None
    assert found.likelihood(["hit"]) > found.likelihood(["it"])
    assert found.doubts == 0


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("danger", {"frame": []}),
        ("danger", {"frames": [{"risk": "fear", "frames": [], "groups": {}}]}),
        ("hints", msgspec.to_builtins(weights_of({})) | {"biases": 1}),
    ],
)
def test_a_field_that_there_is_not_is_refused(
    folder: Path, language_of: Callable[..., Language], name: str, held: dict[str, object]
) -> None:
    (folder / f"{name}_zz.json").write_bytes(msgspec.json.encode(held))
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        {"danger": read_frames, "hints": lambda locale: load_hints(locale, language_of())}[name]("zz-ZZ")
