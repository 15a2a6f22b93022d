"""A figure of another thing than the one that is asked for is no answer; every statement stands in its quote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.service import Service
from eval.grounding import ungrounded
from kb.answer.figures import figure_in
from kb.answer.focus import thing_asked
from kb.answer.wording import shortened
from kb.contract import TargetFact
from kb.question.model import Question
from kb.text import shares_pair
from tests.small_base import small_service

PLAN = """云岭县人民政府办公室关于印发云岭县学校健康行动方案的通知
云府办发〔2022〕9号
云岭县学校健康行动方案
（2022—2025年）
一、经费
县财政每年安排创建专项资金不少于1800万元。
二、人员
学校配备1名副校长分管住宿工作。教师每年培训不少于40学时。
三、措施
（一）开展监测。
1.每学期开展两次视力监测，监测数据7个工作日内上传健康平台。（牵头单位：县卫生健康局，配合单位：县教育局）
2.2025年8月底前完成教室照明改造，达标率达到100%。（牵头单位：县教育局，配合单位：县财政局）
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("focus"), extra={"云岭.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("每所学校配几名保安", "保安"),
        ("中小学生近视率要控制在多少以内", "近视率"),
        ("一学期的住宿费不超过多少钱", "住宿费"),
        ("创建资金里上级补助有多少万元", "上级补助"),
        ("园长的年龄上限是几岁", "年龄"),
        ("资格证书几年要注册一次", "注册"),
        ("普通高中学费每学期多少元", "学费"),
        ("班额不得超过多少人", ""),
        ("新增多少名学生", ""),
    ],
)
def test_the_thing_that_is_counted_or_measured(question: str, thing: str) -> None:
    start, end = thing_asked(question)
    assert question[start:end] == thing


def test_a_thing_is_named_by_two_of_its_neighbouring_characters() -> None:
    assert shares_pair("近视率", "总体近视率每年下降")
    assert not shares_pair("近视率", "毛入学率达到96%")


@pytest.mark.parametrize(
    "question",
    [
        "云岭县的上级补助有多少万元",
        "云岭县学校要配几名保安",
        "云岭县教研员每年要培训多少学时",
        "云岭县民办学校教师每年培训多少学时",
        "云岭县学生近视率要控制在多少以内",
        "云岭县巩固率要达到多少",
    ],
)
def test_a_figure_of_something_else_is_not_given(service: Service, question: str) -> None:
    assert not [fact for fact in service.ask(question).facts if isinstance(fact, TargetFact)]


def test_the_figure_of_the_thing_itself_is_given(service: Service) -> None:
    facts = service.ask("云岭县每年安排多少万元创建专项资金").facts
    assert [(f.comparator, f.value, f.unit) for f in facts if isinstance(f, TargetFact)] == [
        (">=", "1800", "万元")
    ]


@pytest.mark.parametrize("question", ["云岭县教育局有哪些任务", "云岭县卫生健康局负责哪些任务"])
def test_tasks_of_closing_brackets_are_quoted_with_them(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.facts
    assert ungrounded(answer) == ()


@pytest.mark.parametrize(
    ("sentence", "comparator"),
    [
        ("每年安排资金不少于1800万元", ">="),
        ("每生每年不低于1200万元", ">="),
        ("每年不得高于300万元", "<="),
        ("人数少于300万元", "<="),
    ],
)
def test_a_denied_comparator_is_the_other_one(sentence: str, comparator: str) -> None:
    question = replace(_QUESTION, reading="每年多少万元", topic="资金")
    figure = figure_in(question, sentence)
    assert figure is not None
    assert figure.comparator == comparator


_QUESTION = Question(text="", reading="", language="zh", kind="target", topic="")


def test_a_shortened_text_cuts_no_number_in_two() -> None:
    assert shortened("甲" * 58 + "5.05%", 60) == "甲" * 58 + "……"
    assert shortened("甲" * 40 + "，" + "乙" * 18 + "5.05%", 60) == "甲" * 40 + "……"
    assert shortened("短句，5.05%", 60) == "短句，5.05%"


FEES = "青溪县幼儿园收费管理办法\n第一条 收费应当公示。\n第二条 收取保教费的幼儿园，公示牌工本费每人15元。\n第三条 按月收费。\n"


def test_a_payment_named_right_before_its_figure_is_no_other_payment(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = small_service(tmp_path_factory.mktemp("fees"), extra={"收费.txt": FEES})
    assert "15" not in made.ask("青溪县幼儿园保教费每人多少元？").text
    assert "15元" in made.ask("青溪县幼儿园公示牌工本费每人多少元？").text
