"""One fact for each region: when several regions answer, all of them are given, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.evidence import Evidence
from kb.answer.matching import F, Match
from kb.answer.tuning import WEIGHTS


def best_by_region(evidence: Evidence, matches: Sequence[Match[F]]) -> list[Match[F]]:
    """The best match, then the best of every other region that answers nearly as well, best first."""
    if not matches:
        return []
    chosen: dict[str, Match[F]] = {}
    floor = matches[0].score - WEIGHTS.region_gap
    for match in matches:
        if match.score < floor:
            break
        region = match.fact.region or evidence.corpus.document(match.fact.document_id).metadata.region
        chosen.setdefault(region or match.fact.document_id, match)
    return list(chosen.values())
