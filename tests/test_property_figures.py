"""Sentences composed of metric, figures, times and subjects: each figure is read with its own name, value and time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.facts.extract import extract_facts
from kb.labels import fact_label
from kb.records import Target
from tests.facts_help import drafts_of

_SETTINGS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a figure of a sentence is by construction."""

    holds: str
    """Words that its name must hold."""
    value: str
    unit: str
    signs: tuple[str, ...] = ("=",)
    when: str = ""
    """How its time begins."""


Case = tuple[str, list[Stated]]
_AT_LEAST, _AT_MOST = (">=",), ("<=",)


def _values(count: int, low: int, high: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), min_size=count, max_size=count, unique=True)


_GROWING = (
    ("扩大“3+2”五年制招生", "招生", "五年制", "人"),
    ("推进智慧黑板更新", "更换", "智慧黑板", "套"),
    ("实施乡村厕所改造", "改造", "厕所", "座"),
    ("加大银龄教师引进力度", "招募", "银龄教师", "名"),
)
_RATES = ("专项资金支付率", "明厨亮灶覆盖率", "公办园在园幼儿占比", "实验开出率", "“双师型”教师占比")
_PAID = (
    ("早餐", "午餐", "每人"),
    ("监考补助", "巡考补助", "每人每天"),
    ("大巴", "中巴", "每车每天"),
    ("班主任津贴", "年级组长津贴", "每人每月"),
)
_LIMITED = (
    ("教室", "宿舍", "室内温度", "不得低于", "℃", _AT_LEAST),
    ("教学楼", "宿舍楼", "灭火器", "不少于", "具", _AT_LEAST),
    ("小学", "初中", "班额", "不超过", "人", _AT_MOST),
    ("实验室", "美术教室", "照度", "不低于", "勒克斯", _AT_LEAST),
)
_EACH = (
    ("每个考场监考教师", "名", "监考教师"),
    ("每辆校车配照管员", "名", "照管员"),
    ("每个教学点专职保安", "人", "保安"),
)
_HELD = (
    ("2025年暑期开设托管班120个，每班不超过{}人。", "托管班", "人", _AT_MOST),
    ("在甲县、乙县开展职普融通班试点，每班不超过{}人，可申请调整一次。", "职普融通班", "人", _AT_MOST),
    ("学分达到{}分方可申请毕业。", "学分", "分", ("=",)),
    ("培训不少于{}学时，考核合格。", "培训", "学时", _AT_LEAST),
    ("小学每节课为{}分钟。", "小学每节课", "分钟", ("=",)),
    ("食品留样冷藏保存{}小时以上。", "保存", "小时", _AT_LEAST),
)


@st.composite
def _by_year(draw: st.DrawFn) -> Case:
    lead, verb, thing, unit = draw(st.sampled_from(_GROWING))
    first, values = draw(st.integers(2025, 2028)), sorted(draw(_values(3, 20, 3000)))
    again = verb if draw(st.booleans()) else ""
    parts = [f"{first + n}年{verb if not n else again}{value}{unit}" for n, value in enumerate(values)]
    return f"{lead}，{'，'.join(parts)}。", [
        Stated(thing, str(value), unit, when=str(first + n)) for n, value in enumerate(values)
    ]


@st.composite
def _by_month(draw: st.DrawFn) -> Case:
    rate, values = draw(st.sampled_from(_RATES)), sorted(draw(_values(3, 30, 99)))
    months = sorted(draw(_values(3, 1, 9)))
    joint, end = draw(st.sampled_from("，、")), draw(st.sampled_from(("底", "底前", "末")))
    parts = [
        f"{rate if not n else ''}{month}月{end}达到{value}%"
        for n, (month, value) in enumerate(zip(months, values, strict=True))
    ]
    return f"加强调度，{joint.join(parts)}。", [
        Stated(rate[-4:], str(value), "%", when=f"2025-{month:02d}")
        for month, value in zip(months, values, strict=True)
    ]


@st.composite
def _by_payee(draw: st.DrawFn) -> Case:
    one, other, per = draw(st.sampled_from(_PAID))
    values, joint = draw(_values(2, 3, 900)), draw(st.sampled_from("，、"))
    tail = draw(st.sampled_from(("。", "，由市财政局拨付。")))
    sentence = f"{one}{per}{values[0]}元{joint}{other}{per}{values[1]}元{tail}"
    return sentence, [Stated(one, str(values[0]), "元"), Stated(other, str(values[1]), "元")]


@st.composite
def _by_thing(draw: st.DrawFn) -> Case:
    one, other, what, said, unit, signs = draw(st.sampled_from(_LIMITED))
    low, high = draw(_values(2, 5, 700))
    head = f"{one}{what}{said}{low}{unit}，{other}"
    if draw(st.booleans()):
        head = f"{what}：{one}{said}{low}{unit}，{other}" if what[-1] not in "器" else head
    return f"{head}{said}{high}{unit}。", [
        Stated(f"{one}{what}", str(low), unit, signs),
        Stated(f"{other}{what}", str(high), unit, signs),
    ]


@st.composite
def _held_alone(draw: st.DrawFn) -> Case:
    sentence, holds, unit, signs = draw(st.sampled_from(_HELD))
    value = str(draw(st.integers(2, 400)))
    return sentence.format(value), [Stated(holds, value, unit, signs)]


@st.composite
def _of_each(draw: st.DrawFn) -> Case:
    head, unit, holds = draw(st.sampled_from(_EACH))
    value = str(draw(st.integers(2, 9)))
    return f"{head}{value}{unit}，每条线路安全巡查不少于11次。", [
        Stated(holds, value, unit),
        Stated("巡查", "11", "次", _AT_LEAST),
    ]


@st.composite
def _in_parts(draw: st.DrawFn) -> Case:
    towns, values = ("白水镇", "柳林镇", "城关镇"), draw(_values(3, 2, 60))
    parts = "、".join(f"{town}{value}处" for town, value in zip(towns, values, strict=True))
    return f"2026年新建充电车棚{sum(values)}处，其中{parts}。", [
        Stated(f"新建充电车棚（{town}）", str(value), "处", when="2026")
        for town, value in zip(towns, values, strict=True)
    ]


@st.composite
def _then(draw: st.DrawFn) -> Case:
    first, last = sorted(draw(_values(2, 2, 90)))
    sentence = f"2025年9月1日前开通学生定制公交{first}条，2026年增加到{last}条，票价每人每次1元。"
    return sentence, [
        Stated("学生定制公交", str(first), "条", when="2025-09-01"),
        Stated("学生定制公交", str(last), "条", when="2026"),
    ]


def _targets(tmp_path_factory: pytest.TempPathFactory, sentence: str) -> tuple[Target, ...]:
    path = tmp_path_factory.getbasetemp() / "figures.txt"
    path.write_text(f"绵阳市2025年教育工作方案\n\n一、主要工作\n{sentence}\n", encoding="utf-8")
    return extract_facts(drafts_of(path)[0]).targets


@_SETTINGS
@given(
    case=st.one_of(
        _by_year(), _by_month(), _by_payee(), _by_thing(), _held_alone(), _of_each(), _in_parts(), _then()
    )
)
def test_each_figure_is_read_with_its_own_name_and_time(
    tmp_path_factory: pytest.TempPathFactory, case: Case
) -> None:
    sentence, stated = case
    targets = _targets(tmp_path_factory, sentence)
    for figure in stated:
        same = [t for t in targets if (t.value, t.unit) == (figure.value, figure.unit)]
        assert any(
            figure.holds in fact_label(target)
            and target.comparator in figure.signs
            and (target.deadline or "").startswith(figure.when)
            for target in same
        ), (sentence, figure, [(fact_label(t), t.comparator, t.value, t.unit, t.deadline) for t in targets])


@_SETTINGS
@given(case=st.one_of(_by_payee(), _by_thing(), _in_parts()))
def test_no_figure_takes_its_neighbour_s_name(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    sentence, stated = case
    targets = _targets(tmp_path_factory, sentence)
    for figure in stated:
        others = {other.holds for other in stated} - {figure.holds}
        named = [fact_label(t) for t in targets if (t.value, t.unit) == (figure.value, figure.unit)]
        assert not [label for label in named for other in others if other in label], (sentence, named)
