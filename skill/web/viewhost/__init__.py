# SPDX-License-Identifier: Apache-2.0
"""A frame that draws screens as Echo devices do, by Amazon's web viewhost, for the page of the local speaker.

The viewhost is a development dependency (`npm ci`), 5 MB with its engine inside. Without it the frame is not there
(404), and whoever would show it has a plainer way. Its engine makes functions from text, so the frame has a policy of
its own, under which it may connect to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, abort

HERE = Path(__file__).parent
VIEWHOST = Path(__file__).parents[3] / "node_modules" / "apl-viewhost-web" / "index.js"
FONTS_AT = b"https://d1gkjrhppbyzyh.cloudfront.net/"
FILES: Mapping[str, tuple[Path, str]] = {
    "": (HERE / "frame.html", "text/html"),
    "frame.css": (HERE / "frame.css", "text/css"),
    "frame.js": (HERE / "frame.js", "text/javascript"),
    "viewhost.js": (VIEWHOST, "text/javascript"),
}
"""What is served under /screen/, with its type."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "connect-src data:",  # the engine, which is inside the script
        "font-src data:",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)


def viewhost_frame() -> Blueprint:
    """`GET /screen/`: the frame and its files."""
    routes = Blueprint("viewhost", __name__)

    @routes.get("/screen/", defaults={"name": ""})
    @routes.get("/screen/<name>")
    def frame(name: str) -> Response:
        if name not in FILES or not VIEWHOST.is_file():
            abort(404)
        path, kind = FILES[name]
        response = Response(_without_fonts(path.read_bytes()), mimetype=kind)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return routes


def _without_fonts(script: bytes) -> bytes:
    """The script, which would load its letters from a host elsewhere, with nothing in their place."""
    return script.replace(FONTS_AT, b"data:,")
