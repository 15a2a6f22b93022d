"""The frame words of answers about documents, in the question's language; what documents say stays Chinese."""

from __future__ import annotations

from kb.question.model import Language
from kb.records import Status

_LABELS: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "number": ("文号：", "Document number: "),
    "issuer": ("发文机关：", "Issued by: "),
    "dated": ("成文日期：", "Dated: "),
    "status": ("状态：", "Status: "),
    "newer": ("新版：", "Newer version: "),
    "basis": ("依据或落实：", "Based on or implementing: "),
    "cites": ("引用：", "Cites: "),
    "period": ("期限：", "Period: "),
    "parts": ("该文件包含：", "The file holds: "),
    "structure": ("共", "In all: "),
    "abolished": ("已被废止：", "Abolished: "),
    "no_attachments": ("", ""),
}
_STATUS: dict[Status, tuple[str, str]] = {
    "draft": ("征求意见稿，尚未正式印发", "draft for comments, not yet issued"),
    "in_force": ("现行", "in force"),
    "period_over": ("期限已过", "period over"),
    "superseded": ("已有新版", "superseded"),
    "unknown": ("未注明效力", "not stated"),
}


def labelled(label: str, text: str, language: Language) -> str:
    """The text behind the frame word of a label."""
    return _LABELS[label][language == "en"] + text


def standing_word(status: Status, language: Language) -> str:
    """How far a document holds: 现行, 已有新版."""
    return _STATUS[status][language == "en"]


def year_span(first: int, last: int, language: Language) -> str:
    """2021年至2025年, or the one year."""
    if first == last:
        return f"{first}年" if language == "zh" else str(first)
    return f"{first}年至{last}年" if language == "zh" else f"{first}年 to {last}年"
