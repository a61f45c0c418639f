# SPDX-License-Identifier: Apache-2.0
"""The page over HTTP: `GET /`, its own files, and what it asks for under `/page/`.

Whoever asks for anything but the page and its files must bring the token that stands in the page, which only the page
can read. The local app has closed its doors before (`local.py`), so nobody else comes this far.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct

from skill.drawing.command import drawn
from skill.errors import InputError
from skill.memory.store import StoreUnavailable
from skill.speaker.snd.tracks import AUDIO_HOST, file_of
from skill.web.endpoint import Refused, json_response, read_body
from skill.web.page.actions import AnyAction
from skill.web.page.map import conversation_map
from skill.web.page.played import play_script
from skill.web.page.sounds import PageVoice, line_of
from skill.web.page.speaker import PageSpeaker

FILES = Path(__file__).parent / "static"
TOKEN_HEADER = "X-Page-Token"  # noqa: S105  # its name, not its value
TOKEN_PLACE = "{{token}}"  # noqa: S105
RECORDING_TYPE = "audio/wav"
RECORDING_BYTES_MAX = 16_000_000
"""Eight minutes of speech as a browser records it."""
SCRIPT_TYPE = "text/plain"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",  # the screen, which has a policy of its own (skill/web/viewhost)
        "media-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STALE = "This page is from an earlier start of the server; load it again."
GONE = "That is not kept any more, or nobody may look at it."
NOT_BUILT = "The music is not built on this machine; `make audio` makes it."


class Doing(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page wants done, and what it knows already."""

    action: AnyAction
    after: int = 0
    """Number of the last entry that it has."""
    epoch: str = ""
    silent: bool = False
    """Whether nothing can be heard at it."""


class Page:
    """What the routes share. The speaker is opened by whoever looks first."""

    def __init__(self, open_speaker: Callable[[], PageSpeaker], voice: str = "pyttsx3") -> None:
        """`voice`: as `talk --voice` takes it."""
        self.token = secrets.token_urlsafe(32)
        self.voice = PageVoice(voice)
        self._open_speaker = open_speaker
        self._opening = threading.Lock()
        self._speaker: PageSpeaker | None = None

    @property
    def speaker(self) -> PageSpeaker:
        """The one speaker of this process."""
        with self._opening:
            if self._speaker is None:
                self._speaker = self._open_speaker()
            return self._speaker

    def close(self) -> None:
        """Let go of what it holds."""
        self.voice.close()
        with self._opening:
            if self._speaker is not None:
                self._speaker.close()
                self._speaker = None


def page_routes(page: Page) -> Blueprint:
    """All routes of the page."""
    routes = Blueprint("page", __name__, static_folder=str(FILES), static_url_path="/page/static")

    @routes.before_request
    def check_token() -> None:
        if request.endpoint in ("page.index", "page.static"):
            return
        if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), page.token.encode()):
            raise Refused(403, STALE)

    @routes.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        # The files change with the project, and what is said is nobody's to keep.
        response.headers["Cache-Control"] = "no-cache" if request.endpoint == "page.static" else "no-store"
        return response

    @routes.get("/")
    def index() -> Response:
        text = (FILES / "index.html").read_text("utf-8").replace(TOKEN_PLACE, page.token)
        return Response(text, mimetype="text/html")

    @routes.post("/page/do")
    def do() -> Response:
        doing = _read(read_body(request), Doing)
        page.speaker.do(doing.action)
        return _answer(page.speaker.shown(doing.after, doing.epoch, silent=doing.silent))

    @routes.post("/page/hear")
    def hear() -> Response:
        speaker = page.speaker
        recording = _body(RECORDING_TYPE, RECORDING_BYTES_MAX)
        return _answer({"line": line_of(recording, speaker.model, speaker.expects, listening=speaker.listening)})

    @routes.get("/page/exchange/<int:number>")
    def exchange(number: int) -> Response:
        found = page.speaker.exchange(number)
        if found is None:
            raise Refused(404, GONE)
        return _answer(found.wire())

    @routes.get("/page/voice/<int:number>")
    def voice(number: int) -> Response:
        ssml = page.speaker.ssml(number)
        sound = page.voice.wav(ssml, page.speaker.locale) if ssml else None
        if sound is None:
            raise Refused(404, GONE)
        return Response(sound, mimetype=RECORDING_TYPE)

    @routes.get("/page/track/<name>")
    def track(name: str) -> Response:
        file = file_of(f"{AUDIO_HOST}/{name}.mp3")
        if file is None:
            raise Refused(404, NOT_BUILT)
        return Response(file.read_bytes(), mimetype="audio/mpeg")

    @routes.get("/page/map")
    def tell_map() -> Response:
        return _answer(conversation_map())

    @routes.get("/page/map/<topic>.svg")
    def drawing(topic: str) -> Response:
        if topic not in {each.topic for each in conversation_map().topics}:
            raise Refused(404, GONE)
        return Response(drawn(topic, "svg"), mimetype="image/svg+xml")

    @routes.get("/page/us")
    def us() -> Response:
        return _answer({"summary": page.speaker.summary()})

    @routes.get("/page/export")
    def export() -> Response:
        return _answer(page.speaker.export())

    @routes.post("/page/erase")
    def erase() -> Response:
        if read_body(request) != b'{"sure":true}':
            raise Refused(400, "Nothing is erased unless somebody is sure.")
        page.speaker.erase()
        return _answer(page.speaker.shown(0, "", silent=False))

    @routes.get("/page/script")
    def script() -> Response:
        return Response(page.speaker.script(), mimetype=SCRIPT_TYPE)

    @routes.post("/page/script")
    def play() -> Response:
        try:
            text = _body(SCRIPT_TYPE, None).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused(400, "The script is not UTF-8 text; save it as UTF-8.") from None
        return _answer(play_script(text))

    @routes.errorhandler(InputError)
    def cannot(error: InputError) -> Response:
        return json_response({"error": str(error)}, 400)

    @routes.errorhandler(StoreUnavailable)
    def silent_store(error: StoreUnavailable) -> Response:
        return json_response({"error": str(error)}, 503)

    return routes


def _answer(found: Any) -> Response:
    return json_response(msgspec.to_builtins(found))


def _read(body: bytes, kind: type[Doing]) -> Doing:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Refused(400, "The page asked for something that there is not; load it again.") from None


def _body(kind: str, most: int | None) -> bytes:
    """The body of a request that must be of this type; `most`: bytes, where that is more than others may send."""
    if request.mimetype != kind or request.content_encoding:
        raise Refused(415, f"That must be sent as {kind}.")
    if most is not None:
        request.max_content_length = most
    return request.get_data(cache=False)
