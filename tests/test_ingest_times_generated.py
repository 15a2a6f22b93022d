"""Times of composed sentences and documents: the day that is due, and for which task."""

from __future__ import annotations

import calendar
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts.extract import extract_facts
from kb.records import Deadline
from tests.facts_help import drafts_of

TASKS = (
    ("完成", "城区生源摸底"), ("完成", "旱厕改造"), ("启动", "名师工作坊申报"), ("组织", "校车应急演练"),
    ("开展", "教辅材料专项检查"), ("推进", "塔湾小学运动场改造"), ("启用", "青少年活动中心新馆"),
    ("公布", "民办学校年检结果"), ("印发", "课后服务收费标准"), ("报送", "学校安全风险台账"),
    ("举办", "经典诵读比赛"), ("修订", "教师绩效考核办法"), ("更新", "消防器材"), ("上线", "教师研训平台"),
)  # fmt: skip
YEAR = 2024
_FOLDER = Path(tempfile.mkdtemp(prefix="times"))
_tasks = st.lists(st.sampled_from(TASKS), min_size=3, max_size=3, unique=True)
_month, _day = st.integers(1, 12), st.integers(1, 28)
_numbering = st.sampled_from(["{n}．", "（{n}）", "{n}、", "第{han}条　", "（{han}）", "{han}是"])
_HAN = "一二三四五六七八九十"
_SETTINGS = settings(derandomize=True, deadline=None, max_examples=120)


def _end(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


@st.composite
def _written(draw: st.DrawFn, month: int | None = None) -> tuple[str, str]:
    """A time as policies write it, and its last day."""
    month = month or draw(_month)
    day = draw(_day)
    exact = date(YEAR, month, day).isoformat()
    tenth, twentieth = date(YEAR, month, 10).isoformat(), date(YEAR, month, 20).isoformat()
    return draw(
        st.sampled_from(
            [
                (f"{month}月{day}日前", exact),
                (f"{month}月{day}号前", exact),
                (f"2024年{month}月{day}日之前", exact),
                (f"2024.{month}.{day}前", exact),
                (f"{month}月底前", _end(YEAR, month)),
                (f"2024年{month}月", _end(YEAR, month)),
                (f"{month}月上旬", tenth),
                (f"{month}月中旬前", twentieth),
                (f"{month}月第二周", _end(YEAR, month)),
                (f"{month}月", _end(YEAR, month)),
            ]
        )
    )


def _read(folder: Path, text: str) -> list[Deadline]:
    path = folder / "文件.txt"
    path.write_text(text, encoding="utf-8")
    return [fact for draft in drafts_of(path) for fact in extract_facts(draft).deadlines]


def _document(
    items: list[str], *, title: str = "松溪县教育局2024年教育工作要点", signed: str = "2024年1月1日"
) -> str:
    return "\n".join([title, "一、主要任务", *items, "松溪县教育局", signed])


def _due(facts: list[Deadline], task: str) -> list[str | None]:
    return [fact.deadline for fact in facts if task in fact.task]


@_SETTINGS
@given(tasks=_tasks, data=st.data(), numbering=_numbering)
def test_a_time_that_opens_a_numbered_item_dates_it(
    tasks: list[tuple[str, str]], data: st.DataObject, numbering: str
) -> None:
    times = [data.draw(_written()) for _ in tasks]
    items = [
        f"{numbering.format(n=n + 1, han=_HAN[n])}{written}{verb}{thing}。"
        for n, ((written, _), (verb, thing)) in enumerate(zip(times, tasks, strict=True))
    ]
    facts = _read(_FOLDER, _document(items))
    assert [_due(facts, thing) for _, thing in tasks] == [[day] for _, day in times]


@_SETTINGS
@given(
    tasks=_tasks, months=st.lists(_month, min_size=3, max_size=3, unique=True), mark=st.sampled_from("，；")
)
def test_each_of_several_times_dates_its_own_task(
    tasks: list[tuple[str, str]], months: list[int], mark: str
) -> None:
    months = sorted(months)
    sentence = mark.join(f"{m}月底前{verb}{thing}" for m, (verb, thing) in zip(months, tasks, strict=True))
    facts = _read(_FOLDER, _document([f"1．{sentence}。"]))
    assert [_due(facts, thing) for _, thing in tasks] == [[_end(YEAR, month)] for month in months]


@_SETTINGS
@given(
    begun=st.integers(2, 5), done=st.integers(7, 11), step=st.sampled_from(["完工", "投入使用", "竣工验收"])
)
def test_steps_of_one_project_are_tasks_of_that_project(begun: int, done: int, step: str) -> None:
    facts = _read(_FOLDER, _document([f"1．推进塔湾小学改造，{begun}月底前开工，{done}月20日前{step}。"]))
    assert _due(facts, "塔湾小学改造") == [_end(YEAR, begun), f"2024-{done:02d}-20"]


@_SETTINGS
@given(tasks=_tasks, months=st.lists(st.integers(1, 11), min_size=3, max_size=3))
def test_the_year_of_the_title_dates_months_of_a_paper_signed_before_it(
    tasks: list[tuple[str, str]], months: list[int]
) -> None:
    items = [
        f"{n + 1}．{m}月底前{verb}{thing}。"
        for n, (m, (verb, thing)) in enumerate(zip(months, tasks, strict=True))
    ]
    text = _document(items, title="松溪县教育局2025年教育工作要点", signed="2024年12月20日")
    facts = _read(_FOLDER, text)
    assert [_due(facts, thing) for _, thing in tasks] == [[_end(2025, month)] for month in months]


@_SETTINGS
@given(tasks=_tasks, months=st.lists(st.sampled_from([9, 10, 11, 12, 1, 3, 4, 6]), min_size=3, max_size=3))
def test_months_of_a_school_year_lie_in_its_two_years(
    tasks: list[tuple[str, str]], months: list[int]
) -> None:
    items = [
        f"{n + 1}．{m}月{verb}{thing}。"
        for n, (m, (verb, thing)) in enumerate(zip(months, tasks, strict=True))
    ]
    text = _document(items, title="松溪县2024—2025学年度学校工作安排", signed="2024年8月25日")
    facts = _read(_FOLDER, text)
    assert [_due(facts, thing) for _, thing in tasks] == [[_end(2024 if m > 8 else 2025, m)] for m in months]


@_SETTINGS
@given(tasks=_tasks, days=st.lists(_day, min_size=3, max_size=3))
def test_a_calendar_of_numbered_items_takes_its_months_from_the_headings(
    tasks: list[tuple[str, str]], days: list[int]
) -> None:
    months = (9, 12, 1)
    items = [
        f"（{_HAN[n]}）{m}月份\n1．{day}日前，{verb}{thing}。"
        for n, (m, day, (verb, thing)) in enumerate(zip(months, days, tasks, strict=True))
    ]
    text = _document(items, title="松溪县2024—2025学年第一学期工作行事历", signed="2024年8月25日")
    expected = [[date(2025 if m == 1 else 2024, m, d).isoformat()] for m, d in zip(months, days, strict=True)]
    facts = _read(_FOLDER, text)
    assert [_due(facts, thing) for _, thing in tasks] == expected


@_SETTINGS
@given(task=st.sampled_from(TASKS), label=st.sampled_from(["完成时限", "时限", "完成时间"]), time=_written())
def test_a_stated_limit_dates_the_measure_before_it(
    task: tuple[str, str], label: str, time: tuple[str, str]
) -> None:
    item = f"1．{task[0]}{task[1]}。责任单位：县财政局。{label}：{time[0]}。"
    assert _due(_read(_FOLDER, _document([item])), task[1]) == [time[1]]
