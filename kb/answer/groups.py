"""Two or more groups that one question joins: 小学和初中的班额, 城区学校跟乡镇学校的服务半径, 一等、二等奖学金.

Each becomes a side of a comparison with the question as it would be asked of that group alone.
"""

from __future__ import annotations

import re

from kb.answer.sides import Side
from kb.question.model import Question
from kb.rules import Rule, rule

_NAME = (
    r"(?:特殊教育|幼儿园|学前|小学|初中|普通高中|普高|高中|中职|职业高中|职高|高职|本科|专科|学士|硕士|博士|城区|城市|城镇|县城|农村|乡村|乡镇|镇区|村小"
    r"|公办|民办|非?普惠性?|非?寄宿制?|住校|走读|专职|兼职|骨干|[一二三四五甲乙丙丁特]等|[一二三四五ABC]类|[省市县校]级|[一二三四五六七八九]年级|初[一二三]|高[一二三]|男|女|晴天|雨天|夏季|冬季|春季|秋季)"
)
_NOUN = r"(?:学校|中心校|教师|老师|学生|幼儿园|民办园|公办园|园|部|校|班|生|阶段|教育|机构|奖学金|助学金|奖)?"
_JOIN = r"(?:和|与|跟|同|及|比|、|或|还是)"
_GROUP = rf"{_NAME}{_NOUN}"
GROUPS: Rule = rule(
    "groups",
    rf"(?<!中){_GROUP}(?:{_JOIN}{_GROUP})+",
    example="小学和初中的班额差几人",
    counter_example="中小学和谐校园建设",
)
APART: Rule = rule(
    "groups_apart",
    rf"(?P<one>{_GROUP})(?P<what>的?[^,，。;；?？、和与跟同比及]{{2,12}}?)(?:和|与|跟|同|比)(?P<other>{_GROUP})(?:的)?",
    example="小学的班额跟初中差多少",
    counter_example="小学的班额差多少",
)
RULES: tuple[Rule, ...] = (GROUPS, APART)
_SPLIT = re.compile(_JOIN)


def group_sides(question: Question) -> list[Side]:
    """A side for each of the groups that the question joins; empty when it joins none."""
    reading, topic = _apart(question.reading), _apart(question.topic)
    names = _names(reading)
    if len(names) < 2 or len(question.regions) > 1:
        return []
    region = question.regions[0] if question.regions else None
    return [
        Side(f"{region or ''}{name}", region, reading=_alone(reading, name), topic=_alone(topic, name))
        for name in names
    ]


def _apart(text: str) -> str:
    """小学的班额跟初中差多少 as 小学和初中的班额差多少."""
    if GROUPS.pattern.search(text):
        return text
    return APART.pattern.sub(lambda m: f"{m['one']}和{m['other']}{m['what']}", text, count=1)


def _names(text: str) -> list[str]:
    match = GROUPS.pattern.search(text)
    return list(dict.fromkeys(_SPLIT.split(match.group()))) if match else []


def _alone(text: str, name: str) -> str:
    """The text with one group in the place of all of them."""
    spaced = re.sub(rf"({_GROUP}) (?={_GROUP})", r"\1、", text)
    return GROUPS.pattern.sub(name, spaced, count=1)
