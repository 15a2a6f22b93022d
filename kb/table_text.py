"""Tables as they stand in a document's text: one line a row, cells parted by " | "."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

BAR = " | "
_CAPTION_CHARS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell; its text is ``text[start:end]`` of the document."""

    start: int
    end: int
    words: str


def row_at(text: str, offset: int) -> tuple[int, int] | None:
    """Start and end of the line that holds ``offset`` when it is a row of a table; None when it is none."""
    start = text.rfind("\n", 0, offset) + 1
    stop = text.find("\n", offset)
    end = len(text) if stop < 0 else stop
    return (start, end) if BAR in text[start:end] else None


def header_at(text: str, offset: int) -> tuple[int, int] | None:
    """Start and end of the column names above the row at ``offset``, one line or two.

    None where the offset stands in no table or in its first row.
    """
    row = row_at(text, offset)
    return None if row is None else _header_of(text, row)


@lru_cache(maxsize=20_000)
def _header_of(text: str, row: tuple[int, int]) -> tuple[int, int] | None:
    width = len(cells_of(text, *row))
    lines = []
    before = row_at(text, row[0] - 1) if row[0] else None
    while before is not None and len(cells_of(text, *before)) == width:
        lines.append(before)
        before = row_at(text, before[0] - 1) if before[0] else None
    if not lines:
        return None
    first = lines[-1]
    if len(lines) > 1 and _continues(text, first, lines[-2]):
        return first[0], lines[-2][1]
    return first


def above_row(text: str, offset: int) -> str:
    """What stands above the row at ``offset`` and says what its cells are: two lines before the table, column names.

    Empty where the offset stands in no table or in its first row.
    """
    header = header_at(text, offset)
    if header is None:
        return ""
    before = text[max(0, header[0] - _CAPTION_CHARS) : header[0]].strip().split("\n")[-2:]
    return " ".join((*before, text[header[0] : header[1]]))


def cells_of(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """The cells of the row at ``start:end``."""
    found, at = [], start
    for words in text[start:end].split(BAR):
        found.append(Piece(at, at + len(words), words))
        at += len(words) + len(BAR)
    return tuple(found)


def column_names(text: str, offset: int) -> tuple[str, ...]:
    """The names of the columns of the row at ``offset``, those of two lines put together; empty without any."""
    header = header_at(text, offset)
    if header is None:
        return ()
    rows = [
        [piece.words for piece in cells_of(text, header[0] + begin, header[0] + begin + len(line))]
        for begin, line in _lines(text[header[0] : header[1]])
    ]
    return tuple("".join(dict.fromkeys(parts)) for parts in zip(*rows, strict=True))


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def _continues(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a second line of column names stands below merged ones: one repeats, one reaches down."""
    above = [piece.words for piece in cells_of(text, *first)]
    below = [piece.words for piece in cells_of(text, *second)]
    both = list(zip(above, below, strict=True))
    reaches = any(one == two for one, two in both)
    return reaches and len(set(above)) < len(above) and len(set(both)) > len(set(above))
