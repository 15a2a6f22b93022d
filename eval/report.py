"""A run as text for the terminal, as JSON for machines and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.cells import (
    Cells,
    answer_cells,
    headline,
    headline_note,
    markdown_table,
    part_cells,
    retrieval_cells,
    text_table,
    wrong_cells,
)
from eval.history import Comparison, QuestionChange
from eval.runner import SetRun
from eval.statistics import Estimate
from eval.table import (
    EVERYTHING,
    GAIN_MEASURES,
    Row,
    answer_rows,
    gain_of,
    latency_ms,
    part_rows,
    parts,
    retrieval_rows,
)

_SHOWN_QUESTIONS = 30
_SHOWN_UNGROUNDED = 10
_SHOWN_WRONG = 20
_EQUAL = 0.0005
_ANSWER_FIRST = "answer".__ne__


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set's run with its difference to the last; ``skipped`` says why a set did not run."""

    set_name: str
    run: SetRun | None = None
    comparison: Comparison | None = None
    base: str = ""
    """Folder of the knowledge base that was measured."""
    own: bool = False
    """Whether a person keeps the set beside the knowledge base."""
    skipped: str = ""


def text_report(reports: Sequence[SetReport]) -> str:
    """Everything a maintainer reads in the terminal: the verdict and one table, then the details of each set."""
    runs = _runs(reports)
    blocks = [verdict(reports)]
    if runs:
        blocks += [text_table(headline(runs)) + f"\n{headline_note()}"]
    blocks += [_set_block(report) for report in reports if report.run is not None]
    if any(len(answer_cells([run])) > 1 for run in runs):
        blocks.append(text_table(answer_cells(runs)))
    return "\n\n".join(blocks)


def verdict(reports: Sequence[SetReport]) -> str:
    """A line for each set: whether it got worse and by what, or why it did not run."""
    return "\n".join(f"{report.set_name}: {_verdict(report)}" for report in reports)


def _verdict(report: SetReport) -> str:
    if report.run is None:
        return f"skipped, {report.skipped}"
    comparison = report.comparison
    if comparison is None:
        return "first run, from now on every run is compared with the one before"
    if comparison.regressed:
        return f"REGRESSION: {'; '.join(comparison.reasons)}"
    if not comparison.common:
        return f"no question in common with the run of {comparison.since}, from now on runs are compared with this one"
    won, lost = (len({change.id for change in found}) for found in (comparison.won, comparison.lost))
    return f"no regression since {comparison.since} (questions won: {won}, lost: {lost})"


def _runs(reports: Sequence[SetReport]) -> list[SetRun]:
    return [report.run for report in reports if report.run is not None]


def markdown_report(reports: Sequence[SetReport]) -> str:
    """The same figures as Markdown tables."""
    lines = ["# Evaluation", "", *(f"- {line}" for line in verdict(reports).splitlines()), ""]
    if runs := _runs(reports):
        lines += [*markdown_table(headline(runs)), headline_note(), ""]
    for report in reports:
        lines += [f"## {report.set_name}", ""]
        if report.run is None:
            lines += [f"Skipped: {report.skipped}", ""]
            continue
        lines += [summary(report.run), ""]
        for cells in set_tables(report.run):
            lines += markdown_table(cells)
        if report.comparison is not None:
            lines += ["```", difference(report.comparison), "```", ""]
    return "\n".join(lines)


def set_tables(run: SetRun) -> list[Cells]:
    """The tables of one set's details."""
    return [retrieval_cells(run), answer_cells([run]), part_cells(run), wrong_cells(run)]


def json_report(reports: Sequence[SetReport]) -> list[dict[str, Any]]:
    """One JSON object a set: figures, difference to the last run, every question."""
    return [_set_json(report) for report in reports]


def _set_json(report: SetReport) -> dict[str, Any]:
    if report.run is None:
        return {"set": report.set_name, "skipped": report.skipped}
    run = report.run
    rows = [*retrieval_rows(run), *answer_rows(run), *part_rows(run)]
    return {
        "set": run.set_name,
        "base": report.base,
        "corpus_hash": run.corpus_hash,
        "documents": run.documents,
        "elapsed_s": round(run.elapsed_s, 1),
        "latency_ms": latency_ms(run),
        "notes": list(run.notes),
        "figures": [_row_json(row) for row in rows],
        "gains": _gains_json(run),
        "comparison": None if report.comparison is None else _comparison_json(report.comparison),
        "questions": [
            {
                "id": question.id,
                "question": question.question,
                "category": question.category,
                "split": question.split,
                "heldout": question.heldout,
                "outcome": asdict(run.outcomes[question.id]),
                "missing_documents": list(run.missing.get(question.id, ())),
                "measures": {s: dict(rows.get(question.id, {})) for s, rows in run.systems.items()},
            }
            for question in run.questions
        ],
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {"system": row.system, "group": row.part, "measure": row.measure, **_rounded(row.figure)}


def _gains_json(run: SetRun) -> list[dict[str, Any]]:
    """Full system minus hybrid search, part by part."""
    return [
        {"group": part.name, "measure": measure, **_rounded(gain)}
        for part in (EVERYTHING, *parts(run.questions))
        for measure in GAIN_MEASURES
        if (gain := gain_of([run], measure, part)) is not None
    ]


def _rounded(figure: Estimate) -> dict[str, float]:
    return {key: round(value, 4) for key, value in asdict(figure).items()}


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {**asdict(comparison), "regressed": comparison.regressed}


def _set_block(report: SetReport) -> str:
    assert report.run is not None
    lines = [summary(report.run)]
    if report.comparison is not None:
        lines.append(difference(report.comparison))
    lines += _ungrounded_lines(report.run) + _wrong_lines(report)
    lines += ["", text_table(retrieval_cells(report.run)), "", text_table(part_cells(report.run))]
    return "\n".join(lines)


def summary(run: SetRun) -> str:
    failed = [question for question, outcome in run.outcomes.items() if outcome.kind == "failed"]
    times = latency_ms(run)
    words = f"{run.set_name}: {len(run.questions)} questions over {run.documents} documents, {run.elapsed_s:.0f} s"
    if times is not None:
        words += f"; an answer takes {times[0]} ms (median), {times[1]} ms (95%)"
    if failed:
        words += f"; {len(failed)} failed, first {failed[0]}: {run.outcomes[failed[0]].text}"
    lines = [words]
    if run.missing:
        gone = sorted({name for names in run.missing.values() for name in names})
        lines.append(
            f"  check: the evidence of {len(run.missing)} questions stands in {', '.join(gone[:3])}"
            f"{' …' if len(gone) > 3 else ''}, which the knowledge base does not hold: ingest it, or correct its name"
        )
    return "\n".join([*lines, *(f"  check: {note}" for note in run.notes)])


def difference(comparison: Comparison) -> str:
    """Questions lost and won since the last run, then the figures that moved."""
    documents = "the same documents" if comparison.same_documents else "other documents"
    lines = [f"since {comparison.since} ({documents}, {comparison.common} questions in both):"]
    lines += _question_lines("lost", comparison.lost) + _question_lines("won", comparison.won)
    moved = [change for change in comparison.changes if abs(change.after - change.before) >= _EQUAL]
    for system in dict.fromkeys(change.system for change in moved):
        figures = [
            f"{change.measure} {change.before:.3f} -> {change.after:.3f}"
            for change in moved
            if change.system == system
        ]
        lines.append(f"  {system}: {', '.join(figures)}")
    if not moved:
        lines.append("  no figure changed")
    return "\n".join(lines)


def _question_lines(name: str, changes: Sequence[QuestionChange]) -> list[str]:
    """A line a question, with everything about it that was lost or won."""
    by_question: dict[str, list[QuestionChange]] = {}
    for change in changes:
        by_question.setdefault(change.id, []).append(change)
    lines = [
        f"  {name}: {found[0].id} ({', '.join(sorted((c.what for c in found), key=_ANSWER_FIRST))}) {found[0].question}"
        + (f"  [gone: {', '.join(found[0].missing)}]" if found[0].missing else "")
        for found in by_question.values()
    ]
    more = len(lines) - _SHOWN_QUESTIONS
    return lines[:_SHOWN_QUESTIONS] + ([f"  {name}: {more} more"] if more > 0 else [])


def _wrong_lines(report: SetReport) -> list[str]:
    """Wrong answers of a person's own set; of the bundled sets they go to the reports only.

    Whoever writes rules has to be able to run those without reading the questions of a test half.
    """
    assert report.run is not None
    _, *wrong = wrong_cells(report.run)
    if not wrong:
        return []
    if not report.own:
        return [f"  {len(wrong)} answers are not right; --report DIR lists them"]
    lines = [f"  not right: {id_} {question} -> {kind}: {text}" for id_, _, question, kind, text in wrong]
    more = len(lines) - _SHOWN_WRONG
    return lines[:_SHOWN_WRONG] + ([f"  not right: {more} more; --report DIR lists them"] if more > 0 else [])


def _ungrounded_lines(run: SetRun) -> list[str]:
    """Answers that say what no quote of theirs holds; there should be none."""
    found = [(name, outcome.ungrounded) for name, outcome in run.outcomes.items() if outcome.ungrounded]
    lines = [f"  not grounded: {name} says {', '.join(pieces)}" for name, pieces in found[:_SHOWN_UNGROUNDED]]
    more = len(found) - _SHOWN_UNGROUNDED
    return lines + ([f"  not grounded: {more} more"] if more > 0 else [])
