"""The stretch of time that a question about due tasks means: in 2023, by June 2024, from 2023 to 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb.dates import TimeExpression, last_day
from kb.rules import Rule, rule

CUMULATIVE = rule(
    "cumulative",
    r"(?:含|包括|包含|连同|算上|加上)(?:在)?(?:此前|之前|以前|更早|往年|前面)|(?:及|和|以及)(?:此前|以前|之前|更早)|(?:此前|之前|以前|更早)的?(?:也|都|一并|一起)"
    r"|截至|截止到|累计|including (?:any )?(?:earlier|previous|prior|those before)|(?:or|and) (?:earlier|before)|no later than|up to (?:and including )?(?:the end of )?\d",
    example="2023年底前要完成的事项，包括之前的",
    counter_example="2023年底之前要完成哪些任务",
)
ONLY_MONTH = rule(
    "only_month",
    r"(?:只|单|仅)(?:要|看|列|说|限|算|把|给我)*(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:之?内|当月|里|到期)",
    example="10月底前要完成什么？只要10月份到期的",
    counter_example="只要10月底前完成就行吗",
)
DATED_ONLY = rule(
    "dated_only",
    r"年份|年限|日期|具体(?:到)?(?:的)?(?:年|时间)|哪(?:一)?年(?:完成|到期)|with (?:a )?(?:year|date)s?|dated",
    example="方案里写明年份的任务",
    counter_example="方案里有时限的任务",
)

_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_FIRST_DAY = "0001-01-01"
_LAST_DAY = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Window:
    """ISO days, both included; days without a year ("06-01") mean those of every year."""

    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in the window."""
        return self.first <= day[-len(self.first) :] <= self.last


MONTHS = rule(
    "months",
    rf"(?<!\d年)(?<![\d月])(?P<first>{_MONTH})月?(?:份)?(?:到|至|-|—|~|、|和)(?P<last>{_MONTH})月(?!\d)|(?<!\d年)(?<!\d)(?P<month>{_MONTH})月(?:份)?(?!\d|[一二三四五六七八九十]+[日号])"
    r"(?:底|末|中旬|上旬|下旬|初|里|内|中)?(?P<edge>以?前|之前|以后|之后|过后|起)?|第(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年",
    example="台账上6月份到期的工作",
    counter_example="6月15日前完成",
)
DAYS = rule(
    "days",
    rf"(?<!\d年)(?<!\d)(?P<month>{_MONTH})月(?:(?P<third>[上中下])旬|(?P<day>\d{{1,2}})[日号]?(?:(?:到|至|-|—|~)(?:(?P<last_month>{_MONTH})月)?(?P<last>\d{{1,2}}))?[日号])(?P<edge>以?前|之前|以后|之后|起)?",
    example="9月10日到20日有哪些日子",
    counter_example="2025年9月10日",
)
"""Days of any year: 8月下旬, 9月10日到20日, 9月15日前."""
_THIRDS = {"上": ("01", "10"), "中": ("11", "20"), "下": ("21", "31")}
_DAYS = "31"
_QUARTERS = "一二三四"


def asked_months(text: str) -> tuple[Window, ...]:
    """The months of any year that a question names without a year: 6月份, 第三季度, 下半年."""
    windows = []
    for match in MONTHS.pattern.finditer(text):
        if match["quarter"]:
            quarter = (
                int(match["quarter"]) if match["quarter"].isdigit() else _QUARTERS.index(match["quarter"]) + 1
            )
            first, last = 3 * quarter - 2, 3 * quarter
        elif match["half"]:
            first, last = (1, 6) if match["half"] == "上" else (7, 12)
        else:
            first, last = (
                month_number(match["first"] or match["month"]),
                month_number(match["last"] or match["month"]),
            )
        edge = match["edge"] or ""
        first, last = (1 if "前" in edge else first), (12 if edge and "前" not in edge else last)
        windows.append(Window(f"{first:02d}-01", f"{last:02d}-{_DAYS}"))
    return tuple(windows)


def asked_days(text: str) -> tuple[Window, ...]:
    """The days of any year that a question names without a year: 8月下旬, 9月10日到20日."""
    windows = []
    for match in DAYS.pattern.finditer(text):
        month = month_number(match["month"])
        if match["third"]:
            first, last = (f"{month:02d}-{day}" for day in _THIRDS[match["third"]])
        else:
            until = month_number(match["last_month"]) if match["last_month"] else month
            first = f"{month:02d}-{int(match['day']):02d}"
            last = f"{until:02d}-{int(match['last'] or match['day']):02d}"
        edge = match["edge"] or ""
        first, last = (
            ("01-01" if "前" in edge else first),
            (f"12-{_DAYS}" if edge and "前" not in edge else last),
        )
        windows.append(Window(first, last))
    return tuple(windows)


def month_number(month: str) -> int:
    """1 to 12 for 6 or 六."""
    return int(month) if month.isdigit() else _MONTH_NAMES.index(month) + 1


def asked_windows(text: str, times: Iterable[TimeExpression]) -> tuple[Window, ...]:
    """One window for each time that the question names; empty when it names none."""
    if windows := _listed_months(text):
        return windows
    windows = tuple(_window(time) for time in times if time.value) or asked_days(text) or asked_months(text)
    if only := ONLY_MONTH.pattern.search(text):
        return asked_months(only.group()) or windows
    if windows and CUMULATIVE.pattern.search(text):
        return (Window(_FIRST_DAY, max(window.last for window in windows)),)
    return windows


LISTED_MONTHS = rule(
    "listed_months",
    rf"(?<!\d)(?P<year>\d{{4}})年(?P<first>{_MONTH})月?(?:份)?(?:、|和|及|与|或)(?P<last>{_MONTH})月(?!\d)",
    example="2025年7、8月的日程",
    counter_example="2025年7月8日",
)


def _listed_months(text: str) -> tuple[Window, ...]:
    """Each of the months that are listed behind one year: 2024年11月、12月."""
    return tuple(
        Window(
            f"{m['year']}-{month_number(m[name]):02d}-01", f"{m['year']}-{month_number(m[name]):02d}-{_DAYS}"
        )
        for m in LISTED_MONTHS.pattern.finditer(text)
        for name in ("first", "last")
    )


def _window(time: TimeExpression) -> Window:
    value = time.value or ""
    if time.kind == "start" or re.search("(?:以后|之后|后)$", time.as_written):
        return Window("-".join([*value.split("-"), "01", "01"][:3]), _LAST_DAY)
    return Window(_first_day(time, value), last_day(value))


def _first_day(time: TimeExpression, value: str) -> str:
    """A whole year or month from its beginning; 6月底前 from the beginning of its year."""
    year, written = value[:4], time.as_written
    if time.value_from:
        return _first_written(written) or f"{time.value_from}-01-01"
    if "下半年" in written:
        return f"{year}-07-01"
    if "季度" in written:
        return f"{year}-{int(value[5:7]) - 2:02d}-01"
    if written.endswith(("底", "末")) and len(value) > 4 and "月" in written:
        return f"{value[:7]}-01"  # 6月底到期 is that month, 6月底前 all that is due by then
    if time.kind == "deadline" or len(value) == 4 or "上半年" in written:
        return f"{year}-01-01"
    return value if len(value) == 10 else f"{value}-01"


def _first_written(written: str) -> str:
    """The first day of 2024年9月到12月; empty where no month opens it."""
    match = re.match(rf"(?P<year>\d{{4}})年(?P<month>{_MONTH})月(?:(?P<day>\d{{1,2}})[日号])?", written)
    return f"{match['year']}-{month_number(match['month']):02d}-{int(match['day'] or 1):02d}" if match else ""


RULES: tuple[Rule, ...] = (CUMULATIVE, ONLY_MONTH, DATED_ONLY, MONTHS, DAYS, LISTED_MONTHS)
