"""Answers as plain text with numbered sources, to paste into a message or a file."""

from __future__ import annotations

from app.export.cells import one_line, printable
from app.export.words import word
from kb.answer.wording import status_note
from kb.contract import Answer, Citation
from kb.question.model import Language


def answer_text(answer: Answer, language: Language = "zh") -> str:
    """The answer, then its sources by number."""
    lines = [printable(answer.text)]
    if answer.citations:
        heading = word(language, "sources" if answer.answered else "nearest")
        lines += ["", f"{heading}{word(language, 'colon')}".rstrip()]
        lines += [source_line(citation, language) for citation in answer.citations]
    return "\n".join(lines) + "\n"


def source_line(citation: Citation, language: Language = "zh") -> str:
    """``[1] 《title》（征求意见稿）三、… > （五）…，第3页：“quote”``"""
    place = place_of(citation, language)
    return f"[{citation.n}] {place}{word(language, 'colon')}“{one_line(citation.quote)}”"


def place_of(citation: Citation, language: Language = "zh") -> str:
    """Title with status, section path and page of a citation."""
    status = status_note(citation.status, language)
    mark = word(language, "bracket", text=status) if status else ""
    section = " > ".join(citation.section)
    page = word(language, "page", page=citation.page) if citation.page is not None else ""
    return one_line(f"《{citation.title}》{mark}{section}{page}")
