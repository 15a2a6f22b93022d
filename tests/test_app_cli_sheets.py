"""Spreadsheets of questions, and the evaluation that follows an ingest."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.conftest import SAMPLE, Command


def _sheet(path: Path, *questions: str) -> Path:
    workbook = Workbook()
    for row in (("问题",), *((question,) for question in questions)):
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def test_a_sheet_of_questions_becomes_a_sheet_of_cited_answers(
    sample_base: Path, tmp_path: Path, policy_kb: Command
) -> None:
    source = _sheet(tmp_path / "q.xlsx", "普通高中起始年级班额不得超过多少人", "敦煌市毛入学率目标是多少")
    target = tmp_path / "answers.xlsx"
    done = policy_kb("ask", "--kb", sample_base, "--batch", source, "-o", target)
    assert done.code == 0
    assert "2 questions: 1 answered, 1 refused, 0 failed" in done.out
    cells = [
        str(value) for row in load_workbook(target).worksheets[0].iter_rows(values_only=True) for value in row
    ]
    assert any("班额" in cell for cell in cells)


def test_a_sheet_without_a_place_for_its_answers_is_refused(
    sample_base: Path, tmp_path: Path, policy_kb: Command
) -> None:
    done = policy_kb("ask", "--kb", sample_base, "--batch", _sheet(tmp_path / "q.xlsx", "班额"))
    assert done.code == 2
    assert "-o answers.xlsx" in done.err


def test_ingest_with_eval_probes_new_documents_and_runs_the_sets(tmp_path: Path, policy_kb: Command) -> None:
    base = tmp_path / "kb"
    document = SAMPLE / "桐岭县消除大班额专项规划.txt"
    question = (
        '{"id": "mine-1", "question": "桐岭县大班额什么时候消除", "category": "unanswerable", "language": "zh", '
        '"style": "plain", "split": "dev", "turns": [], "evidence": [], "gold": {"missing": "x"}}\n'
    )
    (base / "sets" / "mine").mkdir(parents=True)
    (base / "sets" / "mine" / "questions.jsonl").write_text(question, encoding="utf-8")
    done = policy_kb("ingest", "--kb", base, document, "--eval")
    assert done.code == 0
    assert "桐岭县" in done.err
    assert "mine" in done.out
