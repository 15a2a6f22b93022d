"""The names of a small invented corpus of a real city, for tests of question understanding."""

from __future__ import annotations

import functools

from kb.question.vocabulary import QuestionVocabulary
from kb.regions import default_gazetteer

REGIONS = (("绵阳市", "四川省"), ("江油市", "绵阳市"), ("三台县", "绵阳市"))
UNITS = (
    "市教育体育局",
    "市财政局",
    "市发展改革委",
    "市人力资源社会保障局",
    "市公安局",
    "县教育局",
    "县人民政府",
)
METRICS = ("普通高中班额", "学前三年毛入园率", "九年义务教育巩固率", "普惠性幼儿园覆盖率", "师生比")
TEXT = (
    "绵阳市 江油市 三台县 市教育体育局牵头 市财政局配合 普通高中班额不超过50人 学前三年毛入园率达到95%以上 "
    "九年义务教育巩固率 普惠性幼儿园覆盖率 师生比 消除大班额 教师补充 教师交流 校车安全 校园食品安全 征求意见稿 责任单位"
)


@functools.cache
def vocabulary() -> QuestionVocabulary:
    """Built once for all tests."""
    return QuestionVocabulary(
        gazetteer=default_gazetteer().with_regions(REGIONS),
        document_regions=frozenset(name for name, _ in REGIONS),
        units=UNITS,
        surfaces=frozenset(UNITS),
        metrics=frozenset(METRICS),
        title_terms=frozenset(),
        text=TEXT,
    )
