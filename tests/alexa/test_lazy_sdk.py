# SPDX-License-Identifier: Apache-2.0
"""The SDK is imported as far as it is asked for, and looks to everybody as if it were all there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, new_class
from typing import Any

import pytest

from skill.alexa import lazy_sdk
from skill.alexa.lazy_sdk import SDK_DIFFERS, names_of

ROOT = Path(__file__).parents[2]
NEVER_AT_FIRST = (
    "ask_sdk_model.services.service_client_factory", "ask_sdk_model.services.base_service_client", "boto3", "botocore",
    "dateutil", "email", "flask", "http.client", "requests", "skill.content.loading.loader", "skill.speaker", "urllib3",
)  # fmt: skip
PACKAGES = ("ask_sdk_model", "ask_sdk_model.ui", "ask_sdk_model.slu.entityresolution", "ask_sdk_model.services")


def in_a_new_process(program: str, *arguments: str, path: str = "") -> Any:
    """What a program prints as JSON, and what it logs."""
    program = f"import json, os, sys\nsys.path[:0] = [{path!r}] if {path!r} else []\n{program}"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(done.stdout), done.stderr


def test_a_first_request_imports_no_more_than_it_needs() -> None:
    imported, _ = in_a_new_process(
        """
os.environ["CLOSER_STORE"] = "memory:"
from skill.content.loading import snapshot
import tempfile
from skill.alexa import locales
snapshot.FOLDER = tempfile.mkdtemp()
from skill.alexa import snapshot_command
snapshot_command.write(snapshot.FOLDER)
for name in [name for name in sys.modules if name.startswith("skill.content.loading.loader")]:
    del sys.modules[name]
before = set(sys.modules)
import lambda_handler
user = {"userId": "u"}
event = {
    "version": "1.0", "session": {"new": True, "sessionId": "s", "user": user}, "context": {"System": {"user": user}},
    "request": {"type": "LaunchRequest", "requestId": "r", "timestamp": "2026-03-05T20:30:00Z", "locale": "en-US"},
}
assert lambda_handler.handler(event, None)["response"]["outputSpeech"]
print(json.dumps(sorted(sys.modules)))
"""
    )
    assert [name for name in NEVER_AT_FIRST if name in imported] == []


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.long
def test_every_public_name_is_there(package: str) -> None:
    listed = """
import importlib
package = importlib.import_module(sys.argv[1])
names = [name for name in dir(package) if name[0].isupper()]
print(json.dumps({name: getattr(package, name).__module__ for name in names}))
"""
    deferred, _ = in_a_new_process(f"from skill.alexa import lazy_sdk\n{listed}", package)
    eager, _ = in_a_new_process(listed, package)
    assert deferred == eager
    assert len(eager) > 3


def test_a_star_brings_all_names() -> None:
    found, _ = in_a_new_process(
        "from skill.alexa import lazy_sdk\nfrom ask_sdk_model.ui import *\nprint(json.dumps(SimpleCard.__name__))"
    )
    assert found == "SimpleCard"


def test_a_name_that_is_not_there_is_missed_as_ever() -> None:
    found, _ = in_a_new_process(
        """
from skill.alexa import lazy_sdk
import ask_sdk_model
try:
    from ask_sdk_model import Nothing
except ImportError as error:
    print(json.dumps([str(error)[:40], hasattr(ask_sdk_model, "nothing")]))
"""
    )
    assert found == ["cannot import name 'Nothing' from 'ask_s", False]


def test_a_skill_that_wants_service_clients_has_them() -> None:
    found, _ = in_a_new_process(
        """
from skill.alexa import lazy_sdk
from ask_sdk_core.skill import ServiceClientFactory
from ask_sdk_model.services import ApiConfiguration

class Own(ServiceClientFactory):
    pass

made = ServiceClientFactory(api_configuration=ApiConfiguration())
print(json.dumps([
    isinstance(made, ServiceClientFactory), issubclass(Own, ServiceClientFactory), isinstance(3, ServiceClientFactory),
    type(made).__name__, made.api_configuration is not None,
]))
"""
    )
    assert found == [True, True, False, "ServiceClientFactory", True]


@pytest.mark.parametrize("source", ["VERSION = 1", "from . import user", "from .user import *", "import os"])
def test_a_package_that_does_anything_else_is_left_alone(source: str, tmp_path: Path) -> None:
    assert names_of(f"from .user import User\n{source}\n") is None
    package = tmp_path / "ask_sdk_model"
    package.mkdir()
    (package / "__init__.py").write_text(f"from .user import User\n{source}\n", "utf-8")
    (package / "user.py").write_text("class User:\n    pass\n", "utf-8")
    (package / "ui").mkdir()
    (package / "ui" / "__init__.py").write_text("from .card import Card\n", "utf-8")
    (package / "ui" / "card.py").write_text("class Card:\n    pass\n", "utf-8")
    found, logged = in_a_new_process(
        """
from skill.alexa import lazy_sdk
import ask_sdk_model, ask_sdk_model.ui
print(json.dumps(["User" in vars(ask_sdk_model), "Card" in vars(ask_sdk_model.ui)]))
""",
        path=str(tmp_path),
    )
    assert found == [True, True]
    assert logged.strip() == SDK_DIFFERS


def test_the_names_of_a_package_are_read_from_its_list() -> None:
    source = "# coding: utf-8\n\nfrom __future__ import absolute_import\n\nfrom .simple_card import SimpleCard\n"
    assert names_of(source) == {"SimpleCard": "simple_card"}


class TestWithinThisProcess:
    """The same, part by part."""

    @pytest.fixture(autouse=True)
    def finders(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """Who finds modules: nobody of ours yet."""
        theirs = [finder for finder in sys.meta_path if not isinstance(finder, lazy_sdk._Finder)]
        monkeypatch.setattr(sys, "meta_path", [*theirs])
        return theirs

    def finder(self) -> Any:
        lazy_sdk.defer()
        return sys.meta_path[0]

    def package(self, name: str, names: dict[str, str]) -> Any:
        """A package that imports names when they are asked for."""
        module = ModuleType(name)
        loader = lazy_sdk._PackageLoader("whole", names)
        assert loader.create_module(None) is None  # type: ignore[arg-type]
        loader.exec_module(module)
        return module

    def test_it_is_found_before_anybody_else_looks_and_once(self, finders: list[Any]) -> None:
        lazy_sdk.defer()
        lazy_sdk.defer()
        assert isinstance(sys.meta_path[0], lazy_sdk._Finder)
        assert sys.meta_path[1:] == finders

    @pytest.mark.parametrize("name", ["json", "ask_sdk_core", "ask_sdk_models", "ask_sdk_modelx.ui"])
    def test_other_packages_are_left_alone(self, name: str) -> None:
        assert self.finder().find_spec(name, None) is None

    def test_an_sdk_that_looks_otherwise_is_left_alone_from_then_on_and_told_once(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        finder = self.finder()
        spec = finder.find_spec("ask_sdk_model", None)
        assert isinstance(spec.loader, lazy_sdk._PackageLoader)
        monkeypatch.setattr(lazy_sdk, "_names", lambda spec: None)
        assert not isinstance(finder.find_spec("ask_sdk_model", None).loader, lazy_sdk._PackageLoader)
        assert finder.find_spec("ask_sdk_model", None) is None
        assert caplog.messages == [SDK_DIFFERS]

    def test_a_name_is_imported_when_it_is_asked_for(self) -> None:
        package = self.package("json", {"JSONDecoder": "decoder"})
        assert "JSONDecoder" not in vars(package)
        assert package.JSONDecoder is json.JSONDecoder
        assert vars(package)["JSONDecoder"] is json.JSONDecoder
        assert package.__all__ == ["JSONDecoder"]
        assert "JSONDecoder" in dir(package)
        with pytest.raises(AttributeError, match="module 'json' has no attribute 'Nothing'"):
            _ = package.Nothing

    def test_what_the_sdk_asks_for_at_once_and_nobody_needs_comes_when_it_is_used(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(lazy_sdk.UNNEEDED, "json", ("JSONDecoder",))
        later = self.package("json", {"JSONDecoder": "decoder"}).JSONDecoder
        assert later is not json.JSONDecoder
        assert later.__name__ == "JSONDecoder"
        assert later().decode("[1]") == [1]
        assert later.decode is json.JSONDecoder.decode
        assert isinstance(json.JSONDecoder(), later)
        assert not isinstance(7, later)
        assert issubclass(json.JSONDecoder, later)
        assert not issubclass(int, later)
        assert new_class("Own", (later,)).__mro__[1] is json.JSONDecoder

    def test_a_loader_tells_what_else_it_is_asked_as_the_real_one_does(self) -> None:
        assert lazy_sdk._PackageLoader("whole", {}).upper() == "WHOLE"

    def test_bytecode_alone_has_no_list_of_names(self) -> None:
        class Spec:
            """A package whose source is away."""

            name = "told"

            class loader:
                """Its loader."""

                @staticmethod
                def get_source(name: str) -> str:
                    raise OSError

        spec: Any = Spec
        assert lazy_sdk._names(spec) is None
        spec.loader = None
        assert lazy_sdk._names(spec) is None
