"""Tables that plain text draws with frames (│), tabs, bars or aligned columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

Rows = list[list[str]]

_RULE = re.compile(r"[\s\u2500-\u257f+\-=|]*[\u2500-\u257f+\-=]{3}[\s\u2500-\u257f+\-=|]*")
"""A line that only draws: ├───┼───┤, +---+---+."""
_BAR = re.compile(r"[\u2502\u2503\u2551|｜]")
_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_COLUMN_NAME = re.compile(
    r"序号|编号|名称|单位|部门|时间|日期|内容|任务|岗位|学校|项目|标准|责任|事项|地点|人数|类别|指标|地区|学费|合计|负责人|[县区]$"
)
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_NEAR = 6
"""Most cells of a terminal between where a column begins and where one of its entries does."""


def table_at(lines: Sequence[str], at: int) -> tuple[Rows, int] | None:
    """The table that begins at ``lines[at]`` and the index of the line behind it; None where none begins.

    Rows are of equal width.
    """
    return _framed(lines, at) or _tabbed(lines, at) or _aligned(lines, at)


def _framed(lines: Sequence[str], at: int) -> tuple[Rows, int] | None:
    """Rows between bars; where rules part the rows, the lines between two rules are one row."""
    end = at
    while end < len(lines) and (_is_rule(lines[end]) or len(_BAR.findall(lines[end])) >= 2):
        end += 1
    drawn = lines[at:end]
    inner = [line for line in drawn if not _is_rule(line)]
    if len(inner) < 2 or not (_is_rule(drawn[0]) or all(_BAR.match(line.strip()) for line in inner)):
        return None
    ruled = sum(1 for line in drawn if _is_rule(line)) > 3
    rows: Rows = []
    fresh = True
    for line in drawn:
        if _is_rule(line):
            fresh = True
            continue
        cells = [cell.strip() for cell in _BAR.split(line.strip().strip("│┃║|｜"))]
        if ruled and not fresh and rows and len(rows[-1]) == len(cells):
            rows[-1] = [one + two for one, two in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        fresh = False
    return _even(rows, end)


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None and bool(line.strip())


def _tabbed(lines: Sequence[str], at: int) -> tuple[Rows, int] | None:
    rows: Rows = []
    end = at
    while end < len(lines) and "\t" in lines[end].strip():
        rows.append([cell.strip() for cell in lines[end].strip("\n").split("\t")])
        end += 1
    if len(rows) < _LEAST_ROWS or max(map(len, rows)) < _LEAST_COLUMNS:
        return None
    return _even(rows, end) if _looks_headed(rows) else None


def _aligned(lines: Sequence[str], at: int) -> tuple[Rows, int] | None:
    """Entries below column names with two spaces or more between them."""
    names = _pieces(lines[at])
    if len(names) < _LEAST_COLUMNS:
        return None
    starts = [start for start, _ in names]
    rows: Rows = [[name for _, name in names]]
    end = at + 1
    while end < len(lines) and (row := _under(starts, _pieces(lines[end]))) is not None:
        rows.append(row)
        end += 1
    if len(rows) < _LEAST_ROWS or not _looks_headed(rows):
        return None
    return _even(rows, end)


def _pieces(line: str) -> list[tuple[int, str]]:
    """(column where it begins, text) of what wide gaps part; a wide character takes two columns."""
    found: list[tuple[int, str]] = []
    start = 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if line[start:end].strip():
            lead = len(line[start:end]) - len(line[start:end].lstrip())
            found.append((_width(line[: start + lead]), line[start:end].strip()))
        start = gap.end() if gap else end
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _under(starts: Sequence[int], pieces: Sequence[tuple[int, str]]) -> list[str] | None:
    """The pieces by column, empty where a column has none; None where they do not stand in columns."""
    if len(pieces) == len(starts):
        return [text for _, text in pieces]
    if len(pieces) < 2 or len(pieces) > len(starts):
        return None
    row = [""] * len(starts)
    for start, text in pieces:
        column = min(range(len(starts)), key=lambda number: abs(starts[number] - start))
        if row[column] or abs(starts[column] - start) > _NEAR:
            return None
        row[column] = text
    return row


def _looks_headed(rows: Rows) -> bool:
    """Whether the first row names columns: figures stand only below it, or its words are those of tables."""
    head, body = rows[0], rows[1:]
    if any(cell[:1].isdigit() and not re.match(r"(?:19|20)\d\d", cell) for cell in head):
        return False
    figured = sum(1 for row in body if any(cell[:1].isdigit() for cell in row))
    named = sum(1 for cell in head if len(cell) <= 12 and _COLUMN_NAME.search(cell))
    return named >= 2 or (named >= 1 and figured * 2 > len(body))


def _even(rows: Rows, end: int) -> tuple[Rows, int] | None:
    if sum(1 for row in rows if sum(map(bool, row)) > 1) < 2:
        return None
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows], end
