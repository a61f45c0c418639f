# SPDX-License-Identifier: Apache-2.0
"""`python -m skill package`: everything that is deployed, into one folder: the archive and the skill package."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from skill.package import archive, skill_package
from skill.package.manifest import PRIVACY_URL, TERMS_URL, Place
from skill.package.target import MACHINE, PYTHON, Target

FOLDER = Path("build/package")
ARCHIVE = "lambda.zip"
NO_BYTECODE = (
    "There is no Python {python} here, so the archive goes without bytecode: it works, and starts more slowly."
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help=f"default: {FOLDER}")
    parser.add_argument("--endpoint", metavar="ARN", help="the function's ARN, or the https address of your endpoint")
    parser.add_argument(
        "--privacy", default=PRIVACY_URL, metavar="URL", help="your privacy page; default: a placeholder"
    )
    parser.add_argument("--terms", default=TERMS_URL, metavar="URL", help="your terms of use; default: a placeholder")
    parser.add_argument("--python", default=PYTHON, metavar="VERSION", help=f"the function's Python, default: {PYTHON}")
    parser.add_argument(
        "--machine", default=MACHINE, choices=("x86_64", "aarch64"), help=f"its processor, default: {MACHINE}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write all that is deployed. Returns 0; InputError where something of it cannot be had."""
    target = Target(python=arguments.python, machine=arguments.machine)
    place = Place(endpoint=arguments.endpoint, privacy_url=arguments.privacy, terms_url=arguments.terms)
    skill_package.write(arguments.into, place)
    print(arguments.into / skill_package.NAME)
    for missing in _placeholders(place):
        print(f"  {missing}")
    made = archive.build(arguments.into / ARCHIVE, target)
    print(f"{made.file}: {made.size:,} bytes, SHA-256 {hashlib.sha256(made.file.read_bytes()).hexdigest()}")
    if made.compiled_by is None:
        print(f"  {NO_BYTECODE.format(python=target.python)}")
    return 0


def _placeholders(place: Place) -> list[str]:
    told = {
        "no endpoint yet: --endpoint": place.endpoint is None,
        "a placeholder for the privacy page: --privacy": place.privacy_url == PRIVACY_URL,
        "a placeholder for the terms of use: --terms": place.terms_url == TERMS_URL,
    }
    return [f"It has {what} sets it." for what, missing in told.items() if missing]
