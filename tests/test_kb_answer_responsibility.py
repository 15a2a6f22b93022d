"""Who leads a measure, and by when a task is due, where another sentence of the document shares more words."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.contract import DeadlineFact, ResponsibilityFact
from tests.small_base import empty_service

PLAN = """青石县县中发展行动计划
2022年9月30日
一、任务
（一）稳定教师队伍
新招聘教师实行5年服务期。县人社局会同县教育局适当提高县中教师岗位比例。（牵头单位：县委编办；参加单位：县财政局）
（二）增加编制
核增公办园事业编制120个。（牵头单位：县委编办；配合单位：县教育局）
（三）规范收费
普惠性民办园收费实行政府指导价，最高不得超过公办园收费标准的1.5倍。
"""
RULES = """学校管理制度汇编
第一条 为规范临水五中的管理，制定本汇编。
第二条 学籍管理由教务处牵头，政教处、各年级组配合。
第三条 新生应当在开学之日起20个工作日内完成学籍建档。
第四条 本汇编由学校办公室负责解释，自2023年9月11日起执行，2018年制定的《临水五中管理手册》同时停止使用。
"""
NOTICE = """白云县教育局关于做好2024年招生工作的通知
一、学籍
学籍股完成新生学籍注册，9月30日前完成。
白云县教育局
2024年5月1日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("duties")
    for name, text in {"计划.txt": PLAN, "汇编.txt": RULES, "通知.txt": NOTICE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = empty_service(folder)
    made.add_files(sorted(folder.glob("*.txt")))
    return made


def _duty(service: Service, question: str) -> tuple[list[str], list[str]]:
    answer = service.ask(question)
    facts = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    assert len(facts) == 1, answer.text
    return list(facts[0].lead), list(facts[0].participating)


def test_a_question_about_a_measure_is_answered_by_its_list(service: Service) -> None:
    assert _duty(service, "青石县稳定县中教师队伍这块工作是谁在牵头") == (["县委编办"], ["县财政局"])


def test_the_final_provision_answers_no_other_duty(service: Service) -> None:
    assert _duty(service, "临水五中的学籍归哪个处室牵头管？") == (["教务处"], ["政教处", "各年级组"])
    assert "学校办公室" in service.ask("临水五中的管理制度汇编由谁负责解释？").text


def test_a_school_that_is_named_is_asked_about_alone(service: Service) -> None:
    answer = service.ask("临水五中新生几天之内要完成学籍建档？")
    assert [fact.as_written for fact in answer.facts if isinstance(fact, DeadlineFact)] == [
        "开学之日起20个工作日内"
    ]


def test_a_school_that_no_document_names_gets_no_other_schools_rule(service: Service) -> None:
    assert service.ask("临水一中的学籍归哪个处室牵头管？").kind != "responsibility"


def test_a_duty_whose_measure_names_the_thing_is_answered(service: Service) -> None:
    assert _duty(service, "青石县增加编制由谁牵头？") == (["县委编办"], ["县教育局"])


@pytest.mark.parametrize(
    "question",
    [
        "青石县校园足球由谁牵头？",
        "青石县食堂改造由哪个部门牵头？",
        "青石县心理健康由谁牵头、谁配合？",
    ],
)
def test_who_leads_what_no_document_speaks_of_is_refused(service: Service, question: str) -> None:
    assert not service.ask(question).answered


def test_whether_a_unit_is_on_the_list_is_answered_first(service: Service) -> None:
    assert service.ask("青石县增加编制，县教育局在不在名单里？").text.startswith("县教育局是配合单位。")
