"""Plain text and Markdown: encodings without mojibake, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, RawFile
from ingest.readers.encoding import decode
from ingest.readers.markdown import MarkdownReader
from ingest.readers.registry import read_file
from ingest.readers.text import line_blocks
from kb.errors import DamagedFileError, EmptyFileError, ReadError, UnsupportedFormatError

SIMPLIFIED = "为促进学前教育发展，市教育局牵头，市财政局配合，到2025年普惠性幼儿园覆盖率达到85%以上。"
TRADITIONAL = "為促進學前教育發展，教育局應會同有關機關訂定實施計畫，並於每年十二月底前公告。"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def characters(raw: RawFile) -> str:
    return "".join("".join((b.text + "".join("".join(r) for r in b.rows)).split()) for b in raw.blocks)


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
@pytest.mark.parametrize(
    "text", [SIMPLIFIED, SIMPLIFIED + "\r\n第二条　" + SIMPLIFIED, "通知", "二、保障措施", "张家口市教育局"]
)
def test_simplified_text_survives_every_encoding(charset: str, text: str) -> None:
    assert decode(text.encode(charset), name="a.txt").text == text.replace("\r\n", "\n")


@pytest.mark.parametrize("charset", ["big5", "utf-8", "utf-16-le"])
@pytest.mark.parametrize("text", [TRADITIONAL, "教育局公告", "臺北市國民小學", "學校衛生法"])
def test_traditional_text_survives_every_encoding(charset: str, text: str) -> None:
    assert decode(text.encode(charset), name="a.txt").text == text


def test_traditional_text_in_gbk_is_not_taken_for_big5() -> None:
    assert decode(TRADITIONAL.encode("gbk"), name="a.txt").text == TRADITIONAL


def test_gbk_that_happens_to_be_valid_utf8_is_read_as_gbk() -> None:
    data = "设".encode("gbk") + "选".encode("gbk")
    text = "学位"
    for candidate in ("一般", "要求"):
        assert decode(candidate.encode("gbk"), name="a.txt").text == candidate
    assert decode(text.encode("gbk"), name="a.txt").text == text
    assert decode(data, name="a.txt").text == "设选"


@given(
    st.text(
        alphabet="的一是在不了有和人这中大为上个国教育学校应当规定部门条例实施发展，。、（）0123456789",
        min_size=6,
    )
)
def test_common_prose_round_trips_through_gb18030_and_utf16(text: str) -> None:
    hanzi = sum("一" <= ch <= "鿿" for ch in text)
    if hanzi < 4:
        return
    for charset in ("gb18030", "utf-16", "utf-8"):
        assert decode(text.encode(charset), name="a.txt").text == text


def test_a_cut_last_character_is_dropped_and_the_rest_read() -> None:
    assert decode(SIMPLIFIED.encode()[:-1], name="a.txt").text == SIMPLIFIED[:-1]


def test_a_broken_character_inside_utf8_is_marked_and_told() -> None:
    data = (SIMPLIFIED * 10).encode()
    decoded = decode(data + b"\xff" + data, name="a.txt")
    assert decoded.text.count("\ufffd") == 1
    assert decoded.text.replace("\ufffd", "") == SIMPLIFIED * 20
    assert "1 broken character" in decoded.warnings[0]


def test_english_with_windows_quotes_is_read() -> None:
    text = (
        "The school\u2019s plan \u201cQuality for All\u201d covers caf\u00e9 hygiene and resum\u00e9 checks. "
        * 5
    )
    assert decode(text.encode("cp1252"), name="a.txt").text == text


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(1, 32)) * 10, b"abc\x00def"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"a\.txt: holds binary data.*convert it"):
        decode(data, name="a.txt")


def test_bytes_of_no_charset_are_refused_rather_than_guessed() -> None:
    data = bytes((i * 73 + 129) % 127 + 129 for i in range(400))
    with pytest.raises(ReadError, match=r"^a\.txt: "):
        decode(data, name="a.txt")


def test_text_gives_one_block_a_line_and_drops_blank_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "通知.txt", "标题\r\n\r\n　　一、总体要求  \r\n正文".encode("gbk"))
    assert read_file(path).blocks == (Block("标题"), Block("　　一、总体要求"), Block("正文"))


def test_a_form_feed_is_a_break() -> None:
    assert [b.kind for b in line_blocks("甲\f乙")] == ["paragraph", "break", "paragraph"]


def test_whitespace_alone_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match="holds no text"):
        read_file(written(tmp_path, "a.txt", b" \r\n\t\n"))


MARKDOWN = """---
title: 某条例
date: 2021-01-01
---
# 某市学前教育条例

<!-- INFO
END -->

## 第一章　总　则

第一条 为了**发展**学前教育，制定本条例。
见[通知](http://example.org/a_b)第2条。

- 一是加强领导；
1. 落实责任。

| 重点任务 | 牵头单位 |
|:---|---|
| 扩大学位 | 市教育局\\|市财政局 |
| 培训师资 | |

姓名________年____月
"""


def test_markdown_headings_tables_comments_and_fields(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "条例.md", MARKDOWN.encode()))
    assert raw.title == "某市学前教育条例"
    assert raw.fields == (("title", "某条例"), ("date", "2021-01-01"))
    assert raw.blocks == (
        Block("某市学前教育条例", kind="heading", level=1),
        Block("第一章　总　则", kind="heading", level=2),
        Block("第一条 为了发展学前教育，制定本条例。"),
        Block("见通知第2条。"),
        Block("一是加强领导；"),
        Block("1. 落实责任。"),
        Block(
            "",
            kind="table",
            rows=(("重点任务", "牵头单位"), ("扩大学位", "市教育局|市财政局"), ("培训师资", "")),
            header_rows=1,
        ),
        Block("姓名________年____月"),
    )


def test_a_rule_at_the_top_is_not_front_matter(tmp_path: Path) -> None:
    raw = read_file(written(tmp_path, "a.md", "---\n这里是正文，没有字段。\n---\n第二段".encode()))
    assert "这里是正文，没有字段。" in characters(raw)


def test_setext_and_unspaced_headings() -> None:
    from ingest.readers.markdown import _blocks

    found = [(b.kind, b.level, b.text) for b in _blocks(["总则", "====", "##第二章", "正文。", "----", "#5"])]
    assert found == [
        ("heading", 1, "总则"),
        ("heading", 2, "第二章"),
        ("paragraph", None, "正文。"),
        ("paragraph", None, "#5"),
    ]


lines = st.text(alphabet="教育局应当，。（一）、1-5%年#|*_<>!~`= \t　abc[]()\\", max_size=30)


@given(st.lists(lines, max_size=12))
def test_no_character_of_plain_text_is_lost(parts: list[str]) -> None:
    text = "\n".join(parts)
    blocks = line_blocks(text)
    kept = "".join(
        piece
        for b in blocks
        for piece in (b.text, *(cell for row in b.rows for cell in row))
        for piece in piece.split()
    )
    drawn = "|-=" if any(block.kind == "table" for block in blocks) else ""  # what draws a table is no text
    assert [c for c in kept if c not in drawn] == [c for c in "".join(text.split()) if c not in drawn]


FRAMED = """┌────┬────┬────┐
│学校│班数│计划人数│
├────┼────┼────┤
│第一小学│8│360│
├────┼────┼────┤
│第三小学│6│270│
└────┴────┴────┘"""
TABBED = "学校\t班数\t计划人数\n第一小学\t8\t360\n第三小学\t6\t270"
ALIGNED = "学校          班数      计划人数\n第一小学      8         360\n第三小学      6         270"


@pytest.mark.parametrize("drawn", [FRAMED, TABBED, ALIGNED])
def test_a_table_drawn_in_plain_text_is_a_table(drawn: str) -> None:
    before, table, after = line_blocks(f"招生计划如下：\n{drawn}\n请遵照执行。")
    assert (before.text, after.text) == ("招生计划如下：", "请遵照执行。")
    assert table.rows == (("学校", "班数", "计划人数"), ("第一小学", "8", "360"), ("第三小学", "6", "270"))


@pytest.mark.parametrize(
    "text",
    ["教育厅    财政厅    人社厅\n2025年4月1日", "第一条　　学校应当招生。\n第二条　　不得收费。", "张三    李四    王五\n赵六    钱七    孙八\n周九    吴十    郑一"],
)  # fmt: skip
def test_signatures_and_lists_of_names_are_no_table(text: str) -> None:
    assert {block.kind for block in line_blocks(text)} == {"paragraph"}


@given(st.lists(lines, max_size=12))
def test_no_word_character_of_markdown_is_lost(parts: list[str]) -> None:
    from ingest.readers.markdown import _blocks

    text = "\n".join(part.replace("](", "] (").replace("<!--", "") for part in parts)
    raw = RawFile(tuple(_blocks(text.split("\n"))))
    words = re.compile(r"[^\w，。（）、%年]|_")
    assert words.sub("", characters(raw)) == words.sub("", text)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not on this machine")
def test_no_character_of_the_real_documents_is_lost() -> None:
    files = [p for p in (SHARED / "corpus").rglob("*") if p.suffix in {".txt", ".md"}]
    markup = re.compile(r"<!--.*?-->|^#{1,6} ", re.S | re.M)
    for path in files:
        source = path.read_text("utf-8-sig")
        source = markup.sub("", source) if path.suffix == ".md" else source
        assert characters(read_file(path)) == "".join(source.split()), path.name


def test_markdown_with_broken_charset_names_file_and_remedy(tmp_path: Path) -> None:
    data = b"\xff\xfe" + b"\x00\xd8" * 40
    with pytest.raises(DamagedFileError, match=r"坏\.md: .*save it"):
        MarkdownReader().read(written(tmp_path, "坏.md", data))
