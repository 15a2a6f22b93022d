"""Cuts sections into passages of a size that retrieves well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from ingest.structure import stable_id
from kb.records import Chunk, Section, Table

Context = Literal["none", "section", "title and section"]


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How passages are cut; chosen by ``python -m eval.tune chunks`` on the dev halves."""

    max_chars: int = 300
    """Longest passage; whole ones below it stay whole, longer ones are cut into even parts."""
    context: Context = "title and section"
    """What stands before a passage when it is embedded and matched."""


CHUNKS = ChunkSettings()

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
    settings: ChunkSettings = CHUNKS,
) -> tuple[Chunk, ...]:
    """Chunks in reading order; they cover every non-space character of ``text`` once.

    A section's own text (heading included, descendants not) is cut by itself. Rows of a table stay
    whole unless a single row is longer than a passage may be.
    """
    ordered = sorted(sections, key=lambda section: section.start)
    bounds = [section.start for section in ordered[1:]] + [len(text)]
    chunks: list[Chunk] = []
    for section, limit in zip(ordered, bounds, strict=True):
        for start, end in _spans(text, section.start, limit, tables, settings.max_chars):
            names = _names(title, section, settings.context)
            context = " > ".join((*names, *_columns(tables, start, section.start)))
            chunk_id = stable_id(document_id, *section.path, start, end)
            chunks.append(Chunk(chunk_id, document_id, section.id, start, end, text[start:end], context))
    return tuple(chunks)


def _names(title: str, section: Section, context: Context) -> tuple[str, ...]:
    """Titles above a passage, outermost first."""
    match context:
        case "none":
            return ()
        case "section":
            return section.path
        case "title and section":
            return (title, *section.path)


def _columns(tables: Sequence[Table], start: int, section_start: int) -> tuple[str, ...]:
    """Column names for a passage that begins inside a table, away from its header row."""
    table = next((table for table in tables if table.start < start < table.end), None)
    if table is None or not table.header or start <= section_start:
        return ()
    return (" | ".join(table.header),)


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
