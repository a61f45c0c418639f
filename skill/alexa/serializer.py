# SPDX-License-Identifier: Apache-2.0
"""Requests into the SDK's objects, by a plan made once for each class.

The SDK's own reader looks every field up by reflection, and gives up on a whole request that holds one type or enum
value it does not know. This one makes the same objects; what it does not know, or finds to be of another type than
declared, is None. A request of an unknown type becomes an UnfamiliarRequest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, cast

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.request import Request
from ask_sdk_model.request_envelope import RequestEnvelope
from ask_sdk_model.response_envelope import ResponseEnvelope

from skill.alexa.requests.moment import read_timestamp

ITEMS_MAX = 200
"""Entries of one list or map that are looked at; no real request comes near."""
ENVELOPE = "ask_sdk_model.request_envelope.RequestEnvelope"

Reader = Callable[[object], object]
SdkClass = Any  # any class of the SDK: its fields are only known by the tables that it carries
Plan = Mapping[str, tuple[str, Reader]]
"""Key in the JSON to attribute and reader."""


class UnfamiliarRequest(Request):
    """A request of a type that the SDK does not know."""


class Untouched(dict[str, object]):
    """Part of a request that nobody changes, such as the session's attributes. The SDK would copy all of it."""

    def __deepcopy__(self, memo: object) -> Untouched:
        return self


class Ready(dict[str, object]):
    """A directive that is JSON already, such as a document for a screen. The SDK would look at each of its values."""

    @property
    def object_type(self) -> str:
        """Its type, as the SDK asks each directive for it."""
        return str(self["type"])


class TolerantSerializer(DefaultSerializer):
    """Takes the place of the SDK's serializer. Writing responses is left to the SDK, but for what is plain already."""

    def read(self, event: Mapping[str, object]) -> RequestEnvelope:
        """The envelope of a request that is decoded JSON already."""
        return cast(RequestEnvelope, _model(RequestEnvelope, event))

    def serialize(self, obj: Any) -> Any:  # as the SDK declares it
        """As the SDK does it. What is JSON already, such as a session's attributes, is handed on as it is."""
        if isinstance(obj, Ready):
            return obj
        if not isinstance(obj, ResponseEnvelope) or obj.session_attributes is None:
            return super().serialize(obj)
        attributes, obj.session_attributes = obj.session_attributes, None
        response = cast(dict[str, object], super().serialize(obj))
        response["sessionAttributes"] = attributes
        return response

    def deserialize(self, payload: str | None, obj_type: Any) -> Any:  # as the SDK declares it
        """As the SDK declares it: JSON text into an object of a type, given as a class or by name."""
        if payload is None:
            return None
        name = obj_type if isinstance(obj_type, str) else f"{obj_type.__module__}.{obj_type.__qualname__}"
        return _reader(name)(json.loads(payload))


@cache
def _reader(type_name: str) -> Reader:
    """How a value of a declared type is read. Types are written as the SDK does: `list[str]`, `dict(str, a.b.C)`."""
    if type_name.startswith("list["):
        item = _reader(type_name[len("list[") : -1])
        return lambda value: [item(one) for one in value[:ITEMS_MAX]] if isinstance(value, list) else None
    if type_name.startswith("dict("):
        item = _reader(type_name[len("dict(") : -1].partition(", ")[2])
        return lambda value: (
            Untouched((key, item(one)) for key, one in list(value.items())[:ITEMS_MAX] if isinstance(key, str))
            if isinstance(value, dict)
            else None
        )
    return _PLAIN.get(type_name) or _reader_of_class(type_name)


def _reader_of_class(type_name: str) -> Reader:
    def read(value: object) -> object:
        kind = _class_named(type_name)
        return _choice(kind, value) if issubclass(kind, Enum) else _model(kind, value)

    return read


def _choice(kind: type[Enum], value: object) -> Enum | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _model(kind: SdkClass, value: object) -> object:
    if not isinstance(value, dict):
        return None
    if hasattr(kind, "get_real_child_model"):
        kind = _real_kind(kind, value.get(kind.json_discriminator_key))
        if kind is None:
            return None
    plan = _plan(kind)
    model = kind()
    for key, found in value.items():
        if found is None:
            continue
        if (field := plan.get(key)) is not None:
            setattr(model, field[0], field[1](found))
    if kind is UnfamiliarRequest or ("body" not in plan and issubclass(kind, Request)):
        # Skill events carry a body that the SDK's classes do not declare.
        model.body = value.get("body")
    return model


def _real_kind(kind: SdkClass, discriminator: object) -> SdkClass | None:
    name = kind.discriminator_value_class_map.get(discriminator) if isinstance(discriminator, str) else None
    if name is not None:
        return _class_named(name)
    return UnfamiliarRequest if kind is Request else None


@cache
def _class_named(name: str) -> SdkClass:
    """A class of the SDK, imported at its first use: most requests use few of its hundreds."""
    module, _, short = name.rpartition(".")
    return getattr(import_module(module), short)


@cache
def _plan(kind: SdkClass) -> Plan:
    keys = {attribute: attribute for attribute in kind.deserialized_types} | kind.attribute_map
    return {keys[attribute]: (attribute, _reader(declared)) for attribute, declared in kind.deserialized_types.items()}


def _of(kind: type) -> Reader:
    return lambda value: value if type(value) is kind else None


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


_PLAIN: dict[str, Reader] = {
    "str": _of(str),
    "bool": _of(bool),
    "int": _of(int),
    "float": _number,
    "datetime": read_timestamp,
    "object": lambda value: value,
}
