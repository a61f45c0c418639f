# SPDX-License-Identifier: Apache-2.0
"""`python -m audio [NAME ...] [--into FOLDER]`: make the sounds of the talk time that are not up to date.

Prints a table of all that was asked for, as measured; progress goes to standard error where somebody watches. How the
sound is made is told in audio/__init__.py.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from skill.tracks import COVER, TRACKS, Track

FOLDER = Path(__file__).parents[1] / "build" / "audio"
SET_UP = "Packages are missing that make sound; say `make audio`, or install requirements/audio.txt."


def main(arguments: list[str]) -> int:
    """Make the files. Returns the exit status: 0, 2 with one sentence on standard error, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="python -m audio", description="Make the sounds of the talk time.")
    names = [track.name for track in TRACKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of {', '.join(names)}")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help="where to (build/audio)")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(names):
        parser.error(f"there is no sound called {min(unknown)}; choose from {', '.join(names)}")
    try:
        make([track for track in TRACKS if not asked.names or track.name in asked.names], asked.into)
    except ModuleNotFoundError:
        print(SET_UP, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{asked.into} cannot be written ({error.strerror}); name another folder with --into.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return 0


def make(tracks: list[Track], into: Path) -> None:
    """Make what is not up to date, and print the table."""
    from audio import cover  # Only now, so that a missing package is told in a sentence.
    from audio.files import Folder

    folder = Folder(into)
    print(f"{'file':<12}{'seconds':>9}{'LUFS':>8}{'peak dB':>9}{'bytes':>11}")
    total_s, total_bytes = 0.0, 0
    for track in tracks:
        made = folder.up_to_date(track)
        note = "  up to date" if made else ""
        if made is None:
            made = folder.make(track, partial(show_progress, track))
            clear_progress()
        it = made.measured
        print(f"{track.file:<12}{it.seconds:>9.2f}{it.lufs:>8.2f}{it.peak_db:>9.2f}{made.bytes:>11,}{note}", flush=True)
        total_s, total_bytes = total_s + it.seconds, total_bytes + made.bytes
    if len(tracks) == len(TRACKS):
        total_bytes += (size := cover.write(into / COVER))
        print(f"{COVER:<12}{'':>26}{size:>11,}")
    print(f"{'all':<12}{total_s:>9.2f}{'':>17}{total_bytes:>11,}")


def show_progress(track: Track, share: float) -> None:
    """Show how far it is, in place of what was shown before, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{track.file} {share:4.0%}", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    """Take away what was shown."""
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
