"""Answer measures for every kind of question, against gold written by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from eval.answer_metrics import answer_measures
from eval.dataset import (
    UNMENTIONED,
    ComparisonGold,
    ComparisonRow,
    DeadlineGold,
    DueItem,
    DueListGold,
    DueTime,
    Evidence,
    Gold,
    Question,
    ResponsibilityGold,
    TargetGold,
    TargetValue,
    TaskItem,
    UnanswerableGold,
    UnitTasksGold,
)
from eval.relevance import Library
from eval.rightness import (
    comparison_right,
    deadlines_right,
    due_list_found,
    pieces_found,
    responsibility_right,
    targets_right,
    unit_tasks_found,
)
from kb.contract import Answer, AnswerFact, Citation, DeadlineFact, ResponsibilityFact, TargetFact
from tests.eval_world import build, cite, passage_answer, passage_question, refusal

DUTY = ResponsibilityFact("d", "甲市", "投入", ("市财政局",), ("市教育局",), (), 1)
TARGET = TargetFact("d", "甲市", "毛入园率", ">=", "96", None, "%", "2025", 1)
DUE = DeadlineFact("d", "甲市", "完成培训", "2022-12-31", "2022年底前", None, 1)


def answer(*facts: AnswerFact, text: str = "。", quote: str = "引文") -> Answer:
    citation = Citation(1, "d", "题", "d.txt", (), None, 0, len(quote), quote, "unknown")
    return Answer("？", "target", text, facts=facts, citations=(citation,))


def duty_gold(
    *, unit: str | None = None, role: Literal["lead", "participating", "none"] | None = None
) -> ResponsibilityGold:
    return ResponsibilityGold(frozenset({"市财政局"}), frozenset({"市教育局"}), frozenset(), unit, role)


def value(**other: object) -> TargetValue:
    return replace(TargetValue("甲市", ">=", "96", None, "%", "2025"), **other)  # type: ignore[arg-type]


def test_responsibility_needs_the_sets_exactly() -> None:
    assert responsibility_right(duty_gold(), answer(DUTY))
    assert not responsibility_right(
        duty_gold(), answer(replace(DUTY, participating=("市教育局", "市公安局")))
    )
    assert not responsibility_right(duty_gold(), answer(replace(DUTY, lead=(), responsible=("市财政局",))))
    assert not responsibility_right(duty_gold(), answer())


def test_a_role_that_is_asked_has_to_be_said_first() -> None:
    gold = duty_gold(unit="市教育局", role="participating")
    assert responsibility_right(gold, answer(DUTY, text="市教育局是配合单位。"))
    assert not responsibility_right(gold, answer(DUTY, text="市教育局是牵头单位。配合单位另列。"))
    assert responsibility_right(
        duty_gold(unit="市公安局", role="none"), answer(DUTY, text="市公安局未列入。")
    )


@pytest.mark.parametrize(
    ("fact", "right"),
    [
        (TARGET, True),
        (replace(TARGET, value="96.0", deadline="2025-12-31"), True),
        (replace(TARGET, comparator="="), False),
        (replace(TARGET, unit="个"), False),
        (replace(TARGET, region="乙县"), False),
        (replace(TARGET, deadline="2024"), False),
        (replace(TARGET, deadline=None), False),
        (replace(TARGET, value_high="98"), False),
    ],
)
def test_a_target_needs_value_comparator_unit_year_and_region(fact: TargetFact, right: bool) -> None:
    assert targets_right(TargetGold((value(),)), answer(fact)) is right


@pytest.mark.parametrize(("said", "right"), [(None, True), ("江州市", True), ("全国", False)])
def test_a_rule_of_one_school_is_no_rule_of_the_nation(said: str | None, right: bool) -> None:
    gold = TargetGold((value(region=None),))
    assert targets_right(gold, answer(replace(TARGET, region=said))) is right


def test_every_value_is_needed_and_the_first_fact_has_to_answer() -> None:
    other = replace(TARGET, region="乙县", value="98")
    both = TargetGold((value(), value(region="乙县", value="98")))
    assert targets_right(both, answer(other, TARGET))
    assert not targets_right(both, answer(TARGET))
    assert not targets_right(TargetGold((value(),)), answer(other, TARGET))


def test_other_readings_are_right_as_well() -> None:
    gold = TargetGold((value(comparator="=", comparator_also=(">=",)),))
    assert targets_right(gold, answer(TARGET))
    named = replace(TARGET, comparator="eliminate", value="", unit="", metric="56人以上大班额")
    assert targets_right(TargetGold((value(comparator="eliminate", value="56", unit="人"),)), answer(named))
    assert not targets_right(
        TargetGold((value(comparator="eliminate", value="66", unit="人"),)), answer(named)
    )


def test_deadlines_by_day_span_and_recurrence() -> None:
    day, recurring = DueTime("2022-12-31", None, ""), DueTime(None, "每三年", "")
    assert deadlines_right(DeadlineGold((day,)), answer(DUE))
    assert not deadlines_right(DeadlineGold((day,)), answer(replace(DUE, deadline="2023-12-31")))
    every = replace(DUE, deadline=None, recurrence="每三年", as_written="每三年")
    assert deadlines_right(DeadlineGold((recurring,)), answer(every))
    span = replace(DUE, deadline=None, as_written="九十日内")
    assert deadlines_right(DeadlineGold((DueTime("P90D", None, ""),)), answer(span))
    assert deadlines_right(DeadlineGold((DueTime(None, None, "九十日内"),)), answer(span))


def test_unit_tasks_count_role_and_ignore_optional_ones() -> None:
    gold = UnitTasksGold(
        "市教育局", "甲市", (TaskItem("增加投入", "participating"), TaskItem("招生改革", "lead")),
        (TaskItem("督促检查", "responsible"),),
    )  # fmt: skip
    first = replace(DUTY, task="增加投入")
    second = replace(DUTY, task="招生改革", lead=("市教育局",), participating=())
    extra = replace(DUTY, task="督促检查", lead=(), participating=(), responsible=("市教育局",))
    assert unit_tasks_found(gold, answer(first, second, extra)) == (1.0, 1.0)
    assert unit_tasks_found(gold, answer(first)) == (1.0, 0.5)
    assert unit_tasks_found(gold, answer(first, replace(second, task="别的事情"))) == (0.5, 0.5)
    wrong_role = replace(second, lead=(), participating=("市教育局",))
    assert unit_tasks_found(gold, answer(first, wrong_role)) == (0.5, 0.5)
    assert unit_tasks_found(gold, answer()) == (0.0, 0.0)


def test_due_lists_count_the_day() -> None:
    gold = DueListGold(
        (DueItem("完成培训", "2022-12-31"),), (DueItem("轮岗", "2022-12-31", ("2023-12-31",)),)
    )
    late = replace(DUE, task="轮岗交流", deadline="2023-12-31")
    assert due_list_found(gold, answer(DUE, late)) == (1.0, 1.0)
    assert due_list_found(gold, answer(replace(DUE, deadline="2023-12-31"))) == (0.0, 0.0)


def test_comparisons_need_every_cell_silence_and_difference() -> None:
    rows = (ComparisonRow("甲市", None, "96", "%"), ComparisonRow("乙县", None, "98.5", "%"))
    other = replace(TARGET, region="乙县", value="98.5")
    assert comparison_right(ComparisonGold(rows), answer(TARGET, other))
    assert not comparison_right(ComparisonGold(rows), answer(TARGET))
    asked = ComparisonGold(rows, "2.5个百分点")
    assert comparison_right(asked, answer(TARGET, other, text="相差2.5个百分点"))
    assert not comparison_right(asked, answer(TARGET, other, text="相差3个百分点"))
    silent = ComparisonGold((rows[0], ComparisonRow("乙县", None, UNMENTIONED, "")))
    assert comparison_right(silent, answer(TARGET, text="甲市：96%\n乙县：未提及"))
    assert not comparison_right(silent, answer(TARGET, other, text="甲市：96%\n乙县：98.5%"))


def test_rows_by_document_go_by_the_cited_file() -> None:
    assert comparison_right(ComparisonGold((ComparisonRow(None, "d.txt", "96", "%"),)), answer(TARGET))
    assert not comparison_right(ComparisonGold((ComparisonRow(None, "e.txt", "96", "%"),)), answer(TARGET))


def test_pieces_stand_in_text_or_quotes_and_dates_in_any_form() -> None:
    from eval.dataset import PiecesGold

    given = answer(text="2018年6月13日印发。", quote="渝府办发〔2018〕84号")
    assert pieces_found(PiecesGold(("渝府办发〔2018〕84号", "2018-06-13")), given) == 1.0
    assert pieces_found(PiecesGold(("渝府办发〔2018〕85号", "2018-06-13")), given) == 0.5


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return build(tmp_path)[1]


def test_a_good_answer_has_full_marks(library: Library) -> None:
    assert answer_measures(passage_question(), passage_answer(library), library) == {
        "pieces": 1.0, "right": 1.0, "answered": 1.0, "evidence_cited": 1.0, "evidence_first_two": 1.0,
        "quotes_valid": 1.0, "grounded": 1.0,
    }  # fmt: skip


def test_a_failed_question_is_zero_in_everything(library: Library) -> None:
    measures = answer_measures(passage_question(), None, library)
    assert set(measures.values()) == {0.0}
    assert {"right", "answered", "evidence_cited", "quotes_valid", "grounded"} <= set(measures)


def test_a_wrong_refusal_counts_against_refusals_and_answers(library: Library) -> None:
    measures = answer_measures(passage_question(), refusal(), library)
    assert (measures["answered"], measures["right"], measures["refusal_precision"]) == (0.0, 0.0, 0.0)
    assert "grounded" not in measures


def test_unanswerable_questions_ask_for_a_refusal(library: Library) -> None:
    question = Question("u", "？", "unanswerable", "dev", (), UnanswerableGold("没有"))
    assert answer_measures(question, refusal(), library) == {
        "right": 1.0, "refusal_recall": 1.0, "refusal_precision": 1.0,
    }  # fmt: skip
    wrong = {"right": 0.0, "refusal_recall": 0.0}
    assert answer_measures(question, passage_answer(library), library) == wrong
    assert answer_measures(question, None, library) == wrong


def test_a_quote_that_is_not_the_stored_text_is_invalid(library: Library) -> None:
    good = passage_answer(library)
    moved = replace(good, citations=tuple(replace(c, start=c.start + 1) for c in good.citations))
    assert answer_measures(passage_question(), moved, library)["quotes_valid"] == 0.0
    without = replace(good, citations=())
    assert answer_measures(passage_question(), without, library)["quotes_valid"] == 0.0


def test_evidence_counts_when_cited_late_but_not_as_early(library: Library) -> None:
    late = tuple(cite(library, "乙.txt", "每三年轮岗", n=n) for n in (1, 2))
    good = passage_answer(library)
    given = replace(good, citations=(*late, *good.citations))
    measures = answer_measures(passage_question(), given, library)
    assert (measures["evidence_cited"], measures["evidence_first_two"]) == (1.0, 0.0)


def test_retrieval_questions_have_no_answer_measures(library: Library) -> None:
    gold: Gold | None = None
    question = Question("r", "？", "retrieval", "dev", (Evidence("甲.txt", ("第一条",), ""),), gold)
    assert answer_measures(question, passage_answer(library), library) == {}
