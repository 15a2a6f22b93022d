"""The bundled sample: its documents are readable, and every gold piece of its questions stands in them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from eval.dataset import (
    UNMENTIONED,
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

SAMPLE = Path(__file__).resolve().parents[1] / "eval" / "sets" / "sample"
DOCUMENTS = SAMPLE / "documents"
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
NEAR_CHARS = 90
"""A figure has to stand this close to an anchor, so that a value of another sentence does not pass."""
TASK_CHARS = 75
"""A unit named in the body has to stand this close to an anchor of its task list."""


@cache
def questions() -> tuple[Question, ...]:
    return load_questions(SAMPLE / "questions.jsonl")


@cache
def texts() -> dict[str, str]:
    """Squashed text of each document as the program's own readers see it, automatic numbers included."""
    found = {}
    for path in sorted(DOCUMENTS.iterdir()):
        raw = read_file(path)
        parts = [f"{label} {value}" for label, value in raw.fields]
        for block in raw.blocks:
            parts += [block.text, *(" ".join(row) for row in block.rows)]
        found[path.name] = flat("\n".join(parts))
    return found


def flat(text: str) -> str:
    return squash(text).replace("∶", ":")


def places(question: Question) -> list[tuple[str, int, int]]:
    """Document, start and end of every occurrence of every anchor."""
    return [
        (evidence.document, match.start(), match.end())
        for evidence in question.evidence
        for match in re.finditer(re.escape(flat(evidence.anchor)), texts()[evidence.document])
    ]


def is_near(value: str, question: Question) -> bool:
    """The figure, not a part of a longer one, stands around an anchor of the question."""
    pattern = re.compile(rf"(?<![\d.]){re.escape(flat(value))}(?!\d|\.\d)")
    return any(
        pattern.search(texts()[name][max(0, start - NEAR_CHARS) : end + NEAR_CHARS])
        for name, start, end in places(question)
    )


def held(piece: str, question: Question) -> bool:
    return any(flat(piece) in texts()[evidence.document] for evidence in question.evidence)


def test_the_documents_cover_the_formats_and_are_read_without_warning() -> None:
    suffixes = Counter(path.suffix for path in DOCUMENTS.iterdir())
    assert set(suffixes) == {".txt", ".md", ".html", ".docx", ".pdf"}
    assert sum(suffixes.values()) >= 14
    assert {
        path.name: read_file(path).warnings for path in DOCUMENTS.iterdir() if read_file(path).warnings
    } == {}
    assert (
        max(block.page or 0 for block in read_file(DOCUMENTS / "岚江省教育事业发展十四五规划.pdf").blocks)
        >= 3
    )


def test_one_document_is_not_in_unicode() -> None:
    data = (DOCUMENTS / "听湖区推进义务教育优质均衡发展实施方案.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    source = SAMPLE / "sources" / "听湖区推进义务教育优质均衡发展实施方案.gb18030.txt"
    assert flat(data.decode("gb18030")) == flat(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source", sorted((SAMPLE / "sources").glob("*.txt")), ids=lambda path: str(path.name)
)
def test_built_documents_hold_every_line_of_their_source(source: Path) -> None:
    name = source.name.replace(".gb18030", "")
    text = texts()[name if name in texts() else name.removesuffix(".txt")]
    for line in source.read_text(encoding="utf-8").splitlines():
        if line.startswith("#H"):  # the running header is to go
            continue
        for piece in re.sub(r"^(#\w|#{2,3}|-) ?", "", line).strip("|").split("|"):
            assert flat(piece) in text, piece


def test_ids_count_up_and_no_question_comes_twice() -> None:
    assert [q.id for q in questions()] == [f"sample-{n:03d}" for n in range(1, len(questions()) + 1)]
    assert len({(q.question, q.turns) for q in questions()}) == len(questions()) >= 130


def test_every_kind_of_question_is_there_often_enough() -> None:
    categories = Counter(q.category for q in questions())
    assert {name: n for name, n in MINIMUM.items() if categories[name] < n} == {}  # type: ignore[index]
    styles = Counter(q.style for q in questions())
    assert styles["typo"] + styles["colloquial"] + styles["traditional"] >= 12
    assert styles["followup"] >= 6
    assert sum(q.language == "en" for q in questions()) >= 10
    assert 0.4 <= sum(q.split == "dev" for q in questions()) / len(questions()) <= 0.6


def test_only_follow_ups_have_earlier_turns() -> None:
    assert all(bool(q.turns) == (q.style == "followup") for q in questions())


def test_split_follows_the_evidence_documents() -> None:
    assert set(texts()) >= TEST_DOCUMENTS
    for question in questions():
        if question.evidence:
            is_test = any(evidence.document in TEST_DOCUMENTS for evidence in question.evidence)
            assert question.split == ("test" if is_test else "dev"), question.id
    splits = [q.split for q in questions() if not q.evidence]
    assert splits == ["dev" if n % 2 == 0 else "test" for n in range(len(splits))]


def test_every_document_is_asked_about() -> None:
    asked = Counter(evidence.document for q in questions() for evidence in q.evidence)
    assert set(asked) == set(texts())


def test_anchors_stand_in_their_document_below_their_headings() -> None:
    for question in questions():
        assert bool(question.evidence) == question.answerable, question.id
        for evidence in question.evidence:
            text, at = texts()[evidence.document], 0
            assert 0 < len(evidence.anchor) <= 25, question.id
            for heading in evidence.section:
                at = text.find(flat(heading), at)
                assert at >= 0, (question.id, heading)
            assert flat(evidence.anchor) in text[at:], (question.id, evidence.anchor)


@pytest.mark.parametrize("question", questions(), ids=lambda question: str(question.id))
def test_gold_stands_in_the_evidence(question: Question) -> None:
    match question.gold:
        case ResponsibilityGold() as gold:
            pieces = {*gold.lead, *gold.participating, *gold.responsible}
            assert pieces
            assert [piece for piece in pieces if not held(piece, question)] == []
            assert gold.role is None or gold.unit in getattr(gold, gold.role)
        case UnitTasksGold() as gold:
            listed = [*gold.tasks, *gold.optional]
            assert gold.tasks
            assert held(gold.unit, question)
            assert [task.anchor for task in listed if not held(task.anchor, question)] == []
        case TargetGold() as gold:
            for value in gold.values:
                assert is_near(value.value, question), value
                assert (value.value_high is not None) == (value.comparator == "range")
                assert value.value_high is None or is_near(value.value_high, question), value
                assert value.deadline is None or held(value.deadline[:4], question), value
        case DeadlineGold() as gold:
            assert all(is_near_text(due.as_written, question) for due in gold.deadlines)
            assert all(bool(due.deadline) != bool(due.recurrence) for due in gold.deadlines)
        case DueListGold() as gold:
            items = [*gold.items, *gold.optional]
            assert [item.anchor for item in items if not held(item.anchor, question)] == []
            assert all(held((item.deadline or "")[:4], question) for item in items)
        case ComparisonGold() as gold:
            assert len(gold.rows) >= 2
            stated = [row for row in gold.rows if row.value != UNMENTIONED]
            assert [row for row in stated if not is_near(row.value, question)] == []
        case PiecesGold() as gold:
            assert [piece for piece in gold.contains if not held(piece, question)] == []
        case UnanswerableGold() as gold:
            assert gold.missing
        case None:
            pytest.fail("a question of the sample has a gold answer")


def is_near_text(piece: str, question: Question) -> bool:
    return any(
        flat(piece) in texts()[name][max(0, start - NEAR_CHARS) : end + NEAR_CHARS]
        for name, start, end in places(question)
    )


def full_lists() -> list[Question]:
    """Unit task lists that are not restricted to one role."""
    lists = [q for q in questions() if isinstance(q.gold, UnitTasksGold)]
    return [q for q in lists if not re.search(r"牵头的任务|does .* lead", q.question)]


@pytest.mark.parametrize("question", full_lists(), ids=lambda question: str(question.id))
def test_task_lists_miss_no_mention_of_the_unit(question: Question) -> None:
    assert isinstance(question.gold, UnitTasksGold)
    anchors = [flat(task.anchor) for task in (*question.gold.tasks, *question.gold.optional)]
    missed = []
    for name, text in texts().items():
        body_start = text.find("一、")
        for match in re.finditer(rf"(?<!澄州)(?<!桐岭){question.gold.unit}", text):
            around = text[max(0, match.start() - TASK_CHARS) : match.end() + TASK_CHARS]
            if match.start() > body_start and not any(anchor in around for anchor in anchors):
                missed.append((name, around))
    assert missed == []
