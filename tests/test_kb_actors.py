from __future__ import annotations

import pytest

from kb.actors import ORGAN_END, actors_at


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("县供销联社集中配送", ["县供销联社"]),
        ("市政府督查室每月督办", ["市政府督查室"]),
        ("镇卫生院和镇头派出所共同承担", ["镇卫生院", "镇头派出所"]),
        ("市发展和改革局、市财政局联合下达计划", ["市发展和改革局", "市财政局"]),
        ("市教育局体卫艺科汇总", ["市教育局体卫艺科"]),
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


def test_the_end_of_an_organ() -> None:
    assert ORGAN_END.pattern.search(ORGAN_END.example)
    assert not ORGAN_END.pattern.search(ORGAN_END.counter_example)
