"""Targets: a metric that is to reach a value by a time."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.carrying import states_aim
from ingest.facts.conditions import LENGTHS, STARTING, is_condition, is_length
from ingest.facts.distributed import counts_list, distributed
from ingest.facts.figures import MAX_METRIC, Found, find_without_number
from ingest.facts.fines import FINE, find_fines, listed_conducts
from ingest.facts.groups import GROUP, KIND, RATIO_TAIL, with_stage, with_tail
from ingest.facts.leading import (
    CLOSES,
    among,
    counts_when,
    each_has,
    goes_on,
    is_few,
    is_said_to_be,
    led_by,
    named_before,
    of_row,
    with_thing,
)
from ingest.facts.metric_names import leading_verb
from ingest.facts.naming import comparing, headed, name_of_figure, of_group, with_stem
from ingest.facts.rows import next_of_row, sign_after, sign_of_row, time_of_row
from ingest.facts.series import CLASS_ITEM, ITEM, KIND_ONLY, continued, header_before, is_class
from ingest.facts.setting import PAID_EACH, PER_HEAD, in_quotes, sets_target, words_before
from ingest.facts.source import Source, clauses
from ingest.facts.target_rules import (
    AIMS,
    ALSO_OF,
    AS_IT_IS,
    CHANGE,
    GUARANTEED,
    NOT_A_TARGET,
    PRESENT_SECTION,
    RATIO,
    SETTING,
    SHARE,
    USED,
)
from ingest.facts.times import (
    Timed,
    due_before,
    governing,
    quote_span,
    same_clause,
    timed_sentences,
)
from kb.dates import TimeExpression
from kb.numbers import Quantity, find_quantities
from kb.records import Comparator, Target

_DURATIONS = ("小时", "分钟", "课时", "学时")


def read_targets(source: Source) -> list[Target]:
    """All targets outside tables, in reading order."""
    targets: list[Target] = []
    for at, timed in enumerate(timed_sentences(source)):
        own = targets_of(source, timed)
        targets.extend(own)
        if FINE.pattern.search(timed.text) and (conducts := listed_conducts(source.sentences, at)):
            targets.extend(_for_conduct(source, fine, conduct) for fine in own for conduct in conducts)
    return targets


def _for_conduct(source: Source, fine: Target, conduct: str) -> Target:
    """The same fine for one of the conducts that its sentence lists."""
    content = (conduct, fine.metric, fine.value, fine.unit)
    return replace(
        fine, id=source.fact_id("target", fine.start, fine.end, *content), subject=f"{fine.subject}{conduct}"
    )


def targets_of(source: Source, timed: Timed) -> list[Target]:
    """The targets of one sentence."""
    targets: list[Target] = []
    found = [*_with_number(timed, source.year), *find_without_number(timed)]
    path = timed.sentence.section.path
    present = any(PRESENT_SECTION.search(heading) and not AIMS.search(heading) for heading in path)
    for item in sorted(found, key=lambda item: item.start):
        time = time_of_row(timed, item.start) or governing(timed, item.start, item.end)
        if time and time.kind == "relative" and not same_clause(timed.text, time.start, item.start):
            time = None  # a length of time in another clause says nothing of when
        if time and item.unit in LENGTHS and "-" in (time.value or "") and not _near(timed, time, item):
            time = None  # 9月1日前实现全覆盖，视频保存不少于30天
        if (
            timed.carried
            and time is timed.inherited
            and not states_aim(timed.sentence, _clause_at(timed, item))
        ):
            time = None
        undated = (time is None or time.value is None) and due_before(timed, item.start) is None
        weak = item.comparator == "=" and not item.value
        if (undated and (present or weak)) or (weak and timed.carried and time is timed.inherited):
            continue
        targets.append(_target(source, timed, item, time))
    return targets


def _near(timed: Timed, time: TimeExpression, item: Found) -> bool:
    """Whether a time opens the sentence or stands in the clause of the figure."""
    return not timed.text[: time.start].strip() or same_clause(timed.text, time.end, item.start)


def _clause_at(timed: Timed, item: Found) -> str:
    return next((timed.text[low:high] for low, high in clauses(timed.text) if low <= item.start < high), "")


def _target(source: Source, timed: Timed, item: Found, time: TimeExpression | None) -> Target:
    often = time.as_written if time and time.kind == "recurrence" else ""
    if often and (due := due_before(timed, item.start)) is not None:
        # 到2025年，每年交流的比例达到15%: the year says by when, 每年 belongs to the metric
        time, item = due, replace(item, metric=f"{often}{item.metric}")
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


def _with_number(timed: Timed, since: int | None) -> list[Found]:
    """``since`` is the year of the document."""
    found: list[Found] = []
    if AS_IT_IS.match(timed.text) and not any(time.kind == "deadline" for time in timed.times):
        return found
    quantities = [
        number
        for number in find_quantities(timed.text)
        if not is_class(timed.text, number) and not counts_list(timed.text, number)
    ]
    spans = clauses(timed.text)
    for low, high in spans:
        if FINE.pattern.search(timed.text, low, high):
            found.extend(find_fines(timed.text, low, high))
            continue
        inside = [quantity for quantity in quantities if low <= quantity.start < high]
        if not inside or NOT_A_TARGET.search(timed.text[low:high]):
            continue
        reached, verb = low, ""
        if dealt := distributed(timed, low, high, inside, found):
            found.extend(replace(item, clause=low) for item in dealt)
            reached = dealt[-1].end
        for at, quantity in enumerate(inside):
            if quantity.start < reached:
                continue
            if in_quotes(timed.text, quantity.start):
                continue
            stop = inside[at + 1].start if at + 1 < len(inside) else high
            item = next_of_row(timed, low, reached, quantity, found)
            item = item or _read(timed, low, reached, quantity, stop, verb, found, since)
            starts = [other.start for other in quantities]
            header = header_before(timed.text, spans, low, starts, metric=item.metric if item else "")
            if item is None:
                left, right = words_before(timed, reached, quantity), timed.text[quantity.end : high]
                dated = governing(timed, quantity.start, quantity.end)
                item = continued(left, right, quantity, found, header, dated=bool(dated and dated.value))
            elif (
                header.metric
                and header.metric not in item.metric
                and (
                    item.comparator == "="
                    or header.announces
                    or GROUP.pattern.fullmatch(item.metric)
                    or CLASS_ITEM.fullmatch(item.metric)
                    or KIND_ONLY.pattern.fullmatch(item.metric)
                )
                and (ITEM.pattern.fullmatch(item.metric) or KIND_ONLY.pattern.fullmatch(item.metric))
            ):
                limit = header.comparator if item.comparator == "=" else item.comparator
                item = replace(item, metric=f"{item.metric}{header.metric}", comparator=limit)
            if item is not None and (tail := RATIO_TAIL.match(timed.text, inside[-1].end)):
                item = with_tail(item, tail["name"])
            if item is not None:
                item = with_stage(item, found[-1] if found else None)
                item = replace(item, metric=of_row(item, found[-1] if found else None))
                item = replace(item, metric=among(timed, item, found[-1] if found else None))
                if not item.subject and (group := of_group(timed, low, item.metric)):
                    item = replace(item, subject=group)
                found.append(replace(item, clause=low))
                verb = verb or leading_verb(item.metric) or "-"
                reached = quantity.end
    return found


def _read(
    timed: Timed,
    low: int,
    reached: int,
    quantity: Quantity,
    stop: int,
    verb: str,
    found: list[Found],
    since: int | None,
) -> Found | None:
    """The target of one number; ``verb`` is that of a target before it in the same clause, "-" for none."""
    left, right = words_before(timed, reached, quantity), timed.text[quantity.end : stop]
    before, left = comparing(left)
    after = sign_after(right) or sign_of_row(timed, low, quantity)
    share = SHARE.match(right) if quantity.unit == "%" and before is None else None
    if STARTING.pattern.search(left) or is_length(quantity, left, before[0] if before else None):
        return None
    high = next(end for begin, end in clauses(timed.text) if begin <= quantity.start < end)
    if is_condition(timed.text[low:high], quantity.end - low, before[1].group().strip() if before else ""):
        return None
    average = after is not None and PER_HEAD.search(timed.text[low : quantity.start])
    average = average or (
        quantity.unit in ("元", "万元")
        and not any(item.unit == quantity.unit for item in found)
        and PAID_EACH.search(timed.text[low : quantity.start])
    )
    ratio = (":" in quantity.value or quantity.unit == "个班") and RATIO.match(right)
    dated = counts_when(timed, low, quantity, since=since)
    lasts = after is not None and quantity.unit in _DURATIONS and CLOSES.pattern.match(right) is not None
    alone = dated or lasts or each_has(timed, low, quantity) or is_said_to_be(timed, low, quantity)
    if not (share or ratio or average or alone or sets_target(timed, left, right, quantity, before, verb)):
        return None
    if goes_on(timed, reached, left[: before[1].start()] if before else left, quantity, found):
        metric, subject = re.sub(rf"{CHANGE.pattern}$", "", found[-1].metric), found[-1].subject
    else:
        metric, subject = name_of_figure(timed, reached, quantity, left, right, before, verb)
    if found and reached == low and metric.startswith("占"):
        metric = f"{found[-1].metric}{metric}"  # 建成示范校50所，占学校总数的40%
    if reached == low and found and (not metric or CHANGE.fullmatch(metric)):
        # 超过60%，力争达到65%; 每年降低0.5个百分点，较2020年下降5个百分点
        metric = re.sub(rf"{CHANGE.pattern}$", "", found[-1].metric) + metric
    if share:
        metric = share["of"]
    elif before is None and quantity.unit == "%" and (used := USED.match(right)):
        metric = f"{metric}{used['use']}"
    metric = with_stem(timed, low, metric) or headed(timed, quantity.start)
    if SETTING.fullmatch(metric):
        metric = named_before(metric, quantity, found)
    if SETTING.fullmatch(metric) or (dated and before is None and is_few(metric)):
        metric = led_by(timed, low, metric)
    metric = with_thing(timed, low, metric)
    if not 2 <= len(metric) <= MAX_METRIC or (
        SETTING.fullmatch(metric) and not found and before is None and not of_group(timed, low, metric)
    ):
        return None
    if before is None and found and found[-1].unit == quantity.unit and KIND.fullmatch(metric):
        metric = f"{re.sub('（[^（）]*）$', '', found[-1].metric)}（{metric}）"  # 其中公办6480人、民办870人
    if before is None and found and (base := ALSO_OF.match(left)) and found[-1].unit == quantity.unit:
        metric = f"{found[-1].metric}（{base['base']}）"
        after = after or found[-1].comparator
    sign = before[0] if before and before[0] != "=" else after or "="
    if sign == "=" and quantity.unit in _DURATIONS and GUARANTEED.search(timed.text[low : quantity.start]):
        sign = ">="  # 保证学生每天有1小时体育活动
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
