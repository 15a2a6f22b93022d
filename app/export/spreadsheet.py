"""Facts as a workbook (xlsx) and as comma-separated text (csv)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from app.export.cells import safe_cell
from app.export.facts_table import COLUMNS, FactRow, row_cells
from app.export.words import word
from kb.question.model import Language

_MAX_CELL_CHARS = 32_767  # of a cell in xlsx


def facts_csv(rows: Sequence[FactRow], language: Language = "zh") -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Chinese; lines end with CR LF (RFC 4180).

    A cell that would begin a formula begins with an apostrophe.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.heading(language) for column in COLUMNS])
    writer.writerows([safe_cell(cell) for cell in row_cells(row, language)] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def write_facts_xlsx(target: Path | BinaryIO, rows: Sequence[FactRow], language: Language = "zh") -> None:
    """One sheet with a heading row that stays in view and filters; every cell is text."""
    write_xlsx(
        target,
        sheet=word(language, "sheet"),
        headings=[column.heading(language) for column in COLUMNS],
        widths=[column.width for column in COLUMNS],
        rows=[row_cells(row, language) for row in rows],
    )


def write_xlsx(
    target: Path | BinaryIO,
    *,
    sheet: str,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
) -> None:
    """A workbook of one sheet. Cells are made safe; ``widths`` are in characters."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.active
    assert page is not None  # a new workbook has one sheet
    page.title = sheet[:31]
    for number, line in enumerate([headings, *rows], start=1):
        for place, text in enumerate(line, start=1):
            cell = page.cell(number, place)
            if text:
                cell.value = safe_cell(text)[:_MAX_CELL_CHARS]
                cell.data_type = "s"  # text even where it looks like a formula or an error value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for place, width in enumerate(widths, start=1):
        heading = page.cell(1, place)
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", start_color="DDE6F0")
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{max(1, len(rows) + 1)}"
    book.save(target)


def facts_xlsx(rows: Sequence[FactRow], language: Language = "zh") -> bytes:
    """The workbook of ``write_facts_xlsx`` as bytes."""
    stream = io.BytesIO()
    write_facts_xlsx(stream, rows, language)
    return stream.getvalue()
