"""The bundled sample: its documents are readable, and every gold piece of its questions stands in them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from eval.dataset import Question, UnitTasksGold
from ingest.readers.registry import read_file
from tests.question_sets import (
    SETS,
    documents,
    evidence_faults,
    flat,
    gold_faults,
    lines_lost,
    questions,
    rare_categories,
    reader_warnings,
    sources,
    texts,
)

NAME = "sample"
MINIMUM = {
    "responsibility": 15,
    "unit_tasks": 10,
    "target": 25,
    "deadline": 10,
    "due_list": 8,
    "comparison": 10,
    "metadata": 12,
    "passage": 20,
    "unanswerable": 25,
}
TEST_DOCUMENTS = {
    "桐岭县教育提质三年行动任务分工方案.docx",
    "岚江省实施义务教育法办法(2020-09-25).md",
    "澄州市第三中学学生作息与手机管理规定.docx",
    "桐岭县消除大班额专项规划.txt",
    "澄州市现代职业教育产教融合实施方案.pdf",
    "澄州市近视防控和体质健康促进工作方案.docx",
    "桐岭县中小学校园食品安全和营养改善工作意见.txt",
}
"""The half that no rule is tuned on; a question is test when any of its evidence stands in one of these."""
FIRST_PART = 182
"""Questions up to this number are halved between dev and test; the later ones are all dev."""
TASK_CHARS = 75
"""A unit named in the body has to stand this close to an anchor of its task list."""


def test_the_documents_cover_the_formats_and_are_read_without_warning() -> None:
    suffixes = Counter(path.suffix for path in documents(NAME).values())
    assert set(suffixes) == {".txt", ".md", ".html", ".docx", ".pdf"}
    assert sum(suffixes.values()) >= 14
    assert reader_warnings(NAME) == {}
    plan = read_file(documents(NAME)["岚江省教育事业发展十四五规划.pdf"])
    assert max(block.page or 0 for block in plan.blocks) >= 3


def test_one_document_is_not_in_unicode() -> None:
    data = documents(NAME)["听湖区推进义务教育优质均衡发展实施方案.txt"].read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    source = SETS / NAME / "sources" / "听湖区推进义务教育优质均衡发展实施方案.gb18030.txt"
    assert flat(data.decode("gb18030")) == flat(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize("source", sources(NAME), ids=lambda path: str(path.name))
def test_built_documents_hold_every_line_of_their_source(source: Path) -> None:
    assert lines_lost(NAME, source) == []


def test_ids_count_up_and_no_question_comes_twice() -> None:
    asked = questions(NAME)
    numbers = [int(q.id.removeprefix("sample-")) for q in asked]
    assert numbers[:FIRST_PART] == [*range(1, FIRST_PART + 1)]
    assert numbers == sorted(set(numbers))
    assert all(q.split == "dev" for q in asked[FIRST_PART:])
    assert len({(q.question, q.turns) for q in asked}) == len(asked) >= 130


def test_every_kind_of_question_is_there_often_enough() -> None:
    assert rare_categories(questions(NAME), MINIMUM) == {}
    styles = Counter(q.style for q in questions(NAME))
    assert styles["typo"] + styles["colloquial"] + styles["traditional"] >= 12
    assert styles["followup"] >= 6
    assert sum(q.language == "en" for q in questions(NAME)) >= 10
    assert 0.4 <= sum(q.split == "dev" for q in questions(NAME)[:FIRST_PART]) / FIRST_PART <= 0.6


def test_only_follow_ups_have_earlier_turns() -> None:
    assert all(bool(q.turns) == (q.style == "followup") for q in questions(NAME))


def test_split_follows_the_evidence_documents() -> None:
    assert set(documents(NAME)) >= TEST_DOCUMENTS
    for question in questions(NAME):
        if question.evidence:
            is_test = any(evidence.document in TEST_DOCUMENTS for evidence in question.evidence)
            assert question.split == ("test" if is_test else "dev"), question.id
    splits = [q.split for q in questions(NAME)[:FIRST_PART] if not q.evidence]
    assert splits == ["dev" if n % 2 == 0 else "test" for n in range(len(splits))]


def test_every_document_is_asked_about() -> None:
    asked = Counter(evidence.document for q in questions(NAME) for evidence in q.evidence)
    assert set(asked) == set(documents(NAME))


@pytest.mark.parametrize("question", questions(NAME), ids=lambda question: str(question.id))
def test_evidence_and_gold_stand_in_the_documents(question: Question) -> None:
    assert evidence_faults(NAME, question) == []
    assert gold_faults(NAME, question) == []


def full_lists() -> list[Question]:
    """Unit task lists that are not restricted to one role."""
    lists = [q for q in questions(NAME) if isinstance(q.gold, UnitTasksGold)]
    return [q for q in lists if not re.search(r"牵头的任务|does .* lead", q.question)]


@pytest.mark.parametrize("question", full_lists(), ids=lambda question: str(question.id))
def test_task_lists_miss_no_mention_of_the_unit(question: Question) -> None:
    assert isinstance(question.gold, UnitTasksGold)
    anchors = [flat(task.anchor) for task in (*question.gold.tasks, *question.gold.optional)]
    missed = []
    for name, text in texts(NAME).items():
        body_start = text.find("一、")
        for match in re.finditer(rf"(?<!澄州)(?<!桐岭){question.gold.unit}", text):
            around = text[max(0, match.start() - TASK_CHARS) : match.end() + TASK_CHARS]
            if match.start() > body_start and not any(anchor in around for anchor in anchors):
                missed.append((name, around))
    assert missed == []
