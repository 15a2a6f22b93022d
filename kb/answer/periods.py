"""The stretch of time by which a figure counts: 每周不超过8小时 answers no question about a month."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.rules import Rule, rule

PERIODIC: Rule = rule(
    "periodic",
    r"(?:每|一|每一|一个|每个)(?:个)?(?:天|日|周|星期|月|学期|学年|年|次|课时|节|堂)(?!级|内|前|后|年级|次性|期)|[日周月年]均",
    example="一周最多干几个小时",
    counter_example="一年级每班不超过45人",
)
RULES: tuple[Rule, ...] = (PERIODIC,)
_PERIODS: Mapping[str, re.Pattern[str]] = {
    "day": re.compile(r"(?:每|一|每一)个?[天日]|日均"),
    "week": re.compile(r"(?:每|一|每一)个?(?:周|星期)|周均"),
    "month": re.compile(r"(?:每|一|每一)个?月(?!内|后)|月均|按月"),
    "term": re.compile(r"(?:每|一|每一)个?学期(?!内)"),
    "year": re.compile(
        r"(?:每|一|每一)个?(?:学年|年(?![级内龄期后]|轮|月))(?!内)|年均|(?<=生均)年|全年|年度?(?=培训)"
    ),
    "lesson": re.compile(r"(?:每|一|每一)个?(?:课时|节课?|堂课?)"),
}


def periods_of(text: str) -> frozenset[str]:
    """Names of the stretches of time that a text counts by."""
    return frozenset(name for name, pattern in _PERIODS.items() if pattern.search(text))


def other_period(asked: str, own: str) -> bool:
    """Whether both count by a stretch of time, and by none that is the same."""
    wanted, held = periods_of(asked), periods_of(own)
    return bool(wanted) and bool(held) and not wanted & held
