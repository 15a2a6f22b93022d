"""Both sides of a comparison are about the same thing: versions, places, groups and years of one text."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.figure_options import clauses_of, periods
from kb.answer.version_words import TWO_VERSIONS, without_versions, years_said
from kb.contract import DeadlineFact, TargetFact
from kb.numbers import find_quantities
from tests.small_base import small_service

OLD = """岚山县学生营养餐管理办法（试行）
岚教发〔2019〕3号
第一条 县财政按每生每年50元安排食堂运转经费。
第二条 每餐每个品种留样不少于100克，留样时间不少于48小时。
第三条 学生退餐的，学校应当在15日内退还剩余餐费。
第四条 县审计局每两年审计一次。
第五条 食堂从业人员工资每月不低于1800元。
岚山县教育局
2019年8月1日
"""
NEW = """岚山县学生营养餐管理办法
岚教发〔2023〕8号
第一条 食堂运转经费由县财政按每生每年80元安排，厨师培训另按每人每次200元安排。
第二条 每餐次的每个品种都要留样，留样量不少于125克，在冷藏设备中存放48小时以上。
第三条 学生因故停餐的，学校应在5个工作日内退费。
第四条 县审计局每年审计1次。
第五条 食堂从业人员月工资不低于2400元。
第六条 本办法自2023年9月1日起施行，《岚山县学生营养餐管理办法（试行）》（岚教发〔2019〕3号）同时废止。
岚山县教育局
2023年8月1日
"""
STANDARD = """叙永县办学条件标准
叙教发〔2022〕4号
第一条 班额：小学每班不超过45人，初中每班不超过50人。
第二条 乡村学校中级岗位比例提高到45%，高级岗位比例提高到12%；城区学校中级岗位比例为40%，高级岗位比例为15%。
第三条 县财政教育专项经费2021年为800万元，2025年增加到1500万元。
第四条 教师每年参加交流轮岗的不低于应交流教师的10%，骨干教师不低于交流总数的20%。
叙永县教育局
2022年5月6日
"""
TABLE = """# 古蔺县“十四五”教育规划

## 一、主要指标

| 指标 | 单位 | 2020年基数 | 2025年 |
|---|---|---|---|
| 学前三年毛入园率 | % | 97.5 | 99 |
| 普惠性幼儿园覆盖率 | % | 88.3 | 95 |

## 二、任务

城乡教师交流轮岗比例不低于15%，其中骨干教师占交流人数的30%。高中阶段毛入学率达到97.5%。
"""

SENIOR = """合江县县域普通高中发展提升行动方案
合府办发〔2022〕9号
一、发展目标
到2025年，新入学年级班额不超过52人。
合江县人民政府办公室
2022年4月2日
"""
BOTH = """屏山县办学条件提升方案
屏府办发〔2022〕6号
一、主要目标
到2025年，小学班额控制在45人以内，普通高中新入学年级班额不得超过50人。
屏山县人民政府办公室
2022年3月1日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder: Path = tmp_path_factory.mktemp("comparison")
    files = {"旧办法.txt": OLD, "新办法.txt": NEW, "标准.txt": STANDARD, "规划.md": TABLE}
    files |= {"高中.txt": SENIOR, "条件.txt": BOTH}
    return small_service(folder, extra=files)


def _values(service: Service, question: str) -> list[str]:
    facts = service.ask(question).facts
    return [
        f"{fact.value}{fact.unit}" if isinstance(fact, TargetFact) else fact.as_written
        for fact in facts
        if isinstance(fact, TargetFact | DeadlineFact)
    ]


@pytest.mark.parametrize(
    ("question", "values", "difference"),
    [
        ("岚山营养餐食堂运转经费，试行办法跟新办法差多少钱？", ["50元", "80元"], "30元"),
        ("岚山营养餐的留样量，旧办法和现行办法各是多少？", ["100克", "125克"], "25克"),
        ("岚山县食堂从业人员月工资，2019年的和2023年的分别不低于多少？", ["1800元", "2400元"], "600元"),
        ("县审计局多久审计一次营养餐，岚山新旧办法有没有变？", ["每两年", "每年"], ""),
        ("叙永县小学和初中的班额上限差几人？", ["45人", "50人"], "5人"),
        ("叙永县乡村学校和城区学校高级岗位比例哪个高？", ["12%", "15%"], "3个百分点"),
        ("叙永县财政教育专项经费2021年到2025年涨了多少？", ["800万元", "1500万元"], "700万元"),
        ("古蔺县普惠性幼儿园覆盖率2020年和2025年各是多少，提高几个百分点？", ["88.3%", "95%"], "6.7个百分点"),
        ("教师交流轮岗的比例，古蔺县比叙永县高几个点？", ["15%", "10%"], "5个百分点"),
    ],
)
def test_both_sides_are_found_and_are_of_one_metric(
    service: Service, question: str, values: list[str], difference: str
) -> None:
    answer = service.ask(question)

    assert _values(service, question) == values
    assert difference in answer.text


def test_levels_that_the_question_leaves_open_are_the_same_on_both_sides(service: Service) -> None:
    # 合江's plan names 高中 in its title alone; 小学班额 of 屏山 would be nearer to the bare word 班额
    assert _values(service, "对比合江县和屏山县的班额") == ["52人", "50人"]


def test_a_side_whose_text_is_silent_stays_silent(service: Service) -> None:
    answer = service.ask("高中阶段毛入学率，古蔺县和叙永县各是多少？")

    assert _values(service, "高中阶段毛入学率，古蔺县和叙永县各是多少？") == ["97.5%"]
    assert "叙永县：未提及" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "岚山供餐企业的注册资本，试行办法和新办法各要求多少万元？",
        "叙永县小学和初中的近视率差多少？",
    ],
)
def test_what_neither_side_speaks_of_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).kind == "refusal"


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("食堂运转经费,暂行细则跟新细则差多少钱", "食堂运转经费, 差多少钱"),
        ("退费的时限,2020年的和2023年的办法有什么不同", "退费的时限, 有什么不同"),
        ("旧的评优办法和新的评优办法里公示几天", "评优 评优 公示几天"),
    ],
)
def test_the_names_of_versions_are_no_part_of_what_is_asked(question: str, rest: str) -> None:
    assert TWO_VERSIONS.pattern.search(question)
    assert without_versions(question) == rest


def test_years_may_be_short() -> None:
    assert years_said("18年的和22年的细则各怎么说") == {2018, 2022}
    assert years_said("三年内培训200人") == frozenset()


def test_what_follows_a_condition_belongs_to_its_figure() -> None:
    text = "一学期旷课累计达到20节的，给予警告处分；达到40节的，给予记过处分。"

    first, second = clauses_of(text, find_quantities(text)[-2:])

    assert "警告" in first
    assert "记过" in second
    assert "旷课" in second
    assert "警告" not in second


def test_periods_by_which_something_is_counted() -> None:
    assert periods("一个周期要修的学时") == {"周期"}
    assert periods("其中每学年不少于60学时") == {"学年"}
