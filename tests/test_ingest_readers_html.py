"""Government web pages: body, fields, tables, attachments, charsets."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from ingest.blocks import Block, RawFile
from ingest.readers.html_blocks import blocks_of, table_rows
from ingest.readers.html_fields import is_metadata_line, label_of, pairs_of_line, pairs_of_row
from ingest.readers.registry import read_file
from kb.errors import EmptyFileError

SENTENCE = "为促进学前教育普及普惠安全优质发展，市教育局会同市财政局制定本实施方案，请各县区认真贯彻执行。"


def page(body: str, *, head: str = '<meta charset="utf-8">', charset: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(charset)


def read(folder: Path, data: bytes, name: str = "page.html") -> RawFile:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


def fragment(html: str) -> tuple[Block, ...]:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return tuple(blocks_of(body))


CHROME = (
    '<div class="header-nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>'
    '<nav><ul><li><a href="/a">机构</a></li></ul></nav><div class="crumbs">当前位置：首页 &gt; 文件</div>'
)
CATALOGUE = (
    "<table><tr><td>索 引 号：</td><td>000014349/2022-1</td><td>主题分类：</td><td>教育</td></tr>"
    "<tr><td>发文机关：</td><td>青川市人民政府办公室</td><td>成文日期：</td><td>2022年10月20日</td></tr>"
    "<tr><td>标　　题：</td><td colspan=3>学前教育实施方案</td></tr>"
    "<tr><td>发文字号：</td><td>青府办发〔2022〕8号</td><td>有 效 性：</td><td>有效</td></tr></table>"
)
CATALOGUE_FIELDS = {
    "索引号": "000014349/2022-1",
    "主题分类": "教育",
    "发文机关": "青川市人民政府办公室",
    "成文日期": "2022年10月20日",
    "标题": "学前教育实施方案",
    "发文字号": "青府办发〔2022〕8号",
    "有效性": "有效",
}


@pytest.mark.parametrize(
    "container", ['id="UCAP-CONTENT"', 'class="TRS_Editor"', 'id="zoom"', 'class="unknown-cms"']
)
@pytest.mark.parametrize("inside", [True, False])
def test_body_without_navigation_and_catalogue_as_fields(
    tmp_path: Path, container: str, inside: bool
) -> None:
    text = f"<p>　　{SENTENCE}</p><h2>一、目标</h2><p>{SENTENCE}{SENTENCE}</p>"
    body = (
        f"{CATALOGUE}<div {container}>{text}</div>"
        if not inside
        else f"<div {container}>{CATALOGUE}{text}</div>"
    )
    raw = read(tmp_path, page(f'{CHROME}{body}<div class="footer">版权所有 主办单位</div>'))
    assert dict(raw.fields) == CATALOGUE_FIELDS
    assert raw.title == "学前教育实施方案"
    assert raw.blocks == (
        Block("学前教育实施方案", kind="heading", level=1),
        Block(SENTENCE),
        Block("一、目标", kind="heading", level=2),
        Block(SENTENCE + SENTENCE),
    )


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("gbk", "gb2312"),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("big5", "big5"),
        ("utf-16", "utf-16"),
        ("gbk", ""),
    ],
)
def test_the_charset_is_found_even_when_the_page_states_a_wrong_one(
    tmp_path: Path, charset: str, declared: str
) -> None:
    text = "教育部公告，各校應於十二月底前完成。" if charset == "big5" else SENTENCE
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    raw = read(tmp_path, page(f'<div id="zoom"><p>{text}</p></div>', head=head, charset=charset))
    assert [b.text for b in raw.blocks] == [text]


def test_scripts_styles_comments_and_hidden_elements_are_dropped() -> None:
    html = (
        "<p>甲<script>var a='乙'</script><style>p{}</style><!-- 丙 --></p><p hidden>丁</p>"
        "<div style='color:red; DISPLAY: none'>戊</div><span aria-hidden='true'>己</span><p>庚</p>"
    )
    assert fragment(html) == (Block("甲"), Block("庚"))


def test_source_line_breaks_put_no_space_between_hanzi() -> None:
    html = "<p>为促进学前\n    教育发展，<b>市教育局</b>\r\n制定本\n<i>方案</i>。Policy\nbase&nbsp;&nbsp;甲　乙</p>"
    assert fragment(html) == (Block("为促进学前教育发展，市教育局制定本方案。Policy base 甲　乙"),)


def test_line_breaks_and_loose_text_become_paragraphs() -> None:
    assert fragment("开头<br>第二行<div>盒内<p>段</p>尾</div>末") == tuple(
        Block(text) for text in ("开头", "第二行", "盒内", "段", "尾", "末")
    )


def test_spans_are_filled_and_th_rows_are_the_header() -> None:
    html = (
        "<table><tr><th>任务</th><th colspan=2>单位</th></tr><tr><td rowspan=2>扩大学位</td><td>市教育局</td>"
        "<td>市财政局<br>市住建局</td></tr><tr><td>市发改委</td><td>各县区</td></tr></table>"
    )
    assert fragment(html) == (
        Block(
            "",
            kind="table",
            rows=(
                ("任务", "单位", "单位"),
                ("扩大学位", "市教育局", "市财政局 市住建局"),
                ("扩大学位", "市发改委", "各县区"),
            ),
            header_rows=1,
        ),
    )


def test_absurd_spans_do_not_blow_up_the_table() -> None:
    table = LexborHTMLParser(
        "<table><tr><td rowspan=99999999 colspan=99999999>a</td><td>b</td></tr></table>"
    ).css_first("table")
    assert table is not None
    rows, _ = table_rows(table)
    assert len(rows) == 1
    assert len(rows[0]) <= 101


def test_layout_tables_are_text() -> None:
    html = "<table><tr><td><p>第一段。</p><table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td>甲</td></tr></table></td></tr></table>"
    found = fragment(html)
    assert found[0] == Block("第一段。")
    assert found[1].rows == (("序号", "任务"), ("1", "甲"))


def test_a_small_table_in_a_cell_is_a_detail_of_its_row() -> None:
    inner = "<table><tr><td>小学</td><td>8%</td></tr><tr><td>初中</td><td>10%</td></tr></table>"
    rows = "".join(
        f"<tr><td>{day}</td><td>{what}</td></tr>"
        for day, what in (("9月5日", "交报告"), ("9月6日", f"抽测{inner}"), ("9月7日", "决赛"))
    )
    (found,) = fragment(f"<table><tr><td>时间</td><td>事项</td></tr>{rows}</table>")
    assert found.rows == (
        ("时间", "事项"),
        ("9月5日", "交报告"),
        ("9月6日", "抽测；小学 8%；初中 10%"),
        ("9月7日", "决赛"),
    )


def test_attachments_are_kept_inside_and_outside_the_body(tmp_path: Path) -> None:
    html = (
        f'<h1>通知</h1><div id="zoom"><p>{SENTENCE}</p><p><a href="a.docx">附件1：分工表</a></p></div>'
        '<div class="related-files"><a href="/f/b.pdf?x=1">考核办法</a><a href="/list.html">更多</a></div>'
    )
    assert [b.text for b in read(tmp_path, page(html)).blocks] == [
        "通知",
        SENTENCE,
        "附件1：分工表",
        "附件：考核办法",
    ]


def test_publication_line_becomes_fields_and_leaves_the_body(tmp_path: Path) -> None:
    html = (
        '<div id="zoom"><h1>关于招生的通知</h1><p>发布时间：2022-10-22 09:30　来源：市教育局　浏览次数：35 【打印】</p>'
        f"<p>{SENTENCE}</p><p>来源地学校应当按照规定登记。</p></div>"
    )
    raw = read(tmp_path, page(html))
    assert dict(raw.fields) == {"发布时间": "2022-10-22 09:30", "来源": "市教育局"}
    assert [b.text for b in raw.blocks] == ["关于招生的通知", SENTENCE, "来源地学校应当按照规定登记。"]


def test_meta_elements_of_the_site_standard_are_fields(tmp_path: Path) -> None:
    head = '<meta charset=utf-8><meta name="ArticleTitle" content="实施方案"><meta name="PubDate" content="2022-10-22">'
    raw = read(tmp_path, page(f'<div id="zoom"><p>{SENTENCE}</p></div>', head=head))
    assert raw.fields == (("标题", "实施方案"), ("发布日期", "2022-10-22"))
    assert raw.blocks[0] == Block("实施方案", kind="heading", level=1)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li><span>索引号：</span><em>A-1</em></li><li><b>文 号</b>：青府〔2021〕3号</li></ul>", {"索引号": "A-1", "文号": "青府〔2021〕3号"}),
        ("<dl><dt>发布机构</dt><dd>市教育局</dd><dt>生成日期</dt><dd>2021-03-04</dd></dl>", {"发布机构": "市教育局", "生成日期": "2021-03-04"}),
        ("<div><div>【成文日期】</div><div>2020年1月2日</div></div>", {"成文日期": "2020年1月2日"}),
    ],
)  # fmt: skip
def test_catalogues_in_lists_are_fields(tmp_path: Path, html: str, expected: dict[str, str]) -> None:
    raw = read(tmp_path, page(f'{html}<div id="zoom"><p>{SENTENCE}</p></div>'))
    assert dict(raw.fields) == expected


def test_a_responsibility_table_is_not_taken_for_metadata(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>名称</td><td>责任部门</td></tr><tr><td>扩大学位</td><td>市教育局</td></tr></table>"
    )
    raw = read(tmp_path, page(f'<div id="zoom"><p>{SENTENCE}</p>{table}</div>'))
    assert raw.blocks[-1].rows == (("名称", "责任部门"), ("扩大学位", "市教育局"))


def test_page_title_loses_the_site_name(tmp_path: Path) -> None:
    head = "<meta charset=utf-8><title>学前教育实施方案_青川市人民政府网</title>"
    assert read(tmp_path, page(f'<div id="zoom">{SENTENCE}</div>', head=head)).title == "学前教育实施方案"


def test_a_page_saved_as_doc_is_read_as_a_page(tmp_path: Path) -> None:
    raw = read(tmp_path, page(f"<p>{SENTENCE}</p>"), name="通知.doc")
    assert [b.text for b in raw.blocks] == [SENTENCE]


def test_a_page_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match=r"page\.html: holds no text"):
        read(tmp_path, page("<script>var a=1</script>"))


def test_labels_and_lines() -> None:
    assert label_of("索 引 号：") == "索引号"
    assert label_of("市教育局") is None
    assert pairs_of_line("发布日期: 2022-01-01 来源: 教育厅") == [
        ("发布日期", "2022-01-01"),
        ("来源", "教育厅"),
    ]
    assert pairs_of_line("本方案来源：见附件") == []
    assert pairs_of_row(["文号：", "", "来源", "教育厅"]) == [("来源", "教育厅")]
    assert is_metadata_line("字体：大 中 小")
    assert not is_metadata_line("大")
    assert not is_metadata_line("有效期：五年。本办法自印发之日起施行。")


def test_an_unknown_publishing_system_is_read_without_menus_and_paging(tmp_path: Path) -> None:
    table = "<table><tr><td>任务</td><td>单位</td></tr><tr><td>扩大学位</td><td>市教育局</td></tr></table>"
    html = (
        '<div class="wrap"><div class="t1"><a href=/>网站首页</a><a href=/1>机构概况</a><a href=/2>政务公开</a></div>'
        '<div class="l"><h3>栏目</h3><ul><li><a href=/3>通知公告</a></li><li><a href=/4>政策文件</a></li></ul></div>'
        '<div class="r"><div class="tit">关于做好招生工作的通知</div>'
        f'<div class="con"><p>{SENTENCE}</p><p>一、总体要求</p><p>{SENTENCE}</p>{table}<p>{SENTENCE}</p>'
        "<p>青川市教育局</p><p>2022年3月4日</p></div>"
        "<div class=rel><p>上一篇：<a href=/9>关于放假的通知</a></p><p>下一篇：<a href=/8>关于开学的通知</a></p></div></div></div>"
        '<div class="btm"><p>版权所有：青川市教育局</p></div>'
    )
    found = read(tmp_path, page(html))
    text = "".join(block.text for block in found.blocks)
    assert [b.text for b in found.blocks if b.kind == "paragraph"][-6:] == [
        SENTENCE, "一、总体要求", SENTENCE, SENTENCE, "青川市教育局", "2022年3月4日",
    ]  # fmt: skip
    assert sum(b.kind == "table" for b in found.blocks) == 1
    assert not any(word in text for word in ("首页", "通知公告", "上一篇", "版权所有"))


def test_nested_navigation_is_removed_safely(tmp_path: Path) -> None:
    nested = '<div class="nav">' * 30 + "<nav><aside><footer>菜单</footer></aside></nav>" + "</div>" * 30
    for _ in range(20):
        raw = read(tmp_path, page(f'{nested}<div id="zoom"><p>{SENTENCE}</p>{nested}</div>'))
        assert [b.text for b in raw.blocks] == [SENTENCE]
