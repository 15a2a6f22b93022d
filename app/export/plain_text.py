"""Answers as plain text with numbered sources, to paste into a message or a file."""

from __future__ import annotations

from collections.abc import Sequence

from app.export.cells import one_line, printable
from kb.answer.wording import status_note
from kb.contract import Answer, Citation


def answer_text(answer: Answer) -> str:
    """The answer, then its sources by number."""
    lines = [printable(answer.text)]
    if answer.citations:
        lines += ["", "来源：" if answer.answered else "最接近的内容："]
        lines += [source_line(citation) for citation in answer.citations]
    return "\n".join(lines) + "\n"


def conversation_text(turns: Sequence[tuple[str, Answer]]) -> str:
    """Questions and answers in order."""
    return "\n".join(f"问：{one_line(question)}\n答：{answer_text(answer)}" for question, answer in turns)


def source_line(citation: Citation) -> str:
    """``[1] 《title》（征求意见稿）三、… > （五）…，第3页：“quote”``"""
    return f"[{citation.n}] {place_of(citation)}：“{one_line(citation.quote)}”"


def place_of(citation: Citation) -> str:
    """Title with status, section path and page of a citation."""
    status = status_note(citation.status, "zh")
    mark = f"（{status}）" if status else ""
    section = " > ".join(citation.section)
    page = f"，第{citation.page}页" if citation.page is not None else ""
    return one_line(f"《{citation.title}》{mark}{section}{page}")
