"""A unit's tasks under a document that the question describes are all that the document gives it."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.contract import ResponsibilityFact
from tests.small_base import small_service

NOTICE = """岭东省教育厅等四部门关于加强中小学图书馆建设与学生阅读工作的通知
岭教〔2024〕7号
一、省教育厅会同省新闻出版局研制推荐书目，2024年9月底前发布。
二、省新闻出版局负责优质数字出版产品供给。
三、省财政厅负责经费保障。
四、省教育厅牵头建立协调机制，省新闻出版局、省财政厅配合。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("unit-tasks"), extra={"通知.txt": NOTICE})


def quotes(service: Service, question: str) -> list[str]:
    answer = service.ask(question)
    assert answer.kind == "unit_tasks"
    facts = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    return [answer.citations[fact.citation - 1].quote for fact in facts]


def test_a_document_described_by_most_of_its_title_gives_all_tasks_of_the_unit(service: Service) -> None:
    found = quotes(service, "中小学图书馆建设与学生阅读的通知给省新闻出版局安排了哪些工作？")
    assert len(found) == 3
    assert all("省新闻出版局" in quote for quote in found)


def test_a_topic_of_few_words_describes_no_document(service: Service) -> None:
    (quote,) = quotes(service, "省财政厅在经费保障上负责哪些工作")
    assert "经费保障" in quote
