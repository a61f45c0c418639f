# SPDX-License-Identifier: Apache-2.0
"""What this service tells of itself to whoever asks: programs, their models and languages."""

from __future__ import annotations

from collections.abc import Sequence

from wyoming.info import AsrModel, AsrProgram, Attribution, HandleModel, HandleProgram, Info, TtsProgram, TtsVoice

from skill import __version__

NAME = "closer-together"
OURS = Attribution(name="Closer Together", url="https://example.com/closer-together")


def describe(locale: str, *, handles: bool, ears: str | None, voice: str | None) -> Info:
    """The services that are there; `ears` and `voice` name what hears and speaks."""
    languages = _languages(locale)
    return Info(
        handle=[_handle(languages)] if handles else [],
        asr=[_asr(ears, languages)] if ears else [],
        tts=[_tts(voice, languages)] if voice else [],
    )


def _handle(languages: list[str]) -> HandleProgram:
    what = "A spoken check-in for two"
    model = HandleModel(NAME, OURS, True, what, __version__, languages)
    return HandleProgram(NAME, OURS, True, what, __version__, [model], supports_handled_streaming=True)


def _asr(ears: str, languages: list[str]) -> AsrProgram:
    model = AsrModel(ears, OURS, True, f"{ears}, with an ear for what a couple says here", __version__, languages)
    return AsrProgram(f"{NAME}-ears", OURS, True, "The ears of Closer Together", __version__, [model])


def _tts(voice: str, languages: list[str]) -> TtsProgram:
    model = TtsVoice(voice, OURS, True, f"{voice}, which keeps the pauses", __version__, languages)
    return TtsProgram(
        f"{NAME}-voice", OURS, True, "The voice of Closer Together", __version__, [model],
        supports_synthesize_streaming=True,
    )  # fmt: skip


def _languages(locale: str) -> list[str]:
    """The locale, and its language alone: Home Assistant asks for either."""
    language: Sequence[str] = locale.split("-")
    return [language[0], locale]
