# SPDX-License-Identifier: Apache-2.0
"""The address of a table, as `CLOSER_STORE` has it: read, and checked before anybody is asked."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from skill.errors import InputError

FORM = "dynamodb://TABLE?endpoint=URL&region=R"

_ADDRESS = re.compile(r"dynamodb://(?P<table>[A-Za-z0-9_.-]{1,255})(\?(?P<options>.*))?")
_REGION = re.compile(r"[a-z0-9-]{1,63}")
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class Address(Struct, frozen=True):
    """A table, and what its address says of where it is."""

    table: str
    region: str | None = None
    endpoint: str | None = None
    """URL to ask; without one it is the region's own."""

    @property
    def on_this_machine(self) -> bool:
        """Whether the table is served by this very machine, where nobody checks credentials."""
        host = urlsplit(self.endpoint or "").hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


def read_address(url: str) -> Address:
    """The address that a URL is. Raises InputError where it is none."""
    match = _ADDRESS.fullmatch(url)
    options = parse_qsl(match["options"] or "", keep_blank_values=True) if match else []
    given = dict(options)
    if match is None or len(given) != len(options) or given.keys() - {"endpoint", "region"}:
        raise InputError(f"CLOSER_STORE is no address of a table; write {FORM}.")
    if not _REGION.fullmatch(given.get("region", "none")):
        raise InputError(f"The region in CLOSER_STORE is none; write {FORM}, with a region such as eu-west-1.")
    endpoint = given.get("endpoint")
    if endpoint is not None and not _is_url(endpoint):
        raise InputError(f"The endpoint in CLOSER_STORE is no address; write {FORM}, with http or https.")
    return Address(match["table"], given.get("region"), endpoint)


def _is_url(url: str) -> bool:
    """Whether a URL names a host that can be asked, and holds no password."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc)) and parts.port != 0
    except ValueError:
        return False
