"""The figures of a run as rows, for the terminal and for reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.answer_metrics import ANSWER_MEASURES
from eval.dataset import Question
from eval.metrics import RETRIEVAL_MEASURES
from eval.runner import SetRun, SystemName
from eval.statistics import Estimate, estimate

SYSTEMS: tuple[SystemName, ...] = ("bm25", "dense", "hybrid", "full")
GROUP_MEASURES = ("recall@10", "ndcg@10", "right", "answered", "refusal_recall")
"""What is shown for each half and category."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its interval."""

    set_name: str
    system: SystemName
    group: str
    """"all", "split dev", "category target", "heldout" …"""
    measure: str
    figure: Estimate


def retrieval_rows(run: SetRun) -> list[Row]:
    """Each system's retrieval measures over the whole set."""
    return [
        row
        for system in SYSTEMS
        for measure in RETRIEVAL_MEASURES
        if (row := _row(run, system, "all", measure))
    ]


def answer_rows(run: SetRun) -> list[Row]:
    """The full system's answer measures over the whole set."""
    return [row for measure in ANSWER_MEASURES if (row := _row(run, "full", "all", measure))]


def group_rows(run: SetRun) -> list[Row]:
    """The full system by half, held-out documents, category, language and style; recall of hybrid beside it."""
    rows: list[Row] = []
    for name, belongs in groups(run.questions):
        ids = {question.id for question in run.questions if belongs(question)}
        shown: list[tuple[SystemName, str]] = [("hybrid", "recall@10")]
        shown += [("full", measure) for measure in GROUP_MEASURES]
        for system, measure in shown:
            row = _row(run, system, name, measure, only=ids)
            if row is not None:
                rows.append(row)
    return rows


def groups(questions: Sequence[Question]) -> list[tuple[str, Callable[[Question], bool]]]:
    """Names and members of the parts that are shown apart; parts with every or no question are left out."""
    found: list[tuple[str, Callable[[Question], bool]]] = []
    for attribute in ("split", "category", "language", "style"):
        values = sorted({str(getattr(question, attribute)) for question in questions})
        if len(values) > 1:
            found += [(f"{attribute} {value}", _having(attribute, value)) for value in values]
    if 0 < sum(question.heldout for question in questions) < len(questions):
        found.append(("held out", lambda question: question.heldout))
        found.append(("not held out", lambda question: not question.heldout))
    return found


def latency_ms(run: SetRun) -> tuple[int, int] | None:
    """Median and 95th percentile of the time of an answer; None without answers."""
    times = sorted(outcome.elapsed_ms for outcome in run.outcomes.values())
    if not times:
        return None
    return times[len(times) // 2], times[min(len(times) - 1, int(0.95 * len(times)))]


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Aligned columns, the first to the left and the others to the right; ASCII content assumed."""
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    texts = []
    for line in lines:
        cells = [
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        texts.append("  ".join(cells).rstrip())
    return "\n".join(texts)


def with_interval(figure: Estimate) -> str:
    """ ".913 [.88 .94]": a share as people in retrieval write it."""
    return f"{_share(figure.mean)} [{_share(figure.low)} {_share(figure.high)}]"


def _share(value: float) -> str:
    return f"{value:.3f}"


def _having(attribute: str, value: str) -> Callable[[Question], bool]:
    return lambda question: str(getattr(question, attribute)) == value


def _row(
    run: SetRun, system: SystemName, group: str, measure: str, *, only: set[str] | None = None
) -> Row | None:
    values = [
        value for question, value in run.values(system, measure).items() if only is None or question in only
    ]
    return Row(run.set_name, system, group, measure, estimate(values)) if values else None
