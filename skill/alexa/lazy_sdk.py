# SPDX-License-Identifier: Apache-2.0
"""The SDK's models, imported when they are first asked for by name: a request needs a tenth of them.

Each package of `ask_sdk_model` imports all of its modules, 300 in all, as soon as one of them is wanted. Here such a
package looks like it always does, but for when its names are there: `from ask_sdk_model.ui import SimpleCard` imports
one module. It relies on nothing but the packages' own lists of their public names; where an SDK's list looks otherwise,
that is told to the log once, and everything is imported as it would be without this module.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, cast

from skill import logs

SDK = "ask_sdk_model"
UNNEEDED = {"ask_sdk_model.services": ("ServiceClientFactory",)}
"""Names that the SDK itself asks for at once, and needs only where a skill calls Alexa's services through it."""
SDK_DIFFERS = "The SDK's packages look new, so all of it is imported at once; see skill/alexa/lazy_sdk.py."

_NAME = r"from \.(\w+) import (\w+)"
_NOTHING = r"\s*(#.*)?|from __future__ import absolute_import"


def defer() -> None:
    """Let the SDK's packages import what is asked for only. Those that were imported before stay as they are."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def names_of(source: str) -> dict[str, str] | None:
    """The public names that a package's source lists, each with its module; None where it does anything else."""
    found = {}
    for line in source.splitlines():
        if match := re.fullmatch(_NAME, line):
            found[match[2]] = match[1]
        elif not re.fullmatch(_NOTHING, line):
            return None
    return found


class _Finder:
    """Finds the SDK's packages where Python does, and has them read by a loader of ours."""

    def __init__(self) -> None:
        self._differs = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if self._differs or (fullname != SDK and not fullname.startswith(f"{SDK}.")):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.submodule_search_locations is None or spec.loader is None:
            return spec
        names = _names(spec)
        if names is None:
            self._differs = True
            logs.note(SDK_DIFFERS)
        else:
            spec.loader = cast(Any, _PackageLoader(spec.loader, names))
        return spec


class _PackageLoader:
    """Makes a package whose names come when they are asked for."""

    def __init__(self, whole: Any, names: dict[str, str]) -> None:
        self._whole = whole
        self._names = names

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        names, package = self._names, module.__name__

        def find(name: str) -> Any:
            if name not in names:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            if name in UNNEEDED.get(package, ()):
                return _Later(f"{package}.{names[name]}", name)
            found = getattr(import_module(f"{package}.{names[name]}"), name)
            setattr(module, name, found)
            return found

        vars(module).update(__getattr__=find, __dir__=lambda: sorted({*vars(module), *names}), __all__=[*names])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)  # whatever else is asked of a loader, such as its source


class _Later:
    """A class that is imported when it is first used."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__ = module, name

    def _find(self) -> Any:
        return getattr(import_module(self.__module__), self.__name__)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._find()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._find(), name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self._find(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._find())

    def __subclasscheck__(self, kind: type) -> bool:
        return issubclass(kind, self._find())


def _names(spec: ModuleSpec) -> dict[str, str] | None:
    source = getattr(spec.loader, "get_source", lambda name: None)
    try:
        text = source(spec.name)
    except (ImportError, OSError):  # bytecode alone, for one
        return None
    return names_of(text) if isinstance(text, str) else None
