from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import cn2an  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numbers import PATTERNS, Quantity, find_bare_numbers, find_quantities, narrow, parse_number
from kb.rules import Rule


@pytest.mark.parametrize("named", PATTERNS, ids=lambda item: item.name)
def test_rule_matches_its_example_and_not_its_counter_example(named: Rule) -> None:
    assert named.faults() == ()


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("达到96%以上", "96", None, "%"),
        ("达到50％以上", "50", None, "%"),
        ("师生比1:12.5", "1:12.5", None, ""),
        ("生师比（12.5∶1）", "12.5:1", None, ""),
        ("师生比1：20", "1:20", None, ""),
        ("师生比达到一比十五", "1:15", None, ""),
        ("3-5个集团", "3", "5", "个"),
        ("1—2项技能", "1", "2", "项"),
        ("160-180名", "160", "180", "名"),
        ("三至五所", "3", "5", "所"),
        ("10%-15%", "10", "15", "%"),
        ("3.5万人", "3.5", None, "万人"),
        ("一百万元", "100", None, "万元"),
        ("2亿元", "2", None, "亿元"),
        ("三千五百人", "3500", None, "人"),
        ("一万二千人", "12000", None, "人"),
        ("1,200元", "1200", None, "元"),
        ("百分之九十六以上", "96", None, "%"),
        ("六成以上", "60", None, "%"),
        ("两个百分点", "2", None, "个百分点"),
        ("1.2个百分点", "1.2", None, "个百分点"),
        ("三分之二以上", "2/3", None, ""),
        ("56人及以上", "56", None, "人"),
        ("30余所", "30", None, "所"),
        ("每天１小时", "1", None, "小时"),
        ("不得少于三十日", "30", None, "日"),
        ("1.3倍", "1.3", None, "倍"),
    ],
)
def test_find_quantities_reads_value_range_and_unit(
    text: str, value: str, high: str | None, unit: str
) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.value, quantity.value_high, quantity.unit) == (value, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "到2025年",
        "6月30日",
        "渝府办发〔2018〕84号",
        "第十二次会议",
        "２.增强",
        "8:30上课",
        "九部门",
        "一校一策",
    ],
)
def test_dates_labels_and_idioms_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("quantity", "magnitude"),
    [
        (Quantity(0, 1, "3.5", None, "万人"), Decimal(35000)),
        (Quantity(0, 1, "2", None, "亿元"), Decimal(200_000_000)),
        (Quantity(0, 1, "1:12.5", None, ""), Decimal("12.5")),
        (Quantity(0, 1, "1/4", None, ""), Decimal("0.25")),
        (Quantity(0, 1, "2", None, "个百分点"), Decimal(2)),
    ],
)
def test_magnitude_carries_out_the_scale(quantity: Quantity, magnitude: Decimal) -> None:
    assert quantity.magnitude == magnitude


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("两百三十", "230"),
        ("十", "10"),
        ("百", "100"),
        ("12.50", "12.5"),
        ("０５", "5"),
        ("1,000", "1000"),
        ("甲", None),
    ],
)
def test_parse_number(written: str, number: str | None) -> None:
    assert parse_number(written) == number


def test_bare_numbers_are_found_for_table_cells() -> None:
    assert [item.value for item in find_bare_numbers("93 / 98.5")] == ["93", "98.5"]


@given(st.text(max_size=60))
def test_narrow_keeps_offsets(text: str) -> None:
    assert len(narrow(text)) == len(text)


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert parse_number(cn2an.an2cn(str(number))) == str(number)


@given(st.text(alphabet="0123456789.%至-一二三十百千万个人元∶：比分之成达到", max_size=30))
def test_quantities_are_ordered_and_apart(text: str) -> None:
    found = find_quantities(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
