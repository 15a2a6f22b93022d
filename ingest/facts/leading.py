"""Figures whose own clause does not say what they are of: 扩大五年制招生，2024年招生1500人; 教室温度不低于20℃，宿舍不低于18℃."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.facts.conditions import LENGTHS
from ingest.facts.figures import MAX_METRIC, Found
from ingest.facts.metric_names import read_metric
from ingest.facts.source import clauses
from ingest.facts.target_rules import CHANGE, SETTING
from ingest.facts.times import Timed, same_clause
from kb.numbers import Quantity, find_quantities
from kb.rules import Rule, rule

CLOSES: Rule = rule(
    "closes",
    r"^\s*(?:及?以上|以下|以内|左右)?\s*(?:$|[，、；。;,）)])",
    example="以上，",
    counter_example="示范学校",
)
"""Behind a figure with which its clause ends."""
EACH_HAS: Rule = rule(
    "each_has",
    r"^\s*(?:其中|同时|原则上)?每(?!年|学年|学期|月|周|天|日|次)[个名所间辆条套班校园场位家座栋层支台]?[\u4e00-\u9fff]{1,12}$",
    example="每个考场监考教师",
    counter_example="每年招生",
)
"""A clause up to its figure that says what each one has."""
ATTRIBUTE: Rule = rule(
    "attribute",
    r"(?:室内|平均|每?生均|人均|每[天日周月]|日均|最[高低大小长短])*(?:体育|建筑|绿化|活动|运动|用地|使用|睡眠|作业|锻炼|书面)*"
    r"(?:场地|总量|用房)?(?:温度|湿度|照度|亮度|噪[声音]|面积|班额|规模|距离|半径|间距|高度|宽度|时间|时长|人数|床位|年龄|学时|标准|速度|浓度|车速|年限|金额|限额|份额|价格|单价)$",
    example="教室室内温度",
    counter_example="教室",
)
"""Ends the name of a figure with what is measured, which the next ones of its row leave out."""
COPULA: Rule = rule(
    "copula",
    r"[\u4e00-\u9fff](?:[时期限长间量数分准格度]|课|活动|班|规模|[^认作称成定以因列])为$",
    example="小学每节课为",
    counter_example="认定为",
)
"""Ends by saying what something is."""
RULES: tuple[Rule, ...] = (CLOSES, EACH_HAS, ATTRIBUTE, COPULA)
_NORMS = frozenset(("学分", "学时", "课时", "分", "元", "分钟", "小时", "节", "%"))
_LISTED = re.compile(r"\s*[\u4e00-\u9fffA-Za-z“”]{2,10}(?:各|为)?")
_FEW = 3
_LONGEST_THING = 14
_LONGEST_EACH = 8
_SHORT_THING = 8
_MEASURED = re.compile(rf"率$|比例?$|占比$|费$|[贴助]$|[\d（]|(?:{ATTRIBUTE.pattern.pattern})")
_OBJECT = re.compile(
    rf".*(?:{SETTING.pattern})(?:了|好)?(?:\d+[个所名家处期项])?(?P<thing>[^，；：]{{2,16}}?)(?:试点|工作|活动)?$"
)
_SAYS_MORE = re.compile(r"\d|[的了]$|^率|达到|以[上下]|[不未]")
_HOLDER = re.compile(
    r"^(?P<thing>[\u4e00-\u9fff“”]{2,10}?)(?=实行|全年|面向|应当?|须|必须|由|按|可以?|要|设立|设置|建立|配备|采取|执行|参照|统一|原则)"
)


def counts_when(timed: Timed, low: int, quantity: Quantity, *, since: int | None) -> bool:
    """Whether a clause sets a count by its time alone: 2025年更换220套, 2024年9月1日前开通专线8条.

    ``since`` is the year of the document: what was in a year before is no target.
    """
    if not quantity.unit or quantity.unit in LENGTHS or not CLOSES.pattern.match(timed.text[quantity.end :]):
        return False
    own = [t for t in timed.times if t.value and low <= t.start and t.end <= quantity.start]
    if not own or own[-1].kind not in ("deadline", "period"):
        return False
    year = int((own[-1].value or "0")[:4])
    rising = sum(t.value is not None and t.value[:4].isdigit() for t in timed.times) > 1
    between = timed.text[own[-1].end : quantity.start]
    return len(between) >= 2 and (own[-1].kind == "deadline" or rising or since is None or year >= since)


def is_said_to_be(timed: Timed, low: int, quantity: Quantity) -> bool:
    """Whether a clause ends by saying what something is: 小学每节课为40分钟; or lists norms behind a colon."""
    if not CLOSES.pattern.match(timed.text[quantity.end :]) or quantity.unit in LENGTHS or not quantity.unit:
        return False
    return COPULA.pattern.search(timed.text[low : quantity.start]) is not None or _is_listed(timed, quantity)


def _is_listed(timed: Timed, quantity: Quantity) -> bool:
    """Whether a norm stands in a list of such behind a colon: 课程设置：必修课40学分、选修课16学分."""
    if quantity.unit not in _NORMS:
        return False
    row = [q for q in find_quantities(timed.text) if q.unit == quantity.unit]
    heads = [timed.text[before.end : one.start] for before, one in pairwise(row)]
    colon = max(timed.text.rfind(mark, 0, row[0].start) for mark in "：:")
    first = timed.text[colon + 1 : row[0].start]
    alike = all(_LISTED.fullmatch(head.lstrip("，、；和及")) for head in (first, *heads))
    return colon > 0 and len(row) > 1 and alike


def each_has(timed: Timed, low: int, quantity: Quantity) -> bool:
    """Whether a clause says what each one has: 每个考场监考教师2人."""
    if not quantity.unit or quantity.unit in LENGTHS or not CLOSES.pattern.match(timed.text[quantity.end :]):
        return False
    return EACH_HAS.pattern.match(timed.text[low : quantity.start]) is not None


def led_by(timed: Timed, low: int, metric: str) -> str:
    """A bare verb with the clause before that leads to its figures; as it is where there is none."""
    for begin, end in reversed(clauses(timed.text[:low])):
        words = timed.text[begin:end].strip()
        if not words or find_quantities(words):
            continue
        if any(
            begin <= time.start and time.end <= end and time.end - time.start >= end - begin - 1
            for time in timed.times
        ):
            continue
        name, _ = read_metric(words)
        if not 4 <= len(name) <= MAX_METRIC // 2 or "□" in name:
            return metric
        return name if metric in name else f"{name}{metric}"
    return metric


def with_thing(timed: Timed, low: int, metric: str) -> str:
    """A name that begins with 每班 or 每人 behind the thing that the clauses before speak of: 职普融通班每班."""
    if len(metric) > _LONGEST_EACH or not re.match(
        r"每(?:[班人个门辆名次场间户项件位]|单)|单[次个项门]", metric
    ):
        return metric
    for begin, end in reversed(clauses(timed.text[:low])):
        words = timed.text[begin:end]
        for time in reversed([t for t in timed.times if begin <= t.start and t.end <= end]):
            words = words[: time.start - begin] + words[time.end - begin :]
        words = re.sub(r"\d+[个所名家处期项门]$", "", words.strip(" \u3000"))
        found = _OBJECT.match(words) or _HOLDER.match(words)
        thing = found["thing"] if found else ""
        if 2 <= len(thing) <= _LONGEST_THING and thing not in metric and not _SAYS_MORE.search(thing):
            return f"{thing}{metric}"
    return metric


def of_row(item: Found, before: Found | None) -> str:
    """What a figure measures that names only its thing, from the figure before: 宿舍室内温度; its name where that is all."""
    if before is None or before.unit != item.unit or len(item.metric) > _LONGEST_THING:
        return item.metric
    if _MEASURED.search(item.metric):
        return item.metric
    attribute = ATTRIBUTE.pattern.search(before.metric)
    if attribute is not None and attribute.start():
        return f"{item.metric}{attribute.group()}"
    # 省级示范园课后服务费不超过260元，一级园不超过160元: both are 园
    at = before.metric.rfind(item.metric[-1:])
    alike = item.comparator == before.comparator != "=" and len(item.metric) <= _SHORT_THING
    shared = before.metric[at + 1 :] if at > 0 and alike else ""
    return f"{item.metric}{shared}" if len(shared) > 1 else item.metric


def among(timed: Timed, item: Found, before: Found | None) -> str:
    """The name of a part that 其中 lists, with that of the whole: 新建幼儿园（柳林镇） of 其中白水镇12所、柳林镇11所."""
    if (
        before is None
        or before.unit != item.unit
        or item.comparator != "="
        or len(item.metric) > _SHORT_THING
    ):
        return item.metric
    start = timed.text.rfind("其中", 0, item.start)
    inside = timed.text[start : item.start]
    if (
        start < 0
        or re.search("[；。]", inside)
        or not re.fullmatch(r"[、，和及]\S*", timed.text[before.end : item.start])
    ):
        return item.metric
    stem = re.sub("（[^（）]*）$", "", before.metric)
    listed = before.metric.endswith("）") and stem not in item.metric and not SETTING.match(item.metric)
    return f"{stem}（{item.metric}）" if listed else item.metric


def goes_on(timed: Timed, reached: int, name: str, quantity: Quantity, found: list[Found]) -> bool:
    """Whether a figure without a name of its own follows one of its kind in the same clause: 6月底达到55%、9月底达到75%."""
    if name.strip("、和及， ") or not found or found[-1].unit != quantity.unit:
        return False
    return found[-1].end <= reached and same_clause(timed.text, found[-1].end, quantity.start)


def is_few(metric: str) -> bool:
    """Whether a name is so short that it is a verb without its object."""
    return len(metric) <= _FEW and not re.search("[率比]$", metric)


def named_before(verb: str, quantity: Quantity, found: list[Found]) -> str:
    """What a bare verb counts: 新增学位1.8万个，其中2022年新增4200个; 新建小学18所、改扩建25所."""
    counted = [
        item
        for item in found
        if item.unit.lstrip("百千万亿") == quantity.unit.lstrip("百千万亿")
        and not re.search(f"{CHANGE.pattern}$", item.metric)
    ]
    same = next((item.metric for item in reversed(counted) if item.metric.startswith(verb)), None)
    if same is not None or not counted:
        return same or verb
    last = counted[-1].metric
    if verb in last:
        return last[last.find(verb) :]  # 公开招聘教师360名，其中2024年招聘150名
    noun = re.sub(rf"^(?:{SETTING.pattern}[、和及]?)+", "", last)
    return f"{verb}{noun}" if noun != last else verb
