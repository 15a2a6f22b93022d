"""Figures that follow another one with nothing but their own noun: 省级示范园780元，一类园620元，二类园480元."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.facts.conditions import LENGTHS, NAMED_LENGTH
from ingest.facts.figures import Found
from ingest.facts.groups import GROUP
from ingest.facts.metric_names import read_metric
from ingest.facts.naming import comparator_at_end
from ingest.facts.target_rules import RATE_END, SETTING, SUM_END
from kb.numbers import Quantity
from kb.records import Comparator
from kb.rules import Rule, rule

ITEM: Rule = rule(
    "item",
    r"^(?:其中)?(?P<noun>[\u4e00-\u9fffA-Za-z“”]{2,16}?)(?:为|是|均为|各|占)?$",
    example="其中一等",
    counter_example="，",
)
"""The noun of a figure in a series."""
NO_ITEM = re.compile(
    r"[不未]|超过|低于|少于|应当|可以|或者?|满|经|由|向|于|自|届|以[上下内外]$|累计|共$|合计|总计|如|若"
)
_ENDS = re.compile(
    r"\s*(?:/[生人年月天日次学期课时·・．.]+)?(?:以上|以下|以内|左右|及以上)?\s*(?:$|[，、；。;（(和）)])"
)
_MOST, _LEAST = re.compile(r"最高|上限|限[价额]|不超过|至多"), re.compile(r"最低|下限|至少|不低于|不少于")


_PAID = re.compile(rf"(?:{RATE_END.pattern})|(?:{SUM_END.pattern})|[费金贴助]|经费|补偿|报酬|工资|每")


CLASSES: Rule = rule(
    "classes",
    r"(?:[，,]?(?:按|根据|依据)[^，；：]{0,30}?)?(?:共?(?:划?分|设|设置|实行)(?:为|成)?|按)[两二三四五六七八九\d]个?(?:类|档|级|等|等级|档次|层次|类别)(?:进行)?(?:标准|发放|执行|落实|补助|确定|奖励)*$",
    example="乡村教师补贴分三档",
    counter_example="补贴标准三年不变",
)
"""Says into how many classes what follows is divided."""
CLASS_ITEM = re.compile(
    r"(?:第?[一二三四五六七八九十]|[甲乙丙丁A-E])(?:类|档|级|等|挡|等次|等奖)(?:[园校区地]|学校|地区|幼儿园|岗位)?"
)
_CLASS_LABEL = re.compile(r"[一二三四五六七八九十]")


def is_class(text: str, quantity: Quantity) -> bool:
    """Whether a number only names a class (二类500元) or counts the classes (分四类)."""
    if quantity.unit not in ("类", "种", "组", "批", "期", "轮") or not _CLASS_LABEL.match(
        text, quantity.start
    ):
        return False
    opens = quantity.start == 0 or text[quantity.start - 1] in "，、；：:;,（和及"
    return opens or CLASSES.pattern.search(text[: quantity.end]) is not None


KIND_ONLY: Rule = rule(
    "kind_only",
    r"^[^，；：]{0,16}(?:院校|学校|幼儿园|小学|初中|高中|中学|大学|学院|班|园|校区)$",
    example="文科、政法、财经院校",
    counter_example="文科院校的图书",
)
"""Names only a kind of school, not what is counted there; for the whole metric."""
NOUN: Rule = rule(
    "noun",
    r"^(?:(?![应要须按照经对为把将由在以向从使让或若如未不可加建推完提落开组制确保支实])[\u4e00-\u9fff]){4,16}(?<![的时后中前内下等上者人])$",
    example="大学及学院的适用图书",
    counter_example="应当加强管理",
)
"""A clause that is only a noun."""


@dataclass(frozen=True, slots=True)
class Header:
    """The words that announce a series: 各等级最高限价为：, 保教人员与幼儿的比例，."""

    metric: str = ""
    comparator: Comparator = "="
    announces: bool = False
    """Whether a colon stands behind it."""


def header_before(
    text: str, spans: list[tuple[int, int]], low: int, numbers: list[int], *, metric: str = ""
) -> Header:
    """The header of the series that the clause at ``low`` belongs to; an empty one when there is none.

    ``numbers`` are the offsets of the sentence's figures: a header holds none, and after a comma it stands
    right before the first. ``metric`` is what the figure itself names: when that is only a kind of school
    (文科院校应当不少于八万册), any noun may head it (大学的适用图书，).
    """
    only_kind = KIND_ONLY.pattern.fullmatch(metric) is not None
    for begin, end in reversed(spans):
        if end >= low:
            continue
        words = re.sub(r"(?:分别|如下|依次|具体)?(?:为|是|如下)?$", "", text[begin:end].strip())
        sign: Comparator = "="
        if (said := comparator_at_end(words)) and not re.search("比例|[为是占按]$", said[1].group()):
            sign, words = said[0], words[: said[1].start()]
        if classes := CLASSES.pattern.search(words):
            words = words[: classes.start()]
            if not words:
                continue
        named = (
            RATE_END.search(words)
            or SUM_END.search(words)
            or NAMED_LENGTH.pattern.search(words)
            or (only_kind and NOUN.pattern.fullmatch(words))
        )
        if text[end : end + 1] in "：:":
            return replace(_header(words, sign), announces=True) if named and len(words) <= 30 else Header()
        if not any(begin <= number < end for number in numbers):
            return _header(words, sign) if named and 4 <= len(words) <= 24 else Header()
    return Header()


def _header(words: str, sign: Comparator) -> Header:
    comparator = "<=" if _MOST.search(words) else ">=" if _LEAST.search(words) else sign
    metric = re.sub(
        r"^.*?年[，,]|^\s*其中|^(?:全面|严格)?(?:落实|提高|执行|发放|实行|调整|完善)(?=.{3})", "", words
    )
    return Header(read_metric(metric)[0], comparator)


def continued(
    left: str, right: str, quantity: Quantity, found: list[Found], header: Header, *, dated: bool
) -> Found | None:
    """The figure as the next of a series; None when it is none.

    ``left`` are the words between the figure before (or the clause's start) and this one, ``right`` those behind.
    A figure in another unit goes on only after a time by when (到2025年，小学280所，在校生36万人).
    """
    before = found[-1] if found else None
    if header.metric and (before is None or before.unit == quantity.unit or before.metric != header.metric):
        base, inherited = header.metric, header.comparator
    elif before is not None:
        base, inherited = before.metric, before.comparator if before.comparator in ("<=", ">=") else "="
    else:
        return None
    words = re.sub("^(?:计划|拟|要|应)?(?:为|是|达|约)$", "", left.strip("，、；：: \u3000"))
    item = ITEM.pattern.match(words)
    if not _ENDS.match(right) or (words and item is None) or NO_ITEM.search(words):
        return None
    same_unit = header.metric or (before is not None and before.unit == quantity.unit)
    if quantity.unit in LENGTHS and not same_unit:
        return None
    if not same_unit and not (dated or not words):
        return None
    noun = item["noun"] if item else ""
    metric = _metric(noun, base, bool(header.metric), bool(same_unit))
    if noun and not header.metric and quantity.unit in ("元", "万元") and not _PAID.search(base):
        metric = noun  # 早餐每人5元，午餐每人12元
    comparator = _comparator(right, quantity, inherited if same_unit else "=")
    return Found(
        metric,
        "",
        comparator,
        quantity.value,
        quantity.value_high,
        quantity.unit,
        quantity.start,
        quantity.end,
    )


def _metric(noun: str, base: str, headed: bool, same_unit: bool) -> str:
    if not noun:
        return base
    if headed:
        return f"{noun}{base}"
    if base.startswith("占"):
        return f"{noun}{base}"
    stem = re.sub(r"（[^（）]*）$", "", base)
    if CLASS_ITEM.fullmatch(noun) and CLASS_ITEM.fullmatch(stem):
        return noun  # 一类学校600元，二类学校450元
    if not same_unit or GROUP.pattern.fullmatch(noun) or SETTING.match(noun):
        return noun  # a group takes its metric from the figure before (ingest.facts.groups)
    return f"{stem}（{noun}）"


def _comparator(right: str, quantity: Quantity, inherited: Comparator) -> Comparator:
    if quantity.value_high:
        return "range"
    if re.match(r"\s*(?:及以上|以上)", right):
        return ">="
    if re.match(r"\s*(?:及以下|以下|以内)", right):
        return "<="
    return inherited
