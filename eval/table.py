"""The figures of runs, each with its interval, for the terminal and for reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.answer_metrics import ANSWER_MEASURES
from eval.dataset import Question
from eval.metrics import RETRIEVAL_MEASURES
from eval.runner import SetRun, SystemName
from eval.statistics import Estimate, estimate

SYSTEMS: tuple[SystemName, ...] = ("bm25", "dense", "hybrid", "full")
COMPARED: tuple[SystemName, ...] = ("hybrid", "full")
FACTS = ("responsibility", "unit_tasks", "target", "due_list", "comparison")
"""Categories that facts answer: who, how much, what all, side by side. There the full system has to earn its keep."""
GAIN_MEASURES = ("recall@10", "ndcg@10", "mrr@10", "success@2")
"""Measures in which the full system is set against hybrid search, part by part."""
PART_MEASURES = ("right", "answered", "refusal_recall")
"""Measures of the answers that are shown part by part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that are shown together: a half, a category, a language."""

    name: str
    """"all", "facts", "split dev", "category target", "held out" …"""
    holds: Callable[[Question], bool]


EVERYTHING = Part("all", lambda _: True)
FACT_QUESTIONS = Part("facts", lambda question: question.category in FACTS)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its interval."""

    system: SystemName
    part: str
    measure: str
    figure: Estimate


def figure_of(
    runs: Sequence[SetRun], system: SystemName, measure: str, part: Part = EVERYTHING
) -> Estimate | None:
    """Mean over the questions of the part that the measure applies to, of all runs together; None without any."""
    found = [value for run in runs for value in _values(run, system, measure, part).values()]
    return estimate(found) if found else None


def gain_of(runs: Sequence[SetRun], measure: str, part: Part = EVERYTHING) -> Estimate | None:
    """Full system minus hybrid search, paired by question; None where either did not run."""
    gains: list[float] = []
    for run in runs:
        hybrid, full = (_values(run, system, measure, part) for system in COMPARED)
        gains += [full[question] - value for question, value in hybrid.items() if question in full]
    return estimate(gains) if gains else None


def retrieval_rows(run: SetRun) -> list[Row]:
    """Each system's retrieval measures over the whole set."""
    return _rows(run, [EVERYTHING], [(system, m) for system in SYSTEMS for m in RETRIEVAL_MEASURES])


def answer_rows(run: SetRun) -> list[Row]:
    """The full system's answer measures over the whole set."""
    return _rows(run, [EVERYTHING], [("full", measure) for measure in ANSWER_MEASURES])


def part_rows(run: SetRun) -> list[Row]:
    """The full system and hybrid search, part by part."""
    pairs: list[tuple[SystemName, str]] = [("hybrid", measure) for measure in GAIN_MEASURES]
    pairs += [("full", measure) for measure in (*GAIN_MEASURES, *PART_MEASURES)]
    return _rows(run, parts(run.questions), pairs)


def parts(questions: Sequence[Question]) -> list[Part]:
    """The parts that are shown apart; those with every or no question are left out."""
    found = [FACT_QUESTIONS]
    for attribute in ("split", "category", "language", "style"):
        values = sorted({str(getattr(question, attribute)) for question in questions})
        found += [Part(f"{attribute} {value}", _having(attribute, value)) for value in values]
    found.append(Part("held out", lambda question: question.heldout))
    found.append(Part("not held out", lambda question: not question.heldout))
    return [part for part in found if 0 < sum(map(part.holds, questions)) < len(questions)]


def latency_ms(run: SetRun) -> tuple[int, int] | None:
    """Median and 95th percentile of the time of an answer; None without answers."""
    times = sorted(outcome.elapsed_ms for outcome in run.outcomes.values())
    if not times:
        return None
    return times[len(times) // 2], times[min(len(times) - 1, int(0.95 * len(times)))]


def _rows(run: SetRun, shown: Sequence[Part], pairs: Sequence[tuple[SystemName, str]]) -> list[Row]:
    return [
        Row(system, part.name, measure, figure)
        for part in shown
        for system, measure in pairs
        if (figure := figure_of([run], system, measure, part)) is not None
    ]


def _values(run: SetRun, system: SystemName, measure: str, part: Part) -> dict[str, float]:
    members = {question.id for question in run.questions if part.holds(question)}
    return {name: value for name, value in run.values(system, measure).items() if name in members}


def _having(attribute: str, value: str) -> Callable[[Question], bool]:
    return lambda question: str(getattr(question, attribute)) == value
