"""What a question leaves out of a list: 高中的不要, 不含目标数字."""

from __future__ import annotations

import re

from kb.answer.evidence import Evidence
from kb.corpus import Span
from kb.records import Deadline, Target
from kb.rules import Rule, rule
from kb.stages import stages_of

EXCLUDES = rule(
    "excludes",
    r"(?P<left>[^\s,，。；;(（]{1,10}?)(?:的)?(?:都)?(?:不要|除外|不算|不看|不管|不计|不用列|别列|不列|不含|不包括|不在内)(?:$|[\s,，。)）?？])|(?:不要|不算|不看|不管|不计|不含|不包括|别算|撇开|抛开|除[了去开]?|排除|去掉)\s*(?P<right>[^\s,，。；;)）]{1,10})",
    example="学前方案里的任务,高中的不要",
    counter_example="不得举办重点班",
)
RULES: tuple[Rule, ...] = (EXCLUDES,)
_FIGURES = re.compile(r"指标|目标|数字|数据|人数|计划数")
"""Of what is due, the figures to be reached."""


def unwanted_part(evidence: Evidence) -> str:
    """What the question leaves out: 高中的不要."""
    match = EXCLUDES.pattern.search(evidence.question.reading)
    return (match["left"] or match["right"] or "") if match else ""


def is_left_out(evidence: Evidence, fact: Deadline, unwanted: str) -> bool:
    if not unwanted:
        return False
    title = evidence.corpus.documents[fact.document_id].metadata.title
    path = "".join(evidence.corpus.section(fact.section_id).path)
    stages = stages_of(unwanted)
    row = "|" in evidence.corpus.quote(Span(fact.document_id, fact.start, fact.end))
    if _FIGURES.search(unwanted):
        return _states_figure(evidence, fact)
    return (
        (row and unwanted.endswith("表"))
        or unwanted in title
        or unwanted in path
        or bool(stages & stages_of(title))
        or bool(stages & stages_of(fact.task))
    )


def _states_figure(evidence: Evidence, fact: Deadline) -> bool:
    """Whether what is due is a figure to be reached, as a target of the same sentence and time tells it."""
    inside = (
        target
        for target in evidence.corpus.facts
        if isinstance(target, Target)
        and target.document_id == fact.document_id
        and fact.start <= target.start < fact.end
    )
    return any(target.value and target.value in fact.task for target in inside)
