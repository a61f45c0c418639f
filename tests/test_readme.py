# SPDX-License-Identifier: Apache-2.0
"""What the pages tell a stranger to type is there: commands, options, files, and pages that they point to."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

from cases import each_case

from skill.__main__ import COMMANDS, CommandParser

ROOT = Path(__file__).parents[1]
PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"), *ROOT.glob("skill/**/*.md")})
COMMAND = re.compile(r"python -m skill ((?:[\w./@=-]+|\"[^\"`\n]*\")(?: (?:[\w./@=:-]+|\"[^\"`\n]*\"))*)")
TARGET = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def told(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Page and match of everything that the pages tell."""
    found = {(page, match[1].strip()) for page in PAGES for match in pattern.finditer(page.read_text("utf-8"))}
    return sorted((str(page.relative_to(ROOT)), match) for page, match in found)


@each_case(("page", "words"), told(COMMAND))
def test_a_command_that_is_told_takes_what_is_told(page: str, words: str) -> None:
    name, *arguments = shlex.split(words)
    if name.startswith("-"):
        assert name == "--version"
        return
    assert name in COMMANDS or name == "COMMAND"
    if name == "COMMAND" or (name == "household" and len(arguments) < 1):
        return
    parser = CommandParser(prog=name)
    module = importlib.import_module(COMMANDS[name][0])
    module.describe(parser)
    if name == "hear" and not arguments:
        return
    parser.parse_args(arguments)
    for argument in arguments:
        if "/" in argument and ":" not in argument and not argument.startswith(("docs/map", "build/")):
            assert (ROOT / argument).exists()


@each_case(("page", "target"), told(TARGET))
def test_a_target_of_make_that_is_told_is_there(page: str, target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@each_case(("page", "link"), told(LINK))
def test_a_page_that_is_pointed_to_is_there(page: str, link: str) -> None:
    assert ((ROOT / page).parent / link).exists()


def test_the_readme_tells_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"skill {name}" not in readme and f"make {name}" not in readme] == []
