from __future__ import annotations

import pytest

from kb.actors import ORGAN_END, actors_at, is_organ


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("县供销联社集中配送", ["县供销联社"]),
        ("市政府督查室每月督办", ["市政府督查室"]),
        ("镇卫生院和镇头派出所共同承担", ["镇卫生院", "镇头派出所"]),
        ("市发展和改革局、市财政局联合下达计划", ["市发展和改革局", "市财政局"]),
        ("市教育局体卫艺科汇总", ["市教育局体卫艺科"]),
        ("市教育和体育局学校管理科负责线路设计", ["市教育和体育局学校管理科"]),
        ("区图书馆会同区文联布展", []),
        ("市教育局网站公布名单", []),
        ("市教育局批准后", []),
        ("市政府确定的学校名单", []),
        ("一份交财务室存档", []),
        ("每学期末向家长委员会公布", []),
        ("运动会展示成果", []),
        ("围绕石油城市家庭编写读本", []),
    ],
)
def test_who_acts_is_told_by_the_words_behind_the_name(clause: str, names: list[str]) -> None:
    found = actors_at(clause, 0, len(clause))
    assert [clause[low:high] for low, high in (found.names if found else ())] == names


def test_behind_by_a_person_and_an_unknown_verb_count() -> None:
    clause = "食堂管理员、校医共同验收"
    found = actors_at(clause, 0, len(clause), by=True)
    assert found is not None
    assert len(found.names) == 2
    assert actors_at(clause, 0, len(clause)) is None


def test_behind_by_the_time_ends_a_name_that_segmentation_blurs() -> None:
    for name in ("科研处", "各系部", "教师发展中心"):
        clause = f"{name}于5月20日前提出"
        found = actors_at(clause, 0, len(clause), by=True)
        assert found is not None
        assert [clause[low:high] for low, high in found.names] == [name]


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("市殡葬管理所", True),
        ("市供销社", True),
        ("市社科联", True),
        ("教科室", True),
        ("自然资源部", True),
        ("各镇（街）", True),
        ("各县（市、区）", True),
        ("实验室与设备管理处", True),
        ("新建12所公办幼儿园", False),
        ("区图书馆会同区文联", False),
        ("理科", False),
        ("教务处、学生处", False),
        ("经信息中心", False),
    ],
)
def test_whole_names_of_organs(name: str, organ: bool) -> None:
    assert is_organ(name) is organ


def test_the_end_of_an_organ() -> None:
    assert ORGAN_END.pattern.search(ORGAN_END.example)
    assert not ORGAN_END.pattern.search(ORGAN_END.counter_example)
