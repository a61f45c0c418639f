# SPDX-License-Identifier: Apache-2.0
"""The command line: `python -m skill COMMAND`.

Only the list of commands and how they end belongs here. Each command lives in the room that it opens, in a module
with two functions: `describe(parser)` adds its arguments, `run(arguments)` does the work and returns the exit status.
Modules are imported when chosen, so that `understand` does not pay for Flask.

However a command ends, it ends with 0, with 2 and one sentence on standard error, or with 130 after Ctrl-C.
"""

from __future__ import annotations

from skill.command import interrupts

if __name__ == "__main__":
    interrupts.leave_at_once()  # before anything else is imported

import argparse
import errno
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from skill import __version__
from skill.command import streams
from skill.errors import InputError

COMMANDS = {
    "talk": ("skill.speaker.console.talk", "open the local speaker and talk with the skill"),
    "understand": ("skill.speaker.console.understand", "tell what a sentence means"),
    "hear": ("skill.speaker.console.hear", "tell what a recording means"),
    "serve": ("skill.web.serve", "answer Alexa requests on this machine, unsigned"),
    "assist": ("skill.assist.command", "serve Home Assistant and other speakers at home (Wyoming)"),
    "evenings": ("skill.speaker.console.evenings", "write whole evenings down, for docs/evenings.md"),
    "map": ("skill.drawing.command", "draw the conversation from its transition table"),
    "content": ("skill.content.checking.report", "show what the decks hold and check them"),
    "snapshot": ("skill.alexa.snapshot_command", "write down what can be said, for a quick cold start"),
    "locales": ("skill.locales", "check that no locale lacks anything"),
    "model": ("skill.language_model", "write the generated parts of the interaction models"),
    "package": (
        "skill.package.command",
        "write all that is deployed: the archive and the skill package",
    ),
    "household": ("skill.household.command", "show, export or erase what is kept on this machine"),
}
LEFT_BY_CTRL_C = ("talk", "serve", "assist")
"""Commands that go on until somebody leaves: Ctrl-C is one of the ways to, and no failure."""
INPUT_ERROR_STATUS = 2


class CommandParser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        """Raise the sentence as an InputError."""
        raise InputError(f"{message[0].upper()}{message[1:]}; `{self.prog} --help` tells more.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, 2 after one sentence on standard error, or 130 after Ctrl-C."""
    words = sys.argv[1:] if argv is None else list(argv)
    sentence = None
    try:
        streams.require_output()
        status = _run(words)
    except InputError as error:
        status, sentence = INPUT_ERROR_STATUS, str(error)
    except KeyboardInterrupt:
        status = 0 if words[:1] and words[0] in LEFT_BY_CTRL_C else interrupts.INTERRUPTED_STATUS
    except OSError as error:
        if streams.end() is None and error.filename is None:
            raise
        status = INPUT_ERROR_STATUS
        sentence = f"{error.filename} cannot be used ({error.strerror}); see to it, then try again."
    if fault := streams.end():
        status = INPUT_ERROR_STATUS
        sentence = f"Standard output cannot be written ({fault.strerror}); give the answer another place."
        if fault.errno == errno.EPIPE:  # the reader of our output went away (such as `| head`): nobody is left to tell
            status, sentence = 0, None
    if sentence:
        streams.tell(sentence)
    return status


def _run(words: Sequence[str]) -> int:
    parser = CommandParser(prog="python -m skill", description="Closer Together, on this machine.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=_command_list())
    try:
        chosen = parser.parse_args(words[:1]).command
        module_name, help_text = COMMANDS[chosen]
        module = importlib.import_module(module_name)
        command_parser = CommandParser(prog=f"python -m skill {chosen}", description=help_text)
        module.describe(command_parser)
        arguments = command_parser.parse_args(words[1:])
    except SystemExit:  # argparse's way to end after --help and --version
        return 0
    with interrupts.tidied():
        return int(module.run(arguments) or 0)


def _command_list() -> str:
    return "; ".join(f"{name}: {text}" for name, (_, text) in COMMANDS.items())


if __name__ == "__main__":
    streams.prepare()
    sys.exit(main())
