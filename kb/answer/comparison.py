"""Regions or documents side by side, 未提及 where one is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from kb.answer.comparison_rows import Cell, fill_rows
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.items import figures_apart
from kb.answer.sides import (
    Side,
    compares_versions,
    find_sides,
    question_of,
    titles_in,
    version_sides,
    year_sides,
)
from kb.answer.table_rows import heading_of, rows_named
from kb.answer.targets import allowed_targets, answer_target, find_targets, rank_targets
from kb.answer.wording import shortened, value, when
from kb.contract import Answer
from kb.corpus import Span
from kb.dates import last_day
from kb.question.model import Language, Question
from kb.records import Target

SILENT = {"zh": "未提及", "en": "not mentioned (未提及)"}
Narrow = Callable[[Question, tuple[str, ...]], Evidence]
"""Evidence for a question, from the documents with these ids (all that the question allows when empty)."""


def answer_comparison(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """A row for each side; None when no side says anything."""
    question = evidence.question
    sides = _versions(evidence, narrow) if compares_versions(question) else []
    sides = sides or find_sides(evidence) or year_sides(evidence)
    if not sides and (beside := rows_named(evidence, allowed_targets(evidence))):
        named = [Side(heading_of(evidence, target)) for target in beside]
        return _compose(evidence, named, [Cell(target=target) for target in beside])
    if not sides and (told := figures_apart(evidence, narrow)):
        rows = [Side(item.label) for item, _ in told]
        return _compose(evidence, rows, [Cell(target=target) for _, target in told])
    if not sides:
        found = [match.fact.region or "" for match in find_targets(evidence)]
        sides = [Side(region, region) for region in dict.fromkeys(found)]
    if not sides:
        return None
    if len(sides) == 1:
        return answer_target(evidence)
    titles = titles_in(evidence)
    about = {side: narrow(question_of(question, side, titles), side.documents) for side in sides}
    return _compose(evidence, sides, fill_rows(sides, about))


def _versions(evidence: Evidence, narrow: Narrow) -> list[Side]:
    """The versions of the document that answers best, oldest first."""
    timeless = narrow(replace(evidence.question, years=()), ())
    ranked = rank_targets(timeless)
    ids = [match.fact.document_id for match in ranked[:5]]
    ids += [passage.chunk.document_id for passage in timeless.passages[:3]]
    return next((sides for document_id in ids if (sides := version_sides(evidence, document_id))), [])


def _compose(evidence: Evidence, sides: Sequence[Side], cells: Sequence[Cell]) -> Answer | None:
    if not any(cell.filled for cell in cells):
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    language = evidence.question.language
    lines = [_line(language, draft, side, cell) for side, cell in zip(sides, cells, strict=True)]
    conclusion = _difference(language, sides, cells) or _earlier(language, sides, cells)
    return draft.finish("comparison", "\n".join(filter(None, (conclusion, *lines))), confidence=0.8)


def _difference(language: Language, sides: Sequence[Side], cells: Sequence[Cell]) -> str:
    """The simple difference of two figures in the same unit; empty when there are not just two such."""
    figures = [
        (side.label, cell.target, number)
        for side, cell in zip(sides, cells, strict=True)
        if cell.target and (number := _number(cell.target)) is not None
    ]
    if len(figures) != 2 or figures[0][1].unit != figures[1][1].unit:
        return ""
    (first, a, low), (second, _, high) = figures
    gap = f"{abs(low - high).normalize():f}"
    unit = "个百分点" if a.unit == "%" else a.unit
    higher, lower = (first, second) if low >= high else (second, first)
    if language == "en":
        return (
            f"{higher} is higher than {lower} (difference {gap}{unit})."
            if low != high
            else f"Both are equal, the difference is 0{unit}."
        )
    more = "高" if a.unit in ("%", "‰", "") else "多"
    return f"{higher}比{lower}{more}{gap}{unit}。" if low != high else f"{first}与{second}相同，相差0{unit}。"


def _earlier(language: Language, sides: Sequence[Side], cells: Sequence[Cell]) -> str:
    """Which of two dated tasks is due first."""
    days = [
        (side.label, last_day(cell.deadline.deadline))
        for side, cell in zip(sides, cells, strict=True)
        if cell.deadline and cell.deadline.deadline
    ]
    if len(days) != 2:
        return ""
    (first, a), (second, b) = days
    if a == b:
        return f"{first}与{second}相同。" if language == "zh" else f"{first} and {second} are the same."
    early, late = (first, second) if a < b else (second, first)
    return f"{early}比{late}早。" if language == "zh" else f"{early} is earlier than {late}."


def _number(target: Target) -> Decimal | None:
    try:
        return Decimal(target.value) if target.value_high is None else None
    except InvalidOperation:
        return None


def _line(language: Language, draft: AnswerDraft, side: Side, cell: Cell) -> str:
    if cell.target is not None:
        n = draft.add(cell.target)
        time = when(cell.target.deadline, cell.target.as_written, language)
        timing = f"{time}，" if time else ""
        return f"{side.label}：{timing}{cell.target.metric} {value(cell.target, language)}[{n}]"
    if cell.deadline is not None:
        n = draft.add(cell.deadline)
        return f"{side.label}：{cell.deadline.as_written}，{shortened(cell.deadline.task)}[{n}]"
    if cell.sentence is not None:
        sentence = cell.sentence.sentence
        n = draft.cite(Span(cell.sentence.passage.chunk.document_id, sentence.start, sentence.end))
        return f"{side.label}：{sentence.text}[{n}]"
    return f"{side.label}：{SILENT[language]}"
