"""The figure in a sentence that no target fact holds: 处五百元以上五千元以下罚款."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answer.heads import is_elsewhere
from kb.answer.measures import unit_fits, units_asked
from kb.answer.siblings import clause_of, is_of_other_kind, is_sibling
from kb.numbers import Quantity, find_quantities
from kb.question.model import Question
from kb.records import Comparator
from kb.text import tokenize

_AT_LEAST = re.compile(
    r"(?:不(?:得|能|应|宜)?(?:低于|少于|小于)|至少[\u4e00-\u9fff]{0,4}|最低|不低于|(?<!不)(?<!不[得能应宜])(?:高于|超过|大于))(?:按)?(?:每[生人校班园户名]|[生人师校班]均|平均)*$"
)
_AT_MOST = re.compile(
    r"(?:不(?:得|能|应|宜|准|许|可)?(?:超过|高于|多于|大于)|(?:不得|不能|不准|严禁|禁止)[^，。；,;]{1,16}?(?:超过|高于|多于|大于)|至多|最高|最多|(?<!不)(?<!不[得能应宜])(?:低于|少于)|控制在)(?:每[生人校班园户名]|[生人师校班]均|平均)*$"
)
_COUNTED = frozenset("个所名人间套栋座门家处台")
_CONTEXT = 16
_OWN_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its comparator, as the sentence has it."""

    comparator: Comparator
    value: str
    value_high: str | None
    unit: str
    start: int
    end: int


def figure_in(question: Question, sentence: str, *, units: frozenset[str] | None = None) -> Figure | None:
    """The quantity of ``sentence`` that the question asks for; None when none has the unit asked for.

    ``units`` stands in for the unit that the question asks for.
    """
    quantities = find_quantities(sentence)
    asked = units or units_asked(question)
    fitting = [
        quantity
        for quantity in quantities
        if (not asked or unit_fits(quantity.unit, asked))
        and not _is_other(question, clause_of(sentence, quantity), quantity)
        and not is_elsewhere(question, sentence, quantity)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda quantity: (_closeness(question, sentence, quantity), -quantity.start))
    return _figure(sentence, best, fitting)


def _is_other(question: Question, clause: str, quantity: Quantity) -> bool:
    """Whether the clause of a figure is about a sibling; what is done to them matters where things are counted."""
    counts = quantity.unit.lstrip("百千万亿") in _COUNTED
    return (is_sibling if counts else is_of_other_kind)(question.topic, clause)


def _closeness(question: Question, sentence: str, quantity: Quantity) -> float:
    """Share of the question's terms just before or behind the quantity; those of its own clause count more."""
    terms = set(tokenize(question.topic))
    around = sentence[max(0, quantity.start - 2 * _CONTEXT) : quantity.end + _CONTEXT]
    held = len(terms & set(tokenize(around)))
    own = len(terms & set(tokenize(clause_of(sentence, quantity))))
    return (held + _OWN_CLAUSE * own) / max(1, len(terms))


def _figure(sentence: str, quantity: Quantity, others: list[Quantity]) -> Figure:
    before = sentence[max(0, quantity.start - _CONTEXT) : quantity.start]
    behind = sentence[quantity.end : quantity.end + 2]
    pair = next((other for other in others if 2 <= other.start - quantity.end <= 3), None)
    if behind == "以上" and pair is not None and sentence[pair.end : pair.end + 2] == "以下":
        return Figure("range", quantity.value, pair.value, pair.unit, quantity.start, pair.end)
    comparator: Comparator = "="
    if _AT_LEAST.search(before) or behind == "以上":
        comparator = ">="
    if _AT_MOST.search(before) or behind in ("以下", "以内"):
        comparator = "<="
    if quantity.value_high:
        comparator = "range"
    return Figure(
        comparator, quantity.value, quantity.value_high, quantity.unit, quantity.start, quantity.end
    )
