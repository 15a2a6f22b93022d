"""The tables of the reports as cells of text: the same figures for terminal, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.answer_metrics import ANSWER_MEASURES
from eval.metrics import RETRIEVAL_MEASURES
from eval.runner import SetRun, SystemName
from eval.statistics import Estimate
from eval.table import (
    COMPARED,
    EVERYTHING,
    FACT_QUESTIONS,
    GAIN_MEASURES,
    PART_MEASURES,
    SYSTEMS,
    Part,
    figure_of,
    gain_of,
    parts,
    retrieval_rows,
)

Cells = Sequence[Sequence[str]]
"""Rows of equal length, the header first."""

_SHOWN_CHARS = 120
_GAINS_SHOWN = ("recall@10", "ndcg@10")
_HEADLINE: tuple[tuple[str, Part, str], ...] = (
    ("recall@10", EVERYTHING, "recall@10"),
    ("nDCG@10", EVERYTHING, "ndcg@10"),
    ("facts recall@10", FACT_QUESTIONS, "recall@10"),
    ("facts nDCG@10", FACT_QUESTIONS, "ndcg@10"),
    ("answers right", EVERYTHING, "right"),
    ("refused rightly", EVERYTHING, "refusal_recall"),
)
_HEADLINE_NOTE = (
    "[ ] is the 95% interval; facts: questions for responsibilities, targets, lists and comparisons; "
    "gain: full minus hybrid, question by question"
)


def headline(runs: Sequence[SetRun]) -> Cells:
    """Every system of every set, what the full system gains over hybrid search, and all sets together."""
    rows = [["", *(name for name, _, _ in _HEADLINE)]]
    for run in runs:
        rows += _headline_rows(run.set_name, [run])
    answering = [run for run in runs if figure_of([run], "full", "right") is not None]
    if len(answering) > 1:
        rows += _headline_rows("together", answering)
    return rows


def headline_note() -> str:
    """What the headline's words mean, in one line."""
    return _HEADLINE_NOTE


def _headline_rows(name: str, runs: Sequence[SetRun]) -> list[list[str]]:
    systems = [system for system in SYSTEMS if any(run.systems.get(system) for run in runs)]
    rows = [
        [f"{name} {system}", *(_shown(figure_of(runs, system, m, part)) for _, part, m in _HEADLINE)]
        for system in systems
    ]
    gains = [gain_of(runs, measure, part) for _, part, measure in _HEADLINE]
    if any(gains):
        rows.append([f"{name} gain", *(_shown_gain(gain) for gain in gains)])
    return rows


def retrieval_cells(run: SetRun) -> Cells:
    """Each system with all measures of retrieval."""
    figures = {(row.system, row.measure): with_interval(row.figure) for row in retrieval_rows(run)}
    systems = [system for system in SYSTEMS if any(key[0] == system for key in figures)]
    rows = [[s, *(figures.get((s, measure), "-") for measure in RETRIEVAL_MEASURES)] for s in systems]
    return [["system", *RETRIEVAL_MEASURES], *rows]


def answer_cells(runs: Sequence[SetRun]) -> Cells:
    """The measures of the answers, a column for each set."""
    rows = [
        [measure, *map(_shown, figures)]
        for measure in ANSWER_MEASURES
        if any(figures := [figure_of([run], "full", measure) for run in runs])
    ]
    return [["answers", *(run.set_name for run in runs)], *rows]


def part_cells(run: SetRun) -> Cells:
    """Hybrid search and the full system side by side for each half, category, language and style."""
    pairs = [f"{measure} hybrid full" for measure in GAIN_MEASURES]
    rows = [_part_row(run, part) for part in parts(run.questions)]
    return [["part", "n", *pairs, *PART_MEASURES], *rows]


def _part_row(run: SetRun, part: Part) -> list[str]:
    both: list[str] = []
    for measure in GAIN_MEASURES:
        means = [_mean(run, system, measure, part) for system in COMPARED]
        gain = gain_of([run], measure, part) if measure in _GAINS_SHOWN else None
        both.append(" ".join(cell for cell in (*means, _shown_gain(gain)) if cell))
    count = sum(map(part.holds, run.questions))
    return [part.name, str(count), *both, *(_mean(run, "full", m, part) for m in PART_MEASURES)]


def wrong_cells(run: SetRun) -> Cells:
    """Questions whose answer is not right: id, category, question, kind of the answer, how it begins."""
    right = run.values("full", "right")
    rows = [
        [q.id, q.category, q.question, run.outcomes[q.id].kind, _one_line(run.outcomes[q.id].text)]
        for q in run.questions
        if right.get(q.id) == 0.0
    ]
    return [["not right", "category", "question", "answered as", "answer"], *rows]


def text_table(cells: Cells) -> str:
    """Aligned columns, the first to the left and the others to the right; ASCII content assumed."""
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def with_interval(figure: Estimate) -> str:
    """ ".913 [.88 .94]": a share as people in retrieval write it."""
    return f"{_share(figure.mean, 3)} [{_share(figure.low, 2)} {_share(figure.high, 2)}]"


def _shown(figure: Estimate | None) -> str:
    return "" if figure is None else with_interval(figure)


def _shown_gain(figure: Estimate | None) -> str:
    """ "+.047 [+.02 +.07]"."""
    if figure is None:
        return ""
    low, high = (_share(value, 2, sign=True) for value in (figure.low, figure.high))
    return f"{_share(figure.mean, 3, sign=True)} [{low} {high}]"


def _mean(run: SetRun, system: SystemName, measure: str, part: Part) -> str:
    figure = figure_of([run], system, measure, part)
    return "" if figure is None else _share(figure.mean, 3)


def _share(value: float, places: int, *, sign: bool = False) -> str:
    written = f"{value:+.{places}f}" if sign else f"{value:.{places}f}"
    return written.replace("0.", ".", 1)


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARS else flat[: _SHOWN_CHARS - 1] + "…"


def markdown_table(cells: Cells) -> Iterable[str]:
    """Lines of a table with an empty line after it; nothing for a header without rows."""
    if len(cells) < 2:
        return []
    header, *rows = cells
    lines = [header, ["---"] * len(header), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return [*("| " + " | ".join(line) + " |" for line in lines), ""]
