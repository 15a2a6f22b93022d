"""A figure of a sibling (another level, class, act or year) never answers; the figure itself does."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.heads import asked_head
from kb.answer.measures import unit_fits, units_asked
from kb.answer.siblings import is_sibling
from kb.contract import TargetFact
from kb.question.model import Question
from tests.small_base import small_service

PLAN = """云岭县“十四五”学前与基础教育规划
云府发〔2021〕9号
一、目标
2020年，学前三年毛入园率为88.5%。到2023年，学前三年毛入园率达到90%。到2025年，学前三年毛入园率达到94%以上。
初中专任教师本科以上学历比例达到96%。乡镇小学班额不超过40人。
二、任务
“十四五”期间新建幼儿园12所，新增幼儿园学位3600个，其中2022年新增900个。完成配套幼儿园移交5所。
三、培训
校长每年培训不少于30学时，骨干教师每年培训不少于60学时。
"""
OLD = """云岭县校车管理规定（试行）
云教发〔2018〕3号
第一条 校车每半年检验一次。
第二条 校车运营补贴标准为每车每年1万元。
云岭县教育局
2018年8月1日
"""
NEW = """云岭县校车安全管理办法
云教发〔2024〕6号
第一条 校车每三个月检验一次。
第二条 校车运营补贴标准为每车每年2万元。
第三条 本办法自2024年5月1日起施行，《云岭县校车管理规定（试行）》（云教发〔2018〕3号）同时废止。
云岭县教育局
2024年4月1日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("siblings")
    return small_service(folder, extra={"规划.txt": PLAN, "旧规定.txt": OLD, "新办法.txt": NEW})


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("初中班额", "乡镇小学班额"),
        ("高中教师研究生学历比例", "初中教师研究生学历比例"),
        ("二等奖学金", "一等每人"),
        ("科技类培训机构的收费", "学科类培训每课时"),
        ("新建幼儿园", "小区配套幼儿园移交"),
        ("初中新生网上报名", "小学一年级新生网上报名"),
        ("B级食堂", "A级食堂比例"),
    ],
)
def test_a_sibling_is_told_from_the_thing_asked_for(asked: str, own: str) -> None:
    assert is_sibling(asked, own)
    assert not is_sibling(asked, asked)


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("小学班额", "义务教育学校班额"),
        ("高中毛入学率", "高中阶段毛入学率"),
        ("初中生近视率", "中小学生近视率"),
        ("那一类教师的补助", "四类每人每月"),
        ("新增学位", "新建幼儿园提供学位"),
        ("幼儿园毛入园率", "学前三年毛入园率"),
        ("教师培训", "县城乡建设局组织教师培训"),
    ],
)
def test_what_holds_or_may_hold_the_thing_is_no_sibling(asked: str, own: str) -> None:
    assert not is_sibling(asked, own)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("普通高中的统招线是多少分", "统招线"),
        ("校际差异系数要控制到多少以内", "系数"),
        ("学生近视率要控制在多少以内", "近视率"),
        ("每班不超过多少人", ""),
        ("计划新增多少义务教育学位", ""),
        ("毛入园率和普惠率分别是多少", ""),
    ],
)
def test_the_head_is_the_thing_measured(question: str, head: str) -> None:
    assert asked_head(question) == head


def values(service: Service, question: str) -> list[str]:
    return [f"{f.value}{f.unit}" for f in service.ask(question).facts if isinstance(f, TargetFact)]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云岭县学前三年毛入园率目标是多少？", "94%"),
        ("云岭县2023年学前三年毛入园率目标是多少？", "90%"),
        ("云岭县“十四五”新增幼儿园学位多少个？", "3600个"),
        ("云岭县乡镇小学班额不超过多少人？", "40人"),
        ("云岭县骨干教师每年培训不少于多少学时？", "60学时"),
        ("云岭县校车运营补贴每车每年多少元？", "2万元"),
    ],
)
def test_the_figure_of_the_time_and_the_whole_that_is_asked_for(
    service: Service, question: str, value: str
) -> None:
    assert values(service, question)[:1] == [value]


@pytest.mark.parametrize(
    "question",
    [
        "云岭县高中专任教师本科以上学历比例要达到多少？",
        "云岭县乡镇初中班额不超过多少人？",
        "云岭县要撤并多少所幼儿园？",
    ],
)
def test_a_figure_of_a_sibling_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).kind == "refusal"


def test_two_years_of_one_place_are_set_side_by_side(service: Service) -> None:
    answer = service.ask("云岭县学前三年毛入园率目标，2025年比2023年高几个百分点？")
    assert answer.kind == "comparison"
    assert "4个百分点" in answer.text
    assert values(service, answer.question) == ["90%", "94%"]


def test_a_repealed_document_is_an_older_version(service: Service) -> None:
    answer = service.ask("云岭县校车运营补贴，新旧两个文件各是多少？")
    assert answer.kind == "comparison"
    assert values(service, answer.question) == ["1万元", "2万元"]
    statuses = {cite.source: cite.status for cite in answer.citations}
    assert statuses["旧规定.txt"] == "superseded"
    assert statuses["新办法.txt"] != "superseded"


@pytest.mark.parametrize(
    ("text", "unit", "fits"),
    [
        ("how many hours of training must a teacher take", "学时", True),
        ("how many hours of training must a teacher take", "人", False),
        ("how much is a driver paid", "周岁", False),
        ("what is the myopia rate", "次", False),
    ],
)
def test_units_of_english_questions(text: str, unit: str, fits: bool) -> None:
    question = Question(text=text, reading="", language="en", kind="target", topic="")
    assert unit_fits(unit, units_asked(question)) == fits


def test_a_unit_may_be_scaled_but_is_no_other_unit() -> None:
    assert unit_fits("万套", frozenset({"套"}))
    assert not unit_fits("平方米", frozenset({"米"}))
