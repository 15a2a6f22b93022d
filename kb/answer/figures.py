"""The figure in a sentence that no target fact holds: 处五百元以上五千元以下罚款."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer.asked_time import of_asked_time
from kb.answer.heads import is_elsewhere
from kb.answer.measures import unit_fits, units_asked
from kb.answer.periods import other_period
from kb.answer.siblings import clause_of, is_excluded, is_of_other_kind, is_sibling
from kb.numbers import Quantity, find_quantities
from kb.question.model import Question
from kb.records import Comparator
from kb.rules import Rule, rule
from kb.text import shares_pair, tokenize

_AT_LEAST = re.compile(
    r"(?:不(?:得|能|应|宜)?(?:低于|少于|小于)|至少[\u4e00-\u9fff]{0,4}|最低|不低于|(?<!不)(?<!不[得能应宜])(?:高于|超过|大于))(?:按)?(?:每[生人校班园户名]|[生人师校班]均|平均)*$"
)
_AT_MOST = re.compile(
    r"(?:不(?:得|能|应|宜|准|许|可)?(?:超过|高于|多于|大于)|(?:不得|不能|不准|严禁|禁止)[^，。；,;]{1,16}?(?:超过|高于|多于|大于)|至多|最高|最多|(?<!不)(?<!不[得能应宜])(?:低于|少于)|控制在)(?:每[生人校班园户名]|[生人师校班]均|平均)*$"
)
_COUNTED = frozenset("个所名人间套栋座门家处台")
_CONTEXT = 16
_OWN_CLAUSE = 0.5
_OTHER_PERIOD = 0.5
_PUNISHED = re.compile("罚|处分|违|责任|后果|怎么处|怎么办|非法|擅自|无证|未经|fine|penal")
_UP_TO = re.compile(
    r"(?:以上)?[，、]?(?:并且|并|且|但)?(?:最[多高]|[不未]得?(?:超过|足|多于|高于)|(?<=以上)[不未]满)"
)
"""Stands between the ends of a range in words: 25周岁以上、不超过60周岁."""
_CONDITION = re.compile(r"(?:以[上下内])?(?:不[足满到]|未满|[^，。；]{0,16}的(?=[，。；：]|$))")
"""Follows a number that only says when a rule applies: 满10年不满20年的，怀孕未满4个月流产的，."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its comparator, as the sentence has it."""

    comparator: Comparator
    value: str
    value_high: str | None
    unit: str
    start: int
    end: int


def figure_in(
    question: Question,
    sentence: str,
    *,
    units: frozenset[str] | None = None,
    may: Callable[[int, int], bool] = lambda _start, _end: True,
) -> Figure | None:
    """The quantity of ``sentence`` that the question asks for; None when none has the unit asked for.

    ``units`` stands in for the unit that the question asks for; ``may`` tells which stretches may answer.
    """
    quantities = [quantity for quantity in find_quantities(sentence) if may(quantity.start, quantity.end)]
    if PER_ONE.pattern.search(question.reading):
        return _per_one(question, sentence, quantities)
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
    fitting = [q for q in fitting if not _CONDITION.match(sentence, q.end)] or fitting
    fitting = of_asked_time(question, sentence, fitting)
    if threshold := THRESHOLD.pattern.search(question.reading):
        after = [q.start for q in quantities]
        following = {
            q: sentence[q.end : min((s for s in after if s > q.start), default=len(sentence))]
            for q in fitting
        }
        fitting = [q for q in fitting if shares_pair(threshold["outcome"], following[q])] or fitting
    best = max(fitting, key=lambda quantity: (_closeness(question, sentence, quantity), -quantity.start))
    return _figure(sentence, best, fitting)


THRESHOLD: Rule = rule(
    "threshold",
    r"(?:多少|几)个?(?:学分|学时|课时|小时|节课?|堂课?|[天次分门年])(?:以上)?(?:就|才)?(?:会|就|才|要)(?:被|受到?|给予?|算|挨)?(?P<outcome>[\u4e00-\u9fff]{2,6})",
    example="旷课多少学时会记过",
    counter_example="每年要培训多少学时",
)
"""Asks from how much on something follows: 满30节给予记过，满50节劝退."""
PER_ONE: Rule = rule(
    "per_one",
    r"(?:多少|几)(?:个|名|位)?[\u4e00-\u9fff]{0,10}?(?:就|才)?(?:要|需要?|得|应当?|须|必须|可以|可|能)?(?:配备?|设置?|安排|带|派|有)(?:置)?(?:一|1)(?:个|名|位|人|所|台|间)",
    example="多少个住校生要配一名生活老师",
    counter_example="每所学校要配多少名生活老师",
)
"""Asks for how many there is one of something: 每50名寄宿生配备1名."""
RULES: tuple[Rule, ...] = (PER_ONE, THRESHOLD)
_PER = re.compile(r"每(?:满|达到?|增加)?\s*$")


def _per_one(question: Question, sentence: str, quantities: Sequence[Quantity]) -> Figure | None:
    """The number behind 每 of the group that is asked about."""
    groups = [q for q in quantities if _PER.search(sentence[: q.start])]
    fitting = [q for q in groups if not is_of_other_kind(question.topic, _group_of(sentence, q))]
    if not fitting:
        return None
    best = max(fitting, key=lambda q: (_closeness(question, sentence, q), -q.start))
    return Figure("=", best.value, None, best.unit, best.start, best.end)


def _group_of(sentence: str, quantity: Quantity) -> str:
    """What is counted: 小学每50名寄宿生."""
    start = max(sentence.rfind(mark, 0, quantity.start) + 1 for mark in "，、。；：")
    end = min(
        (at for mark in "，、。；" if (at := sentence.find(mark, quantity.end)) >= 0), default=len(sentence)
    )
    return sentence[start:end]


def figures_of(sentence: str, units: frozenset[str] | None) -> tuple[Figure, ...]:
    """All figures in one of ``units`` (any when None) that are no conditions (累计工作已满20年的，), in order."""
    inside = [q for q in find_quantities(sentence) if units is None or q.unit in units]
    fitting = [q for q in inside if not _CONDITION.match(sentence, q.end)]
    # a sum up to which a rule holds is all that a sentence may say of it: 费用在2万元以下的，由学校自行实施
    fitting = fitting or [q for q in inside if q.unit in ("元", "万元", "亿元")]
    found: list[Figure] = []
    for quantity in fitting:
        if not found or quantity.start >= found[-1].end:
            found.append(_figure(sentence, quantity, fitting))
    return tuple(found)


def _is_other(question: Question, clause: str, quantity: Quantity) -> bool:
    """Whether the clause of a figure is about a sibling; what is done to them matters where things are counted."""
    if is_excluded(question.reading, clause) or ("罚款" in clause and not _PUNISHED.search(question.reading)):
        return True
    counts = quantity.unit.lstrip("百千万亿") in _COUNTED
    return (is_sibling if counts else is_of_other_kind)(question.topic, clause)


def _closeness(question: Question, sentence: str, quantity: Quantity) -> float:
    """Share of the question's terms just before or behind the quantity; those of its own clause count more."""
    terms = set(tokenize(question.topic))
    around = sentence[max(0, quantity.start - 2 * _CONTEXT) : quantity.end + _CONTEXT]
    held = len(terms & set(tokenize(around)))
    own = len(terms & set(tokenize(clause_of(sentence, quantity))))
    share = (held + _OWN_CLAUSE * own) / max(1, len(terms))
    return share - _OTHER_PERIOD * other_period(question.reading, clause_of(sentence, quantity))


def _figure(sentence: str, quantity: Quantity, others: list[Quantity]) -> Figure:
    before = sentence[max(0, quantity.start - _CONTEXT) : quantity.start]
    behind = sentence[quantity.end : quantity.end + 2]
    pair = next((other for other in others if 2 <= other.start - quantity.end <= 3), None)
    if behind == "以上" and pair is not None and sentence[pair.end : pair.end + 2] == "以下":
        return Figure("range", quantity.value, pair.value, pair.unit, quantity.start, pair.end)
    for other in others:
        if other.unit == quantity.unit and _UP_TO.fullmatch(
            sentence[quantity.end : max(quantity.end, other.start)]
        ):
            return Figure("range", quantity.value, other.value, other.unit, quantity.start, other.end)
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
