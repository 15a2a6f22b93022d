"""Probe questions of new documents, and spreadsheets of questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from eval.batch import answer_sheet, read_questions, safe_cell
from eval.probes import make_probes, probe_documents
from kb.contract import Answer
from kb.corpus import Corpus
from kb.errors import InvalidQuestionError, UsageError
from kb.records import Deadline, Target
from tests.eval_world import FakeSystem, build, passage_answer, refusal

TARGET = Target(
    "t", "甲.txt", "甲.txt-s", None, "教育投入占比", ">=", "96", None, "%", "2025", "到2025年", "", 0, 5
)
DEADLINE = Deadline("d", "甲.txt", "甲.txt-s", None, "培训", "2022-12-31", "2022年底前", None, 0, 5)


def test_probes_are_the_title_and_the_facts_with_a_real_topic(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    probes = make_probes(library.corpus.document("甲.txt"), [TARGET, TARGET, DEADLINE])
    assert [probe.question for probe in probes] == ["甲市教育计划", "甲市教育投入占比的目标是多少？"]


def test_at_most_twenty_facts_are_probed(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    facts = [replace(TARGET, metric=f"第{n}类教育投入占比") for n in range(100)]
    probes = make_probes(library.corpus.document("甲.txt"), facts)
    assert len(probes) == 21
    assert "第95类" in probes[-1].question


def test_a_document_that_search_does_not_bring_back_is_noticed(tmp_path: Path) -> None:
    store, _ = build(tmp_path)
    with store.transaction():
        store.facts.save("甲.txt", [TARGET])
    corpus = Corpus(store, today=date(2026, 1, 1))
    system = FakeSystem(rankings={"hybrid": ["甲.txt-c"]})
    report = probe_documents(system, corpus, ["甲.txt", "乙.txt"])
    first, second = report.documents
    assert (first.found, first.asked, first.share) == (2, 2, 1.0)
    assert (second.found, second.asked, second.lost) == (0, 1, ("乙县教育计划",))
    assert report.share == pytest.approx(2 / 3)
    assert "  not found by: 乙县教育计划" in report.lines()


def sheet(folder: Path, *rows: tuple[str | None, ...]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    path = folder / "in.xlsx"
    workbook.save(path)
    return path


def test_questions_stand_under_their_header_or_in_the_first_column(tmp_path: Path) -> None:
    headed = sheet(tmp_path, ("编号", "问题"), ("1", "谁牵头？"), ("2", None), ("3", " 何时？ "))
    assert read_questions(headed) == ("谁牵头？", "何时？")
    assert read_questions(sheet(tmp_path, ("谁牵头？", "备注"), ("何时？", None))) == ("谁牵头？", "何时？")


def test_what_is_no_sheet_of_questions_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"not a zip")
    with pytest.raises(UsageError, match=r"cannot be read as \.xlsx"):
        read_questions(broken)
    with pytest.raises(UsageError, match="holds no question"):
        read_questions(sheet(tmp_path, ("问题",)))


def test_answers_come_with_one_row_a_citation_and_errors_with_their_reason(tmp_path: Path) -> None:
    _, library = build(tmp_path / "kb")
    body = library.corpus.document("甲.txt").text

    def ask(question: str) -> Answer:
        if question == "空":
            raise InvalidQuestionError("the question is empty")
        return passage_answer(library) if question == "谁牵头？" else refusal()

    source = sheet(tmp_path, ("问题",), ("谁牵头？",), ("空",), ("没有的？",))
    result = answer_sheet(source, tmp_path / "out" / "out.xlsx", ask)
    assert (result.asked, result.answered, result.refused, result.failed) == (3, 1, 1, 1)
    rows = list(load_workbook(tmp_path / "out" / "out.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[1][1:4] == ("谁牵头？", "是", "passage")
    assert str(rows[1][-1]) in body
    assert (rows[2][2], rows[2][4]) == ("出错", "the question is empty")
    assert (rows[3][2], rows[3][5]) == ("否", "没有")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    source = sheet(tmp_path, ("问题",), ("甲",))
    answer_sheet(source, tmp_path / "out.xlsx", lambda _: replace(refusal(), text=text, missing=text))
    cells = [c for row in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows() for c in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_cells_hold_no_control_characters_and_stay_short() -> None:
    assert safe_cell("a\x00b\x1f") == "ab"
    assert len(safe_cell("长" * 50_000)) == 32_000
