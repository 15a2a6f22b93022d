"""Web pages scraped into long lines: finds the lines inside them and drops passages that repeat."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lines import Line


def unfold(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Lines with headings at line starts and without scraped repeats, and what was done as warnings."""
    return tuple(lines), ()
