from __future__ import annotations

from tests.raw_files import drafts_of

NOTICE_WITH_PLANS = """
云岭省临江市东湖区教育局等五部门
关于印发《东湖区学前教育发展提升行动计划》《东湖区普通高中发展提升
行动计划》的
通  知

各有关单位：
《东湖区学前教育发展提升行动计划》《东湖区普通高中发展提升行动计划》已经审议通过，现印发给你们，请遵照执行。
东湖区教育局
2023年5月6日
东湖区学前教育发展提升
行动计划
为贯彻落实有关精神，制定本计划。
一、总体要求
坚持公益普惠。
二、主要措施
扩大资源供给。
东湖区普通高中发展提升行动计划
为贯彻落实有关精神，制定本计划。
一、总体要求
坚持多样化发展。
二、主要措施
消除大班额。
"""


def titles(text: str) -> list[str]:
    return [draft.document.metadata.title for draft in drafts_of(text)]


def test_a_notice_and_two_plans_are_three_documents() -> None:
    assert titles(NOTICE_WITH_PLANS) == [
        "云岭省临江市东湖区教育局等五部门关于印发《东湖区学前教育发展提升行动计划》《东湖区普通高中发展提升行动计划》的通知",
        "东湖区学前教育发展提升行动计划",
        "东湖区普通高中发展提升行动计划",
    ]


def test_signature_and_date_go_with_the_notice() -> None:
    notice, first, _ = drafts_of(NOTICE_WITH_PLANS)
    assert notice.document.text.endswith("东湖区教育局\n2023年5月6日")
    assert first.document.text.startswith("东湖区学前教育发展提升行动计划\n为贯彻")


def test_positions_count_within_the_file() -> None:
    assert [draft.document.position for draft in drafts_of(NOTICE_WITH_PLANS)] == [0, 1, 2]


def test_attachments_below_their_number_lines_are_documents() -> None:
    text = """
临江市教育局关于印发招生办法的通知
各学校：
现将有关文件印发给你们，请遵照执行。
附件：1.临江市高中招生办法
2.招生任务分工表
临江市教育局
2024年3月5日
附件1
临江市高中招生办法
第一条 为规范招生，制定本办法。
第二条 本办法自2024年4月1日起施行。
附件2
招生任务分工表
任务\t牵头单位
命题\t市教育局
"""
    assert titles(text) == ["临江市教育局关于印发招生办法的通知", "临江市高中招生办法", "招生任务分工表"]
    assert "附件：1.临江市高中招生办法" in drafts_of(text)[0].document.text


def test_a_list_of_attachments_does_not_split() -> None:
    text = """
临江市教育局关于报送材料的通知
各学校：
请于6月底前报送材料。
附件：
临江市学校安全检查方案
临江市教育局
2024年3月5日
"""
    assert len(drafts_of(text)) == 1


def test_a_new_title_with_numbering_from_one_is_a_document() -> None:
    text = """
临江市学校安全管理办法
为加强管理，制定本办法。
一、总则
学校应当落实责任。
二、附则
本办法由市教育局解释。
临江市学校卫生管理办法
为加强卫生管理，制定本办法。
一、总则
学校应当配备校医。
"""
    assert titles(text) == ["临江市学校安全管理办法", "临江市学校卫生管理办法"]


def test_a_law_stays_whole_with_its_last_chapter_and_catalogue() -> None:
    text = """
云岭省学校安全条例
第一章 总则
第一条 为了加强学校安全管理，制定本条例。
第二章 附则
第二条 本条例自2020年1月1日起施行。
附件
校园安全设施目录
消防设施、监控设施。
"""
    (draft,) = drafts_of(text)
    assert draft.sections[-1].path == ("附件 校园安全设施目录",)


def test_a_title_given_twice_above_the_text_is_one_document() -> None:
    text = """
临江市教育局关于做好招生工作的通知
发布日期：2024-03-01
临江市教育局关于做好招生工作的通知
各学校：
现将有关事项通知如下。
一、严格计划
招生计划不得突破。
"""
    assert len(drafts_of(text)) == 1


def test_headings_below_the_first_level_do_not_split() -> None:
    text = """
# 临江市教育发展规划
本规划由市教育局编制。
一、总体要求
坚持优先发展。
### 学前教育行动计划
一、扩大资源
新建幼儿园12所。
"""
    assert len(drafts_of(text)) == 1


def test_a_sentence_that_names_a_plan_does_not_split() -> None:
    text = """
临江市教育局关于做好招生工作的通知
各学校要认真落实《临江市高中招生方案》。
一、加强组织领导
各学校要高度重视，制定
临江市高中招生方案
并报市教育局备案。
"""
    assert len(drafts_of(text)) == 1


COMMENTS = """
关于公开征求《临江市学生资助办法（征求意见稿）》意见的公告
请于2025年4月30日前反馈意见。
临江市教育局
2025年3月31日
临江市学生资助办法
（征求意见稿）
第一条 为规范资助，制定本办法。
第二条 认定工作每年10月15日前完成。
《临江市学生资助办法（征求意见稿）》起草说明
一、起草背景
现行办法施行于2018年。
"""


def test_a_call_for_comments_its_draft_and_the_explanation_are_three_documents() -> None:
    assert titles(COMMENTS) == [
        "关于公开征求《临江市学生资助办法》意见的公告",
        "临江市学生资助办法",
        "《临江市学生资助办法》起草说明",
    ]


def test_a_note_on_publication_ends_the_notice() -> None:
    text = """
关于印发《临江市教育局2025年工作要点》的通知
现将《临江市教育局2025年工作要点》印发给你们，请对照落实。
临江市教育局
2025年1月16日
（此件公开发布）
临江市教育局2025年工作要点
一、优化布局
新建小学两所，按期投入使用。
"""
    assert titles(text)[1:] == ["临江市教育局2025年工作要点"]
