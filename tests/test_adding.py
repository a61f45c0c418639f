# SPDX-License-Identifier: Apache-2.0
"""The lists of CONTRIBUTING.md, followed: a deck, an intent, a store and a locale are added in a copy, and checked.

Each test edits what the list names, runs the commands that it names, then the checks that would tell of a file that was
forgotten. So a list that is not complete fails here, and so does one that became longer than it should be.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from skill.content.loading.loader import load_content

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1200)]  # each runs a dozen commands

ROOT = Path(__file__).parents[1]
INTENT_FILES_MAX = 8
SAMPLES = [
    *["sing us a song", "sing a song", "sing for us", "sing something", "sing something for us", "can you sing"],
    *["could you sing for us", "sing us something", "will you sing for us", "we want a song", "give us a song"],
    *["sing us a love song", "sing a love song", "sing along with us", "hum a tune", "hum us a tune", "hum something"],
    *["would you sing to us", "sing to us", "sing that song", "sing our song", "do you sing"],
]
ONE_FILE = '''# SPDX-License-Identifier: Apache-2.0
"""Bytes in one file on this machine, all of it read and written each time."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from skill.deadline import Deadline
from skill.memory.store import Clash, Clock, Stored, next_revision

Row = tuple[Stored, float | None]


class OneFileStore:
    """Its rows in a file that one process holds at a time."""

    def __init__(self, place: str, clock: Clock = time.time) -> None:
        self.place = place
        self._clock = clock

    def get(self, key: str, deadline: Deadline) -> Stored | None:
        with self._rows() as rows:
            return rows[key][0] if key in rows else None

    def put(self, key: str, data: bytes, revision: int, deadline: Deadline, expires: float | None = None) -> int:
        with self._rows() as rows:
            if (rows[key][0].revision if key in rows else 0) != revision:
                raise Clash
            rows[key] = Stored(next_revision(revision), data), expires
            return rows[key][0].revision

    def delete(self, key: str, deadline: Deadline) -> None:
        with self._rows() as rows:
            rows.pop(key, None)

    def keys(self, deadline: Deadline) -> list[str]:
        if not Path(self.place).exists():
            return []
        with self._rows() as rows:
            return sorted(rows)

    def broken_files(self) -> list[str]:
        return []

    def scrub(self, deadline: Deadline) -> None:
        pass

    @contextmanager
    def _rows(self) -> Iterator[dict[str, Row]]:
        with open(self.place, "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            read = file.read()
            rows = msgspec.msgpack.decode(read, type=dict[str, Row]) if read else {}
            for key in [key for key, (_, expires) in rows.items() if expires is not None and expires <= self._clock()]:
                del rows[key]
            yield rows
            file.truncate(0)
            file.write(msgspec.msgpack.encode(rows))
'''


class Copy:
    """A copy of all that is in the repository, in which somebody adds something."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.edited: set[str] = set()
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)

    def write(self, name: str, text: str) -> None:
        """Write a new file."""
        assert not (self.folder / name).exists()
        (self.folder / name).write_text(text, "utf-8")
        self.edited.add(name)

    def change(self, name: str, change: Callable[[str], str]) -> None:
        """Edit a file."""
        before = (self.folder / name).read_text("utf-8")
        after = change(before)
        assert after != before, f"{name} does not look as it did"
        (self.folder / name).write_text(after, "utf-8")
        self.edited.add(name)

    def insert(self, name: str, before: str, text: str) -> None:
        """Put a text before another one, the first of its kind."""
        self.change(name, lambda held: held.replace(before, text + before, 1))

    def append(self, name: str, *entries: dict[str, Any]) -> None:
        """Add lines to a deck."""
        self.change(name, lambda held: held + "".join(json.dumps(entry) + "\n" for entry in entries))

    def run(self, *words: str, path: str = "", **settings: str) -> str:
        """Run a command of the copy, which must end well. Returns what it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLOSER_", "PYTEST_"))}
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env=kept | {"PYTHONPATH": path, "CI": ""} | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)}:\n{done.stdout[-3000:]}\n{done.stderr[-1000:]}"
        return done.stdout

    def test(self, *words: str) -> str:
        """Run tests of the copy. Returns what they printed."""
        return self.run("pytest", "-q", "-p", "no:cacheprovider", "-x", *words)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("the files are not in a git repository")
    return Copy(tmp_path / "copy")


def listed(title: str) -> list[str]:
    """The files of a list of CONTRIBUTING.md, as patterns."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    part = page.partition(f"### {title}\n")[2].partition("\n### ")[0].partition("\n## ")[0]
    cells = [row.split("|")[1] for row in part.splitlines() if row.startswith("| `")]
    return [re.sub(r"<\w+>", "*", name) for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def held_to(title: str, copy: Copy) -> None:
    patterns = listed(title)
    assert {name for name in copy.edited if not any(fnmatch(name, pattern) for pattern in patterns)} == set()
    assert [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in copy.edited)] == []


def test_a_deck(copy: Copy) -> None:
    copy.insert(
        "skill/content/types.py",
        "    lines: Mapping[str, Line]\n",
        "    wishes: Annotated[dict[int, Prompt], DeckRow(goal=1)]\n",
    )
    copy.write(
        "skill/content/en/wishes.jsonl",
        '{"number": 1, "text": "Wish each other one calm hour, and say where you would be."}\n',
    )
    copy.insert("skill/content/README.md", "| `lines.jsonl` |", "| `wishes.jsonl` | wishes for each other | text |\n")
    held_to("A deck", copy)
    assert re.search(r"^wishes +1$", copy.run("skill", "content"), re.MULTILINE)
    copy.test("tests/content/test_loader.py", "tests/content/test_report.py")


def test_an_intent(copy: Copy) -> None:
    copy.insert("skill/checkin/intents.py", '    HELP = "help"\n', '    SING = "sing"\n')
    copy.insert(
        "skill/checkin/anywhere.py",
        "    Intent.HELP: interlude(",
        "    Intent.SING: interlude(profile.leave_singing_to_them),\n",
    )
    copy.change(
        "skill/checkin/topics/profile.py",
        lambda held: (
            held + "\n\ndef leave_singing_to_them(turn: TurnBuilder) -> None:\n"
            '    """No voice sings as well as theirs."""\n    turn.say("sing.you_two")\n    resume_previous(turn)\n'
        ),
    )
    texts = ["I leave the singing to the two of you.", "You two sing better than I do.", "Songs are yours to sing."]
    copy.append("skill/content/en/lines.jsonl", {"id": "sing.you_two", "ends": "tell", "texts": texts})

    def with_samples(held: str) -> str:
        model = json.loads(held)
        model["interactionModel"]["languageModel"]["intents"].append(
            {"name": "SingIntent", "slots": [], "samples": SAMPLES}
        )
        return json.dumps(model, indent=2, ensure_ascii=False) + "\n"

    copy.change("interaction_model/en-US.json", with_samples)
    copy.change(
        "tests/interaction_model/test_contract.py",
        lambda held: re.sub(
            r"(\nINTENTS: .*?)\n\}\n", r'\1\n    "SingIntent": {},\n}\n', held, count=1, flags=re.DOTALL
        ),
    )
    copy.change("tests/interaction_model/said.txt", lambda held: held + "sing us a song -> SingIntent\n")
    copy.write(
        "tests/conversations/singing.script",
        "title: No song from the speaker\n\nyou: alexa, open closer together\nyou: sing us a song\nintent: SingIntent\n"
        "says: leave the singing | sing better | yours to sing\n",
    )
    held_to("An intent", copy)
    assert len(copy.edited) <= INTENT_FILES_MAX
    copy.run("skill", "model")
    copy.run("skill", "content", "--write")
    copy.run("checkin.rows", path=f"{copy.folder}:{copy.folder / 'tests'}")
    copy.run("skill", "map", "--format", "svg", "--into", "docs/map")
    copy.run("skill", "model", "--check")
    copy.run("skill", "locales", "en-GB")
    copy.run("skill", "talk", "--voice", "none", "--script", "tests/conversations/singing.script")
    copy.test("tests/interaction_model/test_contract.py", "tests/interaction_model/test_tables.py")
    copy.test("tests/checkin/test_table.py", "tests/content/test_lines.py", "tests/drawing")


def test_a_store(copy: Copy, tmp_path: Path) -> None:
    copy.write("skill/memory/one_file.py", ONE_FILE)
    copy.insert("skill/memory/opening.py", '}\n"""By the scheme', '    "one": Scheme("one:FILE", _one_file),\n')
    copy.insert(
        "skill/memory/opening.py",
        "SCHEMES = {\n",
        "def _one_file(rest: str, clock: Clock) -> Store:\n    from skill.memory.one_file import OneFileStore\n\n"
        "    return OneFileStore(rest, clock)\n\n\n",
    )
    copy.insert(
        "tests/memory/conftest.py",
        '    "dynamodb": lambda request: ',
        '    "one": lambda request: f"one:{_file(request)}",\n',
    )
    copy.change("README.md", lambda held: held.replace("`memory:`, ", "`memory:`, `one:FILE`, ", 1))
    held_to("A store", copy)
    many = ("tests/memory/test_two_speakers.py", "tests/turn/test_writers.py")
    told = copy.test("tests/memory/test_stores.py", *many, "-k", "one", "-p", "no:randomly", "-n0", "-vv")
    for name in ("test_stores.py", "test_two_speakers.py", "test_writers.py"):
        assert re.search(rf"{name}::\w+\[[^]]*one.*PASSED", told), name
    copy.test("tests/test_settings.py", "tests/test_repository.py", "-k", "settings or arrows or licence")
    kept = {"CLOSER_STORE": f"one:{tmp_path / 'kept'}"}
    copy.run("skill", "talk", "--voice", "none", "--script", "tests/conversations/first_evening.script", **kept)
    for households in (1, 0):
        assert len(json.loads(copy.run("skill", "household", "show", "--json", **kept))["households"]) == households
        copy.run("skill", "household", "erase", **kept)


def test_a_locale(copy: Copy) -> None:
    copy.write("interaction_model/local/en-NZ.json", '{"instead": {"favorite": "favourite", "mom": "mum"}}\n')
    copy.change(
        "skill/content/words.jsonl",
        lambda held: "".join(
            json.dumps(row | {"instead": {**row["instead"], "en-NZ": row["instead"]["en-GB"]}}) + "\n"
            if "en-GB" in row["instead"]
            else json.dumps(row) + "\n"
            for row in map(json.loads, held.splitlines())
        ),
    )
    if not any(line.country == "NZ" for line in load_content().care):
        number = {"country": "NZ", "risk": "emergency", "name": "the emergency services", "phone": "111"}
        seen = {"source": "made up for this test", "checked": "2026-01-01", "confirmed": True}
        copy.append("skill/content/care.jsonl", number | seen)
    else:
        copy.edited.add("skill/content/care.jsonl")
    copy.insert("skill/alexa/locales.py", '    "en-US": ', '    "en-NZ": "Pacific/Auckland",\n')
    copy.change("README.md", lambda held: held + "\nIt speaks as people do in New Zealand, too.\n")
    held_to("A locale", copy)
    copy.run("skill", "model")
    copy.run("skill", "model", "--check")
    assert copy.run("skill", "locales", "en-NZ") == "en-NZ: complete\n"
    assert "AMAZON.YesIntent" in copy.run("skill", "understand", "--locale", "en-NZ", "yes")
    copy.test("tests/interaction_model/test_model_command.py", "tests/interaction_model/test_loading.py")
    copy.test("tests/alexa/test_locales.py", "tests/test_locales.py")
