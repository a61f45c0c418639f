# SPDX-License-Identifier: Apache-2.0
"""Whatever is wrong with the file, the evening goes on: it is told once, and the log says what to do."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from alexa.couple import Couple, plain_slot

from lambda_handler import make_handler
from skill.content.loading.loader import load_content
from skill.settings import Settings

LINES = load_content("en-US").lines
NOBODY = 65534
STEPS_MAX = 30

Fault = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def no_folder(file: Path) -> Iterator[None]:
    """The folder went away."""
    shutil.rmtree(file.parent)
    yield


@contextmanager
def a_broken_file(file: Path) -> Iterator[None]:
    """Something else was written over the file, and its folder may not be changed: it cannot even be kept aside."""
    file.write_bytes(b"this was a diary once " * 500)
    with _may_only_be_read(file.parent):
        yield


@contextmanager
def a_file_to_read_only(file: Path) -> Iterator[None]:
    """The file may be read, but not be written."""
    with _may_only_be_read(file):
        yield


@contextmanager
def a_folder_to_read_only(file: Path) -> Iterator[None]:
    """Nothing in the folder may be made anew."""
    with _may_only_be_read(file.parent):
        yield


@contextmanager
def a_full_disk(file: Path) -> Iterator[None]:
    """No file may grow any more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@contextmanager
def _may_only_be_read(path: Path) -> Iterator[None]:
    path.chmod(path.stat().st_mode & ~0o222)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(NOBODY)  # root may write whatever the mode says
    try:
        yield
    finally:
        if as_root:
            os.seteuid(0)
        path.chmod(path.stat().st_mode | 0o200)


@pytest.fixture(scope="module", autouse=True)
def spare_the_collector() -> None:
    """Have it look only at what these tests make: through all that others left it would take a second each time."""
    gc.freeze()


@pytest.fixture
def file() -> Iterator[Path]:
    """The file of a couple who were here before, in a folder that anybody may walk into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    file = folder / "kept.sqlite3"
    couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
    couple.launch()
    couple.say("SetNamesIntent", plain_slot("first", "Wilhelmina"), plain_slot("second", "Alex"))
    del couple
    gc.collect()  # closes the file, so that its log is gone
    assert list(folder.iterdir()) == [file]
    file.chmod(0o666)
    yield file
    shutil.rmtree(folder, ignore_errors=True)


def an_evening(couple: Couple) -> list[str]:
    """A whole check-in. Returns all that was said."""
    said = []
    couple.launch()
    for _ in range(STEPS_MAX):
        said.append(couple.words)
        if not couple.in_session:
            break
        couple.say("AMAZON.YesIntent" if couple.state in ("offer", "ritual") else "AMAZON.NextIntent")
    return said


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (no_folder, "No such file or directory"),
        (a_broken_file, "the file is no database, or broken"),
        (a_file_to_read_only, "it may only be read"),
        (a_folder_to_read_only, "it may only be read"),
        (a_full_disk, "the disk fails, or is full"),
    ],
)
def test_the_evening_goes_on_and_it_is_told_once(
    file: Path, fault: Fault, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    an_evening(Couple(make_handler(Settings())))  # imports what is imported at its first use
    couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
    with fault(file):
        said = an_evening(couple)
    assert not any(text in one for one in said for text in LINES["sorry.broken"].texts)
    assert any(text in said[-1] for text in LINES["close.night"].texts)
    assert [any(text in one for text in LINES["forgetful"].texts) for one in said] == [True] + [False] * (len(said) - 1)
    sentences = [message for message in caplog.messages if told in message]
    assert sentences
    assert all(sentence.endswith("that there is room on the disk.") for sentence in sentences)


@pytest.mark.parametrize("fault", [a_file_to_read_only, a_folder_to_read_only, a_full_disk])
def test_and_is_remembered_once_the_fault_is_mended(file: Path, fault: Fault) -> None:
    an_evening(Couple(make_handler(Settings())))
    couple = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
    with fault(file):
        an_evening(couple)
    couple.cut()
    couple.say("HowAreWeDoingIntent")
    couple.say("AMAZON.YesIntent")
    assert " once" in couple.words
    other_process = Couple(make_handler(Settings(store=f"sqlite:///{file}")))
    assert "therapy" not in other_process.launch()["response"]["outputSpeech"]["ssml"]
