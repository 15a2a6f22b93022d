"""What a question asks, after reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.contract import AnswerKind
from kb.dates import TimeExpression
from kb.question.windows import Window
from kb.records import Role

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question's text with the pieces that were recognised in it."""

    text: str
    times: tuple[TimeExpression, ...]
    regions: tuple[str, ...]
    region_surfaces: tuple[str, ...]
    places: tuple[str, ...]
    within: str
    units: tuple[str, ...]
    asking: str = ""
    """The text with 《》 for the words that only say in which document to look."""
    described: tuple[str, ...] = ()
    """Ids of the documents that these words mean."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. Names are as the question writes them unless said otherwise."""

    text: str
    """As asked."""
    reading: str
    """Normalised, spelling corrected, in Chinese words where an English question uses known terms."""
    kind: AnswerKind
    language: Language
    topic: str
    """What remains without question words, regions, years and the unit that is asked about."""
    synonyms: str = ""
    """Terms of policy writing for everyday words of the question; they may stand in for words of the topic."""
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Of an English question: for each known word of the topic what may stand for it in the documents."""
    known_share: float = 1.0
    """Share of an English question's content words that have Chinese words; 1 for Chinese."""
    document_hint: str = ""
    """Words that tell which document is meant ("普通高中方案"), for questions about whole documents."""
    regions: tuple[str, ...] = ()
    """Canonical region names, in the order they are named."""
    places: tuple[str, ...] = ()
    """Towns, zones and the like that no list of regions has but documents name; they stand in the topic, too."""
    within: tuple[str, ...] = ()
    """Regions in which the regions lie."""
    years: tuple[int, ...] = ()
    deadline: str | None = None
    """ISO time as precise as asked ("2022-12-31"), for due lists."""
    windows: tuple[Window, ...] = ()
    """The stretches of time in which tasks have to be due."""
    earlier_regions: tuple[str, ...] = ()
    """Regions of the whole conversation so far, this question's included."""
    units: tuple[str, ...] = ()
    """Unit names as written in the question."""
    role: Role | None = None
    documents: tuple[str, ...] = ()
    """Titles or numbers of documents that the question names."""
    described: tuple[str, ...] = ()
    """Ids of the documents at hand in which the question says to look (科学教育计划的分工表里)."""
    is_yes_no: bool = False
    asks_role: bool = False
    """Whether the question asks if the named unit leads or takes part."""
    asks_difference: bool = False
    asks_versions: bool = False
    """Whether versions of one document are to be compared."""
    asks_metadata: tuple[str, ...] = ()
    """Names of the metadata rules that match ("number", "issuer" …)."""
    refers_back: bool = False
    """Whether the wording leans on an earlier question."""
