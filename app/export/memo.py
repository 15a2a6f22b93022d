"""A conversation as a Word memo with numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.export.cells import one_line, printable
from app.export.facts_table import subject, value_text
from app.export.plain_text import place_of
from app.export.words import units_text, word
from kb.contract import Answer, AnswerFact, Citation, ResponsibilityFact
from kb.question.model import Language

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

_BODY_FONT, _HEADING_FONT = "宋体", "黑体"


def write_memo(
    path: Path | BinaryIO,
    turns: Sequence[tuple[str, Answer]],
    language: Language = "zh",
    *,
    today: date | None = None,
) -> None:
    """Write the questions and answers as .docx; sources are numbered as in each answer."""
    from docx import Document

    memo = Document()
    _use_chinese_fonts(memo)
    memo.core_properties.title = word(language, "memo")
    memo.core_properties.author = "Policy KB"
    memo.add_heading(word(language, "memo"), level=0)
    memo.add_paragraph(word(language, "memo.date", day=(today or date.today()).isoformat()))
    for number, (question, answer) in enumerate(turns, start=1):
        memo.add_heading(one_line(f"{number}. {question}"), level=1)
        _add_answer(memo, answer, language)
    memo.save(str(path) if isinstance(path, Path) else path)


def _add_answer(memo: WordDocument, answer: Answer, language: Language) -> None:
    for line in printable(answer.text).splitlines():
        if line.strip():
            memo.add_paragraph(line)
    if len(answer.facts) > 1:
        _add_facts(memo, answer.facts, language)
    if answer.citations:
        memo.add_heading(word(language, "sources" if answer.answered else "nearest"), level=2)
    for citation in answer.citations:
        _add_source(memo, citation, language)


def _add_facts(memo: WordDocument, facts: Sequence[AnswerFact], language: Language) -> None:
    table = memo.add_table(rows=1, cols=5, style="Table Grid")
    headings = ("memo.region", "memo.subject", "memo.value", "memo.due", "sources")
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        cell.text = word(language, heading)
    for fact in facts:
        values = (
            fact.region or "",
            subject(fact),
            units_text(fact, language)
            if isinstance(fact, ResponsibilityFact)
            else value_text(fact, language),
            getattr(fact, "deadline", None) or "",
            f"[{fact.citation}]",
        )
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = one_line(value)


def _add_source(memo: WordDocument, citation: Citation, language: Language) -> None:
    paragraph = memo.add_paragraph()
    paragraph.add_run(f"[{citation.n}] {place_of(citation, language)}{word(language, 'colon')}")
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
