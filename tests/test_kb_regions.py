from __future__ import annotations

import pytest

from kb.region_names import Region, derive_regions, level_of, other_names, short_name
from kb.regions import Gazetteer, default_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


def names(gazetteer: Gazetteer, text: str, *, within: str | None = None) -> list[str]:
    return [mention.region.name for mention in gazetteer.find(text, within=within)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆市綦江区教育委员会", ["重庆市", "綦江区"]),
        ("四川省广元市旺苍县教育局", ["四川省", "广元市", "旺苍县"]),
        ("綦江公办幼儿园占比要达到多少", ["綦江区"]),
        ("广元那边呢", ["广元市"]),
        ("四川和重庆有什么不同", ["四川省", "重庆市"]),
        ("酉阳县的高中", ["酉阳土家族苗族自治县"]),
        ("长阳自治县教师周转房管理办法", ["长阳土家族自治县"]),
        ("黔东南自治州与广西自治区", ["黔东南苗族侗族自治州", "广西壮族自治区"]),
        ("凉山州教育局", ["凉山彝族自治州"]),
        ("内蒙古的学校", ["内蒙古自治区"]),
    ],
)
def test_full_and_short_names_are_found(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert names(gazetteer, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "公安部门牵头的任务",
        "教育资源配置",
        "家校合作",
        "文山会海",
        "大连接工程",
        "城区学校和郊区学校",
        "吉安居工程",
        "和平发展",
    ],
)
def test_words_that_contain_a_short_name_are_not_regions(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def test_mentions_carry_offsets(gazetteer: Gazetteer) -> None:
    text = "关于旺苍县和綦江的通知"
    assert [text[m.start : m.end] for m in gazetteer.find(text)] == ["旺苍县", "綦江"]
    assert [m.surface for m in gazetteer.find(text)] == ["旺苍县", "綦江"]


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "海南藏族自治州") == ["海南藏族自治州"]


def test_one_name_in_several_cities_takes_the_city_before_it(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("江苏省南京市鼓楼区")[-1].region
    assert (found.name, found.parent) == ("鼓楼区", "南京市")
    assert gazetteer.find("徐州市鼓楼区")[-1].region.parent == "徐州市"


def test_within_decides_between_regions_of_one_name(gazetteer: Gazetteer) -> None:
    region = gazetteer.resolve("朝阳区", within="北京市")
    assert region is not None
    assert region.parent == "北京市"
    assert gazetteer.find("朝阳区教委", within="长春市")[0].region.parent == "长春市"


def test_an_ambiguous_name_without_context_has_no_parent(gazetteer: Gazetteer) -> None:
    region = gazetteer.resolve("朝阳区")
    assert region is not None
    assert (region.name, region.parent) == ("朝阳区", None)
    assert gazetteer.ancestors("朝阳区") == ()


def test_ancestors_are_nearest_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.ancestors("旺苍县") == ("广元市", "四川省")
    assert gazetteer.ancestors("綦江区") == ("重庆市",)
    assert gazetteer.ancestors("重庆市") == ()
    assert gazetteer.ancestors("不存在区") == ()
    assert gazetteer.ancestors("全国") == ()


@pytest.mark.parametrize("name", ["綦江区", "綦江", "重庆市綦江区", "重庆綦江"])
def test_resolve_takes_every_way_to_write_a_region(gazetteer: Gazetteer, name: str) -> None:
    region = gazetteer.resolve(name)
    assert region is not None
    assert (region.name, region.code, region.level, region.parent) == ("綦江区", "500110", "county", "重庆市")


def test_resolve_refuses_what_is_more_than_a_region(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("綦江区教育委员会") is None
    assert gazetteer.resolve("学前教育") is None


def test_the_country_is_a_region(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("全国") == Region("全国", "", "country")


def test_regions_of_documents_join_and_win() -> None:
    extended = default_gazetteer().with_regions(
        [("临江市", "云岭省"), ("东湖区", "临江市"), ("西岭区", "临江市"), (None, None), ("全国", None)]
    )
    assert extended.ancestors("西岭区") == ("临江市", "云岭省")
    # The data has a 东湖区 in 南昌市 and a 临江市 in 白山市; the documents at hand mean theirs.
    assert extended.ancestors("东湖区") == ("临江市", "云岭省")
    assert names(extended, "东湖那边的高中") == ["东湖区"]
    assert names(extended, "云岭的政策") == ["云岭省"]
    assert default_gazetteer().ancestors("东湖区") == ("南昌市", "江西省")


def test_known_regions_given_again_change_nothing(gazetteer: Gazetteer) -> None:
    extended = gazetteer.with_regions([("綦江区", "重庆市")])
    assert extended.resolve("綦江") == gazetteer.resolve("綦江")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭省临江市东湖区教育局", [("云岭省", None), ("临江市", "云岭省"), ("东湖区", "临江市")]),
        ("东湖区人民政府办公室", [("东湖区", None)]),
        ("云岭高新区管理委员会", [("云岭高新区", None)]),
        ("星海自治州教育局", [("星海自治州", None)]),
        ("中共云岭省委教育工作领导小组", [("云岭省", None)]),
    ],
)
def test_regions_are_derived_from_issuers(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(region.name, region.parent) for region in derive_regions(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "市教育局关于",
        "各县区教育局",
        "加强全区教育工作",
        "学区制改革",
        "教育部关于",
        "关于全市幼儿园",
        "国家级开发区",
    ],
)
def test_general_words_give_no_region(text: str) -> None:
    assert derive_regions(text) == ()


def test_levels_follow_the_ending_and_the_parent() -> None:
    assert level_of("云岭省") == "province"
    assert level_of("重庆市") == "province"
    assert level_of("临江市") == "city"
    assert level_of("临江市", "city") == "county"
    assert level_of("东湖区") == "county"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("綦江区", "綦江"),
        ("忠县", "忠县"),
        ("广西壮族自治区", "广西"),
        ("石柱土家族自治县", "石柱"),
        ("云岭高新区", "云岭"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_data_is_whole(gazetteer: Gazetteer) -> None:
    by_level: dict[str, int] = {}
    for region in gazetteer:
        by_level[region.level] = by_level.get(region.level, 0) + 1
    assert by_level["province"] == 34
    assert by_level["county"] > 2800
    known = {region.name for region in gazetteer}
    assert all(region.parent in known for region in gazetteer if region.parent)


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("喀喇沁左翼蒙古族自治县", "喀左县"),
        ("科尔沁右翼前旗", "科右前旗"),
        ("东乌珠穆沁旗", "东乌旗"),
        ("东乡族自治县", "东乡县"),
        ("第八师石河子市", "八师"),
        ("洛阳高新技术产业开发区", "洛阳高新区"),
        ("横沥镇", "横沥"),
    ],
)
def test_how_people_shorten_the_names_of_places(name: str, also: str) -> None:
    assert also in other_names(name)


@pytest.mark.parametrize("title", ["矿产资源勘查区块登记管理办法", "风景名胜区条例", "行政区域界线管理条例"])
def test_kinds_of_areas_are_no_regions(title: str) -> None:
    assert derive_regions(title) == ()
