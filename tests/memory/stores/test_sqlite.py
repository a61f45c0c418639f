# SPDX-License-Identifier: Apache-2.0
"""One file: private, safe under kills, erased to the last byte, and never a reason for the evening to end."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from alexa.couple import USER

from skill.alexa.requests.envelope import digest
from skill.deadline import Deadline
from skill.memory.opening import open_store
from skill.memory.records import Records
from skill.memory.sqlite import SqliteStore
from skill.memory.store import Stored, StoreUnavailable

HERE = Path(__file__).parent
SPEAKERS = 8
KILLS = 50 if os.environ.get("CI") == "true" else 4
SECRET = "Wilhelmina"
NEW = f'{{"names": ["{SECRET}", "Alex"]}}'.encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite3"


@pytest.fixture
def store(file: Path) -> SqliteStore:
    return SqliteStore(file)


@pytest.fixture
def other_reader(file: Path, store: SqliteStore) -> Iterator[sqlite3.Connection]:
    """Somebody else's connection to the same file."""
    store.get("k", Deadline())
    connection = sqlite3.connect(file, isolation_level=None)
    yield connection
    connection.close()


def stored_bytes(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.iterdir())


class TestTheFile:
    """Whose it is and where."""

    def test_only_its_owner_may_read_it(self, file: Path, store: SqliteStore) -> None:
        store.put("k", NEW, 0, Deadline())
        modes = {part.name: stat.S_IMODE(part.stat().st_mode) for part in file.parent.iterdir()}
        assert modes == {file.name: 0o600, f"{file.name}-wal": 0o600, f"{file.name}-shm": 0o600}

    def test_by_default_it_is_in_the_users_data_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        monkeypatch.setenv("HOME", str(tmp_path))
        open_store("sqlite:").put("k", NEW, 0, Deadline())
        (file,) = tmp_path.rglob("household.sqlite3")
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_the_write_ahead_log_is_as_safe_as_promised(self, file: Path, store: SqliteStore) -> None:
        with store.file.connected(Deadline(), "read") as connection:
            told = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert told == ["wal", 1]


class TestConnections:
    """They are kept, each used by one thread at a time, and none that came along in a fork."""

    def test_one_is_kept_for_the_next_request(self, store: SqliteStore) -> None:
        with store.file.connected(Deadline(), "read") as first:
            pass
        with store.file.connected(Deadline(), "read") as second:
            pass
        assert first is second

    def test_a_child_process_opens_its_own(self, store: SqliteStore) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        child = os.fork()
        if child == 0:
            try:
                mine = store.put("k", b"first", kept, Deadline())
                store.put("k", b"second", mine, Deadline())
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        assert store.get("k", Deadline()) == Stored(kept + 2, b"second")

    def test_a_file_that_was_taken_away_is_made_again(self, file: Path, store: SqliteStore) -> None:
        store.put("k", NEW, 0, Deadline())
        for part in list(file.parent.iterdir()):
            part.unlink()
        assert store.get("k", Deadline()) is None
        store.put("k", NEW, 0, Deadline())
        assert SqliteStore(file).get("k", Deadline()) is not None

    def test_each_thread_has_its_own(self, store: SqliteStore) -> None:
        store.put("k", NEW, 0, Deadline())
        seen: list[object] = []
        thread = threading.Thread(target=lambda: seen.append(store.get("k", Deadline())))
        thread.start()
        thread.join()
        assert seen == [store.get("k", Deadline())]


class TestOtherProcesses:
    """They come and go, and nobody's write goes with them."""

    def test_one_that_ends_takes_no_log_away_that_is_still_written(self, file: Path, store: SqliteStore) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        # A thread that opens the same file must not take this one's locks from it when it closes anything.
        thread = threading.Thread(target=lambda: store.get("k", Deadline()))
        thread.start()
        thread.join()
        assert self.seen_by_another(file) == NEW.decode()
        store.put("k", b"seven", kept, Deadline())
        assert self.seen_by_another(file) == "seven"

    def seen_by_another(self, file: Path) -> str:
        code = (
            "import sys\n"
            "from pathlib import Path\n"
            "from skill.deadline import Deadline\n"
            "from skill.memory.sqlite import SqliteStore\n"
            "print(SqliteStore(Path(sys.argv[1])).get('k', Deadline()).data.decode())"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True, cwd=HERE.parents[2]
        )
        return told.stdout.strip()


class TestAKilledProcess:
    """Every turn that was acknowledged is there."""

    @pytest.mark.long
    def test_loses_nothing_that_it_acknowledged(self, file: Path) -> None:
        acknowledged, first = 0, None
        for _ in range(KILLS):
            with subprocess.Popen(
                [sys.executable, str(HERE / "writer.py"), str(file), str(acknowledged + 1)],
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parents[1]), str(HERE.parents[2])))},
            ) as writer:
                assert writer.stdout is not None
                # It talks on while it is killed: at some other point of a write each time.
                lines = [writer.stdout.readline() for _ in range(2)]
                writer.send_signal(signal.SIGKILL)
                lines += writer.stdout.readlines()
            acknowledged = max(int(line) for line in lines if line.endswith(b"\n"))
            kept = Records(SqliteStore(file)).load(digest(USER), Deadline())
            # Each turn is one revision. At most one more was written than was acknowledged.
            first = first if first is not None else kept.revision - acknowledged
            assert kept.revision - first - acknowledged in (-1, 0, 1)
            assert kept.household.devices[-1].request in {digest(str(acknowledged + more))[:16] for more in (0, 1)}


class TestWhatGoesWrong:
    """A clear sentence each time, and nothing is overwritten."""

    def all_in_one_file(self, store: SqliteStore, asked: str = "SELECT 0") -> int:
        """Close the store so that nothing is left in the log. Returns what is asked."""
        with store.file.connected(Deadline(), "read") as connection:
            answer: int = connection.execute(asked).fetchone()[0]
        store.file.scrub(Deadline())
        connection.close()
        return answer

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailable, match=r"could not be read \(No such file or directory\); see that"):
            SqliteStore(tmp_path / "no" / "folder").get("k", Deadline())

    def test_a_folder_in_the_files_place(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnavailable, match="it cannot be opened"):
            SqliteStore(tmp_path).get("k", Deadline())

    def test_a_file_that_is_no_database_is_kept_aside_and_a_new_one_begun(
        self, file: Path, store: SqliteStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken = b"this was a diary once " * 500
        file.write_bytes(broken)
        with pytest.raises(StoreUnavailable, match="NOTADB"):
            store.get("k", Deadline())
        assert store.get("k", Deadline()) is None
        store.put("k", NEW, 0, Deadline())
        assert (file.parent / f"{file.name}.broken-1").read_bytes() == broken
        assert "kept beside the new one" in caplog.text

    @pytest.mark.parametrize("time", range(10))
    def test_threads_that_meet_a_broken_file_at_once_lose_nothing_that_they_write_then(
        self, file: Path, time: int
    ) -> None:
        file.write_bytes(b"this was a diary once " * 500)
        together = threading.Barrier(SPEAKERS)
        written: list[str] = []

        def talk(speaker: int) -> None:
            own = SqliteStore(file)
            together.wait()
            for turn in range(5):
                with suppress(StoreUnavailable):
                    own.get("k", Deadline())
                    own.put(f"{speaker} {turn}", NEW, 0, Deadline())
                    written.append(f"{speaker} {turn}")

        speakers = [threading.Thread(target=talk, args=(number,)) for number in range(SPEAKERS)]
        for speaker in speakers:
            speaker.start()
        for speaker in speakers:
            speaker.join()
        assert len(written) >= SPEAKERS
        assert set(written) <= set(SqliteStore(file).keys(Deadline()))
        assert [part.name for part in file.parent.glob("*.broken-*")] == [f"{file.name}.broken-1"]

    def test_a_broken_index_is_noticed_and_the_file_kept_aside(self, file: Path, store: SqliteStore) -> None:
        key = "household" * 5
        store.put(key, NEW, 0, Deadline())
        page = self.all_in_one_file(
            store, "SELECT rootpage FROM sqlite_schema WHERE name LIKE '%autoindex_household_1'"
        )
        whole = bytearray(file.read_bytes())
        begin = whole.index(key.encode(), (page - 1) * 4096)
        whole[begin : begin + 3] = b"???"
        file.write_bytes(whole)
        again = SqliteStore(file)
        with pytest.raises(StoreUnavailable, match="the file is broken"):
            again.delete(key, Deadline())
        assert (file.parent / f"{file.name}.broken-1").exists()
        again.delete(key, Deadline())
        assert [part.name for part in file.parent.glob("*.broken-*")] == []

    def test_a_second_broken_file_does_not_overwrite_the_first(self, file: Path, store: SqliteStore) -> None:
        for content in (b"first " * 999, b"second " * 999):
            for part in file.parent.glob(f"{file.name}-*"):
                part.unlink()
            file.write_bytes(content)
            with pytest.raises(StoreUnavailable):
                store.get("k", Deadline())
        assert [part.read_bytes()[:5] for part in sorted(file.parent.iterdir())] == [b"first", b"secon"]

    def test_a_page_torn_in_the_middle_is_kept_aside_too(self, file: Path, store: SqliteStore) -> None:
        for number in range(60):
            store.put(f"k{number}", b"x" * 3000, 0, Deadline())
        self.all_in_one_file(store)
        whole = bytearray(file.read_bytes())
        whole[4096:-4096] = b"\x99" * (len(whole) - 8192)
        file.write_bytes(whole)
        again = SqliteStore(file)
        with pytest.raises(StoreUnavailable, match="the file is broken"):
            [again.get(f"k{number}", Deadline()) for number in range(60)]
        assert (file.parent / f"{file.name}.broken-1").read_bytes() == whole
        assert again.get("k1", Deadline()) is None

    def test_a_file_that_may_only_be_read(self, file: Path, store: SqliteStore) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        with store.file.connected(Deadline(), "read") as connection:
            connection.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreUnavailable, match="READONLY"):
            store.put("k", NEW, kept, Deadline())
        assert store.get("k", Deadline()) is not None

    def test_a_full_disk(self, file: Path, store: SqliteStore) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        large = b"x" * 50_000
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, hard))
        try:
            with pytest.raises(StoreUnavailable, match="could not be written"):
                store.put("k", large, kept, Deadline())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        assert store.get("k", Deadline()) == Stored(kept, NEW)
        store.put("k", large, kept, Deadline())

    def test_another_one_who_writes_for_too_long(self, store: SqliteStore, other_reader: sqlite3.Connection) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        other_reader.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="BUSY"):
            store.put("k", NEW, kept, Deadline(0.05))
        other_reader.execute("ROLLBACK")
        store.put("k", NEW, kept, Deadline())

    def test_a_deadline_that_has_passed(self, file: Path, store: SqliteStore) -> None:
        with pytest.raises(StoreUnavailable, match="too slow"):
            store.get("k", Deadline(0))
        assert not file.exists()


class TestALogThatIsTakenAway:
    """Somebody deletes the files beside the file while it is used: noticed, and nothing that was kept is lost."""

    @pytest.mark.parametrize("endings", [["-wal"], ["-shm"], ["-wal", "-shm"]])
    def test_what_was_written_before_and_what_is_written_then_is_kept(
        self, file: Path, store: SqliteStore, endings: list[str]
    ) -> None:
        revision = store.put("k", b"before", 0, Deadline())
        for ending in endings:
            Path(f"{file}{ending}").unlink()
        assert store.get("k", Deadline()) == Stored(revision, b"before")
        store.put("k", b"after", revision, Deadline())
        assert SqliteStore(file).get("k", Deadline()) == Stored(revision + 1, b"after")

    @pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
    def test_nothing_is_acknowledged_into_a_file_that_is_gone(
        self, file: Path, store: SqliteStore, ending: str
    ) -> None:
        store.put("k", b"before", 0, Deadline())
        writing = store.file.connected(Deadline(), "written")
        writing.__enter__().execute("UPDATE household SET record = 'after'")
        Path(f"{file}{ending}").unlink()
        with pytest.raises(StoreUnavailable, match="taken away"):
            writing.__exit__(None, None, None)

    @pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
    def test_what_goes_in_the_middle_of_a_request_is_noticed_by_its_write(
        self, file: Path, store: SqliteStore, ending: str
    ) -> None:
        revision = store.put("k", b"before", 0, Deadline())
        request = Deadline()
        assert store.get("k", request) == Stored(revision, b"before")
        Path(f"{file}{ending}").unlink()
        with pytest.raises(StoreUnavailable, match="taken away"):
            store.put("k", b"after", revision, request)
        assert store.get("another", Deadline()) is None, "the next request finds a store that works"


class TestErasing:
    """Not a trace, in any file."""

    def test_leaves_no_trace(self, file: Path, store: SqliteStore) -> None:
        kept = store.put("k", NEW, 0, Deadline())
        for number in range(30):
            kept = store.put("k", NEW + str(number).encode() * 200, kept, Deadline())
        file.with_name(f"{file.name}.broken-1").write_bytes(SECRET.encode())
        assert SECRET.encode() in stored_bytes(file)
        store.delete("k", Deadline())
        assert SECRET.encode() not in stored_bytes(file)
        assert b"broken" not in b"".join(bytes(part) for part in file.parent.iterdir())

    def test_while_a_reader_holds_the_log_it_is_emptied_at_the_next_request(
        self, file: Path, store: SqliteStore, other_reader: sqlite3.Connection
    ) -> None:
        store.put("k", NEW, 0, Deadline())
        other_reader.execute("BEGIN")
        other_reader.execute("SELECT count(*) FROM household").fetchone()
        store.delete("k", Deadline())
        assert store.get("k", Deadline()) is None
        assert SECRET.encode() in stored_bytes(file)
        other_reader.execute("ROLLBACK")
        store.get("another household", Deadline())
        assert SECRET.encode() not in stored_bytes(file)

    def test_or_by_the_next_process(self, file: Path, store: SqliteStore, other_reader: sqlite3.Connection) -> None:
        store.put("k", NEW, 0, Deadline())
        other_reader.execute("BEGIN")
        other_reader.execute("SELECT count(*) FROM household").fetchone()
        store.delete("k", Deadline())
        other_reader.execute("ROLLBACK")
        SqliteStore(file).get("another household", Deadline())
        assert SECRET.encode() not in stored_bytes(file)

    def test_touches_no_other_household(self, store: SqliteStore) -> None:
        store.put("k", NEW, 0, Deadline())
        store.put("other", NEW, 0, Deadline())
        store.delete("k", Deadline())
        assert store.keys(Deadline()) == ["other"]


def test_what_has_expired_is_taken_out_of_the_file_within_an_hour_and_what_was_written_over_it_stays(
    file: Path,
) -> None:
    now = [1_800_000_000.0]
    store = SqliteStore(file, clock=lambda: now[0])
    written_over = store.put("again", b"mark", 0, Deadline(), expires=now[0] + 10)
    store.put("again", NEW, written_over, Deadline())
    store.put("gone", b"mark", 0, Deadline(), expires=now[0] + 10)
    now[0] += 3599
    store.put("other", NEW, 0, Deadline())
    assert store.keys(Deadline()) == ["again", "gone", "other"]
    now[0] += 1
    store.put("another", NEW, 0, Deadline())
    assert store.keys(Deadline()) == ["again", "another", "other"]
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM expiring").fetchone() == (0,)
    connection.close()
