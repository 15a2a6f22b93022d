"""Text whose lines were broken at a fixed width (a scan, an e-mail, a printed page): how wide it is."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lines import Line, ends_sentence

_WIDEST = 60
_NARROWEST = 10
_SLACK = 2.5
"""Widths by which a full line may fall short: a mark that may not begin a line stays on the one before."""
_FEWEST_FULL = 6


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Width in Chinese characters at which running text was broken; None where paragraphs are whole.

    At least a third of the lines reach the width, none goes beyond it, and most of those end inside a sentence.
    """
    texts = [line.text for line in lines if line.kind == "paragraph"]
    widths = [_width(text) for text in texts]
    widest = max(widths, default=0.0)
    if not _NARROWEST <= widest <= _WIDEST:
        return None
    full = [text for text, width in zip(texts, widths, strict=True) if width >= widest - _SLACK]
    broken = [text for text in full if not ends_sentence(text)]
    enough = len(full) >= max(_FEWEST_FULL, len(texts) / 3) and len(broken) * 2 > len(full)
    return int(widest) if enough else None


def is_full(text: str, width: int) -> bool:
    """True for a line that reaches ``width``."""
    return _width(text) >= width - _SLACK


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)
