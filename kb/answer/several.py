"""Several figures asked for in one question: 小学和初中的班额分别是多少, 四项指标各是多少."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.answer.evidence import Evidence
from kb.answer.matching import Match
from kb.answer.neighbours import figure_place, own_words, pairs
from kb.numbers import parse_number
from kb.records import Target
from kb.rules import Rule, rule
from kb.text import normalize

_COUNT = r"[二两三四五六七八九十]|[2-9]|1\d"
STATED: Rule = rule(
    "stated_count",
    rf"(?:(?P<items>[^,，。?？]*?)(?:这)?)?(?P<count>{_COUNT})(?:大)?(?:项|个|样|类|种|条|组)"
    r"(?=[^,，。?？]{0,8}(?:指标|目标|数字|数据|百分比|比例|数值|数|要求|分别|各))",
    example="四项百分比指标各是多少",
    counter_example="建设三所学校",
)
EACH: Rule = rule(
    "each",
    r"分别|各(?:自)?(?:是|为|有|不|要|应|多|达|占|到|至|几|需|须|收|罚)|各(?![区县市地校镇乡级类国省])(?=[^,，。?？]{0,8}(?:多少|几|什么))|\brespectively\b|\beach\b",
    example="小学和初中班额分别不超过多少人",
    counter_example="各区有多少所幼儿园",
)
ALL_FIGURES: Rule = rule(
    "all_figures",
    r"(?:哪些|哪几[个项]|什么样的)(?:[^,，。?？]{0,6}的)?(?:主要|具体|量化|数量|核心|预期)*(?:指标|目标值|数字|数据|数量要求|量化要求|比例要求)"
    r"|(?:数量|数字|量化|指标)(?:上|方面)?(?:的)?(?:要求|目标|指标)?(?:都)?(?:有|是|包括)?(?:哪些|哪几|些什么)",
    example="提出了哪些量化指标",
    counter_example="有哪些措施",
)
ASKING: Rule = rule(
    "asking",
    r"多少|百分之几|几成|几(?=[个所人名门项元岁天年倍次套册平万百千月日小课学种])|多[大高长远](?![的]?一)|\bhow (?:many|much)\b",
    example="最多罚多少钱",
    counter_example="几乎都对",
)
_SPLIT = re.compile(r"[\s、,，;；?？]|以及|还有|(?<=[\u4e00-\u9fff])(?:和|与|跟|及)(?=[\u4e00-\u9fff])")
_NOISE = re.compile(
    r"分别|各(?:自|是|为|有)?|多少|百分之几|几(?:个|所|人|名|门|项|岁|天|年|倍|次)?|不?(?:得|能|应)?(?:低于|高于|超过|少于)|至少|最多|最少|达到?|要|应|是|的|立项|目标|指标|呢|规定|要求|三样|两项"
)
_HELD = 0.5
_POOL = 60


def expected_count(reading: str, items: Sequence[str]) -> int:
    """How many figures a question about ``items`` asks for; 1 for one, 0 for all that there are."""
    if ALL_FIGURES.pattern.search(reading):
        return 0
    if stated := STATED.pattern.search(reading):
        return int(parse_number(stated["count"]) or 1)
    if EACH.pattern.search(reading):
        return max(2, len(items))
    return max(1, len(ASKING.pattern.findall(reading)))


def asked_items(reading: str) -> list[str]:
    """What is asked about, one by one: 毛入园率 and 普惠率."""
    each = EACH.pattern.search(reading)
    head = reading[: each.start()] if each else reading
    items = [_NOISE.sub("", piece) for piece in _SPLIT.split(head)]
    return [item for item in items if len(item) >= 2]


def with_others(evidence: Evidence, best: Target, ranked: Sequence[Match[Target]]) -> list[Target]:
    """``best`` and the other figures that the question asks for, in reading order.

    Each thing that the question names takes the fact that holds most of its words; what is then missing
    is filled up from the sentence of the best fact, then from its section.
    """
    items = asked_items(evidence.question.topic)
    count = expected_count(normalize(evidence.question.text), items)
    if count == 1:
        return [best]
    own = [
        match
        for match in ranked
        if match.fact.document_id == best.document_id and match.fact.region == best.region
    ][:_POOL]
    beside = [match.fact for match in own if (match.fact.start, match.fact.end) == (best.start, best.end)]
    if count == 0 or len(beside) == count:
        return _in_order(evidence, beside)
    chosen = {best.id: best}
    for item in items:
        if (fact := _named_by(evidence, item, own)) is not None:
            chosen.setdefault(fact.id, fact)
    section = [
        match.fact
        for match in own
        if match.fact.section_id == best.section_id and match.fact.unit == best.unit
    ]
    for fact in (*beside, *section):
        if len(chosen) >= count:
            break
        chosen.setdefault(fact.id, fact)
    return _in_order(evidence, chosen.values())


def _named_by(evidence: Evidence, item: str, ranked: Sequence[Match[Target]]) -> Target | None:
    """The fact that holds most of an item's words; None when none holds half of them."""
    wanted = pairs(item)
    held = [
        (len(wanted & pairs(own_words(evidence.corpus, match.fact))) / len(wanted), match.score, match.fact)
        for match in ranked
    ]
    best = max(held, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] >= _HELD else None


def _in_order(evidence: Evidence, facts: Iterable[Target]) -> list[Target]:
    return sorted(facts, key=lambda fact: (fact.start, figure_place(evidence.corpus, fact), fact.end))
