# SPDX-License-Identifier: Apache-2.0
"""Talk time on OpenVoiceOS: music by its own player while nothing listens, and a word to the skill once it is over.

It is over when the player says so, or when its time has passed and the player told nothing. Whether anybody is asked
then is the service's affair, which knows how far the music came: stopped by hand it is silent, and nobody is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ovos_bus_client.message import Message
from ovos_utils.ocp import MediaEntry, MediaState, MediaType, PlaybackType, PlayerState
from ovos_workshop.skills.ovos import OVOSSkill

from .client import Music

ALMOST_S = 10
"""So long after its time the music is over, where no player ever told anything."""
STEP_S = 240
"""A skill that was silent for five minutes is handed nothing any more, so it tells sooner that it is still there."""
RING = "talk"
TITLE = "Talk time"
"""What a screen may show: it tells nobody what is being talked about."""


class TalkTime:
    """The talk that goes on, if any: one speaker has one player."""

    def __init__(self, skill: OVOSSkill, stays: Callable[[], None], over: Callable[[], None]) -> None:
        self._skill = skill
        self._stays = stays
        """Called now and then, as long as the music plays."""
        self._over = over
        """Called once, when the music is over."""
        self._music: Music | None = None
        self._left_s = 0
        self._playing = False
        """Whether the player said that it plays."""
        self._paused = False
        skill.add_event("ovos.common_play.player.state", self._player_tells, speak_errors=False)
        skill.add_event("ovos.common_play.media.state", self._media_tells, speak_errors=False)

    @property
    def folder(self) -> Path:
        """Where the tracks lie: the folder that OpenVoiceOS gives this skill."""
        return Path(self._skill.file_system.path)

    @property
    def goes_on(self) -> bool:
        """Whether a talk goes on, or is about to begin."""
        return self._music is not None

    def has_music(self) -> bool:
        """Whether the tracks are there, and a player that can play them. Waits for the player's answer."""
        return any(self.folder.glob("*.mp3")) and bool(self._skill.audio_service.available_backends())

    def announce(self, music: Music) -> None:
        """The music of this talk begins as soon as all is said; a stop before that goes first."""
        self.forget()
        self._music = music

    def begin(self, music: Music) -> None:
        """Play, unless something else came meanwhile."""
        if self._music is not music:
            return
        self._wait_for(music)
        file = self.folder / Path(music.file).name  # a name, and nothing that leads out of the folder
        if not file.is_file():
            return  # the room is silent, and the evening whole: they are asked all the same
        player = self._skill.audio_service
        player.play(
            [
                MediaEntry(
                    uri=file.as_uri(),
                    title=TITLE,
                    skill_id=self._skill.skill_id,
                    length=music.seconds,
                    playback=PlaybackType.AUDIO,
                    media_type=MediaType.AUDIO,
                )
            ]
        )
        if music.offset_s:
            player.set_track_position(music.offset_s * 1000)

    def stop(self) -> None:
        """End the music before its time; nobody is asked."""
        if self.forget():
            self._skill.audio_service.stop()

    def forget(self) -> bool:
        """Wait for nothing any more. Whether a talk went on."""
        music, self._music = self._music, None
        self._playing = self._paused = False
        self._skill.cancel_scheduled_event(RING)
        return music is not None

    def _wait_for(self, music: Music) -> None:
        self._left_s = music.left_s + ALMOST_S
        self._wait()

    def _wait(self) -> None:
        step = min(self._left_s, STEP_S)
        self._left_s -= step
        self._skill.cancel_scheduled_event(RING)
        self._skill.schedule_event(self._rings, step, name=RING, context={"skill_id": self._skill.skill_id})

    def _rings(self, message: Message) -> None:
        if self._music is None:
            return
        if self._left_s > 0:
            self._stays()
            self._wait()
        else:
            self._ends()

    def _player_tells(self, message: Message) -> None:
        if self._music is None:
            return
        state = message.data.get("state")
        if state == PlayerState.PLAYING:
            if self._paused:
                self._wait_for(self._music)
            self._playing, self._paused = True, False
        elif state == PlayerState.PAUSED:
            self._paused = True
            self._skill.cancel_scheduled_event(RING)
        elif state == PlayerState.STOPPED and self._playing:
            self._ends()

    def _media_tells(self, message: Message) -> None:
        if self._music is not None and self._playing and message.data.get("state") == MediaState.END_OF_MEDIA:
            self._ends()

    def _ends(self) -> None:
        if self.forget():
            self._over()
