"""What no document writes, the names of schools, and everyday words in what is looked up for a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.absent import nothing_written
from kb.answer.engine import Answerer
from kb.answer.evidence import Evidence
from tests.small_base import small_service

RULES = """白塔市云岭中心小学日常管理办法
第一条 学生因故需要延缓入学的，由监护人提出申请，学校不得以任何理由劝退学生。
第二条 课后服务每生每学期收费360元，家庭经济困难学生免收。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("absent")
    return small_service(folder, extra={"云岭.txt": RULES})


def evidence(service: Service, question: str) -> Evidence:
    return Answerer(service.base.corpus, service.base.index).evidence(question)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("云岭中心小学有外教吗", True),
        ("云岭中心小学校车几点发车", True),
        ("云岭中心小学能把娃撵走吗", False),
        ("云岭中心小学课后服务要多少钱", False),
    ],
)
def test_a_topic_that_nobody_writes_about(service: Service, question: str, absent: bool) -> None:
    assert nothing_written(evidence(service, question)) is absent


def test_the_school_chooses_the_document_and_is_no_topic(service: Service) -> None:
    found = evidence(service, "云岭中心小学的课后服务收费")
    (document,) = [d.id for d in service.base.corpus.documents.values() if "云岭" in d.metadata.title]
    assert found.documents == {document}
    assert found.topic == "的课后服务收费"


def test_everyday_words_are_met_by_written_ones(service: Service) -> None:
    found = evidence(service, "云岭中心小学能把学生撵走吗")
    assert "撵走" in found.terms
    assert found.coverage(frozenset({"劝退", "学生"})) == pytest.approx(1.0)
    assert found.coverage(frozenset({"学生"})) < 1.0
    assert "劝退" in found.search_text
