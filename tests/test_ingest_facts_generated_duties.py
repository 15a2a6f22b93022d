"""Responsibilities read from sentences composed of invented units and the forms in which offices write who does what."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.facts.extract import extract_facts
from tests.facts_help import drafts_of

PARTY = ("市委组织部", "市委编办", "市委宣传部", "团市委", "市妇联", "市关工委", "市残联", "市直机关工委")
BUREAUS = (
    "市财政局",
    "市教体局",
    "市人力资源和社会保障局",
    "市文化广电和旅游局",
    "市医保局",
    "市供销社",
    "市大数据中心",
)
OFFICES = (
    "基教股",
    "电教站",
    "装备站",
    "招生办",
    "纪检组",
    "语委办",
    "市教育和体育局学校管理科",
    "市教育局计划财务科",
)
INSTITUTIONS = (
    "市教师进修学校",
    "镇财政所",
    "市广播电视台",
    "市殡葬管理所",
    "市公交公司",
    "市妇幼保健院",
    "市少年宫",
)
SCHOOLS = (
    "德育处",
    "教导处",
    "少先队大队部",
    "膳食委员会",
    "财务公开组",
    "校医院",
    "继续教育处",
    "学报编辑部",
)
TOGETHER = ("各镇（街）", "各县（市、区）", "各社区", "各中心校")
UNITS = st.sampled_from((*PARTY, *BUREAUS, *OFFICES, *INSTITUTIONS, *SCHOOLS))
TASKS = (
    "控制书面作业总量",
    "制定兼职教师聘用办法",
    "开展防溺水巡查",
    "发放乡村教师生活补助",
    "清理1,200册过期图书",
    "建设教师周转宿舍240套",
)
THINGS = ("校车运营管理", "产业教授", "考务经费", "学生一卡通", "步行巴士线路")

Facts = list[tuple[list[str], list[str], list[str]]]
Case = tuple[str, Facts]


def _joined(names: list[str]) -> str:
    return "、".join(names)


@st.composite
def _bracketed(draw: st.DrawFn) -> Case:
    first, *others = draw(st.lists(UNITS, min_size=2, max_size=4, unique=True))
    others = [*others, draw(st.sampled_from(TOGETHER))]
    task = draw(st.sampled_from(TASKS))
    opened, closed = draw(st.sampled_from(("（）", "【】", "〔〕")))
    helps = draw(
        st.sampled_from(("，{}配合", "；协办：{}", "，配合单位：{}", "；参与：{}", "，{}协助"))
    ).format(_joined(others))
    return f"{task}。{opened}{first}牵头{helps}{closed}", [([first], others, [])]


@st.composite
def _led(draw: st.DrawFn) -> Case:
    first, *others = draw(st.lists(UNITS, min_size=2, max_size=4, unique=True))
    thing = draw(st.sampled_from(THINGS))
    last = draw(st.sampled_from(TOGETHER))
    does = draw(st.sampled_from(("", f"，{last}具体落实", f"，{last}落实属地责任")))
    helps = draw(st.sampled_from(("配合", "参与", "协办")))
    return f"{thing}由{first}牵头，{_joined(others)}{helps}{does}。", [
        ([first], others, [last] if does else [])
    ]


@st.composite
def _led_task(draw: st.DrawFn) -> Case:
    first, *others = draw(st.lists(UNITS, min_size=2, max_size=4, unique=True))
    task = draw(st.sampled_from(TASKS))
    form = draw(
        st.sampled_from(("由{a}牵头{t}，{b}配合。", "由{a}牵头，{b}配合，{t}。", "{a}牵头，{b}参与，{t}。"))
    )
    return form.format(a=first, b=_joined(others), t=task), [([first], others, [])]


@st.composite
def _shared_out(draw: st.DrawFn) -> Case:
    names = draw(st.lists(UNITS, min_size=2, max_size=3, unique=True))
    tasks = draw(st.permutations(TASKS))[: len(names)]
    said = "，".join(f"{name}负责{task}" for name, task in zip(names, tasks, strict=True))
    return f"{said}。", [([], [], [name]) for name in names]


@st.composite
def _respective(draw: st.DrawFn) -> Case:
    names = draw(st.lists(UNITS, min_size=2, max_size=3, unique=True))
    things = draw(st.permutations(THINGS))[: len(names)]
    return f"{_joined(list(things))}分别由{_joined(names)}负责。", [([], [], [name]) for name in names]


@st.composite
def _with_leave(draw: st.DrawFn) -> Case:
    asked, acting = draw(st.lists(UNITS, min_size=2, max_size=2, unique=True))
    thing = draw(st.sampled_from(THINGS))
    done = draw(st.booleans())
    if not done:
        return f"{thing}确需调整的，经{asked}批准，可以适当放宽。", []
    return f"{thing}需要调整的，经{asked}批准，可以由{acting}办理。", [([], [], [acting])]


def _read(said: list[str]) -> list[Facts]:
    """What is read from each statement; every one is a numbered item of one plan."""
    items = "\n".join(f"（{'一二三四五六七八九'[place]}）{text}" for place, text in enumerate(said))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "文件.txt"
        path.write_text(f"淮安市教育局2025年工作要点\n\n一、重点任务\n{items}\n", encoding="utf-8")
        (draft,) = drafts_of(path)
    facts = extract_facts(draft).responsibilities
    found: list[Facts] = []
    for text in said:
        start = draft.document.text.index(text)
        found.append(
            [
                (
                    [u.surface for u in f.lead],
                    [u.surface for u in f.participating],
                    [u.surface for u in f.responsible],
                )
                for f in facts
                if start - 3 <= f.start < start + len(text)
            ]
        )
    return found


@pytest.mark.parametrize("form", [_bracketed, _led, _led_task, _shared_out, _respective, _with_leave])
@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_roles_of_generated_statements(form: object, data: st.DataObject) -> None:
    assert callable(form)
    cases: list[Case] = data.draw(st.lists(form(), min_size=3, max_size=3, unique_by=lambda case: case[0]))
    assert _read([text for text, _ in cases]) == [facts for _, facts in cases]
