"""The words of exported files in Chinese and English; what stands in documents stays Chinese."""

from __future__ import annotations

from kb.contract import ResponsibilityFact
from kb.question.model import Language

_WORDS: dict[str, tuple[str, str]] = {
    "responsibility": ("责任分工", "responsibility"),
    "target": ("目标", "target"),
    "deadline": ("期限", "deadline"),
    "sheet": ("责任分工与目标", "Duties and targets"),
    "calendar": ("政策期限", "Policy deadlines"),
    "memo": ("政策问答备忘", "Policy questions and answers"),
    "memo.date": ("生成日期：{day}", "Written on {day}"),
    "memo.region": ("地区", "Region"),
    "memo.subject": ("任务/指标", "Measure or metric"),
    "memo.value": ("单位或目标值", "Units or target"),
    "memo.due": ("期限", "Due"),
    "sources": ("来源", "Sources"),
    "nearest": ("最接近的内容", "Nearest passages"),
    "colon": ("：", ": "),
    "page": ("，第{page}页", ", p. {page}"),
    "bracket": ("（{text}）", " ({text}) "),
    "lead": ("牵头", "lead"),
    "participating": ("配合", "participating"),
    "responsible": ("责任", "responsible"),
    ">=": ("不低于", "≥ "),
    "<=": ("不超过", "≤ "),
    "eliminate": ("消除", "eliminate "),
    "cover": ("全覆盖", "full coverage"),
}


def word(language: Language, key: str, **values: object) -> str:
    """The word for ``key``; ``values`` fill its placeholders."""
    text = _WORDS[key][0 if language == "zh" else 1]
    return text.format(**values) if values else text


def units_text(fact: ResponsibilityFact, language: Language) -> str:
    """Who leads, takes part and is responsible, on one line."""
    named = [(role, getattr(fact, role)) for role in ("lead", "participating", "responsible")]
    parts = [
        f"{word(language, role)}{word(language, 'colon')}{'、'.join(units)}" for role, units in named if units
    ]
    return "；".join(parts)
