# SPDX-License-Identifier: Apache-2.0
"""A table asked directly: DynamoDB's own JSON over HTTPS, signed as AWS describes, without botocore.

A cold function pays for what it imports, and botocore costs it more than all else together. So the plain case goes this
way, as a function on AWS Lambda is one: credentials and region in the environment, a region's own address or the one
that the setting gives. Anything else that AWS's tools may be told, here or in a file, is for botocore.

Sources: AWS's "Create a signed AWS API request" (Signature Version 4) and "DynamoDB low-level API".
"""

from __future__ import annotations

import hmac
import re
import ssl
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from skill.memory.dynamodb.address import Address
from skill.memory.dynamodb.connections import CONTENT_TYPE, Connections, Refused

_PLAIN = re.compile(
    r"AWS_(ACCESS_KEY(_ID)?|SECRET_(ACCESS_)?KEY|SE(SSION|CURITY)_TOKEN|(DEFAULT_)?REGION|CA_BUNDLE|EXECUTION_ENV"
    r"|LAMBDA_\w+|XRAY_\w+)"
)
"""Settings of AWS's that are heeded here, or that change nothing about asking a table."""
_FILES = (".aws/config", ".aws/credentials")
"""Where AWS's tools look for more, in the user's home."""
_REGION = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-[0-9]")
"""Regions whose address is plain; those of China, of governments and of clouds apart have others."""
_VISIBLE = re.compile(r"[!-~]+")
"""What a header may carry as it is."""
_LOCAL = "local"
"""Stands for a region and for credentials on this machine, where nobody looks at them."""
_LOCAL_KEYS = {"AWS_ACCESS_KEY_ID": _LOCAL, "AWS_SECRET_ACCESS_KEY": _LOCAL}
_ALGORITHM = "AWS4-HMAC-SHA256"


class Credentials:
    """Who signs. No tuple, so that nothing prints what is secret."""

    def __init__(self, key_id: str, secret: str, token: str = "") -> None:
        self.key_id, self.secret, self.token = key_id, secret, token


def client_for(address: Address, environment: Mapping[str, str], connections: Connections) -> Client | None:
    """A client for a plain case; None where it is not plain."""
    told = [name for name in environment if name.startswith("AWS_")]
    if not all(map(_PLAIN.fullmatch, told)) or any(map(_at_home, _FILES)):
        return None
    here = address.on_this_machine
    region = address.region or (_LOCAL if here else environment.get("AWS_DEFAULT_REGION", ""))
    origin = address.endpoint or (f"https://dynamodb.{region}.amazonaws.com" if _REGION.fullmatch(region) else "")
    credentials = _credentials(_LOCAL_KEYS if here else environment)
    authorities = environment.get("AWS_CA_BUNDLE") or None
    if not region or not _is_host(origin) or credentials is None or not (authorities or _system_has_authorities()):
        return None
    connections.authorities = authorities
    return Client(origin, region, credentials, connections)


class Client:
    """Signs what is asked, and reads what comes back."""

    def __init__(
        self,
        origin: str,
        region: str,
        credentials: Credentials,
        connections: Connections,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._origin, self._region, self._credentials = origin, region, credentials
        self._connections = connections
        self._clock = clock

    def ask(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The table's answer. Raises Refused, NoAnswer, OSError and HTTPException."""
        body = msgspec.json.encode(arguments)  # bytes as base64, which is how DynamoDB takes them
        answer = self._connections.post(self._origin, body, self.headers(operation, body))
        if answer.status != HTTPStatus.OK:
            kind = answer.told.get("__type")
            raise Refused(kind.rpartition("#")[2] if isinstance(kind, str) else None)
        for value in answer.told.get("Item", {}).values():
            if "B" in value:
                value["B"] = b64decode(value["B"], validate=True)
        return answer.told

    def headers(self, operation: str, body: bytes) -> dict[str, str]:
        """Headers of a request, its signature among them."""
        moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._clock()))
        token = {"x-amz-security-token": self._credentials.token} if self._credentials.token else {}
        signed = {  # in the order of their names, as they are signed
            "content-type": CONTENT_TYPE,
            "host": urlsplit(self._origin).netloc,
            "x-amz-date": moment,
            **token,
            "x-amz-target": f"DynamoDB_20120810.{operation.title().replace('_', '')}",
        }
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        request = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
        scope = f"{moment[:8]}/{self._region}/dynamodb/aws4_request"
        to_sign = f"{_ALGORITHM}\n{moment}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        key = f"AWS4{self._credentials.secret}".encode()
        for part in (*scope.split("/"), to_sign):
            key = hmac.digest(key, part.encode(), "sha256")
        who = f"{self._credentials.key_id}/{scope}"
        return signed | {
            "authorization": f"{_ALGORITHM} Credential={who}, SignedHeaders={names}, Signature={key.hex()}"
        }


def _at_home(file: str) -> bool:
    try:
        return (Path.home() / file).exists()
    except (OSError, RuntimeError):  # no home, or one that may not be looked into
        return False


def _credentials(environment: Mapping[str, str]) -> Credentials | None:
    key_id, secret = environment.get("AWS_ACCESS_KEY_ID", ""), environment.get("AWS_SECRET_ACCESS_KEY", "")
    token = environment.get("AWS_SECURITY_TOKEN") or environment.get("AWS_SESSION_TOKEN", "")
    whole = all(map(_VISIBLE.fullmatch, (key_id, secret, token or "none")))
    return Credentials(key_id, secret, token) if whole else None


def _is_host(origin: str) -> bool:
    """Whether a URL is that of a host alone: nothing that would have to be signed follows it."""
    parts = urlsplit(origin)
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query and not parts.fragment


def _system_has_authorities() -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or paths.capath)
