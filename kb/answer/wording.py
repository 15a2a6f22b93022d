"""The words of an answer, in the question's language. Quotes and names stay Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.question.model import Language
from kb.records import Document, Responsibility, Role, Status, Target
from kb.text import normalize

_STATUS = {
    "zh": {"draft": "征求意见稿", "period_over": "期限已过", "superseded": "已有新版"},
    "en": {"draft": "draft for comments", "period_over": "period over", "superseded": "superseded"},
}
_ROLE = {
    "zh": {"lead": "牵头单位", "participating": "配合单位", "responsible": "责任单位"},
    "en": {"lead": "lead", "participating": "participating", "responsible": "responsible"},
}
_COMPARATOR = {
    "zh": {">=": "不低于", "<=": "不超过", "=": "", "range": ""},
    "en": {">=": "at least ", "<=": "at most ", "=": "", "range": ""},
}

_SHOWN_CHARS = 60
_BREAK = re.compile(r"[，,、；;：:。 ]")
_LEAST_SHARE = 0.5


def shortened(text: str, limit: int = _SHOWN_CHARS) -> str:
    """At most ``limit`` characters, cut where a clause or item ends, so that no number or name is cut in two."""
    if len(text) <= limit:
        return text
    breaks = [match.start() for match in _BREAK.finditer(text, 0, limit + 1)]
    end = breaks[-1] if breaks and breaks[-1] >= _LEAST_SHARE * limit else limit
    if end == limit:
        end = len(re.sub(r"[\d.〇零一二三四五六七八九十百千万%％]+$", "", text[:limit])) or limit
    return f"{text[:end]}……"


def role_word(role: Role, language: Language) -> str:
    """牵头单位, 配合单位, 责任单位."""
    return _ROLE[language][role]


def status_note(status: Status, language: Language) -> str:
    """征求意见稿, 期限已过, 已有新版; empty when the document is simply in force or its status unknown."""
    return _STATUS[language].get(status, "")


def source_note(document: Document, status: Status, language: Language) -> str:
    """《title》 with its status in brackets."""
    note = status_note(status, language)
    if language == "en":
        return f"《{document.metadata.title}》" + (f" ({note})" if note else "")
    return f"《{document.metadata.title}》" + (f"（{note}）" if note else "")


def names(units: Sequence[str], language: Language) -> str:
    """Unit names as a list."""
    return ("、" if language == "zh" else ", ").join(units)


def duty(fact: Responsibility, language: Language) -> str:
    """Who leads, takes part and is responsible, in one clause."""
    parts = []
    for role in ("lead", "participating", "responsible"):
        mentions = getattr(fact, role)
        if mentions:
            joined = names([mention.surface for mention in mentions], language)
            colon = "：" if language == "zh" else ": "
            parts.append(f"{role_word(role, language)}{colon}{joined}")
    return ("；" if language == "zh" else "; ").join(parts)


def value(fact: Target, language: Language, *, quote: str = "") -> str:
    """The value with comparator and unit: 不低于96%, 3至5个, 全覆盖.

    A range whose end the ``quote`` counts in 万 (5000元以上5万元以下) is written as there.
    """
    if fact.comparator == "cover":
        return "全覆盖" if language == "zh" else "full coverage (全覆盖)"
    if fact.comparator == "eliminate":
        number = f"（{fact.value}{fact.unit}）" if fact.value else ""
        return f"全面消除{number}" if language == "zh" else f"to be eliminated{number}"
    if fact.value_high:
        myriads = fact.value_high.removesuffix("0000")
        if myriads != fact.value_high and f"{myriads}万" in normalize(quote):
            return f"{fact.value}{fact.unit}—{myriads}万{fact.unit}"
        return f"{fact.value}—{fact.value_high}{fact.unit}"
    return f"{_COMPARATOR[language].get(fact.comparator, '')}{fact.value}{fact.unit}"


def when(time: str | None, as_written: str, language: Language) -> str:
    """The time as the document writes it."""
    if as_written:
        return as_written if language == "zh" else f"{time or as_written} ({as_written})"
    return time or ""
