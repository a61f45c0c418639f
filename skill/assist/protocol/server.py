# SPDX-License-Identifier: Apache-2.0
"""The server: listens at an address, serves each client that connects, and ends gently."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from skill import logs
from skill.assist.protocol.connection import Connection, Services
from skill.assist.protocol.reading import IDLE_S
from skill.command import interrupts
from skill.errors import InputError

CONNECTIONS_MAX = 32
"""At once: a satellite needs one, for a moment. Whoever comes then is not served."""
SOCKET_MODE = 0o600


class Address(Struct, frozen=True):
    """Where the server listens."""

    kind: Literal["tcp", "unix"]
    host: str = ""
    """For unix the file."""
    port: int = 0

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches it."""
        if self.kind == "unix" or self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"unix://{self.host}" if self.kind == "unix" else f"tcp://{host}:{self.port}"


def read_address(uri: str) -> Address:
    """The address that is written in a URI. Raises InputError where it is none."""
    wrong = InputError("--uri is no address to listen at; write it as tcp://127.0.0.1:10500 or unix:///FILE.")
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme == "unix" and not parts.netloc and parts.path:
        return Address("unix", parts.path)
    if parts.scheme == "tcp" and parts.hostname and port is not None and parts.path in ("", "/"):
        return Address("tcp", parts.hostname, port)
    raise wrong


class Server:
    """Serves clients until it is stopped."""

    def __init__(self, services: Services, idle_s: float = IDLE_S) -> None:
        self._services = services
        self._idle_s = idle_s
        self._clients: set[asyncio.Task[None]] = set()

    async def run(self, address: Address, ready: Callable[[Address], None]) -> None:
        """Listen, and tell where once it is so: with port 0, which one it came to be.

        Ends at SIGTERM, Ctrl-C, or cancelled; at a second Ctrl-C without waiting for anybody. Raises InputError where
        the address cannot be listened at.
        """
        stop = asyncio.Event()
        _stop_at_signals(stop)
        try:
            server = await self._listen(address)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "no address looks like that"
            raise InputError(f"--uri {address} cannot be listened at ({why}); take another one.") from None
        try:
            bound = server.sockets[0].getsockname()
            ready(address if address.kind == "unix" else Address("tcp", address.host, bound[1]))
            await stop.wait()
        finally:
            server.close()
            for client in list(self._clients):
                client.cancel()
            await asyncio.gather(*self._clients, return_exceptions=True)
            await server.wait_closed()  # Python from 3.12 on waits here for the clients, too
            if address.kind == "unix":
                Path(address.host).unlink(missing_ok=True)

    async def _listen(self, address: Address) -> asyncio.Server:
        if address.kind == "tcp":
            return await asyncio.start_server(self._come, address.host, address.port)
        server = await asyncio.start_unix_server(self._come, address.host)
        Path(address.host).chmod(SOCKET_MODE)
        return server

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.current_task()
        assert client is not None
        self._clients.add(client)
        try:
            if len(self._clients) <= CONNECTIONS_MAX:
                await Connection(self._services, reader, writer, self._idle_s).serve()
        except asyncio.CancelledError:
            pass  # the server ends, and its clients with it
        except ConnectionError:
            pass  # the client went in the middle of an answer; what was kept is kept
        except Exception as error:  # noqa: BLE001 - one client's trouble is nobody else's
            logs.failure("Serving a satellite", error)
        finally:
            self._clients.discard(client)
            writer.close()  # not waited for: a task that is cancelled then would be told as a fault


def _stop_at_signals(stop: asyncio.Event) -> None:
    """Let the loop itself hear what ends it.

    An exception that Ctrl-C raises anywhere in a loop may lose the step that a task waits for, and then that task is
    waited for without end.
    """
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError, RuntimeError, ValueError):  # in a thread, or where there are no signals
        loop.add_signal_handler(signal.SIGTERM, stop.set)
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            loop.add_signal_handler(signal.SIGINT, _stop_or_leave, stop)


def _stop_or_leave(stop: asyncio.Event) -> None:
    if stop.is_set():
        interrupts.leave()
    stop.set()
