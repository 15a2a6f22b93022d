"""Whether a number sets a target, by the words before and behind it."""

from __future__ import annotations

import re

from ingest.facts.conditions import LENGTHS, NAMED_LENGTH
from ingest.facts.groups import GROUP, GROUP_END
from ingest.facts.naming import comparator_at_end
from ingest.facts.rows import row_of_times
from ingest.facts.target_rules import EACH_ONE, RATE_END, SETTING, SHORT_VERB, SUM_END, USED
from ingest.facts.times import Timed
from kb.numbers import Quantity, find_quantities
from kb.records import Comparator

PER_HEAD = re.compile(r"[\u4e00-\u9fff]{2}(?:[生人师校班]均|每[人生校班])\s*$")
PAID_EACH = re.compile(
    r"[\u4e00-\u9fff”]{2}(?:每(?:课时|学时|平方米|[个名]?[\u4e00-\u9fff]{1,2}?)|[生人师]均)(?:每?(?:学年|学期|课时|[年月天日次餐]))?(?:收取|收|缴纳|交|发放|发|按)?\s*$"
)


def words_before(timed: Timed, reached: int, quantity: Quantity) -> str:
    """The words before a number, after the last dated time; 每年 and 每生 are left out."""
    row = row_of_times(timed, quantity.start)
    dated = [
        time.end
        for time in timed.times
        if time.kind != "recurrence" and time.end <= quantity.start and time not in row
    ]
    begin = max([reached, *dated])
    left = timed.text[begin : quantity.start]
    for time in reversed(timed.times):
        passing = time.kind == "recurrence" or time in row
        if passing and begin <= time.start and time.end <= quantity.start:
            left = left[: time.start - begin] + left[time.end - begin :].lstrip("、和及与，" if row else "")
    left = EACH_ONE.sub("", left)
    if begin in dated:
        left = _across_time(timed.text[reached : max(t.start for t in timed.times if t.end == begin)], left)
    return EACH_ONE.sub("", left)


def _across_time(head: str, left: str) -> str:
    """The words before a number when a time stands inside them: 毛入学率到2025年达到95%, 由2020年的320人增加到2025年的."""
    if left.strip() in ("", "的"):
        return head if comparator_at_end(head) else left
    verb = comparator_at_end(re.sub(r"^起", "", left))
    return f"{head}{re.sub('^起', '', left)}" if verb and not verb[1].start() else left


def in_quotes(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def _row_of_groups(timed: Timed, quantity: Quantity) -> bool:
    """Whether a sentence gives one kind of figure for several groups: 小学每周4节，高中每周2节."""
    same = [q for q in find_quantities(timed.text) if q.unit == quantity.unit]
    heads = [
        words_before(timed, max((o.end for o in same if o.end <= q.start), default=0), q).strip("，、；和及 ")
        for q in same
    ]
    named = sum(GROUP.pattern.fullmatch(head) is not None for head in heads)
    return len(same) > 1 and 2 * named > len(same)


def sets_target(
    timed: Timed,
    left: str,
    right: str,
    quantity: Quantity,
    before: tuple[Comparator, re.Match[str]] | None,
    verb: str,
) -> bool:
    if before is not None:
        return True
    if quantity.unit in ("%", "‰", "个百分点", "百分点", "", "元", "万元") and RATE_END.search(
        GROUP_END.sub("", left.rstrip())
    ):
        return True
    if quantity.unit == "%" and re.search(r"占[^，；。\d]{2,14}的$", left):
        return True  # 获奖面一般占在校生的3%左右
    if GROUP.pattern.fullmatch(left.strip()) and _row_of_groups(timed, quantity):
        return True
    if quantity.unit == "节" and left.rstrip().endswith("课"):
        return True
    if NAMED_LENGTH.pattern.search(left) or re.match("[、，,和及]?占", left):
        return True
    if quantity.unit and quantity.unit not in LENGTHS and SUM_END.search(GROUP_END.sub("", left.rstrip())):
        return True
    joined = re.match(r"[^\u4e00-\u9fff]*(?:以上|左右|以内)?[^，；]{0,40}[、和及]", left)
    if verb and joined:
        return True
    if quantity.unit in ("%", ""):
        return USED.match(right) is not None and left.rstrip().endswith("的")
    return SETTING.search(left) is not None or SHORT_VERB.search(left) is not None
