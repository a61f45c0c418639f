# SPDX-License-Identifier: Apache-2.0
"""A table asked by botocore: whatever AWS knows of credentials, regions and addresses, at what importing it costs.

botocore signs what is asked and reads what comes back; it lets a handler of its `before-send` event do the sending.
Its own connections cannot be ended from outside, and take any body for an answer. Import this only where it is needed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore
import botocore.config
import botocore.loaders
import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import BotoCoreError, ClientError
from botocore.httpsession import get_cert_path

from skill import logs
from skill.memory.dynamodb.address import Address
from skill.memory.dynamodb.connections import Connections, Refused


class Client:
    """botocore's client, with connections of ours. Raises Refused where botocore can make none."""

    def __init__(self, address: Address, connections: Connections) -> None:
        for library in ("botocore", "urllib3"):  # at their lowest level they log whole requests
            logging.getLogger(library).setLevel(logging.WARNING)
        # Nobody on this machine checks credentials; without any, botocore would go and ask the network for some.
        here = address.on_this_machine
        local: dict[str, Any] = {"aws_access_key_id": "local", "aws_secret_access_key": "local"} if here else {}
        session = _session()
        logs.measure("The table is asked by botocore.", botocore=botocore.__version__)
        try:
            self._client = session.create_client(
                "dynamodb",
                region_name=address.region or ("local" if here else None),
                endpoint_url=address.endpoint,
                config=botocore.config.Config(retries={"total_max_attempts": 1}),
                **local,
            )
        except BotoCoreError as failed:
            raise Refused(type(failed).__name__) from failed
        connections.authorities = session.get_config_variable("ca_bundle") or get_cert_path(True)
        self._client.meta.events.register("before-send.dynamodb", _Sender(connections).send)

    def ask(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The table's answer. Raises Refused, NoAnswer, OSError and HTTPException."""
        try:
            answer: dict[str, Any] = getattr(self._client, operation)(**arguments)
            return answer
        except ClientError as refused:
            raise Refused(refused.response["Error"].get("Code")) from None
        except BotoCoreError as failed:
            raise Refused(type(failed).__name__) from failed


class _Sender:
    """Sends what botocore has signed."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        """The answer, as botocore reads it."""
        headers = {name: _text(value) for name, value in request.headers.items()}
        answer = self._connections.post(request.url, request.body, headers)
        return AWSResponse(request.url, answer.status, answer.headers, _Body(answer.body))


class _Body:
    """What was read already, as botocore reads it."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def stream(self) -> Iterator[bytes]:
        """The whole of it."""
        yield self._data


def prepare(region: str | None) -> None:
    """Read all that making a client needs. Nobody is asked, and no credentials are looked for."""
    placeholder = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    _session().create_client("dynamodb", region_name=region or "local", **placeholder)


@cache
def _descriptions() -> Any:
    """What botocore reads of services and their addresses, from its own files: the same for every client."""
    return botocore.loaders.create_loader()


def _session() -> Any:
    session = botocore.session.get_session()
    session.register_component("data_loader", _descriptions())
    return session


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
