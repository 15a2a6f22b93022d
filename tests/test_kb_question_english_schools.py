"""Schools that an English question names by the sound of their Chinese names."""

from __future__ import annotations

import pytest

from kb.question.english_schools import english_school
from kb.schools import institution, proper_part

NAMES = ("赤峰玉龙职业技术学院", "佛昙中心小学", "秦安第五中学", "澄湖幼儿园")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("what does chifeng yulong vocational and technical college pay?", "赤峰玉龙职业技术学院"),
        ("who buys food at fotan central primary school?", "佛昙中心小学"),
        ("rules of qin'an no. 5 middle school on phones", "秦安第五中学"),
        ("when does chenghu kindergarten open?", "澄湖幼儿园"),
    ],
)
def test_a_school_is_heard_by_its_sound(text: str, name: str) -> None:
    found = english_school(text, NAMES)
    assert found is not None
    assert found.name == name
    assert text[found.end :][:1] in ("", "?", " ")


@pytest.mark.parametrize(
    "text",
    [
        "how many vocational colleges does chifeng city plan?",
        "which bureau in chifeng runs the college?",
        "rules of qin'an no. 3 middle school on phones",
        "how many primary schools are there in qin'an county?",
        "",
    ],
)
def test_places_and_other_schools_are_none_of_them(text: str) -> None:
    assert english_school(text, NAMES) is None


def test_the_proper_part_of_a_name_is_without_its_kind() -> None:
    assert proper_part("赤峰玉龙职业技术学院") == "赤峰玉龙"
    assert proper_part("佛昙中心小学") == "佛昙"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("赤峰玉龙职业技术学院科研项目与经费管理办法", ("赤峰玉龙职业技术学院",)),
        ("清河中学教师考勤制度", ("清河中学",)),
        ("临江县小学科学教育行动计划", ()),
        ("乡村小学教师补充办法", ()),
    ],
)
def test_titles_of_the_rules_of_one_school(title: str, names: tuple[str, ...]) -> None:
    assert institution(title, None) == names
