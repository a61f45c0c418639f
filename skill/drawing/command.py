# SPDX-License-Identifier: Apache-2.0
"""The command `map`: the conversation as pictures, drawn from the transition table."""

from __future__ import annotations

import argparse
from pathlib import Path

from skill.drawing import layout, mermaid
from skill.drawing.graph import topics
from skill.drawing.png import png
from skill.drawing.svg import svg
from skill.errors import InputError

WHOLE = "whole"
FORMATS = ("mermaid", "svg", "png")
ENDINGS = {"mermaid": "mmd"}


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pictures", nargs="*", metavar="PICTURE", help=f"{WHOLE} or a topic: {', '.join(topics())}")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write files, one a picture (default: all of them)")


def run(arguments: argparse.Namespace) -> int:
    """Print the pictures, or write them into a folder. InputError for a picture that there is not."""
    known = (WHOLE, *topics())
    if unknown := [name for name in arguments.pictures if name not in known]:
        raise InputError(f"There is no picture {unknown[0][:30]!r}; choose from {', '.join(known)}.")
    if arguments.into is None:
        if arguments.format == "png":
            raise InputError("A PNG is no text to print; name a folder for it with --into.")
        for name in arguments.pictures or [WHOLE]:
            print(drawn(name, arguments.format).decode(), end="")
        return 0
    arguments.into.mkdir(parents=True, exist_ok=True)
    for name in arguments.pictures or known:
        (arguments.into / file_name(name, arguments.format)).write_bytes(drawn(name, arguments.format))
    print(f"Written into {arguments.into}: {', '.join(arguments.pictures or known)}")
    return 0


def file_name(picture: str, form: str) -> str:
    """The name of a picture's file."""
    return f"{picture}.{ENDINGS.get(form, form)}"


def drawn(picture: str, form: str) -> bytes:
    """A picture as the bytes of a file."""
    if form == "mermaid":
        return ((mermaid.whole() if picture == WHOLE else mermaid.of_topic(picture)) + "\n").encode()
    placed = layout.whole() if picture == WHOLE else layout.of_topic(picture)
    return png(placed) if form == "png" else svg(placed).encode()
