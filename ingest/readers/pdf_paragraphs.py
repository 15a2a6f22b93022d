"""Printed lines to paragraphs by their geometry: fill, indentation, gap and size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf_lines import Line, glue

_SHORT_BY_EM = 1.6
"""A line that ends this much before the right edge ends its paragraph (line-end rules push one character)."""
_INDENT_EM = 0.8
_SIZE_TOLERANCE = 0.12
_LARGE_GAP = 1.35
_TITLE_SIZE = 1.15
_MIN_FILL = 0.7
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百\d]+[）)]|\d+[.．、]\D|[①-⑳]"
    r"|第[一二三四五六七八九十百千零〇\d]+[章节条编]|附件)"
)
_SENTENCE_END = re.compile(r"[。；！？：;!?）)][”’）)]?$")
_DATE_LINE = re.compile(r"\s*[\d〇零一二三四五六七八九十]{4}\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\s*")
_UNFINISHED = re.compile(r"[，、（《“〔(]$")
_UNBREAKABLE = re.compile(r"[A-Za-z\d][A-Za-z\d.,%:/—–-]*[年月日万元个人所、，。％）》”]{0,2}")


@dataclass(frozen=True, slots=True)
class Column:
    """The text column of a page: edges in points, body font size, usual distance of line centres."""

    left: float
    right: float
    size: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined text with the page it starts on and its last line."""

    text: str
    page: int
    last: Line
    size: float


def measure(lines: Sequence[Line], page_width: float) -> Column:
    """The column that most lines stand in, in points. ``lines`` must not be empty."""
    size = _usual([line.size for line in lines for _ in range(len(line.text))])
    body = [line for line in lines if abs(line.size - size) <= size * _SIZE_TOLERANCE] or list(lines)
    rights = sorted(line.right for line in body)
    steps = [
        a.middle - b.middle
        for a, b in pairwise(body)
        if a.page == b.page and 0 < a.middle - b.middle < 4 * size
    ]
    left, right = _usual_left(body), rights[min(len(rights) - 1, int(len(rights) * 0.92))]
    if right - left < _MIN_FILL * (page_width - 2 * left):
        right = page_width - left  # no line is full: the margins are taken to be equal
    return Column(
        left=left,
        right=right,
        size=size,
        pitch=_usual(steps) if steps else size * 1.6,
    )


def join(paragraphs: list[Paragraph], line: Line, column: Column) -> None:
    """Append a line to the last paragraph when it continues it, else start a new one."""
    last = paragraphs[-1] if paragraphs else None
    if last is not None and continues(last, line, column):
        paragraphs[-1] = Paragraph(glue(last.text, line.text), last.page, line, last.size)
    else:
        paragraphs.append(Paragraph(line.text, line.page, line, line.size))


def continues(before: Paragraph, line: Line, column: Column) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last = before.last
    if abs(last.size - line.size) > _SIZE_TOLERANCE * max(last.size, line.size) or line.page - last.page > 1:
        return False
    if line.page == last.page and last.middle - line.middle > max(column.pitch, line.size * 1.5) * _LARGE_GAP:
        return False
    if _is_title_line(last, column) and _is_title_line(line, column):
        return line.page == last.page and not _ENUMERATOR.match(line.text)
    if _DATE_LINE.fullmatch(before.text):
        return False  # a signature's date at the right edge, the imprint below it
    is_flush = abs(line.left - column.left) <= _INDENT_EM * line.size or _hangs(last, line)
    if not is_flush or (_ENUMERATOR.match(line.text) and _SENTENCE_END.search(last.text)):
        return False
    missing = column.right - _unbreakable_width(line) - _SHORT_BY_EM * last.size
    return last.right >= missing or bool(_UNFINISHED.search(last.text))


def _unbreakable_width(line: Line) -> float:
    """Width of a number or Latin word that opens a line: it may have moved down as a whole."""
    match = _UNBREAKABLE.match(line.text)
    per_char = (line.right - line.left) / max(1.0, _width_units(line.text))
    return _width_units(match[0]) * per_char if match else 0.0


def _width_units(text: str) -> float:
    """Width in units of a hanzi, Latin characters counted half."""
    return sum(0.5 if ch.isascii() else 1.0 for ch in text)


def _hangs(last: Line, line: Line) -> bool:
    """Whole paragraphs may stand indented: both lines begin at the same place and the first is none of its own."""
    is_aligned = abs(line.left - last.left) <= 0.3 * line.size
    return is_aligned and not _ENUMERATOR.match(line.text) and not _SENTENCE_END.search(last.text)


def _is_title_line(line: Line, column: Column) -> bool:
    """Larger than the body and centred in the column."""
    is_centred = abs((line.left - column.left) - (column.right - line.right)) <= 2 * line.size
    return line.size >= column.size * _TITLE_SIZE and is_centred


def _usual(values: Sequence[float]) -> float:
    """The most frequent value on a grid of half points, the smallest of equals."""
    counts = Counter(round(value * 2) / 2 for value in values)
    return min(counts, key=lambda value: (-counts[value], value))


def _usual_left(lines: Sequence[Line]) -> float:
    """The left edge: the leftmost place where at least a tenth of the lines begin."""
    counts = Counter(round(line.left / 3) for line in lines)
    common = [place for place, count in counts.items() if count >= max(1, len(lines) * 0.1)]
    place = min(common or counts)
    return min(line.left for line in lines if round(line.left / 3) == place)
