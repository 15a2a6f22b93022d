"""The share that is asked for of a group: 招聘的110名教师里，音乐老师占多少."""

from __future__ import annotations

import re

from kb.rules import Rule, rule

SHARE_OF: Rule = rule(
    "share_of",
    r"(?:(?:里面?|之?中|当中)[,，]|其中[,，]?)(?P<part>(?![要须应能得拿从给每])[\u4e00-\u9fff]{2,8}?)(?:要|应当?|须|得|至少|最少|最多|不少于|不低于)*(?:占|有|招|是)?(?:了)?(?:多少|几|好多)",
    example="招聘的110名教师里，音乐老师占多少",
    counter_example="计划里要招多少人",
)
RULES: tuple[Rule, ...] = (SHARE_OF,)
_ANYONE = re.compile(r"学生|老师|教师|孩子|儿童|幼儿|人|学校")


def share_asked(reading: str) -> str:
    """Of whom a share is asked for (男教师), as documents write it; empty when of nobody."""
    match = SHARE_OF.pattern.search(reading)
    if match is None or _ANYONE.fullmatch(match["part"]):
        return ""
    return match["part"].replace("老师", "教师")
