"""What ``policy-kb ingest`` says of files and folders that cannot be read; the rest always goes in."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline import ingest_files
from kb.store.store import create_store, open_store
from tests.conftest import ROOT, SAMPLE, Command

GOOD = "永安市教育局关于加强校车安全管理的通知\n\n一、总体要求\n到2025年，校车安全管理覆盖率达到98%以上。\n"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED_DOCX = OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
DOCX = next(SAMPLE.glob("澄州市第三中学*.docx"))
PDF = next(SAMPLE.glob("岚江省*.pdf"))


def ingest_line(output: str, name: str) -> str:
    """The one report line of a file."""
    lines = [line for line in output.splitlines() if f"  {name}  " in f"{line}  "]
    assert len(lines) == 1, output
    return lines[0]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "empty"),
        ("空白.md", " \n\t\n　\n".encode(), "holds no text"),
        ("二进制.txt", bytes(range(256)) * 20, "binary"),
        ("截断.docx", DOCX.read_bytes()[:5000], "damaged"),
        ("截断.pdf", PDF.read_bytes()[:3000], "damaged"),
        ("加密.docx", PROTECTED_DOCX, "password"),
        ("零.docx", b"\0" * 4096, "copy or download it again"),
        ("图片.jpg", b"\xff\xd8\xff\xe0" + bytes(500), "JPEG"),
        ("网页.html", b"<html><head><title>x</title></head><body><nav></nav></body></html>", "no text"),
        ("带空格 的 文件.txt", b"", "empty"),
        ("引号'\"`$(id).txt", b"", "empty"),
        ("表情😀.txt", b"", "empty"),
    ],
)
def test_an_unreadable_file_gets_one_line_and_the_rest_goes_in(
    tmp_path: Path, policy_kb: Command, name: str, data: bytes, reason: str
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "好.txt").write_text(GOOD, encoding="utf-8")
    done = policy_kb("ingest", "--kb", tmp_path / "kb", folder)
    assert done.code == 3
    assert ingest_line(done.out, name).startswith("failed ")
    assert reason in ingest_line(done.out, name)
    assert ingest_line(done.out, "好.txt").startswith("added")
    assert "2 files: 1 added, 0 updated, 0 unchanged, 0 duplicate, 1 failed" in done.out
    assert done.err == ""


def test_a_pdf_with_a_password_is_named(tmp_path: Path, policy_kb: Command) -> None:
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab writes the test PDF")
    canvas = canvas_module.Canvas(str(tmp_path / "密.pdf"), encrypt="secret")
    canvas.drawString(100, 700, "class size")
    canvas.save()
    done = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "密.pdf")
    assert done.code == 3
    assert "protected by a password" in ingest_line(done.out, "密.pdf")


def test_misnamed_files_are_read_as_what_they_are(tmp_path: Path, policy_kb: Command) -> None:
    shutil.copy(DOCX, tmp_path / "其实是文档.txt")
    (tmp_path / "其实是文本.docx").write_text(GOOD, encoding="utf-8")
    shutil.copy(PDF, tmp_path / "没有后缀")
    done = policy_kb("ingest", "--kb", tmp_path / "kb", *sorted(tmp_path.iterdir()))
    assert done.code == 0
    assert "3 files: 3 added" in done.out
    sources = {d.source: d.text for d in open_store(tmp_path / "kb").documents.all()}
    assert "覆盖率达到98%以上" in sources["其实是文本.docx"]
    assert "第一章" in sources["其实是文档.txt"]


@pytest.mark.parametrize("name", ["换\n行.txt", "回\r车.txt", "制\t表.txt", "\x1b[31m红.txt"])
def test_control_characters_in_a_file_name_cannot_break_the_line(
    tmp_path: Path, policy_kb: Command, name: str
) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / name).write_text(GOOD, encoding="utf-8")
    done = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "d")
    assert done.code == 0
    report, summary = done.out.splitlines()
    assert report.startswith("added")
    assert report.isprintable()
    assert summary.startswith("1 files: 1 added")
    again = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "d")
    assert "1 unchanged" in again.out


def test_file_names_that_are_not_utf_8_are_read_listed_and_recognised(
    tmp_path: Path, policy_kb: Command
) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    names = [b"\xd0\xa3\xb3\xb5.txt", b"\xff\xfe\x80.txt"]
    try:
        for number, name in enumerate(names):
            (folder / os.fsdecode(name)).write_text(GOOD + "第" * (number + 1), encoding="utf-8")
        (folder / os.fsdecode(b"\xee.bin")).write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    first = policy_kb("ingest", "--kb", tmp_path / "kb", folder)
    assert (first.code, first.err) == (3, "")
    assert "2 added" in first.out
    second = policy_kb("ingest", "--kb", tmp_path / "kb", folder, "--json")
    assert second.json()["counts"] == {"unchanged": 2, "failed": 1}  # type: ignore[index]
    assert policy_kb("documents", "--kb", tmp_path / "kb").code == 0
    copy = folder / "copy.txt"
    copy.write_text(GOOD + "第", encoding="utf-8")
    assert ingest_line(policy_kb("ingest", "--kb", tmp_path / "kb", copy).out, "copy.txt").startswith(
        "duplicate"
    )


def test_a_file_above_the_limit_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_text(GOOD * 20, encoding="utf-8")
    (tmp_path / "小.txt").write_text(GOOD, encoding="utf-8")
    store = create_store(tmp_path / "kb")
    with store.writing():
        reports = {
            r.name: r for r in ingest_files(store, sorted(tmp_path.glob("*.txt")), max_file_bytes=1000)
        }
    assert reports["大.txt"].outcome == "failed"
    assert "more than the limit of" in reports["大.txt"].reason
    assert reports["小.txt"].outcome == "added"


def test_a_pipe_or_a_broken_link_does_not_hang_or_stop_the_ingest(tmp_path: Path, policy_kb: Command) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    os.mkfifo(folder / "管道.txt")
    (folder / "断链.txt").symlink_to(folder / "没有.txt")
    (folder / "好.txt").write_text(GOOD, encoding="utf-8")
    done = policy_kb("ingest", "--kb", tmp_path / "kb", folder)
    assert done.code == 3
    assert "not a regular file" in ingest_line(done.out, "管道.txt")
    assert "no such file" in ingest_line(done.out, "断链.txt")
    assert ingest_line(done.out, "好.txt").startswith("added")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_named(tmp_path: Path, policy_kb: Command) -> None:
    locked = tmp_path / "d" / "锁.txt"
    locked.parent.mkdir()
    locked.write_text(GOOD, encoding="utf-8")
    locked.chmod(stat.S_IWUSR)
    done = policy_kb("ingest", "--kb", tmp_path / "kb", locked.parent)
    assert done.code == 3
    assert "permission" in ingest_line(done.out, "锁.txt").lower()


def test_permissions_and_disks_that_refuse_are_named_for_each_file(
    tmp_path: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What root cannot be refused, a file that will not open stands in for."""
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "锁.txt").write_text(GOOD + "锁", encoding="utf-8")
    (tmp_path / "d" / "好.txt").write_text(GOOD, encoding="utf-8")
    opened = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "锁.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    done = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "d")
    assert done.code == 3
    assert "Permission denied" in ingest_line(done.out, "锁.txt")
    assert ingest_line(done.out, "好.txt").startswith("added")


def test_a_fault_in_the_rules_costs_one_file_not_the_run(
    tmp_path: Path, policy_kb: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "1.txt").write_text(GOOD + "甲", encoding="utf-8")
    (tmp_path / "d" / "2.txt").write_text(GOOD, encoding="utf-8")
    from ingest import pipeline

    whole = pipeline.extract_facts

    def faulty(draft: object) -> object:
        if draft.document.source == "1.txt":  # type: ignore[attr-defined]
            raise IndexError("list index out of range")
        return whole(draft)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "extract_facts", faulty)
    done = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "d")
    assert done.code == 3
    assert "structure cannot be read (IndexError" in ingest_line(done.out, "1.txt")
    assert ingest_line(done.out, "2.txt").startswith("added")


def test_a_folder_without_a_file_and_a_missing_path_are_usage_errors(
    tmp_path: Path, policy_kb: Command
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden.txt").write_text(GOOD, encoding="utf-8")
    nothing = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "empty")
    assert nothing.code == 2
    assert nothing.err.startswith("policy-kb: no file in the given folders: put .txt")
    missing = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "没有")
    assert (missing.code, missing.err) == (2, "policy-kb: 没有 does not exist: check the path\n")
    assert not (tmp_path / "kb").exists()


def test_a_folder_of_unreadable_files_ends_with_3_and_an_empty_base(
    tmp_path: Path, policy_kb: Command
) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(60))
    done = policy_kb("ingest", "--kb", tmp_path / "kb", tmp_path / "d")
    assert done.code == 3
    assert "the knowledge base holds 0 documents" in done.out
    asked = policy_kb("ask", "--kb", tmp_path / "kb", "班额是多少")
    assert (asked.code, asked.err) == (
        1,
        f"policy-kb: no document in {tmp_path / 'kb'}: run 'policy-kb ingest PATH' first\n",
    )


def test_a_file_that_became_unreadable_keeps_what_was_stored_of_it(
    tmp_path: Path, policy_kb: Command
) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(GOOD, encoding="utf-8")
    policy_kb("ingest", "--kb", tmp_path / "kb", file)
    file.write_bytes(b"")
    assert policy_kb("ingest", "--kb", tmp_path / "kb", file).code == 3
    (document,) = open_store(tmp_path / "kb").documents.all()
    assert "98%以上" in document.text


def test_hidden_folders_and_knowledge_bases_below_a_folder_are_passed_over(
    tmp_path: Path, policy_kb: Command
) -> None:
    (tmp_path / "通知.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.txt").write_text(GOOD + "甲", encoding="utf-8")
    (tmp_path / "~$通知.docx").write_bytes(b"lock file of an office program")
    for _ in range(2):
        done = policy_kb("ingest", "--kb", tmp_path / "base", tmp_path)
        assert done.code == 0
        assert "1 files:" in done.out


@pytest.mark.parametrize(
    "text", ["&#xD83D;坏的实体", "\x0b\x1f控制符", "\ufffe\uffff非字符", "\u202e倒写\u200b零宽"]
)
def test_odd_characters_in_a_page_do_no_harm(tmp_path: Path, policy_kb: Command, text: str) -> None:
    page = tmp_path / "页.html"
    body = f"<html><body><p>{GOOD}</p><p>{text}班额不超过45人。</p></body></html>"
    page.write_text(body, encoding="utf-8")
    assert policy_kb("ingest", "--kb", tmp_path / "kb", page).code == 0
    found = policy_kb("search", "--kb", tmp_path / "kb", "班额", "--json")
    assert "班额不超过45人" in found.out


def test_questions_with_undecodable_bytes_are_answered(sample_base: Path) -> None:
    for command in ("ask", "search"):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.fake_cli",
                command,
                "--kb",
                sample_base,
                b"\xff\xfe\xd0\xa3",
                "--json",
            ],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
