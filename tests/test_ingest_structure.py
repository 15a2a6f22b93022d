from __future__ import annotations

import pytest

from ingest.headings import STYLES, find_marker, read_heading
from kb.rules import Rule
from tests.raw_files import draft_of, outline


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_heading_styles_match_their_examples_only(style: Rule) -> None:
    assert style.faults() == ()


@pytest.mark.parametrize(
    ("text", "style", "label", "number"),
    [
        ("一、总体要求", "cn_dun", "一、", 1),
        ("十一、保障措施", "cn_dun", "十一、", 11),
        ("（五）实施县中托管", "cn_paren", "（五）", 5),
        ("1．优化布局。", "arabic_dot", "1．", 1),
        ("（5）实施托管", "arabic_paren", "（5）", 5),
        ("①优化布局", "circled", "①", 1),
        ("第二编 分则", "part", "第二编", 2),
        ("第一部分 指导思想", "part", "第一部分", 1),
        ("第一百二十三条 学校应当", "article", "第一百二十三条", 123),
        ("第十七条之一 学校应当", "article", "第十七条之一", 17),
        ("2.3 工作目标", "decimal", "2.3", 3),
    ],
)
def test_markers_are_read(text: str, style: str, label: str, number: int) -> None:
    marker = find_marker(text)
    assert marker is not None
    assert (marker.style, marker.label, marker.number) == (style, label, number)


@pytest.mark.parametrize(
    "text",
    [
        "1.5%以上的学校",
        "2025年底前完成",
        "3-5个",
        "一是加强领导",
        "第三条的规定",
        "（以下简称学校）",
        "十分重要",
    ],
)
def test_figures_and_references_are_no_markers(text: str) -> None:
    assert find_marker(text) is None


@pytest.mark.parametrize(
    ("text", "form", "title"),
    [
        ("（一）完善招生管理。坚决落实招生管理省级统筹责任。", "run_in", "完善招生管理"),
        ("（一）指导思想", "title", "指导思想"),
        ("1．工作原则：坚持育人为本，促进公平。", "run_in", "工作原则"),
        ("二、学校应当建立健全安全管理制度，落实岗位责任，定期开展安全检查并及时消除隐患。", "plain", ""),
        ("第三条（收费标准）课后服务收费不超过600元。", "run_in", "收费标准"),
        ("第三条【目的】为了规范管理。", "run_in", "目的"),
        ("第三条 为了规范管理，制定本办法。", "plain", ""),
        ("第一章 总则", "title", "总则"),
    ],
)
def test_how_much_of_a_line_is_heading(text: str, form: str, title: str) -> None:
    marker = find_marker(text)
    assert marker is not None
    assert (read_heading(text, marker).form, read_heading(text, marker).title) == (form, title)


def test_levels_nest_by_style() -> None:
    draft = draft_of("""
临江市实施方案
制定本方案。
一、主要措施
（一）增加供给
1．优化布局。完善规划。
2．扩容增效。新建学校。
（二）强化保障
3．落实经费。加大投入。
二、组织领导
（一）加强领导。落实责任。
""")
    assert outline(draft) == [
        "一、主要措施",
        ".（一）增加供给",
        "..1．优化布局",
        "..2．扩容增效",
        ".（二）强化保障",
        "..3．落实经费",
        "二、组织领导",
        ".（一）加强领导",
    ]
    assert draft.sections[3].path == ("一、主要措施", "（一）增加供给", "1．优化布局")


def test_a_number_in_the_wrong_style_keeps_its_place() -> None:
    draft = draft_of("""
临江市实施方案
一、主要措施
（三）完善激励。加大力度。
（四）实施托管。开展帮扶。
（5）改善条件。补足设备。
（六）建设标准。达到要求。
""")
    assert outline(draft)[1:] == [".（三）完善激励", ".（四）实施托管", ".（5）改善条件", ".（六）建设标准"]


@pytest.mark.parametrize("numbers", ["一三四", "一一二", "二三四"])
def test_wrong_missing_and_repeated_numbers_stay_siblings(numbers: str) -> None:
    lines = [
        "临江市实施方案",
        "一、主要措施",
        *(f"（{number}）加强管理。落实责任制度。" for number in numbers),
    ]
    draft = draft_of("\n".join(lines))
    assert [section.level for section in draft.sections if section.path] == [1, 2, 2, 2]


def test_headings_inside_one_line_are_found() -> None:
    draft = draft_of(
        "临江市教育局关于加强安全工作的通知\n"
        "各学校：为加强安全工作，现就有关事项通知如下：一、提高认识各级各类学校要高度重视安全工作，落实主体责任。"
        "二、抓好落实（一）开展排查。各学校要开展隐患排查，建立台账。（二）强化演练。每学期至少组织两次应急疏散演练。"
        "三、严肃问责。对落实不力的，依法依规追究责任。"
    )
    assert outline(draft) == [
        "一、提高认识",
        "二、抓好落实",
        ".（一）开展排查",
        ".（二）强化演练",
        "三、严肃问责",
    ]


def test_enumerations_in_running_text_are_no_headings() -> None:
    draft = draft_of("""
临江市实施方案
一、主要措施
一是优化布局，二是扩大供给。幼儿园应当配备：（1）专任教师2名；（2）保育员1名；（3）保健人员。到2025年普惠率提高1.5%，新建3-5个中心。
申报材料包括：
（一）申请表；
（二）身份证明；
（三）其他材料。
二、组织领导
加强领导。
""")
    assert outline(draft) == ["一、主要措施", "二、组织领导"]


def test_items_of_an_article_belong_to_it() -> None:
    draft = draft_of("""
云岭省学校条例
第一章 总则
第一条 为了规范办学，制定本条例。
第二章 学校
第二条 设立学校应当具备下列条件：
（一）有章程；
（二）有合格教师。
依照
第一条的规定执行。
第三条 学校应当加强管理。
""")
    assert outline(draft) == ["第一章 总则", ".第一条", "第二章 学校", ".第二条", ".第三条"]
    second = next(section for section in draft.sections if section.label == "第二条")
    assert draft.document.text[second.start : second.end].endswith("依照第一条的规定执行。")
    assert second.title == ""


def test_a_table_of_contents_makes_no_sections() -> None:
    draft = draft_of("""
云岭省学校条例
目　　录
第一章　总则
第二章　学校……3
第一章　总则
第一条 为了规范办学，制定本条例。
第二章　学校
第二条 学校应当加强管理。
""")
    assert outline(draft) == ["第一章 总则", ".第一条", "第二章 学校", ".第二条"]
    assert "目录" in draft.chunks[0].text


def test_chapters_alone_on_their_line_take_their_name() -> None:
    draft = draft_of("云岭省学校条例\n第一章\n总则\n第一条 为了规范。")
    assert outline(draft)[0] == "第一章 总则"


def test_headings_without_numbers_take_the_formats_level() -> None:
    draft = draft_of("""
# 临江市教育发展规划
本规划由市教育局编制。
## 发展基础
成绩显著。
### 存在问题
资源不足。
## 主要任务
一、优化布局。新建学校12所。
## 保障措施
加大投入。
""")
    assert outline(draft) == ["发展基础", ".存在问题", "主要任务", ".一、优化布局", "保障措施"]


def test_parts_hold_numbered_headings() -> None:
    draft = draft_of("""
临江市行动方案
第一部分 指导思想
坚持立德树人。
第二部分 主要任务
一、优化布局
1.1 调整布局
新建学校12所。
1.2 改善条件
更新设备。
""")
    assert outline(draft) == [
        "第一部分 指导思想",
        "第二部分 主要任务",
        ".一、优化布局",
        "..1.1 调整布局",
        "..1.2 改善条件",
    ]


def test_a_list_numbered_before_the_chapters_does_not_swallow_them() -> None:
    draft = draft_of("""
临江市实施方案
1．背景。国家有新要求。
2．意义。关系民生福祉。
一、主要任务
1．扩大供给。新建学校。
二、组织领导
加强领导。
""")
    assert outline(draft) == ["1．背景", "2．意义", "一、主要任务", ".1．扩大供给", "二、组织领导"]


def test_text_before_the_first_heading_and_the_closing_have_their_own_sections() -> None:
    draft = draft_of("""
临江市教育局关于做好招生工作的通知
各学校：
现将有关事项通知如下。
一、严格计划
计划不得突破。
附件：招生计划表
临江市教育局
2024年3月5日
""")
    opening, heading, closing = draft.sections
    assert (opening.label, opening.path, opening.level, opening.start) == ("", (), 1, 0)
    assert opening.title == "临江市教育局关于做好招生工作的通知"
    assert heading.path == ("一、严格计划",)
    assert closing.path == ()
    assert draft.document.text[closing.start :] == "附件：招生计划表\n临江市教育局\n2024年3月5日"


def test_an_amendments_quoted_articles_are_not_its_own() -> None:
    draft = draft_of("""
关于修改《云岭省学校条例》的决定
一、将第三条修改为：“第三条 学校应当加强管理。
第四条 学校不得乱收费。”
二、删去第五条。
""")
    assert outline(draft) == ["一、", "二、删去第五条"]


def test_spans_of_headings_are_exact() -> None:
    draft = draft_of("临江市方案\n一、主要措施\n（一）增加供给。新建学校。\n（二）强化保障。加大投入。")
    text = draft.document.text
    first = next(section for section in draft.sections if section.label == "（一）")
    assert text[first.start : first.heading_end] == "（一）增加供给。"
    assert text[first.start : first.end] == "（一）增加供给。新建学校。"
    parent = next(section for section in draft.sections if section.label == "一、")
    assert first.parent_id == parent.id
    assert text[parent.start : parent.end].endswith("加大投入。")


def test_numbers_that_run_on_below_the_next_heading_stay_below_it() -> None:
    draft = draft_of("""
临江市教育局2024年工作要点
一、坚持党建引领
1.加强党建。落实责任。
2.深化清廉建设。健全制度。
二、坚持协调发展
3.发展学前教育。新建公办园。
4.提升高中质量。加强教研。
""")
    assert outline(draft)[3:] == ["二、坚持协调发展", ".3.发展学前教育", ".4.提升高中质量"]


def test_a_list_of_attachments_makes_no_sections() -> None:
    draft = draft_of("""
关于做好招生工作的通知
一、工作要求
各学校要高度重视。
附件：1. 招生办法
2. 计划一览表
海州区教育局
2024年2月28日
""")
    assert outline(draft) == ["一、工作要求"]
    assert draft.document.text[draft.sections[-1].start :].startswith("附件：1. 招生办法\n2. 计划一览表")


def test_lines_of_fixed_width_are_put_together() -> None:
    text = """
临江市教育局2025年工作要点
2025年全市教育工作的总体要求是：以
立德树人为根本任务，统筹发展和安全，
推进优质均衡，努力办好人民满意教育。
一、队伍建设
1. 补充新教师120名，其中音体美教师
不少于30名，7月底前完成招聘。（责任
科室：人事科，配合科室：
督导室）
2. 严防学生溺水，每年暑期前组织家访
全覆盖。
"""
    lines = draft_of(text).document.text.split("\n")
    assert lines[3:] == [
        "1. 补充新教师120名，其中音体美教师不少于30名，7月底前完成招聘。（责任科室：人事科，配合科室：督导室）",
        "2. 严防学生溺水，每年暑期前组织家访全覆盖。",
    ]


def test_short_lines_of_their_own_are_not_put_together() -> None:
    text = "临江市教育局值班安排\n4月4日值班领导王强\n5月1日值班领导李娜\n6月2日值班领导赵敏\n请按时到岗。"
    assert "王强\n5月1日" in draft_of(text).document.text


def test_plain_numbers_head_the_decimals_below_them() -> None:
    text = """
临江区学生溺水事件应急预案
1 总则
1.1 编制目的
为有效处置事件，制定本预案。
2 组织机构
2.1 指挥部
区政府成立指挥部。
3 附则
本预案由区教育局负责解释。
"""
    assert [section.path for section in draft_of(text).sections if section.path] == [
        ("1 总则",),
        ("1 总则", "1.1 编制目的"),
        ("2 组织机构",),
        ("2 组织机构", "2.1 指挥部"),
        ("3 附则",),
    ]


@pytest.mark.parametrize("form", ["问：{}", "Q{n}：{}", "0{n} {}"])
def test_questions_head_their_answers(form: str) -> None:
    asked = ("几岁可以上小学？", "什么时候报名？怎么报？")
    body = "\n".join(f"{form.format(q, n=n)}\n按规定办理，请家长留意。" for n, q in enumerate(asked, 1))
    draft = draft_of(f"临江市入学问答\n{body}")
    assert [section.title for section in draft.sections if section.path] == list(asked)
