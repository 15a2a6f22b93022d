"""Which reader takes a file, and what is said about files that none can take."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block
from ingest.readers.registry import READERS, is_supported, read_file, supported_suffixes
from kb.errors import DamagedFileError, EmptyFileError, FileTooLargeError, ReadError, UnsupportedFormatError

TEXT = "第一条　为了规范学校管理，制定本办法。"


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


def test_suffixes_are_sorted_lower_case_and_unique() -> None:
    suffixes = supported_suffixes()
    assert list(suffixes) == sorted(set(suffixes))
    assert {".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".doc", ".wps"} <= set(suffixes)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert is_supported(Path("a.DOCX"))
    assert not is_supported(Path("a.xlsx"))
    assert len({type(reader) for reader in READERS}) == len(READERS)


@pytest.mark.parametrize(
    "name", ["办法.docx", "办法.pdf", "办法.doc", "办法.html", "办法", "办法.TXT", ".txt"]
)
def test_text_under_another_name_is_read_as_the_text_it_is(tmp_path: Path, name: str) -> None:
    raw = read_file(written(tmp_path, name, TEXT.encode("gbk")))
    assert "".join(block.text for block in raw.blocks) == TEXT


def test_a_pdf_called_txt_is_read_as_a_pdf(tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match=r"办法\.txt: truncated or damaged PDF"):
        read_file(written(tmp_path, "办法.txt", b"%PDF-1.7\n" + b"\x80" * 100))


def test_a_page_called_txt_is_read_as_a_page(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "办法.txt", f"<html><body><p>{TEXT}</p></body></html>".encode()))
    assert raw.blocks == (Block(TEXT),)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG image; recognise its text"),
        ("图.txt", b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG image; recognise its text"),
        ("表.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook; copy its tables"),
        ("演示.pptx", zipped("ppt/presentation.xml"), "a PowerPoint file; save it as"),
        ("版式.ofd", zipped("OFD.xml"), "an OFD file; export it"),
        ("包.zip", zipped("a.txt"), "a zip archive; unpack it"),
        ("包.rar", b"Rar!\x1a\x07" + bytes(50), "a RAR archive; unpack it"),
        ("网页.mht", b"MIME-Version: 1.0\r\n", r"a web archive \(\.mht\); save the page as \.html"),
        ("数据.csv", "甲,乙".encode(), r"no reader for \.csv files; convert it to one of .*\.docx"),
        ("二进制.txt", bytes(range(256)) * 8, "holds binary data, not text; convert it"),
        (
            "表.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"),
            "an Excel 97 workbook",
        ),
    ],
)
def test_foreign_files_are_named_with_a_remedy(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=message) as caught:
        read_file(written(tmp_path, name, data))
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["坏.docx", "坏.pdf", "坏.doc"])
def test_rubbish_under_a_document_name_is_damaged(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedFileError, match=r"坏\.\w+: .*; copy or download it again"):
        read_file(written(tmp_path, name, b"\x00\x17rubbish\x00" * 40))


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match=r"空\.docx: empty \(0 bytes\); copy or download it again"):
        read_file(written(tmp_path, "空.docx", b""))


def test_a_huge_file(tmp_path: Path) -> None:
    path = written(tmp_path, "大.txt", TEXT.encode() * 100)
    with pytest.raises(
        FileTooLargeError, match=r"大\.txt: 0\.0 MB, more than the limit of 0\.0 MB; split it"
    ):
        read_file(path, max_bytes=1000)
    assert read_file(path, max_bytes=100_000).blocks


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.docx_package._MAX_UNPACKED_BYTES", 1000)
    path = tmp_path / "炸.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 100_000)
    with pytest.raises(FileTooLargeError, match=r"炸\.docx: unpacks to"):
        read_file(path)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    with pytest.raises(UnsupportedFormatError, match=r"夹\.txt: a folder, not a file; add the folder"):
        read_file(tmp_path / "夹.txt")
    with pytest.raises(DamagedFileError, match=r"无\.txt: no such file; check the path"):
        read_file(tmp_path / "无.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.txt")
    with pytest.raises(UnsupportedFormatError, match=r"管\.txt: not a regular file"):
        read_file(tmp_path / "管.txt")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "锁.txt", TEXT.encode())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DamagedFileError, match=r"锁\.txt: permission denied; allow this user to read it"):
        read_file(path)


def test_a_crash_of_a_parser_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RecursionError("deep\nand wide")

    monkeypatch.setattr("ingest.readers.text.TextReader.read", crash)
    with pytest.raises(
        DamagedFileError, match=r"^深\.txt: damaged \(RecursionError\); open and save it anew$"
    ):
        read_file(written(tmp_path, "深.txt", TEXT.encode()))


@pytest.mark.parametrize("name", ["换\n行.xyz", "制表\t符.xyz", "引'号\".xyz", "表情😀.xyz", "‮反.xyz"])
def test_messages_are_one_line_whatever_the_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"\.xyz files") as caught:
        read_file(written(tmp_path, name, TEXT.encode()))
    assert str(caught.value).isprintable()


def test_a_name_that_is_not_unicode(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xc4\xe3\xba\xc3.txt"))
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError, match=r"\.txt: empty") as caught:
        read_file(path)
    assert str(caught.value).encode("utf-8")


suffix = st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf", ".doc", ".xyz", ""])
start = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe"]
)


@given(start, st.binary(max_size=300), suffix)
def test_any_bytes_are_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, data: bytes, suffix: str
) -> None:
    path = written(tmp_path_factory.mktemp("any"), "文件" + suffix, start + data)
    message = outcome(path)
    assert message == "read" or (message.startswith("文件") and "\n" not in message and ";" in message)


def outcome(path: Path) -> str:
    """ "read", or the message of the refusal."""
    try:
        raw = read_file(path)
    except ReadError as error:
        return str(error)
    return "read" if any(block.text or block.rows for block in raw.blocks) else ""


def test_radical_look_alikes_become_the_hanzi_they_show(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "部首.txt", "⼀、⼈⺠政府⻚⻓".encode()))
    assert raw.blocks == (Block("一、人民政府页长"),)
