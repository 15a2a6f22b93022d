"""The checker finds what a set claims and its documents do not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.checker import check_set
from eval.dataset import (
    ComparisonGold,
    ComparisonRow,
    DueItem,
    DueListGold,
    PiecesGold,
    ResponsibilityGold,
    TargetGold,
    TargetValue,
)
from tests.eval_world import build, passage_question


def problems(folder: Path, **changes: object) -> list[str]:
    _, library = build(folder)
    question = replace(passage_question(), **changes)  # type: ignore[arg-type]
    return [problem.what for problem in check_set([question], library)]


def value(number: str, deadline: str | None) -> TargetGold:
    return TargetGold((TargetValue("甲市", ">=", number, None, "%", deadline),))


def test_what_stands_in_the_document_is_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    assert problems(tmp_path, gold=value("96", "2025")) == []
    duty = ResponsibilityGold(frozenset({"市财政局"}), frozenset({"市教育局"}), frozenset())
    assert problems(tmp_path, gold=duty) == []


def test_a_wrong_anchor_is_found(tmp_path: Path) -> None:
    evidence = replace(passage_question().evidence[0], anchor="达到97%以上")
    assert problems(tmp_path, evidence=(evidence,)) == ["甲.txt does not hold '达到97%以上'"]


def test_wrong_gold_of_every_kind_is_found(tmp_path: Path) -> None:
    assert problems(tmp_path, gold=value("97", "2025")) == ["the gold '97' does not stand in 甲.txt"]
    assert problems(tmp_path, gold=value("96", "2024")) == ["the gold '2024' does not stand in 甲.txt"]
    for gold, missing in (
        (ResponsibilityGold(frozenset({"市公安局"}), frozenset(), frozenset()), "市公安局"),
        (PiecesGold(("没有的话",)), "没有的话"),
        (DueListGold((DueItem("没有的任务", "2025-12-31"),)), "没有的任务"),
        (ComparisonGold((ComparisonRow("甲市", None, "95", "%"),)), "95"),
    ):
        assert problems(tmp_path, gold=gold) == [f"the gold {missing!r} does not stand in 甲.txt"]


def test_questions_of_absent_documents_are_left_out(tmp_path: Path) -> None:
    evidence = replace(passage_question().evidence[0], document="丙.txt")
    assert problems(tmp_path, evidence=(evidence,)) == []
