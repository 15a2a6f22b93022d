"""Requests a minute, sizes and names of uploads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.limits import Limits, RequestLimiter
from app.uploads import Upload, ingest_uploads, safe_name
from kb.errors import FileTooLargeError, TooManyRequestsError, UnsupportedFormatError, UsageError
from tests.serving import guarded_client, local_client, make_users
from tests.small_base import empty_service, small_service

TEXT = "东湖区教育局关于做好校车安全工作的通知\n一、加强管理\n各学校应当建立校车安全台账。\n".encode()


class TestRequestLimiter:
    def test_a_burst_then_the_rate(self) -> None:
        now = [0.0]
        limiter = RequestLimiter(per_minute=60, burst=3, clock=lambda: now[0])
        for _ in range(3):
            limiter.take("anna")
        with pytest.raises(TooManyRequestsError, match="try again in 1 s") as caught:
            limiter.take("anna")
        assert caught.value.retry_after_s == 1
        now[0] += 1.0
        limiter.take("anna")
        with pytest.raises(TooManyRequestsError, match="try again"):
            limiter.take("anna")

    def test_each_user_has_their_own(self) -> None:
        limiter = RequestLimiter(per_minute=1, burst=1, clock=lambda: 0.0)
        limiter.take("anna")
        limiter.take("bo")

    def test_waiting_never_gives_more_than_the_burst(self) -> None:
        now = [0.0]
        limiter = RequestLimiter(per_minute=600, burst=2, clock=lambda: now[0])
        limiter.take("anna")
        now[0] += 10_000
        limiter.take("anna")
        limiter.take("anna")
        with pytest.raises(TooManyRequestsError, match="try again"):
            limiter.take("anna")

    def test_users_who_are_gone_are_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.limits._FORGET_AFTER", 10)
        now = [0.0]
        limiter = RequestLimiter(per_minute=60, burst=1, clock=lambda: now[0])
        for number in range(50):
            limiter.take(f"user{number}")
            now[0] += 1.0
        assert len(limiter._buckets) <= 11


def test_the_server_counts_each_user_apart(tmp_path: Path) -> None:
    users, headers = make_users(tmp_path)
    limits = Limits(requests_per_minute=0.001, burst=2)
    with guarded_client(empty_service(tmp_path), users, limits=limits) as client:
        for _ in range(2):
            assert client.get("/api/documents", headers=headers["anna"]).status_code == 200
        refused = client.get("/api/documents", headers=headers["anna"])
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert "too many requests" in refused.json()["detail"]
        assert client.get("/api/documents", headers=headers["bo"]).status_code == 200
        assert client.get("/api/health", headers=headers["anna"]).status_code == 200


class TestSafeName:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("綦江区 方案（试行）.docx", "綦江区 方案（试行）.docx"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\dir\\a.txt", "C__dir_a.txt"),
            ("a\x00b\n.txt", "a_b_.txt"),
            ("con.txt", "_con.txt"),
            ("...", "file"),
            ("", "file"),
            ("\u202egpj.exe.txt", "_gpj.exe.txt"),
        ],
    )
    def test_examples(self, name: str, expected: str) -> None:
        assert safe_name(name) == expected

    def test_a_long_name_keeps_its_ending(self) -> None:
        name = safe_name("长" * 300 + ".docx")
        assert name.endswith("长.docx")
        assert len(name.encode()) <= 180

    @given(st.text())
    def test_any_name_is_one_component(self, name: str) -> None:
        safe = safe_name(name)
        assert safe
        assert safe not in (".", "..")
        assert not set(safe) & set("/\\\x00:\n")
        assert len(safe.encode()) <= 180
        assert Path("folder", safe).parent == Path("folder")


class TestUploads:
    def test_the_size_is_checked_while_reading(self, tmp_path: Path) -> None:
        class Endless(io.RawIOBase):
            given = 0

            def read(self, size: int = -1) -> bytes:
                self.given += size
                return b"x" * size

        stream = Endless()
        service = empty_service(tmp_path)
        with pytest.raises(FileTooLargeError, match="larger than 3 MB"):
            ingest_uploads(service, [Upload("a.txt", stream)], limits=Limits(max_upload_bytes=3_000_000))  # type: ignore[arg-type]
        assert stream.given < 5_000_000
        assert not list((service.settings.folder / "uploads").iterdir())

    def test_one_bad_kind_keeps_all_out(self, tmp_path: Path) -> None:
        service = empty_service(tmp_path)
        uploads = [Upload("a.txt", io.BytesIO(TEXT)), Upload("b.exe", io.BytesIO(b"MZ"))]
        with pytest.raises(UnsupportedFormatError, match=r"b\.exe"):
            ingest_uploads(service, uploads, limits=Limits())
        assert service.base.corpus.documents == {}

    def test_two_files_of_one_name(self, tmp_path: Path) -> None:
        uploads = [Upload("a.txt", io.BytesIO(TEXT)), Upload("a.txt", io.BytesIO(b"x"))]
        with pytest.raises(UsageError, match=r"two files are called a\.txt"):
            ingest_uploads(empty_service(tmp_path), uploads, limits=Limits())

    def test_nothing_sent(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no file was sent"):
            ingest_uploads(empty_service(tmp_path), [], limits=Limits())

    def test_a_stream_without_announced_length_is_stopped(self, tmp_path: Path) -> None:
        def body() -> object:
            for _ in range(100):
                yield b"x" * 10_000

        with local_client(empty_service(tmp_path)) as client:
            headers = {"content-type": "application/json"}
            response = client.post("/api/evaluation", content=body(), headers=headers)  # type: ignore[arg-type]
            assert response.status_code in (413, 422)
            huge = (b"x" * 100_000 for _ in range(30))
            response = client.post("/api/ask", content=huge, headers=headers)
            assert response.status_code == 413
            assert "larger than 1.0 MB" in response.json()["detail"]


def test_the_same_name_replaces_and_the_same_text_is_known(tmp_path: Path) -> None:
    service = small_service(tmp_path)
    first = ingest_uploads(service, [Upload("东湖.txt", io.BytesIO(TEXT))], limits=Limits())
    again = ingest_uploads(service, [Upload("东湖.txt", io.BytesIO(TEXT))], limits=Limits())
    changed = TEXT.replace("台账".encode(), "档案".encode())
    newer = ingest_uploads(service, [Upload("东湖.txt", io.BytesIO(changed))], limits=Limits())
    assert [report.outcome for report in (*first, *again, *newer)] == ["added", "unchanged", "updated"]
    texts = [document.text for document in service.base.corpus.documents.values()]
    assert sum("校车安全" in text for text in texts) == 1
    assert sum("档案" in text for text in texts) == 1
