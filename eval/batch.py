"""A spreadsheet of questions in, a spreadsheet of answers with citations out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.contract import Answer
from kb.errors import KBError, UsageError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_QUESTIONS = 2000
_QUESTION_HEADERS = ("question", "问题", "提问", "咨询问题")
_HEADER = (
    "序号", "问题", "是否作答", "类型", "答案", "缺少的内容", "把握", "出处", "文件", "章节", "页码", "状态", "原文",
)  # fmt: skip
_WIDTHS = (6, 36, 9, 14, 60, 30, 8, 6, 36, 36, 6, 12, 60)
# A spreadsheet program runs what starts so as a formula when the cell is retyped or saved as CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Control characters that XML 1.0 cannot hold.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAX_CELL_CHARS = 32_000


@dataclass(frozen=True, slots=True)
class BatchResult:
    """How the questions of a sheet fared."""

    asked: int
    answered: int
    refused: int
    failed: int


def answer_sheet(source: Path, target: Path, ask: Callable[[str], Answer]) -> BatchResult:
    """Answer every question of ``source`` and write ``target``, one row a citation.

    Questions stand in the column headed "question" or "问题", else in the first column. A question
    that cannot be answered for an error gets a row that says so.

    Raises:
        UsageError: the file is no .xlsx, holds no question or more than ``MAX_QUESTIONS``.
    """
    from openpyxl import Workbook

    questions = read_questions(source)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    _prepare(sheet)
    answered = refused = failed = 0
    for number, question in enumerate(questions, start=1):
        try:
            answer = ask(question)
        except KBError as error:
            failed += 1
            _append(sheet, [number, question, "出错", "", str(error)])
            continue
        answered, refused = answered + answer.answered, refused + (not answer.answered)
        for row in _rows(number, question, answer):
            _append(sheet, row)
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)
    return BatchResult(len(questions), answered, refused, failed)


def read_questions(source: Path) -> tuple[str, ...]:
    """The questions of the first sheet, in order, without blank rows.

    Raises:
        UsageError: the file is no .xlsx, holds no question or more than ``MAX_QUESTIONS``.
    """
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(source, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever its zip and XML layers do
        raise UsageError(
            f"{source} cannot be read as .xlsx ({error}): save it from Excel or WPS as .xlsx"
        ) from error
    try:
        rows = [[_text(cell) for cell in row] for row in workbook.worksheets[0].iter_rows(values_only=True)]
    finally:
        workbook.close()
    questions = _column(rows)
    if not questions:
        raise UsageError(f"{source} holds no question: put them into a column headed 问题")
    if len(questions) > MAX_QUESTIONS:
        raise UsageError(
            f"{source} holds {len(questions)} questions, at most {MAX_QUESTIONS} are answered at once"
        )
    return tuple(questions)


def safe_cell(text: str) -> str:
    """Text that no spreadsheet program runs as a formula, short enough for a cell."""
    clean = _ILLEGAL.sub("", text)[:_MAX_CELL_CHARS]
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean


def _column(rows: Sequence[Sequence[str]]) -> list[str]:
    for first, row in enumerate(rows[:5]):
        for place, cell in enumerate(row):
            if cell.lower() in _QUESTION_HEADERS:
                return [r[place] for r in rows[first + 1 :] if len(r) > place and r[place]]
    return [row[0] for row in rows if row and row[0]]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _prepare(sheet: Worksheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.title = "答案"
    sheet.append(list(_HEADER))
    sheet.freeze_panes = "C2"
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)


def _rows(number: int, question: str, answer: Answer) -> list[list[str | int | float | None]]:
    """One row a citation; what belongs to the answer stands in its first row only."""
    said: list[str | int | float | None] = [
        number, question, "是" if answer.answered else "否", answer.kind, answer.text,
        answer.missing or "", round(answer.confidence, 3),
    ]  # fmt: skip
    cited: list[list[str | int | float | None]] = [
        [c.n, f"{c.title}（{c.source}）", " > ".join(c.section), c.page, c.status, c.quote]
        for c in answer.citations
    ]
    rest: list[str | int | float | None] = [number, *[None] * (len(said) - 1)]
    if not cited:
        return [said]
    return [said + cited[0], *(rest + citation for citation in cited[1:])]


def _append(sheet: Worksheet, values: Sequence[str | int | float | None]) -> None:
    from openpyxl.styles import Alignment

    sheet.append([safe_cell(value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(cell.value, str):
            cell.data_type = "s"
