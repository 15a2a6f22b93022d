"""The sets that bring their own documents (``sample``, ``provinces``), and what every such set has to hold.

The functions return what is wrong, so that a test of a set is one comparison with an empty list.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

from eval.dataset import (
    UNMENTIONED,
    Category,
    ComparisonGold,
    DeadlineGold,
    DueListGold,
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    UnanswerableGold,
    UnitTasksGold,
)
from eval.matching import squash
from eval.reading import load_questions
from ingest.readers.registry import read_file

SETS = Path(__file__).resolve().parents[1] / "eval" / "sets"
NEAR_CHARS = 90
"""A figure has to stand this close to an anchor, so that a value of another sentence does not pass."""
LONGEST_ANCHOR = 25


@cache
def questions(name: str) -> tuple[Question, ...]:
    return load_questions(SETS / name / "questions.jsonl")


@cache
def documents(name: str) -> dict[str, Path]:
    """The documents by file name, which is how questions name them."""
    return {path.name: path for path in sorted((SETS / name / "documents").rglob("*")) if path.is_file()}


def sources(name: str) -> list[Path]:
    return sorted((SETS / name / "sources").rglob("*.txt"))


@cache
def texts(name: str) -> dict[str, str]:
    """Squashed text of each document as the program's own readers see it, automatic numbers included."""
    found = {}
    for file_name, path in documents(name).items():
        raw = read_file(path)
        parts = [f"{label} {value}" for label, value in raw.fields]
        for block in raw.blocks:
            parts += [block.text, *(" | ".join(row) for row in block.rows)]
        found[file_name] = flat("\n".join(parts))
    return found


def flat(text: str) -> str:
    return squash(text).replace("∶", ":")


def reader_warnings(name: str) -> dict[str, tuple[str, ...]]:
    read = {file_name: read_file(path).warnings for file_name, path in documents(name).items()}
    return {file_name: warnings for file_name, warnings in read.items() if warnings}


def lines_lost(name: str, source: Path) -> list[str]:
    """Pieces of a marked-up source that the built document does not hold."""
    file_name = source.name.replace(".gb18030", "")
    text = texts(name)[file_name if file_name in texts(name) else file_name.removesuffix(".txt")]
    lost = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("#H"):  # the running header is to go
            continue
        cells = re.sub(r"^(#\w|#{2,3}|-|\|) ?", "", line).strip("|").split("|")
        lost += [cell for cell in cells if cell.strip() not in ("^", "<") and flat(cell) not in text]
    return lost


def rare_categories(asked: tuple[Question, ...], minimum: dict[str, int]) -> dict[str, int]:
    """Categories that are asked less often than they should be, with how often they are."""
    counts = Counter(q.category for q in asked)
    assert set(minimum) == set(get_args(Category)) - {"retrieval"}
    return {name: counts[name] for name, least in minimum.items() if counts[name] < least}  # type: ignore[index]


def evidence_faults(name: str, question: Question) -> list[str]:
    """Anchors that are too long or do not stand below their headings, headings that are not there."""
    faults = []
    if bool(question.evidence) != question.answerable:
        faults.append("evidence exactly where there is an answer")
    for evidence in question.evidence:
        text, at = texts(name)[evidence.document], 0
        for heading in evidence.section:
            at = text.find(flat(heading), max(at, 0))
            if at < 0:
                faults.append(heading)
        stands = flat(evidence.anchor) in text[max(at, 0) :]
        if not (stands and 0 < len(evidence.anchor) <= LONGEST_ANCHOR):
            faults.append(evidence.anchor)
    return faults


def gold_faults(name: str, question: Question) -> list[object]:
    """Pieces of the gold that the question's documents do not hold, or not near an anchor."""
    match question.gold:
        case ResponsibilityGold() as gold:
            faults: list[object] = [
                unit for unit in (*gold.lead, *gold.participating, *gold.responsible)
                if not held(name, unit, question)
            ]  # fmt: skip
            if gold.role in ("lead", "participating", "responsible") and gold.unit not in getattr(
                gold, gold.role
            ):
                faults.append(gold.role)
            return faults
        case UnitTasksGold() as gold:
            pieces = [gold.unit, *(task.anchor for task in (*gold.tasks, *gold.optional))]
            return [piece for piece in pieces if not held(name, piece, question)]
        case TargetGold() as gold:
            return [
                value for value in gold.values
                if not is_near(name, value.value, question)
                or (value.value_high is not None) != (value.comparator == "range")
                or (value.value_high is not None and not is_near(name, value.value_high, question))
                or (value.deadline is not None and not held(name, value.deadline[:4], question))
            ]  # fmt: skip
        case DeadlineGold() as gold:
            return [
                due for due in gold.deadlines
                if not is_near(name, due.as_written, question) or bool(due.deadline) == bool(due.recurrence)
            ]  # fmt: skip
        case DueListGold() as gold:
            return [
                item for item in (*gold.items, *gold.optional)
                if not (held(name, item.anchor, question) and held(name, (item.deadline or "")[:4], question))
            ]  # fmt: skip
        case ComparisonGold() as gold:
            rows = [
                row for row in gold.rows
                if row.value != UNMENTIONED and not is_near(name, row.value, question)
            ]  # fmt: skip
            return [*rows, *(["only one row"] if len(gold.rows) < 2 else [])]
        case PiecesGold() as gold:
            return [piece for piece in gold.contains if not held(name, piece, question)]
        case UnanswerableGold() as gold:
            return [] if gold.missing else ["missing"]
        case None:
            return ["a question of a bundled set has a gold answer"]


def held(name: str, piece: str, question: Question) -> bool:
    return any(flat(piece) in texts(name)[evidence.document] for evidence in question.evidence)


def is_near(name: str, piece: str, question: Question) -> bool:
    """The piece stands around an anchor of the question; a figure there is not a part of a longer one."""
    pattern = re.escape(flat(piece))
    if re.fullmatch(r"[\d.:]+", flat(piece)):
        pattern = rf"(?<![\d.]){pattern}(?!\d|\.\d)"
    return any(re.search(pattern, around) for around in neighbourhoods(name, question))


def neighbourhoods(name: str, question: Question) -> list[str]:
    """The text around every occurrence of every anchor."""
    return [
        texts(name)[evidence.document][max(0, match.start() - NEAR_CHARS) : match.end() + NEAR_CHARS]
        for evidence in question.evidence
        for match in re.finditer(re.escape(flat(evidence.anchor)), texts(name)[evidence.document])
    ]
