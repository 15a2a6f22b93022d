"""Fines: 处五百元以上二千元以下罚款, 并处违法所得一倍以上五倍以下的罚款, and what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.facts.figures import MAX_METRIC, Found
from ingest.facts.source import Sentence, clauses
from kb.numbers import Quantity, find_quantities, plain
from kb.records import Comparator
from kb.rules import Rule, rule

FINE: Rule = rule("fine", r"罚款|罚金", example="处五百元以下罚款", counter_example="处五日以下拘留")
AGGRAVATED: Rule = rule(
    "aggravated",
    r"^(?:情节|造成|后果|拒不|逾期|再次|屡|两次|有违法所得|没有违法所得|无违法所得|违法所得|构成|仍不|经责令|[^，]{0,6}(?:无法|难以)查)",
    example="拒不改正的",
    counter_example="场所管理者未及时制止的",
)
"""A clause that makes the conduct before it graver, rather than naming another one."""
PASSING: Rule = rule(
    "passing",
    rf"{AGGRAVATED.pattern.pattern}|违反(?:本|前|第|上述)[^，]{{0,30}}的$|有(?:前款|下列|上述)[^，]{{0,12}}的$",
    example="有下列情形之一的",
    counter_example="擅自举办学校的",
)
"""A clause that names no conduct of its own."""
OBJECT: Rule = rule(
    "object",
    r"对(?P<who>[^，；。]{2,30}?)(?:可以|可)?(?:并)?处(?:以)?$",
    example="对直接负责的主管人员处",
    counter_example="由教育行政部门处",
)
_BASE = re.compile(r"(?:处以?|或者|[，、])(?:其)?(?P<base>[^，；。、\d]{2,20}?)$")
_SHARES = ("倍", "%")
_LONGEST_CONDUCT = 50
_LONGEST_LISTED = 90
_MOST_CONDUCTS = 20


def find_fines(text: str, low: int, high: int) -> list[Found]:
    """The figures of a clause that sets a fine; ranges in one unit (五千元以上二万元以下: 5000 to 20000 元)."""
    sums = [
        quantity
        for quantity in find_quantities(text)
        if low <= quantity.start < high and (quantity.unit.endswith("元") or quantity.unit in _SHARES)
    ]
    found: list[Found] = []
    if FINE.pattern.search(text, low, high) is None:
        return found
    reached = low
    for first, last in _pairs(text, sums):
        if not re.match(r"(?:以上|以下|以内)?(?:的|或者|、|$|罚)|[^，；。]{0,12}罚", text[last.end : high]):
            continue
        found.append(_fine(text, low, reached, first, last))
        reached = last.end
    return found


LISTED = re.compile(r"[\s　]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳])\s*")
"""Opens an item of a list of conducts."""


def listed_conducts(sentences: Sequence[Sentence], at: int) -> list[str]:
    """The conducts that a fine is for where its sentence opens a list of them (有下列行为之一的，处…罚款：)."""
    lead = sentences[at]
    if not lead.text.rstrip().endswith(("：", ":")):
        return []
    found: list[str] = []
    for item in sentences[at + 1 : at + 1 + _MOST_CONDUCTS]:
        opening = LISTED.match(item.text)
        if opening is None or item.section.path[: len(lead.section.path)] != lead.section.path:
            break
        found.append(item.text[opening.end() :].strip(" \n。；;")[:_LONGEST_LISTED])
    return found


def _pairs(text: str, sums: list[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """(low end, high end) of each range, (sum, sum) of a single one."""
    at = 0
    while at < len(sums):
        low = sums[at]
        high = sums[at + 1] if at + 1 < len(sums) else low
        same_kind = low.unit == high.unit or low.unit.endswith("元") and high.unit.endswith("元")
        joined = (
            re.fullmatch(r"\s*(?:以上|至|到|-|—)\s*", text[low.end : high.start]) if high is not low else None
        )
        yield (low, high) if joined and same_kind else (low, low)
        at += 2 if joined and same_kind else 1


def _fine(text: str, low: int, reached: int, first: Quantity, last: Quantity) -> Found:
    value, high, unit = first.value, first.value_high, first.unit
    comparator: Comparator = "range" if high else "="
    if first is not last:
        value, high, unit = _in_one_unit(first, last)
        comparator = "range"
    elif text[last.end :].startswith(("以下", "以内")):
        comparator = "<="
    elif text[last.end :].startswith("以上"):
        comparator = ">="
    left = text[reached : first.start]
    metric, subject = _name(text, low, left)
    if first.unit in _SHARES and (base := _BASE.search(left)):
        metric = f"{metric}（{base['base']}）"
    return Found(metric, subject, comparator, value, high, unit, first.start, last.end, low)


def _in_one_unit(first: Quantity, last: Quantity) -> tuple[str, str, str]:
    """(low, high, unit): 五千元 to 二万元 in 元, since both ends of a range share a unit."""
    if first.unit == last.unit or first.magnitude is None or last.magnitude is None:
        return first.value, last.value, last.unit
    scale = first.magnitude / Decimal(first.value)
    return first.value, plain((last.magnitude / scale).normalize()), first.unit


def _name(text: str, low: int, left: str) -> tuple[str, str]:
    """(metric, subject) of a fine: whom it meets or what makes it graver, and the conduct it is for."""
    conducts = [
        text[begin:end].strip()
        for begin, end in clauses(text)
        if end <= low and text[begin:end].rstrip().endswith("的")
    ]
    whom = OBJECT.pattern.search(left)
    grave = conducts[-1] if conducts and AGGRAVATED.pattern.search(conducts[-1]) else ""
    plain_conducts = [conduct for conduct in conducts if not PASSING.pattern.search(conduct)]
    conduct = plain_conducts[-1][-_LONGEST_CONDUCT:] if plain_conducts else ""
    prefix = f"对{whom['who']}的" if whom else grave
    metric = f"{prefix}罚款"
    return (metric if len(metric) <= MAX_METRIC else "罚款"), f"{conduct}{grave if whom else ''}"
