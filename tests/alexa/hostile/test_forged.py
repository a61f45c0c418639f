# SPDX-License-Identifier: Apache-2.0
"""Forged session attributes and tokens, of every type of part: nothing is spoken but what the decks hold."""

from __future__ import annotations

from typing import Any, get_args

from cases import each_case
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from skill.alexa import skill
from skill.alexa.intents import INTENT_OF
from skill.alexa.requests.envelope import ATTRIBUTES_BYTES_MAX, session
from skill.alexa.responses.response import attributes
from skill.checkin.model.session import LAST_MAX, Session, State
from skill.checkin.model.speech import Part
from skill.content.decks import DECKS
from skill.content.loading.loader import load_content
from skill.memory.in_memory import InMemoryStore
from skill.settings import Settings
from skill.speaker.echo.requests import wire

from ..couple import Couple

CONTENT = load_content("en-US")
APOLOGY = CONTENT.lines["sorry.broken"].texts

names = st.sampled_from(
    [*DECKS, "lines", "locale", "care", "__class__", "__dict__", "__struct_fields__", "upper", "format", "text", "name"]
    + ["number", "phone", "apart", "first_step", "strength", "follow_up", "synonyms", "", "questions.text", "\ud800"]
)
numbers = st.sampled_from([0, 1, 2, 7, -1, 9999, 10**30, True, 1.5]) | st.integers()
lines = st.sampled_from([*list(CONTENT.lines)[:60], "no.such.line", "__class__", ""])
seconds = st.sampled_from([0, 1, 90, 3600, 3601, -1, 1e300, float("nan"), float("inf")]) | st.floats()
texts = st.text(max_size=20) | st.sampled_from(
    ["{first}", "<break time='9s'/>", "&", "\x00", "\ud800", "{0.__class__}"]
)

reads = st.tuples(st.just("r"), names, numbers, names).map(list) | st.tuples(st.just("r"), names, numbers).map(list)
cares = st.tuples(st.just("c"), st.sampled_from(["US", "XX", "__class__"]), st.sampled_from(["danger", "x"])).map(list)
persons = st.just(["n"])
pauses = st.tuples(st.just("p"), seconds).map(list)
says = st.recursive(
    st.tuples(st.just("s"), lines, numbers).map(list),
    lambda inner: st.tuples(
        st.just("s"),
        lines,
        numbers,
        st.dictionaries(
            st.sampled_from(["first", "second", "ritual", "theme", "when", "time", "count", "__class__"]),
            inner | reads | cares | persons | texts,
            max_size=4,
        ),
    ).map(list),
    max_leaves=4,
)
told = st.tuples(st.just("t"), names | texts, numbers, names | texts, names | texts).map(list)
PARTS = {"r": reads, "t": told, "c": cares, "p": pauses, "s": says}
parts = st.one_of(*PARTS.values())

FORGED: dict[str, st.SearchStrategy[Any]] = {
    "state": st.sampled_from([state.value for state in State]),
    "misheard": numbers,
    "last": st.lists(parts, max_size=4),
    "entry": st.none() | reads,
    "asked_for": st.none() | names | texts,
    "offered": st.lists(numbers, max_size=3),
    "answers": st.from_regex(r"[ynsx]{0,9}", fullmatch=True) | texts,
    "round": numbers,
    "talk_left": numbers,
    "used": st.dictionaries(lines, numbers, max_size=3),
    "checkin": st.none()
    | st.fixed_dictionaries(
        {
            "evening": st.sampled_from(["2026-03-05", "2026-03-06", "soon"]),
            "length": st.sampled_from(["short", "long", "endless"]),
            "theme": st.sampled_from(["touch", "gardening"]),
            "steps": st.lists(
                st.tuples(st.sampled_from(["question", "swap", "ritual", "rate", "plan", "x"]), numbers, numbers).map(
                    list
                ),
                max_size=4,
            ),
            "at": numbers,
        }
    ),
    "reminder": st.none() | st.tuples(numbers, numbers, st.none() | texts, st.none() | texts, numbers).map(list),
    "told": st.booleans(),
    "moving": st.booleans(),
    "beside": st.booleans(),
}
forged = st.fixed_dictionaries({"state": FORGED["state"]}, optional={k: v for k, v in FORGED.items() if k != "state"})
# Of the right types, and known to the decks, but put together as no evening would.
known_reads = st.sampled_from(sorted(DECKS)).flatmap(
    lambda deck: st.tuples(st.just("r"), st.just(deck), st.integers(1, 9), st.sampled_from(DECKS[deck].spoken)).map(
        list
    )
)
asked = st.sampled_from(["sad", "morning", "touch", "appreciation", "fantasy", "experience", "saved", ""]) | names
plausible = st.fixed_dictionaries(
    {"state": FORGED["state"]},
    optional={
        "misheard": st.integers(0, 9),
        "last": st.lists(known_reads | st.tuples(st.just("p"), st.integers(0, 90)).map(list), max_size=3),
        "entry": known_reads,
        "asked_for": asked,
        "offered": st.lists(st.integers(1, 9999), max_size=40),
        "answers": st.from_regex(r"[ynsx]{0,9}", fullmatch=True),
        "round": st.integers(0, 20),
        "talk_left": st.integers(0, 7200),
        "used": st.dictionaries(lines, st.integers(0, 9999), max_size=3),
        "checkin": st.fixed_dictionaries(
            {
                "evening": st.sampled_from(["2026-03-05", "2026-03-04"]),
                "length": st.sampled_from(["short", "standard", "long"]),
                "theme": st.sampled_from(["touch", "empathy", "gardening"]),
                "steps": st.lists(
                    st.tuples(
                        st.sampled_from(["rate", "appreciate", "question", "swap", "practice", "plan", "ritual"]),
                        st.integers(0, 9),
                        st.integers(0, 9),
                    ).map(list),
                    max_size=4,
                ),
                "at": st.integers(0, 4),
            }
        ),
        "reminder": st.tuples(
            st.integers(0, 23),
            st.integers(0, 59),
            st.none() | st.just("2026-03-06"),
            st.none() | st.sampled_from(["every_day", "someday"]),
            st.integers(),
        ).map(list),
        "told": st.booleans(),
        "moving": st.booleans(),
        "beside": st.booleans(),
    },
)
intents = st.sampled_from(sorted(INTENT_OF))


def test_every_field_and_every_type_of_part_is_forged() -> None:
    assert {field.name for field in fields(Session)} == FORGED.keys()
    assert {kind.__struct_config__.tag for kind in get_args(Part)} == PARTS.keys()


@given(forged | plausible, st.lists(intents, min_size=1, max_size=2))
def test_no_forged_session_breaks_a_turn_or_is_spoken_from(carried: dict[str, Any], said: list[str]) -> None:
    couple = Couple(skill.build(Settings(), InMemoryStore()))
    for intent in said:
        couple.carry({})
        envelope = couple.intent(intent)
        envelope["session"]["attributes"] = carried
        couple.last = wire(couple.handler(envelope, None))  # by hand: no device sends numbers that JSON cannot hold
        carried = couple.last["sessionAttributes"]
        assert not any(apology in couple.words for apology in APOLOGY)
        assert "built-in" not in couple.words
        assert "<class" not in couple.ssml


@given(forged | plausible)
def test_what_was_read_of_a_forged_session_is_read_again_as_it_is(carried: dict[str, Any]) -> None:
    read = session(carried, CONTENT)
    assert session(attributes(read), CONTENT) == read


@each_case("entry", [["r", "locale", 0, "upper"], ["r", "questions", 1, "__class__"], ["r", "care", 0]])
def test_an_attribute_of_python_is_no_entry(entry: list[Any]) -> None:
    assert session({"state": "ready", "entry": entry}, CONTENT) == Session()
    assert session({"state": "ready", "last": [["s", "sorry.broken", 0, {"a": entry}]]}, CONTENT) == Session()


@each_case("number", [float("nan"), float("inf"), -float("inf"), 1e300, -1.0, 3601.0])
def test_a_silence_without_end_is_no_silence(number: float) -> None:
    assert session({"state": "ready", "last": [["p", number]]}, CONTENT) == Session()
    assert session({"state": "ready", "last": [["p", 90.0]]}, CONTENT) != Session()


def test_a_session_is_bounded() -> None:
    part = ["r", "questions", 1, "text"]
    assert session({"state": "ready", "last": [part] * (LAST_MAX + 1)}, CONTENT) == Session()
    assert session({"state": "ready", "more": "x" * ATTRIBUTES_BYTES_MAX}, CONTENT) == Session()
    assert session({"state": "ready", "more": "x" * (ATTRIBUTES_BYTES_MAX - 100)}, CONTENT).state is State.READY
