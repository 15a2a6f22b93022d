"""A conversation as a Word memo with numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.export.cells import one_line, printable
from app.export.facts_table import subject, value_text
from app.export.plain_text import place_of
from kb.contract import Answer, AnswerFact, Citation, ResponsibilityFact

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

_BODY_FONT, _HEADING_FONT = "宋体", "黑体"


def write_memo(
    path: Path | BinaryIO, turns: Sequence[tuple[str, Answer]], *, today: date | None = None
) -> None:
    """Write the questions and answers as .docx; sources are numbered as in each answer."""
    from docx import Document

    memo = Document()
    _use_chinese_fonts(memo)
    memo.core_properties.title = "政策问答备忘"
    memo.core_properties.author = "Policy KB"
    memo.add_heading("政策问答备忘", level=0)
    memo.add_paragraph(f"生成日期：{(today or date.today()).isoformat()}")
    for number, (question, answer) in enumerate(turns, start=1):
        memo.add_heading(one_line(f"{number}. {question}"), level=1)
        _add_answer(memo, answer)
    memo.save(str(path) if isinstance(path, Path) else path)


def _add_answer(memo: WordDocument, answer: Answer) -> None:
    for line in printable(answer.text).splitlines():
        if line.strip():
            memo.add_paragraph(line)
    if len(answer.facts) > 1:
        _add_facts(memo, answer.facts)
    if answer.citations:
        memo.add_heading("来源" if answer.answered else "最接近的内容", level=2)
    for citation in answer.citations:
        _add_source(memo, citation)


def _add_facts(memo: WordDocument, facts: Sequence[AnswerFact]) -> None:
    table = memo.add_table(rows=1, cols=5, style="Table Grid")
    for cell, heading in zip(
        table.rows[0].cells, ("地区", "任务/指标", "单位或目标值", "期限", "来源"), strict=True
    ):
        cell.text = heading
    for fact in facts:
        values = (
            fact.region or "",
            subject(fact),
            _units(fact) if isinstance(fact, ResponsibilityFact) else value_text(fact),
            getattr(fact, "deadline", None) or "",
            f"[{fact.citation}]",
        )
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = one_line(value)


def _units(fact: ResponsibilityFact) -> str:
    named = (("牵头", fact.lead), ("配合", fact.participating), ("责任", fact.responsible))
    return "；".join(f"{word}：{'、'.join(units)}" for word, units in named if units)


def _add_source(memo: WordDocument, citation: Citation) -> None:
    paragraph = memo.add_paragraph()
    paragraph.add_run(f"[{citation.n}] {place_of(citation)}：")
    paragraph.add_run(f"“{one_line(citation.quote)}”").italic = True


def _use_chinese_fonts(memo: WordDocument) -> None:
    """Word takes the font of Chinese characters from an attribute that python-docx does not set."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style: ParagraphStyle = memo.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _BODY_FONT if name == "Normal" else _HEADING_FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
