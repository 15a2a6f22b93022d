"""Whether an answer gives what its question's gold asks for, one function a kind of gold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.dataset import (
    UNMENTIONED,
    ComparisonGold,
    ComparisonRow,
    DeadlineGold,
    DueItem,
    DueListGold,
    DueTime,
    PiecesGold,
    ResponsibilityGold,
    TargetGold,
    TargetValue,
    TaskItem,
    UnitTasksGold,
)
from eval.grounding import times_in
from eval.matching import (
    ROLES,
    holds,
    same_names,
    same_recurrence,
    same_region,
    same_time,
    same_unit,
    same_value,
    short_region,
    squash,
)
from kb.contract import Answer, AnswerFact, Citation, DeadlineFact, ResponsibilityFact, TargetFact
from kb.dates import iso_date
from kb.numbers import find_bare_numbers, find_quantities
from kb.region_names import COUNTRY
from kb.units import match_unit

_ROLE_WORDS = {
    "lead": re.compile(r"牵头|\blead", re.IGNORECASE),
    "participating": re.compile(r"配合|参与|参加|协同|\bparticipat|take[sn]? part|support", re.IGNORECASE),
    "responsible": re.compile(r"责任|负责|responsib", re.IGNORECASE),
    "none": re.compile(r"不是|未|没有|并非|均?不在|\bno[tr]?\b|neither", re.IGNORECASE),
}
_SILENT = re.compile(r"未提及|没有|未提到|未涉及|not mention|no mention|silent", re.IGNORECASE)


def responsibility_right(gold: ResponsibilityGold, answer: Answer) -> bool:
    """The three sets exactly as written, in the first fact or over all facts; the role in words when asked."""
    facts = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    if not facts:
        return False
    exact = _same_sets(gold, facts[:1]) or _same_sets(gold, facts)
    if gold.role is None:
        return exact
    opening = re.split(r"[。\n]", answer.text, maxsplit=1)[0]
    return exact and _ROLE_WORDS[gold.role].search(opening) is not None


def targets_right(gold: TargetGold, answer: Answer) -> bool:
    """Every gold value is there, and the fact that stands first is one of them."""
    facts = [fact for fact in answer.facts if isinstance(fact, TargetFact)]
    every = all(any(_same_target(value, fact) for fact in facts) for value in gold.values)
    return every and any(_same_target(value, facts[0]) for value in gold.values)


def deadlines_right(gold: DeadlineGold, answer: Answer) -> bool:
    """Every gold time is there, and the fact that stands first is one of them."""
    facts = [fact for fact in answer.facts if isinstance(fact, DeadlineFact | TargetFact)]
    every = all(any(_same_due_time(time, fact) for fact in facts) for time in gold.deadlines)
    return every and any(_same_due_time(time, facts[0]) for time in gold.deadlines)


def unit_tasks_found(gold: UnitTasksGold, answer: Answer) -> tuple[float, float]:
    """Precision and recall of the listed measures; one with another role is wrong."""
    facts = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    citations = {citation.n: citation for citation in answer.citations}

    def same(item: TaskItem, fact: ResponsibilityFact) -> bool:
        return _stands_in(item.anchor, fact, citations) and _has_role(gold.unit, item.role, fact)

    matches = [[same(item, fact) for fact in facts] for item in gold.tasks]
    optional = [any(same(item, fact) for item in gold.optional) for fact in facts]
    return _precision_recall(matches, optional)


def due_list_found(gold: DueListGold, answer: Answer) -> tuple[float, float]:
    """Precision and recall of the listed tasks; one with another day is wrong."""
    facts = [fact for fact in answer.facts if isinstance(fact, DeadlineFact | TargetFact)]
    citations = {citation.n: citation for citation in answer.citations}

    def same(item: DueItem, fact: DeadlineFact | TargetFact) -> bool:
        times = (item.deadline, *item.deadline_also)
        return _stands_in(item.anchor, fact, citations) and any(same_time(t, fact.deadline) for t in times)

    matches = [[same(item, fact) for fact in facts] for item in gold.items]
    optional = [any(same(item, fact) for item in gold.optional) for fact in facts]
    return _precision_recall(matches, optional)


def comparison_right(gold: ComparisonGold, answer: Answer) -> bool:
    """Every cell, and the difference where it is asked."""
    rows = all(_row_right(row, answer) for row in gold.rows)
    return rows and (gold.difference is None or _says_number(gold.difference, answer.text))


def pieces_found(gold: PiecesGold, answer: Answer) -> float:
    """Share of the pieces that stand in the text or a quote; a date may be written in any form."""
    whole = "\n".join([answer.text, *(citation.quote for citation in answer.citations)])
    return sum(_says(piece, whole) for piece in gold.contains) / len(gold.contains)


def _same_sets(gold: ResponsibilityGold, facts: Sequence[ResponsibilityFact]) -> bool:
    return all(
        same_names(getattr(gold, role), [name for fact in facts for name in getattr(fact, role)])
        for role in ROLES
    )


def _right_region(gold: str | None, said: str | None) -> bool:
    """A rule of one school is of no region; to name the place where the school lies is right, the nation is wrong."""
    return said != COUNTRY if gold is None else same_region(gold, said)


def _same_target(gold: TargetValue, fact: TargetFact) -> bool:
    return (
        _right_region(gold.region, fact.region)
        and fact.comparator in (gold.comparator, *gold.comparator_also)
        and (_same_quantity(gold, fact) or _named_in_metric(gold, fact))
        and any(same_time(time, fact.deadline) for time in (gold.deadline, *gold.deadline_also))
    )


def _same_quantity(gold: TargetValue, fact: TargetFact) -> bool:
    return (
        any(same_value(value, fact.value) for value in (gold.value, *gold.value_also))
        and same_value(gold.value_high or "", fact.value_high or "")
        and any(same_unit(unit, fact.unit) for unit in (gold.unit, *gold.unit_also))
    )


def _named_in_metric(gold: TargetValue, fact: TargetFact) -> bool:
    """What is to be eliminated may be named with its number: 56人以上大班额."""
    named = squash(gold.value + gold.unit)
    return gold.comparator == "eliminate" and not fact.value and bool(named) and named in squash(fact.metric)


def _same_due_time(gold: DueTime, fact: DeadlineFact | TargetFact) -> bool:
    written = [fact.as_written, fact.recurrence or ""] if isinstance(fact, DeadlineFact) else []
    if gold.deadline is not None and not gold.deadline.startswith("P"):
        return any(same_time(time, fact.deadline) for time in (gold.deadline, *gold.deadline_also))
    span = gold.recurrence or gold.deadline or gold.as_written
    return any(same_recurrence(span, text) for text in written if text)


def _stands_in(anchor: str, fact: AnswerFact, citations: dict[int, Citation]) -> bool:
    texts = [fact.metric if isinstance(fact, TargetFact) else fact.task]
    citation = citations.get(fact.citation)
    if citation is not None:
        texts += [citation.quote, *citation.section]
    return any(holds(anchor, text) for text in texts)


def _has_role(unit: str, role: str, fact: ResponsibilityFact) -> bool:
    names: tuple[str, ...] = getattr(fact, role)
    return any(squash(name) == squash(unit) for name in names) or bool(match_unit(unit, names))


def _precision_recall(matches: list[list[bool]], optional: list[bool]) -> tuple[float, float]:
    """``matches[item][fact]``; facts that are only optional count for neither."""
    wanted = [any(column) for column in zip(*matches, strict=True)] or [False] * len(optional)
    counted = [hit for hit, extra in zip(wanted, optional, strict=True) if hit or not extra]
    precision = sum(counted) / len(counted) if counted else 0.0
    return precision, sum(any(row) for row in matches) / len(matches)


def _row_right(row: ComparisonRow, answer: Answer) -> bool:
    sources = {citation.n: citation.source for citation in answer.citations}
    own = [
        fact
        for fact in answer.facts
        if (
            same_region(row.region, fact.region) if row.region else sources.get(fact.citation) == row.document
        )
    ]
    if row.value == UNMENTIONED:
        return not own and (row.region is None or _is_silent_on(row.region, answer.text))
    return any(_has_cell(row, fact) for fact in own) or _line_has_cell(row, answer.text)


def _is_silent_on(region: str, text: str) -> bool:
    lines = [line for line in re.split(r"[。；;\n]", text) if short_region(region) in line]
    return any(_SILENT.search(line) for line in lines) or bool(_SILENT.search(text) and not text.isascii())


def _has_cell(row: ComparisonRow, fact: AnswerFact) -> bool:
    match fact:
        case TargetFact():
            values = [fact.value] if fact.value_high is None else [f"{fact.value}-{fact.value_high}"]
            same = any(same_value(row.value, value) for value in values)
            return same and (not row.unit or same_unit(row.unit, fact.unit))
        case DeadlineFact():
            return same_time(row.value, fact.deadline) or holds(row.value, fact.as_written)
        case ResponsibilityFact():
            return any(same_names([row.value], [n]) for role in ROLES for n in getattr(fact, role))


def _line_has_cell(row: ComparisonRow, text: str) -> bool:
    """A cell that is no fact of its own (a sentence, a sum) stands in the line of its region."""
    if row.region is None:
        return False
    lines = [line for line in text.splitlines() if short_region(row.region) in line]
    return any(_says(row.value, line) for line in lines)


def _says(piece: str, text: str) -> bool:
    if squash(piece) in squash(text):
        return True
    day = iso_date(piece)
    return day is not None and day in times_in(text)


def _says_number(written: str, text: str) -> bool:
    wanted = [q.value for q in (*find_quantities(written), *find_bare_numbers(written))]
    given = [q.value for q in (*find_quantities(text), *find_bare_numbers(text))]
    return any(same_value(w, g) for w in wanted for g in given)
