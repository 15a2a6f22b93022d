"""The printed lines of a PDF page with their geometry, from pdfium's characters.

Coordinates are PDF points from the page's lower left corner.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

_SAME_LINE_OVERLAP = 0.5
_WORD_GAP_EM = 0.9
"""Between Chinese characters a gap narrower than this is justification. A printed space always counts."""
_SLANT = math.radians(5)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character."""

    char: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``size`` is the font size in points, ``page`` 1-based."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int

    @property
    def middle(self) -> float:
        """Height of the line's centre."""
        return (self.top + self.bottom) / 2


def page_glyphs(page: Any) -> list[list[Glyph]]:
    """Glyphs of a pypdfium2 page in pdfium's lines; slanted ones, such as watermarks, are left out."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    text_page = page.get_textpage()
    try:
        box = pdfium.FS_RECTF()
        lines: list[list[Glyph]] = [[]]
        for i in range(pdfium.FPDFText_CountChars(text_page.raw)):
            code = pdfium.FPDFText_GetUnicode(text_page.raw, i)
            if code in (10, 13):
                lines.append([])
                continue
            if (
                code == 0xFFFE
                or code > 0x10FFFF
                or _is_slanted(pdfium.FPDFText_GetCharAngle(text_page.raw, i))
            ):
                continue
            if pdfium.FPDFText_GetLooseCharBox(text_page.raw, i, ctypes.byref(box)) and code > 32:
                size = float(pdfium.FPDFText_GetFontSize(text_page.raw, i)) or 1.0
                size = box.top - box.bottom if size <= 1.5 else size
                lines[-1].append(Glyph(chr(code), box.left, box.right, box.bottom, box.top, size))
            elif code <= 32 and lines[-1] and not pdfium.FPDFText_IsGenerated(text_page.raw, i):
                last = lines[-1][-1]
                lines[-1].append(replace(last, char=" ", left=last.right, right=last.right))
        return [line for line in lines if any(g.char != " " for g in line)]
    finally:
        text_page.close()


def to_lines(glyph_lines: list[list[Glyph]], page: int) -> list[Line]:
    """Printed lines, top to bottom unless some stand side by side; pieces of one line are put together."""
    pieces: list[list[Glyph]] = []
    for glyphs in glyph_lines:
        for run in _split_by_height(glyphs):
            if pieces and _continues(pieces[-1], run):
                pieces[-1] = pieces[-1] + run
            else:
                pieces.append(run)
    return _top_to_bottom([_line(run, page) for run in pieces])


def _top_to_bottom(lines: list[Line]) -> list[Line]:
    """Lines by height, whatever order the file draws them in; side by side (columns), its order is kept."""
    by_height = sorted(lines, key=lambda line: -line.middle)
    for upper, lower in pairwise(by_height):
        if lower.top - upper.bottom > 0.6 * min(upper.size, lower.size):
            return lines
    return by_height


def is_cjk(char: str) -> bool:
    """Hanzi, Chinese punctuation and fullwidth forms: characters that stand without spaces."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef" or (
        char in "“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩" or "\U00020000" <= char <= "\U0003ffff"
    )  # fmt: skip


def glue(left: str, right: str) -> str:
    """Two halves of a broken line as one text: a space only between two words in Latin script."""
    if not left or not right:
        return left + right
    needs_space = not is_cjk(left[-1]) and not is_cjk(right[0]) and left[-1] not in "-/"
    return f"{left} {right}" if needs_space else left + right


def _is_slanted(angle: float) -> bool:
    """Whether a character leans: neither upright nor turned by a right angle."""
    quarter = abs(angle) % (math.pi / 2)
    return angle >= 0 and min(quarter, math.pi / 2 - quarter) > _SLANT


def _split_by_height(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """pdfium sometimes runs two printed lines into one; a jump back to the left and down starts a new one."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if last is None or (glyph.char != " " and _overlap(last, glyph) < 0.2):
            runs.append([])
        runs[-1].append(glyph)
    return [run for run in runs if any(g.char != " " for g in run)]


def _overlap(a: Glyph, b: Glyph) -> float:
    """Shared height as a share of the lower of two glyphs."""
    shared = min(a.top, b.top) - max(a.bottom, b.bottom)
    return shared / max(0.1, min(a.top - a.bottom, b.top - b.bottom))


def _continues(before: list[Glyph], after: list[Glyph]) -> bool:
    return _overlap(before[-1], after[0]) >= _SAME_LINE_OVERLAP and after[0].left >= before[-1].right - 1


def _line(glyphs: list[Glyph], page: int) -> Line:
    printed = [g for g in glyphs if g.char != " "]
    sizes = sorted(g.size for g in printed)
    return Line(
        _text(glyphs),
        min(g.left for g in printed),
        max(g.right for g in printed),
        min(g.bottom for g in printed),
        max(g.top for g in printed),
        sizes[len(sizes) // 2],
        page,
    )


def _text(glyphs: list[Glyph]) -> str:
    text, last, spaced = "", None, False
    for glyph in glyphs:
        if glyph.char == " ":
            spaced = True
            continue
        if last is not None and _is_apart(last, glyph, spaced):
            text += " "
        text += glyph.char
        last, spaced = glyph, False
    return text


def _is_apart(left: Glyph, right: Glyph, spaced: bool) -> bool:
    gap = (right.left - left.right) / max(1.0, min(left.size, right.size))
    return spaced or gap > (_WORD_GAP_EM if is_cjk(left.char) or is_cjk(right.char) else 0.2)
