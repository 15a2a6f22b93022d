"""Rows to blocks: header rows, captions, boxes, cells of several lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block
from ingest.readers.tables import guess_header_rows, table_blocks


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["序号", "重点任务", "牵头单位"], ["1", "扩大学位", "市教育局"]], 1),
        ([["指标", "2020年", "2025年"], ["毛入园率", "90%", "93%"]], 1),
        ([["任务", "单位", "单位"], ["任务", "牵头", "配合"], ["扩大学位", "市教育局", "市财政局"]], 2),
        ([["1", "扩大学位", "市教育局"], ["2", "培训师资", "市人社局"]], 0),
        ([["为促进学前教育发展，制定本方案。", "甲"], ["乙", "丙"]], 0),
        ([["姓名：", "张某"], ["单位：", "某校"]], 0),
        ([["只有", "一行"]], 0),
    ],
)
def test_header_rows_are_guessed_from_the_cells(rows: list[list[str]], expected: int) -> None:
    assert guess_header_rows(rows) == expected


def test_rows_become_equally_wide_and_empty_ones_go() -> None:
    (block,) = table_blocks([["甲", "乙", ""], ["", "", ""], ["丙"]])
    assert block.rows == (("甲", "乙"), ("丙", ""))


def test_captions_and_boxes_become_paragraphs() -> None:
    found = table_blocks([["附表", "附表"], ["任务", "单位"], ["扩大学位", "市教育局"]], page=3)
    assert found[0] == Block("附表", page=3)
    assert (found[1].header_rows, found[1].page) == (1, 3)
    assert table_blocks([["提示\n请注意"], ["第二格"]]) == [Block("提示"), Block("请注意"), Block("第二格")]


def test_lines_of_a_cell_stay_apart_but_broken_column_names_do_not() -> None:
    rows = [
        ["牵头\n单位", "配合\n单位"],
        ["市教育局", "市财政局\n市住房城乡建设局"],
        ["市教育局、\n市财政局", "（一）\n2025年"],
    ]
    (block,) = table_blocks(rows)
    assert block.rows == (
        ("牵头单位", "配合单位"),
        ("市教育局", "市财政局 市住房城乡建设局"),
        ("市教育局、市财政局", "（一） 2025年"),
    )


cells = st.text(alphabet="教育局12年 。\n", max_size=6)


@given(st.lists(st.lists(cells, max_size=4), max_size=5), st.integers(0, 3))
def test_no_character_of_a_table_is_lost(rows: list[list[str]], header_rows: int) -> None:
    found = table_blocks(rows, header_rows=header_rows)
    kept = {ch for b in found for ch in b.text + "".join(map("".join, b.rows)) if not ch.isspace()}
    assert kept == {ch for row in rows for cell in row for ch in cell if not ch.isspace()}
    assert all(len({len(row) for row in block.rows}) <= 1 for block in found)
    assert all("\n" not in cell for block in found for row in block.rows for cell in row)
