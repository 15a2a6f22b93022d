"""Deadlines: tasks that are due, once or again and again."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.carrying import MAX_WIDENING, states_aim
from ingest.facts.due_tasks import (
    MAX_TASK,
    NUMBER_OF_ITEM,
    WINDOW,
    labelled,
    month_of_row,
    of_heading,
    of_row,
    shorten,
    task_of,
    with_months_before,
)
from ingest.facts.source import Source, clauses
from ingest.facts.times import Timed, of_share, quote_span, same_clause, timed_sentences
from ingest.lines import is_date_line, is_signature
from kb.dates import TimeExpression
from kb.records import Deadline

_PAST = re.compile(
    r"^是|^[^，。；]{0,10}(?:制定|印发|发布|公布|下发|出台|颁布)的|^[^，。；]{0,24}(?:(?:会议|审议|表决)[^，。；]{0,12}通过|施行|实施以来|(?:修订|修正)(?=$|[，。；、）)\s]|的|通过|并)|废止|生效)"
)
_NO_TASK = ("每天", "每日", "每周", "逐年", "持续推进", "常态化", "持续", "长期", "超过", "逾")
"""Times that set no task its day: habits, and what happens when a time is over."""
_VALIDITY = re.compile(r"(?:有效期|试行期?|执行期|施行)(?:限)?(?:为|至|到|自)?$")
_NO_DUTY = re.compile(
    r"^(?:的|由|（含）|不得|只|仅|累计|无|未|没有|曾|受过|有效|[为是][\u4e00-\u9fff“”]{1,10}年(?:$|[，,。；])|[^，。；：]{2,16}(?:思路|要求|主题|原则|目标|方针|主线|重点)[为是]?[：:])"
)
"""A part of a clause that sets nothing to do; 2024年为启动年 names the year, 2024年工作的总体思路是： what follows."""
_NAMES_DAY = re.compile(r"(?:截至|截止|生于|出生|以前|[（(])[^，。；]{0,6}$")
_PRINTED = re.compile(r"^[^，。；]{0,30}\d{4}年\d{1,2}月\d{1,2}日\s*印发$")
_REACHED = re.compile(
    r"(?:力争|要|应|将|预计)?(?:达到|提[高升]到|增加到|实现|完成|建成|新增|新建|下降到|降[到至]|控制在|不低于)"
)
_BORN = re.compile(r"(?:（含）|[（(]含[）)])?(?:期间)?(?:出生|毕业的|入职的|参加工作)")
_RATE = re.compile(r"(?:每[生人校班园户名]|[生人师校班]均|平均|标准为?)$")
"""Ends before 每年 where it only counts a sum by the year: 每校每年2万元，补助资金7月底前拨付."""
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_LIMIT = re.compile(
    r"[\s（(【]*(?:完成时限|完成时间|完成期限|办结时限|办理时限|时限要求|时间要求|工作时限|整改时限|时限|期限)\s*(?:为|[：:])\s*□*$"
)
"""All that stands before a time which is the limit of the measure above it."""
_LIST_OF_UNITS = re.compile(
    r"^[\s（(【]*(?:牵头|责任|配合|承办|主办|协办|参与|主责|完成)[\u4e00-\u9fff]{0,6}[：:]"
)
_IN_CONDITION = re.compile(
    r"[^，。；：]*的(?!同时|基础|情况|前提|原则)(?:[\u4e00-\u9fff]{0,4}(?:学校|单位|机构|教师|校长|学生|儿童|幼儿园|人员|地区|企业|家庭|[市县区园]|乡镇))?[，,]"
)
"""Follows a time that only says whom a rule is for (2025年6月底前未整改的学校，…)."""
_SINCE = re.compile(r"[^，。；]{0,14}以来")


def read_deadlines(source: Source) -> list[Deadline]:
    """All due tasks outside tables and unit lists, in reading order."""
    found: list[Deadline] = []
    for timed in timed_sentences(source):
        if timed.inherited and not timed.times and (fact := _inherited(source, timed, timed.inherited)):
            found.append(fact)
        if _signs(timed.sentence.text.strip()):
            continue  # the signature's date, 2022年3月20日印发
        for at, stated in enumerate(timed.times):
            time = _recurring(timed, at) or stated
            if not _is_due(source, timed, time) or month_of_row(timed, at):
                continue
            time = with_months_before(timed, at, time)
            later = next((other for other in timed.times[at + 1 :] if _takes_over(timed, time, other)), None)
            stop = len(timed.text) if later is None else _stop(timed, time, later)
            if of_share(timed.text, time, stop):
                stop = timed.text.index("；", time.end)
            if _LIMIT.fullmatch(timed.text[: time.start]) and (measure := _measure_above(source, timed)):
                found.append(_of_measure(source, timed, time, measure))
                continue
            task = task_of(timed, time, stop)
            if task and WINDOW.search(time.as_written) and "月" in time.as_written:
                task = labelled(timed, time, task)
            if task:
                found.append(_deadline(source, timed, time, of_heading(timed, of_row(timed, time, task))))
    return found


def _measure_above(source: Source, timed: Timed) -> tuple[str, int] | None:
    """The measure whose limit a sentence states, and where its words start: the first sentence of the item."""
    own = timed.sentence
    inside = [s for s in source.sentences if s.section.id == own.section.id and s.start < own.start]
    inside = [s for s in inside if own.end - s.start <= MAX_WIDENING and not _LIST_OF_UNITS.match(s.text)]
    beside = [s for s in inside if s.paragraph == own.paragraph]
    chosen = (beside or inside[-1:])[:1]
    start = chosen[0].start if chosen else own.section.start
    words = chosen[0].text if chosen else own.section.title
    task = shorten(source.words(start, start + len(words)) if chosen else words)
    return (task, start) if len(task) >= 4 else None


def _of_measure(source: Source, timed: Timed, time: TimeExpression, measure: tuple[str, int]) -> Deadline:
    task, start = measure
    end = timed.sentence.start + len(timed.sentence.text.rstrip())
    return make_deadline(source, timed.sentence.section.id, time, task, start, end)


def _inherited(source: Source, timed: Timed, time: TimeExpression) -> Deadline | None:
    """An item under 到2025年，实现以下目标： is due then."""
    words = source.words(timed.sentence.start, timed.sentence.end)
    task = re.sub(r"^[\s—－-]+", "", words).strip(" \n。；;，")
    if timed.carried and not states_aim(timed.sentence, timed.text):
        return None
    if not 4 <= len(task) <= MAX_TASK or task.endswith(("：", ":")) or _signs(words.strip()):
        return None
    if not _BRACKETS.sub("", task).strip(" 。；;，"):
        return None  # only （教务处）, who does the task before
    start, end = quote_span(timed, time)
    return make_deadline(source, timed.sentence.section.id, time, task, start, end)


def _signs(text: str) -> bool:
    """Whether a line only says who signed or printed the document, and when."""
    return is_date_line(text) or is_signature(text) or _PRINTED.search(text) is not None


def _recurring(timed: Timed, at: int) -> TimeExpression | None:
    """A day without a year recurs where one before it does: 每年3月底前初审，5月31日前公布."""
    time = timed.times[at]
    if time.kind not in ("deadline", "period") or re.search(r"\d{4}|年", time.as_written):
        return None
    if any(
        other.as_written.startswith("每年") and not _RATE.search(timed.text[: other.start])
        for other in timed.times[:at]
    ):
        return replace(time, kind="recurrence", value=None)
    return None


def make_deadline(
    source: Source, section_id: str, time: TimeExpression, task: str, start: int, end: int
) -> Deadline:
    """The fact for a task due at ``time``."""
    recurrent = time.kind == "recurrence"
    return Deadline(
        id=source.fact_id("deadline", start, end, task, time.as_written),
        document_id=source.document.id,
        section_id=section_id,
        region=source.region,
        task=task,
        deadline=None if recurrent else time.last_day,
        as_written=time.as_written,
        recurrence=time.as_written if recurrent else None,
        start=start,
        end=end,
    )


def _deadline(source: Source, timed: Timed, time: TimeExpression, task: str) -> Deadline:
    start, end = quote_span(timed, time)
    return make_deadline(source, timed.sentence.section.id, time, task, start, end)


def _is_due(source: Source, timed: Timed, time: TimeExpression) -> bool:
    before, after = timed.text[: time.start], timed.text[time.end :]
    if time.kind == "start" or time.as_written.startswith(_NO_TASK) or time.as_written == "立即":
        return False
    if _VALIDITY.search(before) or _SINCE.match(before) or _BORN.match(after):
        return False
    if _IN_CONDITION.match(after) and (time.kind == "deadline" or time.kind == "period"):
        return False
    if time.kind == "recurrence" and before.endswith(("每生", "每人", "每校", "平均")):
        return False  # a rate, 每生每年1000元
    if _is_over(source, time) or (time.kind != "deadline" and _NO_DUTY.match(after)):
        return False
    if time.kind == "period":
        return not _PAST.match(after.lstrip("，, ")) and _is_planned(source, timed, time)
    if time.kind == "relative":
        return time.value is not None or not (_NO_DUTY.match(after) or re.search(r"[近过]去?$", before))
    return True


def _is_over(source: Source, time: TimeExpression) -> bool:
    """What was so before the document was made (2021年，毛入园率98.3%; 截至2020年底) is no task."""
    reported = time.kind == "period" or time.as_written.startswith(("截至", "至", "截止"))
    metadata = source.document.metadata
    made = metadata.issued or (f"{metadata.year_from:04d}" if metadata.year_from else None)
    if not reported or made is None or time.last_day is None:
        return False
    return time.last_day < made


def _is_planned(source: Source, timed: Timed, time: TimeExpression) -> bool:
    """A year that opens a clause; a window of days; a day that lies after the document's own."""
    if not _is_full_date(time):
        return _opens_clause(timed, time)
    if time.value_from or WINDOW.search(time.as_written):
        return True
    issued = source.document.metadata.issued
    return (
        issued is not None and (time.value or "") > issued and not _NAMES_DAY.search(timed.text[: time.start])
    )


def _opens_clause(timed: Timed, time: TimeExpression) -> bool:
    """2022年，完善… or 通过率2025年达到…: the year starts a clause, stands after 在 or before what is reached."""
    before = timed.text[: time.start].rstrip()
    return (
        not before
        or NUMBER_OF_ITEM.fullmatch(before) is not None
        or _REACHED.match(timed.text, time.end) is not None
        or bool(
            re.search(
                r"[，；。：、）)]$|(?:阶段|环节|时段)[（(]$|(?:在|(?<![关对])于|即|确保|力争|争取|计划|其中)$",
                before,
            )
        )
    )


def _is_full_date(time: TimeExpression) -> bool:
    return (time.value or "").count("-") == 2 and re.search("[日号]", time.as_written) is not None


def _takes_over(timed: Timed, time: TimeExpression, later: TimeExpression) -> bool:
    """A later time ends the task of an earlier one; 每年 inside a clause that is due 2025 does not."""
    if _is_full_date(time) and _is_full_date(later):
        return True
    if later.kind in ("recurrence", "relative") and time.kind not in ("recurrence", "relative"):
        return False
    if later.kind == "relative" and same_clause(timed.text, time.end, later.start):
        return False
    return _opens_clause(timed, later) or later.kind in ("deadline", "relative")


def _stop(timed: Timed, time: TimeExpression, later: TimeExpression) -> int:
    """Where the task of ``time`` ends: at the semicolon or clause before ``later`` takes over."""
    parted = timed.text.rfind("；", time.end, later.start)
    if parted >= 0:
        return parted
    spans = clauses(timed.text)
    at = next((n for n, (low, high) in enumerate(spans) if low <= later.start < high), None)
    if at is None or spans[at][0] <= time.end:
        return later.start
    labelled = at > 0 and timed.text[spans[at][0] - 1] in "：:" and spans[at - 1][0] > time.end
    return spans[at - 1][0] if labelled else spans[at][0]
