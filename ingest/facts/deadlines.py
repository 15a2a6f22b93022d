"""Deadlines: tasks that are due, once or again and again."""

from __future__ import annotations

import re

from ingest.facts.source import Source, clauses
from ingest.facts.times import Timed, quote_span, timed_sentences
from kb.dates import TimeExpression
from kb.records import Deadline

_PAST = re.compile(
    r"^[^，。；]{0,24}(?:(?:会议|审议|表决)[^，。；]{0,12}通过|施行|实施以来|修订|修正|废止|生效)"
)
_VAGUE = re.compile(
    r"^(?:确保|力争|争取|务必)?(?:完成|落实|实现|达到)?(?:相关|上述|该项|有关|以上|各项)?(?:工作|任务|要求|目标)?$|^完成相关"
)
_TASKLESS = ("每天", "每日", "每周", "逐年", "持续推进", "常态化", "持续", "长期")
_MAX_TASK = 160


def read_deadlines(source: Source) -> list[Deadline]:
    """All due tasks outside tables and unit lists, in reading order."""
    found: list[Deadline] = []
    for timed in timed_sentences(source):
        if timed.inherited and not timed.times and (fact := _inherited(source, timed, timed.inherited)):
            found.append(fact)
        for at, time in enumerate(timed.times):
            if not _is_due(timed, time):
                continue
            stop = next(
                (later.start for later in timed.times[at + 1 :] if _takes_over(timed, time, later)), None
            )
            task = _task(timed, time, stop if stop is not None else len(timed.text))
            if task:
                found.append(_deadline(source, timed, time, task))
    return found


def _inherited(source: Source, timed: Timed, time: TimeExpression) -> Deadline | None:
    """An item under 到2025年，实现以下目标： is due then."""
    words = source.words(timed.sentence.start, timed.sentence.end)
    task = re.sub(r"^[\s—－-]+", "", words).strip(" \n。；;，")
    if not 4 <= len(task) <= _MAX_TASK or task.endswith(("：", ":")):
        return None
    start, end = quote_span(timed, time)
    return make_deadline(source, timed.sentence.section.id, time, task, start, end)


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
    sentence = timed.sentence
    start = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
    end = sentence.start + len(sentence.text.rstrip())
    return make_deadline(source, sentence.section.id, time, task, start, end)


def _is_due(timed: Timed, time: TimeExpression) -> bool:
    if time.kind == "start" or time.as_written.startswith(_TASKLESS) or time.as_written == "立即":
        return False
    if time.kind == "recurrence" and timed.text[: time.start].endswith(("每生", "每人", "每校", "平均")):
        return False  # a rate, 每生每年1000元
    after = timed.text[time.end :]
    if _PAST.match(after.lstrip("，, ")) and time.kind == "period":
        return False
    if time.kind == "period":
        return _opens_clause(timed, time) and not _is_full_date(time)
    if time.kind == "relative":
        return time.value is not None or bool(
            re.search(r"(?:起|后|应当|要|须|于|在|应|可以)\s*$", timed.text[: time.start])
        )
    return True


def _opens_clause(timed: Timed, time: TimeExpression) -> bool:
    """2022年，完善… or 2025年实现…: the year starts a clause or stands after 在, 于, 确保."""
    before = timed.text[: time.start].rstrip()
    return not before or bool(re.search(r"[，；。：、）)]$|(?:在|于|确保|力争|争取|计划)$", before))


def _is_full_date(time: TimeExpression) -> bool:
    return (time.value or "").count("-") == 2 and time.as_written.endswith("日")


def _takes_over(timed: Timed, time: TimeExpression, later: TimeExpression) -> bool:
    """A later time ends the task of an earlier one; 每年 inside a clause that is due 2025 does not."""
    if later.kind in ("recurrence", "relative") and time.kind != "recurrence":
        return False
    return _opens_clause(timed, later) or later.kind == "deadline"


def _task(timed: Timed, time: TimeExpression, stop: int) -> str:
    if time.kind == "recurrence":
        return _recurrent_task(timed, time)
    # The blanked text only finds the times; the task is read from the sentence itself.
    words = _words(timed, time.end, stop)
    if words.rstrip().endswith(("：", ":")) and len(words) < 24:
        return ""  # a lead-in; its items are the tasks
    words = re.sub(r"(?:在|于|确保|力争|争取|到|并|；|，|。|：|其中|、|\s)+$", "", words)
    words = re.sub(r"^[，,、：:；。\s]+", "", words)
    if len(words) < 10 or _VAGUE.match(words.split("，")[0]):
        before = _clause_before(timed, time.start)
        if time.kind == "relative":
            before = ""
        own_time = any(other.end <= time.start for other in timed.times)
        if own_time and len(words) >= 4 and not _VAGUE.match(words):
            return shorten(words)
        words = f"{before}，{words}" if before and words else before or words
    return shorten(words)


def _words(timed: Timed, start: int, end: int) -> str:
    """The sentence's words where the plain text holds them; filled titles are read, unit lists are not."""
    pieces: list[str] = []
    for match in re.finditer("■+|□+|[^■□]+", timed.text[start:end]):
        words = timed.sentence.text[start + match.start() : start + match.end()]
        if match.group()[0] == "□":
            continue
        if match.group()[0] != "■" or words.startswith(("《", "〔", "[")) or "〔" in words:
            pieces.append(words)
    return "".join(pieces)


def _recurrent_task(timed: Timed, time: TimeExpression) -> str:
    """The clause that holds the recurrence, with the one before when it names nothing to do."""
    text = timed.sentence.text
    for low, high in clauses(timed.text):
        if low <= time.start < high:
            clause = text[low:high].strip()
            if len(clause) - len(time.as_written) < 4:
                return shorten(timed.sentence.text[low:].split("；")[0])
            if len(clause) - len(time.as_written) < 8:
                before = _clause_before(timed, low)
                return shorten(f"{before}，{clause}" if before else clause)
            return shorten(clause)
    return ""


def _clause_before(timed: Timed, at: int) -> str:
    spans = [span for span in clauses(timed.text) if span[1] <= at and timed.text[span[0] : span[1]].strip()]
    inside = next((span for span in clauses(timed.text) if span[0] < at <= span[1]), None)
    if inside is not None and len(timed.text[inside[0] : at].strip()) >= 6:
        return re.sub(r"(?:于|在)$", "", timed.sentence.text[inside[0] : at].strip())
    return timed.sentence.text[spans[-1][0] : spans[-1][1]].strip() if spans else ""


def shorten(task: str) -> str:
    """At most 160 characters, cut at the end of a clause."""
    flat = re.sub(r"\s*\n\s*", "", task).strip(" \u3000。；，：")
    if len(flat) <= _MAX_TASK:
        return flat
    cut = max(flat.rfind(mark, 40, _MAX_TASK) for mark in "，；。、")
    return flat[:cut] if cut > 0 else flat[:_MAX_TASK]
