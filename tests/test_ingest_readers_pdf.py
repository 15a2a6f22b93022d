"""Text PDFs, rendered here: furniture, paragraphs, tables, pages, protection, scans."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.blocks import Block, RawFile
from ingest.readers.pdf_furniture import is_page_number, without_furniture
from ingest.readers.pdf_lines import Line, glue
from ingest.readers.registry import read_file
from kb.errors import DamagedFileError, EmptyFileError, ProtectedFileError

pytest.importorskip("reportlab", reason="reportlab renders the test PDFs; pip install reportlab")

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=22, leading=34, alignment=1, wordWrap="CJK")
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=11, leading=14, wordWrap="CJK")
LONG = (
    "为深入贯彻党的教育方针，全面落实立德树人根本任务，进一步推进学前教育普及普惠安全优质发展，到2025年全市普惠性"
    "幼儿园覆盖率达到85%以上，公办幼儿园在园幼儿占比不低于55%，义务教育巩固率稳定在96.5%以上。"
)


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def grid(rows: list[list[str]], spans: list[Any] | None = None, width: float = 130) -> Table:
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *(spans or [])]
    cells = [[Paragraph(cell, CELL) for cell in row] for row in rows]
    return Table(cells, colWidths=[width] * len(rows[0]), style=style, repeatRows=1)


def read(
    folder: Path,
    flow: list[Any],
    *,
    header: str = "",
    footer: Callable[[int], str] | None = None,
    encrypt: StandardEncryption | None = None,
) -> RawFile:
    def decorate(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(297, 800, header)
        if footer:
            canvas.drawCentredString(297, 30, footer(document.page))

    path = folder / "文件.pdf"
    template = SimpleDocTemplate(str(path), pagesize=A4, encrypt=encrypt)
    template.build(flow, onFirstPage=decorate, onLaterPages=decorate)
    return read_file(path)


def texts(raw: RawFile) -> list[str]:
    return [block.text for block in raw.blocks]


@pytest.mark.parametrize(
    "footer",
    [
        lambda n: f"— {n} —",
        lambda n: f"- {n} -",
        lambda n: f"第 {n} 页 共 3 页",
        lambda n: str(n),
        lambda n: f"{n}/3",
    ],
)
def test_furniture_goes_and_a_chapter_title_at_a_page_top_stays(
    tmp_path: Path, footer: Callable[[int], str]
) -> None:
    flow = [
        body("第一段。"),
        PageBreak(),
        Paragraph("第二章　保障措施", TITLE),
        body("第二段。"),
        PageBreak(),
        body("第三段。"),
    ]
    raw = read(tmp_path, flow, header="青川市教育局文件汇编", footer=footer)
    assert [("".join(b.text.split()), b.page) for b in raw.blocks] == [
        ("第一段。", 1),
        ("第二章保障措施", 2),
        ("第二段。", 2),
        ("第三段。", 3),
    ]


def test_wrapped_lines_become_their_paragraphs_across_pages(tmp_path: Path) -> None:
    paragraphs = [f"（{n}）{LONG}" for n in "一二三四五六七八九"]
    raw = read(tmp_path, [body(text) for text in paragraphs], footer=lambda n: f"— {n} —")
    assert texts(raw) == paragraphs
    assert raw.blocks[0].page == 1
    assert raw.blocks[-1].page == 2


def test_a_line_short_of_the_right_edge_ends_its_paragraph(tmp_path: Path) -> None:
    plain = ParagraphStyle("plain", parent=BODY, firstLineIndent=0)
    flow = [Paragraph(text, plain) for text in ("各县区人民政府：", LONG, "青川市人民政府", "2022年10月20日")]
    assert texts(read(tmp_path, flow)) == ["各县区人民政府：", LONG, "青川市人民政府", "2022年10月20日"]


def test_a_centred_title_of_several_lines_is_one_block(tmp_path: Path) -> None:
    title = Paragraph("青川市人民政府办公室<br/>关于印发学前教育发展实施方案的通知", TITLE)
    assert texts(read(tmp_path, [title, body(LONG)])) == [
        "青川市人民政府办公室关于印发学前教育发展实施方案的通知",
        LONG,
    ]


def test_a_ruled_table_is_a_table_and_its_text_occurs_once(tmp_path: Path) -> None:
    task = "扩大普惠性学前教育资源，新建改扩建公办幼儿园二十所"
    rows = [
        ["重点任务", "牵头单位", "配合单位"],
        [task, "市教育局", "市财政局<br/>市住房城乡建设局"],
        ["", "市发展改革委", "各县区"],
    ]
    table = grid(rows, [("SPAN", (0, 1), (0, 2))])
    raw = read(tmp_path, [body("表前。"), Spacer(1, 8), table, Spacer(1, 8), body("表后。")])
    assert [b.kind for b in raw.blocks] == ["paragraph", "table", "paragraph"]
    assert raw.blocks[1].rows == (
        ("重点任务", "牵头单位", "配合单位"),
        (task, "市教育局", "市财政局 市住房城乡建设局"),
        (task, "市发展改革委", "各县区"),
    )
    assert raw.blocks[1].header_rows == 1


def test_a_table_over_two_pages_is_one_table_with_one_header(tmp_path: Path) -> None:
    rows = [["序号", "重点任务", "牵头单位"]] + [[str(n), f"第{n}项任务", "市教育局"] for n in range(1, 61)]
    raw = read(tmp_path, [body("分工如下。"), grid(rows)], footer=lambda n: f"— {n} —")
    assert [b.kind for b in raw.blocks] == ["paragraph", "table"]
    assert [row[0] for row in raw.blocks[1].rows] == ["序号", *map(str, range(1, 61))]
    assert raw.blocks[1].page == 1


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ProtectedFileError, match=r"文件\.pdf: protected by a password; .*without one"):
        read(tmp_path, [body("正文。")], encrypt=StandardEncryption("secret", ownerPassword="owner"))


def test_a_truncated_pdf_is_damaged_or_read_but_no_traceback(tmp_path: Path) -> None:
    read(tmp_path, [body(LONG)] * 3)
    data = (tmp_path / "文件.pdf").read_bytes()
    path = tmp_path / "断.pdf"
    path.write_bytes(data[:300])
    with pytest.raises(
        DamagedFileError, match=r"断\.pdf: truncated or damaged PDF; copy or download it again"
    ):
        read_file(path)


def test_pages_without_text_are_called_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    canvas = Canvas(str(path))
    for _ in range(2):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    with pytest.raises(EmptyFileError, match=r"扫描\.pdf: 2 pages without a text layer.*scan.*OCR"):
        read_file(path)


def test_single_scanned_pages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "混.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 16)
    canvas.drawString(80, 700, "这一页有文字，说明扫描件的来历。")
    canvas.showPage()
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    assert read_file(path).warnings == ("no text on pages 2: perhaps scanned",)


def test_slanted_watermarks_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "水印.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 16)
    canvas.drawString(80, 700, "正文第一行。")
    canvas.translate(300, 400)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")
    canvas.save()
    assert texts(read_file(path)) == ["正文第一行。"]


def line(text: str, *, middle: float, page: int, size: float = 10) -> Line:
    return Line(text, 80, 500, middle - 5, middle + 5, size, page)


def test_body_lines_that_look_like_numbers_stay() -> None:
    pages = [
        (842.0, [line(f"正文{n}。", middle=400, page=n), line("2025", middle=60, page=n)]) for n in (1, 2)
    ]
    kept = without_furniture(
        [pages[0], (842.0, [line("正文。", middle=400, page=2), line("2030", middle=60, page=2)])]
    )
    assert [[x.text for x in page] for page in kept] == [["正文1。", "2025"], ["正文。", "2030"]]


def test_numbered_attachments_at_page_tops_stay() -> None:
    pages = [
        (842.0, [line(f"附件{n}", middle=790, page=n), line("正文。", middle=400, page=n)])
        for n in range(1, 6)
    ]
    assert all(page[0].text.startswith("附件") for page in without_furniture(pages))


def test_a_larger_first_occurrence_of_a_running_header_is_the_title_and_stays() -> None:
    sizes = [22.0, 9.0, 9.0, 9.0]
    pages = [
        (842.0, [line("实施方案", middle=790, page=n, size=size), line("正文。", middle=400, page=n)])
        for n, size in enumerate(sizes, start=1)
    ]
    assert [len(page) for page in without_furniture(pages)] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    "text", ["— 3 —", "- 12 -", "－3－", "第3页 共9页", "第三页", "3/9", "Page 3 of 9", "3", "iv"]
)
def test_page_numbers_are_known(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["第3条", "3.加强领导", "2022年", "—3%—", "第三章 总则", "附件3"])
def test_other_short_lines_are_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("学前", "教育", "学前教育"),
        ("到", "2025年", "到2025年"),
        ("Policy", "Base", "Policy Base"),
        ("", "甲", "甲"),
    ],
)
def test_broken_lines_are_glued_without_spaces_between_hanzi(left: str, right: str, expected: str) -> None:
    assert glue(left, right) == expected


def test_page_numbers_of_blocks_are_one_based(tmp_path: Path) -> None:
    raw = read(tmp_path, [body("甲。"), PageBreak(), body("乙。")])
    assert raw.blocks == (Block("甲。", page=1), Block("乙。", page=2))


def test_lines_drawn_out_of_order_are_read_top_to_bottom(tmp_path: Path) -> None:
    path = tmp_path / "乱序.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 16)
    for height, text in [(600, "第三行。"), (700, "第一行。"), (650, "第二行。")]:
        canvas.drawString(80, height, text)
    canvas.save()
    assert texts(read_file(path)) == ["第一行。", "第二行。", "第三行。"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "两栏.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 12)
    for left, name in [(60, "左"), (320, "右")]:
        for n in range(3):
            canvas.drawString(left, 700 - 40 * n, f"{name}栏第{n + 1}行。")
    canvas.save()
    assert (
        "".join(texts(read_file(path)))
        == "左栏第1行。左栏第2行。左栏第3行。右栏第1行。右栏第2行。右栏第3行。"
    )


def test_a_number_that_moved_down_as_a_whole_does_not_end_the_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "数字.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(FONT, 16)
    lines = [
        "　　" + "一" * 24 + "。",
        "甲" * 26,
        "乙" * 22 + "（",
        "2024—2027年）的通知已经印发给你们。",
        "请执行。",
    ]
    for n, text in enumerate(lines):
        canvas.drawString(80 + 32 * (n == 0), 700 - 28 * n, text.strip("　"))
    canvas.save()
    assert "".join(texts(read_file(path))[:1]).startswith("一")
    assert any("（2024—2027年）" in text for text in texts(read_file(path)))


def test_paragraphs_survive_alternating_headers_and_many_pages(tmp_path: Path) -> None:
    generator = random.Random(2)
    hanzi = "推进学前教育普及普惠安全优质发展，全面落实立德树人根本任务，到2025年覆盖率达到85%以上，"
    paragraphs = [
        f"（{n}）{''.join(generator.choice(hanzi) for _ in range(generator.randint(3, 160)))}。"
        for n in range(1, 101)
    ]

    def decorate(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(60, 800, ("青川市教育局文件", "学前教育发展实施方案")[document.page % 2])
        canvas.drawString(540 if document.page % 2 else 60, 30, str(document.page))

    path = tmp_path / "长.pdf"
    flow = [body(text) for text in paragraphs]
    SimpleDocTemplate(str(path), pagesize=A4).build(flow, onFirstPage=decorate, onLaterPages=decorate)
    raw = read_file(path)
    assert ["".join(text.split()) for text in texts(raw)] == paragraphs
    pages = [block.page or 0 for block in raw.blocks]
    assert pages == sorted(pages)
    assert pages[-1] > 10
