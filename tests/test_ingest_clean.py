from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.blocks import Block
from ingest.clean import clean_blocks, clean_text
from ingest.joining import ends_like_title, join_broken
from ingest.lines import Line, is_date_line, is_furniture, is_salutation, is_signature


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("[bookmark: OLE_LINK1]（三）规范管理", "（三）规范管理"),
        ("达到\u200b９６％\u00ad以上", "达到96%以上"),
        ("完善学生 资助政策，科学 化管理", "完善学生资助政策，科学化管理"),
        ("通  知", "通知"),
        ("第一章　总　则", "第一章 总则"),
        ("第三条  为了 规范", "第三条 为了规范"),
        ("2023 年第 一次会议", "2023年第一次会议"),
        ("（１）优化布局", "（1）优化布局"),
        ("１．优化布局", "1．优化布局"),
        ("1.1 工作目标", "1.1 工作目标"),
        ("方案(2020—2022年)", "方案（2020—2022年）"),
        ("(一)指导思想", "（一）指导思想"),
        ("标准(试行) ，自发布", "标准（试行），自发布"),
        ("use STEM 教育 in class (a)", "use STEM 教育 in class (a)"),
        ("教育部 国家发展改革委 财政部关于印发", "教育部 国家发展改革委 财政部关于印发"),
        ("责任单位:教育局,财政局", "责任单位：教育局，财政局"),
        ("时间 12:30", "时间12:30"),
        ("班额 \u200b\u200d 45人", "班额45人"),
    ],
)
def test_text_takes_its_stored_form(raw: str, stored: str) -> None:
    assert clean_text(raw) == stored


def test_the_space_after_a_headings_words_stays_when_a_long_sentence_follows() -> None:
    text = clean_text(
        "一、总体要求 以习近平新时代中国特色社会主义思想为指导，全面贯彻党的教育方针，坚持立德树人，办好人民满意的教育。"
    )
    assert text.startswith("一、总体要求 以习近平")


@example("一 \u200b 1")
@given(
    st.lists(
        st.text(alphabet="一教育。，（）()１a1\u200b%％第条章、\n", min_size=1, max_size=9), max_size=6
    ).map(" ".join)
)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(alphabet="教育部门。，（）《》“”、 12ab\u3000", max_size=60))
def test_cleaning_loses_only_spaces(text: str) -> None:
    def visible(value: str) -> str:
        return "".join(value.split())

    assert visible(clean_text(text)) == visible(text)


def test_table_rows_become_lines_with_cells() -> None:
    block = Block("", "table", rows=(("任务", "牵头 单位"), ("扩建", "教育局")), header_rows=1)
    lines = clean_blocks([block])
    assert [line.text for line in lines] == ["任务 | 牵头单位", "扩建 | 教育局"]
    assert [line.header for line in lines] == [True, False]
    assert lines[1].cells == ("扩建", "教育局")


def test_empty_blocks_vanish() -> None:
    assert clean_blocks([Block("  \u200b "), Block("[bookmark: a]")]) == ()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["推动市级教育数据中心建设。加快制定", "《智慧校园建设基本指南》。探索运用物联网。"], 1),
        (["（二）实施原则", "立足当前，着眼长远。"], 2),
        (["请认真贯彻执行。", "附件：1.实施方案"], 2),
        (["各区县人民政府：", "为贯彻落实有关精神，"], 2),
        (["临江市教育局", "2024年3月5日"], 2),
        (["学校应当加强管理，不得", "收取任何费用，违者依照本办法", "第五条的规定处理。"], 1),
        (["第一章", "总则", "第一条 为了规范管理，制定本办法。"], 2),
        (["时间：2024年5月6日", "地点：三楼会议室"], 2),
        (["1.身份证", "2.户口簿"], 2),
    ],
)
def test_broken_sentences_are_joined_and_others_are_not(lines: list[str], expected: int) -> None:
    assert len(join_broken([Line(text) for text in lines])) == expected


def test_a_joined_line_remembers_its_pages() -> None:
    first = Line("学校应当加强安全管理，不得", pages=((0, 1),))
    second = Line("收取任何费用。", pages=((0, 2),))
    assert join_broken([first, second])[0].pages == ((0, 1), (len(first.text), 2))


@pytest.mark.parametrize("offset", [3, 7, 9])
def test_cutting_a_line_keeps_text_and_pages(offset: int) -> None:
    line = Line("一二三四五六七八九十", pages=((0, 1), (7, 2)))
    left, right = line.cut(offset)
    assert left.text + right.text == line.text
    assert right.pages[0] == (0, 1 if offset < 7 else 2)


def test_kinds_of_lines() -> None:
    assert is_date_line("2018年6月13日")
    assert is_date_line("二〇一八年六月十三日")
    assert not is_date_line("2018年6月13日起施行")
    assert is_salutation("各区县（自治县）人民政府，市政府有关部门，有关单位：")
    assert not is_salutation("现将有关事项通知如下：")
    assert is_signature("重庆市人民政府办公厅 2018年6月13日")
    assert not is_signature("要切实加强教师队伍建设。")
    assert is_furniture("渝府办发〔2018〕84号")
    assert is_furniture("来源：发布时间：2020-10-22")
    assert not is_furniture("到2025年，毛入园率达到93%。")


@pytest.mark.parametrize(
    "title",
    [
        "关于做好招生工作的通知",
        "实施方案（征求意见稿）",
        "管理办法（试行）",
        "教育现代化实施方案（2020—2022年）",
    ],
)
def test_titles_end_like_documents(title: str) -> None:
    assert ends_like_title(title)
