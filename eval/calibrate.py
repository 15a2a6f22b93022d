"""Fits the order and the confidence of quoted sentences on the dev halves: ``python -m eval.calibrate``.

Order: in every answerable question the sentences that hold evidence should come first. Confidence: every dev
question, whatever its kind, is put to the passage answer; right is a best sentence that holds evidence, an
unanswerable question has none. The chances that choose the operating point come from models that have not
seen the question's document. The test halves are not looked at.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Question
from eval.fitting import Floats, chances, fit_chance, fit_order
from eval.relevance import Library
from eval.tunables import Bench, open_benches
from kb.answer.candidates import Candidate, rank_sentences, ranking_features
from kb.answer.confidence import FEATURES
from kb.answer.engine import Answerer
from kb.answer.evidence import Evidence
from kb.answer.passage import answer_passage
from kb.answer.proof import is_proof, passage_features
from kb.answer.tuning import RANKING

RECORD = Path(__file__).parent / "tuned" / "passage.json"
MOST_LOST = 0.03
"""Share of the answerable Chinese questions that may be refused for want of confidence."""
_FOLDS = 6
_RIDGE = 0.5
_RIDGE_ORDER = 0.5
_WEIGHT_UNANSWERABLE = 3.0
"""An invented answer is worse than a refusal, and there are fewer such questions."""
_WEIGHT_WRONG = 0.3
"""A wrong sentence beside the right passage is the order's fault rather than the confidence's."""
_THRESHOLDS = tuple(place / 20 for place in range(2, 16))


@dataclass(frozen=True, slots=True)
class Example:
    """One question with what the two models see of it."""

    question: Question
    order: Floats
    """``ranking_features`` of the aligned sentences, shape (sentences, features)."""
    right: NDArray[np.bool_]
    """Which of them hold evidence."""
    best: Floats | None
    """``passage_features`` of the best sentence that is a proof, with the constant; None when none is."""
    best_right: bool
    quoted: bool
    """Whether the question comes down to a quotation, as no fact answers it."""


def main() -> None:
    """Fit, print the operating points and record the weights."""
    parser = argparse.ArgumentParser(description="fit the order and the confidence of quoted sentences")
    parser.add_argument("--kb", type=Path, default=Path(".policy-kb"))
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    benches = [bench for bench in open_benches(options.kb, options.sets) if bench.name != "statutes"]
    examples = [example for bench in benches for example in _examples(bench)]
    order = fit_order([(e.order, e.right) for e in examples if len(e.order)], ridge=_RIDGE_ORDER)
    judged = [example for example in examples if example.best is not None]
    features, labels, weights = _arrays(judged)
    points = operating_points(examples, cross_validated(judged))
    record = {
        "dev_questions": {bench.name: len(bench.questions) for bench in benches},
        "ranking": _named(RANKING, order),
        "weights": _named(FEATURES, fit_chance(features, labels, weights, ridge=_RIDGE)),
        "accept_passage": best_point(points),
        "operating_points": points,
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))


def cross_validated(examples: Sequence[Example]) -> dict[str, float]:
    """Chance of each question's best sentence by a model that has not seen its document, by question id."""
    features, labels, weights = _arrays(examples)
    fold = np.array([zlib.crc32(_place(e.question).encode()) % _FOLDS for e in examples])
    found = np.zeros(len(examples))
    for number in range(_FOLDS):
        seen = fold != number
        fitted = fit_chance(features[seen], labels[seen], weights[seen], ridge=_RIDGE)
        found[~seen] = chances(features[~seen], fitted)
    return {e.question.id: float(chance) for e, chance in zip(examples, found, strict=True)}


def operating_points(examples: Sequence[Example], chance: dict[str, float]) -> list[dict[str, float]]:
    """For each threshold the share of unanswerable questions refused and of answerable Chinese ones lost by it.

    Questions about regions and documents that are not there are refused before and count in neither.
    """
    unanswerable = [e for e in examples if not e.question.answerable]
    answerable = [e for e in examples if e.question.answerable and e.question.language == "zh"]
    return [
        {
            "accept_passage": threshold,
            "refused": _share(unanswerable, chance, threshold, without=1.0),
            "lost": _share(answerable, chance, threshold, without=0.0),
        }
        for threshold in _THRESHOLDS
    ]


def best_point(points: Sequence[dict[str, float]]) -> float:
    """The highest threshold that loses no more than ``MOST_LOST``, else the lowest."""
    fitting = [point["accept_passage"] for point in points if point["lost"] <= MOST_LOST]
    return max(fitting, default=min(point["accept_passage"] for point in points))


def _share(
    examples: Sequence[Example], chance: dict[str, float], threshold: float, *, without: float
) -> float:
    """Share of the questions that are refused at a threshold; ``without`` counts one that has no proof at all."""
    refused = [
        float(chance[e.question.id] < threshold) if e.best is not None else without
        for e in examples
        if e.quoted
    ]
    return round(sum(refused) / max(1, len(examples)), 4)


def _arrays(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats]:
    features = np.array([example.best for example in examples], dtype=np.float64)
    labels = np.array([float(example.best_right) for example in examples])
    weights = [
        1.0 if e.best_right else _WEIGHT_WRONG if e.question.answerable else _WEIGHT_UNANSWERABLE
        for e in examples
    ]
    return features, labels, np.array(weights)


def _named(names: Iterable[str], values: Floats) -> dict[str, float]:
    return {name: round(float(value), 2) for name, value in zip(names, values, strict=True)}


def _place(question: Question) -> str:
    return question.evidence[0].document if question.evidence else question.id


def _examples(bench: Bench) -> Iterator[Example]:
    from index.snapshot import open_snapshot

    answerer = Answerer(bench.library.corpus, open_snapshot(bench.index_dir, embedder=bench.embedder))
    for question in bench.questions:
        evidence = answerer.evidence(question.question, turns=question.turns)
        ranked = rank_sentences(evidence) if evidence.documents else []
        evidence.proving = [candidate for candidate in ranked if is_proof(evidence, candidate)]
        best = next(iter(evidence.proving), None)
        names = [name for name in FEATURES if name != "constant"]
        values = passage_features(evidence, best) if best is not None else {}
        yield Example(
            question,
            np.array([[ranking_features(evidence, c)[name] for name in RANKING] for c in ranked]),
            np.array([_holds_evidence(bench.library, question, c) for c in ranked], dtype=np.bool_),
            np.array([1.0, *(values[name] for name in names)]) if best is not None else None,
            best is not None and _holds_evidence(bench.library, question, best),
            _is_quoted(answerer, evidence),
        )


def _is_quoted(answerer: Answerer, evidence: Evidence) -> bool:
    """Whether no fact answers, so that it is for the passage answer to quote or to refuse."""
    others = [compose for compose in answerer.composers(evidence) if compose is not answer_passage]
    return bool(evidence.documents) and all(compose(evidence) is None for compose in others)


def _holds_evidence(library: Library, question: Question, candidate: Candidate) -> bool:
    start, end = candidate.sentence.start, candidate.sentence.end
    return any(
        span.document_id == candidate.passage.chunk.document_id and span.start < end and start < span.end
        for piece in question.evidence
        for span in library.spans(piece)
    )


if __name__ == "__main__":
    main()
