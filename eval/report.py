"""A run as text for the terminal, as JSON for machines and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.history import Comparison, QuestionChange
from eval.metrics import RETRIEVAL_MEASURES
from eval.runner import SetRun, SystemName
from eval.table import (
    GROUP_MEASURES,
    SYSTEMS,
    Row,
    answer_rows,
    group_rows,
    latency_ms,
    retrieval_rows,
    text_table,
    with_interval,
)

_SHOWN_QUESTIONS = 30
_SHOWN_UNGROUNDED = 10
_SHOWN_CHARS = 120
WRONG_HEADER = ("not right", "category", "question", "answered as", "answer")


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set's run with its difference to the last; ``skipped`` says why a set did not run."""

    set_name: str
    run: SetRun | None = None
    comparison: Comparison | None = None
    base: str = ""
    """Folder of the knowledge base that was measured."""
    skipped: str = ""


def text_report(reports: Sequence[SetReport]) -> str:
    """Everything a maintainer reads in the terminal."""
    done = [report for report in reports if report.run is not None]
    parts: list[str] = []
    if done:
        parts += [_retrieval_table(done), _answer_table(done)]
    for report in done:
        parts.append(_set_part(report))
    parts += [f"{report.set_name}: skipped, {report.skipped}" for report in reports if report.skipped]
    return "\n\n".join(part for part in parts if part)


def markdown_report(reports: Sequence[SetReport]) -> str:
    """The same figures as Markdown tables."""
    lines = ["# Evaluation", ""]
    for report in reports:
        lines += [f"## {report.set_name}", ""]
        if report.run is None:
            lines += [f"Skipped: {report.skipped}", ""]
            continue
        run = report.run
        lines += [summary(run), ""]
        lines += _markdown_table(("system", *RETRIEVAL_MEASURES), retrieval_cells(run))
        lines += _markdown_table(("answers", "figure", "questions"), answer_cells(run))
        lines += _markdown_table(("part", "questions", "hybrid recall@10", *GROUP_MEASURES), group_cells(run))
        lines += _markdown_table(WRONG_HEADER, wrong_cells(run))
        if report.comparison is not None:
            lines += ["```", difference(report.comparison), "```", ""]
    return "\n".join(lines)


def json_report(reports: Sequence[SetReport]) -> list[dict[str, Any]]:
    """One JSON object a set: figures, difference to the last run, every question."""
    return [_set_json(report) for report in reports]


def _set_json(report: SetReport) -> dict[str, Any]:
    if report.run is None:
        return {"set": report.set_name, "skipped": report.skipped}
    run = report.run
    rows = [*retrieval_rows(run), *answer_rows(run), *group_rows(run)]
    return {
        "set": run.set_name,
        "base": report.base,
        "corpus_hash": run.corpus_hash,
        "documents": run.documents,
        "elapsed_s": round(run.elapsed_s, 1),
        "latency_ms": latency_ms(run),
        "notes": list(run.notes),
        "figures": [_row_json(row) for row in rows],
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
    figure = {key: round(value, 4) for key, value in asdict(row.figure).items()}
    return {"system": row.system, "group": row.group, "measure": row.measure, **figure}


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {**asdict(comparison), "regressed": comparison.regressed}


def _retrieval_table(reports: Sequence[SetReport]) -> str:
    rows = []
    for report in reports:
        assert report.run is not None
        rows += [(f"{report.set_name} {name}", *cells) for name, *cells in retrieval_cells(report.run)]
    return text_table(("retrieval", *RETRIEVAL_MEASURES), rows)


def _answer_table(reports: Sequence[SetReport]) -> str:
    rows = []
    for report in reports:
        assert report.run is not None
        rows += [(f"{report.set_name} {name}", *cells) for name, *cells in answer_cells(report.run)]
    return text_table(("answers (full)", "figure", "questions"), rows)


def _set_part(report: SetReport) -> str:
    run = report.run
    assert run is not None
    parts = [
        summary(run),
        text_table(("part", "n", "hybrid r@10", *GROUP_MEASURES), group_cells(run)),
    ]
    parts += _ungrounded_lines(run)
    if report.comparison is not None:
        parts.append(difference(report.comparison))
    return "\n".join(parts)


def summary(run: SetRun) -> str:
    failed = [question for question, outcome in run.outcomes.items() if outcome.kind == "failed"]
    times = latency_ms(run)
    words = f"{run.set_name}: {len(run.questions)} questions over {run.documents} documents, {run.elapsed_s:.0f} s"
    if times is not None:
        words += f"; an answer takes {times[0]} ms (median), {times[1]} ms (95%)"
    if failed:
        words += f"; {len(failed)} failed, first {failed[0]}: {run.outcomes[failed[0]].text}"
    if run.missing:
        gone = sorted({name for names in run.missing.values() for name in names})
        words += f"; {len(run.missing)} questions lack their document ({', '.join(gone[:3])})"
    return "\n".join([words, *(f"  note: {note}" for note in run.notes)])


def retrieval_cells(run: SetRun) -> list[tuple[str, ...]]:
    figures = {(row.system, row.measure): with_interval(row.figure) for row in retrieval_rows(run)}
    systems = [system for system in SYSTEMS if any(key[0] == system for key in figures)]
    return [(s, *(figures.get((s, measure), "-") for measure in RETRIEVAL_MEASURES)) for s in systems]


def answer_cells(run: SetRun) -> list[tuple[str, str, str]]:
    return [(row.measure, with_interval(row.figure), str(row.figure.count)) for row in answer_rows(run)]


def group_cells(run: SetRun) -> list[tuple[str, ...]]:
    rows = group_rows(run)
    names = dict.fromkeys(row.group for row in rows)
    cells = []
    for name in names:
        own = {(row.system, row.measure): row.figure for row in rows if row.group == name}
        count = max(figure.count for figure in own.values())
        columns: list[tuple[SystemName, str]] = [("hybrid", "recall@10")]
        columns += [("full", measure) for measure in GROUP_MEASURES]
        shown = [f"{own[key].mean:.3f}" if key in own else "-" for key in columns]
        cells.append((name, str(count), *shown))
    return cells


def wrong_cells(run: SetRun) -> list[tuple[str, ...]]:
    """Questions whose answer is not right: id, category, question, kind of the answer, how it begins."""
    right = run.values("full", "right")
    return [
        (q.id, q.category, q.question, run.outcomes[q.id].kind, _one_line(run.outcomes[q.id].text))
        for q in run.questions
        if right.get(q.id) == 0.0
    ]


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARS else flat[: _SHOWN_CHARS - 1] + "…"


def _ungrounded_lines(run: SetRun) -> list[str]:
    """Answers that say what no quote of theirs holds; there should be none."""
    found = [(name, outcome.ungrounded) for name, outcome in run.outcomes.items() if outcome.ungrounded]
    lines = [f"  not grounded: {name} says {', '.join(pieces)}" for name, pieces in found[:_SHOWN_UNGROUNDED]]
    more = len(found) - _SHOWN_UNGROUNDED
    return lines + ([f"  not grounded: {more} more"] if more > 0 else [])


def difference(comparison: Comparison) -> str:
    documents = "the same documents" if comparison.same_documents else "other documents"
    lines = [f"since {comparison.since} ({documents}, {comparison.common} questions in both):"]
    moved = [change for change in comparison.changes if abs(change.after - change.before) >= 0.0005]
    lines += [
        f"  {change.system} {change.measure}: {change.before:.3f} -> {change.after:.3f} "
        f"({change.after - change.before:+.3f}, p of a fall {change.p_fall:.3f})"
        for change in moved
    ]
    if not moved:
        lines.append("  no figure changed")
    lines += _question_lines("lost", comparison.lost) + _question_lines("won", comparison.won)
    lines += [f"  REGRESSION: {reason}" for reason in comparison.reasons]
    return "\n".join(lines)


def _question_lines(name: str, changes: Sequence[QuestionChange]) -> list[str]:
    lines = [
        f"  {name}: {change.id} ({change.what}) {change.question}"
        + (f"  [gone: {', '.join(change.missing)}]" if change.missing else "")
        for change in changes[:_SHOWN_QUESTIONS]
    ]
    if len(changes) > _SHOWN_QUESTIONS:
        lines.append(f"  {name}: {len(changes) - _SHOWN_QUESTIONS} more")
    return lines


def _markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    lines = [header, ["---"] * len(header), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return [*("| " + " | ".join(line) + " |" for line in lines), ""]
