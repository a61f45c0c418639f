# SPDX-License-Identifier: Apache-2.0
"""The command line: `python -m skill COMMAND`.

Only the list of commands and how they end belongs here. Each command lives in the room that it opens, in a module
with two functions: `describe(parser)` adds its arguments, `run(arguments)` does the work and returns the exit status.
Modules are imported when chosen, so that `understand` does not pay for Flask.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from skill import __version__
from skill.errors import InputError

COMMANDS = {
    "talk": ("skill.speaker.console.talk", "open the local speaker and talk with the skill"),
    "understand": ("skill.speaker.console.understand", "tell what a sentence means"),
    "hear": ("skill.speaker.console.hear", "tell what a recording means"),
    "serve": ("skill.web.serve", "answer Alexa requests on this machine, unsigned"),
    "map": ("skill.checkin.drawing", "draw the conversation from its transition table"),
    "content": ("skill.content.report", "show what the decks hold and check them"),
    "model": ("skill.language_model", "write the generated parts of the interaction models"),
    "household": ("skill.memory.household", "show, export or erase what is kept on this machine"),
}
INPUT_ERROR_STATUS = 2


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns 0, or 2 after one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m skill", description="Closer Together, on this machine.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=_command_list())
    words = sys.argv[1:] if argv is None else argv
    chosen = parser.parse_args(words[:1]).command
    module_name, help_text = COMMANDS[chosen]
    module = importlib.import_module(module_name)
    command_parser = argparse.ArgumentParser(prog=f"python -m skill {chosen}", description=help_text)
    module.describe(command_parser)
    arguments = command_parser.parse_args(words[1:])
    try:
        return int(module.run(arguments) or 0)
    except InputError as error:
        print(error, file=sys.stderr)
        return INPUT_ERROR_STATUS
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        # The reader of our output went away (such as `| head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _command_list() -> str:
    return "; ".join(f"{name}: {text}" for name, (_, text) in COMMANDS.items())


if __name__ == "__main__":
    sys.exit(main())
