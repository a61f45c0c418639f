# SPDX-License-Identifier: Apache-2.0
"""How an archive is made, tried on a few small files: what goes in, in what form, and what is told where it cannot."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from cases import each_case

from skill.__main__ import main
from skill.errors import InputError
from skill.package import archive, bytecode, compile_sources, wheels
from skill.package.manifest import Place
from skill.package.target import Target

HERE = Path(sys.executable)
VERSION = "{}.{}".format(*sys.version_info[:2])


def wheel_with(folder: Path, *names: str, called: str = "told-1-py3-none-any.whl") -> Path:
    """A wheel of some files, each of which holds its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(folder / called, "w") as packed:
        for name in names:
            packed.writestr(name, "" if name.endswith("/") else name)
    return folder / called


def lock_of(folder: Path, wheel: Path) -> Path:
    """A lock that names a wheel."""
    lock = folder / "small.txt"
    lock.write_text(f"told==1 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n", "utf-8")
    return lock


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an archive goes that needs one small package, and says nothing yet."""
    notes = [f"told-1.dist-info/{note}" for note in (*archive.INSTALLERS_NOTES, "METADATA", "LICENSE")]
    wheel = wheel_with(tmp_path / "wheels", "told/__init__.py", "told/RECORD", *notes, *archive.NEVER_READ)
    monkeypatch.setattr(archive, "snapshots", lambda: {"skill/content/snapshot/en-US.json": b"{}"})
    monkeypatch.setattr(archive.wheels, "fetch", lambda target: [wheel])
    monkeypatch.setattr(bytecode, "find_python", lambda version: None)
    return tmp_path / "made" / "here" / "lambda.zip"


@pytest.fixture
def tiny(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, and of ours nothing but the handler."""
    monkeypatch.setattr(archive, "ours", lambda: [archive.ROOT / "lambda_handler.py"])
    return small


def held_by(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_it_holds_what_the_handler_reaches_what_is_said_and_the_packages_without_installers_notes(small: Path) -> None:
    made = archive.build(small, Target())
    inside = held_by(small)
    assert (made.file, made.size, made.compiled_by) == (small, small.stat().st_size, None)
    assert inside["lambda_handler.py"] == (archive.ROOT / "lambda_handler.py").read_bytes()
    assert inside["skill/content/snapshot/en-US.json"] == b"{}"
    assert {"skill/content/lines.txt", "skill/content/en/questions.jsonl", "LICENSE", "NOTICE"} <= inside.keys()
    assert [name for name in inside if name.startswith("told")] == [
        "told-1.dist-info/LICENSE",
        "told-1.dist-info/METADATA",
        "told/RECORD",
        "told/__init__.py",
    ]
    assert not set(archive.NEVER_READ) & inside.keys()
    ours = [name for name in inside if name.startswith("skill/") and name.endswith(".py")]
    assert {"skill/__init__.py", "skill/alexa/request_handlers.py", "skill/checkin/engine.py"} <= set(ours)
    assert "skill/alexa/screens/documents.py" in ours, "what is imported inside a function is reached, too"
    rooms = ("skill/speaker/", "skill/web/", "skill/assist/", "skill/household/", "skill/drawing/", "skill/package/")
    assert [name for name in ours if name.startswith(rooms)] == []


def test_files_stand_in_order_without_dates_and_can_be_read_by_everybody(tmp_path: Path) -> None:
    file = tmp_path / "some.zip"
    archive.write_zip({"b.py": b"b" * 10_000, "a.py": b"a"}, file)
    with ZipFile(file) as packed:
        entries = packed.infolist()
    assert [entry.filename for entry in entries] == ["a.py", "b.py"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, oct(entry.external_attr >> 16)) for entry in entries} == {(3, "0o100644")}
    assert {entry.external_attr & 0xFFFF for entry in entries} == {0}
    assert {entry.compress_type for entry in entries} == {ZIP_DEFLATED}
    assert file.stat().st_size < 1000


def test_five_million_bytes_are_the_most(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sized:
        """A file of a size of one's choice."""

        parent, size = tiny.parent, 5_000_000

        def stat(self) -> Any:
            return type("Status", (), {"st_size": self.size})

    monkeypatch.setattr(archive, "write_zip", lambda inside, file: None)
    file: Any = Sized()
    assert archive.build(file, Target()).size == 5_000_000
    file.size += 1
    with pytest.raises(InputError, match=r"has 5,000,001 bytes, and 5,000,000 are allowed"):
        archive.build(file, Target())


def test_bytecode_of_a_python_that_is_here_goes_with_it(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def compiled(sources: dict[str, bytes], python: Path) -> dict[str, bytes]:
        asked.extend((python, list(sources)))
        return {"told/__pycache__/__init__.pyc": b"compiled"}

    monkeypatch.setattr(bytecode, "find_python", lambda version: Path(f"python{version}"))
    monkeypatch.setattr(bytecode, "compile_sources", compiled)
    made = archive.build(tiny, Target(python="3.99"))
    assert made.compiled_by == asked[0] == Path("python3.99")
    assert held_by(tiny)["told/__pycache__/__init__.pyc"] == b"compiled"
    assert asked[1] == sorted(name for name in held_by(tiny) if name.endswith(".py"))


def test_sources_are_compiled_for_where_they_will_lie(tmp_path: Path) -> None:
    found = bytecode.compile_sources({"told/said.py": b"raise ValueError('now')\n"}, HERE)
    ((name, data),) = found.items()
    assert name == f"told/__pycache__/said.{sys.implementation.cache_tag}.pyc"
    assert data == compile_sources.compiled(b"raise ValueError('now')\n", "/var/task/told/said.py")
    assert b"/var/task/told/said.py" in data


def test_warnings_about_a_packages_own_code_are_not_told(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    given, made = tmp_path / "given.zip", tmp_path / "made.zip"
    with ZipFile(given, "w") as packed:
        packed.writestr("odd.py", "'\\d'\n")
    compile_sources.main(str(given), str(made), "/var/task")
    assert len(held_by(made)) == 1
    assert list(recwarn) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [("import sys; sys.exit('First.\\nNo such thing.')", "No such thing"), ("raise SystemExit(1)", "nothing")],
)
def test_a_python_that_cannot_compile_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(words)
    monkeypatch.setattr(bytecode, "PROGRAM", program)
    with pytest.raises(InputError, match=f"choose another Python. It says: {said}"):
        bytecode.compile_sources({}, HERE)


def test_a_python_is_looked_for_here_then_by_name_then_among_pyenvs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyenv = tmp_path / "versions"
    for version in ("3.99.1", "3.99.2", "3.98.1"):
        place = pyenv / version / "bin" / f"python{version[:4]}"
        place.parent.mkdir(parents=True)
        place.touch()
    asked: list[Path] = []

    def is_it(path: Path, version: str) -> bool:
        asked.append(path)
        return path.parts[-3:] == ("3.99.1", "bin", "python3.99")

    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(bytecode.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bytecode, "_is", is_it)
    found = bytecode.find_python("3.99")
    newest, older = (pyenv / version / "bin" / "python3.99" for version in ("3.99.2", "3.99.1"))
    assert asked == [HERE, Path("/usr/bin/python3.99"), newest, older]
    assert found == older


@each_case("path", ["/nowhere/python", "/", sys.executable])
def test_what_is_no_python_of_the_version_is_passed_over(path: str) -> None:
    assert not bytecode._is(Path(path), "3.99")


class TestWheels:
    """Packages come as wheels, each with its locked hash."""

    @pytest.fixture(autouse=True)
    def kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Where they are kept."""
        monkeypatch.setattr(wheels, "KEPT", tmp_path / "kept")
        return tmp_path / "kept"

    def pip(self, monkeypatch: pytest.MonkeyPatch, wheel: Path, *failing: str) -> list[list[str]]:
        """Have pip fetch one wheel, or fail with these lines. Returns what it is asked, call by call."""
        calls: list[list[str]] = []

        def run(command: list[Any], **given: Any) -> subprocess.CompletedProcess[str]:
            calls.append([str(word) for word in command])
            assert given["stdin"] == subprocess.DEVNULL, "nobody is there to be asked anything"
            if not failing:
                (Path(calls[-1][calls[-1].index("--dest") + 1]) / wheel.name).write_bytes(wheel.read_bytes())
            return subprocess.CompletedProcess(command, int(bool(failing)), "", "\n".join(failing))

        monkeypatch.setattr(wheels.subprocess, "run", run)
        return calls

    def test_they_are_fetched_once_a_lock(self, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        wheel = wheel_with(tmp_path / "there", "told/__init__.py")
        lock = lock_of(tmp_path, wheel)
        calls = self.pip(monkeypatch, wheel)
        target = Target(python="3.12", machine="aarch64")
        folder = kept / "small-3.12-aarch64"
        assert wheels.fetch(target, lock) == wheels.fetch(target, lock) == [folder / wheel.name]
        assert len(calls) == 1
        (folder / "old-1-py3-none-any.whl").touch()
        lock.write_text(f"# Another one.\n{lock.read_text('utf-8')}", "utf-8")
        assert wheels.fetch(target, lock) == [folder / wheel.name], "what an earlier lock named is gone"
        assert len(calls) == 2

    def test_nothing_but_locked_wheels_for_the_target_are_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wheel = wheel_with(tmp_path / "there", "told/__init__.py")
        calls = self.pip(monkeypatch, wheel)
        wheels.fetch(Target(python="3.12", machine="aarch64"), lock_of(tmp_path, wheel))
        asked = " ".join(calls[0])
        assert calls[0][1:4] == ["-m", "pip", "download"]
        for wanted in (
            "--require-hashes", "--no-deps", "--only-binary :all:", "--implementation cp", "--python-version 3.12",
            "--platform manylinux2014_aarch64", f"--requirement {tmp_path / 'small.txt'}", "--quiet", "--no-input",
            "--disable-pip-version-check", "--progress-bar off",
        ):  # fmt: skip
            assert f" {wanted}" in asked

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            (["Looking.", "ERROR: No such package.", "WARNING: pip is old.", ""], "ERROR: No such package."),
            (["ERROR: One.", "ERROR: Two."], "ERROR: Two."),
            (["Killed.", "  "], "Killed."),
            ([" "], "nothing"),
        ],
    )
    def test_what_pip_says_is_told_in_a_line(
        self, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, said: list[str], reason: str
    ) -> None:
        wheel = wheel_with(tmp_path / "there", "told/__init__.py")
        lock = lock_of(tmp_path, wheel)
        self.pip(monkeypatch, wheel, *said)
        with pytest.raises(InputError, match=f"could not fetch the packages of .*then try again: {reason}$"):
            wheels.fetch(Target(), lock)
        self.pip(monkeypatch, wheel)
        assert wheels.fetch(Target(), lock), "the next time they are asked for again"

    def test_one_that_the_lock_does_not_name_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        wheel = wheel_with(tmp_path / "there", "told/__init__.py")
        lock = lock_of(tmp_path, wheel)
        self.pip(monkeypatch, wheel_with(tmp_path / "elsewhere", "told/__init__.py", "told/more.py"))
        with pytest.raises(InputError, match=r"is not the file that .* names; delete the folder"):
            wheels.fetch(Target(), lock)

    def test_files_go_by_the_names_that_they_are_imported_by(self, tmp_path: Path) -> None:
        wheel = wheel_with(tmp_path, "told/said.py", "told/", "told/__init__.py", "told.data.py")
        assert wheels.read(wheel) == {
            name: name.encode() for name in ("told.data.py", "told/__init__.py", "told/said.py")
        }

    @pytest.mark.parametrize("name", ["told-1.data/scripts/told", "told-1.data/x"])
    def test_one_that_only_an_installer_can_place_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(InputError, match=r"told-1-py3-none-any\.whl has files that only an installer can place"):
            wheels.read(wheel_with(tmp_path, "told/__init__.py", name))


class TestTheCommand:
    """`python -m skill package`: what it writes and what it tells."""

    @pytest.fixture(autouse=True)
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """What it asks for: the place, then the target."""
        found: list[Any] = []

        def build(file: Path, target: Target) -> archive.Archive:
            found.append(target)
            file.write_bytes(b"zip")
            return archive.Archive(file, 1234567, None)

        monkeypatch.setattr("skill.package.skill_package.write", lambda folder, place: found.append(place))
        monkeypatch.setattr(archive, "build", build)
        return found

    def test_it_tells_both_files_and_what_is_missing(
        self, tmp_path: Path, asked: list[Any], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["package", "--into", str(tmp_path)]) == 0
        assert asked == [Place(), Target(python="3.13", machine="x86_64")]
        assert capsys.readouterr().out.splitlines() == [
            f"{tmp_path}/skill-package",
            "  It has no endpoint yet: --endpoint sets it.",
            "  It has a placeholder for the privacy page: --privacy sets it.",
            "  It has a placeholder for the terms of use: --terms sets it.",
            f"{tmp_path}/lambda.zip: 1,234,567 bytes, SHA-256 {hashlib.sha256(b'zip').hexdigest()}",
            "  There is no Python 3.13 here, so the archive goes without bytecode: it works, and starts more slowly.",
        ]

    def test_what_is_given_goes_in_and_nothing_is_missing(
        self, tmp_path: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(archive, "build", lambda file, target: asked.append(target) or _compiled(file))
        urls = {name: f"https://example.org/{name}" for name in ("endpoint", "privacy", "terms")}
        given = [word for name, url in urls.items() for word in (f"--{name}", url)]
        assert main(["package", "--into", str(tmp_path), *given, "--python", "3.12", "--machine", "aarch64"]) == 0
        place = Place(endpoint=urls["endpoint"], privacy_url=urls["privacy"], terms_url=urls["terms"])
        assert asked == [place, Target(python="3.12", machine="aarch64")]
        assert len(capsys.readouterr().out.splitlines()) == 2


def _compiled(file: Path) -> archive.Archive:
    file.write_bytes(b"zip")
    return archive.Archive(file, 3, HERE)
