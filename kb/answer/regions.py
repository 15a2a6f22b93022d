"""One fact for each region: when several regions answer, all of them are given, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.evidence import Evidence
from kb.answer.matching import F, Match
from kb.answer.tuning import WEIGHTS
from kb.labels import fact_label


def best_by_region(evidence: Evidence, matches: Sequence[Match[F]]) -> list[Match[F]]:
    """The best match, then of every other region that answers nearly as well the one most like it."""
    if not matches:
        return []
    best = matches[0]
    floor = best.score - WEIGHTS.region_gap
    groups: dict[str, list[Match[F]]] = {}
    for match in matches:
        if match.score >= floor or (match.score >= floor - WEIGHTS.region_gap and _same_thing(best, match)):
            groups.setdefault(_region(evidence, match), []).append(match)
    groups[_region(evidence, best)] = [best]
    chosen = [max(group, key=lambda match: _likeness(best, match)) for group in groups.values()]
    return sorted(chosen, key=lambda match: (-match.score, match.fact.id))


def _same_thing(best: Match[F], match: Match[F]) -> bool:
    """Whether one label holds nearly all of the other's characters: 师生比 and 普通高中生师比."""
    own, other = set(fact_label(best.fact)), set(fact_label(match.fact))
    return len(own & other) >= 0.8 * min(len(own), len(other)) and min(len(own), len(other)) > 1


def _region(evidence: Evidence, match: Match[F]) -> str:
    fact = match.fact
    return fact.region or evidence.corpus.document(fact.document_id).metadata.region or fact.document_id


def _likeness(best: Match[F], match: Match[F]) -> tuple[float, str]:
    """Score plus how much of the best match's label the other label shares: the same metric wins."""
    own, other = set(fact_label(best.fact)), set(fact_label(match.fact))
    shared = len(own & other) / max(1, len(own | other))
    return match.score + WEIGHTS.same_label * shared, match.fact.id
