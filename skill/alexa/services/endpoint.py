# SPDX-License-Identifier: Apache-2.0
"""Which addresses a request may name as Alexa's API. Everything else is refused before anything is sent there.

A request brings the address and a token together, so whoever could make the address up would be handed the token.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

HTTPS_PORT = 443
LENGTH_MAX = 200
"""Characters of an address; Alexa's own have some thirty."""

_ALEXA = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,4}amazonalexa\.com")
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class Endpoint(Struct, frozen=True, kw_only=True):
    """A host that may be asked."""

    host: str
    port: int = HTTPS_PORT
    secure: bool = True
    """Whether it is asked over TLS. Only this machine itself is asked without."""


def read_endpoint(address: object, *, local: bool) -> Endpoint | None:
    """The endpoint that an address names; None for any that may not be asked.

    `https://` on a host of amazonalexa.com, and with `local` also `http://` on this machine with a port. No path, no
    user, no query.
    """
    if not isinstance(address, str) or len(address) > LENGTH_MAX or not address.isascii():
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port that is no number, a bracket that is not closed
        return None
    if parts.path not in ("", "/") or "@" in parts.netloc or "?" in address or "#" in address:
        return None
    if parts.scheme == "https" and port in (None, HTTPS_PORT) and _ALEXA.fullmatch(host):
        return Endpoint(host=host)
    if local and parts.scheme == "http" and port and host in _THIS_MACHINE:
        return Endpoint(host=host, port=port, secure=False)
    return None
