# SPDX-License-Identifier: Apache-2.0
"""Whatever the SDK accepts, of any type of request, is read as the SDK reads it; and written as the SDK writes it."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Request, RequestEnvelope, ResponseEnvelope
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.serializer import TolerantSerializer

TOLERANT = TolerantSerializer()
DEPTH_MAX = 6
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "str": st.text(max_size=8),
    "bool": st.booleans(),
    "int": st.integers(-(2**53), 2**53),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "datetime": st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)).map(lambda moment: f"{moment:%FT%TZ}"),
    "object": st.recursive(
        st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
}


def class_named(name: str) -> Any:
    module, _, short = name.rpartition(".")
    return getattr(import_module(module), short)


@st.composite
def of_type(draw: st.DrawFn, declared: str, depth: int = 0) -> Any:
    """JSON that the SDK reads as a value of a declared type."""
    if declared in PLAIN:
        return draw(PLAIN[declared])
    if declared.startswith("list["):
        return draw(st.lists(of_type(declared[len("list[") : -1], depth + 1), max_size=2))
    if declared.startswith("dict("):
        item = declared[len("dict(") : -1].partition(", ")[2]
        return draw(st.dictionaries(st.text(max_size=4), of_type(item, depth + 1), max_size=2))
    kind = class_named(declared)
    if issubclass(kind, Enum):
        return draw(st.sampled_from([one.value for one in kind]))
    found: dict[str, Any] = {}
    while hasattr(kind, "get_real_child_model"):
        chosen = draw(st.sampled_from(sorted(kind.discriminator_value_class_map)))
        found[kind.json_discriminator_key] = chosen
        real = class_named(kind.discriminator_value_class_map[chosen])
        if real is kind:
            break
        kind = real
    return found | draw(fields_of(kind, depth))


@st.composite
def fields_of(draw: st.DrawFn, kind: Any, depth: int) -> dict[str, Any]:
    """Some of the fields of a class, as JSON."""
    found = {}
    for attribute, declared in kind.deserialized_types.items():
        key = kind.attribute_map.get(attribute, attribute)
        if key != getattr(kind, "json_discriminator_key", "type") and depth < DEPTH_MAX and draw(st.booleans()):
            found[key] = draw(of_type(declared, depth + 1))
    return found


def assert_same(ours: Any, theirs: Any) -> None:
    if hasattr(theirs, "deserialized_types"):
        for attribute in theirs.deserialized_types:
            assert_same(getattr(ours, attribute), getattr(theirs, attribute))
        assert set(vars(theirs)) <= set(vars(ours))
        assert type(ours) is type(theirs)
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert_same(one, other)
    elif isinstance(theirs, dict):
        assert ours.keys() == theirs.keys()
        for key, value in theirs.items():
            assert_same(ours[key], value)
    else:
        assert ours == theirs


def assert_read_as_the_sdk_reads_it(envelope: dict[str, Any]) -> None:
    before = copy.deepcopy(envelope)
    theirs = DefaultSerializer().deserialize(json.dumps(envelope), RequestEnvelope)
    assert_same(TOLERANT.read(envelope), theirs)
    assert TOLERANT.read(envelope).to_dict() == theirs.to_dict()
    assert envelope == before


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(Request.discriminator_value_class_map))
def test_a_request_of_any_type_is_read_as_the_sdk_reads_it(kind: str) -> None:
    @given(fields_of(class_named(Request.discriminator_value_class_map[kind]), 1))
    def read(fields: dict[str, Any]) -> None:
        assert_read_as_the_sdk_reads_it({"request": {"type": kind} | fields})

    read()


@given(fields_of(RequestEnvelope, 1))
@pytest.mark.long
def test_the_rest_of_an_envelope_is_read_as_the_sdk_reads_it(envelope: dict[str, Any]) -> None:
    assert_read_as_the_sdk_reads_it(envelope | {"request": {"type": "LaunchRequest"}})


@given(fields_of(ResponseEnvelope, 0))
def test_a_response_is_written_as_the_sdk_writes_it(envelope: dict[str, Any]) -> None:
    response = DefaultSerializer().deserialize(json.dumps(envelope), ResponseEnvelope)
    assert TOLERANT.serialize(response) == DefaultSerializer().serialize(response)


@given(of_type("ask_sdk_model.session.Session"))
def test_an_object_that_nobody_looked_into_is_still_one(session: dict[str, Any]) -> None:
    envelope = {"session": session}

    def read() -> Any:
        return TOLERANT.read(envelope).session

    whole = DefaultSerializer().deserialize(json.dumps(session), "ask_sdk_model.session.Session")
    assert isinstance(read(), type(whole))
    assert read() == whole
    assert whole == read()
    assert (read() != whole) is False
    assert vars(read()).keys() == vars(whole).keys()
    assert repr(read()) == repr(whole)
    assert copy.deepcopy(read()) == whole
    changed = read()
    changed.session_id = "another"
    assert changed.session_id == "another"
    assert changed.new == whole.new
