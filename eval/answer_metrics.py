"""How right an answer is, each measure from 0 to 1; a measure that does not apply is absent."""

from __future__ import annotations

from collections.abc import Iterable

from eval.dataset import (
    ComparisonGold,
    DeadlineGold,
    DueListGold,
    Gold,
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    UnitTasksGold,
)
from eval.grounding import ungrounded
from eval.relevance import Library
from eval.rightness import (
    comparison_right,
    deadlines_right,
    due_list_found,
    pieces_found,
    responsibility_right,
    targets_right,
    unit_tasks_found,
)
from kb.contract import Answer, Citation

ANSWER_MEASURES = (
    "right",
    "responsibility",
    "target",
    "deadline",
    "list_precision",
    "list_recall",
    "list_complete",
    "comparison",
    "pieces",
    "answered",
    "refusal_recall",
    "refusal_precision",
    "evidence_cited",
    "evidence_first_two",
    "quotes_valid",
    "grounded",
)
"""In the order in which reports show them; of all of them, more is better."""


def answer_measures(question: Question, answer: Answer | None, library: Library) -> dict[str, float]:
    """Measures of one answer; ``answer`` is None when asking failed, which scores zero throughout."""
    if question.category == "retrieval":
        return {}
    if not question.answerable:
        return _refusal_measures(answer)
    measures = _gold_measures(question.gold, answer)
    measures["answered"] = float(answer is not None and answer.answered)
    measures |= _evidence_measures(question, answer, library)
    if answer is None:
        measures |= {"quotes_valid": 0.0, "grounded": 0.0}
    elif answer.answered:
        measures["quotes_valid"] = float(quotes_valid(answer.citations, library))
        measures["grounded"] = float(not ungrounded(answer))
    else:
        measures["refusal_precision"] = 0.0
    return measures


def quotes_valid(citations: Iterable[Citation], library: Library) -> bool:
    """Whether there is a quote and every quote is the stored text at its offsets."""
    checked = [
        (document := library.corpus.documents.get(citation.document)) is not None
        and bool(citation.quote)
        and document.text[citation.start : citation.end] == citation.quote
        for citation in citations
    ]
    return bool(checked) and all(checked)


def _refusal_measures(answer: Answer | None) -> dict[str, float]:
    if answer is None:
        return {"right": 0.0, "refusal_recall": 0.0}
    if answer.answered:
        return {"right": 0.0, "refusal_recall": 0.0}
    return {"right": 1.0, "refusal_recall": 1.0, "refusal_precision": 1.0}


def _gold_measures(gold: Gold | None, answer: Answer | None) -> dict[str, float]:
    given = answer if answer is not None and answer.answered else None
    match gold:
        case ResponsibilityGold():
            return _one("responsibility", given is not None and responsibility_right(gold, given))
        case TargetGold():
            return _one("target", given is not None and targets_right(gold, given))
        case DeadlineGold():
            return _one("deadline", given is not None and deadlines_right(gold, given))
        case ComparisonGold():
            return _one("comparison", given is not None and comparison_right(gold, given))
        case PiecesGold():
            share = pieces_found(gold, given) if given is not None else 0.0
            return {"pieces": share, "right": float(share == 1.0)}
        case UnitTasksGold():
            return _list(unit_tasks_found(gold, given) if given is not None else (0.0, 0.0))
        case DueListGold():
            return _list(due_list_found(gold, given) if given is not None else (0.0, 0.0))
        case _:
            return {"right": 0.0}


def _one(name: str, right: bool) -> dict[str, float]:
    return {name: float(right), "right": float(right)}


def _list(found: tuple[float, float]) -> dict[str, float]:
    precision, recall = found
    return {
        "list_precision": precision,
        "list_recall": recall,
        "list_complete": float(recall == 1.0),
        "right": float(recall == 1.0 and precision == 1.0),
    }


def _evidence_measures(question: Question, answer: Answer | None, library: Library) -> dict[str, float]:
    given = answer.citations if answer is not None and answer.answered else ()
    cited = [any(library.cites(citation, piece) for citation in given) for piece in question.evidence]
    early = any(library.cites(citation, piece) for citation in given[:2] for piece in question.evidence)
    return {"evidence_cited": sum(cited) / len(cited), "evidence_first_two": float(early)}
