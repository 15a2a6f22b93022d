"""Questions about laws: two things compared, two questions in one, fines with lists, brackets, offices one turns to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.service import Service
from ingest.facts.extract import extract_facts
from kb.acts import acts_in
from kb.answer.brackets import brackets_in
from kb.answer.items import items_of
from kb.answer.measures import asked_units
from kb.answer.parts import parts_of
from kb.contract import Answer, DeadlineFact, ResponsibilityFact, TargetFact
from kb.dates import find_times
from kb.numbers import find_quantities
from kb.unit_finder import find_units
from tests.facts_help import drafts_of
from tests.small_base import small_service

LIBRARY_LAW = """中华人民共和国书屋法
（2021年3月1日第十三届全国人民代表大会常务委员会第三十次会议通过）
第一章 总则
第一条 为了发展书屋事业，制定本法。
第二条 国务院文化、教育部门会同国务院有关部门建立书屋协调机制。
第二章 评审
第三条 一级书屋评审委员会组成人员应当不少于七人。二级书屋评审委员会组成人员应当不少于五人。
第四条 读者对书屋处理决定不服的，可以自收到决定之日起二十一日内申请复核。
第五条 管理员受警告的期间为六个月；受记过的期间为十二个月。
第六条 任何人发现书屋违法经营的，有权向县级以上人民政府文化行政部门举报。
第七条 书屋主管部门收到意见，应当予以登记，并区分情况，在15日内分别处理。
第三章 法律责任
第八条 书屋违反本法规定，有下列行为之一的，责令改正，处三千元以上三万元以下罚款：
（一）擅自拆除书架的；
（二）向读者收取押金的。
第九条 擅自经营书屋，违法所得不足一万元的，处五百元以上二千元以下罚款；违法所得一万元以上的，处违法所得二倍以上五倍以下罚款。
"""
LEAVE_RULES = """书屋职工休假条例
（2019年5月1日国务院令第999号公布）
第一条 为了维护书屋职工休息权利，制定本条例。
第二条 职工累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天；已满20年的，年休假15天。
第三条 职工对休假安排不服的，可以自收到安排之日起10日内申请复核。
第四条 书屋保管员年龄应当在25周岁以上、不超过60周岁。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(
        tmp_path_factory.mktemp("laws"), extra={"书屋法.txt": LIBRARY_LAW, "休假.txt": LEAVE_RULES}
    )


def said(answer: Answer) -> list[tuple[str, str]]:
    """(value, unit) of the figures and (time, "") of the times, in order."""
    return [
        (fact.value, fact.unit) if isinstance(fact, TargetFact) else (fact.as_written, "")
        for fact in answer.facts
        if isinstance(fact, TargetFact | DeadlineFact)
    ]


def test_two_kinds_in_one_law_are_compared_with_their_difference(service: Service) -> None:
    answer = service.ask("一级书屋评审委员会和二级书屋评审委员会的组成人员，最少人数差几个？")
    assert (answer.kind, said(answer)) == ("comparison", [("7", "人"), ("5", "人")])
    assert "多2人" in answer.text
    spans = service.ask("书屋管理员受警告和受记过，期间各多长，差几个月？")
    assert said(spans) == [("6", "个月"), ("12", "个月")]


def test_two_laws_of_one_region_are_told_apart_by_their_names(service: Service) -> None:
    answer = service.ask("申请复核的期限，书屋法和书屋职工休假条例各是几天？")
    assert said(answer) == [("21", "日"), ("10", "日")]
    assert "《中华人民共和国书屋法》" in answer.text


def test_a_question_that_asks_twice_gets_two_figures(service: Service) -> None:
    answer = service.ask("擅自经营书屋，违法所得不足一万元的罚多少，一万元以上的罚几倍？")
    assert said(answer) == [("500", "元"), ("2", "倍")]


def test_a_fine_is_found_by_the_conduct_that_its_list_names(service: Service) -> None:
    answer = service.ask("书屋向读者收取押金的，罚款多少？")
    assert said(answer)[0] == ("3000", "元")
    assert any("押金" in cite.quote for cite in answer.citations)


def test_the_bracket_that_holds_the_asker_answers(service: Service) -> None:
    answer = service.ask("书屋职工我工作12年了，一年能休几天年休假？")
    assert said(answer)[:1] == [("10", "天")]


def test_whom_one_turns_to_is_the_office_that_is_named(service: Service) -> None:
    answer = service.ask("发现书屋违法经营，该向谁举报？")
    (fact,) = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    assert fact.responsible == ("县级以上人民政府文化行政部门",)


@pytest.mark.parametrize(
    ("reading", "labels"),
    [
        ("硕士和博士的学位答辩委员会，最少人数差几个", ("硕士", "博士的学位答辩委员会")),
        ("甲证的有效期和乙证的有效期哪个长", ("甲证的有效期", "乙证的有效期")),
        ("和谐校园怎么创建", ()),
    ],
)
def test_the_two_things_of_a_comparison_are_read(reading: str, labels: tuple[str, ...]) -> None:
    assert tuple(item.label for item in items_of(reading)) == labels


@pytest.mark.parametrize(
    ("reading", "parts"),
    [
        ("书屋几天内答复？延长的话最多多少天？", ("书屋几天内答复", "延长的话最多多少天")),
        ("班额不超过多少人", ()),
    ],
)
def test_a_question_falls_into_the_parts_that_ask(reading: str, parts: tuple[str, ...]) -> None:
    assert parts_of(reading) == parts


def test_brackets_have_a_low_and_a_high_end() -> None:
    (bracket,) = brackets_in("已满10年不满20年的，年休假10天")
    assert (bracket.low, bracket.high, bracket.unit) == (Decimal(120), Decimal(240), "个月")
    assert bracket.holds(Decimal(144))
    assert not bracket.holds(Decimal(12))
    assert brackets_in("年休假10天") == ()


def test_days_are_counted_or_dated() -> None:
    assert [q.value for q in find_quantities("自受理之日起30日内办结")] == ["30"]
    assert find_quantities("9月30日以前") == ()
    assert find_times("工作满20年的", two_digit_years=True) == ()


def test_people_by_their_office_are_counted_in_persons() -> None:
    assert "人" in asked_units("最多派几个代表")
    assert asked_units("要建几个中心") == {"个"}


def test_departments_of_the_state_council_are_named_whole() -> None:
    units = [unit.surface for unit in find_units("国务院教育、公安部门会同国务院有关部门建立机制")]
    assert units == ["国务院教育", "公安", "国务院有关部门"]


def test_turning_to_an_office_is_an_act_of_its_own() -> None:
    (act,) = [act for act in acts_in("家长有权向县教育局投诉。") if act.via == "recipient"]
    assert act.who == ("县教育局",)
    assert not [act for act in acts_in("学校面向社会招生。") if act.via == "recipient"]


def test_a_task_within_days_keeps_who_has_to_do_it(tmp_path: Path) -> None:
    path = tmp_path / "法.txt"
    path.write_text(LIBRARY_LAW, encoding="utf-8")
    (draft,) = drafts_of(path)
    tasks = [fact.task for fact in extract_facts(draft).deadlines if fact.as_written == "15日内"]
    assert tasks == ["书屋主管部门收到意见，应当予以登记，并区分情况，分别处理"]
