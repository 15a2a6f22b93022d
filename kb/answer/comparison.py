"""Regions or documents side by side, 未提及 where one is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from kb.answer.changed_values import asks_change, change_of
from kb.answer.comparison_rows import fill_rows
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.groups import group_sides
from kb.answer.items import figures_apart
from kb.answer.neighbours import pairs
from kb.answer.options import Cell
from kb.answer.places import title_place
from kb.answer.sides import (
    FROM_TO,
    Side,
    find_sides,
    question_of,
    titles_in,
    version_sides,
    versions_meant,
    year_sides,
)
from kb.answer.table_rows import heading_of, rows_named
from kb.answer.targets import allowed_targets, answer_target, find_targets, rank_targets
from kb.answer.version_words import compares_versions, unversioned, years_said
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
    sides = _versions(evidence, narrow) or find_sides(evidence) or year_sides(evidence)
    if not sides:
        return answer_change(evidence, narrow) or _of_one_text(evidence, narrow)
    if len(sides) == 1:
        return answer_target(evidence)
    return _compose(evidence, sides, _filled(evidence, sides, narrow))


def answer_versions(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """The versions that the question names side by side; None when it names none or they say nothing."""
    sides = _versions(evidence, narrow)
    return _compose(evidence, sides, _filled(evidence, sides, narrow)) if sides else None


def answer_years(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """The figures of two years that a question for the change between them names; None unless both are stated."""
    sides = year_sides(evidence)
    cells = _filled(evidence, sides, narrow) if sides else []
    return _compose(evidence, sides, cells) if sides and all(cell.filled for cell in cells) else None


def answer_change(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """The figure before and after a change that one document states (由350元提高到500元), or its two versions do."""
    question = evidence.question
    if not asks_change(question.reading) or len(question.regions) > 1 or len(question.years) > 1:
        return None
    found = find_targets(evidence)
    ranked = allowed_targets(evidence)
    change = change_of(evidence, found[0].fact, ranked) if found else None
    if change is None:
        return _changed_between(evidence, narrow)
    before, after = ("before", "after") if question.language == "en" else ("调整前", "调整后")
    sides = [Side(before), Side(after)]
    return _compose(evidence, sides, [Cell(target=target) for target in change])


def _changed_between(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """What each version sets of a figure that a question asks for 从多少到多少; None unless all state it."""
    question = evidence.question
    if not FROM_TO.pattern.search(question.reading):
        return None
    reading = FROM_TO.pattern.sub("是多少", question.reading)
    plain = narrow(replace(question, reading=reading), ())
    ids = dict.fromkeys(passage.chunk.document_id for passage in plain.passages[:2])
    sides = next((found for i in ids if (found := version_sides(plain, i))), [])
    cells = _filled(plain, sides, narrow) if sides else []
    return _compose(evidence, sides, cells) if sides and all(cell.filled for cell in cells) else None


def speaks_of_topic(evidence: Evidence, answer: Answer) -> bool:
    """Whether an answer on versions quotes anything of what is asked, beyond the words of the titles."""
    if not compares_versions(evidence.question):
        return True
    topic = unversioned(evidence.question).topic
    for document in {citation.document for citation in answer.citations}:
        for term in evidence.corpus.titles[document].terms:
            topic = topic.replace(term, " ") if len(term) > 1 else topic
    asked = pairs(topic)
    return not asked or any(asked & pairs(citation.quote) for citation in answer.citations)


def _of_one_text(evidence: Evidence, narrow: Narrow) -> Answer | None:
    """What the question sets apart where it names no places, versions or years: groups, things, or all regions."""
    if beside := rows_named(evidence, allowed_targets(evidence)):
        named = [Side(heading_of(evidence, target)) for target in beside]
        return _compose(evidence, named, [Cell(target=target) for target in beside])
    groups = group_sides(evidence.question)
    cells = _filled(evidence, groups, narrow) if groups else []
    if groups and all(cell.filled for cell in cells):
        return _compose(evidence, groups, cells)
    if told := figures_apart(evidence, narrow):
        rows = [Side(item.label) for item, _ in told]
        return _compose(evidence, rows, [Cell(target=target) for _, target in told])
    if any(cell.filled for cell in cells):
        return _compose(evidence, groups, cells)
    found = [match.fact.region or "" for match in find_targets(evidence)]
    sides = [Side(region, region) for region in dict.fromkeys(found)]
    if len(sides) < 2:
        return answer_target(evidence) if sides else None
    return _compose(evidence, sides, _filled(evidence, sides, narrow))


def _filled(evidence: Evidence, sides: Sequence[Side], narrow: Narrow) -> list[Cell]:
    titles = titles_in(evidence)
    about = {side: narrow(question_of(evidence.question, side, titles), side.documents) for side in sides}
    return fill_rows(sides, about)


def _versions(evidence: Evidence, narrow: Narrow) -> list[Side]:
    """The versions of the document that answers best, oldest first; empty when the question compares none."""
    question = evidence.question
    said = compares_versions(question)
    if len(question.regions) > 1 or not (said or len(years_said(question.reading)) > 1):
        return []
    timeless = narrow(replace(unversioned(question), years=()), ())
    ids = [match.fact.document_id for match in rank_targets(timeless)[:5]]
    ids += [passage.chunk.document_id for passage in timeless.passages[:3]]
    found = (versions_meant(evidence, i, said=said) for i in dict.fromkeys(ids))
    return next((sides for sides in found if sides), [])


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
    if side.version:
        # what is said of a version's silence is proved by the name of what was searched
        n = draft.cite(title_place(draft.corpus.document(side.documents[-1])))
        return f"{side.label}：{SILENT[language]}[{n}]"
    return f"{side.label}：{SILENT[language]}"
