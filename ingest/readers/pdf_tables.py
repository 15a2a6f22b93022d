"""Tables with ruling lines, located by pdfplumber, their text taken from our own lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.readers.pdf_lines import Glyph, glue, to_lines

_MIN_RULES = 2
_SNAP = 3.0
_FILL_EM = 1.3

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points from the page's lower left corner."""


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Cells in a full grid; merged cells repeat their text."""

    rows: tuple[tuple[str, ...], ...]
    box: Box


def has_rules(page: Any) -> bool:
    """Whether a pypdfium2 page draws enough straight lines for a table."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    horizontal = vertical = 0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        horizontal += right - left > 20 or (right - left > 8 and top - bottom > 8)
        vertical += top - bottom > 8
        if horizontal >= _MIN_RULES and vertical >= _MIN_RULES:
            return True
    return False


def find_tables(plumber_page: Any, glyph_lines: list[list[Glyph]]) -> list[PdfTable]:
    """Tables of a pdfplumber page with at least two rows and two columns, top to bottom."""
    height = float(plumber_page.height)
    found: list[PdfTable] = []
    for table in plumber_page.find_tables():
        cells: list[Box] = [(x0, height - bottom, x1, height - top) for x0, top, x1, bottom in table.cells]
        columns, rows = (
            _edges([c[0] for c in cells] + [c[2] for c in cells]),
            _edges([c[1] for c in cells] + [c[3] for c in cells]),
        )
        if len(columns) < 3 or len(rows) < 3:
            continue
        texts = {cell: cell_text(cell, glyph_lines) for cell in cells}
        x0, top, x1, bottom = table.bbox
        grid = _grid(texts, columns, rows)
        if sum(map(bool, texts.values())) >= 3:
            found.append(PdfTable(grid, (x0, height - bottom, x1, height - top)))
    return sorted(found, key=lambda table: -table.box[3])


def inside(glyph: Glyph, box: Box) -> bool:
    """Whether a glyph's centre lies in a box."""
    x, y = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def cell_text(cell: Box, glyph_lines: list[list[Glyph]]) -> str:
    """The paragraphs of a cell, one a line; a printed line that fills the cell runs on into the next."""
    kept = [[g for g in line if inside(g, cell)] for line in glyph_lines]
    lines = to_lines([line for line in kept if any(g.char != " " for g in line)], 0)
    text, is_full = "", True
    right = max((line.right for line in lines), default=0.0)
    for line in lines:
        text = glue(text, line.text) if is_full else f"{text}\n{line.text}"
        padding = max(0.0, line.left - cell[0])
        is_full = line.right >= min(right, cell[2] - padding) - _FILL_EM * line.size and len(lines) > 1
        is_full = is_full and cell[2] - line.right < 2.5 * line.size + padding
    return text


def continue_table(before: PdfTable, after: PdfTable) -> PdfTable | None:
    """One table of two halves on successive pages with the same columns; None when they are two tables."""
    same_place = abs(before.box[0] - after.box[0]) < 5 and abs(before.box[2] - after.box[2]) < 5
    if not same_place or len(before.rows[0]) != len(after.rows[0]):
        return None
    repeated = 0
    while (
        repeated < min(3, len(after.rows), len(before.rows)) and after.rows[repeated] == before.rows[repeated]
    ):
        repeated += 1
    return PdfTable(before.rows + after.rows[repeated:], before.box)


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct positions in ascending order, those within a few points counted once."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _grid(texts: dict[Box, str], columns: list[float], rows: list[float]) -> tuple[tuple[str, ...], ...]:
    """Every slot of the grid takes the text of the smallest cell that covers it."""
    grid: list[tuple[str, ...]] = []
    for low, high in reversed(list(pairwise(rows))):
        y = (low + high) / 2
        grid.append(tuple(_covering(texts, (a + b) / 2, y) for a, b in pairwise(columns)))
    return tuple(grid)


def _covering(texts: dict[Box, str], x: float, y: float) -> str:
    covering = [cell for cell in texts if cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]]
    if not covering:
        return ""
    return texts[min(covering, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1]))]
