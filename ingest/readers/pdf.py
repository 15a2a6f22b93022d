"""Text PDFs: pages, paragraphs joined by geometry, ruled tables, no running headers and page numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.blocks import Block, RawFile
from ingest.readers.names import shown
from ingest.readers.pdf_furniture import without_furniture
from ingest.readers.pdf_lines import Glyph, Line, page_glyphs, to_lines
from ingest.readers.pdf_paragraphs import Column, Paragraph, join, measure
from ingest.readers.pdf_tables import PdfTable, continue_table, find_tables, has_rules, inside
from ingest.readers.signature import Signature
from ingest.readers.tables import table_blocks
from kb.errors import DamagedFileError, EmptyFileError, ProtectedFileError

_MIN_CHARS_A_PAGE = 2
"""A scan may carry a stamp or a page number as text; fewer characters a page than this is a scan."""


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PdfTable]


class PdfReader:
    """.pdf with a text layer."""

    suffixes: tuple[str, ...] = (".pdf",)

    def recognises(self, signature: Signature) -> bool:
        """The header may stand behind a little rubbish (ISO 32000-1, annex H)."""
        return b"%PDF-" in signature.head[:1024]

    def read(self, path: Path) -> RawFile:
        """Raises ProtectedFileError, DamagedFileError, or EmptyFileError for a scan."""
        name = shown(path)
        with ExitStack() as stack:
            document = _open(path, name)
            stack.callback(document.close)
            pages = _read_pages(document, path, stack)
            title = str(document.get_metadata_value("Title")).strip() or None
        blank = [page.number for page in pages if not page.lines and not page.tables]
        chars = sum(len(line.text) for page in pages for line in page.lines)
        if chars < _MIN_CHARS_A_PAGE * len(pages) and not any(page.tables for page in pages):
            raise EmptyFileError(
                f"{name}: {len(pages)} pages without a text layer, most likely a scan; recognise its text (OCR) first"
            )
        if _is_unreadable("".join(line.text for page in pages for line in page.lines)):
            raise DamagedFileError(
                f"{name}: its fonts do not say which characters they show; recognise its text (OCR) first"
            )
        warnings = (f"no text on pages {_listed(blank)}: perhaps scanned",) if blank else ()
        return RawFile(tuple(_blocks(pages)), title=title, warnings=warnings)


def _open(path: Path, name: str) -> Any:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
        if len(document) == 0:
            raise DamagedFileError(f"{name}: a PDF without pages; copy or download it again")
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ProtectedFileError(
                f"{name}: protected by a password; open it and print or save it without one"
            ) from error
        raise DamagedFileError(f"{name}: truncated or damaged PDF; copy or download it again") from error
    return document


def _read_pages(document: Any, path: Path, stack: ExitStack) -> list[_Page]:
    plumber: Any = None
    pages: list[_Page] = []
    for i in range(len(document)):
        page = document[i]
        glyph_lines = page_glyphs(page)
        tables: list[PdfTable] = []
        if glyph_lines and not page.get_rotation() and has_rules(page):
            plumber = plumber or _open_plumber(path, stack)
            tables = find_tables(plumber.pages[i], glyph_lines)
            plumber.pages[i].close()
        free = [_outside(line, tables) for line in glyph_lines]
        lines = to_lines([line for line in free if any(g.char != " " for g in line)], i + 1)
        pages.append(_Page(i + 1, page.get_width(), page.get_height(), lines, tables))
        page.close()
    return _without_furniture(pages)


def _open_plumber(path: Path, stack: ExitStack) -> Any:
    import pdfplumber

    return stack.enter_context(pdfplumber.open(path))


def _outside(line: list[Glyph], tables: Sequence[PdfTable]) -> list[Glyph]:
    return [glyph for glyph in line if not any(inside(glyph, table.box) for table in tables)]


def _without_furniture(pages: list[_Page]) -> list[_Page]:
    kept = without_furniture([(page.height, page.lines) for page in pages])
    return [
        _Page(page.number, page.width, page.height, lines, page.tables)
        for page, lines in zip(pages, kept, strict=True)
    ]


def _columns(pages: Sequence[_Page]) -> dict[int, Column]:
    """The text column for each page width, since a landscape appendix has its own."""
    by_width: dict[int, list[Line]] = defaultdict(list)
    for page in pages:
        by_width[round(page.width)] += page.lines
    return {width: measure(lines, width) for width, lines in by_width.items() if lines}


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    """Paragraphs and tables in order of height; both may run over a page's end."""
    columns = _columns(pages)
    paragraphs: list[Paragraph] = []
    table: tuple[PdfTable, int] | None = None
    for page in pages:
        tables = list(page.tables)
        for line in [*page.lines, None]:
            while tables and (line is None or _is_above(tables[0], line, page.lines)):
                yield from _flush(paragraphs)
                joined = continue_table(table[0], tables[0]) if table else None
                if table and joined is None:
                    yield from table_blocks(table[0].rows, page=table[1])
                table = (joined, table[1]) if table and joined else (tables[0], page.number)
                tables.pop(0)
            if line is not None:
                if table:
                    yield from table_blocks(table[0].rows, page=table[1])
                    table = None
                join(paragraphs, line, columns[round(page.width)])
    yield from _flush(paragraphs)
    if table:
        yield from table_blocks(table[0].rows, page=table[1])


def _is_above(table: PdfTable, line: Line, lines: Sequence[Line]) -> bool:
    """Whether the table comes before this line: the line, and all after it, stand below its top."""
    rest = lines[lines.index(line) :]
    return line.middle < table.box[3] and all(other.middle < table.box[3] for other in rest)


def _flush(paragraphs: list[Paragraph]) -> Iterator[Block]:
    for paragraph in paragraphs:
        yield Block(paragraph.text, page=paragraph.page)
    paragraphs.clear()


def _is_unreadable(text: str) -> bool:
    """Whether the text layer holds glyph numbers instead of characters: private use, or replaced."""
    unknown = sum(1 for ch in text if "\ue000" <= ch <= "\uf8ff" or ch == "\ufffd" or ch >= "\U000f0000")
    return unknown > 0.3 * len(text)


def _listed(numbers: Sequence[int]) -> str:
    shown_numbers = ", ".join(map(str, numbers[:10]))
    return shown_numbers + (" …" if len(numbers) > 10 else "")
