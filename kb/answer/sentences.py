"""Sentences of a passage, with offsets into the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n+")


_LIST_IN_BRACKETS = re.compile(
    r"[（(【][^（）()【】\n]{0,200}?(?:单位|部门|牵头|配合|科室|处室)[^（）()【】\n]{0,200}[）)】]"
)
"""（牵头单位：A；责任单位：B）is one piece."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``document.text[start:end]``, without blank margins."""

    start: int
    end: int
    text: str


_ITEMS = re.compile(
    r"(?:\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])[^\n]{1,400})+"
)


def with_items(sentence: Sentence, text: str, *, until: int) -> Sentence:
    """A lead-in (应当履行下列职责：) with the numbered items behind it; any other sentence as it is.

    ``text`` is the document's, ``until`` the offset behind which no item is looked for.
    """
    if not sentence.text.endswith(("：", ":")):
        return sentence
    match = _ITEMS.match(text[sentence.end : until])
    if match is None:
        return sentence
    end = sentence.end + len(match.group().rstrip())
    return Sentence(sentence.start, end, text[sentence.start : end])


def split_sentences(text: str, *, offset: int = 0) -> tuple[Sentence, ...]:
    """Sentences and clauses closed by 。！？； or a line end; ``offset`` is where ``text`` starts in its document."""
    sentences = []
    start = 0
    brackets = [match.span() for match in _LIST_IN_BRACKETS.finditer(text)]
    ends = [
        match
        for match in _END.finditer(text)
        if match.group()[0] not in "；;" or not any(low < match.start() < high for low, high in brackets)
    ]
    for match in [*ends, None]:
        end = match.end() if match else len(text)
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            first = start + piece.index(stripped[0])
            sentences.append(Sentence(offset + first, offset + first + len(stripped), stripped))
        start = end
    return tuple(sentences)
