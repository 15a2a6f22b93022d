"""The provinces set: documents in the styles of other places, their questions, and the line between the halves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from eval.dataset import Question, ResponsibilityGold, TargetGold
from tests.question_sets import (
    SETS,
    documents,
    evidence_faults,
    gold_faults,
    lines_lost,
    questions,
    rare_categories,
    reader_warnings,
    sources,
)

NAME = "provinces"
MINIMUM = {
    "responsibility": 17,
    "unit_tasks": 8,
    "target": 23,
    "deadline": 12,
    "due_list": 5,
    "comparison": 6,
    "metadata": 11,
    "passage": 17,
    "unanswerable": 22,
}
"""Of each half."""
HALVES = sorted({path.parent.name for path in documents(NAME).values()})
FIRST_TEST = 1401
"""Number of the first question of the test half."""


def of(split: str) -> tuple[Question, ...]:
    return tuple(q for q in questions(NAME) if q.split == split)


def test_the_documents_cover_the_formats_and_are_read_without_warning() -> None:
    assert {path.suffix for path in documents(NAME).values()} == {".txt", ".md", ".html", ".docx", ".pdf"}
    assert all(sum(path.parent.name == half for path in documents(NAME).values()) >= 13 for half in HALVES)
    assert reader_warnings(NAME) == {}


@pytest.mark.parametrize("source", sources(NAME), ids=lambda path: str(path.name))
def test_built_documents_hold_every_line_of_their_source(source: Path) -> None:
    assert lines_lost(NAME, source) == []


def test_ids_count_up_in_each_half_and_no_question_comes_twice() -> None:
    dev, test = of("dev"), of("test")
    numbers = [*range(1, len(dev) + 1), *range(FIRST_TEST, FIRST_TEST + len(test))]
    assert [q.id for q in (*dev, *test)] == [f"provinces-{n:03d}" for n in numbers]
    assert len({(q.question, q.turns) for q in questions(NAME)}) == len(questions(NAME))


@pytest.mark.parametrize("half", HALVES)
def test_every_kind_of_question_is_there_often_enough(half: str) -> None:
    assert rare_categories(of(half), MINIMUM) == {}
    styles = Counter(q.style for q in of(half))
    assert min(styles[name] for name in ("typo", "colloquial", "traditional")) >= 3
    assert styles["followup"] >= 6
    assert sum(q.language == "en" for q in of(half)) >= 12


def test_only_follow_ups_have_earlier_turns() -> None:
    assert all(bool(q.turns) == (q.style == "followup") for q in questions(NAME))


def test_no_question_mixes_the_halves() -> None:
    for question in questions(NAME):
        folders = {documents(NAME)[evidence.document].parent.name for evidence in question.evidence}
        assert folders <= {question.split}, question.id


def test_every_document_is_asked_about() -> None:
    asked = Counter(evidence.document for q in questions(NAME) for evidence in q.evidence)
    assert {name: asked[name] for name in documents(NAME) if asked[name] < 2} == {}


@pytest.mark.parametrize("question", questions(NAME), ids=lambda question: str(question.id))
def test_evidence_and_gold_stand_in_the_documents(question: Question) -> None:
    assert evidence_faults(NAME, question) == []
    assert gold_faults(NAME, question) == []


def test_the_checks_notice_a_wrong_gold() -> None:
    right = next(q for q in questions(NAME) if isinstance(q.gold, TargetGold))
    assert isinstance(right.gold, TargetGold)
    value = replace(right.gold.values[0], value="99.9")
    assert gold_faults(NAME, replace(right, gold=TargetGold((value,)))) == [value]
    elsewhere = replace(right.evidence[0], section=("第九章 没有的标题",))
    assert evidence_faults(NAME, replace(right, evidence=(elsewhere,)))[0] == "第九章 没有的标题"
    unit = ResponsibilityGold(frozenset({"市没有的局"}), frozenset(), frozenset(), "市没有的局", "none")
    assert gold_faults(NAME, replace(right, gold=unit)) == ["市没有的局", "市没有的局 is lead"]


def test_the_readme_names_every_document() -> None:
    readme = (SETS / NAME / "README.md").read_text(encoding="utf-8")
    assert [name for name in documents(NAME) if name.rsplit(".", 1)[0] not in readme] == []
