"""Rows as a reader found them to blocks: equal widths, captions apart, header rows recognised."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Block

Rows = Sequence[Sequence[str]]

_MAX_COLUMN_NAME_CHARS = 20
_OPEN_END = frozenset("、，；。：（《“—-")
_CLOSED_START = frozenset("、，；。：）》”")
_SENTENCE_MARKS = frozenset("。；！？")


def table_blocks(rows: Rows, *, header_rows: int = 0, page: int | None = None) -> list[Block]:
    """Blocks of one table.

    Empty rows and columns are dropped. Leading rows that one merged cell fills are captions and become
    paragraphs, and so does a table of one column, which is a box around text. ``header_rows`` counts
    the rows that the format marks as header; 0 has them guessed.
    """
    width = max((len(row) for row in rows), default=0)
    grid = [tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in rows]
    marked = sum(1 for row in grid[:header_rows] if any(row))
    grid = [row for row in grid if any(row)]
    used = [c for c in range(width) if any(row[c] for row in grid)]
    grid = [tuple(row[c] for c in used) for row in grid]
    if len(used) < 2:
        return [Block(line, page=page) for row in grid for cell in row for line in cell.split("\n") if line]
    blocks: list[Block] = []
    while grid and _is_caption(grid[0]):
        blocks.append(Block(grid.pop(0)[0], page=page))
        marked = max(0, marked - 1)
    if grid:
        header = min(marked or guess_header_rows(grid), len(grid))
        rows_of_lines = (
            tuple(_one_line(cell, is_name=r < header) for cell in row) for r, row in enumerate(grid)
        )
        blocks.append(Block("", kind="table", page=page, rows=tuple(rows_of_lines), header_rows=header))
    return blocks


def _one_line(cell: str, *, is_name: bool) -> str:
    """The lines of a cell as one: units that stand one below the other stay apart by a space.

    Column names are broken to fit ("牵头", "单位"), so theirs are put together again.
    """
    text = ""
    for line in filter(None, map(str.strip, cell.split("\n"))):
        is_joint = is_name or text[-1:] in _OPEN_END or line[0] in _CLOSED_START
        text = (
            text + line if is_joint and not (text[-1:].isalnum() and line[0].isascii()) else f"{text} {line}"
        )
    return text.strip()


def guess_header_rows(grid: Rows) -> int:
    """How many leading rows are column names: 0, 1, or 2 when cells of the first reach into the second."""
    if len(grid) < 2 or not _is_header(grid[0]) or _is_form(grid):
        return 0
    first, second = grid[0], grid[1]
    reaches = [c for c, cell in enumerate(first) if cell == second[c]]
    splits = len(set(first)) < len(first) and len(set(zip(first, second, strict=True))) > len(set(first))
    return 2 if reaches and splits and len(grid) > 2 and _is_header(second) else 1


def _is_caption(row: Sequence[str]) -> bool:
    return bool(row[0]) and len(set(row)) == 1


def _is_header(row: Sequence[str]) -> bool:
    named = [cell for cell in row if cell]
    return len(named) >= max(2, len(row) - 1) and all(map(_is_column_name, named))


def _is_column_name(cell: str) -> bool:
    flat = "".join(cell.split())
    if len(flat) > _MAX_COLUMN_NAME_CHARS or _SENTENCE_MARKS & set(flat):
        return False
    return not flat.replace(".", "").replace("%", "").isdigit() or (
        len(flat) == 4 and flat[:2] in {"19", "20"}
    )


def _is_form(grid: Rows) -> bool:
    """Label and value side by side in every row ("姓名 | … | 性别 | …"): labels end with a colon."""
    labels = [row[0] for row in grid if row[0]]
    return bool(labels) and all(label.rstrip().endswith(("：", ":")) for label in labels)
