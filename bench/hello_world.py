# SPDX-License-Identifier: Apache-2.0
"""The least skill behind Flask and without any check: what bench/load.py compares with."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify, request

from bench.hello import handler


def create() -> Flask:
    """The skill as an app."""
    app = Flask(__name__)

    @app.post("/alexa")
    def alexa() -> Any:
        return jsonify(handler(request.get_json(), None))

    return app
