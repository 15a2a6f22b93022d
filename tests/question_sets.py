"""What the questions of the sets ``sample``, ``provinces`` and ``policies`` have to hold.

The functions return what is wrong, so that a test of a set is one comparison with an empty list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

from eval.dataset import (
    UNMENTIONED,
    Category,
    ComparisonGold,
    DeadlineGold,
    DueItem,
    DueListGold,
    DueTime,
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    TargetValue,
    UnanswerableGold,
    UnitTasksGold,
)
from eval.matching import ROLES, squash
from eval.reading import load_questions
from ingest.readers.registry import read_file

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "eval" / "sets"
OUTSIDE = {"policies": ROOT.parent / "shared" / "corpus" / "policies"}
"""Documents that are not part of this project; a set's own documents lie beside its questions."""
NEAR_CHARS = 90
"""A figure has to stand this close to an anchor, so that a value of another sentence does not pass."""
LONGEST_ANCHOR = 25
ISO_TIME = re.compile(r"\d{4}(-\d{2}){0,2}")
ISO_DAY_OR_SPAN = re.compile(r"\d{4}-\d{2}-\d{2}|P\d+[YMWD]")
WORD_BOOKMARK = re.compile(r"\[bookmark: \w+\]")


@cache
def questions(name: str) -> tuple[Question, ...]:
    return load_questions(SETS / name / "questions.jsonl")


@cache
def documents(name: str) -> dict[str, Path]:
    """The documents by file name, which is how questions name them."""
    folder = OUTSIDE.get(name, SETS / name / "documents")
    return {path.name: path for path in sorted(folder.rglob("*")) if path.is_file()}


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
        found[file_name] = flat(WORD_BOOKMARK.sub("", "\n".join(parts)))
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
            pieces = (*gold.lead, *gold.participating, *gold.responsible)
            return [*_not_held(name, pieces, question), *_role_faults(gold)]
        case UnitTasksGold() as gold:
            anchors = [task.anchor for task in (*gold.tasks, *gold.optional)]
            return [*_not_held(name, [gold.unit, *anchors], question)]
        case TargetGold() as gold:
            return [value for value in gold.values if not _target_stands(name, value, question)]
        case DeadlineGold() as gold:
            return [due for due in gold.deadlines if not _due_time_stands(name, due, question)]
        case DueListGold() as gold:
            return [item for item in (*gold.items, *gold.optional) if not _item_stands(name, item, question)]
        case ComparisonGold() as gold:
            stated = [row for row in gold.rows if row.value != UNMENTIONED]
            faults: list[object] = [row for row in stated if not is_near(name, row.value, question)]
            return [*faults, *(["only one row"] if len(gold.rows) < 2 else [])]
        case PiecesGold() as gold:
            return [*_not_held(name, gold.contains, question)]
        case UnanswerableGold() as gold:
            return [] if gold.missing else ["missing"]
        case None:
            return ["a question of these sets has a gold answer"]


def _not_held(name: str, pieces: Iterable[str], question: Question) -> list[str]:
    return [piece for piece in pieces if not held(name, piece, question)]


def _role_faults(gold: ResponsibilityGold) -> list[str]:
    if gold.role is None:
        return []
    stated = next((role for role in ROLES if gold.unit in getattr(gold, role)), "none")
    return [] if gold.role == stated else [f"{gold.unit} is {stated}"]


def _target_stands(name: str, value: TargetValue, question: Question) -> bool:
    figures = [value.value] if value.value_high is None else [value.value, value.value_high]
    year = value.deadline[:4] if value.deadline else ""
    return (
        all(is_near(name, figure, question) for figure in figures)
        and (value.value_high is not None) == (value.comparator == "range")
        and held(name, year, question)
        and (not year or ISO_TIME.fullmatch(value.deadline or "") is not None)
    )


def _due_time_stands(name: str, due: DueTime, question: Question) -> bool:
    written = due.as_written or due.recurrence or ""
    one_of_both = bool(due.deadline) != bool(due.recurrence)
    is_time = due.deadline is None or ISO_DAY_OR_SPAN.fullmatch(due.deadline) is not None
    return one_of_both and is_time and is_near(name, written, question)


def _item_stands(name: str, item: DueItem, question: Question) -> bool:
    """Anchor and year are there; 2025年前 may be read as a day of 2024, its year stands in ``deadline_also``."""
    times = [time for time in (item.deadline, *item.deadline_also) if time]
    are_times = all(ISO_TIME.fullmatch(time) for time in times)
    year_stands = not times or any(held(name, time[:4], question) for time in times)
    return are_times and year_stands and held(name, item.anchor, question)


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
