"""What to read after an answer: the cited passages, then whatever else bears on the question.

Three views are joined by reciprocal rank: passages from where the question points (its regions and documents),
passages from anywhere, and the passages of facts of the kind that is asked for. The first counts double.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from kb.answer.evidence import Evidence
from kb.answer.matching import rank_facts
from kb.answer.targets import rank_targets
from kb.contract import Answer
from kb.corpus import Span
from kb.question.model import Question
from kb.records import Deadline, Fact, Hit, Responsibility

_RRF_K = 5.0
_POINTED_WEIGHT = 2.0
_FACTS = 20


def further_passages(
    evidence: Evidence, answer: Answer, narrow: Callable[[Question], Evidence], *, top_k: int
) -> tuple[Hit, ...]:
    """At most ``top_k`` hits, the cited ones first; ``score`` is 1 / rank.

    ``narrow`` gives the evidence of another reading of the question. Chunks of nearly the same text come once.
    """
    anywhere = evidence.finder.search(evidence.search_text, top_k=top_k, filters=evidence.filters)
    pointed = _pointed(evidence, narrow, top_k=top_k) if evidence.documents else []
    facts = [chunk_id for fact in _facts(evidence)[:_FACTS] for chunk_id in _chunks_of(evidence, fact)]
    cited = [
        chunk_id
        for citation in answer.citations
        for chunk_id in evidence.corpus.chunks_at(Span(citation.document, citation.start, citation.end))
    ]
    hits = {hit.chunk_id: hit for hit in (*anywhere, *pointed)}
    groups = _groups(hits.values())
    rankings = [
        (_POINTED_WEIGHT, [hit.chunk_id for hit in pointed]),
        (1.0, [hit.chunk_id for hit in anywhere]),
        (1.0, facts),
    ]
    fused = _fused([(weight, _distinct(ranking, groups)) for weight, ranking in rankings])
    order = _distinct([*cited, *fused], groups)[:top_k]
    return tuple(
        replace(_hit(chunk_id, hits, groups), rank=rank, score=1.0 / rank)
        for rank, chunk_id in enumerate(order, start=1)
    )


def _pointed(evidence: Evidence, narrow: Callable[[Question], Evidence], *, top_k: int) -> list[Hit]:
    """Hits within the question's regions and documents; a comparison takes its regions in turn."""
    question = evidence.question
    sides = [evidence]
    if question.kind == "comparison" and len(question.regions) > 1:
        sides = [narrow(replace(question, regions=(region,))) for region in question.regions]
    found = [
        side.finder.search(side.search_text, top_k=top_k, filters=side.scope)
        for side in sides
        if side.documents
    ]
    return [hit for row in zip_longest(*found) for hit in row if hit is not None]


def _facts(evidence: Evidence) -> Sequence[Fact]:
    """Facts of the kind that is asked for, best first."""
    facts = evidence.corpus.facts
    match evidence.question.kind:
        case "responsibility" | "unit_tasks":
            duties = [fact for fact in facts if isinstance(fact, Responsibility)]
            return [match.fact for match in rank_facts(evidence, duties)]
        case "target" | "comparison":
            return [match.fact for match in rank_targets(evidence)]
        case "deadline" | "due_list":
            times = [fact for fact in facts if isinstance(fact, Deadline)]
            return [match.fact for match in rank_facts(evidence, times)]
        case _:
            return []


def _chunks_of(evidence: Evidence, fact: Fact) -> tuple[str, ...]:
    return evidence.corpus.chunks_at(Span(fact.document_id, fact.start, fact.end))


def _groups(hits: Iterable[Hit]) -> dict[str, tuple[str, ...]]:
    """For each chunk all chunks of nearly the same text, itself included; one that no hit holds is absent."""
    groups: dict[str, tuple[str, ...]] = {}
    for hit in hits:
        group = tuple(sorted((hit.chunk_id, *hit.duplicates)))
        for chunk_id in group:
            groups.setdefault(chunk_id, group)
    return groups


def _distinct(chunk_ids: Iterable[str], groups: dict[str, tuple[str, ...]]) -> list[str]:
    """The chunks without those that repeat the text of one before them."""
    kept: dict[str, str] = {}
    for chunk_id in chunk_ids:
        kept.setdefault(groups.get(chunk_id, (chunk_id,))[0], chunk_id)
    return list(kept.values())


def _fused(rankings: Iterable[tuple[float, Sequence[str]]]) -> list[str]:
    """Weighted reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), ties by chunk id."""
    scores: dict[str, float] = defaultdict(float)
    for weight, ranking in rankings:
        for rank, chunk_id in enumerate(ranking, start=1):
            scores[chunk_id] += weight / (_RRF_K + rank)
    return sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id))


def _hit(chunk_id: str, hits: dict[str, Hit], groups: dict[str, tuple[str, ...]]) -> Hit:
    others = tuple(other for other in groups.get(chunk_id, ()) if other != chunk_id)
    return replace(hits.get(chunk_id, Hit(chunk_id, 0, 0.0)), duplicates=others)
