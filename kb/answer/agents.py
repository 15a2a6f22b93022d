"""Who acts in a sentence that no responsibility fact holds: 由省级以上卫生行政部门聘任, 卫生部会同国家教育委员会制定."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.question.model import Question
from kb.text import tokenize
from kb.unit_finder import UnitSpan, find_units

_CLAUSE_END = re.compile(r"[，。；：！？\n]")
_BEFORE_AGENT = re.compile(r"(?:由|经|报|报经|报请|向|应当由|可以由|会同|商|同意|和|与|、|及)$")
_AFTER_AGENT = re.compile(
    r"^(?:（[^（）]*）)?(?:等(?:有关)?(?:部门|单位|机构)?)?(?:应当|应|要|须|可以|负责|依法|具体|统一|共同|联合|会同|商|组织|"
    r"审批|审核|审查|批准|认定|核定|制定|确定|决定|规定|聘任|任命|备案|责令|处|给予|予以|收回|协调|指导|监督|检查|管理|主管|"
    r"牵头|实施|承担|提出|编制|同意|颁发|发放|登记|受理|调查|处理|建立|设立)"
)
_TOGETHER = re.compile(r"会同|商(?!业|务|标)|联合")


@dataclass(frozen=True, slots=True)
class Agents:
    """Unit names as the sentence writes them."""

    lead: tuple[str, ...]
    participating: tuple[str, ...]
    responsible: tuple[str, ...]


def agents_in(question: Question, sentence: str) -> Agents | None:
    """The acting units of the clause that is closest to the question; None when none acts."""
    acting = [span for span in find_units(sentence) if _acts(sentence, span)]
    if not acting:
        return None
    clauses = _clauses(sentence)
    terms = frozenset(tokenize(question.topic))
    best = max(
        (clause for clause in clauses if any(_within(span, clause) for span in acting)),
        key=lambda clause: (len(terms & frozenset(tokenize(sentence[clause[0] : clause[1]]))), -clause[0]),
    )
    chosen = [span for span in acting if _within(span, best)]
    together = _TOGETHER.search(sentence, best[0], best[1])
    if together is None or not any(span.end <= together.start() for span in chosen):
        return Agents((), (), _names(chosen))
    return Agents(
        lead=_names([span for span in chosen if span.end <= together.start()]),
        participating=_names([span for span in chosen if span.start >= together.end()]),
        responsible=(),
    )


def _acts(sentence: str, span: UnitSpan) -> bool:
    """Whether a unit is the doer: after 由, 经, 报, or before a verb of duty."""
    before = sentence[max(0, span.start - 3) : span.start]
    return bool(_BEFORE_AGENT.search(before) or _AFTER_AGENT.match(sentence[span.end :]))


def _clauses(sentence: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _CLAUSE_END.finditer(sentence)] + [len(sentence)]
    starts = [0, *ends[:-1]]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def _within(span: UnitSpan, clause: tuple[int, int]) -> bool:
    return clause[0] <= span.start < clause[1]


def _names(spans: list[UnitSpan]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.surface for span in spans))
