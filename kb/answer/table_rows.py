"""How well a row of figures fits a question: its heading is named, or the sum of all rows is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.evidence import Evidence
from kb.answer.matching import Match
from kb.records import Target
from kb.rules import Rule, rule
from kb.table_text import cells_of, header_at, row_at
from kb.text import normalize

SUM_ROW: Rule = rule(
    "sum_row",
    r"^(?:[全总本各][省市县区州旗校园国盟]|[合总共小]\s*计|总\s*数|总\s*量)",
    example="全省合计",
    counter_example="合格园",
)
ASKS_SUM: Rule = rule(
    "asks_sum",
    r"一共|总共|合计|总计|总数|共(?=[有招设需计安下新收配要]|多少|几)|全部加起来|[全总][省市县区州](?!直|级|属)",
    example="一共招多少人",
    counter_example="教共体有几个",
)
SCHOOL: Rule = rule(
    "school",
    r"第?[一二三四五六七八九十]{1,2}(?:[中小](?![学班等型专])|小学|中学|高中|幼儿园|实验)|(?:实验|外国语|师范附属|职业技术)(?:小学|中学|学校|幼儿园)|附[中小](?!学)",
    example="第五小学招多少人",
    counter_example="一年级招多少人",
)
"""Names one school among others."""
RULES: tuple[Rule, ...] = (SUM_ROW, ASKS_SUM, SCHOOL)
_NAMED = 0.15
_SUM = 0.15
_SUM_COLUMN = 0.05
_LEAST_HEADING = 3


def is_cell(evidence: Evidence, fact: Target) -> bool:
    """Whether a figure stands in a table below column names."""
    return header_at(evidence.corpus.document(fact.document_id).text, fact.start) is not None


def row_bonus(evidence: Evidence, fact: Target) -> float:
    """What a table's figure gains because the question names its row, or asks for a sum and it is one."""
    text = evidence.corpus.document(fact.document_id).text
    row = row_at(text, fact.start)
    if row is None or header_at(text, fact.start) is None:
        return 0.0
    question = evidence.question
    # a follow-up carries the words of the question before, whose row it need not mean
    reading = question.reading if question.language == "en" else normalize(question.text)
    words = [piece.words.strip() for piece in cells_of(text, *row)]
    headings = [word for word in words if len(word) >= _LEAST_HEADING and not re.search(r"\d", word)]
    named = any(word in reading for word in headings)
    own_region = fact.region is not None and fact.region in evidence.question.regions
    bonus = _NAMED if named else 0.0
    if ASKS_SUM.pattern.search(reading) and not named:
        is_sum = any(SUM_ROW.pattern.search(word) for word in words[:2])
        place_row = own_region and not is_sum and _is_of_place(evidence, fact)
        bonus += _SUM if is_sum else 0.0 if place_row else -_SUM
        bonus += _SUM_COLUMN if SUM_ROW.pattern.search(fact.metric) else 0.0
    return bonus


def rows_named(evidence: Evidence, ranked: Sequence[Match[Target]]) -> list[Target]:
    """The best figure of each row of one table whose heading the question names; empty for fewer than two rows."""
    best: dict[str, Target] = {}
    tables = set()
    for match in ranked:
        fact = match.fact
        text = evidence.corpus.document(fact.document_id).text
        header, row = header_at(text, fact.start), row_at(text, fact.start)
        if header is None or row is None:
            continue
        words = [piece.words.strip() for piece in cells_of(text, *row)]
        named = [w for w in words if len(w) >= _LEAST_HEADING and w in evidence.question.reading]
        if named:
            tables.add((fact.document_id, *header))
            best.setdefault(max(named, key=len), fact)
    units = {fact.unit for fact in best.values()}
    shared = [one for one in best for other in best if one != other and one in other]
    if len(best) - len(shared) < 2 or len(tables) != 1 or len(units) != 1:
        return []
    reading = evidence.question.reading
    return [best[name] for name in sorted(best, key=reading.find) if name not in shared]


def heading_of(evidence: Evidence, fact: Target) -> str:
    """The heading of a figure's row, as long as the question names it."""
    text = evidence.corpus.document(fact.document_id).text
    row = row_at(text, fact.start)
    words = [piece.words.strip() for piece in cells_of(text, *row)] if row else []
    return max((w for w in words if w in evidence.question.reading), key=len, default=fact.metric)


def is_other_school(evidence: Evidence, fact: Target) -> bool:
    """Whether the question names a school (第五小学, 实验中学) and a table's row is not about it."""
    text = evidence.corpus.document(fact.document_id).text
    row = row_at(text, fact.start)
    if row is None or header_at(text, fact.start) is None:
        return False
    line = text[slice(*row)]
    topic = evidence.question.topic
    named = [match.group() for match in SCHOOL.pattern.finditer(topic)]
    cells = [piece.words.strip() for piece in cells_of(text, *row)]
    if not named or any(len(cell) >= _LEAST_HEADING and cell in topic for cell in cells):
        return False
    return not any(name in line for name in named)


def _is_of_place(evidence: Evidence, fact: Target) -> bool:
    return fact.region != evidence.corpus.document(fact.document_id).metadata.region
