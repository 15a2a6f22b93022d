"""Figures and comparisons as answered, over small invented policies, and the small functions behind them."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer.measures import asked_units
from kb.answer.several import asked_items, expected_count
from kb.contract import Answer, TargetFact
from tests.small_base import small_service

CITY = """绵阳市人民政府办公室关于印发绵阳市学前教育行动计划的通知
绵府办发〔2022〕9号
绵阳市学前教育行动计划
（2022—2025年）
一、发展现状
2021年，全市学前三年毛入园率为91%。
二、总体目标
到2025年，全市学前三年毛入园率达到95%以上，普惠性幼儿园覆盖率达到88%以上，公办园在园幼儿占比达到55%以上。
三、收费
各等级最高限价为：省级示范园每生每月780元，一类园每生每月620元。
新建普通高中学校规模不超过3000人。
配套幼儿园应当自竣工验收合格之日起三个月内移交。
"""
COUNTY = """资阳市人民政府办公室关于印发资阳市学前教育行动计划的通知
资府办发〔2022〕9号
资阳市学前教育行动计划
（2022—2025年）
一、总体目标
到2025年，全市学前三年毛入园率达到92.5%以上。
二、措施
全面消除56人及以上大班额。
配套幼儿园应当自竣工验收合格之日起六个月内移交。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(tmp_path_factory.mktemp("figures"), extra={"绵阳.txt": CITY, "资阳.txt": COUNTY})


def figures(answer: Answer) -> list[tuple[str | None, str, str]]:
    return [(f.region, f.value, f.unit) for f in answer.facts if isinstance(f, TargetFact)]


def test_several_figures_of_one_sentence_are_all_given(service: Service) -> None:
    answer = service.ask("绵阳市的毛入园率和普惠性幼儿园覆盖率分别是多少")
    assert figures(answer) == [("绵阳市", "95", "%"), ("绵阳市", "88", "%")]


def test_one_figure_asked_for_is_the_only_one_given(service: Service) -> None:
    assert figures(service.ask("绵阳市公办园在园幼儿占比要达到多少")) == [("绵阳市", "55", "%")]


def test_what_had_been_reached_is_given_only_to_whom_asks_for_it(service: Service) -> None:
    assert figures(service.ask("绵阳市学前三年毛入园率目标是多少")) == [("绵阳市", "95", "%")]
    assert figures(service.ask("绵阳市2021年学前三年毛入园率是多少")) == [("绵阳市", "91", "%")]


def test_a_price_of_a_list_is_that_of_the_grade_asked_for(service: Service) -> None:
    answer = service.ask("绵阳市一类园最高限价是多少元")
    assert figures(answer)[0] == ("绵阳市", "620", "元")


def test_a_comparison_states_the_difference(service: Service) -> None:
    answer = service.ask("绵阳市和资阳市的学前三年毛入园率谁更高")
    assert answer.kind == "comparison"
    assert answer.text.startswith("绵阳市比资阳市高2.5个百分点。")
    assert figures(answer) == [("绵阳市", "95", "%"), ("资阳市", "92.5", "%")]


def test_a_side_that_speaks_of_something_else_is_silent(service: Service) -> None:
    answer = service.ask("绵阳市和资阳市新建普通高中学校规模各是多少人")
    assert figures(answer) == [("绵阳市", "3000", "人")]
    assert "资阳市：未提及" in answer.text


def test_periods_are_compared_in_their_unit(service: Service) -> None:
    answer = service.ask("绵阳市和资阳市，配套幼儿园应当自竣工验收合格之日起多久内移交，对比一下")
    assert figures(answer) == [("绵阳市", "3", "个月"), ("资阳市", "6", "个月")]
    assert answer.text.startswith("资阳市比绵阳市多3个月。")


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("毛入园率是多少", 1),
        ("毛入园率和普惠率分别是多少", 2),
        ("基地、课程、社团三样分别要立项多少", 3),
        ("四项百分比指标各是多少", 4),
        ("个人最多罚多少钱？单位最多罚多少？", 2),
        ("规划提出了哪些量化指标", 0),
        ("各区有多少所幼儿园", 1),
    ],
)
def test_how_many_figures_a_question_asks_for(question: str, count: int) -> None:
    assert expected_count(question, asked_items(question)) == count


def test_the_things_that_a_question_asks_about_one_by_one() -> None:
    assert asked_items("毛入园率和普惠率分别是多少") == ["毛入园率", "普惠率"]


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("差几个百分点", "%"),
        ("一个班最多收几个娃", "人"),
        ("服务费每学期最高收多少", "元"),
        ("罚几万", "万元"),
        ("一年开几回会", "次"),
        ("宿舍不低于几度", "摄氏度"),
        ("人均多少平米", "平方米"),
    ],
)
def test_the_unit_that_a_question_asks_for(question: str, unit: str) -> None:
    assert unit in asked_units(question)


@pytest.mark.parametrize("question", ["经费占比是多少", "什么时候完成"])
def test_no_unit_of_measure_is_asked_for(question: str) -> None:
    assert "元" not in asked_units(question)
