# SPDX-License-Identifier: Apache-2.0
"""What sentences that were written without looking at the samples are understood as, one a line, in `readings.txt`.

`make rows` writes the file anew and shows which sentences mean something else now. It tells what is, not what should
be: that stands in the sets (`bench/sets`, never their part for tests), and `make understood` counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import msgspec
from checkin.rows import written_anew
from understood import understanding_of

FILE = Path(__file__).parent / "readings.txt"
SETS = Path(__file__).resolve().parents[3] / "bench" / "sets"
READ = ("couples_a.dev", "couples_b.dev", "opposites.dev", "danger.dev", "not_danger.dev")
HEAD = "# sentence -> intent, how sure (tenths), slots\n"
ONE_OF = 3
"""Every third sentence is read, chosen by a checksum: all would take long."""
PLACES = (
    "AMAZON.YesIntent AMAZON.NoIntent",
    "AMAZON.YesIntent AMAZON.NextIntent AMAZON.NoIntent",
    "RateIntent",
    "AMAZON.NextIntent",
    "",
)
"""What the conversation waits for, by turns; nothing for the last."""


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence that is read, with what is waited for when it is said."""
    for name in READ:
        for line in (SETS / f"{name}.jsonl").read_bytes().splitlines():
            text = msgspec.json.decode(line)["text"]
            digest = crc32(text.encode())
            if digest % ONE_OF == 0:
                yield text, PLACES[digest // ONE_OF % len(PLACES)]


def reading(text: str, expects: str) -> str:
    """The line of one sentence."""
    meaning = understanding_of().meaning(text, expects=expects.split())
    slots = "".join(f" {name}={value}" for name, value in sorted(meaning.slots.items()))
    waited = f"[{expects}] " if expects else ""
    return f"{waited}{text} -> {meaning.intent} {meaning.confidence:.1f}{slots}"


def main() -> None:
    """Write the file anew, and show what is different."""
    written_anew(FILE, HEAD + "".join(f"{reading(*each)}\n" for each in sentences()))


if __name__ == "__main__":
    main()
