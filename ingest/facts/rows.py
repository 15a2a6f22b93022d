"""Figures in a row: 小学、初中分别达到95%和99%; 2024年、2025年分别达到93%和95%."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.figures import Found
from ingest.facts.metric_names import read_metric
from ingest.facts.naming import respective
from ingest.facts.source import clauses
from ingest.facts.target_rules import AFTER
from ingest.facts.times import Timed
from kb.dates import TimeExpression
from kb.numbers import Quantity, find_quantities
from kb.records import Comparator


def row_of_times(timed: Timed, at: int) -> tuple[TimeExpression, ...]:
    """The times that the figures of a row have in turn (毛入学率2024年、2025年分别达到93%和95%); empty for no row."""
    apart = timed.text.rfind("分别", 0, at)
    before = [time for time in timed.times if time.value and time.end <= apart]
    row = before[-1:]
    while row and len(row) < len(before):
        previous = before[-len(row) - 1]
        if not re.fullmatch("[、和及与]", timed.text[previous.end : row[0].start]):
            break
        row.insert(0, previous)
    return tuple(row) if len(row) > 1 else ()


def time_of_row(timed: Timed, at: int) -> TimeExpression | None:
    """The time of the figure at ``at`` when its row has one for each figure."""
    row = row_of_times(timed, at)
    if not row:
        return None
    numbers = [number.start for number in find_quantities(timed.text) if number.start > row[-1].end]
    turn = numbers.index(at) if at in numbers else len(row)
    return row[turn] if turn < len(row) else None


def sign_after(right: str) -> Comparator | None:
    return next((sign for sign, named in AFTER if named.pattern.search(right)), None)


def sign_of_row(timed: Timed, low: int, quantity: Quantity) -> Comparator | None:
    """分别达到85%、90%以上: what stands behind the last figure of a row holds for all."""
    if "分别" not in timed.text[low : quantity.start]:
        return None
    end = next(end for begin, end in clauses(timed.text) if begin <= quantity.start < end)
    rest = [number for number in find_quantities(timed.text) if quantity.start < number.start < end]
    joints = [quantity, *rest]
    for one, following in zip(joints, rest, strict=False):
        if not re.fullmatch(r"\s*[、和及]\s*", timed.text[one.end : following.start]):
            return None
    return sign_after(timed.text[rest[-1].end :]) if rest else None


def next_of_row(timed: Timed, low: int, reached: int, quantity: Quantity, found: list[Found]) -> Found | None:
    """The 99% of 小学、初中教师本科率分别达到95%和99%."""
    joint = timed.text[reached : quantity.start]
    row = timed.text.find("分别", low, reached)
    if row < 0 or not found or not re.fullmatch(r"(?:以上|左右|以内)?\s*[和、及]\s*", joint):
        return None
    metric = found[-1].metric
    if not row_of_times(timed, quantity.start):
        metric = respective(timed, read_metric(timed.text[low:row])[0] + "分别", quantity)
    sign = found[-1].comparator
    return replace(
        found[-1],
        metric=metric,
        comparator=sign if sign != "=" else sign_after(timed.text[quantity.end :]) or sign,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        start=quantity.start,
        end=quantity.end,
    )
