"""Sentences of a passage, with offsets into the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``document.text[start:end]``, without blank margins."""

    start: int
    end: int
    text: str


def split_sentences(text: str, *, offset: int = 0) -> tuple[Sentence, ...]:
    """Sentences and clauses closed by 。！？； or a line end; ``offset`` is where ``text`` starts in its document."""
    sentences = []
    start = 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            first = start + piece.index(stripped[0])
            sentences.append(Sentence(offset + first, offset + first + len(stripped), stripped))
        start = end
    return tuple(sentences)
