"""A day of another school year or term answers no question about the one that is named."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer.terms_of_year import in_terms, terms_asked
from kb.contract import DeadlineFact
from tests.small_base import small_service

CALENDAR = """# 兴文县2025—2026学年中小学校历

兴教发〔2025〕21号

兴文县教育局

2025年6月20日

| 学段 | 学期 | 开学时间 | 放假时间 |
|---|---|---|---|
| 小学、初中 | 第一学期 | 2025年9月1日 | 2026年1月24日 |
| 小学、初中 | 第二学期 | 2026年3月2日 | 2026年7月11日 |
| 普通高中 | 第一学期 | 2025年8月25日 | 2026年1月31日 |
| 普通高中 | 第二学期 | 2026年2月26日 | 2026年7月18日 |

隐患分级处理：一般隐患7日内整改，较大隐患30日内整改。

第三条 学校应当于每年9月15日前申报下一年度的维修项目。
"""
MINUTES = """兴文县中考组考工作协调会议纪要
兴教纪要〔2025〕4号
2025年4月20日，副县长李明在县政府第二会议室主持召开协调会，研究中考组考工作。
一、中考成绩7月4日公布。
兴文县教育局
2025年4月28日
"""
OLD = """兴文县校舍维修管理办法
兴教发〔2024〕6号
第一条 学校应当于每年9月15日前申报下一年度的维修项目。
兴文县教育局
2024年3月1日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    files = {"校历.md": CALENDAR, "纪要.txt": MINUTES, "办法.txt": OLD}
    return small_service(tmp_path_factory.mktemp("terms"), extra=files)


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("兴文县普通高中2025年秋季哪天开学？", "2025年8月25日"),
        ("兴文县小学第二学期哪天放假？", "2026年7月11日"),
        ("兴文县2025—2026学年初中第一学期哪天开学", "2025年9月1日"),
        ("兴文县一般隐患几日内要整改完？", "7日内"),
        ("兴文县较大隐患多少日内整改？", "30日内"),
        ("兴文县中考成绩几号公布？", "7月4日"),
        ("兴文县新办法规定学校每年几月几号前申报维修项目？", "每年9月15日前"),
    ],
)
def test_the_day_that_is_asked_for_comes_first(service: Service, question: str, time: str) -> None:
    facts = service.ask(question).facts
    assert isinstance(facts[0], DeadlineFact)
    assert facts[0].as_written == time


def test_the_name_of_the_column_proves_what_the_day_is_of(service: Service) -> None:
    answer = service.ask("兴文县普通高中2025年秋季哪天开学？")
    assert any("开学时间" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["兴文县2026—2027学年小学哪天开学？", "兴文县小学2026年秋季哪天开学？"])
def test_another_school_year_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).kind in ("refusal", "passage")
    assert not service.ask(question).facts


def test_who_chaired_a_meeting_is_told_by_the_minutes(service: Service) -> None:
    answer = service.ask("兴文县中考组考协调会是谁主持的，在哪里开的？")
    assert answer.kind == "metadata"
    assert "李明" in answer.text
    assert "第二会议室" in answer.text


def test_terms() -> None:
    (year,) = terms_asked("2026—2027学年哪天开学")
    assert year.holds("2026-09-01")
    assert year.holds("2027-07-10")
    assert not year.holds("2026-03-02")
    assert in_terms("2025年哪天开学", "2030-01-01")
    assert terms_asked("2021—2025年规划") == ()
