"""Targets: a metric that is to reach a value by a time."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.figures import MAX_METRIC, Found, find_fines, find_without_number, with_stage
from ingest.facts.metric_names import leading_verb, number_comes_first, read_metric, with_noun
from ingest.facts.source import Source, clauses
from ingest.facts.target_rules import (
    AFTER,
    AS_IT_IS,
    BEFORE,
    NOT_A_TARGET,
    NUMBER_FIRST,
    RATE_END,
    RATIO,
    SETTING,
    SHARE,
)
from ingest.facts.times import Timed, governing, quote_span, timed_sentences
from kb.dates import TimeExpression
from kb.numbers import Quantity, find_quantities
from kb.records import Comparator, Target

_LENGTHS = (
    "年",
    "岁",
    "周岁",
    "日",
    "天",
    "月",
    "个月",
    "周",
    "工作日",
    "个工作日",
    "学期",
    "个学期",
    "学年",
    "季度",
    "次",
)


def read_targets(source: Source) -> list[Target]:
    """All targets outside tables, in reading order."""
    targets: list[Target] = []
    for timed in timed_sentences(source):
        targets.extend(targets_of(source, timed))
    return targets


def targets_of(source: Source, timed: Timed) -> list[Target]:
    """The targets of one sentence."""
    targets: list[Target] = []
    found = [*_with_number(timed), *find_without_number(timed)]
    for item in sorted(found, key=lambda item: item.start):
        time = governing(timed, item.start, item.end)
        if item.comparator == "=" and not item.value and (time is None or time.value is None):
            continue
        targets.append(_target(source, timed, item, time))
    return targets


def _target(source: Source, timed: Timed, item: Found, time: TimeExpression | None) -> Target:
    start, end = quote_span(timed, time)
    deadline = time.value if time else None
    written = time.as_written if time else ""
    region, metric = (
        source.region_in(timed.sentence.start + item.clause, timed.sentence.start + item.start),
        item.metric,
    )
    if region and region != source.region:
        metric = metric.removeprefix(region) or metric
    return Target(
        id=source.fact_id("target", start, end, item.metric, item.comparator, item.value, item.unit, written),
        document_id=source.document.id,
        section_id=timed.sentence.section.id,
        region=region,
        metric=metric,
        comparator=item.comparator,
        value=item.value,
        value_high=item.value_high,
        unit=item.unit,
        deadline=deadline,
        as_written=written,
        subject=item.subject,
        start=start,
        end=end,
    )


def _with_number(timed: Timed) -> list[Found]:
    found: list[Found] = []
    if AS_IT_IS.match(timed.text) and not any(time.kind == "deadline" for time in timed.times):
        return found
    quantities = find_quantities(timed.text)
    for low, high in clauses(timed.text):
        if "罚款" in timed.text[low:high]:
            found.extend(find_fines(timed.text, low, high))
            continue
        inside = [quantity for quantity in quantities if low <= quantity.start < high]
        if not inside or NOT_A_TARGET.search(timed.text[low:high]):
            continue
        reached, verb = low, ""
        for at, quantity in enumerate(inside):
            if _in_quotes(timed.text, quantity.start):
                continue
            stop = inside[at + 1].start if at + 1 < len(inside) else high
            item = _next_of_row(timed, low, reached, quantity, found)
            item = item or _read(timed, reached, quantity, stop, verb)
            if item is not None:
                item = with_stage(item, found[-1] if found else None)
                found.append(replace(item, clause=low))
                verb = verb or leading_verb(item.metric) or "-"
                reached = quantity.end
    return found


def _read(timed: Timed, reached: int, quantity: Quantity, stop: int, verb: str) -> Found | None:
    """The target of one number; ``verb`` is that of a target before it in the same clause, "-" for none."""
    left, right = _left(timed, reached, quantity), timed.text[quantity.end : stop]
    before = next(((sign, match) for sign, named in BEFORE if (match := named.pattern.search(left))), None)
    after = next((sign for sign, named in AFTER if named.pattern.search(right)), None)
    share = SHARE.match(right) if quantity.unit == "%" and before is None else None
    if re.search(r"(?:消除|化解|杜绝)[^，；。]{0,4}$", left) or _is_length(quantity, before):
        return None
    ratio = (":" in quantity.value or quantity.unit == "个班") and RATIO.match(right)
    if not (share or ratio or _sets_target(left, quantity, before, verb)):
        return None
    metric, subject = _name(timed, reached, quantity, left, right, before, verb)
    if share:
        metric = share["of"]
    if not 2 <= len(metric) <= MAX_METRIC or SETTING.fullmatch(metric):
        return None
    sign = before[0] if before and before[0] != "=" else after or "="
    comparator: Comparator = "range" if quantity.value_high and sign == "=" else sign
    return Found(
        metric,
        subject,
        comparator,
        quantity.value,
        quantity.value_high,
        quantity.unit,
        quantity.start,
        quantity.end,
    )


def _is_length(quantity: Quantity, before: tuple[Comparator, re.Match[str]] | None) -> bool:
    """一批, 一个 and lengths of time set no figure unless a comparator says so."""
    one = quantity.value == "1" and quantity.unit in ("批", "类", "种", "项", "个", "次")
    return (one and before is None) or (quantity.unit in _LENGTHS and (before is None or before[0] == "="))


def _name(
    timed: Timed,
    reached: int,
    quantity: Quantity,
    left: str,
    right: str,
    before: tuple[Comparator, re.Match[str]] | None,
    verb: str,
) -> tuple[str, str]:
    """(metric, subject) of one number."""
    name = left[: before[1].start()] if before else left
    said = before[1].group().strip() if before else ""
    noun = NUMBER_FIRST.match(right)
    metric, subject = read_metric(name)
    if noun and (at_least := re.match("至少(?P<verb>.+)", said)):
        return with_noun(at_least["verb"], right, verb), metric or subject
    if noun and re.search("(?:按照?|以)$", name.rstrip()):
        return noun["noun"].split("、")[0], subject or re.sub("(?:按照?|以)$", "", metric)
    if number_comes_first(metric, name):
        metric = with_noun(metric, right, verb)
    elif before is None and len(name) < quantity.start - reached and noun:
        metric += noun["noun"].split("、")[0] if quantity.unit in ("小时", "分钟") else ""
    metric = re.sub(r"(?:由|从)[^，；]{1,12}$", "", _respective(timed, metric, quantity))
    if (change := re.match("提高|增长|增加|下降|降低|减少|扩大|缩小", said)) and not re.search(
        "[到至]", said
    ):
        metric += change.group()
    if not metric and noun:
        metric = noun["noun"].split("、")[0].removeprefix("的")
    return (metric, subject) if metric else read_metric(_clause_before(timed.text, reached))


def _next_of_row(
    timed: Timed, low: int, reached: int, quantity: Quantity, found: list[Found]
) -> Found | None:
    """The 99% of 小学、初中教师本科率分别达到95%和99%."""
    joint = timed.text[reached : quantity.start]
    row = timed.text.find("分别", low, reached)
    if row < 0 or not found or not re.fullmatch(r"(?:以上|左右|以内)?\s*[和、及]\s*", joint):
        return None
    metric = _respective(timed, read_metric(timed.text[low:row])[0] + "分别", quantity)
    return replace(
        found[-1],
        metric=metric,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        start=quantity.start,
        end=quantity.end,
    )


def _left(timed: Timed, reached: int, quantity: Quantity) -> str:
    """The words before a number, after the last dated time; 每年 and 每生 are left out."""
    dated = [time.end for time in timed.times if time.kind != "recurrence" and time.end <= quantity.start]
    begin = max([reached, *dated])
    left = timed.text[begin : quantity.start]
    for time in reversed(timed.times):
        if time.kind == "recurrence" and begin <= time.start and time.end <= quantity.start:
            left = left[: time.start - begin] + left[time.end - begin :]
    return re.sub(r"(?:每生|每人|每校|每班|平均)+\s*$", "", left)


def _in_quotes(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at)


def _sets_target(
    left: str, quantity: Quantity, before: tuple[Comparator, re.Match[str]] | None, verb: str
) -> bool:
    if before is not None:
        return True
    if quantity.unit in ("%", "‰", "个百分点", "百分点", "", "元", "万元") and RATE_END.search(left.rstrip()):
        return True
    joined = re.match(r"[^\u4e00-\u9fff]*(?:以上|左右|以内)?[^，；]{0,40}[、和及]", left)
    if verb and joined:
        return True
    return bool(SETTING.search(left)) and quantity.unit not in ("%", "")


def _respective(timed: Timed, metric: str, quantity: Quantity) -> str:
    """小学、初中教师本科率分别达到95%和99%: each number has its own metric."""
    if not metric.endswith("分别"):
        return metric
    names = re.split("[、和]", metric.removesuffix("分别"))
    at = timed.text.rfind("分别", 0, quantity.start)
    nth = sum(at < other.start < quantity.start for other in find_quantities(timed.text))
    if nth >= len(names):
        return "、".join(names)
    shared = "" if RATE_END.search(names[0]) else names[-1][len(names[0]) :]
    return names[nth] + (shared if nth < len(names) - 1 else "")


def _clause_before(text: str, at: int) -> str:
    """The clause before the one at ``at``, for 毛入学率稳步提高，达到96%."""
    spans = [span for span in clauses(text) if span[1] < at]
    return text[spans[-1][0] : spans[-1][1]] if spans else ""
