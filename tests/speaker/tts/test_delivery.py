# SPDX-License-Identifier: Apache-2.0
"""How SSML is spoken: what is a sentence, where it rests, and how what stands in a tag is said."""

from __future__ import annotations

import pytest
from cases import each_case

from skill.speaker.tts.delivery import EMPHASES, WHISPER, Part, Said, Style, read_delivery
from skill.speaker.tts.ssml import MarkupError, Quiet, Sound, plain, read_ssml


def parts(markup: str) -> list[Part]:
    return read_delivery(f"<speak>{markup}</speak>")


def texts(markup: str) -> list[str]:
    return [part.text for part in parts(markup) if isinstance(part, Said)]


def style(markup: str) -> Style:
    (part,) = parts(markup)
    assert isinstance(part, Said)
    return part.style


def test_sentences_are_parts_of_their_own() -> None:
    assert texts("Phones away. Sam, you're first! Ready? At 9.30 then.") == [
        "Phones away.",
        "Sam, you're first!",
        "Ready?",
        "At 9.30 then.",
    ]


def test_breaks_and_sounds_come_where_they_stand() -> None:
    chime = "https://example.org/chime.mp3"
    assert parts(f"One <break time='2s'/><break strength='strong'/> two<audio src='{chime}'/> three.") == [
        Said("One"),
        Quiet(2.8),
        Said("two"),
        Sound(chime),
        Said("three."),
    ]


def test_sentences_and_paragraphs_rest_between_and_not_at_the_ends() -> None:
    assert parts("<p><s>One.</s><s>Two.</s></p><p>Three.</p>") == [
        Said("One."),
        Quiet(0.8),
        Said("Two."),
        Quiet(1.2),
        Said("Three."),
    ]


@each_case(
    ("markup", "rests"),
    [
        ("One.<p>Two.</p>", [1.2]),
        ("<p>One.</p>Two. Three.", [1.2]),
        ("One.<s>Two.</s>", [0.8]),
        ("<s>One.</s>Two.", [0.8]),
        ("<s>One.</s><p>Two.</p><s>Three.</s>", [1.2, 1.2]),
        ("<s>One.</s><break time='1s'/>Two. Three.", [1.8]),
        ("<s>One.</s><audio src='https://example.org/a.mp3'/>Two.", [0.8]),
        ("<p></p><s></s>One.", []),
    ],
)
def test_a_rest_is_as_long_as_the_longest_that_meets_there_and_a_break_comes_on_top(
    markup: str, rests: list[float]
) -> None:
    assert [part.seconds for part in parts(markup) if isinstance(part, Quiet)] == rests


@each_case(
    ("attributes", "expected"),
    [
        ("rate='slow'", Style(rate=0.8)),
        ("rate='150%'", Style(rate=1.5)),
        ("rate='10%'", Style(rate=0.2)),
        ("rate='much'", Style()),
        ("pitch='high'", Style(pitch=1.2)),
        ("pitch='-10%'", Style(pitch=0.9)),
        ("pitch='+90%'", Style(pitch=1.5)),
        ("pitch='-90%'", Style(pitch=0.667)),
        ("pitch='odd'", Style()),
        ("rate='900%'", Style(rate=2.0)),
        ("rate='x-slow'", Style(rate=0.6)),
        ("rate='medium'", Style()),
        ("rate='x-fast'", Style(rate=1.6)),
        ("pitch='x-low'", Style(pitch=0.7)),
        ("pitch='medium'", Style()),
        ("pitch='x-high'", Style(pitch=1.5)),
        ("rate='fast' pitch='low'", Style(rate=1.25, pitch=0.85)),
    ],
)
def test_prosody_sets_pace_and_pitch_within_the_platforms_limits(attributes: str, expected: Style) -> None:
    assert style(f"<prosody {attributes}>Slowly now.</prosody>") == expected


@each_case(
    ("volume", "gain"),
    [
        ("silent", 0.0),
        ("x-soft", 0.251),
        ("soft", 0.501),
        ("medium", 1.0),
        ("loud", 1.413),
        ("x-loud", 1.6),
        ("+2dB", 1.259),
        ("-6dB", 0.501),
        ("+20dB", 1.6),
        ("odd", 1.0),
    ],
)
def test_prosody_sets_loudness(volume: str, gain: float) -> None:
    assert style(f"<prosody volume='{volume}'>Softly.</prosody>").gain == pytest.approx(gain, abs=0.001)


def test_what_is_marked_inside_a_sentence_is_said_so_and_the_rest_as_usual() -> None:
    assert parts("You <emphasis level='strong'>both</emphasis> talk.") == [
        Said("You"),
        Said("both", EMPHASES["strong"]),
        Said("talk."),
    ]


@each_case(("level", "slower", "louder"), [("strong", True, True), ("moderate", True, True), ("reduced", False, False)])
def test_what_is_emphasised_is_slow_and_loud_and_what_is_reduced_quick_and_soft(
    level: str, slower: bool, louder: bool
) -> None:
    said = style(f"<emphasis level='{level}'>Both.</emphasis>")
    assert (said.rate < 1) is slower
    assert (said.gain > 1) is louder
    assert style("<emphasis>Both.</emphasis>") == EMPHASES["moderate"]


def test_marks_within_marks_stay_within_the_limits() -> None:
    inner = style("<prosody rate='x-slow' pitch='x-high'><prosody rate='20%' pitch='high'>Hush.</prosody></prosody>")
    assert inner == Style(rate=0.2, pitch=1.5)


def test_marks_within_marks_add_up() -> None:
    inner = style(
        "<prosody rate='80%'><prosody rate='150%'>"
        "<amazon:effect name='whispered'>Hush.</amazon:effect></prosody></prosody>"
    )
    assert inner.rate == pytest.approx(0.8 * 1.5 * WHISPER.rate)
    assert inner.gain == WHISPER.gain


@each_case(
    ("kind", "text", "said"),
    [
        ("digits", "1-800-799-7233", "1, 8 0 0, 7 9 9, 7 2 3 3"),
        ("telephone", "020 7946", "0 2 0, 7 9 4 6"),
        ("spell-out", "sos", "s o s"),
        ("characters", "a.b", "a, b"),
        ("ordinal", "1", "first"),
        ("ordinal", "2", "second"),
        ("ordinal", "3", "third"),
        ("ordinal", "4", "4th"),
        ("ordinal", "5", "fifth"),
        ("ordinal", "8", "eighth"),
        ("ordinal", "9", "ninth"),
        ("ordinal", "12", "twelfth"),
        ("ordinal", "13", "13th"),
        ("ordinal", "14", "14th"),
        ("ordinal", "20", "20th"),
        ("ordinal", "21", "21st"),
        ("ordinal", "22", "22nd"),
        ("ordinal", "23", "23rd"),
        ("ordinal", "24", "24th"),
        ("ordinal", "111", "111th"),
        ("ordinal", "112", "112th"),
        ("ordinal", "113", "113th"),
        ("ordinal", "the last", "the last"),
        ("fraction", "1/2", "1 half"),
        ("fraction", "1&#47;2", "1 half"),
        ("fraction", "3/2", "3 halves"),
        ("fraction", "1/4", "1 quarter"),
        ("fraction", "3/4", "3 quarters"),
        ("fraction", "2 / 3", "2 thirds"),
        ("fraction", "3/8", "3 eighths"),
        ("time", "2'", "2 minutes"),
        ("time", "1'21\"", "1 minutes and 21 seconds"),
        ("cardinal", "12", "12"),
        ("expletive", "darn", "bleep"),
        ("interjection", "wow", "wow"),
    ],
)
def test_what_stands_in_a_say_as_is_said_in_its_way(kind: str, text: str, said: str) -> None:
    assert texts(f"<say-as interpret-as='{kind}'>{text}</say-as>") == [said]


def test_substitutes_are_said_and_what_our_voices_lack_leaves_the_words() -> None:
    assert texts("<sub alias='right away'>asap</sub>, please.") == ["right away, please."]
    assert texts("<sub alias='right away'>as <w role='amazon:VB'>soon</w> as</sub> please.") == ["right away please."]
    assert texts("<say-as interpret-as='digits'>12</say-as> of 34.") == ["1 2 of 34."]
    assert texts(
        "<amazon:domain name='music'><amazon:emotion name='excited' intensity='low'><voice name='Joanna'>"
        "<lang xml:lang='fr-FR'><w role='amazon:VB'>Read</w> <phoneme alphabet='ipa' ph='x'>it</phoneme>.</lang>"
        "</voice></amazon:emotion></amazon:domain>"
    ) == ["Read it."]


def test_a_name_that_only_the_platform_knows_leaves_no_hole() -> None:
    assert texts("Welcome, <alexa:name type='first' personId='p'/>. Ready?") == ["Welcome.", "Ready?"]


@each_case("markup", ["", " ", "<p></p>", "<s/>", "<emphasis></emphasis>"])
def test_nothing_to_say_is_nothing(markup: str) -> None:
    assert parts(markup) == []


def test_what_alexa_would_refuse_is_refused_here_too() -> None:
    with pytest.raises(MarkupError, match="unknown tag <blink>"):
        parts("<blink>a</blink>")


def test_the_words_are_those_that_are_read() -> None:
    markup = "<speak>One. <emphasis>Two</emphasis> <sub alias='three'>3</sub>? <break time='1s'/>Four.</speak>"
    spoken = " ".join(part.text for part in read_delivery(markup) if isinstance(part, Said))
    assert spoken.replace(" ?", "?") == plain(read_ssml(markup))
