"""Figures that a document replaces: 原标准 beside 补助标准, 由每月350元提高到500元.

What holds now is meant unless the question asks for what was; one that asks for the change wants both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.answer.evidence import Evidence
from kb.answer.matching import Match
from kb.answer.sides import CHANGE, FROM_TO
from kb.corpus import Corpus
from kb.numbers import Quantity, find_quantities
from kb.records import Target
from kb.rules import Rule, rule
from kb.table_text import column_names, header_at

OLD: Rule = rule(
    "old",
    r"原(?:有|来|先|定|执行|补助|收费|资助|发放|拨款)*的?(?:标准|金额|额度|价格|定额|限价|数|值)|(?:调整|提高|提标|修订|变更|改革|优化|调|涨)[以之]?前|(?:旧|老)(?:的)?标准",
    example="原标准（元/生·年）",
    counter_example="补助标准（元/生·年）",
)
"""Names a column of what was before."""
NEW: Rule = rule(
    "new",
    r"(?:调整|提高|提标|修订|变更|改革|优化|调|涨)[以之]?后|(?:新|现)(?:执行|行|定)?的?(?:标准|金额|额度|价格|定额|限价)",
    example="调整后标准",
    counter_example="最后标准",
)
ASKS_OLD: Rule = rule(
    "asks_old",
    r"原(?:来|先|有|本|标准|定)|以前|之前(?!要|完成|必须|得)|从前|过去|(?:调整|提高|提标|修订|改|涨|降|调)[以之]?前|旧(?:的)?标准|老标准|没(?:有)?(?:调|涨|提)",
    example="调整以前是多少钱一年",
    counter_example="现在一个月发多少",
)
BOTH: Rule = rule(
    "both",
    r"(?:调整|提高|提标|修订|改|涨|降|调)(?:之|以)?前后|(?:原来|以前|之前|原标准)[^。？?]{0,16}(?:现在|如今|目前|新标准|调整后)|(?:现在|新标准|调整后)[^。？?]{0,10}比(?:原来|以前|之前|原标准|调整前|过去)|(?:原来|以前|之前|原标准|过去)相?比",
    example="补助调整前后差多少",
    counter_example="考试前后要注意什么",
)
"""Asks for what was and for what is."""
_FROM = re.compile(
    r"(?:由|从)(?:原来|原先|现行|现在|目前|过去|此前)*的?(?:每[生人月年班次课时学期天]+|[生人]均)*\s*$"
)
_TO = re.compile(
    r"[^，；。\d]{0,8}?(?:提高|提升|增加|增|上调|调整|调|扩大|上升|增长|降低|下降|降|减少|下调|压缩|压减|缩短|延长|整合|撤并)(?:到|至|为)(?:每[生人月年班次课时学期天]+|[生人]均)*\s*"
)


def asks_change(reading: str) -> bool:
    """Whether the change of a figure is asked for: 涨了多少, 调整前后差多少."""
    return any(named.pattern.search(reading) for named in (CHANGE, BOTH, FROM_TO))


def is_replaced(evidence: Evidence, fact: Target) -> bool:
    """Whether a table's figure is of the other stand than the one that is asked for: 原标准 for what holds now."""
    text = evidence.corpus.document(fact.document_id).text
    reading = evidence.question.reading
    if header_at(text, fact.start) is None or BOTH.pattern.search(reading):
        return False
    was = OLD.pattern.search(fact.metric) is not None
    if not ASKS_OLD.pattern.search(reading):
        return was
    return not was and any(OLD.pattern.search(name) for name in column_names(text, fact.start))


def change_of(
    evidence: Evidence, best: Target, ranked: Sequence[Match[Target]]
) -> tuple[Target, Target] | None:
    """The figure before and the one after a change that a document states in one row or clause; None where it does not."""
    beside = _in_row(evidence.corpus, best, [match.fact for match in ranked])
    return beside or _in_clause(evidence.corpus, best)


def _in_row(corpus: Corpus, best: Target, others: Sequence[Target]) -> tuple[Target, Target] | None:
    text = corpus.document(best.document_id).text
    if header_at(text, best.start) is None:
        return None
    row = [f for f in others if (f.document_id, f.start, f.end) == (best.document_id, best.start, best.end)]
    old = [fact for fact in row if OLD.pattern.search(fact.metric) and fact.unit == best.unit]
    new = [best] if not OLD.pattern.search(best.metric) else [f for f in row if NEW.pattern.search(f.metric)]
    return (old[0], new[0]) if len(old) == 1 and new and new[0].unit == old[0].unit else None


def _in_clause(corpus: Corpus, best: Target) -> tuple[Target, Target] | None:
    quote = corpus.document(best.document_id).text[best.start : best.end]
    quantities = find_quantities(quote)
    for one, other in pairwise(quantities):
        stated = (other.value, other.unit) == (best.value, best.unit)
        if stated and _FROM.search(quote[: one.start]) and _TO.fullmatch(quote, one.end, other.start):
            return _as_old(best, one, other), best
    return None


def _as_old(best: Target, one: Quantity, other: Quantity) -> Target:
    return replace(
        best,
        id=f"{best.id}-before",
        value=one.value,
        unit=one.unit or other.unit,
        value_high=None,
        comparator="=",
        deadline=None,
        as_written="",
    )
