# SPDX-License-Identifier: Apache-2.0
"""AWS Lambda in small: its real runtime client in a process of its own, and the Runtime API that it asks for work.

The API is the one that AWS documents for custom runtimes ("Using the Lambda runtime API"), with a snapshot's two steps.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BASE = "/2018-06-01/runtime"
WITHIN_S = 60
"""For an answer. Far more than any takes: it ends what hangs, and measures nothing."""
REMAINING_S = 7
"""What the function's time-out leaves for a request."""


class RuntimeApi(ThreadingHTTPServer):
    """What the runtime client asks for requests and tells answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.waiting: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.told: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.restored = threading.Event()
        """Set when the process is to go on after its snapshot."""
        self.in_snapshot = threading.Event()
        """Set when it is ready for one."""
        self.closing = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a process that was ended; of all else as ever."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Asked(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == f"{BASE}/restore/next":
            self.server.in_snapshot.set()
            self.server.restored.wait(WITHIN_S)
            return self._reply(200, b"")
        assert self.path == f"{BASE}/invocation/next"
        while not self.server.closing:
            try:
                number, event = self.server.waiting.get(timeout=0.2)
            except queue.Empty:
                continue
            deadline = int(1000 * (time.time() + REMAINING_S))
            headers = {"Lambda-Runtime-Aws-Request-Id": number, "Lambda-Runtime-Deadline-Ms": str(deadline)}
            arn = "arn:aws:lambda:us-east-1:123456789012:function:closer"
            return self._reply(200, event, headers | {"Lambda-Runtime-Invoked-Function-Arn": arn})
        return None

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.put((self.path.removeprefix(BASE), body))
        self._reply(202, b"")

    def _reply(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Function:
    """A Lambda function that runs an unpacked archive, and what it writes to its log."""

    def __init__(self, python: Path, task: Path, runtime: Path, log: Path, **environment: str) -> None:
        self.api = RuntimeApi()
        threading.Thread(target=self.api.serve_forever, args=(0.05,), daemon=True).start()
        self._count = 0
        self._log = log
        self._written = log.open("wb")
        # -S: nothing that this machine has installed can be imported.
        self._process = subprocess.Popen(
            [python, "-S", "-s", "-W", "ignore", "-m", "awslambdaric", "lambda_handler.handler"],
            cwd=task, stdout=self._written, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env={
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.api.server_port}",
                "AWS_LAMBDA_FUNCTION_NAME": "closer",
                "AWS_LAMBDA_LOG_FORMAT": "JSON",
                "AWS_LAMBDA_LOG_LEVEL": "INFO",
                "AWS_REGION": "us-east-1",
                "LAMBDA_TASK_ROOT": str(task),
                "PYTHONPATH": f"{task}:{runtime}",
                "PYTHONDONTWRITEBYTECODE": "1",
                "HOME": "/nowhere",
                **environment,
            },
        )  # fmt: skip

    def __enter__(self) -> Function:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._written.close()
        self.api.closing = True
        self.api.shutdown()
        self.api.server_close()

    def answer(self, event: object, _: object = None) -> dict[str, Any]:
        """What the function answers, as a handler does."""
        self._count += 1
        number = f"request-{self._count}"
        self.api.waiting.put((number, json.dumps(event).encode()))
        path, body = self._told()
        assert path == f"/invocation/{number}/response", f"{path}: {body}\n{self.log}"
        found: dict[str, Any] = body
        return found

    def processor_seconds(self) -> float:
        """What its process has used of the processor since it was started, in user and system mode (proc(5))."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _told(self) -> tuple[str, Any]:
        for _ in range(10 * WITHIN_S):
            try:
                return self.api.told.get(timeout=0.1)
            except queue.Empty:
                assert self._process.poll() is None, self.log
        raise AssertionError(f"no answer within {WITHIN_S} s\n{self.log}")

    @property
    def log(self) -> str:
        """All that was written to its log."""
        return self._log.read_text("utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of its log that are objects, as CloudWatch would read them."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]
