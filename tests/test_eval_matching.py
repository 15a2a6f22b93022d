"""When two ways of writing the same thing are the same, and when they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import (
    holds,
    same_names,
    same_recurrence,
    same_region,
    same_time,
    same_unit,
    same_value,
    squash,
)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("96", "96.0", True),
        ("９６", "96", True),
        ("1:12.5", "1∶12.50", True),
        ("12.5:1", "1:12.5", False),
        ("3,000", "3000", True),
        ("", "0", False),
        ("2/3", "2/3", True),
        ("三", "3", True),
    ],
)
def test_values(left: str, right: str, same: bool) -> None:
    assert same_value(left, right) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("綦江区", "重庆市綦江区", True),
        ("綦江", "綦江区", True),
        ("广元市", "綦江区", False),
        (None, None, True),
        (None, "广元市", False),
    ],
)
def test_regions(left: str | None, right: str | None, same: bool) -> None:
    assert same_region(left, right) is same


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("2025", "2025-12-31", True),
        ("2025", "2025", True),
        ("2022-12", "2022-12-31", True),
        ("2022-06-30", "2022", False),
        ("2025", "2024", False),
        (None, "2025", False),
        (None, None, True),
    ],
)
def test_times(gold: str | None, found: str | None, same: bool) -> None:
    assert same_time(gold, found) is same


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("P3Y", "每三年", True),
        ("P3Y", "至少每3年", True),
        ("P3Y", "每五年", False),
        ("P1Y", "每年", True),
        ("P90D", "九十日内", True),
        ("P6M", "每学期", True),
        ("每学期", "每学期", True),
        ("每学期", "每学年", False),
    ],
)
def test_recurrences(gold: str, found: str, same: bool) -> None:
    assert same_recurrence(gold, found) is same


def test_names_are_sets_as_written() -> None:
    assert same_names(["市教育局", "市财政局"], ["市财政局", "市 教育局"])
    assert same_names(["发展改革"], ["发展改革部门"])
    assert not same_names(["市教育局"], ["市教育局", "市财政局"])
    assert not same_names(["市发改委"], ["市发展改革委"])


def test_units_of_measurement() -> None:
    assert same_unit("个", "")
    assert not same_unit("%", "个")
    assert not same_unit("个百分点", "%")


def test_an_anchor_is_held_by_a_text_that_contains_most_of_it() -> None:
    assert holds("到2023年，全面消除", "确保到 2023 年，全面消除大班额")
    assert holds("市财政局，市教育局、县区人民政府", "市财政局，市教育局、县区")
    assert not holds("到2023年，全面消除", "到2025年")
    assert not holds("", "任何文字")


@given(st.text())
def test_squash_leaves_no_spaces_and_ignores_them(text: str) -> None:
    assert not any(character.isspace() for character in squash(text))
    assert squash(f" {text}\n") == squash(text)
