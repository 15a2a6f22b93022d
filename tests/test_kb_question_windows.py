"""Months that a question names without a year."""

from __future__ import annotations

import pytest

from kb.dates import find_times
from kb.question.windows import asked_days, asked_months, asked_windows


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("台账上6月份到期的工作", [("06-01", "06-31")]),
        ("八月份要交账的有哪些", [("08-01", "08-31")]),
        ("今年5月底要办成什么", [("05-01", "05-31")]),
        ("6月底以前要完成的任务", [("01-01", "06-31")]),
        ("9月以后还有什么任务", [("09-01", "12-31")]),
        ("3月到5月的安排", [("03-01", "05-31")]),
        ("第三季度要办完哪些事", [("07-01", "09-31")]),
        ("下半年的任务", [("07-01", "12-31")]),
        ("2025年6月的任务", []),
        ("6月15日的考试", []),
    ],
)
def test_months_without_a_year(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(window.first, window.last) for window in asked_months(text)] == spans


def test_a_window_without_a_year_holds_days_of_any_year() -> None:
    (june,) = asked_months("6月份的工作")
    assert june.holds("2025-06-30")
    assert june.holds("2024-06-01")
    assert not june.holds("2025-07-01")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8月下旬有哪些要办的事", [("08-21", "08-31")]),
        ("9月10日到20日有哪些日子", [("09-10", "09-20")]),
        ("9月28日至10月8日的安排", [("09-28", "10-08")]),
        ("9月15日前要交什么", [("01-01", "09-15")]),
        ("9月15日以后还有什么", [("09-15", "12-31")]),
        ("2025年9月10日", []),
        ("9月份的任务", []),
    ],
)
def test_days_without_a_year(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(window.first, window.last) for window in asked_days(text)] == spans


def test_months_of_a_year_begin_with_the_first_one() -> None:
    text = "2024年9月到12月哪些事到期"
    (window,) = asked_windows(text, find_times(text))
    assert (window.first, window.last) == ("2024-09-01", "2024-12-31")
