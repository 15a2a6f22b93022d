"""Numbers that set no target: lengths in passing, thresholds of a condition, counts of one."""

from __future__ import annotations

import re

from kb.numbers import Quantity
from kb.records import Comparator
from kb.rules import Rule, rule

LENGTHS = frozenset(
    [
        "年",
        "岁",
        "周岁",
        "日",
        "天",
        "月",
        "个月",
        "周",
        "工作日",
        "个工作日",
        "学期",
        "个学期",
        "学年",
        "季度",
        "次",
    ]
)
"""Units that mostly state a time or a frequency rather than a figure to reach."""

NAMED_LENGTH: Rule = rule(
    "named_length",
    r"(?:年限|年数|时间|时长|期限|时限|年龄|学制|任期|聘期|周期|有效期|保存期|保管期|服务期|公示期|试用期|见习期|次数|频次)(?:(?!届满|期满|[满内前后不未])[^，；。\d]){0,4}$",
    example="劳动年龄人口平均受教育年限达到",
    counter_example="办学满",
)
"""Ends before a length that is a figure of its own."""

STARTING: Rule = rule(
    "starting",
    r"(?:消除|化解|杜绝)[^，；。]{0,4}$|(?:由|从)(?:原来|现在|目前|现行|过去|当前|每[生人年月]|的|(?:19|20)\d\d年(?:底)?)*\s*$",
    example="补助标准由每生每年",
    counter_example="补助标准提高到",
)
"""Ends before the value that a figure starts from, or the size of what is to vanish."""
OVER: Rule = rule(
    "over",
    r"^(?:超过|超出|高于|多于|大于|低于|少于|小于|不足|不满|达到|满|在)",
    example="超过",
    counter_example="不得超过",
)
"""A comparator without 不得: before a number with 的 behind, it states a condition (班额超过45人的班级)."""


def is_length(quantity: Quantity, left: str, comparator: Comparator | None) -> bool:
    """一批, 一个 and lengths of time set no figure unless a comparator or their name says so."""
    one = quantity.value == "1" and quantity.unit in ("批", "类", "种", "项", "个", "次")
    if one and comparator is None:
        return True
    if quantity.unit not in LENGTHS or comparator not in (None, "="):
        return False
    return NAMED_LENGTH.pattern.search(left) is None


def is_condition(clause: str, number_end: int, said: str) -> bool:
    """Whether a number is part of a condition: 超过6个月的，…; 班额超过45人的小学班级比例.

    ``number_end`` counts from the start of the clause; ``said`` is the comparator before the number.
    """
    behind = clause[number_end:]
    if re.search(
        r"不得|不能|不准|严禁|禁止|应当|应该|必须|确保|不低|不少|不超|不高|不宜|至少", clause[:number_end]
    ):
        return False
    if OVER.pattern.search(said) and re.match(
        r"\s*(?:以上|以下|及以上)?的(?!目标|比例|标准|要求|水平|规模)", behind
    ):
        return not said.startswith("达到")
    return (
        re.search(r"的\s*$", clause) is not None
        and re.match(r"以[上下]的?[^的]*的\s*$|[^，]*的\s*$", behind) is not None
    )
