"""Cuts sections into passages of a size that retrieves well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from ingest.structure import stable_id
from kb.records import Chunk, Section, Table

MAX_CHARS = 300
"""Longest passage; whole ones below it stay whole, longer ones are cut into even parts near 250."""

_MIN_CHARS = 60
"""No part is closed below this length for the sake of evenness."""

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）)》】]*|\n|$)")
_CLAUSE = re.compile(r"[^，、：,:\s]*(?:[，、：,:\s]+|$)")


def cut_chunks(
    document_id: str,
    title: str,
    text: str,
    sections: Sequence[Section],
    tables: Sequence[Table] = (),
    *,
    max_chars: int = MAX_CHARS,
) -> tuple[Chunk, ...]:
    """Chunks in reading order; they cover every non-space character of ``text`` once.

    A section's own text (heading included, descendants not) is cut by itself. Rows of a table stay
    whole unless a single row is longer than ``max_chars``.
    """
    ordered = sorted(sections, key=lambda section: section.start)
    bounds = [section.start for section in ordered[1:]] + [len(text)]
    chunks: list[Chunk] = []
    for section, limit in zip(ordered, bounds, strict=True):
        for start, end in _spans(text, section.start, limit, tables, max_chars):
            context = " > ".join((title, *section.path)) + _columns(tables, start, section.start)
            chunk_id = stable_id(document_id, *section.path, start, end)
            chunks.append(Chunk(chunk_id, document_id, section.id, start, end, text[start:end], context))
    return tuple(chunks)


def _columns(tables: Sequence[Table], start: int, section_start: int) -> str:
    """Column names for a passage that begins inside a table, away from its header row."""
    table = next((table for table in tables if table.start < start < table.end), None)
    if table is None or not table.header or start <= section_start:
        return ""
    return " > " + " | ".join(table.header)


def _spans(text: str, start: int, end: int, tables: Sequence[Table], max_chars: int) -> list[tuple[int, int]]:
    start, end = _trimmed(text, start, end)
    if start >= end:
        return []
    if end - start <= max_chars:
        return [(start, end)]
    units = _units(text, start, end, tables, max_chars)
    return [_trimmed(text, *span) for span in _pack(units, max_chars) if text[slice(*span)].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _units(text: str, start: int, end: int, tables: Sequence[Table], max_chars: int) -> list[tuple[int, int]]:
    """Smallest pieces that stay whole: table rows and sentences, longer ones by clause, then by length."""
    units: list[tuple[int, int]] = []
    for line_start, line_end in _lines(text, start, end):
        if any(table.start <= line_start < table.end for table in tables):
            units.extend(_split(text, line_start, line_end, _CLAUSE, max_chars))
            continue
        for sentence_start, sentence_end in _pieces(text, line_start, line_end, _SENTENCE):
            units.extend(_split(text, sentence_start, sentence_end, _CLAUSE, max_chars))
    return units


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop + 1
        lines.append((start, stop))
        start = stop
    return lines


def _pieces(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, start, end) if match.end() > match.start()]


def _split(
    text: str, start: int, end: int, pattern: re.Pattern[str], max_chars: int
) -> list[tuple[int, int]]:
    if end - start <= max_chars:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    for piece_start, piece_end in _pieces(text, start, end, pattern):
        if parts and piece_end - parts[-1][0] <= max_chars:
            parts[-1] = (parts[-1][0], piece_end)
        else:
            parts.extend(
                (at, min(at + max_chars, piece_end)) for at in range(piece_start, piece_end, max_chars)
            )
    return parts


def _pack(units: Sequence[tuple[int, int]], max_chars: int) -> list[tuple[int, int]]:
    """Neighbouring units put together into parts of about equal length, none above ``max_chars``."""
    total = units[-1][1] - units[0][0]
    parts = ceil(total / max_chars)
    goals = [units[0][0] + total * part // parts for part in range(1, parts)]
    packed: list[tuple[int, int]] = []
    for start, end in units:
        goal = goals[len(packed) - 1] if 0 < len(packed) <= len(goals) else None
        if packed and end - packed[-1][0] <= max_chars and not _past_goal(packed[-1], start, end, goal):
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed


def _past_goal(open_part: tuple[int, int], start: int, end: int, goal: int | None) -> bool:
    """True when the open part ends nearer to its goal without the unit than with it."""
    if goal is None:
        return False
    return abs(goal - start) <= abs(end - goal) and start - open_part[0] >= _MIN_CHARS
