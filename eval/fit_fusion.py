"""Fits the weights of hybrid search on the dev halves: ``python -m eval.fit_fusion``.

Listwise logistic regression (Cao et al., Learning to Rank: From Pairwise to Listwise Approach, 2007):
each piece of evidence is to win against the candidates that hold none. The figures that it records are
cross-validated: a question is ranked by weights that were fitted without the questions about its document.
Questions with a reading in the words of the law have weights of their own; ``--lawful`` fits those alone and
leaves the others as they are. The test halves are not looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Question
from eval.metrics import Judged, RankedChunk, distinct, retrieval_measures
from eval.runner import DEPTH
from eval.tunables import Bench, open_benches

if TYPE_CHECKING:
    from index.hybrid import HybridIndex
    from index.ranking import FusionSettings, RankingWeights

RECORD = Path(__file__).parent / "tuned" / "fusion.json"
FIGURES = ("recall@10", "recall@100", "ndcg@10")
_RIDGE = 3.0
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """One question's candidates."""

    features: NDArray[np.float64]
    pieces: NDArray[np.int64]
    """The piece of evidence that each candidate holds, -1 for none, shape (candidates,)."""
    fold: int
    lawful: bool = False
    """Whether the question has a reading in the words of the law."""


def main() -> None:
    """Fit, cross-validate and record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kb", type=Path, default=Path(".policy-kb"))
    parser.add_argument("--lawful", action="store_true", help="fit only the weights of questions of law")
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    fitted = fit_lawful if options.lawful else fit_both
    record = fit_benches(open_benches(options.kb, options.sets), fitted)
    if options.lawful:  # the other weights were chosen by the figures that are on record
        before = json.loads(RECORD.read_text(encoding="utf-8"))
        for part in ("dev_questions", "figures"):
            record[part] = before[part] | record[part]
    RECORD.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, ensure_ascii=False, indent=1))


def fit_both(listings: Sequence[Listing]) -> FusionSettings:
    """Weights for questions of law and for all others."""
    from index.ranking import FusionSettings

    plain = fit([listing for listing in listings if not listing.lawful])
    return FusionSettings(weights=plain, lawful=fit_lawful(listings).lawful)


def fit_lawful(listings: Sequence[Listing]) -> FusionSettings:
    """Weights for questions of law; the others as they are in use."""
    from index.ranking import FusionSettings

    return FusionSettings(lawful=fit([listing for listing in listings if listing.lawful]))


def fit_benches(
    benches: Sequence[Bench], fitted: Callable[[Sequence[Listing]], FusionSettings]
) -> dict[str, Any]:
    """The weights fitted on all dev questions, and how well such weights rank questions left out."""
    from index.ranking import FusionSettings

    listings = [listing for bench in benches for listing in _listings(bench)]
    found = fitted(listings)
    figures: dict[str, dict[str, dict[str, float]]] = {
        bench.name: {"in use": _figures(bench, FusionSettings(), None)} for bench in benches
    }
    without = [fitted([listing for listing in listings if listing.fold != fold]) for fold in range(_FOLDS)]
    for bench in benches:
        parts = [(_figures(bench, without[fold], fold), _in_fold(bench, fold)) for fold in range(_FOLDS)]
        total = sum(count for _, count in parts)
        figures[bench.name]["cross-validated"] = {
            name: round(sum(part[name] * count for part, count in parts if count) / total, 4)
            for name in FIGURES
        }
    return {
        "values": asdict(found.weights),
        "lawful": asdict(found.lawful),
        "measure": "likelihood of the evidence among the candidates; figures by set",
        "dev_questions": {bench.name: len(_asked(bench)) for bench in benches},
        "figures": figures,
    }


def fit(listings: Sequence[Listing], *, ridge: float = _RIDGE) -> RankingWeights:
    """Weights of the highest penalised likelihood, rounded to three digits."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    from index.ranking import FEATURES, RankingWeights

    spread = np.concatenate([listing.features for listing in listings]).std(axis=0) + 1e-9
    scaled = [(listing.features / spread, listing.pieces) for listing in listings]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        terms = [_list_loss(table, pieces, weights) for table, pieces in scaled]
        value = sum(term for term, _ in terms) + ridge * float(weights @ weights) / 2
        return value, np.sum([slope for _, slope in terms], axis=0) + ridge * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x / spread
    return RankingWeights(*(float(f"{value:.3g}") for value in found))


def _list_loss(
    table: NDArray[np.float64], pieces: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Mean negative log-likelihood of the pieces, each against the candidates that hold none, and its slope."""
    values = table @ weights
    chances = np.exp(values - values.max(initial=0.0))
    found = np.unique(pieces[pieces >= 0]).tolist()
    loss, slope = 0.0, np.zeros_like(weights)
    for piece in found:
        holds = chances * (pieces == piece)
        rivals = chances * ((pieces < 0) | (pieces == piece))
        loss += float(np.log(rivals.sum()) - np.log(holds.sum())) / len(found)
        slope += (table.T @ (rivals / rivals.sum() - holds / holds.sum())) / len(found)
    return loss, slope


def _asked(bench: Bench) -> list[Question]:
    return [question for question in bench.questions if question.answerable]


def _fold_of(question: Question) -> int:
    """Questions about one document share a fold, whatever the version of it."""
    work = question.evidence[0].document.split("(")[0]
    return hashlib.sha256(work.encode()).digest()[1] % _FOLDS


def _in_fold(bench: Bench, fold: int) -> int:
    return sum(_fold_of(question) == fold for question in _asked(bench))


def _listings(bench: Bench) -> list[Listing]:
    index = _index(bench, None)
    found = []
    for question in _asked(bench):
        candidates = index.candidates(question.query, depth=2 * DEPTH)
        pieces = np.full(len(candidates.rows), -1, dtype=np.int64)
        evidence = distinct(tuple(bench.library.relevant(piece) for piece in question.evidence))
        for place, row in enumerate(candidates.rows.tolist()):
            held = [n for n, piece in enumerate(evidence) if piece & set(index.stands_for(row))]
            pieces[place] = held[0] if held else -1
        found.append(Listing(candidates.features, pieces, _fold_of(question), candidates.lawful))
    return found


def _figures(bench: Bench, fusion: FusionSettings, fold: int | None) -> dict[str, float]:
    """Means over the questions of a fold, or of all; zeros where there are none."""
    index = _index(bench, fusion)
    judged = [
        Judged(
            question.id,
            tuple(RankedChunk(h.chunk_id, h.duplicates) for h in index.search(question.query, top_k=DEPTH)),
            tuple(bench.library.relevant(piece) for piece in question.evidence),
        )
        for question in _asked(bench)
        if fold is None or _fold_of(question) == fold
    ]
    measured = retrieval_measures(judged).values()
    return {
        name: round(sum(one[name] for one in measured) / len(measured), 4) if measured else 0.0
        for name in FIGURES
    }


def _index(bench: Bench, fusion: FusionSettings | None) -> HybridIndex:
    from index.hybrid import DocumentAttributes
    from index.ranking import FusionSettings
    from index.snapshot import open_snapshot

    corpus = bench.library.corpus
    return open_snapshot(
        bench.index_dir,
        embedder=bench.embedder,
        documents={
            document: DocumentAttributes(status=status, title=corpus.documents[document].metadata.title)
            for document, status in corpus.status.items()
        },
        fusion=fusion or FusionSettings(),
    )


if __name__ == "__main__":
    main()
