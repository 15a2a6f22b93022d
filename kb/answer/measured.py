"""The measure that a fact of duty speaks for: where it stands, and how it is shown.

A list of units closes a measure (经费。每年安排1500万元。（市财政局负责）): the brackets prove who, the sentences before
them what. Both belong to the proof, and a heading of one word says nothing to whoever reads a list of tasks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answer.matching import sentence_start, states_task
from kb.answer.wording import shortened
from kb.corpus import Corpus, Span
from kb.records import Deadline, Responsibility, Section
from kb.rules import Rule, rule

_MOST_QUOTED = 420
"""Longest measure, in characters, that is quoted whole with its units."""
_SHOWN_CHARS = 90
_TELLING = 16
"""A task of so many characters says by itself what is to be done."""
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]+[）)]|[\d一二三四五六七八九十]+\s*[.．、]|第[\d一二三四五六七八九十百]+[条项]|[—－-]{1,2}|[①-⑳]|\d{1,2}(?=\s+[\u4e00-\u9fff]))\s*"
)
_MARKS = 4
_HEADING = 8
_OPEN = ("（", "(", "【", "[", "〔")
_SHORT = 10
"""A stated task of fewer characters (公办学校) is shown with its sentence."""
POINTS_BACK: Rule = rule(
    "points_back",
    r"^(?:由|(?:上述|以上|这|该|此)(?:[一两二三四五六七八九十\d]*[项类些件])?(?:工作|任务|活动|措施|事项|举措|内容|资金|经费))",
    example="这项工作由基础教育科牵头",
    counter_example="该校由县教育局管理",
)
"""Opens a sentence whose task stands in the one before."""
RULES: tuple[Rule, ...] = (POINTS_BACK,)
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_MARGIN = " \u3000\n。；;，,：:"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fact speaks for. The spans overlap where one quote proves both."""

    proof: Span
    """Proves the units, and the task too where it is short enough."""
    opening: Span | None
    """Heading and first sentence of a measure that is too long to be quoted whole; None where ``proof`` holds it."""
    shown: str
    """The task in words, at most about 90 characters."""


def measure_of(corpus: Corpus, fact: Responsibility | Deadline) -> Measure:
    """The measure of a fact, from the document's text."""
    document = corpus.document(fact.document_id)
    span = Span(document.id, fact.start, fact.end)
    section = corpus.section(fact.section_id)
    text = document.text
    if states_task(document, fact):
        return _stated(text, section, fact, span)
    if behind := _behind(text, fact):
        return Measure(Span(document.id, fact.start, behind), None, shortened(fact.task))
    start = _start(corpus, section, fact)
    body = text[start : fact.start]
    if not body.strip(_MARGIN):
        return Measure(span, None, shortened(fact.task))
    shown, end = _shown("" if fact.task[:1] in _OPEN else fact.task, body)
    if fact.end - start <= _MOST_QUOTED:
        return Measure(Span(document.id, start, fact.end), None, shown)
    return Measure(span, Span(document.id, start, start + end), shown)


def measure_text(corpus: Corpus, fact: Responsibility | Deadline) -> str:
    """All that a measure says, its units included."""
    document = corpus.document(fact.document_id)
    if states_task(document, fact):
        return document.text[sentence_start(document.text, fact.start) : fact.end]
    section = corpus.section(fact.section_id)
    return document.text[_start(corpus, section, fact) : fact.end]


def _stated(text: str, section: Section, fact: Responsibility | Deadline, span: Span) -> Measure:
    """Of a sentence that tells its task itself; what 这项工作 means stands in the sentence before."""
    if len(fact.task) >= _SHORT:
        return Measure(span, None, shortened(fact.task))
    said = text[fact.start : fact.end].strip(_MARGIN)
    before = [*_SENTENCE.finditer(text, section.start, fact.start)] if POINTS_BACK.pattern.match(said) else []
    if not before:
        return Measure(span, None, shortened(_NUMBERING.sub("", said), _SHOWN_CHARS))
    start = before[-1].start()
    shown = _NUMBERING.sub("", before[-1].group().strip()).strip(_MARGIN)
    return Measure(Span(fact.document_id, start, fact.end), None, shortened(shown, _SHOWN_CHARS))


def _behind(text: str, fact: Responsibility | Deadline) -> int:
    """Where the measure ends that stands behind its list in the same line; 0 when it stands before it."""
    if text[text.rfind("\n", 0, fact.start) + 1 : fact.start].strip(_MARGIN):
        return 0
    line = re.match(r"[^\n]*", text[fact.end :])
    opening = fact.task[:8]
    at = line.group().find(opening) if line and opening else -1
    if not 0 <= at <= 6:
        return 0
    sentence = _SENTENCE.match(text, fact.end + at)
    return sentence.end() if sentence else 0


def _start(corpus: Corpus, section: Section, fact: Responsibility | Deadline) -> int:
    """Where the measure begins: at the heading of a section with one list, else at the paragraph or list before."""
    document = corpus.document(fact.document_id)
    text = document.text
    lists = [
        other
        for other in corpus.facts_of(fact.document_id)
        if isinstance(other, Responsibility)
        and other.section_id == section.id
        and not states_task(document, other)
    ]
    alone = all(other.start == fact.start for other in lists) and section.heading_end > section.start
    start = max([section.start, *(other.end for other in lists if other.end <= fact.start)])
    if not alone:
        paragraph = text.rfind("\n", start, fact.start) + 1
        if paragraph and not text[paragraph : fact.start].strip(_MARGIN):
            paragraph = text.rfind("\n", start, len(text[: fact.start].rstrip())) + 1
        start = max(start, paragraph)
    return start + len(text[start : fact.start]) - len(text[start : fact.start].lstrip(_MARGIN))


def _sentences(body: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE.finditer(body) if match.group().strip(_MARGIN)]


def _shown(task: str, body: str) -> tuple[str, int]:
    """The task in words, where it is a heading with the first sentence below it; and where in ``body`` that ends."""
    name = task.strip(_MARGIN)
    said = [
        (words, high)
        for low, high in _sentences(body)
        if (words := _NUMBERING.sub("", body[low:high].strip()).strip(_MARGIN))
    ]
    first, end = said[0] if said else (name, len(body))
    if len(said) > 1 and len(first) <= max(len(name) + _MARKS if name in first else 0, _HEADING):
        name = name or first
        first, end = said[1]
    if not name or name in first or len(name) >= 2 * _TELLING:
        return shortened(first if len(name) < 2 * _TELLING else name, _SHOWN_CHARS), end
    return shortened(f"{name}：{first}", _SHOWN_CHARS), end
