from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Block, RawFile
from ingest.clean import clean_blocks
from ingest.draft import Draft
from ingest.drafting import build_drafts
from tests.raw_files import draft_of, drafts_of, outline, raw_file

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def assert_sound(draft: Draft) -> None:
    """Offsets, nesting, coverage and uniqueness of one document."""
    text = draft.document.text
    sections = {section.id: section for section in draft.sections}
    assert len(sections) == len(draft.sections)
    assert len({chunk.id for chunk in draft.chunks}) == len(draft.chunks)
    seen: set[str] = set()
    for section in draft.sections:
        assert 0 <= section.start <= section.heading_end <= section.end <= len(text)
        if section.parent_id is not None:
            parent = sections[section.parent_id]
            assert section.parent_id in seen
            assert parent.start <= section.start <= section.end <= parent.end
            assert section.path[: len(parent.path)] == parent.path
        seen.add(section.id)
    reached = 0
    uncovered = set(range(len(text)))
    for chunk in draft.chunks:
        home = sections[chunk.section_id]
        assert chunk.text == text[chunk.start : chunk.end]
        assert home.start <= chunk.start < chunk.end <= home.end
        assert reached <= chunk.start
        reached = chunk.end
        children = [section for section in draft.sections if section.parent_id == home.id]
        assert not any(chunk.start < child.end and child.start < chunk.end for child in children)
        uncovered -= set(range(chunk.start, chunk.end))
    assert all(text[at].isspace() for at in uncovered)
    for table in draft.tables:
        for row in table.rows:
            assert len(row) == len(table.header) or not table.header
            assert all(table.start <= cell.start <= cell.end <= table.end for cell in row)


def visible(texts: list[str]) -> Counter[str]:
    return Counter(character for text in texts for character in text if not character.isspace())


LINES = st.sampled_from(
    [
        "临江市教育局关于做好招生工作的通知",
        "东湖区学前教育行动计划",
        "（征求意见稿）",
        "各有关单位：",
        "一、总体要求",
        "二、主要任务",
        "（一）增加供给。新建幼儿园12所，到2025年普惠率达到90%以上。",
        "（5）改善条件。补足设备。",
        "(二)强化保障",
        "1．优化布局。完善规划。",
        "３．落实经费",
        "（一）有章程；",
        "第一章 总则",
        "第一条 为了规范管理，制定本办法。",
        "第三条规定的程序适用于民办学校。",
        "学校应当加强管理，不得",
        "收取任何费用。",
        "附件：1.实施方案",
        "附件2",
        "临江市教育局",
        "2024年3月5日",
        "目　录",
        "——",
        "教育 发展 [bookmark: a]",
        "通知如下：一、提高认识各学校要高度重视安全工作，落实安全主体责任，切实加强组织领导。二、抓好落实（一）开展排查。"
        "各学校要开展隐患排查，建立台账并逐一整改到位，确保校园安全稳定有序。（二）强化演练。每学期至少组织两次演练。",
        "任务\t牵头单位",
        "扩建学校\t市教育局、市财政局",
        "# 教育发展规划",
        "## 发展基础",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=25, unique=True))
def test_any_mixture_of_lines_gives_sound_documents_and_loses_nothing(lines: list[str]) -> None:
    raw = raw_file("\n".join(lines))
    drafts = build_drafts(raw, source="文件.txt", file_hash="0" * 64)
    for draft in drafts:
        assert_sound(draft)
    stored = visible([draft.document.text for draft in drafts])
    assert stored == visible([line.text for line in clean_blocks(raw.blocks)])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_gives_sound_documents(texts: list[str]) -> None:
    for draft in build_drafts(RawFile(tuple(map(Block, texts))), source="文件.txt", file_hash="0" * 64):
        assert_sound(draft)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=15))
def test_the_same_file_gives_the_same_drafts(lines: list[str]) -> None:
    assert drafts_of("\n".join(lines)) == drafts_of("\n".join(lines))


def test_a_file_without_text_gives_no_drafts() -> None:
    assert build_drafts(RawFile(()), source="文件.txt", file_hash="0" * 64) == ()


def test_ids_come_from_content_not_from_the_file_name() -> None:
    one = draft_of("临江市方案\n一、措施\n新建学校。", source="甲.txt")
    two = draft_of("临江市方案\n一、措施\n新建学校。", source="乙.txt")
    assert one.document.id == two.document.id
    assert [chunk.id for chunk in one.chunks] == [chunk.id for chunk in two.chunks]
    assert one.document.id != draft_of("临江市方案\n一、措施\n新建校舍。").document.id


def test_equal_documents_in_one_file_have_different_ids() -> None:
    text = "附件{}\n临江市学校安全管理办法\n第一条 为加强管理，制定本办法。\n第二条 本办法由市教育局解释。\n"
    first, second = drafts_of(text.format("") + text.format(""))
    assert first.document.text == second.document.text
    assert first.document.id != second.document.id
    assert not {chunk.id for chunk in first.chunks} & {chunk.id for chunk in second.chunks}


def test_tables_stand_in_the_text_with_cell_offsets() -> None:
    draft = draft_of(
        "临江市任务分工方案\n一、任务分工\n重点任务\t牵头单位\n扩建学校\t市教育局\n招聘教师\t市人社局"
    )
    (table,) = draft.tables
    text = draft.document.text
    assert table.header == ("重点任务", "牵头单位")
    cells = [[text[cell.start : cell.end] for cell in row] for row in table.rows]
    assert cells == [["扩建学校", "市教育局"], ["招聘教师", "市人社局"]]
    assert text[table.start : table.end].splitlines()[0] == "重点任务 | 牵头单位"


def test_two_header_rows_make_one_name_a_column() -> None:
    rows = (("任务", "单位", "单位"), ("任务", "牵头", "配合"), ("扩建", "教育局", "财政局"))
    raw = RawFile((Block("临江市任务分工表"), Block("", "table", rows=rows, header_rows=2)))
    (draft,) = build_drafts(raw, source="表.docx", file_hash="0" * 64)
    assert draft.tables[0].header == ("任务", "单位牵头", "单位配合")


def test_pages_are_kept() -> None:
    blocks = (
        Block("临江市学校管理办法", page=1),
        Block("一、总则", page=1),
        Block("学校应当加强管理。", page=2),
        Block("二、附则", page=4),
        Block("本办法由市教育局解释。", page=4),
    )
    (draft,) = build_drafts(RawFile(blocks), source="办法.pdf", file_hash="0" * 64)
    document = draft.document
    assert document.page_at(0) == 1
    assert document.page_at(document.text.index("学校应当")) == 2
    assert document.page_at(document.text.index("二、附则")) == 4


SCRAPED = (
    "临江市教育局关于加强学校安全工作的通知发布日期:2024-03-01临江市教育局关于加强学校安全工作的通知临教发〔2024〕9号"
    "各区县教育局，各学校：为加强学校安全工作，现就有关事项通知如下：一、提高思想认识各级各类学校要高度重视安全工作，坚决落实主体责任。"
    "学校安全关系千家万户，必须常抓不懈。各区县教育局是安全监管的责任主体。\n"
    "要成立安全工作领导小组，统筹推进各项工作。（三）强化应急演练。每学期至少组织两次应急疏散演练。"
    "各级各类学校要高度重视安全工作，坚决落实主体责任。\n"
    "二、抓好任务落实（一）落实监管责任。各区县教育局是安全监管的责任主体。要成立安全工作领导小组，统筹推进各项工作。"
    "（二）开展隐患排查。各学校要每月开展一次隐患排查，建立台账。（三）强化应急演练。每学期至少组织两次应急疏散演练。\n"
    "对落实不力的单位将予以通报批评并限期整改。临江市教育局2024年2月28日（此件公开发布）临江市教育局关于加强学校安全工作的通知"
)


def test_a_scraped_page_is_unfolded_in_reading_order_without_repeats() -> None:
    draft = draft_of(SCRAPED)
    assert draft.document.text.split("\n") == [
        "临江市教育局关于加强学校安全工作的通知",
        "发布日期:2024-03-01",
        "临教发〔2024〕9号",
        "各区县教育局，各学校：",
        "为加强学校安全工作，现就有关事项通知如下：",
        "一、提高思想认识",
        "各级各类学校要高度重视安全工作，坚决落实主体责任。学校安全关系千家万户，必须常抓不懈。",
        "二、抓好任务落实",
        "（一）落实监管责任。各区县教育局是安全监管的责任主体。要成立安全工作领导小组，统筹推进各项工作。",
        "（二）开展隐患排查。各学校要每月开展一次隐患排查，建立台账。",
        "（三）强化应急演练。每学期至少组织两次应急疏散演练。对落实不力的单位将予以通报批评并限期整改。",
        "临江市教育局",
        "2024年2月28日",
        "（此件公开发布）",
    ]
    assert draft.document.metadata.issued == "2024-02-28"
    assert [warning for warning in draft.document.warnings if "repeated passage" in warning]


def test_a_page_that_gives_its_paragraphs_twice_keeps_them_once() -> None:
    paragraphs = [
        "一、提高思想认识",
        "各级各类学校要高度重视校园安全工作，坚决落实安全管理主体责任，常抓不懈，确保师生生命财产安全。",
        "二、抓好任务落实",
        "各学校要每月开展一次安全隐患排查，建立隐患台账，逐一整改销号，重大隐患及时报告主管部门。",
    ]
    draft = draft_of("\n".join(["临江市教育局关于加强学校安全工作的通知", *paragraphs, *paragraphs]))
    assert outline(draft) == ["一、提高思想认识", "二、抓好任务落实"]
    assert draft.document.warnings == ("1 repeated passage removed",)


def test_an_authors_own_repetition_stays() -> None:
    repeated = (
        "单位犯前款行为的，对单位处以警告，并对其直接负责的主管人员和其他直接责任人员依照前款规定给予处分。"
    )
    body = "学校应当建立健全安全管理制度，明确岗位职责，落实人员经费，定期组织培训，开展检查考核，及时消除各类安全隐患。"
    text = "\n".join(
        [
            "临江市学校管理办法",
            "一、总则",
            body * 6,
            repeated,
            "二、处罚",
            body[:-1] * 5 + "有关要求。",
            repeated,
        ]
    )
    draft = draft_of(text)
    assert draft.document.text.count(repeated) == 2
    assert draft.document.warnings == ()


def corpus_files() -> list[Path]:
    return sorted(CORPUS.rglob("*.txt")) + sorted(CORPUS.rglob("*.md"))


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not beside this checkout")
def test_every_document_of_the_shared_corpus_is_sound() -> None:
    documents = 0
    for path in corpus_files():
        text = path.read_text(encoding="utf-8")
        text = text.split("<!-- INFO END -->")[0] + "".join(text.split("<!-- INFO END -->")[1:])
        drafts = drafts_of(text, source=path.name)
        assert drafts, path.name
        documents += len(drafts)
        for draft in drafts:
            assert_sound(draft)
            assert draft.document.metadata.title
    assert documents > len(corpus_files())


def test_a_page_whose_line_breaks_became_spaces_is_unfolded() -> None:
    page = (
        "首页 > 政策文件 > 正文 关于印发《澄江市课后服务管理办法（试行）》的通知 来源：澄江市教育局 发布时间：2022-08-26 【字号 大 中 小】 "
        "澄教基〔2022〕31号 各县（区）教育局，市直属各学校： 现将《澄江市课后服务管理办法（试行）》印发给你们，请遵照执行。 澄江市教育局 "
        "澄江市财政局 2022年8月22日 澄江市课后服务管理办法（试行） 为规范全市课后服务工作，促进学生全面健康成长，制定本办法。 "
        "一、基本原则 坚持公益普惠，课后服务不以营利为目的；坚持自愿参加，严禁以任何方式强制学生参加。 二、服务时间 课后服务安排在周一至周五"
        "下午放学后，每天不少于2小时，结束时间不早于17:30。 一、基本原则 坚持公益普惠，课后服务不以营利为目的；坚持自愿参加，严禁以任何方式"
        "强制学生参加。 三、监督管理 各县（区）教育局每学期开展一次专项检查。 打印 关闭 上一篇：关于开学工作的通知 联系我们"
    )
    notice, rules = drafts_of(page)
    assert notice.document.metadata.title == "关于印发《澄江市课后服务管理办法（试行）》的通知"
    assert notice.document.metadata.number == "澄教基〔2022〕31号"
    assert notice.document.metadata.issuers == ("澄江市教育局", "澄江市财政局")
    assert notice.document.metadata.issued == "2022-08-22"
    assert outline(rules) == ["一、基本原则", "二、服务时间", "三、监督管理"]
    assert rules.document.text.count("坚持公益普惠") == 1
    assert rules.document.warnings == ("1 repeated passage removed",)
    assert rules.document.text[rules.sections[-1].start :].startswith("打印\n关闭")
