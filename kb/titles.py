"""The names of documents, prepared once so that a question can be compared with all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

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


KIND = (
    "(?:实施|工作|行动|建设)?(?:方案|计划|规划)|(?:指导|实施)?(?<!办法的)(?<!方案的)(?<!规定的)(?<!细则的)(?<!条例的)(?<!草案的)(?<!稿的)意见(?!反馈|箱|建议)|通知(?!书|单)|通告|公告(?!栏)|通报|(?:管理|实施)?办法|条例|(?:暂行)?规定|(?:实施)?细则|章程|制度"
    "|规程|规则|标准|指南|指引|(?:工作)?要点|(?:会议)?纪要|(?:任务|问题)?清单|(?:整改)?台账|(?:分工|进度|任务|节点|日程|时间|明细|一览)(?:安排)?表|附表|纲要|简章|须知|守则|公约|手册|预案|意见稿|草案|答复|复函|日程表?(?!安排)|校历|(?:专题|联席|办公|常务|党组|党委|工作|推进)会议?(?=[上里定议部确是]|$)"
)
"""What documents and their attachments are called by kind, as a pattern; a meeting is known by its minutes."""
_SHORT_NAMES = (
    ("职业(?:技术)?(?:大学|学院)", "职院"),
    ("第([一二三四五六七八九十])(?:高级)?中学", r"\1中"),
    ("师范大学", "师大"),
    ("农业大学", "农大"),
)
"""Schools as people call them."""
_GENERAL = re.compile("学校|中小学|教育|工作|管理|实施|推进|加强|建设|发展|情况")
"""Words that people put into the name of a document where it does not have them."""
_ATTACHED = re.compile(
    r"^附件?\s*[\d一二三四五六七八九]{0,2}\s*[:：.、]?[ \t]*\n?[ \t]*(?P<name>[^\n。|]{4,40})$", re.MULTILINE
)
_ABBREVIATED = 4
_PAIR = 2


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
        named = plain in self.whole or self.whole in plain
        # 依云教联〔2023〕14号: a preposition may seem part of a number
        return bool(plain) and (named or bool(self.number) and plain.endswith(self.number))


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


def kinds_in(text: str) -> frozenset[str]:
    """The kinds of document that a name says (指导意见 is an 意见, 分工表 a 表)."""
    return frozenset(_kind(match.group()) for match in re.finditer(KIND, text))


def _kind(word: str) -> str:
    if word.endswith(("会", "会议")):
        return "纪要"
    return "表" if word.endswith("表") else word[-2:]


class Names:
    """By which words people call the documents of a base; built once for all questions."""

    def __init__(self, documents: Iterable[Document], *, superseded: Collection[str]) -> None:
        self._documents = {document.id: document for document in documents}
        self.superseded = frozenset(superseded)
        self._text = {
            i: "\n".join(map(squeeze, _names_of(document).split("\n")))
            for i, document in self._documents.items()
        }
        self.kinds: Mapping[str, frozenset[str]] = {
            i: kinds_in(_names_of(document)) for i, document in self._documents.items()
        }
        self.files = {i: document.file_hash for i, document in self._documents.items()}
        self.years = {i: _years_of(document) for i, document in self._documents.items()}
        self.trials = frozenset(i for i, text in self._text.items() if re.search("试行|暂行", text))
        self.drafts = frozenset(i for i, d in self._documents.items() if d.metadata.finality == "draft")
        self._by_pair: dict[str, set[str]] = defaultdict(set)
        for i, text in self._text.items():
            for at in range(len(text) - 1):
                self._by_pair[text[at : at + 2]].add(i)

    def of_regions(self, regions: Sequence[str]) -> tuple[str, ...]:
        """Ids of the documents of these regions; of all where there are none."""
        return tuple(
            i for i, d in self._documents.items() if not regions or d.metadata.region in (*regions, None)
        )

    def called(self, words: str, regions: Sequence[str]) -> tuple[str, ...]:
        """Ids of the documents of these regions in whose names all of the squeezed ``words`` stand."""
        some = self._by_pair.get(words[:2], set()) | self._by_pair.get(words[-2:], set())
        within = frozenset(self.of_regions(regions))
        held = tuple(i for i in self._documents if i in some & within and _is_held(words, self._text[i]))
        if held or not regions or len(words) > _ABBREVIATED:
            return held
        titles = {i: squeeze(self._documents[i].metadata.title) for i in within}
        return tuple(i for i in self._documents if i in within and _abbreviates(words, titles[i]))

    def with_attachments(self, ids: Collection[str]) -> tuple[str, ...]:
        """These documents, and what their files hand out with them where only the notice itself was named."""
        found = dict.fromkeys(ids)
        for i in ids:
            others = [d for d in self._documents.values() if d.file_hash == self.files[i] and d.id != i]
            if self._documents[i].position == 0 and not any(d.id in found for d in others):
                found.update(dict.fromkeys(d.id for d in others))
            found.update(
                (d.id, None) for d in others if d.metadata.title.endswith(("表", "清单", "台账", "名单"))
            )
        return tuple(found)


def _names_of(document: Document) -> str:
    """Title, issuers, number, file name and names of attachments; a line each."""
    metadata = document.metadata
    attached = (match["name"] for match in _ATTACHED.finditer(document.text))
    parts = (
        metadata.title,
        *metadata.issuers,
        metadata.number or "",
        PurePath(document.source).stem,
        *attached,
    )
    shorter = (re.sub(long, short, part) for part in parts for long, short in _SHORT_NAMES)
    return "\n".join(dict.fromkeys((*parts, *shorter)))


def _years_of(document: Document) -> frozenset[int]:
    """Years by which a document may be called: of its name, its dates and the time that it covers."""
    metadata = document.metadata
    written = f"{_names_of(document)} {metadata.issued or ''} {metadata.effective or ''}"
    covered = range(metadata.year_from or 1, (metadata.year_to or metadata.year_from or 0) + 1)
    return frozenset((*map(int, re.findall(r"(?<!\d)(?:19|20)\d\d", written)), *covered))


def _is_held(words: str, text: str) -> bool:
    """Whether a name holds all words, in whatever order; a few characters may abbreviate (职院: 职业技术学院)."""
    at, held, missing = 0, 0, ""
    while at < len(words):
        length = next((n for n in range(len(words) - at, 1, -1) if words[at : at + n] in text), 0)
        held += length
        missing += words[at] if not length else ""
        at += length or 1
    if held >= _ABBREVIATED:
        missing = _GENERAL.sub("", missing)
    return held >= _PAIR and len(missing) <= min(_ABBREVIATED, held) and _abbreviates(missing, text)


def _abbreviates(letters: str, text: str) -> bool:
    return not letters or re.search("[^\\n]{0,4}".join(map(re.escape, letters)), text) is not None
