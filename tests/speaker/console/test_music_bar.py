# SPDX-License-Identifier: Apache-2.0
"""The bar above the prompt while music plays."""

import io
import threading

from cases import each_case

from skill.speaker.console import music_bar
from skill.speaker.console.music_bar import CELLS, MusicBar, row


@each_case(
    ("played", "length", "text"),
    [
        (0, 120, "[........................] 2:00 left"),
        (30, 120, "[######..................] 1:30 left"),
        (119.6, 120, "[########################] 0:00 left"),
        (500, 120, "[########################] 0:00 left"),
        (0, 0, "[########################] 0:00 left"),
    ],
)
def test_it_shows_how_much_is_left(played, length, text):
    assert row(played, length).strip() == text
    assert len(text) < CELLS + 20


def test_without_music_there_is_no_bar():
    out = io.StringIO()
    bar = MusicBar(out, lambda: None)
    bar.begin()
    bar.draw()
    bar.end()
    assert out.getvalue() == ""


def test_it_stands_above_the_prompt_and_leaves_what_is_typed_alone():
    out = io.StringIO()
    times = iter([(0.0, 60.0), (15.0, 60.0)])
    bar = MusicBar(out, lambda: next(times, None))
    bar.begin()
    out.write("You: al")
    bar.draw()
    bar.end()
    first, _, rest = out.getvalue().partition("\n")
    assert first.endswith("1:00 left")
    assert rest.startswith("You: al\x1b7\x1b[1A")
    assert "0:45 left" in rest
    assert rest.endswith("\x1b8")


def test_nothing_is_drawn_any_more_once_a_line_was_typed(monkeypatch):
    monkeypatch.setattr(music_bar, "EVERY_S", 0.0)
    drawing = []
    begun = threading.Event()

    def progress():
        if threading.current_thread() is not threading.main_thread():
            drawing.append(threading.current_thread())
            begun.set()
        return 15.0, 60.0

    bar = MusicBar(io.StringIO(), progress)
    bar.begin()
    begun.wait()
    bar.end()
    assert not drawing[0].is_alive()
