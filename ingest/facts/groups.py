"""Figures that share a metric: 生均经费小学720元、初中940元; 教师学历比例：普通高中达20%，中职达15%."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.figures import Found
from ingest.facts.target_rules import RATE_END
from kb.rules import Rule, rule

_KIND = r"(?:城区|城镇|城市|县城|县镇|农村|乡村|山区|公办|民办|普通|普惠性?|中等职业|高等职业|特殊教育|寄宿制|独立|新建|其他|其余)"
_STAGE = (
    r"(?:学前(?:教育)?|幼儿园|托班|[小中大]班|小学|初级中学|初中|普通高中|高级中学|高中|中学|中职|职高|技工院校|义务教育|完全中学|高完中|十二年一贯制"
    r"|九年一贯制|特殊教育|本科|专科|高职|高等(?:学校|教育)|高校|[一二三四五六七八九]年级|高[一二三]|初[一二三]|农村|县城|山区|全日制|半日制|教师|学生|幼儿|男生|女生|个人|单位|[城乡][区村镇])"
)
_TAIL = r"(?:阶段|学校|院校|专任教师|教师|学生|生(?!均|师)|教育|(?:[一二三四五六]?(?:至|、|-))?[一二三四五六]年级|园)?"
KIND = re.compile(_KIND)
GROUP: Rule = rule(
    "group",
    rf"{_KIND}*(?:{_STAGE}{_TAIL}|{_KIND}(?:学校|幼儿园|地区))(?:阶段)?",
    example="中等职业学校",
    counter_example="覆盖率",
)
"""A kind of school or people for which a metric is given in turn."""


_PEOPLE = re.compile(r"(?:专任)?教师$|学生$|幼儿$")
GROUP_END = re.compile(rf"(?:{GROUP.pattern.pattern})$")
RATIO_TAIL = re.compile(r"的(?P<name>[师生教职工员幼与和之]{1,10}比例?|配[备置]比例?|生均标准)")
"""Names, behind the last figure of a row, what all of them are (小学1:19、初中1:13.5的师生比)."""
OTHERS: Rule = rule(
    "others",
    r"(?:其他|其余|各)[市县区州省旗]+|有条件的[^，、]{1,8}",
    example="有条件的地方",
    counter_example="有条件接受",
)
"""Names who reaches a figure, not which."""


def with_stage(item: Found, before: Found | None) -> Found:
    """The metric of a figure that names only its group (初中达到5.3人), from the figure before."""
    if before and OTHERS.pattern.fullmatch(item.metric):
        shared = re.sub(r"^[\u4e00-\u9fff]{2,6}?[市州县区](?=.{3})", "", before.metric)
        return replace(item, metric=shared, subject=item.metric)
    if not GROUP.pattern.fullmatch(item.metric):
        return item
    if before is None or before.unit != item.unit or GROUP.pattern.fullmatch(before.metric):
        return item
    groups = list(GROUP.pattern.finditer(before.metric))
    if not groups:
        shares = RATE_END.search(before.metric) is not None
        return replace(item, metric=f"{before.metric}{item.metric}") if shares else item
    last = groups[-1]
    people = _PEOPLE.search(last.group())  # 招聘教师727名，其中高中111名: teachers all the same
    kept = people.group() if people and not _PEOPLE.search(item.metric) else ""
    metric = f"{before.metric[: last.start()]}{item.metric}{kept}{before.metric[last.end() :]}"
    return replace(item, metric=metric)


def with_tail(item: Found, name: str) -> Found:
    """A ratio of a row whose metric stands behind the last one: 小学师生比 1:19."""
    group = GROUP_END.search(item.metric)
    if ":" not in item.value or group is None or name in item.metric:
        return item
    return replace(item, metric=f"{group.group()}{name}")
