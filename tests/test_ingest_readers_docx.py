"""Word files: automatic numbers, tracked changes, tables, notes, text boxes, protection."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block
from ingest.readers.docx import DocxReader, join_label
from ingest.readers.docx_numerals import chinese_counting, format_number
from ingest.readers.registry import read_file
from kb.errors import DamagedFileError, ProtectedFileError, UnsupportedFormatError

W = nsdecls("w")


def level(ilvl: int, number_format: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def with_lists(document: Document, abstracts: Sequence[str], nums: Sequence[str]) -> None:
    """Replace the template's lists by these; ids count from 1 in the order given."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for i, levels in enumerate(abstracts, start=1):
        root.append(parse_xml(f'<w:abstractNum {W} w:abstractNumId="{i}">{levels}</w:abstractNum>'))
    for i, inner in enumerate(nums, start=1):
        root.append(parse_xml(f'<w:num {W} w:numId="{i}">{inner}</w:num>'))


def add(
    document: Document, text: str, num_id: int | None = None, ilvl: int = 0, style: str | None = None
) -> None:
    paragraph = document.add_paragraph(text, style=style)
    if num_id is not None:
        numbered = f'<w:numPr {W}><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbered))


def append_xml(document: Document, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def paragraph(inner: str) -> str:
    return f"<w:p {W}>{inner}</w:p>"


def texts(document: Document, folder: Path) -> list[str]:
    return [block.text for block in blocks(document, folder) if block.kind != "break"]


def blocks(document: Document, folder: Path) -> tuple[Block, ...]:
    path = folder / "文件.docx"
    document.save(str(path))
    return read_file(path).blocks


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 36, "㊱"),
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 23, "二十三"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 2, "丑"),
        ("ideographEnclosedCircle", 4, "㊃"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 9, "ix"),
        ("upperRoman", 44, "XLIV"),
        ("decimalZero", 7, "07"),
        ("none", 1, ""),
        ("something newer", 5, "5"),
    ],
)
def test_number_formats(number_format: str, value: int, expected: str) -> None:
    assert format_number(value, number_format) == expected


@given(st.integers(1, 9999))
def test_counted_numerals_mean_their_number(value: int) -> None:
    import cn2an

    assert cn2an.cn2an(chinese_counting(value), "smart") == value


def test_levels_count_and_restart_under_their_parent(tmp_path: Path) -> None:
    document = docx.Document()
    levels = (
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3．")
        + level(3, "decimalEnclosedCircle", "%4")
    )
    with_lists(document, [levels], ['<w:abstractNumId w:val="1"/>'])
    for text, ilvl in [
        ("总体要求", 0), ("指导思想", 1), ("工作目标", 1), ("普及", 2), ("普惠", 2), ("甲", 3),
        ("主要任务", 0), ("扩大", 1), ("新建", 2)
    ]:  # fmt: skip
        add(document, text, 1, ilvl)
    assert texts(document, tmp_path) == [
        "一、总体要求", "（一）指导思想", "（二）工作目标", "1．普及", "2．普惠", "①甲",
        "二、主要任务", "（一）扩大", "1．新建"
    ]  # fmt: skip


def test_articles_go_on_counting_across_chapters_when_they_never_restart(tmp_path: Path) -> None:
    document = docx.Document()
    levels = level(0, "chineseCountingThousand", "第%1章") + level(
        1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'
    )
    with_lists(document, [levels], ['<w:abstractNumId w:val="1"/>'])
    for text, ilvl in [("总则", 0), ("甲。", 1), ("乙。", 1), ("附则", 0), ("丙。", 1)]:
        add(document, text, 1, ilvl)
    assert texts(document, tmp_path) == [
        "第一章 总则",
        "第一条 甲。",
        "第二条 乙。",
        "第二章 附则",
        "第三条 丙。",
    ]


def test_lists_share_their_definition_unless_a_start_override_restarts_them(tmp_path: Path) -> None:
    document = docx.Document()
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    nums = ['<w:abstractNumId w:val="1"/>'] * 2 + [f'<w:abstractNumId w:val="1"/>{override}']
    with_lists(document, [level(0, "decimal", "%1.")], nums)
    for text, num_id in [("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3)]:
        add(document, text, num_id)
    assert texts(document, tmp_path) == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_an_overriding_level_replaces_the_pattern(tmp_path: Path) -> None:
    document = docx.Document()
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=3)}</w:lvlOverride>'
    with_lists(document, [level(0, "decimal", "%1.")], [f'<w:abstractNumId w:val="1"/>{override}'])
    add(document, "甲", 1)
    assert texts(document, tmp_path) == ["III)甲"]


def test_numbers_come_through_the_style_chain_and_are_switched_off_by_list_zero(tmp_path: Path) -> None:
    document = docx.Document()
    levels = level(0, "chineseCounting", "%1、") + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="Sub"/>'
    )
    with_lists(document, [levels], ['<w:abstractNumId w:val="1"/>'])
    styles = document.styles.element
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles.append(
        parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="Top"><w:name w:val="Top"/>{number}</w:style>')
    )
    styles.append(
        parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>{number}</w:style>')
    )
    styles.append(
        parse_xml(
            f'<w:style {W} w:type="paragraph" w:styleId="Kid"><w:name w:val="Kid"/><w:basedOn w:val="Sub"/></w:style>'
        )
    )
    for text, style in [("总体要求", "Top"), ("目标", "Sub"), ("任务", "Kid")]:
        add(document, text, style=style)
    add(document, "无号", 0, style="Top")
    assert texts(document, tmp_path) == ["一、总体要求", "（一）目标", "（二）任务", "无号"]


def test_legal_numbering_shows_chinese_parents_in_digits(tmp_path: Path) -> None:
    document = docx.Document()
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    with_lists(document, [levels], ['<w:abstractNumId w:val="1"/>'])
    add(document, "总则", 1)
    add(document, "目的", 1, 1)
    assert texts(document, tmp_path) == ["一、总则", "1.1 目的"]


def test_an_empty_numbered_paragraph_counts_and_a_bullet_shows_no_sign(tmp_path: Path) -> None:
    document = docx.Document()
    nums = ['<w:abstractNumId w:val="1"/>', '<w:abstractNumId w:val="2"/>']
    with_lists(document, [level(0, "decimal", "%1."), level(0, "bullet", "\uf0b7")], nums)
    for text, num_id in [("甲", 1), ("", 1), ("丙", 1), ("要点", 2)]:
        add(document, text, num_id)
    assert texts(document, tmp_path) == ["1.甲", "3.丙", "要点"]


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("一、", "总则", "一、总则"),
        ("第一条", "为了", "第一条 为了"),
        ("1.", "5G网络", "1. 5G网络"),
        ("第一章　", "总则", "第一章　总则"),
        ("", "正文", "正文"),
    ],
)
def test_label_and_text_are_told_apart(label: str, text: str, expected: str) -> None:
    assert join_label(label, text) == expected


def test_headings_carry_level_and_the_title_style_none(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("关于印发方案的通知", level=0)
    document.add_heading("一、总体要求", level=1)
    document.add_heading("（一）目标", level=2)
    document.add_paragraph("正文。")
    assert [(b.kind, b.level) for b in blocks(document, tmp_path)] == [
        ("heading", None),
        ("heading", 1),
        ("heading", 2),
        ("paragraph", None),
    ]


def test_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    append_xml(
        document,
        paragraph(
            '<w:r><w:t>达到</w:t></w:r><w:del w:id="1"><w:r><w:delText>85%</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>96%</w:t></w:r></w:ins><w:r><w:t>以上</w:t></w:r>'
        ),
    )
    append_xml(
        document,
        paragraph('<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>前半段，</w:t></w:r>'),
    )
    append_xml(document, paragraph("<w:r><w:t>后半段。</w:t></w:r>"))
    assert texts(document, tmp_path) == ["达到96%以上", "前半段，后半段。"]


def test_hidden_text_and_field_codes_are_left_out_and_results_kept(tmp_path: Path) -> None:
    document = docx.Document()
    append_xml(
        document,
        paragraph(
            '<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>PAGEREF _x</w:instrText></w:r><w:r><w:t>结果</w:t></w:r>"
            '<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        ),
    )
    assert texts(document, tmp_path) == ["结果链接☑"]


def test_line_breaks_stay_inside_the_paragraph_and_page_breaks_split_it(tmp_path: Path) -> None:
    document = docx.Document()
    append_xml(
        document,
        paragraph(
            '<w:r><w:t>青川市教育局</w:t><w:br/><w:t>通知</w:t><w:br w:type="page"/><w:t>附件</w:t></w:r>'
        ),
    )
    found = blocks(document, tmp_path)
    assert [(b.kind, b.text) for b in found] == [
        ("paragraph", "青川市教育局\n通知"),
        ("break", ""),
        ("paragraph", "附件"),
    ]


def test_a_text_box_is_read_once_from_either_branch(tmp_path: Path) -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    append_xml(
        document,
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><w:t>锚点</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert texts(document, tmp_path) == ["锚点", "框内文字"]


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    append_xml(
        document,
        f'<w:sdt {W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>一、总则 1</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    append_xml(
        document, f"<w:sdt {W}><w:sdtContent>{paragraph('<w:r><w:t>控件</w:t></w:r>')}</w:sdtContent></w:sdt>"
    )
    assert texts(document, tmp_path) == ["控件"]


def test_tables_stand_in_order_and_merged_cells_repeat(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("见下表。")
    table = document.add_table(rows=4, cols=3)
    rows = [
        ["重点任务", "牵头单位", "配合单位"],
        ["扩大学位", "市教育局", "市财政局"],
        ["", "市发展改革委", "各县区"],
        ["合计", "", ""],
    ]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    document.add_paragraph("表后。")
    found = blocks(document, tmp_path)
    assert [b.kind for b in found] == ["paragraph", "table", "paragraph"]
    assert found[1].rows == (
        ("重点任务", "牵头单位", "配合单位"),
        ("扩大学位", "市教育局", "市财政局"),
        ("扩大学位", "市发展改革委", "各县区"),
        ("合计", "合计", "合计"),
    )
    assert found[1].header_rows == 1


def test_marked_header_rows_win_and_a_caption_row_becomes_a_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "附表 任务分工"
    for r, values in enumerate([("任务", "2025年"), ("（项）", "（%）"), ("甲", "96")], start=1):
        for c, value in enumerate(values):
            table.cell(r, c).text = value
    for r in range(3):
        table.rows[r]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    found = blocks(document, tmp_path)
    assert found[0] == Block("附表 任务分工")
    assert found[1].header_rows == 2


def test_numbers_inside_cells_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    with_lists(document, [level(0, "decimal", "%1")], ['<w:abstractNumId w:val="1"/>'])
    table = document.add_table(rows=3, cols=2)
    for r, (name, value) in enumerate([("序号", "任务"), ("", "甲"), ("", "乙")]):
        table.cell(r, 0).text, table.cell(r, 1).text = name, value
    for r in (1, 2):
        table.cell(r, 1).paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )
        table.cell(r, 0).text = str(r)
    assert blocks(document, tmp_path)[0].rows == (("序号", "任务"), ("1", "1 甲"), ("2", "2 乙"))


def test_a_box_of_one_cell_is_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "一、提示\n请注意。"
    assert texts(document, tmp_path) == ["一、提示", "请注意。"]


def test_footnotes_come_last(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    path = tmp_path / "脚注.docx"
    document.save(str(path))
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("<w:r><w:footnoteRef/><w:t>指常住人口。</w:t></w:r>")}</w:footnote></w:footnotes>'
    )
    relation = (
        '<Relationship Id="rIdN" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    kind = (
        '<Override PartName="/word/footnotes.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    rewritten = tmp_path / "脚注2.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relation.encode())
            if name == "[Content_Types].xml":
                text = text.replace(b"</Types>", kind.encode())
            target.writestr(name, text)
        target.writestr("word/footnotes.xml", notes)
    assert [b.text for b in read_file(rewritten).blocks] == ["正文。", "[1] 指常住人口。"]


@given(cut=st.floats(0.02, 0.98))
def test_a_truncated_file_is_damaged_never_a_traceback(
    cut: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    document = docx.Document()
    document.add_paragraph("正文。" * 50)
    path = folder / "全.docx"
    document.save(str(path))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(DamagedFileError, match=r"全\.docx: .*again"):
        read_file(path)


def test_an_encrypted_file_needs_its_password(tmp_path: Path) -> None:
    path = tmp_path / "密.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le")
    )
    with pytest.raises(ProtectedFileError, match=r"密\.docx: protected by a password; .*without one"):
        read_file(path)


def test_an_old_word_file_says_how_to_convert_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "旧.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    with pytest.raises(UnsupportedFormatError, match=r"旧\.doc: .*save it as \.docx"):
        read_file(path)


def test_an_old_word_file_is_converted_where_libreoffice_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = tmp_path / "converted.docx"
    document = docx.Document()
    document.add_paragraph("转换后的正文。")
    document.save(str(converted))
    tools = tmp_path / "bin"
    tools.mkdir()
    soffice = tools / "soffice"
    soffice.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n/bin/mkdir -p "$2"\n'
        f'/bin/cp "{converted}" "$2/source.docx"\n'
    )
    soffice.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    path = tmp_path / "旧 文'件.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument\0".encode("utf-16-le"))
    assert [b.text for b in read_file(path).blocks] == ["转换后的正文。"]


def test_reader_and_registry_agree(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    path = tmp_path / "实为.pdf"
    document.save(str(path))
    assert read_file(path).blocks == DocxReader().read(path).blocks == (Block("正文。"),)


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    "changes",
    [
        [(MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")],
        [(MAIN, MAIN.replace(b"document.main", b"template.main"))],
        [
            (TRANSITIONAL, b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
            (RELATIONSHIPS, b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
        ],
    ],
    ids=["macro", "template", "strict"],
)
def test_macro_template_and_strict_files_are_read(tmp_path: Path, changes: list[tuple[bytes, bytes]]) -> None:
    document = docx.Document()
    with_lists(document, [level(0, "chineseCounting", "%1、")], ['<w:abstractNumId w:val="1"/>'])
    add(document, "总体要求", 1)
    plain, changed = tmp_path / "plain.docx", tmp_path / "changed.docx"
    document.save(str(plain))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for old, new in changes:
                data = data.replace(old, new)
            target.writestr(name, data)
    assert [b.text for b in read_file(changed).blocks] == ["一、总体要求"]
