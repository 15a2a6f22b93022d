"""Word documents: paragraphs and tables in order, automatic numbers written out.

python-docx opens the package; the walk is our own, because its ``paragraphs`` drop automatic numbers,
insertions, text boxes and footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.blocks import Block, RawFile
from ingest.readers.docx_numbering import Numbering, Styles, W, Xml, is_on, value
from ingest.readers.docx_package import open_package
from ingest.readers.docx_text import PAGE_BREAK, paragraph_text, text_boxes
from ingest.readers.signature import Signature
from ingest.readers.tables import table_blocks

if TYPE_CHECKING:
    from docx.document import Document

_TOC_STYLE = re.compile(r"(?:toc|目录)\s*\d+")
_TRANSPARENT = frozenset(W + tag for tag in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_TIGHT_LABEL_END = re.compile(r"[、，。．.：:；）)】〕\]①-⑳]$")


class DocxReader:
    """.docx and .docm."""

    suffixes: tuple[str, ...] = (".docx", ".docm")

    def recognises(self, signature: Signature) -> bool:
        """A zip with a Word document in it, or the torn-off start of an Office package."""
        if "word/document.xml" in signature.zip_names:
            return True
        return signature.is_zip and not signature.zip_names and b"[Content_Types].xml" in signature.head

    def read(self, path: Path) -> RawFile:
        """Blocks of the body, then footnotes and endnotes. Raises DamagedFileError."""
        document = open_package(path)
        walk = _Walk(document)
        blocks = [*walk.blocks(document.element.body), *_notes(document, walk)]
        return RawFile(tuple(blocks), title=(document.core_properties.title or "").strip() or None)


class _Walk:
    """Turns body content into blocks; numbering counts across the whole document."""

    def __init__(self, document: Document) -> None:
        part = document.part
        self._styles = Styles(document.styles.element)
        numbering = _related(document, "numbering")
        self._numbering = Numbering(numbering, self._styles)
        self._carried = ""
        self._part = part

    def blocks(self, container: Xml) -> Iterator[Block]:
        """Blocks of a body, a text box or a cell."""
        for child in container:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None and not _is_toc(child):
                    yield from self.blocks(content)
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Xml) -> Iterator[Block]:
        text = self._carried + paragraph_text(paragraph)
        self._carried = ""
        properties = paragraph.find(W + "pPr")
        mark = None if properties is None else properties.find(W + "rPr")
        if is_on(mark, "del") and (mark is not None and mark.find(W + "del") is not None):
            self._carried = text  # its paragraph mark is deleted: the text runs on into the next paragraph
            return
        if any(_TOC_STYLE.fullmatch(name) for name in self._styles.names(paragraph)):
            return  # a generated table of contents repeats every heading
        if is_on(properties, "pageBreakBefore"):
            yield Block("", kind="break")
        yield from self._lines(paragraph, text)
        for box in text_boxes(paragraph):
            yield from self.blocks(box)
        if _starts_new_page(properties):
            yield Block("", kind="break")

    def _lines(self, paragraph: Xml, text: str) -> Iterator[Block]:
        label = self._numbering.label(paragraph)
        level = self._styles.outline_level(paragraph)
        is_title = "title" in self._styles.names(paragraph)[:1]
        for i, part in enumerate(text.split(PAGE_BREAK)):
            if i:
                yield Block("", kind="break")
            lines = "\n".join(line.strip(" \t") for line in part.strip().split("\n")).strip()
            if not lines:
                continue
            shown_text, label = join_label(label, lines), ""
            yield Block(shown_text, kind="heading" if level or is_title else "paragraph", level=level)

    def _table(self, table: Xml) -> Iterator[Block]:
        rows, header_rows = self._rows(table)
        yield from table_blocks(rows, header_rows=header_rows)

    def _rows(self, table: Xml) -> tuple[list[list[str]], int]:
        rows: list[list[str]] = []
        header_rows = 0
        for row in _children(table, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            if is_on(properties, "tblHeader") and header_rows == len(rows):
                header_rows += 1
            rows.append(self._cells(row, rows[-1] if rows else []))
        return rows, header_rows

    def _cells(self, row: Xml, above: list[str]) -> list[str]:
        """Texts of a row, one a grid column; merged cells repeat theirs."""
        cells = [""] * _count(row.find(W + "trPr"), "gridBefore", 0)
        for cell in _children(row, "tc"):
            properties = cell.find(W + "tcPr")
            text = self._cell_text(cell)
            merge = None if properties is None else properties.find(W + "vMerge")
            if (
                merge is not None
                and merge.get(W + "val", "continue") == "continue"
                and len(cells) < len(above)
            ):
                text = above[len(cells)]
            cells += [text] * _count(properties, "gridSpan", 1)
        return cells

    def _cell_text(self, cell: Xml) -> str:
        lines: list[str] = []
        for block in self.blocks(cell):
            lines += [" ".join(dict.fromkeys(row)) for row in block.rows] if block.rows else [block.text]
        return "\n".join(line for line in lines if line)


def join_label(label: str, text: str) -> str:
    """Number and text as they read on paper: 一、总体要求, 第一条 为了…, 1. 5G网络."""
    if not label:
        return text
    tight = label[-1].isspace() or (
        _TIGHT_LABEL_END.search(label) and not (text[0].isascii() and text[0].isalnum())
    )
    return label + text if tight else f"{label} {text}"


def _children(element: Xml, tag: str) -> Iterator[Xml]:
    """Children of a kind, also inside content controls and tracked insertions."""
    for child in element:
        if child.tag == W + tag:
            yield child
        elif child.tag == W + "sdt" or child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _count(properties: Xml | None, name: str, default: int) -> int:
    stated = value(properties, name) or ""
    return min(int(stated), 100) if stated.isdigit() else default


def _is_toc(content_control: Xml) -> bool:
    gallery = content_control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _starts_new_page(properties: Xml | None) -> bool:
    """Whether the paragraph ends a section and the next one begins on a new page."""
    section = None if properties is None else properties.find(W + "sectPr")
    return section is not None and value(section, "type") != "continuous"


def _related(document: Document, kind: str) -> Xml | None:
    """Root of a part such as numbering or footnotes; None when the document has none."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(document: Document, walk: _Walk) -> Iterator[Block]:
    for kind, tag in _NOTES.items():
        root = _related(document, kind)
        real = (
            []
            if root is None
            else [n for n in root.findall(W + tag) if n.get(W + "type") in (None, "normal")]
        )
        for number, note in enumerate(real, start=1):
            text = " ".join(block.text for block in walk.blocks(note) if block.text)
            if text:
                yield Block(f"[{number}] {text}")
