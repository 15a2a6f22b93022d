"""A server over the small knowledge base, in process."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access import Access
from app.audit import AUDIT_FILE, AuditLog
from app.evaluation_run import EvaluationReport, EvaluationRequest
from app.limits import Limits
from app.server import create_app
from app.service import Service
from app.users import UsersFile

PLENTY = Limits(requests_per_minute=1e9, burst=10**9, max_upload_bytes=200_000, max_files=3)
PASSWORDS = {"anna": "reader-pass-1", "bo": "maintainer-pass-1"}


def local_client(service: Service, *, limits: Limits = PLENTY) -> TestClient:
    """A client of a server without a users file. Use it in a ``with`` block."""
    app = create_app(
        service, access=Access(None), audit=audit_of(service), limits=limits, evaluate=fake_evaluate
    )
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def guarded_client(service: Service, users: UsersFile, *, limits: Limits = PLENTY) -> TestClient:
    """A client of a server with a users file."""
    app = create_app(
        service, access=Access(users), audit=audit_of(service), limits=limits, evaluate=fake_evaluate
    )
    return TestClient(app, base_url="http://kb.example", raise_server_exceptions=False)


def audit_of(service: Service) -> AuditLog:
    """The audit log of the service's folder."""
    return AuditLog(service.settings.folder / AUDIT_FILE)


def make_users(folder: Path) -> tuple[UsersFile, dict[str, dict[str, str]]]:
    """The reader anna and the maintainer bo; their request headers by name."""
    users = UsersFile(folder / "users.json")
    users.add("anna", "reader", PASSWORDS["anna"])
    users.add("bo", "maintainer", PASSWORDS["bo"])
    headers = {name: {"authorization": f"Bearer {users.new_token(name)}"} for name in PASSWORDS}
    return users, headers


def fake_evaluate(request: EvaluationRequest) -> EvaluationReport:
    """Stands in for a run of minutes."""
    return EvaluationReport(regressed=False, report={"sets": list(request.sets)})


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20.0
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20.0)
