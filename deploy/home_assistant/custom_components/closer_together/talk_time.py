# SPDX-License-Identifier: Apache-2.0
"""Talk time at a satellite: music on its player while nothing listens, and the cue once it is over.

The music begins when the satellite has finished speaking. It is over when its player says so near its end, or when its
time has passed and the player never told anything. Stopped by hand it is silent: nobody is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from homeassistant.components.assist_satellite import DOMAIN as SATELLITE_DOMAIN
from homeassistant.components.media_player import DOMAIN as PLAYER_DOMAIN
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later, async_track_state_change_event
from homeassistant.util import dt as dt_util

from .client import CannotReach, Client, Music
from .satellite import Satellite

ALMOST_S = 10
"""A player that ends so many seconds before the end has played it out."""
SPEAKS_AT_MOST_S = 90
"""After so long a satellite is taken to have finished speaking."""
BUSY = ("listening", "processing", "responding")
ENDED = ("idle", "off", "standby")


class TalkTime:
    """The talk at one satellite. A new one takes the place of the one before."""

    def __init__(self, hass: HomeAssistant, client: Client, satellite: Satellite, context: dict[str, Any]) -> None:
        self._hass = hass
        self._client = client
        self._satellite = satellite
        self._context = context
        self._undo: list[CALLBACK_TYPE] = []
        self._began: datetime | None = None
        """When the music began; moved on by as long as it was paused."""
        self._paused: datetime | None = None
        self._left_s = 0
        self._seen_playing = False

    @callback
    def begin(self, media: str, music: Music) -> None:
        """Play, as soon as the satellite has finished speaking."""
        self._left_s = music.left_s
        satellite = self._satellite.entity_id
        state = self._hass.states.get(satellite) if satellite else None
        if satellite is None or state is None or state.state not in BUSY:
            self._go(self._play(media, music))
            return

        @callback
        def spoken(event: Event[EventStateChangedData]) -> None:
            new = event.data["new_state"]
            if new is not None and new.state not in BUSY:
                self._forget()
                self._go(self._play(media, music))

        @callback
        def waited(_: datetime) -> None:
            self._forget()
            self._go(self._play(media, music))

        self._undo.append(async_track_state_change_event(self._hass, satellite, spoken))
        self._undo.append(async_call_later(self._hass, SPEAKS_AT_MOST_S, waited))

    @callback
    def stop(self) -> None:
        """End the music before its time; nobody is asked. What is said does not wait for the player."""
        began = self._began
        self.cancel()
        if began is not None:
            self._go(self._call("media_stop"))

    @callback
    def cancel(self) -> None:
        """Wait for nothing any more."""
        self._forget()
        self._began = None

    async def _play(self, media: str, music: Music) -> None:
        player = self._satellite.player
        assert player is not None
        self._began = dt_util.utcnow()
        self._undo.append(async_track_state_change_event(self._hass, player, self._player_tells))
        self._undo.append(async_call_later(self._hass, self._left_s + ALMOST_S, self._time_is_over))
        await self._call("play_media", media_content_id=media, media_content_type="music")
        if music.offset_s:
            await self._call("media_seek", seek_position=music.offset_s)

    @callback
    def _player_tells(self, event: Event[EventStateChangedData]) -> None:
        new = event.data["new_state"]
        if new is None or self._began is None:
            return
        now = dt_util.utcnow()
        if new.state == "paused":
            self._paused = self._paused or now
        elif new.state == "playing":
            self._seen_playing = True
            self._began += now - (self._paused or now)
            self._paused = None
        elif new.state in ENDED and self._seen_playing:
            played_s = ((self._paused or now) - self._began).total_seconds()
            self.cancel()
            if played_s >= self._left_s - ALMOST_S:
                self._go(self._ask())

    @callback
    def _time_is_over(self, _: datetime) -> None:
        state = self._hass.states.get(self._satellite.player or "")
        if self._seen_playing and state is not None and state.state in ("playing", "paused"):
            return  # it began late, or waits: it will tell when it comes to its end
        self.cancel()
        self._go(self._ask())

    async def _ask(self) -> None:
        """The cue, with an open microphone, where the satellite can; nothing where something else began meanwhile."""
        if not self._satellite.can_ask:
            return
        try:
            cue = await self._client.cue(self._context)
        except CannotReach:
            return
        if cue.text and cue.listening:
            await ask(self._hass, self._satellite, cue.text)

    async def _call(self, action: str, **data: Any) -> None:
        """Have the player do something. One that cannot, or is gone, leaves the room silent, and the evening whole."""
        target = {"entity_id": self._satellite.player}
        try:
            await self._hass.services.async_call(PLAYER_DOMAIN, action, target | data, blocking=True)
        except HomeAssistantError:
            return

    def _go(self, work: Any) -> None:
        self._hass.async_create_task(work, "closer_together talk time")

    @callback
    def _forget(self) -> None:
        undo, self._undo = self._undo, []
        for each in undo:
            each()


class TalkTimes:
    """The talks of all satellites."""

    def __init__(self, hass: HomeAssistant, client: Client, media: Callable[[Music], str]) -> None:
        self._hass = hass
        self._client = client
        self._media = media
        self._known: dict[str, TalkTime] = {}

    @callback
    def follow(self, satellite: Satellite, context: dict[str, Any], music: Music | None, stops: bool) -> None:
        """What an answer wants of the player."""
        if satellite.player is None or satellite.key is None:
            return
        before = self._known.get(satellite.key)
        if before is not None and (stops or music is not None):
            del self._known[satellite.key]
            if music is None:
                before.stop()
            else:
                before.cancel()
        if music is not None:
            talk = self._known[satellite.key] = TalkTime(self._hass, self._client, satellite, context)
            talk.begin(self._media(music), music)

    @callback
    def cancel(self) -> None:
        """Wait for nothing any more."""
        for talk in self._known.values():
            talk.cancel()
        self._known.clear()


async def ask(hass: HomeAssistant, satellite: Satellite, text: str) -> None:
    """Have a satellite say something and listen. Raises what Home Assistant raises where it cannot."""
    data = {"entity_id": satellite.entity_id, "start_message": text, "preannounce": False}
    await hass.services.async_call(SATELLITE_DOMAIN, "start_conversation", data, blocking=True)
