"""One figure on its way to a target, and targets without a number."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.facts.metric_names import read_metric
from ingest.facts.target_rules import WITHOUT_NUMBER
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
