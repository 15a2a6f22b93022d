"""What is due at a time: the words after it, and those before it where these say only that something is done."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.groups import GROUP, GROUP_END
from ingest.facts.source import clauses
from ingest.facts.times import Timed
from kb.dates import TimeExpression
from kb.rules import Rule, rule

WINDOW = re.compile(r"日?\s*(?:-{1,2}|[—－–~～至到])\s*.*日")
"""A time that is a window of days."""
_VAGUE = re.compile(
    r"^(?:确保|力争|争取|务必)?(?:完成|落实|实现|达到)?(?:相关|上述|该项|有关|以上|各项)?(?:工作|任务|要求|目标)?$|^完成相关"
)
_ARTICLE = re.compile(r"^第[零一二三四五六七八九十百\d]+条[\s　]*")
_MAX_OPENING = 80
_NO_SUBJECT = re.compile(
    r"(?:可以?|均|一般|依法|及时|书面|应当?|要|须|必须|并|且|但|也|最迟|最晚|至迟|原则上)*"
)
_BARE = re.compile(r"(?:在|于)$")
_SHORT_TASK = 10
_NAME_ONLY = 5
MAX_TITLE = 40
_CASE = re.compile(r"[^，。；：]{4,40}的")
"""Says for whom or when something holds (因病需要延缓入学的)."""
_NUMBERING = re.compile(
    r"^(?:[（(][\d一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、)\s*"
)
NUMBER_OF_ITEM = re.compile(
    r"\s*(?:[（(][\d一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}(?:、|是)|[①-⑳]"
    r"|第[零一二三四五六七八九十百\d]+条|[—－–·•*-]+)[\s\u3000]*"
)
"""All that stands before a time which opens an item."""
_CONNECTIVE = re.compile(
    r"(?:并|不得?(?:超过|迟于|晚于)|不得|且|要|应|须|应当|必须|需|力争|争取|确保|原则上|其中|同时|计划|务必|请|各地|并且|到|至|最迟|最晚|至迟|截止|截至|限|时间)+"
)
_DONE = re.compile(
    r"(?:全部|全面|基本)?(?:完成|完工|结束|到位|投入使用|办结|落实到位|整改到位|完成到位|竣工|交付使用|见效|达标)(?:任务|工作)?"
)
"""Says only that something is done; what it is stands before."""
_EMPTY = re.compile(r"^[）)]+")
"""What is left of the brackets around a time (自查阶段（3月1日至20日）)."""
MAX_TASK = 160
"""Longest task, in characters."""


def task_of(timed: Timed, time: TimeExpression, stop: int) -> str:
    """What is due at a time of a sentence, whose words are read up to ``stop``; empty when nothing is."""
    if time.kind == "recurrence":
        return _recurrent_task(timed, time)
    if time.kind == "relative" and time.value is None:
        return _relative_task(timed, time, stop)
    # The blanked text only finds the times; the task is read from the sentence itself.
    words = _EMPTY.sub("", _words(timed, time.end, stop))
    if words.rstrip().endswith(("：", ":")) and len(words) < 24 and stop == len(timed.text):
        return ""  # a lead-in; its items are the tasks
    words = re.sub(r"(?:在|于|确保|力争|争取|到|并|；|，|。|：|其中|、|\s)+$", "", words)
    if words.startswith("、") and stop < len(timed.text):
        words = verb_of_row(timed, stop)
    words = re.sub(r"^[，,、：:；。\s]+", "", words)
    if what := ended(timed, time, words):
        return shorten(f"{what}，{words}")
    before, joined = _clause_before(timed, time.start)
    if len(words) >= _SHORT_TASK and not joined and _CASE.fullmatch(before) and before not in words:
        words = f"{before}，{words}"  # 因病需要延缓入学的，应在8月10日前提出申请，并提供证明
    first = words.split("，")[0]
    if len(first if joined else words) < _SHORT_TASK or _in_passing(timed, time) or _VAGUE.match(first):
        if _DONE.fullmatch(words) and not joined and (whole := _sentence_before(timed, time)):
            return shorten(f"{whole}，{words}")
        if not joined and _STEP.fullmatch(words) and (whole := _opening_before(timed, time)):
            return shorten(f"{whole}，{words}")
        own_time = any(other.end <= time.start for other in timed.times)
        if own_time and not joined and len(words) >= 4 and not _VAGUE.match(words):
            return shorten(words)
        words = words if len(words) > 1 else ""
        before = before if words else re.sub("(?:应当?|要|须)$", "", before)
        words = f"{before}{'' if joined else '，'}{words}" if before and words else before or words
    bare = 0 < len(words) < _NAME_ONLY or words.startswith("由")
    if bare and (case := _clause_of_window(timed, time)):
        words = f"{case}，{words}"
    return shorten(words)


_END: Rule = rule(
    "ends_here",
    r"^(?:\d{1,2}[:：]\d{2}|\d{1,2}[时点]整?)?(?:前|准时)?(?:截止|结束|关闭|停止|止)(?![后前])",
    example="17:00截止，逾期不再补报",
    counter_example="停止后",
)
"""Says only that something ends; the clause before says what."""
_BEGINS = re.compile(r"(?:将|拟|定)?(?:从|自|于|在)?□+(?:起|开始|启动|开通|正式开始|正式启动|开放)*")


def ended(timed: Timed, time: TimeExpression, words: str) -> str:
    """What ends at a time: 网上报名 of 网上报名从4月7日开始，4月13日17:00截止; empty where the words say more."""
    spans = clauses(timed.text)
    at = next((n for n, (low, high) in enumerate(spans) if low <= time.start < high), 0)
    if not at or not _END.pattern.match(words) or timed.text[slice(spans[at][0], time.start)].strip():
        return ""
    low, high = spans[at - 1]
    text = timed.sentence.text[low:high]
    for other in (other for other in timed.times if low <= other.start and other.end <= high):
        text = text[: other.start - low] + "□" * (other.end - other.start) + text[other.end - low :]
    what = _BEGINS.sub("", text).strip("，,、 \u3000")
    return what if len(what) >= 2 else ""


_LONGEST_OF_ROW = 12


def of_row(timed: Timed, time: TimeExpression, task: str) -> str:
    """A task that names only its group, with what the first of its row is about: 录取结果小学7月15日、初中7月18日公布."""
    earlier = [other for other in timed.times if other.value and other.end <= time.start]
    if not earlier or len(task) > _LONGEST_OF_ROW or not GROUP.pattern.match(task):
        return task
    opening = _NUMBERING.sub("", timed.sentence.text[: earlier[0].start].strip())
    group = GROUP_END.search(opening)
    head = opening[: group.start()].strip("，, ") if group else ""
    return f"{head}{task}" if 2 <= len(head) <= 2 * _LONGEST_OF_ROW and head not in task else task


_MONTH = re.compile(r"\d{1,2}月(?:份)?")


def month_of_row(timed: Timed, at: int) -> bool:
    """Whether a month is followed by another that shares its task: the first of 6月、11月各组织一次."""
    if at + 1 == len(timed.times):
        return False
    one, other = timed.times[at], timed.times[at + 1]
    between = timed.text[one.end : other.start]
    return all(_MONTH.fullmatch(t.as_written) for t in (one, other)) and between in ("、", "和", "及", "与")


def with_months_before(timed: Timed, at: int, time: TimeExpression) -> TimeExpression:
    """A month with those of its row before it: 6月、11月."""
    first = at
    while first and month_of_row(timed, first - 1):
        first -= 1
    if first == at:
        return time
    return replace(time, as_written=timed.text[timed.times[first].start : time.end])


def verb_of_row(timed: Timed, stop: int) -> str:
    """What is done at each of a row of times, behind the last: 发放 of 春季4月底前、秋季10月底前发放."""
    clause = next((high for low, high in clauses(timed.text) if low <= stop < high), stop)
    last = max((time.end for time in timed.times if stop <= time.end <= clause), default=clause)
    verb = _words(timed, last, clause).strip("，,、。； ")
    return verb if re.fullmatch(r"[\u4e00-\u9fff]{2,16}", verb) else ""


def _clause_of_window(timed: Timed, time: TimeExpression) -> str:
    """The clause before that of a window that names next to nothing: 多孩家庭可以申请随机派位，申请时间为6月25日至27日."""
    spans = clauses(timed.text)
    at = next((n for n, (low, high) in enumerate(spans) if low <= time.start < high), 0)
    if not at or timed.text[spans[at][0] - 1] not in "，,":
        return ""
    if any(other.value and other.start < spans[at][0] for other in timed.times):
        return ""
    return _words(timed, *spans[at - 1]).strip("，,、 \u3000")


def _sentence_before(timed: Timed, time: TimeExpression) -> str:
    """All that a sentence says before its only time: 公开招聘教师160名，其中音体美48名，7月底前完成."""
    if any(other.value and other.end <= time.start for other in timed.times):
        return ""
    begin = timed.text.rfind("；", 0, time.start) + 1
    words = re.sub(
        r"^(?:[（(]?\d+[）)]|\d+[.．、]|第[^条]{1,6}条)\s*", "", _words(timed, begin, time.start).strip()
    )
    return words.strip("，,、 \u3000")


_STEP = re.compile(
    r"(?:全部|全面|基本|正式)*(?:开工|动工|完工|竣工|完成|交付|封顶|验收|招生|开园|开学|投用|启用|启动|上线|运行|投入使用|交付使用|[主整]体(?:封顶|完工)|竣工验收|建成|公布|印发|结束)(?:投入使用|投用|招生|使用|验收)?"
)
"""Names only a step of what the sentence began with: 推进塔湾小学改造，4月底前开工，8月20日前完工."""


def _opening_before(timed: Timed, time: TimeExpression) -> str:
    """What a sentence is about, before the first of several times; empty where the first opens it."""
    begin = timed.text.rfind("；", 0, time.start) + 1
    first = next((other.start for other in timed.times if begin <= other.start), time.start)
    ends = timed.text.rfind("，", begin, first)
    if first >= time.start or ends < 0:
        return ""
    words = NUMBER_OF_ITEM.sub("", _words(timed, begin, ends).strip(), count=1).strip("，,、 \u3000")
    return words if len(words) >= 4 else ""


def labelled(timed: Timed, time: TimeExpression, task: str) -> str:
    """With what is dated when only the item's label or heading names it: 志愿填报：7月10日至13日，网上填报."""
    title = timed.sentence.section.title.rstrip("：: ")
    opens = not timed.sentence.text[: time.start].strip()
    label = re.match(
        r"(?:[（(]\d+[）)]|\d+[.．、])?\s*(?P<label>[^，。；：（）]{2,12})[：:]", timed.sentence.text
    )
    earlier = any(other.value and other.end <= time.start for other in timed.times)
    own = label is not None and label.end() <= time.start and not earlier
    name = label["label"] if label and own else title if opens else ""
    return f"{name}：{task}" if 2 <= len(name) <= 16 and name not in task else task


def of_heading(timed: Timed, task: str) -> str:
    """A task of a bare verb with the run-in heading of its line: 学区调整方案：4月上旬前印发."""
    section = timed.sentence.section
    bare = len(task) < _NAME_ONLY and timed.sentence.start == section.heading_end
    return f"{section.title}：{task}" if bare and 2 <= len(section.title) <= MAX_TITLE else task


def _in_passing(timed: Timed, time: TimeExpression) -> bool:
    """A window in the middle of a list's item (随迁子女，7月9日至7月11日，须提供居住证): what it dates stands before."""
    return (
        time.kind == "period"
        and bool(WINDOW.search(time.as_written))
        and "；" not in timed.text[: time.start]
    )


def _relative_task(timed: Timed, time: TimeExpression, stop: int) -> str:
    """What is to be done within a span, with who does it and what the span is counted from."""
    text = timed.sentence.text
    spans = clauses(timed.text)
    at = next((n for n, (low, high) in enumerate(spans) if low <= time.start < high), None)
    low = spans[at][0] if at is not None else time.start
    before = _BARE.sub("", text[low : time.start].strip())
    task = before + _words(timed, time.end, stop).split("；")[0].strip(" ，,；。")
    if at and _NO_SUBJECT.fullmatch(before):
        opened = max(text.rfind("；", 0, low), text.rfind("：", 0, low)) + 1
        begin = next((first for first, _ in spans[:at] if first >= max(opened, low - _MAX_OPENING)), low)
        task = f"{text[begin:low].strip(' ，,')}，{task}" if begin < low else task
    elif len(task) < _SHORT_TASK and at and not _is_parallel(timed, time, spans[at - 1]):
        task = f"{text[slice(*spans[at - 1])].strip()}，{task}"
    task = _ARTICLE.sub("", task).strip(" ，,")
    return shorten(task) if len(task) >= 2 else ""


def _is_parallel(timed: Timed, time: TimeExpression, clause: tuple[int, int]) -> bool:
    """Whether a clause before does the same within a span of its own: 一般隐患7日内整改，较大隐患30日内整改."""
    low, high = clause
    done = [
        timed.text[other.end : high].strip("，,、；; ")
        for other in timed.times
        if low <= other.start < high and other.kind == "relative"
    ]
    return any(verb and timed.text.startswith(verb, time.end) for verb in done)


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
                before, _ = _clause_before(timed, low)
                return shorten(f"{before}，{clause}" if before else clause)
            return shorten(clause)
    return ""


_BEFORE_TIME = re.compile(
    r"(?:(?<![标鉴审评认核选协])定于|(?<!定)于|(?<=[标鉴审评认核选协]定)于|在|为|是|安排在|时间|[（(])+$"
)


def _clause_before(timed: Timed, at: int) -> tuple[str, bool]:
    """What stands before the time, and whether in its own clause (成绩于6月30日公布)."""
    text = timed.sentence.text
    spans = [span for span in clauses(timed.text) if span[1] <= at and timed.text[span[0] : span[1]].strip()]
    inside = next((span for span in clauses(timed.text) if span[0] < at <= span[1]), None)
    if inside is not None:
        own = _BEFORE_TIME.sub("", text[inside[0] : at].strip())
        if any(inside[0] <= other.start and other.end < at for other in timed.times):
            own = own.rsplit("、", 1)[-1]  # 其中2022年新增4200个、2023年新增5300个
        if len(own) >= 2 and not _CONNECTIVE.fullmatch(own):
            return own, True
    return (text[slice(*spans[-1])].strip() if spans else ""), False


def shorten(task: str) -> str:
    """At most 160 characters, cut at the end of a clause."""
    flat = _NUMBERING.sub("", re.sub(r"\s*\n\s*", "", task).strip(" \u3000。；，："))
    if len(flat) <= MAX_TASK:
        return flat
    cut = max(flat.rfind(mark, 40, MAX_TASK) for mark in "，；。、")
    return flat[:cut] if cut > 0 else flat[:MAX_TASK]
