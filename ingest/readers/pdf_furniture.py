"""Running headers, footers and page numbers of a PDF: found by position and repetition together.

Text alone never condemns a line: a chapter title that stands once at the top of a page stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.readers.pdf_lines import Line

Page = tuple[float, Sequence[Line]]
"""Height in points and lines of one page."""

_ZONE = 0.12
"""Share of the page height at its top and bottom where furniture stands."""
_SAME_HEIGHT = 0.015
_EDGE_LINES = 3
_MIN_PAGES = 3
_MIN_SHARE = 0.3
_NUMERAL = r"(?:\d{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十百]{1,5})"
_PAGE_NUMBER = re.compile(
    rf"^(?:[-—–－一·•.~～\[(（|]*\s*\d{{1,4}}\s*[-—–－一·•.~～\])）|]*"
    rf"|第\s*{_NUMERAL}\s*页(?:\s*[,，/／、（(]?\s*共\s*{_NUMERAL}\s*页\s*[)）]?)?"
    rf"|(?:page\s*)?\d{{1,4}}\s*(?:/|／|of)\s*\d{{1,4}}|page\s*\d{{1,4}}|[ivxlc]{{1,6}})$",
    re.I,
)
_DECORATED = re.compile(
    r"^(?:[-—–－·•~～]+\s*\d{1,4}\s*[-—–－·•~～]+|第\s*\d{1,4}\s*页.*|page\s*\d+.*)$", re.I
)
_OWN_NUMBER = re.compile(r"^(?:附件|附表|附录|表|图|第.{0,4}[章节条款部分编])")
"""Lines with a number of their own, which may well grow by one from page to page."""
_DIGITS = re.compile(r"\d+")


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number, decorated or not."""
    return bool(_PAGE_NUMBER.match(text.strip()))


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page that belong to the text."""
    groups: dict[tuple[str, int | None], list[tuple[int, Line, float]]] = defaultdict(list)
    for i, (height, lines) in enumerate(pages):
        for line in _edge_lines(height, lines):
            for key in _keys(line, i):
                groups[key].append((i, line, line.middle / height))
    condemned = {id(line) for key, found in groups.items() for line in _repeated(key, found, len(pages))}
    for i, (height, lines) in enumerate(pages):
        condemned |= {id(line) for line in _edge_lines(height, lines) if _is_lone_number(line, i + 1, lines)}
    return [[line for line in lines if id(line) not in condemned] for _, lines in pages]


def _edge_lines(height: float, lines: Sequence[Line]) -> list[Line]:
    """The outermost lines in the top and bottom zones."""
    by_height = sorted(lines, key=lambda line: -line.middle)
    top = [line for line in by_height[:_EDGE_LINES] if line.middle > height * (1 - _ZONE)]
    return top + [line for line in by_height[-_EDGE_LINES:] if line.middle < height * _ZONE]


def _keys(line: Line, page_index: int) -> list[tuple[str, int | None]]:
    """The line itself, and the line with each number replaced by its distance from the page's index."""
    flat = "".join(line.text.split())
    keys: list[tuple[str, int | None]] = [(flat, None)]
    if not _OWN_NUMBER.match(flat):
        for match in _DIGITS.finditer(flat):
            if len(match[0]) <= 4:
                template = (
                    "#" if is_page_number(line.text) else f"{flat[: match.start()]}#{flat[match.end() :]}"
                )
                keys.append((template, int(match[0]) - page_index))
    return keys


def _repeated(
    key: tuple[str, int | None], found: list[tuple[int, Line, float]], page_count: int
) -> list[Line]:
    """Lines of a key that stand at the same height on enough pages; a larger first one is a title and stays."""
    text, distance = key
    lines: list[Line] = []
    needed = 2 if text == "#" and distance is not None else max(_MIN_PAGES, int(page_count * _MIN_SHARE))
    for _, line, height in found:
        alike = [(i, other) for i, other, h in found if abs(h - height) <= _SAME_HEIGHT]
        usual_size = sorted(other.size for _, other in alike)[len(alike) // 2]
        if len({i for i, _ in alike}) >= needed and line.size <= usual_size * 1.15:
            lines.append(line)
    return lines


def _is_lone_number(line: Line, page: int, lines: Sequence[Line]) -> bool:
    """A page number without a second one to confirm it: decorated, or the page's own number below all text."""
    if _DECORATED.match(line.text.strip()):
        return True
    is_lowest = line.middle <= min(other.middle for other in lines)
    return is_lowest and len(lines) > 1 and line.text.strip() == str(page)
