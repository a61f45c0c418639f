# SPDX-License-Identifier: Apache-2.0
"""Requests into the SDK's objects and responses out of them, by a plan made once for each class.

The SDK's own reader looks every field up by reflection, and gives up on a whole request that holds one type or enum
value it does not know. This one makes the same objects, each of which is read when somebody first looks into it: most
never are. What it does not know, or finds to be of another type than declared, is None. A request of an unknown type
becomes an UnfamiliarRequest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.request import Request
from ask_sdk_model.request_envelope import RequestEnvelope

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


class TolerantSerializer(DefaultSerializer):
    """Takes the place of the SDK's serializer."""

    def read(self, event: Mapping[str, object]) -> RequestEnvelope:
        """The envelope of a request that is decoded JSON already."""
        return cast(RequestEnvelope, _reader(ENVELOPE)(event))

    def serialize(self, obj: Any) -> Any:  # as the SDK declares it
        """As the SDK does it."""
        kind: SdkClass = type(obj)
        if kind in _PLAIN_KINDS:
            return obj
        if kind is list:
            return [self.serialize(one) for one in obj]
        if kind is dict:
            return {key: self.serialize(one) for key, one in obj.items()}
        keys = _keys(kind)
        if keys is None:
            return super().serialize(obj)  # whatever else the SDK can write
        written = {}
        for attribute, key in keys:
            value = getattr(obj, attribute)
            if value is not None:
                written[key] = value if type(value) in _PLAIN_KINDS else self.serialize(value)
        return written

    def deserialize(self, payload: str | None, obj_type: Any) -> Any:  # as the SDK declares it
        """As the SDK declares it: JSON text into an object of a type, given as a class or by name."""
        if payload is None:
            return None
        name = obj_type if isinstance(obj_type, str) else f"{obj_type.__module__}.{obj_type.__qualname__}"
        return _reader(name)(json.loads(payload))


def written(model: object) -> Any:
    """The JSON of an object of the SDK's, such as a directive."""
    return TolerantSerializer().serialize(model)


RAW = "_raw"
"""Where an object that nobody has looked into keeps the part of the request that it is read from."""


class _Way(NamedTuple):
    """How objects of one of the SDK's classes are read."""

    kind: SdkClass
    plan: Plan
    fields: dict[str, Any]
    """As they are where nothing is given."""
    own_fields: Callable[[SdkClass], dict[str, Any]]
    """The attributes that an object has by now."""


def _look_into(model: SdkClass) -> SdkClass:
    """Read an object's fields, from the request's JSON. Each of them may be one that nobody has looked into."""
    way: _Way | None = getattr(type(model), "way", None)
    if way is None:
        return model
    own = way.own_fields(model)
    raw = own[RAW]
    fields = dict(way.fields)
    for key, found in raw.items():
        if found is not None and (field := way.plan.get(key)) is not None:
            fields[field[0]] = field[1](found)
    own.update(fields)
    object.__setattr__(model, "__class__", way.kind)
    own.pop(RAW, None)
    return model


_LOOKS_FIRST: dict[str, Any] = {
    "__getattr__": lambda model, name: getattr(_look_into(model), name),
    "__setattr__": lambda model, name, value: setattr(_look_into(model), name, value),
    "__delattr__": lambda model, name: delattr(_look_into(model), name),
    "__eq__": lambda model, other: _look_into(model) == other,
    "__reduce_ex__": lambda model, protocol: _look_into(model).__reduce_ex__(protocol),
    "__dict__": property(lambda model: vars(_look_into(model))),
}
"""What an object does that nobody has looked into: become what the SDK would have made, and then do it."""


@cache
def _unread(kind: SdkClass) -> SdkClass:
    """The class of a kind's objects that nobody has looked into."""
    way = _Way(
        kind=kind,
        plan=_plan(kind),
        fields=vars(kind()),
        own_fields=next(vars(base)["__dict__"] for base in kind.__mro__ if "__dict__" in vars(base)).__get__,
    )
    about = {"__slots__": (), "__module__": kind.__module__, "__doc__": kind.__doc__, "way": way}
    return type(kind)(kind.__name__, (kind,), about | _LOOKS_FIRST)


_PLAIN_KINDS = frozenset({type(None), str, int, float, bool, bytes})
"""What is written as it is."""


@cache
def _keys(kind: SdkClass) -> tuple[tuple[str, str], ...] | None:
    """The attributes of a class of the SDK, each with its key in the JSON; None of any other class."""
    if not hasattr(kind, "deserialized_types"):
        return None
    return tuple((attribute, kind.attribute_map.get(attribute, attribute)) for attribute in kind.deserialized_types)


@cache
def _reader(type_name: str) -> Reader:
    """How a value of a declared type is read. Types are written as the SDK does: `list[str]`, `dict(str, a.b.C)`."""
    if type_name.startswith("list["):
        item = _reader(type_name[len("list[") : -1])
        return lambda value: [item(one) for one in value[:ITEMS_MAX]] if isinstance(value, list) else None
    if type_name.startswith("dict("):
        return _reader_of_map(type_name[len("dict(") : -1].partition(", ")[2])
    return _PLAIN.get(type_name) or _reader_of_class(type_name)


def _reader_of_map(item_type: str) -> Reader:
    item = _reader(item_type)

    def read(value: object) -> object:
        if not isinstance(value, dict):
            return None
        if item is _as_it_is and len(value) <= ITEMS_MAX:
            return Untouched(value)
        return Untouched((key, item(one)) for key, one in list(value.items())[:ITEMS_MAX] if isinstance(key, str))

    return read


def _reader_of_class(type_name: str) -> Reader:
    reader: Reader | None = None

    def read(value: object) -> object:
        nonlocal reader
        if reader is None:
            reader = _reader_of(_class_named(type_name))
        return reader(value)

    return read


def _reader_of(kind: SdkClass) -> Reader:
    if issubclass(kind, Enum):
        return lambda value: _choice(kind, value)
    if not hasattr(kind, "get_real_child_model"):
        return _maker(kind)

    def read(value: object) -> object:
        real = _real_kind(kind, value.get(kind.json_discriminator_key)) if isinstance(value, dict) else None
        return None if real is None else _maker(real)(value)

    return read


@cache
def _maker(kind: SdkClass) -> Reader:
    """What makes an object of a class that nobody has looked into; of what is no object, None."""
    unread = _unread(kind)
    new, own_fields = object.__new__, unread.way.own_fields

    def make(value: object) -> object:
        if not isinstance(value, dict):
            return None
        model = new(unread)
        own_fields(model)[RAW] = value
        return model

    return make


def _choice(kind: type[Enum], value: object) -> Enum | None:
    try:
        return kind(value)
    except ValueError:
        return None


@cache
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


def _as_it_is(value: object) -> object:
    return value


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
    "object": _as_it_is,
}
