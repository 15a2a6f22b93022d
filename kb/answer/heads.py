"""The thing whose figure is asked for (统招线, 校际差异系数), and whether a figure's own words are about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.answer.evidence import Evidence
from kb.answer.neighbours import pairs
from kb.answer.shares import share_asked
from kb.answer.siblings import clause_of
from kb.labels import fact_label
from kb.numbers import Quantity, find_quantities
from kb.question.model import Question
from kb.records import Target
from kb.rules import Rule, rule
from kb.text import normalize, tagged_words

_ASKING = re.compile(
    r"多少|好多|百分之几|几成|几(?=[个所人名门项元岁天年倍次套册平万百千月日小课学节场分])|多[大高长远重]"
)
_SEVERAL = re.compile(
    r"分别|各(?:是|要|为|有|应|须|自|多|占|达|几|立|建|创|招)|[二两三四五六七八九][项个样类种](?:指标|数|比例|目标|百分)"
)
_FUNCTION = re.compile(r"[各要应须该能会得可把被由给再还先才就呢吗么]")
_COMPARES = re.compile(r"不?(?:低于|少于|超过|高于|大于|小于)|达到?|[为占的]")
_COUNTS = re.compile(
    r"(?!钱(?:[一每]|$))[\u4e00-\u9fff]?(?!以[上下内]|[元块毛钱])(?!(?:元|平方米|平米|公里|学时|课时|小时|分钟|周岁|岁|学分|天|年|个?月|分|倍|次)(?:[\u4e00-\u9fff]|$))(?:[\u4e00-\u9fff]{2,})(?<!以[上下内])(?<![呢啊呀])"
)
"""A thing behind 多少, which is then what is counted: 多少义务教育学位."""
TAIL: Rule = rule(
    "tail",
    r"(?:[\s,，:：、]|[一每](?:次|张|套|份|顿|餐|趟)|[先还再要须应需得能会该当可不在至到为是有占达于由把给被再才就各]|应该?|应当|必须|需要|可以|允许|最[多少高低晚早快慢大小长短远终后]?|至少|起码|顶多|分别|一共|总共|总的?|大概|到底"
    r"|不?(?:得|能|应)?(?:超过|低于|少于|高于|多于)|超过|低于|少于|高于|多于|大于|小于|达到|提高|提升|提|升|降低|降|压减|压|控制|稳定|保持|巩固|维持|增加|增长|增|减少|减|扩大|配备|配|安排|设置|设|定|规定|要求|计划|打算|准备|力争|争取|预计|想"
    r"|封顶|顶格|国家|省里|市里|县里|上面|明确|实现|完成|建成|开展|收取?|交|缴|补|发|给|罚|拿|领|招|建|新建|新增|招聘|培训|(?:19|20)\d\d年?|(?:今|明|去|每|当|一)?(?:年|学期|学年|个?月|周|天|日)|每[人生校班班名个所]|目标值?|指标|以上|以下|以内|底|前|末|了|的|吗)+$",
    example="统招线要达到",
    counter_example="统招线",
)
_GENERIC = re.compile(
    r"(?:比例|比重|占比|数量|标准|人数|名额|金额|时间|时长|规模|目标|指标|面积|学生|老师|教师|孩子|儿童|幼儿|学校|幼儿园|上限|下限|限额|限价|封顶|数|人|钱|学位|招生|学时|课时|次数|资金|经费|费用?|收费|价格|额度|班|情况|要求|计划|范围|程度|年限|任务|娃|公办|民办|城区|农村|初中|小学|高中|开放|普高|机构|比列|期间|两边|两侧|周围|周边|附近|门口|距离|时候|节点|人均|生均|每人|每生|全[县市省区旗州]|年度)+"
)


_WHOLE = 5
"""Least characters of a metric that the question names in full, so that it is the one that is meant."""
_CLEARLY = 2
"""How many more pairs of characters the words of another figure must share with the question."""


def head_of(question: Question) -> str:
    """The name of what a question measures; empty where it is a general word or belongs to an earlier question."""
    head = asked_head(question.reading)
    return head if head in question.topic.replace(" ", "") and head in normalize(question.text) else ""


def _fullest(question: Question, text: str) -> str:
    """The head with as much of what stands before it as the text holds: 对口就业率; empty where it holds not even that."""
    head = head_of(question)
    at = question.topic.rfind(head)
    if not head or head not in text:
        return ""
    while at > 0 and question.topic[at - 1 :][: len(head) + 1] in text:
        at, head = at - 1, question.topic[at - 1] + head
    return head


def asks_several(reading: str) -> bool:
    """Whether more than one figure is asked for."""
    return len(_ASKING.findall(reading)) > 1 or _SEVERAL.search(reading) is not None


@lru_cache(maxsize=256)
def asked_head(reading: str) -> str:
    """The last word before the only 多少; empty where that is a general word, or where several figures are asked for."""
    match = _ASKING.search(reading)
    if match is None or asks_several(reading):
        return ""
    if _COUNTS.match(reading, match.end()):
        return ""
    before = TAIL.pattern.sub("", reading[: match.start()])
    run = re.split(r"[^\u4e00-\u9fff]|的", before)[-1]
    head, last = "", ""
    for word, tag in reversed(tagged_words(run)):
        head, last = word + head, last or tag
        if len(head) > 1:
            break
    named = (
        len(head) > 1 and last.startswith("n") and not _FUNCTION.search(head) and not _GENERIC.fullmatch(head)
    )
    return head if named else ""


def figure_of(quote: str, fact: Target) -> Quantity | None:
    """The quantity of a quote that a fact states: of several with its value the one whose clause speaks of its metric."""
    label = pairs(fact_label(fact))
    same = [q for q in find_quantities(quote) if (q.value, q.unit) == (fact.value, fact.unit)]
    return max(same, key=lambda q: (len(label & pairs(clause_of(quote, q))), -q.start), default=None)


def stands_elsewhere(evidence: Evidence, fact: Target) -> bool:
    """Whether another figure of the fact's sentence is the one that is asked for."""
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    quantities = find_quantities(quote)
    own = figure_of(quote, fact)
    if own is None or "|" in quote:
        return False
    question = evidence.question
    if len(fact.metric) >= _WHOLE and fact.metric in normalize(question.text):
        return False
    if (part := share_asked(question.reading)) and part in fact.metric:
        return False
    if _fullest(question, quote) not in fact_label(fact) and is_elsewhere(question, quote, own):
        return True
    if asks_several(question.reading) or re.search("分别|其中", quote[: own.start]):
        return False
    return _fits_other(evidence, fact, quote, own, quantities)


def is_elsewhere(question: Question, text: str, quantity: Quantity) -> bool:
    """Whether the text names the thing that is asked for, but neither before its first figure nor beside this one."""
    head = _fullest(question, text)
    if not head:
        return False
    first = min(q.start for q in find_quantities(text))
    return head not in text[:first] and head not in clause_of(text, quantity)


def _fits_other(
    evidence: Evidence, fact: Target, quote: str, figure: Quantity, quantities: Sequence[Quantity]
) -> bool:
    """Whether the clause of another figure in the same unit holds clearly more of the question's words."""
    question = evidence.question
    asked = pairs(question.topic)
    if question.language == "zh":  # a follow-up carries the topic of the question before
        asked &= pairs(normalize(question.text)) or asked
    own = len(asked & pairs(f"{fact_label(fact)} {clause_of(quote, figure)}"))
    others = [
        len(asked & pairs(clause_of(quote, q)))
        for q in quantities
        if q.unit == fact.unit and q.value not in (fact.value, fact.value_high)
    ]
    return max(others, default=0) >= own + _CLEARLY


def whole_of(evidence: Evidence, part: Target, others: Sequence[Target]) -> Target | None:
    """The figure of which ``part`` is a share (新增1.8万个，其中2022年4200个), unless the question speaks of the share."""
    share = _share(evidence, part)
    if share is None or share.words & _said(evidence.question):
        return None
    whole = _whole_figure(evidence, part, share)
    return next((f for f in _beside(part, others) if (f.value, f.unit) == whole), None)


def _said(question: Question) -> frozenset[str]:
    """Pairs of characters of the question and of the terms that stand for its everyday words."""
    reading = question.reading
    for region in question.regions:  # 石河子市 has a 石河子城区学校 that is not meant
        reading = reading.replace(region, " ")
    return pairs(reading) | pairs(question.synonyms)


def _whole_figure(evidence: Evidence, part: Target, share: _Share) -> tuple[str, str] | None:
    """Value and unit of the last figure before 其中 in the unit of the share that is no change (比上年增加450人)."""
    quote = evidence.corpus.document(part.document_id).text[part.start : part.end]
    unit = share.figure.unit.lstrip("百千万亿")
    before = [q for q in find_quantities(quote) if q.end <= share.start and q.unit.lstrip("百千万亿") == unit]
    before = [q for q in before if not _BY_HOW_MUCH.search(clause_of(quote, q))] or before
    return (before[-1].value, before[-1].unit) if before else None


_BY_HOW_MUCH = re.compile(r"[比较同].{0,8}(?:增|减|多|少|提高|下降)")


def part_of(evidence: Evidence, whole: Target, others: Sequence[Target]) -> Target | None:
    """The share of a figure whose own words the question holds and the whole does not: 其中公办园98%."""
    asked = _said(evidence.question)
    if _share(evidence, whole) is not None:
        return None
    for fact in _beside(whole, others):
        share = _share(evidence, fact)
        if share is None or not share.words & asked:
            continue
        if _whole_figure(evidence, fact, share) == (whole.value, whole.unit):
            return fact
    return None


@dataclass(frozen=True, slots=True)
class _Share:
    """A figure behind 其中."""

    figure: Quantity
    start: int
    """Where 其中 stands in the quote."""
    words: frozenset[str]
    """Pairs of characters of the words that limit the share, without those that stand before 其中."""


def _share(evidence: Evidence, fact: Target) -> _Share | None:
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    own = figure_of(quote, fact)
    at = quote.rfind("其中", 0, own.start) if own else -1
    if own is None or at < 0 or re.search("[。；;]", quote[at : own.start]):
        return None
    words = re.split("[，、,]", quote[at + 2 : own.start])[-1]
    words = _COMPARES.sub("|", words)
    return _Share(own, at, pairs(words) - pairs(re.sub(r".*[。；]", "", quote[:at].rstrip("，；"))))


def _beside(fact: Target, others: Sequence[Target]) -> list[Target]:
    place = (fact.document_id, fact.start, fact.end)
    return [other for other in others if (other.document_id, other.start, other.end) == place]
