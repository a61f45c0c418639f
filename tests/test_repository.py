# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, as tests: who may import whom, what every file starts with, and what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cases import each_case

ROOT = Path(__file__).parents[1]
LINES_MAX = 400
PEERS_MAX = 12
SPDX = "# SPDX-License-Identifier: Apache-2.0"

ARROWS = {
    "skill.errors": (),
    "skill.platform": (),
    "skill.logs": (),
    "skill.deadline": (),
    "skill.tracks": (),
    "skill.ready": (),
    "skill.faces": ("skill.ready",),
    "skill.command": ("skill.errors",),
    "skill.settings": ("skill.errors",),
    "skill.content": ("skill.content", "skill.errors", "skill.ready"),
    "skill.checkin": ("skill.checkin", "skill.content.types", "skill.content.decks"),
    "skill.memory": (
        "skill.memory", "skill.checkin.model", "skill.deadline", "skill.errors", "skill.logs", "skill.settings",
        "skill.ready",
    ),
    "skill.household": (
        "skill.household", "skill.memory", "skill.checkin.model", "skill.content", "skill.deadline", "skill.errors",
        "skill.settings", "skill.language_model",
    ),
    "skill.turn": (
        "skill.turn", "skill.checkin", "skill.memory", "skill.content.types", "skill.deadline", "skill.logs",
    ),
    "skill.drawing": (
        "skill.drawing", "skill.checkin.intents", "skill.checkin.model.session", "skill.checkin.table", "skill.errors",
    ),
    "skill.locales": (
        "skill.alexa.locales", "skill.content", "skill.language_model", "skill.speaker", "skill.errors",
    ),
    "skill.language_model": ("skill.content", "skill.errors", "skill.faces"),
    "skill.alexa": (
        "skill.alexa", "skill.turn", "skill.checkin", "skill.content", "skill.memory", "skill.platform",
        "skill.settings", "skill.deadline", "skill.errors", "skill.logs", "skill.tracks", "skill.ready", "skill.faces",
    ),
    "skill.assist.command": (
        "skill.assist", "skill.errors", "skill.language_model", "skill.speaker.asr",
    ),
    "skill.assist.serving": (
        "skill.assist", "skill.content.loading.loader", "skill.content.platform_words", "skill.language_model",
        "skill.memory", "skill.settings", "skill.speaker.asr", "skill.speaker.nlu", "skill.speaker.tts", "skill.errors",
        "skill.logs", "skill.command.streams",
    ),
    "skill.assist.protocol.server": ("skill.assist", "skill.command.interrupts", "skill.errors", "skill.logs"),
    "skill.assist.protocol.ears": ("skill.speaker.asr", "skill.speaker.snd", "skill.errors"),
    "skill.assist.protocol.voice": ("skill.speaker.tts", "skill.speaker.snd", "skill.platform"),
    "skill.assist": (
        "skill.assist", "skill.turn", "skill.checkin", "skill.content.types", "skill.memory", "skill.speaker.nlu",
        "skill.speaker.echo.invocation", "skill.language_model", "skill.faces", "skill.tracks",
        "skill.deadline", "skill.errors", "skill.logs", "skill.__version__",
    ),
    "skill.speaker": (
        "skill.speaker", "skill.language_model", "skill.platform", "skill.settings", "skill.errors", "skill.logs",
        "skill.tracks", "skill.command.streams", "lambda_handler",
    ),
    "skill.web.page": (
        "skill.web", "skill.speaker", "skill.household", "skill.memory", "skill.drawing", "skill.language_model",
        "skill.content.loading.loader", "skill.alexa.requests.envelope.digest", "skill.platform", "skill.settings",
        "skill.errors", "lambda_handler",
    ),
    "skill.web": (
        "skill.web", "skill.memory.open_store", "skill.alexa.requests.envelope.problem", "skill.settings",
        "skill.alexa.measuring", "skill.errors", "skill.logs",
        "lambda_handler",
    ),
    "skill.package": (
        "skill.package", "skill.alexa.locales", "skill.alexa.snapshot_command", "skill.content", "skill.language_model",
        "skill.platform", "skill.errors",
    ),
    "lambda_handler": ("skill.alexa", "skill.memory", "skill.settings", "skill.errors", "skill.logs"),
    "skill.__main__": ("skill.__version__", "skill.errors", "skill.command.interrupts", "skill.command.streams"),
}  # fmt: skip
"""A room, and all that it may import of ours. The first key that a module's name begins with counts."""

IMPURE = {
    "asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "requests",
    "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
"""What would give the conversation a disk, a clock or chance of its own."""

EMPTY_NAMES = re.compile(r"utils?|helpers?|managers?|misc|common|stuff|base", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:work|root|home/(?!user)\w+|Users/\w+|tmp/\w+)/")
REGISTRY_HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npm|npmjs\.org|deb\.debian|--index-url|--find-links"
)
TOLD = re.compile(r'(?:#.*\n|\n)*r?"""\s*\S')
"""A docstring, after comments at most. The whole file need not be parsed for that."""
UNTRACKED = {".venv", ".git", "__pycache__", "node_modules", ".hypothesis"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or would be, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):  # unpacked from an archive, or no git on this machine
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not UNTRACKED & set(path.parts)]
    return tuple(Path(name) for name in sorted(set(names)) if name and (ROOT / name).is_file())


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def python_files(*folders: str) -> list[Path]:
    files = [path for path in tracked() if path.suffix == ".py"]
    return [path for path in files if not folders or path.parts[0] in folders]


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(source: str) -> frozenset[str]:
    """Full names of all that a source imports, wherever in it, names from a package included; a dot before others."""
    found: set[str] = set()
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def begins(name: str, with_any_of: Iterable[str]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in with_any_of)


def strays(module: str, source: str) -> set[str]:
    """What a module of ours imports of ours against the arrows."""
    room = next((room for room in ARROWS if begins(module, [room])), None)
    allowed = ("skill.__version__",) if room is None else ARROWS[room]
    assert not any(name.startswith(".") for name in imports(source)), "imports name their module in full"
    ours = {name for name in imports(source) if begins(name, ["skill", "lambda_handler", "tests"])}
    return {name for name in ours if not begins(name, allowed)}


def test_arrows_point_one_way() -> None:
    found = {path: strays(module_name(path), text(path)) for path in python_files("skill", "lambda_handler.py")}
    assert {str(path): names for path, names in found.items() if names} == {}


def test_an_import_against_the_arrows_is_seen() -> None:
    assert strays("skill.checkin.engine", "from skill.content.loading import loader") == {
        "skill.content.loading.loader"
    }
    assert strays("skill.web.local", "def f():\n    from skill.alexa.requests.envelope import problem, sender") == {
        "skill.alexa.requests.envelope.sender"
    }
    assert strays("skill.platform", "import skill.errors") == {"skill.errors"}
    assert strays("skill.alexa.skill", "import skill.speaker.echo.device") == {"skill.speaker.echo.device"}
    assert strays("skill.assist.handling", "import skill.alexa.intents") == {"skill.alexa.intents"}
    assert strays("lambda_handler", "import skill.assist.handling") == {"skill.assist.handling"}


def test_nothing_imports_the_face_for_speakers_at_home() -> None:
    outside = [path for path in python_files("skill", "lambda_handler.py") if path.parts[1:2] != ("assist",)]
    assert [path for path in outside if any(begins(name, ["skill.assist"]) for name in imports(text(path)))] == []


def test_one_room_only_speaks_the_protocol_of_speakers_at_home() -> None:
    speaking = {
        path.parts[1] for path in python_files("skill") if any(begins(n, ["wyoming"]) for n in imports(text(path)))
    }
    assert speaking == {"assist"}


def test_the_conversation_has_no_clock_no_chance_and_no_disk() -> None:
    core = [path for path in python_files("skill") if path.parts[1] == "checkin"]
    assert core
    assert [(str(path), name) for path in core for name in imports(text(path)) if begins(name, IMPURE)] == []
    calls = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\bopen\(|\bhash\(|\bid\(")
    assert [(str(path), call) for path in core for call in calls.findall(text(path))] == []


def test_one_module_only_loads_the_engine_of_the_voice() -> None:
    engines = ("espeak_english", "espeakng_loader")
    named = [path for path in python_files() if any(engine in text(path) for engine in engines)]
    loading = [path for path in named if any(begins(name, imports(text(path))) for name in engines)]
    assert len(loading) == 1, "espeak-ng is GPL: only the voice's child process loads it"


def test_each_source_file_opens_with_its_licence_and_what_belongs_in_it() -> None:
    unlicensed, untold = [], []
    for path in python_files():
        source = text(path)
        if path.name == "__init__.py" and source.strip() in ("", SPDX):
            continue  # makes a folder a package, holds nothing
        if not source.startswith(SPDX + "\n"):
            unlicensed.append(str(path))
        if not TOLD.match(source):
            untold.append(str(path))
    assert unlicensed == []
    assert untold == [], "say in the first lines what belongs in these files"


@each_case(
    "name",
    [
        "Makefile",
        ".ci/run",
        "requirements/install",
        "requirements/lock",
        "deploy/home_assistant/tests/run",
        "deploy/openvoiceos/tests/run",
    ],
)
def test_scripts_carry_the_licence_too(name: str) -> None:
    assert SPDX in "\n".join(text(Path(name)).splitlines()[:2])


def test_no_file_holds_two_rooms() -> None:
    lengths = {str(path): len(text(path).splitlines()) for path in python_files()}
    assert len(lengths) > 100
    assert {path: length for path, length in lengths.items() if length > LINES_MAX} == {}


def test_no_room_holds_more_than_a_dozen_modules() -> None:
    peers = Counter(path.parent for path in python_files("skill") if path.name != "__init__.py")
    assert len(peers) > 10
    assert {str(room): count for room, count in peers.items() if count > PEERS_MAX} == {}


def test_names_say_what_is_inside() -> None:
    assert [path for path in tracked() if any(EMPTY_NAMES.fullmatch(Path(part).stem) for part in path.parts)] == []


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked():
        try:
            whole = text(path)
        except UnicodeDecodeError:
            continue  # sounds and pictures
        told = MACHINE_PATHS.search(whole) or REGISTRY_HOSTS.search(whole)
        lines = whole.splitlines() if told else []
        for number, line in enumerate(lines, 1):
            if path != Path(__file__).relative_to(ROOT) and (MACHINE_PATHS.search(line) or REGISTRY_HOSTS.search(line)):
                found.append(f"{path}:{number}: {line.strip()[:80]}")
    assert found == []


def test_paths_and_hosts_are_seen() -> None:
    assert MACHINE_PATHS.search('open("/home/sam/closer/x.db")')
    assert MACHINE_PATHS.search("see /" + "root/.venv/bin")
    for before in ("https://example.org", "..", "~"):
        assert not MACHINE_PATHS.search("/".join((before, "work", "x")))
    assert REGISTRY_HOSTS.search("https://pypi" + ".org/simple")


def test_the_licence_is_whole() -> None:
    licence = text(Path("LICENSE"))
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
