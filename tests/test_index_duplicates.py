"""Near-duplicate passages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.duplicates import group, nearly_equal, sign

PASSAGE = (
    "各级人民政府应当统筹规划普通高中布局，改善办学条件，逐步消除大班额，控制班级规模，"
    "普通高中新入学年级班额不得超过55人，按照国家课程方案开齐开足各类课程，加强教师队伍建设，"
    "完善经费投入机制，并由教育行政部门会同发展改革、财政等部门组织实施本方案所列各项任务。"
)


def groups(*texts: str) -> list[int]:
    return [int(first) for first in group(texts, sign(texts))]


def test_equal_text_in_other_width_spacing_and_punctuation_is_one_group() -> None:
    assert groups("班额不超过55人。", "别的内容", "班额 不超过５５人") == [0, 1, 0]


def test_a_slightly_reworded_long_passage_is_a_duplicate() -> None:
    assert groups(PASSAGE, PASSAGE.replace("组织实施", "组织落实")) == [0, 0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("55人", "56人"),
        ("不得超过", "超过"),
        ("各级人民政府", "江北区人民政府"),
        ("普通高中布局", "普通高中不布局"),
    ],
)
def test_a_number_place_or_negation_that_differs_keeps_passages_apart(old: str, new: str) -> None:
    assert old in PASSAGE
    assert groups(PASSAGE, PASSAGE.replace(old, new)) == [0, 1]


def test_short_passages_must_be_equal() -> None:
    assert groups("市教育局牵头负责", "市教育局牵头") == [0, 1]


def test_different_passages_stay_apart() -> None:
    assert not nearly_equal(PASSAGE, PASSAGE[:60] + "学校食堂应当保证食品安全，" * 6)


def test_no_passages_give_no_groups() -> None:
    assert groups() == []


@settings(max_examples=50)
@given(st.lists(st.sampled_from([PASSAGE, PASSAGE + "完。", "甲", "乙", ""]), max_size=8))
def test_groups_are_named_by_their_lowest_row_and_equal_texts_share_one(texts: list[str]) -> None:
    found = groups(*texts)
    for row, first in enumerate(found):
        assert first <= row
        assert found[first] == first
        assert found[texts.index(texts[row])] == first
