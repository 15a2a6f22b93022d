"""A unit's tasks under a document that the question describes are all that the document gives it."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer import duty_focus, measured
from kb.contract import ResponsibilityFact
from tests.small_base import small_service

NOTICE = """岭东省教育厅等四部门关于加强中小学图书馆建设与学生阅读工作的通知
岭教〔2024〕7号
一、省教育厅会同省新闻出版局研制推荐书目，2024年9月底前发布。
二、省新闻出版局负责优质数字出版产品供给。
三、省财政厅负责经费保障。
四、省教育厅牵头建立协调机制，省新闻出版局、省财政厅配合。
"""


SPORT = """云岭县学校体育提升计划
一、重点任务
（一）场地。2025年底前改造运动场12块。（牵头单位：县发展改革局；配合单位：县财政局）
（二）经费。
县级每年安排专项资金300万元。
（县财政局负责）
（三）安全。每学期开展一次演练。（牵头单位：县教育局；责任单位：县公安局）
二、保障
组建教育集团4个。这项工作由县教育局牵头，县财政局参与。
"""
LONG = f"""云岭县校舍安全计划
一、重点任务
（一）校舍排查。每年排查一次。{"排查中发现的问题逐项登记并按期整改到位，" * 24}确保安全。（县住建局负责）
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(
        tmp_path_factory.mktemp("unit-tasks"), extra={"通知.txt": NOTICE, "体育.txt": SPORT, "校舍.txt": LONG}
    )


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


def test_each_task_says_what_is_to_be_done_and_cites_both_the_measure_and_the_names(service: Service) -> None:
    answer = service.ask("云岭县财政局在学校体育提升计划里有哪些任务？")
    lines = [line.split("——")[0] for line in answer.text.split("\n") if line[:2] == "1." or line[:2] == "2."]
    assert lines == [
        "1. 经费：县级每年安排专项资金300万元[1]",
        "1. 场地：2025年底前改造运动场12块[2]",
        "2. 组建教育集团4个[3]",
    ]
    assert [cite.quote for cite in answer.citations] == [
        "（二）经费。\n县级每年安排专项资金300万元。\n（县财政局负责）",
        "（一）场地。2025年底前改造运动场12块。（牵头单位：县发展改革局；配合单位：县财政局）",
        "组建教育集团4个。这项工作由县教育局牵头，县财政局参与。",
    ]


def test_a_measure_too_long_to_quote_is_proved_by_its_opening_and_its_names(service: Service) -> None:
    answer = service.ask("云岭县校舍排查由谁负责？")
    assert answer.text.startswith("责任单位：县住建局[1][2]\n校舍排查：每年排查一次")
    assert [cite.quote for cite in answer.citations] == ["（县住建局负责）", "（一）校舍排查。每年排查一次。"]


def test_whoever_is_responsible_beside_a_leader_takes_part(service: Service) -> None:
    (quote,) = quotes(service, "云岭县公安局参与学校体育提升计划的哪些任务？")
    assert "每学期开展一次演练" in quote


def test_the_general_words_of_a_question_name_no_duty() -> None:
    assert [named.faults() for named in (*duty_focus.RULES, *measured.RULES)] == [(), ()]


def test_a_unit_that_only_names_the_document_is_not_asked_about(service: Service) -> None:
    answer = service.ask("岭东省教育厅等四部门关于中小学图书馆建设的通知中，省财政厅要做哪些事？")
    duties = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    assert len(duties) == 2
    assert all("省财政厅" in (*fact.participating, *fact.responsible) for fact in duties)
