from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.draft import Draft
from ingest.facts.columns import classify
from ingest.facts.extract import Extraction, extract_facts
from kb.records import Fact
from tests.facts_help import drafts_of, unproved


def _draft(tmp_path: Path, table: str, title: str = "绵阳市教育发展规划任务表（2021—2025年）") -> Draft:
    path = tmp_path / "表.md"
    path.write_text(f"# {title}\n\n{table}\n", encoding="utf-8")
    (draft,) = drafts_of(path)
    return draft


def _extract(tmp_path: Path, table: str) -> Extraction:
    draft = _draft(tmp_path, table)
    extraction = extract_facts(draft)
    facts: tuple[Fact, ...] = (*extraction.responsibilities, *extraction.targets, *extraction.deadlines)
    assert all(unproved(draft.document, fact) == [] for fact in facts)
    return extraction


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (("序号", "重点任务", "牵头单位", "配合单位", "完成时限"), {"serial": [0], "task": [1], "lead": [2], "participating": [3], "deadline": [4]}),
        (("工作内容", "责任领导", "责任单位"), {"task": [0], "person": [1], "responsible": [2]}),
        (("指标", "单位", "2020年", "2025年"), {"metric": [0], "measure": [1], "value": [2, 3]}),
        (("事项", "主办", "协办"), {"task": [0], "lead": [1], "participating": [2]}),
        (("任务类别", "具体举措", "主责部门", "协同单位", "进度要求"), {"serial": [0], "task": [1], "lead": [2], "participating": [3], "deadline": [4]}),
        (("事项", "主管领导", "经办科室", "协作科室", "办结日期"), {"task": [0], "person": [1], "responsible": [2], "participating": [3], "deadline": [4]}),
        (("任务类别", "责任单位"), {"task": [0], "responsible": [1]}),
        (("主要指标", "基期值（2020年）", "目标值（2025年）"), {"metric": [0], "property": [1], "value": [2]}),
        (("重点任务", "年度目标", "牵头单位"), {"task": [0], "aim": [1], "lead": [2]}),
        (("项目", "学段", "原标准（2023年）", "新标准（2024年）", "计量"), {"metric": [0], "group": [1], "property": [2], "value": [3], "measure": [4]}),
        (("批次", "对象", "录取日期"), {"serial": [0], "group": [1], "task": [0, 1], "deadline": [2]}),
        (("姓名", "分数"), {}),
    ],
)  # fmt: skip
def test_classify(header: tuple[str, ...], columns: dict[str, list[int]]) -> None:
    assert classify(header) == columns


def test_the_words_of_a_duty_say_the_role_where_the_column_does_not(tmp_path: Path) -> None:
    table = "| 部门 | 主要职责 |\n|---|---|\n| 教育局 | 牵头制定招生方案 |\n| 供电公司 | 配合做好供电保障 |"
    first, second = _extract(tmp_path, table).responsibilities
    assert [unit.surface for unit in first.lead] == ["教育局"]
    assert [unit.surface for unit in second.participating] == ["供电公司"]


def test_a_table_of_standards_names_whom_each_is_for(tmp_path: Path) -> None:
    table = "| 项目 | 学段 | 原标准（2023年） | 新标准（2024年） | 计量 |\n|---|---|---|---|---|\n| 生均公用经费 | 小学 | 720 | 800 | 元/生·年 |\n| 取暖补助 | 各学段 | 160 | 240 | 元/生·年 |"
    found = [
        (target.metric, target.value, target.unit, target.deadline)
        for target in _extract(tmp_path, table).targets
    ]
    assert sorted(found) == [
        ("取暖补助", "160", "元", "2023"),
        ("取暖补助", "240", "元", "2024"),
        ("小学生均公用经费", "720", "元", "2023"),
        ("小学生均公用经费", "800", "元", "2024"),
    ]


CELLS = [
    # (what is new about the table, table, (region, metric, value, unit, deadline) of one of its cells)
    ("posts by county", "| 设岗县（区） | 岗位总数 | 其中：音体美 |\n|---|---|---|\n| 三台县 | 120 | 36 |\n| 合计 | 120 | 36 |", ("三台县", "音体美", "36", "个", None)),
    ("a row of sums is the document's own", "| 设岗县（区） | 岗位总数 |\n|---|---|\n| 三台县 | 120 |\n| 全市合计 | 120 |", ("绵阳市", "岗位总数", "120", "个", None)),
    ("a cell lists places", "| 类区 | 包含地区 | 小学（元/生·年） |\n|---|---|---|\n| 一类区 | 三台县、盐亭县 | 1800 |", ("盐亭县", "一类区小学", "1800", "元", None)),
    ("years head the rows", "| 年份 | 毛入园率 | 新建公办园（所） |\n|---|---|---|\n| 2024年 | 96.5% | 2 |\n| 2025年 | 97.5% | 3 |", ("绵阳市", "新建公办园", "3", "所", "2025")),
    ("a school is no place", "| 学校名称 | 班数 | 计划人数 |\n|---|---|---|\n| 三台县第一小学 | 8 | 360 |", ("绵阳市", "三台县第一小学计划人数", "360", "人", None)),
    ("a bracketed sum over years", "| 指标 | 单位 | 2020年 | 2025年 |\n|---|---|---|---|\n| 新增学位 | 万个 | — | [2.6] |", ("绵阳市", "新增学位", "2.6", "万个", "2025")),
    ("the unit stands at the metric", "| 指标名称 | 2021年（基期） | 2025年 |\n|---|---|---|\n| 平均班额（人） | 55 | 48 |", ("绵阳市", "平均班额", "55", "人", "2021")),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_every_figure_is_a_fact_of_its_row_and_column(
    tmp_path: Path, table: str, expected: tuple[str, ...]
) -> None:
    found = {
        (fact.region, fact.metric, fact.value, fact.unit, fact.deadline)
        for fact in _extract(tmp_path, table).targets
    }
    assert expected in found


def test_columns_of_codes_dates_and_telephones_count_nothing(tmp_path: Path) -> None:
    table = "| 序号 | 学校 | 学校代码 | 联系电话 |\n|---|---|---|---|\n| 1 | 一中 | 510701 | 2221234 |\n| 2 | 二中 | 510702 | 2221235 |"
    assert _extract(tmp_path, table).targets == ()


def test_what_is_wrong_and_what_is_done_about_it_are_one_task(tmp_path: Path) -> None:
    table = "| 问题编号 | 反馈问题 | 整改措施 | 主责单位 | 协助单位 |\n|---|---|---|---|---|\n| 问题1 | 食堂留样不规范 | 落实留样制度 | 市市场监管局 | 市教育局 |"
    (fact,) = _extract(tmp_path, table).responsibilities
    assert fact.task == "食堂留样不规范：落实留样制度"
    assert [unit.surface for unit in fact.lead] == ["市市场监管局"]
    assert [unit.surface for unit in fact.participating] == ["市教育局"]


def test_a_column_of_aims_holds_targets(tmp_path: Path) -> None:
    table = "| 重点任务 | 年度目标 | 完成时限 |\n|---|---|---|\n| 学位扩容 | 新增学位2800个 | 2024年12月 |"
    (target,) = _extract(tmp_path, table).targets
    assert (target.metric, target.value, target.deadline) == ("新增学位", "2800", "2024-12")


FIGURES = """| 指标 | 单位 | 2020年 | 2025年目标 | 属性 |
|---|---|---|---|---|
| 学前三年毛入园率 | % | 88 | ≥93 | 预期性 |
| 义务教育大班额比例 | % | 4 | 3以下 | 约束性 |
| 新增学位 | 万个 | | 2.5 | 预期性 |"""


def test_a_table_of_figures_yields_targets_those_of_its_base_year_too(tmp_path: Path) -> None:
    found = [
        (target.metric, target.comparator, target.value, target.unit, target.deadline)
        for target in _extract(tmp_path, FIGURES).targets
    ]
    assert sorted(found) == sorted(
        [
            ("学前三年毛入园率", "=", "88", "%", "2020"),
            ("学前三年毛入园率", ">=", "93", "%", "2025"),
            ("义务教育大班额比例", "=", "4", "%", "2020"),
            ("义务教育大班额比例", "<=", "3", "%", "2025"),
            ("新增学位", "=", "2.5", "万个", "2025"),
        ]
    )


def test_lead_and_participating_columns(tmp_path: Path) -> None:
    table = "| 任务 | 牵头单位 | 配合单位 | 完成时间 |\n|---|---|---|---|\n| 制定布局规划 | 市教育局 | 市财政局 | 12月底前 |"
    extraction = _extract(tmp_path, table)
    (fact,) = extraction.responsibilities
    assert fact.task == "制定布局规划"
    assert [unit.unit for unit in fact.lead] == ["绵阳市教育局"]
    assert [unit.surface for unit in fact.participating] == ["市财政局"]


def test_a_column_whose_texts_repeat_groups_the_rows(tmp_path: Path) -> None:
    table = """| 重点任务 | 具体措施 | 责任单位 |
|---|---|---|
| 扩大资源 | 新建幼儿园 | 市教育局 |
| 扩大资源 | 清理无证园 | 市公安局 |"""
    assert [fact.task for fact in _extract(tmp_path, table).responsibilities] == ["新建幼儿园", "清理无证园"]


def test_a_cell_may_say_who_leads(tmp_path: Path) -> None:
    table = "| 任务 | 责任单位 |\n|---|---|\n| 新建幼儿园 | 市教育局牵头，市财政局配合 |"
    (fact,) = _extract(tmp_path, table).responsibilities
    assert [unit.surface for unit in fact.lead] == ["市教育局"]
    assert [unit.surface for unit in fact.participating] == ["市财政局"]
    assert fact.responsible == ()


@pytest.mark.parametrize(
    ("written", "deadline", "recurrence"),
    [
        ("2024.12", "2024-12-31", None),
        ("2024/6/30", "2024-06-30", None),
        ("2024年9月底", "2024-09-30", None),
        ("“十四五”末", "2025-12-31", None),
        ("长期坚持", None, "长期坚持"),
        ("每年", None, "每年"),
    ],
)
def test_times_in_cells(tmp_path: Path, written: str, deadline: str | None, recurrence: str | None) -> None:
    table = f"| 任务 | 责任单位 | 完成时限 |\n|---|---|---|\n| 建立台账 | 市教育局 | {written} |"
    (fact,) = _extract(tmp_path, table).deadlines
    assert (fact.task, fact.deadline, fact.recurrence) == ("建立台账", deadline, recurrence)


def test_a_first_row_of_column_names_is_the_header_where_the_reader_found_none(tmp_path: Path) -> None:
    table = "| 任务 | 牵头单位 |\n|---|---|\n| 建立台账 | 市教育局 |"
    draft = _draft(tmp_path, table)
    (read,) = draft.tables
    header_start = draft.document.text.index("任务 |")
    cells = tuple(
        type(read.rows[0][0])(start, start + len(name))
        for name in ("任务", "牵头单位")
        for start in [draft.document.text.index(name, header_start)]
    )
    bare = replace(draft, tables=(replace(read, header=(), rows=(cells, *read.rows)),))
    (fact,) = extract_facts(bare).responsibilities
    assert [unit.surface for unit in fact.lead] == ["市教育局"]


def test_an_unknown_table_says_nothing(tmp_path: Path) -> None:
    extraction = _extract(tmp_path, "| 姓名 | 联系电话 |\n|---|---|\n| 张三 | 8812345 |")
    assert extraction.responsibilities == ()
    assert extraction.targets == ()
    assert extraction.deadlines == ()


def test_a_column_that_groups_the_units_under_the_same_name_holds_no_unit(tmp_path: Path) -> None:
    table = """
| 责任主体 | 责任主体 | 责任事项 | 工作频次 |
| --- | --- | --- | --- |
| 市级部门 | 市教育局 | 督促学校落实陪餐制度 | 每学期一次 |
| 市级部门 | 市公安局 | 依法查处食品安全犯罪 | 每年一次 |
"""
    found = _extract(tmp_path, table)
    assert [[u.surface for u in fact.responsible] for fact in found.responsibilities] == [
        ["市教育局"],
        ["市公安局"],
    ]
    assert [fact.as_written for fact in found.deadlines] == ["每学期一次", "每年一次"]


def test_sentences_in_a_column_of_standards_state_targets(tmp_path: Path) -> None:
    table = """
| 一级指标 | 建设标准 | 分值 |
| --- | --- | --- |
| 组织保障 | 教研经费占公用经费比例不低于8% | 10 |
| 队伍建设 | 市级以上骨干教师占比达到15%以上 | 20 |
"""
    found = _extract(tmp_path, table)
    stated = {(fact.comparator, fact.value, fact.unit) for fact in found.targets}
    assert {(">=", "8", "%"), (">=", "15", "%"), ("=", "10", "分")} <= stated


def test_each_day_of_a_calendar_is_a_fact_of_its_row_and_column(tmp_path: Path) -> None:
    table = """| 学段 | 学期 | 报到时间 | 正式上课 | 放假日期 | 周数 |
|---|---|---|---|---|---|
| 小学、初中 | 第一学期 | 2025年8月31日（星期日） | 2025年9月1日 | 2026年1月24日 | 21周 |
| 普通高中 | 第一学期 | — | 2025年8月25日 | 2026年1月31日起 | 23周 |"""
    due = {fact.task: fact.deadline for fact in _extract(tmp_path, table).deadlines}
    assert due == {
        "小学、初中第一学期报到": "2025-08-31",
        "小学、初中第一学期正式上课": "2025-09-01",
        "小学、初中第一学期放假": "2026-01-24",
        "普通高中第一学期正式上课": "2025-08-25",
        "普通高中第一学期放假": "2026-01-31",
    }


def test_one_column_of_times_dates_the_tasks_and_not_itself(tmp_path: Path) -> None:
    table = """| 时间 | 事项 |
|---|---|
| 2025年9月15日前 | 上报开学检查报告 |
| 2025年11月28日 | 知识竞赛决赛 |"""
    due = {fact.task: fact.deadline for fact in _extract(tmp_path, table).deadlines}
    assert due == {"上报开学检查报告": "2025-09-15", "知识竞赛决赛": "2025-11-28"}


def test_the_caption_says_what_a_table_of_kinds_measures_and_in_what(tmp_path: Path) -> None:
    table = "二、住宿费标准（元/生·学年）\n\n| 学段 | 公办 | 民办 |\n|---|---|---|\n| 初中 | 740 | 3200 |\n| 高中 | 1570 | 3400 |"
    found = [(target.metric, target.value, target.unit) for target in _extract(tmp_path, table).targets]
    assert found == [
        ("初中公办住宿费标准", "740", "元"),
        ("初中民办住宿费标准", "3200", "元"),
        ("高中公办住宿费标准", "1570", "元"),
        ("高中民办住宿费标准", "3400", "元"),
    ]


def test_a_sentence_before_a_table_is_no_caption(tmp_path: Path) -> None:
    table = (
        "各校按下表执行，不得提高收费标准。\n\n| 学段 | 公办 | 民办 |\n|---|---|---|\n| 初中 | 740 | 3200 |"
    )
    assert [target.metric for target in _extract(tmp_path, table).targets] == ["初中公办", "初中民办"]
