# SPDX-License-Identifier: Apache-2.0
"""The sounds of the talk time, as files: right for Alexa, as long and as loud as they should be, and calm.

Made here are the one-minute track and the chime; `make audio` measures the whole set. This folder is no
package, as the one that is tested bears its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pytest
from cases import each_case

WHY = "makes no sound without the packages of requirements/audio.txt; requirements/install audio gets them"
pytest.importorskip("lameenc", reason=WHY)
miniaudio = pytest.importorskip("miniaudio", reason=WHY)
np = pytest.importorskip("numpy", reason=WHY)
if find_spec("pyloudnorm") is None:
    pytest.skip(WHY, allow_module_level=True)

from audio.__main__ import main  # noqa: E402
from audio.files import BIT_RATE_K, Folder, encoded  # noqa: E402
from audio.measure import decoded, measure, momentary_lufs  # noqa: E402
from audio.mix import blocks  # noqa: E402
from audio.pad import CHORDS, RATE, TONIC, Pad  # noqa: E402
from skill.tracks import CHIME, TAIL, TALK, TRACKS, Track  # noqa: E402

MINUTE = TALK[0]
SHORT = [MINUTE, CHIME]
SHORT_IDS = [track.name for track in SHORT]
BELLS = ((-4.85, 587.33), (-4.25, 739.99), (-3.65, 880.0))
"""When each bell of the chime is struck, in seconds before the end, and its frequency."""


@dataclass(frozen=True, repr=False)
class Heard:
    """A finished file, and what comes out of a loudspeaker."""

    mp3: bytes
    sound: np.ndarray
    """Samples, full scale 1."""

    def part(self, begin_s: float, end_s: float) -> np.ndarray:
        """A part of it; seconds below zero count from its end."""
        length_s = len(self.sound) / RATE
        begin, end = (at + length_s if at < 0 else at for at in (begin_s, end_s))
        return self.sound[round(begin * RATE) : round(end * RATE)]


Loudness = Callable[[np.ndarray], float]


@pytest.fixture(scope="module")
def loudness() -> Loudness:
    """A sound's loudness as pyloudnorm measures it, which brings SciPy: seconds that other tests need not wait for."""
    import pyloudnorm

    measured: Loudness = pyloudnorm.Meter(RATE).integrated_loudness
    return measured


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("sounds")
    for track in SHORT:
        Folder(path).make(track)
    return path


@pytest.fixture(scope="module")
def heard(folder: Path) -> dict[Track, Heard]:
    files = {track: folder / track.file for track in SHORT}
    return {track: Heard(file.read_bytes(), np.concatenate(list(decoded(file)))) for track, file in files.items()}


def decibels(sound: np.ndarray) -> float:
    """Root mean square in decibels of full scale; silence counts as -120."""
    return 20 * math.log10(max(1e-6, float(np.sqrt(np.mean(sound**2)))))


def strength(sound: np.ndarray, hertz: float) -> float:
    """Decibels of the strongest tone within 4 Hz of one."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) / len(sound)
    near = np.abs(np.fft.rfftfreq(len(sound), 1 / RATE) - hertz) < 4
    return 20 * math.log10(max(1e-9, float(spectrum[near].max())))


def frames(mp3: bytes) -> list[tuple[int, int, int, int]]:
    """Version, kilobits a second, samples a second and channels of each frame, read from the headers (ISO 13818-3)."""
    found = []
    at = 0
    while at < len(mp3):
        first, second, third, fourth = mp3[at : at + 4]
        assert (first, second & 0xE0) == (0xFF, 0xE0), f"no frame begins at byte {at}"
        assert (second >> 1) & 3 == 1, "layer III"
        version = {3: 1, 2: 2}[(second >> 3) & 3]
        assert version == 2, "the tables here are those of version 2"
        bit_rate_k = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)[third >> 4]
        rate = (22050, 24000, 16000)[(third >> 2) & 3]
        found.append((version, bit_rate_k, rate, 1 if fourth >> 6 == 3 else 2))
        at += 72 * bit_rate_k * 1000 // rate + ((third >> 1) & 1)
    assert at == len(mp3), "the last frame is whole"
    return found


# Files as Alexa takes them


@pytest.mark.parametrize("track", SHORT, ids=SHORT_IDS)
def test_every_frame_is_what_an_audio_tag_takes(heard: dict[Track, Heard], track: Track) -> None:
    assert set(frames(heard[track].mp3)) == {(2, 48, 24000, 1)}


@pytest.mark.parametrize("track", SHORT, ids=SHORT_IDS)
def test_a_sound_is_as_long_as_it_says(heard: dict[Track, Heard], track: Track) -> None:
    assert len(heard[track].sound) / RATE == pytest.approx(track.seconds, abs=0.2)
    assert len(frames(heard[track].mp3)) * 576 / RATE == pytest.approx(track.seconds, abs=0.2)


def test_the_whole_set_is_small(heard: dict[Track, Heard]) -> None:
    bytes_a_second = BIT_RATE_K * 1000 / 8
    for track in SHORT:
        assert len(heard[track].mp3) <= (track.seconds + 0.2) * bytes_a_second
    assert sum((track.seconds + 0.2) * bytes_a_second for track in TRACKS) < 20e6


# What is heard


def test_the_music_is_soft(loudness: Loudness, heard: dict[Track, Heard]) -> None:
    assert loudness(heard[MINUTE].sound) == pytest.approx(-23, abs=1)


def test_the_chime_is_as_soft_as_the_music(loudness: Loudness, heard: dict[Track, Heard]) -> None:
    assert loudness(heard[CHIME].sound) == pytest.approx(-23, abs=1)


def test_the_tail_is_softer_than_the_music(loudness: Loudness) -> None:
    talk, tail = (np.concatenate(list(islice(blocks(track), 10, 20))) for track in (MINUTE, TAIL))
    assert loudness(tail) < loudness(talk) - 3


@pytest.mark.long
@pytest.mark.parametrize("track", SHORT, ids=SHORT_IDS)
def test_nothing_is_clipped_even_between_samples(heard: dict[Track, Heard], track: Track) -> None:
    spectrum = np.fft.rfft(heard[track].sound)
    between = np.fft.irfft(spectrum, 4 * len(heard[track].sound)) * 4
    assert np.abs(between).max() < 10 ** (-1 / 20)


@pytest.mark.parametrize("track", SHORT, ids=SHORT_IDS)
def test_a_sound_begins_and_ends_in_silence(heard: dict[Track, Heard], track: Track) -> None:
    for edge in (heard[track].part(0, 0.05), heard[track].sound[-round(0.05 * RATE) :]):
        assert decibels(edge) < -60


def test_the_music_comes_and_goes_slowly(heard: dict[Track, Heard]) -> None:
    music = heard[MINUTE]
    coming = [decibels(music.part(at, at + 0.5)) for at in (0.5, 1.5, 2.5, 4.5)]
    assert coming == sorted(coming)
    assert decibels(music.part(-7, -6)) < decibels(music.part(-20, -10)) - 3


def test_nothing_in_the_music_startles_or_stops(heard: dict[Track, Heard]) -> None:
    loudness = np.array(momentary_lufs(heard[MINUTE].part(5, -10)))
    assert np.abs(loudness[5:] - loudness[:-5]).max() < 4, "within half a second"
    assert loudness.max() - loudness.min() < 10


@each_case(("struck", "hertz"), BELLS)
def test_the_chime_rings_as_the_music_ends(heard: dict[Track, Heard], struck: float, hertz: float) -> None:
    for track in (MINUTE, CHIME):
        ringing = strength(heard[track].part(struck, struck + 1.2), hertz)
        assert ringing > strength(heard[MINUTE].part(-12, -10.8), hertz) + 10


def test_the_last_second_belongs_to_the_chime(heard: dict[Track, Heard]) -> None:
    assert strength(heard[MINUTE].part(-1, -0.5), 880) > strength(heard[MINUTE].part(-1, -0.5), 220) + 20


# How it is made


@pytest.mark.long
def test_the_same_sound_comes_out_twice_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    Folder(tmp_path).make(MINUTE)
    assert (tmp_path / MINUTE.file).read_bytes() == (folder / MINUTE.file).read_bytes()


def test_blocks_leave_no_seams() -> None:
    pad, end = Pad("any", 60.0), 20 * RATE
    pieces = [pad.samples(start, min(70_001, end - start)) for start in range(0, end, 70_001)]
    assert np.array_equal(np.concatenate(pieces), pad.samples(0, end))


def test_a_track_is_the_same_in_blocks_of_any_length() -> None:
    assert np.array_equal(np.concatenate(list(blocks(MINUTE, 7.3))), np.concatenate(list(blocks(MINUTE))))


def test_each_track_has_music_of_its_own() -> None:
    first, second = (next(blocks(track, 20.0)) for track in TALK[:2])
    assert not np.allclose(first, second)


def test_no_chord_rubs() -> None:
    for chord in CHORDS:
        steps = {high - low for low in chord for high in chord if high > low}
        assert not steps & {1, 6}, chord
    assert max(chord[-1] for chord in CHORDS) - min(chord[-1] for chord in CHORDS) <= 5


@pytest.mark.parametrize("track", [*TALK, TAIL], ids=lambda track: track.name)
def test_music_begins_and_ends_at_home_and_does_not_repeat_itself(track: Track) -> None:
    starts, chords = Pad(f"any {track.name}", track.seconds).chords
    assert (chords[0], chords[-1]) == (TONIC, TONIC)
    assert all(
        chord not in (before, after) for before, chord, after in zip(chords, chords[1:], chords[2:], strict=False)
    )
    lengths = np.diff([*starts, track.seconds])
    assert 8 < lengths.min() <= lengths.max() < 18


def test_a_sound_that_would_be_clipped_is_refused() -> None:
    with pytest.raises(ValueError, match="clipped"):
        list(encoded([np.full(1000, 1.5)]))


def test_long_files_measure_as_pyloudnorm_measures_a_whole(
    loudness: Loudness, folder: Path, heard: dict[Track, Heard]
) -> None:
    measured = measure(folder / MINUTE.file, piece_s=7.0)
    sound = heard[MINUTE].sound
    assert measured.lufs == pytest.approx(loudness(sound), abs=0.05)
    assert measured.seconds == len(sound) / RATE
    assert measured.peak_db == pytest.approx(20 * math.log10(np.abs(sound).max()))


# Making what is needed, and no more


def test_what_is_up_to_date_is_not_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chime", "--into", str(tmp_path)]) == 0
    before = (tmp_path / CHIME.file).stat()
    first = capsys.readouterr()
    assert main(["chime", "--into", str(tmp_path)]) == 0
    second = capsys.readouterr()
    assert (tmp_path / CHIME.file).stat().st_mtime_ns == before.st_mtime_ns
    assert "up to date" not in first.out
    assert second.out.splitlines()[1] == first.out.splitlines()[1] + "  up to date"
    assert first.err == second.err == ""


@pytest.mark.long
def test_the_table_tells_what_was_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["talk-1", "chime", "--into", str(tmp_path)])
    header, *rows = (line.split() for line in capsys.readouterr().out.splitlines())
    assert header == ["file", "seconds", "LUFS", "peak", "dB", "bytes"]
    assert [row[0] for row in rows] == [MINUTE.file, CHIME.file, "all"]
    sizes = [(tmp_path / track.file).stat().st_size for track in (MINUTE, CHIME)]
    assert [int(row[-1].replace(",", "")) for row in rows] == [*sizes, sum(sizes)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chime.mp3", "made.json", "talk-1.mp3"]


@pytest.mark.long
@pytest.mark.parametrize("harm", ["changed", "gone", "list gone", "list broken", "other source"])
def test_what_is_not_as_it_was_made_is_made_again(tmp_path: Path, harm: str) -> None:
    made = Folder(tmp_path).make(CHIME)
    file, listed = tmp_path / CHIME.file, tmp_path / "made.json"
    match harm:
        case "changed":
            file.write_bytes(file.read_bytes()[:-1] + b"x")
        case "gone":
            file.unlink()
        case "list gone":
            listed.unlink()
        case "list broken":
            listed.write_text("{")
        case "other source":
            listed.write_text(listed.read_text().replace(made.by, "0" * 64))
    assert Folder(tmp_path).up_to_date(CHIME) is None
    assert Folder(tmp_path).make(CHIME) == made
    assert Folder(tmp_path).up_to_date(CHIME) == made


def test_an_unknown_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["talk-7"])
    assert stopped.value.code == 2
    assert "there is no sound called talk-7; choose from talk-1, " in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("a file")
    assert main(["chime", "--into", str(tmp_path / "taken")]) == 2
    assert "taken cannot be written (File exists); name another folder with --into." in capsys.readouterr().err
