"""A document prepared for reading facts: its sentences with their sections, its region and its year."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.draft import Draft
from ingest.facts.years import Years
from ingest.metadata_rules import QUOTABLE_FIELDS
from kb.records import Section, UnitMention
from kb.regions import default_gazetteer
from kb.rules import alternatives
from kb.unit_finder import UnitSpan
from kb.units import canonical_unit

_OPEN, _CLOSE = "（(《“‘「[【", "）)》”’」]】"
_MAX_BRACKET = 400
_HIDDEN = re.compile(
    r"《[^《》]*(?:《[^》]*》[^《》]*)?》|[（(][^（）()]*〔[^（）()]*[）)]|[〔\[]\s?(?:19|20)\d\d\s?[〕\]]\d*号?"
)
_ONLY_UNITS = re.compile(r"[（(【\[][^（）()【】\[\]]{2,80}[）)】\]]")
_TELLS = re.compile(
    r"[^。\n]*(?:由[^，。；\n]{2,30}(?:负责|牵头|主办|承担|审[核批定]|办理|管理)|[局委部厅办处科股室中心][^，。；\n]{0,6}(?:负责|牵头|会同))[^。\n]*。\s*$"
)
"""A numbered first sentence that tells somebody's duty."""
# What a page states beside the text (成文日期：2023年4月3日) sets no task.
_PAGE_FIELD = re.compile(rf"(?:{alternatives(QUOTABLE_FIELDS)})\s*[:：]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` is one sentence of a section's own text, closing mark included."""

    start: int
    end: int
    text: str
    section: Section
    paragraph: int
    """Start of the paragraph."""


class Source:
    """Read access to one draft. Everything is computed once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.document = draft.document
        self.text = draft.document.text
        metadata = draft.document.metadata
        self.region = metadata.region
        self.parent = metadata.region_parent
        self.lists: list[tuple[int, int]] = []
        """Spans of unit lists, which are no part of what the sentences around them say."""
        self.sections = {section.id: section for section in draft.sections}
        self.years = Years(metadata, self.sections)
        self.year = self.years.context
        """Dates 6月30日前 where nothing nearer names a year."""
        self._own = _own_ranges(draft)
        self.sentences = tuple(self._sentences())

    def section_at(self, offset: int) -> Section | None:
        """The deepest section that holds the character."""
        found: Section | None = None
        before: Section | None = None
        for section in self.draft.sections:
            if section.start <= offset < section.end:
                found = section
            if section.end <= offset and (section.label or section.title):
                before = section
        if found and before and not (found.label or found.title) and found.start == offset:
            return before  # a list on the line after the last measure belongs to that measure
        return found or (self.draft.sections[0] if self.draft.sections else None)

    def region_in(self, start: int, end: int) -> str | None:
        """The one smaller region that a clause names in full, else the document's."""
        words = self.text[start:end]
        if not re.search("[省市区县州旗盟]", words):
            return self.region
        gazetteer = default_gazetteer()
        named = {
            mention.region.name
            for mention in gazetteer.find(words, within=self.region)
            if mention.surface == mention.region.name
        }
        within = self.region in (None, "全国")
        smaller = [name for name in named if within or self.region in gazetteer.ancestors(name)]
        return smaller[0] if len(smaller) == 1 else self.region

    def own_range(self, section: Section) -> tuple[int, int]:
        """The section's text after its heading and before its first child."""
        return self._own[section.id]

    def plain(self, sentence: Sentence) -> str:
        """The sentence with titles and document numbers (■) and unit lists (□) filled, of the same length."""
        text = blank(sentence.text)
        for low, high in self.lists:
            if low < sentence.end and sentence.start < high:
                first, last = max(0, low - sentence.start), min(len(text), high - sentence.start)
                text = text[:first] + "□" * (last - first) + text[last:]
        return text

    def words(self, start: int, end: int) -> str:
        """The document's text without unit lists."""
        for low, high in self.lists:
            if start <= low and high <= end:
                return self.text[start:low] + self.words(high, end)
        return self.text[start:end]

    def mention(self, span: UnitSpan) -> UnitMention:
        """A found unit with its canonical name in this document."""
        return UnitMention(span.surface, canonical_unit(span.meaning, region=self.region, parent=self.parent))

    def fact_id(self, kind: str, start: int, end: int, *content: object) -> str:
        """Hash of document, type, place and content."""
        parts = "\x1f".join(str(part) for part in (self.document.id, kind, start, end, *content))
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def _sentences(self) -> Iterator[Sentence]:
        tables = [(table.start, table.end) for table in self.draft.tables]
        for section in self.draft.sections:
            start, end = self._own[section.id]
            if _TELLS.search(self.text[section.start : section.heading_end]):
                start = section.start  # 5．危房鉴定由县住建局审核，县教育局配合。……: no mere name
            elif start == end == section.end or _ONLY_UNITS.fullmatch(
                self.text[start:end].strip("。 \u3000\n")
            ):
                start = (
                    section.start
                )  # an item that is all heading (1.2 无证办学现象动态清零。), or with who does it
            for paragraph in re.finditer(r"[^\n]+", self.text[start:end]):
                first = start + paragraph.start()
                if any(low <= first < high for low, high in tables) or _PAGE_FIELD.match(paragraph.group()):
                    continue
                if paragraph.group().strip() == self.document.metadata.title:
                    continue  # a name says nobody's duty
                for low, high in split_sentences(paragraph.group()):
                    piece = paragraph.group()[low:high]
                    if piece.strip():
                        yield Sentence(first + low, first + high, piece, section, first)


def blank(text: str) -> str:
    """Titles in 《》 and document numbers as filler of the same length: their years are not times."""
    return _HIDDEN.sub(lambda match: "■" * len(match.group()), text)


def _own_ranges(draft: Draft) -> dict[str, tuple[int, int]]:
    first_child: dict[str, int] = {}
    for section in draft.sections:
        if section.parent_id is not None:
            first_child[section.parent_id] = min(
                first_child.get(section.parent_id, section.start), section.start
            )
    return {
        section.id: (section.heading_end, max(section.heading_end, first_child.get(section.id, section.end)))
        for section in draft.sections
    }


def split_sentences(text: str, marks: str = "。！？") -> list[tuple[int, int]]:
    """Spans that end with one of the marks, brackets and quotation marks kept whole; they cover the text."""
    spans: list[tuple[int, int]] = []
    start, depth, opened = 0, 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth, opened = depth + 1, at
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and (depth == 0 or at - opened > _MAX_BRACKET):
            spans.append((start, at + 1))
            start, depth = at + 1, 0
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _inside_number(text: str, at: int) -> bool:
    """8：00, 1：12.5 and 1,200 are one number."""
    return text[at] in "：:," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans between commas, semicolons and colons, brackets and numbers kept whole."""
    spans: list[tuple[int, int]] = []
    depth, start = 0, 0
    for at, char in enumerate(text):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，；,;：。□" and not _inside_number(text, at):
            spans.append((start, at))
            start = at + 1
    spans.append((start, len(text)))
    return spans
