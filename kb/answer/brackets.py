"""Rules by brackets: 已满10年不满20年的，年休假10天 is for who has worked 12 years, 已满20年的 is not.

A question that states one amount of its own (我工作12年了) is answered by the bracket that holds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kb.numbers import Quantity, find_quantities
from kb.question.model import Question
from kb.rules import Rule, rule

STATED_AMOUNT: Rule = rule(
    "stated_amount",
    r"(?:工作|任教|从教|教龄|工龄|入职|怀孕|有|共|是|年龄|今年|满|刚|已经|已|才|逾期|违法所得|罚)了?(?:大概|差不多|快)?$",
    example="我工作",
    counter_example="不超过",
)
"""Ends before an amount that the writer states of his own case."""
RULES: tuple[Rule, ...] = (STATED_AMOUNT,)
_COMPARED = re.compile(r"以[上下内]|[不未]满|不足|超过|以前|之[前内后]|内|前")
_RATE = re.compile(
    r"(?:每|(?<![第十百千万亿\d]))一(?:年|个月|天|日|周|学期|学年|次|个|名|位|人)$|每[年月天]$"
)
"""一年能休几天 states no amount."""
_JOINED = re.compile(r"(?:以上)?[，、]?(?:但)?(?:[不未]满|不足|不到|不超过|至|到)?")
_MONTHS = {"年": 12, "周年": 12, "个月": 1, "月": 1}
_FROM = re.compile(r"(?<![不未])(?:已|累计|年)?满\s*$|达到?\s*$|(?<!不)(?<!不得)超过\s*$")
_BELOW = re.compile(r"(?:[不未]满|不足|不到|低于|少于)\s*$")
_CONDITION_END = re.compile(r"[^，。；：]{0,16}的(?=[，。；：、]|$)")


@dataclass(frozen=True, slots=True)
class Bracket:
    """Amounts from ``low`` up to ``high`` in one unit; an end is None where the rule leaves it open."""

    unit: str
    low: Decimal | None
    high: Decimal | None

    def holds(self, amount: Decimal) -> bool:
        """Whether an amount falls into the bracket."""
        return (self.low is None or amount >= self.low) and (self.high is None or amount <= self.high)


def amount_stated(question: Question) -> tuple[Decimal, str] | None:
    """(amount, unit) of the writer's own case; None when the question states none or more than one."""
    reading = question.reading
    quantities = [
        quantity
        for quantity in find_quantities(reading)
        if quantity.magnitude is not None
        and not quantity.value_high
        and not _RATE.search(reading[: quantity.end])
    ]
    if len(quantities) != 1:
        return None
    only = quantities[0]
    if not STATED_AMOUNT.pattern.search(reading[: only.start]) or _COMPARED.match(reading, only.end):
        return None
    return _measured(only)


def brackets_in(text: str) -> tuple[Bracket, ...]:
    """The brackets that conditions of the text state, such as 满10年不满20年的 or 20年以上的."""
    found: list[Bracket] = []
    quantities = [q for q in find_quantities(text) if q.magnitude is not None and not q.value_high]
    for at, quantity in enumerate(quantities):
        if not _CONDITION_END.match(text, quantity.end):
            continue
        behind = quantities[at + 1] if at + 1 < len(quantities) else None
        if behind is not None and _JOINED.fullmatch(text, quantity.end, behind.start):
            continue  # the low end of 满10年不满20年的
        low, high = _ends(text, quantity)
        before = quantities[at - 1] if at else None
        if before is not None and high is not None and _JOINED.fullmatch(text, before.end, quantity.start):
            low = _ends(text, before)[0]
        if low is not None or high is not None:
            found.append(Bracket(_measured(quantity)[1], low, high))
    return tuple(found)


def is_other_bracket(question: Question, text: str) -> bool:
    """Whether the text is a rule for other amounts than the one of the writer's case."""
    stated = amount_stated(question)
    if stated is None:
        return False
    amount, unit = stated
    brackets = [bracket for bracket in brackets_in(text) if bracket.unit == unit]
    return bool(brackets) and not any(bracket.holds(amount) for bracket in brackets)


def _ends(text: str, quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    before, behind = text[: quantity.start], text[quantity.end :]
    amount, _ = _measured(quantity)
    if _BELOW.search(before) or behind.startswith(("以下", "以内")):
        return None, amount
    if _FROM.search(before) or behind.startswith("以上"):
        return amount, None
    return None, None


def _measured(quantity: Quantity) -> tuple[Decimal, str]:
    amount = quantity.magnitude or Decimal(0)
    if quantity.unit in _MONTHS:
        return amount * _MONTHS[quantity.unit], "个月"
    return amount, quantity.unit.lstrip("百千万亿")
