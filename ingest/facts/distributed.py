"""Figures dealt out to the things that a clause lists: 夏装、秋装每套最高限价分别为95元、135元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.figures import MAX_METRIC, Found
from ingest.facts.groups import GROUP
from ingest.facts.metric_names import read_metric
from ingest.facts.naming import comparator_at_end
from ingest.facts.series import CLASS_ITEM
from ingest.facts.target_rules import AFTER, CHANGE
from ingest.facts.times import Timed
from kb.numbers import Quantity
from kb.records import Comparator
from kb.rules import Rule, rule

_AND = re.compile(r"[、和与及]")
COUNT: Rule = rule(
    "count",
    r"^(?:这|上述)?[两二三四五六七八九十\d]{1,2}(?:项|个|类|种|档|级|等|方面|所|科)?(?:等次|档次|学段|类别)?",
    example="三项经费",
    counter_example="经费三项",
)
"""Opens, behind the last thing of a list, what counts the list."""
_JOINT = re.compile(
    r"(?:/[生人年月天日次学期课时·・．.]+)?\s*(?:以上|左右|以内|以下)?\s*[、和与及，]\s*(?:每[生人校班园户名年月天次套餐]){0,2}"
)
_EACH = re.compile(r"(?:每[生人校班园户名年月天次套餐学期]+|按照?|在|为|是|了|约)*$")
_VERB = re.compile(r"[\u4e00-\u9fff]{1,8}")
_AGAINST: Rule = rule(
    "against",
    r"^(?:较|比|在)[^，；。]{2,14}(?:标准|水平|基础上)$",
    example="较上一轮标准",
    counter_example="补助标准",
)
"""Names only what the figures are measured against; what they are of was said before."""
RULES: tuple[Rule, ...] = (COUNT, _AGAINST)
_PEOPLE = re.compile(r"教师|学生|幼儿|个人|单位|[男女]生")
_LEAST_SHARED = 2


def counts_list(text: str, quantity: Quantity) -> bool:
    """Whether a number only counts the things listed right before it: 甲、乙、丙三项指标均达到100%."""
    if quantity.unit not in ("项", "个", "类", "种", "所", "方面") or not re.match(
        r"[两二三四五六七八九十]", text[quantity.start : quantity.end]
    ):
        return False
    clause = re.split(r"[，；：。,;:]", text[: quantity.start])[-1]
    return int(float(quantity.magnitude or 0)) == len(_AND.split(clause)) > 1


def distributed(
    timed: Timed, low: int, high: int, inside: Sequence[Quantity], found: Sequence[Found]
) -> list[Found]:
    """A figure for each thing that a clause lists before 分别; empty where things and figures are not as many."""
    apart = timed.text.find("分别", low, high)
    row = _row(timed.text, [quantity for quantity in inside if quantity.start > apart])
    if apart < 0 or len(row) < 2:
        return []
    dated = [time for time in timed.times if time.value and low <= time.start and time.end <= apart]
    begin = max([low, *(time.end for time in dated)])
    words = timed.text[begin:apart]
    for time in reversed([t for t in timed.times if begin <= t.start and t.end <= apart]):
        words = words[: time.start - begin] + words[time.end - begin :]
    if names := _said_before(words, row, found):
        pass
    elif any(quantity.start < apart and not counts_list(timed.text, quantity) for quantity in inside):
        return []
    names = names or _names(words, len(row))
    if not names:
        return []
    said = timed.text[apart + 2 : row[0].start]
    sign, verb = _said(said, timed.text[row[-1].end :])
    base = found[-1].metric if found and found[-1].unit == row[0].unit else ""
    if all(CLASS_ITEM.fullmatch(name) for name in names):
        if not base:
            return []
        names = [f"{name}{base}" for name in names]
    return [
        _found(f"{name}{verb}", sign, quantity)
        for name, quantity in zip(names, row, strict=True)
        if len(name) + len(verb) <= MAX_METRIC
    ]


def _row(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities from the first on that nothing but a joint parts."""
    row = list(quantities[:1])
    for quantity in quantities[1:]:
        if not _JOINT.fullmatch(text, row[-1].end, quantity.start):
            break
        row.append(quantity)
    return row


def _said(words: str, right: str) -> tuple[Comparator, str]:
    """(comparator, verb that belongs to the metric) of the words between 分别 and the first figure."""
    bare = _EACH.sub("", words.strip())
    before = comparator_at_end(bare) or comparator_at_end(words)
    after = next((sign for sign, named in AFTER if named.pattern.search(right)), None)
    sign = before[0] if before and before[0] != "=" else after or "="
    name = bare[: before[1].start()] if before else bare
    change = before is not None and CHANGE.fullmatch(before[1].group().strip().removesuffix("了"))
    verb = f"{name}{before[1].group().strip()}" if before and change else name
    return sign, verb.removesuffix("了") if _VERB.fullmatch(verb) else ""


def _said_before(words: str, row: Sequence[Quantity], found: Sequence[Found]) -> list[str]:
    """The metrics of as many figures before: 一类600元，二类450元，较上一轮标准分别提高100元、80元."""
    last = found[-len(row) :]
    same = len(last) == len(row) and all(item.unit == row[0].unit for item in last)
    return [f"{item.metric}{words}" for item in last] if same and _AGAINST.pattern.match(words) else []


def _names(words: str, count: int) -> list[str]:
    """What each figure is of: the things of a list, each with what stands before the first and behind the last."""
    listed, _ = read_metric(re.sub(r"(?:力争|要|应|须|应当|将|按|也|均)*$", "", words))
    things = [thing.strip() for thing in _AND.split(listed)]
    if len(things) != count or not all(things):
        return []
    own = _own(things)
    last, shared = things[-1][:own], things[-1][own:]
    counted = COUNT.pattern.match(shared)
    shared = shared[counted.end() :] if counted else shared
    group = GROUP.pattern.match(things[0])
    head = group.group() if group and len(things[0]) - group.end() >= min(2, len(last)) else ""
    head = "" if GROUP.pattern.match(last) or _PEOPLE.fullmatch(head) else head
    names = [things[0], *(f"{head}{thing}" for thing in (*things[1:-1], last))]
    return [f"{name}{shared}" for name in names]


def _own(things: Sequence[str]) -> int:
    """How many characters of the last thing are its own: 校舍维修 of 校舍维修三项经费, 秋装 of 秋装每套最高限价."""
    first, last = things[0], things[-1]
    for at in range(1, len(last)):
        counted = COUNT.pattern.match(last[at:])
        if counted and re.match("[两二三四五六七八九]", last[at:]) and len(last) > at + counted.end():
            return at
    at = last.find(first[-1])
    if 0 < at + 1 < len(last):
        return at + 1
    own = min(len(thing) for thing in things[:-1])
    return own if len(last) - own >= _LEAST_SHARED else len(last)


def _found(metric: str, sign: Comparator, quantity: Quantity) -> Found:
    ranged: Comparator = "range" if quantity.value_high and sign == "=" else sign
    return Found(
        metric, "", ranged, quantity.value, quantity.value_high, quantity.unit, quantity.start, quantity.end
    )
