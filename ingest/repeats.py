"""Web pages scraped into long lines: finds the lines inside them and drops passages that repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.headings import find_marker, read_heading
from ingest.lines import Line
from ingest.reading_order import Unit, in_reading_order
from ingest.seams import LONG, find_seams, page_title

_MIN_UNIT = 10
_MIN_SHARE = 0.15
"""Repeated characters below this share of the text are taken for the author's own."""
_MIN_PARAGRAPH = 40
_SENTENCE = re.compile(r"[^。！？；]*(?:[。！？；]+[”’」』）]*|$)")
_NAMES_UNITS = re.compile(r"^[（(]?(?:责任|牵头|配合|完成时)")


@dataclass(frozen=True, slots=True)
class _Scraped:
    lines: tuple[Line, ...]
    repeats: int


def unfold(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Lines with headings at line starts and without scraped repeats, and what was done as warnings."""
    title = page_title(lines)
    pieces = [piece for line in lines for piece in find_seams(line, title)]
    glued = sum(len(line.text) for line in lines if len(line.text) >= LONG) > 0.5 * sum(
        len(x.text) for x in lines
    )
    if glued and (title is not None or len(pieces) >= len(lines) + 3):
        merged = _merge_repeats(pieces)
        if merged is not None:
            return merged.lines, _warning(merged.repeats)
    return tuple(pieces), ()


def drop_repeated_paragraphs(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """One document's lines without paragraphs that a page gives twice, nor headings left bare by that.

    Articles of law, table rows and notes that name responsible units may repeat.
    """
    markers = [find_marker(line.text) if line.kind != "row" else None for line in lines]
    if any(marker is not None and marker.style == "article" for marker in markers):
        return tuple(lines), ()
    seen: set[str] = set()
    drop: set[int] = set()
    for at, line in enumerate(lines):
        key = _key(line.text)
        if line.kind != "paragraph" or len(key) < _MIN_PARAGRAPH or _NAMES_UNITS.match(line.text):
            continue
        if key in seen:
            drop.add(at)
            drop.update(_bare_headings(lines, at, drop))
        seen.add(key)
    kept = tuple(line for at, line in enumerate(lines) if at not in drop)
    return kept, _warning(sum(at - 1 not in drop for at in drop))


def _bare_headings(lines: Sequence[Line], at: int, drop: set[int]) -> set[int]:
    """Heading lines right above a dropped paragraph that stand in the text before as well."""
    above: set[int] = set()
    while at > 1 and at - 1 not in drop and find_marker(lines[at - 1].text) is not None:
        at -= 1
        if all(line.text != lines[at].text for line in lines[:at]):
            break
        above.add(at)
    return above


def _warning(repeats: int) -> tuple[str, ...]:
    if not repeats:
        return ()
    return (f"{repeats} repeated passage{'s' if repeats > 1 else ''} removed",)


def _key(text: str) -> str:
    return re.sub(r"\s", "", text)


def _merge_repeats(pieces: Sequence[Line]) -> _Scraped | None:
    """Every distinct sentence once, in the best reading order; None when too little repeats."""
    flow = [unit for piece in pieces for unit in _units(piece)]
    counts: set[str] = set()
    repeated = 0
    runs = 0
    inside = False
    for unit in flow:
        again = unit.key in counts and len(unit.key) >= 2
        repeated += len(unit.key) if again and len(unit.key) >= _MIN_UNIT else 0
        runs += again and not inside
        inside = again
        counts.add(unit.key)
    if repeated < _MIN_SHARE * sum(len(unit.key) for unit in flow):
        return None
    return _Scraped(tuple(_lines(in_reading_order(flow))), runs)


def _units(piece: Line) -> list[Unit]:
    """Sentences of a line, a heading's words first as a unit of their own."""
    marker = find_marker(piece.text)
    units: list[Unit] = []
    rest = piece
    if marker is not None:
        heading = read_heading(piece.text, marker)
        if heading.form != "plain":
            left, rest = piece.cut(heading.end)
            units.append(Unit(left, _key(left.text), marker, own_line=heading.form == "title"))
            if not rest.text:
                return units
            marker = None
    offsets = [match.start() for match in _SENTENCE.finditer(rest.text) if 0 < match.start() < len(rest.text)]
    alone = len(offsets) == 0 and not rest.text.endswith(("。", "！", "？", "；"))
    for offset in reversed(offsets):
        rest, sentence = rest.cut(offset)
        units.append(Unit(sentence, _key(sentence.text)))
    units.append(Unit(rest, _key(rest.text), marker if marker and not units else None, own_line=alone))
    head = 1 if marker is None and len(units) > len(offsets) + 1 else 0
    return units[:head] + units[head:][::-1]


def _lines(units: Sequence[Unit]) -> list[Line]:
    """Sentences back in paragraphs: a heading or a line of its own begins a new one."""
    lines: list[Line] = []
    closed = True
    for unit in units:
        if closed or unit.marker is not None or unit.own_line:
            lines.append(unit.line)
        else:
            lines[-1] = lines[-1].joined(unit.line)
        closed = unit.own_line
    return lines
