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
    """One document's lines without the passages that a page gives twice.

    A passage is two or more lines that come again in the same order; a single line that an author
    repeats (单位犯前款罪的，…) stays, unless much of the page repeats. Laws are left as they are.
    """
    if any((marker := find_marker(line.text)) and marker.style == "article" for line in lines):
        return tuple(lines), ()
    keys = [_key(line.text) if line.kind != "row" else f"\x00{at}" for at, line in enumerate(lines)]
    runs = _repeated_runs(keys)
    long_runs = [
        run for run in runs if len(run) > 1 and sum(len(keys[at]) for at in run) >= 2 * _MIN_PARAGRAPH
    ]
    singles = [run for run in runs if max(len(keys[at]) for at in run) >= _MIN_PARAGRAPH]
    removed = singles if _share(singles, keys) >= _MIN_SHARE else long_runs
    if _share(removed, keys) < _MIN_SHARE / 3:
        return tuple(lines), ()
    removed = [run for run in removed if not _NAMES_UNITS.match(lines[run[0]].text)]
    drop = {at for run in removed for at in run}
    return tuple(line for at, line in enumerate(lines) if at not in drop), _warning(len(removed))


def _share(runs: Sequence[range], keys: Sequence[str]) -> float:
    """Characters of the runs' lines as a share of all."""
    return sum(len(keys[at]) for run in runs for at in run) / max(1, sum(map(len, keys)))


def _repeated_runs(keys: Sequence[str]) -> list[range]:
    """Longest runs of lines that stand in the same order further above."""
    first: dict[str, int] = {}
    runs: list[range] = []
    at = 0
    while at < len(keys):
        source = first.setdefault(keys[at], at)
        end = at
        while (
            source < at
            and end < len(keys)
            and keys[source + end - at] == keys[end]
            and source + end - at < at
        ):
            end += 1
        if end > at:
            runs.append(range(at, end))
        at = max(end, at + 1)
    return runs


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
