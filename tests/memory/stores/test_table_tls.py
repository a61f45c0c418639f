# SPDX-License-Identifier: Apache-2.0
"""A table's certificate: only a host that proves to be the right one is sent anything, whoever asks."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alexa.services.raw_server import Answering, RawServer
from web.authority import Authority, pem, pem_of, rsa_key

from memory.conftest import WAYS, asked
from skill.memory.dynamodb import DynamoStore
from skill.memory.dynamodb import table as table_module
from skill.memory.store import StoreUnavailable

from .test_direct import ITEM, PATIENCE_S, patient, table_says

pytest.importorskip("botocore", reason="botocore is not installed: requirements/install dynamodb")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(now=datetime.now(UTC).replace(microsecond=0))


@pytest.fixture(params=WAYS, autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(request, request.param)
    for limit in ("CONNECT_S", "READ_S"):
        monkeypatch.setattr(table_module, limit, PATIENCE_S)


def over_tls(authority: Authority, folder: Path, name: str) -> Answering:
    """A table whose certificate is for a host of this name."""
    key, file = rsa_key("table"), folder / "table.pem"
    file.write_bytes(pem_of(key) + pem(authority.leaf(key, names=[name]), authority.intermediate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)

    def answering(server: RawServer, connection: socket.socket) -> None:
        with tls.wrap_socket(connection, server_side=True) as secure:
            table_says({"Item": ITEM})(server, secure)

    return answering


def at(server: RawServer) -> DynamoStore:
    return DynamoStore.at(f"dynamodb://households?endpoint=https://localhost:{server.port}")


def test_a_table_with_the_right_certificate_is_asked(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "roots.pem").write_bytes(pem(authority.root))
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "roots.pem"))
    with RawServer(over_tls(authority, tmp_path, "localhost")) as server:
        stored = at(server).get("k", patient())
    assert stored is not None
    assert stored.revision == 7


@pytest.mark.parametrize("trusted", [False, True], ids=["not trusted", "of another host"])
def test_a_table_with_a_wrong_certificate_is_sent_nothing(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    (tmp_path / "roots.pem").write_bytes(pem(authority.root))
    if trusted:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "roots.pem"))
    else:
        monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    with RawServer(over_tls(authority, tmp_path, "other.example" if trusted else "localhost")) as server:
        with pytest.raises(StoreUnavailable, match="SSLCertVerificationError"):
            at(server).get("k", patient())
        assert server.received == b""
