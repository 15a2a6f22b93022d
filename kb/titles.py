"""The names of documents, prepared once so that a question can be compared with all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.records import Document
from kb.text import normalize, tokenize

_STATE = "中华人民共和国"
# words of so many titles that they tell no two documents apart
_COMMON_TERMS = frozenset(
    [
        "方案", "计划", "规划", "意见", "通知", "办法", "条例", "规定", "决定", "细则", "实施方案",
        "实施意见", "实施办法", "行动计划", "文件", "实施", "行动", "发展", "提升", "工作", "关于", "印发",
        "教育", "推进", "加强", "建设", "若干", "促进", "管理", "十四五", "那个", "这个", "这份",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """What is compared of a document's name."""

    whole: str
    """The title squeezed."""
    number: str
    """The number squeezed; empty where the document has none."""
    terms: frozenset[str]
    """Terms of title, region, number and issuers: the words by which people name the document."""
    distinctive: frozenset[str]
    """Terms of the title that tell documents apart."""

    @classmethod
    def of(cls, document: Document) -> Title:
        """The name of ``document``."""
        metadata = document.metadata
        return cls(
            squeeze(metadata.title),
            squeeze(metadata.number or ""),
            frozenset(tokenize(title_text(document))),
            distinctive(metadata.title),
        )

    def is_called(self, name: str) -> bool:
        """Whether a 《name》 or number in a question may mean this document."""
        plain = squeeze(name)
        return bool(plain) and (plain == self.number or plain in self.whole or self.whole in plain)


def title_text(document: Document) -> str:
    """Title, region, number and issuers of a document."""
    metadata = document.metadata
    parts = (metadata.title, metadata.region, metadata.number, *metadata.issuers)
    return " ".join(part for part in parts if part)


def distinctive(text: str) -> frozenset[str]:
    """Terms of a title or hint that tell documents apart."""
    return frozenset(term for term in tokenize(text) if len(term) > 1) - _COMMON_TERMS


def squeeze(text: str) -> str:
    """Letters and figures of a name alone, so that two ways of writing it are the same."""
    return "".join(char for char in normalize(text) if char.isalnum()).replace(_STATE, "")


def spaced_pattern(name: str) -> re.Pattern[str]:
    """What finds a squeezed name in running text, whatever marks and breaks stand between its characters."""
    return re.compile(r"[\W_]*".join(re.escape(char) for char in name), re.IGNORECASE)
