"""Who issued a document: the organs that its head names and those that sign it."""

from __future__ import annotations

import re

from kb.answer.particulars import Statement
from kb.answer.places import sentence_at
from kb.corpus import Span
from kb.records import Document
from kb.rules import Rule, rule

ORGAN_LINE = rule(
    "organ_line",
    r"^(?:(?:发文|发布|制发|印发)(?:机构|机关|单位|部门)\s*[:：]\s*)?(?P<names>(?:[\u4e00-\u9fff（）()]{2,28}(?:部|局|厅|办公厅|办公室|政府|总局|法院|检察院|学院|大学|学校|小学|中学|中专|中央|委员会|委|[团省市县区]委|联合会|工会|妇联|残联)[\s　、,，]*)+)$",
    example="国家消防救援局办公室",
    counter_example="按职责分工负责",
)
RULES: tuple[Rule, ...] = (ORGAN_LINE,)
_CLOSES = re.compile(
    r"^\s*(?:[\d〇零一二三四五六七八九十年月日\s]{6,20}$|发文字号|文号|[^\s，。]{2,12}[〔\[]\d{4}[〕\]])"
)
_LONGEST_LINE = 80


def issuers(document: Document) -> list[Statement]:
    """The organs, each proved by the line or sentence that names it; the longest list of signatures where one is longer."""
    named = [(issuer, at) for issuer in document.metadata.issuers if (at := document.text.find(issuer)) >= 0]
    signed = max(_signatures(document), key=len, default=[])
    if len(signed) > len(named):
        return [Statement("、".join(name for name, _ in signed), tuple(span for _, span in signed), "issuer")]
    if not named:
        return []
    spans = dict.fromkeys(sentence_at(document, at) for _, at in named)
    return [Statement("、".join(issuer for issuer, _ in named), tuple(spans), "issuer")]


def _signatures(document: Document) -> list[list[tuple[str, Span]]]:
    """Runs of lines that hold nothing but organs, right before a day or a number."""
    runs: list[list[tuple[str, Span]]] = []
    run: list[tuple[str, Span]] = []
    start = 0
    for line in document.text.split("\n"):
        match = ORGAN_LINE.pattern.match(line.strip()) if len(line) <= _LONGEST_LINE else None
        if match is not None:
            run += _names(document.id, match["names"], start + line.find(match["names"]))
        elif line.strip():
            runs += [run] if run and _CLOSES.match(line) else []
            run = []
        start += len(line) + 1
    return runs


def _names(document_id: str, line: str, at: int) -> list[tuple[str, Span]]:
    """The organs of one line, which spaces or commas part."""
    return [
        (match.group(), Span(document_id, at + match.start(), at + match.end()))
        for match in re.finditer(r"[^\s　、,，]+", line)
    ]
