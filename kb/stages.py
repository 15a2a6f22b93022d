"""Stages of schooling, to keep 普通高中 figures out of answers about 学前教育."""

from __future__ import annotations

import re

_STAGES: dict[str, re.Pattern[str]] = {
    "preschool": re.compile(r"学前|幼儿园|幼儿|毛入园|托育|托幼|保教|保育"),
    "compulsory": re.compile(
        r"义务教育|小学|初中|九年(?:一贯|义务)|中小学|初[一二三](?![步级])|(?<!高中)(?<!高级中学)[一二三四五六七八九]年级"
    ),
    "senior": re.compile(
        r"普通高中|普高|县中|(?<!职业)(?<!中职)高中(?!阶段)|高中阶段|中小学(?!教师资格)|(?<![提最更较])高[一二三](?![点些级等步])"
    ),
    "vocational": re.compile(r"中职|职业(?:教育|学校|院校|高中|技术)|职教|技工|高职|双师|产教|高中阶段"),
    "higher": re.compile(r"高等教育|高等学校|高校|大学|本科|研究生|高职|高等职业"),
    "special": re.compile(r"特殊教育|特教|残疾"),
    "lifelong": re.compile(r"终身教育|老年(?:教育|大学)|社区教育|继续教育|自学考试"),
}


def stages_of(text: str) -> frozenset[str]:
    """Names of the stages that the text speaks of; empty when it names none.

    中小学 covers compulsory and senior, 高中阶段 senior and vocational education.
    """
    return frozenset(name for name, pattern in _STAGES.items() if pattern.search(text))


def without_stages(text: str) -> str:
    """The text with the words that name a stage left out."""
    for pattern in _STAGES.values():
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def stages_clash(asked: frozenset[str], *texts: str) -> bool:
    """Whether the closest text that names a stage names none that is asked for."""
    if not asked:
        return False
    for text in texts:
        named = stages_of(text)
        if named:
            return not (asked & named)
    return False
