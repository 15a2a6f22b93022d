"""One figure on its way to a target, fines, and targets without a number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.facts.metric_names import read_metric
from ingest.facts.target_rules import STAGE, WITHOUT_NUMBER
from ingest.facts.times import Timed, same_clause
from kb.numbers import find_quantities
from kb.records import Comparator

_BARE_VERBS = ("建立", "形成", "构建", "实现", "推进", "建成")
MAX_METRIC = 60
"""Longest name of a metric, in characters."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure; offsets count from the sentence's start."""

    metric: str
    subject: str
    comparator: Comparator
    value: str
    value_high: str | None
    unit: str
    start: int
    end: int
    clause: int = 0
    """Where the clause begins; offsets count from the sentence's start."""


def find_fines(text: str, low: int, high: int) -> list[Found]:
    """处五百元以上二千元以下罚款 as the figure of a fine."""
    pattern = re.compile(r"(?P<least>.{0,12}?以上)?(?P<most>[^，。；以]{1,12}?)(?P<below>以下)?的?罚款")
    fines: list[Found] = []
    sums = [sum_ for sum_ in find_quantities(text) if low <= sum_.start < high and sum_.unit.endswith("元")]
    if not sums or pattern.search(text, low, high) is None:
        return fines
    last = sums[-1]
    below = text[last.end :].startswith("以下")
    first = sums[-2] if len(sums) > 1 and text[sums[-2].end : last.start].startswith("以上") else None
    if first is not None and first.unit == last.unit:
        fines.append(
            Found("罚款", "", "range", first.value, last.value, last.unit, first.start, last.end, low)
        )
    else:
        sign: Comparator = "<=" if below else "="
        fines.append(Found("罚款", "", sign, last.value, None, last.unit, last.start, last.end, low))
    return fines


def find_without_number(timed: Timed) -> list[Found]:
    found: list[Found] = []
    for comparator, named in WITHOUT_NUMBER:
        for match in named.pattern.finditer(timed.text):
            if any(item.start < match.end() and match.start() < item.end for item in found):
                continue
            start = max(
                [match.start("metric"), *(t.end for t in timed.times if t.end <= match.end("metric"))]
            )
            metric, subject = read_metric(timed.text[start : match.end("metric")].lstrip("，, "))
            whole = same_clause(timed.text, start, match.end("metric")) and metric not in _BARE_VERBS
            if whole and 2 <= len(metric) <= MAX_METRIC:
                begin = max(start, match.start())
                value, unit = _threshold(metric) if comparator == "eliminate" else ("", "")
                found.append(Found(metric, subject, comparator, value, None, unit, begin, match.end()))
    return found


def _threshold(metric: str) -> tuple[str, str]:
    """The size above which something is to vanish: 56 and 人 of 56人及以上大班额."""
    quantity = next(iter(find_quantities(metric)), None)
    return (quantity.value, quantity.unit) if quantity else ("", "")


def with_stage(item: Found, before: Found | None) -> Found:
    """教师数小学达到4.2人、初中达到5.3人: 初中 alone is no metric."""
    if before and re.fullmatch("(?:其他|其余|各)[市县区州省旗]+", item.metric):
        shared = re.sub(r"^[\u4e00-\u9fff]{2,6}?[市州县区](?=.{3})", "", before.metric)
        return replace(item, metric=shared, subject=item.metric)
    stage = STAGE.search(before.metric) if before else None
    if before is None or stage is None or not STAGE.fullmatch(item.metric):
        return item
    return replace(item, metric=before.metric[: stage.start()] + item.metric)
