"""``policy-kb serve``: what it refuses, and the page behind the guard."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.access import Access
from app.cli import main
from app.commands.serve_command import build_app
from app.limits import Limits
from app.service import Service
from tests.serving import PASSWORDS, make_users
from tests.small_base import small_service

# what Gradio answers without a login of its own
_GRADIO_PATHS = (
    "/",
    "/config",
    "/gradio_api/info",
    "/gradio_api/mcp/schema",
    "/gradio_api/queue/data",
    "/gradio_api/app_id",
    "/gradio_api/startup-events",
    "/gradio_api/file=/etc/hostname",
    "/theme.css",
    "/monitoring",
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("serve"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "would let everybody in"),
        (["--auth", "/nonexistent/users.json"], "cannot read the users file"),
        (["--port", "70000"], "choose another --port"),
        (["--host", "no.such.host.invalid"], "would let everybody in"),
    ],
)
def test_what_cannot_be_served_is_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--kb", str(tmp_path), *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["serve", "--kb", str(tmp_path), "--port", str(other.getsockname()[1])]) == 2
    assert "choose another --port" in capsys.readouterr().err


def test_the_page_is_behind_the_guard(service: Service, tmp_path: Path) -> None:
    users, headers = make_users(tmp_path)
    app = build_app(service, Access(users), limits=Limits(), audited=False)
    with TestClient(app, base_url="http://kb.example", follow_redirects=False) as client:
        for path in _GRADIO_PATHS:
            assert client.get(path).status_code == 401, path
        assert client.post("/gradio_api/queue/join", json={}).status_code == 401
        assert client.post("/gradio_api/upload").status_code == 401
        client.post("/login", data={"name": "anna", "password": PASSWORDS["anna"]})
        assert client.get("/gradio_api/user").json() == "anna"
        page = client.get("/")
        assert page.status_code == 200
        assert "default-src 'self'" in page.headers["content-security-policy"]
        assert client.get("/gradio_api/mcp/schema").status_code == 404
        assert client.get("/gradio_api/file=/etc/hostname").status_code in (403, 404)
        assert client.get("/api/health", headers=headers["bo"]).json()["status"] == "ok"


def test_without_a_users_file_the_local_user_sees_the_page(service: Service) -> None:
    app = build_app(service, Access(None), limits=Limits.local(), audited=False)
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        assert client.get("/gradio_api/user").json() == "local"
        assert client.get("/api/nothing").json() == {"detail": "Not Found"}
        assert client.get("/", headers={"host": "evil.example"}).status_code == 403
