from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.dates import find_times, iso_date, last_day, plan_years, years_covered
from kb.rules import Rule
from kb.time_rules import RULES


@pytest.mark.parametrize("named", RULES, ids=lambda item: item.name)
def test_rule_matches_its_example_and_not_its_counter_example(named: Rule) -> None:
    assert named.faults() == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆市人民政府办公厅2018年6月13日", "2018-06-13"),
        ("二〇一八年六月十三日", "2018-06-13"),
        ("二○二三年十一月三十日", "2023-11-30"),
        ("发布日期:2018-06-18重庆", "2018-06-18"),
        ("2018/6/8", "2018-06-08"),
        ("２０１８年６月３日", "2018-06-03"),
        ("2018 年 6 月 13 日", "2018-06-13"),
        ("二〇二四年十二月二十一日", "2024-12-21"),
        ("2018.13.40", None),
        ("2018年6月", None),
        ("", None),
    ],
)
def test_iso_date_reads_the_first_complete_date(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“十四五”学前教育发展提升行动计划", (2021, 2025)),
        ("教育事业发展“十三五”规划", (2016, 2020)),
        ("十五五规划", (2026, 2030)),
        ("第三个五年计划", (1966, 1970)),
        ("实施方案（2020—2022年）", (2020, 2022)),
        ("行动计划(2021-2023年)", (2021, 2023)),
        ("二〇二一年至二〇二五年规划", (2021, 2025)),
        ("中国教育现代化2035", None),
        ("二五", None),
    ],
)
def test_years_covered_by_a_title(text: str, expected: tuple[int, int] | None) -> None:
    assert years_covered(text) == expected


@pytest.mark.parametrize(
    ("ordinal", "years"),
    [("一", (1953, 1957)), ("二", (1958, 1962)), ("十", (2001, 2005)), ("十四", (2021, 2025))],
)
def test_plan_years(ordinal: str, years: tuple[int, int]) -> None:
    assert plan_years(ordinal) == years


@pytest.mark.parametrize(
    ("text", "as_written", "kind", "value"),
    [
        ("在2022年底前，完善制度", "2022年底前", "deadline", "2022-12-31"),
        ("2012年10月底前", "2012年10月底前", "deadline", "2012-10-31"),
        ("确保到2025年达到", "到2025年", "deadline", "2025"),
        ("2022年6月30日前制定方案", "2022年6月30日前", "deadline", "2022-06-30"),
        ("2024年5月20日前报送", "2024年5月20日前", "deadline", "2024-05-20"),
        ("2025年前完成", "2025年前", "deadline", "2025"),
        ("2023年秋季学期前完成", "2023年秋季学期前", "deadline", "2023-08-31"),
        ("2023年秋季学期起实施", "2023年秋季学期起", "start", "2023-09"),
        ("截至2024年2月底", "截至2024年2月底", "deadline", "2024-02-29"),
        ("2024年第一季度完成", "2024年第一季度", "period", "2024-03-31"),
        ("二〇二五年底前", "二〇二五年底前", "deadline", "2025-12-31"),
        ("“十四五”期间新建", "“十四五”期间", "period", "2025"),
        ("到“十四五”末，达到", "到“十四五”末", "deadline", "2025"),
        ("2023—2024学年", "2023—2024学年", "period", "2024"),
        ("从2022年起实行", "从2022年起", "start", "2022"),
        ("5年内（从2012年起）全部达标", "5年内（从2012年起）", "relative", "2016"),
        ("从2012年起，用三年时间", "从2012年起，用三年时间", "relative", "2014"),
        ("应在自受理之日起30日内答复", "自受理之日起30日内", "relative", None),
        ("并于5个工作日内答复", "5个工作日内", "relative", None),
        ("应当提前3个月办理", "提前3个月", "relative", None),
        ("应当在考试前六十日公告", "考试前六十日", "relative", None),
        ("有效期届满6个月前提出申请", "6个月前", "relative", None),
        ("经协调超过60日未达成一致", "超过60日", "relative", None),
        ("每学年开学前检查校舍", "每学年开学前", "recurrence", None),
        ("每月10日前报送", "每月10日前", "recurrence", None),
        ("报名时间为2023年3月1日至5日", "2023年3月1日至5日", "period", "2023-03-05"),
        ("自2022年3月1日至12月31日", "自2022年3月1日至12月31日", "period", "2022-12-31"),
        ("立即整改", "立即", "relative", None),
        ("原则上每三年调整一次", "每三年", "recurrence", None),
        ("每学期开展一次自评", "每学期", "recurrence", None),
        ("每3—5年一个周期", "每3—5年", "recurrence", None),
        ("五年一周期360学时", "五年一周期", "recurrence", None),
        ("常年坚持", "常年坚持", "recurrence", None),
        ("每年6月30日前报送", "每年6月30日前", "recurrence", None),
    ],
)
def test_find_times_reads_kind_and_value(text: str, as_written: str, kind: str, value: str | None) -> None:
    (time,) = find_times(text)
    assert (time.as_written, time.kind, time.value) == (as_written, kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "渝教发〔2020〕14号",
        "3—6岁儿童",
        "三年行动计划",
        "四年级学生",
        "工作满三年的教师",
        "2024级新生",
        "学前三年毛入园率",
        "目前三个月",
        "",
    ],
)
def test_find_times_leaves_other_numbers_alone(text: str) -> None:
    assert find_times(text) == ()


def test_a_day_without_year_takes_the_year_named_before_it() -> None:
    times = find_times("2024年9月开展自查，12月31日前报送", context_year=2020)
    assert [time.value for time in times] == ["2024-09", "2024-12-31"]


def test_a_day_without_any_year_takes_the_context_year_or_stays_undated() -> None:
    (time,) = find_times("6月30日前报送", context_year=2023)
    assert (time.as_written, time.kind, time.value) == ("6月30日前", "deadline", "2023-06-30")
    assert find_times("明年3月底前报送", context_year=2023)[0].value == "2024-03-31"
    assert find_times("6月30日前报送")[0].value is None


def test_two_digit_years_are_read_only_where_asked() -> None:
    assert find_times("25年底前要完成哪些任务") == () or find_times("25年底前")[0].value is None
    (time,) = find_times("25年毛入园率要达到多少", two_digit_years=True)
    assert (time.as_written, time.value) == ("25年", "2025")
    (time,) = find_times("25年底要完成哪些任务", two_digit_years=True)
    assert time.value == "2025-12-31"


def test_a_period_states_its_first_year() -> None:
    (time,) = find_times("2020—2022年建设")
    assert (time.value_from, time.value, time.last_day) == ("2020", "2022", "2022-12-31")


@pytest.mark.parametrize(
    ("value", "day"), [("2025", "2025-12-31"), ("2024-02", "2024-02-29"), ("2025-06-30", "2025-06-30")]
)
def test_last_day(value: str, day: str) -> None:
    assert last_day(value) == day


@given(st.text(alphabet="在到2025年底前十四五“”期间每三学，6月30日前（从起）内逐长-—第", max_size=40))
def test_times_are_verbatim_ordered_and_apart(text: str) -> None:
    times = find_times(text, context_year=2024)
    for time in times:
        assert text[time.start : time.end] == time.as_written
        assert time.value is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", time.value)
    assert all(one.end <= other.start for one, other in pairwise(times))


def test_the_first_year_of_junior_school_is_no_start_of_a_year() -> None:
    assert [time.as_written for time in find_times("2024年初一打算招多少学生")] == ["2024年"]
    assert [time.as_written for time in find_times("2024年初完成招生")] == ["2024年初"]
