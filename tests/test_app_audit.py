"""The audit log: what is recorded, for whom it is readable, how it is switched off."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from app.access import Access
from app.audit import AuditLog
from app.limits import RequestLimiter
from app.page_gate import ServerGate
from app.server import audit_log
from kb.errors import TooManyRequestsError
from tests.serving import audit_of, guarded_client, make_users
from tests.small_base import small_service


def test_questions_uploads_and_removals_with_their_user(tmp_path: Path) -> None:
    service = small_service(tmp_path)
    users, headers = make_users(tmp_path)
    with guarded_client(service, users) as client:
        client.post("/api/ask", json={"question": "毛入园率？"}, headers=headers["anna"])
        files = {
            "files": ("东湖.txt", "东湖区教育局关于校车安全的通知\n一、要求\n各校应当检查校车。".encode())
        }
        report = client.post("/api/documents", files=files, headers=headers["bo"]).json()["files"][0]
        client.delete(f"/api/documents/{report['document_ids'][0]}", headers=headers["bo"])
    removal, upload, question = audit_of(service).latest(3)
    assert (question["user"], question["via"], question["question"]) == ("anna", "api", "毛入园率？")
    assert (upload["user"], upload["file"], upload["outcome"]) == ("bo", "东湖.txt", "added")
    assert (removal["action"], removal["document"]) == ("removal", report["document_ids"][0])
    assert all(entry["time"].endswith("+00:00") for entry in (removal, upload, question))


@pytest.mark.parametrize("text", ["两\n行", "\u2028", '"}\n{"user": "forged"', "\ud800", "\x1b[31m"])
def test_an_event_is_one_line_whatever_it_holds(tmp_path: Path, text: str) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.record("anna", "question", via="page", question=text)
    content = (tmp_path / "audit.jsonl").read_bytes()
    assert content.count(b"\n") == 1
    assert [entry["user"] for entry in log.latest()] == ["anna"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    AuditLog(tmp_path / "audit.jsonl").record("anna", "search", via="api", query="x")
    assert stat.S_IMODE((tmp_path / "audit.jsonl").stat().st_mode) == 0o600


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    service = small_service(tmp_path)
    log = audit_log(service, enabled=False)
    assert not log.enabled
    log.record("anna", "search", via="api", query="x")
    assert log.latest() == []
    assert not list(service.settings.folder.glob("audit*"))


def test_lines_of_many_threads_do_not_mix(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")

    def write(name: str) -> None:
        for _ in range(50):
            log.record(name, "question", via="page", question="问" * 500)

    threads = [threading.Thread(target=write, args=(f"user{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 200


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl", max_bytes=1000)
    for number in range(100):
        log.record("anna", "search", via="api", query=str(number))
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"audit.jsonl", "audit.1.jsonl"}
    assert max(sizes.values()) < 1200
    assert log.latest(1)[0]["query"] == "99"


def test_the_page_gate_asks_roles_limits_and_log(tmp_path: Path) -> None:
    users, _ = make_users(tmp_path)
    log = AuditLog(tmp_path / "audit.jsonl")
    gate = ServerGate(Access(users), RequestLimiter(per_minute=0.001, burst=1), log)
    assert gate.may_change("bo")
    assert not gate.may_change("anna")
    assert not gate.may_change("nobody")
    assert not gate.may_change(None)
    gate.check_question("anna")
    with pytest.raises(TooManyRequestsError, match="too many requests"):
        gate.check_question("anna")
    gate.record("anna", "question", "毛入园率？")
    assert (log.latest()[0]["via"], log.latest()[0]["question"]) == ("page", "毛入园率？")
    users.remove("bo")
    assert not gate.may_change("bo")


def test_without_a_users_file_the_page_may_change() -> None:
    gate = ServerGate(Access(None), RequestLimiter(per_minute=60, burst=1), AuditLog(None))
    assert gate.may_change(None)
    assert gate.may_change("local")
