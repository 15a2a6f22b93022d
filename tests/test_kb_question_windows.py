"""Months that a question names without a year."""

from __future__ import annotations

import pytest

from kb.question.windows import asked_months


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
