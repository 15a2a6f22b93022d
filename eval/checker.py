"""Proof that every anchor and every gold value stands in its document, as our readers read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.dataset import (
    UNMENTIONED,
    ComparisonGold,
    DeadlineGold,
    DueListGold,
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    UnitTasksGold,
)
from eval.grounding import numbers_in, times_in
from eval.matching import ROLES, squash
from eval.relevance import Library
from kb.dates import iso_date


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of a question that its documents do not hold."""

    question_id: str
    what: str

    def __str__(self) -> str:
        return f"{self.question_id}: {self.what}"


def check_set(questions: Iterable[Question], library: Library) -> tuple[Problem, ...]:
    """What the documents do not hold; questions whose documents are not there are left out."""
    problems: list[Problem] = []
    for question in questions:
        if library.missing_documents(question):
            continue
        lacking = [*_missing_evidence(question, library), *_missing_gold(question, library)]
        problems += [Problem(question.id, what) for what in lacking]
    return tuple(problems)


def _missing_evidence(question: Question, library: Library) -> list[str]:
    return [
        f"{piece.document} does not hold {piece.anchor or piece.section[-1]!r}"
        for piece in question.evidence
        if not library.spans(piece)
    ]


def _missing_gold(question: Question, library: Library) -> list[str]:
    names = dict.fromkeys(piece.document for piece in question.evidence)
    documents = [document for name in names for document in library.named(name)]
    if not documents:
        return []
    squashed = "\n".join(library.squashed(document) for document in documents)
    pieces, numbers, times = _gold_parts(question)
    lacking = [piece for piece in pieces if squash(piece) not in squashed]
    lacking = [p for p in lacking if not _is_date_in(p, [document.text for document in documents])]
    if numbers or times:
        text = "\n".join(document.text for document in documents)
        lacking += sorted(set(numbers) - numbers_in(text)) + sorted(set(times) - times_in(text))
    return [f"the gold {piece!r} does not stand in {', '.join(names)}" for piece in lacking]


def _gold_parts(question: Question) -> tuple[list[str], list[str], list[str]]:
    """Texts, plain numbers and ISO years that the documents have to hold."""
    match question.gold:
        case ResponsibilityGold() as gold:
            return [name for role in ROLES for name in sorted(getattr(gold, role))], [], []
        case UnitTasksGold() as gold:
            return [item.anchor for item in (*gold.tasks, *gold.optional)], [], []
        case DueListGold() as gold:
            return [item.anchor for item in (*gold.items, *gold.optional)], [], []
        case PiecesGold() as gold:
            return list(gold.contains), [], []
        case DeadlineGold() as gold:
            return [time.as_written for time in gold.deadlines if time.as_written], [], []
        case TargetGold() as gold:
            values = [v for value in gold.values for v in (value.value, value.value_high or "")]
            years = [value.deadline[:4] for value in gold.values if value.deadline]
            return [], [number for value in values for number in sorted(numbers_in(value))], years
        case ComparisonGold() as gold:
            cells = [row.value for row in gold.rows if row.value != UNMENTIONED]
            return [], [number for cell in cells for number in sorted(numbers_in(cell))], []
        case _:
            return [], [], []


def _is_date_in(piece: str, texts: Sequence[str]) -> bool:
    day = iso_date(piece)
    return day is not None and any(day in times_in(text) for text in texts)
