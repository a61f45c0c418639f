# SPDX-License-Identifier: Apache-2.0
"""A frame that draws screens as Echo devices do, by Amazon's web viewhost, for the page of the local speaker.

The viewhost is a development dependency (`npm ci`), 5 MB with its engine inside. Without it the frame is not there
(404), and whoever would show it has a plainer way. Its engine makes functions from text, so the frame has a policy of
its own: it is a document of no origin, whole in itself, that may run these scripts alone and connect to nothing. What
runs in it reads nothing of the page around it, nor of the server.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort

HERE = Path(__file__).parent
VIEWHOST = Path(__file__).parents[3] / "node_modules" / "apl-viewhost-web" / "index.js"
FONTS_AT = "https://d1gkjrhppbyzyh.cloudfront.net/"
"""Where the viewhost would load its letters from."""
POLICY = "; ".join(
    (
        "sandbox allow-scripts",
        "default-src 'none'",
        "script-src {scripts} 'unsafe-eval'",
        "style-src 'unsafe-inline'",
        "connect-src data:",  # the engine, which is inside the script
        "font-src data:",
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)


def can_draw() -> bool:
    """Whether the viewhost is on this machine."""
    return VIEWHOST.is_file()


def viewhost_frame() -> Blueprint:
    """`GET /screen/`: the frame."""
    routes = Blueprint("viewhost", __name__)

    @routes.get("/screen/")
    def frame() -> Response:
        if not can_draw():
            abort(404)
        scripts = [VIEWHOST.read_text("utf-8").replace(FONTS_AT, "data:,"), (HERE / "frame.js").read_text("utf-8")]
        document = (HERE / "frame.html").read_text("utf-8")
        document += "".join(f"<script>{script}</script>\n" for script in scripts)
        response = Response(document, mimetype="text/html")
        response.headers["Content-Security-Policy"] = POLICY.format(scripts=" ".join(map(_hash, scripts)))
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return routes


def _hash(script: str) -> str:
    """A script as a policy names it (Content Security Policy, hash-source)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
