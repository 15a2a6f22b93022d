from __future__ import annotations

import pytest

from ingest.metadata_rules import RULES
from kb.records import Metadata
from kb.rules import Rule
from tests.raw_files import draft_of, drafts_of


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_match_their_examples_only(rule: Rule) -> None:
    assert rule.faults() == ()


def metadata(text: str, *, fields: tuple[tuple[str, str], ...] = (), source: str = "文件.txt") -> Metadata:
    return draft_of(text, fields=fields, source=source).document.metadata


MINISTRY = """
教育部 国家发展改革委 财政部关于实施基础教育扩优提质行动计划的意见
教基〔2023〕4号
各省、自治区、直辖市教育厅（教委）、发展改革委、财政厅（局）：
为落实《中国教育现代化2035》和《“十四五”学前教育发展提升行动计划》，现提出如下意见。
一、总体要求
按照《义务教育法》办学，参照《学校标准》。
教育部 国家发展改革委 财政部
2023年7月26日
"""


def test_a_ministry_notice() -> None:
    assert metadata(MINISTRY) == Metadata(
        title="教育部 国家发展改革委 财政部关于实施基础教育扩优提质行动计划的意见",
        number="教基〔2023〕4号",
        issuers=("教育部", "国家发展改革委", "财政部"),
        region="全国",
        issued="2023-07-26",
        implements=("中国教育现代化2035", "“十四五”学前教育发展提升行动计划"),
        cites=("义务教育法", "学校标准"),
    )


def test_a_district_lies_in_its_city() -> None:
    found = metadata("重庆市綦江区教育委员会等九部门\n关于印发《方案》的通知\n各单位：\n请遵照执行。")
    assert (found.region, found.region_parent) == ("綦江区", "重庆市")
    assert found.issuers == ("重庆市綦江区教育委员会",)


@pytest.mark.parametrize(
    ("title", "region", "parent"),
    [
        ("广元市“十四五”县域普通高中发展提升行动计划实施方案", "广元市", "四川省"),
        ("2024年旺苍县普通高中招生工作方案", "旺苍县", "广元市"),
        ("关于印发《綦江区学前教育实施方案》的通知", "綦江区", "重庆市"),
        ("云岭省临江市东湖区教育局关于做好招生工作的通知", "东湖区", "临江市"),
        ("云岭省教育厅关于加强县域高中建设的意见", "云岭省", None),
        ("国务院办公厅关于规范校外培训机构发展的意见", "全国", None),
        ("中华人民共和国教育法", "全国", None),
        ("幼儿园管理条例", "全国", None),
        ("厦门经济特区促进终身学习条例", "厦门市", "福建省"),
        ("学生手机管理规定", None, None),
        ("桃园小学学生一日常规", None, None),
        ("岚川船舶职业技术学院学生资助管理办法", None, None),
        ("赤峰玉龙职业技术学院科研经费管理办法", "赤峰市", "内蒙古自治区"),
        ("普通高等学校学生管理办法", "全国", None),
        ("开封市鼓楼区州桥街道办事处关于开办社区学校的通知", "州桥街道", "鼓楼区"),
        ("佛沙镇家校共育工作指引", "佛沙镇", None),
        ("酉阳县乡村教师周转宿舍管理办法", "酉阳土家族苗族自治县", "重庆市"),
        ("城乡义务教育补助经费管理办法", "全国", None),
        ("红兴隆农场学校学生营养餐管理办法", None, None),
    ],
)
def test_regions_come_from_issuers_and_titles(title: str, region: str | None, parent: str | None) -> None:
    found = metadata(f"{title}\n为加强管理，制定本文件。\n一、要求\n学校应当落实。")
    assert (found.region, found.region_parent) == (region, parent)


def test_a_region_is_read_from_local_conditions() -> None:
    found = metadata("学前教育发展提升行动方案\n为贯彻有关精神，结合广元实际，制定本方案。")
    assert (found.region, found.region_parent) == ("广元市", "四川省")


def test_an_invented_district_is_not_put_into_a_real_city_of_the_same_name() -> None:
    found = metadata(
        "东湖区学前教育行动计划\n为贯彻《云岭省学前教育行动计划》和临江市教育大会精神，制定本计划。"
    )
    assert found.region == "东湖区"
    assert found.region_parent in ("临江市", "云岭省")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("渝府办发〔2018〕84号", "渝府办发〔2018〕84号"),
        ("渝府办发[2018]84号", "渝府办发〔2018〕84号"),
        ("教基【2021】第8号", "教基〔2021〕8号"),
        ("东教发（2024）12 号", "东教发〔2024〕12号"),
        ("教育部令第12号", "教育部令第12号"),
        ("第 12 号", "第12号"),
    ],
)
def test_numbers_in_all_their_forms(line: str, number: str) -> None:
    assert metadata(f"关于做好招生工作的通知\n{line}\n各学校：\n请遵照执行。").number == number


def test_the_number_of_a_cited_document_is_not_its_own() -> None:
    text = "关于做好招生工作的通知\n各学校：\n根据《实施意见》（国发〔2014〕35号）精神，请遵照执行。"
    assert metadata(text).number is None


@pytest.mark.parametrize(
    ("title", "clean", "finality"),
    [
        ("临江市学前教育方案（征求意见稿）", "临江市学前教育方案", "draft"),
        ("云岭省学前教育条例（草案）", "云岭省学前教育条例", "draft"),
        ("临江市学校管理办法（试行）", "临江市学校管理办法（试行）", "final"),
        (
            "关于公开征求《临江市学校管理办法》意见的公告",
            "关于公开征求《临江市学校管理办法》意见的公告",
            "draft",
        ),
    ],
)
def test_drafts_are_known_and_their_note_leaves_the_title(title: str, clean: str, finality: str) -> None:
    found = metadata(f"{title}\n为加强管理，制定本办法。")
    assert (found.title, found.finality) == (clean, finality)


def test_a_note_on_a_line_of_its_own_makes_a_draft() -> None:
    found = metadata("附件2\n广元市普通高中发展提升\n行动计划实施方案\n（征求意见稿）\n制定本方案。")
    assert (found.title, found.finality) == ("广元市普通高中发展提升行动计划实施方案", "draft")


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("临江市“十四五”教育规划", (2021, 2025)),
        ("重庆市教育现代化实施方案(2020—2022年)", (2020, 2022)),
        ("关于做好2023年义务教育招生工作的通知", (2023, 2023)),
        ("中国教育现代化2035实施意见", (None, 2035)),
        ("到2025年普惠园建设方案", (None, 2025)),
        ("义务教育课程方案（2022年版）", (None, None)),
        ("临江市学校管理办法", (None, None)),
    ],
)
def test_years_covered_come_from_the_title(title: str, years: tuple[int | None, int | None]) -> None:
    found = metadata(f"{title}\n到2030年，全面建成。")
    assert (found.year_from, found.year_to) == years


def test_a_laws_history_gives_organ_and_date() -> None:
    found = metadata("""
# 山东省学前教育条例
2019年9月27日 山东省第十三届人民代表大会常务委员会第十四次会议通过
2021年12月3日 山东省第十三届人民代表大会常务委员会第三十二次会议《关于修改〈山东省动物防疫条例〉的决定》修正
第一条 根据《中华人民共和国教育法》，制定本条例。
第二条 依照《民办教育促进法》办学。本条例自2020年1月1日起施行。
""")
    assert found.issuers == ("山东省人民代表大会常务委员会",)
    assert (found.issued, found.effective) == ("2021-12-03", "2020-01-01")
    assert found.implements == ("中华人民共和国教育法",)
    assert "民办教育促进法" in found.cites


@pytest.mark.parametrize(
    ("sentence", "effective"),
    [
        ("本办法自2025年1月1日起施行。", "2025-01-01"),
        ("本办法自二〇二五年一月一日起正式实施。", "2025-01-01"),
        ("本办法自印发之日起施行，有效期5年。", "2024-03-05"),
        ("自2024年9月1日起开展检查。", None),
    ],
)
def test_effective_dates(sentence: str, effective: str | None) -> None:
    found = metadata(
        f"临江市学校管理办法\n第一条 制定本办法。\n第二条 {sentence}\n临江市教育局\n2024年3月5日"
    )
    assert (found.issued, found.effective) == ("2024-03-05", effective)


def test_the_signature_counts_before_the_pages_date() -> None:
    text = "临江市教育局关于做好招生工作的通知\n发布日期：2018-06-18\n各学校：\n请遵照执行。\n临江市教育局\n2018年6月13日"
    assert metadata(text).issued == "2018-06-13"


def test_stated_fields_win() -> None:
    found = metadata(
        "关于做好招生工作的通知\n各学校：\n请遵照执行。",
        fields=(
            ("发文机关：", "云岭省教育厅"),
            ("标题", "云岭省教育厅关于做好2024年招生工作的通知"),
            ("发文字号", "云教函〔2024〕7号"),
            ("成文日期", "2024年2月1日"),
            ("发布日期", "2024年2月9日"),
        ),
    )
    assert found.title == "云岭省教育厅关于做好2024年招生工作的通知"
    assert found.number == "云教函〔2024〕7号"
    assert found.issuers == ("云岭省教育厅",)
    assert found.issued == "2024-02-01"
    assert found.region == "云岭省"


def test_a_date_in_the_file_name_is_the_last_resort() -> None:
    text = "上海市教师办法\n第一条 制定本办法。"
    assert metadata(text, source="上海市教师办法(2009-02-24).md").issued == "2009-02-24"


def test_attached_plans_inherit_from_their_notice() -> None:
    notice, plan = drafts_of("""
云岭省临江市东湖区教育局关于印发《东湖区高中行动计划》的通知
东教发〔2024〕12号
各学校：
现将《东湖区高中行动计划》印发给你们，请遵照执行。
东湖区教育局
2024年3月5日
东湖区高中行动计划
一、总体要求
坚持多样化发展。
""")
    assert plan.document.metadata.number == notice.document.metadata.number == "东教发〔2024〕12号"
    assert plan.document.metadata.issued == "2024-03-05"
    assert plan.document.metadata.region_parent == "临江市"
    assert notice.document.metadata.cites == ("东湖区高中行动计划",)
    assert notice.document.metadata.implements == ()


def test_glued_issuers_are_told_apart() -> None:
    text = "重庆市教育委员会重庆市财政局关于加强管理的通知\n各区县：\n请遵照执行。"
    assert metadata(text).issuers == ("重庆市教育委员会", "重庆市财政局")


def test_an_untitled_file_takes_its_first_line() -> None:
    assert metadata("学校要加强安全管理，落实责任。").title == "学校要加强安全管理，落实责任。"


def test_the_kind_of_document_below_the_rest_of_its_title_belongs_to_it() -> None:
    found = metadata("重庆市乡村教师支持计划（2021—2025年）\n实施办法\n为落实有关部署，制定本办法。")
    assert found.title == "重庆市乡村教师支持计划（2021—2025年）实施办法"


def test_words_before_an_organ_are_no_region() -> None:
    text = "关于做好聘用工作的通知\n各学校：\n根据省教育厅文件精神，现通知如下。\n海州区教育局\n2024年2月28日"
    found = metadata(text)
    assert (found.region, found.region_parent) == ("海州区", None)


def test_a_table_without_a_title_takes_the_files_name() -> None:
    assert metadata("指标\t目标值\n毛入园率\t93%", source="学前教育指标.docx").title == "学前教育指标"


def test_an_organ_above_a_yearly_plan_issues_it() -> None:
    found = metadata("东湖区教育局\n2024年教育信息化建设实施方案\n坚持应用驱动。")
    assert found.issuers == ("东湖区教育局",)


@pytest.mark.parametrize(
    ("text", "number", "issuers", "issued"),
    [
        (
            "云岭市临江区人民政府专题会议纪要\n第14期\n临江区人民政府办公室  2024年11月7日\n会议议定下列事项。",
            "第14期",
            ("临江区人民政府办公室",),
            "2024-11-07",
        ),
        (
            "督查通报\n〔2025〕第3期\n临江市政府督查室  2025年5月19日\n关于教育项目推进情况的通报\n现将情况通报如下。",
            "〔2025〕第3期",
            ("临江市政府督查室",),
            "2025-05-19",
        ),
        (
            "临江县营养改善计划政策问答\n发布单位：临江县教育局 发布日期：2024-09-03 信息分类：政策解读\n按标准补助。",
            None,
            ("临江县教育局",),
            "2024-09-03",
        ),
        (
            "临江市教育规划（节选）\n临政办发〔2021〕38号 临江市人民政府办公室 2021年12月30日\n规划如下。",
            "临政办发〔2021〕38号",
            ("临江市人民政府办公室",),
            "2021-12-30",
        ),
        (
            "临江市小学入学，这些问题一次说清\n按片区入学，请家长留意时间。\n来源丨临江市教育局",
            None,
            ("临江市教育局",),
            None,
        ),
        (
            "内河交通安全管理条例\n2002年6月28日 中华人民共和国国务院令第355号公布\n第一条 为了安全，制定本条例。",
            "国务院令第355号",
            ("国务院",),
            "2002-06-28",
        ),
    ],
)
def test_mastheads_page_fields_and_orders_name_issuer_and_date(
    text: str, number: str | None, issuers: tuple[str, ...], issued: str | None
) -> None:
    found = metadata(text)
    assert (found.number, found.issuers, found.issued) == (number, issuers, issued)


def test_a_line_that_names_only_the_kind_of_paper_is_no_title() -> None:
    text = "督查通报\n〔2025〕第3期\n临江市政府督查室 2025年5月19日\n关于教育项目推进情况的通报\n现将情况通报如下。"
    assert metadata(text).title == "关于教育项目推进情况的通报"


def test_an_announcement_takes_the_title_of_the_rules_it_promulgates() -> None:
    text = """
海南省人民代表大会常务委员会公告
第52号
《海南省学校安全管理若干规定》已由海南省第七届人民代表大会常务委员会第十六次会议于2025年3月27日通过，现予公布。
海南省人民代表大会常务委员会
2025年3月27日
海南省学校安全管理若干规定
第一条 为了保护学生，制定本规定。
"""
    assert metadata(text).title == "海南省学校安全管理若干规定"


def test_a_town_lies_where_its_letterhead_says_not_where_its_number_seems_to() -> None:
    text = """
民和回族土族自治县川口镇人民政府文件
川政〔2024〕63号
川口镇人民政府关于做好控辍保学工作的通知
各村、各学校：
请抓好落实。
川口镇人民政府
2024年8月19日
"""
    found = metadata(text)
    assert (found.region, found.region_parent) == ("川口镇", "民和回族土族自治县")


def test_a_signature_before_an_annexed_table_still_dates_the_notice() -> None:
    text = "临江市教育局关于开展视力监测的通知\n各学校：\n请按时开展监测。\n临江市教育局\n2025年3月5日\n附件1\n工作安排如下，请遵照执行。"
    assert metadata(text).issued == "2025-03-05"
