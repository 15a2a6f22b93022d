"""Build the documents of the bundled sets that are not plain text: Word, PDF and GB18030 files.

Run ``python eval/sets/build_documents.py`` after editing a file under a set's ``sources/``. The result
is the same bytes every time for given versions of python-docx and reportlab (the latter is needed
only here). ``sources/A/NAME.txt`` becomes ``documents/A/NAME``. Each source line starts with a mark:

    #T title · #N document number, centred line · #R right-aligned (signature, date) · #H running header (PDF)
    #P page break · #1 #2 heading as written (PDF) · ## ### - automatic number 一、（一）1. (Word)
    #C #A automatic 第一章 and 第一条 (Word) · | a | b | table row · anything else: paragraph

A table cell that holds only ``^`` is merged with the cell above it, one that holds only ``<`` with the
cell to its left.
"""

# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

SETS = Path(__file__).parent
FIXED_TIME = (2024, 1, 1, 0, 0, 0)
MARKS = ("#T", "#N", "#R", "#H", "#P", "#1", "#2", "#C", "#A", "###", "##", "-", "|")
MERGES = {"^": (-1, 0), "<": (0, -1)}
"""Row and column offset of the cell that a merged one belongs to."""
HEADING_LIST, CHAPTER_LIST, ARTICLE_LIST = 1, 2, 3
LEVELS = {
    HEADING_LIST: (
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3."),
    ),
    CHAPTER_LIST: (("chineseCountingThousand", "第%1章　"),),
    ARTICLE_LIST: (("chineseCountingThousand", "第%1条　"),),
}

Row = list[str]


def marked_lines(path: Path) -> Iterator[tuple[str, str]]:
    """(mark, text) of each non-empty line; the mark of an ordinary paragraph is empty."""
    for line in path.read_text(encoding="utf-8").splitlines():
        mark = next((m for m in MARKS if line == m or line.startswith(m + " ")), "")
        text = line[len(mark) :].strip()
        if mark or text:
            yield mark, text


def parts(path: Path) -> Iterator[tuple[str, str, list[Row]]]:
    """(mark, text, rows) of each paragraph; the lines of one table are one part with the mark "|"."""
    rows: list[Row] = []
    for mark, text in [*marked_lines(path), ("", "")]:
        if mark == "|":
            rows.append([cell.strip() for cell in text.strip("|").split("|")])
            continue
        if rows:
            yield "|", "", rows
            rows = []
        if mark or text:
            yield mark, text, []


def merged_with(rows: Sequence[Row], row: int, column: int) -> tuple[int, int]:
    """Row and column of the cell whose text a merged cell shares; the cell itself when it is not merged."""
    while rows[row][column] in MERGES:
        down, right = MERGES[rows[row][column]]
        row, column = row + down, column + right
    return row, column


# --- Word ------------------------------------------------------------------------------------------


def _numbering(document: Any) -> None:
    """Replace the template's lists by ours, so that the numbers stand in numbering.xml, not in the text."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for list_id, levels in LEVELS.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for i, (fmt, text) in enumerate(levels)
        )
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{inner}</w:abstractNum>'
        root.append(parse_xml(abstract))
    for list_id in LEVELS:
        num = f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
        root.append(parse_xml(num))


def _number(element: Any, list_id: int, level: int) -> None:
    properties = element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_id


def _table(document: Any, rows: list[Row]) -> None:
    from docx.oxml import OxmlElement

    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if text in MERGES else text
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text in MERGES:
                origin = table.cell(*merged_with(rows, i, j))
                written = origin.text
                origin.merge(table.cell(i, j)).text = written
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def build_docx(source: Path, target: Path) -> None:
    """Word file with heading styles that carry automatic numbers."""
    from docx import Document

    document = Document()
    document.core_properties.created = document.core_properties.modified = datetime(*FIXED_TIME)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _numbering(document)
    for level in (1, 2):
        _number(document.styles[f"Heading {level}"].element, HEADING_LIST, level - 1)
    for mark, text, rows in parts(source):
        if rows:
            _table(document, rows)
        elif text:
            _paragraph(document, mark, text)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(_timeless_zip(buffer.getvalue()))


def _paragraph(document: Any, mark: str, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    style = {"##": "Heading 1", "###": "Heading 2"}.get(mark)
    paragraph = document.add_paragraph(text, style=style)
    if mark in ("#T", "#N", "#C"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if mark == "#T":
        paragraph.runs[0].bold = True
    if mark == "#R":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if mark in ("-", "#C", "#A"):
        list_id = {"-": HEADING_LIST, "#C": CHAPTER_LIST, "#A": ARTICLE_LIST}[mark]
        _number(paragraph._p, list_id, 2 if mark == "-" else 0)


def _timeless_zip(data: bytes) -> bytes:
    """The same archive with every member dated ``FIXED_TIME``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- PDF -------------------------------------------------------------------------------------------

FONT = "STSong-Light"


def build_pdf(source: Path, target: Path) -> None:
    """A4 with the number as running header and page numbers like "— 2 —" (GB/T 9704)."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    lines = list(marked_lines(source))
    header = next(text for mark, text in lines if mark == "#H")
    title = next(text for mark, text in lines if mark == "#T")

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(80, A4[1] - 42, header)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")

    template = SimpleDocTemplate(
        str(target), pagesize=A4, leftMargin=80, rightMargin=75, topMargin=75, bottomMargin=70,
        title=title, invariant=1,
    )  # fmt: skip
    template.build(_story(source), onFirstPage=furniture, onLaterPages=furniture)


def _story(source: Path) -> list[Any]:
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, Spacer

    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=15, leading=27, firstLineIndent=30, wordWrap="CJK", spaceAfter=2
    )
    large = ParagraphStyle(
        "title", parent=body, fontSize=18, leading=30, firstLineIndent=0, alignment=TA_CENTER, spaceAfter=12
    )
    middle = ParagraphStyle("middle", parent=body, firstLineIndent=0, alignment=TA_CENTER)
    right = ParagraphStyle("right", parent=body, firstLineIndent=0, alignment=TA_RIGHT)
    small = ParagraphStyle("cell", parent=body, fontSize=10.5, leading=15, firstLineIndent=0, spaceAfter=0)
    styles = {"#T": large, "#N": middle, "#R": right}
    story: list[Any] = []
    for mark, text, rows in parts(source):
        if rows:
            story.append(_pdf_table(rows, small))
        elif mark == "#P":
            story.append(PageBreak())
        elif mark != "#H":
            subtitle = not mark and text.startswith("（2")
            story.append(Paragraph(text, middle if subtitle else styles.get(mark, body)))
            if mark == "#N":
                story.append(Spacer(1, 12))
    return story


def _pdf_table(rows: list[Row], style: Any) -> Any:
    """A ruled table whose columns are as wide as their longest cell asks, header repeated on each page."""
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table, TableStyle

    columns = range(len(rows[0]))
    longest = [min(16, max(len(row[j]) for row in rows)) + 1.5 for j in columns]
    width = 430 / sum(longest)
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for i, row in enumerate(rows):
        for j in columns:
            if row[j] in MERGES:
                origin_row, origin_column = merged_with(rows, i, j)
                commands.append(("SPAN", (origin_column, origin_row), (j, i)))
    cells = [[Paragraph("" if text in MERGES else text, style) for text in row] for row in rows]
    return Table(
        cells, colWidths=[width * n for n in longest], repeatRows=1, style=TableStyle(commands), spaceAfter=8
    )


# --- all -------------------------------------------------------------------------------------------


def target_of(source: Path) -> Path:
    """``documents/A/NAME`` of ``sources/A/NAME.txt``, of ``sources/A/NAME.gb18030.txt`` NAME.txt."""
    folder = next(parent for parent in source.parents if parent.name == "sources")
    inner = source.relative_to(folder)
    plain = source.name.endswith(".gb18030.txt")
    name = source.name.replace(".gb18030", "") if plain else source.name.removesuffix(".txt")
    return folder.parent / "documents" / inner.with_name(name)


def build(source: Path, target: Path) -> None:
    """Write one document."""
    if target.suffix == ".docx":
        build_docx(source, target)
    elif target.suffix == ".pdf":
        build_pdf(source, target)
    else:
        text = source.read_text(encoding="utf-8").replace("\n", "\r\n")
        target.write_bytes(text.encode("gb18030"))


def main(folders: Sequence[str]) -> None:
    """Build the documents of every set, or of the named folders."""
    for folder in [Path(name) for name in folders] or sorted(SETS.iterdir()):
        for source in sorted((folder / "sources").rglob("*.txt")):
            build(source, target_of(source))


if __name__ == "__main__":
    main(sys.argv[1:])
