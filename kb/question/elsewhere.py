"""Places that a question names by a short name and that no document writes of: 邹城的公交 where no text has 邹城.

Such a question is about that place, whatever the documents of other places say of the matter; so it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.question.places import NAMED_AFTER_REGION
from kb.question.vocabulary import QuestionVocabulary
from kb.region_names import LEVELS, Region
from kb.regions import RegionMention, word_bounds
from kb.rules import Rule, rule

_BEFORE: Rule = rule(
    "before_a_place",
    r"(?:^|^(?:那么?|请问|想?问一?下|你好|您好|我想(?:问|知道)|我[们家]?在|我们?|咱们?|在|查一?下|帮我查一?下|对比(?:一下)?|比较(?:一下)?)[,，]?|[和与跟比、,，]|还是)$",
    example="请问",
    counter_example="学校的",
)
"""What stands before the place that a question asks about: nothing, an opening, or another place."""
_AFTER: Rule = rule(
    "after_a_place",
    r"^(?:$|[的呢这那今去明各两和与跟比、,，?？\s\d“\"《]|[市县区州旗]?(?:教育|财政|民政|公安|人社|卫健|编办|发改)|小学|初中|高中|中小学|中职|职业|幼儿园|学前|义务|普通|公办|民办|学校|教师|老师|学生|班额|中考|高考|哪|谁|都|现在|目前|关于|城区|乡村|农村|全[市县区])",
    example="教育局",
    counter_example="石地面",
)
RULES: tuple[Rule, ...] = (_BEFORE, _AFTER)
_ORDINARY_WORDS = (
    "共和 会同 公安 资源 合作 延长 新建 解放 港口 通道 和平 互助 中方 友好 平原 前进 复兴 工农 河口 安定 振兴 新兴 中和 运河 大方 "
    "淡水 海港 将军 兴国 通海 灯塔 红旗 方正 富裕 平安 安居 日照 开封 来宾 大城 大通 温泉 东风 团结 光明 先锋 城关 城中 市中 乐业 爱民 "
    "新民 同心 中心 高台 山城 石门 石棉 健康 文明 向阳 东方 南部 城北 路北 路南 和政 和安 新城 新区 小店 老城 平房 桥头 大堂 回民"
)
"""Short names of places that are words of everyday or official language; the places are asked about by full name."""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_JOINING = "和与跟比、"
_LONGEST, _SHORTEST = 5, 2


def places_elsewhere(
    text: str, vocabulary: QuestionVocabulary, named: Sequence[RegionMention] = ()
) -> list[RegionMention]:
    """Cities and counties by their short names, of which no document writes, in the order of the question.

    ``named`` are the places found already: what follows one of them may be a place within it (广元青川).
    """
    begins, ends = word_bounds(text)
    # 和广昌 may be cut as 和广 and 昌
    joined = {place + 1 for place, letter in enumerate(text) if letter in _JOINING}
    above = {mention.end: mention.region.name for mention in named}
    found: list[RegionMention] = []
    for start in sorted(begins | joined | above.keys()):
        within = above.get(start)
        if within is None and not _BEFORE.pattern.search(text[:start]):
            continue
        for end in range(min(len(text), start + _LONGEST), start + _SHORTEST - 1, -1):
            if end not in ends and start not in joined and within is None:
                continue
            if NAMED_AFTER_REGION.match(text[end:]):
                continue
            region = _region(text[start:end], vocabulary, within)
            # at the very beginning a whole word that no document writes is enough
            if region is not None and (
                within or (start == 0 and end in ends) or _AFTER.pattern.match(text[end:])
            ):
                found.append(RegionMention(start, end, text[start:end], region))
                break
    return found


def _region(name: str, vocabulary: QuestionVocabulary, within: str | None) -> Region | None:
    """The largest region of a short name that no document writes; of several counties the first, for none is at hand."""
    if name in vocabulary.text or name in _ORDINARY:
        return None
    gazetteer = vocabulary.gazetteer
    named = [region for region in gazetteer.named(name) if region.name != name]
    if within is not None:
        named = [region for region in named if within in gazetteer.above(region)]
    return min(named, key=lambda region: LEVELS.index(region.level), default=None)
