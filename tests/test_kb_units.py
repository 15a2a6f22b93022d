from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.region_names import short_name
from kb.rules import Rule
from kb.unit_finder import RULES
from kb.units import canonical_unit, find_units, match_unit, resolve_unit, unit_function


@pytest.mark.parametrize("named", RULES, ids=lambda item: item.name)
def test_rule_matches_its_example_and_not_its_counter_example(named: Rule) -> None:
    assert named.faults() == ()


@pytest.mark.parametrize(
    ("surface", "region", "parent", "name"),
    [
        ("市教育局", "绵阳市", "四川省", "绵阳市教育局"),
        ("教育局", "绵阳市", "四川省", "绵阳市教育局"),
        ("绵阳教育局", "绵阳市", "四川省", "绵阳市教育局"),
        ("市教育局（市委教育工委）", "绵阳市", "四川省", "绵阳市教育局"),
        ("市发改委", "绵阳市", "四川省", "绵阳市发展和改革委员会"),
        ("市发展改革委", "绵阳市", "四川省", "绵阳市发展和改革委员会"),
        ("市人社局", "绵阳市", "四川省", "绵阳市人力资源和社会保障局"),
        ("市人力资源社会保障局", "绵阳市", "四川省", "绵阳市人力资源和社会保障局"),
        ("市科信局", "绵阳市", "四川省", "绵阳市科技和信息化局"),
        ("市编办", "绵阳市", "四川省", "绵阳市委机构编制委员会办公室"),
        ("市委编办", "绵阳市", "四川省", "绵阳市委机构编制委员会办公室"),
        ("团市委", "绵阳市", "四川省", "共青团绵阳市委员会"),
        ("市道运局", "绵阳市", "四川省", "绵阳市道运局"),
        ("市政府", "绵阳市", "四川省", "绵阳市人民政府"),
        ("省教育厅", "绵阳市", "四川省", "四川省教育厅"),
        ("平武县教育局", "绵阳市", "四川省", "平武县教育局"),
        ("区教委", "渝中区", "重庆市", "渝中区教育委员会"),
        ("市教委", "渝中区", "重庆市", "重庆市教育委员会"),
        ("重庆市渝中区教育委员会", "渝中区", "重庆市", "渝中区教育委员会"),
        ("区财政局", "绵阳市", "四川省", "区财政局"),
        ("教育部", "绵阳市", "四川省", "教育部"),
        ("国家发展改革委", None, None, "国家发展和改革委员会"),
        ("中央编办", None, None, "中央机构编制委员会办公室"),
        ("教育行政部门", "绵阳市", "四川省", "教育部门"),
        ("县级以上人民政府教育行政部门", "绵阳市", "四川省", "教育部门"),
        ("各级各类学校", "绵阳市", "四川省", "学校"),
        ("县（区）", "绵阳市", "四川省", "各县区人民政府"),
        ("县区", "绵阳市", "四川省", "各县区人民政府"),
        ("各县区", "绵阳市", "四川省", "各县区人民政府"),
        ("各区县政府", "重庆市", None, "各县区人民政府"),
        ("各区、县级市", "苏州市", "江苏省", "各市区人民政府"),
        ("各乡镇（街道）", "平武县", "绵阳市", "各乡镇街道"),
        ("市科技和工业信息化局", "绵阳市", None, "绵阳市科技和工业信息化局"),
        ("中国电信绵阳分公司", "绵阳市", None, "中国电信绵阳分公司"),
    ],
)
def test_canonical_unit(surface: str, region: str | None, parent: str | None, name: str) -> None:
    assert canonical_unit(surface, region=region, parent=parent) == name


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("市教体局", "教育"),
        ("区发展改革委", "发展改革"),
        ("人社局", "人力资源社会保障"),
        ("市委编办", "机构编制"),
        ("住房城乡建设局", "住房城乡建设"),
        ("规划和自然资源局", "自然资源"),
        ("网信办", "网信"),
        ("各县区人民政府", "政府"),
        ("某某公司", None),
    ],
)
def test_unit_function(name: str, function: str | None) -> None:
    assert unit_function(name) == function


@pytest.mark.parametrize(
    ("surface", "region", "level"),
    [
        ("教育部", None, "national"),
        ("省教育厅", "四川省", "province"),
        ("市教委", "重庆市", "province"),
        ("市教育局", "绵阳市", "city"),
        ("县教育局", "平武县", "county"),
        ("各乡镇", "平武县", "township"),
        ("幼儿园", "平武县", "school"),
    ],
)
def test_level(surface: str, region: str | None, level: str) -> None:
    assert resolve_unit(surface, region=region).level == level


KNOWN = (
    "绵阳市教育局",
    "绵阳市发展和改革委员会",
    "渝中区发展和改革委员会",
    "渝中区教育委员会",
    "绵阳市财政局",
    "绵阳市人民政府",
    "各县区人民政府",
    "教育部门",
    "幼儿园",
)


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("发改委", ("绵阳市发展和改革委员会", "渝中区发展和改革委员会")),
        ("市发改委", ("绵阳市发展和改革委员会",)),
        ("绵阳发改委", ("绵阳市发展和改革委员会",)),
        ("区发改委", ("渝中区发展和改革委员会",)),
        ("渝中区教育局", ("渝中区教育委员会",)),
        ("教委", ("渝中区教育委员会",)),
        ("教育局", ("绵阳市教育局",)),
        ("财政", ("绵阳市财政局",)),
        ("县区政府", ("各县区人民政府",)),
        ("各县（区）", ("各县区人民政府",)),
        ("市政府", ("绵阳市人民政府",)),
        ("教育行政部门", ("教育部门",)),
        ("幼儿园", ("幼儿园",)),
        ("广元市教育局", ()),
        ("人社局", ()),
    ],
)
def test_match_unit(query: str, matches: tuple[str, ...]) -> None:
    assert match_unit(query, KNOWN) == matches


def test_an_office_asked_for_with_its_bureau_is_the_office_that_documents_name() -> None:
    assert match_unit("涪陵区教委技术装备中心", ["技术装备中心", "财务科"]) == ("技术装备中心",)
    assert match_unit("涪水中学技术装备中心", ["技术装备中心"]) == ()


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        (
            "区规划自然资源局、区住房城乡建委要会同区教委加强监管",
            ["区规划自然资源局", "区住房城乡建委", "区教委"],
        ),
        ("发展改革、教育、财政等部门要根据职责分工", ["发展改革", "教育", "财政"]),
        ("教育、自然资源和规划、住房城乡建设等主管部门应当", ["教育", "自然资源和规划", "住房城乡建设"]),
        ("各区县教育行政部门和考试机构要预测人数", ["各区县教育行政部门", "考试机构"]),
        ("公安机关要优化机制", ["公安机关"]),
        ("教育部牵头，国家发展改革委、财政部负责", ["教育部", "国家发展改革委", "财政部"]),
        ("乡（镇）人民政府、街道办事处应当协助", ["乡（镇）人民政府", "街道办事处"]),
        ("市委教育工作领导小组每年听取汇报", ["市委教育工作领导小组"]),
        ("推进政府购买服务，完善教育格局", []),
        ("", []),
    ],
)
def test_find_units(text: str, surfaces: list[str]) -> None:
    assert [unit.surface for unit in find_units(text)] == surfaces


@given(
    st.text(alphabet="市区县教育财政局委部门和、各（）由会同政府公安机关应当学校幼儿园团编办", max_size=30)
)
def test_found_units_are_verbatim_ordered_and_apart(text: str) -> None:
    reached = 0
    for unit in find_units(text):
        assert text[unit.start : unit.end] == unit.surface
        assert unit.start >= reached
        reached = unit.end


@given(st.text(alphabet="市区县教育财政局委部门和、各（）政府公安机关", min_size=1, max_size=12))
def test_canonical_names_are_never_empty(surface: str) -> None:
    assert canonical_unit(surface, region="绵阳市", parent="四川省") or not surface.strip("，。；、：")


@pytest.mark.parametrize(
    ("region", "short"),
    [
        ("绵阳市", "绵阳"),
        ("凉山彝族自治州", "凉山"),
        ("广西壮族自治区", "广西"),
        ("叶县", "叶县"),
        ("四川省", "四川"),
    ],
)
def test_short_name(region: str, short: str) -> None:
    assert short_name(region) == short


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("市场监管局", "绵阳市市场监督管理局"),
        ("市市场监管局", "绵阳市市场监督管理局"),
        ("岐山县教体局人事股", "人事股"),
        ("学校教务处", "教务处"),
        ("区文旅体局", "区文化体育和旅游局"),
    ],
)
def test_short_forms_and_offices(surface: str, name: str) -> None:
    assert resolve_unit(surface, region="绵阳市").name == name


def test_an_office_is_only_itself_whatever_it_is_called() -> None:
    assert match_unit("人事科", ["人事股", "财务股"]) == ("人事股",)
    assert match_unit("德育处", ["教务处", "总务处"]) == ()


def test_the_league_of_a_place_is_no_party_committee() -> None:
    assert resolve_unit("团区委", region="蚌山区").name == "共青团蚌山区委员会"
    assert resolve_unit("共青团蚌山区委员会").function == "共青团"
    assert match_unit("团县委", ["都兰县委员会", "共青团都兰县委员会"]) == ("共青团都兰县委员会",)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("应当口头报告县教育局", ["县教育局"]),
        ("应当在30分钟内口头报告县教育局，2小时内书面报告", ["县教育局"]),
        ("及时书面报告市公安局", ["市公安局"]),
        ("报送区卫生健康局", ["区卫生健康局"]),
        ("由江油市教育局报绵阳市教育局", ["江油市教育局", "绵阳市教育局"]),
    ],
)
def test_what_is_reported_to_an_organ_is_no_part_of_its_name(text: str, units: list[str]) -> None:
    assert [unit.surface for unit in find_units(text)] == units
