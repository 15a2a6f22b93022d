from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.unit_lists import split_units


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("市教育局、市财政局", ["市教育局", "市财政局"]),
        (
            "市教育局（市委教育工委），市财政局；各县（区）",
            ["市教育局（市委教育工委）", "市财政局", "各县（区）"],
        ),
        ("市教育局和市财政局", ["市教育局", "市财政局"]),
        ("市住房和城乡建设局、市文化和旅游局", ["市住房和城乡建设局", "市文化和旅游局"]),
        ("教育部以及财政部", ["教育部", "财政部"]),
        ("各区、县级市", ["各区、县级市"]),
        ("县、区人民政府", ["县、区人民政府"]),
        ("各县（区）党委、政府", ["各县（区）党委、政府"]),
        ("各乡镇人民政府、街道办事处", ["各乡镇人民政府", "街道办事处"]),
        ("市教育局 市财政局", ["市教育局", "市财政局"]),
        ("财政部、人力资源社会保障部等", ["财政部", "人力资源社会保障部"]),
        ("财政部、税务总局等有关部门", ["财政部", "税务总局"]),
        ("2023年底前，市教育局", ["市教育局"]),
        ("市教育局，持续推进", ["市教育局"]),
        ("", []),
    ],
)
def test_split_units(text: str, surfaces: list[str]) -> None:
    assert [item.surface for item in split_units(text, 0, len(text))] == surfaces


@pytest.mark.parametrize("text", ["市教育局（牵头）、市财政局", "市教育局[牵头]、市财政局"])
def test_a_role_in_brackets_is_a_mark_and_no_part_of_the_name(text: str) -> None:
    items = split_units(text, 0, len(text))
    assert [(item.surface, item.mark) for item in items] == [("市教育局", "牵头"), ("市财政局", None)]


@given(st.text(alphabet="市区县教育财政局委、，；和（）等 牵头2023年", max_size=40))
def test_items_are_verbatim_and_in_order(text: str) -> None:
    reached = 0
    for item in split_units(text, 0, len(text)):
        assert text[item.start : item.end] == item.surface
        assert item.start >= reached
        reached = item.end
