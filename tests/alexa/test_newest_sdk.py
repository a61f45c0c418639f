# SPDX-License-Identifier: Apache-2.0
"""The newest SDK that there is, whatever the locks say: laziness and serializer hold with it, too.

Where it differs from what they rely on, these tests fail, and the skill itself goes on: its laziness switches itself
off (test_lazy_sdk.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SDK = ("ask-sdk-core", "ask-sdk-model", "ask-sdk-runtime")
HELD = ("tests/alexa/test_lazy_sdk.py", "tests/alexa/test_serializer.py", "tests/alexa/test_serializer_properties.py")
WHICH = """
import ask_sdk_core, ask_sdk_model, ask_sdk_runtime, json
print(json.dumps([module.__path__[0] for module in (ask_sdk_core, ask_sdk_model, ask_sdk_runtime)]))
"""

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]  # fetches, and runs all that relies on the SDK


@pytest.fixture
def newest(tmp_path: Path) -> Path:
    """A folder with the newest SDK; what else it needs is installed already."""
    folder = tmp_path / "newest"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--upgrade", "--target", str(folder), *SDK]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["it does not say why"]
        pytest.skip(f"pip could not fetch the newest SDK ({said[-1]})")
    return folder


def test_laziness_and_serializer_hold_with_the_newest_sdk(newest: Path, tmp_path: Path) -> None:
    versions = {each.metadata["Name"]: each.version for each in distributions(path=[str(newest)])}
    assert versions.keys() == set(SDK)
    environment = {**os.environ, "PYTHONPATH": str(newest), "PYTEST_ADDOPTS": "", "PYTHONDONTWRITEBYTECODE": "1"}
    where = subprocess.run(
        [sys.executable, "-c", WHICH], capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
    )
    assert where.stdout.count(str(newest)) == len(SDK)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-profile=quick"]
    done = subprocess.run([*command, *HELD], capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, f"with {versions}:\n{done.stdout}\n{done.stderr}"
