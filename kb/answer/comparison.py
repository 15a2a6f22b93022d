"""Regions or documents side by side, 未提及 where one is silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from kb.answer.confidence import probability
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import accept_fact
from kb.answer.passage import Candidate, best_sentence, passage_features, stated_target
from kb.answer.targets import find_targets, rank_targets
from kb.answer.tuning import WEIGHTS
from kb.answer.wording import value, when
from kb.contract import Answer
from kb.corpus import Span
from kb.question.model import Question
from kb.records import Target
from kb.versions import family_key

SILENT = {"zh": "未提及", "en": "not mentioned (未提及)"}


@dataclass(frozen=True, slots=True)
class _Row:
    region: str
    target: Target | None = None
    sentence: Candidate | None = None


def answer_comparison(evidence: Evidence, narrow: Callable[[Question], Evidence]) -> Answer | None:
    """A row for each region; ``narrow`` gives the evidence for the question about one region alone."""
    if evidence.question.asks_versions and (rows := _version_rows(evidence)):
        return _compose(evidence, rows)
    found = {match.fact.region or "": match.fact for match in find_targets(evidence)}
    regions = evidence.question.regions if len(evidence.question.regions) > 1 else tuple(found)
    unit = next(iter(found.values())).unit if found else None
    rows = [
        _Row(region, target=found[region])
        if region in found
        else _row(region, narrow(replace(evidence.question, regions=(region,))), unit)
        for region in regions
    ]
    return _compose(evidence, rows)


def _compose(evidence: Evidence, rows: Sequence[_Row]) -> Answer | None:
    if not any(row.target or row.sentence for row in rows):
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = []
    if conclusion := _difference(evidence.question, rows):
        lines.append(conclusion)
    lines.extend(_line(evidence, draft, row) for row in rows)
    return draft.finish("comparison", "\n".join(lines), confidence=0.8)


def _version_rows(evidence: Evidence) -> list[_Row]:
    """The figure in each version of the document that answers best, oldest version first."""
    best = rank_targets(evidence)
    if not best or best[0].score < accept_fact(evidence):
        return []
    corpus = evidence.corpus
    family = family_key(corpus.document(best[0].fact.document_id).metadata)
    versions = [d for d in corpus.documents.values() if family_key(d.metadata) == family]
    if len(versions) < 2:
        return []
    rows = []
    for document in sorted(versions, key=lambda d: (d.metadata.issued or d.metadata.effective or "", d.id)):
        own = [match for match in best if match.fact.document_id == document.id]
        label = f"《{document.metadata.title}》{document.metadata.number or document.metadata.issued or ''}"
        rows.append(
            _Row(label, target=own[0].fact if own and own[0].score >= accept_fact(evidence) else None)
        )
    return rows


def _row(region: str, evidence: Evidence, unit: str | None) -> _Row:
    """The region's figure in ``unit`` or, where no region has a figure (None), its best sentence."""
    best = best_sentence(evidence)
    if best is None or probability(passage_features(evidence, best)) < WEIGHTS.accept_row:
        return _Row(region)
    target = stated_target(evidence, best)
    if target is not None and unit in (None, target.unit):
        return _Row(region, target=target)
    return _Row(region) if unit is not None else _Row(region, sentence=best)


def _difference(question: Question, rows: Sequence[_Row]) -> str:
    """The simple difference of the two figures, when it is asked for and both have the same unit."""
    figures = [(row.region, row.target) for row in rows if row.target and _number(row.target) is not None]
    if (
        not (question.asks_difference or question.asks_versions)
        or len(figures) != 2
        or figures[0][1].unit != figures[1][1].unit
    ):
        return ""
    (first, a), (second, b) = figures
    low, high = _number(a), _number(b)
    if low is None or high is None:
        return ""
    gap = abs(low - high)
    unit = "个百分点" if a.unit == "%" else a.unit
    higher, lower = (first, second) if low >= high else (second, first)
    if question.language == "en":
        return (
            f"{higher} is higher than {lower} by {gap.normalize():f}{unit}."
            if gap
            else f"Both are equal, the difference is 0{unit}."
        )
    return (
        f"{higher}比{lower}高{gap.normalize():f}{unit}。" if gap else f"{first}与{second}相同，相差0{unit}。"
    )


def _number(target: Target) -> Decimal | None:
    try:
        return Decimal(target.value)
    except InvalidOperation:
        return None


def _line(evidence: Evidence, draft: AnswerDraft, row: _Row) -> str:
    language = evidence.question.language
    if row.target is not None:
        n = draft.add(row.target)
        time = when(row.target.deadline, row.target.as_written, language)
        timing = f"{time}，" if time else ""
        return f"{row.region}：{timing}{row.target.metric} {value(row.target, language)}[{n}]"
    if row.sentence is not None:
        sentence = row.sentence.sentence
        n = draft.cite(Span(row.sentence.passage.chunk.document_id, sentence.start, sentence.end))
        return f"{row.region}：{sentence.text}[{n}]"
    return f"{row.region}：{SILENT[language]}"
