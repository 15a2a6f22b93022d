"""Where in a document a number, a date or a title stands, for citing it."""

from __future__ import annotations

import re

from kb.answer.sentences import split_sentences
from kb.corpus import Span
from kb.dates import find_times, iso_date
from kb.records import Document

_DATED = re.compile(r"施行|通过|公布|修正|修订|发布|印发|日期|时间")
_EDGE_LINES = 12
_NUMBER_PARTS = re.compile(r"(?P<code>.+?)〔(?P<year>\d{4})〕(?P<n>\d+)号")


def title_place(document: Document) -> Span:
    """Where the title stands, else the document's beginning."""
    title = document.metadata.title
    at = document.text.find(title) if title else -1
    if at >= 0:
        return Span(document.id, at, at + len(title))
    return Span(document.id, 0, min(len(document.text), 200))


def number_place(document: Document, number: str) -> Span | None:
    """The line or sentence that holds a document number, in whatever brackets; None when none does."""
    parts = _NUMBER_PARTS.fullmatch(number)
    if parts is None:  # an order: its organ and number may stand on two lines
        pattern = r"\s*".join(map(re.escape, number))
    else:
        pattern = rf"{re.escape(parts['code'])}\s*[〔\[【［（(〈﹝]\s*{parts['year']}\s*年?[〕\]】］）)〉﹞]\s*第?\s*{parts['n']}\s*号"
    match = re.search(pattern, document.text)
    if match is None:
        return None
    first, last = sentence_at(document, match.start()), sentence_at(document, match.end() - 1)
    return Span(document.id, first.start, last.end)


def dated_line(document: Document, iso: str) -> Span | None:
    """The line that holds a day: near the beginning or the end, or saying what was done then."""
    lines = document.text.split("\n")
    start = 0
    for place, line in enumerate(lines):
        edge = place < _EDGE_LINES or place >= len(lines) - _EDGE_LINES
        if (edge or _DATED.search(line)) and (
            iso_date(line) == iso or iso in {time.value for time in find_times(line)}
        ):
            return Span(document.id, start, start + len(line))
        start += len(line) + 1
    return None


def sentence_at(document: Document, offset: int) -> Span:
    """The sentence that holds ``offset``."""
    first = max(0, offset - 400)
    for sentence in split_sentences(document.text[first : offset + 600], offset=first):
        if sentence.start <= offset < sentence.end:
            return Span(document.id, sentence.start, sentence.end)
    return Span(document.id, offset, min(len(document.text), offset + 60))
